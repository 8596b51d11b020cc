"""What the walks share: acts on their own days, and what stood on a day as known on another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from strategies import Clock

from proccat import Catalogue, Snapshot
from proccat.catalogue import VIET_NAM
from proccat.errors import NotFoundError

UNKNOWN = "not known"


def today(clock: Clock, day: date) -> None:
    """It is ten in the morning of that day in Viet Nam."""
    clock.now = datetime.combine(day, time(10), VIET_NAM)


def known(catalogue: Catalogue, day: date, known_on: date | None = None) -> Snapshot:
    """What was in force on a day as known on the evening of another; as known now if absent."""
    if known_on is None:
        return catalogue.at(day)
    evening = datetime.combine(known_on, time.max, VIET_NAM)
    return catalogue.at(day, known_at=min(evening, catalogue._clock()))


def stood(catalogue: Catalogue, name: str, day: date, known_on: date | None = None) -> str | None:
    """The status on a day as known on another; :data:`UNKNOWN` where there was nothing yet."""
    try:
        return known(catalogue, day, known_on).standing(name).status
    except NotFoundError:
        return UNKNOWN


def story(
    catalogue: Catalogue, name: str, known_on: date | None, told: Mapping[date, str | None]
) -> None:
    """All that was known on a day about a subject: on which day which status stood."""
    assert {day: stood(catalogue, name, day, known_on) for day in told} == told
