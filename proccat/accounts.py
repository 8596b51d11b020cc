"""How the accounts of reform are shown to a person: burden, deadlines, cost, quality, review."""

from __future__ import annotations

from collections.abc import Iterator

from proccat.checking import Checked
from proccat.reports.burden import Burden

_SIGNS = {"grew": "+", "shrank": "-", "unclear": "?"}
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
