"""Tables of procedures in CSV and in Excel: read by their headings, nothing guessed."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proccat.documents import DocumentRef, Level, Procedure, Stated
from proccat.documents.labels import LABELS, from_label, label
from proccat.documents.procedure import OnlineLevel, Regulation
from proccat.errors import LoadError, MissingExtraError, Problem
from proccat.readers import Entry, choose, workbook
from proccat.readers.cells import day_of, fee, limit, number_of
from proccat.readers.csv_table import CsvReader
from proccat.readers.guard import guard, unguard

REAL = Path(os.environ.get("PROCCAT_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
PORTAL = ["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"]
ROW = ["1.000894", "Đăng ký kết hôn", "Bộ Tư pháp", "UBND cấp xã", "Hộ tịch"]


def xlsx(path: Path, rows: Iterable[Sequence[Any]], **sheets: Iterable[Sequence[Any]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for title, others in sheets.items():
        sheet = book.create_sheet(title)
        for row in others:
            sheet.append(row)
    book.save(path)
    return path


def csv_file(path: Path, rows: Iterable[Sequence[Any]]) -> Path:
    text = "\r\n".join(
        ",".join('"' + str("" if cell is None else cell).replace('"', '""') + '"' for cell in row)
        for row in rows
    )
    path.write_text(text, encoding="utf-8", newline="")
    return path


def entries(path: Path) -> list[Entry]:
    return [each for each in choose(path).read(path) if isinstance(each, Entry)]


def problems(path: Path) -> list[Problem]:
    return [each for each in choose(path).read(path) if isinstance(each, Problem)]


def procedure(entry: Entry) -> Procedure:
    assert isinstance(entry.content, Procedure)
    return entry.content


@pytest.fixture(params=["xlsx", "csv"])
def table(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as a workbook or as CSV."""
    if request.param == "xlsx":
        return lambda *rows: xlsx(tmp_path / "list.xlsx", rows)
    return lambda *rows: csv_file(tmp_path / "list.csv", rows)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here (PROCCAT_REAL_DATA)")
@pytest.mark.parametrize(
    ("name", "count"), [("danh-sach-tthc-BoTuPhap.xlsx", 271), ("toa-an-nhan-dan.xlsx", 3)]
)
def test_real_lists_of_the_portal_load_whole(name: str, count: int) -> None:
    """Every row of the portal's own lists is an entry, its agencies split at line ends alone."""
    found = list(choose(REAL / "portal" / name).read(REAL / "portal" / name))
    assert len(found) == count
    assert all(isinstance(each, Entry) for each in found)
    agencies = [
        ref.name for each in found if isinstance(each, Entry) for ref in procedure(each).agencies
    ]
    assert any(", " in name for name in agencies)
    assert not any("\n" in name for name in agencies)


def test_the_portal_list(table: Callable[..., Path]) -> None:
    """Two title rows, five columns: a procedure a row, told with its row."""
    path = table(
        ["DANH SÁCH THỦ TỤC HÀNH CHÍNH", "", "", "", ""],
        ["", "", "", "", ""],
        PORTAL,
        [" 1.000010\u00a0", "Tên, có phẩy ", "Bộ A", "Sở B, C và D\nUBND cấp xã", "Đất đai"],
        ["", "", "", "", ""],
        ["1.000020", "Tên", "Không có thông tin", "", ""],
    )
    first, second = entries(path)
    assert first.where == f"{path.name}!R4"
    assert first.content == Procedure(
        code="1.000010",
        name="Tên, có phẩy ",
        announcing="Bộ A",
        executing=["Sở B, C và D", "UBND cấp xã"],
        field="Đất đai",
    )
    assert second.content == Procedure(code="1.000020", name="Tên")
    assert problems(path) == []


def test_headings_are_found_by_their_words(table: Callable[..., Path]) -> None:
    """Order, case, tones and blanks of headings do not matter; other columns make one warning."""
    path = table(
        ["STT", "LĨNH VỰC", "ten  thu tuc hành chính", "Đơn vị giải quyết", "Mã TTHC", "Cột lạ"],
        ["1", "Hộ tịch", "Đăng ký kết hôn", "Phòng Tư pháp", "1.000894", "x"],
    )
    (entry,) = entries(path)
    assert entry.content == Procedure(code="1.000894", name="Đăng ký kết hôn", field="Hộ tịch")
    (warning,) = problems(path)
    assert warning.severity == "warning"
    assert "“Đơn vị giải quyết”, “Cột lạ”" in warning.message
    assert "STT" not in warning.message


def test_the_provincial_list(table: Callable[..., Path]) -> None:
    """The eleven columns of a provincial list map to the fields of a procedure."""
    path = table(
        ["STT", "Mã TTHC", "Tên Thủ tục hành chính", "Lĩnh vực", "Cơ quan công bố", "Loại TTHC",
         "Cơ quan thực hiện", "Cấp thực hiện", "Mức độ cung cấp", "Phí - lệ phí",
         "Đơn vị giải quyết"],
        ["1", "1.011442.000.00.00.H38", "Đăng ký", "Đất đai", "Bộ A",
         "TTHC được giao luật quy định chi tiết", "Sở B", "Cấp tỉnh, Cấp xã", "Toàn trình",
         "Miễn phí", "Phòng C"],
        ["2", "2.000001", "Cấp lại", "", "", "", "", "", "", "20.000 đồng", ""],
    )  # fmt: skip
    first, second = (procedure(entry) for entry in entries(path))
    assert first.levels == (Level.PROVINCE, Level.COMMUNE)
    assert first.regulation is Regulation.ASSIGNED
    assert first.online is OnlineLevel.FULL
    assert isinstance(first.manners, tuple)
    assert first.manners[0].fees == Stated.none("Miễn phí")
    assert isinstance(second.manners, tuple)
    assert isinstance(second.manners[0].fees, tuple)
    assert second.manners[0].fees[0].amount == Decimal(20000)


def test_an_unknown_label_is_left_unknown_and_told(table: Callable[..., Path]) -> None:
    """A label that means no value is never taken for a like one: unknown, with a warning."""
    path = table(["Mã số", "Tên", "Cấp thực hiện"], ["1.000894", "Tên", "Cấp tỉnh, Cấp phường"])
    (entry,) = entries(path)
    assert procedure(entry).levels is None
    (warning,) = entry.warnings
    assert warning.path == "$.levels"
    assert "Cấp phường" in warning.message


@pytest.mark.parametrize(
    "code",
    ["1.00001", "7.000001", "１.000010", "1.0000\u200b10", "1.000010\u202e", "../../etc/passwd",
     "C:\\CON", "1.004999'; DROP TABLE x;--", "1" * 65, "=1+1", "Mục I. Hộ tịch", ""],
)  # fmt: skip
def test_a_code_that_is_none_is_a_problem(table: Callable[..., Path], code: str) -> None:
    """A code that cannot be is told with its row and column, and the other rows load."""
    path = table(PORTAL, ROW, [code, "Tên", "", "", ""])
    assert [entry.where for entry in entries(path)] == [f"{path.name}!R2"]
    (problem,) = problems(path)
    assert problem.where == f"{path.name}!R3"
    assert problem.path in ("$.code", "$")


def test_an_apostrophe_before_a_code_is_taken_off(table: Callable[..., Path]) -> None:
    """An apostrophe that Excel left before a code is taken off, with a warning."""
    (entry,) = entries(table(PORTAL, ["'1.000010", *ROW[1:]]))
    assert procedure(entry).code == "1.000010"
    assert [warning.path for warning in entry.warnings] == ["$.code"]


def test_the_same_code_twice(table: Callable[..., Path]) -> None:
    """The same row again is taken once with a warning, another name an error with the first row."""
    path = table(PORTAL, ROW, ROW, [ROW[0], "Tên khác", *ROW[2:]], [*ROW[:4], "Khác"])
    assert len(entries(path)) == 1
    same, name, text = problems(path)
    first = f"{path.name}!R2"
    assert (same.where, same.severity) == (f"{path.name}!R3", "warning")
    assert (name.where, name.severity) == (f"{path.name}!R4", "error")
    assert (text.where, text.severity) == (f"{path.name}!R5", "error")
    assert first in same.message
    assert first in name.message
    assert "another name" in name.message
    assert "another text" in text.message


def test_two_headings_of_one_meaning_are_refused(table: Callable[..., Path]) -> None:
    """Two columns for one field are refused: which to take would be a guess."""
    path = table(["Mã số", "Tên", "Tên thủ tục"], ["1.000894", "a", "b"])
    with pytest.raises(LoadError, match=r"R1: the headings 'Tên', 'Tên thủ tục' mean the same"):
        entries(path)


def test_no_headings_says_what_was_expected_and_found(table: Callable[..., Path]) -> None:
    """A table without the headings is refused with what was looked for and what there is."""
    path = table(["Số TT", "Tên TTHC", "Thời hạn giải quyết"], ["1", "Hỗ trợ", "90 ngày"])
    with pytest.raises(LoadError, match=r"“Mã số” and “Tên”.*Số TT \| Tên TTHC"):
        entries(path)


def test_headings_after_the_twentieth_row_are_none(table: Callable[..., Path]) -> None:
    """The headings are looked for in the first twenty rows only."""
    title = ["Danh sách", "", "", "", ""]
    assert entries(table(*[title] * 19, PORTAL, ROW))
    with pytest.raises(LoadError, match="headings"):
        entries(table(*[title] * 20, PORTAL, ROW))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+84912345678", "-1", "@SUM(A1)", "＝1+1", "<img src=x onerror=alert(1)>",
     "</script>", "{{7*7}}", "ạ" * 32_000, "a\r\nb", "_x0041_", "'=1", "Đăng ký"],
)  # fmt: skip
def test_hostile_text_is_kept_verbatim(table: Callable[..., Path], text: str) -> None:
    """Whatever a name holds comes through as it is."""
    if text.startswith("="):
        text = " " + text  # openpyxl, which makes the file, would write a formula
    path = table(["Mã số", "Tên"], ["1.000894", text])
    (entry,) = entries(path)
    kept = text.replace("\r\n", "\n") if path.suffix == ".xlsx" else text  # XML joins line ends
    assert procedure(entry).name == kept


@pytest.mark.parametrize(
    ("written", "expected"),
    [("31/01/2024", date(2024, 1, 31)), ("1/2/2024", date(2024, 2, 1)), ("2024-01-31",
     date(2024, 1, 31)), ("", None)],
)  # fmt: skip
def test_days_as_officials_write_them(
    table: Callable[..., Path], written: str, expected: date | None
) -> None:
    """dd/mm/yyyy and ISO days are read, day before month; the number gets the day of signing."""
    path = table(
        ["Mã số", "Tên", "Số quyết định", "Ngày quyết định"], ["1.000894", "x", "1/QĐ-BTP", written]
    )
    (entry,) = entries(path)
    assert procedure(entry).decision == DocumentRef(raw="1/QĐ-BTP", signed_on=expected)


@pytest.mark.parametrize(
    "written",
    ["31/02/2025", "29/02/2023", "0000-01-01", "02/03/25", "45716.5", "60", "2024-1-1",
     "1/QĐ ngày 1/1/2024", "٣١/٠١/٢٠٢٤"],
)  # fmt: skip
def test_a_day_that_is_none_is_a_problem(table: Callable[..., Path], written: str) -> None:
    """What is no day of the calendar, or could be two, is a problem and never guessed."""
    header = ["Mã số", "Tên", "Số quyết định", "Ngày quyết định"]
    path = table(header, ["1.000894", "x", "1/QĐ-BTP", written])
    assert not entries(path)
    assert [problem.path for problem in problems(path)] == ["$.decision_date"]


def test_a_day_without_its_decision_is_told(table: Callable[..., Path]) -> None:
    """A day of signing without a decision is left out with a warning, not silently."""
    (entry,) = entries(table(["Mã số", "Tên", "Ngày quyết định"], ["1.000894", "x", "1/2/2024"]))
    assert [warning.path for warning in entry.warnings] == ["$.decision_date"]


@pytest.mark.parametrize(
    ("cell", "said"),
    [(1.0001, "dropped zeros"), (1, "dropped zeros"), (True, "truth value"),
     (date(2024, 1, 2), "date"), ("#N/A", "error")],
)  # fmt: skip
def test_a_typed_cell_is_never_a_code(tmp_path: Path, cell: object, said: str) -> None:
    """A number, date, truth value or error in place of a code is a problem that says what to do."""
    path = xlsx(tmp_path / "a.xlsx", [PORTAL, [cell, *ROW[1:]]])
    assert not entries(path)
    (problem,) = problems(path)
    assert said in problem.message
    assert problem.path == "$.code"


def test_a_whole_number_among_words_is_taken_with_a_warning(tmp_path: Path) -> None:
    """A whole number where words belong becomes text with a warning, a fraction is a problem."""
    header = ["Mã số", "Tên", "Số quyết định"]
    path = xlsx(tmp_path / "a.xlsx", [header, ["1.000894", "x", 1681], ["1.000895", "y", 16.5]])
    (entry,) = entries(path)
    assert procedure(entry).decision == DocumentRef(raw="1681")
    assert "1681" in entry.warnings[0].message
    assert [problem.path for problem in problems(path)] == ["$.decision"]


@pytest.mark.parametrize("epoch", [openpyxl.utils.datetime.CALENDAR_WINDOWS_1900,
                                   openpyxl.utils.datetime.CALENDAR_MAC_1904])  # fmt: skip
def test_date_cells_in_both_calendars(tmp_path: Path, epoch: datetime) -> None:
    """A date cell is the same day in the 1900 and the 1904 system; a time of day is refused."""
    book = openpyxl.Workbook()
    book.epoch = epoch
    sheet = book.active
    assert sheet is not None
    sheet.append(["Mã số", "Tên", "Số quyết định", "Ngày quyết định"])
    sheet.append(["1.000894", "x", "1/QĐ-BTP", date(2025, 2, 28)])
    sheet.append(["1.000895", "x", "1/QĐ-BTP", datetime.fromisoformat("2025-02-28T12:00")])
    book.save(tmp_path / "a.xlsx")
    (entry,) = entries(tmp_path / "a.xlsx")
    assert procedure(entry).own_date == date(2025, 2, 28)
    assert "time of day" in problems(tmp_path / "a.xlsx")[0].message


def test_serial_60_is_refused(tmp_path: Path) -> None:
    """The 29 February 1900 that only Excel knows is no day, nor is one beyond the calendar."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Mã số", "Tên", "Ngày quyết định"])
    for code, serial in (("1.000894", 60), ("1.000895", 10**9)):
        sheet.append([code, "x", serial])
        sheet.cell(sheet.max_row, 3).number_format = "dd/mm/yyyy"
    book.save(tmp_path / "a.xlsx")
    assert not entries(tmp_path / "a.xlsx")
    assert [p.path for p in problems(tmp_path / "a.xlsx")] == ["$.decision_date"] * 2


def test_formulas_are_never_computed(tmp_path: Path) -> None:
    """A formula without a stored value is a problem where it matters and nothing elsewhere."""
    rows: list[list[str | None]] = [
        ["STT", *PORTAL],
        ["=ROW()", *ROW],
        ["=ROW()", "1.000895", '="Tên"', "", "", ""],
        ["=ROW()", None, None, None, None, None],
    ]
    path = xlsx(tmp_path / "a.xlsx", rows)
    assert [entry.where for entry in entries(path)] == ["a.xlsx!R2"]
    (problem,) = problems(path)
    assert (problem.where, problem.path) == ("a.xlsx!R3", "$.name")
    assert "formula" in problem.message


def test_a_formula_shows_its_stored_value(tmp_path: Path) -> None:
    """A formula with a stored value is that value; one that gave no text is a blank."""
    path = xlsx(tmp_path / "a.xlsx", [PORTAL, ROW, [*ROW[:1], "@", "@", *ROW[3:]]])
    cell = '<c r="{}3" t="str"><f>A1&amp;""</f><v>{}</v></c>'
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    head, tail = sheet[: sheet.index('<c r="B3"')], sheet[sheet.index('<c r="D3"') :]
    sheet = head + cell.format("B", "Đăng ký kết hôn") + cell.format("C", "") + tail
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in (parts | {"xl/worksheets/sheet1.xml": sheet.encode()}).items():
            archive.writestr(name, part)
    (problem,) = problems(path)
    assert "another text" in problem.message  # the same name, no announcing agency


def test_every_sheet_with_headings_is_read(tmp_path: Path) -> None:
    """Sheets with the headings are read, others passed over; places tell the sheet."""
    rows = [["Ghi chú"], ["Cấp xã"]]
    path = xlsx(tmp_path / "a.xlsx", rows, Tỉnh=[PORTAL, ROW], Xã=[PORTAL, ROW])
    (entry,) = entries(path)
    assert entry.where == "a.xlsx!Tỉnh!R2"
    (problem,) = problems(path)
    assert problem.where == "a.xlsx!Xã!R2"
    assert "a.xlsx!Tỉnh!R2" in problem.message


def test_a_cell_in_the_last_corner_neither_crashes_nor_hides(tmp_path: Path) -> None:
    """A cell at XFD1048576 is passed over with a warning; what stands in the table is read."""
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(PORTAL)
    sheet.append(ROW)
    sheet["XFD1048576"] = "x"
    book.save(path)
    assert len(entries(path)) == 1
    (warning,) = problems(path)
    assert warning.severity == "warning"
    assert "columns" in warning.message


def test_a_row_beyond_the_last_ends_the_sheet(tmp_path: Path) -> None:
    """A row number that no worksheet has does not make the reader count up to it."""
    path = xlsx(tmp_path / "a.xlsx", [PORTAL, ROW])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    sheet = sheet.replace("</sheetData>", '<row r="99999999999"><c><v>1</v></c></row></sheetData>')
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in (parts | {"xl/worksheets/sheet1.xml": sheet.encode()}).items():
            archive.writestr(name, part)
    assert len(entries(path)) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/workbook.xml", "docProps/app.xml"])
def test_a_document_type_is_refused(tmp_path: Path, part: str, encoding: str) -> None:
    """A part that declares a document type is refused, in whatever encoding."""
    path = xlsx(tmp_path / "a.xlsx", [PORTAL, ROW])
    evil = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (parts | {part: evil.encode(encoding)}).items():
            archive.writestr(name, content)
    with pytest.raises(LoadError, match="document type"):
        entries(path)


def test_an_archive_made_to_exhaust_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too many parts, too many bytes or too high a ratio refuse a workbook before it is parsed."""
    path = xlsx(tmp_path / "a.xlsx", [PORTAL, ROW])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * (4 << 20))
    with pytest.raises(LoadError, match="200 to 1"):
        entries(path)
    monkeypatch.setattr(workbook, "MAX_BYTES", 1 << 20)
    with pytest.raises(LoadError, match="unpacks to"):
        entries(path)
    monkeypatch.setattr(workbook, "MAX_ENTRIES", 3)
    with pytest.raises(LoadError, match="parts, more than 3"):
        entries(path)


@given(place=st.integers(0, 4000), value=st.integers(0, 255))
def test_a_damaged_workbook_loads_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, place: int, value: int
) -> None:
    """A workbook with any one byte changed loads, has problems or is refused; it never crashes."""
    path = tmp_path_factory.mktemp("flip") / "a.xlsx"
    content = bytearray(xlsx(path, [PORTAL, ROW]).read_bytes())
    content[place % len(content)] = value
    path.write_bytes(content)
    try:
        found = list(choose(path, "xlsx-portal").read(path))
    except LoadError:
        return
    assert all(isinstance(each, (Entry, Problem)) for each in found)


def test_excel_needs_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without openpyxl the error names the extra to install."""
    path = xlsx(tmp_path / "a.xlsx", [PORTAL, ROW])
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(MissingExtraError, match=r"proccat\[excel\]"):
        entries(path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16"], ids=["plain", "mark", "utf-16"]
)
def test_delimiters_and_encodings(tmp_path: Path, delimiter: str, encoding: str) -> None:
    """Comma, semicolon and tab, UTF-8 with and without its mark and UTF-16 read alike."""
    path = tmp_path / "a.csv"
    path.write_text(f"{delimiter.join(PORTAL)}\n{delimiter.join(ROW)}\n", encoding=encoding)
    (entry,) = entries(path)
    assert procedure(entry).name == ROW[1]


def test_two_byte_order_marks(tmp_path: Path) -> None:
    """Two byte-order marks, which some tools leave, are no part of the first heading."""
    path = tmp_path / "a.csv"
    path.write_text(f"\ufeff\ufeff{','.join(PORTAL)}\n{','.join(ROW)}\n", encoding="utf-8")
    assert len(entries(path)) == 1


def test_cp1258_is_refused_with_the_way_out(tmp_path: Path) -> None:
    """Another encoding is refused with how to save the file, never read as wrong letters."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"M\xe3 s\xf4\xec,T\xean\n1.000894,x\n")
    with pytest.raises(LoadError, match=r"CP1258.*CSV UTF-8"):
        entries(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (",".join(PORTAL).encode("utf-16-le"), "NUL"),
        (b"\xff\xfe\x00", "UTF-16"),
        ("Mã số,Tên\n1.000894,\"x".encode(), "no CSV"),
        ("Mã số,Tên\n1.000894,\"x\"y\n".encode(), "no CSV"),
    ],
)  # fmt: skip
def test_text_that_is_no_table_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """A quotation mark that never ends, or an encoding that cannot be, refuses the whole file."""
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(LoadError, match=said):
        list(CsvReader().read(path))


def test_ragged_rows_are_problems(tmp_path: Path) -> None:
    """A row with fewer or more cells than the headings is a problem: its cells may have moved."""
    path = tmp_path / "a.csv"
    rows = [",".join(ROW) + ",", "1.000895,x", "1.000896,a,b,c,d,e", "", ",,,,,,", "1.000897"]
    path.write_text("\n".join([",".join(PORTAL), *rows]), encoding="utf-8")
    assert [entry.where for entry in entries(path)] == ["a.csv!R2"]
    assert [problem.where for problem in problems(path)] == ["a.csv!R3", "a.csv!R4", "a.csv!R7"]


def test_headings_alone_give_a_warning(table: Callable[..., Path]) -> None:
    """A table of headings alone gives one warning."""
    (problem,) = problems(table(PORTAL))
    assert problem.severity == "warning"


def test_nul_in_a_cell_is_a_problem_of_its_row(tmp_path: Path) -> None:
    """A NUL inside a text is told with its row and the others load."""
    path = csv_file(tmp_path / "a.csv", [PORTAL, ROW, ["1.000895", "a\0b", "", "", ""]])
    assert [entry.where for entry in entries(path)] == ["a.csv!R2"]
    assert [(p.where, p.path) for p in problems(path)] == [("a.csv!R3", "$.name")]


texts = st.text(alphabet="'=+-@\t\r\n＝＋－＠ 1.0/e%(a\u00a0", max_size=12) | st.text(max_size=12)


@given(texts, st.booleans())
def test_unguard_takes_back_guard(text: str, numbers: bool) -> None:
    """For every text, what was guarded comes back exactly, and no guarded text is a formula."""
    guarded = guard(text, numbers=numbers)
    assert unguard(guarded, numbers=numbers) == text
    assert not guarded.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@given(texts)
def test_guarding_numbers_guards_formulas_too(text: str) -> None:
    """Whatever is guarded as a formula is guarded where numbers are guarded as well."""
    if guard(text) != text:
        assert guard(text, numbers=True) != text


@pytest.mark.parametrize(
    ("written", "value"),
    [("1.234.567,89", "1234567.89"), ("1.234", "1234"), ("-5", "-5"), ("0,5", "0.5")],
)
def test_vietnamese_numbers(written: str, value: str) -> None:
    """Dots group by three and a comma parts the fraction."""
    assert number_of(written) == Decimal(value)


@pytest.mark.parametrize(
    "written",
    ["1.23", "1,234,567", "1234.5", "1_000", "NaN", "Infinity", "1e9", "", "١", "1.2345"],
)
def test_other_notations_are_refused(written: str) -> None:
    """A number in another notation is refused, not guessed."""
    with pytest.raises(ValueError, match="no number"):
        number_of(written)


def test_words_of_limits_and_fees_are_kept() -> None:
    """A limit or fee is exact where the words are nothing else, and the words are always kept."""
    assert limit("5 ngày làm việc") == {
        "quantity": 5, "unit": "working_day", "words": "5 ngày làm việc",
    }  # fmt: skip
    assert limit("15 ngày, kể từ ngày nhận đủ hồ sơ").keys() == {"words"}
    assert fee("50.000đ")["amount"] == Decimal(50000)
    assert fee("50.000 đồng/hồ sơ").keys() == {"words"}
    assert fee("20.00 đồng").keys() == {"words"}


@given(st.dates(min_value=date(1945, 9, 2)))
def test_a_day_reads_back_in_each_notation(on: date) -> None:
    """A day is the same as a date cell, as dd/mm/yyyy and as ISO text."""
    assert day_of(on).value == on
    assert day_of(f"{on:%d/%m/}{on.year:04d}").value == on
    assert day_of(on.isoformat()).value == on


def test_every_label_means_its_value_alone() -> None:
    """Each label and spelling reads back as its value, and no two values share one."""
    for kind, known in LABELS.items():
        assert set(known) == set(kind)
        for value in kind:
            assert from_label(kind, label(value)) is value
            assert all(from_label(kind, spelling) is value for spelling in known[value])
            assert from_label(kind, value.value) is value
