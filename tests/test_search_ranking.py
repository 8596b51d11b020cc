"""Laws of the order of hits, on enough documents that all ways of scoring take part."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import indexed

from proccat.search import terms
from proccat.search.bitmaps import SEGMENT, iter_ords
from proccat.search.explaining import explain
from proccat.search.index import IndexEntry
from proccat.search.weights import EXACT, WEIGHTS

_WORDS = [
    "đăng",
    "ký",
    "kết",
    "hôn",
    "lại",
    "khai",
    "sinh",
    "giấy",
    "phép",
    "lái",
    "xe",
    "cấp",
    "đổi",
    "đất",
    "nhà",
    "hộ",
    "tịch",
    "GPLX",
]
_LIMIT = 1000


def entries(step: int = 1, count: int = 180) -> tuple[IndexEntry, ...]:
    """Names of one to nine words, a few with bodies, `step` apart in number."""
    chance = random.Random(4)
    made = []
    for number in range(count):
        name = " ".join(chance.choices(_WORDS, k=1 + number % 9))
        body = " ".join(chance.choices(_WORDS, k=12)) if number % 5 == 0 else ""
        made.append(
            IndexEntry(number * step, f"1.{number:06}", name, chance.choice(_WORDS), (), (), body)
        )
    return tuple(made)


ENTRIES = entries()
INDEX = indexed(ENTRIES)
APART = 499
FAR = indexed(entries(APART))
QUERIES = st.lists(
    st.sampled_from([*_WORDS, "gplx", "ket", "làm thế nào để", "1.000007", "se"]),
    min_size=1,
    max_size=9,
).map(" ".join)


def naive(query: str) -> dict[int, int]:
    """The points of the first phase, each document by itself, term by term."""
    ranking = INDEX.search(query, limit=0)
    assert ranking.scoring is not None
    asked = ranking.scoring.asked
    points = {}
    holding = {entry.ord: terms.analyse(entry)[0] for entry in ENTRIES}
    for term in [term for term, _ in asked.terms if term.startswith(terms.BEGINNING)]:
        for held in holding.values():
            if any(each.startswith(term[1:]) for each in held):
                held.add(term)
    for pair, tones in asked.tones.items():
        otherwise = {n for n, held in holding.items() if not held.issuperset({pair, *tones})}
        mistyped = len(otherwise) == len(holding) and len(tones) < 2
        for number in () if mistyped else otherwise:
            holding[number].discard(pair)
    for entry in ENTRIES:
        held = holding[entry.ord]
        held |= {term for term, short in asked.also.items() if short in held}
        points[entry.ord] = sum(weight for term, weight in asked.terms if term in held)
        whole = [worth for bits, worth in ranking.scoring.whole if bits >> entry.ord & 1]
        points[entry.ord] += sum(whole)
        if not asked.named or held & {*asked.named} or any(whole):
            points[entry.ord] += sum(
                asked.step << place for place, term in enumerate(terms.LENGTHS) if term in held
            )
    return points


def test_a_pair_that_is_typed_with_two_tones_means_either() -> None:
    """Then it is no sign which of them a name should have."""
    names = ("Nộp thuê đất xa", "Nộp thuế đất xa")
    index = indexed(IndexEntry(n, f"1.{n}", name, "", (), (), "") for n, name in enumerate(names))
    (_, one), (_, other) = index.search("thuê đất thuế đất").hits
    assert one == other
    assert index.search("thuế đất").hits[0][0] == 1


@settings(max_examples=200)
@given(QUERIES)
def test_points_are_those_of_a_plain_sum(query: str) -> None:
    """Behind the exact scorer's best hits, points and order are those of a plain sum."""
    ranking = INDEX.search(query, limit=_LIMIT)
    if ranking.scoring is None:
        return
    plain = naive(query)
    order = sorted((-plain[number], number) for number in iter_ords(ranking.scoring.ranked))
    exact = EXACT.best if ranking.scoring.shares(0) else 0
    behind = [(-round(score * WEIGHTS.scale), number) for number, score in ranking.hits[exact:]]
    assert behind == order[exact:]
    assert {number for number, _ in ranking.hits[:exact]} == {n for _, n in order[:exact]}


@settings(max_examples=100)
@given(QUERIES)
def test_the_hits_are_all_that_are_ranked(query: str) -> None:
    """However many there are, each is there once, and those counted are among them."""
    ranking = INDEX.search(query, limit=_LIMIT)
    numbers = [number for number, _ in ranking.hits]
    assert len(numbers) == len(set(numbers))
    assert set(iter_ords(ranking.matched)) <= set(numbers)
    assert ranking.near == (len(numbers) > ranking.total)
    if ranking.scoring is not None:
        assert set(numbers) == set(iter_ords(ranking.scoring.ranked))


@settings(max_examples=100)
@given(QUERIES, st.integers(0, 200), st.integers(1, 70))
def test_a_page_is_a_part_of_the_ranking(query: str, offset: int, limit: int) -> None:
    """Whatever way finds the best few, they are those of the whole ranking."""
    whole = INDEX.search(query, limit=_LIMIT).hits
    assert INDEX.search(query, limit=limit, offset=offset).hits == whole[offset : offset + limit]


@settings(max_examples=100)
@given(QUERIES, st.integers(0, (1 << 180) - 1), st.integers(1, 70))
def test_what_is_asked_again_is_answered_alike(query: str, within: int, limit: int) -> None:
    """Whatever is remembered of a query, by whatever page or filter it was asked before."""
    index = indexed(ENTRIES)
    asked = [(limit, within), (limit, None), (_LIMIT, None), (_LIMIT, within)]
    first = [index.search(query, limit=most, within=some).hits for most, some in asked]
    for _ in range(3):
        again = [index.search(query, limit=most, within=some).hits for most, some in asked]
        assert again == first


@settings(max_examples=60)
@given(QUERIES)
def test_numbers_far_apart_change_nothing(query: str) -> None:
    """Documents spread over segments are found as those side by side are."""
    near, far = INDEX.search(query, limit=_LIMIT), FAR.search(query, limit=_LIMIT)
    assert [(number * APART, score) for number, score in near.hits] == list(far.hits)
    assert max((number for number, _ in far.hits), default=SEGMENT) >= SEGMENT or len(far.hits) < 63


@settings(max_examples=40)
@given(QUERIES)
def test_every_explanation_adds_up(query: str) -> None:
    """Also behind the hits that the exact scorer orders."""
    ranking = INDEX.search(query, limit=_LIMIT)
    for place, (number, score) in enumerate(ranking.hits):
        told = explain(ranking, place, score, number)
        brought = sum(each.points for each in told.evidence)
        assert brought == pytest.approx(score, abs=0.01), (place, number)
