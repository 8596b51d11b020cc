"""Feedback (*phản ánh, kiến nghị*) on procedures, Decree 20/2008/NĐ-CP art. 9, 14, 15.

Who sent it is a document of its own, so that it can be erased without losing what was said, and so
that nothing but the catalogue itself ever holds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator

from proccat.documents.agency import AgencyRef
from proccat.documents.base import Document, warning
from proccat.documents.scalars import Code, Day, Several, Slug, Text
from proccat.errors import Problem

_PERSONAL = re.compile(r"(?<!\d)(?:0\d{9}|\d{12})(?!\d)|[\w.+-]+@[\w-]+\.[\w.]+")


class Matter(StrEnum):
    """What feedback is about (*nội dung phản ánh, kiến nghị*)."""

    RULE = "rule"  # quy định hành chính
    CONDUCT = "conduct"  # hành vi hành chính


class Feedback(Document):
    """Feedback of a citizen or business (*phản ánh, kiến nghị*), without who sent it.

    Attributes:
        id: its key, as the register numbers it.
        content: what is said, summed up without personal data; see :class:`Sender`.
        matter: whether it is about a rule or about conduct.
        about: codes of the procedures it is about.
        received_on: the day of receipt.
        receiving: the agency that received it.
        competent: the agency that is to handle it.
        answer: what was answered.
        note: anything else.
    """

    kind: Literal["feedback"] = "feedback"
    id: Slug
    content: Text
    matter: Matter | None = None
    about: Annotated[
        Several[Code] | None,
        BeforeValidator(lambda value: (value,) if isinstance(value, str) else value),
    ] = None
    received_on: Day | None = None
    receiving: AgencyRef | None = None
    competent: AgencyRef | None = None
    answer: Text | None = None
    note: Text | None = None

    set_like: ClassVar[frozenset[str]] = frozenset({"about"})

    @property
    def key(self) -> str:
        return self.id

    @property
    def title(self) -> str:
        return self.content

    @property
    def own_date(self) -> date | None:
        return self.received_on

    def warnings(self) -> Iterator[Problem]:
        for name in ("content", "answer", "note"):
            if _PERSONAL.search(getattr(self, name) or ""):
                yield warning(
                    f"$.{name}", "looks like it holds personal data; keep these with the sender"
                )


class Sender(Document):
    """Who sent feedback (*người gửi phản ánh, kiến nghị*): personal data, never exported.

    Attributes:
        feedback: the id of the feedback.
        name: the person or organisation.
        phone: a telephone number.
        email: an address for electronic mail.
        address: a postal address.
    """

    kind: Literal["sender"] = "sender"
    feedback: Slug
    name: Text
    phone: Text | None = None
    email: Text | None = None
    address: Text | None = None

    private: ClassVar[bool] = True

    @property
    def key(self) -> str:
        return self.feedback

    @property
    def title(self) -> str:
        return self.feedback  # titles are shown in lists and logs; the name is not
