"""Targets beside what was reached: met, on course, behind, or not measurable with the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import PROGRAMME, item, memory, programme

from proccat import Catalogue
from proccat.reports import TargetRow, TargetState

D = date
START, DUE = D(2024, 1, 1), D(2024, 12, 31)
TARGET = {"metric": "items_enacted", "value": 50, "unit": "%", "due": DUE}
Fill = Callable[..., None]


def filled(catalogue: Catalogue, enacted: int, of: int, **more: Any) -> None:
    """A programme with so many approved items, of which some were enacted on 2 January 2024."""
    given: dict[str, Any] = {"starts": START, "targets": [TARGET]}
    catalogue.record(programme(**given | more), on=D(2023, 1, 1), actor="vp")
    with catalogue.transaction():
        for n in range(of):
            subject = f"item:{PROGRAMME}/task/x-{n}"
            lead = "Bộ Tư pháp" if n % 2 else "Ủy ban nhân dân cấp xã"
            catalogue.record(item(subject, lead=lead), on=D(2023, 1, 1), actor="vp")
            catalogue.change_status(subject, "approved", on=D(2023, 1, 2), actor="vp")
            if n < enacted:
                catalogue.change_status(subject, "enacted", on=D(2024, 1, 2), actor="vp")


def only(catalogue: Catalogue, day: date, **how: Any) -> TargetRow:
    """The one target of the programme on a day."""
    (found,) = catalogue.at(day).progress(PROGRAMME, **how).targets
    return found


@pytest.mark.parametrize(
    ("enacted", "day", "state"),
    [
        (5, D(2024, 1, 2), "met"), (2, D(2024, 5, 1), "on_course"), (2, D(2024, 6, 30), "behind"),
        (4, DUE, "behind"), (5, DUE, "met"), (4, D(2025, 6, 1), "behind"),
        (0, START, "on_course"), (0, D(2024, 1, 9), "behind"),
    ],
)  # fmt: skip
def test_where_a_target_stands(catalogue: Catalogue, enacted: int, day: date, state: str) -> None:
    """The course is straight from the start of the programme to the due day of the target."""
    filled(catalogue, enacted, 10)
    found = only(catalogue, day)
    assert found.state is TargetState(state)
    assert found.reason == ""


def test_what_is_expected(catalogue: Catalogue) -> None:
    """Half way through, half of the target is expected; before the start nothing, behind it all."""
    filled(catalogue, 2, 10)
    for day, expected in ((START, "0.00"), (D(2024, 7, 1), "24.93"), (D(2025, 1, 1), "50")):
        assert only(catalogue, day).expected == Decimal(expected)
    assert only(catalogue, D(2024, 7, 1)).reached == Decimal("20.00")


@pytest.mark.parametrize(
    ("target", "reached"),
    [
        ({"value": 4, "unit": "nội dung"}, 3),
        ({"metric": "items_approved", "value": 100}, 100),
        ({"metric": "items_approved", "value": 6, "unit": "items", "agency": "bộ tư  pháp"}, 5),
        ({"agency": "Ủy ban nhân dân cấp xã"}, 40),
        ({"metric": "agencies_enacted", "value": 2, "unit": "cơ quan"}, 1),
        ({"metric": "agencies_enacted"}, 50),
    ],
)
def test_what_is_counted(catalogue: Catalogue, target: dict[str, Any], reached: int) -> None:
    """Items or agencies, in per cent or pieces, of all or of one agency or class of agencies."""
    filled(
        catalogue, 3, 10, targets=[TARGET | target], obliged=["Bộ Tư pháp", "Bộ Y tế"],
    )  # fmt: skip
    assert only(catalogue, D(2024, 6, 1)).reached == reached


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ({"metric": "compliance_cost"}, "not counted over items"),
        ({"metric": "items_stopped"}, "not counted over items"),
        ({"unit": "VND"}, "VND is not what items are counted in"),
        ({"metric": "agencies_enacted"}, "nothing counts yet"),
    ],
)
def test_what_is_not_measurable_here(
    catalogue: Catalogue, target: dict[str, Any], reason: str
) -> None:
    """A target that counting items cannot measure says why, and claims nothing."""
    filled(catalogue, 3, 10, targets=[TARGET | target])
    found = only(catalogue, D(2024, 6, 1))
    assert (found.state, found.reached) == (TargetState.NOT_MEASURABLE, None)
    assert reason in found.reason


def test_without_a_start_there_is_no_course(catalogue: Catalogue) -> None:
    """A programme that says no start is measured when it is met or due, not before."""
    filled(catalogue, 3, 10, starts=None)
    found = only(catalogue, D(2024, 6, 1))
    assert (found.state, found.expected) == (TargetState.NOT_MEASURABLE, None)
    assert found.reached == 30
    assert only(catalogue, D(2025, 1, 1)).state is TargetState.BEHIND


def test_targets_do_not_depend_on_what_is_asked(catalogue: Catalogue) -> None:
    """Whatever is counted as reached, of one kind or one agency, the targets stand as they do."""
    filled(catalogue, 3, 10)
    day = D(2024, 6, 1)
    whole = only(catalogue, day)
    for how in ({"reached": "approved"}, {"subject": "procedure"}, {"agency": "Bộ Tư pháp"},
                {"since": D(2024, 3, 1)}, {"of": "planned", "by": "agency"}):  # fmt: skip
        assert only(catalogue, day, **how) == whole


def test_a_frozen_baseline_is_what_targets_are_of(catalogue: Catalogue) -> None:
    """Where the programme froze its number of items, shares are of that."""
    filled(catalogue, 3, 10, baseline={"on": "2023-06-01", "items": 20})
    assert only(catalogue, D(2024, 6, 1)).reached == 15
    assert only(catalogue, D(2023, 1, 2)).reached == 0


def test_goals_in_words_are_counted_by_agency(catalogue: Catalogue) -> None:
    """A sentence alone is kept as a goal and counted; names that differ in case are one agency."""
    goals = [
        "Tăng cường kỷ luật", {"words": "Giảm mạnh", "agency": "Bộ Tư pháp"},
        {"words": "Nâng cao", "agency": "bộ tư pháp"}, {"words": "x", "agency": "UBND cấp xã"},
    ]  # fmt: skip
    filled(catalogue, 0, 0, goals=goals)
    found = {goal.agency: goal.words for goal in catalogue.progress(PROGRAMME).goals}
    assert found == {
        "–": ("Tăng cường kỷ luật",), "Bộ Tư pháp": ("Giảm mạnh", "Nâng cao"),
        "UBND cấp xã": ("x",),
    }  # fmt: skip


@given(st.integers(0, 12), st.integers(0, 500))
def test_more_never_stands_worse(enacted: int, days: int) -> None:
    """On any day, with one item more enacted a target never stands worse."""
    order = [TargetState.BEHIND, TargetState.ON_COURSE, TargetState.MET]
    day = date.fromordinal(START.toordinal() + 1 + days)
    states = []
    for count in (enacted, enacted + 1):
        with memory() as catalogue:
            filled(catalogue, count, 13)
            states.append(order.index(only(catalogue, day).state))
    assert states[0] <= states[1]
