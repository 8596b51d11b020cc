"""Measuring side by side: ours and a floor in turns in one run, so that only their ratio counts."""

from __future__ import annotations

import platform
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs

Work = Callable[[], object]


_BLOCK = 20
"""Inputs that one work takes before it is the next one's turn."""
_UNCOUNTED = 2
"""Rounds that only fill caches."""


@attrs.frozen
class Measured:
    """One row of a table: what ours and the floor took, in seconds for one operation."""

    name: str
    floor_name: str
    ours: float
    floor: float
    goal: str

    @property
    def ratio(self) -> float:
        """Ours as a multiple of the floor."""
        return self.ours / self.floor

    def line(self) -> str:
        """The row as a line of a Markdown table."""
        return (
            f"| {self.name} | {_shown(self.ours)} | {self.floor_name} | {_shown(self.floor)} "
            f"| {self.ratio:.2f} × | {self.goal} |"
        )


def side_by_side(
    name: str, floor_name: str, ours: Work, floor: Work, *, goal: str, times: int = 5, each: int = 1
) -> Measured:
    """The medians of both in turns; ``each`` is how many operations one call does."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for work, seconds in zip((ours, floor), taken, strict=True):
            begun = time.perf_counter()
            work()
            seconds.append((time.perf_counter() - begun) / each)
    ours_s, floor_s = (statistics.median(seconds) for seconds in taken)
    return Measured(name, floor_name, ours_s, floor_s, goal)


def turns(
    works: Mapping[str, Callable[[str], object]], inputs: Sequence[str], rounds: int = 5
) -> dict[str, float]:
    """The median seconds of each work over all inputs, in turns; two rounds do not count.

    They fill caches, so that what is measured is warm where a work keeps what was asked twice. A
    turn is a block of inputs, as a service answers them one after the other, and not after another
    engine.
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    blocks = [inputs[start : start + _BLOCK] for start in range(0, len(inputs), _BLOCK)]
    for number in range(rounds):
        for block in blocks:
            for name, work in works.items():
                for given in block:
                    begun = time.perf_counter()
                    work(given)
                    if number >= _UNCOUNTED:
                        taken[name].append(time.perf_counter() - begun)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def table(rows: list[Measured]) -> Iterator[str]:
    """The rows as a Markdown table, with the machine named."""
    yield f"{machine()}\n"
    yield "| operation | ours | floor | floor took | ratio | goal |"
    yield "|---|---|---|---|---|---|"
    for row in rows:
        yield row.line()


def machine() -> str:
    """What it was measured on."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        model = f"{len(names)} cores, {names[0].partition(': ')[2]}" if names else model
    return (
        f"{model}; Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{sys.platform}"
    )


def _shown(seconds: float) -> str:
    if seconds < 1e-3:
        return f"{seconds * 1e6:.1f} µs"
    return f"{seconds * 1e3:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"
