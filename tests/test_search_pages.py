"""Laws of pages: none repeats or misses, whatever is recorded in between; totals and facets."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import memory

from proccat import Catalogue, Procedure
from proccat.errors import InvalidDocumentError
from proccat.search.page import Page
from proccat.text import fold

WORDS = st.sampled_from(["đăng", "ký", "kết", "hôn", "lại", "giấy", "phép", "xe"])
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
FIELDS = st.sampled_from(["Hộ tịch", "Đường bộ", None])
LEVELS = st.sampled_from(["ministry", "province", "commune"])
ROWS = st.lists(st.tuples(NAMES, FIELDS, LEVELS), max_size=20)
QUERIES = st.lists(WORDS, max_size=3).map(" ".join)


def procedure(
    number: int, name: str, field: str | None = None, level: str = "commune"
) -> Procedure:
    data = {"code": f"1.{number:06d}", "name": name, "levels": [level]}
    return Procedure.parse(data | ({"field": field} if field else {}))


def fill(catalogue: Catalogue, rows: list[tuple[str, str | None, str]], first: int = 0) -> None:
    with catalogue.transaction():
        for number, row in enumerate(rows, first):
            catalogue.record(procedure(number, *row), actor="a", on=date(2026, 9, 1))


def codes(page: Page) -> list[str]:
    return [hit.code for hit in page]


def test_a_page_says_where_no_hit_holds_all_words(catalogue: Catalogue) -> None:
    """Then those counted hold some of them; with filters, of what these leave."""
    fill(catalogue, [("đăng ký", "Hộ tịch", "commune"), ("giấy phép", "Đường bộ", "commune")])
    assert not catalogue.search("đăng ký").partial
    page = catalogue.search("đăng ký giấy phép")
    assert (page.partial, page.total) == (True, 2)
    page = catalogue.search("giấy", field="Hộ tịch")
    assert (page.partial, page.total) == (False, 0)
    assert not catalogue.search("").partial


@given(ROWS, QUERIES, st.integers(1, 7), ROWS)
def test_pages_of_a_live_catalogue_are_its_first_page_carried_on(
    rows: list[tuple[str, str | None, str]],
    query: str,
    size: int,
    later: list[tuple[str, str | None, str]],
) -> None:
    """All pages together are the ranking as it was at the first, though texts come in between."""
    with memory() as catalogue:
        fill(catalogue, rows)
        whole = codes(catalogue.search(query, limit=1000))
        page = catalogue.search(query, limit=size)
        together = codes(page)
        while page.next is not None:
            if later:
                fill(catalogue, [later.pop()], 500 + len(later))
                if rows:
                    changed = procedure(0, "đăng ký kết hôn")
                    catalogue.record(changed, actor="a", on=date(2026, 9, 2))
            page = catalogue.search(query, limit=size, after=page.next)
            together += codes(page)
        assert together == whole
        assert len(set(together)) == len(together)


@given(ROWS, QUERIES, FIELDS, LEVELS)
def test_totals_and_facets_are_those_of_a_naive_count(
    rows: list[tuple[str, str | None, str]], query: str, field: str | None, level: str
) -> None:
    """The total counts what holds all words, else any; facets count the same, by value.

    So it does of what filters leave, where hits go on beyond what holds all.
    """
    with memory() as catalogue:
        fill(catalogue, rows)
        words = set(fold(query).split())
        some = [row for row in rows if words & _words(row)]
        free = [row for row in rows if words <= _words(row)] or some
        page = catalogue.search(query, limit=1000)
        assert page.total == len(free)
        assert dict(page.facets("field")) == Counter(row[1] for row in free if row[1])
        assert dict(page.facets("level")) == Counter(row[2] for row in free)
        if field and any(row[1] == field for row in rows) and any(row[2] == level for row in rows):
            kept = [row for row in free if row[1] == field and row[2] == level]
            narrow = catalogue.search(query, field=field, level=level, limit=1000)
            if page.near and not kept:
                kept = [row for row in some if row[1] == field and row[2] == level]
            assert narrow.total == len(kept)
            wide = codes(catalogue.search(query, limit=1000))
            assert codes(narrow) == [code for code in wide if code in set(codes(narrow))]


@given(ROWS, QUERIES)
def test_hits_go_on_beyond_the_total_only_where_a_page_says_so(
    rows: list[tuple[str, str | None, str]], query: str
) -> None:
    """Hits go on exactly if near; a word or two have as many hits as the total says."""
    with memory() as catalogue:
        fill(catalogue, rows)
        for asked in (query, f"làm thế nào để {query}"):
            page = catalogue.search(asked, limit=1000)
            assert page.near == (len(page) > page.total)
            assert catalogue.search(asked, limit=1).near == page.near
        assert len(set(query.split())) > 2 or not catalogue.search(query).near


def _words(row: tuple[str, str | None, str]) -> set[str]:
    return set(fold(f"{row[0]} {row[1] or ''}").split())


@pytest.mark.parametrize(
    "after",
    ["", "20", "x", "1.2.3", "-1.0.2026-01-01.00000000", "1.1.2026-13-01.00000000", "9" * 40,
     "1.1.2026-01-01.zzzzzzzz", "１.1.2026-01-01.00000000"],
)  # fmt: skip
def test_what_no_page_gave_is_refused(catalogue: Catalogue, after: str) -> None:
    """Anything but a page's .next is a clear error."""
    with pytest.raises(InvalidDocumentError, match=r"after: .* did not come from a page's \.next"):
        catalogue.search("x", after=after)


def test_a_page_of_another_search_is_refused(catalogue: Catalogue) -> None:
    """.next belongs to its words, kind and filters, and to its snapshot."""
    fill(catalogue, [("kết hôn", "Hộ tịch", "commune")] * 3)
    past = catalogue.at(effective=date(2026, 9, 5))
    after = catalogue.search("kết", limit=1).next
    assert after is not None
    for query, field in (("hôn", None), ("kết", "Hộ tịch")):
        with pytest.raises(InvalidDocumentError, match="another search"):
            catalogue.search(query, field=field, after=after)
    with pytest.raises(InvalidDocumentError, match="another snapshot"):
        past.search("kết", after=after)
    own = past.search("kết", limit=1).next
    assert own is not None
    with pytest.raises(InvalidDocumentError, match="another snapshot"):
        catalogue.search("kết", after=own)
    assert codes(past.search("kết", limit=1, after=own)) == ["1.000001"]
    with pytest.raises(InvalidDocumentError, match="another snapshot"):
        past.search("kết", after=after.replace(".", ".9", 1))


def test_the_past_sees_only_what_stood_then() -> None:
    """Search, completions and near duplicates of a snapshot know the texts of their day alone."""
    with memory() as catalogue:
        chance = random.Random(7)
        for day in range(1, 25):
            name = chance.choice(["Đăng ký kết hôn", "Đăng ký khai sinh"])
            catalogue.record(
                procedure(chance.randrange(6), f"{name} {day}"), actor="a", on=date(2026, 9, day)
            )
        for day in range(1, 25):
            then = catalogue.at(effective=date(2026, 9, day))
            stood = {text.name for text in then.procedures()}
            assert {hit.name for hit in then.search("đăng ký", limit=100)} == stood
            assert set(then.suggest("dang ky", 100)) <= stood | {"Đăng ký kết hôn"} | {
                "Đăng ký khai sinh", "Đăng ký kết", "Đăng ký khai"
            }  # fmt: skip
            for text in then.procedures():
                assert {each.name for each in then.similar(text.key)} <= stood


@pytest.mark.parametrize("limit", [0, -1, 1001, True, 2.5, "10"])
def test_a_limit_is_a_number_in_bounds(catalogue: Catalogue, limit: object) -> None:
    """A limit that is none is refused."""
    with pytest.raises(InvalidDocumentError, match="limit"):
        catalogue.search("x", limit=limit)  # type: ignore[arg-type]  # what callers may give
    with pytest.raises(InvalidDocumentError, match="limit"):
        catalogue.suggest("x", limit=limit)  # type: ignore[arg-type]  # what callers may give
