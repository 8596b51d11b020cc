"""A file of each format is kept, opened for ever, and answers as it always did."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import older_formats
import pytest
from older_formats import CODES, FILES, NOW, PROGRAMME
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations
from strategies import Clock, kethon
from test_storage_rebuild import connection, tables

from proccat import Catalogue
from proccat.errors import CatalogueFormatError, NotFoundError, StorageError
from proccat.resources import resource
from proccat.storage import opening, schema

D = date
MARRIAGE, BIRTH, STATUS, RECORD = CODES
ITEM = f"item:{PROGRAMME}/procedure/{BIRTH}"
DRAFT = "draft:cap-ban-sao"
NAMES = (*CODES, ITEM, DRAFT)
KNOWN = NOW.replace(hour=4)
NEXT = schema.FORMAT_VERSION + 1
HEAD = "32:710f67a6d2dff419ba75eda310016ba814907dd717b68ee35a0bc9c4de1594cc"
STOOD = {
    D(2020, 9, 14): ("– –", "– –", "– –", "– 1", "", ""),
    D(2020, 9, 15): ("public 1", "public 1", "public 1", "public 1", "", ""),
    D(2023, 10, 1): ("public 1", "public 2", "public 1", "public 1", "enacted 1", ""),
    D(2024, 3, 31): ("public 1", "public 2", "suspended 1", "public 1", "enacted 1", ""),
    D(2024, 4, 1): ("public 1", "public 2", "public 1", "public 1", "enacted 1", ""),
    D(2025, 7, 31): ("public 1", "public 2", "abolished 1", "public 1", "enacted 1", ""),
    D(2025, 8, 1): ("public 1", "public 2", "public 1", "public 1", "enacted 1", ""),
    D(2026, 11, 15): ("public 2", "public 2", "public 1", "public 1", "enacted 1", "drafted 2"),
    D(2027, 1, 1): ("public 3", "public 2", "public 1", "replaced 1", "enacted 1", "drafted 2"),
}
FACTS = {MARRIAGE: 5, BIRTH: 5, STATUS: 8, RECORD: 6, ITEM: 4, DRAFT: 3}


def stood(catalogue: Catalogue, day: date, name: str) -> str:
    """Status and edition on a day in one word each; nothing where it is not known."""
    try:
        found = catalogue.at(day, known_at=KNOWN).standing(name)
    except NotFoundError:
        return ""
    return f"{found.status or '–'} {found.edition.number if found.edition else '–'}"


def answers_as_ever(catalogue: Catalogue) -> None:
    """Every pinned answer of the files."""
    first = catalogue.at(known_at=KNOWN)
    assert (first.seq, catalogue.fact(32).hash) == (32, HEAD.partition(":")[2])
    assert catalogue.verify(anchor=HEAD, deep=True).ok
    assert MARRIAGE in [hit.code for hit in catalogue.search("dang ky ket hon").hits]
    for day, row in STOOD.items():
        assert tuple(stood(catalogue, day, name) for name in NAMES) == row, day
    assert {name: len(first.history(name)) for name in NAMES} == FACTS
    before = catalogue.at(D(2025, 7, 1), known_at=catalogue.fact(1).recorded)
    assert before.standing(MARRIAGE).status is None
    assert [fact.kind for fact in first.facts()].count("voided") == 3
    birth = first.procedure(BIRTH)
    assert birth.name == "Đăng ký khai sinh"
    assert first.procedure("1.999999").name == "Cấp bản sao điện tử"
    assert [each.subject for each in first.pending()] == [f"procedure:{MARRIAGE}",
                                                          f"procedure:{RECORD}"]  # fmt: skip
    erased = [fact.seq for fact in first.facts() if fact.body is None]
    assert len(erased) == 1
    assert first.progress(PROGRAMME).reached == 1
    assert catalogue.diff(BIRTH, D(2023, 9, 30), D(2023, 10, 1))


@pytest.fixture(params=FILES, ids=[file.stem for file in FILES])
def file(request: pytest.FixtureRequest) -> Path:
    """The file that each older format wrote."""
    found: Path = request.param
    return found


@pytest.fixture
def copy(db: Path, file: Path) -> Path:
    """A copy of the file, to write to."""
    shutil.copyfile(file, db)
    return db


@pytest.fixture
def clock() -> Clock:
    """A day behind the last fact of the file."""
    moved = Clock(NOW)
    moved.move(days=1)
    return moved


def test_an_older_format_read_only(file: Path, clock: Clock) -> None:
    """The file itself is read in its place, answers as ever, and keeps its bytes."""
    before = file.read_bytes()
    with Catalogue.open(file, clock=clock, read_only=True) as catalogue:
        answers_as_ever(catalogue)
    assert file.read_bytes() == before
    assert sorted(path.name for path in file.parent.iterdir()) == [each.name for each in FILES]


def test_an_older_format_read_only_takes_no_writes(file: Path, clock: Clock) -> None:
    """What is read from a copy in memory refuses writes as the file itself would."""
    with (
        Catalogue.open(file, clock=clock, read_only=True) as catalogue,
        pytest.raises(StorageError, match="readonly"),
    ):
        catalogue.record(kethon("mới", "1.000001"), actor="stp")


def test_tables_that_wait_to_be_written_are_written_on_opening(copy: Path, clock: Clock) -> None:
    """A crash between migration and rebuild leaves empty tables: whoever opens the file next sees
    them written again; read-only, in memory, the file keeping its bytes.
    """
    with Catalogue.open(copy, clock=clock) as catalogue:
        right = tables(catalogue)
        for table in right:
            connection(catalogue).execute(f"DELETE FROM {table}")
    before = copy.read_bytes()
    with Catalogue.open(copy, clock=clock, read_only=True) as catalogue:
        assert tables(catalogue) == right
        answers_as_ever(catalogue)
    assert copy.read_bytes() == before
    with Catalogue.open(copy, clock=clock) as catalogue:
        assert tables(catalogue) == right
        answers_as_ever(catalogue)


@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_that_is_brought_up_to_date_just_now_is_not_damaged(
    copy: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, read_only: bool
) -> None:
    """Its format and what it holds are read in one look, not the one before the other."""
    look = opening._look_at

    def late(*given: Any) -> None:
        monkeypatch.setattr(opening, "_look_at", look)
        Catalogue.open(copy, clock=clock).close()  # somebody else, between the header and the look
        look(*given)

    monkeypatch.setattr(opening, "_look_at", late)
    with Catalogue.open(copy, clock=clock, read_only=read_only) as catalogue:
        answers_as_ever(catalogue)


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize(
    "harm",
    [
        "DROP TRIGGER facts_are_never_changed",
        "DROP INDEX editions_subject",
        "DROP INDEX facts_voids",
        "ALTER TABLE keys ADD COLUMN more TEXT",
    ],
)
def test_an_altered_file_of_an_older_format_is_left_as_it_was(
    copy: Path, clock: Clock, harm: str, read_only: bool
) -> None:
    """An older file is looked at as closely as a new one, before a byte of it changes."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as raw:
        raw.execute(harm)
    before = copy.read_bytes()
    with pytest.raises(CatalogueFormatError, match="damaged"):
        Catalogue.open(copy, clock=clock, read_only=read_only)
    assert copy.read_bytes() == before


def test_an_older_format_written_to(copy: Path, clock: Clock) -> None:
    """A copy answers as ever, takes new facts behind the old ones, and answers still."""
    with Catalogue.open(copy, clock=clock) as catalogue:
        answers_as_ever(catalogue)
        catalogue.record(kethon("mới", "1.000001"), actor="stp")
        catalogue.change_status(MARRIAGE, "suspended", on=D(2026, 11, 16), actor="stp")
        assert catalogue.fact(33).prev_hash == HEAD.partition(":")[2]
    with Catalogue.open(copy, clock=clock) as catalogue:
        answers_as_ever(catalogue)


def test_an_older_format_repeats_requests(copy: Path, clock: Clock) -> None:
    """A request that the old file carried out is known, and is not carried out again."""
    with Catalogue.open(copy, clock=clock) as catalogue:
        catalogue.change_status(
            RECORD, "replaced", on="2026-11-02", effective="2027-01-01", actor="btp",
            successors=("1.004873", "1.001193"), request_id="yeu-cau-1",
        )  # fmt: skip
        assert str(catalogue.head()) == HEAD


def test_an_older_format_rebuilt_and_moved(copy: Path, other: Catalogue, clock: Clock) -> None:
    """A rebuild of the old file, and its log restored elsewhere, give the same tables."""
    with Catalogue.open(copy, clock=clock) as catalogue:
        before = tables(catalogue)
        catalogue.rebuild()
        assert tables(catalogue) == before
        catalogue.export(copy.with_name("a.log"))
    other.load(copy.with_name("a.log"))
    assert tables(other) == before
    assert str(other.head()) == HEAD


def test_unchanged_texts_are_still_unchanged(copy: Path, clock: Clock) -> None:
    """What was loaded with an older format is known today: the digests are the same."""
    with Catalogue.open(copy, clock=clock) as catalogue:
        for code in (STATUS, RECORD):
            source = resource("fixtures") / "procedures" / f"{code}.json"
            assert catalogue.load(source, on="2020-09-04").recorded == 0


def test_the_same_story_gives_the_same_facts() -> None:
    """The acts that filled the files give the same facts today, hash by hash."""
    with Catalogue.open(":memory:", clock=lambda: NOW) as catalogue:
        older_formats.fill(catalogue)
        assert str(catalogue.head()) == HEAD


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A proccat that has one more step, as a later version will."""
    later = Migrations("proccat")
    steps = (schema.first_format, schema.second_format, schema.third_format, schema.fourth_format)
    for step in steps:
        later()(step)

    @later()
    def next_format(db: Database) -> None:
        db.execute('CREATE INDEX items_later ON items ("due")')
        db.execute(f"PRAGMA user_version = {NEXT}")

    for module in (schema, opening):
        monkeypatch.setattr(module, "steps", later)
        monkeypatch.setattr(module, "FORMAT_VERSION", NEXT)
    schema.expected_objects.cache_clear()
    yield
    monkeypatch.undo()
    schema.expected_objects.cache_clear()


@pytest.mark.usefixtures("next_version")
def test_a_later_version_migrates_the_file(copy: Path, clock: Clock) -> None:
    """With one more step the file is brought up to date when opened, and answers as ever."""
    with Catalogue.open(copy, clock=clock) as catalogue:
        assert connection(catalogue).execute("PRAGMA user_version").fetchone() == (NEXT,)
        answers_as_ever(catalogue)


@pytest.mark.usefixtures("next_version")
def test_a_later_version_reads_the_file_as_it_is(file: Path, clock: Clock) -> None:
    """With one more step the file is still read where it may not be written to."""
    before = file.read_bytes()
    with Catalogue.open(file, clock=clock, read_only=True) as catalogue:
        answers_as_ever(catalogue)
    assert file.read_bytes() == before


def test_a_folder_with_a_catalogue_in_it_loads(tmp_path: Path, other: Catalogue) -> None:
    """A catalogue file and what SQLite leaves beside it are no data to load."""
    (tmp_path / "p.json").write_text('{"code": "1.000894", "name": "Đăng ký kết hôn"}', "utf-8")
    shutil.copyfile(FILES[0], tmp_path / "a.db")
    for beside in ("journal", "wal", "shm"):
        (tmp_path / f"a.db-{beside}").write_bytes(b"")
    report = other.load(tmp_path)
    assert (report.recorded, report.errors) == (1, ())
