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


@pytest.mark.parametrize("harm", ["seg = 7000", "seg = -1", "seg = seg + 1, kind = 'procedure'"])
def test_damage_is_told(db: Path, harm: str) -> None:
    """A set that lies where none can be is told by a search or by verify, and rebuild mends it."""
    with Catalogue.open(db) as catalogue:
        catalogue.record(kethon(), actor="stp")
        connection(catalogue).execute(f"UPDATE live SET {harm}")
    with Catalogue.open(db) as catalogue:
        assert not catalogue.verify(deep=False).ok
        with suppress(CatalogueFormatError):
            assert catalogue.search("kết hôn").total == 0
        catalogue.rebuild()
        assert catalogue.search("kết hôn").total == 1
