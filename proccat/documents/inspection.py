"""Inspections (*kiểm tra việc thực hiện kiểm soát thủ tục hành chính*) and what they found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Literal

from proccat.documents.agency import AgencyRef
from proccat.documents.base import Document, Maybe, Shorthand, warning
from proccat.documents.legal import DocumentRef
from proccat.documents.scalars import Day, Several, Slug, Text
from proccat.errors import Problem


class InspectionFinding(Shorthand):
    """What an inspection found (*tồn tại, hạn chế*); a plain string is what.

    Attributes:
        what: what is wrong.
        due: by when it is to be remedied (*thời hạn khắc phục*).
        remedied_on: the day it was (*ngày khắc phục*).
        procedure: the code of the procedure it concerns.
        note: anything else.
    """

    main: ClassVar[str] = "what"

    what: Text
    due: Day | None = None
    remedied_on: Day | None = None
    procedure: Text | None = None
    note: Text | None = None


class Inspection(Document):
    """An inspection of an agency (*cuộc kiểm tra*): when, by whom, and what it found.

    Attributes:
        id: its key.
        agency: the agency inspected.
        inspected_on: the day of the conclusion.
        by: who inspected.
        document: the decision or conclusion.
        findings: what was found; *stated none* where nothing was.
        note: anything else.
    """

    kind: Literal["inspection"] = "inspection"
    id: Slug
    agency: AgencyRef
    inspected_on: Day
    by: AgencyRef | None = None
    document: DocumentRef | None = None
    findings: Maybe[Several[InspectionFinding]] = None
    note: Text | None = None

    @property
    def key(self) -> str:
        return self.id

    @property
    def title(self) -> str:
        return f"{self.agency.name} {self.inspected_on:%d/%m/%Y}"

    @property
    def own_date(self) -> date | None:
        return self.inspected_on

    def warnings(self) -> Iterator[Problem]:
        for place, found in enumerate(self.findings if isinstance(self.findings, tuple) else ()):
            if found.remedied_on is not None and found.remedied_on < self.inspected_on:
                yield warning(f"$.findings[{place}].remedied_on", "is before the inspection")
