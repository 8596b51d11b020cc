"""What every document has in common: frozen, closed, three states, a digest, warnings.

If a file may bring it, it is a pydantic document built on :class:`Model`; what only the library
can make is an attrs value elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Protocol, Self, TypeVar

from msgspec.json import encode as _encoded
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    JsonValue,
    Tag,
    ValidationError,
    model_validator,
)

from proccat import text as texts
from proccat.documents.scalars import Text
from proccat.errors import InvalidDocumentError, Problem

T = TypeVar("T")

_VALUE, _NONE = "⟨value⟩", "⟨none⟩"  # tags of the three states, taken out of error paths again


class Model(BaseModel):
    """The base of all documents and their parts: frozen and closed.

    Raises:
        InvalidDocumentError: on construction, with one problem for each fault.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def __init__(self, /, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            raise invalid(type(self).__name__, error) from None

    # Marks it as pydantic's own way in, so that parts of a document are built without calling it.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def parse(cls, data: object) -> Self:
        """A model from plain data (dictionaries, lists, text).

        Raises:
            InvalidDocumentError: with one problem for each fault, each with its path.
        """
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise invalid(cls.__name__, error) from None


class Shorthand(Model):
    """A part that may be written as its main field alone, mostly a plain text."""

    main: ClassVar[str] = "name"

    @model_validator(mode="before")
    @classmethod
    def _from_main(cls, data: Any) -> Any:
        return data if isinstance(data, (dict, cls, Mapping)) else {cls.main: data}


def problems_of(error: ValidationError, where: str = "") -> tuple[Problem, ...]:
    """The faults of a validation as problems with paths such as ``$.manners[0].fees[1].amount``."""
    return tuple(
        Problem(where, _path(fault["loc"]), _message(fault))
        for fault in error.errors(include_url=False, include_context=True)
    )


def invalid(name: str, error: ValidationError) -> InvalidDocumentError:
    """The error of ours for a validation that failed."""
    problems = problems_of(error)
    lines = "; ".join(f"{problem.path}: {problem.message}" for problem in problems[:5])
    more = f"; and {len(problems) - 5} more" if len(problems) > 5 else ""
    return InvalidDocumentError(f"{name} is not valid: {lines}{more}", problems)


def _path(loc: tuple[int | str, ...]) -> str:
    steps = (
        f"[{step}]" if isinstance(step, int) else f".{step}"
        for step in loc
        if step not in (_VALUE, _NONE)
    )
    return "$" + "".join(steps)


def _message(fault: Mapping[str, Any]) -> str:
    message = str(fault["msg"]).removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden":
        return "no such field; what has no place of its own goes under extensions"
    if fault["type"] == "missing":
        return "is missing"
    shown = repr(fault.get("input"))
    if isinstance(fault.get("input"), (str, int, float)) and shown not in message:
        message += f" (found {shown if len(shown) <= 60 else shown[:57] + '…'})"
    return message


class Stated(Model):
    """Said to be none (*không có, miễn phí*): neither unknown nor a value.

    Attributes:
        stated: always ``"none"``.
        words: the words that said so, such as ``"Miễn phí"``.
    """

    stated: Literal["none"]
    words: Text = "Không"

    @classmethod
    def none(cls, words: str = "Không") -> Self:
        """The statement that there is none, in the words of the source."""
        return cls(stated="none", words=words)


def _state(value: object) -> str:
    if isinstance(value, Stated) or (isinstance(value, (dict, Mapping)) and "stated" in value):
        return _NONE
    return _VALUE


Maybe = (
    Annotated[
        Annotated[T, Tag(_VALUE)] | Annotated[Stated, Tag(_NONE)],
        Discriminator(_state),
    ]
    | None
)
"""Three states: None is unknown, :class:`Stated` is said to be none, else a value."""


class SaysNone(Protocol):
    """What says that there is none: :class:`Stated` and its like."""

    @property
    def stated(self) -> str:
        """What is stated."""
        ...


def values(maybe: tuple[T, ...] | SaysNone | None) -> tuple[T, ...]:
    """The values that are there; none if unknown or stated to be none."""
    return maybe if isinstance(maybe, tuple) else ()


def _plain_json(value: JsonValue) -> JsonValue:
    """Refuse what JSON or a database cannot hold, at any depth."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} is no number of JSON")
    if isinstance(value, str):
        texts.refuse_controls(value)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            texts.refuse_controls(key)
            _plain_json(each)
    elif isinstance(value, list):
        for each in value:
            _plain_json(each)
    return value


class Document(Model):
    """The base of all recorded documents (*hồ sơ dữ liệu*).

    Attributes:
        kind: the kind of subject, such as ``"procedure"``; each document fixes its own.
        extensions: the one open place, ``{"vendor:name": JSON}``.
    """

    kind: str
    extensions: Mapping[
        Annotated[str, Field(pattern=r"^[a-z0-9-]+:[\w.-]+$", max_length=120)],
        Annotated[JsonValue, AfterValidator(_plain_json)],
    ] = Field(default_factory=dict)

    set_like: ClassVar[frozenset[str]] = frozenset()
    """Fields whose order carries no meaning (the portal shuffles them)."""

    private: ClassVar[bool] = False
    """Whether it holds personal data (*dữ liệu cá nhân*), which no writer ever writes."""

    @property
    def key(self) -> str:
        """The identity within its kind."""
        raise NotImplementedError

    @property
    def title(self) -> str:
        """What a person calls it."""
        raise NotImplementedError

    @property
    def subject(self) -> str:
        """``kind:key``, the identity in the catalogue."""
        return f"{self.kind}:{self.key}"

    @property
    def own_date(self) -> date | None:
        """The day of the act that made this document so, where it says so itself."""
        return None

    def plain(self) -> dict[str, Any]:
        """The document as JSON-ready data, kind first, without what is unknown."""
        return {"kind": self.kind} | self.model_dump(mode="json", exclude_defaults=True)

    def to_json(self) -> str:
        """The document as one line of JSON, texts verbatim."""
        if self.extensions:  # numbers of others are written as they came
            return f'{{"kind":"{self.kind}",{self.model_dump_json(exclude_defaults=True)[1:]}'
        return _encoded(self.plain()).decode()

    def digest(self) -> str:
        """SHA-256 over the meaning of the document: set-like fields compare as sets."""
        return self._digest_of(self.plain())

    def written(self) -> tuple[str, str]:
        """Its JSON text and its digest (*nội dung và mã băm*), as `to_json` and `digest` tell."""
        if self.extensions:
            return self.to_json(), self.digest()
        plain = self.plain()
        return _encoded(plain).decode(), self._digest_of(plain)

    def _digest_of(self, plain: dict[str, Any]) -> str:
        for name in self.set_like & plain.keys():
            if isinstance(plain[name], list) and len(plain[name]) > 1:
                plain[name] = sorted(plain[name], key=_canonical)
        canonical = _canonical_of_others if self.extensions else _canonical
        return hashlib.sha256(canonical(plain).encode("utf-8")).hexdigest()

    def warnings(self) -> Iterator[Problem]:
        """What is odd but acceptable, each with its path."""
        return iter(())


def _canonical(plain: object) -> str:
    return texts.nfc(_encoded(plain, order="sorted").decode())


def _canonical_of_others(plain: object) -> str:
    """The same where there may be fractions, which the two libraries write each in its way."""
    return texts.nfc(json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def warning(path: str, message: str) -> Problem:
    """A warning about a place in a document."""
    return Problem("", path, message, "warning")
