"""What a report on reform may ask of a line, and what it says where a level is not given."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from strategies import PROGRAMME, programme

from proccat import Catalogue
from proccat.errors import InvalidDocumentError
from proccat.reports import reform
from proccat.reports.definition import Definition
from proccat.reports.wording import lines
from proccat.writers import reform_book, reform_page

DAY = date(2023, 10, 31)


def test_an_agency_without_level_is_told_so(catalogue: Catalogue, tmp_path: Path) -> None:
    """Where a programme obliges an agency and gives no level, every form of the report says so."""
    catalogue.record(programme(obliged=[{"agency": "Bộ Tư pháp"}]), on=DAY, actor="vp")
    line = {"key": "a", "label": "b", "programme": PROGRAMME, "show": ["agencies"]}
    found = reform(catalogue, Definition.parse({"title": "x", "lines": [line]}))
    (figure,) = found.lines[0].figures
    assert (int(figure.value), int(figure.of or 0), figure.level) == (0, 1, None)
    assert "0/1 cơ quan không rõ cấp" in "\n".join(lines(found, "vi"))
    assert "0/1 agencies with no level given" in "\n".join(lines(found, "en"))
    assert 'aria-label="cơ quan không rõ cấp: 0,00 %"' in reform_page.page(found)
    reform_book.write(found, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert sheet["B4"].value == "cơ quan không rõ cấp"


@pytest.mark.parametrize("name", ["reached", "of", "since", "show"])
def test_an_indicator_has_no_stages(name: str) -> None:
    """What counts a programme is refused beside an indicator, where it would do nothing."""
    given = {"reached": "enacted", "of": "approved", "since": "2023-01-01", "show": ["items"]}
    line = {"key": "a", "label": "b", "indicator": "i", name: given[name]}
    with pytest.raises(InvalidDocumentError, match=f"{name} is of a programme"):
        Definition.parse({"title": "x", "lines": [line]})
