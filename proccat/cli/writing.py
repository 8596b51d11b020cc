"""Commands that write: demo, load, record, status, void."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from proccat import demo, printing, readers
from proccat.cli.base import DAY, Command, Settings, counting, tell, writes
from proccat.documents import Document
from proccat.errors import LoadError, Problem
from proccat.facts import StatusLine
from proccat.policy import Actor


@click.command("demo", cls=Command)
@click.option("--output", type=click.Path(path_type=Path), default=Path("demo-output"),
              show_default=True, help="Folder for the catalogue and the exports.")  # fmt: skip
def demo_(output: Path) -> None:
    """Show the main job on the fixtures that ship with proccat."""
    for line in demo.run(output):
        click.echo(line)


@click.command(cls=Command)
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--actor", default="import", show_default=True, help="Who loads.")
@click.option("--role", "roles", multiple=True, help="A role of the actor; repeatable.")
@click.option("--on", type=DAY, help="Day of the act for records that have none (today if absent).")
@click.option("--format", help="The format, to skip the guessing.")
@click.option("--strict", is_flag=True, help="Load nothing if anything is wrong.")
@click.option("--request-id", help="Makes a retry harmless.")
@click.pass_obj
def load(
    settings: Settings, /, source: Path, actor: str, roles: tuple[str, ...], **options: Any
) -> None:
    """Load a file or a folder: .json, .jsonl, .csv, .xlsx (portal list), .log."""
    with settings.open() as catalogue, counting("records") as progress:
        acting = Actor(actor, roles)
        report = catalogue.load(source, actor=acting, progress=progress, **options)
    kinds = ", ".join(f"{number} {kind}" for kind, number in report.by_kind.items())
    settings.show(
        report,
        [
            f"recorded {report.recorded}{f' ({kinds})' if kinds else ''}, "
            f"unchanged {report.unchanged}, left out {len(report.errors)}"
        ],
    )
    if not settings.json:
        tell(report.problems)
    if report.errors:
        sys.exit(1)


@click.command(cls=Command)
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@writes
@click.option("--effective", type=DAY, help="First day of effect.")
@click.option("--until", type=DAY, help="Last day of effect.")
@click.option("--corrects", type=int, help="Fact that holds the text it corrects.")
@click.option("--supersedes", type=int, help="Fact that holds the sunset it ends.")
@click.pass_obj
def record(settings: Settings, /, source: Path, **options: Any) -> None:
    """Record the one document in a JSON file as a new edition."""
    document = _one_document(source)
    with settings.open() as catalogue:
        found = catalogue.record(document, **options)
    settings.show(found, printing.standing(found))


def _one_document(source: Path) -> Document:
    found = list(readers.choose(source, "json").read(source))
    problems = [each for each in found if isinstance(each, Problem)]
    documents = [
        each.content
        for each in found
        if not isinstance(each, Problem) and not isinstance(each.content, StatusLine)
    ]
    if problems or len(documents) != 1:
        raise LoadError(
            "; ".join(map(str, problems)) or f"{source}: holds {len(documents)} documents, not one",
            problems,
        )
    return documents[0]


@click.command(cls=Command)
@click.argument("name")
@click.argument("to")
@writes
@click.option("--effective", type=DAY, help="First day of effect.")
@click.option("--until", type=DAY, help="Last day of effect.")
@click.option("--programme", help="Change the item of that programme about the procedure.")
@click.option("--successor", "successors", multiple=True, help="Code of what comes instead.")
@click.pass_obj
def status(settings: Settings, /, name: str, to: str, **options: Any) -> None:
    """Change the status of procedure or item NAME to TO."""
    with settings.open() as catalogue:
        found = catalogue.change_status(name, to, **options)
    settings.show(found, printing.standing(found))


@click.command(cls=Command)
@click.argument("seq", type=int)
@click.option("--reason", required=True, help="Why.")
@writes
@click.option("--from", "from_", type=DAY, help="First day it no longer stands (an annulment).")
@click.pass_obj
def void(settings: Settings, /, seq: int, note: str | None, **options: Any) -> None:
    """Take back fact SEQ: from the start, or from a day on."""
    if note is not None:
        raise click.UsageError("a void has a --reason; leave --note out")
    with settings.open() as catalogue:
        found = catalogue.void(seq, **options)
    settings.show(found, printing.standing(found))


@click.command(cls=Command)
@click.argument("seq", type=int)
@click.option("--actor", required=True, help="Who erases.")
@click.option("--role", "roles", multiple=True, help="A role of the actor; repeatable.")
@click.option("--reason", help="Why.")
@click.option("--on", type=DAY, help="Day of the act (today if absent).")
@click.option("--basis", multiple=True, help="A document it rests on; repeatable.")
@click.pass_obj
def erase(
    settings: Settings, /, seq: int, actor: str, roles: tuple[str, ...], **given: Any
) -> None:
    """Erase the words of fact SEQ for good; it must have been taken back before."""
    with settings.open() as catalogue:
        catalogue.erase(seq, actor=Actor(actor, roles), **given)
        found = catalogue.fact(seq)
    settings.show(found, [f"the words of fact {seq} are gone; its hash stands"])
