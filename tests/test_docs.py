from __future__ import annotations

import re
import runpy
import shlex
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import proccat
from proccat.cli import main

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
PYTHON = [page for page in PAGES if "```python" in page.read_text("utf-8")]


def _blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), re.S | re.M)


def _small_list(path: Path) -> None:
    """A list as the portal writes it, with two procedures."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["DANH SÁCH THỦ TỤC HÀNH CHÍNH"])
    sheet.append(["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"])
    for code, name in (
        ("1.001193", "Thủ tục đăng ký khai sinh"),
        ("1.004873", "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân"),
    ):
        sheet.append([code, name, "Bộ Tư pháp", "Ủy ban nhân dân cấp xã", "Hộ tịch"])
    book.save(path)


@pytest.mark.parametrize("page", PYTHON, ids=lambda page: page.name)
def test_examples_run(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The Python of a page runs from top to bottom as it stands."""
    monkeypatch.chdir(tmp_path)
    _small_list(tmp_path / "danh-sach-tthc.xlsx")
    exec(compile("\n".join(_blocks(page, "python")), page.name, "exec"), {})
    if page.name == "README.md":
        printed = "2\nThủ tục đăng ký khai sinh\npublic None\nTrue\n"
        assert capsys.readouterr().out == printed


def test_the_commands_of_the_readme_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real_data: Path
) -> None:
    """The commands of the README do what it says, on the portal's own list."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PROCCAT_DB", raising=False)
    listed = real_data / "portal" / "danh-sach-tthc-BoTuPhap.xlsx"
    Path("danh-sach-tthc.xlsx").write_bytes(listed.read_bytes())
    blocks = [block for block in _blocks(ROOT / "README.md", "sh") if "--db" in block]
    for line in blocks[0].splitlines():
        done = CliRunner().invoke(main, shlex.split(line)[1:], catch_exceptions=False)
        assert done.exit_code == 0, (line, done.output)
    assert "271" in CliRunner().invoke(main, ["--db", "a.db", "search", "--json"]).output


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page names a file or folder that is there."""
    for link in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        if "://" not in link:
            assert (page.parent / link).exists(), link


def test_drawn_pages_are_fresh() -> None:
    """The pages drawn from the code are as the code would draw them now (make docs)."""
    for target, text in runpy.run_path(str(ROOT / "docs" / "generate.py"))["pages"]():
        assert target.read_text("utf-8") == text, target.name


def test_the_changelog_names_this_version() -> None:
    """The changelog has a heading for the version, or one for what is not released yet."""
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"## {proccat.__version__}" in changelog or "## Unreleased" in changelog
