"""How two values are compared (*so sánh*): the three states, lists by pairs, parts by fields.

Nothing here knows a procedure; :mod:`proccat.diff` holds the tables that do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Any, Final

import attrs

from proccat import text as texts
from proccat.diff.change import Change, ChangeKind, canonical, plain, words
from proccat.diff.topics import topic_of
from proccat.documents import DocumentRef, Stated, values
from proccat.documents.base import Model, Shorthand

ALIKE: Final = 0.6
"""Texts that share so much of their words are one text reworded, else one gone and one added."""

MOST_COMPARED: Final = 200
"""If more texts are left over on a side, as in no real edition, none is compared for likeness."""

Key = Callable[[Any], Hashable]


@attrs.frozen
class At:
    """Where in the document a comparison stands, and what that place is called."""

    path: str
    topic: str
    place: str = ""
    ordered: bool = True

    def part(self, name: str, topic: str) -> At:
        """The place of a field inside."""
        return At(f"{self.path}.{name}", topic, self.place)

    def element(self, index: int, place: str = "") -> At:
        """The place of one of several, and what tells it apart."""
        place = ", ".join(filter(None, (self.place, place)))
        return At(f"{self.path}[{index}]", self.topic, place)

    def change(self, kind: ChangeKind, before: object, after: object) -> Change:
        """A change that happened here."""
        return Change(kind, self.path, before, after, self.topic, self.place)


Rule = Callable[[At, Any, Any], Iterator[Change]]
"""Compares two known values that differ; yields nothing where it has no words for it."""


def same(old: object, new: object) -> bool:
    """Whether two values read alike in a document, however their letters are composed."""
    return canonical(plain(old)) == canonical(plain(new))


def known(at: At, old: Any, new: Any, rule: Rule) -> Sequence[Change]:
    """The changes of a value that differs: from or to the unknown, by its rule, or as a whole."""
    if old is None:
        return (at.change(ChangeKind.BECAME_KNOWN, old, new),)
    if new is None:
        return (at.change(ChangeKind.BECAME_UNKNOWN, old, new),)
    return tuple(rule(at, old, new)) or (at.change(ChangeKind.CHANGED, old, new),)


def as_one(kind: ChangeKind) -> Rule:
    """The rule that a difference is one change of that kind."""

    def rule(at: At, old: Any, new: Any) -> Iterator[Change]:
        yield at.change(kind, old, new)

    return rule


def parts(
    at: At, old: Any, new: Any, rest: Rule, rules: Mapping[str, Rule] = MappingProxyType({})
) -> Iterator[Change]:
    """The changes inside a part, field by field; the main field bears the name of the whole."""
    main = new.main if isinstance(new, Shorthand) else None
    for name in type(new).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if not same(before, after):
            inside = at.part(name, at.topic if name == main else topic_of(name))
            yield from known(inside, before, after, rules.get(name, rest))


_CHANGED: Final = as_one(ChangeKind.CHANGED)


@attrs.frozen
class Several:
    """How two lists (*danh sách*) are compared: their elements are paired, then the pairs.

    Attributes:
        added: the kind of change for an element that came.
        gone: the kind for one that is gone.
        keys: what names an element, the surest first; a key of None names nothing.
        rest: the rule for fields of a pair that have none in ``parts``.
        parts: rules for fields of a pair.
        pair: a rule for pairs in place of both.
        place: what tells an element apart, for changes inside it.
        alike: the text by which what is left over is paired by likeness.
        lone: whether two lists of one element each are about the same, whatever it is called.
        none: the kinds for values after *stated none*, and for *stated none* after values.
        kinds: ``added`` and ``gone`` by element, those before it, and the other list.
    """

    added: ChangeKind = ChangeKind.ADDED
    gone: ChangeKind = ChangeKind.REMOVED
    keys: tuple[Key, ...] = ()
    rest: Rule = _CHANGED
    parts: Mapping[str, Rule] = MappingProxyType({})
    pair: Rule | None = None
    place: Callable[[Any], str] = lambda element: ""
    alike: Callable[[Any], str] | None = None
    lone: bool = False
    none: tuple[ChangeKind, ChangeKind] | None = None
    kinds: Callable[[Any, Any, Any], tuple[ChangeKind, ChangeKind]] | None = None

    def __call__(self, at: At, old: Any, new: Any) -> Iterator[Change]:
        """The changes between two values of the field."""
        if self.none is not None and isinstance(old, Stated) != isinstance(new, Stated):
            yield at.change(self.none[isinstance(new, Stated)], old, new)
            return
        before, after = values(old), values(new)
        pairs = self._paired(before, after)
        back = {j: i for i, j in pairs.items()}
        for i, element in enumerate(before):
            if i not in pairs:
                kind = self._kinds(element, before[:i], after)[1]
                yield at.element(i).change(kind, element, None)
        for j, element in enumerate(after):
            if j not in back:
                kind = self._kinds(element, after[:j], before)[0]
                yield at.element(j).change(kind, None, element)
            elif not same(before[back[j]], element):
                inside = at.element(j, self.place(element))
                yield from self._pair(inside, before[back[j]], element)
        if at.ordered and [pairs[i] for i in sorted(pairs)] != sorted(pairs.values()):
            yield at.change(ChangeKind.REORDERED, old, new)

    def _kinds(self, element: Any, earlier: Any, other: Any) -> tuple[ChangeKind, ChangeKind]:
        return self.kinds(element, earlier, other) if self.kinds else (self.added, self.gone)

    def _pair(self, at: At, old: Any, new: Any) -> Iterator[Change]:
        if self.pair is not None or not isinstance(new, Model):
            return (self.pair or self.rest)(at, old, new)
        return parts(at, old, new, self.rest, self.parts)

    def _paired(self, before: Sequence[Any], after: Sequence[Any]) -> dict[int, int]:
        """Which element became which; the same pairs backwards, so that differences mirror."""
        pairs: dict[int, int] = {}

        def pair_by(key: Key, *, surely: bool) -> None:
            left, right = _by_key(before, key, pairs), _by_key(after, key, pairs.values())
            for name in left.keys() & right.keys():
                if surely or len(left[name]) == len(right[name]):
                    pairs.update(zip(left[name], right[name], strict=False))

        pair_by(lambda element: canonical(plain(element)), surely=True)
        for key in self.keys:
            pair_by(key, surely=False)
        if self.lone and len(before) == len(after) == 1:
            pairs[0] = 0
        if self.alike is not None:
            left = {i: self.alike(e) for i, e in enumerate(before) if i not in pairs}
            gained = set(pairs.values())
            pairs |= _alike(
                left, {j: self.alike(e) for j, e in enumerate(after) if j not in gained}
            )
        return pairs


def _by_key(
    elements: Sequence[Any], key: Key, taken: Collection[int]
) -> Mapping[Hashable, list[int]]:
    found: defaultdict[Hashable, list[int]] = defaultdict(list)
    done = set(taken)
    for index, element in enumerate(elements):
        name = key(element)
        if index not in done and name is not None:
            found[name].append(index)
    return found


def _alike(left: Mapping[int, str], right: Mapping[int, str]) -> dict[int, int]:
    """Pairs of texts that are alike (*sửa đổi câu chữ*), the most alike first."""
    if max(len(left), len(right)) > MOST_COMPARED:
        return {}
    olds = {i: texts.fold(text).split() for i, text in left.items()}
    news = {j: texts.fold(text).split() for j, text in right.items()}
    ratios = ((_ratio(a, b), i, j) for i, a in olds.items() for j, b in news.items())
    likely = sorted((-ratio, i + j, i, j) for ratio, i, j in ratios if ratio >= ALIKE)
    pairs: dict[int, int] = {}
    for _, _, i, j in likely:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _ratio(one: list[str], other: list[str]) -> float:
    # The ratio depends on which comes first; a fixed order makes it the same backwards.
    first, second = sorted((one, other))
    matcher = SequenceMatcher(None, first, second)
    quick = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    return matcher.ratio() if quick >= ALIKE else 0.0


def by_shape(at: At, old: Any, new: Any) -> Iterator[Change]:
    """A field by its shape: a list by its elements, a part that reads alike by its fields."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        return _SEVERAL(at, old, new)
    if isinstance(new, Model) and type(old) is type(new) and words(old) == words(new):
        return parts(at, old, new, by_shape)
    return iter(())


def folded(text: str | None) -> str:
    """A name as a key: no tones, no case, no odd blanks (*không phân biệt dấu, chữ hoa*)."""
    return texts.fold(texts.squash(text or ""))


def _naming(element: Any) -> Hashable:
    """What names an element of any list: the identity of a document, or its main field."""
    if isinstance(element, DocumentRef):
        return element.identity
    if isinstance(element, Shorthand):
        return _naming(getattr(element, element.main))
    return folded(element) if isinstance(element, str) else None


def title(element: Any) -> str:
    """What a person calls an element; empty where it has no name of its own."""
    return words(element) if isinstance(element, (Shorthand, DocumentRef)) else ""


_SEVERAL: Final = Several(keys=(_naming,), rest=by_shape, place=title)
