"""The command line: arguments in, printing out; it decides nothing.

Exit codes: 0 done, 1 refused or found wrong, 2 not understood.
"""

from __future__ import annotations

import click

from proccat import __version__
from proccat.cli import accounts, files, reading, reports, writing
from proccat.cli.base import Settings
from proccat.policy import POLICIES


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--db", default="proccat.db", envvar="PROCCAT_DB", metavar="FILE", show_default=True,
              help="The catalogue file (also $PROCCAT_DB).")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
@click.option("--policy", type=click.Choice(sorted(POLICIES)), default="open",
              envvar="PROCCAT_POLICY", show_default=True,
              help="Who may do what (also $PROCCAT_POLICY).")  # fmt: skip
@click.version_option(__version__)
@click.pass_context
def main(ctx: click.Context, db: str, as_json: bool, policy: str) -> None:
    """Catalogues of public-service procedures: load, search, change, prove, export."""
    ctx.obj = Settings(db, as_json, policy)


for part in accounts.COMMANDS:
    reports.report.add_command(part)

for command in (
    writing.demo_,
    writing.load,
    writing.record,
    reading.search,
    reading.suggest,
    reading.similar,
    reading.citing,
    reading.show,
    writing.status,
    writing.void,
    writing.erase,
    reading.history,
    reading.diff,
    reading.changes,
    reading.progress,
    reports.report,
    files.check,
    files.export,
    files.verify,
    files.schemas_,
):
    main.add_command(command)
