"""Commands about reports (*báo cáo*): how programmes stand, the report on reform, indicators."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from proccat import printing
from proccat.cli.base import DAY, Command, Point, Settings, reads_at, view_of
from proccat.errors import ExportError
from proccat.reports import wording
from proccat.reports.definition import Definition
from proccat.reports.reform import Reform, reform
from proccat.writers import reform_book, reform_page
from proccat.writers.base import write_lines


@click.group()
def report() -> None:
    """Reports over the whole catalogue."""


@report.command("programmes", cls=Command)
@reads_at
@click.pass_obj
def report_programmes(settings: Settings, /, at: Point) -> None:
    """Show every programme: how far it has come, who acted, what is overdue."""
    with view_of(settings, at) as view:
        found = [view.progress(programme.id) for programme in view.programmes()]
        lines = [line for each in found for line in printing.progress(each)]
        settings.show(found, lines or ["no programme is recorded"])


@report.command("reform", cls=Command)
@click.option("--as-of", "--at", "day", type=DAY, help="The day of the report (today if absent).")
@click.option("--known-at", metavar="INSTANT", help="What was known then, as for search.")
@click.option("--agency", help="Show this agency beside all: a name, alias, code or id.")
@click.option("--restated", type=DAY, help="Name agencies as they are on that day.")
@click.option("--definition", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="What it consists of, a JSON file; the one that ships if absent.")  # fmt: skip
@click.option("--lang", type=click.Choice(wording.LANGS), default="vi", show_default=True,
              help="Language of labels and numbers.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path),
              help="Write it there: .html with bars, .xlsx with charts.")  # fmt: skip
@click.pass_obj
def report_reform(
    settings: Settings,
    /,
    day: date | None,
    known_at: str | None,
    agency: str | None,
    restated: date | None,
    definition: Path | None,
    lang: wording.Lang,
    out: Path | None,
) -> None:
    """Show the report on reform: every figure computed from the records of a day."""
    with view_of(settings, Point(day, known_at)) as view:
        found = reform(view, Definition.read(definition), agency=agency, restated=restated)
    if out is not None:
        _write(found, out, lang)
    settings.show(found, wording.lines(found, lang))


def _write(found: Reform, out: Path, lang: wording.Lang) -> None:
    if out.suffix.lower() in (".html", ".htm"):
        write_lines(out, [reform_page.page(found, lang)])
    elif out.suffix.lower() == ".xlsx":
        reform_book.write(found, out, lang)
    else:
        raise ExportError(f"{out.name}: its name tells no format; known are .html and .xlsx")
