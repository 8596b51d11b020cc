"""A row of a table laid over the text that stands (*đối chiếu bảng với toàn văn*).

A table has few columns and its cells hold less than a text: a name where the text has a code, too,
a time limit in words where the text has a number. What a row leaves out is not withdrawn, and what
a cell says in the words in which the text would be written there is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from proccat import text as texts
from proccat.documents import Document, Procedure
from proccat.view import Edition, Record
from proccat.writers.columns import COLUMNS, in_words

_FIELDS: Mapping[str, str] = MappingProxyType({
    "decision_date": "decision",
    "time_limits": "manners",
    "fees": "manners",
})  # fmt: skip
"""Column → the field of a procedure it shows, where the two have different names."""


def blended(standing: Document | None, row: Document) -> Document:
    """What a row of a table makes of the text that stands.

    Args:
        standing: the text, None if there is none.
        row: the document that the row alone gives.

    Returns:
        The text with what the row says otherwise; the row's own document where nothing stands.
    """
    if not isinstance(standing, Procedure) or not isinstance(row, Procedure):
        return row
    said = {
        name: getattr(row, name)
        for name in row.model_fields_set
        if getattr(row, name) is not None and not _same(standing, row, name)
    }
    return standing.model_copy(update=said)


def _same(standing: Procedure, row: Procedure, field: str) -> bool:
    """Whether both texts would fill the columns of a field with the same words."""
    before, after = getattr(standing, field), getattr(row, field)
    if before == after or before is None:
        return bool(before == after)
    keys = [column.key for column in COLUMNS if _FIELDS.get(column.key, column.key) == field]
    written = [(_cells(standing, keys, people), _cells(row, keys, people)) for people in (0, 1)]
    said = {key for _, cells in written for key, words in cells.items() if words}
    return bool(said) and any(
        all(old[key] in (new[key], new_plain[key]) for key in said)
        for (old, new), (_, new_plain) in zip(written, reversed(written), strict=True)
    )


def _cells(procedure: Procedure, keys: list[str], people: int) -> dict[str, str]:
    record = Record(procedure, Edition(1, date.min, date.min, None, (), 0), None)
    cells = {}
    for column in COLUMNS:
        if column.key in keys:
            words = in_words(column.value(procedure, record), people=bool(people))
            cells[column.key] = texts.squash(str(words)).casefold()
    return cells
