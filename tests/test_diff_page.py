"""The page of differences: escaped, closed, the same each time; and the changes as JSON."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from strategies import kethon, procedures, words

from proccat import Catalogue, Procedure
from proccat.cli import main
from proccat.diff import diff, html

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "</style></title></td><!--",
    "\"><a href='javascript:alert(1)'>",
    "' onmouseover='alert(1)",
    "&lt;b&gt; &amp; {{7*7}} ${x}",
    "]]> <![CDATA[",
    "một\nhai\thai",
)
TAGS = {
    "html", "head", "meta", "title", "style", "body", "h1", "p", "table", "thead", "tbody", "tr",
    "th", "td", "del", "ins",
}  # fmt: skip
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "colspan", "scope"}


class Page(HTMLParser):
    """A page as a browser would take it apart: tags balanced, text collected by tag."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: dict[str, list[str]] = {}
        self.texts: dict[str, list[str]] = {}
        self.declared: list[str] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_decl(self, decl: str) -> None:
        self.declared.append(decl)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    unknown_decl = handle_pi = handle_comment

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")
        if tag != "meta":
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts[self.open[-1]][-1] += data


def checked(source: str) -> Page:
    """The page, if it is well formed, made of nothing but its own tags, and loads nothing."""
    page = Page(source)
    assert page.declared == ["DOCTYPE html"]
    assert page.tags <= TAGS
    assert page.attributes.keys() <= ATTRIBUTES
    policy = next(value for value in page.attributes["content"] if "src" in value)
    assert page.attributes["http-equiv"] == ["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules == {"default-src": "'none'", "style-src": "'unsafe-inline'"}
    style = "".join(page.texts["style"])
    assert not re.search(r"url\(|@import|expression|<|&", style)
    return page


@pytest.mark.parametrize("text", HOSTILE)
def test_everything_is_escaped(text: str) -> None:
    """Hostile text in title, headings, places and values is shown as text and is no tag."""
    old = kethon("cũ", cases=[{"name": text, "components": ["Tờ khai", text]}], field=text)
    new = kethon(text, cases=[{"name": text, "steps": [text]}], description=text)
    page = checked(html(diff(old, new), text, text, text))
    assert page.texts["h1"] == page.texts["title"] == [text]
    assert page.texts["th"][:2] == [text, text]
    for tag in ("ins", "del"):
        shown = [" ".join(each.split()) for each in page.texts[tag]]
        assert any(" ".join(text.split()) in each for each in shown)


@given(old=procedures, new=procedures, title=words, columns=st.tuples(words, words))
def test_any_two_editions_make_a_page(
    old: Procedure, new: Procedure, title: str, columns: tuple[str, str]
) -> None:
    """Whatever two editions hold, the page is well formed, has a row a change, and is the same."""
    changes = diff(old, new)
    source = html(changes, title, *columns)
    assert source == html(diff(old, new), title, *columns)
    page = checked(source)
    headings = [label for label in page.attributes.get("scope", ()) if label == "colgroup"]
    assert len(headings) == len(changes)
    assert page.texts["title"] == [title]
    assert source.encode("utf-8").decode("utf-8") == source


def test_no_difference_is_a_page_that_says_so() -> None:
    """Without changes there is a sentence instead of an empty table."""
    page = checked(html((), "Đăng ký kết hôn", "01/01/2024", "02/01/2024"))
    assert page.texts["p"] == ["Không có thay đổi."]
    assert "table" not in page.tags


@given(old=procedures, new=procedures)
def test_the_plain_form_of_a_change_is_json(old: Procedure, new: Procedure) -> None:
    """Change.plain() is JSON that reads back as it was, with the same keys for every change."""
    for change in diff(old, new):
        plain = change.plain()
        assert json.loads(json.dumps(plain, allow_nan=False)) == plain
        assert set(plain) == {"kind", "path", "label", "place", "before", "after", "text"}


@pytest.fixture
def two_editions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with a catalogue of two hostile editions of one procedure."""
    monkeypatch.chdir(tmp_path)
    with Catalogue.open("a.db") as catalogue:
        for year, text in ((2024, HOSTILE[0]), (2025, HOSTILE[1])):
            catalogue.record(kethon(text), on=date(year, 1, 2), actor="stp")
    return tmp_path


DIFF = ("--db", "a.db", "diff", "1.000894", "2024-06-01", "2025-06-01")


def test_the_command_writes_the_page(two_editions: Path) -> None:
    """With --html the command writes a whole page, each time the same, and prints the changes."""
    pages = []
    for name in ("a.html", "b.html"):
        done = CliRunner().invoke(main, [*DIFF, "--html", name], catch_exceptions=False)
        assert done.exit_code == 0
        assert done.output.strip()
        pages.append((two_editions / name).read_bytes())
    assert pages[0] == pages[1]
    page = checked(pages[0].decode("utf-8"))
    assert page.texts["th"][:2] == ["01/06/2024", "01/06/2025"]
    assert page.texts["title"] == [HOSTILE[1]]
    assert [page.texts["del"], page.texts["ins"]] == [[HOSTILE[0]], [HOSTILE[1]]]
    pages_left = {path.name for path in two_editions.iterdir() if ".db" not in path.name}
    assert pages_left == {"a.html", "b.html"}


@pytest.mark.usefixtures("two_editions")
def test_the_command_prints_json() -> None:
    """With --json the command prints the changes in their plain form."""
    done = CliRunner().invoke(main, [*DIFF, "--json"], catch_exceptions=False)
    (change,) = json.loads(done.output)
    assert (change["before"], change["after"]) == HOSTILE[:2]
    assert change["path"] == "$.name"


@pytest.mark.usefixtures("two_editions")
def test_a_page_that_cannot_be_written() -> None:
    """Into a folder that is not there the command refuses with exit code 1 and one line."""
    done = CliRunner().invoke(main, [*DIFF, "--html", "none/a.html"])
    assert (done.exit_code, done.output.startswith("error: ")) == (1, True)
