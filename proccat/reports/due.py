"""What deadlines come to (*tình hình thực hiện thời hạn*): kept, missed or coming, one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

import attrs

from proccat.lean import Deed, LeanHead
from proccat.reports.counting import UNSAID
from proccat.reports.duties import Act

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


class Named(NamedTuple):
    """What a deadline is about, and whose it is."""

    title: str
    agency: str

    @classmethod
    def of(cls, text: LeanHead | None) -> Named:
        """Of a procedure, as far as a text tells."""
        return cls(text.name if text is not None else "", _agency_of(text))


def _agency_of(text: LeanHead | Named | None) -> str:
    """Whose something is, as far as a text tells."""
    if isinstance(text, Named):
        return text.agency
    return text.announcing.name if text is not None and text.announcing else UNSAID


@attrs.frozen
class Due:
    """One deadline that was missed or comes (*thời hạn*).

    Attributes:
        act: ``"announce"``, ``"publish"``, ``"plan"``, ``"forward"`` or ``"remedy"``.
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


class Dues:
    """The deadlines taken down so far (*các thời hạn đã xét*).

    Args:
        today: the day.
        within: how many days ahead to look.
    """

    def __init__(self, today: date, within: int) -> None:
        self.rows: list[Due] = []
        self.kept: Counter[tuple[str, str]] = Counter()  # by agency and last day
        self.unclear: dict[str, str] = {}  # subject → agency
        ahead = today + timedelta(days=min(within, (date.max - today).days))
        self.today, self.ahead = today.isoformat(), ahead.isoformat()

    def add(
        self,
        act: Act,
        subject: str,
        text: LeanHead | Named | None,
        last: str,
        done: str | None,
        article: str,
        late: State,
        by: Deed | None,
    ) -> None:
        """Take down one deadline, unless it was kept or is far off.

        ``by`` is how it was done, whose note may say why it came late.
        """
        if done is not None and done <= last:
            self.kept[_agency_of(text), last] += 1
            return
        if done is None and self.today <= last and late != "impossible":
            if last > self.ahead:
                return
            late = "due"
        state: State = "overdue" if done is None and late == "late" else late
        excuse = _excuse(by.note or "") if by is not None and state == "late" else ""
        title, agency = text if isinstance(text, Named) else Named.of(text)
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


def _excuse(note: str) -> str:
    """The reason that a note gives, if it begins like one."""
    said = note.strip()
    return next(
        (said[len(each) :].strip() for each in EXCUSES if said.lower().startswith(each)), ""
    )
