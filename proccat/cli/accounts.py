"""Reports about reform: deadlines, sunsets, cost, quality, review; parts of `proccat report`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import click

from proccat import accounts, reports
from proccat.cli.base import DAY, Command, Point, Settings, reads_at, view_of
from proccat.writers import cost_workbook


@click.command("deadlines", cls=Command)
@click.option("--within", type=click.IntRange(0), default=30, show_default=True,
              help="Look so many days ahead.")  # fmt: skip
@click.option("--since", type=DAY, help="Leave out what had its last day before.")
@click.option("--agency", help="Only what this agency has to do, as the texts name it.")
@reads_at
@click.pass_obj
def deadlines(
    settings: Settings, /, within: int, since: date | None, agency: str | None, at: Point
) -> None:
    """Show what was announced or made public late, what is due, what inspections left open."""
    with view_of(settings, at) as view:
        found = reports.deadlines(view, within=within, since=since, agency=agency)
        settings.show(accounts.plain_deadlines(found), accounts.deadlines(found))


@click.command("sunsets", cls=Command)
@click.option("--within", type=click.IntRange(0), help="Only what lapses in so many days.")
@reads_at
@click.pass_obj
def sunsets(settings: Settings, /, within: int | None, at: Point) -> None:
    """Show what lapses by itself and when, with warnings 90 and 30 days ahead."""
    with view_of(settings, at) as view:
        found = reports.sunsets(view, within=within)
        settings.show(found, accounts.sunsets(found) if found else ["nothing lapses"])


@click.command("cost", cls=Command)
@click.argument("programme", required=False)
@click.option("--hourly", type=click.IntRange(0), metavar="ĐỒNG",
              help="Average income per hour for sheets that give none.")  # fmt: skip
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the sheets there: now, after, comparison.")  # fmt: skip
@reads_at
@click.pass_obj
def cost(
    settings: Settings, /, programme: str | None, hourly: int | None, xlsx: Path | None, at: Point
) -> None:
    """Show what was saved in compliance cost: approved in plans, and realised in texts."""
    with view_of(settings, at) as view:
        found = reports.cost(view, programme, hourly=hourly, titled=True)
    if xlsx is not None:
        cost_workbook.write(found, xlsx)
    settings.show(accounts.plain_cost(found), accounts.cost(found))


@click.command("quality", cls=Command)
@click.option("--agency", help="Only records of this agency, as they name it.")
@reads_at
@click.pass_obj
def quality(settings: Settings, /, agency: str | None, at: Point) -> None:
    """Show what is to be fixed in the records, with a score for each agency."""
    with view_of(settings, at) as view:
        found = reports.quality(view, agency=agency)
        settings.show(accounts.plain_quality(found), accounts.quality(found))


@click.command("review", cls=Command)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many.")
@click.option("--agency", help="Only procedures this agency announced, as they name it.")
@click.option("--hourly", type=click.IntRange(0), metavar="ĐỒNG",
              help="Average income per hour for costs that give none.")  # fmt: skip
@reads_at
@click.pass_obj
def review(
    settings: Settings, /, limit: int, agency: str | None, hourly: int | None, at: Point
) -> None:
    """Show which procedures to review first: by feedback, cost, time and online level."""
    with view_of(settings, at) as view:
        income = None if hourly is None else Decimal(hourly)
        found = reports.review(view, limit=limit, agency=agency, hourly=income)
        settings.show(found, accounts.review(found))


COMMANDS = (deadlines, sunsets, cost, quality, review)
"""What `proccat report` takes up."""
