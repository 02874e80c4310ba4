"""What the docstrings of the engine say: each public function has one, and a kernel's gives units, shape and source."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cellbuilder.units import UNITS

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "cellbuilder"
KERNELS = PACKAGE / "engine" / "kernels"

SI = {
    "m", "m2", "m3", "s", "h", "K", "V", "F", "Ah", "Ohm", "Pa", "kg", "mol", "eV", "Hz",
    "rad/s", "1/h", "1/m", "1/m2", "S/m", "Ohm m2", "Ohm m2 s^(-1/2)", "Ohm m2 / s^0.5", "F/m2", "F s^(n-1)/m2",
    "kg/m2", "kg/m3", "kg/mol", "Ah/m2", "Ah/m3", "Ah/kg", "A/m2", "Wh/m2", "W/m2", "m2/s", "V/K", "V m3/mol",
}  # fmt: skip
"""Units in which a kernel may take and give numbers; those of files and screens are for remarks only."""
KNOWN = SI | set(UNITS) - {"1", "C", "%"} | {"mV"}
SUFFIXES = {
    "_m": "m", "_m2": "m2", "_k": "K", "_s": "s", "_v": "V", "_ev": "eV", "_pa": "Pa", "_kg": "kg", "_ohm": "Ohm",
    "_ohm_m2": "Ohm m2", "_s_per_m": "S/m", "_kg_per_m2": "kg/m2", "_kg_per_m3": "kg/m3", "_kg_per_mol": "kg/mol",
    "_ah_per_m2": "Ah/m2", "_ah_per_m3": "Ah/m3", "_ah_per_kg": "Ah/kg", "_a_per_m2": "A/m2", "_f_per_m2": "F/m2",
    "_per_m": "1/m", "_per_m2": "1/m2", "_m2_per_s": "m2/s", "_v_per_k": "V/K", "_v_m3_per_mol": "V m3/mol",
    "_ohm_m2_per_sqrt_s": "Ohm m2 / s^0.5", "_per_h": "1/h",
}  # fmt: skip
"""Endings of argument names that say the unit; the longest that fits counts."""
NO_NUMBERS = {"Form", "int", "Literal", "bool"}
"""Annotations of arguments that are choices or counts."""

_LONG = "|".join(re.escape(unit) for unit in sorted(KNOWN, key=len, reverse=True) if len(unit) > 2 or unit == "m2")
_SHORT = "|".join(re.escape(unit) for unit in sorted(KNOWN, key=len, reverse=True) if len(unit) <= 2)
UNIT = re.compile(rf"(?<![\w/])(?:{_LONG})(?![\w/^])|\b(?:in|per) (?:{_SHORT})(?![\w/^])")
DIMENSIONLESS = re.compile(
    r"\bdimensionless\b|\bwithout unit\b|\bin the unit of\b|\bratio\b|\bfractions?\b|\bshares?\b"
)
"""What is said of a number without unit."""
LIKE_A_UNIT = re.compile(
    r"(?<![\w/(*^])(?:(?:[mkuM]?(?:Ohm|S|A|Ah|Wh|W|F|V|Pa|g|mol|m2?|s)) ?)+(?: [a-z]\d?)?/(?:[A-Za-z]{1,4}\d?)\b"
    r"|\bOhm(?: ?/? ?[a-z]{1,2}-?\d)?"
)
"""A quotient that starts with the symbol of a unit, or anything with ohm."""
SHAPE = re.compile(r"\bbroadcast|\bshape\b|\blast axis\b|\bany shape\b|\bone shape\b")
SOURCE = re.compile(r"\b[Ee]quations? \d+|\b[Pp]hysics \d|\bdocs/physics\.md\b|\(geometry\)|\b(?:19|20)\d\d\b|\bHolm\b")
"""An equation or section of docs/physics.md, or author and year."""
SAME_AS = re.compile(
    r"[Aa]rguments (?:and units as in|of) ``(\w+(?:\.\w+)?)``(?: in the same units)?|[Aa]s ``(\w+)`` with"
)


@dataclass(frozen=True)
class Function:
    """A public function and where it stands."""

    module: Path
    node: ast.FunctionDef
    title: str
    module_doc: str

    @property
    def doc(self) -> str:
        return ast.get_docstring(self.node) or ""

    @property
    def label(self) -> str:
        return f"{self.module.relative_to(PACKAGE).as_posix()}:{self.title}"


def functions(*folders: Path) -> Iterator[Function]:
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            about = ast.get_docstring(tree) or ""
            for node in tree.body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield Function(path, node, node.name, about)
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    for inner in node.body:
                        if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                            yield Function(path, inner, f"{node.name}.{inner.name}", about)


PUBLIC = list(functions(PACKAGE / "engine", PACKAGE / "explore"))
KERNEL = [entry for entry in PUBLIC if KERNELS in entry.module.parents and "." not in entry.title]
BY_NAME = {entry.title: entry for entry in KERNEL}


def each(entries: list[Function]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("entry", entries, ids=lambda entry: entry.label)


def numbers(node: ast.FunctionDef) -> list[str]:
    """The arguments that are numbers or arrays of them."""
    found = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return [entry.arg for entry in found if not (isinstance(entry.annotation, ast.Name)
            and entry.annotation.id in NO_NUMBERS)]  # fmt: skip


def sentences(text: str) -> list[str]:
    plain = re.sub(r"\s+", " ", text)
    return re.split(r"(?<=[.;:])\s", plain)


def says_a_unit(text: str) -> bool:
    return bool(UNIT.search(text) or DIMENSIONLESS.search(text))


def suffix(name: str) -> str | None:
    fitting = [ending for ending in SUFFIXES if name.endswith(ending)]
    return SUFFIXES[max(fitting, key=len)] if fitting else None


def named_with_unit(name: str, text: str) -> bool:
    """Whether a sentence names the argument, as it stands or as words, and a unit."""
    words = name.replace("_", " ")
    pattern = re.compile(rf"(?<!\w)(?:{re.escape(name)}|{re.escape(words)})(?!\w)", re.IGNORECASE)
    return any(pattern.search(sentence) and says_a_unit(sentence) for sentence in sentences(text))


def without_unit(node: ast.FunctionDef, doc: str) -> list[str]:
    elsewhere = {(first or second).rsplit(".", 1)[-1] for first, second in SAME_AS.findall(re.sub(r"\s+", " ", doc))}
    known = {name for other in elsewhere for name in numbers(BY_NAME[other].node)}
    return [name for name in numbers(node)
            if suffix(name) is None and name not in known and not named_with_unit(name, doc)]  # fmt: skip


def unknown_units(doc: str) -> list[str]:
    plain = re.sub(r"\s+", " ", doc)
    return [found.group().strip() for found in LIKE_A_UNIT.finditer(plain) if found.group().strip() not in KNOWN]


def raises(node: ast.FunctionDef) -> bool:
    return any(isinstance(inner, ast.Raise) for inner in ast.walk(node))


def test_that_the_search_finds_the_functions_of_the_engine() -> None:
    assert len(KERNEL) >= 60
    assert {"instantaneous_resistance", "energy_at_rate", "two_rail", "n_to_p"} <= set(BY_NAME)
    assert {"engine/cell.py:build", "explore/many.py:evaluate_many"} <= {entry.label for entry in PUBLIC}


@each(PUBLIC)
def test_that_a_public_function_has_a_docstring(entry: Function) -> None:
    assert len(entry.doc.split()) >= 3


@each([entry for entry in PUBLIC if raises(entry.node)])
def test_that_a_function_that_raises_an_error_says_so(entry: Function) -> None:
    assert "Raises" in entry.doc


@each(KERNEL)
def test_that_a_kernel_tells_of_errors_if_and_only_if_it_raises_any(entry: Function) -> None:
    assert ("Raises" in entry.doc) == raises(entry.node)


@each(KERNEL)
def test_that_a_kernel_says_the_unit_of_its_result(entry: Function) -> None:
    summary = entry.doc.split("\n\n")[0]
    assert summary.startswith("Return ")
    assert says_a_unit(re.sub(r"\s+", " ", summary)), summary


@each(KERNEL)
def test_that_a_kernel_says_the_unit_of_every_argument(entry: Function) -> None:
    assert without_unit(entry.node, entry.doc) == []


@each(KERNEL)
def test_that_the_units_which_a_kernel_names_are_known(entry: Function) -> None:
    assert unknown_units(entry.doc) == []


@each(KERNEL)
def test_that_a_kernel_says_which_shapes_fit(entry: Function) -> None:
    assert SHAPE.search(entry.doc)


@each(KERNEL)
def test_that_a_kernel_names_its_equation_or_source(entry: Function) -> None:
    assert SOURCE.search(entry.doc)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Return d / sigma in Ohm m2.", True),
        ("Return the thickness in m of a layer.", True),
        ("Return the share of the area that touches.", True),
        ("Return the conductivity of the layer.", False),
        ("Return what s and m make of V.", False),
    ],
)
def test_that_a_unit_in_words_is_recognised(text: str, said: bool) -> None:
    assert says_a_unit(text) is said


@pytest.mark.parametrize("wrong", ["Ohm/cm2", "Ohm cm-2", "S/inch", "kg/ft3", "mAh/lb"])
def test_that_a_unit_which_nobody_uses_is_found(wrong: str) -> None:
    assert unknown_units(f"Return the value in {wrong} of a layer.")


@pytest.mark.parametrize(
    ("signature", "doc", "missing"),
    [
        ("thickness_m, exponent", "Return x in S/m. The exponent is dimensionless.", []),
        ("thickness_m, exponent", "Return x in S/m. The exponent is as given.", ["exponent"]),
        ("thickness, form", "Return x in S/m of a layer.", ["thickness", "form"]),
    ],
)
def test_that_an_argument_without_unit_is_found(signature: str, doc: str, missing: list[str]) -> None:
    node = ast.parse(f"def f({signature}):\n    pass").body[0]
    assert isinstance(node, ast.FunctionDef)
    found = without_unit(node, doc)
    assert [name for name in found if name in missing] == missing
