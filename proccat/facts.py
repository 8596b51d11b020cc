"""Facts (*sự kiện ghi nhận*): the append-only log's entries, their bytes and their hashes.

Three kinds: a document was *recorded*, a *status* changed, an earlier fact was *voided*. A fact is
an envelope of columns and a body of JSON text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, create_model

from proccat.chain import COLUMNS
from proccat.documents import KINDS, Document, DocumentRef, is_private
from proccat.documents.base import Model, invalid
from proccat.documents.legal import DocumentRefs
from proccat.documents.scalars import Code, Day, Several, Text
from proccat.errors import InvalidDocumentError

FORMAT = 1
"""The format of facts written now, erasures aside; older ones are read by upcasting."""

ERASURE_FORMAT = 2
"""The format of an erasure: who reads only the first is told to upgrade."""


def format_of(voids: int | None, supersedes: int | None) -> int:
    """The format in which a fact is written, by what it does."""
    return ERASURE_FORMAT if voids and supersedes else FORMAT


_SUBJECT = re.compile(r"[a-z]+:\S(.*\S)?")


def _subject(value: str) -> str:
    if not _SUBJECT.fullmatch(value):
        raise ValueError("is no subject; write its kind before it, as in procedure:1.000894")
    return value


Subject = Annotated[str, AfterValidator(_subject), Field(max_length=300)]


class StatusLine(Model):
    """A status in an input file (*dòng trạng thái*).

    Attributes:
        kind: always ``"status"``.
        subject: whose, ``"procedure:1.000894"`` or ``"item:…"``.
        to: the status.
        on: the day of the act.
        effective: first day of effect, if not as the lifecycle says.
        until: last day of effect.
        basis: the documents it rests on.
        successors: codes of what comes instead.
        note: anything else.
        taken_over: whether the standing is taken over as it is, whatever came before.
    """

    kind: Literal["status"] = "status"
    subject: Subject
    to: Code
    on: Day
    effective: Day | None = None
    until: Day | None = None
    basis: DocumentRefs | None = None
    successors: Several[Code] | None = None
    note: Text | None = None
    taken_over: bool = False


class Fact(Model):
    """One entry of the log (*một sự kiện*).

    Attributes:
        seq: its number in the log, from 1 without gaps.
        subject: ``kind:key``.
        version: its number among the facts of the subject, from 1.
        kind: ``recorded``, ``status`` or ``voided``.
        format: the format of the body.
        on: the day of the act.
        effective: first day of legal effect; of an annulment, the first day it takes back; None
            for a void from the start.
        until: last day of legal effect.
        to: the status, for a change of status.
        voids: the seq taken back.
        corrects: the seq of the text corrected (*đính chính*).
        supersedes: the seq of the sunset it ends; of an erasure, that of the void it follows.
        successors: codes of what comes instead.
        taken_over: a standing taken over from a file.
        digest: what a recorded document means, for telling whether it changed.
        recorded_at: when it was recorded, UTC; one instant for a transaction.
        actor: who.
        basis: the documents it rests on.
        request_id: the caller's id of the request.
        request_digest: what that request asked for.
        body: JSON text with the document, note and decision; None once erased.
        body_hash: SHA-256 of the body's bytes.
        prev_hash: the hash of the fact before.
        hash: SHA-256 over ``prev_hash``, the envelope and ``body_hash``.
    """

    seq: Annotated[int, Field(ge=1)]
    subject: Subject
    version: Annotated[int, Field(ge=1)]
    kind: Literal["recorded", "status", "voided"]
    format: int = FORMAT
    on: Day
    effective: Day | None = None
    until: Day | None = None
    to: str | None = None
    voids: int | None = None
    corrects: int | None = None
    supersedes: int | None = None
    successors: tuple[str, ...] = ()
    taken_over: bool = False
    digest: str | None = None
    recorded_at: str
    actor: str
    basis: tuple[DocumentRef, ...] = ()
    request_id: str | None = None
    request_digest: str | None = None
    body: str | None = None
    body_hash: str
    prev_hash: str
    hash: str

    @property
    def recorded(self) -> datetime:
        """When it was recorded, in UTC."""
        return datetime.fromisoformat(self.recorded_at)

    def content(self) -> Mapping[str, Any]:
        """The body as data: ``document``, ``note``, ``decision``; empty once erased."""
        loaded = json.loads(self.body) if self.body is not None else {}
        return loaded if isinstance(loaded, dict) else {}

    @property
    def note(self) -> str | None:
        """The note made with it; the reason, of a void."""
        return self._said("note")

    @property
    def decision(self) -> str | None:
        """The rule by which the policy allowed it."""
        return self._said("decision")

    def _said(self, name: str) -> str | None:
        words = self.content().get(name)
        return words if isinstance(words, str) else None


class Recorded(Fact):
    """A document was recorded (*ghi nhận văn bản thủ tục*)."""

    kind: Literal["recorded"] = "recorded"
    effective: Day
    digest: str

    @property
    def document(self) -> Document | None:
        """The document; None once its body was erased."""
        return document_of(self.body) if self.body is not None else None


class StatusChanged(Fact):
    """A status changed (*chuyển trạng thái*)."""

    kind: Literal["status"] = "status"
    effective: Day
    to: str


class Voided(Fact):
    """An earlier fact was taken back (*thu hồi ghi nhận*), or annulled from a day on (*hủy bỏ*).

    One that supersedes an earlier void tells that the words of the fact were erased, too.
    """

    kind: Literal["voided"] = "voided"
    voids: int


AnyFact = Recorded | StatusChanged | Voided
_KINDS: Mapping[str, type[Fact]] = MappingProxyType(
    {"recorded": Recorded, "status": StatusChanged, "voided": Voided}
)


F = TypeVar("F", bound=Fact)


def without_private(fact: F) -> F:
    """The fact, of a person's data (*dữ liệu cá nhân*) without its words, as if erased."""
    return fact.model_copy(update={"body": None}) if is_private(fact.subject) else fact


def fact(data: Mapping[str, Any]) -> AnyFact:
    """A fact from its columns.

    Raises:
        InvalidDocumentError: a column that cannot be.
    """
    made = _KINDS.get(str(data.get("kind")), Fact).parse(data)
    if not isinstance(made, (Recorded, StatusChanged, Voided)):
        raise InvalidDocumentError(f"kind: {made.kind!r} is no kind of fact")
    return made


def document_of(body: str) -> Document:
    """The document in a body.

    Raises:
        InvalidDocumentError: there is none, or of a kind this version does not know.
    """
    written = _KIND_FIRST.match(body)  # as we write it ourselves
    kind = written[1] if written else _kind_of(body)
    if kind not in KINDS:
        raise InvalidDocumentError("the body of the fact holds no document of a known kind")
    try:
        return _body_model(kind).model_validate_json(body).document
    except ValidationError as error:
        raise invalid("Fact", error) from None


_KIND_FIRST = re.compile(r'\{"document":\{"kind":"([a-z]+)"')


def _kind_of(body: str) -> str:
    data = json.loads(body).get("document")
    return str(data.get("kind")) if isinstance(data, dict) else ""


class _Body(BaseModel):
    """A body as far as its document goes; what stands beside it is not looked at."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    document: Document


@cache
def _body_model(kind: str) -> type[_Body]:
    """The model of a body with a document of a kind, made when it is first met."""
    return create_model(f"_{kind.capitalize()}Body", __base__=_Body, document=(KINDS[kind], ...))


class Outline(NamedTuple):
    """A fact without its body and hashes: what is shown of an edition or a status."""

    seq: int
    subject: str
    on: date
    effective: date | None
    until: date | None
    to: str | None
    successors: tuple[str, ...]
    taken_over: bool
    actor: str
    basis: tuple[DocumentRef, ...]


def outline(stored: tuple[Any, ...]) -> Outline:
    """An outline from stored columns, in the order of its fields."""
    seq, subject, on, effective, until, to, successors, taken_over, actor, basis = stored
    return Outline(
        seq,
        subject,
        date.fromisoformat(on),
        date.fromisoformat(effective) if effective else None,
        date.fromisoformat(until) if until else None,
        to,
        tuple(json.loads(successors)) if successors else (),
        bool(taken_over),
        actor,
        references(basis) if basis else (),
    )


@lru_cache(maxsize=4096)
def references(stored: str) -> tuple[DocumentRef, ...]:
    """The references of a basis as it is stored; the same few are read again and again."""
    return tuple(DocumentRef.parse(ref) for ref in json.loads(stored))


def from_row(stored: tuple[Any, ...]) -> AnyFact:
    """A fact from its stored columns, in the order of :data:`COLUMNS`."""
    columns = {
        name: value for name, value in zip(COLUMNS, stored, strict=True) if value is not None
    }
    for name in ("successors", "basis"):
        if name in columns:
            columns[name] = json.loads(columns[name])
    columns["taken_over"] = bool(columns.get("taken_over"))
    return fact(columns)


def line_columns(written: AnyFact) -> dict[str, Any]:
    """The columns of a fact as plain values in their order, absent ones and the body left out."""
    columns = written.model_dump(mode="json", exclude_defaults=True, exclude={"body"})
    columns |= {"kind": written.kind, "format": written.format}
    if written.basis:
        columns["basis"] = [ref.plain() for ref in written.basis]
    if written.taken_over:
        columns["taken_over"] = 1
    return {name: columns[name] for name in COLUMNS if name in columns}


def instant(moment: datetime) -> str:
    """A moment as stored: UTC with microseconds, so that text order is time order."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
