"""What a report consists of (*đề cương báo cáo*): lines that name programmes and indicators.

No figure is in it. A definition is a small JSON file; one ships with the package.
"""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, ClassVar, Final, Self

from pydantic import Field, model_validator

from proccat.documents import Level
from proccat.documents.base import Model, Shorthand
from proccat.documents.scalars import Day, Key, Several, Slug, Text
from proccat.errors import InvalidDocumentError, Problem

_OF_ONE: Final = {"programme": ("reached", "of", "since", "show"), "indicator": ("level",)}
_A: Final = {"programme": "a programme", "indicator": "an indicator"}
_SHIPPED = Path(__file__).with_name("reform-2023.json")


class Show(StrEnum):
    """What a line shows of a programme (*nội dung thể hiện*)."""

    SHARE = "share"  # tỷ lệ đã thực hiện
    ITEMS = "items"  # số nội dung
    DOCUMENTS = "documents"  # số văn bản
    NORMATIVE = "normative"  # số văn bản quy phạm pháp luật
    AGENCIES = "agencies"  # số cơ quan đã thực hiện


class Words(Shorthand):
    """A text of a report in both its languages (*tên gọi*); a plain string is for both.

    Attributes:
        vi: in Vietnamese.
        en: in English; the Vietnamese words where absent.
    """

    main: ClassVar[str] = "vi"

    vi: Text
    en: Text | None = None

    def of(self, lang: str) -> str:
        """The words in a language."""
        return (self.en or self.vi) if lang == "en" else self.vi


class LineDefinition(Model):
    """One line of a report (*dòng báo cáo*): of a programme, or of an indicator.

    What is of the other of them is refused: it would change nothing.

    Attributes:
        key: its key.
        label: what it is called.
        programme: id of the programme that is counted.
        reached: the stage to have come to.
        of: the stage that makes an item count.
        since: count as reached only what came so far from that day on.
        show: what is shown of it.
        counted: what its items are called, or what an indicator counts; the words of the records
            where absent.
        digits: digits of the share in sentences; tables have two.
        indicator: key of the indicator whose latest value is shown.
        level: the level whose value it is.
    """

    key: Slug
    label: Words
    programme: Key | None = None
    reached: Slug = "enacted"
    of: Slug = "approved"
    since: Day | None = None
    show: Several[Show] = (Show.SHARE,)
    counted: Words | None = None
    digits: Annotated[int, Field(ge=0, le=2, strict=True)] = 2
    indicator: Slug | None = None
    level: Level | None = None

    @model_validator(mode="after")
    def _of_one(self) -> Self:
        if (self.programme is None) is (self.indicator is None):
            raise ValueError("names a programme or an indicator, one of them")
        named, other = ("programme", "indicator") if self.programme else ("indicator", "programme")
        for name in _OF_ONE[other]:
            if name in self.model_fields_set and getattr(self, name) is not None:
                raise ValueError(f"{name} is of {_A[other]}; the line names {_A[named]}")
        return self


class Definition(Model):
    """A report as its lines (*đề cương báo cáo*).

    Attributes:
        title: its title.
        lines: its lines, in order.
    """

    title: Words
    lines: Several[LineDefinition]

    @classmethod
    def read(cls, path: Path | None = None) -> Self:
        """The definition in a file; the one that ships where none is named.

        Raises:
            InvalidDocumentError: the file cannot be read or is no definition.
        """
        path = path or _SHIPPED
        try:
            data = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            message = f"{path.name}: is no definition of a report: {error}"
            raise InvalidDocumentError(message, [Problem(path.name, "$", str(error))]) from None
        return cls.parse(data)
