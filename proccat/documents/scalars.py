"""The simple types of fields: words, codes, days, exact numbers, lists that are not empty.

Each says in its message what would be right; none changes what came.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from proccat import text as texts

T = TypeVar("T")


def is_clean(value: str) -> bool:
    """Whether a text holds no character that is refused everywhere."""
    try:
        texts.refuse_controls(value)
    except ValueError:
        return False
    return True


def _written(value: str) -> str:
    if not value or value.isspace():
        raise ValueError("is blank: leave the field out if it is unknown")
    return texts.refuse_controls(value)


def _no_hidden(value: str) -> str:
    hidden = next((mark for mark in value if mark in texts.ZERO_WIDTH), None)
    if hidden is not None:
        raise ValueError(f"holds the invisible character U+{ord(hidden):04X}: type it again")
    return value


Text = Annotated[str, AfterValidator(_written)]
"""Words kept as they came (NFC is a key beside them, never in their place)."""

Code = Annotated[
    str,
    Field(max_length=64),
    AfterValidator(_written),
    AfterValidator(_no_hidden),
]
"""A short identifier of somebody else's register, kept as it came."""

Key = Annotated[
    str,
    Field(pattern=r"^\S+$", max_length=240),
    AfterValidator(texts.refuse_controls),
    AfterValidator(_no_hidden),
]
"""An identifier without blanks, such as ``68/NQ-CP/2020``."""

Unit = Annotated[
    str,
    Field(min_length=1, max_length=40),
    AfterValidator(_written),
    AfterValidator(_no_hidden),
]
"""What a quantity is counted in."""

Slug = Annotated[str, Field(max_length=120, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""A key of our own: lower-case letters, digits and single hyphens."""


def day(value: object) -> date:
    """A calendar day from a date or from ISO text; nothing else is guessed.

    Raises:
        ValueError: a time of day, a number or another notation.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value} is no day of the calendar") from None
    raise ValueError(f"{value!r} is no day: write it as 2024-01-31")


Day = Annotated[date, BeforeValidator(day), WithJsonSchema({"type": "string", "format": "date"})]
"""A calendar day in Viet Nam."""

_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,6})?")


def number(value: object) -> Decimal:
    """An exact number from a Decimal, a whole number, a finite float or plain digits.

    Raises:
        ValueError: anything else; thousands marks are for readers to take away.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    small = not isinstance(value, Decimal) or (value.is_finite() and abs(value.adjusted()) < 30)
    if isinstance(value, (str, int, float, Decimal)) and not isinstance(value, bool) and small:
        written = format(value, "f") if isinstance(value, Decimal) else str(value)
        if _NUMBER.fullmatch(written):
            return Decimal(written)
    raise ValueError(f"{value!r} is no number: write plain digits such as 20000 or 0.5")


Number = Annotated[
    Decimal,
    BeforeValidator(number),
    WithJsonSchema({"type": ["string", "number"], "pattern": _NUMBER.pattern}),
]
"""An exact number (money, quantities); written as text in JSON so that nothing is rounded."""

_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")


def refuse_thousands(value: Decimal) -> Decimal:
    """The same number, unless it may be thousands written with a dot (*dấu chấm phân cách*).

    Raises:
        ValueError: one to three digits, a dot, three digits: 20.000 is twenty thousand in Viet Nam.
    """
    written = str(value)
    if _THOUSANDS.fullmatch(written):
        raise ValueError(
            f"{written} may be thousands written with a dot; write plain digits, "
            f"{written.replace('.', '')}, or {written}0 if it is a fraction"
        )
    return value


Count = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
"""A number of pieces."""


def _not_empty(value: object) -> object:
    if isinstance(value, (list, tuple, set, frozenset)) and not value:
        raise ValueError(
            "is an empty list: leave it out if unknown, or say that there are none with "
            '{"stated": "none", "words": "Không"} (Stated.none("Không"))'
        )
    return value


Several = Annotated[tuple[T, ...], BeforeValidator(_not_empty)]
"""One or more values, in the order they came; an empty list is refused with a hint."""
