"""The sheets of compliance cost as a workbook and on the command line."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from strategies import ITEMS, PROGRAMME, Clock, item, programme
from test_cost import CODE, before_and_after, enacted, row

from proccat import Catalogue, accounts
from proccat.cli import main
from proccat.errors import ExportError
from proccat.reports import cost
from proccat.writers import cost_workbook
from proccat.writers.cost_workbook import AFTER
from proccat.writers.xlsx import number_format

D = date
SILENT = "its text does not say what it costs"


def test_the_workbook_has_now_after_and_comparison(catalogue: Catalogue, tmp_path: Path) -> None:
    """Three sheets with the inputs, amounts as numbers, and the sum in the last row."""
    before_and_after(catalogue)
    path = tmp_path / "chi-phi.xlsx"
    assert cost_workbook.write(cost(catalogue, titled=True), path).rows == 1
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Hiện tại", "Sau đơn giản hóa", "So sánh"]
    now = [cell.value for cell in book["Hiện tại"][2]]
    assert now[6:14] == [4, 50000, 20000, 15000, 235000, 1, 1000, 235000000]
    compared = book["So sánh"]
    assert (now[0], now[2], compared.cell(2, 1).value) == (1, "Đăng ký kết hôn", 1)
    assert [compared.cell(2, n).value for n in (6, 7, 8, 9)] == [
        235000000, 94000000, 141000000, 60,
    ]  # fmt: skip
    assert [compared.cell(2, n).value for n in (10, 11, 12, 13)] == [
        235000000, 50000000, 185000000, 78.72,
    ]  # fmt: skip


def test_sums_are_formulas_with_their_values(catalogue: Catalogue, tmp_path: Path) -> None:
    """Bold formulas under the filter come to what the report says; what lacks inputs is in none."""
    before_and_after(catalogue)
    sheet = {"now": [row(), {"yearly": "0.125"}], "after": [row(subjects=None)]}
    catalogue.record(item(ITEMS[1], cost=sheet), on=D(2023, 1, 2), actor="btp")
    catalogue.change_status(ITEMS[1], "approved", on=D(2023, 3, 1), actor="cp")
    cost_workbook.write(cost(catalogue), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    shown = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)
    sums = [cell for cell in book["So sánh"][4] if cell.data_type == "f"]
    assert [cell.value for cell in sums[:4]] == [
        '=SUMIFS(F2:F3,H2:H3,"<>")', '=SUMIFS(G2:G3,H2:H3,"<>")', '=SUMIFS(H2:H3,H2:H3,"<>")',
        '=IF(F4=0,"",ROUND(100*H4/F4,2))',
    ]  # fmt: skip
    assert all(cell.font.b for cell in sums)
    assert [cell.value for cell in shown["So sánh"][4][5:13]] == [
        235000000, 94000000, 141000000, 60, 235000000, 50000000, 185000000, 78.72,
    ]  # fmt: skip
    assert book["So sánh"].auto_filter.ref == "A1:N3"
    assert [book[name].cell(n, 14).value for name, n in (("Hiện tại", 5), (AFTER, 4))] == [
        '=SUMIFS(N2:N4,P2:P4,"Phương án")', '=SUMIFS(N2:N3,P2:P3,"Phương án")',
    ]  # fmt: skip
    assert shown["Hiện tại"].cell(5, 14).value == 470000000.125
    formats = [book["Hiện tại"].cell(n, 14).number_format for n in (2, 4, 5)]
    assert formats == ["#,##0", "#,##0.000", "#,##0.000"]


def test_what_only_lacks_inputs_is_in_the_comparison(catalogue: Catalogue, tmp_path: Path) -> None:
    """An item of which nothing can be reckoned is a row there, and nowhere else."""
    assert cost_workbook.write(cost(catalogue), tmp_path / "a.xlsx").rows == 0
    enacted(catalogue, "A", D(2022, 1, 1))
    assert cost_workbook.write(cost(catalogue), tmp_path / "a.xlsx").rows == 1
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)
    assert [cell.value for cell in book["So sánh"][2]][-1] == f"{CODE}: {SILENT}"
    assert book["Hiện tại"].max_row == book[AFTER].max_row == 2
    assert [book[name].cell(2, 14).value for name in ("Hiện tại", AFTER)] == [0, 0]


@pytest.mark.parametrize(("amount", "shown"), [
    ("437", "#,##0"), ("4.370E+2", "#,##0"), ("0", "#,##0"), ("1.5", "#,##0.00"),
    ("0.125", "#,##0.000"), ("1E-40", "#,##0." + "0" * 30),
])  # fmt: skip
def test_numbers_show_no_dangling_separator(amount: str, shown: str) -> None:
    """A whole amount has no separator behind it; another two digits, or as many as it needs."""
    assert number_format(Decimal(amount)) == shown


def test_hostile_words_stay_words_in_the_workbook(catalogue: Catalogue, tmp_path: Path) -> None:
    """A formula in a name is text; an amount that Excel would round is text; too long is told."""
    catalogue.record(programme(), on=D(2023, 1, 2), actor="btp")
    sheet = {"now": [{"yearly": "123456789012345678", "source": "=1+1"}], "after": [row()]}
    catalogue.record(item(name='=HYPERLINK("x")', cost=sheet), on=D(2023, 1, 2), actor="btp")
    catalogue.change_status(ITEMS[0], "approved", on=D(2023, 3, 1), actor="cp")
    cost_workbook.write(cost(catalogue), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet_ in book for line in sheet_.iter_rows() for cell in line]
    assert not [c for c in cells if c.data_type == "f" and "SUMIFS(" not in c.value]
    assert "123456789012345678" in [cell.value for cell in cells]
    catalogue.record(item(name="ạ" * 40_000, cost=sheet), on=D(2023, 4, 2), actor="btp")
    with pytest.raises(ExportError, match="a cell holds"):
        cost_workbook.write(cost(catalogue), tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == book.sheetnames


def test_the_command_line_tells_costs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    """Approved and realised as text and JSON, and the workbook beside them."""
    monkeypatch.chdir(tmp_path)
    with Catalogue.open("proccat.db", clock=clock) as catalogue:
        before_and_after(catalogue)
    done = CliRunner().invoke(main, ["report", "cost", "--xlsx", "a.xlsx"])
    assert done.exit_code == 0, done.output
    assert "141.000.000" in done.output
    assert "78,72 %" in done.output
    assert Path("a.xlsx").exists()
    shown = json.loads(CliRunner().invoke(main, ["report", "cost", PROGRAMME, "--json"]).output)
    assert shown["approved"]["benefit"] == "141000000"
    assert CliRunner().invoke(main, ["report", "cost", "khong-co"]).exit_code == 1


def test_a_long_list_of_what_is_missing_is_cut(catalogue: Catalogue) -> None:
    """The first twenty that lack inputs are told, and how many more there are."""
    for number in range(23):
        enacted(catalogue, f"P{number}", D(2022, 1, 1))
    lines = [line for line in accounts.cost(cost(catalogue)) if "missing:" in line]
    assert (len(lines), lines[-1]) == (21, "  missing: 3 more; --json tells all")
