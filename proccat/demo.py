"""The main job on the fixtures (*minh họa*): load, search, change, look back, count, export."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from proccat import printing
from proccat.catalogue import Catalogue
from proccat.errors import MissingExtraError, TransitionError
from proccat.resources import resource
from proccat.writers import WRITERS

_PROGRAMME = "68/NQ-CP/2020"
_REPORT_DAY = date(2023, 10, 31)


def run(folder: Path) -> Iterator[str]:
    """The lines that tell the story; catalogue and exports are written into a folder.

    Raises:
        ProccatError: something of it did not work.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "demo.db"
    file.unlink(missing_ok=True)
    with Catalogue.open(file) as catalogue:
        yield from _story(catalogue, folder)
        proof = catalogue.verify(deep=True)
    yield ""
    yield f"7. Proof: {'clean' if proof.ok else 'NOT CLEAN'}; anchor {proof.head}"
    yield ""
    yield "Try next:"
    for command in (
        'search "lam the nao de dang ky ket hon, can giay to gi?"',
        "show 1.004222",
        "history 1.004873",
        "diff 1.004873 2024-01-09 2026-01-09",
        f"progress {_PROGRAMME} --by agency --at 31/10/2023",
        "verify",
    ):
        yield f"  {_program()} --db {file} {command}"


def _story(catalogue: Catalogue, folder: Path) -> Iterator[str]:
    report = catalogue.load(resource("fixtures"))
    kinds = ", ".join(f"{count} {kind}" for kind, count in report.by_kind.items())
    yield f"1. Loaded {report.recorded} records ({kinds}); {len(report.errors)} left out."
    yield ""
    yield "2. Search, typed without tones: dang ky khai sinh"
    yield from _indented(printing.hits(catalogue.search("dang ky khai sinh", limit=3)))
    yield ""
    yield "3. A status changes: 1.013225 is made public."
    made = catalogue.change_status("1.013225", "public", on=date(2025, 7, 10), actor="so-xay-dung")
    yield from _indented(printing.standing(made))
    yield ""
    yield "4. What the lifecycle does not allow is refused, and nothing is written:"
    before = catalogue.head()
    try:
        catalogue.change_status("2.000488", "public", on=date(2025, 7, 10), actor="so-tu-phap")
    except TransitionError as refused:
        yield f"   {refused}"
    yield f"   facts before and after: {before.seq} and {catalogue.head().seq}"
    yield ""
    earlier = catalogue.at(effective=date(2024, 1, 9))
    yield "5. What was true on an earlier day: 1.004873 on 09/01/2024, and today"
    for view in (earlier, catalogue):
        yield f"   on {printing.day(view.effective)}:"
        yield from _indented(printing.standing(view.standing("1.004873")))
    yield "   what changed between the two days:"
    for change in catalogue.diff("1.004873", date(2024, 1, 9), catalogue.effective):
        if not change.path.startswith("$.extensions"):
            yield f"   - {change.text()}"
    coming = catalogue.at(effective=date(2026, 11, 15)).pending()
    yield "   done and not yet effective on 15/11/2026:"
    yield from _indented(printing.pending(coming))
    yield ""
    yield "6. A programme, as a report of 31/10/2023 would count it, and today"
    for view in (catalogue.at(effective=_REPORT_DAY), catalogue):
        yield from _indented(printing.progress(view.progress(_PROGRAMME)))
    yield ""
    yield f"   Exports in {folder}:"
    for name, writer in WRITERS.items():
        target = folder / f"danh-muc{'-excel' if name == 'csv-excel' else ''}{writer.suffix}"
        try:
            written = catalogue.export(target, format=name)
        except MissingExtraError as missing:
            yield f"   {target.name:22} left out: {missing}"
        else:
            yield f"   {target.name:22} {printing.number(written.rows):>6} rows  {name}"


def _program() -> str:
    """How the command is called from here: by its name, or by its path where it is on none."""
    if shutil.which("proccat"):
        return "proccat"
    called = Path(sys.argv[0])
    inside = called.is_relative_to(Path.cwd())
    return str(called.relative_to(Path.cwd()) if inside else called)


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"   {line}" for line in lines)
