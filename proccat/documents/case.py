"""Cases of a procedure (*trường hợp*): their steps and their dossiers."""

from __future__ import annotations

from typing import ClassVar

from proccat.documents.agency import Level
from proccat.documents.base import Maybe, Model, Shorthand
from proccat.documents.scalars import Code, Count, Several, Text


class Form(Shorthand):
    """A form (*mẫu đơn, tờ khai*); a plain string is the name."""

    name: Text
    url: Text | None = None


class Component(Shorthand):
    """A document the applicant hands in (*thành phần hồ sơ*), Decree 63/2010 art. 8.2.

    Attributes:
        name: what it is; a plain string is the name.
        code: its code in the national database.
        originals: number of originals (*bản chính*).
        copies: number of copies (*bản sao*).
        required: whether it must be handed in always.
        forms: forms to fill in; *stated none* where there is no form.
        note: further words.
    """

    name: Text
    code: Code | None = None
    originals: Count | None = None
    copies: Count | None = None
    required: bool | None = None
    forms: Maybe[Several[Form]] = None
    note: Text | None = None


class Step(Shorthand):
    """A step (*trình tự thực hiện*); a plain string is the text."""

    main: ClassVar[str] = "text"

    text: Text
    name: Text | None = None
    level: Level | None = None


class Case(Model):
    """A case (*trường hợp*) with its own steps and dossier.

    Attributes:
        name: what distinguishes the case; None where there is only one.
        steps: in order.
        components: the dossier; *stated none* where nothing is handed in.
        sets: number of sets of the dossier (*số lượng bộ hồ sơ*).
        level: the level this case holds for, where levels differ.
    """

    name: Text | None = None
    steps: Maybe[Several[Step]] = None
    components: Maybe[Several[Component]] = None
    sets: Count | None = None
    level: Level | None = None
