"""Fixtures that all tests share; hypothesis profiles; what is left for `make soak`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))  # so that tests may share `strategies`

from strategies import Clock  # noqa: E402

from proccat import Catalogue  # noqa: E402

SOAK = os.environ.get("PROCCAT_SOAK") == "1"
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]

settings.register_profile(
    "quick",
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=_SLOW,
)
settings.register_profile("soak", max_examples=1000, deadline=None, suppress_health_check=_SLOW)
settings.load_profile("soak" if SOAK else "quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long loops out unless PROCCAT_SOAK=1 asks for them."""
    if SOAK:
        return
    long = [item for item in items if item.get_closest_marker("soak")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at 2026-11-15T03:00Z until it is moved."""
    return Clock()


@pytest.fixture
def catalogue(clock: Clock) -> Iterator[Catalogue]:
    """An empty catalogue in memory."""
    with Catalogue.open(":memory:", clock=clock) as opened:
        yield opened


@pytest.fixture
def other(clock: Clock) -> Iterator[Catalogue]:
    """A second empty catalogue in memory."""
    with Catalogue.open(":memory:", clock=clock) as opened:
        yield opened


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Where a catalogue file may be created."""
    return tmp_path / "tthc.db"


@pytest.fixture
def reopened(db: Path, clock: Clock) -> Iterator[Callable[[], Catalogue]]:
    """Opens the same file again and again; all are closed at the end."""
    opened: list[Catalogue] = []

    def reopen() -> Catalogue:
        opened.append(Catalogue.open(db, clock=clock))
        return opened[-1]

    yield reopen
    for each in opened:
        each.close()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real records: $PROCCAT_REAL_DATA, or ../shared/data beside the checkout."""
    given = os.environ.get("PROCCAT_REAL_DATA")
    folder = Path(given) if given else HERE.parent.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}; set PROCCAT_REAL_DATA")
    return folder
