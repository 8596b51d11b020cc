"""Survival: clocks set back, kills in mid-export, WAL where it is safe, many readers."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from conftest import SOAK
from strategies import Clock, kethon
from test_storage_processes import WRITING, start
from test_storage_rebuild import connection

from proccat import Catalogue
from proccat.resources import resource
from proccat.storage import opening

CODE = "1.000894"
NOBODY = 65534


# -- the clock ----------------------------------------------------------------------------------


def test_a_clock_set_back_loses_no_order(db: Path, clock: Clock) -> None:
    """Set back by a year between transactions and openings, the log stays in order."""
    moments = []
    for back, name in enumerate(("một", "hai", "ba", "bốn")):
        with Catalogue.open(db, clock=clock) as catalogue:
            catalogue.record(kethon(name), on=date(2024, 1, 2), actor="stp")
            moments.append(catalogue.fact(catalogue.seq).recorded)
            clock.move(days=-365 if back % 2 else 30)
    assert moments == sorted(set(moments))
    clock.move(days=2000)
    with Catalogue.open(db, clock=clock) as catalogue:
        for moment, name in zip(moments, ("một", "hai", "ba", "bốn"), strict=True):
            assert catalogue.at(known_at=moment).procedure(CODE).name == name
        assert catalogue.verify(deep=True).ok


def test_a_clock_set_back_changes_no_past(db: Path, clock: Clock) -> None:
    """What was recorded stays known when the clock says that it is yet to come."""
    with Catalogue.open(db, clock=clock) as catalogue:
        catalogue.record(kethon(), on=date(2024, 1, 2), actor="stp")
        clock.move(days=-100)
        assert catalogue.procedure(CODE).name == "Đăng ký kết hôn"
        assert catalogue.at().seq == 1
        stands = catalogue.change_status(CODE, "announced", actor="stp")
        assert stands.status == "announced"
        assert catalogue.verify(deep=True).ok


# -- kills in the middle of an export -----------------------------------------------------------

KILLED_EXPORTING = """
import os, signal, sys
from proccat import Catalogue
def stop(count):
    if count == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
with Catalogue.open(sys.argv[1], read_only=True) as catalogue:
    catalogue.export(sys.argv[2], progress=stop)
"""


def test_a_kill_during_an_export_leaves_the_old_file(db: Path) -> None:
    """Killed at whatever record, an export leaves the file that was there; the next replaces it."""
    suffixes = ("log", "jsonl", "json", "csv", "xlsx")
    targets = [db.with_name(f"a.{suffix}") for suffix in suffixes]
    with Catalogue.open(db) as catalogue:
        catalogue.record(kethon(), actor="stp")
        for target in targets:
            catalogue.export(target)
        old = [target.read_bytes() for target in targets]
        catalogue.load(resource("fixtures") / "procedures")
        for target in targets:
            for count in range(1, 12) if SOAK else (9,):
                process = start(KILLED_EXPORTING, db, target, count)
                process.communicate(timeout=60)
                assert process.returncode == -9
        assert [target.read_bytes() for target in targets] == old
        for target, before in zip(targets, old, strict=True):
            catalogue.export(target)
            assert target.read_bytes() != before
    left = {path.name for path in db.parent.iterdir()} - {db.name, f"{db.name}-journal"}
    shown = {name for name in left if not name.startswith(".")}
    assert shown == {target.name for target in targets}


KILLED_AT_THE_RENAME = """
import os, signal, sys
from proccat import Catalogue
real = os.replace
def replace(old, new):
    if sys.argv[3] == "behind":
        real(old, new)
    os.kill(os.getpid(), signal.SIGKILL)
os.replace = replace
with Catalogue.open(sys.argv[1], read_only=True) as catalogue:
    catalogue.export(sys.argv[2])
"""


@pytest.mark.parametrize("moment", ["before", "behind"])
def test_a_kill_at_the_rename_leaves_the_old_or_the_new_file(db: Path, moment: str) -> None:
    """Killed around the exchange of the files, an export leaves one of them, whole."""
    target, right = db.with_name("a.log"), db.with_name("right.log")
    with Catalogue.open(db) as catalogue:
        catalogue.export(target)
        old = target.read_bytes()
        catalogue.record(kethon(), actor="stp")
        catalogue.export(right)
    process = start(KILLED_AT_THE_RENAME, db, target, moment)
    process.communicate(timeout=60)
    assert process.returncode == -9
    assert target.read_bytes() == (old if moment == "before" else right.read_bytes())


# -- WAL ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 45, 0), False),
        ((3, 50, 6), False), ((3, 50, 7), True), ((3, 51, 2), False), ((3, 51, 3), True),
        ((3, 52, 0), True), ((4, 0, 0), True),
    ],
)  # fmt: skip
def test_wal_only_where_it_is_safe(
    db: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], safe: bool
) -> None:
    """WAL where SQLite is free of its fault and the disk is local, else TRUNCATE; both work."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    monkeypatch.setattr(opening, "_is_local", lambda _: True)
    with (
        Catalogue.open(db, clock=clock) as one,
        Catalogue.open(db, clock=clock) as two,
        Catalogue.open(db, clock=clock, read_only=True) as reader,
    ):
        mode = connection(one).execute("PRAGMA journal_mode").fetchone()
        assert mode == ("wal" if safe else "truncate",)
        one.record(kethon(), actor="stp")
        two.change_status(CODE, "announced", actor="stp")
        assert reader.standing(CODE).status == "announced"
        assert reader.verify(deep=True).ok
    assert not db.with_name("a.db-wal").exists()


def test_a_remote_disk_has_no_wal(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is not known to be local, there is no WAL whatever the version."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    monkeypatch.setattr(opening, "_is_local", lambda _: False)
    with Catalogue.open(db) as catalogue:
        mode = connection(catalogue).execute("PRAGMA journal_mode").fetchone()
    assert mode == ("truncate",)


def test_a_file_goes_from_one_mode_to_the_other(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened by turns where WAL is safe and where it is not, a file loses nothing."""
    monkeypatch.setattr(opening, "_is_local", lambda _: True)
    for number, version in enumerate(((3, 51, 3), (3, 40, 1)) * 3):
        monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
        with Catalogue.open(db) as catalogue:
            catalogue.record(kethon(str(number)), on=date(2024, 1, 2), actor="stp")
            assert catalogue.standing(CODE).version == number + 1
            assert catalogue.verify(deep=True).ok


# -- many processes -----------------------------------------------------------------------------

LOOKING = """
import sys
from proccat import Catalogue
from proccat.errors import NotFoundError
last, looks = 0, 0
with Catalogue.open(sys.argv[1], read_only=True) as catalogue:
    while last < int(sys.argv[2]):
        then = catalogue.at()
        assert then.seq >= last
        last, looks = then.seq, looks + 1
        assert len(list(then.facts())) == last
        for code in ("1.000894", "2.000815"):
            version = then.standing(code).version
            assert then.procedure(code).name == f"Thủ tục {version}", (then.seq, version)
            assert [hit.name for hit in then.search(code).hits][:1] == [f"Thủ tục {version}"]
        assert then.standing("1.000894").version == then.standing("2.000815").version
        if looks % 5 == 1:
            with Catalogue.open(sys.argv[1], read_only=True) as fresh:
                assert fresh.seq >= last
assert looks
print("ok")
"""


def test_several_processes_read_while_one_writes(db: Path) -> None:
    """Each reader sees whole transactions only, one after the other, and never waits in vain."""
    turns = 300 if SOAK else 25

    def both(catalogue: Catalogue, number: int) -> None:
        with catalogue.transaction():
            for code in (CODE, "2.000815"):
                catalogue.record(kethon(f"Thủ tục {number}", code), actor="stp")

    with Catalogue.open(db) as catalogue:
        both(catalogue, 1)
        running = [start(LOOKING, db, 2 * turns) for _ in range(3)]
        for number in range(2, turns + 1):
            both(catalogue, number)
        for process in running:
            out, err = process.communicate(timeout=300)
            assert (process.returncode, out.strip()) == (0, "ok"), err
        assert catalogue.verify(deep=True).ok


@pytest.mark.soak
def test_eight_writers_with_expect_lose_nothing(db: Path) -> None:
    """Eight writers that expect a version each: as many versions as successes, all verify."""
    with Catalogue.open(db) as catalogue:
        catalogue.record(kethon(), actor="stp")
    running = [start(WRITING, db, 40, name) for name in "abcdefgh"]
    for process in running:
        out, err = process.communicate(timeout=600)
        assert (process.returncode, out.strip()) == (0, "40"), err
    with Catalogue.open(db) as catalogue:
        versions = [fact.version for fact in catalogue.history(CODE)]
        assert versions == list(range(1, 8 * 40 + 2))
        assert catalogue.verify(deep=True).ok
