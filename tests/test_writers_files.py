"""Files out: whole or not at all, the same view the same bytes, and read back what was written."""

from __future__ import annotations

import csv
import json
import os
import stat
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import attrs
import openpyxl
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from proccat.documents import Document, DocumentRef, Item, LegalDocument, Procedure, Stated
from proccat.errors import ExportError, MissingExtraError, Problem
from proccat.facts import AnyFact, StatusLine
from proccat.lifecycle import LIFECYCLES
from proccat.readers import Entry
from proccat.readers import choose as reader_for
from proccat.readers.cells import words
from proccat.readers.columns import COLUMNS as READ_COLUMNS
from proccat.view import Edition, Record, StatusPeriod, View
from proccat.writers import WRITERS, ExportReport, atomic, choose
from proccat.writers.columns import COLUMNS, in_words, vietnamese
from proccat.writers.xlsx import ITEMS, LONGEST_CELL, PROCEDURES

TABLES = ["csv", "csv-excel", "xlsx"]
OURS = ["json", *TABLES]


@attrs.frozen
class FakeView:
    """A view of documents that stand since the 2nd of January 2024."""

    documents: tuple[Document, ...]
    effective: date = date(2024, 1, 31)
    seq: int = 9
    with_status: bool = True

    def records(self, kind: str, programme: str | None = None) -> Iterator[Record]:
        for document in sorted(self.documents, key=lambda each: each.key):
            if document.kind == kind:
                on = date(2024, 1, 2)
                edition = Edition(1, on, on, None, (), 1)
                yield Record(document, edition, self._status(document.kind))

    def _status(self, kind: str) -> StatusPeriod | None:
        if not self.with_status or kind not in LIFECYCLES:
            return None
        value = {"procedure": "public", "item": "approved"}[kind]
        label = LIFECYCLES[kind].statuses[value].label
        since, until = date(2024, 1, 9), date(2027, 2, 28)
        return StatusPeriod(value, label, since, since, until, (), (), False, "a", 2)

    def standings(self, kind: str) -> Iterator[tuple[str, str]]:
        for record in self.records(kind):
            if record.status is not None:
                yield record.document.subject, record.status.value

    def facts(self) -> Iterator[AnyFact]:
        return iter(())

    def lasting(self, kind: str) -> Iterator[AnyFact]:
        return iter(())


PLAIN = Procedure(
    code="1.000010",
    name="=1+1 — Đăng ký\r\n_x0041_ <b>",
    field="Hộ tịch",
    levels=["province", "commune"],
    announcing="Bộ Tư pháp",
    executing=["Sở A, B và C", "UBND cấp xã"],
    competent=["Chủ tịch"],
    decision=DocumentRef(raw="12/QĐ-BTP", signed_on=date(2023, 12, 20)),
    regulation="assigned",
    type="standard",
    online="full",
    performers=["Cán bộ, công chức, viên chức", "Tổ chức (không bao gồm doanh nghiệp, HTX)"],
    receiving="Bộ phận một cửa",
    results=["Giấy chứng nhận"],
    legal_bases=["68/2020/QH14", "87/2020/NĐ-CP ngày 28/7/2020"],
    requirements=Stated.none("Không"),
    keywords=["kết hôn", "12/2024"],
    note="-1",
)
OTHER = Procedure(code="2.000002.000.00.00.H38", copy_of="2.000002", name="'=x", decision="12/2024")
ITEM = Item(
    programme="68/NQ-CP/2020", subject_kind="procedure", about="1.000010", lead="Bộ Tư pháp",
    due=date(2024, 6, 30), name="Cắt giảm", measures=["cut_time"],
)  # fmt: skip
VIEW = FakeView((PLAIN, OTHER, ITEM, LegalDocument(number="68/NQ-CP", name="Nghị quyết")))


def export(name: str, view: FakeView, path: Path) -> ExportReport:
    return WRITERS[name].write(cast(View, view), path)  # writers need no more of a view than this


def write(name: str, view: FakeView, folder: Path) -> Path:
    return export(name, view, folder / f"{name}{WRITERS[name].suffix}").path


def read(path: Path) -> list[Entry]:
    return [each for each in reader_for(path).read(path) if isinstance(each, Entry)]


@pytest.mark.parametrize("name", OURS)
def test_the_same_view_gives_the_same_bytes(tmp_path: Path, name: str) -> None:
    """Two exports of one view are the same bytes, whenever they are made."""
    first = write(name, VIEW, tmp_path).read_bytes()
    (tmp_path / "again").mkdir()
    assert write(name, VIEW, tmp_path / "again").read_bytes() == first


@pytest.mark.parametrize("name", TABLES)
def test_a_table_reads_back_as_the_documents_it_holds(tmp_path: Path, name: str) -> None:
    """Reading our own table gives the same procedures, codes and texts to the letter."""
    found = read(write(name, VIEW, tmp_path))
    assert [entry.content for entry in found] == [PLAIN, OTHER]
    assert all((entry.on, entry.effective, entry.until) ==
               (date(2024, 1, 2), date(2024, 1, 2), None) for entry in found)  # fmt: skip
    assert not any(entry.warnings for entry in found)


def test_json_reads_back_whole(tmp_path: Path) -> None:
    """Reading our own JSON gives every document and every status, taken over."""
    found = read(write("json", VIEW, tmp_path))
    documents = [entry.content for entry in found if isinstance(entry.content, Document)]
    assert sorted(documents, key=lambda each: each.subject) == sorted(
        VIEW.documents, key=lambda each: each.subject
    )
    statuses = [entry.content for entry in found if isinstance(entry.content, StatusLine)]
    assert {(line.subject, line.to, line.until) for line in statuses} == {
        (PLAIN.subject, "public", date(2027, 2, 28)),
        (OTHER.subject, "public", date(2027, 2, 28)),
        (ITEM.subject, "approved", date(2027, 2, 28)),
    }
    assert all(line.taken_over for line in statuses)


def test_json_is_one_document_with_counts(tmp_path: Path) -> None:
    """The JSON export counts what it holds, and an empty catalogue is valid JSON too."""
    data = json.loads(write("json", VIEW, tmp_path).read_text(encoding="utf-8"))
    assert data["catalogue"]["effective"] == "2024-01-31"
    counts = data["catalogue"]["counts"]
    assert {name: len(data[name]) for name in counts} == counts
    assert counts["procedures"] == 2
    assert data["procedures"][0]["status"]["value"] == "public"
    empty = write("json", FakeView(()), tmp_path).read_text(encoding="utf-8")
    assert set(json.loads(empty)["catalogue"]["counts"].values()) == {0}
    assert empty.endswith("}\n")


short = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1
) | st.sampled_from(["=1", "\t=1", "'-1", "''@", "＝1", "1.234", "1/2", "1e5", "<r>x</r>", "a;b,c"])
names = short.filter(lambda text: text.strip())


@given(name=names.filter(lambda text: text.strip("\u00a0 ")), agency=names)
@example(name="\u0300", agency="0")  # a tone alone is no blank
@pytest.mark.parametrize("format", TABLES)
def test_any_text_survives_every_table(
    tmp_path_factory: pytest.TempPathFactory, format: str, name: str, agency: str
) -> None:
    """Whatever a name or a note holds, each table gives it back to the letter.

    Of a name or a note that says that nothing is known, tables know nothing.
    """
    assume(words(name).value is not None and words(agency).value is not None)
    try:
        document = Procedure(code="1.000010", name=name, note=agency)
    except ValueError:
        return
    found = read(write(format, FakeView((document,)), tmp_path_factory.mktemp("any")))
    assert [entry.content for entry in found] == [document]


@pytest.mark.parametrize("format", TABLES)
def test_a_note_that_nothing_is_known_is_no_note(tmp_path: Path, format: str) -> None:
    """The words by which tables say that they know nothing are read as that."""
    document = Procedure(code="1.000010", name="A", note="CHUA CO THONG TIN")
    (found,) = read(write(format, FakeView((document,)), tmp_path))
    assert found.content == Procedure(code="1.000010", name="A")


@pytest.mark.parametrize("name", ["csv", "csv-excel"])
def test_no_cell_of_a_csv_is_a_formula(tmp_path: Path, name: str) -> None:
    """No field of a CSV begins as a formula does, and every field stands in quotation marks."""
    signs = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=", "\n=", " ="]
    documents = tuple(
        Procedure(code=f"1.{n:06}", name=f"{sign}1+1", note=f"a;{sign}1", executing=[f"{sign}2"])
        for n, sign in enumerate(signs)
    )
    path = write(name, FakeView(documents), tmp_path)
    delimiter = ";" if name == "csv-excel" else ","
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file, delimiter=delimiter, strict=True):
            assert not any(cell.lstrip().startswith(tuple("=+-@＝＋－＠")) for cell in row)
    text = path.read_text(encoding="utf-8-sig")
    assert text.startswith('"')
    assert f"{delimiter}{delimiter}" not in text
    losses = export(name, FakeView(documents), path).losses
    assert any(f"{2 * len(signs)} cells that begin like a formula" in loss for loss in losses)


def test_csv_for_excel_in_viet_nam(tmp_path: Path) -> None:
    """csv-excel has a mark, semicolons, Vietnamese headings, labels, days, guarded codes."""
    path = write("csv-excel", VIEW, tmp_path)
    content = path.read_bytes()
    assert content.startswith(b'\xef\xbb\xbf"M\xc3\xa3 th')
    assert content.endswith(b"\r\n")
    text = content.decode("utf-8-sig")
    assert '"\'1.000010";' in text
    assert ';"\'12/2024";' in text
    assert ';"20/12/2023";' in text
    assert ';"Cấp tỉnh\nCấp xã";' in text
    assert ';"đã công khai";"09/01/2024";"28/02/2027"' in text


def test_csv_for_machines(tmp_path: Path) -> None:
    """Csv has no mark, commas, English headings, keys and ISO days, and leaves codes alone."""
    content = write("csv", VIEW, tmp_path).read_bytes()
    text = content.decode("utf-8")
    assert text.startswith('"code","draft",')
    assert '"1.000010",' in text
    assert ',"province\ncommune",' in text
    assert ',"2023-12-20",' in text
    assert ',"public","2024-01-09","2027-02-28"' in text


def test_every_written_column_can_be_read(tmp_path: Path) -> None:
    """The tables have the columns the readers know, in one order, each heading once."""
    assert [column.key for column in COLUMNS] == [column.key for column in READ_COLUMNS]
    labels = [column.label for column in COLUMNS]
    assert len(set(labels)) == len(labels)


def sheets(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def test_xlsx_cells_have_their_types(tmp_path: Path) -> None:
    """Codes are text cells, days are days, formulas are text; the header is frozen and filtered."""
    book = sheets(write("xlsx", VIEW, tmp_path))
    assert book.sheetnames == [PROCEDURES, ITEMS]
    sheet = book[PROCEDURES]
    headings = [cell.value for cell in sheet[1]]
    row = dict(zip(headings, sheet[2], strict=True))
    assert row["Mã thủ tục"].value == "1.000010"
    assert row["Mã thủ tục"].data_type == "s"
    assert row["Mã thủ tục"].number_format == "@"
    assert row["Ngày quyết định"].value == datetime.fromisoformat("2023-12-20")
    assert row["Ngày quyết định"].number_format == "dd/mm/yyyy"
    assert row["Tên thủ tục"].data_type == "s"
    assert row["Ghi chú"].data_type == "s"
    assert not any(cell.data_type == "f" for cells in sheet for cell in cells)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(3, len(COLUMNS)).coordinate}"
    assert sheet.column_dimensions["D"].width > 50
    items = [cell.value for cell in book[ITEMS][2]]
    assert items[:2] == ["68/NQ-CP/2020/procedure/1.000010", "68/NQ-CP/2020"]
    assert "đã phê duyệt" in items
    assert datetime.fromisoformat("2024-06-30") in items


def test_xlsx_without_items_has_one_sheet_and_no_clock(tmp_path: Path) -> None:
    """Without items there is no sheet for them; nothing in the file tells when it was made."""
    path = write("xlsx", FakeView((PLAIN,)), tmp_path)
    book = sheets(path)
    assert book.sheetnames == [PROCEDURES]
    assert book.properties.created == datetime.fromisoformat("2024-01-31")
    with zipfile.ZipFile(path) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}


def test_xlsx_escapes_what_looks_like_an_escape(tmp_path: Path) -> None:
    """A text such as _x0041_ is escaped in the file, so that Excel shows it and no letter A."""
    path = write("xlsx", VIEW, tmp_path)
    with zipfile.ZipFile(path) as archive:
        assert "_x005F_x0041_" in archive.read("xl/worksheets/sheet1.xml").decode()


def test_markup_in_a_text_stays_text(tmp_path: Path) -> None:
    """A text that looks like the markup of a workbook does not get into the file as markup."""
    evil = "<r></c></row><row><c><f>1+1</f></c></r>"
    path = write("xlsx", FakeView((Procedure(code="1.000010", name=evil),)), tmp_path)
    assert sheets(path)[PROCEDURES]["D2"].value == evil


@pytest.mark.parametrize(
    ("name", "said"),
    [("x" * (LONGEST_CELL + 1), "D2 would hold 32768"), ("😀" * 16_384, "D2 would hold 32768"),
     ("a\x01b", r"D2 would hold U\+0001"), ("\ud800", r"D2 would hold U\+D800")],
    ids=["long", "astral", "control", "surrogate"],
)  # fmt: skip
def test_what_a_cell_cannot_hold_is_an_error_with_its_address(
    tmp_path: Path, name: str, said: str
) -> None:
    """A text too long for a cell, or with a character no workbook holds, is refused by address."""
    old = write("xlsx", VIEW, tmp_path)
    content = old.read_bytes()
    document = PLAIN.model_copy(update={"name": name})
    with pytest.raises(ExportError, match=f"{PROCEDURES}!{said}"):
        export("xlsx", FakeView((document,)), old)
    assert old.read_bytes() == content
    assert list(tmp_path.iterdir()) == [old]


def test_the_longest_cell_is_written_whole(tmp_path: Path) -> None:
    """A text of just the length of a cell is written to the last character."""
    document = Procedure(code="1.000010", name="ạ" * LONGEST_CELL)
    found = read(write("xlsx", FakeView((document,)), tmp_path))
    assert [entry.content for entry in found] == [document]


def test_days_that_excel_cannot_count_are_text(tmp_path: Path) -> None:
    """A day before March 1900 is written as text, and the report says so."""
    decision = DocumentRef(raw="1/QĐ-BTP", signed_on=date(202, 1, 1))
    view = FakeView((Procedure(code="1.000010", name="x", decision=decision),))
    report = export("xlsx", view, tmp_path / "a.xlsx")
    assert any("before March 1900" in loss for loss in report.losses)
    (entry,) = read(report.path)
    assert isinstance(entry.content, Procedure)
    assert entry.content.decision == decision


def test_time_limits_and_fees_in_words() -> None:
    """Limits and fees are put in words once for each channel, in the language of the table."""
    procedure = Procedure(
        code="1.000010",
        name="x",
        manners=[
            {"channel": "direct", "limit": {"quantity": 5, "unit": "working_day"},
             "fees": [{"kind": "charge", "amount": "1234567.5"}]},
            {"channel": "direct", "limit": {"quantity": 5, "unit": "working_day"},
             "fees": [{"amount": 20, "currency": "USD"}]},
            {"channel": "online", "limit": "Theo quy định", "fees": Stated.none("Miễn phí")},
        ],
    )  # fmt: skip
    record = next(FakeView((procedure,)).records("procedure"))
    by_key = {column.key: column for column in COLUMNS}

    def said(key: str, *, people: bool) -> str:
        return str(in_words(by_key[key].value(procedure, record), people=people))

    assert (
        said("time_limits", people=True) == "Trực tiếp: 5 ngày làm việc\nTrực tuyến: Theo quy định"
    )
    assert said("time_limits", people=False) == "direct: 5 working_day\nonline: Theo quy định"
    assert said("fees", people=True) == (
        "Trực tiếp: Lệ phí: 1.234.567,5 đồng\nTrực tiếp: 20 USD\nTrực tuyến: Miễn phí"
    )
    assert said("fees", people=False) == (
        "direct: charge 1234567.5 VND\ndirect: 20 USD\nonline: Miễn phí"
    )


def test_free_of_charge_reads_back_as_stated(tmp_path: Path) -> None:
    """Where every manner is free of charge the cell says so and reads back as stated none."""
    procedure = Procedure(
        code="1.000010",
        name="x",
        manners=[{"limit": "3 ngày làm việc", "fees": Stated.none("Miễn phí")}],
    )
    for name in TABLES:
        (entry,) = read(write(name, FakeView((procedure,)), tmp_path))
        assert isinstance(entry.content, Procedure)
        assert isinstance(entry.content.manners, tuple)
        assert entry.content.manners[0].fees == Stated.none("Miễn phí")


LOST = [
    ("steps and dossiers", {"cases": [{"components": ["Đơn"]}]}),
    ("time limits and fees", {"manners": [{"limit": "5 ngày"}]}),
    ("services", {"services": [{"code": "1.000010.01", "name": "x"}]}),
    ("interconnected", {"members": ["1.000020"]}),
    ("codes of agencies", {"executing": [{"name": "A", "code": "G01"}]}),
    ("codes of agencies", {"field": {"name": "A", "code": "G01-CA11"}}),
    ("legal documents", {"legal_bases": [{"document": "1/QĐ-BTP", "articles": ["Điều 8"]}]}),
    ("legal documents", {"decision": {"raw": "1/QĐ-BTP", "issuer": "Bộ Tư pháp"}}),
    ("requirements one by one", {"requirements": ["a", "b"]}),
    ("Không áp dụng", {"requirements": {"stated": "none", "words": "Không áp dụng"}}),
    ("line breaks", {"executing": ["Sở\nA"]}),
    ("extensions", {"extensions": {"x:y": 1}}),
]


@pytest.mark.parametrize(("said", "fields"), LOST, ids=range(len(LOST)))
@pytest.mark.parametrize("name", TABLES)
def test_a_table_reports_what_it_cannot_hold(
    tmp_path: Path, name: str, said: str, fields: dict[str, object]
) -> None:
    """What does not come back from a table is told in the report, and only that."""
    document = Procedure.parse({"code": "1.000010", "name": "x"} | fields)
    view = FakeView((document,), with_status=False)
    report = export(name, view, tmp_path / f"a{WRITERS[name].suffix}")
    told = [loss for loss in report.losses if "procedures concerned: 1" in loss]
    assert len(told) == 1
    assert said in told[0]
    assert [entry.content for entry in read(report.path)] != [document] or "time" in said


@pytest.mark.parametrize("name", OURS)
def test_every_report_says_that_history_is_lost(tmp_path: Path, name: str) -> None:
    """Every one of these formats holds one day alone and says which."""
    report = export(name, VIEW, tmp_path / "a")
    assert isinstance(report, ExportReport)
    assert any("2024-01-31" in loss for loss in report.losses)
    assert report.rows == {"json": 4, "xlsx": 3}.get(name, 2)
    others = [loss for loss in report.losses if "documents of the kinds" in loss]
    assert bool(others) == (name != "json")
    assert all("document" in loss for loss in others)
    assert ("item" in "".join(others)) == name.startswith("csv")


@attrs.frozen
class BrokenView(FakeView):
    """A view that fails after its first record."""

    def records(self, kind: str, programme: str | None = None) -> Iterator[Record]:
        for count, record in enumerate(FakeView.records(self, kind)):
            if count:
                raise RuntimeError("the disk is on fire")
            yield record


@pytest.mark.parametrize("name", OURS)
def test_a_failed_export_leaves_the_old_file(tmp_path: Path, name: str) -> None:
    """An error while writing leaves the old file as it was and nothing beside it."""
    path = tmp_path / "out"
    path.write_text("old")
    with pytest.raises(RuntimeError, match="on fire"):
        export(name, BrokenView((PLAIN, OTHER)), path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", OURS)
def test_an_absent_folder_is_an_export_error(tmp_path: Path, name: str) -> None:
    """A folder that is not there is an ExportError with the file's name."""
    with pytest.raises(ExportError, match=r"out cannot be written: No such file or directory"):
        export(name, VIEW, tmp_path / "absent" / "out")


def test_atomic_refuses_links_and_folders(tmp_path: Path) -> None:
    """A symbolic link is not written through, a folder is not replaced."""
    target = tmp_path / "target"
    target.write_text("old")
    (tmp_path / "link").symlink_to(target)
    with pytest.raises(ExportError, match="symbolic link"), atomic(tmp_path / "link"):
        pass
    with pytest.raises(ExportError, match="folder"), atomic(tmp_path):
        pass
    assert target.read_text() == "old"


def test_atomic_keeps_the_permissions(tmp_path: Path) -> None:
    """A new file has the permissions usual for the user, an existing one keeps its own."""
    path = tmp_path / "a"
    other = tmp_path / "b"
    other.touch()
    for mode in (stat.S_IMODE(other.stat().st_mode), 0o640):
        with atomic(path) as temporary:
            temporary.write_text("new")
        assert stat.S_IMODE(path.stat().st_mode) == mode
        path.chmod(0o640)


def test_an_error_of_the_disk_is_an_export_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failing fsync or rename is an ExportError; the old file stands and no other is left."""
    path = tmp_path / "a"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("fsync", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, fail)
            with pytest.raises(ExportError, match="No space left"), atomic(path) as temporary:
                temporary.write_text("new")
        assert path.read_text() == "old"
        assert list(tmp_path.iterdir()) == [path]


def test_the_suffix_tells_the_format(tmp_path: Path) -> None:
    """The suffix chooses the writer, a name asks for one, and what is unknown lists the known."""
    assert choose(tmp_path / "A.XLSX").name == "xlsx"
    assert choose(tmp_path / "a.csv").name == "csv"
    assert choose(tmp_path / "a.json").name == "json"
    assert choose(tmp_path / "a.csv", "csv-excel").name == "csv-excel"
    for path, format in (("a", None), ("a.xls", None), ("a.csv", "pdf")):
        with pytest.raises(ExportError, match=r"json.*csv.*csv-excel.*xlsx"):
            choose(tmp_path / path, format)


def test_excel_needs_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without XlsxWriter the error names the extra to install."""
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r"proccat\[excel\]"):
        write("xlsx", VIEW, tmp_path)


def test_numbers_as_viet_nam_writes_them() -> None:
    """Dots group by three, a comma parts the fraction."""
    assert vietnamese(Decimal("1234567.89")) == "1.234.567,89"
    assert vietnamese(Decimal(20000)) == "20.000"


def test_reading_back_warns_of_nothing_but_statuses(tmp_path: Path) -> None:
    """Of our own table only the columns of statuses are not read, and that is said once."""
    for name in TABLES:
        path = write(name, VIEW, tmp_path)
        (problem,) = (p for p in reader_for(path).read(path) if isinstance(p, Problem))
        assert problem.severity == "warning"
        assert problem.message.count("“") == 3
