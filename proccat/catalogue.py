"""The catalogue (*danh mục thủ tục hành chính*): the live view, and everything that writes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from types import TracebackType
from typing import Self

from proccat.arguments import Day, as_day, as_instant
from proccat.errors import InvalidDocumentError, StorageError
from proccat.facts import instant
from proccat.held import is_held
from proccat.ledger import Ledger
from proccat.loading import Load, LoadReport, files_in
from proccat.policy import Act, Actor, Policy, allowed, policy_of
from proccat.readers import choose
from proccat.readers.log import LogReader
from proccat.replaying import bring_up_to_date, rebuild
from proccat.restoring import restore
from proccat.search.synonyms import shipped
from proccat.snapshot import Snapshot
from proccat.storage.log import Head
from proccat.storage.sqlite import SqliteStore
from proccat.terms import Request
from proccat.verifying import VerifyReport, verify
from proccat.writers.base import atomic

VIET_NAM = timezone(timedelta(hours=7))
"""The time of Viet Nam, which knows no summer time."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _digest(path: Path) -> str:
    if is_held(path):  # nor will it be read
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Catalogue(Ledger):
    """A catalogue of administrative procedures (*danh mục thủ tục hành chính*) in one file.

    It reads as a :class:`Snapshot` that floats with today, and writes. It belongs to one thread;
    opening is cheap.
    """

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        clock: Callable[[], datetime] = _utc_now,
        tz: tzinfo = VIET_NAM,
        policy: Policy | str | None = None,
        read_only: bool = False,
        synonyms: str | os.PathLike[str] | None = None,
    ) -> Self:
        """Open a catalogue file, or create it.

        Args:
            path: the file; ``":memory:"`` for one that lives as long as the object.
            clock: gives the present instant, with its zone.
            tz: the zone in which a day begins and ends.
            policy: who may do what, or its name (``"office"``); by default whoever is named.
            read_only: never write; the file must exist.
            synonyms: a file of everyday words, added to those that searches know: a phrase, a tab
                and the official words on each line.

        Raises:
            CatalogueFormatError: the file is no catalogue, newer or damaged; it is left as it was.
            StorageError: it cannot be opened or created.
            LoadError: the synonyms cannot be read.
        """
        known = None if synonyms is None else shipped().with_file(synonyms)
        deciding = policy_of(policy)
        store = SqliteStore(path, read_only=read_only)
        bring_up_to_date(store)
        if read_only:
            store.seal()
        return cls(store, clock, tz, deciding, known)

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

    def at(self, effective: Day = None, *, known_at: datetime | str | None = None) -> Snapshot:
        """A read-only view, pinned: what was in force on a day, as known at an instant.

        Args:
            effective: the day in law; today if absent.
            known_at: the instant, with its zone, or its ISO text; inclusive; now if absent.

        Raises:
            InvalidDocumentError: a naive or future instant, or inside an open transaction.
        """
        self._refuse_open("at")
        head = self._store.log.head()
        seq = head.seq
        if known_at is not None:
            moment = as_instant(known_at, "known_at")
            if moment > self._clock() and instant(moment) > head.recorded_at:
                raise InvalidDocumentError(f"known_at: {moment.isoformat()} is in the future")
            seq = self._store.log.seq_known_at(instant(moment))
        day = as_day(effective, "effective") or self.effective
        return Snapshot(self._store, day, seq, self._finder)

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

        Loading the same again records nothing, save status lines that were refused and are lawful
        behind what the file recorded. A log is restored, into an empty catalogue only.

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
        acting = Actor.of(actor)
        if len(paths) == 1 and isinstance(choose(paths[0], format), LogReader):
            return self._restore(paths[0], acting, progress)
        digests = [_digest(path) for path in paths] if request_id else []
        request = Request.of(request_id, "load", digests, acting.id, on, format, strict)
        with self._writing() as recording:
            if recording.answered(request):
                return LoadReport(0, 0, (), {})
            day_of_act = as_day(on, "on") or recording.today
            with recording.undoable():
                load = Load(recording, acting, day_of_act, strict, request, progress)
                return load.run(paths, format)

    def _restore(
        self, path: Path, actor: Actor, progress: Callable[[int], None] | None
    ) -> LoadReport:
        self._refuse_open("load")
        allowed(self._policy, actor, Act("restored", f"log:{path.name}"))
        return restore(self._store, path, progress)

    def head(self) -> Head:
        """Where the log ends: an anchor to keep elsewhere and to give to :meth:`verify`."""
        return self._store.log.head()

    def verify(self, anchor: Head | str | None = None, *, deep: bool = True) -> VerifyReport:
        """Prove the file (*kiểm tra toàn vẹn*): every link of the chain, every projection.

        Args:
            anchor: a head kept elsewhere; shows whether the log was cut behind it.
            deep: compare the search index with the documents and SQLite's own indexes, too.
        """
        self._refuse_open("verify")
        return verify(self._store, anchor, deep=deep)

    def rebuild(self) -> None:
        """Write projections and index again from the log alone."""
        self._refuse_open("rebuild")
        with self._store.transaction():
            rebuild(self._store)
        self._finder.forget()

    def backup(self, path: str | os.PathLike[str]) -> None:
        """Copy the file, consistent and whole, to a place where nothing stands yet.

        Raises:
            StorageError: something stands there, or it cannot be written.
        """
        self._refuse_open("backup")
        target = Path(path)
        if target.exists():
            raise StorageError(f"{target}: exists; a backup replaces nothing")
        with atomic(target) as temporary:
            self._store.backup(temporary)
