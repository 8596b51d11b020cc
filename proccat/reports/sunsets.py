"""The sunset calendar (*lịch hết hiệu lực*): what lapses, when, and what stands again after it.

Resolutions that simplify for a time end by themselves; nobody has to act, so somebody has to warn.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

import attrs

from proccat.errors import InvalidDocumentError
from proccat.lean import LeanDocument, LeanHead, LeanItem
from proccat.reports.counting import UNSAID
from proccat.view import View

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
        last: the last day: its own, or the one before something later takes over.
        days: how many days are left.
        alert: the warning that is due, one of :data:`ALERTS`; None if it is far off.
        after: ``"reverts"`` where what comes before it in legal order stands again,
            ``"superseded"`` where what comes later takes over, ``"nothing"``; ``"unknown"`` for
            documents and measures.
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

    Raises:
        InvalidDocumentError: ``within`` is negative.
    """
    if within is not None and within < 0:
        raise InvalidDocumentError(f"within: {within} days ahead is none; give 0 or more")
    found = (*_procedures(view), *_documents(view), *_measures(view))
    chosen = [
        each for each in found if each.days >= 0 and (within is None or each.days <= within)
    ]  # fmt: skip
    return tuple(sorted(chosen, key=lambda each: (each.last, each.subject, each.what)))


def _procedures(view: View) -> Iterator[Sunset]:
    for each, later_text, later_status in view.lapsing(LeanHead):
        text = each.text
        agency = text.announcing.name if text.announcing else UNSAID
        for what, last, later in (
            ("text", each.until, later_text),
            (each.status or "", each.status_until, later_status),
        ):
            if last is not None:
                after: After = "nothing"
                if later is not None:
                    after = "superseded" if later else "reverts"
                day = date.fromisoformat(last)
                yield _sunset(view, each.subject, text.name, agency, what, day, after)


def _documents(view: View) -> Iterator[Sunset]:
    for each in view.texts(LeanDocument, holding='"expires_on"'):
        document = each.text
        if document.expires_on is not None:
            yield _sunset(
                view, each.subject, document.title, document.issuer or UNSAID, "document",
                document.expires_on, "unknown",
            )  # fmt: skip


def _measures(view: View) -> Iterator[Sunset]:
    for each in view.texts(LeanItem, holding='"until"'):
        item = each.text
        agency = item.lead.name if item.lead else UNSAID
        for measure in item.measures or ():
            if measure.until is not None:
                yield _sunset(
                    view, each.subject, item.title, agency, "measure", measure.until, "unknown"
                )


def _sunset(
    view: View, subject: str, title: str, agency: str, what: str, last: date, after: After
) -> Sunset:
    days = (last - view.effective).days
    alert = next((each for each in ALERTS if days <= each), None)
    return Sunset(subject, title, agency, what, last, days, alert, after)
