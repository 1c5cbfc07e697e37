"""One line of the table of benchmarks."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, what came out, the bound that it must keep to, and whether it does."""

    measured: str
    result: str
    bound: str
    is_kept: bool

    def __str__(self) -> str:
        return f"| {self.measured} | {self.result} | {self.bound} |"


def ratio(measured: str, ours: float, peers: float, bound: float, unit: str = "s") -> Figure:
    """Return the figure of a cost (time, bytes, memory) as a share of a peer's in the same run; less is better."""
    result = f"{ours / peers:.2f}× ({quantity(ours)} {unit} against {quantity(peers)} {unit})"
    return Figure(measured, result, f"≤ {bound:g}×", ours / peers <= bound)


def amount(measured: str, value: float, bound: float, unit: str, note: str = "") -> Figure:
    """Return the figure of a cost that no peer has, in its unit; less is better."""
    result = f"{quantity(value)} {unit}{f' ({note})' if note else ''}"
    return Figure(measured, result, f"≤ {quantity(bound)} {unit}", value <= bound)


def quantity(number: float) -> str:
    """Return a number with three significant digits at most, without an exponent."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def percentile_95(values: Sequence[float]) -> float:
    """Return the value that 95 % of the values do not exceed."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def best_of[T](measure: Callable[[], float], rounds: int = 3) -> float:
    """Return the smallest of several measurements: whatever else the machine does only adds to a time."""
    return min(measure() for _ in range(rounds))
