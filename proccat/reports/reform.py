"""The report on reform (*báo cáo cải cách thủ tục hành chính*): every figure computed, at a date.

Which programmes and indicators make which line is data (:class:`.definition.Definition`). A line
whose programme or indicator is not recorded says so; nothing is filled in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import attrs

from proccat.documents import Level, Observation, Programme
from proccat.documents.observation import SHARE
from proccat.reports.agencies import Directory, Naming, folded
from proccat.reports.counting import percentage
from proccat.reports.definition import Definition, LineDefinition, Show, Words
from proccat.reports.observed import ObservedChange, change, latest
from proccat.reports.progress import Progress, progress
from proccat.view import View


@attrs.frozen
class Figure:
    """One figure of a line (*số liệu*).

    Attributes:
        key: what it is: ``"share"``, ``"items"``, ``"documents"``, ``"normative"``,
            ``"agencies"`` or ``"observed"``.
        value: the number.
        of: of how many, where it is a part.
        share: the part in per cent, two digits, half up; an observed share as it is.
        level: the level of government it is about, if it is about one; of ``"agencies"`` None
            where the programme obliges them without saying their level.
        unit: what an observed value is counted in.
        qualifier: "over", "under", "about", as the source says.
        change: the change on the same period of last year, with its unit; else as the source
            states it.
        as_of: the own day of an observed value.
    """

    key: str
    value: Decimal
    of: Decimal | None = None
    share: Decimal | None = None
    level: str | None = None
    unit: str = ""
    qualifier: str | None = None
    change: ObservedChange | None = None
    as_of: date | None = None


@attrs.frozen
class ReformLine:
    """A line of the report (*dòng báo cáo*).

    Attributes:
        key: its key in the definition.
        label: what it is called.
        counted: what its items are called, or what an indicator counts, if the definition says.
        digits: digits of the share in sentences.
        figures: the figures of all together; none where it is missing.
        beside: the same of the one agency, if one is shown.
        missing: what is not recorded by the day: a programme or an observation; else empty.
    """

    key: str
    label: Words
    counted: Words | None
    digits: int
    figures: tuple[Figure, ...]
    beside: tuple[Figure, ...] = ()
    missing: str = ""


@attrs.frozen
class Reform:
    """The report at a date (*báo cáo*).

    Attributes:
        title: its title.
        effective: the day it is to.
        agency: the agency shown beside all, by its name of the day.
        restated: the day on whose agencies names are restated, if asked.
        lines: its lines.
    """

    title: Words
    effective: date
    agency: str | None
    restated: date | None
    lines: tuple[ReformLine, ...]


def reform(
    view: View,
    definition: Definition | None = None,
    *,
    agency: str | None = None,
    restated: date | None = None,
) -> Reform:
    """The report on reform (*báo cáo cải cách*) as the records of a view give it.

    Args:
        view: the catalogue or a snapshot of it; its day is the day of the report.
        definition: what the report consists of; the one that ships if absent.
        agency: show the figures of this agency beside those of all: a name, alias, code or id.
        restated: name agencies as they are on that day; see :func:`.progress.progress`.

    Raises:
        UnknownAgencyError: no agency is called so, or several are.
    """
    definition = definition or Definition.read()
    name = None
    if agency is not None:
        on = restated or view.effective
        name = Naming.of(view, restated).row(_named(view, agency, on), on.isoformat())
    known = {
        record.document.id
        for record in view.records("programme")
        if isinstance(record.document, Programme)
    }
    lines = tuple(_line(view, each, known, name, restated) for each in definition.lines)
    return Reform(definition.title, view.effective, name, restated, lines)


def _named(view: View, agency: str, on: date) -> str:
    """The official name of the agency that is meant; a class of agencies by its words."""
    directory = Directory.of(view)
    if not directory.answering(agency, on):
        leads = {folded(line.lead): line.lead for line in view.item_figures().groups if line.lead}
        if folded(agency) in leads:
            return leads[folded(agency)]
    return directory.resolve(agency, on).name_on(on)


def _line(
    view: View,
    line: LineDefinition,
    known: set[str],
    agency: str | None,
    restated: date | None,
) -> ReformLine:
    common = (line.key, line.label, line.counted, line.digits)
    if line.programme is not None:
        if line.programme not in known:
            return ReformLine(*common, (), missing=f"programme {line.programme}")
        figures = _counted(view, line, None, restated)
        beside = _counted(view, line, agency, restated) if agency else ()
        return ReformLine(*common, figures, beside)
    indicator = line.indicator or ""
    found = latest(view, indicator, level=line.level.value if line.level else None)
    own = latest(view, indicator, agency=agency) if agency else None
    beside = (_observed(view, own),) if own is not None and own.amount is not None else ()
    if found is None or found.amount is None:
        return ReformLine(*common, (), beside, f"observation {indicator}")
    return ReformLine(*common, (_observed(view, found),), beside)


def _counted(
    view: View, line: LineDefinition, agency: str | None, restated: date | None
) -> tuple[Figure, ...]:
    found = progress(
        view,
        line.programme,
        by="level",
        reached=line.reached,
        of=line.of,
        since=line.since,
        restated=restated,
        agency=agency,
    )
    return tuple(figure for show in line.show for figure in _shown(show, found))


def _shown(show: Show, found: Progress) -> Iterator[Figure]:
    if show is Show.SHARE:
        yield _part(show, found.reached, found.of)
    elif show is Show.AGENCIES:
        order = list(Level)
        rows = sorted(
            (row for row in found.rows if row.obliged),
            key=lambda row: order.index(Level(row.key)) if row.key in order else len(order),
        )
        for row in rows:
            level = row.key if row.key in order else None
            yield _part(show, row.acted, row.obliged, level=level)
    else:
        number = {
            Show.ITEMS: found.reached,
            Show.DOCUMENTS: found.documents,
            Show.NORMATIVE: found.normative,
        }[show]
        yield Figure(show.value, Decimal(number))


def _part(show: Show, part: int, whole: int, level: str | None = None) -> Figure:
    return Figure(
        show.value, Decimal(part), Decimal(whole), share=percentage(part, whole), level=level
    )


def _observed(view: View, found: Observation) -> Figure:
    amount = found.amount
    assert amount is not None  # who has none was left out
    return Figure(
        "observed",
        amount,
        share=amount if found.unit == SHARE else None,
        level=found.level.value if found.level else None,
        unit=found.unit,
        qualifier=found.qualifier.value if found.qualifier else None,
        change=change(view, found),
        as_of=found.as_of,
    )
