"""What reports read of many texts (*đọc lược*): the fields they count by, and nothing else.

A recorded text was validated when it was recorded. Reports look at all of them at once, so they
read them without validating again, and skip what they do not look at. Names and the three states
are those of :mod:`proccat.documents`; days, numbers and references are values as there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, ClassVar, Final, Generic, NamedTuple, TypeVar

import msgspec

from proccat.documents import DocumentRef, values
from proccat.documents.cost import Cost
from proccat.documents.procedure import ProcedureType
from proccat.drafts import body
from proccat.errors import CatalogueFormatError, InvalidDocumentError
from proccat.facts import document_of, references
from proccat.lifecycle import SubjectKind

_UNREAD: Final = msgspec.Raw()
_NULL: Final = msgspec.Raw(b"null")
_PROCEDURES: Final = frozenset({SubjectKind.PROCEDURE.value, SubjectKind.INTERNAL_PROCEDURE.value})


class Lean(msgspec.Struct, frozen=True, gc=False):
    """The base of what is read leanly; a field that is not there is unknown.

    What is read of a whole document says of which kind it is.
    """

    KIND: ClassVar[str] = ""


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


_read_bases = msgspec.json.Decoder(tuple[LeanBasis, ...] | SaidNone).decode


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


class LeanHead(Lean, frozen=True):
    """Whose a procedure is (*cơ quan công bố*), and by what decision."""

    KIND: ClassVar[str] = "procedure"

    name: str
    type: str | None = None
    announcing: LeanAgency | None = None
    decision: LeanReference | None = None
    legal_bases: msgspec.Raw = _UNREAD

    @property
    def internal(self) -> bool:
        """Whether it is an internal procedure (*thủ tục nội bộ*)."""
        return self.type == ProcedureType.INTERNAL

    @property
    def bases(self) -> tuple[LeanBasis, ...]:
        """Its legal bases (*căn cứ pháp lý*), read when they are asked for."""
        return values(_read_bases(self.legal_bases)) if known(self.legal_bases) else ()


class LeanCosted(Lean, frozen=True):
    """How long a procedure takes and what it costs (*thời hạn, chi phí*)."""

    KIND: ClassVar[str] = "procedure"

    name: str
    code: str | None = None
    announcing: LeanAgency | None = None
    manners: tuple[LeanManner, ...] | SaidNone | None = None
    online: str | None = None
    costs: tuple[LeanCost, ...] | None = None


class LeanProcedure(Lean, frozen=True):
    """What is checked of a procedure (*thủ tục hành chính*).

    What is :class:`msgspec.Raw` is only asked whether it is :func:`known`.
    """

    KIND: ClassVar[str] = "procedure"

    name: str
    code: str | None = None
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
    services: tuple[LeanMember, ...] | SaidNone | None = None
    members: tuple[LeanMember, ...] | None = None

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

    KIND: ClassVar[str] = "item"

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


class LeanDocument(Lean, frozen=True):
    """A legal document (*văn bản*) as reports look at it."""

    KIND: ClassVar[str] = "document"

    number: str | None = None
    draft: str | None = None
    name: str | None = None
    issuer: str | None = None
    expires_on: date | None = None

    @property
    def title(self) -> str:
        """What a person calls it."""
        return self.name or self.number or self.draft or ""


L = TypeVar("L", bound=Lean)


class Text(NamedTuple, Generic[L]):
    """A text that stands, with the status of its subject (*văn bản đang có hiệu lực*).

    Attributes:
        subject: ``kind:key``.
        row: the number of the subject in this catalogue.
        fact: the fact that holds it.
        until: its last day as ISO text, None if it has none.
        status: the status that stands, None if none does.
        status_fact: the fact of the status.
        status_until: the last day of the status as ISO text.
        text: what reports read of it.
    """

    subject: str
    row: int
    fact: int
    until: str | None
    status: str | None
    status_fact: int | None
    status_until: str | None
    text: L


class Lapsing(NamedTuple, Generic[L]):
    """A text that lapses, or whose status does (*sắp hết thời hạn hiệu lực*).

    Attributes:
        text: the text and its status; their last days are those on which they stand unbroken.
        later_text: whether the text that stands the day after comes later in legal order, as 1 or
            0: then the text is superseded, else an earlier one stands again; None if none stands.
        later_status: the same of the status that stands the day after.
    """

    text: Text[L]
    later_text: int | None
    later_status: int | None


class Deed(NamedTuple):
    """A text or a status as it was done (*hành vi đã thực hiện*), with the note made with it.

    Attributes:
        subject: ``kind:key``.
        seq: the fact.
        on: the day of the act, as ISO text.
        effective: the first day of effect, as ISO text.
        to: the status; None for a text.
        taken_over: whether a standing was taken over from a file.
        basis: the documents it rests on, as stored.
        note: the note made with it.
        version: its number among the facts of the subject.
    """

    subject: str
    seq: int
    on: str
    effective: str
    to: str | None
    taken_over: int | None
    basis: str | None
    note: str | None
    version: int

    @property
    def references(self) -> tuple[DocumentRef, ...]:
        """The documents it rests on."""
        return references(self.basis) if self.basis else ()


@cache
def _reader(shape: type[L]) -> Callable[[str], Any]:
    """What reads the document out of a body in a shape."""
    body = msgspec.defstruct(f"{shape.__name__}Body", [("document", shape)], frozen=True, gc=False)
    return msgspec.json.Decoder(body).decode


def read(shape: type[L], written: str) -> L:
    """What reports read of one recorded document, from the body of its fact."""
    document: L = _reader(shape)(written).document
    return document


def texts_of(shape: type[L], rows: Iterable[Sequence[Any]]) -> Iterator[Text[L]]:
    """The texts of rows as they are stored, body last.

    Raises:
        CatalogueFormatError: a body is not what was recorded.
    """
    reader = _reader(shape)
    for row in rows:
        try:
            document = reader(row[-1]).document
        except msgspec.MsgspecError:
            document = _written_otherwise(shape, row)
        yield Text._make((*row[:-1], document))


def _written_otherwise(shape: type[L], row: Sequence[Any]) -> L:
    """A text that another program wrote into a log, shorthand and all, as we would write it."""
    try:
        return read(shape, body(document=document_of(row[-1]).to_json()))
    except (msgspec.MsgspecError, InvalidDocumentError) as error:
        raise CatalogueFormatError(
            f"fact {row[2]} of {row[0]}: its body cannot be read: {error}; see verify"
        ) from None


def known(part: msgspec.Raw) -> bool:
    """Whether a part that is not read is there."""
    return bool(part) and part != _NULL
