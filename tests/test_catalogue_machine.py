"""A catalogue file and a simple model of it agree, whatever is done and in whatever order.

The model is the list of facts as they were when they were written, folded by :mod:`naive`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import naive
import pytest
from conftest import SOAK
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from strategies import CODES, ITEMS, NAMES, START, TODAY, WINDOW, Clock, item, kethon, on, programme

from proccat import Catalogue, Item, Procedure, StatusLine
from proccat.documents import Document
from proccat.errors import REFUSALS, ConflictError, NotFoundError
from proccat.facts import AnyFact, Recorded
from proccat.lifecycle import LIFECYCLES
from proccat.standing import LogLine

SUBJECTS = (*(f"procedure:{code}" for code in CODES[:2]), *ITEMS)
ACTOR = "vp-ubnd"

subjects = st.sampled_from(SUBJECTS)
names = st.sampled_from(NAMES)
days = st.integers(0, 75).map(on)
firsts = st.none() | st.integers(0, WINDOW).map(on)
lasts = st.none() | st.none() | st.integers(40, WINDOW).map(on)
picks = st.integers(0, 30)
any_day = st.integers(-5, WINDOW + 5).map(on)


def text(subject: str, name: str) -> Document:
    """A text of a subject with a name."""
    kind, _, key = subject.partition(":")
    return kethon(name, key) if kind == "procedure" else item(subject, name=name)


class CatalogueMachine(RuleBasedStateMachine):
    """Writes, retries, failures, reopening and moving elsewhere, beside the model."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="proccat-"))
        self.clock = Clock()
        self.files = 0
        self.facts: list[AnyFact] = []
        self.path = self.new_file()
        self.catalogue = Catalogue.open(self.path, clock=self.clock)

    def new_file(self) -> Path:
        """A place where nothing stands yet."""
        self.files += 1
        return self.folder / f"{self.files}.db"

    @initialize()
    def begin(self) -> None:
        """The programme that the items belong to."""
        self.catalogue.record(programme(), on=START, actor=ACTOR)
        self.remember()

    def teardown(self) -> None:
        """At the end the file verifies, and so does every way through it."""
        try:
            report = self.catalogue.verify(deep=True, anchor=self.catalogue.head())
            assert report.problems == ()
        finally:
            self.catalogue.close()
            shutil.rmtree(self.folder)

    # -- the model ---------------------------------------------------------------------------

    def lines(self, subject: str, upto: int | None = None) -> tuple[LogLine, ...]:
        """What the model holds of a subject."""
        most = len(self.facts) if upto is None else upto
        return naive.lines_of([fact for fact in self.facts[:most] if fact.subject == subject])

    def remember(self) -> list[AnyFact]:
        """Take in what was written since the last time."""
        new = list(self.catalogue.changes(since=len(self.facts)))
        self.facts += new
        return new

    def tried(self, act: Callable[[], Any]) -> list[AnyFact]:
        """Do something; if it is refused, the log has not moved."""
        try:
            act()
        except REFUSALS:
            assert self.catalogue.head().seq == len(self.facts)
            return []
        return self.remember()

    # -- writes ------------------------------------------------------------------------------

    @rule(subject=subjects, name=names, day=days, first=firsts, last=lasts)
    def record(
        self, subject: str, name: str, day: date, first: date | None, last: date | None
    ) -> None:
        """A text, in the order of days or between others, with a sunset or without."""
        new = self.tried(
            lambda: self.catalogue.record(
                text(subject, name), on=day, effective=first, until=last, actor=ACTOR
            )
        )
        for fact in new:
            assert isinstance(fact, Recorded)
            assert (fact.on, fact.effective, fact.until) == (day, first or day, last)
            assert fact.document == text(subject, name)

    @rule(subject=subjects, pick=picks, day=days, first=firsts, last=lasts)
    def change(
        self, subject: str, pick: int, day: date, first: date | None, last: date | None
    ) -> None:
        """A status that the table has after what stands that day."""
        to, more = self.status(subject, pick, day, first, last)
        new = self.tried(
            lambda: self.catalogue.change_status(subject, to, on=day, actor=ACTOR, **more)
        )
        assert [(fact.kind, fact.to, fact.on) for fact in new] in ([], [("status", to, day)])

    def status(
        self, subject: str, pick: int, day: date, first: date | None, last: date | None
    ) -> tuple[str, dict[str, Any]]:
        """A status to try, with the arguments that it may have."""
        cycle = LIFECYCLES[subject.partition(":")[0]]
        stands = naive.status(self.lines(subject), first or day)
        rows = cycle.rows(None if stands is None else str(stands.value))
        options = [row.to for row in rows] or list(cycle.statuses)
        to = options[pick % len(options)]
        return to, {
            "effective": None if to in cycle.immediate else first,
            "until": last if cycle.statuses[to].until else None,
            "successors": ("1.009999",) if to in cycle.needs_successors else (),
        }

    @precondition(lambda self: len(self.facts) > 1)
    @rule(pick=picks, name=names, day=days)
    def correct(self, pick: int, name: str, day: date) -> None:
        """A correction of any fact, if it is a text that stands."""
        target = self.facts[pick % len(self.facts)]
        if target.subject in SUBJECTS:
            new = self.tried(
                lambda: self.catalogue.record(
                    text(target.subject, name), on=day, corrects=target.seq, actor=ACTOR
                )
            )
            assert [fact.corrects for fact in new] in ([], [target.seq])

    @precondition(lambda self: any(fact.until for fact in self.facts))
    @rule(pick=picks, name=names, day=days, first=firsts)
    def supersede(self, pick: int, name: str, day: date, first: date | None) -> None:
        """A text that ends a sunset, if it is one."""
        sunsets = [fact for fact in self.facts if fact.until]
        target = sunsets[pick % len(sunsets)]
        self.tried(
            lambda: self.catalogue.record(
                text(target.subject, name), on=day, effective=first, supersedes=target.seq,
                actor=ACTOR,
            )
        )  # fmt: skip

    @precondition(lambda self: len(self.facts) > 1)
    @rule(pick=picks, day=days, from_=st.none() | any_day)
    def void(self, pick: int, day: date, from_: date | None) -> None:
        """A fact taken back, from the start or from a day on."""
        target = self.facts[1 + pick % (len(self.facts) - 1)]
        new = self.tried(
            lambda: self.catalogue.void(target.seq, reason="nhầm", on=day, from_=from_, actor=ACTOR)
        )
        assert [(fact.voids, fact.effective) for fact in new] in ([], [(target.seq, from_)])

    @precondition(lambda self: len(self.facts) > 1)
    @rule(pick=picks, name=names, day=days)
    def replace(self, pick: int, name: str, day: date) -> None:
        """A fact taken back and another put in its place in the same breath."""
        target = self.facts[1 + pick % (len(self.facts) - 1)]
        instead: Document | StatusLine = text(target.subject, name)
        if target.to is not None:
            instead = StatusLine(subject=target.subject, to=target.to, on=day, until=target.until,
                                 successors=target.successors or None)  # fmt: skip
        new = self.tried(
            lambda: self.catalogue.void(target.seq, reason="nhầm", actor=ACTOR, instead=instead)
        )
        assert [fact.kind for fact in new] in ([], ["voided", target.kind])

    @rule(subject=subjects, name=names, days_=st.lists(days, min_size=1, max_size=3), pick=picks)
    def together(self, subject: str, name: str, days_: list[date], pick: int) -> None:
        """Several writes in one transaction have one instant, and are there together or not."""

        def several() -> None:
            with self.catalogue.transaction():
                for day in days_:
                    self.catalogue.record(text(subject, f"{name} {day}"), on=day, actor=ACTOR)
                to, more = self.status(subject, pick, days_[0], None, None)
                self.catalogue.change_status(subject, to, on=days_[0], actor=ACTOR, **more)

        new = self.tried(several)
        assert len(new) in (0, len(days_) + 1)
        assert len({fact.recorded_at for fact in new}) <= 1

    # -- what must not count -----------------------------------------------------------------

    @rule(subject=subjects, name=names, ahead=st.integers(1, 3))
    def expected_another(self, subject: str, name: str, ahead: int) -> None:
        """A stale or early `expect` is a conflict that names what was found."""
        version = len(self.lines(subject))
        for expected in {version + ahead, max(0, version - ahead)} - {version}:
            with pytest.raises(ConflictError) as conflict:
                self.catalogue.record(text(subject, name), expect=expected, actor=ACTOR)
            assert (conflict.value.expected, conflict.value.found) == (expected, version)

    @rule(subject=subjects, name=names)
    def expected_right(self, subject: str, name: str) -> None:
        """With the version that is there the write passes."""
        version = len(self.lines(subject))
        self.catalogue.record(text(subject, name), expect=version, on=START, actor=ACTOR)
        assert [fact.version for fact in self.remember()] == [version + 1]

    @rule(subject=subjects, name=names, day=days)
    def asked_twice(self, subject: str, name: str, day: date) -> None:
        """The same request twice is one fact."""
        request = f"{len(self.facts)}"
        for _ in range(2):
            self.catalogue.record(text(subject, name), on=day, actor=ACTOR, request_id=request)
        assert len(self.remember()) == 1

    @rule(subject=subjects, name=names, day=days, looks=st.booleans())
    def crash(self, subject: str, name: str, day: date, looks: bool) -> None:
        """An exception inside a transaction undoes it, also what a search had seen of it."""
        with pytest.raises(ZeroDivisionError), self.catalogue.transaction():  # noqa: PT012
            self.catalogue.record(text(subject, f"{name} rơi"), on=day, actor=ACTOR)
            with suppress(*REFUSALS):
                self.catalogue.void(1 + len(self.facts) // 2, reason="x", on=day, actor=ACTOR)
            if looks:
                self.catalogue.search("rơi")
            raise ZeroDivisionError
        assert self.catalogue.head().seq == len(self.facts)
        assert self.catalogue.search("rơi").hits == ()

    # -- the clock, and other places ---------------------------------------------------------

    @rule(seconds=st.integers(-3600, 3600))
    def move_clock(self, seconds: int) -> None:
        """The clock goes on, or is set back."""
        self.clock.move(seconds=seconds)

    @rule()
    def reopen(self) -> None:
        """The file is closed and opened again."""
        self.catalogue.close()
        self.catalogue = Catalogue.open(self.path, clock=self.clock)

    @rule()
    def rebuild(self) -> None:
        """The projections are written again from the log."""
        self.catalogue.rebuild()

    @rule()
    def move_by_log(self) -> None:
        """The log is exported, restored elsewhere, and the work goes on there."""
        log, head = self.folder / "a.log", self.catalogue.head()
        self.catalogue.export(log)
        self.catalogue.close()
        self.path = self.new_file()
        self.catalogue = Catalogue.open(self.path, clock=self.clock)
        assert self.catalogue.load(log).recorded == len(self.facts)
        assert self.catalogue.head() == head

    @rule()
    def load_by_jsonl(self) -> None:
        """Documents and standings loaded elsewhere stand there as here, today and later."""
        self.catalogue.export(self.folder / "a.jsonl")
        with Catalogue.open(":memory:", clock=self.clock) as other:
            assert other.load(self.folder / "a.jsonl").errors == ()
            moved = {fact.subject for fact in other.facts()}  # a status without a text stays here
            for ahead in (0, 1, 10, 30, 60, 1000):
                day = date.fromordinal(TODAY.toordinal() + ahead)
                there, here = other.at(day), self.catalogue.at(day)
                assert list(there.procedures()) == list(here.procedures())
                assert list(there.items()) == list(here.items())
                for kind in LIFECYCLES:
                    mine = [each for each in here.standings(kind) if each[0] in moved]
                    assert list(there.standings(kind)) == mine

    # -- what must hold ----------------------------------------------------------------------

    @invariant()
    def versions_count_facts(self) -> None:
        """The history of each subject is as long as its version, and is what was written."""
        assert self.catalogue.head().seq == len(self.facts)
        for subject in SUBJECTS:
            facts = [fact for fact in self.facts if fact.subject == subject]
            found: tuple[AnyFact, ...] = ()
            with suppress(NotFoundError):
                found = self.catalogue.history(subject)
            assert list(found) == facts
            assert [fact.version for fact in found] == list(range(1, len(facts) + 1))

    @rule(day=any_day)
    def all_agree_on_a_day(self, day: date) -> None:
        """On any day every subject stands as the model says."""
        self.compare(day, None, len(self.facts))

    @precondition(lambda self: self.facts)
    @rule(day=any_day, pick=picks)
    def all_agree_on_what_was_known(self, day: date, pick: int) -> None:
        """And so it is for what was known at the instant of any fact."""
        moment = self.facts[pick % len(self.facts)].recorded
        if moment <= self.clock():
            known = sum(fact.recorded <= moment for fact in self.facts)
            self.compare(day, moment, known)

    def compare(self, day: date, known_at: datetime | None, upto: int) -> None:
        """Standings, texts and pending facts of one view against the model."""
        view = self.catalogue.at(day, known_at=known_at)
        listed = {
            document.subject: document
            for document in (*view.procedures(), *view.items())
            if isinstance(document, (Procedure, Item))
        }
        for subject in SUBJECTS:
            lines = self.lines(subject, upto)
            first = naive.known_from(lines)
            if first is None or first > day:
                with pytest.raises(NotFoundError):
                    view.standing(subject)
                continue
            found = view.standing(subject)
            status, words = naive.status(lines, day), naive.text(lines, day)
            assert found.version == len(lines)
            assert found.status == (status and status.value)
            assert (found.edition and found.edition.number) == (words and words.value)
            assert {each.seq for each in found.pending} == naive.pending(lines, day)
            written = self.facts[words.fact - 1] if words else None
            assert listed.get(subject) == (
                written.document if isinstance(written, Recorded) else None
            )


TestCatalogueMachine = CatalogueMachine.TestCase
TestCatalogueMachine.settings = settings(
    max_examples=200 if SOAK else 8,
    stateful_step_count=60 if SOAK else 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
