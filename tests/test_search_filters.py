"""Filters of a snapshot (*bộ lọc*) give what reading the snapshot itself gives."""

from __future__ import annotations

import contextlib
import random
from datetime import date
from typing import Any

import pytest
from strategies import Clock, memory

from proccat import Catalogue, Item, Procedure, Programme, Snapshot
from proccat.errors import NotFoundError, ProccatError

D = date
PROGRAMMES = ("P", "Q")
CODES = ("1.000001", "1.000002")
DRAFT = "draft:abc"
LATER = "1.000009"  # the code that the draft gets
ABOUT = (*CODES, DRAFT, LATER)
STATUSES = ("drafted", "announced", "public", "suspended")
STAGES = ("planned", "approved", "enacted")
DAYS = tuple(date(2026, month, 1) for month in (1, 3, 5, 7, 9, 11))

KINDS = ("text", "text", "item", "item", "status", "status", "stage", "stage", "void")


def act(
    catalogue: Catalogue, kind: str, about: str, programme: str, pick: int, on: date, until: Any
) -> None:
    """One thing that somebody tries to do; what is refused leaves no trace."""
    common: dict[str, Any] = {"on": on, "actor": "a"}
    item = Item(programme=programme, subject_kind="procedure", about=about)
    if kind == "text":
        data = {"name": "Đăng ký kết hôn"} | (
            {"code": about} if about in CODES else {"draft": "abc"}
        )
        if about == LATER:
            data["code"] = LATER
        catalogue.record(Procedure.parse(data), until=until, **common)
    elif kind == "item":
        catalogue.record(item, until=until, **common)
    elif kind == "status":
        catalogue.change_status(about, STATUSES[pick % len(STATUSES)], **common)
    elif kind == "stage":
        catalogue.change_status(item.subject, STAGES[pick % len(STAGES)], **common)
    else:
        catalogue.void(len(PROGRAMMES) + 1 + pick, reason="nhập sai", from_=until, **common)


def procedures(view: Snapshot, **asked: str) -> set[str]:
    """The subjects of the procedures that a filter should find, read one by one."""
    about: set[str] = set()
    for item in view.records("item"):
        stage = item.status.value if item.status else None
        assert isinstance(item.document, Item)
        if asked.get("stage", stage) == stage and (
            asked.get("programme", item.document.programme) == item.document.programme
        ):
            with contextlib.suppress(NotFoundError):
                about.add(view._now.subject(item.document.about))
    found = set()
    for record in view.records("procedure"):
        subject = view.fact(record.edition.seq).subject
        status = record.status.value if record.status else "none"
        wanted = asked.get("status", status) == status
        if wanted and (subject in about or not {"stage", "programme"} & asked.keys()):
            found.add(subject)
    return found


def items(view: Snapshot, **asked: str) -> set[str]:
    """The subjects of the items that a filter should find, read one by one."""
    return {
        record.document.subject
        for record in view.records("item")
        if isinstance(record.document, Item)
        and asked.get("programme", record.document.programme) == record.document.programme
        and ("stage" not in asked or (record.status and record.status.value == asked["stage"]))
    }


FILTERS: tuple[dict[str, str], ...] = (
    *({"status": status} for status in (*STATUSES, "none")),
    *({"stage": stage} for stage in STAGES),
    *({"programme": programme} for programme in PROGRAMMES),
    {"stage": "planned", "programme": "P"},
    {"status": "public", "programme": "Q"},
)


@pytest.mark.parametrize("seed", range(6))
def test_a_filter_finds_what_a_reading_of_the_snapshot_finds(seed: int) -> None:
    """At every day, as known at every point: status, stage and programme, of both kinds."""
    clock, chance = Clock(), random.Random(seed)
    with memory(clock) as catalogue:
        for programme in PROGRAMMES:
            catalogue.record(Programme(id=programme, name="x"), on=DAYS[0], actor="a")
        for _ in range(90):
            clock.move(seconds=1)
            kind, about, of = map(chance.choice, (KINDS, ABOUT, PROGRAMMES))
            on, until = chance.choice(DAYS), chance.choice((None, None, *DAYS))
            with contextlib.suppress(ProccatError):
                act(catalogue, kind, about, of, chance.randrange(30), on, until)
        found: set[str] = set()
        for fact in [*catalogue.facts()][1::4]:
            for day in DAYS[::2]:
                found |= agrees(catalogue.at(day, known_at=fact.recorded))
        assert {f"procedure:{DRAFT}", f"procedure:{CODES[0]}"} <= found


def agrees(view: Snapshot) -> set[str]:
    """Every filter finds what is read one by one; gives what they find."""
    found: set[str] = set()
    for asked in FILTERS:
        hits = view.search("", limit=1000, **asked).hits  # type: ignore[arg-type]
        assert {hit.subject for hit in hits} == procedures(view, **asked), asked
        found.update(hit.subject for hit in hits)
        if "status" not in asked:
            hits = view.search("", kind="item", limit=1000, **asked).hits  # type: ignore[arg-type]
            assert {hit.subject for hit in hits} == items(view, **asked), asked
    return found


@pytest.fixture
def started(catalogue: Catalogue) -> Catalogue:
    """A procedure, a draft, and a programme."""
    catalogue.record(Procedure(code=CODES[0], name="Đăng ký"), on=D(2020, 1, 1), actor="a")
    catalogue.record(
        Procedure.parse({"draft": "abc", "name": "Cấp lại"}), on=D(2020, 1, 1), actor="a"
    )
    catalogue.record(Programme(id="P", name="x"), on=D(2020, 1, 1), actor="a")
    return catalogue


def test_a_programme_is_asked_by_the_day_and_forgets_what_was_taken_back(
    started: Catalogue,
) -> None:
    """Before its item's first day, and once the item was taken back, a procedure is not in it."""
    started.record(
        Item(programme="P", subject_kind="procedure", about=CODES[0]), on=D(2026, 9, 1), actor="a"
    )
    assert [hit.code for hit in started.search("", programme="P")] == [CODES[0]]
    assert started.at(D(2021, 1, 1)).search("", programme="P").total == 0
    known = started.at()
    started.void(started.seq, reason="x", actor="a")
    assert started.search("", programme="P").total == 0
    assert known.search("", programme="P").total == 1


def test_items_about_a_draft_find_it(started: Catalogue) -> None:
    """Under the key of the draft, also once it has a code, and under that code."""
    item = Item(programme="P", subject_kind="procedure", about=DRAFT)
    started.record(item, on=D(2026, 9, 1), actor="a")
    started.change_status(item.subject, "planned", on=D(2026, 9, 1), actor="a")
    for name in (DRAFT, LATER):
        for asked in ({"stage": "planned"}, {"programme": "P"}):
            (hit,) = started.search("", **asked)  # type: ignore[arg-type]
            assert hit.code == name.removeprefix("procedure:")
        coded = Procedure.parse({"draft": "abc", "code": LATER, "name": "Cấp lại"})
        started.record(coded, on=D(2026, 9, 2), actor="a")


def test_of_several_programmes_one_must_hold(started: Catalogue) -> None:
    """For procedures and for items; one that is not known is an error, also among others."""
    started.record(Programme(id="Q", name="y"), on=D(2020, 1, 1), actor="a")
    for programme, about in (("P", CODES[0]), ("Q", DRAFT)):
        item = Item(programme=programme, subject_kind="procedure", about=about)
        started.record(item, on=D(2026, 9, 1), actor="a")
    for kind in ("procedure", "item"):
        assert started.search("", kind=kind, programme="P").total == 1
        assert started.search("", kind=kind, programme=["P", "Q"]).total == 2
        with pytest.raises(NotFoundError, match="there are P, Q"):
            started.search("", kind=kind, programme={"P", "x"})
