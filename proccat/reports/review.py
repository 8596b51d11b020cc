"""Which procedures to review first (*lựa chọn thủ tục để rà soát*), each factor shown.

A factor gives a procedure points in proportion to the highest value that any procedure has; what is
not known gives none and is named. The weights are a table, not a rule of law.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from math import floor
from types import MappingProxyType
from typing import Final

import attrs

from proccat.documents import Feedback, values
from proccat.documents.procedure import OnlineLevel
from proccat.errors import InvalidDocumentError
from proccat.lean import LeanCosted
from proccat.lifecycle import Handling, Publication
from proccat.reports.agencies import Asked
from proccat.reports.burden import days_of
from proccat.reports.counting import UNSAID
from proccat.reports.reckoning import yearly
from proccat.view import View

_ZERO: Final = Fraction(0)
_DIGITS: Final = Context(prec=400)  # so that no amount of money is rounded

WEIGHTS: Final[Mapping[str, int]] = MappingProxyType(
    {"feedback": 40, "cost": 30, "time": 20, "online": 10}
)
"""The points that the highest value of each factor gives."""

FACTORS: Final[Mapping[str, str]] = MappingProxyType({
    "feedback": "số phản ánh, kiến nghị",
    "cost": "chi phí tuân thủ một năm (đồng)",
    "time": "thời hạn giải quyết dài nhất (ngày lịch)",
    "online": "phần chưa trực tuyến (%)",
})  # fmt: skip
"""The factors by their official terms, with their units."""

_OFFLINE: Final[Mapping[str, int]] = {
    OnlineLevel.FULL: 0,
    OnlineLevel.PARTIAL: 50,
    OnlineLevel.INFORMATION: 100,
}
_COUNTED: Final = frozenset(
    {Handling.RECEIVED, Handling.STUDIED, Handling.DECIDED, Handling.PUBLISHED}
)
_GONE: Final = (Publication.ABOLISHED, Publication.REPLACED)


@attrs.frozen
class Factor:
    """One reason to review a procedure (*tiêu chí*), with what it gives.

    Attributes:
        name: a key of :data:`FACTORS`.
        value: the value, rounded to hundredths to be shown; None if it is not known.
        points: what it gives, to hundredths.
    """

    name: str
    value: Decimal | None
    points: Decimal


@attrs.frozen
class Candidate:
    """A procedure to review (*thủ tục đề nghị rà soát*).

    Attributes:
        subject: ``kind:key``.
        title: what a person calls it.
        agency: who announced it, as the text names it.
        score: the sum of the points.
        factors: one by one.
    """

    subject: str
    title: str
    agency: str
    score: Decimal
    factors: tuple[Factor, ...]


@attrs.frozen
class Review:
    """The ranking of procedures to review on a day (*danh sách đề nghị rà soát*).

    Attributes:
        effective: the day.
        candidates: the first of them, the highest score first.
        of: how many procedures were ranked.
        unknown: by factor, of how many procedures its value is not known.
    """

    effective: date
    candidates: tuple[Candidate, ...]
    of: int
    unknown: Mapping[str, int]


_Value = int | Decimal | Fraction
_Row = tuple[str, str, str, tuple[_Value | None, ...]]


def review(
    view: View,
    *,
    limit: int = 20,
    agency: str | None = None,
    hourly: Decimal | None = None,
    weights: Mapping[str, int] = WEIGHTS,
) -> Review:
    """Which procedures to review first (*xếp hạng thủ tục cần rà soát*), at a date.

    Feedback that was refused, forwarded to others or found groundless does not count; nor do
    procedures that are abolished or replaced.

    Args:
        view: the catalogue or a snapshot of it.
        limit: how many to show.
        agency: rank only procedures that this agency announced: as they name it, or an alias or
            code of it.
        hourly: average income per hour for costs that give none, in đồng.
        weights: the points of each factor.

    Raises:
        InvalidDocumentError: an unknown factor, a negative weight, or a limit below 1.
        UnknownAgencyError: no procedure and no register knows such an agency.
    """
    if limit < 1 or not weights.keys() <= FACTORS.keys() or min(weights.values(), default=0) < 0:
        raise InvalidDocumentError(
            f"limit is 1 or more; weights are not negative, of {', '.join(FACTORS)}"
        )
    names = tuple(name for name in FACTORS if name in weights)
    told = _feedback(view)
    asked = Asked(view, agency)
    rows: list[_Row] = []
    for subject, _, _, _, status, *_, text in view.texts(LeanCosted):
        if status in _GONE:
            continue
        announcing = text.announcing.name if text.announcing else UNSAID
        if asked.holds(announcing):
            rows.append(
                (subject, text.name, announcing, _values(text, told[subject], hourly, names))
            )
    asked.confirm()
    columns = [[row[3][n] for row in rows] for n in range(len(names))]
    highest = [max((value or 0 for value in column), default=0) for column in columns]
    scales = [
        Fraction(weights[name]) / Fraction(top) if top else _ZERO
        for name, top in zip(names, highest, strict=True)
    ]
    unknown = {name: column.count(None) for name, column in zip(names, columns, strict=True)}
    first = _first(rows, columns, scales, limit)
    chosen = tuple(_candidate(row, names, scales) for row in first)
    return Review(view.effective, chosen, len(rows), unknown)


def _feedback(view: View) -> Counter[str]:
    """By subject, how much feedback about it counts; a code may be one it had before."""
    standing, codes = dict(view.standings("feedback")), view.codes()
    return Counter(
        codes.get(code, code)
        for record in view.records("feedback")
        if isinstance(record.document, Feedback)
        and standing.get(record.document.subject, Handling.RECEIVED) in _COUNTED
        for code in record.document.about or ()
    )


def _values(
    text: LeanCosted, told: int, hourly: Decimal | None, names: Sequence[str]
) -> tuple[_Value | None, ...]:
    """The factors of a procedure by name; time in calendar days, what is not online in per cent."""
    longest: Fraction | None = None
    for manner in values(text.manners):
        limit = manner.limit
        if limit is not None and limit.quantity is not None:
            days = days_of(limit.quantity, limit.unit)
            longest = days if longest is None or days > longest else longest
    found: dict[str, _Value | None] = {
        "feedback": told,
        "cost": yearly(text.costs, text=text, hourly=hourly) if text.costs else None,
        "time": longest,
        "online": None if text.online is None else _OFFLINE[text.online],
    }
    return tuple([found[name] for name in names])


def _first(
    rows: Sequence[_Row],
    columns: Sequence[Sequence[_Value | None]],
    scales: Sequence[Fraction],
    limit: int,
) -> list[_Row]:
    """The rows with the highest scores, those with equal ones by subject.

    Scores are exact. Only rows are reckoned exactly that may be among the first: a score in
    floating point is off by far less than a millionth of the highest there is.
    """
    points = [
        [float(value) * scale if value else 0.0 for value in column]
        for column, scale in zip(columns, map(float, scales), strict=True)
    ]
    about = [sum(each) for each in zip(*points, strict=True)] or [0.0] * len(rows)
    least = sorted(about, reverse=True)[: limit + 1][-1] if rows else 0.0
    margin = max(about, default=0.0) / 1_000_000
    near = [row for row, score in zip(rows, about, strict=True) if score >= least - margin]
    return sorted(near, key=lambda row: (-_score(row, scales), row[0]))[:limit]


def _score(row: _Row, scales: Sequence[Fraction]) -> Fraction:
    return sum((Fraction(v) * s for v, s in zip(row[3], scales, strict=True) if v), _ZERO)


def _candidate(row: _Row, names: tuple[str, ...], scales: list[Fraction]) -> Candidate:
    subject, title, agency, found = row
    factors = tuple(
        Factor(
            name,
            None if value is None else _shown(Fraction(value)),
            _shown(Fraction(value or 0) * scale),
        )
        for name, value, scale in zip(names, found, scales, strict=True)
    )
    return Candidate(subject, title, agency, _shown(_score(row, scales)), factors)


def _shown(value: Fraction) -> Decimal:
    """A value to hundredths, half up."""
    return Decimal(floor(value * 100 + Fraction(1, 2))).scaleb(-2, _DIGITS)
