"""Whatever is typed gives a page or a clear error, and nothing of it reaches the database."""

from __future__ import annotations

import contextlib
import random
import unicodedata
from collections.abc import Iterator

import pytest
from strategies import memory

from proccat import Catalogue, Item, LegalDocument, Procedure, Programme
from proccat.errors import ProccatError
from proccat.search.filters import APPLIES

QUALITY_4 = (
    '"', '""', "NEAR(", "name:x", "^kết*", "a AND OR NOT", "\0", "từ " * 10_000,
    unicodedata.normalize("NFD", "đăng ký kết hôn"), "🙂🙂", "%_\\", "",
    "1.004999'; DROP TABLE x;--", "../../etc/passwd", "C:\\CON", "１.００００１０",
    "1.0000\u200b10",
    "\u202e1.000010", "Ðăng ký", "Ɖăng", "Н03", "=1+1", "+84912345678", "-1", "@SUM(A1)", "＝1+1",
    "<img src=x onerror=alert(1)>", "</script>", "{{7*7}}", "ạ" * 40_000, "a\r\nb", "\ud800",
    "\ufffe", "_x0041_", "-", "--", '-"', '-""', '"-"', "“”", "«»", '"' * 999, "-a " * 999,
    '"a" ' * 999, "“" * 9_999, "-" * 9_999, "*", "f:", "^f:", "r:", "=field:",
)  # fmt: skip
"""QUALITY 4: queries, codes and texts; and marks gone wrong."""

PIECES = (
    *(piece[:200] for piece in QUALITY_4), "kết", "hôn", "ket", "hon", "giấy phép", "lái xe",
    "GPLX", "TP", "1.000894", "68/2020/QH14", " ", " ", " ", "\t", "\n", "-", '"', "“", "”",
    "«", "»", "'",
    ";", "(", ")", "*", "?", "là gì", "hôm", "kêtt", "\u0301", "\ufeff", "SELECT", "\x1f",
)  # fmt: skip

COUNT = 20_000


@pytest.fixture(scope="module")
def filled() -> Iterator[Catalogue]:
    """A small catalogue of several kinds."""
    with memory() as catalogue:
        names = ("Thủ tục đăng ký kết hôn", "Cấp giấy phép lái xe", "Giấy phép tại thành phố")
        for number, name in enumerate(names):
            text = Procedure(
                code=f"1.00089{number}", name=name, field="Hộ tịch", legal_bases=["68/2020/QH14"]
            )
            catalogue.record(text, actor="a")
        catalogue.record(LegalDocument(number="68/2020/QH14", name="Luật Cư trú"), actor="a")
        catalogue.record(Programme(id="p", name="Cắt giảm"), actor="a")
        catalogue.record(Item(programme="p", subject_kind="procedure", about="1.000894"), actor="a")
        yield catalogue


def ask(catalogue: Catalogue, query: str, kind: str = "procedure") -> None:
    """Everything a page can be asked for."""
    page = catalogue.search(query, kind=kind, limit=2, explain=True)
    assert len(page.hits) <= 2
    assert page.total >= 0
    assert all(hit.snippet and hit.subject.startswith(f"{kind}:") for hit in page)
    assert [hit.score for hit in page] == sorted((hit.score for hit in page), reverse=True)
    assert page.did_you_mean != query
    page.facets("field")
    if page.next is not None:
        rest = catalogue.search(query, kind=kind, limit=2, after=page.next)
        assert {hit.subject for hit in page}.isdisjoint(hit.subject for hit in rest)


@pytest.mark.parametrize("kind", APPLIES)
@pytest.mark.parametrize("query", QUALITY_4, ids=range(len(QUALITY_4)))
def test_odd_queries_have_pages(filled: Catalogue, query: str, kind: str) -> None:
    """Each query of QUALITY 4 gives a page of every kind, and completions."""
    ask(filled, query, kind)
    assert len(filled.suggest(query)) <= 10


@pytest.mark.parametrize("given", QUALITY_4, ids=range(len(QUALITY_4)))
def test_odd_names_and_values_are_clear_errors(filled: Catalogue, given: str) -> None:
    """As a filter, a code, a page or a number each gives an answer or an error of ours."""
    calls = (
        lambda: filled.search("kết", field=given),
        lambda: filled.search("kết", agency=given),
        lambda: filled.search("kết", level=given),
        lambda: filled.search("kết", status=given),
        lambda: filled.search("kết", stage=given),
        lambda: filled.search("kết", programme=given),
        lambda: filled.search("kết", after=given),
        lambda: filled.search("kết").facets(given),
        lambda: filled.similar(given),
        lambda: filled.citing(given),
        lambda: filled.citing("68/2020/QH14", article=given),
        lambda: filled.numbered(given),
    )
    for call in calls:
        with contextlib.suppress(ProccatError):
            call()
    with pytest.raises(ProccatError) as caught:
        filled.search("kết", kind=given)
    assert len(str(caught.value)) < 200


def test_generated_queries_raise_nothing(filled: Catalogue) -> None:
    """Thousands of queries put together from hostile pieces: a page each, and the same tables."""
    chance = random.Random(20_000)
    kinds = list(APPLIES)
    for _ in range(COUNT):
        query = "".join(chance.choices(PIECES, k=chance.randrange(1, 9)))
        ask(filled, query, chance.choice(kinds))
        filled.suggest(query)
    assert filled.verify().ok
