"""The page on physics and the engine say the same: numbers of equations, sections, symbols, default values."""

from __future__ import annotations

import ast
import importlib
import math
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.mixed import volume_fractions as mixed_volume_fractions

import cellbuilder
from cellbuilder import engine
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import Figure
from cellbuilder.engine.kernels import composite, impedance, interfaces, inventory, rate, transport

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "cellbuilder"
ENGINE = SOURCE / "engine"
PAGE = (ROOT / "docs" / "physics.md").read_text(encoding="utf-8")
CODE = [ENGINE, SOURCE / "explore", ROOT / "tests" / "reference", ROOT / "tests" / "property"]
NUMBERS = r"\d+[a-d]?(?:(?:, | and |, and | to )\d+[a-d]?)*"
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.]*\w)")
MODELS = [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA", "AB"]


def files() -> list[Path]:
    return [path for folder in CODE for path in sorted(folder.rglob("*.py"))]


def spelled_out(group: str) -> set[str]:
    """Turn ``12 and 16 to 18`` into 12, 16, 17, 18."""
    found = set(re.findall(r"\d+[a-d]?", group))
    for first, last in re.findall(r"(\d+) to (\d+)", group):
        found |= {str(number) for number in range(int(first), int(last) + 1)}
    return found


def equations_cited(text: str) -> set[str]:
    flat = re.sub(r"\s*\n\s*(?:#\s*)?", " ", text)
    groups = re.findall(rf"[Ee]quations? ({NUMBERS})\b", flat) + re.findall(rf"\(eqs?\. ({NUMBERS})\)", flat)
    return {number for group in groups for number in spelled_out(group)}


def equations_written() -> list[str]:
    """The numbers that stand at the end of an equation, in order."""
    return re.findall(r"^    .*\((\d+[a-d]?)\)$", PAGE, re.MULTILINE)


def sections() -> dict[str, str]:
    found = re.split(r"^#+ (\d[a-z]?(?:\.\d+)?)[. ].*$", PAGE, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_that_every_equation_that_is_cited_is_written_down(path: Path) -> None:
    cited = equations_cited(path.read_text(encoding="utf-8"))
    assert sorted(cited - set(equations_written())) == []


def test_that_citations_are_found_where_they_stand() -> None:
    text = "(equations 12 and 16\n    to 18 of docs/physics.md), equation 17b; Equations 2 and 3, (eq. 5)"
    assert equations_cited(text) == {"12", "16", "17", "18", "17b", "2", "3", "5"}
    everywhere = {number for path in files() for number in equations_cited(path.read_text(encoding="utf-8"))}
    assert everywhere >= {"1", "4", "7", "11", "12", "13a", "16", "17", "17b", "18", "19", "20", "25", "26"}


def test_that_every_equation_has_a_number_of_its_own_and_none_is_left_out() -> None:
    written = equations_written()
    assert len(written) == len(set(written))
    plain = [int(number) for number in written if number.isdigit()]
    for part in ([number for number in plain if number <= 26], [number for number in plain if number > 26]):
        assert part == sorted(part)
    whole = {int(re.sub(r"\D", "", number)) for number in written}
    assert whole == set(range(1, max(plain) + 1))
    assert {"13a", "13b", "13c", "13d", "17b"} <= set(written)


def test_that_the_text_of_the_page_cites_equations_that_it_has() -> None:
    cited = set(re.findall(r"(?<![\w)\]}/^])\((\d{1,2}[a-d]?)\)", PAGE)) - set(sections())
    assert len(cited) > 20
    assert sorted(cited - set(equations_written())) == []


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_that_every_section_that_is_cited_has_a_heading(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    groups = re.findall(r"physics(?:\.md,?)?(?: section)? (\d[a-z]?(?:\.\d)?(?:(?:, | and )\d[a-z](?:\.\d)?)*)\b", text)
    groups += re.findall(r'ref="physics-notes", section="([^"]+)"', text)
    known = sections()
    assert [number for group in groups for number in re.split(r", | and ", group) if number not in known] == []


# --- symbols -----------------------------------------------------------------------------------------------------


def functions() -> set[str]:
    """Names of functions and constants that the head of the list of symbols explains."""
    return set(re.findall(r"`(\w+)`", sections()["5"].partition("\n| symbol")[0]))


def symbols() -> set[str]:
    rows = re.findall(r"^\| (`.*?`) \|", sections()["5"], re.MULTILINE)
    return {symbol for row in rows for symbol in re.findall(r"`([^`]+)`", row)}


def symbols_in_code() -> dict[str, set[str]]:
    """Symbols that the engine gives to inputs, steps and the terms of a formula, with the modules that do."""
    places = {"leaf": 1, "step": 1, "_step": 1, "_leaf": 1, "given": 2, "_given": 1}
    found: dict[str, set[str]] = {}
    for path in sorted(ENGINE.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            first: ast.expr | None = None
            if isinstance(node, ast.Tuple) and len(node.elts) == 2 and not isinstance(node.elts[1], ast.Constant):
                first = node.elts[0]
            elif isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                place = places.get(name)
                first = node.args[place] if place is not None and len(node.args) > place else None
            symbol = first.value if isinstance(first, ast.Constant) else None
            if isinstance(symbol, str) and re.fullmatch(r"[A-Za-z]\w*(?:/P)?", symbol):
                found.setdefault(symbol, set()).add(path.stem)
    return found


def words_in_code() -> set[str]:
    """Every word in a text of the engine, by which a symbol that is passed on as a text is found too."""
    nodes = [node for path in ENGINE.glob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {word for text in texts for word in re.findall(r"\w+", text)}


def shared_collectors(design: Design) -> Design:
    body = design.stack.format.model_copy(update={"two_sided": True})
    return design.model_copy(update={"stack": design.stack.model_copy(update={"format": body})})


@cache
def steps() -> dict[str, Figure]:
    """One step for every formula that the models show."""
    designs = [cellbuilder.from_model(letter) for letter in MODELS]
    found: dict[str, Figure] = {}
    for design in (*designs, shared_collectors(designs[0])):
        for step in cellbuilder.evaluate(design).figures.trace.steps.values():
            found.setdefault(step.formula or "", step)
    return found


def test_that_every_symbol_of_the_engine_is_explained() -> None:
    used = symbols_in_code()
    assert {"R_i", "kappa", "ASR_pub", "eta_c", "x_b"} <= set(used)
    assert {symbol: sorted(modules) for symbol, modules in used.items() if symbol not in symbols()} == {}


def test_that_every_word_of_a_formula_is_a_symbol_or_a_function_that_is_explained() -> None:
    known = symbols() | functions()
    assert len(steps()) > 40
    words = {word: formula for formula in steps() for word in re.findall(r"N/P|[A-Za-z]\w*", formula)}
    assert {word: formula for word, formula in words.items() if word not in known} == {}


def test_that_every_symbol_of_a_formula_stands_among_its_inputs() -> None:
    for formula, step in steps().items():
        inputs = {item.symbol for item in step.inputs}
        used = set(re.findall(r"[A-Za-z]\w*", formula.partition("=")[2])) - functions()
        assert used - inputs == set(), formula


def test_that_no_symbol_is_explained_that_nothing_uses() -> None:
    shown = {step.symbol for step in steps().values()}
    shown |= {item.symbol for step in steps().values() for item in step.inputs}
    assert {"m_shared", "N/P"} <= shown
    assert sorted(symbols() - shown - words_in_code()) == []


# --- numbers ------------------------------------------------------------------------------------------------------


def by_hand() -> dict[str, list[Any]]:
    """What the kernels give for the rows of section 3, by the start of the row, in the units of the page."""
    mixed = [
        1 / (0.5 / 1.0 + 0.5 / 0.01),
        0.5 * 1.0 + 0.5 * 0.01,
        *transport.hashin_shtrikman_bounds([0.5, 0.5], [1, 0.01]),
    ]
    warm = [float(transport.conductivity_at(1.0, 0.3, 333.15, 298.15, form)) for form in ("S", "ST")]
    equal = composite.instantaneous_resistance(10, 10, 5)
    film = interfaces.film_resistance(10e-9, 1e-4)
    grains = interfaces.on_particles(film, interfaces.specific_area(0.5, 2.5e-6), 100e-6)
    rails = (20.0, 1.0, 4.0)
    whole = float(composite.instantaneous_resistance(*rails))
    shares = []
    for place in range(3):
        up = [value * (1.0 + 1e-6 * (index == place)) for index, value in enumerate(rails)]
        shares.append((float(composite.instantaneous_resistance(*up)) / whole - 1.0) / 1e-6)
    blocked = [impedance.two_rail(9, electronic, 1e6 / 1j).real for electronic in (0, 6)]
    line = (4.3, 3.3, 3.0, 100.0, 50e-4)
    phi, rho = mixed_volume_fractions([0.7, 0.3], [4780.0, 1860.0], 0.0)
    metal = [inventory.metal_thickness(10.0, *metal) * 1e6 for metal in ((534.0, 3861.88), (968.0, 1165.79))]
    return {
        "30 µm at 3 mS/cm; 20 µm": [1.0, 4.0, 10.0],
        "60 against 25": warm,
        "equal volumes": [mixed[0], mixed[2], transport.effective_medium(0.5, 1, 0.01), mixed[3], mixed[1]],
        "insulator": [transport.effective_medium(0.6, 1, 0), transport.effective_medium(0.3, 1, 0)],
        "(12) with R_i = R_e": [equal],
        "(12) and (17)": [composite.instantaneous_resistance(40, 1, 2), composite.pseudo_steady_resistance(40, 1, 2)],
        "(15)": [*shares, sum(shares)],
        "(18)": [composite.front_resistance(40, 2)],
        "(17b)": [rate.relaxation_time(rate.intercalation_capacitance(50, 1), 119e-4, 10.1e-4, 0.59e-4)],
        "blocking": [*blocked, impedance.two_rail(9, 6, 1e-12 / 1j).real],
        "bulk arc": [0.1 / (2 * math.pi * impedance.VACUUM_PERMITTIVITY_F_PER_M * 33) / 1e6],
        "70:30": [phi[0], rho / 1000],
        "1 mAh/cm² of Li": metal,
        "10 nm": [film * 1e4, grains * 1e4],
        "Holm": [interfaces.holm_constriction(10e-6, 1e8, 0.3) * 1e4],
        "1C of": [rate.voltage_drop(rate.current_density(1, 50), 20e-4)],
        "(26)": [rate.utilisation(*line), rate.energy_at_rate(50, *line)],
        "highest power": [rate.ohmic_power_limit(3.8, 50e-4) / 10],
        "leakage": [rate.leakage_current(1e-5, 4, 30e-6) / 10],
    }


def printed(cell: str) -> list[tuple[float, float]]:
    """The numbers of a cell of a table, each with half a unit of its last digit."""
    texts = re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w²³])", cell)
    return [(float(text), 0.5 * 10.0 ** -len(text.partition(".")[2])) for text in texts]


@pytest.mark.parametrize("start", by_hand())
def test_that_the_checks_by_hand_are_what_the_kernels_give(start: str) -> None:
    rows = [line for line in sections()["3"].splitlines() if line.startswith(f"| {start}")]
    assert len(rows) == 1
    shown = printed(rows[0].rpartition(" | ")[2])
    found = [float(value) for value in by_hand()[start]]
    assert len(shown) == len(found)
    for (number, half), value in zip(shown, found, strict=True):
        assert value == pytest.approx(number, rel=0, abs=1.001 * half)


def test_that_the_worked_example_of_1b_is_what_the_kernels_give() -> None:
    rows = re.findall(r"^\| (\d\.\d) \| (\S+) \| 10\.1 \| (\S+) \| (\S+) \|$", sections()["1b"], re.MULTILINE)
    assert [row[0] for row in rows] == ["1.5", "2.5", "3.2"]
    for exponent, ionic, fast, slow in rows:
        rail = 101e-6 / float(composite.ionic_conductivity(0.2, 0.283, float(exponent))) * 1e4
        assert float(ionic) == pytest.approx(rail, rel=5e-3)
        assert float(fast) == pytest.approx(float(composite.instantaneous_resistance(rail, 10.1, 0.59)), rel=5e-3)
        assert float(slow) == pytest.approx(float(composite.pseudo_steady_resistance(rail, 10.1, 0.59)), rel=5e-3)


# --- values that the engine brings along -------------------------------------------------------------------------


def defaults() -> Iterator[tuple[str, Quantity]]:
    for info in pkgutil.iter_modules(engine.__path__, f"{engine.__name__}."):
        for name, entry in vars(importlib.import_module(info.name)).items():
            if isinstance(entry, Quantity):
                yield f"{info.name.rpartition('.')[2]}.{name}", entry


def rows_of_1h() -> list[tuple[set[float], str]]:
    lines = [line for line in sections()["1h"].splitlines() if line.startswith("| ")]
    return [({float(match.group()) for match in NUMBER.finditer(line)}, line) for line in lines]


def test_that_every_value_the_engine_brings_along_stands_in_its_table() -> None:
    found = dict(defaults())
    assert len(found) > 10
    missing = []
    for name, entry in found.items():
        numbers = {float(number) for number in (entry.value, entry.low, entry.high) if number is not None}
        rows = [line for known, line in rows_of_1h() if numbers <= known]
        if not any(line.rstrip(" |").endswith(str(entry.kind)) for line in rows):
            missing.append(f"{name}: {entry.value} ({entry.low} to {entry.high}) {entry.unit}, {entry.kind}")
    assert missing == []
