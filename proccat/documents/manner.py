"""Manners of performance (*cách thức thực hiện*): channels, time limits, fees and charges."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from proccat.documents.agency import Level
from proccat.documents.base import Maybe, Model, Shorthand
from proccat.documents.scalars import Number, Several, Text


class Channel(StrEnum):
    """A way to hand in (*hình thức nộp*)."""

    DIRECT = "direct"  # trực tiếp
    ONLINE = "online"  # trực tuyến
    POSTAL = "postal"  # bưu chính


class TimeUnit(StrEnum):
    """The unit of a time limit (*đơn vị thời hạn*)."""

    HOUR = "hour"  # giờ
    WORKING_HOUR = "working_hour"  # giờ làm việc
    DAY = "day"  # ngày
    WORKING_DAY = "working_day"  # ngày làm việc
    MONTH = "month"  # tháng
    YEAR = "year"  # năm


class FeeKind(StrEnum):
    """Fee or charge: two things in law (*phí, lệ phí*)."""

    FEE = "fee"  # phí
    CHARGE = "charge"  # lệ phí


class TimeLimit(Shorthand):
    """A time limit (*thời hạn giải quyết*): a quantity with its unit, or the rule in words.

    Attributes:
        quantity: how many units; None where the source gives only words.
        unit: the unit, always beside a quantity.
        words: the words of the source, kept also beside a quantity.
    """

    main: ClassVar[str] = "words"

    quantity: Number | None = None
    unit: TimeUnit | None = None
    words: Text | None = None

    @model_validator(mode="after")
    def _said(self) -> Self:
        if (self.quantity is None) != (self.unit is None):
            raise ValueError("quantity and unit belong together; keep a rule in words in 'words'")
        if self.quantity is None and self.words is None:
            raise ValueError("needs quantity and unit, or words")
        return self


class Fee(Shorthand):
    """A fee or charge (*phí, lệ phí*): an exact amount, or the rule in words.

    Attributes:
        kind: fee or charge, None where the source does not tell.
        amount: exact, in ``currency``.
        currency: ISO 4217, VND unless said otherwise.
        words: the words of the source.
    """

    main: ClassVar[str] = "words"

    kind: FeeKind | None = None
    amount: Number | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "VND"
    words: Text | None = None

    @model_validator(mode="after")
    def _said(self) -> Self:
        if self.amount is None and self.words is None:
            raise ValueError("needs an amount or words")
        if self.amount is not None and self.amount < 0:
            raise ValueError("an amount is not negative")
        written = str(self.amount)
        if self.currency == "VND" and written[-4:-3] == ".":
            raise ValueError(
                f"{written} may be thousands written with a dot; write plain digits, "
                f"{written.replace('.', '')}"
            )
        return self


class Manner(Model):
    """A manner of performance (*cách thức thực hiện*): channel, time limit, fees.

    Attributes:
        channel: how the dossier is handed in.
        limit: the time limit.
        fees: fees and charges; *stated none* is free of charge, None is unknown.
        description: further words.
        level: the level this row holds for, where levels differ.
        case: the case this row holds for, where cases differ.
    """

    channel: Channel | None = None
    limit: Maybe[TimeLimit] = None
    fees: Maybe[Several[Fee]] = None
    description: Text | None = None
    level: Level | None = None
    case: Text | None = None
