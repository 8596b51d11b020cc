"""What callers may give (*tham số*) and what it means: days, references, the payload of a write."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime

from pydantic import TypeAdapter, ValidationError

from proccat.documents import DocumentRef
from proccat.documents.scalars import Code, day
from proccat.errors import InvalidDocumentError
from proccat.terms import Terms

Day = date | str | None
"""A day, or its ISO text."""

Basis = str | DocumentRef | tuple[str | DocumentRef, ...] | list[str | DocumentRef] | None
"""The documents an act rests on: a number, a reference, or several."""


def as_day(given: Day, argument: str) -> date | None:
    """The day that was given.

    Raises:
        InvalidDocumentError: it is none; the message names the argument.
    """
    try:
        return None if given is None else day(given)
    except ValueError as error:
        raise InvalidDocumentError(f"{argument}: {error}") from None


def as_instant(given: datetime | str, argument: str) -> datetime:
    """The instant that was given, with its zone.

    Raises:
        InvalidDocumentError: it is none, or has no zone; the message names the argument.
    """
    try:
        moment = datetime.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        moment = None
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        with suppress(OverflowError):  # the first and the last day of the calendar elsewhere
            return moment.astimezone(UTC)
    raise InvalidDocumentError(
        f"{argument}: {str(given)!r} is no instant with a zone; write 2024-01-09T08:00+07:00"
    )


def as_codes(given: str | Sequence[str], argument: str) -> tuple[str, ...]:
    """The codes that were given, or the one.

    Raises:
        InvalidDocumentError: one of them cannot be a code; the message names the argument.
    """
    if given == ():
        return ()
    try:
        return _CODES.validate_python((given,) if isinstance(given, str) else tuple(given))
    except (ValidationError, TypeError) as error:
        why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else "is no list"
        raise InvalidDocumentError(f"{argument}: {given!r}: {why}") from None


_CODES: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[Code, ...])


def as_name(given: str, argument: str = "name") -> str:
    """The name that was given: a code, a key, a subject.

    Raises:
        InvalidDocumentError: it is no text; the message names the argument.
    """
    if isinstance(given, str):
        return given
    raise InvalidDocumentError(f"{argument}: {repr(given)[:60]} is no text; write it in quotes")


def as_document(given: str | DocumentRef, argument: str) -> DocumentRef:
    """The legal document that was given, by its number.

    Raises:
        InvalidDocumentError: it is none; the message names the argument.
    """
    try:
        return DocumentRef.of(given)
    except (InvalidDocumentError, TypeError):
        shown = "is blank" if isinstance(given, str) and not given.strip() else repr(given)[:60]
        raise InvalidDocumentError(
            f"{argument}: {shown}: write the number of a document, as 87/2020/NĐ-CP"
        ) from None


def as_number(given: int | None, argument: str) -> int | None:
    """The whole number that was given: a seq or a version.

    Raises:
        InvalidDocumentError: it is none; the message names the argument.
    """
    if given is None or (isinstance(given, int) and not isinstance(given, bool)):
        return given
    raise InvalidDocumentError(f"{argument}: {given!r} is no whole number")


def references(basis: Basis) -> tuple[DocumentRef, ...]:
    """The documents that were given."""
    if basis is None:
        return ()
    given = (basis,) if isinstance(basis, (str, DocumentRef)) else basis
    if not isinstance(given, (tuple, list)) or not all(
        isinstance(ref, (str, DocumentRef)) for ref in given
    ):
        raise InvalidDocumentError(f"basis: {basis!r} is no document number; write it as 12/QĐ-BTP")
    return tuple(DocumentRef.of(ref) for ref in given)


def payload(terms: Terms) -> tuple[object, ...]:
    """What a write asks for besides its content and day, as plain values a retry must repeat.

    The day is that of the call, since a retry behind midnight gives none again.
    """
    return (
        terms.actor.id,
        terms.effective,
        terms.until,
        tuple(ref.raw for ref in terms.basis),
        terms.note,
    )
