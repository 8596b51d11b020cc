"""What a jsonl must carry so that another catalogue stands as this one does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from strategies import CODES, START, TODAY, kethon, on

from proccat import Catalogue

ACTOR = "vp-ubnd"


def test_a_status_whose_text_has_lapsed_is_loaded_elsewhere(
    catalogue: Catalogue, other: Catalogue, tmp_path: Path
) -> None:
    """A status that stands while no text does any more is in the jsonl, and loads elsewhere."""
    day = date(2026, 9, 1)
    catalogue.record(kethon(), on=day, until=date(2026, 10, 11), actor=ACTOR)
    catalogue.change_status(CODES[0], "announced", on=day, actor=ACTOR)
    assert catalogue.standing(CODES[0]).status == "announced"
    catalogue.export(tmp_path / "a.jsonl")
    assert other.load(tmp_path / "a.jsonl").errors == ()
    assert other.standing(CODES[0]).status == "announced"


def test_an_annulled_status_is_loaded_elsewhere(
    catalogue: Catalogue, other: Catalogue, tmp_path: Path
) -> None:
    """A status annulled from a later day on stands elsewhere to the day before."""
    catalogue.record(kethon(), on=START, actor=ACTOR)
    catalogue.change_status(CODES[0], "drafted", on=START, actor=ACTOR)
    annulled = date(2026, 11, 16)
    catalogue.void(catalogue.seq, reason="trái luật", from_=annulled, actor=ACTOR)
    catalogue.export(tmp_path / "a.jsonl")
    assert other.load(tmp_path / "a.jsonl").errors == ()
    stood = [other.at(day).standing(CODES[0]).status for day in (TODAY, annulled)]
    assert stood == ["drafted", None]


def test_a_sunset_that_was_superseded_stays_so_elsewhere(
    catalogue: Catalogue, other: Catalogue, tmp_path: Path
) -> None:
    """A sunset ended by a text stays ended elsewhere, also behind a later text."""
    code = CODES[0]
    catalogue.record(kethon("cũ"), on=on(0), actor=ACTOR)
    catalogue.record(kethon("thí điểm"), on=on(20), until=on(106), actor=ACTOR)
    catalogue.record(kethon("lâu dài"), on=on(40), supersedes=catalogue.seq, actor=ACTOR)
    catalogue.record(kethon("sau nữa"), on=on(50), actor=ACTOR)
    assert catalogue.procedure(code).name == "sau nữa"
    catalogue.export(tmp_path / "a.jsonl")
    assert other.load(tmp_path / "a.jsonl").errors == ()
    assert other.procedure(code).name == "sau nữa"
