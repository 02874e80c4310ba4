"""Chemical formulas with fractions, brackets and adducts, read strictly into element counts.

``Li1.5Al0.5Ge1.5(PO4)3``, ``Li3(CB11H12)2(CB9H10)``, ``Na3B24H23-5Na2B12H12`` (one to five) and
``0.62[Na2O]-0.38[TaCl5]`` are all read. Weights: IUPAC standard atomic weights (abridged).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

ATOMIC_WEIGHT_G_PER_MOL: Final[Mapping[str, float]] = {
    "H": 1.008, "He": 4.0026, "Li": 6.94, "Be": 9.0122, "B": 10.81, "C": 12.011, "N": 14.007, "O": 15.999,
    "F": 18.998, "Ne": 20.180, "Na": 22.990, "Mg": 24.305, "Al": 26.982, "Si": 28.085, "P": 30.974,
    "S": 32.06, "Cl": 35.45, "Ar": 39.95, "K": 39.098, "Ca": 40.078, "Sc": 44.956, "Ti": 47.867,
    "V": 50.942, "Cr": 51.996, "Mn": 54.938, "Fe": 55.845, "Co": 58.933, "Ni": 58.693, "Cu": 63.546,
    "Zn": 65.38, "Ga": 69.723, "Ge": 72.630, "As": 74.922, "Se": 78.971, "Br": 79.904, "Kr": 83.798,
    "Rb": 85.468, "Sr": 87.62, "Y": 88.906, "Zr": 91.224, "Nb": 92.906, "Mo": 95.95, "Ru": 101.07,
    "Rh": 102.91, "Pd": 106.42, "Ag": 107.87, "Cd": 112.41, "In": 114.82, "Sn": 118.71, "Sb": 121.76,
    "Te": 127.60, "I": 126.90, "Cs": 132.91, "Ba": 137.33, "La": 138.91, "Ce": 140.12, "Pr": 140.91,
    "Nd": 144.24, "Sm": 150.36, "Eu": 151.96, "Gd": 157.25, "Tb": 158.93, "Dy": 162.50, "Ho": 164.93,
    "Er": 167.26, "Tm": 168.93, "Yb": 173.05, "Lu": 174.97, "Hf": 178.49, "Ta": 180.95, "W": 183.84,
    "Re": 186.21, "Pt": 195.08, "Au": 196.97, "Pb": 207.2, "Bi": 208.98,
}  # fmt: skip

_TOKEN: Final = re.compile(r"([A-Z][a-z]?)|([(\[])|([)\]])|(\d+(?:\.\d+)?|\.\d+)|([-·])", re.ASCII)
MOST_CHARACTERS: Final = 300
_CLOSING: Final = {"(": ")", "[": "]"}


class FormulaError(ValueError):
    """A formula that cannot be read; the message says where."""


def parse(formula: str) -> dict[str, float]:
    """Return how many of each element one formula unit holds.

    Raises:
        FormulaError: unknown element, open bracket or a character that is no part of a formula.
    """
    tokens = _tokens(formula)
    if not tokens:
        raise FormulaError("the formula is empty")
    counts: dict[str, float] = {}
    part: list[str] = []
    depth = 0
    for token in tokens:
        depth += (token in "([") - (token in ")]")
        if token in "-·" and depth == 0:
            _add(counts, _part(part, formula), 1.0)
            part = []
        else:
            part.append(token)
    _add(counts, _part(part, formula), 1.0)
    if not counts or min(counts.values()) <= 0.0:
        raise FormulaError(f"'{formula}' holds none of an element that it names")
    return counts


def molar_mass_g_per_mol(formula: str) -> float:
    """Return the molar mass of one formula unit in g/mol.

    Raises:
        FormulaError: as ``parse``.
    """
    return sum(ATOMIC_WEIGHT_G_PER_MOL[element] * count for element, count in parse(formula).items())


def charge(formula: str, oxidation_states: Mapping[str, float]) -> float:
    """Return the net charge of one formula unit for the given oxidation states.

    Raises:
        FormulaError: as ``parse``, or an element without an oxidation state.
    """
    counts = parse(formula)
    missing = sorted(set(counts) - set(oxidation_states))
    if missing:
        raise FormulaError(f"no oxidation state is given for {', '.join(missing)} in {formula}")
    return sum(count * oxidation_states[element] for element, count in counts.items())


def _tokens(formula: str) -> list[str]:
    if len(formula) > MOST_CHARACTERS:
        raise FormulaError(f"the formula is longer than {MOST_CHARACTERS} characters")
    tokens: list[str] = []
    position = 0
    while position < len(formula):
        match = _TOKEN.match(formula, position)
        if match is None:
            raise FormulaError(f"'{formula[position]}' at character {position + 1} of '{formula}' is not read")
        tokens.append(match.group())
        position = match.end()
    return tokens


def _part(tokens: list[str], formula: str) -> dict[str, float]:
    factor = 1.0
    if tokens and _is_number(tokens[0]):
        factor, tokens = float(tokens[0]), tokens[1:]
    if not tokens:
        raise FormulaError(f"a part of '{formula}' is empty")
    counts, _ = _group(tokens, 0, None, formula)
    return {element: count * factor for element, count in counts.items()}


def _group(tokens: list[str], start: int, closing: str | None, formula: str) -> tuple[dict[str, float], int]:
    counts: dict[str, float] = {}
    index = start
    pending: dict[str, float] | None = None
    while index < len(tokens):
        token = tokens[index]
        if _is_number(token):
            if pending is None:
                raise FormulaError(f"the number {token} in '{formula}' follows nothing")
            _add(counts, pending, float(token))
            pending, index = None, index + 1
            continue
        if pending is not None:
            _add(counts, pending, 1.0)
            pending = None
        if token in _CLOSING:
            pending, index = _group(tokens, index + 1, _CLOSING[token], formula)
        elif token == closing:
            return counts, index + 1
        elif token in ")]":
            raise FormulaError(f"a bracket in '{formula}' is closed but was never opened")
        elif token in ATOMIC_WEIGHT_G_PER_MOL:
            pending, index = {token: 1.0}, index + 1
        else:
            raise FormulaError(f"'{token}' in '{formula}' is not an element")
    if closing is not None:
        raise FormulaError(f"a bracket in '{formula}' is not closed")
    if pending is not None:
        _add(counts, pending, 1.0)
    return counts, index


def _add(counts: dict[str, float], more: Mapping[str, float], factor: float) -> None:
    for element, count in more.items():
        counts[element] = counts.get(element, 0.0) + count * factor


def _is_number(token: str) -> bool:
    return token[0].isdigit() or token[0] == "."
