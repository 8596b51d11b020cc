"""Restoring a log (*khôi phục nhật ký*) into an empty catalogue, verbatim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

from proccat.drafting import transition_error
from proccat.errors import InvalidDocumentError, LoadError, Problem
from proccat.facts import FORMAT, AnyFact, Recorded, document_of, format_of, from_row, instant
from proccat.lawful import refusal
from proccat.lifecycle import LIFECYCLES, SubjectKind
from proccat.loading import LoadReport
from proccat.readers.log import stored_facts
from proccat.replaying import rebuild
from proccat.standing import Fold
from proccat.storage.sqlite import SqliteStore


def restore(
    store: SqliteStore, path: Path, progress: Callable[[int], None] | None = None
) -> LoadReport:
    """Write the facts of a log into an empty store; the same log again changes nothing.

    Raises:
        LoadError: the store holds other facts, or the log is not as it was written.
    """
    with store.transaction():
        count = store.log.head().seq
        if count:
            if count != _same(store, path):
                raise LoadError(
                    f"{path}: a log is restored into an empty catalogue only, this one holds "
                    f"{count} facts; load a .jsonl export instead"
                )
            return LoadReport(0, count, (), {})
        store.log.restore(_possible(path, progress))
        rebuild(store)
        _refuse_unlawful(store, path)
        count = store.log.head().seq
    return LoadReport(count, 0, (), {"fact": count})


def _same(store: SqliteStore, path: Path) -> int:
    """How many facts of a log stand in the store just so, from the first on; 0 if any differs."""
    same = 0
    for given, stored in zip_longest(stored_facts(path), store.log.rows()):
        if given != stored:
            return 0
        same += 1
    return same


def _possible(path: Path, progress: Callable[[int], None] | None) -> Iterator[tuple[Any, ...]]:
    """The facts of a log, each checked for what could never have been recorded.

    The hashes prove that nothing was changed since it was written, not that who wrote it was
    right.
    """
    subjects: list[tuple[str, str]] = []  # (subject, kind) of each fact so far
    versions: Counter[str] = Counter()
    voids: dict[int, AnyFact] = {}  # by fact, its last void
    last = ""
    for stored in stored_facts(path):
        fact = from_row(stored)
        versions[fact.subject] += 1
        fault = _fault(fact, versions[fact.subject], last, subjects, voids)
        if fault:
            where = f"{path.name}: fact {fact.seq}"
            raise LoadError(f"{where}: {fault}", [Problem(where, "", fault)])
        subjects.append((fact.subject, fact.kind))
        last = fact.recorded_at
        if progress is not None:
            progress(fact.seq)
        yield stored


def _fault(
    fact: AnyFact,
    version: int,
    last: str,
    subjects: Sequence[tuple[str, str]],
    voids: dict[int, AnyFact],
) -> str | None:
    newest = format_of(fact.voids, fact.supersedes)
    if fact.format > newest:
        return f"has format {fact.format}, this proccat reads up to {newest}: upgrade proccat"
    if fact.version != version:
        return f"has version {fact.version} where {version} belongs"
    if not _is_instant(fact.recorded_at) or fact.recorded_at < last:
        return f"recorded_at {fact.recorded_at!r} is no instant behind the one before"
    if fact.until is not None and fact.effective is not None and fact.until < fact.effective:
        return f"ends on {fact.until}, before its first day"
    named = (
        (fact.voids, ("recorded", "status")),
        (fact.corrects, ("recorded",)),
        (fact.supersedes, ("recorded",) if fact.voids is None else ("voided",)),
    )
    for seq, kinds in named:
        if seq is None:
            continue
        known = subjects[seq - 1] if 0 < seq <= len(subjects) else None
        if known is None or known[0] != fact.subject or known[1] not in kinds:
            return f"names fact {seq}, which cannot be meant"
    if fact.voids is not None:
        before = voids.get(fact.voids)
        if before is None and fact.supersedes is not None:
            return f"erases fact {fact.voids}, which was not taken back"
        if before is not None and not _is_erasure(fact, before):
            return f"takes back fact {fact.voids} a second time"
        voids[fact.voids] = fact
    if isinstance(fact, Recorded) and fact.body is not None:
        return _text_fault(fact)
    if fact.to is not None:
        lifecycle = LIFECYCLES.get(fact.subject.partition(":")[0])
        if lifecycle is None or fact.to not in lifecycle.statuses:
            return f"{fact.to!r} is no status of {fact.subject}"
    return None


def _is_erasure(fact: AnyFact, void: AnyFact) -> bool:
    """Whether a fact erases what a void from the start took back; only one may."""
    whole = fact.effective is None and void.effective is None
    return whole and void.supersedes is None and fact.supersedes == void.seq


def _text_fault(fact: Recorded) -> str | None:
    try:
        document = document_of(fact.body or "")
    except InvalidDocumentError as error:
        return str(error)
    kind = fact.subject.partition(":")[0]
    if document.subject != fact.subject and not fact.subject.startswith(f"{document.kind}:draft:"):
        return f"holds a text of {document.subject}, not of this {kind}"
    if fact.format == FORMAT and document.digest() != fact.digest:
        return "the digest is not that of its document"
    return None


def _is_instant(written: str) -> bool:
    try:
        return instant(datetime.fromisoformat(written)) == written
    except ValueError:
        return False


def _refuse_unlawful(store: SqliteStore, path: Path) -> None:
    for kind, lifecycle in LIFECYCLES.items():
        for subject in store.projections.subjects(kind, store.log.head().seq):
            item = store.projections.item(subject) if kind == "item" else None
            of_item = SubjectKind(item.subject_kind) if item else None
            found = refusal(Fold(store.log.lines(subject)), lifecycle, of_item)
            if found is not None:
                error = transition_error(subject, found, found.seq)
                raise LoadError(f"{path.name}: fact {found.seq}: {error}")
