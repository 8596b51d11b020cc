"""Deadlines (*thời hạn công bố, công khai*): what was late, impossible or excused, and what is due.

Decree 63/2010/NĐ-CP art. 15, 24 and 30, Decree 20/2008/NĐ-CP art. 14; the tables are in
:mod:`proccat.reports.duties`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter

import attrs

from proccat.documents import Feedback, Inspection, Programme, values
from proccat.errors import InvalidDocumentError
from proccat.reports.agencies import Asked
from proccat.reports.announcing import announcements
from proccat.reports.counting import UNSAID
from proccat.reports.due import Due, Dues, Named, State
from proccat.reports.duties import PLAN_ARTICLE, duty, planned_by
from proccat.view import View


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
    found = Dues(view.effective, within)
    for look in (announcements, _plans, _feedback, _inspections):
        look(view, found)
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


def _plans(view: View, dues: Dues) -> None:
    """Review plans of a year that came late, and those of agencies that had one last year.

    A programme that started in that year is not bound to its first month.
    """
    programmes = {
        record.document.id: record.document
        for record in view.records("programme")
        if isinstance(record.document, Programme)
    }
    done = {(programme, lead or UNSAID, on[:4]): on for programme, lead, on in view.planned()}
    year, ahead = dues.today[:4], dues.ahead[:4]
    coming: dict[tuple[str, str, str], str | None] = {
        (programme, lead, new): None
        for programme, lead, old in done
        for new in {year, ahead}
        if int(new) == int(old) + 1 and dues.today <= planned_by(new)
    }
    for (id_, lead, of), on in sorted((coming | done).items()):
        programme = programmes.get(id_)
        starts, ends = (programme.starts, programme.ends) if programme else (None, None)
        last = planned_by(of)
        over = ends is not None and ends.isoformat() < last
        if (starts is not None and starts.isoformat() > f"{of}-01-01") or (over and on is None):
            continue
        named = Named(programme.name if programme else "", lead)
        dues.add("plan", f"programme:{id_}", named, last, on, PLAN_ARTICLE, "late", None)


def _feedback(view: View, dues: Dues) -> None:
    """Feedback that is not ours, forwarded in time or not."""
    texts = {
        record.document.subject: record.document
        for record in view.records("feedback")
        if isinstance(record.document, Feedback)
    }
    rule = duty("forward")
    for subject, group in groupby(view.acts("feedback"), key=itemgetter(0)):
        text = texts.get(subject)
        days = {deed.to: deed for deed in group if deed.to is not None}
        received, forwarded = days.get("received"), days.get("forwarded")
        foreign = text is not None and text.competent and text.competent != text.receiving
        if received is None or not (forwarded or (foreign and len(days) == 1)):
            continue
        agency = text.receiving.name if text and text.receiving else UNSAID
        done = forwarded.on if forwarded else None
        last = rule.last_of(received.on)
        named = Named(text.title if text else "", agency)
        dues.add("forward", subject, named, last, done, rule.article, "late", forwarded)


def _inspections(view: View, dues: Dues) -> None:
    """What inspections found and was, or was not, remedied in time."""
    for record in view.records("inspection"):
        inspection = record.document
        if not isinstance(inspection, Inspection):
            continue
        for found in values(inspection.findings):
            done = found.remedied_on
            shown = done.isoformat() if done is not None else None
            if shown is not None and shown > dues.today:
                shown = None
            if found.due is not None:
                dues.add(
                    "remedy", inspection.subject, Named(found.what, inspection.agency.name),
                    found.due.isoformat(), shown, "", "late", None,
                )  # fmt: skip
