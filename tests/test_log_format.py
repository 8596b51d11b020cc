"""The log: never edited; exported and restored verbatim; any fault is found."""

from __future__ import annotations

import random
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import SOAK
from hypothesis import given
from strategies import Clock, Move, folder, histories, kethon, memory, play, procedures
from test_storage_rebuild import connection

from proccat import Catalogue, Procedure
from proccat.chain import COLUMNS, GENESIS, chain, digest_of, envelope
from proccat.errors import LoadError, ProccatError
from proccat.readers.log import stored_facts
from proccat.resources import resource

OTHERS = {
    "seq": 99, "subject": "procedure:1.000001", "version": 7, "kind": "voided", "format": 2,
    "on": "2020-01-01", "effective": "2020-01-01", "until": "2099-01-01", "to": "public",
    "voids": 1, "corrects": 1, "supersedes": 1, "successors": "[]", "taken_over": 1,
    "digest": "x", "recorded_at": "2020-01-01T00:00:00.000000Z", "actor": "x", "basis": "[]",
    "request_id": "x", "request_digest": "x", "body": "{}", "body_hash": "x", "prev_hash": "x",
    "hash": "x",
}  # fmt: skip


@pytest.fixture
def small(catalogue: Catalogue) -> Catalogue:
    """Three facts, one of each kind."""
    catalogue.record(kethon(), on=date(2024, 1, 2), actor="stp", basis="12/QĐ-BTP", request_id="r")
    catalogue.change_status("1.000894", "announced", on=date(2024, 1, 2), actor="stp", note="“ghi”")
    catalogue.void(2, reason="nhầm", actor="stp")
    return catalogue


def test_facts_are_never_deleted_nor_changed(small: Catalogue) -> None:
    """The database itself refuses every DELETE and every UPDATE but the erasure of a body."""
    db = connection(small)
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        db.execute("DELETE FROM facts WHERE seq = 3")
    for column in COLUMNS:
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(f'UPDATE facts SET "{column}" = ?', (OTHERS[column],))
        if column != "body":
            with pytest.raises(sqlite3.IntegrityError):
                db.execute(f'UPDATE facts SET "{column}" = NULL')
            with pytest.raises(sqlite3.IntegrityError):
                db.execute(f'UPDATE facts SET "body" = NULL, "{column}" = ?', (OTHERS[column],))
    assert small.verify(deep=True).ok
    db.execute('UPDATE facts SET "body" = NULL WHERE "seq" = 2')
    assert small.fact(2).body is None


def test_replace_does_not_slip_past(small: Catalogue) -> None:
    """INSERT OR REPLACE, which deletes without firing triggers, changes no fact unnoticed."""
    row = list(small._store.log.rows())[1]
    marks = ", ".join("?" * len(row))
    changed = [*row]
    changed[COLUMNS.index("actor")] = "x"
    try:
        connection(small).execute(f"INSERT OR REPLACE INTO facts VALUES ({marks})", changed)
    except sqlite3.DatabaseError:
        return
    assert not small.verify().ok


def test_versions_count_every_fact_of_a_subject(small: Catalogue) -> None:
    """Versions go from 1 without gaps, voids too; seq from 1 without gaps over all subjects."""
    small.record(kethon(code="2.000815"), actor="stp")
    small.record(kethon(), actor="stp")
    assert [fact.version for fact in small.history("1.000894")] == [1, 2, 3, 4]
    assert [fact.version for fact in small.history("2.000815")] == [1]
    assert [fact.seq for fact in small.facts()] == [1, 2, 3, 4, 5]
    assert small.standing("1.000894").version == 4


def test_the_chain_is_as_described(small: Catalogue) -> None:
    """Each hash is SHA-256 over the hash before, the envelope and the body's hash."""
    before = GENESIS
    for row in small._store.log.rows():
        columns = dict(zip(COLUMNS, row, strict=True))
        assert columns["prev_hash"] == before
        assert columns["body_hash"] == digest_of(columns["body"])
        assert columns["hash"] == chain(before, envelope(row), columns["body_hash"])
        before = columns["hash"]
    assert small.head().hash == before


def test_recorded_at_ascends_though_the_clock_was_set_back(
    catalogue: Catalogue, clock: Clock
) -> None:
    """recorded_at is max(now, last + 1 µs) for each transaction, one instant for all its facts."""
    catalogue.record(kethon(), actor="stp")
    clock.move(days=-400)
    with catalogue.transaction():
        catalogue.record(kethon(), actor="stp")
        catalogue.record(kethon(), actor="stp")
    clock.move(days=800)
    catalogue.record(kethon(), actor="stp")
    one, two, three, four = (fact.recorded for fact in catalogue.facts())
    assert two == three == one + timedelta(microseconds=1)
    assert four == clock.now


@given(histories)
def test_export_load_export_gives_the_same_bytes(history: list[list[Move]]) -> None:
    """A log restored into an empty catalogue and written again is the same file."""
    clock = Clock()
    with memory(clock) as catalogue, memory() as other, folder() as place:
        play(catalogue, clock, history)
        first, second = place / "a.log", place / "b.log"
        catalogue.export(first)
        assert other.load(first).recorded == catalogue.head().seq
        other.export(second)
        assert second.read_bytes() == first.read_bytes()
        assert other.head() == catalogue.head()
        assert other.verify(anchor=catalogue.head(), deep=True).ok


@given(procedures)
def test_every_procedure_goes_through_the_log_verbatim(procedure: Procedure) -> None:
    """Whatever a document holds comes out of a restored log as it was."""
    with memory() as catalogue, memory() as other, folder() as place:
        catalogue.record(procedure, actor="stp")
        catalogue.export(place / "a.log")
        other.load(place / "a.log")
        assert procedure.code is not None
        assert other.procedure(procedure.code) == procedure
        assert other.fact(1).body == catalogue.fact(1).body


def test_the_same_log_again_changes_nothing(
    small: Catalogue, other: Catalogue, tmp_path: Path
) -> None:
    """Restoring twice records nothing the second time; another log is refused."""
    log = tmp_path / "a.log"
    small.export(log)
    assert other.load(log).recorded == 3
    again = other.load(log)
    assert (again.recorded, again.unchanged) == (0, 3)
    other.record(kethon(), actor="stp")
    head = other.head()
    with pytest.raises(LoadError, match="empty catalogue"):
        other.load(log)
    assert other.head() == head


def test_an_empty_log_restores_nothing(
    catalogue: Catalogue, other: Catalogue, tmp_path: Path
) -> None:
    """The log of an empty catalogue is a header and an end."""
    catalogue.export(tmp_path / "a.log")
    assert other.load(tmp_path / "a.log").recorded == 0


def refused(catalogue: Catalogue, path: Path, data: bytes) -> None:
    """A file that is no whole log is refused and the catalogue stays empty."""
    path.write_bytes(data)
    with pytest.raises(LoadError):
        catalogue.load(path, format="log")
    assert catalogue.head().seq == 0
    assert catalogue._store.projections.known("procedure:1.000894") is False


def test_every_changed_byte_is_found(small: Catalogue, tmp_path: Path) -> None:
    """Any byte of a log changed to another makes it refused as a whole."""
    small.export(tmp_path / "a.log")
    data, path = (tmp_path / "a.log").read_bytes(), tmp_path / "b.log"
    chance = random.Random(7)
    for place in range(len(data)):
        others = b' \n0"}' if SOAK else bytes([data[place] ^ (1 << chance.randrange(8)), 0x20])
        for byte in set(others) - {data[place]}:
            path.write_bytes(data[:place] + bytes([byte]) + data[place + 1 :])
            with pytest.raises(LoadError):
                for _ in stored_facts(path):
                    pass


def test_every_added_or_cut_byte_is_found_or_harmless(small: Catalogue, tmp_path: Path) -> None:
    """A byte less is found; a byte more is found, or is a blank that changes no fact."""
    small.export(tmp_path / "a.log")
    data, path = (tmp_path / "a.log").read_bytes(), tmp_path / "b.log"
    right = list(stored_facts(tmp_path / "a.log"))
    for place in range(len(data)):
        path.write_bytes(data[:place] + data[place + 1 :])
        with pytest.raises(LoadError):
            list(stored_facts(path))
        path.write_bytes(data[:place] + b" " + data[place:])
        try:
            assert list(stored_facts(path)) == right
        except LoadError:
            continue


def test_a_damaged_log_leaves_an_empty_catalogue_empty(
    small: Catalogue, other: Catalogue, tmp_path: Path
) -> None:
    """Removed, doubled, swapped, added and cut lines are LoadErrors, and nothing is recorded."""
    small.export(tmp_path / "a.log")
    path = tmp_path / "b.log"
    lines = (tmp_path / "a.log").read_bytes().splitlines(keepends=True)
    for n in range(len(lines)):
        refused(other, path, b"".join(lines[:n] + lines[n + 1 :]))
        refused(other, path, b"".join(lines[: n + 1] + lines[n:]))
        refused(other, path, b"".join(lines[:n]))
        refused(other, path, b"".join(lines[:n]) + lines[n][:-1])
        refused(other, path, b"".join(lines[:n]) + lines[n][: len(lines[n]) // 2])
        refused(other, path, b"".join([*lines[:n], b"\n", *lines[n:]]))
        refused(other, path, b"".join([*lines[:n], b"{}\n", *lines[n:]]))
        refused(other, path, b"".join([*lines[:n], b"\xff\xfe\n", *lines[n:]]))
        if n + 1 < len(lines):
            swapped = [*lines[:n], lines[n + 1], lines[n], *lines[n + 2 :]]
            refused(other, path, b"".join(swapped))
    refused(other, path, b"")
    refused(other, path, b"\xef\xbb\xbf" + b"".join(lines))
    refused(other, path, b"".join(lines) + b"\n")
    refused(other, path, b'{"format":"proccat-log","version":2}\n' + b"".join(lines[1:]))
    refused(other, path, b"[" * 100_000)
    other.load(tmp_path / "a.log")
    assert other.head() == small.head()


FORGERIES: list[tuple[str, dict[str, object]]] = [
    ("two facts of one version", {"version": 1}),
    ("a version left out", {"version": 9}),
    ("a last day before the first", {"until": "2020-01-01"}),
    ("a status that is none", {"to": "nonsense"}),
    ("a void of nothing", {"kind": "voided", "to": None, "voids": 77, "effective": None}),
    ("a text without a document", {"kind": "recorded", "to": None, "digest": "x", "body": "{}"}),
    ("a document of no kind", {"kind": "recorded", "to": None, "digest": "x",
                               "body": '{"document":{"kind":"plane"}}'}),
    ("a format of the future", {"format": 2}),
    ("an instant that is none", {"recorded_at": "yesterday"}),
    ("an instant before the one before", {"recorded_at": "2020-01-01T00:00:00.000000Z"}),
    ("an unlawful status", {"to": "suspended", "taken_over": None}),
    ("a correction of nothing", {"kind": "recorded", "to": None, "digest": "x", "corrects": 99,
                                 "body": '{"document":{"kind":"procedure","code":"1.000894",'
                                 '"name":"a"}}'}),
    ("a correction of itself", {"kind": "recorded", "to": None, "digest": "x", "corrects": 2,
                                "body": '{"document":{"kind":"procedure","code":"1.000894",'
                                '"name":"a"}}'}),
    ("another's document", {"kind": "recorded", "to": None, "digest": "x",
                            "body": '{"document":{"kind":"procedure","code":"2.000815",'
                            '"name":"a"}}'}),
    ("a digest of something else", {"kind": "recorded", "to": None, "digest": "x",
                                    "body": '{"document":{"kind":"procedure","code":"1.000894",'
                                    '"name":"a"}}'}),
]  # fmt: skip


def forged(catalogue: Catalogue, changes: dict[str, object]) -> list[tuple[object, ...]]:
    """Two facts of a catalogue, the second changed, with hashes that are right again."""
    first, second = list(catalogue._store.log.rows())[:2]
    columns = dict(zip(COLUMNS, second, strict=True)) | changes
    columns["body_hash"] = digest_of(str(columns["body"]))
    envelope_text = envelope(tuple(columns.values()))
    columns["hash"] = chain(str(columns["prev_hash"]), envelope_text, columns["body_hash"])
    return [first, tuple(columns.values())]


def written(rows: list[tuple[object, ...]], path: Path) -> None:
    """A log file of rows, as the writer would write it."""
    import json

    def compact(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    lines = [compact({"format": "proccat-log", "version": 1})]
    for row in rows:
        columns = {n: v for n, v in zip(COLUMNS, row, strict=True) if v is not None}
        body = columns.pop("body")
        for name in ("successors", "basis"):
            if name in columns:
                columns[name] = json.loads(str(columns[name]))
        lines.append(f'{compact(columns)[:-1]},"body":{body}}}')
    lines.append(compact({"head": {"seq": len(rows), "hash": rows[-1][-1]}}))
    path.write_text("\n".join(lines) + "\n", "utf-8")


def test_a_log_written_by_hand_is_a_log(small: Catalogue, other: Catalogue, tmp_path: Path) -> None:
    """What the forgeries below change was right before: unchanged, it restores."""
    written(forged(small, {}), tmp_path / "a.log")
    assert other.load(tmp_path / "a.log").recorded == 2


@pytest.mark.parametrize(("what", "changes"), FORGERIES, ids=[what for what, _ in FORGERIES])
def test_a_forged_log_is_refused_as_a_load_error(
    small: Catalogue, other: Catalogue, tmp_path: Path, what: str, changes: dict[str, object]
) -> None:
    """A log whose hashes are right but whose facts cannot be is refused, naming file and line."""
    written(forged(small, changes), tmp_path / "a.log")
    with pytest.raises(LoadError):
        other.load(tmp_path / "a.log")
    assert other.head().seq == 0


def test_a_log_is_not_restored_inside_a_transaction(
    small: Catalogue, other: Catalogue, tmp_path: Path
) -> None:
    """A restore is one transaction of its own."""
    small.export(tmp_path / "a.log")
    with other.transaction(), pytest.raises(ProccatError):
        other.load(tmp_path / "a.log")


def test_a_snapshot_exports_the_log_it_knows(
    small: Catalogue, clock: Clock, tmp_path: Path
) -> None:
    """The log of a snapshot ends at its point, and restores to a catalogue that verifies."""
    clock.move(hours=1)
    small.load(resource("fixtures") / "agencies")
    snapshot = small.at(known_at=small.fact(2).recorded)
    assert snapshot.export(tmp_path / "a.log").rows == 2
    with memory() as other:
        other.load(tmp_path / "a.log")
        assert other.standing("1.000894").status == "announced"
        assert other.verify(deep=True).ok
