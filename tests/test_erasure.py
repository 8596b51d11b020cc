"""Erasing a body: the words are gone for good, the chain stays, and verify says so."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from strategies import Clock, item, kethon, programme
from test_storage_rebuild import connection, tables

from proccat import Catalogue, Snapshot, restoring
from proccat.chain import COLUMNS, chain, envelope
from proccat.errors import InvalidDocumentError, LoadError, NotFoundError, ProccatError
from proccat.storage import opening

CODE = "1.000894"
WORDS = "quyettamxoasach"  # the personal data; no other record holds them
D = date


def filled(catalogue: Catalogue, clock: Clock) -> int:
    """Two texts, the second with words to erase in every place, voided; returns its seq."""
    catalogue.record(kethon(), on=D(2024, 1, 2), actor="stp")
    clock.move(hours=1)
    secret = kethon(
        f"Đăng ký {WORDS}",
        field=WORDS,
        description=WORDS,
        executing=(f"Cơ quan {WORDS}",),
        keywords=(WORDS,),
    )
    catalogue.record(secret, on=D(2024, 2, 1), actor="stp", note=WORDS)
    seq = catalogue.head().seq
    clock.move(hours=1)
    catalogue.record(kethon("Đăng ký lại"), on=D(2024, 3, 1), actor="stp")
    catalogue.change_status(CODE, "announced", on=D(2024, 1, 2), actor="stp")
    catalogue.void(seq, reason="có dữ liệu cá nhân", actor="stp")
    clock.move(hours=1)
    return seq


def holds(catalogue: Catalogue, words: str) -> list[str]:
    """The tables of the file, those of the index included, in which words are found."""
    db, found = connection(catalogue), []
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for name in names:
        for row in db.execute(f'SELECT * FROM "{name}"'):
            cells = [cell if isinstance(cell, bytes) else str(cell).encode() for cell in row]
            if any(words.encode() in cell for cell in cells):
                found.append(name)
                break
    return found


def test_the_words_are_nowhere_in_the_file(db: Path, clock: Clock) -> None:
    """Erased words are in no table and in no byte of the file; search and facets find nothing."""
    with Catalogue.open(db, clock=clock) as catalogue:
        seq = filled(catalogue, clock)
        assert {"facts", "texts", "docs"} <= set(holds(catalogue, WORDS))
        catalogue.erase(seq, actor="stp")
        assert holds(catalogue, WORDS) == []
        assert [hit.name for hit in catalogue.search(WORDS).hits] == []
        assert [hit.name for hit in catalogue.search("đăng ký").hits] == ["Đăng ký lại"]
    left = b"".join(path.read_bytes() for path in db.parent.iterdir())
    assert WORDS.encode() not in left


def test_the_words_leave_the_bytes_whatever_sqlite_was_built_with(
    db: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where SQLite does not overwrite what it deletes by itself, the words are gone."""
    real: Callable[..., sqlite3.Connection] = sqlite3.connect

    def careless(*given: Any, **more: Any) -> sqlite3.Connection:
        made = real(*given, **more)
        made.execute("PRAGMA secure_delete = OFF")
        return made

    monkeypatch.setattr(sqlite3, "connect", careless)
    with Catalogue.open(db, clock=clock) as catalogue:
        catalogue.erase(filled(catalogue, clock), actor="stp")
        assert holds(catalogue, WORDS) == []
    assert WORDS.encode() not in db.read_bytes()


def test_the_words_leave_the_wal_too(
    db: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the file is in WAL mode and others read it, no file beside it keeps the words."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    monkeypatch.setattr(opening, "_is_local", lambda _: True)
    with (
        Catalogue.open(db, clock=clock) as catalogue,
        Catalogue.open(db, clock=clock, read_only=True) as reader,
    ):
        catalogue.erase(filled(catalogue, clock), actor="stp")
        assert reader.search(WORDS).hits == ()
        left = b"".join(path.read_bytes() for path in db.parent.iterdir())
    assert WORDS.encode() not in left


def test_the_chain_stays_and_verify_says_it(db: Path, clock: Clock) -> None:
    """One fact more says who erased it; verify warns that a body was erased, by whom, and is ok."""
    with Catalogue.open(db, clock=clock) as catalogue:
        seq = filled(catalogue, clock)
        head, columns = catalogue.head(), catalogue.fact(seq)
        catalogue.erase(seq, actor="can-bo-du-lieu", reason="Luật 91/2025/QH15")
        erasure = catalogue.fact(head.seq + 1)
        assert (erasure.voids, erasure.supersedes) == (seq, head.seq)
        assert (erasure.actor, erasure.note) == ("can-bo-du-lieu", "Luật 91/2025/QH15")
        assert catalogue.head().seq == erasure.seq
        assert catalogue.fact(seq) == columns.model_copy(update={"body": None})
    with Catalogue.open(db, clock=clock, read_only=True) as catalogue:
        report = catalogue.verify(anchor=head, deep=True)
        assert report.ok
        (said,) = report.problems
        assert (said.where, said.severity) == (f"fact {seq}", "warning")
        assert (
            said.message == f"was erased (fact {head.seq + 1} by can-bo-du-lieu); its hash stands"
        )


def test_a_body_taken_out_by_hand_is_told(db: Path, clock: Clock) -> None:
    """The database lets a body go; verify says so, and that no fact tells who did it."""
    with Catalogue.open(db, clock=clock) as catalogue:
        filled(catalogue, clock)
        connection(catalogue).execute("UPDATE facts SET body = NULL WHERE seq = 1")
        catalogue.rebuild()
    with Catalogue.open(db, clock=clock, read_only=True) as catalogue:
        (said,) = catalogue.verify(deep=False).problems
    assert (said.where, said.severity) == ("fact 1", "warning")
    assert "NO FACT SAYS BY WHOM" in said.message


def test_standings_do_not_change(catalogue: Catalogue, clock: Clock) -> None:
    """What stands and stood is the same before and after; versions and numbers, too."""
    seq = filled(catalogue, clock)
    days = (D(2024, 1, 2), D(2024, 2, 15), D(2024, 3, 1), D(2026, 11, 15))
    before = [catalogue.at(day).standing(CODE) for day in days]
    catalogue.erase(seq, actor="stp")
    after = [catalogue.at(day).standing(CODE) for day in days]
    assert [attrs.evolve(each, version=each.version - 1) for each in after] == before


def test_what_was_known_then_is_erased_too(catalogue: Catalogue, clock: Clock) -> None:
    """A view from before the void still says that a text stood, and that its words were erased."""
    seq = filled(catalogue, clock)
    known = catalogue.fact(seq).recorded
    catalogue.erase(seq, actor="stp")
    then = catalogue.at(D(2024, 2, 15), known_at=known)
    edition = then.standing(CODE).edition
    assert edition is not None
    assert edition.seq == seq
    assert list(then.procedures()) == []
    assert then.search("đăng ký").hits == ()
    with pytest.raises(NotFoundError, match="erased"):
        then.procedure(CODE)


def test_only_what_never_stood_can_be_erased(catalogue: Catalogue, clock: Clock) -> None:
    """What stands, what is annulled from a day on, and what is not there are refused, untouched."""
    filled(catalogue, clock)
    catalogue.void(3, reason="trái luật", from_=D(2025, 1, 1), actor="stp")
    for seq, why in ((1, "was not taken back"), (3, "was not taken back"), (99, "no fact 99")):
        before = tables(catalogue)
        with pytest.raises(InvalidDocumentError, match=why):
            catalogue.erase(seq, actor="stp")
        assert tables(catalogue) == before
    assert catalogue.verify(deep=True).problems == ()


NAMES = ("Dữ liệu cá nhân", "Đăng ký kết hôn", "Đăng ký khai sinh", "Đăng ký lại kết hôn")


def test_what_was_held_before_an_erasure_answers_as_before(db: Path, clock: Clock) -> None:
    """Numbers of texts outlive an erasure: snapshots, pages and facets that are held lose nothing.

    Not on the connection that erases, nor on another one.
    """
    with Catalogue.open(db, clock=clock) as one, Catalogue.open(db, clock=clock) as two:
        for number, name in enumerate(NAMES):
            text = kethon(name, f"1.00000{number}", field=name, legal_bases=["87/2020/NĐ-CP"])
            one.record(text, on=D(2020, 1, 1), actor="stp")
        one.void(1, reason="x", actor="stp")
        held = [(view.at(), view.search("", limit=1), view) for view in (one, two)]
        before = [_found(view) for view, _, _ in held]
        assert before[0] == before[1]
        one.erase(1, actor="stp")
        assert [_found(view) for view, _, _ in held] == before
        for _, page, view in held:
            rest = view.search("", limit=9, after=page.next)
            assert [hit.name for hit in rest] == [*NAMES[2:]]
            assert dict(page.facets("field")) == dict.fromkeys(NAMES[1:], 1)


def _found(view: Snapshot) -> tuple[object, ...]:
    return (
        [hit.name for hit in view.search("đăng ký")],
        view.suggest("dang ky"),
        [each.code for each in view.similar("1.000001")],
        [each.code for each in view.citing("87/2020/NĐ-CP")],
    )


def test_a_number_is_given_once(catalogue: Catalogue, clock: Clock) -> None:
    """The number of an erased text is not given again, be it the last, be it in one transaction."""
    seq = filled(catalogue, clock)
    with catalogue.transaction():
        catalogue.erase(seq, actor="stp")
        catalogue.record(kethon("mới", "1.000001"), actor="stp")
        catalogue.void(catalogue.seq, reason="nhầm", actor="stp")
        catalogue.erase(catalogue.seq - 1, actor="stp")
    catalogue.record(kethon("sau", "1.000002"), actor="stp")
    ords = connection(catalogue).execute("SELECT ord FROM texts ORDER BY ord").fetchall()
    assert ords == [(1,), (3,), (5,)]
    before = tables(catalogue)
    catalogue.rebuild()
    assert tables(catalogue) == before
    assert catalogue.verify(deep=True).ok


def test_erasing_again_changes_nothing(catalogue: Catalogue, clock: Clock) -> None:
    """A second erasure of the same fact leaves every table as it was."""
    seq = filled(catalogue, clock)
    catalogue.erase(seq, actor="stp")
    before = tables(catalogue)
    catalogue.erase(seq, actor="stp")
    assert tables(catalogue) == before


def test_an_erased_status_keeps_its_place(catalogue: Catalogue, clock: Clock) -> None:
    """The note of a voided status can be erased; dates and actor stay in the log."""
    filled(catalogue, clock)
    catalogue.change_status(CODE, "suspended", on=D(2024, 5, 2), actor="stp", note=WORDS)
    seq = catalogue.head().seq
    catalogue.void(seq, reason="nhầm", actor="stp")
    catalogue.erase(seq, actor="stp")
    fact = catalogue.fact(seq)
    assert (fact.note, fact.to, fact.actor) == (None, "suspended", "stp")
    assert catalogue.verify(deep=True).ok


def test_an_erasure_inside_a_transaction(catalogue: Catalogue, clock: Clock) -> None:
    """Void and erasure commit together, or not at all; writes go on behind them."""
    filled(catalogue, clock)
    catalogue.record(kethon(f"Lại {WORDS}"), on=D(2024, 4, 1), actor="stp")
    seq, before = catalogue.head().seq, tables(catalogue)
    with pytest.raises(KeyError), catalogue.transaction():  # noqa: PT012
        catalogue.void(seq, reason="nhầm", actor="stp")
        catalogue.erase(seq, actor="stp")
        raise KeyError
    assert tables(catalogue) == before
    with catalogue.transaction():
        catalogue.void(seq, reason="nhầm", actor="stp")
        catalogue.erase(seq, actor="stp")
        catalogue.record(kethon("sau"), on=D(2024, 4, 1), actor="stp")
    assert catalogue.procedure(CODE).name == "sau"
    assert catalogue.verify(deep=True).ok
    assert catalogue.fact(seq).body is None


def test_the_log_without_the_body_restores(
    catalogue: Catalogue, other: Catalogue, clock: Clock, tmp_path: Path
) -> None:
    """An exported log has no line with the words; restored, it has the head and verifies."""
    seq = filled(catalogue, clock)
    catalogue.erase(seq, actor="stp")
    catalogue.export(tmp_path / "a.log")
    assert WORDS not in (tmp_path / "a.log").read_text("utf-8")
    assert other.load(tmp_path / "a.log").recorded == catalogue.head().seq
    assert other.verify(anchor=catalogue.head(), deep=True).ok
    assert tables(other) == tables(catalogue)
    other.export(tmp_path / "b.log")
    assert (tmp_path / "b.log").read_bytes() == (tmp_path / "a.log").read_bytes()


@pytest.mark.parametrize("name", ["jsonl", "json", "csv", "log"])
def test_every_view_is_exported_without_the_words(
    catalogue: Catalogue, clock: Clock, tmp_path: Path, name: str
) -> None:
    """Exports of today and of the evening before the void hold none of the erased words."""
    seq = filled(catalogue, clock)
    known = catalogue.fact(seq).recorded
    catalogue.erase(seq, actor="stp")
    for view in (catalogue, catalogue.at(D(2024, 2, 15), known_at=known)):
        view.export(tmp_path / f"a.{name}")
        assert WORDS not in (tmp_path / f"a.{name}").read_text("utf-8")


def test_an_erased_item_stays_an_item(catalogue: Catalogue) -> None:
    """An item whose words were erased leaves no word in the tables, and what follows still goes."""
    catalogue.record(programme(), actor="stp")
    catalogue.record(item(name=WORDS, lead=WORDS), actor="stp")
    seq = catalogue.head().seq
    catalogue.record(item(name="mới"), actor="stp")
    subject = item().subject
    catalogue.change_status(subject, "approved", actor="stp")
    catalogue.void(seq, reason="nhầm", actor="stp")
    catalogue.erase(seq, actor="stp")
    assert holds(catalogue, WORDS) == []
    assert catalogue.change_status(subject, "enacted", actor="stp").status == "enacted"
    assert catalogue.progress("68/NQ-CP/2020").reached == 1
    assert catalogue.verify(deep=True).ok


def test_the_only_text_of_an_item_erased(catalogue: Catalogue) -> None:
    """Of a subject with nothing but an erased text every way in answers or refuses clearly."""
    catalogue.record(programme(), actor="stp")
    catalogue.record(item(name=WORDS), actor="stp")
    seq, subject = catalogue.head().seq, item().subject
    catalogue.void(seq, reason="nhầm", actor="stp")
    catalogue.erase(seq, actor="stp")
    assert [fact.kind for fact in catalogue.history(subject)] == ["recorded", "voided", "voided"]
    assert list(catalogue.items()) == []
    asked: tuple[Callable[[], object], ...] = (
        lambda: catalogue.standing(subject),
        lambda: catalogue.item(subject),
        lambda: catalogue.change_status(subject, "suspended", actor="stp"),
    )
    for ask in asked:
        with pytest.raises(ProccatError):
            ask()
    assert catalogue.progress("68/NQ-CP/2020").of == 0
    assert catalogue.verify(deep=True).ok


def test_an_erasure_in_an_unlawful_moment_is_whole(catalogue: Catalogue, clock: Clock) -> None:
    """Inside a transaction that becomes lawful at its end the words go with the fact."""
    seq = filled(catalogue, clock)
    code = "1.000001"
    catalogue.record(kethon("mới", code), on=D(2024, 1, 2), actor="stp")
    with catalogue.transaction():
        catalogue.change_status(code, "suspended", on=D(2024, 2, 1), actor="stp")
        catalogue.erase(seq, actor="stp")
        catalogue.change_status(code, "announced", on=D(2024, 1, 5), actor="stp")
    assert catalogue.fact(seq).body is None
    assert [problem.severity for problem in catalogue.verify().problems] == ["warning"]


def test_a_part_undone_undoes_the_erasure(
    catalogue: Catalogue, clock: Clock, tmp_path: Path
) -> None:
    """A refused load behind an erasure in one transaction leaves the erasure as it was."""
    seq = filled(catalogue, clock)
    (tmp_path / "a.jsonl").write_text('{"code": "1.000894"}\n', "utf-8")
    with catalogue.transaction():
        catalogue.erase(seq, actor="stp")
        with pytest.raises(ProccatError):
            catalogue.load(tmp_path / "a.jsonl", strict=True)
    assert catalogue.fact(seq).body is None
    assert catalogue.verify().ok


def test_words_that_came_back_are_an_error(catalogue: Catalogue, clock: Clock) -> None:
    """Where a fact says that words were erased and they are there, verify says so; erase mends."""
    seq = filled(catalogue, clock)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue._store.log, "erase", lambda _: None)
        catalogue.erase(seq, actor="stp")
    report = catalogue.verify()
    assert not report.ok
    assert "still holds the words" in report.problems[0].message
    before = catalogue.head()
    catalogue.erase(seq, actor="stp")
    assert catalogue.verify().ok
    assert catalogue.head() == before


def test_a_listing_names_no_subject_twice(catalogue: Catalogue) -> None:
    """Corrections of corrections, one taken back and erased, leave one row for the procedure."""
    for name, corrects in (("a", None), ("b", 1), ("c", 2)):
        catalogue.record(kethon(name), on=D(2024, 1, 2), actor="stp", corrects=corrects)
    catalogue.void(2, reason="nhầm", actor="stp")
    catalogue.erase(2, actor="stp")
    assert [procedure.name for procedure in catalogue.procedures()] == ["c"]
    catalogue.void(1, reason="trái luật", from_=D(2025, 1, 1), actor="stp", basis="1/QĐ-TTg")
    past = catalogue.at(D(2024, 6, 1))
    (record,) = past.records("procedure")
    assert past.standing(CODE).edition == record.edition
    assert record.edition.until == D(2024, 12, 31)


def test_many_erasures_are_no_fault(catalogue: Catalogue) -> None:
    """More than a hundred erasures are more than a hundred warnings, and the file is right."""
    with catalogue.transaction():
        for number in range(102):
            catalogue.record(kethon(f"văn bản {number}"), on=D(2024, 1, 2), actor="stp")
            catalogue.void(catalogue.seq, reason="nhầm", actor="stp")
            catalogue.erase(catalogue.seq - 1, actor="stp")
    report = catalogue.verify()
    assert report.ok
    assert len(report.problems) == 101
    assert {problem.severity for problem in report.problems} == {"warning"}


def test_the_wal_is_emptied_behind_a_transaction(
    db: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words erased in a transaction of several writes leave the write-ahead log, too."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    monkeypatch.setattr(opening, "_is_local", lambda _: True)
    with Catalogue.open(db, clock=clock) as catalogue:
        seq = filled(catalogue, clock)
        with catalogue.transaction():
            catalogue.erase(seq, actor="stp")
        left = b"".join(path.read_bytes() for path in db.parent.iterdir())
        assert WORDS.encode() not in left


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"supersedes": 1}, "cannot be meant"),
        ({"voids": 3}, "erases fact 3, which was not taken back"),
        ({"effective": "2024-01-05"}, "a second time"),
        ({"format": 3}, "upgrade"),
    ],
)
def test_a_forged_erasure_is_not_restored(
    catalogue: Catalogue, clock: Clock, change: dict[str, object], message: str
) -> None:
    """A log whose hashes are right but whose erasure cannot be is refused, and nothing is kept."""
    seq = filled(catalogue, clock)
    catalogue.erase(seq, actor="stp")
    rows = list(catalogue._store.log.rows())
    columns = dict(zip(COLUMNS, rows[-1], strict=True)) | change
    envelope_text = envelope(tuple(columns.values()))
    columns["hash"] = chain(str(columns["prev_hash"]), envelope_text, str(columns["body_hash"]))
    with pytest.raises(LoadError, match=message):
        list(_possible_rows([*rows[:-1], tuple(columns.values())]))


def _possible_rows(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(restoring, "stored_facts", lambda _: iter(rows))
        return list(restoring._possible(Path("a.log"), None))
