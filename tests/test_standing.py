"""The fold: from the facts of a subject to what stands on which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import naive
from hypothesis import given
from hypothesis import strategies as st
from strategies import START, lines, on

from proccat.standing import FOREVER, Fold, LogLine, Span, at

DAYS = [START + timedelta(days=n) for n in range(-2, 50)]
A, B, C = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def value(spans: Sequence[Span], day: date) -> str | int | None:
    found = at(spans, day)
    return found.value if found else None


@given(lines())
def test_every_day_agrees_with_the_design(history: tuple[LogLine, ...]) -> None:
    """On every day and for every point of the log the fold finds what the design's words say."""
    for upto in range(len(history) + 1):
        known = history[:upto]
        texts, statuses = Fold(known).editions, Fold(known).statuses
        for day in (*DAYS, FOREVER):
            text, status = at(texts, day), at(statuses, day)
            assert (text and (text.fact, text.value)) == naive.text(known, day)
            assert (status and (status.fact, status.value)) == naive.status(known, day)


@given(lines())
def test_spans_are_disjoint_and_in_order(history: tuple[LogLine, ...]) -> None:
    """The spans of a timeline follow one another, none empty, none overlapping."""
    for spans in (Fold(history).editions, Fold(history).statuses):
        for span in spans:
            assert span.first <= span.last
        for before, after in pairwise(spans):
            assert before.last < after.first
            joined = after.first - before.last == timedelta(days=1)
            assert not (joined and before.fact == after.fact)


@given(lines(), st.sampled_from(DAYS))
def test_pending_is_done_and_not_yet_effective(history: tuple[LogLine, ...], day: date) -> None:
    """Pending on a day is exactly what was done by it, takes effect after it and is not void."""
    found = Fold(history).pending(day)
    assert set(found) == naive.pending(history, day)
    assert len(found) == len(set(found))


@given(lines())
def test_known_from_the_first_act(history: tuple[LogLine, ...]) -> None:
    """A subject is known from the first `on` of a fact that is not void."""
    assert Fold(history).known_from == naive.known_from(history)


@given(lines(), st.sampled_from(DAYS))
def test_lasting_facts_suffice_for_the_days_to_come(
    history: tuple[LogLine, ...], day: date
) -> None:
    """The status facts that last on a day give by themselves every later day's status."""
    done = tuple(
        line
        for line in history
        if line.corrects is None and min(line.on, line.effective or line.on) <= day
    )
    kept = {each.fact for each in Fold(done).lasting(day)}
    rest = tuple(line for line in done if line.seq in kept or line.voids in kept)
    for later in (each for each in (*DAYS, FOREVER) if each >= day):
        assert naive.status(rest, later) == naive.status(done, later)


def test_ties_on_one_day_go_to_the_later_act_then_to_the_later_fact() -> None:
    """Of statuses with one first day the later `on` wins, of one `on` the later seq."""
    rows: tuple[LogLine, ...] = (
        LogLine(1, "status", B, C, None, "announced"),
        LogLine(2, "status", A, C, None, "suspended"),
    )
    assert value(Fold(rows).statuses, C) == "announced"
    rows += (LogLine(3, "status", B, C, None, "public"),)
    assert value(Fold(rows).statuses, C) == "public"


def test_texts_of_one_day_go_by_seq_alone() -> None:
    """Of texts with one first day the last recorded wins, whatever the days of the acts."""
    rows = (LogLine(1, "recorded", B, C), LogLine(2, "recorded", A, C))
    assert value(Fold(rows).editions, C) == 2


def test_a_sunset_lapses_without_an_act() -> None:
    """The day after a sunset's last day the edition before stands again, with its number."""
    rows = (LogLine(1, "recorded", A, A), LogLine(2, "recorded", B, B, C))
    found = Fold(rows).editions
    assert [value(found, day) for day in (A, B, C, C + timedelta(days=1))] == [1, 2, 2, 1]


def test_a_text_inside_a_sunset_stands_beneath_it() -> None:
    """A text that takes effect inside a sunset waits for its end, unless it supersedes it."""
    sunset = (LogLine(1, "recorded", A, A), LogLine(2, "recorded", A, B, C))
    beneath = (*sunset, LogLine(3, "recorded", A, B + timedelta(days=5)))
    above = (*sunset, LogLine(3, "recorded", A, B + timedelta(days=5), supersedes=2))
    assert value(Fold(beneath).editions, C) == 2
    assert value(Fold(beneath).editions, C + timedelta(days=1)) == 3
    assert value(Fold(above).editions, C) == 3


def test_a_superseded_sunset_that_is_still_running_does_not_come_back() -> None:
    """Behind a text that ended a sunset, the next text needs not say so again."""
    rows = (
        LogLine(1, "recorded", A, A, date(2026, 12, 31)),
        LogLine(2, "recorded", B, B, supersedes=1),
        LogLine(3, "recorded", C, C),
    )
    assert value(Fold(rows).editions, C) == 3


def test_a_voided_superseder_lets_the_sunset_run_on() -> None:
    """Taking back the text that ended a sunset makes the sunset stand again."""
    rows = (
        LogLine(1, "recorded", A, A, date(2026, 12, 31)),
        LogLine(2, "recorded", B, B, supersedes=1),
        LogLine(3, "voided", C, None, voids=2),
    )
    assert value(Fold(rows).editions, C) == 1


def test_what_is_annulled_from_its_first_day_never_stood() -> None:
    """An annulment from the first day of effect leaves no day to stand on, nor anything pending."""
    rows = (LogLine(1, "status", A, B, None, "announced"), LogLine(2, "voided", A, B, voids=1))
    assert Fold(rows).statuses == ()
    assert Fold(rows).pending(A) == ()


@given(lines())
def test_corrections_make_no_edition(history: tuple[LogLine, ...]) -> None:
    """Without its corrections a history has the same editions on the same days."""
    corrections = {line.seq for line in history if line.corrects is not None}
    bare = tuple(
        line for line in history if line.seq not in corrections and line.voids not in corrections
    )
    bare = tuple(
        line._replace(supersedes=naive.root(_by_seq(history, line.supersedes), history).seq)
        if line.supersedes is not None
        else line
        for line in bare
    )
    numbers = [(span.first, span.last, span.value) for span in Fold(history).editions]
    assert numbers == [(span.first, span.last, span.value) for span in Fold(bare).editions]


def _by_seq(history: Sequence[LogLine], seq: int) -> LogLine:
    return next(line for line in history if line.seq == seq)


def test_days_at_the_ends_of_the_calendar() -> None:
    """What lasts to the last day of the calendar is open; nothing overflows."""
    rows = (
        LogLine(1, "status", date.min, date.min, None, "announced"),
        LogLine(2, "status", on(0), on(0), date.max, "suspended"),
    )
    assert Fold(rows).statuses == (
        Span(date.min, on(0) - timedelta(days=1), 1, "announced"),
        Span(on(0), FOREVER, 2, "suspended"),
    )
