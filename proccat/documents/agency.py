"""Agencies (*cơ quan*): an id of our own, dated names and codes, succession."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, model_validator

from proccat import text as texts
from proccat.documents.base import Document, Model, Shorthand, warning
from proccat.documents.legal import DocumentRef
from proccat.documents.scalars import Code, Day, Several, Slug, Text
from proccat.errors import Problem


class Level(StrEnum):
    """The level of government at which something is handled (*cấp thực hiện*)."""

    MINISTRY = "ministry"  # cấp bộ
    PROVINCE = "province"  # cấp tỉnh
    DISTRICT = "district"  # cấp huyện, until 30/06/2025
    COMMUNE = "commune"  # cấp xã
    OTHER = "other"  # cơ quan khác


class AgencyRef(Shorthand):
    """A reference to an agency or a class of agencies (*cơ quan, nhóm cơ quan*), as written.

    A plain string is the name. References are resolved at a date when read, never when recorded.

    Attributes:
        name: the words of the source, often a class such as "Ủy ban nhân dân cấp xã".
        code: a code given beside the name.
    """

    name: Text
    code: Code | None = None


AgencyRefs = Annotated[
    Several[AgencyRef],
    BeforeValidator(lambda value: (value,) if isinstance(value, (str, AgencyRef)) else value),
]
"""One or more agencies; a single one may be given by itself."""


class _Dated(Model):
    since: Day | None = None
    until: Day | None = None

    def holds(self, on: date) -> bool:
        """Whether it held on that day; an open end holds for ever."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"until {self.until} is before since {self.since}")
        return self


class AgencyName(_Dated, Shorthand):
    """A name of an agency (*tên gọi*) and the days it held; a plain string holds for ever."""

    name: Text


class AgencyCode(_Dated):
    """A code of an agency (*mã cơ quan*) in a register, and the days it held.

    Attributes:
        system: the register, ``"qcvn-102"`` (electronic identifiers G01, H38) or ``"gso"``.
        code: the code as it is written there.
        verified: False where it is recalled and not seen in a source.
    """

    system: Slug
    code: Code
    verified: bool = True


class SuccessionKind(StrEnum):
    """What became of an agency (*sắp xếp, tổ chức lại*)."""

    RENAMED = "renamed"  # đổi tên
    MERGED = "merged"  # hợp nhất
    SPLIT = "split"  # chia tách
    ABSORBED = "absorbed"  # sáp nhập
    RECLASSIFIED = "reclassified"  # chuyển loại
    TRANSFERRED = "transferred"  # chuyển một phần chức năng


class Succession(Model):
    """What an agency became from a day on (*kế thừa*); several rows make n:m.

    Attributes:
        kind: what happened.
        on: the first day of the new order.
        to: ids of the agencies that carry on.
        basis: the document that ordered it.
    """

    kind: SuccessionKind
    on: Day
    to: Several[Slug]
    basis: DocumentRef | None = None


class Agency(Document):
    """An agency, or a coordinating body (*cơ quan, tổ chức phối hợp liên ngành*), in time.

    Attributes:
        id: our own stable id; names and codes change, this does not.
        names: the official names with the days they held.
        aliases: other names in use, dated too.
        codes: codes in registers, dated: GSO codes changed meaning in 2025.
        level: the level of government.
        parent: id of the agency it belongs to.
        succession: what it became.
        note: anything else.
    """

    kind: Literal["agency"] = "agency"
    id: Slug
    names: Several[AgencyName]
    aliases: Several[AgencyName] | None = None
    codes: Several[AgencyCode] | None = None
    level: Level | None = None
    parent: Slug | None = None
    succession: Several[Succession] | None = None
    note: Text | None = None

    set_like: ClassVar[frozenset[str]] = frozenset({"aliases", "codes"})

    @property
    def key(self) -> str:
        return self.id

    @property
    def title(self) -> str:
        return self.names[-1].name

    @property
    def own_date(self) -> date | None:
        starts = [name.since for name in self.names]
        return None if None in starts else min(start for start in starts if start)

    @property
    def ceased_on(self) -> date | None:
        """The first day on which others carry on for it (*ngày chấm dứt*); None if none do.

        A transfer of functions is no end, nor is a day on which it is its own successor, as in a
        rename that keeps the id.
        """
        rows = [row for row in self.succession or () if row.kind is not SuccessionKind.TRANSFERRED]
        kept = {row.on for row in rows if self.id in row.to}
        return min((row.on for row in rows if row.on not in kept), default=None)

    def ceased_by(self, on: date) -> bool:
        """Whether others carry on for it on that day."""
        return self.ceased_on is not None and self.ceased_on <= on

    def name_on(self, on: date) -> str:
        """The official name on a day; the last known one where none held."""
        return next((name.name for name in self.names if name.holds(on)), self.title)

    def exists_on(self, on: date) -> bool:
        """Whether an official name of it held on that day, and nobody carried on for it yet."""
        return not self.ceased_by(on) and any(name.holds(on) for name in self.names)

    def answers_to(self, folded: str, on: date) -> bool:
        """Whether the id, a name, an alias or a code of it is that folded text on that day.

        From the day on which others carry on for it, it answers to nothing.

        Args:
            folded: the text, without tones, case and blanks.
            on: the day.
        """
        if self.ceased_by(on):
            return False
        known = [self.id, *(name.name for name in (*self.names, *(self.aliases or ()))
                            if name.holds(on))]  # fmt: skip
        known += [code.code for code in self.codes or () if code.holds(on)]
        return any(texts.fold(texts.squash(name)) == folded for name in known)

    def warnings(self) -> Iterator[Problem]:
        for place, row in enumerate(self.succession or ()):
            if self.id in row.to and row.kind is not SuccessionKind.TRANSFERRED:
                yield warning(f"$.succession[{place}].to", f"{self.id} is named its own successor")
