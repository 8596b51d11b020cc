"""Deadlines (*thời hạn công bố, công khai*): what was late, impossible or excused, and what is due.

Decree 63/2010/NĐ-CP art. 15 and 24; the tables are in :mod:`proccat.reports.duties`. Internal
procedures have none of these (art. 1.2a), nor has a standing taken over from a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Final, Literal

import attrs

from proccat.diff.comparing import folded
from proccat.documents import (
    Agency,
    DocumentRef,
    Feedback,
    Inspection,
    Level,
    Procedure,
    values,
)  # fmt: skip
from proccat.errors import InvalidDocumentError
from proccat.facts import Deed, Outline, Recorded
from proccat.reports.duties import Act, authority_of, duty
from proccat.reports.register import Register
from proccat.view import Record, View

State = Literal["late", "overdue", "impossible", "excused", "due"]

STATES: Final[Mapping[str, str]] = {
    "late": "trễ hạn",
    "overdue": "quá hạn, chưa thực hiện",
    "impossible": "không thể đúng hạn",
    "excused": "trễ hạn có lý do",
    "due": "sắp đến hạn",
}
"""What a deadline may come to, in official words."""

EXCUSES: Final = ("lý do chậm:", "excuse:")
"""How the note of an announcement or publication begins that says why it came late."""

_ANNOUNCING: Final = ("announced", "replaced", "abolished")


@attrs.frozen
class Due:
    """One deadline that was missed or comes (*thời hạn*).

    Attributes:
        act: ``"announce"``, ``"publish"``, ``"forward"`` or ``"remedy"``.
        state: a key of :data:`STATES`.
        subject: ``kind:key``.
        title: what a person calls it.
        agency: who has to do it, as the text names it; ``"–"`` if it names nobody.
        last: the last day.
        done: the day it was done; None if it was not.
        article: the rule.
        excuse: the reason that was noted.
    """

    act: Act
    state: State
    subject: str
    title: str
    agency: str
    last: date
    done: date | None
    article: str
    excuse: str = ""


@attrs.frozen
class Deadlines:
    """The deadlines of a catalogue on a day (*tình hình thực hiện thời hạn*).

    Attributes:
        effective: the day.
        within: how many days ahead it looks.
        rows: what was missed or comes, by last day.
        kept: how many deadlines were kept.
        unclear: subjects of which nothing tells who announces them, so that no limit is known.
    """

    effective: date
    within: int
    rows: tuple[Due, ...]
    kept: int
    unclear: tuple[str, ...]

    @property
    def by_agency(self) -> tuple[tuple[str, Mapping[State, int]], ...]:
        """How many of each state, by agency."""
        counts: dict[str, Counter[State]] = {}
        for row in self.rows:
            counts.setdefault(row.agency, Counter())[row.state] += 1
        return tuple(sorted(counts.items()))


def deadlines(
    view: View, *, within: int = 30, since: date | None = None, agency: str | None = None
) -> Deadlines:
    """What was late and what is due (*trễ hạn, sắp đến hạn*), at a date.

    Args:
        view: the catalogue or a snapshot of it.
        within: look so many days ahead.
        since: leave out what had its last day before.
        agency: only what this agency has to do, as the texts name it.

    Raises:
        InvalidDocumentError: ``within`` is negative.
        MissingExtraError: the package that knows public holidays is not installed.
    """
    if within < 0:
        raise InvalidDocumentError(f"within: {within} days ahead is none; give 0 or more")
    found = _Search(view, within)
    for subject, deeds, record in _joined(view):
        found.procedure(subject, deeds, record)
    found.feedback()
    found.inspections()
    wanted = None if agency is None else folded(agency)
    rows = (
        row
        for row in found.rows
        if (since is None or row.last >= since) and wanted in (None, folded(row.agency))
    )
    ordered = sorted(rows, key=lambda row: (row.last, row.subject, row.act))
    return Deadlines(view.effective, within, tuple(ordered), found.kept, tuple(found.unclear))


def _joined(view: View) -> Iterator[tuple[str, tuple[Deed, ...], Record | None]]:
    """The acts of each procedure beside the text that stands; both come in order of subjects."""
    records = iter(view.records("procedure"))
    record = next(records, None)
    for subject, group in groupby(view.acts("procedure"), key=attrgetter("act.subject")):
        while record is not None and record.document.subject < subject:
            record = next(records, None)
        stands = record is not None and record.document.subject == subject
        yield subject, tuple(group), record if stands else None


class _Search:
    """The deadlines found so far."""

    def __init__(self, view: View, within: int) -> None:
        self.rows: list[Due] = []
        self.kept = 0
        self.unclear: list[str] = []
        self._view = view
        self._today = view.effective
        self._ahead = view.effective + timedelta(days=min(within, (date.max - view.effective).days))
        self._notes: Mapping[int, str] = {}
        self._levels: dict[str, Level] = {}
        for record in view.records("agency"):
            each = record.document
            if isinstance(each, Agency) and each.level is not None:
                self._levels[folded(each.name_on(self._today))] = each.level
        self._documents = Register(view)

    def procedure(self, subject: str, deeds: Sequence[Deed], record: Record | None) -> None:
        """The deadlines of one procedure."""
        acts = self._acts(deeds)
        statuses = sorted(
            (act for act in acts if act.to is not None), key=attrgetter("on", "effective", "seq")
        )
        if not statuses:
            return
        text = _text(self._view, subject, record)
        if text is not None and text.internal:
            return
        before: Outline | None = None
        announced = False
        for place, act in enumerate(statuses):
            fresh = not act.taken_over and (before is None or before.to != "suspended")
            if fresh and (act.to == "announced" or (announced and act.to in _ANNOUNCING)):
                self._announced(subject, text, act, acts, statuses[place + 1 :])
            announced = announced or act.to == "announced"
            before = act
        if before is not None and before.to == "issued" and not before.taken_over:
            self._unannounced(subject, text, before, acts)

    def _acts(self, deeds: Iterable[Deed]) -> list[Outline]:
        """The acts of one subject, whose notes are kept for excuses."""
        kept = list(deeds)
        self._notes = {deed.act.seq: deed.note for deed in kept if deed.note}
        return [deed.act for deed in kept]

    def _announced(
        self,
        subject: str,
        text: Procedure | None,
        act: Outline,
        acts: Sequence[Outline],
        later: Sequence[Outline],
    ) -> None:
        """What was announced: whether in time, and whether it was made public in time."""
        authority = authority_of(text, act.basis, self._levels)
        if authority is None:
            self.unclear.append(subject)
            return
        assert act.effective is not None  # a status always takes effect
        rule, signed = duty("announce", authority), None
        last = rule.last(act.effective)
        if act.on > last:
            signed = self._signing(text, act, acts)
        shortened = signed is not None and act.effective <= signed
        if shortened and signed is not None:
            rule = duty("announce", shortened=True)
            last = rule.last(signed)
        late: State = "impossible" if signed is not None and last < signed else "late"
        self._note("announce", subject, text, last, act.on, rule.article, late, act.seq)
        if act.to != "announced":
            return
        public = next((each for each in later if each.to == "public"), None)
        if public is None and any(each.to in _ANNOUNCING for each in later):
            return  # overtaken before it was made public
        rule = duty("publish", authority, shortened=shortened)
        seq = public.seq if public is not None else None
        done = public.on if public is not None else None
        self._note("publish", subject, text, rule.last(act.on), done, rule.article, "late", seq)

    def _unannounced(
        self, subject: str, text: Procedure | None, act: Outline, acts: Sequence[Outline]
    ) -> None:
        """What was issued and waits for its announcement."""
        authority = authority_of(text, (), self._levels)
        effects = [each.effective for each in acts if each.to is None and each.effective]
        if authority is None or not effects:
            self.unclear.append(subject)
            return
        effect = max(effects)
        shortened = effect <= act.on
        rule = duty("announce", authority, shortened=shortened)
        last = rule.last(act.on if shortened else effect)
        late: State = "impossible" if last < act.on else "overdue"
        self._note("announce", subject, text, last, None, rule.article, late, None)

    def _signing(
        self, text: Procedure | None, act: Outline, acts: Sequence[Outline]
    ) -> date | None:
        """The day on which the legal text was signed that an announcement is about."""
        issued = [each.on for each in acts if each.to == "issued" and each.on <= act.on]
        if issued:
            return max(issued)
        refs = [ref for each in acts if each.to is None and each.effective == act.effective
                for ref in each.basis]  # fmt: skip
        days = [day for ref in refs if (day := self._day_of(ref, None))]
        if not days and text is not None:
            days = [
                day
                for basis in values(text.legal_bases)
                if basis.effective_on in (None, act.effective)
                and (day := self._day_of(
                    basis.document, None if basis.effective_on else act.effective
                ))
            ]  # fmt: skip
        return max(days, default=None)

    def _day_of(self, ref: DocumentRef, effect: date | None) -> date | None:
        """When a document was signed; with ``effect``, only one recorded with that first day."""
        for document in self._documents.meant(ref):
            if effect in (None, document.effective_on):
                return document.signed_on
        return ref.signed_on if effect is None else None

    def feedback(self) -> None:
        """Feedback that is not ours, forwarded in time or not."""
        texts = {
            record.document.subject: record.document
            for record in self._view.records("feedback")
            if isinstance(record.document, Feedback)
        }
        rule = duty("forward")
        for subject, group in groupby(self._view.acts("feedback"), key=attrgetter("act.subject")):
            text = texts.get(subject)
            days = {act.to: act for act in self._acts(group) if act.to is not None}
            received, forwarded = days.get("received"), days.get("forwarded")
            foreign = text is not None and text.competent and text.competent != text.receiving
            if received is None or not (forwarded or (foreign and len(days) == 1)):
                continue
            agency = text.receiving.name if text and text.receiving else "–"
            done, seq = (forwarded.on, forwarded.seq) if forwarded else (None, None)
            last, title = rule.last(received.on), text.title if text else ""
            self._row("forward", subject, title, agency, last, done, rule.article, "late", seq)

    def inspections(self) -> None:
        """What inspections found and was, or was not, remedied in time."""
        for record in self._view.records("inspection"):
            inspection = record.document
            if not isinstance(inspection, Inspection):
                continue
            for found in values(inspection.findings):
                done = found.remedied_on
                if done is not None and done > self._today:
                    done = None
                if found.due is not None:
                    self._row(
                        "remedy", inspection.subject, found.what, inspection.agency.name,
                        found.due, done, "", "late", None,
                    )  # fmt: skip

    def _note(
        self,
        act: Act,
        subject: str,
        text: Procedure | None,
        last: date,
        done: date | None,
        article: str,
        late: State,
        seq: int | None,
    ) -> None:
        title = text.title if text is not None else ""
        agency = text.announcing.name if text is not None and text.announcing else "–"
        self._row(act, subject, title, agency, last, done, article, late, seq)

    def _row(
        self,
        act: Act,
        subject: str,
        title: str,
        agency: str,
        last: date,
        done: date | None,
        article: str,
        late: State,
        seq: int | None,
    ) -> None:
        """Take down one deadline, unless it was kept or is far off."""
        if done is not None and done <= last:
            self.kept += 1
            return
        if done is None and self._today <= last and late != "impossible":
            if last <= self._ahead:
                row = Due(act, "due", subject, title, agency, last, None, article)
                self.rows.append(row)
            return
        state: State = "overdue" if done is None and late == "late" else late
        excuse = _excuse(self._notes.get(seq or 0, "")) if state == "late" else ""
        state = "excused" if excuse else state
        self.rows.append(Due(act, state, subject, title, agency, last, done, article, excuse))


def _text(view: View, subject: str, record: Record | None) -> Procedure | None:
    """The text that stands, else the last one that was recorded."""
    if record is not None:
        return record.document if isinstance(record.document, Procedure) else None
    texts = (
        each.document for each in reversed(view.history(subject)) if isinstance(each, Recorded)
    )
    last = next((text for text in texts if text is not None), None)
    return last if isinstance(last, Procedure) else None


def _excuse(note: str) -> str:
    """The reason that a note gives, if it begins like one."""
    said = note.strip()
    return next(
        (said[len(each) :].strip() for each in EXCUSES if said.lower().startswith(each)), ""
    )
