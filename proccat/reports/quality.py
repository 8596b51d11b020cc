"""The quality of the records (*chất lượng dữ liệu*): a list to fix, and a score by agency.

A score is the share of checks that were passed, of all that were made of an agency's records. A
check counts once for a record, however much it found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

import attrs

from proccat.diff.comparing import folded
from proccat.documents import Plan, Programme
from proccat.lean import LeanItem, LeanProcedure, Text
from proccat.lifecycle import Publication
from proccat.reports.agencies import Asked
from proccat.reports.counting import UNSAID, percentage
from proccat.reports.faults import CHECKS, Fault, Known
from proccat.view import View

_CODE: Final = re.compile(r"[1-6]\.\d{6}(\..+)?")  # what an item is about may be a mere name

TERMS: Final[Mapping[str, str]] = {
    **{key: term for key, (term, _) in CHECKS.items()},
    "references": "dẫn chiếu tới bản ghi không có",
    "duplicates": "trùng lặp",
}
"""All checks by their official terms."""

MADE: Final[Mapping[str, int]] = {"procedure": len(CHECKS) + 2, "item": 1}
"""How many checks are made of a record of each kind; of an abolished or replaced procedure one,
whether its successors are there."""

_GONE: Final = (Publication.ABOLISHED, Publication.REPLACED)


@attrs.frozen
class Issue:
    """Something to fix in a record (*nội dung cần sửa*).

    Attributes:
        subject: ``kind:key``.
        agency: whose record it is, as it says itself; ``"–"`` if it names nobody.
        check: a key of :data:`TERMS`.
        path: where in the record.
        what: what is wrong.
        mend: how to mend it.
    """

    subject: str
    agency: str
    check: str
    path: str
    what: str
    mend: str


@attrs.frozen
class AgencyScore:
    """How good the records of an agency are (*điểm chất lượng dữ liệu*).

    Attributes:
        agency: as its records name it.
        records: how many it has.
        faulty: how many of them have something to fix.
        checks: how many checks were made of them.
        failed: how many of these were not passed.
    """

    agency: str
    records: int
    faulty: int
    checks: int
    failed: int

    @property
    def score(self) -> Decimal | None:
        """Checks passed in per cent, two digits, half up."""
        return percentage(self.checks - self.failed, self.checks)


@attrs.frozen
class Quality:
    """The quality of a catalogue's records on a day (*chất lượng dữ liệu danh mục*).

    Attributes:
        effective: the day.
        issues: what to fix, by subject.
        scores: by agency.
        whole: all records together.
    """

    effective: date
    issues: tuple[Issue, ...]
    scores: tuple[AgencyScore, ...]
    whole: AgencyScore


def quality(view: View, *, agency: str | None = None) -> Quality:
    """What is to be fixed in procedures and items (*rà soát chất lượng dữ liệu*), at a date.

    Agencies and legal documents are looked up only where some are recorded.

    Args:
        view: the catalogue or a snapshot of it.
        agency: only records of this agency: as they name it, or an alias or code of it.

    Raises:
        UnknownAgencyError: no record and no register knows such an agency.
    """
    found = _Search(view)
    for each in view.texts(LeanProcedure):
        found.procedure(each)
    for item in view.texts(LeanItem):
        found.item(item.subject, item.text)
    found.settle()
    asked = Asked(view, agency)
    scores = [each for each in found.scores() if asked.holds(each.agency)]
    asked.confirm()
    issues = [each for each in found.issues if asked.holds(each.agency)]
    whole = AgencyScore(
        "",
        sum(each.records for each in scores),
        sum(each.faulty for each in scores),
        sum(each.checks for each in scores),
        sum(each.failed for each in scores),
    )
    ordered = sorted(issues, key=lambda each: (each.subject, each.check, each.path))
    return Quality(view.effective, tuple(ordered), tuple(scores), whole)


class _Search:
    """What was found so far; each record is read once."""

    def __init__(self, view: View) -> None:
        self.issues: list[Issue] = []
        self._known = Known(view)
        self._records: Counter[str] = Counter()
        self._made: Counter[str] = Counter()
        self._agency_of: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        self._instead = view.successors("procedure")
        self._codes = {*view.codes()}
        self._named: dict[tuple[str, str], list[str]] = {}
        self._copies: dict[tuple[str, str], list[str]] = {}
        self._references: list[tuple[str, str, str, str]] = []  # subject, agency, path, code
        self._programmes = {
            record.document.key
            for kind in ("programme", "plan")
            for record in view.records(kind)
            if isinstance(record.document, (Programme, Plan))
        }

    def procedure(self, found: Text[LeanProcedure]) -> None:
        """Check one procedure."""
        text = found.text
        subject = found.subject
        agency = text.announcing.name if text.announcing else UNSAID
        for code in self._instead.get(subject, ()):
            self._references.append((subject, agency, "status.successors", code))
        if found.status in _GONE:
            self._count(subject, agency, 1)
            return
        self._count(subject, agency, MADE["procedure"])
        for check, (_, look) in CHECKS.items():
            self._note(subject, agency, check, look(text, self._known))
        key = self._keys.get(agency)
        if key is None:
            key = self._keys[agency] = folded(agency)
        self._named.setdefault((folded(text.name), key), []).append(subject)
        if text.copy_of is not None:
            self._copies.setdefault((text.copy_of, key), []).append(subject)
            self._references.append((subject, agency, "$.copy_of", text.copy_of))
        for place, member in enumerate(text.members or ()):
            self._references.append((subject, agency, f"$.members[{place}]", member.code))

    def item(self, subject: str, item: LeanItem) -> None:
        """Check what an item points at."""
        agency = item.lead.name if item.lead else UNSAID
        self._count(subject, agency, MADE["item"])
        if item.programme not in self._programmes:
            fault = Fault("$.programme", f"{item.programme}: is not recorded", "record it")
            self._note(subject, agency, "references", [fault])
        elif item.plan is not None and f"{item.programme}/{item.plan}" not in self._programmes:
            fault = Fault("$.plan", f"{item.plan}: is not recorded", "record the plan")
            self._note(subject, agency, "references", [fault])
        if item.procedure is not None and _CODE.fullmatch(item.procedure):
            self._references.append((subject, agency, "$.about", item.procedure))

    def settle(self) -> None:
        """What only all records together tell."""
        for subject, agency, path, code in self._references:
            if code not in self._codes:
                fault = Fault(path, f"{code}: no such procedure", "record it or correct the code")
                self._note(subject, agency, "references", [fault])
        told: set[str] = set()
        for (code, _), subjects in self._copies.items():
            told |= self._duplicates(subjects, f"copies of {code} by the same agency")
        for subjects in self._named.values():
            rest = [subject for subject in subjects if subject not in told]
            self._duplicates(rest, "same name, same agency")

    def _duplicates(self, subjects: list[str], what: str) -> set[str]:
        if len(subjects) < 2:
            return set()
        for subject in subjects:
            others = [other.partition(":")[2] for other in subjects if other != subject]
            shown = ", ".join(others[:3]) + (" …" if others[3:] else "")
            self._note(
                subject, self._agency_of[subject], "duplicates",
                [Fault("$.name", f"{what}: {shown}", "keep one, or say what tells them apart")],
            )  # fmt: skip
        return set(subjects)

    def scores(self) -> Iterator[AgencyScore]:
        """The score of each agency, by name."""
        failed = {(issue.agency, issue.subject, issue.check) for issue in self.issues}
        lost = Counter(agency for agency, _, _ in failed)
        faulty = Counter(agency for agency, _ in {(a, subject) for a, subject, _ in failed})
        for agency, count in sorted(self._records.items()):
            yield AgencyScore(agency, count, faulty[agency], self._made[agency], lost[agency])

    def _count(self, subject: str, agency: str, checks: int) -> None:
        self._records[agency] += 1
        self._made[agency] += checks
        self._agency_of[subject] = agency

    def _note(self, subject: str, agency: str, check: str, faults: Iterable[Fault]) -> None:
        self.issues += [Issue(subject, agency, check, *fault) for fault in faults]
