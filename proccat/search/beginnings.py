"""The last word of a query while somebody types (*từ đang gõ dở*): what it may become."""

from __future__ import annotations

import re
from typing import Final

import attrs

from proccat.search.corpus import Corpus
from proccat.search.query import Query, Word
from proccat.search.terms import BEGINNING, CODE, FOLDED, PAIR, TONED

_SHORTEST = 2
_SHORTEST_CODE = 4
_UNIT: Final = re.compile(r"(\d\.\d{6})\.")
"""What a unit's own code begins with: *1.000894.000.00.00.H12*, or *1.000894.H12*."""


def with_beginnings(query: Query, corpus: Corpus) -> Query:
    """The query with what its last word may become (*tiền tố*), where it seems not whole.

    It is whole if a blank follows it, or if names know it beside the word before it, with the tone
    that was typed; a tone that was typed stays. A code that is asked for alone is whole if there is
    one.
    """
    if len(query.words) == 1 and query.codes and len(query.codes[0]) >= _SHORTEST_CODE:
        return _with_codes(query, corpus)
    if not query.open or not query.words:
        return query
    last = query.sequence[-1]
    word = next(word for word in query.words if word.folded == last)
    if word.frame or word.spelt or not last.isalpha():
        return query
    typed = [FOLDED + last] if len(last) >= _SHORTEST else []
    if len(query.sequence) > 1:  # a single letter goes on beside another word only
        typed.append(f"{PAIR}{query.sequence[-2]} {last}")
    if not typed or _is_known(typed[-1], word, corpus):
        return query
    whole, pairs = True, query.pairs
    if not word.token.isascii():
        toned = TONED + word.token
        held = corpus.postings([toned, BEGINNING + toned])
        if held[BEGINNING + toned].bits:
            typed[0] = toned if len(typed) == 1 or len(last) >= _SHORTEST else typed[0]
            whole = held[toned].bits != 0
    if not whole:  # no text says so: what differs by a tone, or goes on otherwise, is not meant
        pairs = tuple([pair for pair in pairs if PAIR + pair[0] != typed[-1]])
    begun = tuple(BEGINNING + term for term in typed)
    meant = attrs.evolve(word, begun=begun, whole=whole)
    words = tuple([meant if each is word else each for each in query.words])
    return attrs.evolve(query, words=words, pairs=pairs)


def _is_known(term: str, word: Word, corpus: Corpus) -> bool:
    """Whether names know a word beside the one before it, and so with its tone, if it has one."""
    wanted = [term] if word.token.isascii() else [term, TONED + word.token]
    return corpus.all_of(wanted) != 0


def _with_codes(query: Query, corpus: Corpus) -> Query:
    """The query with the codes that begin as the one that was typed, where it is none.

    Of a unit's own code that nobody recorded the code on which it is based counts.
    """
    if corpus.any_of([CODE + code for code in query.codes]):
        return query
    base = _UNIT.match(query.codes[0])
    if base is not None and corpus.any_of([CODE + base[1]]):
        return attrs.evolve(query, codes=(base[1],))
    (word,) = query.words
    begun = attrs.evolve(word, begun=(BEGINNING + CODE + query.codes[0],))
    return attrs.evolve(query, words=(begun,))
