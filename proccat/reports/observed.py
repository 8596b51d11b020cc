"""Observations in reports (*số liệu trong báo cáo*): the latest, a year before, the change.

A change is in percentage points or relative, never one made out of the other: taken from the
recorded values of both periods, else as the source stated it. What a source qualifies ("over",
"about") is not reckoned with: the difference of such values would look exact and be nobody's word.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Final

import attrs

from proccat.documents import Observation
from proccat.documents.observation import SHARE, ChangeUnit
from proccat.errors import Problem
from proccat.reports.agencies import folded
from proccat.view import View

_CENT = Decimal("0.01")

PARTS: Final[Mapping[str, str]] = MappingProxyType({
    "received": "ho-so-tiep-nhan",
    "online": "ho-so-tiep-nhan-truc-tuyen",
    "direct": "ho-so-tiep-nhan-truc-tiep-buu-chinh",
    "carried": "ho-so-ky-truoc-chuyen-sang",
    "done": "ho-so-da-giai-quyet",
    "early": "ho-so-giai-quyet-truoc-han",
    "on_time": "ho-so-giai-quyet-dung-han",
    "late": "ho-so-giai-quyet-qua-han",
    "in_progress": "ho-so-dang-giai-quyet",
})  # fmt: skip
"""The columns of form 06 (*biểu số 06/VPCP/KSTT*) and the indicators that hold them."""

IDENTITIES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("received", ("online", "direct", "carried")),
    ("received", ("done", "in_progress")),
    ("done", ("early", "on_time", "late")),
)
"""What must add up in form 06: a whole and its parts."""


@attrs.frozen
class ObservedChange:
    """How a value moved (*mức tăng, giảm*).

    Attributes:
        kind: in percentage points, or relative in per cent.
        value: how much; below zero for a fall.
        base: the earlier value: recorded, or computed from the stated change; None if unknown, or
            if the value it would follow from has a qualifier.
        stated: whether the source states the change; else it is computed from both values.
        on_year: whether it is on the same period of last year; False for a stated change whose
            source names another period, or none by its days.
    """

    kind: ChangeUnit
    value: Decimal
    base: Decimal | None
    stated: bool
    on_year: bool


def latest(
    view: View, indicator: str, *, level: str | None = None, agency: str | None = None
) -> Observation | None:
    """The latest value of an indicator (*số liệu mới nhất*) not after the view's day.

    Args:
        view: the catalogue or a snapshot of it.
        indicator: key of the indicator.
        level: the level it is about; with neither level nor agency, the country's.
        agency: the agency it is about, in the words of the source, tones and case aside.
    """
    whose = (level, folded(agency) if agency else None)
    found = [each for each in observations(view, indicator) if _whose(each) == whose]
    return max(found, key=lambda each: (each.as_of, each.key), default=None)


def observations(view: View, indicator: str | None = None) -> Iterator[Observation]:
    """The values that stand and held by the view's day, those of one indicator if it is given."""
    for record in view.records("observation"):
        found = record.document
        if (
            isinstance(found, Observation)
            and indicator in (None, found.indicator)
            and found.as_of <= view.effective
        ):
            yield found


def year_before(view: View, observation: Observation) -> Observation | None:
    """The value of the same period of last year (*cùng kỳ năm trước*), in the same unit.

    Args:
        view: the catalogue or a snapshot of it.
        observation: the value of this year.

    Returns:
        The latest that is recorded, with or without a qualifier; None where none is.
    """
    wanted = _stretch(observation, years=1)
    found = [
        each
        for each in observations(view, observation.indicator)
        if each.unit == observation.unit
        and _whose(each) == _whose(observation)
        and _stretch(each) == wanted
    ]
    return max(found, key=lambda each: (each.as_of, each.key), default=None)


def change(
    view: View, observation: Observation, kind: ChangeUnit | str | None = None
) -> ObservedChange | None:
    """How a value moved on the same period of last year (*so với cùng kỳ năm trước*).

    Args:
        view: the catalogue or a snapshot of it.
        observation: the value.
        kind: ``"points"`` or ``"relative"``; as the source states it if absent, else points for
            shares and relative for everything else.

    Returns:
        Computed from the values of both periods where they are recorded in one unit and neither
        has a qualifier, else as stated; None where neither is there in that unit: points are never
        made out of a relative change.

    Raises:
        ValueError: ``kind`` is no unit of a change.
    """
    stated = observation.change
    natural = ChangeUnit.POINTS if observation.unit == SHARE else ChangeUnit.RELATIVE
    unit = ChangeUnit(kind) if kind else stated.kind if stated else natural
    now, before = _exact(observation), _exact(year_before(view, observation))
    if now is not None and before is not None:
        if unit is ChangeUnit.POINTS and observation.unit == SHARE:
            return ObservedChange(unit, now - before, before, stated=False, on_year=True)
        if unit is ChangeUnit.RELATIVE and before > 0:
            moved = (100 * (now - before) / before).quantize(_CENT, ROUND_HALF_UP)
            return ObservedChange(unit, moved, before, stated=False, on_year=True)
    if stated is not None and stated.kind is unit:
        base, against = observation.base if now is not None else None, stated.against
        on_year = against is not None and (
            (against.starts, against.ends) == _stretch(observation, years=1)
        )
        return ObservedChange(unit, stated.value, base, stated=True, on_year=on_year)
    return None


def form_06(found: Iterable[Observation], *, on: date | None = None) -> tuple[Problem, ...]:
    """What does not add up in form 06 (*biểu số 06*), for each agency and period.

    Received = online + direct or post + carried over = done + in progress; done = early + on time
    + late. What lacks a part cannot be checked and is a warning. Of a period that was reported more
    than once the latest state is checked; what it lacks is not taken from an earlier one.

    Args:
        found: observations; those of other indicators are passed over.
        on: only what held by that day; None for all.
    """
    columns = {indicator: column for column, indicator in PARTS.items()}
    forms: dict[tuple[object, ...], tuple[date, dict[str, Decimal]]] = {}
    for each in sorted(found, key=lambda each: (each.as_of, each.key)):
        if on is not None and each.as_of > on:
            break
        if each.indicator in columns and each.amount is not None:
            place = (*_whose(each), *_stretch(each))
            state, values = forms.get(place, (None, {}))
            if state != each.as_of:
                values = {}
            values[columns[each.indicator]] = each.amount
            forms[place] = (each.as_of, values)
    problems: list[Problem] = []
    for form, (_, values) in forms.items():
        where = " · ".join(str(part) for part in form if part is not None)
        problems += [
            problem
            for whole, parts in IDENTITIES
            if (problem := _added(where, whole, parts, values)) is not None
        ]
    return tuple(problems)


def _added(
    where: str, whole: str, parts: tuple[str, ...], values: Mapping[str, Decimal]
) -> Problem | None:
    named = f"{whole} = {' + '.join(parts)}"
    missing = [column for column in (whole, *parts) if column not in values]
    if len(missing) > len(parts):
        return None
    if missing:
        return Problem(
            where, whole, f"{named} cannot be checked without {', '.join(missing)}", "warning"
        )
    total = sum((values[part] for part in parts), Decimal(0))
    if total == values[whole]:
        return None
    return Problem(where, whole, f"{named} does not hold: {values[whole]} is not {total}")


def _exact(observation: Observation | None) -> Decimal | None:
    """The value, unless it is unknown or the source says "over", "under" or "about"."""
    return observation.amount if observation and observation.qualifier is None else None


def _whose(observation: Observation) -> tuple[str | None, str | None]:
    agency = observation.agency
    level = observation.level.value if observation.level and agency is None else None
    return level, folded(agency.name) if agency else None


def _stretch(observation: Observation, years: int = 0) -> tuple[date | None, date | None]:
    """First and last day of what a value is about, so many years before; its own day if unsaid."""
    period = observation.period
    starts, ends = (period.starts, period.ends) if period else (None, None)
    if starts is None and ends is None:
        ends = observation.as_of
    return _back(starts, years), _back(ends, years)


def _back(day: date | None, years: int) -> date | None:
    """The same day so many years before; the end of a month stays the end of that month."""
    if day is None or not years:
        return day
    year, last = day.year - years, (day + timedelta(days=1)).day == 1
    length = calendar.monthrange(year, day.month)[1]
    return date(year, day.month, length if last else min(day.day, length))
