"""Legal documents (*văn bản*) and references to them by number, issuer and day of signing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Annotated, Any, ClassVar, Literal, Self

import attrs
from pydantic import BeforeValidator, Field, model_validator

from proccat import text as texts
from proccat.documents.base import Document, Model, warning
from proccat.documents.scalars import Code, Day, Several, Slug, Text
from proccat.errors import Problem

# 68/2020/QH14 · 87/2020/NĐ-CP · 3713/QĐ-BTP · 64/QĐ-NHNN · 4946/QĐ-BCA-QLXNC · 2267./QĐ-BXD
_NUMBER = re.compile(
    r"(?<![\w/.-])(?P<serial>[0-9]{1,6}(?:\.[0-9]{1,3})?)\.?\s*/"
    r"(?:\s*(?P<year>(?:19|20)[0-9]{2})(?!\d))?"
    r"(?:\s*/?\s*(?P<sign>[^\W\d_][\w.]*(?:\s?[-–]\s?[\w.]+)*))?",
)
_SIGNED = re.compile(
    r"ngày\s+([0-9]{1,2})\s*(?:/|-|\.|\s+tháng\s+)\s*([0-9]{1,2})\s*(?:/|-|\.|\s+năm\s+)\s*([0-9]{4})"
)
_TYPES = {
    "ND": "decree", "TT": "circular", "TTLT": "joint_circular", "QD": "decision",
    "NQ": "resolution", "CT": "directive", "CD": "telegram", "KH": "plan", "BC": "report",
    "TB": "notice", "VBHN": "consolidation", "PL": "ordinance",
}  # fmt: skip


class DocumentType(StrEnum):
    """The kind of a legal document (*loại văn bản*)."""

    CONSTITUTION = "constitution"  # hiến pháp
    LAW = "law"  # luật, bộ luật
    ORDINANCE = "ordinance"  # pháp lệnh
    RESOLUTION = "resolution"  # nghị quyết
    DECREE = "decree"  # nghị định
    CIRCULAR = "circular"  # thông tư
    JOINT_CIRCULAR = "joint_circular"  # thông tư liên tịch
    DECISION = "decision"  # quyết định
    DIRECTIVE = "directive"  # chỉ thị
    TELEGRAM = "telegram"  # công điện
    PLAN = "plan"  # kế hoạch
    REPORT = "report"  # báo cáo
    NOTICE = "notice"  # thông báo
    LETTER = "letter"  # công văn
    CONSOLIDATION = "consolidation"  # văn bản hợp nhất
    OTHER = "other"


_ALWAYS_NORMATIVE = frozenset({
    DocumentType.CONSTITUTION, DocumentType.LAW, DocumentType.ORDINANCE, DocumentType.DECREE,
    DocumentType.CIRCULAR, DocumentType.JOINT_CIRCULAR,
})  # fmt: skip


@attrs.frozen
class ParsedNumber:
    """What a document number says (*số, ký hiệu văn bản*).

    Attributes:
        number: the number in one spelling, ``"87/2020/NĐ-CP"``.
        serial: the running number, ``"66.18"`` too.
        year: the year in the number itself, if there.
        type: the kind of document its sign tells, if it does.
        issuer: the issuer's abbreviation, ``"CP"``, ``"BTP"``, ``"QH14"``.
        signed_on: a day of signing that follows the number, if there.
    """

    number: str
    serial: str
    year: int | None
    type: DocumentType | None
    issuer: str | None
    signed_on: date | None


@lru_cache(maxsize=4096)  # the same documents are cited over and over
def parse_number(raw: str) -> ParsedNumber | None:
    """The number in a text such as ``"Nghị định số 87/2020/NĐ-CP ngày 28/7/2020"``, or None.

    A number is no identity (12/QĐ-UBND recurs each year in each province), only a part of one.
    """
    raw = _composed(raw)
    found = _found(raw)
    if found is None:
        return None
    sign = re.sub(r"\s*[-–]\s*", "-", found["sign"] or "").rstrip(".").upper()
    head, _, tail = sign.partition("-")
    folded = texts.fold(head).upper()
    if re.fullmatch(r"(QD|ND|CD)", folded):
        head = head.replace("D", "Đ")
    doc_type = _TYPES.get(folded)
    if re.fullmatch(r"(UBTV)?QH\d+", folded):
        tail = head  # a law or a resolution, an ordinance or a resolution: the number can't tell
    sign = "-".join(part for part in (head, tail if tail != head else "") if part)
    signed = _SIGNED.search(raw, found.end())
    return ParsedNumber(
        number="/".join(part for part in (found["serial"], found["year"], sign) if part),
        serial=found["serial"],
        year=int(found["year"]) if found["year"] else None,
        type=DocumentType(doc_type) if doc_type else None,
        issuer=tail or None,
        signed_on=_day(signed) if signed else None,
    )


def number_start(raw: str) -> int:
    """Where the number begins in a composed text; its end where there is none."""
    found = _found(_composed(raw))
    return len(raw) if found is None else found.start()


def number_end(raw: str) -> int:
    """Where the number ends in a composed text; its end where there is none."""
    found = _found(_composed(raw))
    return len(raw) if found is None else found.end()


def _composed(raw: str) -> str:
    return texts.nfc(raw).replace("Ð", "Đ")  # U+00D0 looks like U+0110


def _found(raw: str) -> re.Match[str] | None:
    found = _NUMBER.search(raw)
    return found if found is not None and (found["year"] or found["sign"]) else None


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


@lru_cache(maxsize=4096)  # many procedures rest on the same few documents
def number_key(number: str) -> str:
    """A number for comparing: no tones, blanks, dots or leading noughts (``87/2020/ND-CP``)."""
    return re.sub(r"[\s.]", "", texts.fold(number)).upper().lstrip("0")


class DocumentRef(Model):
    """A reference to a legal document (*văn bản được dẫn*), as it was written and as understood.

    A plain string is taken as ``raw``; number and day of signing are read out of it where
    possible. Plain references are never looked up when recorded, only when read.

    Attributes:
        raw: the words of the source, ``"1322/QĐ-UBND ngày 15/6/2018"``.
        number: the number in one spelling, None where none can be read.
        issuer: who signed it, as far as known.
        signed_on: the day of signing (*ngày ban hành*).
    """

    raw: Text
    number: Code | None = None
    issuer: Text | None = None
    signed_on: Day | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: Any) -> Any:
        if isinstance(data, str):
            data = {"raw": data}
        if not isinstance(data, dict):
            return data
        data = dict(data)
        if "raw" not in data and isinstance(data.get("number"), str):
            data["raw"] = data["number"]
        raw = data.get("raw")
        if isinstance(raw, str) and data.get("number") is None:
            parsed = parse_number(raw)
            if parsed is not None:
                data["number"] = parsed.number
                if data.get("signed_on") is None and parsed.signed_on is not None:
                    data["signed_on"] = parsed.signed_on
        return data

    @property
    def year(self) -> int | None:
        """The year of signing, from the day or from the number."""
        if self.signed_on is not None:
            return self.signed_on.year
        parsed = parse_number(self.number) if self.number else None
        return parsed.year if parsed else None

    @property
    def number_key(self) -> str:
        """The number for comparing, or the words where none can be read."""
        return number_key(self.number or self.raw)

    @property
    def normative(self) -> bool | None:
        """Whether its kind alone says that it is normative (*quy phạm pháp luật*)."""
        parsed = parse_number(self.number) if self.number else None
        return True if parsed and parsed.type in _ALWAYS_NORMATIVE else None

    def matches(self, document: LegalDocument) -> bool:
        """Whether issuer and year, as far as both sides say them, are those of a document."""
        return self.agrees_with(document)

    def agrees_with(self, other: LegalDocument | DocumentRef) -> bool:
        """The same of a document or of another reference (*cùng cơ quan, cùng năm*)."""
        same_issuer = (
            self.issuer is None
            or other.issuer is None
            or texts.fold(texts.squash(self.issuer)) == texts.fold(texts.squash(other.issuer))
        )
        return same_issuer and (self.year is None or other.year in (None, self.year))

    def plain(self) -> dict[str, Any]:
        """The reference as JSON-ready data, without what is unknown."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @classmethod
    def of(cls, value: str | Self) -> Self:
        """A reference from a string or a reference."""
        return value if isinstance(value, cls) else cls._of_text(value)

    @classmethod
    @lru_cache(maxsize=4096)
    def _of_text(cls, raw: str) -> Self:
        """One reference for each text: the same few documents are named again and again."""
        return cls.parse(raw)

    @cached_property
    def identity(self) -> str:
        """Number, issuer and year as far as known: what is distinct is counted by this."""
        if self.number is None:
            return texts.fold(texts.squash(self.raw))
        return document_key(self.number, self.issuer, self.year)


def document_key(number: str, issuer: str | None, year: int | None) -> str:
    """The key of a legal document: number, issuer and year of signing, each as far as known."""
    parts = [number_key(number)]
    if issuer is not None:
        parts.append(texts.slug(issuer))
    if year is not None:
        parts.append(str(year))
    return "@".join(parts)


DocumentRefs = Annotated[
    Several[DocumentRef],
    BeforeValidator(lambda value: (value,) if isinstance(value, (str, DocumentRef)) else value),
]
"""One or more references; a single one may be given by itself."""


class LegalDocument(Document):
    """A legal or administrative document (*văn bản*): law, decree, circular, decision …

    Its identity is number + issuer + year of signing. One that is not signed yet has no number
    and is kept under a ``draft`` slug, which stays its key when it gets its number.

    Attributes:
        number: the number as printed; :attr:`parsed` is what it says.
        draft: the key of a draft.
        name: the abstract (*trích yếu*).
        type: the kind of document; read from the number where not given.
        normative: whether it is a normative legal document (*văn bản quy phạm pháp luật*).
        issuer: who issued it.
        signed_on: the day of signing (*ngày ban hành*).
        effective_on: the first day of effect (*ngày hiệu lực*).
        expires_on: the last day of effect, if it has one.
        amends: what it amends or supplements (*sửa đổi, bổ sung*).
        replaces: what it replaces (*thay thế*).
        repeals: what it repeals (*bãi bỏ*).
        url: where it can be read.
        note: anything else.
    """

    kind: Literal["document"] = "document"
    number: Code | None = None
    draft: Slug | None = None
    name: Text | None = None
    type: DocumentType | None = None
    normative: bool | None = None
    issuer: Annotated[Text, Field(max_length=200)] | None = None
    signed_on: Day | None = None
    effective_on: Day | None = None
    expires_on: Day | None = None
    amends: DocumentRefs | None = None
    replaces: DocumentRefs | None = None
    repeals: DocumentRefs | None = None
    url: Text | None = None
    note: Text | None = None

    set_like: ClassVar[frozenset[str]] = frozenset({"amends", "replaces", "repeals"})

    @model_validator(mode="after")
    def _identified(self) -> Self:
        if self.number is None and self.draft is None:
            raise ValueError("needs a number, or a draft slug while it has none")
        if self.number is not None and not number_key(self.number):
            raise ValueError(f"number: {self.number!r} holds neither letters nor digits")
        return self

    @property
    def parsed(self) -> ParsedNumber | None:
        """What the number says, None if it cannot be read."""
        return parse_number(self.number) if self.number else None

    @property
    def key(self) -> str:
        if self.draft is not None:
            return f"draft:{self.draft}"
        return self.identity

    @property
    def comparable_number(self) -> str | None:
        """The number in one spelling, as far as it can be read; None while it has none."""
        return self.parsed.number if self.parsed else self.number

    @property
    def identity(self) -> str:
        """Number, issuer and year of signing as far as known; empty while it has no number."""
        number = self.comparable_number
        return "" if number is None else document_key(number, self.issuer, self.year)

    @property
    def year(self) -> int | None:
        """The year of signing, from the day or from the number."""
        if self.signed_on is not None:
            return self.signed_on.year
        return self.parsed.year if self.parsed else None

    @property
    def title(self) -> str:
        return self.number or self.name or self.draft or ""

    @property
    def own_date(self) -> date | None:
        return self.signed_on

    @property
    def is_normative(self) -> bool | None:
        """As stated, else as the kind of document tells, else None."""
        if self.normative is not None:
            return self.normative
        parsed = self.parsed
        kind = self.type or (parsed.type if parsed else None)
        return True if kind in _ALWAYS_NORMATIVE else None

    def warnings(self) -> Iterator[Problem]:
        if self.number is not None and self.parsed is None:
            yield warning("$.number", f"{self.number!r} cannot be read as a document number")
        if self.signed_on and self.effective_on and self.effective_on < self.signed_on:
            yield warning("$.effective_on", "takes effect before it was signed")
        if self.effective_on and self.expires_on and self.expires_on < self.effective_on:
            yield warning("$.expires_on", "ends before it takes effect")
