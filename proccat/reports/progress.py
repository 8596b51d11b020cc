"""How far programmes have come (*kết quả thực hiện chương trình*): counts over items, at a date.

An item has *reached* a stage when it stands at that rank or a higher one on the day; one that
slipped back or was stopped no longer counts. The denominator is the items that stood at rank
``of`` or higher on any day up to the date: lapsed and stopped ones included, voided ones not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

import attrs

from proccat.documents import Programme
from proccat.errors import InvalidDocumentError
from proccat.lifecycle import SubjectKind
from proccat.reports.agencies import Directory, Naming
from proccat.reports.counting import (
    LOW,
    UNSAID,
    Counted,
    distinct,
    document_facts,
    frozen,
    height,
    high,
    overdue,
    percentage,
    rank_of,
    run,
)
from proccat.reports.targets import GoalRow, TargetRow, goals, targets
from proccat.view import ItemGroup, ItemWay, LateItem, View

T = TypeVar("T", ItemGroup, ItemWay, LateItem)

By = Literal["agency", "level", "field", "subject", "measure", "plan"]
_BY: tuple[By, ...] = ("agency", "level", "field", "subject", "measure", "plan")
_FROZEN = "approved"
"""The base of which a programme may freeze its denominator."""
_KEYS = {"field": "field", "measure": "measures", "plan": "plan"}


@attrs.frozen
class ProgressRow:
    """One group of items (*nhóm nội dung*).

    Attributes:
        key: what the items have in common.
        of: how many items count.
        reached: how many of them have come so far.
        overdue: how many are past their due day and not enacted.
        acted: by agency or level, how many obliged agencies of the group have an item that has
            come so far.
        obliged: how many the programmes oblige in the group; who has no item is a row, too.
    """

    key: str
    of: int
    reached: int
    overdue: int
    acted: int = 0
    obliged: int = 0

    @property
    def ratio(self) -> Decimal | None:
        """``reached`` of ``of`` in per cent, two digits, half up; None of nothing."""
        return percentage(self.reached, self.of)


@attrs.frozen
class Progress:
    """How far a programme has come by a day (*tiến độ*).

    Attributes:
        programme: its id, None for all.
        effective: the day.
        stage: the stage that counts as reached.
        base: the stage that makes an item count.
        of: how many items count; of approved ones, what a programme froze at its baseline, if it
            did.
        uncounted: how many never stood at the base by the day, and so count for nothing.
        reached: how many have come so far.
        documents: distinct documents by which they did.
        normative: how many of these are normative legal documents (*văn bản QPPL*).
        unresolved: how many of these are not recorded, so that their kind is known only as far as
            their number tells.
        acted: obliged agencies with an item that has come so far.
        obliged: the agencies the programme obliges.
        overdue: by lead agency, the ids of items past their due day and not enacted.
        rows: the same by group, if asked.
        restated: the day on whose agencies names are restated, if asked.
        targets: the targets of the programmes beside what was reached of them, whatever was
            asked to count as reached.
        goals: goals in words alone, by agency.
    """

    programme: str | None
    effective: date
    stage: str
    base: str
    of: int
    reached: int
    documents: int
    normative: int
    unresolved: int
    acted: tuple[str, ...]
    obliged: tuple[str, ...]
    overdue: tuple[tuple[str, tuple[str, ...]], ...]
    rows: tuple[ProgressRow, ...] = ()
    restated: date | None = None
    targets: tuple[TargetRow, ...] = ()
    goals: tuple[GoalRow, ...] = ()
    uncounted: int = 0

    @property
    def ratio(self) -> Decimal | None:
        """``reached`` of ``of`` in per cent, two digits, half up; None of nothing."""
        return percentage(self.reached, self.of)


def progress(
    view: View,
    programme: str | None = None,
    *,
    by: By | None = None,
    reached: str = "enacted",
    of: str = "approved",
    subject: str | None = None,
    since: date | None = None,
    restated: date | None = None,
    agency: str | None = None,
) -> Progress:
    """Count the items of a programme (*thống kê kết quả đơn giản hóa*) as a view shows them.

    Args:
        view: the catalogue or a snapshot of it.
        programme: id of the programme; None for all.
        by: group by lead agency, level, field, subject kind, measure (an item counts under each
            of its measures) or plan.
        reached: the stage to have come to.
        of: the stage that makes an item count.
        subject: count only items of this subject kind.
        since: count as reached only what came so far on or after that day.
        restated: name agencies as they are on that day (:class:`.agencies.Directory`): who was
            merged is counted under what came of it, who was split in one joint row, "A + B", so
            that nothing counts twice; without it by the words of the texts.
        agency: count only what this agency leads, and only its duty, as it is called in rows.

    Raises:
        InvalidDocumentError: a stage off the main line, or an unknown group.
        UnknownAgencyError: no item, no duty and no register knows the agency.
    """
    goal, base = rank_of("reached", reached), rank_of("of", of)
    if by is not None and by not in _BY:
        raise InvalidDocumentError(f"by: {by!r} is not known; there are {', '.join(_BY)}")
    if subject is not None and subject not in tuple(SubjectKind):
        raise InvalidDocumentError(
            f"subject: {subject!r} is not known; there are {', '.join(SubjectKind)}"
        )
    naming = Naming.of(view, restated)
    row = naming.row
    programmes = [
        (record.document, record.edition.effective.isoformat())
        for record in view.records("programme")
        if isinstance(record.document, Programme) and programme in (None, record.document.id)
    ]
    duties = [
        (row(each.agency.name, written), each.level.value if each.level else UNSAID)
        for document, written in programmes
        for each in document.obliged or ()
    ]  # before all others, so that rows are called as the programmes call them
    named_on = restated or view.effective
    whose = None if agency is None else row(agency, named_on.isoformat())
    directory = naming.directory
    if agency is not None and directory and len(directory.answering(agency, named_on)) > 1:
        directory.resolve(agency, named_on)  # says which are meant

    def lead_of(item: ItemGroup | ItemWay | LateItem) -> str:
        return row(item.lead, item.written) if item.lead else UNSAID

    def asked(items: Iterable[T]) -> Iterable[T]:
        if subject is not None:
            items = (item for item in items if item.subject_kind == subject)
        return items if whose is None else (item for item in items if lead_of(item) == whose)

    key = _KEYS.get(by or "")
    dated = restated is not None
    figures = view.item_figures(programme, key=key, high=high(goal), low=LOW, dated=dated)
    groups = figures.groups
    if agency is not None and whose not in {*map(lead_of, groups), *(name for name, _ in duties)}:
        known = (directory or Directory.of(view)).resolve(agency, named_on)
        whose = row(known.name_on(named_on), named_on.isoformat())
    ways = [
        (way, run(way.way))
        for way in asked(figures.ways)
        if goal >= base or any(height(to) >= base for *_, to in way.way)
    ]
    if since is not None:
        ways = [(way, up) for way, up in ways if up[0][0] >= since.isoformat()]
        came = [way.row for way, _ in ways]
        groups = view.item_figures(programme, key=key, came=came, dated=dated).groups
    counted = [_counted(group, lead_of(group), goal, base) for group in asked(groups)]
    levels: dict[str, str] = {}
    for name, level in duties:
        if whose in (None, name) and levels.get(name, UNSAID) == UNSAID:
            levels[name] = level
    facts = {seq for _, up in ways for seq in document_facts(up, reached)}
    references = {ref.identity: ref for ref in view.references(facts)}
    documents, normative, unresolved = distinct(view, list(references.values()))
    leads = {each.lead for each in counted if each.reached}
    fixed = {}
    if of == _FROZEN and subject is None and whose is None:
        fixed = {
            document.id: items
            for document, _ in programmes
            if (items := frozen(document, view.effective)) is not None
        }
    return Progress(
        programme=programme,
        effective=view.effective,
        stage=reached,
        base=of,
        of=sum(each.counts for each in counted if each.group.programme not in fixed)
        + sum(fixed.values()),
        reached=sum(each.reached for each in counted),
        documents=documents,
        normative=normative,
        unresolved=unresolved,
        acted=tuple(name for name in levels if name in leads),
        obliged=tuple(levels),
        overdue=_overdue(asked(figures.late), lead_of),
        rows=_rows(counted, _keys(by, levels), _groups(by, levels), leads) if by else (),
        restated=restated,
        targets=tuple(
            found
            for document, written in programmes
            for found in targets(
                document,
                [(each, lead_of(each)) for each in groups if each.programme == document.id],
                view.effective,
                written,
                row,
            )
        ),
        goals=goals(programmes, row),
        uncounted=sum(each.group.items for each in counted if not each.counts),
    )


def _counted(group: ItemGroup, lead: str, goal: int, base: int) -> Counted:
    counts = group.items if group.highest >= base else 0
    reached = counts if group.came and height(group.status) >= goal else 0
    return Counted(group, lead, counts, reached, group.items if overdue(group) else 0)


def _overdue(
    late: Iterable[LateItem], lead_of: Callable[[LateItem], str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    by_lead: dict[str, list[str]] = {}
    for item in late:
        by_lead.setdefault(lead_of(item), []).append(item.id)
    return tuple((lead, tuple(ids)) for lead, ids in sorted(by_lead.items()))


Keys = Callable[[Counted], tuple[str, ...]]


def _rows(
    counted: Sequence[Counted], keys: Keys, obliged: Mapping[str, Set[str]], leads: Set[str]
) -> tuple[ProgressRow, ...]:
    groups: dict[str, list[Counted]] = {key: [] for key in obliged}
    for each in counted:
        for key in keys(each):
            groups.setdefault(key, []).append(each)
    return tuple(
        ProgressRow(
            key,
            sum(each.counts for each in group),
            sum(each.reached for each in group),
            sum(each.overdue for each in group),
            len(obliged.get(key, frozenset()) & leads),
            len(obliged.get(key, ())),
        )
        for key, group in sorted(groups.items())
    )


def _groups(by: By, levels: Mapping[str, str]) -> Mapping[str, Set[str]]:
    """The obliged agencies of each group, where groups are of agencies."""
    if by not in ("agency", "level"):
        return {}
    found: dict[str, set[str]] = {}
    for name, level in levels.items():
        found.setdefault(level if by == "level" else name, set()).add(name)
    return found


def _keys(by: By, levels: Mapping[str, str]) -> Keys:
    """By what items are grouped."""
    if by == "measure":
        return lambda each: tuple((each.group.key or UNSAID).split(","))
    simple: dict[str, Callable[[Counted], str]] = {
        "agency": lambda each: each.lead,
        "level": lambda each: levels.get(each.lead, UNSAID),
        "subject": lambda each: each.group.subject_kind,
        "plan": lambda each: each.group.key or UNSAID,
        "field": lambda each: each.group.key or UNSAID,
    }
    return lambda each: (simple[by](each),)
