"""The report of October 2023: every figure comes out of records, and follows when they change."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
import reform_fixture
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # ships no types
from strategies import Clock

from proccat import Catalogue
from proccat.cli import main
from proccat.errors import ExportError, InvalidDocumentError, UnknownAgencyError
from proccat.loading import files_in
from proccat.reports import Reform, reform
from proccat.reports.definition import Definition
from proccat.reports.reform import Figure
from proccat.reports.wording import WORDS, lines, number
from proccat.resources import resource
from proccat.schemas import schemas
from proccat.writers import reform_book, reform_page

FOLDER = resource("fixtures") / "reform-2023"
DAY = date(2023, 10, 31)
HOSTILE = "<img src=x onerror=alert(1)></script>\"'&{{7*7}}"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue that holds the fixture and nothing else."""
    path = tmp_path_factory.mktemp("reform") / "a.db"
    with Catalogue.open(path, clock=Clock()) as catalogue:
        report = catalogue.load(FOLDER)
        assert report.problems == ()
        assert report.recorded == sum(map(len, reform_fixture.files().values()))
    return path


@pytest.fixture
def records(file: Path, tmp_path: Path) -> Iterator[Catalogue]:
    """A copy of it, to change."""
    shutil.copy(file, tmp_path / "a.db")
    with Catalogue.open(tmp_path / "a.db", clock=Clock()) as catalogue:
        yield catalogue


@pytest.fixture(scope="module")
def report(file: Path) -> Reform:
    """The report to 31 October 2023, with one ministry beside all."""
    with Catalogue.open(file, clock=Clock(), read_only=True) as catalogue:
        return reform(catalogue.at(DAY), agency="BTP")


def figures(report: Reform) -> dict[str, tuple[Figure, ...]]:
    return {line.key: line.figures for line in report.lines}


def told(*values: object) -> list[object]:
    """Values of several types side by side."""
    return list(values)


def test_the_fixture_follows_its_rules() -> None:
    """What ships is what the rules give, small enough, and every record says it is constructed."""
    total = 0
    for name, made in reform_fixture.files().items():
        text = (FOLDER / name).read_text("utf-8")
        assert text == reform_fixture.written(made), name
        total += len(text.encode())
        for line in made:
            assert line["kind"] == "agency" or line.get("note") == reform_fixture.NOTE or (
                line["extensions"] == reform_fixture.CONSTRUCTED
            )  # fmt: skip
            for basis in (*line.get("basis", ()), *filter(None, (line.get("number"),))):
                assert re.match(r"9\d{3}/", basis), basis
    assert total < 4_000_000


def test_its_records_are_lawful_lines() -> None:
    """A hundredth of the lines, evenly spread, and every short file, fit the schema of lines."""
    validator = Draft202012Validator(json.loads(schemas()["line.schema.json"]))
    for name, made in reform_fixture.files().items():
        step = 1 if len(made) < 10 else len(made) // 25
        for line in made[::step]:
            assert validator.is_valid(line), (name, line)


def test_a_folder_apart_is_loaded_only_when_named(tmp_path: Path) -> None:
    """A folder that holds `.apart` is left out of the one around it, with all beneath it."""
    for name in ("a.jsonl", "x/b.jsonl", "x/y/c.jsonl", "z/d.jsonl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "x" / ".apart").touch()

    def names(source: Path) -> list[str]:
        return [path.name for path in files_in(source)]

    assert names(tmp_path) == ["a.jsonl", "d.jsonl"]
    assert names(tmp_path / "x") == ["b.jsonl", "c.jsonl"]
    assert names(tmp_path / "x" / "y") == ["c.jsonl"]
    assert names(tmp_path / "x" / "b.jsonl") == ["b.jsonl"]
    assert not any("reform-2023" in path.parts for path in files_in(resource("fixtures")))


def test_each_figure_of_the_report(report: Reform) -> None:
    """The figures of the report of ten months of 2023, each computed."""
    found = figures(report)
    (plans,) = found["phuong-an"]
    assert told(plans.value, plans.of, plans.share) == [437, 1086, Decimal("40.24")]
    assert [each.value for each in found["quy-dinh-kinh-doanh"]] == [2483, 201, 180]
    internal = [told(each.level, each.value, each.of) for each in found["thu-tuc-noi-bo"]]
    assert internal == [[None, 4028, None], ["ministry", 21, 22], ["province", 61, 63]]
    for key, parts in (
        ("vi-tri-viec-lam-cong-chuc", [20, 20]), ("vi-tri-viec-lam-vien-chuc", [13, 15]),
    ):  # fmt: skip
        (posts,) = found[key]
        assert told(posts.value, posts.of) == parts
    for key, value, points, base in (
        ("ket-qua-dien-tu", "26.93", "16.15", "10.78"),
        ("so-hoa-bo-nganh", "82.42", "30.73", "51.69"),
        ("so-hoa-dia-phuong", "70.15", "31.31", "38.84"),
    ):
        (share,) = found[key]
        assert share.change is not None
        assert (share.value, share.change.value) == (Decimal(value), Decimal(points))
        assert (share.change.kind, share.change.base) == ("points", Decimal(base))
    for key, count in (("the-can-cuoc", 83_760_000), ("dinh-danh-dien-tu", 64_300_000)):
        (counted,) = found[key]
        assert told(counted.value, counted.qualifier) == [count, "over"]
        assert counted.as_of == date(2023, 10, 10)


def test_the_report_in_words(report: Reform) -> None:
    """Vietnamese and English say the same figures, each in its own number format."""
    vi, en = ("\n".join(lines(report, lang)) for lang in ("vi", "en"))
    for said in (
        "Số liệu đến ngày 31/10/2023", "437/1.086 thủ tục (40 %)", "2.483 quy định; 201 văn bản",
        "4.028 thủ tục nội bộ; 21/22 bộ, cơ quan ngang bộ; 61/63 địa phương",
        "26,93 % (tăng 16,15 điểm phần trăm, từ 10,78 %;", "trên 83,76 triệu thẻ",
        "trên 64,3 triệu hồ sơ (số liệu đến ngày 10/10/2023)", "    Bộ Tư pháp: 19/49 thủ tục",
        "    Bộ Tư pháp: 32,00 %",
    ):  # fmt: skip
        assert said in vi
    for said in (
        "As of 2023-10-31", "437/1,086 procedures (40 %)", "2,483 regulations; 201 documents",
        "21/22 ministries; 61/63 localities", "up 16.15 percentage points, from 10.78 %",
        "over 83.76 million cards (as of 2023-10-10)", "    Bộ Tư pháp: not recorded",
    ):  # fmt: skip
        assert said in en


def test_voiding_one_enactment_makes_it_436(records: Catalogue) -> None:
    """No figure is written in code: one enacting fact taken back, and each total follows."""
    view = records.at(DAY)
    enacted = next(
        fact.seq
        for fact in records.changes()
        if fact.to == "enacted" and fact.subject.startswith("item:phuong-an/") and fact.on <= DAY
    )
    records.void(enacted, reason="nhập nhầm", actor="vp-chinh-phu")
    (plans,) = figures(reform(records.at(DAY)))["phuong-an"]
    assert told(plans.value, plans.of, plans.share) == [436, 1086, Decimal("40.15")]
    (before,) = figures(reform(view))["phuong-an"]
    assert before.value == 437


def test_a_draft_that_is_signed_still_counts_once(records: Catalogue) -> None:
    """Five drafts of the report were signed in December: the documents stay 201."""
    later = figures(reform(records.at(date(2023, 12, 31))))["quy-dinh-kinh-doanh"]
    assert [each.value for each in later[:2]] == [2483, 201]
    earlier = figures(reform(records.at(date(2022, 12, 31))))["quy-dinh-kinh-doanh"]
    assert 0 < earlier[0].value < 2483
    assert 0 < earlier[1].value < 201


def test_an_indicator_has_its_own_day(records: Catalogue) -> None:
    """The latest value not after the day of the report is shown, with its own day."""
    (cards,) = figures(reform(records.at(date(2023, 10, 9))))["the-can-cuoc"]
    assert told(cards.value, cards.as_of) == [83_000_000, date(2023, 9, 10)]
    line = next(x for x in reform(records.at(date(2023, 9, 9))).lines if x.key == "the-can-cuoc")
    assert line.figures == ()
    assert line.missing == "observation the-can-cuoc-gan-chip"


def test_all_and_its_parts_add_up(records: Catalogue) -> None:
    """The ministries beside all, one by one, add up to all; restated or not nothing is twice."""
    view = records.at(DAY)
    for restated in (None, DAY, date(2025, 7, 1)):
        whole = view.progress("noi-bo/2022", by="agency", reached="announced", restated=restated)
        assert sum(row.reached for row in whole.rows) == whole.reached == 4028
        one = view.progress(
            "noi-bo/2022", reached="announced", restated=restated, agency=whole.rows[0].key
        )
        assert one.reached == whole.rows[0].reached
        assert one.obliged == (whole.rows[0].key,)
    now = view.progress("noi-bo/2022", by="level", reached="announced", restated="2025-07-01")
    assert {row.key: (row.acted, row.obliged) for row in now.rows} == {
        "ministry": (16, 17), "province": (34, 34),
    }  # fmt: skip


def test_a_stated_change_is_called_so(report: Reform, tmp_path: Path) -> None:
    """A change is called one on the year before only where its source names that period."""
    text = reform_page.page(report)
    assert 'aria-label="Cùng kỳ năm trước: 10,78 %"' in text
    for base in ("51,69", "38,84"):
        assert f'aria-label="Cùng kỳ năm trước: {base} %"' not in text
        assert f'aria-label="Trước đó, theo mức tăng, giảm được công bố: {base} %"' in text
    vi, en = ("\n".join(lines(report, lang)) for lang in ("vi", "en"))
    assert "82,42 % (mức tăng, giảm được công bố: tăng 30,73 điểm phần trăm, từ 51,69 %;" in vi
    assert "82.42 % (stated change: up 30.73 percentage points, from 51.69 %;" in en
    assert "26.93 % (up 16.15 percentage points, from 10.78 %;" in en
    reform_book.write(report, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any("Cùng kỳ" in str(cell.value) for cell in cells)
    assert any("được công bố: tăng 30,73" in str(cell.value) for cell in cells)


def test_who_is_shown_beside_all(records: Catalogue) -> None:
    """An alias, a code or an id will do; an unknown name is refused with what may be meant."""
    view = records.at(DAY)
    for name in ("BTP", "bo-tu-phap", "bộ tư PHÁP"):
        assert reform(view, agency=name).agency == "Bộ Tư pháp"
    with pytest.raises(UnknownAgencyError, match="Bộ Tư pháp"):
        reform(view, agency="Bộ Tư phap luật")
    local = reform(view, agency="Ủy ban nhân dân tỉnh Lào Cai")
    internal = next(line for line in local.lines if line.key == "thu-tuc-noi-bo")
    assert [told(each.key, each.value) for each in internal.beside] == [
        ["items", 49],
        ["agencies", 1],
    ]


def test_a_line_without_records_says_so(catalogue: Catalogue) -> None:
    """In an empty catalogue nothing is filled in: each line names what is missing."""
    empty = reform(catalogue)
    assert all(line.figures == () and line.missing for line in empty.lines)
    assert "chưa có số liệu" in "\n".join(lines(empty, "vi"))
    assert "<rect" not in reform_page.page(empty)


class Page(HTMLParser):
    """What is in a page: its tags and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_has_bars_and_runs_nothing(report: Reform) -> None:
    """Each share is a bar as wide as it says; no script, no link, a policy that forbids both."""
    text = reform_page.page(report)
    tags = Page(text).tags
    assert {tag for tag, _ in tags} <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "section", "div",
        "span", "svg", "rect", "b",
    }  # fmt: skip
    assert "default-src 'none'" in text
    assert not [name for _, given in tags for name in given if name.startswith("on")]
    widths = [given["width"] for tag, given in tags if tag == "rect" and given["class"] == "all"]
    assert widths[0] == "402.4"
    assert "437/1.086 thủ tục (40 %)" in text
    assert 'aria-label="Chung: 40,24 %"' in text
    assert 'aria-label="bộ, cơ quan ngang bộ: 26,93 %"' in text
    assert 'aria-label="Cùng kỳ năm trước: 10,78 %"' in text


def test_hostile_words_stay_words(report: Reform, tmp_path: Path) -> None:
    """Markup and formulas in labels and names are text in the page and in the workbook."""
    label = Definition.parse({"title": HOSTILE, "lines": [{"key": "a", "label": "=1+1",
                                                          "indicator": "x"}]})  # fmt: skip
    line = attrs.evolve(report.lines[0], label=label.lines[0].label, counted=label.title)
    bad = attrs.evolve(report, title=label.title, agency="<r>" + HOSTILE + "</r>", lines=(line,))
    text = reform_page.page(bad)
    assert "<img" not in text
    assert {tag for tag, _ in Page(text).tags}.isdisjoint({"img", "script", "r"})
    reform_book.write(bad, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert sheet["A1"].value == HOSTILE
    assert sheet["A4"].value == "=1+1 · Chung"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    long = attrs.evolve(bad, agency="ạ" * 40_000)
    with pytest.raises(ExportError, match="a cell holds"):
        reform_book.write(long, tmp_path / "b.xlsx")
    assert not (tmp_path / "b.xlsx").exists()


def test_the_workbook_has_numbers_and_charts(report: Reform, tmp_path: Path) -> None:
    """Figures are numbers in cells of their own, charts are native; twice gives the same bytes."""
    for name in ("a.xlsx", "b.xlsx"):
        assert reform_book.write(report, tmp_path / name, "vi") == 27
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    first, charts = book.worksheets
    assert [cell.value for cell in first[4]][2:5] == [437, 1086, 40.24]
    assert len(charts._charts) == 2
    assert [type(chart).__name__ for chart in charts._charts] == ["BarChart", "BarChart"]
    shares = {row[0]: row[2] for row in charts.iter_rows(values_only=True) if row[2]}
    assert 26.93 in shares.values()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("", "no definition"), ("[]", "valid"), ("{" * 5, "no definition"),
        ("[" * 200_000, "no definition"), ("\ufeff{}", "no definition"),
        ('{"title": "x", "lines": []}', "lines"), ('{"title": "x"}', "lines"),
        ('{"title": "x", "lines": [{"key": "a", "label": "b"}]}', "one of them"),
        ('{"title": "x", "lines": [{"key": "a", "label": "b", "programme": "p",'
         ' "indicator": "i"}]}', "one of them"),
        ('{"title": "x", "lines": [{"key": "a", "label": "b", "programme": "p", "sql": 1}]}',
         "no such field"),
        ('{"title": "x", "lines": [{"key": "a", "label": "b", "programme": "p",'
         ' "level": "ministry"}]}', "level is of an indicator"),
    ],
    ids=range(11),
)  # fmt: skip
def test_a_wrong_definition_is_refused(tmp_path: Path, wrong: str, said: str) -> None:
    """What is no definition is refused with a reason: no crash, no empty report."""
    (tmp_path / "d.json").write_text(wrong, "utf-8")
    with pytest.raises(InvalidDocumentError, match=said):
        Definition.read(tmp_path / "d.json")


def test_a_stage_that_is_none_is_refused(records: Catalogue) -> None:
    """A definition that asks for a stage off the main line is refused, with those there are."""
    line: dict[str, Any] = {"key": "a", "label": "b", "programme": "phuong-an/2022"}
    asked = Definition.parse({"title": "x", "lines": [line | {"reached": "stopped"}]})
    with pytest.raises(InvalidDocumentError, match="there are planned"):
        reform(records, asked)


def test_every_word_is_in_both_languages() -> None:
    """No word of a report is without its Vietnamese or its English."""
    assert all(len(pair) == 2 and all(pair) for pair in WORDS.values())


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [("1086", "1.086", "1,086"), ("40.24", "40,24", "40.24"), ("0", "0", "0"),
     ("1234567.5", "1.234.567,5", "1,234,567.5"), ("-16.10", "-16,1", "-16.1"),
     ("64.30", "64,3", "64.3")],
)  # fmt: skip
def test_numbers_as_people_write_them(value: str, vi: str, en: str) -> None:
    """Thousands and decimals have the marks of the language; nothing is rounded unasked."""
    assert (number(Decimal(value), "vi"), number(Decimal(value), "en")) == (vi, en)
    assert number(Decimal("40.24"), "vi", 0) == "40"
    assert number(Decimal("40.5"), "vi", 0) == "41"


def run(file: Path, *args: str) -> Result:
    return CliRunner().invoke(main, ["--db", str(file), "report", "reform", *args])


def test_the_command(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command prints the report as text or JSON, and writes the page and the workbook."""
    monkeypatch.chdir(tmp_path)
    said = run(file, "--as-of", "2023-10-31")
    assert "437/1.086 thủ tục (40 %)" in said.output
    english = run(file, "--as-of", "31/10/2023", "--lang", "en", "--agency", "BTP", "--json")
    data = json.loads(english.output)
    assert data["lines"][0]["figures"][0]["share"] == "40.24"
    assert data["agency"] == "Bộ Tư pháp"
    for name in ("a.html", "a.xlsx"):
        assert run(file, "--as-of", "2023-10-31", "--out", name).exit_code == 0
        assert Path(name).stat().st_size > 4000
    refused = run(file, "--out", "a.pdf")
    assert (refused.exit_code, "known are .html" in refused.output) == (1, True)
    assert run(file, "--agency", "Bộ Không Có").exit_code == 1
    assert run(file, "--lang", "fr").exit_code == 2
    Path("d.json").write_text("{", "utf-8")
    assert run(file, "--definition", "d.json").exit_code == 1
