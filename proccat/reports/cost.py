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
from proccat.errors import NotFoundError
from proccat.facts import AnyFact, Recorded
from proccat.lean import LeanCosted, LeanItem, LeanSheet
from proccat.lifecycle import Publication
from proccat.reports.counting import high, rank_of
from proccat.reports.reckoning import (
    NOTHING,
    Account,
    Saving,
    account,
    rate,
    saving,
    total,
    yearly,
)
from proccat.standing import Span, at
from proccat.view import Stood, View, fold_of

_UNSAID: Final = "–"
_APPROVED: Final = frozenset(high(rank_of("approved", "approved")))
_ENACTED: Final = frozenset(high(rank_of("enacted", "enacted")))


Yearly = tuple[Decimal | None, Decimal | None]
"""C of a year now and after, in đồng; None where an input is missing."""


@attrs.frozen
class ItemCost:
    """What an item, or a plan as a whole, saves (*chi phí cắt giảm của một nội dung*).

    Attributes:
        subject: ``item:…`` or ``plan:…``.
        title: what a person calls it.
        programme: id of the programme.
        agency: the lead agency; ``"–"`` if none is named.
        about: the procedure's code, or what it is about.
        realised: what the texts say before and after; None while it is not enacted.
        approved_on: the day it was approved.
        enacted_on: the day it was enacted.
    """

    SHOWN: ClassVar[tuple[str, ...]] = (
        "subject", "title", "programme", "agency", "about", "approved", "realised", "approved_on",
        "enacted_on", "missing",
    )  # fmt: skip

    subject: str
    title: str
    programme: str
    agency: str
    about: str
    realised: Saving | None
    approved_on: date | None
    enacted_on: date | None
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
        """The approved saving by ``"programme"``, ``"agency"`` or ``"year"`` of approval."""
        return self._by(group, lambda row: row.approved_yearly, lambda row: row.approved_on)

    def realised_by(self, group: str) -> tuple[Total, ...]:
        """The realised saving by ``"programme"``, ``"agency"`` or ``"year"`` of enactment."""
        return self._by(group, lambda row: row.realised_yearly, lambda row: row.enacted_on)

    def _by(
        self,
        group: str,
        chosen: Callable[[ItemCost], Yearly | None],
        dated: Callable[[ItemCost], date | None],
    ) -> tuple[Total, ...]:
        keys: Mapping[str, Callable[[ItemCost], str]] = {
            "programme": lambda row: row.programme,
            "agency": lambda row: row.agency,
            "year": lambda row: str(day.year) if (day := dated(row)) else _UNSAID,
        }
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


def cost(view: View, programme: str | None = None, *, hourly: Decimal | None = None) -> CostReport:
    """What items and plans save (*tổng hợp chi phí tuân thủ cắt giảm*), at a date.

    Args:
        view: the catalogue or a snapshot of it.
        programme: id of the programme; None for all.
        hourly: average income per hour for sheets that give none, in đồng; kept in the inputs.
    """
    today = view.effective.isoformat()
    standing = dict(view.statuses())
    texts = _Texts(view, hourly)
    rows: list[ItemCost] = []
    members: dict[str, list[tuple[LeanItem, date]]] = {}
    for subject, row, *_, item in view.texts(LeanItem, programme):
        way = standing.get(row, ())
        approved = _since(way, today, _APPROVED)
        if approved is None:
            continue
        enacted = _since(way, today, _ENACTED)
        rows.append(_item(subject, item, approved, enacted, texts, hourly))
        if item.plan is not None:
            members.setdefault(f"{item.programme}/{item.plan}", []).append((item, approved))
    rows += _plans(view, programme, members, hourly)
    return CostReport(view.effective, programme, tuple(sorted(rows, key=lambda row: row.subject)))


def _since(way: Sequence[Stood], today: str, high: Collection[str]) -> date | None:
    """Since when an item stands in one of these statuses on a day; None if it does not."""
    first, last = None, ""
    for begins, ends, status in way:
        if begins > today:
            break
        first, last = (first or begins) if status in high else None, ends
    return date.fromisoformat(first) if first is not None and last >= today else None


def _item(
    subject: str,
    item: LeanItem,
    approved_on: date,
    enacted: date | None,
    texts: _Texts,
    hourly: Decimal | None,
) -> ItemCost:
    realised, lacking = None, []
    if enacted is not None:
        found = texts.realised(item, enacted)
        if isinstance(found, str):
            lacking.append(found)
        else:
            realised = found
            lacking += found.missing
    return ItemCost(
        subject, item.title, item.programme, item.lead.name if item.lead else _UNSAID,
        item.about, realised, approved_on, enacted, tuple(lacking), item.cost, hourly,
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
            plan.subject, plan.title, plan.programme, plan.lead.name if plan.lead else _UNSAID,
            plan.id, None, min(day for _, day in group), None, (), plan.cost, hourly,
        )  # fmt: skip


class _Texts:
    """The texts of procedures before and after, fetched only where they say what they cost."""

    def __init__(self, view: View, hourly: Decimal | None) -> None:
        self._view = view
        self._hourly = hourly
        self._abolished: set[str] = set()
        self._known: set[str] | None = None

    def _costed(self) -> set[str]:
        """The codes of the procedures whose text says what it costs, or that are abolished."""
        if self._known is None:
            self._known = set()
            for each in self._view.texts(LeanCosted, holding='"costs":['):
                if each.text.code is not None and each.text.costs is not None:
                    self._known.add(each.text.code)
                    if each.status == Publication.ABOLISHED:
                        self._abolished.add(each.text.code)
            self._abolished |= {
                each.removeprefix("procedure:")
                for each, status in self._view.standings("procedure")
                if status == Publication.ABOLISHED
            }
            self._known |= self._abolished
        return self._known

    def realised(self, item: LeanItem, enacted: date) -> Saving | str:
        """What the texts say before and after an item was enacted, or why nothing can be said."""
        code = item.procedure
        if code is None:
            return f"{item.subject_kind}: realised saving is reckoned from texts of procedures only"
        if code not in self._costed():
            return f"{code}: its text does not say what it costs"
        try:
            facts = self._view.history(f"procedure:{code}")
        except NotFoundError:
            return f"{code}: is not recorded"
        editions = fold_of(facts).editions
        before = at(editions, enacted - timedelta(days=1))
        later = [
            span
            for span in editions
            if enacted <= span.first <= self._view.effective
            and (before is None or span.fact != before.fact)
        ]
        now = self._account(facts, before)
        if code in self._abolished:
            return Saving(now, NOTHING)
        if not later:
            return f"{code}: no later text is in force yet"
        return Saving(now, self._account(facts, later[0]))

    def _account(self, facts: Sequence[AnyFact], span: Span | None) -> Account:
        fact = next((each for each in facts if span is not None and each.seq == span.fact), None)
        text = fact.document if isinstance(fact, Recorded) else None
        if not isinstance(text, Procedure):
            return account(None)
        day = f"{span.first:%d/%m/%Y}" if span is not None else ""
        return account(text.costs, path=f"{day} $.costs", text=text, hourly=self._hourly)
