"""No new burden (*không làm phát sinh gánh nặng thủ tục*): what grew and what shrank.

The changes come from :mod:`proccat.diff`; here they are only weighed, by one table. What cannot be
told from the two texts is said to be unclear, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import zip_longest
from types import MappingProxyType
from typing import Final, Literal

import attrs

from proccat.diff import Change, ChangeKind, diff
from proccat.diff.change import words
from proccat.documents import Level, Procedure, Stated, values
from proccat.documents.case import Case
from proccat.documents.manner import TimeLimit, TimeUnit
from proccat.reports.power import Ground, grounds

Direction = Literal["grew", "shrank", "unclear"]

TOPICS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({
    "cases": ("Trường hợp", "Cases"),
    "components": ("Thành phần hồ sơ", "Dossier components"),
    "originals": ("Số lượng bản chính", "Originals"),
    "copies": ("Số lượng bản sao", "Copies"),
    "forms": ("Mẫu đơn, tờ khai", "Forms"),
    "sets": ("Số lượng bộ hồ sơ", "Sets of the dossier"),
    "steps": ("Trình tự thực hiện", "Steps"),
    "time": ("Thời hạn giải quyết", "Time limit"),
    "fees": ("Phí, lệ phí", "Fees and charges"),
    "requirements": ("Yêu cầu, điều kiện", "Requirements and conditions"),
    "channels": ("Cách thức thực hiện", "Manners of performance"),
    "online": ("Mức độ cung cấp dịch vụ công trực tuyến", "Online level"),
    "level": ("Cấp thực hiện", "Level of handling"),
})  # fmt: skip
"""What burden is weighed by, in Vietnamese and in English."""

_K = ChangeKind
WEIGHED: Final[Mapping[ChangeKind, tuple[str, Direction]]] = MappingProxyType({
    _K.CASE_ADDED: ("cases", "unclear"),  # a further case may be an easier way
    _K.CASE_REMOVED: ("cases", "unclear"),
    _K.COMPONENT_ADDED: ("components", "grew"),
    _K.COMPONENT_CUT: ("components", "shrank"),
    _K.COMPONENT_CHANGED: ("components", "unclear"),
    _K.COMPONENT_REQUIRED: ("components", "grew"),
    _K.COMPONENT_OPTIONAL: ("components", "shrank"),
    _K.COPIES_RAISED: ("copies", "grew"),
    _K.COPIES_CUT: ("copies", "shrank"),
    _K.FORM_ADDED: ("forms", "grew"),
    _K.FORM_CUT: ("forms", "shrank"),
    _K.FORM_CHANGED: ("forms", "unclear"),
    _K.SETS_RAISED: ("sets", "grew"),
    _K.SETS_CUT: ("sets", "shrank"),
    _K.STEP_ADDED: ("steps", "grew"),
    _K.STEP_CUT: ("steps", "shrank"),
    _K.STEP_CHANGED: ("steps", "unclear"),
    _K.TIME_LENGTHENED: ("time", "grew"),
    _K.TIME_SHORTENED: ("time", "shrank"),
    _K.TIME_UNIT_CHANGED: ("time", "unclear"),  # weighed in days, see calendar_days
    _K.TIME_CHANGED: ("time", "unclear"),
    _K.FEE_RAISED: ("fees", "grew"),
    _K.FEE_LOWERED: ("fees", "shrank"),
    _K.FEE_CHANGED: ("fees", "unclear"),
    _K.FEE_ADDED: ("fees", "grew"),
    _K.FEE_ABOLISHED: ("fees", "shrank"),
    _K.FEE_INTRODUCED: ("fees", "grew"),
    _K.FEE_EXEMPTED: ("fees", "shrank"),
    _K.REQUIREMENT_ADDED: ("requirements", "grew"),
    _K.REQUIREMENT_CUT: ("requirements", "shrank"),
    _K.REQUIREMENT_REWORDED: ("requirements", "unclear"),
    _K.CHANNEL_ADDED: ("channels", "shrank"),
    _K.CHANNEL_REMOVED: ("channels", "grew"),
    _K.MANNER_ADDED: ("channels", "unclear"),
    _K.MANNER_REMOVED: ("channels", "unclear"),
    _K.ONLINE_LOWERED: ("online", "grew"),
    _K.ONLINE_RAISED: ("online", "shrank"),
})  # fmt: skip
"""How each kind of change bears on those who perform the procedure; others do not."""

_FIELDS: Final = {
    "cases": "cases", "components": "components", "originals": "originals", "copies": "copies",
    "required": "components", "forms": "forms", "sets": "sets", "steps": "steps",
    "limit": "time", "fees": "fees", "requirements": "requirements", "manners": "channels",
    "online": "online",
}  # fmt: skip
_VAGUE: Final = (_K.BECAME_KNOWN, _K.BECAME_UNKNOWN, _K.CHANGED)
_NAMED_APART: Final = re.compile(r"\.(code|name|url|note|text)$")

DAYS: Final[Mapping[TimeUnit, Fraction]] = MappingProxyType({
    TimeUnit.HOUR: Fraction(1, 24),
    TimeUnit.WORKING_HOUR: Fraction(7, 5) / 8,
    TimeUnit.DAY: Fraction(1),
    TimeUnit.WORKING_DAY: Fraction(7, 5),
    TimeUnit.MONTH: Fraction(30),
    TimeUnit.YEAR: Fraction(365),
})  # fmt: skip
"""How many calendar days a unit of time is reckoned as where two units must be compared."""

NEAREST: Final = (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE, Level.MINISTRY)
"""The levels of handling, that nearest to citizens first; other agencies have no place in it."""


@attrs.frozen
class Finding:
    """One thing that grew or shrank (*nội dung tăng, giảm gánh nặng*).

    Attributes:
        topic: a key of :data:`TOPICS`.
        path: where, in the later text; of what is gone, in the earlier one.
        before: what stood, a value of the document; None if there was none or it was unknown.
        after: what stands now, likewise.
        direction: ``"grew"``, ``"shrank"``, or ``"unclear"`` where the texts do not tell.
        place: which case or channel, in words.
        vi: the finding in Vietnamese.
        en: the finding in English; what is quoted stays in its language.
    """

    topic: str
    path: str
    before: object
    after: object
    direction: Direction
    place: str
    vi: str
    en: str


@attrs.frozen
class Burden:
    """What an edition does to the burden of a procedure (*đánh giá gánh nặng thủ tục*).

    Attributes:
        subject: ``kind:key`` of the procedure.
        new: whether there was no text before, so that everything is new.
        findings: what grew, shrank or cannot be told.
        grounds: who may prescribe it, and whether it was assessed.
    """

    subject: str
    new: bool
    findings: tuple[Finding, ...]
    grounds: tuple[Ground, ...]

    @property
    def grew(self) -> tuple[Finding, ...]:
        """What grew."""
        return self._of("grew")

    @property
    def shrank(self) -> tuple[Finding, ...]:
        """What shrank."""
        return self._of("shrank")

    @property
    def unclear(self) -> tuple[Finding, ...]:
        """What changed in a way that the texts alone do not tell."""
        return self._of("unclear")

    def _of(self, direction: Direction) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.direction == direction)


def burden(old: Procedure | None, new: Procedure) -> Burden:
    """What grew and what shrank from one text to another (*so sánh gánh nặng thủ tục*).

    Args:
        old: the text before; None if there was none: then everything in the new one grew.
        new: the text after.

    Returns:
        The findings in the order of the text, those of lists of papers, steps, fees and
        requirements behind the others; and on what ground the new text stands.
    """
    found = _everything(new) if old is None else _weighed(old, new)
    return Burden(new.subject, old is None, tuple(found), grounds(new))


def _weighed(old: Procedure, new: Procedure) -> Iterator[Finding]:
    for change in _replacements(diff(old, new)):
        if isinstance(old.cases, Stated) and isinstance(change.after, Case):
            yield from _case(change.after, change.path)
        elif isinstance(new.cases, Stated) and isinstance(change.before, Case):
            yield from map(_gone, _case(change.before, change.path))
        elif change.kind is _K.TIME_UNIT_CHANGED:
            yield _time(change)
        elif change.kind in WEIGHED:
            topic, direction = WEIGHED[change.kind]
            if change.kind is _K.COMPONENT_CHANGED and _NAMED_APART.search(change.path):
                continue
            if topic == "copies" and change.path.endswith(".originals"):
                topic = "originals"
            if change.before is not None and change.after is not None and _is_swap(change.kind):
                direction = "unclear"
            yield _finding(topic, direction, change)
        elif change.kind in _VAGUE and (vague := _topic(change)):
            yield _finding(vague, "unclear", change)
    yield from _level(old, new)


_SWAPPED: Final = {
    _K.COMPONENT_CUT: _K.COMPONENT_ADDED, _K.STEP_CUT: _K.STEP_ADDED, _K.FORM_CUT: _K.FORM_ADDED,
    _K.REQUIREMENT_CUT: _K.REQUIREMENT_ADDED, _K.FEE_ABOLISHED: _K.FEE_ADDED,
}  # fmt: skip


def _is_swap(kind: ChangeKind) -> bool:
    return kind in _SWAPPED.values()


def _replacements(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes, with one that is gone and one that came in the same list made into one.

    A renamed paper is cut and added for the comparison; that is no second paper.
    """
    lists: dict[tuple[str, ChangeKind], tuple[list[Change], list[Change]]] = {}
    for change in changes:
        added = _SWAPPED.get(change.kind, change.kind)
        if added not in _SWAPPED.values():
            yield change
            continue
        key = (change.path.rpartition("[")[0], added)
        lists.setdefault(key, ([], []))[change.kind is added].append(change)
    for gone, came in lists.values():
        for before, after in zip_longest(gone, came):
            if before is not None and after is not None:
                yield attrs.evolve(after, before=before.before)
            else:
                yield before or after


def _topic(change: Change) -> str | None:
    """What a change from or to the unknown bears on; None where on nothing that is weighed."""
    if isinstance(change.before, Stated) and isinstance(change.after, Stated):
        return None
    return _FIELDS.get(re.sub(r"\[\d+\]$", "", change.path).rpartition(".")[2])


def _finding(topic: str, direction: Direction, change: Change, note: str = "") -> Finding:
    english = TOPICS[topic][1]
    said = f"{words(change.before)} → {words(change.after)}"
    if change.before is None or change.after is None:
        said = words(change.after if change.before is None else change.before)
    at = f" ({change.place})" if change.place else ""
    return Finding(
        topic, change.path, change.before, change.after, direction, change.place,
        change.text() + note, f"{english} {direction}{at}: {said}{note}",
    )  # fmt: skip


def _time(change: Change) -> Finding:
    """Limits in two units, weighed in calendar days, and said so."""
    before, after = (calendar_days(limit) for limit in (change.before, change.after))
    if before is None or after is None:
        return _finding("time", "unclear", change)
    direction: Direction = "unclear"
    if before != after:
        direction = "grew" if after > before else "shrank"
    return _finding("time", direction, change, f" (≈ {_days(before)} → ≈ {_days(after)} ngày lịch)")


def calendar_days(limit: object) -> Fraction | None:
    """A time limit in calendar days (*quy đổi ra ngày lịch*), by :data:`DAYS`; None of words."""
    if not isinstance(limit, TimeLimit) or limit.quantity is None or limit.unit is None:
        return None
    return days_of(limit.quantity, limit.unit)


@lru_cache(maxsize=4096)  # most limits are one of a few
def days_of(quantity: Decimal, unit: str) -> Fraction:
    """A quantity of a unit of time in calendar days, by :data:`DAYS`."""
    return Fraction(quantity) * DAYS[TimeUnit(unit)]


def _days(days: Fraction) -> str:
    tenths = round(days * 10)
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10},{tenths % 10}"


def _level(old: Procedure, new: Procedure) -> Iterator[Finding]:
    """Whether the level nearest to citizens at which it is handled moved."""
    near = [
        next((place for place, level in enumerate(NEAREST) if level in (text.levels or ())), None)
        for text in (old, new)
    ]
    before, after = near
    if before is None or after is None or before == after:
        return
    change = Change(_K.CHANGED, "$.levels", NEAREST[before], NEAREST[after], TOPICS["level"][0])
    yield _finding("level", "grew" if after > before else "shrank", change)


def _everything(new: Procedure) -> Iterator[Finding]:
    """All that a text asks for where there was none before."""
    for place, case in enumerate(values(new.cases)):
        yield from _case(case, f"$.cases[{place}]")
    for place, manner in enumerate(values(new.manners)):
        at = ", ".join(words(each) for each in (manner.channel, manner.level, manner.case) if each)
        if isinstance(manner.limit, TimeLimit):
            yield _new("time", f"$.manners[{place}].limit", manner.limit, at)
        for number, fee in enumerate(values(manner.fees)):
            if fee.amount != 0:
                yield _new("fees", f"$.manners[{place}].fees[{number}]", fee, at)
    for place, requirement in enumerate(values(new.requirements)):
        yield _new("requirements", f"$.requirements[{place}]", requirement)


def _case(case: Case, path: str) -> Iterator[Finding]:
    at = words(case.name) if case.name else ""
    for place, step in enumerate(values(case.steps)):
        yield _new("steps", f"{path}.steps[{place}]", step, at)
    for place, component in enumerate(values(case.components)):
        yield _new("components", f"{path}.components[{place}]", component, at)
    if case.sets is not None and case.sets > 1:
        yield _new("sets", f"{path}.sets", case.sets, at)


def _gone(found: Finding) -> Finding:
    """That something shrank, from the finding that it would have grown."""
    change = Change(_K.REMOVED, found.path, found.after, None, TOPICS[found.topic][0], found.place)
    return _finding(found.topic, "shrank", change)


def _new(topic: str, path: str, value: object, place: str = "") -> Finding:
    change = Change(_K.ADDED, path, None, value, TOPICS[topic][0], place)
    return _finding(topic, "grew", change)
