"""Commands about files: check, export, verify, schemas."""

from __future__ import annotations

import sys
from pathlib import Path

import attrs
import click

from proccat import accounts, printing, readers, schemas
from proccat.arguments import references
from proccat.checking import checked
from proccat.cli.base import Command, Point, Settings, counting, reads_at, tell, view_of
from proccat.errors import Problem
from proccat.facts import StatusLine
from proccat.policy import POLICIES


@click.command(cls=Command)
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", help="The format, to skip the guessing.")
@click.option("--basis", multiple=True, help="A document the text will rest on; repeatable.")
@click.pass_obj
def check(settings: Settings, /, source: Path, format: str | None, basis: tuple[str, ...]) -> None:
    """Say what is wrong or odd in a file, and what it would change and add; nothing is recorded."""
    found = list(readers.choose(source, format).read(source))
    problems = [each for each in found if isinstance(each, Problem)]
    entries = [each for each in found if not isinstance(each, Problem)]
    for entry in entries:
        problems += entry.warnings
        if not isinstance(entry.content, StatusLine):
            problems += [attrs.evolve(odd, where=entry.where) for odd in entry.content.warnings()]
    documents = [e.content for e in entries if not isinstance(e.content, StatusLine)]
    refs, policy = references(basis), POLICIES[settings.policy]()
    if Path(settings.db).exists():
        with settings.open(read_only=True) as catalogue:
            compared = [checked(document, catalogue, policy, refs) for document in documents]
    else:
        compared = [checked(document, None, policy, refs) for document in documents]
    lines = [f"{len(entries)} good records, {len(problems)} problems"]
    lines += [line for each in compared for line in accounts.checked(each)]
    shown = {
        "good": len(entries),
        "problems": problems,
        "compared": [accounts.plain_check(each) for each in compared],
    }
    settings.show(shown, lines)
    if not settings.json:
        tell(problems)
    refused = any(each.refused for each in compared)
    if refused or any(problem.severity == "error" for problem in problems):
        sys.exit(1)


@click.command(cls=Command)
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--format", help="The format, where the suffix does not tell.")
@reads_at
@click.pass_obj
def export(settings: Settings, /, target: Path, format: str | None, at: Point) -> None:
    """Write the catalogue to a file: .log, .jsonl, .json, .csv, .xlsx; csv-excel by --format."""
    with view_of(settings, at) as view, counting("records") as progress:
        written = view.export(target, format=format, progress=progress)
    lines = [f"{written.path}: {printing.number(written.rows)} rows of {written.format}"]
    lines += [f"  not in the file: {loss}" for loss in written.losses]
    settings.show(written, lines)


@click.command(cls=Command)
@click.option("--anchor", help="A head kept elsewhere, as verify prints it.")
@click.option(
    "--deep/--no-deep", default=True, show_default=True, help="Compare the search index, too."
)
@click.pass_obj
def verify(settings: Settings, /, anchor: str | None, deep: bool) -> None:
    """Prove the file: every link of the chain, every projection."""
    with settings.open(read_only=True) as catalogue:
        found = catalogue.verify(anchor, deep=deep)
    errors = sum(problem.severity == "error" for problem in found.problems)
    odd = len(found.problems) - errors
    said = "clean" if found.ok else f"{errors} errors"
    said += f", {odd} warnings" if odd else ""
    lines = [f"{settings.db}: {said}; {printing.number(found.head.seq)} facts"]
    lines += [str(problem) for problem in found.problems]
    lines.append(f"head: {found.head}")
    settings.show({"ok": found.ok, "problems": found.problems, "head": str(found.head)}, lines)
    if not found.ok:
        sys.exit(1)


@click.command("schemas", cls=Command)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def schemas_(settings: Settings, /, folder: Path) -> None:
    """Write the JSON Schemas of all documents into a folder."""
    written = schemas.write(folder)
    settings.show(written, map(str, written))
