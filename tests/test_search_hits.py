"""What hits show is what the catalogue says, whatever was written before, here or elsewhere."""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import folder

from proccat import Catalogue, Procedure
from proccat.errors import CatalogueFormatError, TransitionError
from proccat.snapshot import Snapshot

DAY, BEFORE = date(2026, 9, 2), date(2026, 9, 1)
NAMES = ("Đăng ký kết hôn", "Đăng ký khai sinh", "Đăng ký khai tử")
ACTS = st.tuples(
    st.sampled_from(["announce", "rename", "undo", "elsewhere", "take back", "mend"]),
    st.integers(0, 2),
    st.booleans(),
)


class Undone(Exception):
    """Ends a transaction that leaves nothing behind."""


def procedure(number: int, name: str) -> Procedure:
    return Procedure.parse({"code": f"1.{number:06d}", "name": name})


def shown(view: Snapshot) -> dict[str, tuple[str, str | None]]:
    return {hit.code: (hit.name, hit.status) for hit in view.search("đăng ký")}


def said(view: Snapshot) -> dict[str, tuple[str, str | None]]:
    return {
        each.code or "": (each.name, view.standing(each.code or "").status)
        for each in view.procedures()
    }


def write(catalogue: Catalogue, act: str, number: int, turn: int) -> None:
    """One act; what the lifecycle refuses is left."""
    code = f"1.{number:06d}"
    if act == "announce":
        with contextlib.suppress(TransitionError):
            catalogue.change_status(code, "announced", on=DAY, actor="a", basis="1/QĐ-BTP")
    elif act == "take back":
        facts = list(catalogue.changes())
        gone = {fact.voids for fact in facts}
        for seq in [f.seq for f in facts if f.kind == "recorded" and f.seq not in gone][-1:]:
            catalogue.void(seq, actor="a", reason="of another")
            catalogue.erase(seq, actor="a")
    else:
        catalogue.record(procedure(number, f"{NAMES[number]} {turn}"), actor="a", on=DAY)


def damage(file: Path) -> None:
    """Another program writes into tables that the log alone may fill."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE texts SET title = 'Đăng ký'")
        connection.execute("DELETE FROM editions WHERE fact = (SELECT max(fact) FROM editions)")
        connection.commit()


@given(st.lists(ACTS, min_size=1, max_size=10))
@example([("mend", 0, True)])
@example([("rename", 0, False), ("mend", 0, True)])
@example([("undo", 2, True), ("rename", 1, True), ("undo", 0, False), ("announce", 1, True)])
@settings(deadline=None)
def test_hits_show_what_the_catalogue_says(acts: list[tuple[str, int, bool]]) -> None:
    """Here, undone or by another connection; today and the day before, after each act or some."""
    with (
        folder() as place,
        Catalogue.open(place / "a.db") as catalogue,
        Catalogue.open(place / "a.db") as other,
    ):
        for number, name in enumerate(NAMES):
            catalogue.record(procedure(number, name), actor="a", on=BEFORE)
        for turn, (act, number, looking) in enumerate(acts):
            if act == "undo":
                with contextlib.suppress(Undone), catalogue.transaction():
                    write(catalogue, "announce", number, turn)
                    assert shown(catalogue) == said(catalogue)
                    if turn % 2:
                        write(catalogue, "rename", number, turn)
                    assert shown(catalogue) == said(catalogue)
                    raise Undone
            elif act == "mend":
                damage(place / "a.db")
                shown(catalogue)
                catalogue.rebuild()
            else:
                write(other if act == "elsewhere" else catalogue, act, number, turn)
            for view in (catalogue, catalogue.at(BEFORE), other, catalogue) if looking else ():
                assert shown(view) == said(view)


@pytest.mark.parametrize(
    "harm",
    ["DELETE FROM texts", "DELETE FROM subjects", "UPDATE texts SET ord = ord + 100"],
)
def test_hits_that_tables_no_longer_show_are_told(tmp_path: Path, harm: str) -> None:
    """What other programs took out of the tables is an error that says what mends it."""
    with Catalogue.open(tmp_path / "a.db") as catalogue:
        for number, name in enumerate(NAMES):
            catalogue.record(procedure(number, name), actor="a", on=BEFORE)
        connection = catalogue._store._connection
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(harm)
        for ask in (catalogue.search, catalogue.suggest):
            with pytest.raises(CatalogueFormatError, match=r"rebuild\(\) mends it"):
                ask("đăng ký")
        catalogue.rebuild()
        assert len(catalogue.suggest("đăng ký")) == catalogue.search("đăng ký").total == len(NAMES)
