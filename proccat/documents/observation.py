"""Observations (*số liệu thống kê*): an indicator's value as a source states it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from proccat import text as texts
from proccat.documents.agency import AgencyRef, Level
from proccat.documents.base import Document, Model, Shorthand, warning
from proccat.documents.legal import DocumentRef
from proccat.documents.scalars import Day, Key, Number, Slug, Text, Unit, refuse_thousands
from proccat.errors import Problem

SHARE = "%"
"""The unit of a share; only shares change by percentage points."""

_CENT = Decimal("0.01")


class Qualifier(StrEnum):
    """What a source says beside a number (*từ chỉ mức độ*)."""

    OVER = "over"  # trên, hơn
    UNDER = "under"  # dưới, chưa đến
    ABOUT = "about"  # khoảng


class ChangeUnit(StrEnum):
    """What a change is counted in (*đơn vị của mức tăng, giảm*); the two are never mixed."""

    POINTS = "points"  # điểm phần trăm
    RELATIVE = "relative"  # phần trăm so với giá trị trước


class Period(Shorthand):
    """The stretch that a number is about (*kỳ số liệu*): data, not a calendar quarter.

    A plain string is the words of a source that gives no days.

    Attributes:
        starts: first day.
        ends: last day, the cut-off day.
        words: the words of the source, ``"10 tháng đầu năm 2023"``.
    """

    main: ClassVar[str] = "words"

    starts: Day | None = None
    ends: Day | None = None
    words: Text | None = None

    @model_validator(mode="after")
    def _said(self) -> Self:
        if self.starts is None and self.ends is None and self.words is None:
            raise ValueError("says nothing: give starts and ends, or words")
        if self.starts and self.ends and self.ends < self.starts:
            raise ValueError(f"ends {self.ends} is before starts {self.starts}")
        return self


class StatedChange(Model):
    """A change as the source states it (*mức tăng, giảm được công bố*).

    Attributes:
        kind: in percentage points or relative to the earlier value, in per cent.
        value: how much; below zero for a fall.
        against: the period compared with; None where the source does not say.
    """

    kind: ChangeUnit
    value: Number
    against: Period | None = None

    def base(self, value: Decimal) -> Decimal | None:
        """The earlier value that the change leads from, two digits, half up; None of nothing."""
        if self.kind is ChangeUnit.POINTS:
            return value - self.value
        factor = 1 + self.value / 100
        return (value / factor).quantize(_CENT, ROUND_HALF_UP) if factor > 0 else None


class Observation(Document):
    """The value of an indicator (*chỉ tiêu, số liệu*) as a source states it, with its own date.

    Attributes:
        id: its key; ``indicator/agency or level/last day``, unless given.
        indicator: key of the indicator, the same for all its values.
        name: what the indicator is called.
        definition: how it is counted.
        unit: ``"%"``, ``"thẻ"``, ``"hồ sơ"`` …
        level: the level of government it is about; without agency and level it is the country's.
        agency: the agency it is about.
        period: the stretch it is about, as far as the source says.
        as_of: the day on which it held.
        value: the number as published; None if unknown.
        numerator: what a share or rate is computed from: the part.
        denominator: the whole.
        qualifier: "over", "under", "about".
        change: the change as the source states it.
        source: the document or the words of the source.
        note: anything else.
    """

    kind: Literal["observation"] = "observation"
    id: Key | Literal[""] = ""
    indicator: Slug
    name: Text | None = None
    definition: Text | None = None
    unit: Unit
    level: Level | None = None
    agency: AgencyRef | None = None
    period: Period | None = None
    as_of: Day
    value: Number | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    qualifier: Qualifier | None = None
    change: StatedChange | None = None
    source: DocumentRef | None = None
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: Any) -> Any:
        if isinstance(data, dict) and not data.get("id"):
            data = data | {"id": "/".join(filter(None, _key_parts(data)))}
        return data

    @model_validator(mode="after")
    def _plain_digits(self) -> Self:
        counted = {"numerator": self.numerator, "denominator": self.denominator}
        if self.unit != SHARE:
            counted["value"] = self.value
        for name, number in counted.items():
            if number is not None:
                try:
                    refuse_thousands(number)
                except ValueError as error:
                    raise ValueError(f"{name}: {error}") from None
        return self

    @model_validator(mode="after")
    def _points_of_shares(self) -> Self:
        if self.change and self.change.kind is ChangeUnit.POINTS and self.unit != SHARE:
            raise ValueError(
                f"change: points are of a share in %, not of {self.unit}; say relative"
            )
        return self

    @property
    def key(self) -> str:
        return self.id

    @property
    def title(self) -> str:
        return self.name or self.indicator

    @property
    def own_date(self) -> date | None:
        return self.as_of

    @property
    def amount(self) -> Decimal | None:
        """The value as published, else computed from its parts (*giá trị*); None if unknown."""
        return self.value if self.value is not None else self.rate

    @property
    def rate(self) -> Decimal | None:
        """Numerator by denominator, of a share in per cent; two digits, half up."""
        if self.numerator is None or not self.denominator:
            return None
        whole = self.numerator / self.denominator
        return (whole * 100 if self.unit == SHARE else whole).quantize(_CENT, ROUND_HALF_UP)

    @property
    def base(self) -> Decimal | None:
        """The earlier value that follows from value and stated change (*giá trị gốc*)."""
        amount = self.amount
        return self.change.base(amount) if self.change and amount is not None else None

    def warnings(self) -> Iterator[Problem]:
        if self.amount is None:
            yield warning("$.value", "no value is given, and none can be computed")
        if self.denominator == 0:
            yield warning("$.denominator", "is 0: there is nothing to take a share of")
        if self.value is not None and (rate := self.rate) is not None:
            exponent = min(0, int(self.value.normalize().as_tuple().exponent))
            digits = Decimal(1).scaleb(max(-2, exponent))
            if rate.quantize(digits, ROUND_HALF_UP) != self.value.quantize(digits, ROUND_HALF_UP):
                yield warning("$.value", f"{self.value} is not what its parts give: {rate}")
        if self.period and self.period.ends and self.period.ends > self.as_of:
            yield warning("$.as_of", "is before its period ends")


def _key_parts(data: dict[str, Any]) -> Iterator[str]:
    """Indicator, whose, last day: from data that may not be valid yet."""
    yield str(data.get("indicator", ""))
    agency = data.get("agency")
    name = agency.get("name") if isinstance(agency, dict) else getattr(agency, "name", agency)
    yield texts.slug(str(name)) if name else str(data.get("level") or "")
    period = data.get("period")
    ends = period.get("ends") if isinstance(period, dict) else getattr(period, "ends", None)
    yield str(ends or data.get("as_of") or "")
