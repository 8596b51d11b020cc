"""The lifecycles (*vòng đời*) as tables of data: statuses, ranks, and what may follow what.

Sources: Decree 63/2010/NĐ-CP art. 8–17, 24, 27–31; Decree 20/2008/NĐ-CP art. 9, 14, 15. One
engine (:mod:`proccat.standing`) moves every kind of subject by these tables; docs and tests are
drawn from them. A new lifecycle is one more :class:`Lifecycle` and an entry in :data:`LIFECYCLES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import attrs

from proccat import text as texts
from proccat.statuses import Handling as Handling
from proccat.statuses import Publication as Publication
from proccat.statuses import Simplification as Simplification


class SubjectKind(StrEnum):
    """What an item of a plan simplifies (*đối tượng đơn giản hóa*)."""

    PROCEDURE = "procedure"  # thủ tục hành chính
    INTERNAL_PROCEDURE = "internal_procedure"  # thủ tục hành chính nội bộ
    REPORTING_REGIME = "reporting_regime"  # chế độ báo cáo
    BUSINESS_CONDITION = "business_condition"  # điều kiện kinh doanh
    STANDARD = "standard"  # tiêu chuẩn, quy chuẩn kỹ thuật
    INSPECTED_GOODS = "inspected_goods"  # hàng hóa kiểm tra chuyên ngành
    PAPER = "paper"  # giấy tờ
    TASK = "task"  # nhiệm vụ
    OTHER = "other"  # quy định khác


ANNOUNCED_KINDS = frozenset({SubjectKind.PROCEDURE, SubjectKind.INTERNAL_PROCEDURE})
"""The kinds of subject that have a procedure's text and are announced (*công bố*)."""


class Guard(StrEnum):
    """A condition on a transition beyond its two ends."""

    ALWAYS = "always"
    BACK = "back"  # only to the status the suspension came from
    RENEWED = "renewed"  # only if the suspension is recorded again from the same day
    SUNSET = "sunset"  # only if what stands has a last day


@attrs.frozen
class Status:
    """One status (*trạng thái*) of a lifecycle.

    Attributes:
        key: the value stored and typed.
        label: the official Vietnamese term.
        rank: place on the main line, None for ended ones; a side stage has the rank of the stage
            it came from.
        until: whether a fact of this status may carry a last day.
    """

    key: str
    label: str
    rank: int | None
    until: bool = False


@attrs.frozen
class Transition:
    """A row of the table: what may follow what (*chuyển trạng thái*).

    Attributes:
        source: the status that stands, None for nothing.
        to: the status that follows.
        act: the act in words.
        document: the kind of document that is required.
        competent: who may do it.
        article: the rule it rests on.
        guard: a further condition.
        kinds: the kinds of subject the row holds for; empty for all.
    """

    source: str | None
    to: str
    act: str
    document: str = ""
    competent: str = ""
    article: str = ""
    guard: Guard = Guard.ALWAYS
    kinds: frozenset[SubjectKind] = frozenset()


@attrs.frozen
class Lifecycle:
    """A lifecycle (*vòng đời*): its statuses, its transitions, its ways with dates.

    Attributes:
        name: ``"publication"``, ``"simplification"`` or ``"handling"``.
        statuses: by key, in the order of the main line.
        transitions: the table.
        immediate: statuses that take effect on the day of the act, whatever the document says.
        continues: status → the statuses whose last day it takes over unless one is given.
        announcement: status → the status whose effect it waits for (``public`` follows the
            announcement it publishes).
        needs_successors: statuses that must name what comes instead.
    """

    name: str
    statuses: Mapping[str, Status]
    transitions: tuple[Transition, ...]
    immediate: frozenset[str]
    continues: Mapping[str, tuple[str, ...]]
    announcement: Mapping[str, str]
    needs_successors: frozenset[str]

    def rows(self, source: str | None, kind: SubjectKind | None = None) -> tuple[Transition, ...]:
        """The rows of the table that lead on from ``source``, for a kind of item if given."""
        return tuple(
            row
            for row in self.transitions
            if row.source == source and (kind is None or not row.kinds or kind in row.kinds)
        )

    def key_of(self, words: str) -> str | None:
        """The status that a key or an official term means, any tones and case; else None."""
        if words in self.statuses:
            return words
        wanted = texts.fold(texts.squash(words))
        return next(
            (
                status.key
                for status in self.statuses.values()
                if wanted in (status.key, texts.fold(status.label))
            ),
            None,
        )

    def rank(self, status: str | None) -> int | None:
        """The rank of a status on the main line, None for none or an ended one."""
        return None if status is None else self.statuses[status].rank


def _statuses(*statuses: Status) -> Mapping[str, Status]:
    return MappingProxyType({status.key: status for status in statuses})


def _rows(
    sources: str,
    targets: str,
    act: str,
    *,
    document: str = "",
    competent: str = "",
    article: str = "",
    guard: Guard = Guard.ALWAYS,
    kinds: frozenset[SubjectKind] = frozenset(),
) -> tuple[Transition, ...]:
    """Rows for every pair of the blank-separated sources and targets; ``-`` is nothing."""
    return tuple(
        Transition(
            None if source == "-" else source, to, act, document, competent, article, guard, kinds
        )
        for source in sources.split()
        for to in targets.split()
    )


PUBLICATION = Lifecycle(
    name="publication",
    statuses=_statuses(
        Status("drafted", "dự thảo", 0),
        Status("issued", "đã ban hành", 1),
        Status("announced", "đã công bố", 2, until=True),
        Status("public", "đã công khai", 3, until=True),
        Status("suspended", "tạm ngưng, đình chỉ", None, until=True),
        Status("replaced", "bị thay thế", None, until=True),
        Status("abolished", "bị bãi bỏ, hủy bỏ", None, until=True),
    ),
    transitions=(
        *_rows("-", "drafted", "dự thảo kèm đánh giá tác động", document="dự thảo",
               competent="cơ quan chủ trì soạn thảo", article="NĐ 63/2010 Đ9–11"),
        *_rows("drafted", "issued", "ban hành văn bản quy định thủ tục",
               document="văn bản quy phạm pháp luật", competent="cơ quan ban hành",
               article="NĐ 63/2010 Đ8.1"),
        *_rows("- issued", "announced", "công bố mới ban hành", document="quyết định công bố",
               competent="bộ trưởng; chủ tịch UBND cấp tỉnh; thủ trưởng cơ quan được giao",
               article="NĐ 63/2010 Đ13–15"),
        *_rows("- announced", "public", "công khai trên Cơ sở dữ liệu quốc gia", document="",
               competent="đơn vị kiểm soát thủ tục hành chính của cơ quan công bố",
               article="NĐ 63/2010 Đ16, 17, 24"),
        *_rows("announced public", "announced", "công bố sửa đổi, bổ sung",
               document="quyết định công bố",
               competent="bộ trưởng; chủ tịch UBND cấp tỉnh; thủ trưởng cơ quan được giao",
               article="NĐ 63/2010 Đ14.2b"),
        *_rows("announced public suspended", "replaced", "công bố thay thế",
               document="quyết định công bố",
               competent="bộ trưởng; chủ tịch UBND cấp tỉnh; thủ trưởng cơ quan được giao",
               article="NĐ 63/2010 Đ14.2b"),
        *_rows("announced public suspended", "abolished", "công bố hủy bỏ, bãi bỏ",
               document="quyết định công bố và văn bản bãi bỏ",
               competent="bộ trưởng; chủ tịch UBND cấp tỉnh; thủ trưởng cơ quan được giao",
               article="NĐ 63/2010 Đ14.2c"),
        *_rows("announced public", "suspended", "tạm ngưng, đình chỉ", document="quyết định",
               competent="cơ quan có thẩm quyền"),
        *_rows("suspended", "announced public", "cho thực hiện trở lại", document="quyết định",
               competent="cơ quan có thẩm quyền", guard=Guard.BACK),
        *_rows("suspended", "announced", "công bố sửa đổi, bổ sung trong khi tạm ngưng",
               document="quyết định công bố", competent="cơ quan có thẩm quyền",
               guard=Guard.RENEWED),
        *_rows("suspended", "suspended", "gia hạn tạm ngưng", document="quyết định",
               competent="cơ quan có thẩm quyền", guard=Guard.SUNSET),
        *_rows("abolished replaced", "announced abolished suspended replaced",
               "thay bằng hoặc gia hạn bởi văn bản sau", document="quyết định công bố",
               competent="cơ quan có thẩm quyền", guard=Guard.SUNSET),
        *_rows("drafted issued", "abolished", "rút, hủy trước khi công bố",
               document="văn bản rút dự thảo hoặc bãi bỏ", competent="cơ quan ban hành"),
    ),
    immediate=frozenset({"issued"}),
    continues=MappingProxyType({"public": ("announced",)}),
    announcement=MappingProxyType({"public": "announced"}),
    needs_successors=frozenset({"replaced"}),
)  # fmt: skip


SIMPLIFICATION = Lifecycle(
    name="simplification",
    statuses=_statuses(
        Status("planned", "trong kế hoạch rà soát", 0),
        Status("reviewing", "đang rà soát, đánh giá", 1),
        Status("retained", "giữ nguyên", None),
        Status("proposed", "đã đề xuất", 2),
        Status("adopted", "đã thông qua", 3),
        Status("consulted", "chờ ý kiến cơ quan kiểm soát", 3),
        Status("recommended", "đã kiến nghị cấp trên", 3),
        Status("approved", "đã phê duyệt", 4),
        Status("drafting", "đang soạn văn bản thực thi", 5),
        Status("submitted", "đã trình ban hành", 6),
        Status("enacted", "đã ban hành văn bản thực thi", 7, until=True),
        Status("announced", "đã công bố", 8, until=True),
        Status("completed", "hoàn thành", 9, until=True),
        Status("rejected", "không chấp thuận", None),
        Status("stopped", "dừng", None),
    ),
    transitions=(
        *_rows("-", "planned", "đưa vào kế hoạch rà soát", document="kế hoạch rà soát",
               competent="bộ trưởng, chủ tịch UBND cấp tỉnh; Thủ tướng (kế hoạch trọng tâm)",
               article="NĐ 63/2010 Đ27, 30"),
        *_rows("planned", "reviewing", "rà soát, đánh giá", document="kế hoạch rà soát",
               competent="đơn vị chủ trì", article="NĐ 63/2010 Đ27, 30"),
        *_rows("reviewing", "retained proposed", "báo cáo kết quả rà soát",
               document="báo cáo rà soát kèm bảng tính chi phí",
               competent="đơn vị chủ trì; đơn vị kiểm soát thủ tục hành chính",
               article="NĐ 63/2010 Đ28, 31"),
        *_rows("proposed", "adopted", "thông qua phương án",
               document="quyết định thông qua phương án",
               competent="bộ trưởng; chủ tịch UBND cấp tỉnh", article="NĐ 63/2010 Đ31.1–31.2"),
        *_rows("proposed adopted", "consulted", "gửi lấy ý kiến cơ quan kiểm soát",
               document="văn bản lấy ý kiến", competent="bộ chủ trì",
               article="NĐ 63/2010 Đ31.2"),
        *_rows("consulted", "approved", "phê duyệt phương án",
               document="quyết định hoặc nghị quyết",
               competent="Thủ tướng Chính phủ, Chính phủ", article="NĐ 63/2010 Đ31.2"),
        *_rows("adopted", "recommended", "kiến nghị cấp trên", document="văn bản kiến nghị",
               competent="chủ tịch UBND cấp tỉnh", article="NĐ 63/2010 Đ31.1–31.2"),
        *_rows("recommended", "approved rejected", "xử lý kiến nghị", document="văn bản trả lời",
               competent="bộ quản lý ngành", article="NĐ 63/2010 Đ31.1–31.2"),
        *_rows("consulted", "reviewing adopted", "ý kiến của cơ quan kiểm soát",
               document="văn bản góp ý", competent="cơ quan kiểm soát thủ tục hành chính"),
        *_rows("- planned", "approved", "phê duyệt danh mục, phương án",
               document="quyết định phê duyệt", competent="cơ quan phê duyệt chương trình"),
        *_rows("adopted approved", "drafting", "soạn văn bản thực thi",
               document="", competent="cơ quan chủ trì soạn thảo"),
        *_rows("drafting", "submitted", "trình ban hành", document="tờ trình",
               competent="cơ quan chủ trì soạn thảo"),
        *_rows("submitted", "enacted", "ban hành văn bản thực thi",
               document="văn bản quy phạm pháp luật hoặc văn bản hành chính",
               competent="cơ quan ban hành"),
        *_rows("adopted approved drafting", "enacted", "ban hành văn bản thực thi",
               document="văn bản quy phạm pháp luật hoặc văn bản hành chính",
               competent="cơ quan ban hành"),
        *_rows("planned", "enacted", "ban hành văn bản thực thi nhiệm vụ",
               document="văn bản quy phạm pháp luật hoặc văn bản hành chính",
               competent="cơ quan ban hành", kinds=frozenset({SubjectKind.TASK})),
        *_rows("submitted", "drafting", "trả lại dự thảo", document="văn bản trả lại",
               competent="cơ quan ban hành"),
        *_rows("enacted announced completed", "drafting", "văn bản thực thi bị hủy bỏ",
               document="văn bản hủy bỏ", competent="cơ quan có thẩm quyền"),
        *_rows("enacted announced completed", "enacted", "ban hành thêm văn bản thực thi",
               document="văn bản quy phạm pháp luật hoặc văn bản hành chính",
               competent="cơ quan ban hành"),
        *_rows("enacted", "announced", "công bố thủ tục", document="quyết định công bố",
               competent="bộ trưởng; chủ tịch UBND cấp tỉnh", article="NĐ 63/2010 Đ13–15"),
        *_rows("announced", "completed", "công khai trên Cơ sở dữ liệu quốc gia",
               document="", competent="đơn vị kiểm soát thủ tục hành chính",
               article="NĐ 63/2010 Đ24"),
        *_rows("enacted", "completed", "hoàn thành (đối tượng không phải công bố)", document="",
               competent="cơ quan chủ trì",
               kinds=frozenset(SubjectKind) - ANNOUNCED_KINDS),
        *_rows("- planned approved", "announced", "công bố thủ tục nội bộ",
               document="quyết định công bố", competent="bộ trưởng; chủ tịch UBND cấp tỉnh",
               kinds=frozenset({SubjectKind.INTERNAL_PROCEDURE})),
        *_rows("approved", "approved", "điều chỉnh phương án", document="quyết định điều chỉnh",
               competent="cơ quan phê duyệt"),
        *_rows("planned reviewing proposed adopted consulted", "rejected",
               "không chấp thuận", document="văn bản", competent="cơ quan phê duyệt"),
        *_rows("planned reviewing proposed adopted consulted recommended approved drafting "
               "submitted enacted announced", "stopped", "dừng thực hiện",
               document="văn bản", competent="cơ quan phê duyệt"),
    ),
    immediate=frozenset(Simplification),
    continues=MappingProxyType({
        "announced": ("enacted", "announced"),
        "completed": ("enacted", "announced"),
    }),
    announcement=MappingProxyType({}),
    needs_successors=frozenset(),
)  # fmt: skip

HANDLING = Lifecycle(
    name="handling",
    statuses=_statuses(
        Status("received", "đã tiếp nhận", 0),
        Status("refused", "từ chối tiếp nhận", None),
        Status("forwarded", "đã chuyển cơ quan có thẩm quyền", None),
        Status("studied", "đã nghiên cứu, đánh giá", 1),
        Status("no_grounds", "không đủ cơ sở xử lý", 2),
        Status("decided", "đã quyết định xử lý", 2),
        Status("published", "đã công khai kết quả", 3),
    ),
    transitions=(
        *_rows(
            "-",
            "received",
            "tiếp nhận",
            competent="cơ quan kiểm soát thủ tục hành chính",
            article="NĐ 20/2008 Đ9",
        ),
        *_rows(
            "received",
            "refused",
            "từ chối tiếp nhận",
            document="văn bản trả lời",
            competent="cơ quan tiếp nhận",
            article="NĐ 20/2008 Đ9",
        ),
        *_rows(
            "received",
            "forwarded",
            "chuyển cơ quan có thẩm quyền",
            document="văn bản chuyển",
            competent="cơ quan tiếp nhận",
            article="NĐ 20/2008 Đ9, 14",
        ),
        *_rows(
            "received",
            "studied",
            "nghiên cứu, đánh giá, phân loại",
            competent="cơ quan có thẩm quyền xử lý",
            article="NĐ 20/2008 Đ14",
        ),
        *_rows(
            "studied",
            "no_grounds decided",
            "kết luận xử lý",
            document="văn bản trả lời",
            competent="cơ quan có thẩm quyền xử lý",
            article="NĐ 20/2008 Đ14",
        ),
        *_rows(
            "no_grounds decided",
            "published",
            "công khai kết quả xử lý",
            competent="cơ quan có thẩm quyền xử lý",
            article="NĐ 20/2008 Đ15",
        ),
    ),
    immediate=frozenset(Handling),
    continues=MappingProxyType({}),
    announcement=MappingProxyType({}),
    needs_successors=frozenset(),
)

LIFECYCLES: Mapping[str, Lifecycle] = MappingProxyType(
    {"procedure": PUBLICATION, "item": SIMPLIFICATION, "feedback": HANDLING}
)
"""The lifecycle of each kind of subject that has one."""
