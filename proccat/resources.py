"""The data that ships with proccat: JSON Schemas and fixtures (*dữ liệu mẫu*).

A wheel carries them inside the package, a checkout beside it; both are found from here.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Path of a shipped folder or file.

    Args:
        name: ``"schemas"``, ``"fixtures"`` or a path below one of them.

    Raises:
        FileNotFoundError: nothing of that name ships with this installation.
    """
    for root in (_PACKAGE, _PACKAGE.parent):
        found = root / name
        if found.exists():
            return found
    raise FileNotFoundError(f"proccat ships no resource {name!r}")
