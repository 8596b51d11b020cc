"""Reports (*báo cáo*): plain values computed from a view, for any date."""

from __future__ import annotations

from proccat.reports.burden import Burden, Finding, burden
from proccat.reports.power import Ground
from proccat.reports.progress import Progress, ProgressRow, progress

__all__ = ["Burden", "Finding", "Ground", "Progress", "ProgressRow", "burden", "progress"]
