"""Known and not known: the first day, reasons, both clocks, transactions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import naive
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    START,
    WINDOW,
    Clock,
    Move,
    histories,
    kethon,
    memory,
    on,
    play,
)

from proccat import Catalogue, Snapshot
from proccat.errors import InvalidDocumentError, NotFoundError, UnknownProcedureError
from proccat.standing import LogLine
from proccat.view import Pending

D = date
CODE = "1.000894"


@given(histories, st.lists(st.integers(-3, WINDOW + 5), min_size=3, max_size=3))
def test_every_snapshot_agrees_with_the_design(
    history: list[list[Move]], offsets: list[int]
) -> None:
    """Any (day, known at) of any history shows what the design's words say, by every way in."""
    clock = Clock()
    with memory(clock) as catalogue:
        play(catalogue, clock, history)
        facts = list(catalogue.facts())
        subjects = {fact.subject for fact in facts}
        for moment in sorted({fact.recorded for fact in facts}):
            upto = [fact for fact in facts if fact.recorded <= moment]
            for offset in offsets:
                snapshot = catalogue.at(on(offset), known_at=moment)
                assert snapshot.seq == upto[-1].seq
                for subject in subjects:
                    mine = naive.lines_of([f for f in upto if f.subject == subject])
                    _agree(snapshot, subject, mine, on(offset))


def _agree(snapshot: Snapshot, subject: str, lines: tuple[LogLine, ...], day: date) -> None:
    first = naive.known_from(lines)
    text, status = naive.text(lines, day), naive.status(lines, day)
    records = {r.document.subject: r for r in snapshot.records(subject.partition(":")[0])}
    record = records.get(subject)
    assert (record and (record.edition.seq, record.edition.number)) == text
    if record is not None:
        assert (record.status and (record.status.seq, record.status.value)) == status
    if first is None or first > day:
        with pytest.raises(NotFoundError):
            snapshot.standing(subject)
        return
    stands = snapshot.standing(subject)
    assert stands.version == len(lines)
    assert (stands.edition and (stands.edition.seq, stands.edition.number)) == text
    assert (stands.period and (stands.period.seq, stands.period.value)) == status
    assert bool(stands.no_edition) == (text is None)
    assert bool(stands.no_status) == (status is None)
    assert {each.seq for each in stands.pending} == naive.pending(lines, day)


def test_not_known_before_its_first_act(catalogue: Catalogue) -> None:
    """The day before the first act of a subject it is not known, and the message says from when."""
    catalogue.record(kethon(), on=D(2024, 1, 2), actor="stp")
    with pytest.raises(UnknownProcedureError, match="2024-01-02"):
        catalogue.at(D(2024, 1, 1)).standing(CODE)
    assert catalogue.at(D(2024, 1, 2)).standing(CODE).edition


def test_known_and_only_pending_has_no_text_and_says_why(catalogue: Catalogue) -> None:
    """A subject with only pending facts stands nowhere yet, with the day it will."""
    catalogue.record(kethon(), on=D(2024, 1, 2), effective=D(2024, 5, 1), actor="stp")
    then = catalogue.at(D(2024, 2, 1))
    stands = then.standing(CODE)
    assert (stands.edition, stands.status) == (None, None)
    assert "2024-05-01" in stands.no_edition
    assert stands.no_status == "no status was recorded"
    with pytest.raises(UnknownProcedureError, match="2024-05-01"):
        then.procedure(CODE)
    assert list(then.procedures()) == []


def test_known_and_all_lapsed_has_no_text_and_says_why(catalogue: Catalogue) -> None:
    """A subject whose facts have all lapsed stands nowhere any more, with the day they ended."""
    catalogue.record(kethon(), on=D(2024, 1, 2), until=D(2024, 5, 1), actor="stp")
    catalogue.change_status(CODE, "announced", on=D(2024, 1, 2), until=D(2024, 5, 1), actor="stp")
    stands = catalogue.standing(CODE)
    assert (stands.edition, stands.status) == (None, None)
    assert "2024-05-01" in stands.no_edition
    assert "2024-05-01" in stands.no_status


def test_the_only_fact_can_be_taken_back(catalogue: Catalogue) -> None:
    """A void of the only fact of a subject is recorded; the subject is no longer known."""
    catalogue.record(kethon(), on=D(2024, 1, 2), actor="stp")
    catalogue.void(1, reason="nhập nhầm", actor="stp")
    with pytest.raises(UnknownProcedureError):
        catalogue.standing(CODE)


def test_known_at_is_inclusive(catalogue: Catalogue, clock: Clock) -> None:
    """What was recorded at an instant is known at it, and not a microsecond before."""
    catalogue.record(kethon(), on=D(2024, 1, 2), actor="stp")
    at = catalogue.fact(1).recorded
    clock.move(hours=1)
    assert catalogue.at(known_at=at).seq == 1
    assert catalogue.at(known_at=at - timedelta(microseconds=1)).seq == 0


def test_known_at_takes_any_zone(catalogue: Catalogue, clock: Clock) -> None:
    """The same instant in another zone is the same point of the log."""
    from zoneinfo import ZoneInfo

    catalogue.record(kethon(), on=D(2024, 1, 2), actor="stp")
    clock.move(hours=1)
    at = catalogue.fact(1).recorded.astimezone(ZoneInfo("Etc/GMT-7"))
    assert catalogue.at(known_at=at).seq == 1


def test_known_at_long_ago_knows_nothing(catalogue: Catalogue) -> None:
    """Before the first fact nothing is known, however long before."""
    catalogue.record(kethon(), on=D(2024, 1, 2), actor="stp")
    assert catalogue.at(known_at=datetime(1900, 1, 1, tzinfo=UTC)).seq == 0
    assert catalogue.at(known_at=datetime(900, 1, 1, tzinfo=UTC)).seq == 0


def test_a_naive_known_at_is_refused(catalogue: Catalogue, clock: Clock) -> None:
    """An instant without a zone could be anything: it is refused by name."""
    naive_now = clock.now.replace(tzinfo=None)
    with pytest.raises(InvalidDocumentError, match="known_at"):
        catalogue.at(known_at=naive_now)


def test_a_future_known_at_is_refused(catalogue: Catalogue, clock: Clock) -> None:
    """What will be known is not known."""
    assert catalogue.at(known_at=clock.now).seq == 0
    with pytest.raises(InvalidDocumentError, match="known_at"):
        catalogue.at(known_at=clock.now + timedelta(microseconds=1))


def test_a_fact_is_known_at_its_own_instant(catalogue: Catalogue, clock: Clock) -> None:
    """Facts of a clock that stands still or went back lie ahead of it; asking for them is fine."""
    for name in ("a", "b", "c"):
        catalogue.record(kethon(name), actor="stp")
    clock.now -= timedelta(days=1)
    for fact in catalogue.changes():
        assert catalogue.at(known_at=fact.recorded).seq == fact.seq
    with pytest.raises(InvalidDocumentError, match="known_at"):
        catalogue.at(known_at=fact.recorded + timedelta(microseconds=1))


def test_no_snapshot_inside_a_transaction(catalogue: Catalogue) -> None:
    """at() inside an open transaction is refused; behind it it is not."""
    with catalogue.transaction():
        catalogue.record(kethon(), actor="stp")
        with pytest.raises(InvalidDocumentError, match="transaction"):
            catalogue.at()
    assert catalogue.at().seq == 1


@pytest.mark.parametrize("given", ["2024-02-31", "2024-1-1", "01/02/2024", "", "2024-01-01T00:00"])
def test_a_day_that_is_none_is_refused_by_name(catalogue: Catalogue, given: str) -> None:
    """A day that the calendar does not have, or in another notation, names its argument."""
    with pytest.raises(InvalidDocumentError, match="effective"):
        catalogue.at(given)


def test_a_snapshot_is_pinned_and_the_catalogue_floats(catalogue: Catalogue, clock: Clock) -> None:
    """A snapshot keeps its today and its point of the log; the catalogue has always the last."""
    catalogue.record(kethon("một"), actor="stp")
    pinned = catalogue.at()
    clock.move(days=3)
    catalogue.record(kethon("hai"), actor="stp")
    assert pinned.procedure(CODE).name == "một"
    assert pinned.effective == D(2026, 11, 15)
    assert catalogue.procedure(CODE).name == "hai"
    assert catalogue.effective == D(2026, 11, 18)
    assert [fact.seq for fact in pinned.changes()] == [1]


def test_today_is_the_local_day(clock: Clock) -> None:
    """At 18:00 UTC it is the next day in Viet Nam, at 16:59 it is not."""
    with Catalogue.open(":memory:", clock=clock) as catalogue:
        clock.now = datetime(2026, 11, 15, 16, 59, tzinfo=UTC)
        assert catalogue.effective == D(2026, 11, 15)
        clock.now = datetime(2026, 11, 15, 17, 0, tzinfo=UTC)
        assert catalogue.effective == D(2026, 11, 16)


def test_nothing_goes_stale_at_midnight(catalogue: Catalogue, clock: Clock) -> None:
    """A pending text stands in every listing once its day has come, without a write."""
    catalogue.record(kethon("cũ"), actor="stp")
    catalogue.record(kethon("mới"), effective=D(2026, 11, 16), actor="stp")
    assert [each.name for each in catalogue.procedures()] == ["cũ"]
    assert [hit.name for hit in catalogue.search("mới").hits] != ["mới"]
    clock.move(days=1)
    assert [each.name for each in catalogue.procedures()] == ["mới"]
    assert [hit.name for hit in catalogue.search("mới").hits] == ["mới"]


def test_the_list_of_pending_is_that_of_the_standings(catalogue: Catalogue) -> None:
    """What the standings say is pending on a day is what pending() lists on it."""
    catalogue.record(kethon("a"), on=D(2026, 1, 1), effective=D(2027, 1, 1), actor="stp")
    catalogue.record(kethon("b"), on=D(2026, 3, 1), corrects=1, actor="stp")
    for day in (D(2026, 2, 1), D(2026, 4, 1)):
        then = catalogue.at(day)
        assert then.pending() == then.standing(CODE).pending


@given(histories, st.integers(0, WINDOW))
def test_pending_lists_each_standing_pending(history: list[list[Move]], offset: int) -> None:
    """pending() lists, by day of effect, what the standings of all subjects have pending."""
    clock = Clock()
    with memory(clock) as catalogue:
        plain = [[m for m in group if m.kind != "correct"] for group in history]
        play(catalogue, clock, [group for group in plain if group])
        then = catalogue.at(on(offset))
        expected: list[Pending] = []
        for subject in {fact.subject for fact in catalogue.facts()}:
            try:
                expected += then.standing(subject).pending
            except NotFoundError:
                continue
        found = then.pending()
        assert sorted(found, key=lambda p: (p.effective, p.seq)) == list(found)
        assert set(found) == set(expected)


def test_history_of_the_unknown_is_refused(catalogue: Catalogue, clock: Clock) -> None:
    """history() at a point of the log where the subject had no fact says it is not known."""
    clock.move(hours=1)
    catalogue.record(kethon(), actor="stp")
    before = catalogue.at(known_at=clock.now - timedelta(minutes=1))
    with pytest.raises(UnknownProcedureError):
        before.history(CODE)


def test_a_lapse_needs_no_act(catalogue: Catalogue, clock: Clock) -> None:
    """Over the last day of a sunset the standing changes and the log does not."""
    catalogue.record(kethon(), on=START, actor="stp")
    catalogue.change_status(CODE, "public", on=START, actor="stp")
    catalogue.change_status(
        CODE, "suspended", on=D(2026, 11, 1), until=D(2026, 11, 15), actor="stp"
    )
    head = catalogue.head()
    assert catalogue.standing(CODE).status == "suspended"
    clock.move(days=1)
    assert catalogue.standing(CODE).status == "public"
    assert catalogue.search(status="public").hits
    assert catalogue.head() == head


def test_a_transaction_keeps_the_day_on_which_it_began(catalogue: Catalogue, clock: Clock) -> None:
    """Over midnight reads and writes of one transaction go by one day, defaults included."""
    clock.now = datetime(2026, 11, 14, 16, 59, tzinfo=UTC)  # a minute to midnight in Viet Nam
    with catalogue.transaction():
        catalogue.record(kethon(), actor="stp")
        clock.move(hours=1)
        stands = catalogue.change_status(CODE, "announced", on=catalogue.effective, actor="stp")
        assert stands.period is not None
        assert stands.period.on == date(2026, 11, 14)
    assert catalogue.effective == date(2026, 11, 15)
