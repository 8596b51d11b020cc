"""Reports (*báo cáo*): plain values computed from a view, for any date."""

from __future__ import annotations

from proccat.reports.burden import Burden, Finding, burden
from proccat.reports.cost import CostReport, ItemCost, Total, cost
from proccat.reports.deadlines import Deadlines, Due, deadlines
from proccat.reports.power import Ground
from proccat.reports.progress import Progress, ProgressRow, progress
from proccat.reports.reckoning import Account, Line, Saving, account, hourly_income, saving
from proccat.reports.sunsets import Sunset, sunsets

__all__ = [
    "Account", "Burden", "CostReport", "Deadlines", "Due", "Finding", "Ground", "ItemCost", "Line",
    "Progress", "ProgressRow", "Saving", "Sunset", "Total",
    "account", "burden", "cost", "deadlines", "hourly_income", "progress", "saving", "sunsets",
]  # fmt: skip
