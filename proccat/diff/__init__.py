"""Differences (*so sánh hai phiên bản*): two editions → what changed, in the domain's terms.

Parts are paired by what names them (a component's code or name, a manner's channel, level and
case); what cannot be paired was added or is gone. How procedures are compared is one table at the
end; other documents are compared field by field. No difference of digest goes unreported: where
no rule has words for it, it is one change of the field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from proccat.diff.change import Change, ChangeKind, canonical, words
from proccat.diff.comparing import (
    At,
    Rule,
    Several,
    as_one,
    by_shape,
    folded,
    known,
    parts,
    same,
    title,
)
from proccat.diff.table import html
from proccat.diff.topics import KIND_TOPICS, topic_of
from proccat.documents import Document, Procedure
from proccat.documents.manner import Fee, Manner, TimeLimit
from proccat.documents.procedure import OnlineLevel
from proccat.errors import InvalidDocumentError

__all__ = ["Change", "ChangeKind", "diff", "html"]


def diff(old: Document | None, new: Document | None) -> tuple[Change, ...]:
    """What changed from one edition to another (*nội dung thay đổi giữa hai phiên bản*).

    Args:
        old: the earlier edition, None if there was none.
        new: the later edition, of the same kind, None if none stands any more.

    Returns:
        The changes in the order of the document's fields; none exactly where the digests agree.

    Raises:
        InvalidDocumentError: the documents are of two kinds.
    """
    if old is None or new is None:
        return tuple(_whole(old, new))
    if type(old) is not type(new):
        raise InvalidDocumentError(
            f"a {old.kind} and a {new.kind} cannot be compared: both must be of one kind"
        )
    rules = _PROCEDURE if isinstance(old, Procedure) else {}
    before, after = old.plain(), new.plain()
    changes: list[Change] = []
    for name in sorted(type(new).model_fields, key="extensions".__eq__):  # those come last
        ordered = name not in new.set_like
        if _meaning(before.get(name), ordered) != _meaning(after.get(name), ordered):
            at = At(f"$.{name}", topic_of(name, new.kind), ordered=ordered)
            rule = rules.get(name, _extensions if name == "extensions" else by_shape)
            changes += known(at, getattr(old, name), getattr(new, name), rule)
    return tuple(changes)


def _whole(old: Document | None, new: Document | None) -> Iterator[Change]:
    document = old or new
    if document is not None:
        kind = ChangeKind.CREATED if old is None else ChangeKind.REMOVED
        yield Change(kind, "$", old, new, KIND_TOPICS.get(document.kind, document.kind))


def _meaning(data: object, ordered: bool) -> str:
    """What two fields share exactly where they bear alike on the digest."""
    if isinstance(data, list) and not ordered:
        data = sorted(data, key=canonical)
    return canonical(data)


def _extensions(at: At, old: Any, new: Any) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        inside = attrs.evolve(at, path=f"{at.path}[{name!r}]", place=name)
        if name not in old:
            yield inside.change(ChangeKind.ADDED, None, after)
        elif name not in new:
            yield inside.change(ChangeKind.REMOVED, before, None)
        elif not same(before, after):
            yield inside.change(ChangeKind.CHANGED, before, after)


def _steps_on(*kinds: ChangeKind, scale: Callable[[Any], Any] = lambda value: value) -> Rule:
    """The rule for a value that goes down (the first kind) or up (the second)."""

    def rule(at: At, old: Any, new: Any) -> Iterator[Change]:
        yield at.change(kinds[scale(new) > scale(old)], old, new)

    return rule


def _time(at: At, old: Any, new: Any) -> Iterator[Change]:
    """Time limits are longer or shorter only in the same unit; else only said to differ."""
    kind = ChangeKind.TIME_CHANGED
    if isinstance(old, TimeLimit) and isinstance(new, TimeLimit):
        if old.quantity == new.quantity and old.unit == new.unit:
            yield from parts(at, old, new, as_one(kind))
            return
        if old.quantity is not None and new.quantity is not None:
            longer = new.quantity > old.quantity
            kind = ChangeKind.TIME_LENGTHENED if longer else ChangeKind.TIME_SHORTENED
            kind = kind if old.unit == new.unit else ChangeKind.TIME_UNIT_CHANGED
    yield at.change(kind, old, new)


def _fee(at: At, old: Fee, new: Fee) -> Iterator[Change]:
    """Fees are raised or lowered only in the same currency."""
    if old.amount == new.amount and old.currency == new.currency:
        yield from parts(at, old, new, as_one(ChangeKind.FEE_CHANGED))
        return
    kind = ChangeKind.FEE_CHANGED
    if old.amount is not None and new.amount is not None and old.currency == new.currency:
        kind = ChangeKind.FEE_RAISED if new.amount > old.amount else ChangeKind.FEE_LOWERED
    yield at.change(kind, old, new)


def _manner_kinds(manner: Manner, earlier: Any, other: Any) -> tuple[ChangeKind, ChangeKind]:
    """A channel comes with its first row; further rows are further manners."""
    if manner.channel is None or any(row.channel is manner.channel for row in (*earlier, *other)):
        return ChangeKind.MANNER_ADDED, ChangeKind.MANNER_REMOVED
    return ChangeKind.CHANNEL_ADDED, ChangeKind.CHANNEL_REMOVED


def _manner_place(manner: Manner) -> str:
    told = (manner.channel, manner.level, manner.case)
    return ", ".join(words(each) for each in told if each is not None)


def _name(element: Any) -> str:
    return folded(element.name)


def _code(element: Any) -> str | None:
    """A code that names something; the portal also writes "Chưa xác định" there."""
    code = element.code
    return folded(code) if code and any(letter.isdigit() for letter in code) else None


_K = ChangeKind
_AGENCIES: Final = Several(_K.AGENCY_ADDED, _K.AGENCY_REMOVED, (_code, _name), place=title)
_STEPS: Final = Several(
    _K.STEP_ADDED, _K.STEP_CUT, (lambda step: folded(step.text),), as_one(_K.STEP_CHANGED),
    place=lambda step: words(step.name) if step.name else "", alike=lambda step: step.text,
)  # fmt: skip
_FORMS: Final = Several(_K.FORM_ADDED, _K.FORM_CUT, (_name,), as_one(_K.FORM_CHANGED), place=title)
_COMPONENTS: Final = Several(
    _K.COMPONENT_ADDED, _K.COMPONENT_CUT, (_code, _name), as_one(_K.COMPONENT_CHANGED), {
        "originals": _steps_on(_K.COPIES_CUT, _K.COPIES_RAISED),
        "copies": _steps_on(_K.COPIES_CUT, _K.COPIES_RAISED),
        "required": _steps_on(_K.COMPONENT_OPTIONAL, _K.COMPONENT_REQUIRED),
        "forms": _FORMS,
    }, place=title,
)  # fmt: skip
_CASES: Final = Several(
    _K.CASE_ADDED, _K.CASE_REMOVED, (lambda case: (_name(case), case.level), _name),
    parts={
        "steps": _STEPS,
        "components": _COMPONENTS,
        "sets": _steps_on(_K.SETS_CUT, _K.SETS_RAISED),
    },
    place=lambda case: words(case.name) if case.name else "", lone=True,
)  # fmt: skip
_FEES: Final = Several(
    _K.FEE_ADDED, _K.FEE_ABOLISHED,
    (lambda fee: (fee.kind, fee.currency, folded(fee.words)), lambda fee: fee.kind or ""),
    pair=_fee, none=(_K.FEE_INTRODUCED, _K.FEE_EXEMPTED),
)  # fmt: skip
_MANNERS: Final = Several(
    _K.MANNER_ADDED, _K.MANNER_REMOVED,
    (
        lambda row: (row.channel, row.level, folded(row.case), folded(row.description)),
        lambda row: (row.channel, row.level, folded(row.case)),
    ),
    parts={"limit": _time, "fees": _FEES}, place=_manner_place, kinds=_manner_kinds,
)  # fmt: skip

_PROCEDURE: Final[Mapping[str, Rule]] = MappingProxyType({
    "levels": Several(_K.LEVEL_ADDED, _K.LEVEL_REMOVED),
    "cases": _CASES,
    "manners": _MANNERS,
    "performers": Several(
        _K.PERFORMER_ADDED, _K.PERFORMER_REMOVED, (_name,), place=title
    ),
    "executing": _AGENCIES,
    "competent": _AGENCIES,
    "authorised": _AGENCIES,
    "coordinating": _AGENCIES,
    "results": Several(_K.RESULT_ADDED, _K.RESULT_REMOVED, (_code, _name), place=title),
    "legal_bases": Several(
        _K.BASIS_ADDED, _K.BASIS_REMOVED, (lambda basis: basis.document.identity,),
        rest=by_shape, place=title,
    ),
    "requirements": Several(
        _K.REQUIREMENT_ADDED, _K.REQUIREMENT_CUT, (lambda each: folded(each.text),),
        as_one(_K.REQUIREMENT_REWORDED), alike=lambda each: each.text,
        place=lambda each: words(each.name) if each.name else "",
    ),
    "online": _steps_on(
        _K.ONLINE_LOWERED, _K.ONLINE_RAISED,
        scale=(OnlineLevel.INFORMATION, OnlineLevel.PARTIAL, OnlineLevel.FULL).index,
    ),
    "services": Several(
        _K.SERVICE_ADDED, _K.SERVICE_REMOVED,
        (lambda service: (service.code, _name(service)), lambda service: service.code),
        parts={"limit": _time}, place=words,
    ),
    "members": Several(
        _K.MEMBER_ADDED, _K.MEMBER_REMOVED, (lambda member: member.code,), place=title
    ),
})  # fmt: skip
"""How the fields of a procedure are compared; those not named, by their shape."""
