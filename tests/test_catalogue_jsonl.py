"""jsonl: documents and standings at a date, loaded anywhere as new facts."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from strategies import (
    CODES,
    TODAY,
    Clock,
    Move,
    folder,
    histories,
    kethon,
    memory,
    play,
    procedures,
)

from proccat import Catalogue, Procedure, Snapshot
from proccat.documents import KINDS
from proccat.errors import NotFoundError
from proccat.resources import resource

CODE = CODES[0]
LATER = [TODAY + timedelta(days=n) for n in (0, 1, 5, 12, 20, 30, 45, 60, 200, 2000)]


def shown(view: Snapshot, subjects: list[str]) -> list[object]:
    """Texts and statuses with their days of effect; not numbers, versions and seqs."""
    found: list[object] = []
    texts = {r.document.subject: r.document for k in KINDS for r in view.records(k)}
    for subject in subjects:
        try:
            stands = view.standing(subject)
        except NotFoundError:
            found.append((subject, None, None))
            continue
        period = stands.period
        found.append((
            subject,
            texts.get(subject),
            period and (period.value, period.on, period.effective, period.until,
                        period.basis, period.successors),
        ))  # fmt: skip
    return found


def moved(catalogue: Catalogue, place: Path) -> Catalogue:
    """The catalogue loaded from an export of another."""
    catalogue.export(place / "a.jsonl")
    fresh = Catalogue.open(":memory:", clock=catalogue._clock)
    report = fresh.load(place / "a.jsonl")
    assert report.errors == ()
    again = fresh.load(place / "a.jsonl")
    assert again.recorded == 0
    return fresh


def agree(catalogue: Catalogue, fresh: Catalogue) -> None:
    kept = [fact.subject for fact in fresh.facts()]
    subjects = list(dict.fromkeys(kept))
    for day in LATER:
        assert shown(fresh.at(day), subjects) == shown(catalogue.at(day), subjects)
        for kind in KINDS:
            mine = [r.document.subject for r in catalogue.at(day).records(kind)]
            assert [r.document.subject for r in fresh.at(day).records(kind)] == mine


def test_the_fixtures_go_through(catalogue: Catalogue, tmp_path: Path) -> None:
    """The fixtures, sunsets and pending texts included, stand the same on every later day."""
    catalogue.load(resource("fixtures"))
    fresh = moved(catalogue, tmp_path)
    agree(catalogue, fresh)
    fresh.export(tmp_path / "b.jsonl")
    assert (tmp_path / "b.jsonl").read_bytes() == (tmp_path / "a.jsonl").read_bytes()


def plain(history: list[list[Move]]) -> list[list[Move]]:
    """Without the moves that known defects are about; these have tests of their own below."""
    kept = [[m for m in group if m.kind in ("record", "status", "correct")] for group in history]
    return [group for group in kept if group]


@given(histories)
def test_texts_and_statuses_go_through(history: list[list[Move]]) -> None:
    """load(export(x)) gives the documents and standings of that day and of every later one."""
    clock = Clock()
    with memory(clock) as catalogue, folder() as place:
        play(catalogue, clock, plain(history))
        with moved(catalogue, place) as fresh:
            agree(catalogue, fresh)


def test_a_sunset_that_says_what_stands_goes_through(catalogue: Catalogue, tmp_path: Path) -> None:
    """It changes no day by itself, but holds against the text that comes behind it."""
    first, last = date(2026, 9, 1), date(2026, 12, 31)
    catalogue.record(kethon(), on=first, actor="stp")
    catalogue.record(kethon(), on=first, until=last, actor="stp")
    catalogue.record(kethon("Đăng ký lại kết hôn"), on=first, until=last, actor="stp")
    fresh = moved(catalogue, tmp_path)
    assert len(list(fresh.changes())) == 3
    for day in (first, last, date(2027, 1, 1)):
        assert fresh.at(day).procedure(CODE) == catalogue.at(day).procedure(CODE)


@given(procedures)
def test_every_procedure_goes_through(procedure: Procedure) -> None:
    """Whatever a document holds is there again, digest for digest."""
    with memory() as catalogue, folder() as place:
        catalogue.record(procedure, actor="stp")
        with moved(catalogue, place) as fresh:
            assert procedure.code is not None
            assert fresh.procedure(procedure.code).digest() == procedure.digest()


def test_a_future_annulment_goes_through(catalogue: Catalogue, tmp_path: Path) -> None:
    """What was annulled from a day to come ends on the day before it, there as here."""
    catalogue.record(kethon(), on=date(2024, 1, 1), actor="stp")
    catalogue.change_status(CODE, "announced", on=date(2024, 1, 1), actor="stp")
    catalogue.void(2, reason="trái luật", from_=LATER[4], actor="stp")
    fresh = moved(catalogue, tmp_path)
    for day in LATER:
        assert fresh.at(day).standing(CODE).status == catalogue.at(day).standing(CODE).status


def test_a_draft_with_a_code_goes_through(catalogue: Catalogue, tmp_path: Path) -> None:
    """A procedure that began as a draft is one subject there too, texts by code included."""
    catalogue.record(Procedure(draft="x", name="a"), on=date(2024, 1, 1), actor="stp")
    catalogue.change_status("draft:x", "drafted", on=date(2024, 1, 1), actor="stp")
    catalogue.record(kethon(draft="x"), on=date(2024, 2, 1), actor="stp")
    catalogue.change_status(CODE, "issued", on=date(2024, 2, 1), actor="stp")
    catalogue.record(kethon("c"), on=date(2024, 3, 1), actor="stp")
    fresh = moved(catalogue, tmp_path)
    assert fresh.standing(CODE).status == "issued"
    assert fresh.procedure(CODE).name == "c"
    agree(catalogue, fresh)


def test_a_text_replaced_before_its_first_day_is_not_told(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    """Of two texts for one coming day the later stands there, however often the file is loaded."""
    catalogue.record(kethon("nay"), on=date(2026, 9, 1), actor="stp")
    for name in ("nay", "mai"):
        catalogue.record(kethon(name), on=date(2026, 9, 1), effective=LATER[4], actor="stp")
    agree(catalogue, moved(catalogue, tmp_path))


def test_a_status_that_came_twice_goes_through(catalogue: Catalogue, tmp_path: Path) -> None:
    """Public, announced, public again with the same days: the last one stands there, too."""
    day, until = date(2026, 9, 3), LATER[1]
    catalogue.record(kethon(), on=date(2026, 9, 1), actor="stp")
    for to in ("public", "announced", "public"):
        catalogue.change_status(CODE, to, on=day, until=until, actor="stp")
    agree(catalogue, moved(catalogue, tmp_path))


def test_the_right_sunset_is_superseded(catalogue: Catalogue, tmp_path: Path) -> None:
    """Of two sunsets the one that a text superseded is superseded there, and not the other."""
    day = date(2026, 1, 1)
    catalogue.record(kethon("gốc"), on=day, actor="stp")
    catalogue.record(kethon("một"), on=day, until=LATER[7], actor="stp")
    catalogue.record(kethon("hai"), on=day, until=LATER[8], actor="stp")
    catalogue.record(kethon("ba"), on=day, supersedes=3, actor="stp")
    agree(catalogue, moved(catalogue, tmp_path))


def test_a_last_day_that_was_not_inherited_goes_through(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    """A public standing without a last day has none there, though its announcement has one."""
    catalogue.record(kethon(), on=date(2026, 1, 1), actor="stp")
    catalogue.change_status(CODE, "announced", on=date(2026, 1, 1), actor="stp")
    catalogue.change_status(CODE, "public", on=date(2026, 3, 1), actor="stp")
    catalogue.change_status(CODE, "announced", on=date(2026, 2, 1), until=LATER[6], actor="stp")
    agree(catalogue, moved(catalogue, tmp_path))


def test_an_export_of_the_past_is_that_day(catalogue: Catalogue, tmp_path: Path) -> None:
    """Jsonl of a snapshot holds what stood on its day."""
    catalogue.load(resource("fixtures"))
    then = catalogue.at(date(2024, 6, 1))
    then.export(tmp_path / "a.jsonl")
    with memory() as fresh:
        assert fresh.load(tmp_path / "a.jsonl").errors == ()
        assert list(fresh.at(date(2024, 6, 1)).procedures()) == list(then.procedures())
