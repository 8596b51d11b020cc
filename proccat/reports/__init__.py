"""Reports (*báo cáo*): plain values computed from a view, for any date."""

from __future__ import annotations

from proccat.reports.progress import Progress, ProgressRow, progress

__all__ = ["Progress", "ProgressRow", "progress"]
