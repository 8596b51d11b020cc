"""The official labels of the enumerations, as tables of officials hold them and ours write them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

from proccat import text as texts
from proccat.documents.agency import Level
from proccat.documents.manner import Channel, FeeKind, TimeUnit
from proccat.documents.procedure import OnlineLevel, ProcedureType, Regulation
from proccat.lifecycle import SubjectKind

E = TypeVar("E", bound=StrEnum)

LABELS: Final[Mapping[type[StrEnum], Mapping[StrEnum, tuple[str, ...]]]] = MappingProxyType({
    Level: {
        Level.MINISTRY: ("Cấp bộ", "Cấp Trung ương"),
        Level.PROVINCE: ("Cấp tỉnh",),
        Level.DISTRICT: ("Cấp huyện",),
        Level.COMMUNE: ("Cấp xã",),
        Level.OTHER: ("Cơ quan khác",),
    },
    Regulation: {
        Regulation.ASSIGNED: (
            "TTHC được luật giao quy định chi tiết",
            "TTHC được giao luật quy định chi tiết",  # the portal writes both
            "Được luật giao quy định chi tiết",
        ),
        Regulation.NOT_ASSIGNED: (
            "TTHC không được luật giao quy định chi tiết",
            "TTHC không được luật giao cho địa phương quy định",
            "TTHC không được luật giao cho địa phương quy định hoặc quy định chi tiết",
            "Không được luật giao quy định chi tiết",
        ),
        Regulation.CENTRAL: ("Trung ương quy định",),
        Regulation.LOCAL: ("Địa phương quy định",),
        Regulation.OTHER: ("Loại khác", "Khác"),
    },
    ProcedureType: {
        ProcedureType.STANDARD: ("TTHC thông thường", "Thông thường"),
        ProcedureType.SPECIFIC: ("TTHC đặc thù", "Đặc thù"),
        ProcedureType.INTERCONNECTED: ("TTHC liên thông", "Liên thông"),
        ProcedureType.INTERNAL: ("TTHC nội bộ", "Nội bộ"),
    },
    OnlineLevel: {
        OnlineLevel.FULL: ("Toàn trình", "Dịch vụ công trực tuyến toàn trình", "DVC toàn trình"),
        OnlineLevel.PARTIAL: ("Một phần", "Dịch vụ công trực tuyến một phần", "DVC một phần"),
        OnlineLevel.INFORMATION: (
            "Chỉ cung cấp thông tin", "Cung cấp thông tin", "Dịch vụ cung cấp thông tin trực tuyến",
        ),
    },
    Channel: {
        Channel.DIRECT: ("Trực tiếp",),
        Channel.ONLINE: ("Trực tuyến",),
        Channel.POSTAL: ("Bưu chính", "Dịch vụ bưu chính"),
    },
    TimeUnit: {
        TimeUnit.HOUR: ("Giờ",),
        TimeUnit.WORKING_HOUR: ("Giờ làm việc",),
        TimeUnit.DAY: ("Ngày",),
        TimeUnit.WORKING_DAY: ("Ngày làm việc",),
        TimeUnit.MONTH: ("Tháng",),
        TimeUnit.YEAR: ("Năm",),
    },
    FeeKind: {
        FeeKind.FEE: ("Phí",),
        FeeKind.CHARGE: ("Lệ phí",),
    },
    SubjectKind: {
        SubjectKind.PROCEDURE: ("Thủ tục hành chính",),
        SubjectKind.INTERNAL_PROCEDURE: ("Thủ tục hành chính nội bộ",),
        SubjectKind.REPORTING_REGIME: ("Chế độ báo cáo",),
        SubjectKind.BUSINESS_CONDITION: ("Điều kiện kinh doanh",),
        SubjectKind.STANDARD: ("Tiêu chuẩn, quy chuẩn kỹ thuật",),
        SubjectKind.INSPECTED_GOODS: ("Hàng hóa kiểm tra chuyên ngành",),
        SubjectKind.PAPER: ("Giấy tờ",),
        SubjectKind.TASK: ("Nhiệm vụ",),
        SubjectKind.OTHER: ("Quy định khác",),
    },
})  # fmt: skip
"""By class, since members of two classes may be equal as text: each value's official label, then
other spellings that are read but never written."""


def label(value: StrEnum) -> str:
    """The official Vietnamese label (*tên gọi chính thức*) of a value."""
    return LABELS[type(value)][value][0]


def from_label(kind: type[E], words: str) -> E | None:
    """The value that a label, another spelling of it or its key means; None if it means none.

    Tones, case and blanks do not matter; nothing is taken by mere likeness.
    """
    wanted = texts.fold(texts.squash(words))
    for value, known in LABELS[kind].items():
        if any(texts.fold(texts.squash(name)) == wanted for name in (value.value, *known)):
            return kind(value)
    return None
