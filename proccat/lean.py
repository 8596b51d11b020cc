"""What reports read of many texts (*đọc lược*): the fields they count by, and nothing else.

A recorded text was validated when it was recorded. Reports look at all of them at once, so they
read them without validating again, and skip what they do not look at. Names and the three states
are those of :mod:`proccat.documents`; days, numbers and references are values as there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from proccat.documents import DocumentRef
from proccat.documents.cost import Cost
from proccat.documents.procedure import ProcedureType
from proccat.errors import CatalogueFormatError
from proccat.facts import references
from proccat.lifecycle import SubjectKind

T = TypeVar("T")
_UNREAD: Final = msgspec.Raw()
_PROCEDURES: Final = frozenset({SubjectKind.PROCEDURE.value, SubjectKind.INTERNAL_PROCEDURE.value})


class Lean(msgspec.Struct, frozen=True, gc=False):
    """The base of what is read leanly; a field that is not there is unknown."""


class SaidNone(Lean, frozen=True):
    """Said to be none (*không có*), as :class:`proccat.documents.Stated`."""

    stated: str
    words: str = "Không"


class LeanAgency(Lean, frozen=True):
    """A reference to an agency (*cơ quan*)."""

    name: str
    code: str | None = None


class LeanReference(Lean, frozen=True):
    """A reference to a legal document (*văn bản được dẫn*)."""

    raw: str
    number: str | None = None
    issuer: str | None = None
    signed_on: date | None = None

    @property
    def ref(self) -> DocumentRef:
        """The reference as documents hold it."""
        return _reference(self)


@lru_cache(maxsize=16_384)  # the same few hundred documents are cited by all procedures
def _reference(lean: LeanReference) -> DocumentRef:
    return DocumentRef(
        raw=lean.raw, number=lean.number, issuer=lean.issuer, signed_on=lean.signed_on
    )


class LeanBasis(Lean, frozen=True):
    """A legal basis (*căn cứ pháp lý*)."""

    document: LeanReference
    effective_on: date | None = None


class LeanLimit(Lean, frozen=True):
    """A time limit (*thời hạn giải quyết*), or that there is none."""

    stated: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    words: str | None = None


class LeanFee(Lean, frozen=True):
    """A fee or charge (*phí, lệ phí*)."""

    amount: Decimal | None = None
    currency: str = "VND"
    words: str | None = None


class LeanManner(Lean, frozen=True):
    """A manner of performance (*cách thức thực hiện*)."""

    channel: str | None = None
    limit: LeanLimit | None = None
    fees: tuple[LeanFee, ...] | SaidNone | None = None
    case: str | None = None


class LeanCase(Lean, frozen=True):
    """A case (*trường hợp*): whether steps and dossier are known, not what they are."""

    steps: msgspec.Raw = _UNREAD
    components: msgspec.Raw = _UNREAD
    sets: int | None = None


class LeanTask(Lean, frozen=True):
    """A piece of work (*công việc*)."""

    name: str
    hours: Decimal | None = None
    outlay: Decimal | None = None


class LeanCost(Lean, frozen=True):
    """What one way of performing costs (*chi phí tuân thủ*), as :class:`.Cost`."""

    case: str | None = None
    channel: str | None = None
    tasks: tuple[LeanTask, ...] | SaidNone | None = None
    hourly: Decimal | None = None
    charges: Decimal | SaidNone | None = None
    times: Decimal | None = None
    subjects: Decimal | None = None
    yearly: Decimal | None = None
    source: str | None = None

    @property
    def document(self) -> Cost:
        """The same as a part of a document."""
        plain = msgspec.to_builtins(self)
        return Cost.parse({name: value for name, value in plain.items() if value is not None})


class LeanSheet(Lean, frozen=True):
    """What something costs now and after (*bảng tính chi phí tuân thủ*)."""

    now: tuple[LeanCost, ...] | None = None
    after: tuple[LeanCost, ...] | SaidNone | None = None


class LeanMember(Lean, frozen=True):
    """A procedure that an interconnected one is made of (*thủ tục thành phần*)."""

    code: str


class LeanProcedure(Lean, frozen=True):
    """A procedure (*thủ tục hành chính*) as reports look at it.

    What is :class:`msgspec.Raw` is only asked whether it is there.
    """

    name: str
    code: str | None = None
    draft: str | None = None
    copy_of: str | None = None
    decision: LeanReference | None = None
    regulation: str | None = None
    type: str | None = None
    cases: tuple[LeanCase, ...] | SaidNone | None = None
    manners: tuple[LeanManner, ...] | SaidNone | None = None
    performers: msgspec.Raw = _UNREAD
    announcing: LeanAgency | None = None
    executing: tuple[LeanAgency, ...] | SaidNone | None = None
    competent: tuple[LeanAgency, ...] | SaidNone | None = None
    authorised: tuple[LeanAgency, ...] | SaidNone | None = None
    coordinating: tuple[LeanAgency, ...] | SaidNone | None = None
    results: msgspec.Raw = _UNREAD
    legal_bases: tuple[LeanBasis, ...] | SaidNone | None = None
    requirements: msgspec.Raw = _UNREAD
    online: str | None = None
    services: tuple[LeanMember, ...] | SaidNone | None = None
    members: tuple[LeanMember, ...] | None = None
    costs: tuple[LeanCost, ...] | None = None

    @property
    def internal(self) -> bool:
        """Whether it is an internal procedure (*thủ tục nội bộ*)."""
        return self.type == ProcedureType.INTERNAL


class LeanMeasure(Lean, frozen=True):
    """A measure of an item (*giải pháp*): its kind and its last day."""

    kind: str
    until: date | None = None


class LeanItem(Lean, frozen=True):
    """An item (*nội dung cắt giảm, đơn giản hóa*) as reports look at it."""

    programme: str
    subject_kind: str
    about: str
    plan: str | None = None
    name: str | None = None
    measures: tuple[LeanMeasure, ...] | None = None
    lead: LeanAgency | None = None
    cost: LeanSheet | None = None

    @property
    def title(self) -> str:
        """What a person calls it."""
        return self.name or self.about

    @property
    def procedure(self) -> str | None:
        """The code of the procedure it is about, None for other kinds."""
        return self.about if self.subject_kind in _PROCEDURES else None


class Text(NamedTuple):
    """A text that stands, with the status of its subject (*văn bản đang có hiệu lực*).

    Attributes:
        subject: ``kind:key``.
        fact: the fact that holds it.
        until: its last day as ISO text, None if it has none.
        status: the status that stands, None if none does.
        status_fact: the fact of the status.
        status_until: the last day of the status as ISO text.
        successors: what came instead, as stored: JSON text of a list of codes.
        text: what reports read of it.
    """

    subject: str
    fact: int
    until: str | None
    status: str | None
    status_fact: int | None
    status_until: str | None
    successors: str | None
    text: Any

    @property
    def instead(self) -> Sequence[str]:
        """The codes of what came instead (*thủ tục thay thế*)."""
        return json.loads(self.successors) if self.successors else ()


class Lapsing(NamedTuple):
    """A text that lapses, or whose status does (*sắp hết thời hạn hiệu lực*).

    Attributes:
        text: the text and its status, each with its last day.
        next_text: the fact of the text that stands the day after; None if none does.
        next_status: the fact of the status that stands the day after.
    """

    text: Text
    next_text: int | None
    next_status: int | None


class Deed(NamedTuple):
    """A text or a status as it was done (*hành vi đã thực hiện*), with the note made with it.

    Attributes:
        subject: ``kind:key``.
        seq: the fact.
        on: the day of the act.
        effective: the first day of effect.
        to: the status; None for a text.
        taken_over: whether a standing was taken over from a file.
        basis: the documents it rests on, as stored.
        note: the note made with it.
    """

    subject: str
    seq: int
    on: date
    effective: date
    to: str | None
    taken_over: bool
    basis: str | None
    note: str | None

    @property
    def references(self) -> tuple[DocumentRef, ...]:
        """The documents it rests on."""
        return references(self.basis) if self.basis else ()


class LeanDocument(Lean, frozen=True):
    """A legal document (*văn bản*) as reports look at it."""

    number: str | None = None
    draft: str | None = None
    name: str | None = None
    issuer: str | None = None
    expires_on: date | None = None

    @property
    def title(self) -> str:
        """What a person calls it."""
        return self.name or self.number or self.draft or ""


class _DocumentBody(Lean, frozen=True):
    document: LeanDocument


class _ProcedureBody(Lean, frozen=True):
    document: LeanProcedure


class _ItemBody(Lean, frozen=True):
    document: LeanItem


_READ: Final[Mapping[str, Callable[[str], Any]]] = MappingProxyType({
    "procedure": msgspec.json.Decoder(_ProcedureBody).decode,
    "item": msgspec.json.Decoder(_ItemBody).decode,
    "document": msgspec.json.Decoder(_DocumentBody).decode,
})  # fmt: skip


def lean_procedure(body: str) -> LeanProcedure:
    """What reports read of one recorded procedure."""
    read: LeanProcedure = _READ["procedure"](body).document
    return read


def text_of(kind: str, row: Sequence[Any]) -> Text:
    """A text of a kind from a row as it is stored, body last.

    Raises:
        CatalogueFormatError: the body is not what was recorded.
    """
    try:
        return Text._make((*row[:-1], _READ[kind](row[-1]).document))
    except msgspec.MsgspecError as error:
        raise CatalogueFormatError(
            f"fact {row[1]} of {row[0]}: its body cannot be read: {error}; see verify"
        ) from None
