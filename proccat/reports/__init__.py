"""Reports (*báo cáo*): plain values computed from a view, for any date."""

from __future__ import annotations

from proccat.reports.agencies import Directory
from proccat.reports.burden import Burden, Finding, burden
from proccat.reports.cost import CostReport, ItemCost, Total, cost
from proccat.reports.deadlines import Deadlines, deadlines
from proccat.reports.due import Due
from proccat.reports.observed import ObservedChange, change, form_06, latest, year_before
from proccat.reports.power import Ground
from proccat.reports.progress import Progress, ProgressRow, progress
from proccat.reports.quality import AgencyScore, Issue, Quality, quality
from proccat.reports.reckoning import Account, Line, Saving, account, hourly_income, saving
from proccat.reports.reform import Reform, reform
from proccat.reports.review import Candidate, Factor, Review, review
from proccat.reports.sunsets import Sunset, sunsets
from proccat.reports.targets import GoalRow, TargetRow, TargetState

__all__ = [
    "Account", "AgencyScore", "Burden", "Candidate", "CostReport", "Deadlines", "Directory", "Due",
    "Factor", "Finding", "GoalRow", "Ground", "Issue", "ItemCost", "Line", "ObservedChange",
    "Progress", "ProgressRow", "Quality", "Reform", "Review", "Saving", "Sunset", "TargetRow",
    "TargetState", "Total",
    "account", "burden", "change", "cost", "deadlines", "form_06", "hourly_income", "latest",
    "progress", "quality", "reform", "review", "saving", "sunsets", "year_before",
]  # fmt: skip
