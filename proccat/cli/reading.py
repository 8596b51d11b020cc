"""Commands that read: search, show, history, diff, changes, progress."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import attrs
import click

from proccat import diff as differences
from proccat import printing
from proccat.cli.base import DAY, Command, Point, Settings, reads_at, view_of
from proccat.documents import Document, Procedure
from proccat.errors import NotFoundError
from proccat.search.filters import APPLIES
from proccat.snapshot import Snapshot
from proccat.writers.base import write_lines


@click.command(cls=Command, context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1)
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Most hits."
)
@click.option(
    "--kind", type=click.Choice(list(APPLIES)), default="procedure", show_default=True,
    help="What is looked for.",
)  # fmt: skip
@click.option("--field", multiple=True, help="A field (lĩnh vực); repeatable.")
@click.option("--agency", multiple=True, help="An agency as the texts name it; repeatable.")
@click.option("--level", multiple=True, help="ministry, province … or tỉnh, xã …; repeatable.")
@click.option("--status", multiple=True, help="A status that must stand, or none; repeatable.")
@click.option("--stage", multiple=True, help="A stage an item about it must have; repeatable.")
@click.option("--programme", multiple=True, help="One that has an item about it; repeatable.")
@click.option("--after", help="Where the page before ended.")
@click.option("--explain", is_flag=True, help="Say why each was found.")
@click.option("--synonyms", type=click.Path(path_type=Path), metavar="FILE",
              help="Everyday words: a phrase, a tab, the official words a line.")  # fmt: skip
@reads_at
@click.pass_obj
def search(
    settings: Settings,
    /,
    query: tuple[str, ...],
    at: Point,
    synonyms: Path | None,
    **options: Any,
) -> None:
    """Find procedures: words with or without tones, a code, or a whole question.

    Words in quotes stand side by side; -word leaves out what holds it. A shell takes quotes for
    itself: write '"giấy phép" lái xe'.
    """
    for word in query:
        if word.startswith("--"):  # mistyped; with one minus it is a word to leave out
            raise click.NoSuchOption(word)
    given: dict[str, Any] = {
        name: None if value == () else value for name, value in options.items()
    }
    with view_of(attrs.evolve(settings, synonyms=synonyms), at) as view:
        page = view.search(" ".join(query), **given)
        shown = {
            "hits": page.hits,
            "next": page.next,
            "total": page.total,
            "near": page.near,
            "partial": page.partial,
            "retoned": page.retoned,
            "did_you_mean": page.did_you_mean,
        }
        settings.show(shown, printing.hits(page))


@click.command(cls=Command)
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="Most of them."
)
@reads_at
@click.pass_obj
def suggest(settings: Settings, /, text: tuple[str, ...], limit: int, at: Point) -> None:
    """Show what may be meant by what is typed so far."""
    with view_of(settings, at) as view:
        found = view.suggest(" ".join(text), limit)
        settings.show(found, found or ["nothing begins so"])


@click.command(cls=Command)
@click.argument("code")
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Most of them."
)
@reads_at
@click.pass_obj
def similar(settings: Settings, /, code: str, limit: int, at: Point) -> None:
    """Show near duplicates and local copies of a procedure."""
    with view_of(settings, at) as view:
        found = view.similar(code, limit)
        settings.show(found, printing.similar(found))


@click.command(cls=Command)
@click.argument("number", nargs=-1, required=True)
@click.option("--article", help="Only what refers to this article, or names none; Điều 8 or 8.")
@reads_at
@click.pass_obj
def citing(settings: Settings, /, number: tuple[str, ...], article: str | None, at: Point) -> None:
    """Show what rests on or refers to a legal document, and what its repeal would touch.

    Behind its NUMBER may stand a day of signing and an issuer, which narrow: 12/2020/QĐ-UBND
    ngày 15/6/2020 của UBND tỉnh A.
    """
    asked = " ".join(number)
    with view_of(settings, at) as view:
        found = view.citing(asked, article=article)
        known = view.numbered(asked)
        elsewhere = 0 if found or article is None else len(view.citing(asked))
        unsure = not (found or elsewhere) or not known.whole
        doubts = list(printing.numbered(known)) if unsure else []
        for line in doubts if settings.json else ():  # an empty list is no all-clear
            click.echo(line, err=True)
        settings.show(found, [*printing.citations(found, elsewhere), *doubts])


@click.command(cls=Command)
@click.argument("name", required=False)
@click.option("--programme", help="The item of that programme about the procedure.")
@reads_at
@click.pass_obj
def show(settings: Settings, /, name: str | None, programme: str | None, at: Point) -> None:
    """Show where a procedure or item stands, and its text; without NAME, what is pending."""
    with view_of(settings, at) as view:
        if name is None:
            coming = view.pending()
            settings.show(coming, printing.pending(coming) if coming else ["nothing is pending"])
            return
        found = view.standing(name, programme=programme)
        kind = found.subject.partition(":")[0]
        force = view.in_force(found.subject) if kind in ("procedure", "document") else None
        document = _text(view, found.subject)
        lines = list(printing.standing(found))
        if force is not None:
            lines.append(printing.force(force))
        if isinstance(document, Procedure):
            lines += printing.procedure(document)
        elif document is not None:
            lines.append(printing.to_json(document))
        shown = force and {**attrs.asdict(force, recurse=False), "label": force.label}
        settings.show({"standing": found, "force": shown, "document": document}, lines)


def _text(view: Snapshot, subject: str) -> Document | None:
    """The text that stands; None where none does, or its words were erased."""
    kind = subject.partition(":")[0]
    try:
        if kind == "procedure":
            return view.procedure(subject)
        if kind == "item":
            return view.item(subject)
    except NotFoundError:
        return None
    return next((r.document for r in view.records(kind) if r.document.subject == subject), None)


@click.command(cls=Command)
@click.argument("name")
@click.option("--programme", help="The item of that programme about the procedure.")
@click.pass_obj
def history(settings: Settings, /, name: str, programme: str | None) -> None:
    """Show every fact about a procedure or item, what was taken back included."""
    with view_of(settings) as view:
        found = view.history(name, programme=programme)
        settings.show(found, printing.facts(found))


@click.command(cls=Command)
@click.argument("name")
@click.argument("old", type=DAY)
@click.argument("new", type=DAY)
@click.option("--html", type=click.Path(path_type=Path), help="Write a two-column page there.")
@click.pass_obj
def diff(settings: Settings, /, name: str, old: date, new: date, html: Path | None) -> None:
    """Show what changed in a text from one day to another."""
    with view_of(settings) as view:
        found = view.diff(name, old, new)
        title = view.standing(name).title
    if html is not None:
        write_lines(html, [differences.html(found, title, printing.day(old), printing.day(new))])
    lines = [change.text() for change in found] or ["no difference"]
    settings.show(found, [*lines, *([f"page: {html}"] if html else [])])


@click.command(cls=Command)
@click.option("--since", type=click.IntRange(0), default=0, help="The last fact already seen.")
@click.pass_obj
def changes(settings: Settings, /, since: int) -> None:
    """Show the facts after one, in order: a feed to poll."""
    with view_of(settings) as view:
        found = list(view.changes(since))
        settings.show(found, printing.facts(found))


@click.command(cls=Command)
@click.argument("programme", required=False)
@click.option(
    "--by",
    type=click.Choice(["agency", "level", "field", "subject", "measure", "plan"]),
    help="Group the items.",
)
@click.option("--reached", default="enacted", show_default=True, help="Stage to have come to.")
@click.option("--of", default="approved", show_default=True, help="Stage that makes an item count.")
@click.option("--subject", help="Count only items of this kind.")
@click.option("--since", type=DAY, help="Count as reached only what came so far from that day on.")
@click.option("--restated", type=DAY, help="Name agencies as they are on that day.")
@click.option("--agency", help="Count only what this agency leads, as rows name it.")
@reads_at
@click.pass_obj
def progress(settings: Settings, /, programme: str | None, at: Point, **options: Any) -> None:
    """Show how far a programme has come, or all of them together."""
    with view_of(settings, at) as view:
        found = view.progress(programme, **options)
        settings.show(found, printing.progress(found))
