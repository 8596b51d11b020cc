"""The sunset calendar (*lịch hết hiệu lực*): what lapses, when, and what stands again after it.

Resolutions that simplify for a time end by themselves; nobody has to act, so somebody has to warn.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, Literal

import attrs

from proccat.documents import Item, LegalDocument, Procedure
from proccat.standing import at
from proccat.view import Record, View, fold_of

ALERTS: Final = (30, 90)
"""How many days before the last day a warning is due, the most urgent first."""

After = Literal["reverts", "superseded", "nothing", "unknown"]

AFTER: Final = {
    "reverts": "bản trước có hiệu lực trở lại",
    "superseded": "văn bản sau thay thế",
    "nothing": "không còn quy định",
    "unknown": "",
}
"""What comes after a sunset, in official words."""


@attrs.frozen
class Sunset:
    """Something that lapses by itself (*hết thời hạn hiệu lực*).

    Attributes:
        subject: ``kind:key``.
        title: what a person calls it.
        agency: whose it is, as the text names it; ``"–"`` if it names nobody.
        what: ``"text"``, a status, ``"document"`` or ``"measure"``.
        last: the last day.
        days: how many days are left.
        alert: the warning that is due, one of :data:`ALERTS`; None if it is far off.
        after: ``"reverts"`` where what stood before stands again, ``"superseded"`` where something
            later is recorded, ``"nothing"``; ``"unknown"`` for documents and measures.
    """

    subject: str
    title: str
    agency: str
    what: str
    last: date
    days: int
    alert: int | None
    after: After


def sunsets(view: View, *, within: int | None = None) -> tuple[Sunset, ...]:
    """What lapses from a day on (*lịch hết hiệu lực*), by last day.

    Texts and statuses of procedures that stand on the day, legal documents with a last day, and
    measures of items that are only for a time.

    Args:
        view: the catalogue or a snapshot of it.
        within: only what lapses in so many days; None for all.
    """
    found = (*_procedures(view), *_documents(view), *_measures(view))
    chosen = [
        each for each in found if each.days >= 0 and (within is None or each.days <= within)
    ]  # fmt: skip
    return tuple(sorted(chosen, key=lambda each: (each.last, each.subject, each.what)))


def _procedures(view: View) -> Iterator[Sunset]:
    for record in view.records("procedure"):
        text, status = record.document, record.status
        if not isinstance(text, Procedure):
            continue
        ends = {"text": record.edition.until}
        if status is not None:
            ends[status.value] = status.until
        if not any(ends.values()):
            continue
        agency = text.announcing.name if text.announcing else "–"
        for what, last in ends.items():
            if last is not None:
                after = _after(view, record, what, last)
                yield _sunset(view, text.subject, text.title, agency, what, last, after)


def _after(view: View, record: Record, what: str, last: date) -> After:
    """What stands the day after a text or a status lapses."""
    fold = fold_of(view.history(record.document.subject))
    own = record.edition.seq if what == "text" or record.status is None else record.status.seq
    spans = fold.editions if what == "text" else fold.statuses
    next_ = at(spans, last + timedelta(days=1)) if last < date.max else None
    if next_ is None:
        return "nothing"
    return "superseded" if next_.fact > own else "reverts"


def _documents(view: View) -> Iterator[Sunset]:
    for record in view.records("document"):
        document = record.document
        if isinstance(document, LegalDocument) and document.expires_on is not None:
            yield _sunset(
                view, document.subject, document.name or document.title, document.issuer or "–",
                "document", document.expires_on, "unknown",
            )  # fmt: skip


def _measures(view: View) -> Iterator[Sunset]:
    for record in view.records("item"):
        item = record.document
        if not isinstance(item, Item):
            continue
        agency = item.lead.name if item.lead else "–"
        for measure in item.measures or ():
            if measure.until is not None:
                yield _sunset(
                    view, item.subject, item.title, agency, "measure", measure.until, "unknown"
                )


def _sunset(
    view: View, subject: str, title: str, agency: str, what: str, last: date, after: After
) -> Sunset:
    days = (last - view.effective).days
    alert = next((each for each in ALERTS if days <= each), None)
    return Sunset(subject, title, agency, what, last, days, alert, after)
