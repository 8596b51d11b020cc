"""Proof: verify() is clean on what proccat wrote and finds whatever was changed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import SOAK
from strategies import Clock, kethon
from test_log_format import OTHERS
from test_storage_rebuild import TABLES, connection

from proccat import Catalogue, Procedure
from proccat.chain import COLUMNS, chain, envelope
from proccat.errors import CatalogueFormatError, InvalidDocumentError, ProccatError, StorageError
from proccat.resources import resource

DAYS = (date(2021, 1, 1), date(2024, 6, 1), date(2026, 11, 15), date(2027, 8, 1))


@pytest.fixture
def loaded(db: Path, clock: Clock) -> Path:
    """A file with the fixtures, some voids, requests and corrections."""
    with Catalogue.open(db, clock=clock) as catalogue:
        catalogue.load(resource("fixtures"), request_id="r1")
        clock.move(hours=1)
        catalogue.record(kethon("Đính chính"), corrects=catalogue.history("1.000894")[0].seq,
                         actor="stp", request_id="r2")  # fmt: skip
        catalogue.record(kethon(code="1.000001"), actor="stp", until=date(2026, 12, 31))
        catalogue.record(kethon(code="1.000001"), actor="stp")
        catalogue.void(catalogue.seq, reason="nhầm", actor="stp", basis="1/QĐ-STP")
        catalogue.change_status("1.000001", "announced", actor="stp")
        catalogue.change_status("1.000001", "replaced", actor="stp", successors=("1.000894",))
        clock.move(hours=1)
    return db


def unlocked(catalogue: Catalogue) -> None:
    """Take the guards off, as somebody with the file and a shell would."""
    for trigger in ("facts_are_never_changed", "facts_are_never_deleted"):
        connection(catalogue).execute(f"DROP TRIGGER {trigger}")
    connection(catalogue).execute("PRAGMA ignore_check_constraints = ON")


@pytest.fixture
def open_loaded(loaded: Path, clock: Clock) -> Iterator[Catalogue]:
    """That file, open and without its triggers."""
    with Catalogue.open(loaded, clock=clock) as catalogue:
        unlocked(catalogue)
        yield catalogue


def test_it_is_clean(loaded: Path, clock: Clock) -> None:
    """What proccat wrote verifies, with and without index, with every head as anchor."""
    with Catalogue.open(loaded, clock=clock, read_only=True) as catalogue:
        assert catalogue.verify().problems == ()
        report = catalogue.verify(deep=True)
        assert (report.ok, report.problems, report.deep) == (True, (), True)
        assert report.head == catalogue.head()
        for anchor in (catalogue.head(), str(catalogue.head()), f" {catalogue.head()}\n"):
            assert catalogue.verify(anchor=anchor).ok


@pytest.mark.parametrize("column", COLUMNS)
def test_a_change_of_any_column_of_a_fact_is_found(open_loaded: Catalogue, column: str) -> None:
    """Any column of any fact set to another value is a problem that names the fact."""
    db = connection(open_loaded)
    seqs = range(1, open_loaded.seq + 1) if SOAK else (1, 150, 250, open_loaded.seq)
    for seq in seqs:
        others = {OTHERS[column], None} if column != "body" else {OTHERS[column]}
        if column == "seq":
            others = {9999}
        for other in others:
            db.execute("SAVEPOINT before_it")
            done = db.execute(
                f'UPDATE OR IGNORE facts SET "{column}" = ? WHERE "seq" = ? '
                f'AND "{column}" IS NOT ?',
                (other, seq, other),
            )
            if done.rowcount:
                try:
                    report = open_loaded.verify()
                    assert not report.ok, (column, seq, other)
                    assert any("fact" in problem.where for problem in report.problems)
                except ProccatError:
                    pass  # read back as damaged: an error is an answer, too
            db.execute("ROLLBACK TO before_it")
            db.execute("RELEASE before_it")
    assert open_loaded.verify().ok


@pytest.mark.parametrize("table", TABLES)
def test_a_change_of_any_row_of_a_projection_is_found(open_loaded: Catalogue, table: str) -> None:
    """Any column changed, any row removed or added in any table is found (the index deep)."""
    db = connection(open_loaded)
    names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    rows = db.execute(f"SELECT * FROM {table}").fetchall()
    step = max(1, len(rows) // (200 if SOAK else 3))

    def found(statement: str, given: tuple[object, ...]) -> None:
        db.execute("SAVEPOINT before_it")
        done = db.execute(statement, given)
        if done.rowcount:
            with contextlib.suppress(ProccatError):
                assert not open_loaded.verify(deep=True).ok, (statement, given)
        db.execute("ROLLBACK TO before_it")
        db.execute("RELEASE before_it")

    surrogate = names[0] if table == "postings" else None
    for row in rows[::step]:
        where = " AND ".join(f'"{name}" IS ?' for name in names)
        found(f"DELETE FROM {table} WHERE {where}", row)
        for name, value in zip(names, row, strict=True):
            if name == surrogate:
                continue  # a row id of the index, which nothing points at
            other: object = f"{value or ''}x"
            if isinstance(value, int):
                other = value + 1_000_000
            elif isinstance(value, bytes):
                other = bytes([*value[:-2], value[-2] ^ 1, value[-1]])
            found(f'UPDATE OR IGNORE {table} SET "{name}" = ? WHERE {where}', (other, *row))
    assert open_loaded.verify(deep=True).ok


def test_a_cut_tail_is_found_with_an_anchor(open_loaded: Catalogue) -> None:
    """A log cut at its end and rebuilt is whole in itself; only the anchor tells."""
    anchor = open_loaded.head()
    connection(open_loaded).execute("DELETE FROM facts WHERE seq > ?", (anchor.seq - 2,))
    open_loaded.rebuild()
    assert open_loaded.verify(deep=True).ok
    report = open_loaded.verify(anchor=anchor)
    assert not report.ok
    assert str(anchor.seq) in report.problems[0].message
    open_loaded.change_status("1.000894", "suspended", actor="x")
    open_loaded.record(kethon("khác"), actor="x")
    report = open_loaded.verify(anchor=str(anchor))
    assert [problem.path for problem in report.problems] == ["$.hash"]


def test_a_cut_beginning_or_middle_is_found(open_loaded: Catalogue) -> None:
    """Facts missing at the beginning or in the middle break the chain."""
    db = connection(open_loaded)
    for seq in (1, 100):
        db.execute("SAVEPOINT before_it")
        db.execute("DELETE FROM facts WHERE seq = ?", (seq,))
        assert not open_loaded.verify().ok
        db.execute("ROLLBACK TO before_it")
        db.execute("RELEASE before_it")


@pytest.mark.parametrize("anchor", ["", "1", "1:abc", "x" * 100, "-1:" + "0" * 64])
def test_an_anchor_that_is_none_is_refused(catalogue: Catalogue, anchor: str) -> None:
    """What is no head is an error that names the argument, never a verdict."""
    with pytest.raises(InvalidDocumentError, match="anchor"):
        catalogue.verify(anchor=anchor)


def test_a_flipped_bit_in_a_payload_is_found(loaded: Path, clock: Clock) -> None:
    """One bit in the words of a fact passes SQLite's own check, and does not pass ours."""
    data = bytearray(loaded.read_bytes())
    place = data.index('"name":"Đính chính'.encode())
    data[place + 15] ^= 1
    loaded.write_bytes(data)
    with Catalogue.open(loaded, clock=clock) as catalogue:
        check = connection(catalogue).execute("PRAGMA integrity_check").fetchall()
        assert check == [("ok",)]
        report = catalogue.verify()
        assert not report.ok
        assert "body" in report.problems[0].path


def answers(catalogue: Catalogue) -> list[object]:
    """What a caller may ask, over all ways in."""
    found: list[object] = [catalogue.head(), catalogue.pending()]
    found.append([catalogue._store.log.seq_known_at(f.recorded_at) for f in catalogue.facts()])
    found.append([catalogue.history(s) for s in ("1.000894", "1.000001", "1.001193")])
    subjects = [row.document.subject for row in catalogue.records("procedure")]
    subjects += [row.document.subject for row in catalogue.records("item")]
    for day in DAYS:
        then = catalogue.at(day)
        found.append([(r.document, r.edition, r.status) for r in then.records("procedure")])
        for subject in subjects:
            try:
                found.append(then.standing(subject))
            except LookupError as error:
                found.append(str(error))
        found.append([hit.code for hit in then.search("dang ky ket hon").hits])
        found.append([hit.code for hit in then.search(programme="68/NQ-CP/2020").hits])
        found.append(then.progress("68/NQ-CP/2020", by="agency"))
    found.append(catalogue.document("87/2020/NĐ-CP"))
    return found


def test_a_flipped_bit_anywhere_is_told_or_harmless(loaded: Path, clock: Clock) -> None:
    """Any bit of the file flipped: an error, or a problem of verify(deep), or no answer changes."""
    import random

    data = loaded.read_bytes()
    with Catalogue.open(loaded, clock=clock) as catalogue:
        right = answers(catalogue)
    chance = random.Random(1)
    silent = []
    flipped = loaded.with_name("flipped.db")
    for _ in range(3000 if SOAK else 120):
        place, bit = chance.randrange(len(data)), chance.randrange(8)
        changed = bytearray(data)
        changed[place] ^= 1 << bit
        flipped.write_bytes(changed)
        try:
            with Catalogue.open(flipped, clock=clock) as catalogue:
                if not catalogue.verify(deep=True).ok:
                    continue
                if answers(catalogue) != right:
                    silent.append((place, bit))
        except ProccatError:
            continue
    assert silent == []


def index_pages(data: bytes) -> list[tuple[int, int]]:
    """First and last byte of the leaf pages of SQLite's indexes (their type is 10)."""
    size = int.from_bytes(data[16:18], "big")
    starts = range(size, len(data), size)
    return [(start, start + size) for start in starts if data[start] == 10]


def test_a_damaged_index_of_the_log_is_found(loaded: Path, clock: Clock) -> None:
    """An index of SQLite that no longer agrees with its table answers wrongly: verify tells."""
    data = bytearray(loaded.read_bytes())
    name = b"procedure:1.000001"
    places = [
        place
        for first, end in index_pages(bytes(data))
        for place in range(first, end - len(name))
        if data[place : place + len(name)] == name
    ]
    assert places, "the index on subject and version is not where it was looked for"
    for place in places:
        data[place + len(name) - 1] ^= 1
    loaded.write_bytes(data)
    with contextlib.suppress(ProccatError), Catalogue.open(loaded, clock=clock) as catalogue:
        assert not catalogue.verify(deep=True).ok


def test_verify_writes_nothing(loaded: Path, clock: Clock) -> None:
    """A verification leaves the bytes of the file as they were."""
    before = loaded.read_bytes()
    with Catalogue.open(loaded, clock=clock) as catalogue:
        assert catalogue.verify(deep=True).ok
    assert loaded.read_bytes() == before


def test_a_writer_in_the_middle_raises_no_alarm(db: Path, clock: Clock) -> None:
    """What another process commits while verify reads is not taken for tampering."""
    with Catalogue.open(db, clock=clock) as catalogue, Catalogue.open(db, clock=clock) as writer:
        catalogue.load(resource("fixtures"))
        connection(writer).execute("PRAGMA busy_timeout = 1")
        real = catalogue._store.log.rows

        def interrupted() -> Iterator[tuple[Any, ...]]:
            for place, row in enumerate(real()):
                if place == 3:
                    with contextlib.suppress(StorageError):  # it may have to wait for us
                        writer.record(Procedure(code="1.777777", name="Xen vào"), actor="stp")
                yield row

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(catalogue._store.log, "rows", interrupted)
            assert catalogue.verify().problems == ()


@pytest.mark.parametrize(
    ("column", "value"),
    [("successors", "{bad"), ("basis", "[5]"), ("recorded_at", "nonsense"), ("actor", " "),
     ("format", 9)],
)  # fmt: skip
def test_a_fact_that_nobody_could_read_is_found(
    catalogue: Catalogue, column: str, value: object
) -> None:
    """Hashes made right again do not hide a column that could never have been written."""
    catalogue.record(Procedure(code="1.000894", name="a"), on="2024-01-02", actor="stp")
    catalogue.change_status("1.000894", "announced", on="2024-01-02", actor="stp", basis="1/QĐ-BTP")
    db = connection(catalogue)
    (row,) = db.execute("SELECT * FROM facts WHERE seq = 2").fetchall()
    columns = dict(zip(COLUMNS, row, strict=True)) | {column: value}
    text = envelope(tuple(columns.values()))
    columns["hash"] = chain(str(columns["prev_hash"]), text, str(columns["body_hash"]))
    db.execute("DROP TRIGGER facts_are_never_changed")
    db.execute(
        f'UPDATE facts SET "{column}" = ?, "hash" = ? WHERE seq = 2', (value, columns["hash"])
    )
    report = catalogue.verify(deep=False)
    assert not report.ok
    assert "cannot be replayed" in report.problems[0].message


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE postings SET bits = x'00' WHERE term = 'f:ket'",
        "INSERT INTO postings (term, seg, bits) VALUES ('f:zzz', 9223372036854775807, x'0000')",
        "INSERT INTO postings (term, seg, bits) VALUES ('', 0, x'0000')",
        "INSERT INTO docs (ord, name, field) VALUES (9223372036854775807, 'a', '')",
        "DELETE FROM docs WHERE ord % 2",
        "DELETE FROM postings WHERE term = 'f:giay'",
    ],
)
def test_a_damaged_search_index_is_told(open_loaded: Catalogue, damage: str) -> None:
    """A report, not an error, whatever the index holds; a rebuild mends it, and search says so."""
    connection(open_loaded).execute(damage)
    report = open_loaded.verify()
    assert {problem.where for problem in report.problems} == {"search index"}
    for query in ("GPLX", "Làm thế nào để đăng ký kết hôn, cần giấy tờ gì?"):
        with contextlib.suppress(CatalogueFormatError):
            assert open_loaded.search(query, explain=True).total
    open_loaded.rebuild()
    assert open_loaded.verify().ok


def test_a_page_held_over_an_erasure_is_no_damage(catalogue: Catalogue) -> None:
    """What is asked of an older page reads the index as it is now, without what was erased."""
    for number, name in enumerate(("Đăng ký kết hôn", "Đăng ký kết hôn lưu động", "Kết hôn")):
        catalogue.record(kethon(name, f"1.00000{number}"), actor="stp")
    page = catalogue.search("Đăng ký kết hom")
    catalogue.void(1, reason="x", actor="stp")
    catalogue.erase(1, actor="stp")
    assert page.did_you_mean == "Đăng ký kết hôn"
