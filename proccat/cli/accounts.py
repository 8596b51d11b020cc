"""Reports about reform: deadlines, sunsets, cost, quality, review; parts of `proccat report`."""

from __future__ import annotations

from datetime import date

import click

from proccat import accounts, reports
from proccat.cli.base import DAY, Command, Point, Settings, reads_at, view_of


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
        settings.show(found, accounts.deadlines(found))


@click.command("sunsets", cls=Command)
@click.option("--within", type=click.IntRange(0), help="Only what lapses in so many days.")
@reads_at
@click.pass_obj
def sunsets(settings: Settings, /, within: int | None, at: Point) -> None:
    """Show what lapses by itself and when, with warnings 90 and 30 days ahead."""
    with view_of(settings, at) as view:
        found = reports.sunsets(view, within=within)
        settings.show(found, accounts.sunsets(found) if found else ["nothing lapses"])


COMMANDS = (deadlines, sunsets)
"""What `proccat report` takes up."""
