"""Restoring a log (*khôi phục nhật ký*) into an empty catalogue, verbatim."""

from __future__ import annotations

from pathlib import Path

from proccat.errors import LoadError
from proccat.loading import LoadReport
from proccat.projector import rebuild
from proccat.readers.log import stored_facts
from proccat.storage.sqlite import SqliteStore


def restore(store: SqliteStore, path: Path) -> LoadReport:
    """Write the facts of a log into an empty store; the same log again changes nothing.

    Raises:
        LoadError: the store holds other facts, or the log is not as it was written.
    """
    with store.transaction():
        count = store.log.head().seq
        if count:
            if count != _same(store, path):
                raise LoadError(
                    f"{path}: a log is restored into an empty catalogue only, this one holds "
                    f"{count} facts; load a .jsonl export instead"
                )
            return LoadReport(0, count, (), {})
        store.log.restore(stored_facts(path))
        rebuild(store)
        count = store.log.head().seq
    return LoadReport(count, 0, (), {"fact": count})


def _same(store: SqliteStore, path: Path) -> int:
    """How many facts of a log stand in the store just so, from the first on; 0 if any differs."""
    same = 0
    for given, stored in zip(stored_facts(path), store.log.rows(), strict=False):
        if given != stored:
            return 0
        same += 1
    return same
