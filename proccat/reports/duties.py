"""The time limits that offices have themselves (*thời hạn công bố, công khai*), as tables of data.

Decree 63/2010/NĐ-CP art. 15, 24 and 30, Decree 20/2008/NĐ-CP art. 14. Nothing here blocks; late
is what a report says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Final, Literal

import attrs

from proccat.calendar import working_days_after
from proccat.diff.comparing import folded
from proccat.documents import DocumentRef, Level
from proccat.documents.legal import parse_number

Authority = Literal["ministry", "chair", "entrusted"]
Act = Literal["announce", "publish", "plan", "forward", "remedy"]

ACTS: Final[Mapping[str, str]] = {
    "announce": "công bố",
    "publish": "công khai",
    "plan": "kế hoạch rà soát",
    "forward": "chuyển phản ánh, kiến nghị",
    "remedy": "khắc phục sau kiểm tra",
}
"""The duties by their official terms."""


@attrs.frozen
class Duty:
    """A row of the table: who must do what by when (*thời hạn*).

    Attributes:
        act: what is to be done.
        authority: by whom; None for anyone.
        shortened: whether it holds for what was made by a shortened procedure (*rút gọn*).
        days: how many days, before the effect if negative, else after the signing.
        working: whether these are working days.
        article: the rule.
    """

    act: Act
    authority: Authority | None
    shortened: bool
    days: int
    working: bool
    article: str

    def last_of(self, since: str) -> str:
        """The last day, reckoned from the effect or the signing; never beyond the calendar.

        Args:
            since: the day it is reckoned from, as ISO text, which is the result, too.
        """
        return _last(self.days, self.working, since)


@lru_cache(maxsize=16_384)  # many are announced on the same days
def _last(days: int, working: bool, since: str) -> str:
    day = date.fromisoformat(since)
    try:
        last = working_days_after(day, days) if working else day + timedelta(days=days)
    except OverflowError:
        last = date.min if days < 0 else date.max
    return last.isoformat()


DUTIES: Final = (
    Duty("announce", "ministry", False, -20, False, "NĐ 63/2010 Đ15"),
    Duty("announce", "chair", False, -5, False, "NĐ 63/2010 Đ15"),
    Duty("announce", "entrusted", False, -5, False, "NĐ 63/2010 Đ15"),
    Duty("announce", None, True, 3, False, "NĐ 63/2010 Đ15"),
    Duty("publish", "ministry", False, 10, True, "NĐ 63/2010 Đ24"),
    Duty("publish", "chair", False, 5, True, "NĐ 63/2010 Đ24"),
    Duty("publish", "entrusted", False, 5, True, "NĐ 63/2010 Đ24"),
    Duty("publish", None, True, 2, True, "NĐ 63/2010 Đ24"),
    Duty("forward", None, False, 5, True, "NĐ 20/2008 Đ14"),
)
"""Announce so many calendar days before the effect, or after the signing where the procedure was
shortened and is in force that day; make public so many working days after the announcement was
signed. Which of 10, 5 and 2 days holds for whom follows the order of article 15."""


@cache
def duty(act: Act, authority: Authority | None = None, shortened: bool = False) -> Duty:
    """The row that holds for an authority."""
    return next(
        row
        for row in DUTIES
        if row.act == act
        and row.shortened is shortened
        and row.authority in (None, authority)
    )  # fmt: skip


PLAN_ARTICLE: Final = "NĐ 63/2010 Đ30"
_PLANNED_BY: Final = "-01-31"
"""The review plan of a year is there by the end of its first month."""


def planned_by(year: str) -> str:
    """The last day for the review plan (*kế hoạch rà soát*) of a year, as ISO text."""
    return f"{year}{_PLANNED_BY}"


_LEVELS: Final[Mapping[Level, Authority]] = {Level.MINISTRY: "ministry", Level.PROVINCE: "chair"}

_NAMES: Final[Sequence[tuple[str, Authority]]] = (
    ("uy ban nhan dan", "chair"), ("ubnd", "chair"), ("chu tich", "chair"),
    ("bao hiem xa hoi viet nam", "entrusted"), ("ngan hang chinh sach", "entrusted"),
    ("ngan hang phat trien", "entrusted"), ("bo ", "ministry"),
    ("ngan hang nha nuoc", "ministry"), ("thanh tra chinh phu", "ministry"),
    ("van phong chinh phu", "ministry"), ("uy ban dan toc", "ministry"),
)  # fmt: skip
"""How the folded name of an announcing agency begins → what it is."""

_ISSUERS: Final[Sequence[tuple[str, Authority]]] = (
    ("UBND", "chair"), ("BHXH", "entrusted"), ("NHCS", "entrusted"), ("NHPT", "entrusted"),
    ("NHNN", "ministry"), ("TTCP", "ministry"), ("VPCP", "ministry"), ("UBDT", "ministry"),
    ("B", "ministry"),
)  # fmt: skip
"""How the issuer in the number of a decision of announcement begins → what it is."""


def authority_of(
    name: str, decisions: Sequence[DocumentRef], levels: Mapping[str, Level]
) -> Authority | None:
    """Who announces (*cơ quan công bố*): by its recorded level, its name, or the decision's number.

    Args:
        name: the announcing agency; empty if no text names one.
        decisions: the decisions of announcement.
        levels: folded name → level of the agencies that are recorded.

    Returns:
        None where nothing tells.
    """
    level = levels.get(folded(name)) if levels else None
    authority = _by_name(name) if level is None else _LEVELS.get(level) or _by_name(name)
    if authority is not None:
        return authority
    for ref in decisions:
        parsed = parse_number(ref.number) if ref.number else None
        issuer = parsed.issuer if parsed and parsed.issuer else ""
        for beginning, known in _ISSUERS:
            if issuer.startswith(beginning):
                return known
    return None


@lru_cache(maxsize=4096)  # the same few agencies announce again and again
def _by_name(name: str) -> Authority | None:
    found = folded(name)
    return next((known for beginning, known in _NAMES if found.startswith(beginning)), None)
