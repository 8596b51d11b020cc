"""Opening: what is no catalogue is refused and left as it was; many may open at once."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from strategies import kethon

from proccat import Catalogue
from proccat.errors import CatalogueFormatError, LoadError, ProccatError, StorageError
from proccat.storage.schema import APPLICATION_ID, FORMAT_VERSION


@pytest.fixture
def good(db: Path) -> Path:
    """A catalogue file with one procedure."""
    with Catalogue.open(db) as catalogue:
        catalogue.record(kethon(), actor="stp")
    return db


def script(path: Path, *statements: str) -> None:
    """Do something to a file with plain SQLite."""
    with sqlite3.connect(path, isolation_level=None) as db:
        for statement in statements:
            db.execute(statement)
    db.close()


def zero(path: Path) -> None:
    path.write_bytes(b"")


def words(path: Path) -> None:
    path.write_text("Mã số;Tên\n" * 100, "utf-8")


def magic_alone(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00")


def foreign(path: Path) -> None:
    path.unlink()
    script(path, "CREATE TABLE facts (a)", "INSERT INTO facts VALUES (1)")


def newer(path: Path) -> None:
    script(path, f"PRAGMA user_version = {FORMAT_VERSION + 1}")


def short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def trigger(path: Path) -> None:
    script(path, "CREATE TRIGGER x AFTER INSERT ON facts BEGIN SELECT 1; END")


def trigger_beside(path: Path) -> None:
    script(path, "CREATE TABLE t (a)", "CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END")


def view(path: Path) -> None:
    script(path, "CREATE VIEW v AS SELECT * FROM facts")


def view_in_place(path: Path) -> None:
    script(path, "DROP TABLE docs", "CREATE VIEW docs AS SELECT 1 ord, 'x' name, 'y' field")


def no_trigger(path: Path) -> None:
    script(path, "DROP TRIGGER facts_are_never_changed")


def other_trigger(path: Path) -> None:
    script(
        path,
        "DROP TRIGGER facts_are_never_changed",
        "CREATE TRIGGER facts_are_never_changed BEFORE UPDATE ON facts BEGIN SELECT 1; END",
    )


def no_table(path: Path) -> None:
    script(path, "DROP TABLE docs")


def no_index(path: Path) -> None:
    script(path, "DROP INDEX facts_pending")


def more_columns(path: Path) -> None:
    script(path, "ALTER TABLE items ADD COLUMN x TEXT")


def unreadable(path: Path) -> None:
    """A byte of the schema flipped: the driver cannot decode its own message about it."""
    written = path.read_bytes()
    assert written.count(b"indexitems_programme") == 1
    path.write_bytes(written.replace(b"indexitems_programme", b"indexit\xcems_programme"))


@pytest.mark.parametrize(
    "spoil",
    [zero, words, magic_alone, foreign, newer, short, trigger, trigger_beside, view, view_in_place,
     no_trigger, other_trigger, no_table, no_index, more_columns, unreadable],
)  # fmt: skip
@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_no_catalogue_is_left_as_it_was(
    good: Path, spoil: Callable[[Path], None], read_only: bool
) -> None:
    """Foreign, newer, damaged and planted files are refused, and not a byte of them changes."""
    spoil(good)
    before = good.read_bytes()
    with pytest.raises(CatalogueFormatError) as caught:
        Catalogue.open(good, read_only=read_only).verify()
    assert str(good) in str(caught.value)
    assert good.read_bytes() == before


def test_a_foreign_database_with_our_mark_is_left_as_it_was(tmp_path: Path) -> None:
    """A database that only bears our application id is no catalogue."""
    path = tmp_path / "x.db"
    script(path, "CREATE TABLE theirs (a)", f"PRAGMA application_id = {APPLICATION_ID}")
    before = path.read_bytes()
    with pytest.raises(CatalogueFormatError):
        Catalogue.open(path)
    assert path.read_bytes() == before


def test_a_planted_file_in_wal_mode_is_left_as_it_was(good: Path) -> None:
    """A planted trigger is refused and the file keeps its bytes whatever its journal mode."""
    script(good, "PRAGMA journal_mode = WAL")
    trigger(good)
    before = good.read_bytes()
    with pytest.raises(CatalogueFormatError):
        Catalogue.open(good)
    assert good.read_bytes() == before


@pytest.mark.parametrize(
    ("make", "raw"),
    [
        pytest.param(lambda path: path.mkdir(), IsADirectoryError, id="folder"),
        pytest.param(
            lambda path: path.symlink_to(path.with_name("none")), FileNotFoundError, id="dangling"
        ),
    ],
)
def test_what_is_no_file_is_an_error_of_ours(
    db: Path, make: Callable[[Path], None], raw: type[OSError]
) -> None:
    """A folder or a link to nowhere is told as one of our errors."""
    make(db)
    with pytest.raises(ProccatError):
        Catalogue.open(db)


def test_no_folder_no_catalogue(tmp_path: Path) -> None:
    """A catalogue is not created in a folder that is not there; nothing is left behind."""
    with pytest.raises(StorageError, match="folder"):
        Catalogue.open(tmp_path / "none" / "a.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a?mode=ro.db", "a#b.db", "a%20b.db", "thủ tục.db", "a b'\".db"])
def test_any_file_name_is_a_file_name(tmp_path: Path, name: str) -> None:
    """Nothing in a file's name is taken for a parameter of a URI."""
    with Catalogue.open(tmp_path / name) as catalogue:
        catalogue.record(kethon(), actor="stp")
    with Catalogue.open(tmp_path / name) as catalogue:
        assert catalogue.head().seq == 1
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".db"] == [name]


def test_creating_leaves_one_file(db: Path) -> None:
    """A new catalogue is built elsewhere and linked into place; nothing else remains."""
    Catalogue.open(db).close()
    left = {path.name for path in db.parent.iterdir()} - {f"{db.name}-journal"}
    assert left == {db.name}
    assert db.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_every_cut_of_a_file_is_refused_or_found(good: Path) -> None:
    """A file cut anywhere is refused on opening, or verify tells; never clean and short."""
    data = good.read_bytes()
    for length in (*range(0, 120, 7), *range(512, len(data), len(data) // 40), len(data) - 1):
        good.write_bytes(data[:length])
        try:
            with Catalogue.open(good) as catalogue:
                assert not catalogue.verify(deep=True).ok, length
        except ProccatError:
            assert good.read_bytes() == data[:length]


def test_a_backup_is_the_whole_catalogue(good: Path, tmp_path: Path) -> None:
    """A backup verifies with the head of the original; it replaces nothing."""
    copy = tmp_path / "copy.db"
    with Catalogue.open(good) as catalogue:
        catalogue.backup(copy)
        with pytest.raises(StorageError, match="exists"):
            catalogue.backup(copy)
        head = catalogue.head()
    with Catalogue.open(copy) as catalogue:
        assert catalogue.verify(anchor=head, deep=True).ok
        assert catalogue.head() == head


def test_a_catalogue_belongs_to_the_thread_that_opened_it(good: Path) -> None:
    """In another thread, and once it is closed, each call says what is wrong."""
    with Catalogue.open(good) as catalogue, ThreadPoolExecutor(1) as pool:
        for ask in (catalogue.head, partial(catalogue.search, "khai sinh"), catalogue.verify):
            with pytest.raises(StorageError, match="in the thread that opened it; open one in"):
                pool.submit(ask).result()
        assert catalogue.search("").total
    for ask in (catalogue.head, partial(catalogue.search, "khai sinh"), catalogue.verify):
        with pytest.raises(StorageError, match="is closed"):
            ask()


def test_a_file_stays_open_wherever_it_goes(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Named from where one stands, and renamed while it is open, it is written, checked, loaded."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.jsonl").write_text(kethon().to_json(), "utf-8")
    (tmp_path / "elsewhere").mkdir()
    with Catalogue.open(db.name) as catalogue:
        monkeypatch.chdir(tmp_path / "elsewhere")
        assert catalogue.load(tmp_path / "one.jsonl").recorded == 1
        assert catalogue.verify(deep=True).ok
        db.rename(tmp_path / "moved.db")
        assert catalogue.verify(deep=True).ok
        assert catalogue.load(tmp_path / "one.jsonl").unchanged == 1
        with pytest.raises(LoadError, match="open"):
            catalogue.load(tmp_path / "moved.db")


def test_two_connections_see_each_other(good: Path) -> None:
    """What one connection commits, another reads at its next call, searches included."""
    with Catalogue.open(good) as one, Catalogue.open(good) as two:
        assert [hit.code for hit in two.search("khai sinh").hits] == []
        one.record(kethon("Đăng ký khai sinh", "2.000815"), actor="stp")
        assert [hit.code for hit in two.search("khai sinh").hits] == ["2.000815"]
        two.record(kethon("Cấp bản sao", "1.001193"), actor="stp")
        assert one.head() == two.head()
        assert one.procedure("1.001193").name == "Cấp bản sao"
        assert one.verify(deep=True).ok
