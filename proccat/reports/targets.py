"""Targets and goals (*mục tiêu định lượng, định tính*) beside what was reached, at a date.

What is expected on a day lies on a straight line from the start of the programme (0) to the due
day of the target (its value). A target that cannot be measured by counting items says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

import attrs

from proccat.documents import Programme, Target
from proccat.lifecycle import SIMPLIFICATION
from proccat.reports.agencies import folded
from proccat.reports.counting import UNSAID, frozen, height, percentage
from proccat.view import ItemGroup

_CENT = Decimal("0.01")
_APPROVED = height("approved")
_METRICS = {
    f"{what}_{key}": (what, status.rank)
    for key, status in SIMPLIFICATION.statuses.items()
    if status.rank is not None
    for what in ("items", "agencies")
}
"""Metric → what is counted and the rank that it must have come to."""

_PIECES = frozenset(map(folded, (
    "items", "item", "agencies", "nội dung", "thủ tục", "quy định", "nhiệm vụ", "cơ quan", "bộ",
    "địa phương",
)))  # fmt: skip
"""Units that mean a number of pieces; beside them there is the share in %."""


class TargetState(StrEnum):
    """How a target stands (*tình hình thực hiện mục tiêu*)."""

    MET = "met"  # đạt
    ON_COURSE = "on_course"  # đúng tiến độ
    BEHIND = "behind"  # chậm tiến độ
    NOT_MEASURABLE = "not_measurable"  # chưa đo được


@attrs.frozen
class TargetRow:
    """A target and what was reached of it (*kết quả thực hiện mục tiêu*).

    Attributes:
        programme: id of the programme.
        target: the target.
        reached: what was reached, in the unit of the target; None where it is not measured.
        expected: what the straight course asks for on the day; None without a start.
        state: met, on course, behind, or not measurable here.
        reason: why it is not measurable; empty if it is.
    """

    programme: str
    target: Target
    reached: Decimal | None
    expected: Decimal | None
    state: TargetState
    reason: str = ""


@attrs.frozen
class GoalRow:
    """Goals in words alone (*mục tiêu định tính*) of one agency: kept and counted, not measured.

    Attributes:
        agency: whose goals they are; "–" for the whole programme.
        words: the goals.
    """

    agency: str
    words: tuple[str, ...]


Row = Callable[[str, str], str]
"""The row of an agency's name: words and the day they were written."""


def targets(
    programme: Programme,
    groups: Sequence[tuple[ItemGroup, str]],
    day: date,
    written: str,
    row: Row,
) -> tuple[TargetRow, ...]:
    """The targets of a programme beside what was reached by a day.

    Args:
        programme: the programme.
        groups: all its items, each group with the row of its lead agency.
        day: the day.
        written: the first day of the programme's text, as ISO text.
        row: how rows of agencies are named.
    """
    start = programme.starts or (programme.document.signed_on if programme.document else None)
    found = []
    for target in programme.targets or ():
        reached, reason = _measured(target, programme, groups, day, written, row)
        expected = _expected(target, start, day)
        state = TargetState.NOT_MEASURABLE
        if reached is not None:
            state, reason = _state(target, reached, expected, day)
        found.append(TargetRow(programme.id, target, reached, expected, state, reason))
    return tuple(found)


def goals(programmes: Sequence[tuple[Programme, str]], row: Row) -> tuple[GoalRow, ...]:
    """The goals in words of programmes, by agency.

    Args:
        programmes: each with the first day of its text, as ISO text.
        row: how rows of agencies are named.
    """
    by_agency: dict[str, list[str]] = {}
    for programme, written in programmes:
        for goal in programme.goals or ():
            agency = row(goal.agency.name, written) if goal.agency else UNSAID
            by_agency.setdefault(agency, []).append(goal.words)
    return tuple(GoalRow(agency, tuple(words)) for agency, words in sorted(by_agency.items()))


def _measured(
    target: Target,
    programme: Programme,
    groups: Sequence[tuple[ItemGroup, str]],
    day: date,
    written: str,
    row: Row,
) -> tuple[Decimal | None, str]:
    """What was reached in the target's unit, else why it is not measured."""
    if target.metric not in _METRICS:
        return None, f"{target.metric} is not counted over items"
    what, rank = _METRICS[target.metric]
    share = target.unit == "%"
    if not share and folded(target.unit) not in _PIECES:
        return None, f"{target.unit} is not what items are counted in"
    whose = row(target.agency.name, written) if target.agency else None
    mine = [(group, lead) for group, lead in groups if whose in (None, lead)]
    if what == "agencies":
        obliged = {row(each.agency.name, written) for each in programme.obliged or ()}
        obliged &= obliged if whose is None else {whose}
        done = len({lead for group, lead in mine if height(group.status) >= rank} & obliged)
        whole = len(obliged)
    else:
        done = sum(group.items for group, _ in mine if height(group.status) >= rank)
        fixed = frozen(programme, day) if whose is None else None
        ever = sum(group.items for group, _ in mine if group.highest >= _APPROVED)
        whole = ever if fixed is None else fixed
    if not share:
        return Decimal(done), ""
    reached = percentage(done, whole)
    return reached, "" if reached is not None else "nothing counts yet: there is no share of it"


def _expected(target: Target, start: date | None, day: date) -> Decimal | None:
    """Where the straight course from the start to the due day is on a day."""
    if day >= target.due:
        return target.value
    if start is None or start >= target.due:
        return None
    gone = Decimal(max(0, (day - start).days)) / (target.due - start).days
    return (target.value * gone).quantize(_CENT, ROUND_HALF_UP)


def _state(
    target: Target, reached: Decimal, expected: Decimal | None, day: date
) -> tuple[TargetState, str]:
    if reached >= target.value:
        return TargetState.MET, ""
    if expected is None:
        return TargetState.NOT_MEASURABLE, "the programme says no start: there is no course yet"
    on_course = reached >= expected and day <= target.due
    return TargetState.ON_COURSE if on_course else TargetState.BEHIND, ""
