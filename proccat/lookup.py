"""What is looked up by words (*tra cứu*): search, completions, near duplicates, references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from proccat.arguments import as_document, as_name
from proccat.citing import Citation, Numbered, citing, numbered
from proccat.documents import DocumentRef, Procedure, Programme
from proccat.search.filters import Values, several
from proccat.search.find import Finder
from proccat.search.page import Page
from proccat.search.paging import limit_of
from proccat.search.similar import Similar, candidates, compared, share_an_agency
from proccat.search.suggesting import suggestions
from proccat.search.typed import typed
from proccat.storage.sqlite import SqliteStore
from proccat.viewing import Viewing


class Lookup(Viewing):
    """The part of a view that finds (*tra cứu danh mục*): at a day in law, as known at a point.

    Args:
        store: where.
        effective: the day in law.
        seq: the last fact that is known.
        finder: what finds; shared by the views of one catalogue.
    """

    _floats: ClassVar = False
    """Whether day and point move on while the view is held."""

    def __init__(
        self, store: SqliteStore, effective: date, seq: int, finder: Finder | None = None
    ) -> None:
        super().__init__(store, effective, seq)
        self._finder = finder or Finder(store)

    def search(
        self,
        query: str = "",
        *,
        kind: str = "procedure",
        limit: int = 20,
        field: Values = None,
        agency: Values = None,
        level: Values = None,
        status: Values = None,
        stage: Values = None,
        programme: Values = None,
        after: str | None = None,
        explain: bool = False,
    ) -> Page:
        """The texts that answer a query (*tra cứu thủ tục*), best first.

        With or without tones, words or a whole question or a code. Words in quotes stand side by
        side in name or field; a minus before a word or a phrase leaves out what holds it; nothing
        that is typed is a mistake.

        Args:
            query: what a person types; empty lists what the filters leave.
            kind: ``"procedure"``, ``"document"``, ``"item"``, ``"plan"``, ``"programme"`` or
                ``"agency"``.
            limit: most hits on the page, 1 to 1,000.
            field: one or several fields (*lĩnh vực*), any tones and case.
            agency: one or several agencies as the texts name them, in any role.
            level: ``"ministry"``, ``"province"``, ``"district"``, ``"commune"``, ``"other"``, or
                their official labels, with or without *cấp*.
            status: statuses of publication that must stand, by key or official term; ``"none"``
                for texts of which none is known.
            stage: stages of simplification, of the item or of an item about the procedure.
            programme: ids of programmes, to one of which the item, or an item about the procedure,
                belongs.
            after: ``.next`` of the page before; it pins what that page knew.
            explain: whether hits say why they were found.

        Raises:
            InvalidDocumentError: an unknown kind or filter value; the message lists the known
                ones; or ``after`` is of another search.
        """
        now = self._now
        for each in () if programme is None else several("programme", programme):
            now.opened(Programme, "programme", as_name(each, "programme"))
        return self._finder.find(
            query,
            now.day,
            now.seq,
            kind=kind,
            limit=limit,
            filters={
                "field": field,
                "agency": agency,
                "level": level,
                "status": status,
                "stage": stage,
                "programme": programme,
            },
            after=None if after is None else as_name(after, "after"),
            floating=self._floats,
            explained=explain,
        )

    def suggest(self, prefix: str, limit: int = 10) -> tuple[str, ...]:
        """What may be meant by what is typed so far (*gợi ý khi gõ*), best first.

        Names of procedures of which a text stands, and phrases that many of them share, with or
        without tones: ``"dang k"`` gives ``"Đăng ký kết hôn"``. Of a code half typed, the names.
        Where no name goes on so: of what abbreviations and everyday words stand for, with other
        tones, or without the first word.

        Args:
            prefix: what is typed so far; a blank at its end ends the last word.
            limit: most completions, 1 to 100.
        """
        prefix, now = typed(as_name(prefix, "prefix")), self._now
        corpus = self._finder.index.corpus(self._finder.live("procedure", now.day, now.seq))

        def titles(ords: Sequence[int]) -> Mapping[int, str]:
            rows = self._store.projections.hit_rows(ords, now.day, now.seq)
            return {number: rows[number].name for number in ords}

        limit = limit_of(limit, 100)
        for said in self._finder.index.ways_to_say(prefix, corpus):
            if found := suggestions(said, corpus, titles, limit):
                return found
        return ()

    def similar(self, code: str, limit: int = 10) -> tuple[Similar, ...]:
        """Near duplicates and local copies of a procedure (*thủ tục trùng lặp*), likest first.

        Compared are all copies, and the 100 names that share the rarest words, or as many as
        ``limit`` says if that is more.

        Args:
            code: its code, or the key of a draft.
            limit: most procedures, 1 to 1,000.

        Raises:
            UnknownProcedureError: it is not known, or no text of it stands; the message says why.
        """
        now, limit = self._now, limit_of(limit, 1000)
        text = now.opened(Procedure, "procedure", as_name(code, "code"))
        live = self._finder.live("procedure", now.day, now.seq)
        ords, copies = candidates(text, self._finder.index, live, limit)
        rows = self._store.projections.hit_rows(ords, now.day, now.seq)
        own = now.subject(code)
        found = [
            (alike, row.subject)
            for ord_, row in rows.items()
            if row.subject != own
            and (alike := compared(text, row, copy=ord_ in copies)) is not None
        ]
        found.sort(key=lambda pair: (-pair[0].score, pair[0].code))
        return tuple(
            share_an_agency(alike, text, now.text_on(Procedure, subject, now.day))
            for alike, subject in found[:limit]
        )

    def citing(
        self, number: str | DocumentRef, *, article: str | int | None = None
    ) -> tuple[Citation, ...]:
        """The texts that rest on or refer to a legal document (*văn bản liên quan*), by role.

        Procedures with the articles they rest on, items, plans, programmes, other documents; a
        procedure that has no other legal basis left is marked ``only``: a repeal would touch it.

        Args:
            number: its number, and issuer and day of signing where these are said, behind it in
                the same words (``"12/2020/QĐ-UBND ngày 15/6/2020 của UBND tỉnh A"``) or as a
                reference: what states others is left out, what states none may mean it, and is
                listed with ``certain`` False. It need not be recorded.
            article: only what refers to this article (*điều*) of it, ``"Điều 8"``, ``"8"`` or 8;
                of a clause (``"khoản 2 Điều 8"``) its article counts. What names no article may do
                so, and is listed with ``certain`` False.

        Raises:
            InvalidDocumentError: no number, or no article.
        """
        return citing(self._now, self._finder, as_document(number, "number"), article)

    def numbered(self, number: str | DocumentRef) -> Numbered:
        """What is known of a number (*số, ký hiệu văn bản*), where `citing` finds nothing.

        Whether documents of it are recorded, whether it is a whole number, and which others begin
        or are named so.

        Args:
            number: as for :meth:`citing`.

        Raises:
            InvalidDocumentError: no number.
        """
        return numbered(self._now, self._finder, as_document(number, "number"))
