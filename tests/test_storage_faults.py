"""Every SQL statement may fail: afterwards the state is as before."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import SOAK
from strategies import kethon
from test_storage_rebuild import tables

from proccat import Catalogue, StatusLine
from proccat.errors import ProccatError, StorageError
from proccat.resources import resource

CODE = "1.000894"


class Failing:
    """A connection that fails at its n-th statement."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.left: int | None = None
        self.done = 0
        self.error: BaseException = sqlite3.OperationalError("disk I/O error")

    def _count(self) -> None:
        self.done += 1
        if self.left is not None:
            self.left -= 1
            if self.left == 0:
                raise self.error

    def execute(self, *given: Any) -> sqlite3.Cursor:
        self._count()
        return self._connection.execute(*given)

    def executemany(self, *given: Any) -> sqlite3.Cursor:
        self._count()
        return self._connection.executemany(*given)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def failing(catalogue: Catalogue) -> Failing:
    """Put a failing connection under a catalogue."""
    store: Any = catalogue._store
    proxy = Failing(store._db.conn)
    store._db.conn = proxy
    store._sql._connection = proxy
    return proxy


def record(catalogue: Catalogue) -> None:
    catalogue.record(kethon("Đăng ký lại việc kết hôn"), actor="stp", request_id="r")


def change(catalogue: Catalogue) -> None:
    catalogue.change_status(CODE, "public", actor="stp", basis="12/QĐ-BTP")


def void(catalogue: Catalogue) -> None:
    line = StatusLine(subject=f"procedure:{CODE}", to="announced", on=date(2024, 1, 3))
    catalogue.void(2, reason="nhầm", actor="stp", instead=line)


def several(catalogue: Catalogue) -> None:
    with catalogue.transaction():
        record(catalogue)
        change(catalogue)
        catalogue.search("kết hôn")
        catalogue.record(kethon(code="2.000815"), actor="stp")


def load(catalogue: Catalogue) -> None:
    catalogue.load(resource("fixtures") / "procedures", on="2024-01-01")


def rebuild(catalogue: Catalogue) -> None:
    catalogue.rebuild()


@pytest.mark.parametrize("write", [record, change, void, several, load, rebuild])
@pytest.mark.parametrize(
    "error",
    [sqlite3.OperationalError("disk I/O error"), KeyboardInterrupt()],
    ids=["disk", "interrupt"],
)
def test_a_failure_at_any_statement_leaves_the_state_as_before(
    db: Path, write: Callable[[Catalogue], None], error: BaseException
) -> None:
    """Whatever statement fails, log, tables and answers are as before, and the write can follow."""
    with Catalogue.open(db) as catalogue:
        catalogue.record(kethon(), on=date(2024, 1, 2), actor="stp")
        catalogue.change_status(CODE, "announced", on=date(2024, 1, 2), actor="stp")
        proxy = failing(catalogue)
        before, head = tables(catalogue), catalogue.head()
        proxy.error = error
        n, step = 1, 1 if SOAK or write not in (load, rebuild) else 37
        while True:
            proxy.left = n
            try:
                write(catalogue)
            except (ProccatError, KeyboardInterrupt):
                proxy.left = None
            else:
                break
            assert not catalogue._store.writing
            assert catalogue.head() == head
            assert tables(catalogue) == before
            n += step
        proxy.left = None
        assert n > 3
        assert catalogue.verify(deep=True).ok


def test_a_search_behind_a_rollback_shows_what_stands(catalogue: Catalogue) -> None:
    """What a transaction that was undone had shown to a search is forgotten with it."""
    catalogue.record(kethon(), on=date(2024, 1, 2), actor="stp")
    with pytest.raises(KeyError), catalogue.transaction():  # noqa: PT012
        catalogue.record(kethon("Đăng ký lại"), actor="stp")
        assert [hit.name for hit in catalogue.search("đăng ký").hits] == ["Đăng ký lại"]
        raise KeyError
    assert [hit.name for hit in catalogue.search("đăng ký").hits] == ["Đăng ký kết hôn"]


def test_a_failure_that_the_caller_swallows_commits_nothing_half(db: Path) -> None:
    """In a transaction that goes on behind a failed write, nothing is committed half written."""
    with Catalogue.open(db) as catalogue:
        catalogue.record(kethon(), on=date(2024, 1, 2), actor="stp")
        proxy, head = failing(catalogue), catalogue.head()
        for n in range(1, 40):
            try:
                with catalogue.transaction():
                    proxy.left = n
                    with contextlib.suppress(ProccatError):
                        catalogue.record(kethon("Đăng ký lại", "2.000815"), actor="stp")
                    proxy.left = None
            except ProccatError:
                proxy.left = None
            assert catalogue.verify(deep=True).ok, n
            if catalogue.head() != head:
                break


def record_many(catalogue: Catalogue) -> None:
    words = " ".join(f"từ{number} chữ{number}" for number in range(900))
    catalogue.record(kethon(words, code="2.000815"), on="2024-01-02", until="2024-06-01", actor="a")


def undo(catalogue: Catalogue) -> None:
    catalogue.void(1, reason="nhầm", actor="stp", instead=kethon("Khác"))


def search(catalogue: Catalogue) -> None:
    catalogue.search("kết hôn")


@pytest.mark.parametrize(
    "steps",
    [
        (load, record), (record_many, search, search, record), (record_many, undo, change),
        (load, load, search), (record_many, record_many, change, search),
    ],
)  # fmt: skip
def test_who_goes_on_behind_a_full_disk_breaks_nothing(
    db: Path, steps: tuple[Callable[[Catalogue], None], ...]
) -> None:
    """SQLite rolls back by itself then; whatever is tried in that transaction, nothing is kept."""
    with Catalogue.open(db) as catalogue:
        catalogue.record(kethon(), on=date(2024, 1, 2), actor="stp")
        catalogue.change_status(CODE, "announced", on=date(2024, 1, 2), actor="stp")
        connection = catalogue._store._connection
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        head, before, ended = catalogue.head(), tables(catalogue), Counter[bool]()
        for more in range(0, 400, 1 if SOAK else 9):
            connection.execute(f"PRAGMA max_page_count = {pages + more}")
            failed = False
            try:
                with catalogue.transaction():
                    for step in steps:
                        try:
                            step(catalogue)
                        except StorageError:
                            failed = True
            except StorageError:
                failed = True
            ended[failed] += 1
            if not failed:
                break
            assert (catalogue.head(), tables(catalogue)) == (head, before)
            assert not catalogue._store.writing
        assert ended[True]
        connection.execute("PRAGMA max_page_count = 1073741823")
        assert catalogue.verify(deep=True).ok


def test_a_full_disk_changes_nothing(db: Path) -> None:
    """When the file may not grow, a load fails with an error of ours and leaves it as it was."""
    with Catalogue.open(db) as catalogue:
        catalogue.record(kethon(), on=date(2024, 1, 2), actor="stp")
        connection = catalogue._store._connection
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        head, before = catalogue.head(), tables(catalogue)
        for more in (1, 5, 20):
            connection.execute(f"PRAGMA max_page_count = {pages + more}")
            with pytest.raises(OSError, match="full"):
                catalogue.load(resource("fixtures"))
            assert (catalogue.head(), tables(catalogue)) == (head, before)
        connection.execute("PRAGMA max_page_count = 1073741823")
        assert catalogue.load(resource("fixtures")).errors == ()
        assert catalogue.verify(deep=True).ok
