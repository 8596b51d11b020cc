"""Deadlines (*thời hạn công bố, công khai*): what was late, impossible or excused, and what is due.

Decree 63/2010/NĐ-CP art. 15 and 24; the tables are in :mod:`proccat.reports.duties`. Internal
procedures have none of these (art. 1.2a), nor has a standing taken over from a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Final, Literal, NamedTuple

import attrs

from proccat.diff.comparing import folded
from proccat.documents import (
    Agency,
    DocumentRef,
    Feedback,
    Inspection,
    Level,
    values,
)  # fmt: skip
from proccat.errors import InvalidDocumentError
from proccat.facts import Recorded, references
from proccat.lean import Deed, LeanHead, read
from proccat.reports.agencies import Asked
from proccat.reports.counting import UNSAID
from proccat.reports.duties import Act, Authority, authority_of, duty
from proccat.reports.register import Register
from proccat.view import View, fold_of

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
_ANNOUNCED: Final = ("announced", "public")


class _Named(NamedTuple):
    """What a deadline is about, and whose it is."""

    title: str
    agency: str

    @classmethod
    def of(cls, text: LeanHead | None) -> _Named:
        """Of a procedure, as far as a text tells."""
        if text is None:
            return cls("", UNSAID)
        return cls(text.name, text.announcing.name if text.announcing else UNSAID)


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
        agency: only what this agency has to do: as the texts name it, or an alias or code.

    Raises:
        InvalidDocumentError: ``within`` is negative.
        UnknownAgencyError: nothing has to be done by an agency of that name, and none is recorded.
        MissingExtraError: the package that knows public holidays is not installed.
    """
    if within < 0:
        raise InvalidDocumentError(f"within: {within} days ahead is none; give 0 or more")
    found = _Search(view, within)
    for subject, deeds, text in _joined(view):
        found.procedure(subject, deeds, text)
    found.feedback()
    found.inspections()
    asked = Asked(view, agency)
    rows = [
        row
        for row in found.rows
        if asked.holds(row.agency) and (since is None or row.last >= since)
    ]
    begin = since.isoformat() if since is not None else ""
    kept = sum(
        count for (name, last), count in found.kept.items() if asked.holds(name) and last >= begin
    )
    unclear = tuple(subject for subject, name in found.unclear.items() if asked.holds(name))
    asked.confirm()
    ordered = sorted(rows, key=lambda row: (row.last, row.subject, row.act))
    return Deadlines(view.effective, within, tuple(ordered), kept, unclear)


def _joined(view: View) -> Iterator[tuple[str, list[Deed], LeanHead | None]]:
    """The acts of each procedure beside the text that stands; both come in order of subjects."""
    texts = view.texts(LeanHead)
    text = next(texts, None)
    for subject, deeds in groupby(view.acts("procedure"), key=itemgetter(0)):
        while text is not None and text.subject < subject:
            text = next(texts, None)
        stands = text is not None and text.subject == subject
        yield subject, list(deeds), text.text if stands and text is not None else None


class _Search:
    """The deadlines found so far."""

    def __init__(self, view: View, within: int) -> None:
        self.rows: list[Due] = []
        self.kept: Counter[tuple[str, str]] = Counter()  # by agency and last day
        self.unclear: dict[str, str] = {}  # subject → agency
        self._view = view
        today = view.effective
        ahead = today + timedelta(days=min(within, (date.max - today).days))
        self._today, self._ahead = today.isoformat(), ahead.isoformat()
        self._levels: dict[str, Level] = {}
        for record in view.records("agency"):
            each = record.document
            if isinstance(each, Agency) and each.level is not None:
                self._levels[folded(each.name_on(today))] = each.level
        self._documents = Register(view)
        self._authorities: dict[str, Authority | None] = {}

    def procedure(self, subject: str, deeds: Sequence[Deed], text: LeanHead | None) -> None:
        """The deadlines of one procedure."""
        statuses = [deed for deed in deeds if deed.to is not None]
        if not statuses and deeds[-1].effective <= deeds[-1].on:
            return  # a text taken over from a register, of which nothing tells how it stands
        if len(statuses) > 1:
            statuses.sort(key=itemgetter(2, 3, 1))  # on, effective, seq
        text = text or _last_text(self._view, subject)
        if text is not None and text.internal:
            return
        before: Deed | None = None
        announced = False
        for place, deed in enumerate(statuses):
            resumed = deed.to == "announced" and before is not None and before.to == "suspended"
            due = deed.to == "announced" or (announced and deed.to in _ANNOUNCING)
            if due and not deed.taken_over and not resumed:
                self._announced(subject, text, deed, deeds, statuses[place + 1 :])
            announced = announced or deed.to in _ANNOUNCED
            before = deed
        if before is None or (before.to == "issued" and not before.taken_over):
            self._unannounced(subject, text, before or deeds[-1])

    def _authority(self, text: LeanHead | None, basis: str | None) -> Authority | None:
        """Who announces: by the name of the agency, where that tells, else by the decision."""
        name = text.announcing.name if text is not None and text.announcing else ""
        if name not in self._authorities:
            self._authorities[name] = authority_of(name, (), self._levels)
        known = self._authorities[name]
        if known is not None:
            return known
        decision = (text.decision.ref,) if text is not None and text.decision else ()
        return authority_of("", (*(references(basis) if basis else ()), *decision), {})

    def _announced(
        self,
        subject: str,
        text: LeanHead | None,
        deed: Deed,
        deeds: Sequence[Deed],
        later: Sequence[Deed],
    ) -> None:
        """What was announced: whether in time, and whether it was made public in time."""
        authority = self._authority(text, deed.basis)
        if authority is None:
            self.unclear[subject] = _Named.of(text).agency
            return
        rule, signed = duty("announce", authority), None
        last = rule.last_of(deed.effective)
        if deed.on > last:
            signed = self._signing(text, deed, deeds)
        shortened = signed is not None and deed.effective <= signed
        if shortened and signed is not None:
            rule = duty("announce", None, True)
            last = rule.last_of(signed)
        late: State = "impossible" if signed is not None and last < signed else "late"
        self._row("announce", subject, text, last, deed.on, rule.article, late, deed)
        if deed.to != "announced":
            return
        public = next((each for each in later if each.to == "public"), None)
        if public is None and any(each.to in _ANNOUNCING for each in later):
            return  # overtaken before it was made public
        rule = duty("publish", authority, shortened)
        done = public.on if public is not None else None
        self._row(
            "publish", subject, text, rule.last_of(deed.on), done, rule.article, "late", public
        )

    def _unannounced(self, subject: str, text: LeanHead | None, deed: Deed) -> None:
        """What was issued, or recorded ahead of its first day, and waits for its announcement."""
        editions = fold_of(self._view.history(subject)).editions
        if not editions and deed.to is None:
            return  # taken back before it stood
        authority = self._authority(text, deed.basis)
        if authority is None or not editions:
            self.unclear[subject] = _Named.of(text).agency
            return
        effect = editions[-1].first.isoformat()
        shortened = effect <= deed.on
        rule = duty("announce", authority, shortened)
        last = rule.last_of(deed.on if shortened else effect)
        late: State = "impossible" if last < deed.on else "overdue"
        self._row("announce", subject, text, last, None, rule.article, late, None)

    def _signing(self, text: LeanHead | None, deed: Deed, deeds: Sequence[Deed]) -> str | None:
        """The day on which the legal text was signed that an announcement is about."""
        issued = [each.on for each in deeds if each.to == "issued" and each.on <= deed.on]
        if issued:
            return max(issued)
        effect = date.fromisoformat(deed.effective)
        refs = [ref for each in deeds if each.to is None and each.effective == deed.effective
                for ref in each.references]  # fmt: skip
        days = [day for ref in refs if (day := self._day_of(ref, None))]
        if not days and text is not None:
            days = [
                day
                for basis in text.bases
                if basis.effective_on in (None, effect)
                and (day := self._day_of(
                    basis.document.ref, None if basis.effective_on else effect
                ))
            ]  # fmt: skip
        if days:
            return max(days).isoformat()
        texts = [
            each.on
            for each in deeds
            if each.to is None and each.effective == deed.effective > each.on < deed.on
        ]
        return max(texts, default=None)

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
        for subject, group in groupby(self._view.acts("feedback"), key=itemgetter(0)):
            text = texts.get(subject)
            days = {deed.to: deed for deed in group if deed.to is not None}
            received, forwarded = days.get("received"), days.get("forwarded")
            foreign = text is not None and text.competent and text.competent != text.receiving
            if received is None or not (forwarded or (foreign and len(days) == 1)):
                continue
            agency = text.receiving.name if text and text.receiving else UNSAID
            done = forwarded.on if forwarded else None
            last = rule.last_of(received.on)
            named = _Named(text.title if text else "", agency)
            self._row("forward", subject, named, last, done, rule.article, "late", forwarded)

    def inspections(self) -> None:
        """What inspections found and was, or was not, remedied in time."""
        for record in self._view.records("inspection"):
            inspection = record.document
            if not isinstance(inspection, Inspection):
                continue
            for found in values(inspection.findings):
                done = found.remedied_on
                shown = done.isoformat() if done is not None else None
                if shown is not None and shown > self._today:
                    shown = None
                if found.due is not None:
                    self._row(
                        "remedy", inspection.subject, _Named(found.what, inspection.agency.name),
                        found.due.isoformat(), shown, "", "late", None,
                    )  # fmt: skip

    def _row(
        self,
        act: Act,
        subject: str,
        text: LeanHead | _Named | None,
        last: str,
        done: str | None,
        article: str,
        late: State,
        by: Deed | None,
    ) -> None:
        """Take down one deadline, unless it was kept or is far off.

        ``by`` is how it was done, whose note may say why it came late.
        """
        title, agency = text if isinstance(text, _Named) else _Named.of(text)
        if done is not None and done <= last:
            self.kept[agency, last] += 1
            return
        if done is None and self._today <= last and late != "impossible":
            if last > self._ahead:
                return
            late = "due"
        state: State = "overdue" if done is None and late == "late" else late
        excuse = _excuse(by.note or "") if by is not None and state == "late" else ""
        self.rows.append(
            Due(
                act,
                "excused" if excuse else state,
                subject,
                title,
                agency,
                date.fromisoformat(last),
                date.fromisoformat(done) if done is not None else None,
                article,
                excuse,
            )
        )


def _last_text(view: View, subject: str) -> LeanHead | None:
    """The last text that was recorded, where none stands."""
    bodies = (each.body for each in reversed(view.history(subject)) if isinstance(each, Recorded))
    last = next((body for body in bodies if body is not None), None)
    return None if last is None else read(LeanHead, last)


def _excuse(note: str) -> str:
    """The reason that a note gives, if it begins like one."""
    said = note.strip()
    return next(
        (said[len(each) :].strip() for each in EXCUSES if said.lower().startswith(each)), ""
    )
