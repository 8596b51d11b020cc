"""Reckoning compliance cost (*tính chi phí tuân thủ*), Circular 02/2017/TT-VPCP art. 27.

C1 = work + fees, charges and other prescribed costs, by case and channel, weighted by volume;
C of a year = C1 × times a year × performers. Money is exact; what is missing is listed, never
guessed; the inputs stay beside the result.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import ClassVar, Final

import attrs

from proccat.documents import Procedure, Stated, values
from proccat.documents.cost import Cost, CostSheet, CostTask
from proccat.documents.manner import Manner
from proccat.errors import InvalidDocumentError
from proccat.lean import LeanCost, LeanCosted, LeanManner, LeanSheet, LeanTask, SaidNone

_EXACT: Final = Context(prec=400, rounding=ROUND_HALF_UP)
"""Enough digits for a sum of products of any recorded numbers, so that nothing is rounded."""

_ZERO: Final = Decimal(0)
_CENT: Final = Decimal("0.01")
_WORKING_HOURS: Final = Decimal(12 * 22 * 8)
_LONGEST: Final = 30


def as_amount(given: object, argument: str) -> Decimal:
    """An amount that a caller gave (*số tiền*), in đồng.

    Args:
        given: what was given.
        argument: its name, for errors.

    Raises:
        InvalidDocumentError: it is no whole number or Decimal, not finite, negative, or has more
            than 30 digits before the point or behind it.
    """
    if isinstance(given, (int, Decimal)) and not isinstance(given, bool):
        amount = Decimal(given)
        if amount.is_finite() and amount >= 0 and abs(amount.adjusted()) < _LONGEST:
            return amount
    raise InvalidDocumentError(
        f"{argument}: {given!r} is no amount in đồng; an int or a Decimal is, finite and not "
        f"negative, of at most {_LONGEST} digits"
    )


def hourly_income(gdp: Decimal | int, population: Decimal | int) -> Decimal:
    """Average income per hour (*thu nhập bình quân một giờ làm việc*): GDP / people / 12 / 22 / 8.

    Args:
        gdp: of last year, in đồng.
        population: the number of people.

    Returns:
        In whole đồng, half up.

    Raises:
        InvalidDocumentError: one of them is not above zero.
    """
    if gdp <= 0 or population <= 0:
        raise InvalidDocumentError(f"gdp {gdp} and population {population} are to be above zero")
    with localcontext(_EXACT):
        return (Decimal(gdp) / Decimal(population) / _WORKING_HOURS).quantize(
            Decimal(1), ROUND_HALF_UP
        )


AnyCost = Cost | LeanCost
"""A way of performing as it stands in a document, or as reports read it."""


@attrs.frozen
class Line:
    """What one way of performing costs (*một cách thực hiện*).

    Attributes:
        work: the work once, in đồng.
        charges: fees, charges and other prescribed costs once, in đồng.
        once: both together, C1.
        volume: how many times a year by all performers.
        yearly: the cost of a year.
    """

    SHOWN: ClassVar[tuple[str, ...]] = ("inputs", "work", "charges", "once", "volume", "yearly")

    _given: AnyCost
    _hourly: Decimal | None
    work: Decimal | None
    charges: Decimal | None
    once: Decimal | None
    volume: Decimal | None
    yearly: Decimal | None

    @property
    def inputs(self) -> Cost:
        """What it was reckoned from (*dữ liệu đầu vào*): as recorded, with the income used."""
        recorded = self._given if isinstance(self._given, Cost) else self._given.document
        if self._hourly == recorded.hourly:
            return recorded
        return recorded.model_copy(update={"hourly": self._hourly})


@attrs.frozen
class Account:
    """What something costs those who perform it (*chi phí tuân thủ*), with its inputs.

    Attributes:
        lines: by case and channel.
        once: C1, weighted by volume, to the hundredth of a đồng; None if an input is missing.
        volume: how many times a year; None if that is missing somewhere.
        yearly: C of a year, exact; None if an input is missing.
        missing: paths of what is missing, with words.
    """

    lines: tuple[Line, ...]
    once: Decimal | None
    volume: Decimal | None
    yearly: Decimal | None
    missing: tuple[str, ...]


@attrs.frozen
class Saving:
    """What is saved (*lợi ích, chi phí tuân thủ cắt giảm được*).

    Attributes:
        now: the account before.
        after: the account after.
    """

    now: Account
    after: Account

    @property
    def benefit(self) -> Decimal | None:
        """C of a year now less C of a year after, in đồng; None if one is not known."""
        if self.now.yearly is None or self.after.yearly is None:
            return None
        with localcontext(_EXACT):
            return self.now.yearly - self.after.yearly

    @property
    def rate(self) -> Decimal | None:
        """The benefit in per cent of what it costs now (*tỷ lệ cắt giảm*), two digits, half up."""
        return rate(self.benefit, self.now.yearly)

    @property
    def missing(self) -> tuple[str, ...]:
        """What is missing on either side."""
        return (*self.now.missing, *self.after.missing)


def rate(benefit: Decimal | None, now: Decimal | None) -> Decimal | None:
    """A benefit in per cent of what it is taken from; None of nothing or the unknown."""
    if benefit is None or not now:
        return None
    with localcontext(_EXACT):
        return (100 * benefit / now).quantize(_CENT, ROUND_HALF_UP)


def total(values: Sequence[Decimal]) -> Decimal:
    """An exact sum."""
    with localcontext(_EXACT):
        return sum(values, _ZERO)


NOTHING: Final = Account((), _ZERO, _ZERO, _ZERO, ())
"""The account of what was abolished."""


def account(
    costs: Sequence[AnyCost] | Stated | SaidNone | None,
    *,
    path: str = "$.costs",
    text: Procedure | LeanCosted | None = None,
    hourly: Decimal | int | None = None,
) -> Account:
    """What something costs (*tính chi phí tuân thủ*) from recorded inputs.

    Args:
        costs: one row for each case and channel; *stated none* of what is abolished.
        path: where they stand, for what is missing.
        text: the procedure, whose fees by case and channel fill in for missing ``charges`` where
            they are exact and the only ones.
        hourly: average income per hour for rows that give none, in đồng.

    Raises:
        InvalidDocumentError: ``hourly`` is no amount; see :func:`as_amount`.
    """
    income = None if hourly is None else as_amount(hourly, "hourly")
    if isinstance(costs, (Stated, SaidNone)):
        return NOTHING
    if costs is None:
        return Account((), None, None, None, (f"{path}: no cost is recorded",))
    missing: list[str] = []
    with localcontext(_EXACT):
        lines = [
            _line(cost, f"{path}[{place}]", text, income, missing)
            for place, cost in enumerate(costs)
        ]
        yearly = _sum([line.yearly for line in lines])
        volume = _sum([line.volume for line in lines])
        once = lines[0].once if len(lines) == 1 else None
        if once is None and yearly is not None and volume:
            once = (yearly / volume).quantize(_CENT, ROUND_HALF_UP)
        return Account(tuple(lines), once, volume, yearly, tuple(missing))


def yearly(
    costs: Sequence[AnyCost] | Stated | SaidNone | None,
    *,
    text: Procedure | LeanCosted | None = None,
    hourly: Decimal | int | None = None,
) -> Decimal | None:
    """C of a year alone, as :func:`account` reckons it; quick where a source states it."""
    if isinstance(costs, tuple) and len(costs) == 1 and costs[0].yearly is not None:
        return costs[0].yearly
    return account(costs, text=text, hourly=hourly).yearly


def saving(
    sheet: CostSheet | LeanSheet, *, path: str = "$.cost", hourly: Decimal | None = None
) -> Saving:
    """What a sheet saves (*so sánh trước và sau đơn giản hóa*)."""
    return Saving(
        account(sheet.now, path=f"{path}.now", hourly=hourly),
        account(sheet.after, path=f"{path}.after", hourly=hourly),
    )


def _sum(parts: Sequence[Decimal | None]) -> Decimal | None:
    known = [part for part in parts if part is not None]
    return sum(known, _ZERO) if len(known) == len(parts) else None


def _line(
    cost: AnyCost,
    path: str,
    text: Procedure | LeanCosted | None,
    hourly: Decimal | None,
    missing: list[str],
) -> Line:
    if cost.yearly is not None:
        return Line(cost, cost.hourly, None, None, None, None, cost.yearly)
    hourly = hourly if cost.hourly is None else cost.hourly
    absent: list[str] = []
    work = _work(cost, path, hourly, absent)
    charges = _charges(cost, text)
    if charges is None:
        absent.append(f"{path}.charges: fees and charges are not known")
    absent += [
        f"{path}.{name}: {what} is not known"
        for name, what in (("times", "times a year"), ("subjects", "number of performers"))
        if getattr(cost, name) is None
    ]
    missing += absent
    once = None if work is None or charges is None else work + charges
    volume = None
    if cost.times is not None and cost.subjects is not None:
        volume = cost.times * cost.subjects
    yearly = None if once is None or volume is None else once * volume
    return Line(cost, hourly, work, charges, once, volume, yearly)


def _work(cost: AnyCost, path: str, hourly: Decimal | None, absent: list[str]) -> Decimal | None:
    if cost.tasks is None:
        absent.append(f"{path}.tasks: the work is not known")
        return None
    parts: list[Decimal | None] = []
    tasks: tuple[CostTask | LeanTask, ...] = values(cost.tasks)
    for place, task in enumerate(tasks):
        if task.hours is None and task.outlay is None:
            absent.append(f"{path}.tasks[{place}]: neither hours nor outlay is known")
            parts.append(None)
        elif task.hours and hourly is None:
            absent.append(f"{path}.hourly: income per hour is not known")
            parts.append(None)
        else:
            parts.append((task.hours or _ZERO) * (hourly or _ZERO) + (task.outlay or _ZERO))
    return _sum(parts)


def _charges(cost: AnyCost, text: Procedure | LeanCosted | None) -> Decimal | None:
    if isinstance(cost.charges, (Stated, SaidNone)):
        return _ZERO
    if cost.charges is not None or text is None:
        return cost.charges
    sums = set(_fees(cost, text))
    return sums.pop() if len(sums) == 1 else None


def _fees(cost: AnyCost, text: Procedure | LeanCosted) -> Iterator[Decimal | None]:
    """What each manner of that case and channel asks for; None where it does not say it exactly."""
    manners: tuple[Manner | LeanManner, ...] = values(text.manners)
    for manner in manners:
        told = (cost.channel in (None, manner.channel), manner.case in (None, cost.case))
        if not all(told):
            continue
        if isinstance(manner.fees, (Stated, SaidNone)):
            yield _ZERO
        elif manner.fees is None or any(fee.currency != "VND" for fee in manner.fees):
            yield None
        else:
            yield _sum([fee.amount for fee in manner.fees])
