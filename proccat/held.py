"""The catalogue files that this process holds open (*tệp đang mở*): nobody else may touch them.

On POSIX systems whoever opens a file and closes it ends all locks that his process holds on it, so
that another process may write into what is being written. Only SQLite itself knows better.
"""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path
from typing import Final

_BESIDE: Final = ("-journal", "-wal", "-shm")
_guard: Final = threading.Lock()
_open: Final[Counter[tuple[int, int]]] = Counter()


def hold(file: Path) -> tuple[int, int]:
    """Note that a file is open (*ghi nhận tệp đang mở*); gives what tells it from all others."""
    status = file.stat()
    found = status.st_dev, status.st_ino
    with _guard:
        _open[found] += 1
    return found


def release(identity: tuple[int, int]) -> None:
    """Note that it was closed, by one of those that hold it (*ghi nhận đã đóng*)."""
    with _guard:
        _open[identity] -= 1
        if not _open[identity]:
            del _open[identity]


def is_held(file: Path) -> bool:
    """Whether a file is one that is held (*tệp đang mở*), or one that SQLite keeps beside it."""
    names = [file.name, *(file.name.removesuffix(end) for end in _BESIDE)]
    return any(identity(file.with_name(name)) in _open for name in dict.fromkeys(names) if name)


def identity(file: Path) -> tuple[int, int] | None:
    """What tells a file from all others (*định danh tệp*), whatever its name; None if none is."""
    try:
        found = file.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino
