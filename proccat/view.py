"""The reading protocol, and the values a reader gets: what stands, since when, by what.

Reports and writers take a :class:`View` and so work for the past as for the present.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

import attrs

from proccat.documents import Document, DocumentRef
from proccat.errors import Problem
from proccat.facts import AnyFact, Outline
from proccat.lean import Deed, L, Lapsing, Text
from proccat.lifecycle import LIFECYCLES
from proccat.standing import Fold, Lasting, LogLine


@attrs.frozen
class Edition:
    """A version of a text in legal time (*phiên bản của thủ tục*).

    Attributes:
        number: its number among the texts of the subject, corrections aside.
        on: the day of the act.
        effective: first day of effect.
        until: last day of effect, if it has one.
        basis: the documents it rests on.
        seq: the fact that holds its words.
    """

    number: int
    on: date
    effective: date
    until: date | None
    basis: tuple[DocumentRef, ...]
    seq: int


@attrs.frozen
class StatusPeriod:
    """A status that stands (*trạng thái đang có hiệu lực*).

    Attributes:
        value: the status, such as ``"public"``.
        label: its official Vietnamese term.
        on: the day of the act.
        effective: first day of effect.
        until: last day of effect, if it has one.
        basis: the documents it rests on.
        successors: codes of what came instead.
        taken_over: whether it was taken over from a file.
        actor: who recorded it.
        seq: the fact.
    """

    value: str
    label: str
    on: date
    effective: date
    until: date | None
    basis: tuple[DocumentRef, ...]
    successors: tuple[str, ...]
    taken_over: bool
    actor: str
    seq: int


@attrs.frozen
class Pending:
    """Done and not yet effective (*đã ban hành, chưa có hiệu lực*).

    Attributes:
        subject: whose.
        title: what a person calls it, as far as known.
        change: ``"text"`` or the status to come.
        on: the day of the act.
        effective: first day of effect to come.
        until: last day of effect, if it will have one.
        seq: the fact.
    """

    subject: str
    title: str
    change: str
    on: date
    effective: date
    until: date | None
    seq: int


@attrs.frozen
class Standing:
    """Where a subject stands at a date (*tình trạng của thủ tục, nội dung*).

    Attributes:
        subject: ``kind:key``.
        title: what a person calls it, as far as known.
        version: number of facts of the subject so far; what ``expect=`` compares.
        edition: the text that stands, None if none does.
        no_edition: why none does.
        period: the status that stands with its dates, None if none does.
        no_status: why none does.
        pending: what was done and is not yet effective.
        warnings: what was odd about the write that led here.
    """

    subject: str
    title: str
    version: int
    edition: Edition | None
    no_edition: str
    period: StatusPeriod | None
    no_status: str
    pending: tuple[Pending, ...]
    warnings: tuple[Problem, ...] = ()

    @property
    def status(self) -> str | None:
        """The status that stands, such as ``"public"``."""
        return self.period.value if self.period else None

    @property
    def successors(self) -> tuple[str, ...]:
        """Codes of what came instead of a replaced or abolished procedure."""
        return self.period.successors if self.period else ()


@attrs.frozen
class Record:
    """A document that stands, with its edition and its status."""

    document: Document
    edition: Edition
    status: StatusPeriod | None


class ItemGroup(NamedTuple):
    """Items that are alike in all that figures ask of them (*nhóm nội dung*), and how many.

    Attributes:
        programme: id of their programme.
        subject_kind: what kind of thing is simplified.
        lead: the lead agency in the words of the text.
        written: first day of the text, as ISO text.
        past: whether the due day is past.
        key: what else they were grouped by.
        came: whether they are among those that were told apart.
        status: the status that stands on the day, None if none does.
        highest: the highest rank on any day so far, -1 if none.
        items: how many.
    """

    programme: str
    subject_kind: str
    lead: str | None
    written: str
    past: int
    key: str | None
    came: int
    status: str | None
    highest: int
    items: int


Stretch = tuple[str, str, int, str]
"""A period of a status: first day, last day, fact, status, days as ISO text."""


Stood = tuple[str, str, str]
"""A period of a status: first day, last day, status, days as ISO text."""


class ItemWay(NamedTuple):
    """How an item came up that stands high now (*quá trình thực hiện*).

    Attributes:
        row: its number in this catalogue.
        subject_kind: what kind of thing is simplified.
        lead: the lead agency in the words of the text.
        written: first day of the text, as ISO text.
        way: the periods in which it stood so high, in order of time: first day, last day, fact,
            status, days as ISO text; the last holds on the day.
    """

    row: int
    subject_kind: str
    lead: str | None
    written: str
    way: list[Stretch]


class LateItem(NamedTuple):
    """An item past its due day (*nội dung quá hạn*): id, kind, lead, first day of its text."""

    id: str
    subject_kind: str
    lead: str | None
    written: str


class ItemFigures(NamedTuple):
    """The items of which a text stands on a day (*số liệu về các nội dung*), in one look.

    Attributes:
        groups: all of them, counted by what figures ask of them.
        ways: those that stand in one of the statuses asked for, each with how it came up.
        late: those past their due day in one of the statuses asked for, or in none, by id.
    """

    groups: list[ItemGroup]
    ways: list[ItemWay]
    late: list[LateItem]


class View(Protocol):
    """What reports and writers need (*góc nhìn tại một thời điểm*): reading at a date."""

    @property
    def effective(self) -> date:
        """The day in law."""
        ...

    @property
    def seq(self) -> int:
        """The last fact that is known."""
        ...

    def records(self, kind: str, programme: str | None = None) -> Iterator[Record]:
        """What stands of a kind, in order of keys."""
        ...

    def texts(
        self, shape: type[L], programme: str | None = None, *, holding: str = ""
    ) -> Iterator[Text[L]]:
        """What stands of a kind, as far as reports look, in order of subjects.

        ``holding`` leaves only texts that hold these characters as they are stored.
        """
        ...

    def lapsing(self, shape: type[L]) -> Iterator[Lapsing[L]]:
        """What stands of a kind and lapses, or whose status does, in order of subjects."""
        ...

    def facts(self) -> Iterator[AnyFact]:
        """The facts themselves, in order."""
        ...

    def fact(self, seq: int) -> AnyFact:
        """One fact that a span points at."""
        ...

    def statuses(self) -> Iterator[tuple[int, list[Stood]]]:
        """The statuses of each item by the day, in order of time, by its row."""
        ...

    def codes(self) -> Mapping[str, str]:
        """By code that ever opened a procedure, its subject (*mã thủ tục*)."""
        ...

    def planned(self) -> Iterable[tuple[str, str | None, str]]:
        """When each agency first put items of a programme into a plan in each year, by the day.

        Programme, lead agency in the words of the text, the day as ISO text.
        """
        ...

    def successors(self, kind: str) -> Mapping[str, tuple[str, ...]]:
        """By subject of a kind, the codes of what came instead of it."""
        ...

    def item_figures(
        self,
        programme: str | None = None,
        *,
        key: str | None = None,
        came: Collection[int] | None = None,
        high: Sequence[str] = (),
        low: Sequence[str] = (),
        dated: bool = False,
    ) -> ItemFigures:
        """What figures ask of the items of which a text stands; see :class:`ItemFigures`."""
        ...

    def references(self, seqs: Collection[int]) -> tuple[DocumentRef, ...]:
        """The distinct references that some facts rest on."""
        ...

    def last_texts(self, kind: str) -> Iterator[Document]:
        """The last text in legal time of each subject of a kind, whatever its day, as known."""
        ...

    def standings(self, kind: str) -> Iterator[tuple[str, str]]:
        """Every subject of a kind that has a status on the day, with its status."""
        ...

    def acts(self, kind: str) -> Iterator[Deed]:
        """The texts and statuses of a kind done by the day, by subject and order of recording.

        Corrections and what was taken back from the start are left out.
        """
        ...

    def history(self, name: str) -> tuple[AnyFact, ...]:
        """All facts of a subject that are known, voids included, in order."""
        ...

    def lasting(self, kind: str) -> Iterator[tuple[AnyFact, Lasting]]:
        """The facts of a kind that stand or may stand later, subject by subject, in order."""
        ...

    def costed(self) -> Collection[str]:
        """What opens the procedures of which any known text ever said what it costs."""
        ...

    def titles(self, kind: str, names: Collection[str]) -> Mapping[str, str]:
        """By key or code, what a person calls the subject of a kind that it opens, if any."""
        ...


def fold_of(facts: Iterable[AnyFact]) -> Fold:
    """What the facts of one subject come to, as a view shows them."""
    return Fold(
        LogLine(*(getattr(fact, name) for name in LogLine._fields)) for fact in facts
    )  # fmt: skip


def edition_of(number: int, fact: AnyFact | Outline, until: date | None) -> Edition:
    """The edition that a text fact makes; ``until`` is its last day, annulments included."""
    assert fact.effective is not None  # a text always takes effect
    return Edition(number, fact.on, fact.effective, until, fact.basis, fact.seq)


def period_of(fact: AnyFact | Outline, until: date | None) -> StatusPeriod:
    """The status period of a status fact; ``until`` is its last day, annulments included."""
    assert fact.to is not None  # a status fact always says what
    assert fact.effective is not None
    lifecycle = LIFECYCLES[fact.subject.partition(":")[0]]
    return StatusPeriod(
        fact.to,
        lifecycle.statuses[fact.to].label,
        fact.on,
        fact.effective,
        until,
        fact.basis,
        fact.successors,
        fact.taken_over,
        fact.actor,
        fact.seq,
    )
