"""Projections and index: a rebuild from the log gives the same tables."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CODES, Clock, Move, folder, histories, memory, play

from proccat import Catalogue, loading, recording
from proccat.resources import resource
from proccat.storage.schema import PROJECTIONS

TABLES = (*PROJECTIONS, "postings", "docs")


def connection(catalogue: Catalogue) -> sqlite3.Connection:
    """The connection underneath, for looking at tables."""
    return catalogue._store._connection


def tables(catalogue: Catalogue) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the log, in an order of values."""
    found = {}
    for table in TABLES:
        rows = connection(catalogue).execute(f"SELECT * FROM {table}").fetchall()
        if table == "postings":  # its row ids are the order of insertion and mean nothing
            rows = [row[1:] for row in rows]
        found[table] = sorted(rows, key=repr)
    return found


def rebuilt(catalogue: Catalogue) -> None:
    """A rebuild changes no row, and the log does not move."""
    before, head = tables(catalogue), catalogue.head()
    catalogue.rebuild()
    assert tables(catalogue) == before
    assert catalogue.head() == head


@given(histories)
def test_a_rebuild_gives_the_same_tables(history: list[list[Move]]) -> None:
    """After any history, row by row, the tables are those that the log alone gives."""
    clock = Clock()
    with memory(clock) as catalogue:
        play(catalogue, clock, history)
        rebuilt(catalogue)
        assert catalogue.verify(deep=True).ok


@given(histories)
def test_a_restored_log_gives_the_same_tables(history: list[list[Move]]) -> None:
    """A catalogue restored from a log has, row by row, the tables of the one it came from."""
    clock = Clock()
    with memory(clock) as catalogue, memory(clock) as other, folder() as place:
        play(catalogue, clock, history)
        catalogue.export(place / "a.log")
        other.load(place / "a.log")
        assert tables(other) == tables(catalogue)


def in_chunks_of(every: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let loads look ahead no further, and settle as often."""
    monkeypatch.setattr(loading, "_AHEAD", every)
    monkeypatch.setattr(recording, "_SETTLE_EVERY", every)


@pytest.mark.parametrize("every", [1, 2, 7])
def test_a_load_in_chunks_gives_the_same_tables(
    catalogue: Catalogue, other: Catalogue, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    """However often a load settles what it has, the tables are the same in the end."""
    other.load(resource("fixtures"))
    in_chunks_of(every, monkeypatch)
    catalogue.load(resource("fixtures"))
    assert tables(catalogue) == tables(other)
    rebuilt(catalogue)


def test_a_load_that_comes_back_to_a_subject(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Periods that one chunk ended and the next begins again are as if written at once."""
    in_chunks_of(1, monkeypatch)
    path = tmp_path / "a.jsonl"
    lines = [
        {"code": CODES[0], "name": name, "on": day, **more}
        for name, day, more in (
            ("a", "2024-01-01", {}),
            ("b", "2024-02-01", {"until": "2024-03-01"}),
            ("c", "2024-02-10", {}),
            ("a", "2024-02-01", {}),
            ("d", "2023-01-01", {}),
        )
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    assert catalogue.load(path).errors == ()
    rebuilt(catalogue)
    lines = [line | {"name": f"{line['name']}2"} for line in lines]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    assert catalogue.load(path).recorded
    rebuilt(catalogue)


LINES = st.fixed_dictionaries(
    {"name": st.sampled_from(["a", "b"]), "on": st.sampled_from(["2024-01-01", "2024-02-01"])},
    optional={
        "code": st.sampled_from(["1.000001", "1.000002"]),
        "draft": st.sampled_from(["x", "y"]),
        "until": st.just("2024-02-10"),
    },
)
NUMBERS = st.fixed_dictionaries(
    {"kind": st.just("document"), "number": st.sampled_from(["1/2020/NĐ-CP", "12/QĐ-UBND"])},
    optional={"issuer": st.sampled_from(["Chính phủ", "UBND tỉnh"]), "name": st.just("a")},
)


@given(lines=st.lists(LINES | NUMBERS, max_size=8), before=st.lists(LINES, max_size=2))
def test_how_far_a_load_looks_ahead_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, lines: list[object], before: list[object]
) -> None:
    """Drafts that get a code, codes of two subjects, the same text again: read ahead or not."""
    folder = tmp_path_factory.mktemp("ahead")
    seen = []
    for every in (1, 3, 256):
        with Catalogue.open(":memory:") as catalogue, pytest.MonkeyPatch.context() as patch:
            in_chunks_of(every, patch)
            for name, part in (("before", before), ("a", lines)):
                path = folder / f"{name}.jsonl"
                path.write_text("\n".join(map(json.dumps, part)) or "{}", "utf-8")
                report = catalogue.load(path)
            facts = [(f.subject, f.version, f.digest, f.on) for f in catalogue.changes()]
            seen.append((report, facts, tables(catalogue)))
            rebuilt(catalogue)
    assert seen[0] == seen[1] == seen[2]


def test_a_rebuild_heals(catalogue: Catalogue) -> None:
    """Whatever was done to the projections, a rebuild mends it."""
    catalogue.load(resource("fixtures"))
    right = tables(catalogue)
    for table in TABLES:
        connection(catalogue).execute(f"DELETE FROM {table}")
    assert not catalogue.verify(deep=True).ok
    catalogue.rebuild()
    assert tables(catalogue) == right
    assert catalogue.verify(deep=True).ok


def test_an_erased_body_leaves_the_rest(catalogue: Catalogue) -> None:
    """A body that had to be erased leaves the chain valid; rebuilt, its words are nowhere."""
    catalogue.load(resource("fixtures"))
    seq = catalogue.history("1.000894")[0].seq
    code, name = "1.000894", "kết hôn"
    connection(catalogue).execute('UPDATE facts SET "body" = NULL WHERE "seq" = ?', (seq,))
    catalogue.rebuild()
    assert catalogue.verify(deep=True).ok
    assert catalogue.fact(seq).content() == {}
    assert code not in [hit.code for hit in catalogue.search(name).hits]
    assert catalogue.standing(code).edition is not None
    assert len(list(catalogue.procedures())) > 10
