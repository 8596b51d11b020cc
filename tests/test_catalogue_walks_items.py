"""Walks of items and tasks: what stands on which day, and what was known then."""

from __future__ import annotations

from datetime import date

import pytest
from strategies import ITEMS, PROGRAMME, Clock, item, programme
from walking import UNKNOWN, story, today

from proccat import Catalogue, DocumentRef
from proccat.errors import TransitionError, UnknownItemError

D = date
PROCEDURE, TASK, INTERNAL = ITEMS


@pytest.fixture
def begun(catalogue: Catalogue, clock: Clock) -> Catalogue:
    """A catalogue with the programme and its three items, recorded on 2 January 2023."""
    today(clock, D(2023, 1, 2))
    catalogue.record(programme(), actor="vpcp")
    for subject in ITEMS:
        catalogue.record(item(subject), actor="vpcp")
    return catalogue


def walk(catalogue: Catalogue, clock: Clock, subject: str, *steps: tuple[date, str]) -> None:
    """Each status on its day, entered that day."""
    for day, to in steps:
        today(clock, day)
        catalogue.change_status(subject, to, actor="bo-tu-phap")


def test_a_ministrys_plan_approved_and_enacted_by_two_documents(
    begun: Catalogue, clock: Clock
) -> None:
    """A temporary text would lapse; the permanent one keeps the item, from when it is known."""
    walk(
        begun, clock, PROCEDURE,
        (D(2024, 1, 30), "planned"), (D(2024, 3, 1), "reviewing"), (D(2024, 6, 3), "proposed"),
        (D(2024, 6, 20), "adopted"), (D(2024, 7, 1), "consulted"),
    )  # fmt: skip
    change = begun.change_status
    today(clock, D(2024, 9, 16))
    change(PROCEDURE, "approved", actor="thu-tuong", basis="1015/QĐ-TTg")
    walk(begun, clock, PROCEDURE, (D(2024, 10, 1), "drafting"), (D(2025, 3, 3), "submitted"))
    today(clock, D(2025, 4, 1))
    trial = DocumentRef(raw="66.16/2025/NQ-CP", issuer="Chính phủ", signed_on=D(2025, 4, 1))
    change(PROCEDURE, "enacted", actor="chinh-phu", basis=trial, until=D(2027, 2, 28))
    walk(begun, clock, PROCEDURE, (D(2025, 4, 10), "announced"), (D(2025, 4, 20), "completed"))
    today(clock, D(2026, 9, 1))
    change(PROCEDURE, "enacted", actor="chinh-phu", basis="200/2026/NĐ-CP")
    walk(begun, clock, PROCEDURE, (D(2026, 9, 10), "announced"), (D(2026, 9, 15), "completed"))

    story(begun, PROCEDURE, None, {
        D(2023, 1, 1): UNKNOWN, D(2023, 1, 2): None, D(2024, 2, 29): "planned",
        D(2024, 6, 3): "proposed", D(2024, 6, 30): "adopted", D(2024, 9, 15): "consulted",
        D(2024, 9, 16): "approved", D(2025, 3, 31): "submitted", D(2025, 4, 1): "enacted",
        D(2026, 8, 31): "completed", D(2026, 9, 1): "enacted", D(2026, 9, 10): "announced",
        D(2027, 2, 28): "completed", D(2027, 3, 1): "completed",
    })  # fmt: skip
    story(begun, PROCEDURE, D(2026, 8, 31), {
        D(2026, 9, 1): "completed", D(2027, 2, 28): "completed", D(2027, 3, 1): "submitted",
    })  # fmt: skip
    story(begun, PROCEDURE, D(2024, 6, 3), {D(2027, 3, 1): "proposed"})
    enacted = [fact for fact in begun.history(PROCEDURE) if fact.to == "enacted"]
    assert [(fact.basis[0].raw, fact.until) for fact in enacted] == [
        ("66.16/2025/NQ-CP", D(2027, 2, 28)), ("200/2026/NĐ-CP", None),
    ]  # fmt: skip


def test_a_provinces_plan_adopted_and_recommended_upward(begun: Catalogue, clock: Clock) -> None:
    """What the chair adopts and a ministry decides: one line is approved, one is rejected."""
    other = f"item:{PROGRAMME}/procedure/2.000815"
    begun.record(item(other), actor="ubnd-tinh")
    steps = (
        (D(2024, 1, 30), "planned"), (D(2024, 4, 1), "reviewing"), (D(2024, 6, 3), "proposed"),
        (D(2024, 7, 1), "adopted"), (D(2024, 7, 15), "recommended"),
    )  # fmt: skip
    for day, to in steps:
        walk(begun, clock, PROCEDURE, (day, to))
        walk(begun, clock, other, (day, to))
    walk(begun, clock, PROCEDURE, (D(2024, 10, 1), "approved"), (D(2025, 2, 3), "enacted"))
    walk(begun, clock, other, (D(2025, 2, 4), "rejected"))
    story(begun, PROCEDURE, None, {
        D(2024, 7, 14): "adopted", D(2024, 7, 15): "recommended", D(2024, 10, 1): "approved",
        D(2025, 2, 3): "enacted",
    })  # fmt: skip
    story(begun, other, None, {D(2025, 2, 3): "recommended", D(2025, 2, 4): "rejected"})
    for subject in (PROCEDURE, other):
        story(begun, subject, D(2024, 8, 1), {D(2025, 2, 4): "recommended"})
    with pytest.raises(TransitionError) as refused:
        begun.change_status(other, "approved", actor="bo-tu-phap")
    assert refused.value.allowed == ()
    counted = begun.progress(PROGRAMME, of="approved", reached="enacted")
    assert (counted.reached, counted.of) == (1, 1)


def test_internal_procedures_are_announced_as_such(begun: Catalogue, clock: Clock) -> None:
    """An internal procedure may be announced from nothing, planned or approved; others may not."""
    second, third = (f"{INTERNAL[:-1]}{digit}" for digit in "78")
    for subject in (second, third):
        begun.record(item(subject), actor="vpcp")
    walk(begun, clock, INTERNAL, (D(2023, 6, 30), "announced"), (D(2023, 7, 10), "completed"))
    walk(begun, clock, second, (D(2023, 8, 1), "planned"), (D(2023, 9, 1), "announced"))
    walk(begun, clock, third, (D(2023, 10, 2), "approved"), (D(2023, 11, 1), "announced"))
    story(begun, INTERNAL, None, {
        D(2023, 6, 29): None, D(2023, 6, 30): "announced", D(2023, 7, 10): "completed",
    })  # fmt: skip
    story(begun, INTERNAL, D(2023, 7, 9), {D(2023, 7, 10): "announced"})
    story(begun, second, None, {D(2023, 8, 31): "planned", D(2023, 9, 1): "announced"})
    story(begun, second, D(2023, 8, 31), {D(2023, 9, 1): "planned"})
    story(begun, third, None, {D(2023, 10, 31): "approved", D(2023, 11, 1): "announced"})
    with pytest.raises(TransitionError) as refused:
        begun.change_status(PROCEDURE, "announced", actor="bo-tu-phap")
    assert set(refused.value.allowed) == {"planned", "approved"}


def test_a_task_is_enacted_and_completed(begun: Catalogue, clock: Clock) -> None:
    """A task goes from its plan to its text, and is completed without an announcement."""
    walk(begun, clock, TASK, (D(2023, 2, 1), "planned"), (D(2023, 8, 15), "enacted"))
    walk(begun, clock, PROCEDURE, (D(2023, 8, 20), "planned"))
    walk(begun, clock, TASK, (D(2023, 9, 1), "completed"))
    story(begun, TASK, None, {
        D(2023, 1, 31): None, D(2023, 8, 14): "planned", D(2023, 8, 15): "enacted",
        D(2023, 9, 1): "completed",
    })  # fmt: skip
    story(begun, TASK, D(2023, 8, 14), {D(2023, 9, 1): "planned"})
    with pytest.raises(TransitionError):
        begun.change_status(TASK, "announced", actor="bo-noi-vu")
    with pytest.raises(TransitionError):
        begun.change_status(PROCEDURE, "enacted", actor="bo-noi-vu")
    story(begun, PROCEDURE, None, {D(2023, 9, 1): "planned"})


def test_a_draft_sent_back_counts_as_submitted_until_it_was(begun: Catalogue, clock: Clock) -> None:
    """A return entered late moves the item back from its own day, and is known from the entry."""
    walk(
        begun, clock, PROCEDURE,
        (D(2023, 3, 1), "approved"), (D(2023, 4, 3), "drafting"), (D(2023, 6, 1), "submitted"),
    )  # fmt: skip
    today(clock, D(2023, 8, 1))
    begun.change_status(PROCEDURE, "drafting", on=D(2023, 6, 20), actor="vpcp", note="trả lại")
    walk(begun, clock, PROCEDURE, (D(2023, 9, 1), "submitted"), (D(2023, 10, 2), "enacted"))
    days = (D(2023, 6, 19), D(2023, 6, 20), D(2023, 9, 1), D(2023, 10, 2))
    right = dict(zip(days, ("submitted", "drafting", "submitted", "enacted"), strict=True))
    story(begun, PROCEDURE, None, right)
    story(begun, PROCEDURE, D(2023, 7, 31), dict.fromkeys(days, "submitted"))
    at = {day: begun.at(day).progress(PROGRAMME, reached="submitted") for day in days}
    assert [at[day].reached for day in days] == [1, 0, 1, 1]


def test_an_item_stopped_stays_in_the_denominator(begun: Catalogue, clock: Clock) -> None:
    """Stopped is final; what was approved counts among the approved, and is never reached."""
    walk(
        begun, clock, PROCEDURE,
        (D(2023, 3, 1), "approved"), (D(2023, 5, 4), "drafting"), (D(2023, 9, 1), "stopped"),
    )  # fmt: skip
    walk(begun, clock, TASK, (D(2023, 9, 4), "planned"), (D(2023, 9, 5), "stopped"))
    story(begun, PROCEDURE, None, {D(2023, 8, 31): "drafting", D(2023, 9, 1): "stopped"})
    story(begun, PROCEDURE, D(2023, 8, 31), {D(2023, 9, 1): "drafting"})
    story(begun, TASK, None, {D(2023, 9, 4): "planned", D(2023, 9, 5): "stopped"})
    for subject in (PROCEDURE, TASK):
        with pytest.raises(TransitionError) as refused:
            begun.change_status(subject, "drafting", actor="bo-tu-phap")
        assert refused.value.allowed == ()
    counted = begun.progress(PROGRAMME, reached="drafting")
    assert (counted.reached, counted.of) == (0, 1)
    counted = begun.at(D(2023, 8, 31)).progress(PROGRAMME, reached="drafting")
    assert (counted.reached, counted.of) == (1, 1)


def test_a_second_round_is_an_item_of_its_own(begun: Catalogue, clock: Clock) -> None:
    """Two rounds about one procedure have ids and standings of their own; neither is guessed."""
    walk(begun, clock, PROCEDURE, (D(2023, 3, 1), "approved"), (D(2023, 6, 1), "enacted"))
    assert begun.standing("1.000894", programme=PROGRAMME).status == "enacted"
    today(clock, D(2024, 1, 15))
    begun.record(item(PROCEDURE, round=2), actor="vpcp")
    second = f"{PROCEDURE}/2"
    walk(begun, clock, second, (D(2024, 1, 30), "planned"), (D(2024, 3, 1), "reviewing"))
    story(begun, PROCEDURE, None, {D(2024, 3, 1): "enacted"})
    story(begun, second, None, {
        D(2024, 1, 14): UNKNOWN, D(2024, 1, 15): None, D(2024, 3, 1): "reviewing",
    })  # fmt: skip
    story(begun, second, D(2023, 12, 31), {D(2024, 3, 1): UNKNOWN})
    with pytest.raises(UnknownItemError, match="several items are") as several:
        begun.change_status("1.000894", "completed", programme=PROGRAMME, actor="bo-tu-phap")
    assert set(several.value.candidates) == {
        subject.removeprefix("item:") for subject in (PROCEDURE, second)
    }
