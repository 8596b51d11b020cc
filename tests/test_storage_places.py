"""Places that will not take what is written: read-only files and folders, full disks."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from strategies import kethon
from test_storage_processes import start
from test_storage_rebuild import tables

from proccat import Catalogue
from proccat.errors import ExportError, ProccatError, StorageError
from proccat.resources import resource

CODE = "1.000894"
NOBODY = 65534


# -- read-only places ---------------------------------------------------------------------------

DROPPING = f"""
import os, openpyxl, xlsxwriter
from proccat import Catalogue, Procedure
with Catalogue.open(":memory:") as catalogue:  # what is imported late is imported now
    catalogue.record(Procedure(code="1.000894", name="x"), actor="stp")
    catalogue.verify(deep=True)
    catalogue.search("x")
os.setgroups([])
os.setgid({NOBODY})
os.setuid({NOBODY})
"""
READING = """
import sys
from proccat import Catalogue
with Catalogue.open(sys.argv[1], read_only=True) as catalogue:
    assert catalogue.verify(deep=True).problems == ()
    print(catalogue.procedure("1.000894").name, [hit.code for hit in catalogue.search("ket").hits])
"""
REFUSED = """
import sys
from proccat import Catalogue, Procedure
from proccat.errors import ExportError, StorageError
try:
    with Catalogue.open(sys.argv[1]) as catalogue:
        catalogue.record(Procedure(code="2.000815", name="x"), actor="stp")
except StorageError as error:
    print("StorageError", sys.argv[1] in str(error))
"""
EXPORTING = """
import sys
from proccat import Catalogue
from proccat.errors import ExportError
with Catalogue.open(sys.argv[1], read_only=True) as catalogue:
    for target in sys.argv[2:]:
        try:
            catalogue.export(target)
        except ExportError:
            print("ExportError")
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that everybody may look into, with a catalogue file."""
    folder = Path(tempfile.mkdtemp(prefix="proccat-"))
    folder.chmod(0o755)
    with Catalogue.open(folder / "a.db") as catalogue:
        catalogue.record(kethon(), actor="stp")
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def as_nobody(code: str, *arguments: object) -> str:
    """What a process prints that has no rights of its own."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root may start a process as nobody")
    process = start(DROPPING + code, *arguments)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out.strip()


def refused_unchanged(place: Path, path: Path) -> None:
    """A write by nobody is refused by an error of ours, and no byte or name changes."""
    before = {each.name: each.read_bytes() for each in place.iterdir()}
    assert as_nobody(REFUSED, path) == "StorageError True"
    assert {each.name: each.read_bytes() for each in place.iterdir()} == before


def test_a_read_only_file(place: Path) -> None:
    """A file that may only be read is read; a write is refused and changes nothing."""
    path = place / "a.db"
    path.chmod(0o444)
    assert as_nobody(READING, path) == "Đăng ký kết hôn ['1.000894']"
    refused_unchanged(place, path)


def test_a_writable_file_in_a_read_only_folder(place: Path) -> None:
    """Where no journal can be made nothing is written; reading goes on."""
    path = place / "a.db"
    path.chmod(0o666)
    for journal in place.glob("a.db-*"):
        journal.unlink()
    place.chmod(0o555)
    assert as_nobody(READING, path) == "Đăng ký kết hôn ['1.000894']"
    refused_unchanged(place, path)


def test_a_new_file_in_a_read_only_folder(place: Path) -> None:
    """A catalogue that cannot be created is refused, and leaves nothing behind."""
    place.chmod(0o555)
    refused_unchanged(place, place / "new.db")


def test_a_file_that_may_not_be_read(place: Path) -> None:
    """A file without the right to read it is an error of ours, however it is opened."""
    path = place / "a.db"
    path.chmod(0o000)
    refused_unchanged(place, path)


def test_an_export_into_a_read_only_folder(place: Path) -> None:
    """An export that cannot be written is an ExportError; the folder is as it was."""
    place.chmod(0o555)
    before = sorted(place.iterdir())
    targets = [place / f"a.{suffix}" for suffix in ("log", "csv", "xlsx")]
    said = as_nobody(EXPORTING, place / "a.db", *targets)
    assert said.split() == ["ExportError"] * len(targets)
    assert sorted(place.iterdir()) == before


def test_a_file_in_wal_mode_in_a_read_only_folder(place: Path) -> None:
    """A file that was left in WAL mode is read from a read-only place, too."""
    path = place / "a.db"
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    path.chmod(0o444)
    place.chmod(0o555)
    assert as_nobody(READING, path) == "Đăng ký kết hôn ['1.000894']"


# -- a full disk --------------------------------------------------------------------------------

LIMITED = """
import resource, sys
from proccat import Catalogue
from proccat.errors import StorageError
path, fixtures, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Catalogue.open(path) as catalogue:
    head = catalogue.head()
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    try:
        catalogue.load(fixtures)
    except StorageError:
        print("refused")
    assert catalogue.head() == head
    assert catalogue.standing("1.000894").version == 1
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    assert catalogue.verify(deep=True).problems == ()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no RLIMIT_FSIZE")
@pytest.mark.parametrize("more", [0, 20_000, pytest.param(150_000, marks=pytest.mark.soak)])
def test_files_that_may_not_grow(db: Path, more: int) -> None:
    """Beyond RLIMIT_FSIZE a load is refused whole, and the file is good in the same process."""
    with Catalogue.open(db) as catalogue:
        catalogue.record(kethon(), actor="stp")
        before = tables(catalogue)
    process = start(LIMITED, db, resource("fixtures"), db.stat().st_size + more)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out.strip()) == (0, "refused"), err
    with Catalogue.open(db) as catalogue:
        assert tables(catalogue) == before
        assert catalogue.load(resource("fixtures")).errors == ()
        assert catalogue.verify(deep=True).ok


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes, where mounting is allowed."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = shutil.which("mount")
    if command is None or sys.platform != "linux":
        pytest.skip("there is no mount")
    made = subprocess.run(
        [command, "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip(f"mounting is not allowed: {made.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", disk], check=True)


def fill(disk: Path, *, leave: int) -> Path:
    """A file that takes all of a disk but so many bytes."""
    filler = disk / "filler"
    filler.unlink(missing_ok=True)
    found = os.statvfs(disk)
    filler.write_bytes(b"x" * max(0, found.f_bavail * found.f_frsize - leave))
    return filler


def test_a_disk_that_is_full(small_disk: Path) -> None:
    """With any room left a load is refused whole; when there is room again it goes through."""
    with Catalogue.open(small_disk / "a.db") as catalogue:
        catalogue.record(kethon(), actor="stp")
        head, before = catalogue.head(), tables(catalogue)
        for leave in (0, 4096, 16384, 65536, 131072):
            filler = fill(small_disk, leave=leave)
            with pytest.raises(StorageError):
                catalogue.load(resource("fixtures"))
            assert (catalogue.head(), tables(catalogue)) == (head, before)
            assert catalogue.verify(deep=True).ok
        filler.unlink()
        assert catalogue.load(resource("fixtures")).errors == ()
        assert catalogue.verify(deep=True).ok


def test_an_export_to_a_full_disk(small_disk: Path, catalogue: Catalogue) -> None:
    """An export for which there is no room leaves the old file and nothing beside it."""
    catalogue.load(resource("fixtures"))
    for suffix in ("log", "jsonl", "csv", "xlsx"):
        target = small_disk / f"a.{suffix}"
        target.write_text("cũ", "utf-8")
        filler = fill(small_disk, leave=4096)
        with pytest.raises(ExportError):
            catalogue.export(target)
        assert target.read_text("utf-8") == "cũ"
        filler.unlink()
    assert {path.name for path in small_disk.iterdir()} == {
        "a.log", "a.jsonl", "a.csv", "a.xlsx",
    }  # fmt: skip


def test_a_new_file_on_a_full_disk(small_disk: Path) -> None:
    """A catalogue for which there is no room is not created by half."""
    filler = fill(small_disk, leave=8192)
    with pytest.raises(StorageError):
        Catalogue.open(small_disk / "a.db")
    assert list(small_disk.iterdir()) == [filler]


def test_a_backup_to_a_full_disk(small_disk: Path, catalogue: Catalogue) -> None:
    """A backup for which there is no room is an error of ours and leaves nothing by half."""
    catalogue.load(resource("fixtures"))
    filler = fill(small_disk, leave=8192)
    with pytest.raises(ProccatError):
        catalogue.backup(small_disk / "a.db")
    assert list(small_disk.iterdir()) == [filler]
