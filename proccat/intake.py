"""Taking in what a file brings (*tiếp nhận*): what is known already is not recorded again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import count
from typing import NamedTuple

from proccat import drafting
from proccat.blending import blended
from proccat.claims import Claims
from proccat.documents import Document
from proccat.drafting import lifecycle_of, line_of, transition_error
from proccat.drafts import Draft
from proccat.errors import REFUSALS, Problem
from proccat.facts import StatusLine
from proccat.policy import Act
from proccat.recording import Recording
from proccat.standing import Fold, LogLine
from proccat.terms import Terms

Outcome = tuple[Problem, ...] | str | None
"""What became of a status line: recorded with these warnings, refused for a reason, or known."""


class Intake:
    """Records of a file on their way into one transaction."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def record_changed(
        self,
        document: Document,
        terms: Terms,
        *,
        supersedes: bool | tuple[date, date] = False,
        subject: str | None = None,
        partial: bool = False,
    ) -> bool:
        """Record a document unless that would change nothing on any day; says if it did.

        Args:
            document: the text.
            terms: who, when, on what ground.
            supersedes: whether it ends the sunset it falls into, or first and last day of the one
                it ends.
            subject: the subject it belongs to where its own key does not tell.
            partial: whether it speaks only of what it holds: the rest of the text that stands on
                its first day is kept.
        """
        subject = self._recording.subject_of(document, subject)
        fold = self._recording.checked_fold(subject, terms)
        if partial and fold.lines:
            document = blended(
                self._recording.text_on(subject, terms.effective or terms.on), document
            )
        act = self._recording.act_of_text(subject, document, terms)
        terms = self._recording.decided(terms, act)
        ends = drafting.sunset_to_end(fold, terms.effective or terms.on, supersedes)
        draft = drafting.text_draft(subject, document, terms, fold, supersedes=ends)
        dated = terms.effective is not None
        if dated and _is_known(draft, fold):
            return False
        added = line_of(draft, self._recording.seq + 1)
        binds = dated and terms.until is not None  # a sunset holds against texts that come later
        if fold.lines and not binds and fold.meanings == fold.and_(added).meanings:
            return False
        self._recording.append(draft, document)
        return True

    def take_statuses(
        self, subject: str, lines: Sequence[tuple[StatusLine, Terms]]
    ) -> list[Outcome]:
        """Record the status lines of a file about one subject, in order, as far as they are lawful.

        What a line starts from nothing, it takes over as it is. What is refused counts as not said;
        it may be lawful behind what the file recorded, and is recorded if it comes again.

        Returns:
            For each line what was odd about it if it was recorded, None if it was known already,
            or why it was left out.
        """
        outcome: list[Outcome] = [None] * len(lines)
        drafts: dict[int, Draft] = {}
        said: dict[int, _Saying] = {}  # what each line that was not refused says
        claims = Claims()
        begin = 0
        while True:
            drafts = {place: draft for place, draft in drafts.items() if place < begin}
            said = {place: saying for place, saying in said.items() if place < begin}
            claims = claims.before(begin)
            known = self._behind(subject, drafts.values())
            for place, (line, terms) in enumerate(lines):
                if place < begin or isinstance(outcome[place], str):
                    continue
                try:
                    draft = self._taken(subject, line, terms, known, drafts)
                except REFUSALS as error:
                    outcome[place] = str(error)
                    continue
                before = next(reversed(said.values()), None)
                if before and self._repeats(subject, line, terms, draft, before):
                    said[place] = before  # and says nothing
                    continue
                facts = self._telling(line, draft, known)
                fact = claims.told(place, facts)
                said[place] = _Saying(draft, None if fact is None else facts[fact])
                if fact is None:
                    drafts[place] = draft
                    known = known.and_(line_of(draft, self._recording.seq + len(drafts)))
            found = self._recording.refused(subject, known) if drafts else None
            if found is None:
                break
            places = list(drafts)
            at = found.seq - self._recording.seq - 1
            begin = places[at] if at >= 0 else places[-1]
            outcome[begin] = str(transition_error(subject, found, self._recording.first_seq))
        for place, draft in drafts.items():
            self._recording.append(draft, None)
            outcome[place] = self._recording.take_warnings()
        return outcome

    def _repeats(
        self, subject: str, line: StatusLine, terms: Terms, draft: Draft, before: _Saying
    ) -> bool:
        """Whether a line says what the one before it says: now, or when that was recorded.

        A day that it leaves open may have been another then.
        """
        if before.fact is not None and not _agrees(line, before.fact):
            return False
        if line.successors not in (None, before.draft.successors):
            return False
        if before.is_said_by(draft):
            return True
        if before.fact is None or (draft.to, draft.on) != (before.fact.to, before.fact.on):
            return False
        known = self._recording.fold(subject).lines
        then = Fold(each for each in known if each.seq <= before.fact.seq)
        try:
            return before.is_said_by(self._taken(subject, line, terms, then, {}))
        except REFUSALS:
            return False

    def _telling(self, line: StatusLine, draft: Draft, known: Fold) -> dict[int, LogLine]:
        """The facts so far that may tell already what a line says, those that fit best first."""
        facts = [
            fact
            for fact in known.lines
            if (fact.kind, fact.to, fact.on) == ("status", draft.to, draft.on)
            if _agrees(line, fact)
            if fact.seq not in known.voided and fact.seq <= self._recording.seq
            if line.successors in (None, self._recording.successors(fact.seq))
        ]
        facts.sort(key=lambda fact: _days(fact) != _days(draft))
        return {fact.seq: fact for fact in facts}

    def _behind(self, subject: str, drafts: Iterable[Draft]) -> Fold:
        """The facts of a subject with drafts behind them."""
        first = self._recording.seq + 1
        return Fold((*self._recording.fold(subject).lines, *map(line_of, drafts, count(first))))

    def _taken(
        self,
        subject: str,
        line: StatusLine,
        terms: Terms,
        known: Fold,
        drafts: Mapping[int, Draft],
    ) -> Draft:
        """The draft of a status line behind the facts known so far."""
        self._recording.refuse_early(terms)
        self._recording.refuse_unknown(subject)
        terms = self._recording.decided(
            terms,
            Act("status", subject, line.to),
            {draft.to: draft.actor for draft in drafts.values() if draft.to is not None},
        )
        starts = any(fact.kind == "status" for fact in known.lines) or any(
            row.to == line.to for row in lifecycle_of(subject).rows(None)
        )
        return drafting.status_draft(
            subject,
            line.to,
            terms,
            known,
            successors=line.successors or (),
            taken_over=line.taken_over or not starts,
        )


class _Saying(NamedTuple):
    """What a status line says: as it is taken now, and as the fact that tells it has it."""

    draft: Draft
    fact: LogLine | None

    def is_said_by(self, draft: Draft) -> bool:
        """Whether a draft has the same status and days."""
        return any(each and _days(each) == _days(draft) for each in self)


def _days(fact: Draft | LogLine) -> tuple[object, ...]:
    return fact.to, fact.on, fact.effective, fact.until


def _agrees(line: StatusLine, fact: LogLine) -> bool:
    """Whether a fact has the days of a line; one that the line leaves open may be any."""
    return line.effective in (None, fact.effective) and line.until in (None, fact.until)


def _is_known(draft: Draft, fold: Fold) -> bool:
    """Whether a text that says its own days was recorded before with the same days."""
    return any(
        (line.digest, line.effective, line.until) == (draft.digest, draft.effective, draft.until)
        for line in fold.lines
        if line.kind == "recorded" and line.seq not in fold.voided
    )
