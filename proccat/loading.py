"""Loading files (*nạp dữ liệu*): every good record in one transaction, every fault reported.

Documents are recorded as they are read; status lines come last, in the order of their acts, all
those of one subject together, so that a lawful sequence is never refused for its order in a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

import attrs

from proccat import readers
from proccat.documents import KINDS, Document
from proccat.errors import REFUSALS, LoadError, Problem
from proccat.facts import StatusLine
from proccat.intake import Intake
from proccat.policy import Actor
from proccat.readers.base import Entry
from proccat.recording import Recording
from proccat.terms import Request, Terms

APART = ".apart"
"""A hidden file of this name sets a folder apart from those around it (*để riêng*)."""

_AHEAD = 16  # so few that a collector of garbage hardly meets them


@attrs.frozen
class LoadReport:
    """What a load did (*kết quả nạp*).

    Attributes:
        recorded: how many records are new: documents and status lines.
        unchanged: how many were known already.
        problems: what was wrong or odd, each with file, row and path.
        by_kind: what is new, by kind of record.
    """

    recorded: int
    unchanged: int
    problems: tuple[Problem, ...]
    by_kind: Mapping[str, int]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems for which a record was left out."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


@attrs.define
class Load:
    """One load in progress.

    Args:
        recording: the transaction.
        actor: who loads.
        on: the day for records that have none of their own.
        strict: stop at the first error, recording nothing.
        request: the request it answers.
        progress: called with the number of records done so far.
    """

    recording: Recording
    actor: Actor
    on: date
    strict: bool = False
    request: Request | None = None
    progress: Callable[[int], None] | None = None
    _tolerant: bool = attrs.field(default=False, init=False)  # go on behind an unreadable file
    _intake: Intake = attrs.field(init=False)
    _new: Counter[str] = attrs.field(factory=Counter, init=False)
    _unchanged: int = attrs.field(default=0, init=False)
    _done: int = attrs.field(default=0, init=False)
    _problems: list[Problem] = attrs.field(factory=list, init=False)

    def __attrs_post_init__(self) -> None:
        self._intake = Intake(self.recording)

    def run(self, paths: Sequence[Path], format: str | None) -> LoadReport:
        """Load files, documents before the statuses that speak of them.

        Of several files the documents are taken kind by kind, each file read again only for the
        kinds it holds; of one file they are taken as they come.
        """
        self._tolerant = len(paths) > 1
        statuses: list[tuple[str, StatusLine]] = []
        holding: dict[str, list[Path]] = {kind: [] for kind in KINDS}
        for path in paths:
            kinds: set[str] = set()
            entries = self._entries(path, format)
            for entry in entries if self._tolerant else self._foreseen(entries):
                if isinstance(entry, Problem):
                    self._report(entry)
                elif isinstance(entry.content, StatusLine):
                    statuses.append((entry.where, entry.content))
                elif not self._tolerant:
                    self._document(entry, entry.content)
                else:
                    kinds.add(entry.content.kind)
            for kind in kinds:
                holding[kind].append(path)
        for kind, files in holding.items():
            for path in files:
                of_kind = (
                    entry
                    for entry in self._entries(path, format)
                    if isinstance(entry, Entry) and entry.content.kind == kind
                )
                for entry in self._foreseen(of_kind):
                    if isinstance(entry, Entry) and not isinstance(entry.content, StatusLine):
                        self._document(entry, entry.content)
        self._statuses(statuses)
        return LoadReport(
            recorded=self._new.total(),
            unchanged=self._unchanged,
            problems=tuple(self._problems),
            by_kind={kind: self._new[kind] for kind in (*KINDS, "status") if self._new[kind]},
        )

    def _entries(self, path: Path, format: str | None) -> Iterator[Entry | Problem]:
        try:
            yield from readers.choose(path, format).read(path)
        except LoadError as error:
            if not self._tolerant:
                raise
            yield Problem(path.name, "", str(error))

    def _foreseen(self, entries: Iterator[Entry | Problem]) -> Iterator[Entry | Problem]:
        """The same entries, read a few ahead: what they ask of the store is asked once."""
        while ahead := list(islice(entries, _AHEAD)):
            found = [each.content for each in ahead if isinstance(each, Entry)]
            self.recording.foresee([each for each in found if not isinstance(each, StatusLine)])
            yield from ahead

    def _document(self, entry: Entry, document: Document) -> None:
        terms = Terms(
            actor=self.actor,
            on=entry.on or self._own_day(document) or self.on,
            effective=entry.effective,
            until=entry.until,
            basis=entry.basis,
            request=self.request,
        )
        try:
            new = self._intake.record_changed(
                document,
                terms,
                supersedes=entry.supersedes,
                subject=entry.subject,
                partial=entry.partial,
            )
        except REFUSALS as error:
            self._report(Problem(entry.where, "", str(error)))
            return
        self._count(document.kind, new=new)
        self._warn(entry.where, entry.warnings)

    def _own_day(self, document: Document) -> date | None:
        """The day a document says of itself, if it has come; what begins later is of today."""
        own = document.own_date
        return own if own is not None and own <= self.recording.today else None

    def _statuses(self, lines: Sequence[tuple[str, StatusLine]]) -> None:
        by_subject: dict[str, list[tuple[str, StatusLine]]] = {}
        for where, line in sorted(lines, key=lambda pair: pair[1].on):
            subject = self.recording.named(line.subject)
            by_subject.setdefault(subject, []).append((where, line))
        for subject, group in by_subject.items():
            self._status_group(subject, group)
            self.recording.settle_many()

    def _status_group(self, subject: str, group: Sequence[tuple[str, StatusLine]]) -> None:
        lines = [(line, self._terms_of(line)) for _, line in group]
        for (where, _), outcome in zip(
            group, self._intake.take_statuses(subject, lines), strict=True
        ):
            if isinstance(outcome, str):
                self._report(Problem(where, "", outcome))
            else:
                self._count("status", new=outcome is not None)
                self._warn(where, outcome or ())

    def _terms_of(self, line: StatusLine) -> Terms:
        return Terms(
            actor=self.actor,
            on=line.on,
            effective=line.effective,
            until=line.until,
            basis=line.basis or (),
            note=line.note,
            request=self.request,
        )

    def _count(self, kind: str, *, new: bool) -> None:
        if new:
            self._new[kind] += 1
        else:
            self._unchanged += 1
        self._done += 1
        if self.progress is not None:
            self.progress(self._done)

    def _warn(self, where: str, warnings: Sequence[Problem]) -> None:
        odd = (*warnings, *self.recording.take_warnings())
        self._problems += [attrs.evolve(problem, where=problem.where or where) for problem in odd]

    def _report(self, problem: Problem) -> None:
        self._problems.append(problem)
        if self.strict and problem.severity == "error":
            raise LoadError(f"nothing was loaded: {problem}", self._problems)


def _is_data(path: Path) -> bool:
    """Whether a file may be data: no description, no catalogue or what lies beside one."""
    suffix = path.suffix.lower()
    return suffix not in (".md", ".db", "") and not suffix.endswith(("-journal", "-wal", "-shm"))


def files_in(source: Path) -> tuple[Path, ...]:
    """The files to load: the one named, or those of a folder and its folders, in order of names.

    Hidden files, descriptions (``README``, ``.md``) and catalogues (``.db``) are no data. A folder
    that holds a hidden file ``.apart`` is loaded only when it is named itself.

    Raises:
        LoadError: there is no such file, or the folder holds none.
    """
    if source.is_file():
        return (source,)
    if not source.is_dir():
        raise LoadError(f"{source}: there is no such file or folder")
    apart = {mark.parent for mark in source.rglob(APART)} - {source}
    found = tuple(
        path
        for path in sorted(source.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(source).parts)
        and apart.isdisjoint(path.parents)
        and _is_data(path)
    )
    if not found:
        raise LoadError(f"{source}: the folder holds no files to load")
    return found
