"""One change between two editions (*nội dung thay đổi*) as a value and in Vietnamese words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import singledispatch
from types import MappingProxyType
from typing import Any, Final

import attrs

from proccat import text as texts
from proccat.documents import Document, DocumentRef, Stated
from proccat.documents.base import Model, Shorthand
from proccat.documents.case import Case
from proccat.documents.labels import LABELS, label
from proccat.documents.manner import Fee, Manner, TimeLimit
from proccat.documents.procedure import Service

LONGEST_EXCERPT: Final = 160
"""A longer text is shown from where the two editions part, in so many characters."""


class ChangeKind(StrEnum):
    """What happened between two editions (*loại thay đổi*)."""

    CREATED = "created"
    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"
    REORDERED = "reordered"
    BECAME_KNOWN = "became_known"  # None before: it may have held all along
    BECAME_UNKNOWN = "became_unknown"
    LEVEL_ADDED = "level_added"
    LEVEL_REMOVED = "level_removed"
    AGENCY_ADDED = "agency_added"
    AGENCY_REMOVED = "agency_removed"
    CASE_ADDED = "case_added"
    CASE_REMOVED = "case_removed"
    STEP_ADDED = "step_added"
    STEP_CUT = "step_cut"
    STEP_CHANGED = "step_changed"
    COMPONENT_ADDED = "component_added"
    COMPONENT_CUT = "component_cut"
    COMPONENT_CHANGED = "component_changed"
    COMPONENT_REQUIRED = "component_required"
    COMPONENT_OPTIONAL = "component_optional"
    COPIES_RAISED = "copies_raised"
    COPIES_CUT = "copies_cut"
    FORM_ADDED = "form_added"
    FORM_CUT = "form_cut"
    FORM_CHANGED = "form_changed"
    SETS_RAISED = "sets_raised"
    SETS_CUT = "sets_cut"
    CHANNEL_ADDED = "channel_added"
    CHANNEL_REMOVED = "channel_removed"
    MANNER_ADDED = "manner_added"
    MANNER_REMOVED = "manner_removed"
    TIME_LENGTHENED = "time_lengthened"
    TIME_SHORTENED = "time_shortened"
    TIME_UNIT_CHANGED = "time_unit_changed"  # longer or shorter is not ours to say
    TIME_CHANGED = "time_changed"
    FEE_RAISED = "fee_raised"
    FEE_LOWERED = "fee_lowered"
    FEE_CHANGED = "fee_changed"
    FEE_ADDED = "fee_added"
    FEE_ABOLISHED = "fee_abolished"
    FEE_INTRODUCED = "fee_introduced"  # was stated to be none
    FEE_EXEMPTED = "fee_exempted"  # is now stated to be none
    REQUIREMENT_ADDED = "requirement_added"
    REQUIREMENT_CUT = "requirement_cut"
    REQUIREMENT_REWORDED = "requirement_reworded"
    PERFORMER_ADDED = "performer_added"
    PERFORMER_REMOVED = "performer_removed"
    RESULT_ADDED = "result_added"
    RESULT_REMOVED = "result_removed"
    BASIS_ADDED = "basis_added"
    BASIS_REMOVED = "basis_removed"
    SERVICE_ADDED = "service_added"
    SERVICE_REMOVED = "service_removed"
    MEMBER_ADDED = "member_added"
    MEMBER_REMOVED = "member_removed"
    ONLINE_RAISED = "online_raised"
    ONLINE_LOWERED = "online_lowered"


CHANGES: Final[Mapping[ChangeKind, str]] = MappingProxyType({
    ChangeKind.CREATED: "Bổ sung mới {topic}",
    ChangeKind.REMOVED: "Bỏ {topic}",
    ChangeKind.ADDED: "Bổ sung {topic}",
    ChangeKind.CHANGED: "Sửa đổi {topic}",
    ChangeKind.REORDERED: "Thay đổi thứ tự {topic}",
    ChangeKind.BECAME_KNOWN: "Bổ sung thông tin về {topic}",
    ChangeKind.BECAME_UNKNOWN: "Không còn thông tin về {topic}",
    ChangeKind.LEVEL_ADDED: "Bổ sung cấp thực hiện",
    ChangeKind.LEVEL_REMOVED: "Bỏ cấp thực hiện",
    ChangeKind.AGENCY_ADDED: "Bổ sung {topic}",
    ChangeKind.AGENCY_REMOVED: "Bỏ {topic}",
    ChangeKind.CASE_ADDED: "Bổ sung trường hợp",
    ChangeKind.CASE_REMOVED: "Bỏ trường hợp",
    ChangeKind.STEP_ADDED: "Bổ sung bước thực hiện",
    ChangeKind.STEP_CUT: "Cắt giảm bước thực hiện",
    ChangeKind.STEP_CHANGED: "Sửa đổi bước thực hiện",
    ChangeKind.COMPONENT_ADDED: "Bổ sung thành phần hồ sơ",
    ChangeKind.COMPONENT_CUT: "Cắt giảm thành phần hồ sơ",
    ChangeKind.COMPONENT_CHANGED: "Sửa đổi thành phần hồ sơ",
    ChangeKind.COMPONENT_REQUIRED: "Thành phần hồ sơ trở thành bắt buộc",
    ChangeKind.COMPONENT_OPTIONAL: "Thành phần hồ sơ không còn bắt buộc",
    ChangeKind.COPIES_RAISED: "Tăng {topic}",
    ChangeKind.COPIES_CUT: "Giảm {topic}",
    ChangeKind.FORM_ADDED: "Bổ sung mẫu đơn, tờ khai",
    ChangeKind.FORM_CUT: "Bãi bỏ mẫu đơn, tờ khai",
    ChangeKind.FORM_CHANGED: "Sửa đổi mẫu đơn, tờ khai",
    ChangeKind.SETS_RAISED: "Tăng số lượng hồ sơ",
    ChangeKind.SETS_CUT: "Giảm số lượng hồ sơ",
    ChangeKind.CHANNEL_ADDED: "Bổ sung hình thức nộp",
    ChangeKind.CHANNEL_REMOVED: "Bỏ hình thức nộp",
    ChangeKind.MANNER_ADDED: "Bổ sung cách thức thực hiện",
    ChangeKind.MANNER_REMOVED: "Bỏ cách thức thực hiện",
    ChangeKind.TIME_LENGTHENED: "Kéo dài thời hạn giải quyết",
    ChangeKind.TIME_SHORTENED: "Cắt giảm thời hạn giải quyết",
    ChangeKind.TIME_UNIT_CHANGED: "Thay đổi đơn vị tính thời hạn giải quyết",
    ChangeKind.TIME_CHANGED: "Sửa đổi thời hạn giải quyết",
    ChangeKind.FEE_RAISED: "Tăng phí, lệ phí",
    ChangeKind.FEE_LOWERED: "Giảm phí, lệ phí",
    ChangeKind.FEE_CHANGED: "Sửa đổi phí, lệ phí",
    ChangeKind.FEE_ADDED: "Bổ sung phí, lệ phí",
    ChangeKind.FEE_ABOLISHED: "Bãi bỏ phí, lệ phí",
    ChangeKind.FEE_INTRODUCED: "Quy định thu phí, lệ phí",
    ChangeKind.FEE_EXEMPTED: "Không thu phí, lệ phí",
    ChangeKind.REQUIREMENT_ADDED: "Bổ sung yêu cầu, điều kiện",
    ChangeKind.REQUIREMENT_CUT: "Cắt giảm yêu cầu, điều kiện",
    ChangeKind.REQUIREMENT_REWORDED: "Sửa đổi yêu cầu, điều kiện",
    ChangeKind.PERFORMER_ADDED: "Bổ sung đối tượng thực hiện",
    ChangeKind.PERFORMER_REMOVED: "Bỏ đối tượng thực hiện",
    ChangeKind.RESULT_ADDED: "Bổ sung kết quả thực hiện",
    ChangeKind.RESULT_REMOVED: "Bỏ kết quả thực hiện",
    ChangeKind.BASIS_ADDED: "Bổ sung căn cứ pháp lý",
    ChangeKind.BASIS_REMOVED: "Bỏ căn cứ pháp lý",
    ChangeKind.SERVICE_ADDED: "Bổ sung dịch vụ công",
    ChangeKind.SERVICE_REMOVED: "Bỏ dịch vụ công",
    ChangeKind.MEMBER_ADDED: "Bổ sung thủ tục thành phần",
    ChangeKind.MEMBER_REMOVED: "Bỏ thủ tục thành phần",
    ChangeKind.ONLINE_RAISED: "Nâng mức độ cung cấp dịch vụ công trực tuyến",
    ChangeKind.ONLINE_LOWERED: "Hạ mức độ cung cấp dịch vụ công trực tuyến",
})  # fmt: skip
"""What each kind is called; ``{topic}`` is what it happened to."""


@attrs.frozen
class Change:
    """One difference between two editions (*nội dung thay đổi*).

    Attributes:
        kind: what happened.
        path: where, ``$.cases[0].components[1]``, in the later edition; of what is gone, in the
            earlier one.
        before: what stood, a value of the document; None if there was none or it was unknown.
        after: what stands now, likewise.
        topic: what it happened to, ``"Thời hạn giải quyết"``.
        place: which of several, ``"trực tiếp, cấp xã"``; empty if there is only one.
    """

    kind: ChangeKind
    path: str
    before: object
    after: object
    topic: str
    place: str = ""

    @property
    def label(self) -> str:
        """What happened in official words, ``"Cắt giảm thành phần hồ sơ"``."""
        return CHANGES[self.kind].format(topic=_in_sentence(self.topic))

    def text(self) -> str:
        """The change in one line of Vietnamese (*mô tả thay đổi*).

        ``"Thời hạn giải quyết (trực tiếp): 5 ngày làm việc → 3 ngày làm việc"``, or what was
        added or is gone: ``"Cắt giảm thành phần hồ sơ: Giấy xác nhận cư trú"``.
        """
        place = f" ({self.place})" if self.place else ""
        known = self.kind in (ChangeKind.BECAME_KNOWN, ChangeKind.BECAME_UNKNOWN)
        if self.kind is ChangeKind.REORDERED:
            return self.label + place
        if not known and (self.before is None or self.after is None):
            only = words(self.after if self.before is None else self.before)
            return f"{self.label}{place}: {_excerpt(only, 0)}"
        before, after = words(self.before), words(self.after)
        part = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
        return f"{self.topic}{place}: {_excerpt(before, part)} → {_excerpt(after, part)}"

    def plain(self) -> dict[str, Any]:
        """The change as JSON-ready data, with its label and its line of text."""
        return {
            "kind": self.kind.value,
            "path": self.path,
            "label": self.label,
            "place": self.place,
            "before": plain(self.before),
            "after": plain(self.after),
            "text": self.text(),
        }


def plain(value: object) -> Any:
    """A value of a document as JSON-ready data, without what is unknown in it."""
    if isinstance(value, Document):
        return value.plain()
    if isinstance(value, Model):
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, (tuple, list)):
        return [plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return str(value) if isinstance(value, Decimal) else value


def canonical(data: object) -> str:
    """JSON-ready data in one spelling, as digests compare it: keys sorted, letters composed."""
    return texts.nfc(json.dumps(data, ensure_ascii=False, sort_keys=True))


@singledispatch
def words(value: object) -> str:
    """A value of a document in words on one line (*diễn đạt giá trị*)."""
    return canonical(plain(value))


@words.register
def _(value: None) -> str:
    return "chưa có thông tin"


@words.register
def _(value: str) -> str:
    if isinstance(value, StrEnum) and type(value) in LABELS:
        return _in_sentence(label(value))
    return texts.squash(value)


@words.register
def _(value: bool) -> str:
    return "có" if value else "không"


@words.register
def _(value: int | Decimal) -> str:
    written = f"{value:,f}" if value % 1 else f"{value:,.0f}"
    return written.translate(str.maketrans(",.", ".,"))


@words.register
def _(value: date) -> str:
    return f"{value:%d/%m/%Y}"


@words.register
def _(value: tuple) -> str:  # type: ignore[type-arg] # singledispatch takes bare classes only
    return "; ".join(words(each) for each in value)


@words.register
def _(value: Stated) -> str:
    return texts.squash(value.words)


@words.register
def _(value: TimeLimit) -> str:
    if value.quantity is None or value.unit is None:
        return words(value.words)
    return f"{words(value.quantity)} {words(value.unit)}"


@words.register
def _(value: Fee) -> str:
    kind = f"{words(value.kind)} " if value.kind else ""
    if value.amount is None:
        return kind + words(value.words)
    return f"{kind}{words(value.amount)} {'đồng' if value.currency == 'VND' else value.currency}"


@words.register
def _(value: Manner) -> str:
    said = (value.channel, value.limit, value.fees, value.description)
    return ", ".join(words(each) for each in said if each is not None) or "chưa có thông tin"


@words.register
def _(value: Case) -> str:
    return words(value.name) if value.name else "trường hợp chung"


@words.register
def _(value: DocumentRef) -> str:
    return texts.squash(value.raw)


@words.register
def _(value: Service) -> str:
    return f"{value.code} {words(value.name)}"


@words.register
def _(value: Shorthand) -> str:
    return words(getattr(value, value.main))


@words.register
def _(value: Document) -> str:
    return texts.squash(value.title)


def _in_sentence(words: str) -> str:
    """A label as it stands inside a sentence: a small first letter, save of an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _excerpt(line: str, part: int) -> str:
    """So much of a line as can be read at a glance, from a little before where it parts."""
    if len(line) <= LONGEST_EXCERPT:
        return line
    start = line.rfind(" ", 0, max(part - 40, 0) + 1) + 1
    shown = line[start : start + LONGEST_EXCERPT]
    return f"{'…' if start else ''}{shown}{'…' if start + len(shown) < len(line) else ''}"
