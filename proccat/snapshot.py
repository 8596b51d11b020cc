"""Reading a catalogue at a date (*tra cứu tại một thời điểm*), on both clocks.

A :class:`Snapshot` is pinned when made: a day in law and the last fact known. The catalogue is the
same view, floating with today and with what is recorded.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from proccat import diff as differences
from proccat.arguments import Day, as_day, as_name, as_number
from proccat.documents import (
    KINDS,
    Agency,
    Document,
    DocumentRef,
    Item,
    LegalDocument,
    Plan,
    Procedure,
    Programme,
)
from proccat.errors import ExportError, InvalidDocumentError, NotFoundError
from proccat.facts import AnyFact, without_private
from proccat.force import Force
from proccat.held import is_held
from proccat.lookup import Lookup
from proccat.reports.progress import Progress, progress
from proccat.view import Pending, Standing
from proccat.viewing import Watched
from proccat.writers import choose
from proccat.writers.base import ExportReport


class Snapshot(Lookup):
    """A read-only view of a catalogue (*ảnh chụp danh mục*) at a day in law, as known at a point.

    Made by :meth:`proccat.Catalogue.at`.
    """

    def _refuse_open(self, what: str) -> None:
        """Refuse what sees the whole file while it may still be undone; a pinned view never is."""

    # -- documents ---------------------------------------------------------------------------

    def procedure(self, code: str) -> Procedure:
        """The text of a procedure (*thủ tục hành chính*) that stands.

        Args:
            code: its code, or the key of a draft (``"draft:…"``).

        Raises:
            UnknownProcedureError: it is not known, or no text of it stands; the message says why.
        """
        return self._latest.opened(Procedure, "procedure", as_name(code, "code"))

    def procedures(self) -> Iterator[Procedure]:
        """All procedures of which a text stands, in order of their keys."""
        return self._now.documents(Procedure)

    def item(self, id: str) -> Item:
        """An item of a plan (*nội dung đơn giản hóa*) by its id.

        Raises:
            UnknownItemError: it is not known.
        """
        return self._latest.opened(Item, "item", as_name(id, "id"))

    def items(self, programme: str | None = None) -> Iterator[Item]:
        """All items, or those of one programme, in order of their ids."""
        if programme is not None:
            self.programme(programme)
        return (
            record.document
            for record in self.records("item", programme)
            if isinstance(record.document, Item)
        )

    def programme(self, id: str) -> Programme:
        """A programme (*chương trình*) by its id.

        Raises:
            UnknownProgrammeError: it is not known.
        """
        return self._latest.opened(Programme, "programme", as_name(id, "id"))

    def programmes(self) -> Iterator[Programme]:
        """All programmes, in order of their ids."""
        return self._now.documents(Programme)

    def plans(self, programme: str | None = None) -> Iterator[Plan]:
        """All plans (*phương án*), or those of one programme, in order of their keys."""
        if programme is not None:
            self.programme(programme)
        return (plan for plan in self._now.documents(Plan) if programme in (None, plan.programme))

    def agency(self, name: str) -> Agency:
        """The agency (*cơ quan*) that answers to a name, alias, code or id on the day.

        Raises:
            UnknownAgencyError: none does, or several do; ``candidates`` lists them.
        """
        return self._now.agency(as_name(name))

    def agencies(self) -> Iterator[Agency]:
        """All agencies, in order of their ids."""
        return self._now.documents(Agency)

    def document(self, number: str | DocumentRef) -> LegalDocument:
        """The legal document (*văn bản*) of a number, by issuer and year where these are said.

        Raises:
            UnknownDocumentError: none is known, or several are; ``candidates`` lists them.
        """
        return self._now.legal(DocumentRef.of(number))

    def documents(self) -> Iterator[LegalDocument]:
        """All legal documents, in order of their keys."""
        return self._now.documents(LegalDocument)

    # -- where things stand ------------------------------------------------------------------

    def standing(self, name: str, *, programme: str | None = None) -> Standing:
        """Where a procedure or an item stands (*tình trạng*), with its reasons.

        Args:
            name: a procedure's code, an item's id or a subject.
            programme: take the item of that programme about this procedure.

        Raises:
            UnknownProcedureError: or its kin; nothing of that name is known on the day.
        """
        now = self._now
        return now.standing(now.subject(as_name(name), programme=programme))

    def in_force(self, name: str) -> Force:
        """Whether a procedure or a legal document is in force (*hiệu lực thi hành*), and why.

        Args:
            name: a procedure's code, or a subject such as ``"document:87/2020/NĐ-CP"``.

        Returns:
            Yes, no or None, with the reason (see :class:`proccat.force.Reason`) and the first and
            last day on which it is the same, as far as known.

        Raises:
            UnknownProcedureError: or its kin; nothing of that name is known on the day.
            InvalidDocumentError: it is neither a procedure nor a legal document.
        """
        now = self._now
        return now.in_force(now.subject(as_name(name)))

    def pending(self) -> tuple[Pending, ...]:
        """What was done and is not yet effective (*chưa có hiệu lực*), by first day of effect."""
        return self._now.pending()

    def changes(self, since: int = 0) -> Iterator[AnyFact]:
        """The facts after one, in order: a feed to poll; remember the last ``seq``.

        Facts about persons come without their words, as in a log: a feed leaves the catalogue.

        Args:
            since: the seq of the last fact seen; 0 for all.
        """
        seen = as_number(since, "since") or 0
        if seen < 0:
            raise InvalidDocumentError(f"since: {since} is no seq; begin with 0")
        facts = self._store.log.facts(after=min(seen, self.seq), upto=self.seq)
        return map(without_private, facts)

    def diff(self, name: str, old: Day, new: Day) -> tuple[differences.Change, ...]:
        """What changed in a text from one day to another (*so sánh hai phiên bản*).

        Raises:
            UnknownProcedureError: or its kin; nothing of that name is known.
        """
        now = self._now
        subject = now.subject(as_name(name))
        cls = KINDS[subject.partition(":")[0]]
        first, last = (as_day(given, "day") or now.day for given in (old, new))
        return differences.diff(now.text_on(cls, subject, first), now.text_on(cls, subject, last))

    def compare(self, document: Document) -> tuple[differences.Change, ...] | None:
        """What a text would change of the one that stands; None if its subject is new."""
        now = self._now
        try:
            subject = now.subject(document.subject)
        except NotFoundError:
            return None
        standing = now.text_on(type(document), subject, now.day)
        return None if standing is None else differences.diff(standing, document)

    def progress(
        self,
        programme: str | None = None,
        *,
        by: Literal["agency", "level", "field", "subject", "measure", "plan"] | None = None,
        reached: str = "enacted",
        of: str = "approved",
        subject: str | None = None,
        since: Day = None,
        restated: Day = None,
        agency: str | None = None,
    ) -> Progress:
        """How far a programme has come (*kết quả thực hiện*); see :func:`reports.progress`."""
        if programme is not None:
            self.programme(programme)
        return progress(
            self,
            programme,
            by=by,
            reached=reached,
            of=of,
            subject=subject,
            since=as_day(since, "since"),
            restated=as_day(restated, "restated"),
            agency=agency,
        )

    # -- files -------------------------------------------------------------------------------

    def export(
        self,
        path: str | os.PathLike[str],
        *,
        format: str | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> ExportReport:
        """Write the view to a file (*xuất dữ liệu*), whole or not at all.

        Args:
            path: the file; its suffix tells the format unless one is named.
            format: ``"log"``, ``"jsonl"``, ``"json"``, ``"csv"``, ``"csv-excel"``, ``"xlsx"``.
            progress: called with the number of records read so far.

        Returns:
            How many rows were written and what the format cannot hold.

        Raises:
            ExportError: it could not be written; the old file, if any, is still there.
        """
        self._refuse_open("export")
        file = Path(path)
        if is_held(file):
            raise ExportError(f"{file}: is a catalogue that is open; name another file")
        pinned = Watched(self._store, self.effective, self.seq, progress)
        return choose(file, format).write(pinned, file)
