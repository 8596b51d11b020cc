"""Arguments that cannot be: each a clear error that names the field and what would be right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from strategies import kethon
from test_storage_rebuild import tables

from proccat import Catalogue
from proccat.errors import (
    ConflictError,
    InvalidDocumentError,
    ProccatError,
    TransitionError,
    UnknownProcedureError,
)

CODE = "1.000894"
Ask = Callable[[Any], object]


def announced(catalogue: Catalogue) -> Catalogue:
    """A procedure announced in 2024, one fact of it taken back."""
    catalogue.record(kethon(), on=date(2024, 1, 2), actor="stp")
    catalogue.change_status(CODE, "announced", on=date(2024, 1, 2), actor="stp")
    catalogue.change_status(CODE, "public", on=date(2024, 1, 9), actor="stp")
    catalogue.void(3, reason="nhầm", actor="stp")
    return catalogue


def change(to: object = "public", **more: object) -> Ask:
    given: dict[str, object] = {"on": date(2024, 1, 9), "actor": "stp"} | more
    return lambda c: c.change_status(CODE, to, **given)


CASES: list[tuple[Ask, type[ProccatError], str]] = [
    (lambda c: c.at("2023-01-01").standing(CODE), UnknownProcedureError, "begins on 2024-01-02"),
    (lambda c: c.at("2023-01-01").procedure(CODE), UnknownProcedureError, "begins on 2024-01-02"),
    (lambda c: c.standing("1.999999"), UnknownProcedureError, "1.999999"),
    (lambda c: c.standing(""), UnknownProcedureError, "procedure ''"),
    (lambda c: c.standing(5), InvalidDocumentError, "name: 5 is no text"),
    (lambda c: c.procedure(None), InvalidDocumentError, "code: None is no text"),
    (change(basis="theo công văn"), InvalidDocumentError, "basis: .*12/QĐ-BTP"),
    (
        lambda c: c.record(kethon("mới"), actor="stp", basis="theo công văn"),
        InvalidDocumentError,
        "basis: .*12/QĐ-BTP",
    ),
    (change(actor="  "), InvalidDocumentError, "actor: is blank"),
    (change(actor=None), InvalidDocumentError, "actor: is blank"),
    (change(on="31/02/2025"), InvalidDocumentError, "on: .*2024-01-31"),
    (change(on="2025-02-31"), InvalidDocumentError, "on: .*no day of the calendar"),
    (change(on=datetime(2024, 1, 9, tzinfo=UTC)), InvalidDocumentError, "on: .*no day"),
    (change(on=date(2027, 1, 9)), InvalidDocumentError, "on: .*after today.*effective"),
    (
        change("suspended", until=date(2024, 1, 1)),
        InvalidDocumentError,
        "until: 2024-01-01 is before",
    ),
    (change("công khai"), InvalidDocumentError, "to: .*there are drafted"),
    (change("drafted"), TransitionError, "allowed: public"),
    (change("replaced"), InvalidDocumentError, "successors: "),
    (change(expect=9), ConflictError, "version 4, not 9"),
    (change(expect="4"), InvalidDocumentError, "expect: '4' is no whole number"),
    (lambda c: c.at(known_at=datetime(2024, 1, 9)), InvalidDocumentError, "known_at: .*zone"),  # noqa: DTZ001 (the very fault)
    (lambda c: c.at(known_at="2024-01-09"), InvalidDocumentError, "known_at: .*zone"),
    (lambda c: c.at(5), InvalidDocumentError, "effective: 5 is no day"),
    (lambda c: c.void(4, reason="x", actor="stp"), InvalidDocumentError, "can't be voided"),
    (lambda c: c.void(3, reason="x", actor="stp"), InvalidDocumentError, "taken back already"),
    (lambda c: c.void(99, reason="x", actor="stp"), InvalidDocumentError, "no fact 99"),
    (lambda c: c.void("1", reason="x", actor="stp"), InvalidDocumentError, "seq: '1'"),
    (lambda c: c.void(2, reason=" ", actor="stp"), InvalidDocumentError, "reason: is blank"),
    (lambda c: c.changes(-1), InvalidDocumentError, "since: -1"),
    (lambda c: c.changes("1"), InvalidDocumentError, "since: '1'"),
    (lambda c: c.verify(anchor="mỏ neo"), InvalidDocumentError, "anchor: "),
    (lambda c: c.verify(anchor=5), InvalidDocumentError, "anchor: "),
    (lambda c: c.void(2, reason="x", actor="stp", instead="y"), InvalidDocumentError, "instead: "),
    (
        lambda c: c.void(2, reason="x", actor="stp", from_=date.min),
        InvalidDocumentError,
        "from_: leave it out",
    ),
    (change(basis=5), InvalidDocumentError, "basis: 5"),
    (change(basis={"a": 1}), InvalidDocumentError, "basis: "),
    (change(note=5), InvalidDocumentError, "note: 5"),
    (change(actor=5), InvalidDocumentError, "actor: 5 is no name"),
    (change(request_id=5), InvalidDocumentError, "request_id: 5"),
    (change(programme=5), InvalidDocumentError, "programme: 5"),
    (change("replaced", successors=[5]), InvalidDocumentError, "successors: "),
    (change("replaced", successors=["a\x00b"]), InvalidDocumentError, "successors: "),
    (change("replaced", successors=[""]), InvalidDocumentError, "successors: "),
    (change("replaced", successors=5), InvalidDocumentError, "successors: "),
    (lambda c: c.fact("x"), InvalidDocumentError, "seq: 'x'"),
    (lambda c: c.fact(True), InvalidDocumentError, "seq: True"),
    (lambda c: c.search(5), InvalidDocumentError, "query: is int"),
    (
        lambda c: c.at(known_at=datetime.min.replace(tzinfo=timezone(timedelta(hours=7)))),
        InvalidDocumentError,
        "known_at: ",
    ),
]


@pytest.mark.parametrize(("ask", "error", "words"), CASES)
def test_what_cannot_be_is_refused_by_name(
    catalogue: Catalogue, ask: Ask, error: type[ProccatError], words: str
) -> None:
    """The error names the field and what would be right; nothing is written."""
    announced(catalogue)
    before = catalogue.head(), tables(catalogue)
    with pytest.raises(error, match=words):
        ask(catalogue)
    assert (catalogue.head(), tables(catalogue)) == before


class Marked(str):
    """As web frameworks mark a text."""

    __slots__ = ()


class Counted(int):
    """As tables of numbers have them."""


def test_texts_and_numbers_of_own_classes_are_what_they_say(
    catalogue: Catalogue, other: Catalogue
) -> None:
    """A fact is written alike, whatever class of text or whole number it was given."""
    for each, text, number in ((catalogue, str, int), (other, Marked, Counted)):
        common: dict[str, Any] = {"actor": text("stp"), "note": text("ghi chú")}
        common |= {"basis": text("12/QĐ-BTP"), "request_id": text("r")}
        each.record(kethon(text("Đăng ký")), on=date(2024, 1, 2), until=date(2024, 3, 1), **common)
        common["request_id"] = text("s")
        each.record(kethon("Sửa"), on=date(2024, 1, 3), corrects=number(1), **common)
        common["request_id"] = text("t")
        each.change_status(text(CODE), text("public"), on=date(2024, 1, 9), **common)
        common["request_id"] = text("u")
        each.change_status(
            CODE, "replaced", on=date(2024, 2, 9), successors=text("1.000895"), **common
        )
        each.void(number(4), reason=text("nhầm"), actor=text("stp"), on=date(2024, 2, 10))
    assert catalogue.head() == other.head()
    assert catalogue.verify(deep=True).ok
