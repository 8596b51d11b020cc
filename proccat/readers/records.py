"""A JSON object into entries: a document, a status line, or a document with its standing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, TypeVar

import attrs
from pydantic import PlainValidator

from proccat.documents import KINDS, Document
from proccat.documents.base import Model
from proccat.documents.legal import DocumentRefs
from proccat.documents.scalars import Day, day
from proccat.errors import InvalidDocumentError, Problem
from proccat.facts import StatusLine, Subject
from proccat.readers.base import Entry

M = TypeVar("M", bound=Model)


def _sunset(value: object) -> bool | tuple[date, date]:
    """Whether a sunset is ended, or which one: its days as ``2026-06-15/2027-02-28``."""
    if isinstance(value, bool):
        return value
    first, stroke, last = value.partition("/") if isinstance(value, str) else ("", "", "")
    if not stroke:
        raise ValueError("is true, or the days of a sunset as 2026-06-15/2027-02-28")
    return day(first), day(last)


class _Beside(Model):
    """The keys that stand beside a document and are no part of it (*thông tin đi kèm*)."""

    on: Day | None = None
    effective: Day | None = None
    until: Day | None = None
    basis: DocumentRefs | None = None
    supersedes: Annotated[bool | tuple[date, date], PlainValidator(_sunset)] = False
    subject: Subject | None = None


_NOTHING: Final = _Beside()
_RESERVED: Final = tuple(_Beside.model_fields)
_WRAPPER: Final = frozenset({"document", "edition", "status"})


def entries(data: object, where: str) -> Iterator[Entry | Problem]:
    """The entries in one object (*đối tượng JSON*), or all its faults.

    An object of a document alone may have the reserved keys ``on``, ``effective``, ``until``,
    ``basis`` and ``supersedes`` beside the fields of the document, unless the document has a field
    of that name. ``{"document": …, "edition": …, "status": …}`` is the shape of our own export.
    """
    if not isinstance(data, dict):
        yield Problem(where, "$", f"is {_name(data)}: a record is an object, {{…}}")
        return
    try:
        wrapped = "document" in data and "kind" not in data  # plans have a field "document" too
        made = list(_wrapped(data, where) if wrapped else _plain(data, where))
    except InvalidDocumentError as error:
        yield from (attrs.evolve(problem, where=where) for problem in error.problems)
        return
    except RecursionError:
        yield Problem(where, "$.extensions", "is nested deeper than any document")
        return
    yield from made


def _plain(data: Mapping[str, Any], where: str) -> Iterator[Entry]:
    if data.get("kind") == "status":
        yield Entry(where, StatusLine.parse(data))
        return
    model = _model(data)
    kept = {key for key in _RESERVED if key in data and key not in model.model_fields}
    beside = _Beside.parse({key: data[key] for key in kept}) if kept else _NOTHING
    document = model.parse(_as_json({k: v for k, v in data.items() if k not in kept}))
    yield _entry(where, document, beside)


def _wrapped(data: Mapping[str, Any], where: str) -> Iterator[Entry]:
    extra = sorted(data.keys() - _WRAPPER)
    if extra:
        raise _fault(f"$.{extra[0]}", "no such key: document, edition, status")
    inner, edition, status = data["document"], data.get("edition"), data.get("status")
    for name, value in (("document", inner), ("edition", edition), ("status", status)):
        if not isinstance(value, dict) and (name == "document" or value is not None):
            raise _fault(f"$.{name}", f"is {_name(value)} where an object belongs")
    beside = _under(
        "$.edition", _Beside, {k: v for k, v in (edition or {}).items() if k != "number"}
    )
    document = _under("$.document", _model(inner, "$.document"), _as_json(inner))
    yield _entry(where, document, beside)
    if status is not None:
        line = {k: v for k, v in status.items() if k != "value"}
        line |= {"subject": document.subject, "to": status.get("value"), "taken_over": True}
        yield Entry(where, _under("$.status", StatusLine, line))


def _entry(where: str, document: Document, beside: _Beside) -> Entry:
    return Entry(
        where,
        document,
        beside.on,
        beside.effective,
        beside.until,
        beside.basis or (),
        beside.supersedes,
        subject=beside.subject,
    )


def _model(data: Mapping[str, Any], path: str = "$") -> type[Document]:
    """The class of a document: by its kind, a procedure where there is a code and a name."""
    kind = data.get("kind")
    if kind is None and "name" in data and ("code" in data or "draft" in data):
        return KINDS["procedure"]
    model = KINDS.get(kind) if isinstance(kind, str) else None
    if model is None:
        said = "has no kind" if kind is None else f"{str(kind)[:40]!r} is no kind"
        raise _fault(f"{path}.kind", f"{said}: known are {', '.join(KINDS)}, status")
    return model


def _under(path: str, model: type[M], data: object) -> M:
    """A model from data that stands at a path, which its problems then tell."""
    try:
        return model.parse(data)
    except InvalidDocumentError as error:
        inside = [attrs.evolve(p, path=path + p.path.removeprefix("$")) for p in error.problems]
        raise InvalidDocumentError(str(error), inside) from None


def _as_json(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with fractions under ``extensions`` as JSON numbers, where that loses nothing."""
    extensions = data.get("extensions")
    if not isinstance(extensions, dict):
        return dict(data)
    return dict(data) | {"extensions": _plain_numbers(extensions, "$.extensions")}


def _plain_numbers(value: Any, path: str) -> Any:
    if isinstance(value, dict):
        return {key: _plain_numbers(each, f"{path}.{key}") for key, each in value.items()}
    if isinstance(value, list):
        return [_plain_numbers(each, f"{path}[{n}]") for n, each in enumerate(value)]
    if isinstance(value, Decimal):
        if Decimal(repr(float(value))) != value:
            raise _fault(path, f"{value} has more digits than are kept: write it as text")
        return float(value)
    return value


def _fault(path: str, message: str) -> InvalidDocumentError:
    return InvalidDocumentError(f"{path}: {message}", [Problem("", path, message)])


def _name(value: object) -> str:
    if value is None:
        return "null"
    names = {list: "a list", str: "a text", bool: "a truth value"}
    return names.get(type(value), "a number")
