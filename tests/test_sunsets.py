"""Sunsets: which comes later is a matter of legal order, and so is the last day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from strategies import kethon

from proccat import Catalogue, Procedure
from proccat.errors import InvalidDocumentError
from proccat.reports import sunsets

CODE = "1.000894"
D = date


def text(**more: Any) -> Procedure:
    """A procedure that a ministry announces."""
    return kethon(**({"announcing": "Bộ Tư pháp"} | more))


def test_legal_order_tells_whether_a_sunset_reverts(catalogue: Catalogue) -> None:
    """What stood before stands again, whenever it was recorded: by legal order, not by number."""
    catalogue.record(text(), on=D(2024, 1, 2), actor="btp")
    catalogue.change_status(CODE, "announced", on=D(2024, 1, 10), actor="btp")
    wrong = catalogue.history(CODE)[-1].seq
    catalogue.change_status(CODE, "abolished", on=D(2024, 2, 1), until=D(2027, 2, 28), actor="cp")
    catalogue.change_status(CODE, "announced", on=D(2024, 1, 5), actor="btp")
    catalogue.void(wrong, reason="nhập sai ngày", actor="btp")
    catalogue.record(text(name="Rút gọn"), on=D(2024, 3, 1), until=D(2027, 3, 31), actor="btp")
    catalogue.record(text(name="Kết hôn"), actor="btp", corrects=1)
    found = [(each.what, each.after) for each in sunsets(catalogue.at(D(2024, 4, 1)))]
    assert found == [("abolished", "reverts"), ("text", "reverts")]


def test_a_sunset_that_is_superseded_ends_the_day_before(catalogue: Catalogue) -> None:
    """What a later text or status takes over ends then, not on the day it was given at first."""
    catalogue.record(text(), on=D(2024, 1, 2), actor="btp")
    catalogue.change_status(CODE, "announced", on=D(2024, 1, 2), actor="btp")
    catalogue.record(text(name="Rút gọn"), on=D(2024, 2, 1), until=D(2027, 2, 28), actor="btp")
    sunset = catalogue.history(CODE)[-1].seq
    catalogue.change_status(CODE, "suspended", on=D(2024, 2, 1), until=D(2027, 2, 28), actor="cp")
    before = catalogue.at(D(2024, 3, 1))
    assert [each.last for each in sunsets(before)] == [D(2027, 2, 28)] * 2
    catalogue.record(text(name="Mới"), on=D(2024, 4, 1), effective=D(2027, 1, 1), actor="btp",
                     supersedes=sunset)  # fmt: skip
    catalogue.change_status(CODE, "abolished", on=D(2024, 4, 1), effective=D(2026, 12, 1),
                            until=D(2026, 12, 31), actor="cp")  # fmt: skip
    found = sunsets(catalogue.at(D(2024, 5, 1)))
    assert [(each.what, each.last, each.after) for each in found] == [
        ("suspended", D(2026, 11, 30), "superseded"), ("text", D(2026, 12, 31), "superseded"),
    ]  # fmt: skip
    assert [each.last for each in sunsets(before)] == [D(2027, 2, 28)] * 2
    december = sunsets(catalogue.at(D(2026, 12, 15)))
    assert [(each.what, each.after) for each in december] == [
        ("abolished", "reverts"), ("text", "superseded"),
    ]  # fmt: skip


def test_sunsets_look_ahead_only(catalogue: Catalogue) -> None:
    """A negative number of days is refused, as for deadlines; a huge one is no crash."""
    with pytest.raises(InvalidDocumentError, match="within"):
        sunsets(catalogue, within=-1)
    assert sunsets(catalogue, within=10**9) == ()
