"""Reports (*báo cáo*): plain values computed from a view, for any date."""

from __future__ import annotations

from proccat.reports.burden import Burden, Finding, burden
from proccat.reports.deadlines import Deadlines, Due, deadlines
from proccat.reports.power import Ground
from proccat.reports.progress import Progress, ProgressRow, progress
from proccat.reports.sunsets import Sunset, sunsets

__all__ = [
    "Burden", "Deadlines", "Due", "Finding", "Ground", "Progress", "ProgressRow", "Sunset",
    "burden", "deadlines", "progress", "sunsets",
]  # fmt: skip
