"""One transaction of writes: facts are drafted, appended, folded, and committed or not at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from types import MappingProxyType

import attrs

from proccat import drafting
from proccat.arguments import as_number
from proccat.documents import Document, Item, LegalDocument, Procedure
from proccat.drafting import lifecycle_of, line_of, transition_error
from proccat.drafts import Draft
from proccat.errors import (
    ConflictError,
    InvalidDocumentError,
    Problem,
    StorageError,
    UnknownProgrammeError,
    unknown,
)
from proccat.facts import AnyFact, Recorded, StatusChanged, StatusLine
from proccat.lawful import Refusal, refusal
from proccat.lifecycle import LIFECYCLES, SubjectKind
from proccat.policy import Act, Policy, allowed
from proccat.projector import Projector
from proccat.replaying import rebuild
from proccat.reports.burden import burden
from proccat.standing import Fold, at
from proccat.storage.projections import ItemRow, identity_key
from proccat.storage.sqlite import SqliteStore
from proccat.terms import Request, Terms

_SETTLE_EVERY = 2000  # subjects of a long transaction that are held at the most
_NOBODY: Mapping[str, str] = MappingProxyType({})


class Recording:
    """The writes of one transaction; the caller opens and ends it in the store.

    Args:
        store: where.
        policy: who may do what.
        now: the clock's instant.
        today: the local day of that instant.
    """

    def __init__(self, store: SqliteStore, policy: Policy, now: datetime, today: date) -> None:
        self._store = store
        self._policy = policy
        self.today = today
        self._head = store.log.head()
        self.first_seq = self._head.seq + 1
        self._instant = self._head.next_instant(now)
        self._projector = Projector(store, self.first_seq)
        self._unchecked: dict[str, None] = {}
        self._warnings: list[Problem] = []
        self._broken = False
        self.erased = False  # whether words were erased
        self._to_rebuild = False

    @property
    def seq(self) -> int:
        """The last fact, those of this transaction included."""
        return self._head.seq

    def foresee(self, documents: Collection[Document]) -> None:
        """Read in one go what recording some documents will ask for, whether all are or not."""
        self.settle_many()
        self._projector.foresee(documents)

    def fold(self, subject: str) -> Fold:
        """The facts of a subject so far, those of this transaction included."""
        return self._projector.fold(subject)

    def knows(self, subject: str) -> bool:
        """Whether a subject has facts, those of this transaction included."""
        return bool(self.fold(subject).lines)

    def successors(self, seq: int) -> tuple[str, ...]:
        """What comes instead, as the fact of a status says; empty for others."""
        fact = self._store.log.fact(seq)
        return fact.successors if isinstance(fact, StatusChanged) else ()

    def text_on(self, subject: str, day: date) -> Document | None:
        """The text of a subject that stands on a day, those of this transaction included."""
        span = at(self.fold(subject).editions, day)
        fact = self._store.log.fact(span.fact) if span else None
        return fact.document if isinstance(fact, Recorded) else None

    def answered(self, request: Request | None) -> bool:
        """Whether a request was carried out before.

        Raises:
            ConflictError: the same id asked for something else then.
        """
        found = self._store.projections.request(request.id) if request else None
        if found is None or request is None:
            return False
        if found[0] != request.digest:
            raise ConflictError(
                f"request_id {request.id!r} was used for another request (fact {found[1]})",
                expected=request.digest,
                found=found[0],
            )
        return True

    def record(
        self,
        document: Document,
        terms: Terms,
        *,
        corrects: int | None = None,
        supersedes: int | None = None,
    ) -> str:
        """Record a document; returns its subject."""
        subject = self.subject_of(document)
        fold = self.checked_fold(subject, terms)
        terms = self.decided(terms, self.act_of_text(subject, document, terms, corrects))
        draft = drafting.text_draft(
            subject, document, terms, fold, corrects=corrects, supersedes=supersedes
        )
        self.append(draft, document)
        return subject

    def act_of_text(
        self, subject: str, document: Document, terms: Terms, corrects: int | None = None
    ) -> Act:
        """The act of recording a text, with what it adds to the burden if the policy asks that."""
        act = Act("recorded", subject, basis=terms.basis)
        if not self._policy.asks_burden or not isinstance(document, Procedure):
            return act
        day = terms.effective or terms.on
        if corrects is not None:  # what is corrected stands from its own first day on
            roots = (line for line in self.fold(subject).lines if line.seq == corrects)
            day = next((line.effective for line in roots if line.effective), day)
        before = self.text_on(subject, day)
        if not isinstance(before, Procedure):
            return act
        return attrs.evolve(act, grew=tuple(each.vi for each in burden(before, document).grew))

    def subject_of(self, document: Document, said: str | None = None) -> str:
        """The subject a document belongs to: its own, or the draft that its code or number opens.

        Args:
            document: the text.
            said: the subject a file says it belongs to; only a draft's may differ from its own.

        Raises:
            ConflictError: code or kind belong to another subject already.
        """
        subject = said or document.subject
        if subject != document.subject and not subject.startswith(f"{document.kind}:draft:"):
            raise ConflictError(
                f"{document.subject} cannot be a text of {subject}",
                expected=document.subject,
                found=subject,
            )
        if isinstance(document, Item) and self.fold(subject).lines:
            item = self._store.projections.item(subject)
            if item is not None and item.subject_kind != document.subject_kind.value:
                raise ConflictError(
                    f"{subject} is about a {item.subject_kind}; the kind of an item never changes",
                    expected=document.subject_kind.value,
                    found=item.subject_kind,
                )
        if not isinstance(document, (Procedure, LegalDocument)):
            return subject
        opened = self._projector.opened_by(document.kind, identity_key(document))
        other = next((found for found in opened if found != subject), None)
        if other is None:
            return subject
        if subject.startswith(f"{document.kind}:draft:"):
            raise ConflictError(
                f"{document.identity} has facts of its own as {other}; {subject} cannot take it",
                expected=subject,
                found=other,
            )
        return other

    def named(self, subject: str) -> str:
        """The subject that a file means: itself, or the one that its key opens."""
        if self._store.projections.known(subject):
            return subject
        kind, _, key = subject.partition(":")
        return next(iter(self._store.projections.opened_by(kind, key, self.seq)), subject)

    def change(
        self, subject: str, to: str, terms: Terms, *, successors: tuple[str, ...] = ()
    ) -> None:
        """Record a change of status; whether it is lawful is checked by :meth:`check`."""
        fold = self.checked_fold(subject, terms)
        self.refuse_unknown(subject)
        to = lifecycle_of(subject).key_of(to) or to
        terms = self.decided(terms, Act("status", subject, to))
        self.append(drafting.status_draft(subject, to, terms, fold, successors=successors), None)

    def void(
        self,
        seq: int,
        terms: Terms,
        *,
        from_: date | None = None,
        instead: Document | StatusLine | None = None,
    ) -> str:
        """Take back one fact, from the start or from a day on; returns its subject.

        ``instead`` takes its place: a document, with the days of what it replaces, or a status
        line with its own.
        """
        fact = self._existing(seq)
        fold = self.checked_fold(fact.subject, terms)
        terms = self.decided(terms, Act("voided", fact.subject))
        draft = drafting.void_draft(fact, terms, fold, from_=from_)
        if instead is None:
            self.append(draft, None)
        else:
            with self.undoable():
                self.append(draft, None)
                self._replace(fact, instead, drafting.terms_instead(fact, instead, terms, from_))
        return fact.subject

    def _existing(self, seq: int) -> AnyFact:
        fact = self._store.log.fact(as_number(seq, "seq") or 0)
        if fact is None:
            raise InvalidDocumentError(f"seq: there is no fact {seq}")
        return fact

    def _replace(self, fact: AnyFact, instead: Document | StatusLine, terms: Terms) -> None:
        """Record what takes the place of a voided fact, in the same role."""
        if isinstance(instead, StatusLine):
            subject = instead.subject
            if subject == fact.subject:
                self.change(subject, instead.to, terms, successors=instead.successors or ())
        else:
            subject = self.record(
                instead, terms, corrects=fact.corrects, supersedes=fact.supersedes
            )
        if subject != fact.subject:
            raise InvalidDocumentError(f"instead: is about {subject}, not about {fact.subject}")

    @contextmanager
    def undoable(self) -> Iterator[None]:
        """A part of the transaction that leaves nothing behind if it fails."""
        self.settle()
        head, unchecked, warnings = self._head, dict(self._unchecked), list(self._warnings)
        to_rebuild = self._to_rebuild
        try:
            with self._store.savepoint():
                yield
        except BaseException:
            if self._store.writing:
                self._head, self._unchecked, self._warnings = head, unchecked, warnings
                self._projector.forget()
                self._broken, self._to_rebuild = False, to_rebuild
            raise

    def erase(self, seq: int, terms: Terms) -> None:
        """Erase the body of a fact that was taken back from the start; a fact says who did it."""
        fact = self._existing(seq)
        fold = self.checked_fold(fact.subject, terms)
        terms = self.decided(terms, Act("erased", fact.subject))
        draft = drafting.erasure_draft(fact, terms, fold)
        if draft is not None:
            self.append(draft, None)
        if fact.body is not None:
            self.settle()
            self._store.log.erase(seq)
            self.erased = self._to_rebuild = True

    def check(self) -> None:
        """Refuse what the lifecycle does not allow of all that was written since the last check.

        Raises:
            TransitionError: naming the fact that fails and what is allowed.
        """
        for subject in tuple(self._unchecked):
            found = self.refused(subject, self.fold(subject))
            if found is not None:
                raise transition_error(subject, found, self.first_seq)
            self._unchecked.pop(subject, None)

    def refused(self, subject: str, fold: Fold) -> Refusal | None:
        """The first status fact of a subject that its lifecycle does not allow."""
        lifecycle = LIFECYCLES.get(subject.partition(":")[0])
        if lifecycle is None:
            return None
        item = self._item(subject)
        kind = SubjectKind(item.subject_kind) if item else None
        return refusal(fold, lifecycle, kind)

    def take_warnings(self) -> tuple[Problem, ...]:
        """What was odd about the writes since the last call."""
        taken, self._warnings = tuple(self._warnings), []
        return taken

    def settle(self) -> None:
        """Write the projections of what was recorded so far."""
        with self._whole():
            self._projector.settle()
            if self._to_rebuild:  # what was erased leaves the tables and the index, too
                rebuild(self._store)
                self._to_rebuild = False

    def settle_many(self) -> None:
        """The same where many subjects are held, so that memory stays flat."""
        if self._projector.held >= _SETTLE_EVERY:
            self.settle()

    def finish(self) -> None:
        """Check everything and write the projections, before the commit."""
        self.check()
        self.settle()

    def checked_fold(self, subject: str, terms: Terms) -> Fold:
        """The facts of a subject so far, if it is as the caller expects and the day has come."""
        fold = self.fold(subject)
        version = len(fold.lines)
        if terms.expect is not None and terms.expect != version:
            raise ConflictError(
                f"{subject} has version {version}, not {terms.expect}: somebody changed it; "
                "read it again",
                expected=terms.expect,
                found=version,
            )
        self.refuse_early(terms)
        return fold

    def refuse_early(self, terms: Terms) -> None:
        """Refuse an act whose day has not come."""
        if terms.on > self.today:
            raise InvalidDocumentError(
                f"on: {terms.on} is after today ({self.today}); "
                "what takes effect later says so with effective"
            )

    def refuse_unknown(self, subject: str) -> None:
        """A status needs a recorded subject, and an item's a recorded programme."""
        kind, _, key = subject.partition(":")
        lifecycle_of(subject)
        if not self.fold(subject).lines:
            raise unknown(kind)(f"no {kind} {key} is recorded; record it before its status", key)
        item = self._item(subject)
        if item is not None and not self._store.projections.known(f"programme:{item.programme}"):
            raise UnknownProgrammeError(
                f"{key} belongs to programme {item.programme}, which is not recorded; record it "
                "before the status of its items",
                item.programme,
            )

    def _item(self, subject: str) -> ItemRow | None:
        return self._store.projections.item(subject) if subject.startswith("item:") else None

    def decided(self, terms: Terms, act: Act, done: Mapping[str, str] = _NOBODY) -> Terms:
        """The terms with the rule by which the policy allows the act.

        Args:
            terms: who asks.
            act: for what.
            done: status → who is about to bring it about, in the same breath.

        Raises:
            PolicyError: it does not.
        """
        if act.kind == "status" and self._policy.asks_who:
            act = attrs.evolve(act, done_by={**self._store.log.actors(act.subject), **done})
        return terms.decided(allowed(self._policy, terms.actor, act))

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """What is written in here is written whole, or the transaction can only be rolled back.

        The database itself may have rolled back behind a full disk; what came after would be
        written at once, one by one.
        """
        if self._broken:
            raise StorageError("a write of this transaction failed; nothing of it is committed")
        self._broken = True
        yield
        self._broken = False

    def append(self, draft: Draft, document: Document | None) -> None:
        """Write one fact behind the log, with the rows that show it."""
        version = len(self.fold(draft.subject).lines) + 1
        request = None
        if draft.request_id is not None and draft.request_digest is not None:
            request = (draft.request_id, draft.request_digest)
        with self._whole():
            self._head = self._store.log.append(
                draft, head=self._head, version=version, recorded_at=self._instant
            )
            self._projector.note(draft.subject, line_of(draft, self.seq), document, request)
        self._warnings.extend(drafting.warnings_of(draft, document, self.fold(draft.subject)))
        if draft.kind != "recorded":
            self._unchecked[draft.subject] = None
