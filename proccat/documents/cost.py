"""Compliance cost (*chi phí tuân thủ*) as inputs, Circular 02/2017/TT-VPCP art. 27.

Only what goes into the reckoning stands here; :mod:`proccat.reports.cost` reckons.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from proccat.documents.base import Maybe, Model, Shorthand
from proccat.documents.manner import Channel
from proccat.documents.scalars import Number, Several, Text, refuse_thousands


def _not_negative(value: Number) -> Number:
    if value < 0:
        raise ValueError("is negative")
    return value


Quantity = Annotated[Number, AfterValidator(_not_negative)]
"""An exact number that is not negative."""

Plain = Annotated[Quantity, AfterValidator(refuse_thousands)]
"""The same, where 20.000 would be twenty thousand: money in đồng, numbers of times and people."""


class CostTask(Shorthand):
    """A piece of work that the procedure asks for (*công việc khi thực hiện thủ tục*).

    Attributes:
        name: what is done; a plain string is the name.
        hours: hours of work, once.
        outlay: printing, notary, post, travel and the like, once, in đồng.
    """

    name: Text
    hours: Quantity | None = None
    outlay: Plain | None = None


class Cost(Model):
    """What one way of performing costs (*chi phí tuân thủ của một cách thực hiện*).

    Attributes:
        case: the case it holds for, where cases differ.
        channel: the channel it holds for, where channels differ.
        tasks: the work; *stated none* where there is none.
        hourly: average income per hour, in đồng.
        charges: fees, charges and other prescribed costs, once, in đồng; *stated none* is free.
        times: how many times a year one performer does it.
        subjects: how many performers a year.
        yearly: the cost of a year as a source states it, where its inputs are not known.
        source: where the figures come from.
    """

    case: Text | None = None
    channel: Channel | None = None
    tasks: Maybe[Several[CostTask]] = None
    hourly: Plain | None = None
    charges: Maybe[Plain] = None
    times: Plain | None = None
    subjects: Plain | None = None
    yearly: Plain | None = None
    source: Text | None = None


class CostSheet(Model):
    """The sheet beside an item or a plan (*bảng tính chi phí tuân thủ*): now and after.

    Attributes:
        now: what it costs now, by case and channel.
        after: what it will cost; *stated none* where it is abolished.
    """

    now: Several[Cost] | None = None
    after: Maybe[Several[Cost]] = None
