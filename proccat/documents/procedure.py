"""The procedure (*thủ tục hành chính*, TTHC), Decree 63/2010/NĐ-CP art. 8.2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema, model_validator

from proccat.documents.agency import AgencyRef, AgencyRefs, Level
from proccat.documents.base import Document, Maybe, Model, Shorthand, values, warning
from proccat.documents.case import Case
from proccat.documents.cost import Cost
from proccat.documents.legal import DocumentRef, DocumentRefs
from proccat.documents.manner import Manner, TimeLimit
from proccat.documents.scalars import Code, Day, Several, Slug, Text
from proccat.errors import Problem

_CODE = re.compile(r"[1-6]\.[0-9]{6}(\.[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[GH][0-9]{2})?")
_SERVICE = re.compile(_CODE.pattern + r"\.[0-9]{2,3}")


def _procedure_code(code: str) -> str:
    if _CODE.fullmatch(code):
        return code
    if code.startswith("draft:"):
        raise ValueError(
            f"a draft has no code yet: write the field draft, {code.removeprefix('draft:')[:40]!r}"
        )
    if re.fullmatch(r"[1-6]\.[0-9]{1,5}", code):
        raise ValueError(
            f"a spreadsheet may have dropped the last zeros of {code}: "
            f"is it {code.ljust(8, '0')}? keep codes as text"
        )
    raise ValueError(
        f"{code[:40]!r} is no procedure code: a kind from 1 to 6 and six digits, as in 1.000894 "
        "or, with a unit, 1.011442.000.00.00.H38"
    )


def _service_code(code: str) -> str:
    if not _SERVICE.fullmatch(code):
        raise ValueError(f"{code[:40]!r} is no service code: a procedure code and .01, .02 …")
    return code


ProcedureCode = Annotated[
    str,
    AfterValidator(_procedure_code),
    WithJsonSchema({"type": "string", "pattern": f"^{_CODE.pattern}$"}),
]
"""The code of a procedure (*mã thủ tục*): ``1.000894``, or a province's own with its unit."""

ServiceCode = Annotated[
    str,
    AfterValidator(_service_code),
    WithJsonSchema({"type": "string", "pattern": f"^{_SERVICE.pattern}$"}),
]
"""The code of a service (*mã dịch vụ công*): a procedure's code and ``.01``."""


class Regulation(StrEnum):
    """Who regulates the procedure in detail (*loại thủ tục*)."""

    ASSIGNED = "assigned"  # được luật giao quy định chi tiết
    NOT_ASSIGNED = "not_assigned"  # không được luật giao quy định chi tiết
    CENTRAL = "central"  # trung ương quy định (nội bộ)
    LOCAL = "local"  # địa phương quy định (nội bộ)
    OTHER = "other"  # khác


class ProcedureType(StrEnum):
    """The type of a procedure (*phân loại*)."""

    STANDARD = "standard"
    SPECIFIC = "specific"  # đặc thù
    INTERCONNECTED = "interconnected"  # liên thông
    INTERNAL = "internal"  # nội bộ; not the same as an internal workflow (quy trình nội bộ)


class OnlineLevel(StrEnum):
    """How far it can be done online (*mức độ cung cấp dịch vụ công trực tuyến*)."""

    FULL = "full"  # toàn trình
    PARTIAL = "partial"  # một phần
    INFORMATION = "information"  # chỉ cung cấp thông tin


class FieldRef(Shorthand):
    """A field of administration (*lĩnh vực*); a plain string is the name."""

    name: Text
    code: Code | None = None


class Performer(Shorthand):
    """Who performs the procedure (*đối tượng thực hiện*); a plain string is the name."""

    name: Text
    code: Code | None = None


class Result(Shorthand):
    """A result (*kết quả thực hiện*) such as a licence; a plain string is the name."""

    name: Text
    code: Code | None = None


class LegalBasis(Shorthand):
    """A legal basis (*căn cứ pháp lý*); a plain string is the document.

    Attributes:
        document: the document.
        name: its abstract (*trích yếu*) as the procedure gives it.
        articles: the articles it rests on, ``"Điều 8"``.
        effective_on: its first day of effect as the procedure gives it.
    """

    main: ClassVar[str] = "document"

    document: DocumentRef
    name: Text | None = None
    articles: Several[Text] | None = None
    effective_on: Day | None = None


class Requirement(Shorthand):
    """A requirement or condition (*yêu cầu, điều kiện*); a plain string is the text."""

    main: ClassVar[str] = "text"

    text: Text
    name: Text | None = None


class Service(Model):
    """A public service (*dịch vụ công*) listed inside the procedure; codes may repeat."""

    code: ServiceCode
    name: Text
    limit: Maybe[TimeLimit] = None


class Member(Shorthand):
    """A procedure that an interconnected one is made of (*thủ tục thành phần*), in order."""

    main: ClassVar[str] = "code"

    code: ProcedureCode
    lead: AgencyRef | None = None


class Procedure(Document):
    """An administrative procedure (*thủ tục hành chính*), Decree 63/2010/NĐ-CP art. 8.2.

    The smallest valid procedure is a code and a name. A field that is None is unknown; one that
    holds :class:`Stated` is said to be none; texts are kept verbatim.

    Attributes:
        code: the code (*mã thủ tục*); a draft has none yet.
        draft: the key of a draft (``draft:<slug>``), kept when the code comes.
        copy_of: the national code this local copy was made from.
        name: the name (*tên thủ tục*), verbatim, newlines included.
        decision: the decision of announcement (*quyết định công bố*).
        levels: where it is handled (*cấp thực hiện*).
        regulation: who regulates it (*loại thủ tục*).
        type: standard, specific, interconnected or internal.
        field: the field (*lĩnh vực*).
        cases: cases with steps and dossier (*trình tự, thành phần hồ sơ*).
        manners: channels with time limits and fees (*cách thức thực hiện*).
        performers: who performs it (*đối tượng thực hiện*).
        announcing: the announcing agency (*cơ quan công bố*).
        executing: executing agencies (*cơ quan thực hiện*).
        competent: competent agencies (*cơ quan có thẩm quyền*).
        authorised: authorised agencies (*cơ quan được ủy quyền*).
        coordinating: coordinating agencies (*cơ quan phối hợp*).
        receiving: where dossiers are received (*địa chỉ tiếp nhận hồ sơ*).
        results: results (*kết quả thực hiện*).
        legal_bases: legal bases (*căn cứ pháp lý*).
        requirements: requirements and conditions (*yêu cầu, điều kiện*).
        online: the online level (*toàn trình, một phần, cung cấp thông tin*).
        services: services listed inside (*dịch vụ công*).
        members: the procedures an interconnected one is made of, in order.
        costs: what it costs those who perform it, by case and channel (*chi phí tuân thủ*).
        assessment: the impact assessment (*đánh giá tác động*), art. 10; *stated none* where it
            is said that none was made.
        opinion: the opinion of the control unit (*ý kiến của cơ quan kiểm soát*), art. 9, 11.
        description: a description (*mô tả*).
        keywords: keywords (*từ khóa*).
        note: a note (*ghi chú*).
    """

    kind: Literal["procedure"] = "procedure"
    code: ProcedureCode | None = None
    draft: Slug | None = None
    copy_of: ProcedureCode | None = None
    name: Text
    decision: DocumentRef | None = None
    levels: Several[Level] | None = None
    regulation: Regulation | None = None
    type: ProcedureType | None = None
    field: FieldRef | None = None
    cases: Maybe[Several[Case]] = None
    manners: Maybe[Several[Manner]] = None
    performers: Maybe[Several[Performer]] = None
    announcing: AgencyRef | None = None
    executing: Maybe[AgencyRefs] = None
    competent: Maybe[AgencyRefs] = None
    authorised: Maybe[AgencyRefs] = None
    coordinating: Maybe[AgencyRefs] = None
    receiving: Maybe[Text] = None
    results: Maybe[Several[Result]] = None
    legal_bases: Annotated[
        Maybe[Several[LegalBasis]],
        BeforeValidator(lambda value: (value,) if isinstance(value, str) else value),
    ] = None
    requirements: Maybe[Several[Requirement]] = None
    online: OnlineLevel | None = None
    services: Maybe[Several[Service]] = None
    members: Several[Member] | None = None
    costs: Several[Cost] | None = None
    assessment: Maybe[DocumentRefs] = None
    opinion: Maybe[DocumentRefs] = None
    description: Maybe[Text] = None
    keywords: Several[Text] | None = None
    note: Text | None = None

    set_like: ClassVar[frozenset[str]] = frozenset({
        "levels", "performers", "executing", "competent", "authorised", "coordinating",
        "results", "legal_bases", "keywords", "assessment", "opinion",
    })  # fmt: skip

    @model_validator(mode="after")
    def _identified(self) -> Self:
        if self.code is None and self.draft is None:
            raise ValueError("needs a code, or a draft slug while it has none")
        return self

    @property
    def key(self) -> str:
        return f"draft:{self.draft}" if self.draft is not None else str(self.code)

    @property
    def identity(self) -> str:
        """The code it can be opened by; empty while it has none."""
        return self.code or ""

    @property
    def title(self) -> str:
        return self.name

    @property
    def own_date(self) -> date | None:
        return self.decision.signed_on if self.decision else None

    @property
    def agencies(self) -> tuple[AgencyRef, ...]:
        """All agencies it names, in the order of the five roles."""
        announcing = (self.announcing,) if self.announcing else ()
        roles = (self.executing, self.competent, self.authorised, self.coordinating)
        return announcing + tuple(ref for role in roles for ref in values(role))

    @property
    def internal(self) -> bool:
        """Whether it is an internal procedure (*thủ tục nội bộ*)."""
        return self.type is ProcedureType.INTERNAL

    def warnings(self) -> Iterator[Problem]:
        if self.decision is not None and self.decision.number is None:
            yield warning("$.decision", f"{self.decision.raw!r} cannot be read as a number")
        if self.code is not None:
            services = tuple(service.code for service in values(self.services))
            yield from contradictions(self.code, self.regulation, self.type, self.copy_of, services)


_REGULATED = {"1": Regulation.ASSIGNED, "2": Regulation.NOT_ASSIGNED}


def contradictions(
    code: str,
    regulation: str | None,
    type_: str | None,
    copy_of: str | None,
    services: Sequence[str],
) -> Iterator[Problem]:
    """What a code says otherwise than the fields beside it (*mã mâu thuẫn với loại*).

    Args:
        code: the code of the procedure.
        regulation: who regulates it.
        type_: its type.
        copy_of: the code it is a copy of.
        services: the codes of its services.
    """
    kind = code[0]
    expected = _REGULATED.get(kind)
    if expected is not None and regulation != expected and regulation in _REGULATED.values():
        yield warning("$.regulation", f"the code {code} tells {expected}: one of them is wrong")
    if kind in "56" and type_ not in (None, ProcedureType.INTERNAL):
        yield warning("$.type", f"the code {code} tells an internal procedure")
    if copy_of == code:
        yield warning("$.copy_of", f"{code} is named a copy of itself")
    for place, service in enumerate(services):
        if not service.startswith(f"{code}."):
            yield warning(f"$.services[{place}].code", f"{service} is not of {code}")
