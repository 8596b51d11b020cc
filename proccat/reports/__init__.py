"""Reports (*báo cáo*): plain values computed from a view, for any date."""

from __future__ import annotations

from proccat.reports.agencies import Directory
from proccat.reports.observed import ObservedChange, change, form_06, latest, year_before
from proccat.reports.progress import Progress, ProgressRow, progress
from proccat.reports.reform import Reform, reform
from proccat.reports.targets import GoalRow, TargetRow, TargetState

__all__ = [
    "Directory", "GoalRow", "ObservedChange", "Progress", "ProgressRow", "Reform", "TargetRow",
    "TargetState", "change", "form_06", "latest", "progress", "reform", "year_before",
]  # fmt: skip
