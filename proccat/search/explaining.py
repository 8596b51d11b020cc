"""Why a hit was found and stands where it does (*giải thích kết quả*): points, term by term."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

import attrs

from proccat.search import terms
from proccat.search.query import Query, Word
from proccat.search.ranking import Ranking
from proccat.search.scoring import Scoring
from proccat.search.weights import EXACT
from proccat.text import fold

_HOW: Final[Mapping[str, str]] = {
    terms.FOLDED: "word",
    terms.TONED: "tone",
    terms.PAIR: "pair",
    terms.BODY: "word",
    terms.CODE: "code",
    terms.LENGTH: "brevity",
}
_ORDER: Final[Mapping[str, str]] = {
    "coverage": "how much of the name was asked for",
    "head": "how much of its first two syllables",
    "pairs": "how many of the neighbours asked for stand in it",
    "order": "how many of its neighbours stand near each other in the query",
    "kept": "it does what was asked for",
    "unasked": "it begins with nothing else",
    "field": "what was asked stands in the name, not in the field alone",
}


@attrs.frozen
class Evidence:
    """One reason for a hit (*căn cứ*).

    Attributes:
        how: ``"word"``, ``"tone"``, ``"pair"``, ``"code"``, ``"prefix"``, ``"frame"``,
            ``"abbreviation"``, ``"synonym"``, ``"brevity"`` or ``"order"``.
        what: the word or words that matched, or what the order looks at.
        where: ``"name"``, ``"field"``, ``"body"``, ``"code"``; empty where it says nothing.
        because: what the words stand for, as in ``"GPLX = giấy phép lái xe"``; else empty.
        points: what it brings.
    """

    how: str
    what: str
    where: str
    because: str
    points: float

    def __str__(self) -> str:
        where = f" in {self.where}" if self.where else ""
        because = f" ({self.because})" if self.because else ""
        return f"{self.points:8.2f}  {self.how}: {self.what}{where}{because}"


@attrs.frozen
class Explanation:
    """Why a hit was found and stands where it does (*giải thích*); as text, a line for each reason.

    Attributes:
        score: the sum of the points.
        evidence: the reasons, what brings most first.
    """

    score: float
    evidence: tuple[Evidence, ...]

    def __str__(self) -> str:
        if not self.evidence:
            return "no words were asked for: listed in the order of recording"
        return "\n".join([*map(str, self.evidence), f"{self.score:8.2f}  in all"])


def explain(ranking: Ranking, place: int, score: float, number: int) -> Explanation:
    """Why a document was found (*giải thích kết quả*).

    Args:
        ranking: what it was found with.
        place: its place in the whole ranking, from 0.
        score: its score.
        number: the document.
    """
    scoring = ranking.scoring
    if scoring is None:
        return Explanation(score, ())
    found = list(_merged(_of_terms(ranking, scoring, number)))
    if place < EXACT.best:
        found += (
            Evidence("order", _ORDER[share], "", "", round(points, 4))
            for share, points in scoring.shares(number).items()
            if points
        )
    return Explanation(score, tuple(sorted(found, key=lambda each: -each.points)))


def _merged(found: Iterator[Evidence]) -> Iterator[Evidence]:
    """The same evidence once: a code counts in several forms."""
    points: dict[Evidence, float] = {}
    for each in found:
        same = attrs.evolve(each, points=0.0)
        points[same] = points.get(same, 0.0) + each.points
    return (attrs.evolve(each, points=brought) for each, brought in points.items())


def _of_terms(ranking: Ranking, scoring: Scoring, number: int) -> Iterator[Evidence]:
    asked, also = ranking.asked, scoring.asked.also
    toned = [f" {tokens} " for tokens in ranking.corpus.tokens([number])[number]]
    folded = [fold(text) for text in toned]  # of the name, then of the field
    brevity = 0.0
    for term, points in scoring.points(number):
        if term == terms.LENGTH:
            brevity += points
            continue
        if term == terms.WHOLE:
            yield Evidence("order", "it has all the words", "", "", points)
            continue
        begun = term.startswith(terms.BEGINNING)
        term = term.removeprefix(terms.BEGINNING)
        kind, what = term[:2], term[2:]
        where = "body" if kind == terms.BODY else "code"
        if kind not in (terms.BODY, terms.CODE):
            texts = toned if kind == terms.TONED else folded
            sought = f" {what}" if begun else f" {what} "
            if term in also and not any(sought in text for text in texts):
                what, texts = also[term].removeprefix(terms.FOLDED), folded
                sought = f" {what} "
            where = "name" if sought in texts[0] else "field"
        how, because = _source(asked, what) if kind != terms.CODE else ("", "")
        how = "prefix" if begun else how or _HOW[kind]
        yield Evidence(how, what + "…" * begun, where, because, points)
    if brevity:
        yield Evidence("brevity", "of two names the shorter", "name", "", brevity)


def _source(asked: Query, what: str) -> tuple[str, str]:
    """Why words were looked for that nobody typed, or that count less; empty for plain words."""
    folded = fold(what).split()
    for word in asked.words:
        if word.abbreviates and word.folded == what:
            return _because(asked, word)
    words = [word for word in asked.words if word.token == what]
    words = words or [word for word in asked.words if word.folded in folded]
    if words and all(word.frame for word in words):
        return "frame", ""
    typed = {word.folded for word in words if not word.inferred}
    beside = len(folded) == 1 or any(tuple(folded) == pair for pair in pairwise(asked.sequence))
    if beside and typed.issuperset(folded):
        return "", ""
    for source, reason in ((word, _because(asked, word)) for word in asked.words if word.spelt):
        if set(folded) <= {*source.spelt}:
            return reason
    return "", ""


def _because(asked: Query, source: Word) -> tuple[str, str]:
    """Whether a word is an abbreviation or an everyday word, and what it stands for."""
    tokens = {word.folded: word.token for word in sorted(asked.words, key=lambda w: w.inferred)}
    official = " ".join(_written(tokens.get(each, each)) for each in source.spelt)
    typed = " ".join(word.token for word in asked.words if word.spelt == source.spelt)
    if source.abbreviates:
        return "abbreviation", f"{source.token.upper()} = {official}"
    return "synonym", f"{typed} = {official}"


def _written(token: str) -> str:
    """A syllable as people write it: *y tế* is *i tế* only to us."""
    return "y" if token == "i" else token
