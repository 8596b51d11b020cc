"""JSON read strictly: what other parsers let pass or round is a fault with its path.

Duplicate keys, NaN, numbers that no register holds, lone surrogates and depth beyond any document
are refused; fractions come as exact decimals.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import attrs

LONGEST_NUMBER: Final = 40
"""A longer number, or one with a larger exponent, is a slip or an attack."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@attrs.frozen
class Fault:
    """What is wrong at a place (*lỗi cú pháp dữ liệu*)."""

    path: str
    message: str


@attrs.frozen
class _Refused:
    """Stands in the data where a value was refused, so that its path can be told."""

    message: str


def parse(text: str) -> tuple[Any, tuple[Fault, ...]]:
    """The data in a JSON text (*văn bản JSON*) and the faults found in it.

    Raises:
        ValueError: the text is no JSON at all; the message tells line and column.
    """
    refused: list[_Refused] = []
    try:
        data = json.loads(
            text,
            object_pairs_hook=lambda pairs: _object(pairs, refused),
            parse_float=lambda written: _number(written, refused),
            parse_int=lambda written: _number(written, refused),
            parse_constant=lambda written: _refuse(f"{written} is no number of JSON", refused),
        )
    except json.JSONDecodeError as error:
        raise ValueError(
            f"is not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        ) from None
    except RecursionError:
        raise ValueError("is nested deeper than any document") from None
    if refused or "\\u" in text:
        return data, tuple(_faults(data))
    return data, ()


def _object(pairs: list[tuple[str, Any]], refused: list[_Refused]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        for key in {key for key in keys if keys.count(key) > 1}:
            found[key] = _refuse("the key occurs more than once", refused)
    return found


def _number(written: str, refused: list[_Refused]) -> int | Decimal | _Refused:
    digits, _, exponent = written.lower().partition("e")
    if len(digits) > LONGEST_NUMBER or (exponent and abs(int(exponent[:6])) > LONGEST_NUMBER):
        return _refuse(f"the number {written[:20]}… is beyond any that is kept", refused)
    return int(written) if written.lstrip("-").isdigit() else Decimal(written)


def _refuse(message: str, refused: list[_Refused]) -> _Refused:
    refused.append(_Refused(message))
    return refused[-1]


def _faults(data: Any) -> Iterator[Fault]:
    """All refused values and lone surrogates, walked without recursion."""
    waiting: list[tuple[str, Any]] = [("$", data)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, _Refused):
            yield Fault(path, value.message)
        elif isinstance(value, str):
            if _SURROGATE.search(value):
                yield Fault(path, "holds half of a character (a lone surrogate)")
        elif isinstance(value, list):
            waiting += reversed([(f"{path}[{n}]", each) for n, each in enumerate(value)])
        elif isinstance(value, dict):
            for key, each in reversed(value.items()):
                if _SURROGATE.search(key):
                    yield Fault(path, "a key holds half of a character (a lone surrogate)")
                else:
                    waiting.append((f"{path}.{key}", each))
