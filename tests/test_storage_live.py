"""The texts that stand, kept as bits: they are those that the periods give."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from strategies import Clock, Move, histories, kethon, memory, on, play
from test_storage_rebuild import connection

from proccat import Catalogue
from proccat.errors import CatalogueFormatError
from proccat.search.bitmaps import from_ords
from proccat.storage import live

DAYS = (date.min, *map(on, range(-3, 40)), date(2100, 1, 1), date.max)


def differing(catalogue: Catalogue) -> list[tuple[str, date]]:
    """The kinds and days for which the stored bits give other texts than the periods."""
    store, seq = catalogue._store, catalogue.seq
    return [
        (kind, day)
        for kind in ("procedure", "item", "programme")
        for day in DAYS
        if store.live.at(kind, day) != from_ords(store.projections.live_ords(kind, day, seq))
    ]


@given(histories)
def test_on_every_day_they_are_those_of_the_periods(history: list[list[Move]]) -> None:
    """After any history, and rebuilt, on every day the same texts stand by the bits."""
    clock = Clock()
    with memory(clock) as catalogue:
        play(catalogue, clock, history)
        assert differing(catalogue) == []
        catalogue.rebuild()
        assert differing(catalogue) == []


@given(histories)
def test_reading_in_a_transaction_changes_nothing(history: list[list[Move]]) -> None:
    """Whatever is read between the writes of one transaction, the same texts stand."""
    clock = Clock()
    with memory(clock) as catalogue:

        def reading() -> None:
            standing = sum(1 for _ in catalogue.records("procedure"))
            assert catalogue.search("").total == standing

        play(catalogue, clock, history, reading)
        assert differing(catalogue) == []


def test_a_sunset_that_is_taken_back_in_one_transaction(catalogue: Catalogue) -> None:
    """What it put aside for a while stands again, though a search came in between."""
    catalogue.record(kethon(), on="2020-01-01", actor="stp")
    with catalogue.transaction():
        catalogue.record(kethon("Thí điểm"), effective="2020-06-01", until="2020-12-31", actor="a")
        assert catalogue.search("thí điểm").total == 0
        catalogue.void(2, reason="nhầm", actor="stp")
    assert catalogue.search("kết hôn").total == 1
    assert differing(catalogue) == []


def test_days_on_which_many_others_stood(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where more than a few texts came later or have ended since, the periods tell which stood."""
    for number, year in enumerate((2018, 2020, 2022)):
        code, until = f"1.00000{number}", f"{year + 3}-12-31"
        catalogue.record(kethon(code=code), on=f"{year}-01-01", until=until, actor="a")
        catalogue.record(kethon(code=f"2.00000{number}"), on=f"{year}-01-01", actor="a")

    def found() -> list[set[str]]:
        days = [f"{year}-06-01" for year in range(2017, 2030)]
        return [{hit.code for hit in catalogue.at(day).search("kết hôn")} for day in days]

    before = found()
    monkeypatch.setattr(live, "_FEW", 1)
    catalogue._finder.forget()
    assert catalogue._store.live.at("procedure", date(2019, 1, 1)) is None
    assert catalogue._store.live.at("procedure", date(2026, 1, 1)) is not None
    assert found() == before
    assert [len(each) for each in before] == [0, 2, 2, 4, 4, 5, 5, 4, 4, 3, 3, 3, 3]


@pytest.mark.parametrize("at", range(1, 16))
def test_a_search_sees_one_state_of_the_file(db: Path, clock: Clock, at: int) -> None:
    """Whenever another process records, a pinned view shows what was known; then, and again."""
    with Catalogue.open(db, clock=clock) as catalogue, Catalogue.open(db, clock=clock) as other:
        catalogue.record(kethon(), on="2020-01-01", actor="stp")
        catalogue.record(kethon("Kết hôn sau"), effective="2099-01-01", actor="stp")
        pinned = catalogue.at()
        statements = 0

        def recording(_: str) -> None:
            nonlocal statements
            statements += 1
            if statements == at:
                with other.transaction():
                    other.record(kethon("Kết hôn lại"), on="2020-01-02", actor="stp")
                    other.void(2, reason="nhầm", actor="stp")
                    other.record(kethon("Kết hôn mới", code="1.000002"), actor="stp")

        connection(catalogue).set_trace_callback(recording)
        for _ in range(2):
            assert [hit.name for hit in pinned.search("kết hôn").hits] == ["Đăng ký kết hôn"]
        connection(catalogue).set_trace_callback(None)
        assert statements >= 3
        names = {hit.name for hit in catalogue.search("kết hôn").hits}
        recorded = at <= statements
        assert names == ({"Kết hôn lại", "Kết hôn mới"} if recorded else {"Đăng ký kết hôn"})


def test_what_is_undone_leaves_them_as_they_were(catalogue: Catalogue) -> None:
    """A transaction that ends in an error, or a part of it, turns no text on or off."""
    catalogue.record(kethon(), on="2024-01-02", actor="stp")
    with pytest.raises(KeyError), catalogue.transaction():  # noqa: PT012
        catalogue.record(kethon("Đăng ký lại việc kết hôn"), on="2024-01-03", actor="stp")
        assert catalogue.search("lại").total == 1
        raise KeyError
    assert differing(catalogue) == []
    assert [hit.name for hit in catalogue.search("đăng ký").hits] == ["Đăng ký kết hôn"]


def test_a_search_sees_what_begins_and_ends_at_midnight(db: Path, clock: Clock) -> None:
    """A text that comes later and a sunset are found on their days, nothing being written then."""
    with Catalogue.open(db, clock=clock) as catalogue:
        today = catalogue.effective
        days = [today + timedelta(days=n) for n in range(4)]
        catalogue.record(kethon(), on=today, actor="stp")
        catalogue.record(
            kethon("Kết hôn thí điểm"), on=today, effective=days[1], until=days[1], actor="stp"
        )
        seen = []
        for _ in days:
            seen.append([hit.name for hit in catalogue.search("kết hôn").hits])
            clock.move(days=1)
        once = ["Đăng ký kết hôn"]
        assert seen == [once, ["Kết hôn thí điểm"], once, once]
        assert differing(catalogue) == []


@pytest.mark.parametrize("harm", ["seg = 7000", "seg = -1", "seg = seg + 1"])
def test_damage_is_told(db: Path, harm: str) -> None:
    """A set that lies where none can be is told by a search or by verify, and rebuild mends it."""
    with Catalogue.open(db) as catalogue:
        catalogue.record(kethon(), actor="stp")
        connection(catalogue).execute(f"UPDATE live SET {harm}")
    with Catalogue.open(db) as catalogue:
        assert not catalogue.verify(deep=False).ok
        with suppress(CatalogueFormatError):
            catalogue.search("kết hôn")
        catalogue.rebuild()
        assert catalogue.search("kết hôn").total == 1
