"""Reads the formulas that a trace shows, and works them out with nothing but the inputs next to them.

It knows none of the engine's functions: what a formula may call is written here from docs/physics.md. A symbol of
several inputs stands for an array of them, so that ``sum(d / sigma_e)`` goes through the layers.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from cellbuilder import units
from cellbuilder.domain.result import Figure, Input, Trace

AS_ENTERED = " as entered"
"""How the formula of a result ends that is an input of the design."""
CONSTANTS = {"pi": np.pi, "F": 96485.33212, "R": 8.314462618, "k": 8.617333262e-5, "eps_0": 8.8541878188e-12}
"""Faraday constant in C/mol, gas constant in J/(mol K), Boltzmann constant in eV/K, permittivity of vacuum in F/m."""


class FormulaError(ValueError):
    """A formula that cannot be read, or that does not fit its inputs."""


def effective_medium(fraction: float, first: float, second: float) -> float:
    """Return the s at which phi (s1 - s)/(s1 + 2 s) + (1 - phi) (s2 - s)/(s2 + 2 s) is zero (equation 9).

    By halving the stretch between the two.
    """
    low, high = min(first, second), max(first, second)
    for _ in range(200):
        middle = (low + high) / 2.0
        excess = fraction * (first - middle) / (first + 2.0 * middle)
        excess += (1.0 - fraction) * (second - middle) / (second + 2.0 * middle)
        low, high = (middle, high) if excess > 0.0 else (low, middle)
    return (low + high) / 2.0


def carbon_free(volume_fraction: float) -> float:
    """Return the series of Minnmann 2021 in S/m, straight lines in the logarithm, constant outside (physics 1b)."""
    points = [(0.25, 2.1e-5), (0.33, 2.4e-4), (0.42, 5.6e-4), (0.61, 1e-3)]
    if volume_fraction <= points[0][0]:
        return 100.0 * points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if volume_fraction <= right:
            return float(100.0 * low * (high / low) ** ((volume_fraction - left) / (right - left)))
    return 100.0 * points[-1][1]


def until(margin: float, fall: float) -> float:
    """Return the quotient kept within 0 and 1; a voltage that does not fall ends at once or never (equation 26)."""
    if fall <= 0.0:
        return 1.0 if margin >= 0.0 else 0.0
    return min(max(margin / fall, 0.0), 1.0)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sum": np.sum, "mean": np.mean, "min": min, "max": max, "sqrt": np.sqrt, "exp": np.exp, "log": np.log,
    "sinh": np.sinh, "coth": lambda x: 1.0 / np.tanh(x), "emt": effective_medium, "carbon_free": carbon_free,
    "until": until,
}  # fmt: skip
OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}  # fmt: skip


def parsed(text: str) -> ast.expr:
    """Return the syntax of the right-hand side of a formula; ``^`` is a power.

    Raises:
        FormulaError: it is no formula.
    """
    try:
        return ast.parse(text.replace("^", "**"), mode="eval").body
    except SyntaxError as error:
        raise FormulaError(f"'{text}' is no formula") from error


def symbols(text: str) -> set[str]:
    """Return the symbols of a right-hand side, functions left out."""
    tree = parsed(text)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called}


def evaluated(text: str, values: Mapping[str, Any]) -> float:
    """Return the number that a right-hand side stands for.

    Raises:
        FormulaError: an unknown symbol or function, anything but arithmetic, or a result that is no single number.
    """
    with np.errstate(all="ignore"):
        result = np.asarray(_value(parsed(text), values))
    if result.ndim:
        raise FormulaError(f"'{text}' stands for {result.size} numbers")
    return float(result)


def _value(node: ast.expr, values: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        return np.float64(node.value)
    if isinstance(node, ast.Name):
        if node.id not in values and node.id not in CONSTANTS:
            raise FormulaError(f"{node.id} is neither an input nor a constant")
        return values.get(node.id, CONSTANTS.get(node.id))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, values)
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](_value(node.left, values), _value(node.right, values))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        if node.func.id not in FUNCTIONS:
            raise FormulaError(f"{node.func.id} is no function of a formula")
        return FUNCTIONS[node.func.id](*[_value(argument, values) for argument in node.args])
    raise FormulaError(f"'{ast.unparse(node)}' is not allowed in a formula")


def right_hand_side(figure: Figure) -> str:
    """Return what stands behind the equals sign; the input itself where the result is one.

    Raises:
        FormulaError: no formula, or its left-hand side is not the symbol of the figure.
    """
    formula = figure.formula or ""
    if formula == f"{figure.symbol}{AS_ENTERED}":
        return figure.symbol
    left, equals, right = formula.partition(" = ")
    if not equals or left != figure.symbol:
        raise FormulaError(f"'{formula}' does not start with '{figure.symbol} = '")
    return right


def si(item: Input) -> float:
    """Return an input as it is shown, in SI.

    Raises:
        FormulaError: it has no value.
    """
    if item.value is None:
        raise FormulaError(f"{item.key} has no value")
    return units.to_si(item.value, item.unit)


def arguments(pairs: Iterable[tuple[str, float]]) -> dict[str, Any]:
    """Return one number per symbol, or an array where a symbol stands for several inputs."""
    found: dict[str, list[float]] = {}
    for symbol, value in pairs:
        found.setdefault(symbol, []).append(value)
    return {symbol: np.float64(values[0]) if len(values) == 1 else np.array(values) for symbol, values in found.items()}


def from_direct_inputs(figure: Figure) -> float:
    """Return a figure (SI) from its formula and the inputs that stand next to it."""
    return evaluated(right_hand_side(figure), arguments((item.symbol, si(item)) for item in figure.inputs))


class Recomputation:
    """All figures of a trace from its formulas and the inputs of the design alone.

    ``instead`` gives inputs of the design other values (SI, by key).
    """

    def __init__(self, trace: Trace, instead: Mapping[str, float] | None = None) -> None:
        self._trace = trace
        self._known: dict[str, float] = {key: si(item) for key, item in trace.inputs.items()}
        self._known.update(instead or {})

    def of(self, figure: Figure) -> float:
        """Return a figure in SI.

        Raises:
            FormulaError: a formula does not fit its inputs, or an input is nowhere in the trace.
        """
        return evaluated(
            right_hand_side(figure), arguments((item.symbol, self._of_key(item.key)) for item in figure.inputs)
        )

    def _of_key(self, key: str) -> float:
        if key not in self._known:
            if key not in self._trace.steps:
                raise FormulaError(f"{key} is nowhere in the trace")
            self._known[key] = self.of(self._trace.steps[key])
        return self._known[key]
