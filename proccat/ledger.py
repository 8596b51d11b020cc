"""The ledger (*sổ ghi nhận*): the live view of a catalogue, and the acts that write facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, tzinfo
from types import NoneType

from proccat.arguments import Basis, Day, as_codes, as_day, as_name, as_number, payload, references
from proccat.bitemporal import OPEN_SEQ
from proccat.documents import Document
from proccat.errors import InvalidDocumentError
from proccat.facts import StatusLine
from proccat.policy import Actor, Policy
from proccat.reading import Reading
from proccat.recording import Recording
from proccat.search.find import Finder
from proccat.search.synonyms import Synonyms
from proccat.snapshot import Snapshot
from proccat.storage.sqlite import SqliteStore
from proccat.terms import Request, Terms
from proccat.view import Standing


class Ledger(Snapshot):
    """A view that floats with today and with what is recorded, and records.

    Args:
        store: where.
        clock: gives the present instant, with its zone.
        tz: the zone in which a day begins and ends.
        policy: who may do what.
        synonyms: everyday words and the official ones; those of the package if absent.
    """

    _floats = True

    def __init__(
        self,
        store: SqliteStore,
        clock: Callable[[], datetime],
        tz: tzinfo,
        policy: Policy,
        synonyms: Synonyms | None = None,
    ) -> None:
        super().__init__(store, date.min, 0, Finder(store, synonyms))
        self._clock = clock
        self._tz = tz
        self._policy = policy
        self._recording: Recording | None = None
        self._several = False  # whether the open transaction is the caller's

    @property
    def effective(self) -> date:
        """Today, by the clock and the zone; of an open transaction the day on which it began."""
        if self._recording is not None:
            return self._recording.today
        return self._clock().astimezone(self._tz).date()

    @property
    def seq(self) -> int:
        """The last fact recorded, an open transaction's included."""
        if self._recording is not None:
            self._recording.settle()  # so that what was just written can be read
            return self._recording.seq
        return self._store.log.last()

    @property
    def _latest(self) -> Reading:
        if self._recording is not None:
            self._recording.settle()
        return Reading(self._store, self.effective, OPEN_SEQ - 1)

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
        if not isinstance(document, Document):
            raise InvalidDocumentError(
                "document: is no document; make one, such as Procedure.parse({…})"
            )
        with self._writing() as recording:
            act = _past(document.own_date, recording.today) if on is None else on
            terms = self._terms(actor, act, effective, until, basis, note, expect)
            if request_id is not None:  # whoever gives none need not wait for a second digest
                what = (document.subject, document.digest())
                asked = (*what, on, *payload(terms), corrects, supersedes)
                terms = terms.answering(Request.of(request_id, "record", *asked))
            subject = recording.subject_of(document)
            if not recording.answered(terms.request):
                recording.record(
                    document,
                    terms,
                    corrects=as_number(corrects, "corrects"),
                    supersedes=as_number(supersedes, "supersedes"),
                )
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
        successors: str | Sequence[str] = (),
        note: str | None = None,
        expect: int | None = None,
        request_id: str | None = None,
    ) -> Standing:
        """Change the status (*chuyển trạng thái*) of a procedure or of an item.

        Args:
            name: a procedure's code, or a subject such as ``"item:…"``.
            to: the status, by its key or its official Vietnamese term.
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
        with self._writing() as recording:
            terms = self._terms(actor, on, effective, until, basis, note, expect)
            reading = Reading(self._store, recording.today, recording.seq)
            subject = reading.subject(as_name(name), programme=programme, known=recording.knows)
            named = as_codes(successors, "successors")
            asked = (subject, to, on, *payload(terms), named)
            terms = terms.answering(Request.of(request_id, "status", *asked))
            if not recording.answered(terms.request):
                recording.change(subject, str(to), terms, successors=named)
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
        if not isinstance(instead, (Document, StatusLine, NoneType)):
            raise InvalidDocumentError("instead: is neither a document nor a status line")
        since = as_day(from_, "from_")
        given = instead.model_dump_json() if instead is not None else None
        with self._writing() as recording:
            terms = self._terms(actor, on, None, None, basis, reason, expect)
            asked = (seq, on, *payload(terms), since, given)
            terms = terms.answering(Request.of(request_id, "void", *asked))
            if recording.answered(terms.request):
                return self._standing_after(recording, self._now.fact(seq).subject)
            subject = recording.void(seq, terms, from_=since, instead=instead)
            return self._standing_after(recording, subject)

    def erase(
        self,
        seq: int,
        *,
        actor: str | Actor,
        reason: str | None = None,
        on: Day = None,
        basis: Basis = None,
    ) -> None:
        """Erase the body of a fact for good (*xóa dữ liệu cá nhân*); its hashes stay.

        Only what was taken back from the start can be erased. A fact of its own says who erased
        it, when and why; the chain stays valid, and ``verify`` names both. Erasing again changes
        nothing.

        Args:
            seq: the fact.
            actor: who erases.
            reason: why.
            on: the day of the act; today if absent.
            basis: the documents it rests on.

        Raises:
            InvalidDocumentError: the fact was not taken back, or there is none.
        """
        with self._writing() as recording:
            recording.erase(seq, self._terms(actor, on, None, None, basis, reason, None))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Any number of writes with one commit: all of them, or none.

        Raises:
            TransitionError: at the end, if what was written is not lawful together.
        """
        self._refuse_open("transaction")
        with self._writing():
            self._several = True
            yield

    def _refuse_open(self, what: str) -> None:
        """Refuse what sees or changes the whole file while a transaction may still be undone."""
        if self._recording is not None:
            raise InvalidDocumentError(f"{what}: a transaction is open; finish it first")

    @contextmanager
    def _writing(self) -> Iterator[Recording]:
        """The open transaction, or one of its own for a single write.

        The clock is read behind the lock, so that day and instant of a fact are of one moment.
        """
        if self._recording is not None:
            yield self._recording
            return
        with self._store.transaction():
            now = self._clock()
            today = now.astimezone(self._tz).date()
            recording = self._recording = Recording(self._store, self._policy, now, today)
            try:
                yield recording
                recording.finish()
            finally:
                self._recording, self._several = None, False
        if recording.erased:
            self._store.checkpoint()

    def _standing_after(self, recording: Recording, subject: str) -> Standing:
        """Where a subject stands behind a write; inside a transaction it is checked at its end."""
        if not self._several:
            recording.check()
        reading = Reading(self._store, recording.today, recording.seq)
        found = reading.standing(subject, recording.fold(subject), recording.take_warnings())
        recording.settle_many()
        return found

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
            expect=as_number(expect, "expect"),
        )


def _past(own: date | None, today: date) -> date | None:
    """A document's own day, if it has come; what begins later is recorded today."""
    return own if own is not None and own <= today else None
