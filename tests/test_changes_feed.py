"""The feed of changes: polled at any pace, it gives every fact exactly once, in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Clock, folder, histories, kethon, play

from proccat import Catalogue, Feedback, Sender
from proccat.errors import InvalidDocumentError
from proccat.facts import AnyFact

CODE = "1.000894"


class Reader:
    """An application that polls the feed and remembers the last seq it has seen."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path, self._clock = path, clock
        self._open: Catalogue | None = None
        self.since = 0
        self.seen: list[AnyFact] = []

    def poll(self, most: int | None, *, reopen: bool) -> None:
        """Take at most so many facts, and stop in the middle of the feed."""
        if self._open is None or reopen:
            self.close()
            self._open = Catalogue.open(self._path, clock=self._clock, read_only=True)
        for fact in islice(self._open.changes(since=self.since), most):
            self.seen.append(fact)
            self.since = fact.seq

    def close(self) -> None:
        """Let go of the file."""
        if self._open is not None:
            self._open.close()
            self._open = None


polls = st.lists(st.tuples(st.none() | st.integers(0, 7), st.booleans()), max_size=3)


@given(steps=st.lists(st.tuples(histories, polls), min_size=1, max_size=4))
def test_polled_while_writes_go_on_nothing_is_missed_or_repeated(
    steps: list[tuple[list[list[object]], list[tuple[int | None, bool]]]],
) -> None:
    """In random portions, from a second connection, reopened or not: each fact once, in order."""
    with folder() as place:
        path, clock = place / "a.db", Clock()
        with Catalogue.open(path, clock=clock) as writer:
            reader = Reader(path, clock)
            for history, portions in steps:
                play(writer, clock, history)  # type: ignore[arg-type] # groups of moves
                for most, reopen in portions:
                    reader.poll(most, reopen=reopen)
                    assert [fact.seq for fact in reader.seen] == list(range(1, reader.since + 1))
            reader.poll(None, reopen=False)
            reader.close()
            assert reader.seen == list(writer.facts())


@pytest.fixture
def written(db: Path, clock: Clock) -> Iterator[Catalogue]:
    """A file with three facts in two transactions."""
    with Catalogue.open(db, clock=clock) as catalogue:
        catalogue.record(kethon(), on=date(2024, 1, 2), actor="stp")
        with catalogue.transaction():
            catalogue.change_status(CODE, "announced", on=date(2024, 1, 2), actor="stp")
            catalogue.change_status(CODE, "public", on=date(2024, 1, 9), actor="stp")
        yield catalogue


def test_a_feed_that_is_read_ends_where_it_began(written: Catalogue) -> None:
    """Facts written while a feed is read come with the next poll, not with this one."""
    feed = written.changes()
    first = next(feed)
    written.record(kethon("hai"), actor="stp")
    assert [first.seq, *(fact.seq for fact in feed)] == [1, 2, 3]
    assert [fact.seq for fact in written.changes(since=3)] == [4]


def test_what_is_not_committed_is_not_in_the_feed(written: Catalogue, db: Path) -> None:
    """Another connection sees a transaction whole when it is done, and never one undone."""
    with Catalogue.open(db, read_only=True) as reader:
        with pytest.raises(KeyError), written.transaction():  # noqa: PT012
            written.record(kethon("hai"), actor="stp")
            assert list(reader.changes(since=3)) == []
            raise KeyError
        assert list(reader.changes(since=3)) == []
        written.record(kethon("ba"), actor="stp")
        assert [fact.seq for fact in reader.changes(since=3)] == [4]


def test_a_snapshot_gives_the_feed_up_to_its_point(written: Catalogue) -> None:
    """The feed of a snapshot ends at its seq whatever came later."""
    then = written.at()
    written.record(kethon("hai"), actor="stp")
    assert [fact.seq for fact in then.changes(since=1)] == [2, 3]
    assert [fact.seq for fact in written.changes(since=1)] == [2, 3, 4]


def test_behind_the_end_there_is_nothing_yet(written: Catalogue) -> None:
    """A reader that is up to date, or ahead of a restored copy, gets nothing and no error."""
    for since in (3, 4, 2**62, 2**70):
        assert list(written.changes(since=since)) == []


def test_before_the_beginning_is_an_error(written: Catalogue) -> None:
    """A negative seq is refused by name."""
    with pytest.raises(InvalidDocumentError, match="since: -1"):
        written.changes(since=-1)


def test_more_facts_than_a_page(db: Path, clock: Clock) -> None:
    """The pages in which a feed is read leave no seam, wherever it is resumed."""
    with Catalogue.open(db, clock=clock) as catalogue:
        with catalogue.transaction():
            for number in range(1203):
                catalogue.record(kethon(str(number), f"1.{number % 400:06}"), actor="stp")
        for since in (0, 1, 499, 500, 501, 702, 703, 1000, 1202, 1203):
            seqs = [fact.seq for fact in catalogue.changes(since=since)]
            assert seqs == list(range(since + 1, 1204))


def test_the_feed_says_nothing_of_persons(catalogue: Catalogue) -> None:
    """Who sent feedback comes without words; the fact and its place in the chain are there."""
    day = date(2024, 1, 2)
    catalogue.record(Feedback(id="pa-1", content="Chậm", received_on=day), on=day, actor="vp")
    catalogue.record(Sender(feedback="pa-1", name="Bí Mật"), on=day, actor="vp")
    told = list(catalogue.changes())
    assert [fact.body is None for fact in told] == [False, True]
    assert "Bí Mật" in (catalogue.history("sender:pa-1")[0].body or "")
