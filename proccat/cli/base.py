"""What the commands share: settings, days, errors in one line, common options."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from proccat import printing
from proccat.catalogue import Catalogue
from proccat.errors import LoadError, Problem, ProccatError
from proccat.policy import POLICIES, Actor
from proccat.snapshot import Snapshot


@attrs.define
class Settings:
    """What is said before or behind the name of a command."""

    db: str = "proccat.db"
    json: bool = False
    policy: str = "open"
    synonyms: Path | None = None

    def open(self, *, read_only: bool = False) -> Catalogue:
        """The catalogue that is meant; reading an absent file is a mistake, not a new catalogue."""
        if read_only and not Path(self.db).exists():
            raise LoadError(f"{self.db}: there is no such catalogue; load something into it first")
        policy = POLICIES[self.policy]()
        return Catalogue.open(self.db, read_only=read_only, policy=policy, synonyms=self.synonyms)

    def show(self, value: object, lines: Iterable[str]) -> None:
        """Print a value: as JSON if that was asked, else as lines for a person."""
        if self.json:
            click.echo(printing.to_json(value))
        else:
            for line in lines:
                click.echo(line)


if TYPE_CHECKING:
    _DayType = click.ParamType[date]
else:
    _DayType = click.ParamType  # generic for the type checker only, in the older releases


@attrs.frozen
class Point:
    """What is asked for: a day in law, and an instant of knowledge as it was typed."""

    day: date | None = None
    known_at: str | None = None


NOW = Point()


class Day(_DayType):
    """A day, written 2024-01-31 or 31/01/2024."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that was typed."""
        if isinstance(value, date):
            return value
        iso = re.sub(r"^(\d{1,2})/(\d{1,2})/(\d{4})$", _reversed, str(value).strip())
        try:
            return date.fromisoformat(iso)
        except ValueError:
            self.fail(f"{value!r} is no day; write 2024-01-31 or 31/01/2024", param, ctx)


def _reversed(found: re.Match[str]) -> str:
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"


DAY = Day()


class Command(click.Command):
    """A command that also takes the settings behind its name and tells errors in one line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += [
            click.Option(["--db"], metavar="FILE", help="The catalogue file."),
            click.Option(["--json"], is_flag=True, help="Print JSON."),
            click.Option(
                ["--policy"], type=click.Choice(sorted(POLICIES)), help="Who may do what."
            ),
        ]

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error of the library is a message and exit code 1."""
        settings: Settings = ctx.obj
        settings.db = ctx.params.pop("db") or settings.db
        settings.policy = ctx.params.pop("policy") or settings.policy
        settings.json = ctx.params.pop("json") or settings.json
        try:
            return super().invoke(ctx)
        except ProccatError as error:
            click.echo(f"error: {str(error).removeprefix('error: ')}", err=True)
            ctx.exit(1)


def writes(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that writes: who, when, on what ground."""
    options = (
        click.option("--actor", required=True, help="Who acts."),
        click.option("--role", "roles", multiple=True, help="A role of the actor; repeatable."),
        click.option("--on", type=DAY, help="Day of the act (today if absent)."),
        click.option("--basis", multiple=True, help="A document it rests on; repeatable."),
        click.option("--note", help="A note."),
        click.option("--expect", type=int, help="Version the subject must have."),
        click.option("--request-id", help="Makes a retry harmless."),
    )

    @wraps(command)
    def run(*args: Any, actor: str, roles: tuple[str, ...], **kwargs: Any) -> None:
        command(*args, actor=Actor(actor, roles), **kwargs)

    decorated: Callable[..., None] = run
    for option in reversed(options):
        decorated = option(decorated)
    return decorated


def reads_at(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that reads at a date, on both clocks."""
    known = click.option(
        "--known-at",
        metavar="INSTANT",
        help="What was known then; an instant with its zone, 2024-01-09T08:00+07:00.",
    )
    at = click.option("--at", type=DAY, help="What was in force on that day.")

    @wraps(command)
    def run(*args: Any, at: date | None, known_at: str | None, **kwargs: Any) -> None:
        command(*args, at=Point(at, known_at), **kwargs)

    return at(known(run))


@contextmanager
def view_of(settings: Settings, at: Point = NOW) -> Iterator[Snapshot]:
    """The catalogue that is meant, read only, at a point of both clocks."""
    with settings.open(read_only=True) as catalogue:
        yield catalogue.at(effective=at.day, known_at=at.known_at)


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """A progress bar on the error stream while long work is done at a terminal."""
    endless = itertools.repeat(None)  # how much there is, nobody knows before it is read
    with click.progressbar(
        endless,
        label=what,
        show_pos=True,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        update_min_steps=50,
    ) as bar:
        yield lambda count: bar.update(max(0, count - bar.pos))


def tell(problems: Iterable[Problem]) -> None:
    """Print problems on the error stream, one a line."""
    for problem in problems:
        click.echo(str(problem), err=True)
