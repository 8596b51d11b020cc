"""Programmes of simplification (*chương trình*), plans and items, Decree 63/2010 art. 27–31."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from proccat.documents.agency import AgencyRef, AgencyRefs, Level
from proccat.documents.base import Document, Model, Shorthand, warning
from proccat.documents.cost import CostSheet
from proccat.documents.legal import DocumentRef, DocumentRefs
from proccat.documents.scalars import Code, Day, Key, Number, Several, Slug, Text, Unit
from proccat.errors import Problem
from proccat.lifecycle import SubjectKind


class MeasureKind(StrEnum):
    """What an item does to its subject (*nội dung đơn giản hóa*)."""

    ABOLISH = "abolish"  # bãi bỏ
    CUT_COMPONENT = "cut_component"  # cắt giảm thành phần hồ sơ
    CUT_COPIES = "cut_copies"  # giảm số bản, số bộ hồ sơ
    PAPER_TO_DATA = "paper_to_data"  # thay giấy tờ bằng dữ liệu
    CUT_TIME = "cut_time"  # cắt giảm thời hạn
    CUT_FEE = "cut_fee"  # giảm phí, lệ phí
    EXEMPT_FEE = "exempt_fee"  # miễn phí, lệ phí đến hết ngày …
    CUT_REQUIREMENT = "cut_requirement"  # cắt giảm, đơn giản hóa yêu cầu, điều kiện
    SIMPLIFY_FORM = "simplify_form"  # bãi bỏ, đơn giản hóa mẫu đơn, tờ khai
    CHANGE_STEPS = "change_steps"  # sửa đổi trình tự
    ABOLISH_RESULT = "abolish_result"  # bãi bỏ kết quả trung gian
    MERGE = "merge"  # gộp thủ tục
    REPLACE = "replace"  # thay thế
    DEVOLVE = "devolve"  # phân quyền
    ASSIGN = "assign"  # phân cấp
    AUTHORISE = "authorise"  # ủy quyền
    INTERCONNECT = "interconnect"  # liên thông
    ONLINE_PARTIAL = "online_partial"  # trực tuyến một phần
    ONLINE_FULL = "online_full"  # trực tuyến toàn trình
    LONGER_VALIDITY = "longer_validity"  # kéo dài hiệu lực giấy phép
    LICENCE_TO_NOTICE = "licence_to_notice"  # chuyển cấp phép sang thông báo
    NARROW_SCOPE = "narrow_scope"  # thu hẹp đối tượng phải thực hiện
    RAISE_THRESHOLD = "raise_threshold"  # nâng ngưỡng
    LOWER_FREQUENCY = "lower_frequency"  # giảm tần suất báo cáo
    POST_CHECK = "post_check"  # chuyển tiền kiểm sang hậu kiểm
    ANYWHERE = "anywhere"  # phi địa giới hành chính
    CUT_CONDITION = "cut_condition"  # cắt giảm điều kiện kinh doanh
    OTHER = "other"


class Amount(Model):
    """An exact number with its unit (*số lượng*): ``{"value": 5, "unit": "working_day"}``."""

    value: Number
    unit: Unit


class Measure(Shorthand):
    """One measure of an item (*giải pháp đơn giản hóa*), with values before and after.

    Attributes:
        kind: what is done.
        before: what it was, an amount or words.
        after: what it becomes.
        until: last day of a measure that is only for a time.
        description: the measure in words.
    """

    main: ClassVar[str] = "kind"

    kind: MeasureKind
    before: Amount | Text | None = None
    after: Amount | Text | None = None
    until: Day | None = None
    description: Text | None = None


class Target(Model):
    """A measurable target (*mục tiêu định lượng*); a sentence alone is a :class:`Goal`.

    Attributes:
        metric: what is measured, ``"items_enacted"``, ``"compliance_cost"`` …
        value: how much.
        unit: in what unit, ``"%"``, ``"items"``, ``"VND"``.
        due: by when.
        agency: whose target it is; None for the whole programme.
        words: the words of the source.
    """

    metric: Slug | Annotated[str, Field(pattern=r"^[a-z0-9_]+$", max_length=80)]
    value: Number
    unit: Unit
    due: Day
    agency: AgencyRef | None = None
    words: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _measurable(cls, data: Any) -> Any:
        if isinstance(data, str) or (isinstance(data, dict) and data.keys() <= {"words"}):
            raise ValueError(
                "a target needs metric, value, unit and due; keep a sentence alone as a goal"
            )
        return data


class Goal(Shorthand):
    """A goal that cannot be measured (*mục tiêu định tính*): kept and counted, never a target."""

    main: ClassVar[str] = "words"

    words: Text
    agency: AgencyRef | None = None


class Obliged(Shorthand):
    """An agency that the programme obliges to act (*cơ quan có trách nhiệm*), and its level."""

    main: ClassVar[str] = "agency"

    agency: AgencyRef
    level: Level | None = None


class Baseline(Model):
    """The point a programme is measured from (*mốc đánh giá*).

    Attributes:
        on: the day.
        items: the number of items frozen as denominator on that day, if it was.
        words: what was counted.
    """

    on: Day
    items: Annotated[int, Field(ge=0, strict=True)] | None = None
    words: Text | None = None


class Programme(Document):
    """A programme of reform (*chương trình cải cách, cắt giảm, đơn giản hóa*).

    Attributes:
        id: its key, usually the number of the document that ordered it with the year,
            ``"68/NQ-CP/2020"``.
        name: what it is called.
        document: the document that ordered it.
        scope: what it covers, in words.
        starts: first day of its period.
        ends: last day of its period.
        obliged: the agencies that must act, each with its level.
        baseline: what it is measured from.
        targets: measurable targets.
        goals: goals in words alone.
        note: anything else.
    """

    kind: Literal["programme"] = "programme"
    id: Key
    name: Text
    document: DocumentRef | None = None
    scope: Text | None = None
    starts: Day | None = None
    ends: Day | None = None
    obliged: Several[Obliged] | None = None
    baseline: Baseline | None = None
    targets: Several[Target] | None = None
    goals: Several[Goal] | None = None
    note: Text | None = None

    set_like: ClassVar[frozenset[str]] = frozenset({"obliged"})

    @property
    def key(self) -> str:
        return self.id

    @property
    def title(self) -> str:
        return self.name

    @property
    def own_date(self) -> date | None:
        return self.document.signed_on if self.document else None

    def warnings(self) -> Iterator[Problem]:
        if self.starts and self.ends and self.ends < self.starts:
            yield warning("$.ends", "ends before it begins")
        for place, target in enumerate(self.targets or ()):
            if self.ends and target.due > self.ends:
                yield warning(f"$.targets[{place}].due", "is due after the programme ends")


class Amendment(Shorthand):
    """A text that a plan would have changed (*văn bản cần sửa đổi*): which, how, by whom, when."""

    main: ClassVar[str] = "document"

    document: DocumentRef
    words: Text | None = None
    by: AgencyRef | None = None
    due: Day | None = None


class Plan(Document):
    """A plan of simplification (*phương án đơn giản hóa*) for one procedure or a group.

    Attributes:
        programme: id of the programme.
        id: its key within the programme.
        name: what it is called.
        document: the decision that approved or adopted it.
        reason: why (*lý do*).
        amends: the texts to amend, by whom and when (*kiến nghị thực thi*).
        benefit: the benefit in words (*lợi ích phương án*).
        cost: what its subjects cost now and after, where its items do not say it.
        lead: the lead agency.
        due: when it is to be carried out.
        note: anything else.
    """

    kind: Literal["plan"] = "plan"
    programme: Key
    id: Slug
    name: Text
    document: DocumentRef | None = None
    reason: Text | None = None
    amends: Several[Amendment] | None = None
    benefit: Text | None = None
    cost: CostSheet | None = None
    lead: AgencyRef | None = None
    due: Day | None = None
    note: Text | None = None

    @property
    def key(self) -> str:
        return f"{self.programme}/{self.id}"

    @property
    def title(self) -> str:
        return self.name

    @property
    def own_date(self) -> date | None:
        return self.document.signed_on if self.document else None


class Item(Document):
    """One line of a plan (*nội dung cắt giảm, đơn giản hóa*): one subject and its measures.

    Attributes:
        programme: id of the programme.
        subject_kind: what kind of thing is simplified; never changes.
        about: the subject: a procedure's code, else a key or a short name.
        round: 1, or 2 for a second round about the same subject.
        id: its key; ``programme/kind/about``, and ``/2`` for a second round, unless given.
        plan: the key of its plan within the programme.
        name: the item in words.
        measures: what is done, with values before and after.
        lead: the lead agency (*cơ quan chủ trì*).
        coordinating: agencies that take part (*cơ quan phối hợp*).
        amends: the texts to amend.
        product: the document it is to bring about (*sản phẩm*).
        cost: what its subject costs now and after (*bảng tính chi phí tuân thủ*).
        due: when it is to be enacted (*thời hạn*).
        note: anything else.
    """

    kind: Literal["item"] = "item"
    programme: Key
    subject_kind: SubjectKind
    about: Annotated[Code, Field(max_length=120)]
    round: Annotated[int, Field(ge=1, le=99, strict=True)] = 1
    id: Key | Literal[""] = ""
    plan: Slug | None = None
    name: Text | None = None
    measures: Several[Measure] | None = None
    lead: AgencyRef | None = None
    coordinating: AgencyRefs | None = None
    amends: DocumentRefs | None = None
    product: Text | None = None
    cost: CostSheet | None = None
    due: Day | None = None
    note: Text | None = None

    set_like: ClassVar[frozenset[str]] = frozenset({"coordinating", "amends"})

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: Any) -> Any:
        if isinstance(data, dict) and not data.get("id"):
            about = str(data.get("about", "")).strip().replace(" ", "-")
            parts = [str(data.get("programme", "")), str(data.get("subject_kind", "")), about]
            if data.get("round", 1) != 1:
                parts.append(str(data["round"]))
            data = data | {"id": "/".join(parts)}
        return data

    @property
    def key(self) -> str:
        return self.id

    @property
    def title(self) -> str:
        return self.name or self.about

    @property
    def procedure(self) -> str | None:
        """The code of the procedure it is about, None for other kinds."""
        is_procedure = self.subject_kind in (
            SubjectKind.PROCEDURE,
            SubjectKind.INTERNAL_PROCEDURE,
        )
        return self.about if is_procedure else None

    def warnings(self) -> Iterator[Problem]:
        if self.measures is None:
            yield warning("$.measures", "an item without measures cannot be weighed")
