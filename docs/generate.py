"""Write the pages of the documentation that are drawn from the code: ``make docs``."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from proccat.cli import main
from proccat.lifecycle import LIFECYCLES, Guard, Lifecycle
from proccat.policy import OFFICE_ROLES

DOCS = Path(__file__).resolve().parent
PACKAGE = DOCS.parent / "proccat"
_TERMS = (
    "documents/*.py", "lifecycle.py", "statuses.py", "facts.py", "standing.py", "ends.py",
    "force.py", "view.py", "policy.py", "errors.py", "diff*/*.py", "reports/*.py",
    "search/page.py", "search/explaining.py", "search/similar.py", "citing.py", "snapshot.py",
    "catalogue.py", "calendar.py",
)  # fmt: skip
"""Where the words of the domain stand."""
_DRAWN = "<!-- Drawn from the code by docs/generate.py; do not edit. -->"
_GUARDS = {
    Guard.ALWAYS: "",
    Guard.BACK: "only back to the status the suspension came from",
    Guard.RENEWED: "only if the suspension is recorded again from the same day",
    Guard.SUNSET: "only if what stands has a last day",
}


def lifecycles() -> Iterator[str]:
    """The page of the lifecycles."""
    yield from ("# The lifecycles", "", _DRAWN, "")
    yield (
        "Each lifecycle is a table of data in `proccat/lifecycle.py`; one engine moves all of "
        "them. Anything the table does not allow is refused, and the error says what is allowed. "
        "The role is the one that `OfficePolicy` asks for ([Who may do what](policy.md))."
    )
    for kind, lifecycle in LIFECYCLES.items():
        yield from ("", f"## {lifecycle.name.capitalize()}: of {_article(kind)}", "")
        yield from _statuses(kind, lifecycle)
        yield ""
        yield from _transitions(lifecycle)


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _statuses(kind: str, lifecycle: Lifecycle) -> Iterator[str]:
    yield "| status | Vietnamese term | rank | may have a last day | must name successors | role |"
    yield "|---|---|---|---|---|---|"
    for status in lifecycle.statuses.values():
        rank = "–" if status.rank is None else status.rank
        last = "yes" if status.until else ""
        successors = "yes" if status.key in lifecycle.needs_successors else ""
        roles = ", ".join(sorted(OFFICE_ROLES[kind, status.key]))
        yield f"| `{status.key}` | {status.label} | {rank} | {last} | {successors} | {roles} |"


def _transitions(lifecycle: Lifecycle) -> Iterator[str]:
    yield "| from | to | act | document | competent | basis | condition |"
    yield "|---|---|---|---|---|---|---|"
    for row in lifecycle.transitions:
        conditions = [_GUARDS[row.guard]] if row.guard is not Guard.ALWAYS else []
        if row.kinds:
            conditions.append(f"only for {', '.join(sorted(row.kinds))}")
        yield (
            f"| {f'`{row.source}`' if row.source else '–'} | `{row.to}` | {row.act} "
            f"| {row.document} | {row.competent} | {row.article} | {'; '.join(conditions)} |"
        )


def commands() -> Iterator[str]:
    """The page of the command line."""
    yield from ("# The command line", "", _DRAWN)
    yield from _command(main, "proccat")


def _command(command: click.Command, path: str) -> Iterator[str]:
    context = click.Context(
        command,
        info_name=path,
        max_content_width=96,
        terminal_width=96,
        help_option_names=["-h", "--help"],
    )
    yield from ("", f"## `{path}`", "", "```text", command.get_help(context), "```")
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from _command(each, f"{path} {name}")


def glossary() -> Iterator[str]:
    """The page of terms: what the code calls a thing and what offices call it."""
    yield from ("# Glossary", "", _DRAWN, "")
    yield "| in the code | Vietnamese term | where |"
    yield "|---|---|---|"
    rows = set()
    for path in sorted(path for part in _TERMS for path in PACKAGE.glob(part)):
        source = path.read_text("utf-8")
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        module = module.removesuffix(".__init__")
        for name, term in (*_defined(ast.parse(source)), *_members(source)):
            rows.add((name, term, module))
    for name, term, module in sorted(rows, key=lambda row: (row[0].lower(), row)):
        yield f"| `{name}` | {term} | `{module}` |"


def _defined(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Public classes and functions whose docstring's first sentence holds an official term."""
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and not node.name.startswith("_"):
            first = (ast.get_docstring(node) or "").partition("\n\n")[0].replace("\n", " ")
            for term in re.findall(r"\(\*([^*]+)\*\)", first):
                yield node.name, term


def _members(source: str) -> Iterator[tuple[str, str]]:
    """Members of enumerations with the term in the comment beside them."""
    owner = ""
    for line in source.splitlines():
        if found := re.match(r"class (\w+)\(StrEnum\)", line):
            owner = found[1]
        elif (found := _MEMBER.match(line)) and not found[2].isascii():
            yield f"{owner}.{found[1]}", found[2]


_MEMBER = re.compile(r'    [A-Z_]+ = "(\w+)"  # (.+)')

PAGES = {"lifecycles.md": lifecycles, "cli.md": commands, "glossary.md": glossary}


def pages() -> Iterator[tuple[Path, str]]:
    """Each drawn page and what it should hold."""
    for name, drawn in PAGES.items():
        yield DOCS / name, "\n".join(drawn()) + "\n"


if __name__ == "__main__":
    for target, text in pages():
        target.write_text(text, "utf-8")
        sys.stdout.write(f"{target.name}\n")
