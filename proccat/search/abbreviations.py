"""What an abbreviation stands for (*chữ viết tắt*), learnt from the names in the index: no list.

GPLX is looked up in the initials of all names; the run of syllables that bears those initials in
most of them, giấy phép lái xe, is asked for beside it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise

import attrs

from proccat.search.bitmaps import iter_ords
from proccat.search.corpus import Corpus
from proccat.search.query import Query, Word
from proccat.search.synonyms import Synonyms, phrases
from proccat.search.terms import (
    FOLDED,
    INITIALS,
    INITIALS_IN_A_TERM,
    PAIR,
    as_typed,
    initials,
    pairs,
)
from proccat.search.weights import AND, FOLDED_FRAMES, FRAMES, LINKS, MOST_WORDS
from proccat.text import fold, is_syllable

_NAMES = 200
"""Names that are read to learn what an abbreviation stands for."""
_MOST = 6
"""Abbreviations of one query that are looked up; a text in capitals is no list of them."""
_LIKELY = 12
"""Runs of syllables, the commonest, that are weighed against each other."""
_FRAMED = 0.3
"""What is left of a run that holds words which only frame what is said: *trường hợp*, *đề nghị*."""
_PART = 0.1
"""What is left of a run, for each side on which it has one and the same neighbour."""
_CHANCE = 0.06
"""What is worth less has those initials by chance; with more than four, a third for each."""

_TWICE = re.compile(r"(.)\1")
"""A letter that a finger may have hit twice: *honn* is no abbreviation."""

_Run = tuple[str, ...]


def spell_out(query: Query, corpus: Corpus, synonyms: Synonyms) -> Query:
    """The query with the words that its abbreviations (*chữ viết tắt*) stand for added.

    And with the abbreviations of what it spells out, if names use them. What a file says that one
    stands for wins over what the names teach.
    """
    query = _with_shorts(query, corpus, synonyms)
    short = [word for word in query.words if _may_abbreviate(word, query)][:_MOST]
    if not short:
        return query
    words = {word.token: word for word in query.words}
    added_pairs = dict(query.pairs)
    for word in short:
        run = _said(synonyms, word, corpus) or _meaning(word.folded, query, corpus)
        if not run or len(words) + len(run) > MOST_WORDS:
            continue
        words[word.token] = attrs.evolve(word, spelt=tuple(map(fold, run)), abbreviates=True)
        for token in run:
            words.setdefault(token, Word(token, fold(token), frame=False, inferred=True))
        for pair in pairs(run):
            added_pairs.setdefault(pair, 1.0)
    return attrs.evolve(query, words=tuple(words.values()), pairs=tuple(added_pairs.items()))


def officially(query: Query, corpus: Corpus, synonyms: Synonyms) -> str | None:
    """The words of a query with what its abbreviations and everyday words stand for (*từ chính
    thức*); None if it has neither.
    """
    runs = dict(phrases(query, synonyms))
    for word in query.words:
        if _may_abbreviate(word, query):
            runs[(word.token,)] = _said(synonyms, word, corpus) or _meaning(
                word.folded, query, corpus
            )
    said: list[str] = []
    at = 0
    while at < len(query.toned):
        ways = (run for run in runs if runs[run] and query.toned[at : at + len(run)] == run)
        run = max(ways, key=len, default=())
        said += runs[run] if run else query.toned[at : at + 1]
        at += len(run) or 1
    return " ".join(said) if tuple(said) != query.toned else None


def _with_shorts(query: Query, corpus: Corpus, synonyms: Synonyms) -> Query:
    """The query with the abbreviations that names use for words that it spells out."""
    runs = query.initials
    used = corpus.postings([FOLDED + letters for letters in runs])
    known = [letters for letters in runs if used[FOLDED + letters].bits]
    if not known:
        return query
    words = {word.token: word for word in query.words}
    for letters in known:
        short = Word(letters, letters, frame=False, inferred=True)
        meant = _said(synonyms, short, corpus) or _meaning(letters, query, corpus)
        if letters in words or len(words) == MOST_WORDS or not _same_run(meant, runs[letters]):
            continue
        for token, word in words.items():
            if word.folded in runs[letters]:
                words[token] = attrs.evolve(word, shorts=(*word.shorts, letters))
        words[letters] = attrs.evolve(short, spelt=runs[letters], abbreviates=True)
    return attrs.evolve(query, words=tuple(words.values()))


def _same_run(meant: Sequence[str], run: _Run) -> bool:
    """Whether words that are meant are those that were typed, an *và* among them or not."""
    said, typed = ([word for word in words if word != AND] for words in (map(fold, meant), run))
    return said == typed


def _may_abbreviate(word: Word, query: Query) -> bool:
    if word.frame or word.inferred or not word.folded.isalpha():  # TTHC is known without names
        return False
    if word.folded in query.capitals:
        return True
    bare = word.token.replace("đ", "d")
    return bare.isascii() and not is_syllable(bare) and not is_syllable(_TWICE.sub(r"\1", bare))


def _said(synonyms: Synonyms, word: Word, corpus: Corpus) -> tuple[str, ...]:
    """What a file says that a word stands for, if any name holds that."""
    run = synonyms.single(word.token)
    held = corpus.postings([FOLDED + fold(token) for token in run])
    return run if all(posting.bits for posting in held.values()) else ()


def _meaning(letters: str, query: Query, corpus: Corpus) -> tuple[str, ...]:
    """What letters stand for; learnt once from names, then remembered with the corpus."""
    if len(letters) < INITIALS_IN_A_TERM and letters not in query.capitals:
        return ()
    known = corpus.learnt.get(letters)
    if known is None:
        known = _learn(letters, corpus)
        corpus.learnt.put(letters, known)
    return known


def _learn(letters: str, corpus: Corpus) -> tuple[str, ...]:
    """The likeliest run of syllables with these initials, ties by spelling; empty if none is."""
    if len(letters) < INITIALS_IN_A_TERM:
        return _learn_pair(letters, corpus)
    letters = initials(letters)
    seen: dict[_Run, list[_Run]] = {}
    for way in _ways(letters):
        for window in _seen(way, corpus):
            if len(way) == len(letters) or AND in map(fold, window[2:-2]):
                seen.setdefault(window[1:-1], []).append(window)
    likely = sorted(seen, key=lambda run: (-len(seen[run]), run))[:_LIKELY]
    bound = _bound([window for run in likely for window in seen[run]], corpus)
    worth = {run: len(seen[run]) * _whole(run, seen[run], bound) for run in likely}
    best = max(likely, key=lambda run: worth[run] * _alone(seen[run]), default=())
    return best if best and worth[best] > _CHANCE / 3 ** max(0, len(letters) - 4) else ()


def _ways(letters: str) -> Iterator[str]:
    """The initials of all words, and those with an *và* that is left out: TNMT, NNPTNT."""
    yield letters
    if len(letters) > INITIALS_IN_A_TERM:
        yield from (letters[:at] + AND[0] + letters[at:] for at in range(1, len(letters)))


def _seen(letters: str, corpus: Corpus) -> Iterator[_Run]:
    """Each run of syllables with these initials in some names, with a word on each side."""
    size = INITIALS_IN_A_TERM
    grams = [INITIALS + letters[i : i + size] for i in range(len(letters) - size + 1)]
    for name in corpus.texts(list(islice(iter_ords(corpus.all_of(grams)), _NAMES))):
        yield from _windows(["", *name.split(), ""], letters)


def _whole(run: _Run, windows: Sequence[_Run], bound: Mapping[_Run, float]) -> float:
    """How much a run, seen with a word on each side, is a phrase of its own, from 0 to 1.

    "an toàn thực phẩm" keeps together; "(công) an tỉnh, thành phố" only has the same initials;
    of "khiếu nại lần đầu" the part "nại lần đầu" is cut out; "trường hợp" only frames what is said;
    no phrase begins or ends with a word that only links.
    """
    if not LINKS.isdisjoint((run[0], run[-1])):
        return 0.0
    inner = [bound[pair] for pair in pairwise(run)]
    worth = sum(inner) / len(inner)
    before = sum(bound[window[:2]] for window in windows) / len(windows)
    after = sum(bound[window[-2:]] for window in windows) / len(windows)
    for edge, beyond in ((inner[0], before), (inner[-1], after)):
        if beyond > edge:
            worth *= (edge / beyond) ** 2
    return worth * (_FRAMED if _frames(run) else 1.0)


def _alone(windows: Sequence[_Run]) -> float:
    """What is left of a run that has one neighbour wherever it stands: that is part of it."""
    left, right = ({window[at] for window in windows} for at in (0, -1))
    parts = [beside for beside in (left, right) if len(beside) == 1 and "" not in beside]
    return _PART ** len(parts) if len(windows) > 1 else 1.0


def _frames(run: _Run) -> bool:
    return any(run[at:end] in FRAMES for end in range(2, len(run) + 1) for at in range(end - 1))


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

    def worth(run: _Run) -> float:
        return math.log1p(runs[run]) * bound[run] * (_FRAMED if run in FOLDED_FRAMES else 1.0)

    best = max(runs, key=worth, default=())
    if not best:
        return ()
    holding = corpus.postings([PAIR + " ".join(best)])[PAIR + " ".join(best)].bits
    names = corpus.texts(list(islice(iter_ords(holding), _NAMES)))
    written = Counter(
        run for name in names for run in pairwise(name.split()) if tuple(map(fold, run)) == best
    )
    return min(written, key=lambda run: (-written[run], run), default=best)


def _bound(runs: Iterable[_Run], corpus: Corpus) -> dict[_Run, float]:
    """How tightly each two neighbours in some runs keep together in all names, from 0 to 1.

    The share of the documents with the commoner one that have the pair. With their tones: *khí
    tượng* is rare, *khi* is everywhere.
    """
    two = {pair for run in runs for pair in pairwise(run)}
    each = {token: as_typed(token) for pair in two for token in pair}
    side = {pair: f"{PAIR}{fold(pair[0])} {fold(pair[1])}" for pair in two}
    held = corpus.postings([*each.values(), *side.values()])
    bound: dict[_Run, float] = {}
    for pair in two:
        left, right = held[each[pair[0]]].bits, held[each[pair[1]]].bits
        most = max(left.bit_count(), right.bit_count())
        beside = (held[side[pair]].bits & left & right).bit_count()
        bound[pair] = beside / most if beside else 0.0
    return bound


def _windows(tokens: Sequence[str], letters: str) -> Iterator[_Run]:
    """Each run with these initials, with the word before and the word behind it."""
    first = initials(fold(token) or " " for token in tokens)
    at = first.find(letters)
    while at >= 0:
        yield tuple(tokens[at - 1 : at + len(letters) + 1])
        at = first.find(letters, at + 1)
