"""The last word of a query while somebody types (*từ đang gõ dở*): what it may become."""

from __future__ import annotations

import attrs

from proccat.search.corpus import Corpus
from proccat.search.query import Query
from proccat.search.terms import BEGINNING, CODE, FOLDED, PAIR

_SHORTEST = 2
_SHORTEST_CODE = 4


def with_beginnings(query: Query, corpus: Corpus) -> Query:
    """The query with what its last word may become (*tiền tố*), where it seems not whole.

    It is whole if a blank follows it, or if names know it beside the word before it. A code that
    is asked for alone is whole if there is one.
    """
    if len(query.words) == 1 and query.codes and len(query.codes[0]) >= _SHORTEST_CODE:
        return _with_codes(query, corpus)
    if not query.open or not query.words:
        return query
    last = query.sequence[-1]
    word = next(word for word in query.words if word.folded == last)
    if word.frame or word.spelt or len(last) < _SHORTEST or not last.isalpha():
        return query
    typed = [FOLDED + last]
    if len(query.sequence) > 1:
        typed.append(f"{PAIR}{query.sequence[-2]} {last}")
    if corpus.postings(typed)[typed[-1]].bits:
        return query
    begun = tuple(BEGINNING + term for term in typed)
    words = [attrs.evolve(each, begun=begun) if each is word else each for each in query.words]
    return attrs.evolve(query, words=tuple(words))


def _with_codes(query: Query, corpus: Corpus) -> Query:
    """The query with the codes that begin as the one that was typed, where it is none."""
    whole = corpus.postings([CODE + code for code in query.codes])
    if any(posting.bits for posting in whole.values()):
        return query
    (word,) = query.words
    begun = attrs.evolve(word, begun=(BEGINNING + CODE + query.codes[0],))
    return attrs.evolve(query, words=(begun,))
