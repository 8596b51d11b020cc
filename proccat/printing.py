"""How values are shown to a person, and how they become JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from itertools import groupby
from pathlib import Path

import attrs
import click
from pydantic import BaseModel

from proccat.citing import Citation, Numbered
from proccat.diff import Change
from proccat.diff.change import words as in_words
from proccat.documents import Document, Procedure, Stated, values
from proccat.facts import AnyFact
from proccat.force import Force
from proccat.lifecycle import LIFECYCLES
from proccat.reports.progress import Progress
from proccat.reports.targets import TargetRow
from proccat.search.page import Page
from proccat.search.similar import Similar
from proccat.view import Pending, Standing

_PASSAGE = 400  # a passage is short already; its brackets stay whole
_DOUBTS = {
    "issuer": "issuer unclear",
    "signed_on": "day of signing unclear",
    "article": "names no article",
}


def to_json(value: object) -> str:
    """A value of the library as JSON text."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2)


def plain(value: object) -> object:
    """A value of the library as data that JSON holds; private parts are left out."""
    if isinstance(value, Document):
        return value.plain()
    if isinstance(value, Change):
        return value.plain()
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    if attrs.has(cls := type(value)):
        own = [field.name for field in attrs.fields(cls) if not field.name.startswith("_")]
        names = getattr(cls, "SHOWN", own)
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (Decimal, Path)):
        return str(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(each) for each in value]
    return value


def day(value: date | None) -> str:
    """A day as Vietnamese offices write it, 31/01/2024."""
    return value.strftime("%d/%m/%Y") if value else "–"


def share(value: Decimal | None) -> str:
    """A share in per cent as Vietnamese offices write it, 40,24 %."""
    return "–" if value is None else f"{value} %".replace(".", ",")


def number(value: int) -> str:
    """A whole number between English words, 1 086: a dot or a comma is a decimal to somebody."""
    return f"{value:,}".replace(",", "\u00a0")


def hits(page: Page) -> Iterator[str]:
    """A page of hits: each with its name, what is said of it, and why it was found."""
    meant = page.did_you_mean
    if meant is not None:
        yield f"did you mean: {_one_line(meant)}"
    if not page.hits:
        yield "nothing found"
        return
    if page.retoned:
        yield "no name has these words with these tones; with others:"
    for hit in page:
        kind = hit.subject.partition(":")[0]
        field = hit.field or ("–" if kind == "procedure" else None)
        status = _label(kind, hit.status) if hit.status else None
        instead = f" → {', '.join(hit.replaced_by)}" if hit.replaced_by else ""
        name = _one_line(hit.marked or hit.name, _PASSAGE if hit.marked else 110)
        yield f"{click.style(hit.code, bold=True)}  {name}"
        if field or status:
            yield f"    {' · '.join(filter(None, (field, status)))}{instead}"
        if hit.passage is not None:
            yield f"    {_one_line(hit.passage, _PASSAGE)}"
        if hit.explanation is not None:
            yield from (f"    {line}" for line in str(hit.explanation).splitlines())
    more = f"; next page: --after {page.next}" if page.next else ""
    if page.near:
        yield f"{number(page.total)} hold all the words; others come near{more}"
    elif page.partial:
        yield f"none holds all the words; {number(page.total)} hold some of them{more}"
    else:
        yield f"{number(page.total)} found{more}"


def similar(found: Sequence[Similar]) -> Iterator[str]:
    """Near duplicates, each with what tells it apart."""
    if not found:
        yield "nothing is like it"
    for each in found:
        code = click.style(each.code, bold=True)
        yield f"{each.score:.2f} {each.band:<6} {code}  {_one_line(each.name)}"
        apart = [f"- {words}" for words in each.here] + [f"+ {words}" for words in each.there]
        if apart:
            yield f"    {'; '.join(apart)}"


def numbered(known: Numbered) -> Iterator[str]:
    """What is known of a number to which nothing refers, or that is no whole one."""
    if not known.whole:
        yield "this is no whole number of a document, as 87/2020/NĐ-CP: references may be missing"
    recorded = ", ".join(known.recorded)
    yield f"recorded: {recorded}" if recorded else "no document of this number is recorded"
    if known.like:
        yield f"did you mean: {', '.join(map(_one_line, known.like))}"


def citations(found: Sequence[Citation], elsewhere: int = 0) -> Iterator[str]:
    """What refers to a legal document, role by role; if nothing, what refers to its other articles.

    Args:
        found: what refers to it.
        elsewhere: how many refer to other articles of it than the one that was asked about.
    """
    if not found and elsewhere:
        yield f"nothing refers to this article; {number(elsewhere)} to others of this document"
    elif not found:
        yield "nothing refers to it"
    for role, group in groupby(found, key=lambda each: each.label):
        several = list(group)
        yield f"{role}: {number(len(several))}"
        for each in several:
            articles = f" ({'; '.join(each.articles)})" if each.articles else ""
            only = " [its only legal basis]" if each.only else ""
            unsure = "; ".join(_DOUBTS[name] for name in each.doubts)
            unsure = f" [{unsure}]" if unsure else ""
            yield f"  {each.kind} {each.code}  {_one_line(each.name)}{articles}{unsure}{only}"


def standing(found: Standing) -> Iterator[str]:
    """Where a subject stands, with its reasons."""
    yield f"{click.style(found.subject, bold=True)}  {_one_line(found.title)}"
    kind = found.subject.partition(":")[0]
    if kind in LIFECYCLES:
        if found.period is not None:
            period = found.period
            until = f" to {day(period.until)}" if period.until else ""
            basis = f", {'; '.join(ref.raw for ref in period.basis)}" if period.basis else ""
            yield (
                f"  status:  {period.value} ({period.label}) from {day(period.effective)}{until}"
                f" (act of {day(period.on)}{basis})"
            )
            if period.successors:
                yield f"  instead: {', '.join(period.successors)}"
        else:
            yield f"  status:  none: {found.no_status}"
    if found.edition is not None:
        until = f" to {day(found.edition.until)}" if found.edition.until else ""
        since = day(found.edition.effective)
        yield f"  text:    edition {found.edition.number} from {since}{until}"
    else:
        yield f"  text:    none: {found.no_edition}"
    for coming in found.pending:
        yield f"  pending: {coming.change} from {day(coming.effective)} (act of {day(coming.on)})"
    for odd in found.warnings:
        yield f"  {odd}"


def force(found: Force) -> str:
    """Whether something is in force, with the reason."""
    answer = {True: "yes", False: "no", None: "not known"}[found.in_force]
    parts = [f"{found.reason} ({found.label})"]
    parts.append(f"since {day(found.since)}")
    parts += [f"to {day(found.until)}"] if found.until else []
    parts += [
        f"{end.number} ended on {day(end.last)}: {end.how}" + (f" by {end.by}" if end.by else "")
        for end in found.ended
    ]
    return f"  force:   {answer}: {', '.join(parts)}"


def pending(found: Sequence[Pending]) -> Iterator[str]:
    """What is done and not yet effective."""
    for each in found:
        until = f" to {day(each.until)}" if each.until else ""
        what = "new text" if each.change == "text" else each.change
        yield f"{day(each.effective)}{until}  {each.subject}  {what}  {_one_line(each.title)}"


def procedure(text: Procedure) -> Iterator[str]:
    """The text of a procedure, shortened to what fits a screen."""
    yield f"  name:    {_one_line(text.name, 2000)}"
    field = text.field.name if text.field else "–"
    yield f"  field:   {field}"
    if text.decision:
        yield f"  decision: {text.decision.raw}"
    if text.announcing:
        yield f"  announced by: {text.announcing.name}"
    if text.description is not None:
        said = text.description
        words = said.words if isinstance(said, Stated) else said
        yield f"  description: {_one_line(words, 400)}"
    for label, role in (("executing", text.executing), ("competent", text.competent)):
        names = "; ".join(ref.name for ref in values(role))
        if names:
            yield f"  {label}: {names}"
    for manner in values(text.manners):
        limit = manner.limit
        words = "–"
        if isinstance(limit, Stated):
            words = limit.words
        elif limit is not None:
            words = limit.words or in_words(limit)
        fees = manner.fees
        if isinstance(fees, Stated):
            cost = fees.words
        else:
            cost = "; ".join(fee.words or in_words(fee) for fee in fees or ())
        channel = in_words(manner.channel) if manner.channel else "–"
        yield f"  {channel}: {words}; {cost or 'fee unknown'}"
    for case in values(text.cases):
        if case.name:
            yield f"  case: {_one_line(case.name)}"
        for component in values(case.components):
            yield f"    - {_one_line(component.name)}"


def facts(found: Sequence[AnyFact]) -> Iterator[str]:
    """Facts, one a line; what was taken back says so."""
    gone = {fact.voids: fact for fact in reversed(found) if fact.voids is not None}
    for fact in found:
        what = f"status {fact.to}"
        if fact.kind == "recorded":
            what = "correction" if fact.corrects else "text"
        elif fact.kind == "voided":
            verb = "erases the words of" if fact.supersedes else "takes back"
            what = f"{verb} {fact.voids}" + (
                f" from {day(fact.effective)}" if fact.effective else ""
            )
        until = f" to {day(fact.until)}" if fact.until else ""
        effect = f", effective {day(fact.effective)}{until}" if fact.kind != "voided" else ""
        basis = f", {'; '.join(ref.raw for ref in fact.basis)}" if fact.basis else ""
        void = gone.get(fact.seq)
        since = f" from {day(void.effective)}" if void and void.effective else ""
        taken = f" [taken back{since} by {void.seq}]" if void else ""
        instead = f" → {', '.join(fact.successors)}" if fact.successors else ""
        note = f": {_one_line(fact.note)}" if fact.note else ""
        yield (
            f"{fact.seq:>6}  {fact.subject}  {what}{instead}{note}"
            f"  on {day(fact.on)}{effect}{basis}"
            f"  by {fact.actor}, {fact.recorded_at}{taken}"
        )


def progress(found: Progress) -> Iterator[str]:
    """The figures of a programme as a small table."""
    yield click.style(
        f"{found.programme or 'all programmes'}, to {day(found.effective)}", bold=True
    )
    label = _label("item", found.stage)
    yield (
        f"  {label}: {number(found.reached)}/{number(found.of)} ({share(found.ratio)}) "
        f"through {number(found.documents)} documents, {number(found.normative)} of them normative"
    )
    if found.uncounted:
        yield f"  {number(found.uncounted)} more never stood at {found.base}: not counted"
    if found.unresolved:
        yield f"  of these documents {number(found.unresolved)} are not recorded"
    if found.obliged:
        yield f"  agencies: {len(found.acted)}/{len(found.obliged)}"
    for lead, ids in found.overdue:
        yield f"  overdue: {lead}: {len(ids)} ({', '.join(ids)})"
    for target in found.targets:
        yield f"  target: {_target(target)}"
    for goal in found.goals:
        yield f"  goals in words alone: {goal.agency}: {len(goal.words)}"
    for row in found.rows:
        acted = f"; agencies {row.acted}/{row.obliged}" if row.obliged > 1 else ""
        yield f"  {row.key}: {number(row.reached)}/{number(row.of)} ({share(row.ratio)}){acted}"


def _target(row: TargetRow) -> str:
    """A target with what was reached of it, and where a straight course would be."""
    target, unit = row.target, row.target.unit
    whose = f", {target.agency.name if target.agency else 'the whole programme'}"
    asked = f"{target.metric} {in_words(target.value)} {unit} by {day(target.due)}{whose}"
    if row.reached is None:
        return f"{asked}: not measurable here: {row.reason}"
    course = f", expected {in_words(row.expected)} {unit}" if row.expected is not None else ""
    reason = f" ({row.reason})" if row.reason else ""
    state = row.state.value.replace("_", " ")
    return f"{asked}: {state}{reason}, reached {in_words(row.reached)} {unit}{course}"


def _label(kind: str, status: str | None) -> str:
    return f"{status} ({LIFECYCLES[kind].statuses[status].label})" if status else "–"


def _one_line(text: str, most: int = 110) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
