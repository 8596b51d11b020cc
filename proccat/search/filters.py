"""What narrows a search (*bộ lọc*): the filters of each kind, and the values that are known."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from proccat import text as texts
from proccat.documents import KINDS
from proccat.documents.agency import Level
from proccat.documents.labels import from_label
from proccat.errors import InvalidDocumentError
from proccat.lifecycle import LIFECYCLES, Lifecycle
from proccat.search.bitmaps import from_ords
from proccat.search.index import Index
from proccat.search.ranking import FACETS
from proccat.storage.projections import Projections

Values = str | Sequence[str] | None
"""One value of a filter, several of which one must hold, or no filter."""

APPLIES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "procedure": ("field", "agency", "level", "status", "stage", "programme"),
        "item": ("agency", "stage", "programme"),
        "document": ("agency",),
        "plan": ("agency",),
        "programme": (),
        "agency": (),
    }
)
"""The filters that mean something for each kind that can be searched."""


def applying(kind: str, filters: Mapping[str, Values]) -> dict[str, tuple[str, ...]]:
    """The filters that were given, each as its values (*bộ lọc được dùng*).

    Raises:
        InvalidDocumentError: an unknown kind, or a filter that says nothing about it; the message
            lists the known ones.
    """
    if not isinstance(kind, str) or kind not in APPLIES:
        shown = repr(kind)[:60]
        raise InvalidDocumentError(f"kind: {shown} is not known; there are {', '.join(KINDS)}")
    given = {name: _several(name, values) for name, values in filters.items() if values is not None}
    for name in given:
        if name not in APPLIES[kind]:
            known = ", ".join(APPLIES[kind]) or "none"
            raise InvalidDocumentError(
                f"{name}: is no filter of kind {kind!r}; of its filters there are: {known}"
            )
    return given


def _several(name: str, given: str | Sequence[str]) -> tuple[str, ...]:
    """One value or several as several."""
    values = (given,) if isinstance(given, str) else given
    if not isinstance(values, Sequence) or not all(isinstance(value, str) for value in values):
        raise InvalidDocumentError(
            f"{name}: {repr(given)[:60]} is neither text nor a list of texts"
        )
    return tuple(values)


def known_values(index: Index, given: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The filters that are terms of the index (*giá trị lọc*), every value of them known.

    Raises:
        InvalidDocumentError: a value is not; the message lists the nearest.
    """
    return {name: _known(index, name, given[name]) for name in FACETS if name in given}


def _known(index: Index, name: str, given: tuple[str, ...]) -> tuple[str, ...]:
    known = index.known(name)
    if name == "level":
        given = tuple(from_label(Level, value) or value for value in given)
    for value in given:
        folded = texts.fold(texts.squash(value))
        if folded in known:
            continue
        if not known:
            raise InvalidDocumentError(f"{name}: no text of this catalogue states one")
        near = difflib.get_close_matches(folded[:200], known, n=5, cutoff=0.5) or sorted(known)[:5]
        raise InvalidDocumentError(
            f"{name}: {value[:120]!r} is not known; of {len(known)} the nearest are "
            f"{'; '.join(known[each].written for each in near)}"
        )
    return given


def within(
    projections: Projections, kind: str, given: Mapping[str, tuple[str, ...]], day: date, seq: int
) -> int | None:
    """The texts whose status and items are as asked (*theo tình trạng*); None if nothing was."""
    status, stage = given.get("status"), given.get("stage")
    (programme,) = given.get("programme", (None,))
    sets: list[int] = []
    if status is not None:
        wanted = _statuses(LIFECYCLES["procedure"], "status", status)
        sets.append(from_ords(projections.ords_with_status(wanted, day, seq)))
    stages = None if stage is None else _statuses(LIFECYCLES["item"], "stage", stage)
    if kind == "item":
        if stages is not None:
            sets.append(from_ords(projections.ords_with_status(stages, day, seq)))
        if programme is not None:
            sets.append(from_ords(projections.ords_of_items(programme)))
    elif stages is not None or programme is not None:
        sets.append(from_ords(projections.ords_with_item(stages, programme, day, seq)))
    found: int | None = None
    for each in sets:
        found = each if found is None else found & each
    return found


def _statuses(lifecycle: Lifecycle, name: str, given: tuple[str, ...]) -> tuple[str, ...]:
    wanted = tuple(lifecycle.key_of(status) or status for status in given)
    for status in wanted:
        if status not in lifecycle.statuses:
            raise InvalidDocumentError(
                f"{name}: {status[:120]!r} is not known; there are {', '.join(lifecycle.statuses)}"
            )
    return wanted
