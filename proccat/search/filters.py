"""What narrows a search (*bộ lọc*): the filters of each kind, and the values that are known."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from proccat import text as texts
from proccat.documents.agency import Level
from proccat.documents.labels import LABELS, from_label
from proccat.errors import InvalidDocumentError
from proccat.lifecycle import LIFECYCLES, Lifecycle
from proccat.search.bitmaps import from_ords
from proccat.search.corpus import Value
from proccat.search.index import Index
from proccat.search.ranking import FACETS
from proccat.storage.projections import Projections

Values = str | Collection[str] | None
"""One value of a filter, several of which one must hold, or no filter."""

_SAID: Final = MappingProxyType(
    {"tw": Level.MINISTRY, "phuong": Level.COMMUNE, "khac": Level.OTHER}
)
_LEADS: Final = ("", "đã ", "bị ", "đang ")
NO_STATUS: Final = "none"
"""As a status: that no status stands (*chưa có tình trạng*), as behind a list without any."""
_NEAREST: Final = 5
"""Values that are named where one is not known."""

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
        raise InvalidDocumentError(f"kind: {shown} is not known; there are {', '.join(APPLIES)}")
    given = {name: several(name, values) for name, values in filters.items() if values is not None}
    for name in given:
        if name not in APPLIES[kind]:
            known = ", ".join(APPLIES[kind]) or "none"
            raise InvalidDocumentError(
                f"{name}: is no filter of kind {kind!r}; of its filters there are: {known}"
            )
    return given


def several(name: str, given: str | Collection[str]) -> tuple[str, ...]:
    """One value or several as several (*một hoặc nhiều giá trị*); those of a set in order.

    So that pages repeat.

    Raises:
        InvalidDocumentError: they are no texts, or none.
    """
    values = (given,) if isinstance(given, str) else given
    if (
        not isinstance(values, Collection)
        or isinstance(values, Mapping)
        or not all(isinstance(value, str) for value in values)
    ):
        raise InvalidDocumentError(
            f"{name}: {repr(given)[:60]} is neither text nor a list of texts"
        )
    if not values:
        raise InvalidDocumentError(f"{name}: names no value; None is no filter")
    return tuple(values if isinstance(values, Sequence) else sorted(values))


def known_values(index: Index, given: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The filters that are terms of the index (*giá trị lọc*), every value of them known.

    Raises:
        InvalidDocumentError: a value is not; the message lists the nearest.
    """
    return {name: _known(index, name, given[name]) for name in FACETS if name in given}


def _known(index: Index, name: str, given: tuple[str, ...]) -> tuple[str, ...]:
    known = index.known(name)
    found: list[str] = []
    for value in given:
        key = (name == "level" and _level(value)) or value
        meant = (key,) if texts.fold(texts.squash(key)) in known else index.said_so(name, value)
        if not meant:
            raise InvalidDocumentError(_unknown(name, value, known))
        found += meant
    return tuple(found)


def _unknown(name: str, value: str, known: Mapping[str, Value]) -> str:
    """What is said of a value that no text states."""
    if not known:
        return f"{name}: no text of this catalogue states one"
    near = (_labelled(name, known[each].written) for each in _nearest(value, known))
    return (
        f"{name}: {value[:120]!r} is not known; of {len(known)} the nearest are {'; '.join(near)}"
    )


def _level(words: str) -> Level | None:
    """The level that a key or a label means, with or without its *cấp*, or as people say it."""
    said = texts.fold(texts.squash(words)).removeprefix("cap ")
    return from_label(Level, words) or from_label(Level, f"cấp {words}") or _SAID.get(said)


def _labelled(name: str, value: str) -> str:
    """A value as a person reads it: of a level its official label, too."""
    level = _level(value) if name == "level" else None
    return value if level is None else f"{value} ({', '.join(LABELS[Level][level])})"


def _nearest(value: str, known: Collection[str]) -> list[str]:
    """The known values, folded, that a value may stand for.

    Those that have its words lead, then those whose initials it may be, then those like it.
    """
    folded = texts.fold(texts.squash(value))[:200]
    asked, letters = {*texts.syllables(folded)}, _initials(folded)
    holding = [each for each in known if asked and asked.issubset(texts.syllables(each))]
    spelt = [each for each in known if len(letters) > 1 and _may_be(letters, _initials(each))]
    alike = difflib.get_close_matches(folded, known, n=_NEAREST, cutoff=0.5)
    near = [*sorted(holding, key=_shortest)[:_NEAREST], *sorted(spelt, key=_shortest), *alike]
    return list(dict.fromkeys(near or sorted(known)))[:_NEAREST]


def _shortest(value: str) -> tuple[int, str]:
    return len(value), value


def _may_be(letters: str, initials: str) -> bool:
    """Whether letters stand in some initials in order, from the first one on."""
    rest = iter(initials)
    return initials[:1] == letters[:1] and all(letter in rest for letter in letters)


def _initials(folded: str) -> str:
    """The letters by which a name is abbreviated: of *UBND cấp xã* those of its whole name."""
    words = [word for word in texts.syllables(folded) if word != "va"]
    if len(words) == 1:
        return words[0]
    return "".join(word[:1] if texts.is_syllable(word) else word for word in words)


def within(
    projections: Projections, kind: str, given: Mapping[str, tuple[str, ...]], day: date, seq: int
) -> int | None:
    """The texts whose status and items are as asked (*theo tình trạng*); None if nothing was."""
    status, stage, programmes = map(given.get, ("status", "stage", "programme"))
    sets: list[int] = []
    if status is not None:
        sets.append(_with_status(projections, status, day, seq))
    stages = None if stage is None else _statuses(LIFECYCLES["item"], "stage", stage)
    if kind == "item":
        if stages is not None:
            sets.append(from_ords(projections.ords_with_status(stages, day, seq)))
        if programmes is not None:
            sets.append(from_ords(projections.ords_of_items(programmes)))
    elif stages is not None or programmes is not None:
        sets.append(from_ords(projections.ords_with_item(stages, programmes, day, seq)))
    found: int | None = None
    for each in sets:
        found = each if found is None else found & each
    return found


def _with_status(projections: Projections, given: tuple[str, ...], day: date, seq: int) -> int:
    """The texts that stand at one of the statuses of publication; those of none, if that is one."""
    lifecycle = LIFECYCLES["procedure"]
    wanted = _statuses(lifecycle, "status", tuple([each for each in given if each != NO_STATUS]))
    found = from_ords(projections.ords_with_status(wanted, day, seq)) if wanted else 0
    if NO_STATUS in given:
        found |= ~from_ords(projections.ords_with_status(tuple(lifecycle.statuses), day, seq))
    return found


def _status(lifecycle: Lifecycle, words: str) -> str | None:
    """The status that is meant: by its key, its term, or one word of it, *đã*, *bị* left out."""
    said = texts.fold(texts.squash(words))
    meant = [each.key for each in lifecycle.statuses.values() if said in _terms(each.label)]
    return lifecycle.key_of(words) or (meant[0] if len(meant) == 1 else None)


@lru_cache(maxsize=256)
def _terms(label: str) -> frozenset[str]:
    """How people write an official term: *bị bãi bỏ, hủy bỏ* is *bãi bỏ*, or *bị hủy bỏ*."""
    parts = [part.removeprefix(lead) for part in label.split(", ") for lead in _LEADS]
    return frozenset(map(texts.fold, parts))


def _statuses(lifecycle: Lifecycle, name: str, given: tuple[str, ...]) -> tuple[str, ...]:
    wanted = tuple(_status(lifecycle, status) or status for status in given)
    for status in wanted:
        if status not in lifecycle.statuses:
            known = [f"{each.key} ({each.label})" for each in lifecycle.statuses.values()]
            known += [f"{NO_STATUS} (chưa có)"] if name == "status" else []
            raise InvalidDocumentError(
                f"{name}: {status[:120]!r} is not known; there are {', '.join(known)}"
            )
    return wanted
