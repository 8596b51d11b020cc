"""How far programmes have come (*kết quả thực hiện chương trình*): counts over items, at a date.

An item has *reached* a stage when it stands at that rank or a higher one on the day; one that
slipped back or was stopped no longer counts. The denominator is the items that stood at rank
``of`` or higher on any day up to the date: lapsed and stopped ones included, voided ones not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import attrs

from proccat import text as texts
from proccat.documents import DocumentRef, Item, LegalDocument, Procedure, Programme
from proccat.documents.legal import number_key
from proccat.errors import InvalidDocumentError
from proccat.lifecycle import SIMPLIFICATION, SubjectKind
from proccat.standing import Span, at
from proccat.view import View

By = Literal["agency", "level", "field", "subject", "measure", "plan"]
_BY: tuple[By, ...] = ("agency", "level", "field", "subject", "measure", "plan")
_UNSAID = "–"


@attrs.frozen
class ProgressRow:
    """One group of items (*nhóm nội dung*).

    Attributes:
        key: what the items have in common.
        of: how many items count.
        reached: how many of them have come so far.
        overdue: how many are past their due day and not enacted.
    """

    key: str
    of: int
    reached: int
    overdue: int

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
        of: how many items count; what the programme froze at its baseline, if it did.
        reached: how many have come so far.
        documents: distinct documents by which they did.
        normative: how many of these are normative legal documents (*văn bản QPPL*).
        unresolved: how many of these are not recorded, so that their kind is known only as far as
            their number tells.
        acted: obliged agencies with an item that has come so far.
        obliged: the agencies the programme obliges.
        overdue: by lead agency, the ids of items past their due day and not enacted.
        rows: the same by group, if asked.
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

    @property
    def ratio(self) -> Decimal | None:
        """``reached`` of ``of`` in per cent, two digits, half up; None of nothing."""
        return percentage(self.reached, self.of)


@attrs.frozen
class _Counted:
    """An item and what is counted of it."""

    item: Item
    counts: bool
    run: tuple[Span, ...]
    overdue: bool

    @property
    def reached(self) -> bool:
        return self.counts and bool(self.run)


def progress(
    view: View,
    programme: str | None = None,
    *,
    by: By | None = None,
    reached: str = "enacted",
    of: str = "approved",
    subject: str | None = None,
    since: date | None = None,
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

    Raises:
        InvalidDocumentError: a stage off the main line, or an unknown group.
    """
    goal, base = _rank("reached", reached), _rank("of", of)
    if by is not None and by not in _BY:
        raise InvalidDocumentError(f"by: {by!r} is not known; there are {', '.join(_BY)}")
    if subject is not None and subject not in tuple(SubjectKind):
        raise InvalidDocumentError(
            f"subject: {subject!r} is not known; there are {', '.join(SubjectKind)}"
        )
    programmes = [
        record.document
        for record in view.records("programme")
        if isinstance(record.document, Programme) and programme in (None, record.document.id)
    ]
    counted = [
        _count(item, spans, view.effective, goal, base, since)
        for item, spans in _items(view, programme)
        if subject in (None, item.subject_kind.value)
    ]
    done = [each for each in counted if each.reached]
    references = {ref.identity: ref for each in done for ref in _documents(view, each.run, reached)}
    documents, normative, unresolved = _resolved(view, list(references.values()))
    leads = {_folded(each.item.lead.name) for each in done if each.item.lead}
    obliged = {
        _folded(each.agency.name): each.agency.name
        for document in programmes
        for each in document.obliged or ()
    }
    frozen = _frozen(programmes, view.effective, subject)
    return Progress(
        programme=programme,
        effective=view.effective,
        stage=reached,
        base=of,
        of=sum(each.counts for each in counted) if frozen is None else frozen,
        reached=len(done),
        documents=documents,
        normative=normative,
        unresolved=unresolved,
        acted=tuple(name for folded, name in obliged.items() if folded in leads),
        obliged=tuple(obliged.values()),
        overdue=_overdue(counted),
        rows=_rows(view, by, counted, programmes) if by else (),
    )


def _frozen(programmes: Sequence[Programme], day: date, subject: str | None) -> int | None:
    """The denominator that one programme froze at its baseline, for all its items together."""
    baseline = programmes[0].baseline if len(programmes) == 1 and subject is None else None
    return baseline.items if baseline is not None and baseline.on <= day else None


def percentage(part: int, whole: int) -> Decimal | None:
    """A share in per cent with two digits, rounded half up; None of nothing."""
    if whole == 0:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _rank(argument: str, stage: str) -> int:
    on_line = [key for key, status in SIMPLIFICATION.statuses.items() if status.rank is not None]
    if stage not in on_line:
        raise InvalidDocumentError(
            f"{argument}: {stage!r} is no stage on the main line; there are {', '.join(on_line)}"
        )
    return SIMPLIFICATION.statuses[stage].rank or 0


def _items(view: View, programme: str | None) -> Iterator[tuple[Item, tuple[Span, ...]]]:
    timelines = dict(view.statuses("item", programme))
    for record in view.records("item", programme):
        if isinstance(record.document, Item):
            yield record.document, timelines.get(record.document.subject, ())


def _count(
    item: Item, spans: Sequence[Span], day: date, goal: int, base: int, since: date | None
) -> _Counted:
    past = [span for span in spans if span.first <= day]
    now = at(past, day)
    stands = -1 if now is None else _height(now)
    run: list[Span] = []
    if stands >= goal:
        for span in reversed(past):  # back to where it came up to that height
            if _height(span) < goal or (run and (run[-1].first - span.last).days > 1):
                break
            run.append(span)
        run.reverse()
        if since is not None and run[0].first < since:
            run = []
    enacted = SIMPLIFICATION.statuses["enacted"].rank or 0
    ended = now is not None and SIMPLIFICATION.rank(str(now.value)) is None
    late = item.due is not None and item.due < day and stands < enacted and not ended
    return _Counted(item, any(_height(span) >= base for span in past), tuple(run), late)


def _height(span: Span) -> int:
    rank = SIMPLIFICATION.rank(str(span.value))
    return -1 if rank is None else rank


def _documents(view: View, run: Sequence[Span], reached: str) -> Iterator[DocumentRef]:
    """The documents by which an item came so far: the signed ones, else those of that stage.

    A draft that was submitted counts once: as the document it became, when it was signed.
    """
    wanted = [span for span in run if span.value == reached]
    if _rank("reached", reached) < _rank("reached", "enacted"):
        wanted = [span for span in run if span.value == "enacted"] or wanted
    for span in wanted or run[:1]:
        yield from view.fact(span.fact).basis


def _resolved(view: View, references: Sequence[DocumentRef]) -> tuple[int, int, int]:
    """Distinct documents, how many are normative, how many are not recorded."""
    recorded: dict[str, list[LegalDocument]] = {}
    if references:
        for record in view.records("document"):
            document = record.document
            if isinstance(document, LegalDocument) and document.comparable_number is not None:
                number = number_key(document.comparable_number)
                recorded.setdefault(number, []).append(document)
    distinct: dict[str, bool | None] = {}
    unresolved = 0
    for ref in references:
        known = [
            document
            for document in recorded.get(number_key(ref.number or ref.raw), ())
            if ref.matches(document)
        ]
        if len(known) == 1:
            distinct[known[0].key] = known[0].is_normative
        else:
            unresolved += ref.identity not in distinct
            distinct[ref.identity] = ref.normative
    return len(distinct), sum(kind is True for kind in distinct.values()), unresolved


def _overdue(counted: Sequence[_Counted]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    late: dict[str, list[str]] = {}
    for each in counted:
        if each.overdue:
            late.setdefault(_lead(each.item), []).append(each.item.id)
    return tuple((lead, tuple(ids)) for lead, ids in sorted(late.items()))


def _rows(
    view: View, by: By, counted: Sequence[_Counted], programmes: Sequence[Programme]
) -> tuple[ProgressRow, ...]:
    levels = {
        _folded(each.agency.name): each.level.value
        for document in programmes
        for each in document.obliged or ()
        if each.level
    }
    fields = _fields(view) if by == "field" else {}
    groups: dict[str, list[_Counted]] = {}
    for each in counted:
        for key in _keys(each.item, by, levels, fields):
            groups.setdefault(key, []).append(each)
    return tuple(
        ProgressRow(
            key,
            sum(each.counts for each in group),
            sum(each.reached for each in group),
            sum(each.overdue for each in group),
        )
        for key, group in sorted(groups.items())
    )


def _keys(
    item: Item, by: By, levels: Mapping[str, str], fields: Mapping[str, str]
) -> tuple[str, ...]:
    if by == "agency":
        return (_lead(item),)
    if by == "level":
        return (levels.get(_folded(_lead(item)), _UNSAID),)
    if by == "field":
        return (fields.get(item.procedure or "", _UNSAID),)
    if by == "subject":
        return (item.subject_kind.value,)
    if by == "plan":
        return (item.plan or _UNSAID,)
    return tuple(dict.fromkeys(measure.kind.value for measure in item.measures or ())) or (_UNSAID,)


def _fields(view: View) -> dict[str, str]:
    return {
        record.document.code: record.document.field.name
        for record in view.records("procedure")
        if isinstance(record.document, Procedure)
        and record.document.code is not None
        and record.document.field is not None
    }


def _lead(item: Item) -> str:
    return item.lead.name if item.lead else _UNSAID


def _folded(name: str) -> str:
    return texts.fold(texts.squash(name))
