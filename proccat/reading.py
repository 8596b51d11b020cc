"""Reading one store at one day and one point of the log (*đọc danh mục tại một thời điểm*)."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

import attrs

from proccat import force
from proccat.documents import (
    KINDS,
    Agency,
    Document,
    DocumentRef,
    LegalDocument,
    Procedure,
    values,
)
from proccat.documents.legal import number_key
from proccat.documents.scalars import is_clean
from proccat.errors import (
    InvalidDocumentError,
    Problem,
    UnknownDocumentError,
    UnknownItemError,
    unknown,
)
from proccat.facts import AnyFact, Outline, Recorded, document_of
from proccat.force import Force
from proccat.lean import Deed
from proccat.lives import Lives
from proccat.reports.agencies import Directory
from proccat.standing import Fold, Lasting, LogLine, Span, at
from proccat.storage.sqlite import SqliteStore
from proccat.view import (
    Pending,
    Record,
    Standing,
    edition_of,
    period_of,
)

D = TypeVar("D", bound=Document)


@attrs.frozen
class Reading:
    """What can be read of a store at (day, seq).

    Attributes:
        store: where.
        day: the day in law.
        seq: the last fact that is known.
    """

    store: SqliteStore
    day: date
    seq: int

    def subject(
        self,
        name: str,
        *,
        kind: str = "procedure",
        programme: str | None = None,
        known: Callable[[str], bool] | None = None,
    ) -> str:
        """The subject that a code, an id or a subject means.

        Args:
            name: what is asked for.
            kind: the kind meant where the name does not say.
            programme: take the item of that programme about this procedure.
            known: tells whether a subject has facts, where a write has them at hand.

        Raises:
            UnknownProcedureError: or its kin; the message says what was looked for.
        """
        if programme is not None:
            return self._item_about(name, programme)
        prefix, _, key = name.partition(":")
        if prefix in KINDS and key:
            kind, name = prefix, key
        if not is_clean(name):
            raise unknown(kind)(f"no {kind} {name[:120]!r} is known", name)
        subject = f"{kind}:{name}"
        if (known or self.store.projections.known)(subject):
            return subject
        key = number_key(name) if kind == "document" else name
        opened = self.store.projections.opened_by(kind, key, self.seq)
        if len(opened) == 1 or (opened and kind == "procedure"):
            return opened[0]
        if prefix not in KINDS and self.store.projections.known(f"item:{name}"):
            return f"item:{name}"
        meant = self._documents_called(name) if kind == "procedure" else []
        hint = f"; for the legal document write {' or '.join(meant)}" if meant else ""
        if kind == "programme":
            meant = self._programmes_like(name)
            hint = f"; there are {', '.join(meant)}" if meant else "; there is none yet"
        raise unknown(kind)(f"no {kind} {name[:120]!r} is known{hint}", name, meant)

    def _documents_called(self, number: str) -> list[str]:
        """What to write for the legal documents of a number."""
        found = self.store.projections.opened_by("document", number_key(number), self.seq)
        return [f"document:{number}"] if len(found) == 1 else found

    def _programmes_like(self, name: str, most: int = 5) -> list[str]:
        """The ids of the programmes that are likest to a name."""
        ids = [
            each.partition(":")[2]
            for each in self.store.projections.subjects("programme", self.seq)
        ]
        like = difflib.get_close_matches(name, ids, n=most, cutoff=0.3)
        return list(dict.fromkeys([*(each for each in ids if name in each), *like, *ids]))[:most]

    def _item_about(self, about: str, programme: str) -> str:
        if not isinstance(programme, str):
            raise InvalidDocumentError(f"programme: {programme!r} is no text")
        about = about.removeprefix("procedure:")
        found = self.store.projections.item_subjects(self.seq, programme=programme, about=about)
        if len(found) == 1:
            return found[0]
        ids = [subject.partition(":")[2] for subject in found]
        what = f"several items are: {', '.join(ids)}; name one" if found else "no item is"
        raise UnknownItemError(f"{what} about {about} in programme {programme}", about, ids)

    def _fold(self, subject: str) -> Fold:
        return Fold(self.store.log.lines(subject, self.seq))

    def _known(self, subject: str) -> Fold:
        """The facts of a subject that is known on the day."""
        fold = self._fold(subject)
        first = fold.known_from
        kind, _, key = subject.partition(":")
        if first is None:
            raise unknown(kind)(f"no {kind} {key} was known then", key)
        if first > self.day:
            raise unknown(kind)(
                f"{kind} {key} is not known on {self.day}; it begins on {first}", key
            )
        return fold

    def document(self, cls: type[D], subject: str) -> D:
        """The text of a subject that stands.

        Raises:
            UnknownProcedureError: or its kin; none stands, the message says why.
        """
        found = self.text_on(cls, subject, self.day)
        if found is None:
            kind, _, key = subject.partition(":")
            reason = self.standing(subject).no_edition or "its words were erased"
            raise unknown(kind)(f"no text of {subject} stands on {self.day}: {reason}", key)
        return found

    def text_on(self, cls: type[D], subject: str, day: date) -> D | None:
        """The text of a subject on a day, None where none stands."""
        body = self.store.projections.body(subject, day, self.seq)
        document = document_of(body) if body is not None else None
        return document if isinstance(document, cls) else None

    def opened(self, cls: type[D], kind: str, name: str) -> D:
        """The text that stands and that a code, an id or a subject opens.

        Raises:
            UnknownProcedureError: or its kin; it is not known, or no text of it stands.
        """
        direct = self.text_on(cls, f"{kind}:{name}", self.day) if is_clean(name) else None
        return direct or self.document(cls, self.subject(name, kind=kind))

    def documents(self, cls: type[D]) -> Iterator[D]:
        """All texts of a kind that stand, in order of keys."""
        kind = next(name for name, known in KINDS.items() if known is cls)
        return (
            record.document for record in self.records(kind) if isinstance(record.document, cls)
        )

    def records(self, kind: str, programme: str | None = None) -> Iterator[Record]:
        """What stands of a kind, each document with its edition and its status."""
        for row in self.store.projections.rows(kind, self.day, self.seq, programme):
            if row.body is not None:
                status = period_of(row.status, row.status_until) if row.status else None
                edition = edition_of(row.number, row.text, row.until)
                yield Record(document_of(row.body), edition, status)

    def standing(
        self, subject: str, fold: Fold | None = None, warnings: tuple[Problem, ...] = ()
    ) -> Standing:
        """Where a subject stands, with its reasons.

        Args:
            subject: which.
            fold: its facts, where a write has them at hand; then it need not be known.
            warnings: what was odd about that write.

        Raises:
            UnknownProcedureError: or its kin; it is not known on the day.
        """
        fold = fold or self._known(subject)
        day = self.day
        text, status = at(fold.editions, day), at(fold.statuses, day)
        coming = fold.pending(day)
        named = text.fact if text else _last_text(fold)
        wanted = {*coming, *(span.fact for span in (text, status) if span is not None)}
        found = self.store.projections.outlines(list(wanted | {named} if named else wanted))
        facts = {seq: outlined for seq, (outlined, _) in found.items()}
        title = (found[named][1] if named in found else None) or ""
        return Standing(
            subject=subject,
            title=title,
            version=len(fold.lines),
            edition=edition_of(int(text.value), facts[text.fact], text.until) if text else None,
            no_edition="" if text else _why_not("text", fold.editions, fold.lines, day),
            period=period_of(facts[status.fact], status.until) if status else None,
            no_status="" if status else _why_not("status", fold.statuses, fold.lines, day),
            pending=tuple([_pending(facts[seq], title) for seq in coming]),
            warnings=warnings,
        )

    def in_force(self, subject: str) -> Force:
        """Whether a procedure or a legal document is in force, and why.

        Raises:
            UnknownProcedureError: or its kin; it is not known on the day.
            InvalidDocumentError: nothing else is in force or not.
        """
        kind = subject.partition(":")[0]
        if kind not in ("procedure", "document"):
            raise InvalidDocumentError(
                f"name: {subject} is neither a procedure nor a legal document; only these are in "
                "force or not"
            )
        fold, lives = self._known(subject), Lives(self.store, self.seq)
        if kind == "document":
            return force.of_document(subject, lives.of(subject), self.day)
        bases = {
            span.fact: [lives.basis(basis.document) for basis in values(text.legal_bases)]
            for span in fold.editions
            if isinstance(fact := self.fact(span.fact), Recorded)
            and isinstance(text := fact.document, Procedure)
        }
        return force.of_procedure(subject, fold, self.day, bases)

    def resting_on(self, text: Procedure, lives: Lives) -> tuple[DocumentRef, ...]:
        """The legal bases of a procedure that are not known to have ended by the day.

        Args:
            text: the procedure.
            lives: the legal documents, each read once.
        """
        bases = (basis.document for basis in values(text.legal_bases))
        return tuple(ref for ref in bases if not lives.basis(ref).on(self.day).ended)

    def history(self, subject: str) -> tuple[AnyFact, ...]:
        """All facts of a subject that are known, in order.

        Raises:
            UnknownProcedureError: or its kin; there are none.
        """
        found = tuple(self.store.log.facts(upto=self.seq, subject=subject))
        if not found:
            kind, _, key = subject.partition(":")
            raise unknown(kind)(f"no {kind} {key} was known then", key)
        return found

    def pending(self) -> tuple[Pending, ...]:
        """What was done and is not yet effective, by first day of effect."""
        found: list[Pending] = []
        for subject in self.store.log.expecting(self.day, self.seq):
            fold = self._fold(subject)
            title = self._title(fold, at(fold.editions, self.day))
            facts = self.store.projections.outlines(fold.pending(self.day))
            found += [_pending(fact, title) for fact, _ in facts.values()]
        return tuple(sorted(found, key=lambda each: (each.effective, each.seq)))

    def agency(self, name: str) -> Agency:
        """The agency that answers to a name, alias, code or id on the day."""
        return Directory(self.documents(Agency)).resolve(name, self.day)

    def legal(self, ref: DocumentRef) -> LegalDocument:
        """The legal document of a number, by issuer and year where these are said."""
        texts_ = (self.text_on(LegalDocument, key, self.day) for key in self._numbered(ref))
        found = [document for document in texts_ if document is not None and ref.matches(document)]
        if len(found) == 1:
            return found[0]
        names = [document.key for document in found]
        what = f"means several documents: {', '.join(names)}" if found else "is not known"
        raise UnknownDocumentError(f"{ref.raw} {what} on {self.day}", ref.raw, names)

    def legal_keys(self, ref: DocumentRef) -> list[str]:
        """The keys of the legal documents of a number."""
        return [subject.partition(":")[2] for subject in self._numbered(ref)]

    def _numbered(self, ref: DocumentRef) -> list[str]:
        """Subjects of the legal documents of a number."""
        return self.store.projections.opened_by("document", ref.number_key, self.seq)

    def acts(self, kind: str) -> Iterator[Deed]:
        """The texts and statuses done by the day, by subject and order of recording."""
        return self.store.log.acts(kind, self.day, self.seq)

    def lasting(self, kind: str) -> Iterator[tuple[AnyFact, Lasting]]:
        """The facts of a kind that stand or may stand later, subject by subject, in order."""
        for subject in self.store.projections.subjects(kind, self.seq):
            for each in self._fold(subject).lasting(self.day):
                yield self.fact(each.fact), each

    def fact(self, seq: int) -> AnyFact:
        """A fact that projections or lines point at."""
        fact = self.store.log.fact(seq)
        assert fact is not None  # projections point at facts that are there
        return fact

    def _title(self, fold: Fold, text: Span | None) -> str:
        """What a person calls a subject: by the text that stands, else by the last one recorded."""
        named = text.fact if text else _last_text(fold)
        return (self.store.projections.name_of(named) if named else None) or ""


def _last_text(fold: Fold) -> int | None:
    """The last text that was recorded, if any."""
    return next((line.seq for line in reversed(fold.lines) if line.kind == "recorded"), None)


def _pending(fact: Outline, title: str) -> Pending:
    assert fact.effective is not None  # only texts and statuses are pending
    change = fact.to or "text"
    return Pending(fact.subject, title, change, fact.on, fact.effective, fact.until, fact.seq)


def _why_not(what: str, spans: Sequence[Span], lines: Sequence[LogLine], day: date) -> str:
    """Why nothing stands on a timeline on a day."""
    kind = "recorded" if what == "text" else "status"
    if not any(line.kind == kind for line in lines):
        return f"no {what} was recorded"
    if not spans:
        return f"every {what} was taken back"
    coming = min((span.first for span in spans if span.first > day), default=None)
    gone = max((span.last for span in spans if span.last < day), default=None)
    parts = [f"the last one ended on {gone}"] if gone else []
    parts += [f"pending, takes effect on {coming}"] if coming else []
    return "; ".join(parts)
