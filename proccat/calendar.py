"""Working days (*ngày làm việc*) in Viet Nam: weekends and public holidays left out.

Public holidays follow the lunar calendar and yearly decisions; the maintained ``holidays`` package
knows them. It comes with the extra ``reports``.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from proccat.errors import MissingExtraError

if TYPE_CHECKING:
    from holidays import HolidayBase

_DAY: Final = timedelta(days=1)


@cache
def _holidays() -> HolidayBase:
    """The public holidays of Viet Nam; each year is reckoned when it is first asked for."""
    try:
        import holidays
    except ImportError:
        raise MissingExtraError("counting working days", "reports") from None
    return holidays.country_holidays("VN")


@lru_cache(maxsize=65_536)
def is_working_day(day: date) -> bool:
    """Whether offices work on a day (*ngày làm việc*): no weekend, no public holiday.

    A Saturday worked in exchange for a day off between holidays counts as a working day.

    Raises:
        MissingExtraError: the package that knows the holidays is not installed.
    """
    known = _holidays()
    return day not in known and known.is_working_day(day)


@lru_cache(maxsize=65_536)
def working_days_after(day: date, count: int) -> date:
    """The last of so many working days after a day (*tính theo ngày làm việc*).

    The day itself does not count. With a count of 0 it is the day itself.

    Raises:
        MissingExtraError: the package that knows the holidays is not installed.
    """
    while count > 0:
        day += _DAY
        count -= is_working_day(day)
    return day
