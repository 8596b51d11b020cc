"""How the accounts of reform are shown to a person: burden, deadlines, cost, quality, review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from proccat.checking import Checked
from proccat.diff.change import words as in_words
from proccat.printing import day, number, share
from proccat.reports.burden import Burden
from proccat.reports.cost import CostReport, Total
from proccat.reports.deadlines import Deadlines
from proccat.reports.due import STATES
from proccat.reports.duties import ACTS
from proccat.reports.quality import TERMS, AgencyScore, Quality
from proccat.reports.review import FACTORS, Review
from proccat.reports.sunsets import AFTER, Sunset

_SIGNS = {"grew": "+", "shrank": "-", "unclear": "?"}
_MISSING = 20  # so many of what lacks inputs are shown one by one
_ANSWERS = {True: "yes", False: "no", None: "not known"}


def burden(found: Burden) -> Iterator[str]:
    """What grew and what shrank, and on what ground the text stands."""
    counts = (
        f"{len(each)} {name}"
        for name, each in (
            ("grew", found.grew), ("shrank", found.shrank), ("unclear", found.unclear)
        )
    )  # fmt: skip
    yield f"burden: {', '.join(counts)}" + (" (there was no text before)" if found.new else "")
    yield from (f"  {_SIGNS[each.direction]} {each.vi}" for each in found.findings)
    for ground in found.grounds:
        yield f"  {ground.question}: {_ANSWERS[ground.answer]}: {ground.vi} ({ground.article})"


def checked(found: Checked) -> Iterator[str]:
    """What a text would change and add, and whether it is refused."""
    yield f"{found.subject}: {_change(found)}"
    yield from (f"  {change.text()}" for change in found.changes or ())
    if found.burden is not None:
        yield from (f"  {line}" for line in burden(found.burden))
    if found.refused is not None:
        yield f"  refused: {found.refused}"


def deadlines(found: Deadlines) -> Iterator[str]:
    """What was late and what is due, by agency and one by one."""
    yield f"deadlines on {day(found.effective)}: {number(found.kept)} kept, {len(found.rows)} told"
    for agency, counts in found.by_agency:
        told = ", ".join(f"{STATES[state]}: {number(count)}" for state, count in counts.items())
        yield f"  {agency}: {told}"
    for row in found.rows:
        done = f", {day(row.done)}" if row.done else ""
        excuse = f" ({row.excuse})" if row.excuse else ""
        key = row.subject.partition(":")[2]
        yield (
            f"  {day(row.last)}  {key}  {ACTS[row.act]}: {STATES[row.state]}{done}{excuse}"
            f"  {_line(row.title)}"
        )
    if found.unclear:
        yield f"  not known who announces: {number(len(found.unclear))} procedures"


def plain_deadlines(found: Deadlines) -> dict[str, object]:
    """The deadlines as data that JSON holds, counts by agency included."""
    names = ("effective", "within", "kept", "unclear", "rows")
    counted = {agency: dict(counts) for agency, counts in found.by_agency}
    return {name: getattr(found, name) for name in names} | {"by_agency": counted}


def sunsets(found: Sequence[Sunset]) -> Iterator[str]:
    """What lapses, with the warning that is due."""
    for each in found:
        alert = f" [≤ {each.alert} days]" if each.alert else ""
        after = f", {AFTER[each.after]}" if AFTER[each.after] else ""
        key = each.subject.partition(":")[2]
        yield (
            f"{day(each.last)}{alert}  {key}  {each.what}{after}; {number(each.days)} days left  "
            f"{_line(each.title)}"
        )


def cost(found: CostReport) -> Iterator[str]:
    """Approved and realised saving, all together, by agency and by year."""
    yield f"compliance cost of a year, to {day(found.effective)}"
    for name, whole, groups in (
        ("approved", found.approved, found.approved_by),
        ("realised", found.realised, found.realised_by),
    ):
        yield f"  {name}: {_saved(whole)}"
        for group in ("programme", "agency", "year"):
            yield from (f"    {each.key}: {_saved(each)}" for each in groups(group))
    lacking = [row for row in found.rows if row.missing]
    for row in lacking[:_MISSING]:
        yield f"  missing: {row.subject.partition(':')[2]}: {'; '.join(row.missing)}"
    if len(lacking) > _MISSING:
        yield f"  missing: {number(len(lacking) - _MISSING)} more; --json tells all"


def plain_cost(found: CostReport) -> dict[str, object]:
    """The savings as data that JSON holds, sums included."""
    return {
        "effective": found.effective,
        "programme": found.programme,
        "approved": _plain_total(found.approved),
        "realised": _plain_total(found.realised),
        "by": {
            group: {
                "approved": [_plain_total(each) for each in found.approved_by(group)],
                "realised": [_plain_total(each) for each in found.realised_by(group)],
            }
            for group in ("programme", "agency", "year")
        },
        "rows": found.rows,
    }


def quality(found: Quality) -> Iterator[str]:
    """The score of each agency, and what to fix."""
    yield f"quality of the records on {day(found.effective)}: {_score(found.whole)}"
    for each in found.scores:
        yield f"  {each.agency}: {_score(each)}"
    for issue in found.issues:
        key = issue.subject.partition(":")[2]
        yield f"  {key} {issue.path}: {TERMS[issue.check]}: {issue.what}; {issue.mend}"


def plain_quality(found: Quality) -> dict[str, object]:
    """The quality as data that JSON holds, scores included."""
    return {
        "effective": found.effective,
        "whole": _plain_score(found.whole),
        "agencies": [_plain_score(each) for each in found.scores],
        "issues": found.issues,
    }


def review(found: Review) -> Iterator[str]:
    """The procedures to review first, each with its factors."""
    yield f"to review first, of {number(found.of)} procedures on {day(found.effective)}"
    for each in found.candidates:
        key = each.subject.partition(":")[2]
        yield f"  {in_words(each.score)} points  {key}  {_line(each.title)}"
        for factor in each.factors:
            yield (
                f"      {FACTORS[factor.name]}: {in_words(factor.value)}: "
                f"{in_words(factor.points)} points"
            )
    unknown = [
        f"{FACTORS[name]}: {number(count)}" for name, count in found.unknown.items() if count
    ]
    if unknown:
        yield f"  not known: {'; '.join(unknown)}"


def _plain_score(found: AgencyScore) -> dict[str, object]:
    names = ("agency", "records", "faulty", "checks", "failed", "score")
    return {name: getattr(found, name) for name in names}


def _score(found: AgencyScore) -> str:
    return f"{share(found.score)} ({number(found.faulty)} of {number(found.records)} to fix)"


def _plain_total(found: Total) -> dict[str, object]:
    names = ("key", "items", "incomplete", "now", "after", "benefit", "rate")
    return {name: getattr(found, name) for name in names}


def _saved(found: Total) -> str:
    lacking = f", {number(found.incomplete)} lack inputs" if found.incomplete else ""
    return (
        f"{in_words(found.now)} → {in_words(found.after)} đồng, saved {in_words(found.benefit)} "
        f"({share(found.rate)}), {number(found.items)} items{lacking}"
    )


def _line(text: str, most: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def plain_check(found: Checked) -> dict[str, object]:
    """What a check found, as data that JSON holds."""
    return {
        "subject": found.subject,
        "what": _change(found),
        "changes": [change.text() for change in found.changes or ()],
        "burden": found.burden,
        "refused": found.refused,
    }


def _change(found: Checked) -> str:
    if found.changes is None:
        return "is new"
    return f"{len(found.changes)} changes" if found.changes else "is unchanged"
