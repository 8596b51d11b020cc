"""Compliance cost over a catalogue (*chi phí tuân thủ*): approved and realised saving, at a date.

Approved is what the sheets of approved items and plans promise; realised is what the texts say,
before and after an item was enacted. They are two figures and never added.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import ClassVar, Final

import attrs

from proccat.documents import Plan, Procedure
from proccat.documents.cost import CostSheet
from proccat.errors import InvalidDocumentError, NotFoundError, UnknownProgrammeError
from proccat.facts import AnyFact, Recorded
from proccat.lean import LeanItem, LeanSheet
from proccat.lifecycle import Publication
from proccat.reports.counting import UNSAID, high, rank_of, run
from proccat.reports.reckoning import (
    NOTHING,
    Account,
    Saving,
    account,
    as_amount,
    rate,
    saving,
    total,
    yearly,
)
from proccat.standing import Span, at
from proccat.view import Stood, View, fold_of

_DAY: Final = timedelta(days=1)
_APPROVED: Final = frozenset(high(rank_of("approved", "approved")))
_ENACTED: Final = frozenset(high(rank_of("enacted", "enacted")))


Yearly = tuple[Decimal | None, Decimal | None]
"""C of a year now and after, in đồng; None where an input is missing."""


@attrs.frozen
class ItemCost:
    """What an item, or a plan as a whole, saves (*chi phí cắt giảm của một nội dung*).

    Attributes:
        subject: ``item:…`` or ``plan:…``.
        title: what a person calls it: its name, else that of the procedure it is about.
        programme: id of the programme.
        agency: the lead agency; ``"–"`` if none is named.
        about: the procedure's code, or what it is about.
        realised: what the texts say before and after; None while it is not enacted.
        approved_on: the day it was approved.
        enacted_on: the day it was enacted.
        realised_on: the first day of what is realised: of the later text, or of the abolition.
    """

    SHOWN: ClassVar[tuple[str, ...]] = (
        "subject", "title", "programme", "agency", "about", "approved", "realised", "approved_on",
        "enacted_on", "realised_on", "missing",
    )  # fmt: skip

    subject: str
    title: str
    programme: str
    agency: str
    about: str
    realised: Saving | None
    approved_on: date | None
    enacted_on: date | None
    realised_on: date | None
    _lacking: tuple[str, ...]
    _sheet: CostSheet | LeanSheet | None
    _hourly: Decimal | None

    @cached_property
    def approved(self) -> Saving | None:
        """What its sheet promises; reckoned when it is asked for."""
        return None if self._sheet is None else saving(self._sheet, hourly=self._hourly)

    @property
    def missing(self) -> tuple[str, ...]:
        """What could not be reckoned, and why."""
        return (*(self.approved.missing if self.approved else ()), *self._lacking)

    @property
    def approved_yearly(self) -> Yearly | None:
        """C of a year now and after by its sheet, each None if an input is missing."""
        if self._sheet is None:
            return None
        now, after = self._sheet.now, self._sheet.after
        return yearly(now, hourly=self._hourly), yearly(after, hourly=self._hourly)

    @property
    def realised_yearly(self) -> Yearly | None:
        """C of a year before and after by the texts."""
        found = self.realised
        return None if found is None else (found.now.yearly, found.after.yearly)


@attrs.frozen
class Total:
    """A sum over items (*tổng hợp*).

    Attributes:
        key: what they have in common; empty for all.
        items: how many were reckoned in full.
        incomplete: how many lack an input and are in no sum.
        now: C of a year before, in đồng.
        after: C of a year after, in đồng.
    """

    key: str
    items: int
    incomplete: int
    now: Decimal
    after: Decimal

    @property
    def benefit(self) -> Decimal:
        """What is saved in a year, in đồng."""
        return total([self.now, self.after.copy_negate()])

    @property
    def rate(self) -> Decimal | None:
        """The benefit in per cent (*tỷ lệ cắt giảm*); None of nothing."""
        return rate(self.benefit, self.now)


@attrs.frozen
class CostReport:
    """The savings of a catalogue on a day (*kết quả cắt giảm chi phí tuân thủ*).

    Attributes:
        effective: the day.
        programme: the programme counted; None for all.
        rows: items and plans, in order of their keys.
    """

    effective: date
    programme: str | None
    rows: tuple[ItemCost, ...]

    @property
    def approved(self) -> Total:
        """The approved saving of all (*theo phương án được phê duyệt*)."""
        return _total("", [row.approved_yearly for row in self.rows])

    @property
    def realised(self) -> Total:
        """The realised saving of all (*theo văn bản đã ban hành*)."""
        return _total("", [row.realised_yearly for row in self.rows])

    def approved_by(self, group: str) -> tuple[Total, ...]:
        """The approved saving (*theo phương án được phê duyệt*) by a group.

        Args:
            group: ``"programme"``, ``"agency"`` or ``"year"`` of approval.

        Raises:
            InvalidDocumentError: there is no such group; the message lists them.
        """
        return self._by(group, lambda row: row.approved_yearly, lambda row: row.approved_on)

    def realised_by(self, group: str) -> tuple[Total, ...]:
        """The realised saving (*theo văn bản đã ban hành*) by a group.

        Args:
            group: ``"programme"``, ``"agency"`` or ``"year"`` from which it is saved, whatever
                the year of the act.

        Raises:
            InvalidDocumentError: there is no such group; the message lists them.
        """
        return self._by(group, lambda row: row.realised_yearly, lambda row: row.realised_on)

    def _by(
        self,
        group: str,
        chosen: Callable[[ItemCost], Yearly | None],
        dated: Callable[[ItemCost], date | None],
    ) -> tuple[Total, ...]:
        keys: Mapping[str, Callable[[ItemCost], str]] = {
            "programme": lambda row: row.programme,
            "agency": lambda row: row.agency,
            "year": lambda row: str(day.year) if (day := dated(row)) else UNSAID,
        }
        if group not in keys:
            raise InvalidDocumentError(f"group: {group!r} is none; there are {', '.join(keys)}")
        key = keys[group]
        groups: dict[str, list[Yearly | None]] = {}
        for row in self.rows:
            if (pair := chosen(row)) is not None:
                groups.setdefault(key(row), []).append(pair)
        return tuple(_total(key, pairs) for key, pairs in sorted(groups.items()))


def _total(key: str, pairs: Sequence[Yearly | None]) -> Total:
    there = [pair for pair in pairs if pair is not None]
    known = [(now, after) for now, after in there if now is not None and after is not None]
    return Total(
        key,
        len(known),
        len(there) - len(known),
        total([now for now, _ in known]),
        total([after for _, after in known]),
    )


def cost(
    view: View,
    programme: str | None = None,
    *,
    hourly: Decimal | int | None = None,
    titled: bool = False,
) -> CostReport:
    """What items and plans save (*tổng hợp chi phí tuân thủ cắt giảm*), at a date.

    Args:
        view: the catalogue or a snapshot of it.
        programme: id of the programme; None for all.
        hourly: average income per hour for sheets that give none, in đồng; kept in the inputs.
        titled: call an item without a name by the name of the procedure it is about, else by what
            it is about; looking names up takes as long as the rest.

    Raises:
        InvalidDocumentError: ``hourly`` is no amount; see :func:`.as_amount`.
        UnknownProgrammeError: neither the programme nor an item of it is recorded.
    """
    income = None if hourly is None else as_amount(hourly, "hourly")
    today = view.effective.isoformat()
    items = list(view.texts(LeanItem, programme))
    if programme is not None and not items:
        _refuse_unknown(view, programme)
    standing = dict(view.statuses())
    texts = _Texts(view, income)
    nameless = {code for each in items if not each.text.name and (code := each.text.procedure)}
    titles = view.titles("procedure", nameless) if titled and nameless else {}
    rows: list[ItemCost] = []
    members: dict[str, list[tuple[LeanItem, date]]] = {}
    for subject, row, *_, item in items:
        way = standing.get(row, ())
        approved = _since(way, today, _APPROVED)
        if approved is None:
            continue
        title = item.name or titles.get(item.procedure or "", item.title)
        enacted = _since(way, today, _ENACTED)
        rows.append(_item(subject, title, item, approved, enacted, texts, income))
        if item.plan is not None:
            members.setdefault(f"{item.programme}/{item.plan}", []).append((item, approved))
    rows += _plans(view, programme, members, income)
    return CostReport(view.effective, programme, tuple(sorted(rows, key=lambda row: row.subject)))


def _refuse_unknown(view: View, programme: str) -> None:
    """Raises unless the programme is recorded."""
    if not isinstance(programme, str):
        raise InvalidDocumentError(f"programme: {programme!r} is no text")
    try:
        view.history(f"programme:{programme}")
    except NotFoundError:
        message = f"no programme {programme[:120]!r} is known"
        raise UnknownProgrammeError(message, programme) from None


def _since(way: Sequence[Stood], today: str, high: Collection[str]) -> date | None:
    """Since when an item stands in one of these statuses on a day; None if it does not."""
    if len(way) == 1:  # as most do
        first, last, status = way[0]
        return date.fromisoformat(first) if status in high and first <= today <= last else None
    stood = [
        (first, last, 0, status) for first, last, status in way if status in high and first <= today
    ]
    if not stood or stood[-1][1] < today:
        return None
    return date.fromisoformat(run(stood)[0][0])


def _item(
    subject: str,
    title: str,
    item: LeanItem,
    approved_on: date,
    enacted: date | None,
    texts: _Texts,
    hourly: Decimal | None,
) -> ItemCost:
    realised, since, lacking = None, None, []
    if enacted is not None:
        found = texts.realised(item, enacted)
        if isinstance(found, str):
            lacking.append(found)
        else:
            realised, since = found
            lacking += realised.missing
    return ItemCost(
        subject, title, item.programme, item.lead.name if item.lead else UNSAID,
        item.about, realised, approved_on, enacted, since, tuple(lacking), item.cost, hourly,
    )  # fmt: skip


def _plans(
    view: View,
    programme: str | None,
    members: Mapping[str, Sequence[tuple[LeanItem, date]]],
    hourly: Decimal | None,
) -> Iterator[ItemCost]:
    """Plans with a sheet of their own, of which an item is approved and none has a sheet.

    ``members`` are the approved items of each plan, each with the day of its approval.
    """
    for record in view.records("plan"):
        plan = record.document
        if not isinstance(plan, Plan) or plan.cost is None:
            continue
        group = members.get(plan.key, [])
        if programme not in (None, plan.programme) or not group or any(i.cost for i, _ in group):
            continue
        yield ItemCost(
            plan.subject, plan.title, plan.programme, plan.lead.name if plan.lead else UNSAID,
            plan.id, None, min(day for _, day in group), None, None, (), plan.cost, hourly,
        )  # fmt: skip


class _Texts:
    """The texts of procedures before and after, fetched only where one says what it costs."""

    def __init__(self, view: View, hourly: Decimal | None) -> None:
        self._view = view
        self._today = view.effective
        self._hourly = hourly

    @cached_property
    def _costed(self) -> Collection[str]:
        return self._view.costed()

    def realised(self, item: LeanItem, enacted: date) -> tuple[Saving, date] | str:
        """What the texts say before and after an item was enacted, and since when it is saved.

        What comes after is the first later text or, if that was sooner, the abolition in which the
        procedure stands today. Why nothing can be said, if so.
        """
        code = item.procedure
        if code is None:
            return f"{item.subject_kind}: realised saving is reckoned from texts of procedures only"
        if code not in self._costed:
            return f"{code}: its text does not say what it costs"
        facts = self._view.history(f"procedure:{code}")
        fold = fold_of(facts)
        before = at(fold.editions, enacted - _DAY)
        later = next(
            (
                span
                for span in fold.editions
                if enacted <= span.first <= self._today
                and (before is None or span.fact != before.fact)
            ),
            None,
        )
        now = self._account(facts, before)
        gone = _abolished_since(fold.statuses, self._today)
        if gone is not None and enacted <= gone and (later is None or gone <= later.first):
            return Saving(now, NOTHING), gone
        if later is None:
            return f"{code}: no later text is in force yet"
        return Saving(now, self._account(facts, later)), later.first

    def _account(self, facts: Sequence[AnyFact], span: Span | None) -> Account:
        fact = next((each for each in facts if span is not None and each.seq == span.fact), None)
        text = fact.document if isinstance(fact, Recorded) else None
        if not isinstance(text, Procedure):
            return account(None)
        day = f"{span.first:%d/%m/%Y}" if span is not None else ""
        return account(text.costs, path=f"{day} $.costs", text=text, hourly=self._hourly)


def _abolished_since(statuses: Sequence[Span], day: date) -> date | None:
    """Since when a procedure that is abolished on a day is so without a gap; None if it is not."""
    since: date | None = None
    last: date | None = None
    for span in statuses:
        if span.first > day:
            break
        if span.value != Publication.ABOLISHED:
            since = None
        elif since is None or last is None or span.first - last > _DAY:
            since = span.first
        last = span.last
    return since if last is not None and last >= day else None
