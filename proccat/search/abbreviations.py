"""What an abbreviation stands for (*chữ viết tắt*), learnt from the names in the index: no list.

GPLX is looked up in the initials of all names; the run of syllables that bears those initials in
most of them, giấy phép lái xe, is asked for beside it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise

import attrs

from proccat.search.bitmaps import iter_ords
from proccat.search.corpus import Corpus
from proccat.search.query import Query, Word
from proccat.search.terms import FOLDED, INITIALS, INITIALS_IN_A_TERM, PAIR, pairs
from proccat.search.weights import MOST_WORDS
from proccat.text import fold, is_syllable

_NAMES = 200
"""Names that are read to learn what an abbreviation stands for."""
_LIKELY = 12
"""Runs of syllables, the commonest, that are weighed against each other."""


def spell_out(query: Query, corpus: Corpus) -> Query:
    """The query with the words that its abbreviations (*chữ viết tắt*) stand for added."""
    if not any(_may_abbreviate(word, query) for word in query.words):
        return query
    words = {word.token: word for word in query.words}
    added_pairs = dict(query.pairs)
    for word in query.words:
        run = _meaning(word.folded, corpus) if _may_abbreviate(word, query) else ()
        if not run or len(words) + len(run) > MOST_WORDS:
            continue
        words[word.token] = attrs.evolve(word, spelt=tuple(map(fold, run)))
        for token in run:
            words.setdefault(token, Word(token, fold(token), frame=False, inferred=True))
        for pair in pairs(run):
            added_pairs.setdefault(pair, False)
    return attrs.evolve(query, words=tuple(words.values()), pairs=tuple(added_pairs.items()))


def _may_abbreviate(word: Word, query: Query) -> bool:
    folded = word.folded
    if word.frame:  # TTHC is known without names
        return False
    if len(folded) < INITIALS_IN_A_TERM:
        return folded in query.capitals
    return folded.isalpha() and not is_syllable(folded)


def _meaning(letters: str, corpus: Corpus) -> tuple[str, ...]:
    """What letters stand for; learnt once from names, then remembered with the corpus."""
    known = corpus.learnt.get(letters)
    if known is None:
        known = _learn(letters, corpus)
        corpus.learnt.put(letters, known)
    return known


def _learn(letters: str, corpus: Corpus) -> tuple[str, ...]:
    """The commonest run of syllables with these initials, ties by spelling; empty if none."""
    size = INITIALS_IN_A_TERM
    if len(letters) < size:
        return _learn_pair(letters, corpus)
    grams = [INITIALS + letters[i : i + size] for i in range(len(letters) - size + 1)]
    candidates = corpus.among
    for posting in corpus.postings(grams).values():
        candidates &= posting.bits
    names = corpus.texts(list(islice(iter_ords(candidates), _NAMES)))
    runs = Counter(run for name in names for run in _runs(name.split(), letters))
    likely = sorted(runs, key=lambda run: (-runs[run], run))[:_LIKELY]
    bound = _bound(likely, corpus)
    return max(likely, key=lambda run: math.log1p(runs[run]) * bound[run], default=())


def _learn_pair(letters: str, corpus: Corpus) -> tuple[str, ...]:
    """The pair of syllables with these two initials, as most of the names that hold it write it.

    Initials are indexed by threes; of two letters the pairs themselves tell.
    """
    begun = PAIR + letters[0]
    terms = [term for term in corpus.starting(begun) if term.partition(" ")[2][:1] == letters[1]]
    often = {term: found.bits.bit_count() for term, found in corpus.postings(terms).items()}
    likely = sorted(often, key=lambda term: (-often[term], term))[:_LIKELY]
    runs = {tuple(term.removeprefix(PAIR).split()): often[term] for term in likely if often[term]}
    bound = _bound(list(runs), corpus)
    best = max(runs, key=lambda run: math.log1p(runs[run]) * bound[run], default=())
    if not best:
        return ()
    holding = corpus.postings([PAIR + " ".join(best)])[PAIR + " ".join(best)].bits
    names = corpus.texts(list(islice(iter_ords(holding), _NAMES)))
    written = Counter(
        run for name in names for run in pairwise(name.split()) if tuple(map(fold, run)) == best
    )
    return min(written, key=lambda run: (-written[run], run), default=best)


def _bound(runs: Sequence[tuple[str, ...]], corpus: Corpus) -> dict[tuple[str, ...], float]:
    """How tightly the syllables of each run keep together in all names, from 0 to 1.

    "an toàn thực phẩm" is a phrase; "(công) an tỉnh, thành phố" only has the same initials.
    """
    wanted = {FOLDED + fold(token) for run in runs for token in run}
    wanted |= {PAIR + pair for run in runs for pair in pairs(run)}
    often = {term: found.bits.bit_count() for term, found in corpus.postings(wanted).items()}
    bound: dict[tuple[str, ...], float] = {}
    for run in runs:
        shares = []
        for pair in pairs(run):
            left, right = pair.split()
            apart = often[FOLDED + left] * often[FOLDED + right]
            shares.append(often[PAIR + pair] ** 2 / apart)
        bound[run] = sum(shares) / max(1, len(shares))
    return bound


def _runs(tokens: list[str], letters: str) -> Iterable[tuple[str, ...]]:
    first = "".join(fold(token)[:1] for token in tokens)
    at = first.find(letters)
    while at >= 0:
        yield tuple(tokens[at : at + len(letters)])
        at = first.find(letters, at + 1)
