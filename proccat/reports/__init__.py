"""Reports (*báo cáo*): plain values computed from a view, for any date."""

from __future__ import annotations

from proccat.reports.burden import Burden, Finding, burden
from proccat.reports.cost import CostReport, ItemCost, Total, cost
from proccat.reports.deadlines import Deadlines, Due, deadlines
from proccat.reports.power import Ground
from proccat.reports.progress import Progress, ProgressRow, progress
from proccat.reports.quality import AgencyScore, Issue, Quality, quality
from proccat.reports.reckoning import Account, Line, Saving, account, hourly_income, saving
from proccat.reports.review import Candidate, Factor, Review, review
from proccat.reports.sunsets import Sunset, sunsets

__all__ = [
    "Account", "AgencyScore", "Burden", "Candidate", "CostReport", "Deadlines", "Due", "Factor",
    "Finding", "Ground", "Issue", "ItemCost", "Line", "Progress", "ProgressRow", "Quality",
    "Review", "Saving", "Sunset", "Total",
    "account", "burden", "cost", "deadlines", "hourly_income", "progress", "quality", "review",
    "saving", "sunsets",
]  # fmt: skip
