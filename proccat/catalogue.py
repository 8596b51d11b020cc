"""The catalogue (*danh mục thủ tục hành chính*): the live view, and everything that writes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from types import TracebackType
from typing import Self

import attrs

from proccat.arguments import Basis, Day, as_day, payload, references
from proccat.documents import Document
from proccat.drafting import Request, Terms
from proccat.errors import CatalogueFormatError, InvalidDocumentError, LoadError
from proccat.facts import StatusLine, digest_of, instant
from proccat.loading import Load, LoadReport, files_in
from proccat.policy import Actor, Policy
from proccat.projector import rebuild
from proccat.readers import choose
from proccat.readers.log import LogReader
from proccat.recording import Recording
from proccat.restoring import restore
from proccat.snapshot import Snapshot
from proccat.storage.log import Head
from proccat.storage.sqlite import SqliteStore
from proccat.verifying import VerifyReport, verify
from proccat.view import Standing

VIET_NAM = timezone(timedelta(hours=7))
"""The time of Viet Nam, which knows no summer time."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Catalogue(Snapshot):
    """A catalogue of administrative procedures (*danh mục thủ tục hành chính*) in one file.

    It reads as a :class:`Snapshot` that floats with today, and writes. It belongs to one thread;
    opening is cheap.
    """

    def __init__(
        self, store: SqliteStore, clock: Callable[[], datetime], tz: tzinfo, policy: Policy
    ) -> None:
        super().__init__(store, date.min, 0)
        self._clock = clock
        self._tz = tz
        self._policy = policy
        self._recording: Recording | None = None
        self._several = False  # whether the open transaction is the caller's

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        clock: Callable[[], datetime] = _utc_now,
        tz: tzinfo = VIET_NAM,
        policy: Policy | None = None,
        read_only: bool = False,
    ) -> Self:
        """Open a catalogue file, or create it.

        Args:
            path: the file; ``":memory:"`` for one that lives as long as the object.
            clock: gives the present instant, with its zone.
            tz: the zone in which a day begins and ends.
            policy: who may do what; by default whoever is named.
            read_only: never write; the file must exist.

        Raises:
            CatalogueFormatError: the file is no catalogue, newer or damaged; it is left as it was.
            StorageError: it cannot be opened or created.
        """
        store = SqliteStore(path, read_only=read_only)
        return cls(store, clock, tz, policy or Policy())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    @property
    def effective(self) -> date:
        """Today, by the clock and the zone."""
        return self._clock().astimezone(self._tz).date()

    @property
    def seq(self) -> int:
        """The last fact recorded, an open transaction's included."""
        if self._recording is not None:
            self._recording.settle()  # so that what was just written can be read
            return self._recording.seq
        return self._store.log.head().seq

    def at(self, effective: Day = None, *, known_at: datetime | None = None) -> Snapshot:
        """A read-only view, pinned: what was in force on a day, as known at an instant.

        Args:
            effective: the day in law; today if absent.
            known_at: the instant, with its zone, inclusive; now if absent.

        Raises:
            InvalidDocumentError: a naive or future instant, or inside an open transaction.
        """
        if self._recording is not None:
            raise InvalidDocumentError("at: a transaction is open; take snapshots when it is done")
        seq = self._store.log.head().seq
        if known_at is not None:
            if known_at.tzinfo is None:
                raise InvalidDocumentError(
                    "known_at: has no zone; write datetime(2024, 1, 9, tzinfo=…)"
                )
            if known_at > self._clock():
                raise InvalidDocumentError(f"known_at: {known_at.isoformat()} is in the future")
            seq = self._store.log.seq_known_at(instant(known_at))
        return Snapshot(self._store, as_day(effective, "effective") or self.effective, seq)

    # -- writing -----------------------------------------------------------------------------

    def load(
        self,
        source: str | os.PathLike[str],
        *,
        on: Day = None,
        actor: str | Actor = "import",
        format: str | None = None,
        strict: bool = False,
        request_id: str | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> LoadReport:
        """Load a file or a folder (*nạp dữ liệu*): the good records in one transaction.

        Loading the same again records nothing. A log is restored, into an empty catalogue only.

        Args:
            source: the file or folder.
            on: the day of the act for records that have none of their own; today if absent.
            actor: who loads.
            format: the name of a format, to skip the guessing.
            strict: record nothing if anything is wrong.
            request_id: makes a retry harmless.
            progress: called with the number of records done so far.

        Raises:
            LoadError: the file cannot be read, or ``strict`` and something is wrong.
        """
        paths = files_in(Path(source))
        if len(paths) == 1 and isinstance(choose(paths[0], format), LogReader):
            if self._recording is not None:
                raise LoadError(f"{source}: a log cannot be restored inside a transaction")
            return restore(self._store, paths[0])
        acting = Actor.of(actor)
        digests = [digest_of(path.read_bytes().hex()) for path in paths] if request_id else []
        request = Request.of(request_id, "load", digests)
        with self._writing() as recording:
            if recording.answered(request):
                return LoadReport(0, 0, (), {})
            day_of_act = as_day(on, "on") or self.effective
            load = Load(recording, acting, day_of_act, strict, request, progress)
            return load.run(paths, format)

    def record(
        self,
        document: Document,
        *,
        actor: str | Actor,
        on: Day = None,
        effective: Day = None,
        until: Day = None,
        basis: Basis = None,
        corrects: int | None = None,
        supersedes: int | None = None,
        note: str | None = None,
        expect: int | None = None,
        request_id: str | None = None,
    ) -> Standing:
        """Record a document (*ghi nhận*) as a new edition of its subject.

        Args:
            document: the text.
            actor: who records it.
            on: the day of the act; the document's own day, else today, if absent.
            effective: first day of effect; the day of the act if absent.
            until: last day of effect, for a sunset.
            basis: the documents it rests on.
            corrects: the seq of the text it corrects (*đính chính*), whose days it takes.
            supersedes: the seq of the sunset it ends.
            note: a note.
            expect: the version the subject must have.
            request_id: makes a retry harmless.

        Returns:
            Where the subject stands today, with ``pending`` and ``warnings``.

        Raises:
            InvalidDocumentError: an argument that cannot be, named.
            ConflictError: the subject has another version, or the code belongs to another.
        """
        terms = self._terms(actor, on or document.own_date, effective, until, basis, note, expect)
        asked = (document.subject, document.digest(), *payload(terms), corrects, supersedes)
        terms = attrs.evolve(terms, request=Request.of(request_id, "record", *asked))
        with self._writing() as recording:
            subject = recording.subject_of(document)
            if not recording.answered(terms.request):
                recording.record(document, terms, corrects=corrects, supersedes=supersedes)
            return self._standing_after(recording, subject)

    def change_status(
        self,
        name: str,
        to: str,
        *,
        actor: str | Actor,
        on: Day = None,
        programme: str | None = None,
        effective: Day = None,
        until: Day = None,
        basis: Basis = None,
        successors: tuple[str, ...] | list[str] = (),
        note: str | None = None,
        expect: int | None = None,
        request_id: str | None = None,
    ) -> Standing:
        """Change the status (*chuyển trạng thái*) of a procedure or of an item.

        Args:
            name: a procedure's code, or a subject such as ``"item:…"``.
            to: the status.
            actor: who.
            on: the day of the act; today if absent.
            programme: change the item of that programme about this procedure instead.
            effective: first day of effect, if not as the lifecycle gives it.
            until: last day of effect.
            basis: the documents it rests on, by number.
            successors: codes of what comes instead; required for ``"replaced"``.
            note: a note.
            expect: the version the subject must have.
            request_id: makes a retry harmless.

        Returns:
            Where the subject stands today, with ``pending`` and ``warnings``.

        Raises:
            TransitionError: the lifecycle does not allow it; the message says what it allows.
            UnknownProcedureError: or its kin.
            InvalidDocumentError: an argument that cannot be, named.
            ConflictError: the subject has another version.
        """
        terms = self._terms(actor, on, effective, until, basis, note, expect)
        with self._writing() as recording:
            subject = self._now.subject(name, programme=programme)
            asked = (subject, to, *payload(terms), tuple(successors))
            terms = attrs.evolve(terms, request=Request.of(request_id, "status", *asked))
            if not recording.answered(terms.request):
                recording.change(subject, str(to), terms, successors=tuple(successors))
            return self._standing_after(recording, subject)

    def void(
        self,
        seq: int,
        *,
        reason: str,
        actor: str | Actor,
        on: Day = None,
        basis: Basis = None,
        from_: Day = None,
        instead: Document | StatusLine | None = None,
        expect: int | None = None,
        request_id: str | None = None,
    ) -> Standing:
        """Take back one fact (*thu hồi, hủy bỏ*): it never stood, or not from a day on.

        Args:
            seq: the fact.
            reason: why.
            actor: who.
            on: the day of the act; today if absent.
            basis: the decision, of an annulment.
            from_: the first day it no longer stands, of an annulment; it never stood if absent.
            instead: what takes its place in the same breath: a document, with the days of what
                it replaces, or a status line with its own.
            expect: the version the subject must have.
            request_id: makes a retry harmless.

        Raises:
            InvalidDocumentError: there is no such fact, or it was taken back already.
            TransitionError: what remains would not be lawful.
        """
        terms = self._terms(actor, on, None, None, basis, reason, expect)
        since = as_day(from_, "from_")
        given = instead.model_dump_json() if instead is not None else None
        asked = (seq, *payload(terms), since, given)
        terms = attrs.evolve(terms, request=Request.of(request_id, "void", *asked))
        with self._writing() as recording:
            if recording.answered(terms.request):
                return self._standing_after(recording, self._now.fact(seq).subject)
            subject = recording.void(seq, terms, from_=since, instead=instead)
            return self._standing_after(recording, subject)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Any number of writes with one commit: all of them, or none.

        Raises:
            TransitionError: at the end, if what was written is not lawful together.
        """
        if self._recording is not None:
            raise InvalidDocumentError("transaction: one is open already")
        with self._writing():
            self._several = True
            yield

    @contextmanager
    def _writing(self) -> Iterator[Recording]:
        """The open transaction, or one of its own for a single write."""
        if self._recording is not None:
            yield self._recording
            return
        with self._store.transaction():
            self._recording = Recording(self._store, self._policy, self._clock(), self.effective)
            try:
                yield self._recording
                self._recording.finish()
            finally:
                self._recording, self._several = None, False

    def _standing_after(self, recording: Recording, subject: str) -> Standing:
        """Where a subject stands behind a write; inside a transaction it is checked at its end."""
        if not self._several:
            recording.check()
        warnings = recording.take_warnings()
        return attrs.evolve(self._now.standing(subject), warnings=warnings)

    def _terms(
        self,
        actor: str | Actor,
        on: Day,
        effective: Day,
        until: Day,
        basis: Basis,
        note: str | None,
        expect: int | None,
    ) -> Terms:
        return Terms(
            actor=Actor.of(actor),
            on=as_day(on, "on") or self.effective,
            effective=as_day(effective, "effective"),
            until=as_day(until, "until"),
            basis=references(basis),
            note=note,
            expect=expect,
        )

    # -- upkeep ------------------------------------------------------------------------------

    def head(self) -> Head:
        """Where the log ends: an anchor to keep elsewhere and to give to :meth:`verify`."""
        return self._store.log.head()

    def verify(self, anchor: Head | str | None = None, *, deep: bool = False) -> VerifyReport:
        """Prove the file (*kiểm tra toàn vẹn*): every link of the chain, every projection.

        Args:
            anchor: a head kept elsewhere; shows whether the log was cut behind it.
            deep: compare the search index with the documents, too.
        """
        return verify(self._store, anchor, deep=deep)

    def rebuild(self) -> None:
        """Write projections and index again from the log alone."""
        with self._store.transaction():
            rebuild(self._store)

    def backup(self, path: str | os.PathLike[str]) -> None:
        """Copy the file, consistent, to a place where nothing stands yet.

        Raises:
            CatalogueFormatError: something stands there.
        """
        target = Path(path)
        if target.exists():
            raise CatalogueFormatError(f"{target}: exists; a backup replaces nothing")
        self._store.backup(target)
