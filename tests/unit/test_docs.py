"""The documentation says what is there: fields, commands, links, examples, property values."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from cellbuilder import units
from cellbuilder.cli import COMMANDS
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import EvidenceRecord
from cellbuilder.domain.finding import SEVERITY_ORDER
from cellbuilder.domain.material import Material
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.domain.published import PublishedCell
from cellbuilder.domain.source import Source
from cellbuilder.io import codec
from cellbuilder.io.library import SHARED_VARIABLE, USER_VARIABLE, Library

ROOT = Path(__file__).resolve().parents[2]
PRESETS = ROOT / "presets"
NOTES = "physics-notes"
PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md"), *PRESETS.glob("*.md"))
)
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.]*\w)")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text(name), re.MULTILINE | re.DOTALL)


def named(page: str) -> set[str]:
    """Every word that stands in code style."""
    prose = re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)
    return set(re.findall(r"`([^`\n]+)`", prose))


def models_below(model: type[BaseModel]) -> set[type[BaseModel]]:
    """A model and every model that its fields hold."""
    schema = model.model_json_schema(by_alias=True)
    names = {model.__name__, *schema.get("$defs", {})}
    every = _subclasses(BaseModel)
    return {entry for entry in every if entry.__name__ in names and entry.__module__.startswith("cellbuilder.")}


def _subclasses(model: type[BaseModel]) -> set[type[BaseModel]]:
    return {model, *(below for child in model.__subclasses__() for below in _subclasses(child))}


def fields_of(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


DESIGN_MODELS: dict[str, type[BaseModel]] = {model.__name__: model for model in models_below(Design)}


@pytest.mark.parametrize("model", [DESIGN_MODELS[name] for name in sorted(DESIGN_MODELS)], ids=sorted(DESIGN_MODELS))
def test_that_every_field_of_the_design_file_is_named_in_its_documentation(model: type[BaseModel]) -> None:
    known = named(text("docs/file-format.md"))
    assert [name for name in fields_of(model) if name not in known] == []


@pytest.mark.parametrize("model", [EvidenceRecord, PublishedCell, Source])
def test_that_every_field_of_a_library_entry_is_named_in_the_page_on_data(model: type[BaseModel]) -> None:
    known = named(text("docs/data.md"))
    assert [name for name in fields_of(model) if name not in known] == []


def test_that_every_choice_of_the_design_file_is_named() -> None:
    known = named(text("docs/file-format.md"))
    schema = Design.model_json_schema(by_alias=True)
    choices = {choice for choice in _choices(schema) if not re.fullmatch("[A-Z]{1,2}", choice)} | {"Li", "Na"}
    assert "front" not in choices
    assert sorted(choices - known - {"cellbuilder-design"}) == []


def _choices(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (entry for entry in node.get("enum", []) if isinstance(entry, str))
        for child in node.values():
            yield from _choices(child)
    elif isinstance(node, list):
        for child in node:
            yield from _choices(child)


def test_that_every_choice_of_an_evidence_record_is_named() -> None:
    choices = set(
        _choices(EvidenceRecord.model_json_schema()["$defs"] | EvidenceRecord.model_json_schema()["properties"])
    )
    page = text("docs/data.md") + text("docs/file-format.md")
    assert {entry for entry in choices if f"`{entry}`" not in page and f"| {entry} |" not in page} == set()


def test_that_every_unit_is_named() -> None:
    assert sorted(set(units.UNITS) - named(text("docs/file-format.md"))) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_that_the_readme_names_every_command(command: str) -> None:
    assert re.search(rf"`(cellbuilder )?{command}\b[^`]*`", text("README.md"))


def test_that_the_readme_gives_both_commands_for_both_systems() -> None:
    shell = "\n".join(blocks("README.md", "sh")).split("\n")
    assert "python3 run.py" in shell
    assert "python3 run.py test" in shell
    assert "`py run.py`" in text("README.md")


def test_that_the_page_on_physics_names_every_severity_and_regime() -> None:
    page = text("docs/physics.md")
    assert [severity for severity in SEVERITY_ORDER if severity not in page] == []
    assert [regime for regime in ("instantaneous", "pseudo-steady", "front") if f"| {regime} |" not in page] == []


def test_that_the_page_on_data_names_both_variables_of_the_library() -> None:
    known = named(text("docs/data.md"))
    assert {SHARED_VARIABLE, USER_VARIABLE} <= known


def anchors(page: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_that_every_link_leads_somewhere(path: Path) -> None:
    page = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", page):
        if re.match(r"https?://", link):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            broken.append(link)
    assert broken == []


def test_that_the_example_of_the_file_format_opens_and_gives_the_number_beside_it() -> None:
    (example,) = blocks("docs/file-format.md", "json")
    design = codec.loads(example.encode("utf-8"), "the example")
    assert codec.dumps(codec.loads(codec.dumps(design).encode())) == codec.dumps(design)
    from cellbuilder import evaluate

    resistance = evaluate(design).figures.resistance
    layer = next(part for part in resistance.parts if part.key == "asr:electrolyte")
    assert layer.value == pytest.approx(7.5, rel=1e-9)
    assert resistance.totals[0].at_least
    assert "evaluates to 7.50 Ω cm² for the separator" in text("docs/file-format.md").replace("\n", " ")


SPOILT: dict[str, tuple[str, str]] = {
    "a key twice": ('"name": "Glass', '"name": "Again", "name": "Glass'),
    "an unknown field": ('"thickness": {"value": 30', '"thicknes": 3, "thickness": {"value": 30'),
    "no number": ('"value": 30', '"value": NaN'),
    "text for a number": ('"value": 30', '"value": "30"'),
    "a negative thickness": ('"value": 30, "unit": "um", "low": 28', '"value": -30, "unit": "um"'),
    "a unit of another kind": ('"unit": "um"', '"unit": "mV"'),
    "a unit spelt otherwise": ('"unit": "um"', '"unit": "µm"'),
    "a range without the value": ('"low": 28, "high": 33', '"low": 40, "high": 50'),
    "thickness and loading": (
        '"thickness": {"value": 0.02',
        '"loading": {"value": 3, "unit": "mg/cm2"}, "thickness": {"value": 0.02',
    ),
    "a material that is not embedded": ('"material": "my-glass"', '"material": "my-glas"'),
    "a newer format": ('"schema_version": 1', '"schema_version": 2'),
    "another kind of file": ('"cellbuilder-design"', '"something"'),
    "zero bytes": ('"name"', '\x00"name"'),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_that_the_messages_of_the_file_format_are_the_real_ones(fault: str) -> None:
    (example,) = blocks("docs/file-format.md", "json")
    before, after = SPOILT[fault]
    assert before in example
    with pytest.raises(UnreadableError) as caught:
        codec.loads(example.replace(before, after, 1).encode("utf-8"), "the example")
    page = text("docs/file-format.md").replace("-glass`", "-glas`")
    for problem in caught.value.problems:
        assert problem.what in page


def test_that_the_examples_of_the_page_on_data_work_as_an_own_library(tmp_path: Path) -> None:
    material, statement = (json.loads(block) for block in blocks("docs/data.md", "json"))
    for shelf, entry in (("materials", material), ("interfaces", statement)):
        (tmp_path / shelf).mkdir()
        (tmp_path / shelf / f"{entry['id']}.json").write_text(json.dumps(entry), encoding="utf-8")
    library = Library(PRESETS, tmp_path)
    assert library.material(material["id"]).preferred_point is not None
    assert statement["id"] in {record.id for record in library.evidence}
    assert library.check() == []


def run_console(block: str, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Run each command of a console block; yield it with the expected and the real output."""
    env = os.environ | {"COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, _, expected = part.partition("\n")
        program, *words = shlex.split(line)
        assert program == "cellbuilder"
        done = subprocess.run(
            [sys.executable, "-m", "cellbuilder", *words], cwd=folder, env=env, capture_output=True, check=False
        )
        yield line, expected, done.stdout.decode("utf-8") + done.stderr.decode("utf-8")


def one_space(printed: str) -> str:
    return re.sub(r" +", " ", printed)


def test_that_the_console_lines_of_the_readme_print_what_it_shows(tmp_path: Path) -> None:
    block = "".join(blocks("README.md", "console"))
    shown = list(run_console(one_space(block), tmp_path))
    assert {"evaluate", "explain", "sweep", "uncertainty", "rate", "impedance"} <= {
        line.split()[1] for line, *_ in shown
    }
    for line, expected, printed in shown:
        pieces = [re.escape(piece.strip("\n")) for piece in re.split(r"^\.\.\.$", expected, flags=re.MULTILINE)]
        assert re.search(r"(?:.*\n)*".join(piece and piece + r"\n" for piece in pieces), one_space(printed)), (
            line + "\n" + printed
        )


def test_that_the_python_lines_of_the_readme_print_what_it_shows(tmp_path: Path) -> None:
    codes, texts = blocks("README.md", "python"), blocks("README.md", "text")
    assert len(codes) > 1
    for code, expected in zip(codes, texts, strict=True):
        done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.stderr == ""
        assert done.stdout == expected
    used = set(re.findall(r"cellbuilder\.(\w+)\(", "".join(codes)))
    assert {"evaluate", "evaluate_many", "monte_carlo", "impedance"} <= used
    assert [path.name for path in tmp_path.iterdir()] == ["thin.cellbuilder.json"]


def citations(node: Any, field: str = "") -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every datum that cites the project's notes: its section, its field and itself."""
    if isinstance(node, dict):
        source = node.get("source")
        if isinstance(source, dict) and source.get("ref") == NOTES:
            yield str(source.get("section")), field, node
        for key, child in node.items():
            yield from citations(child, key)
    elif isinstance(node, list):
        for child in node:
            yield from citations(child, field)


def sections() -> dict[str, str]:
    """The text below each numbered heading of the page on physics, such as 1b or 2.2."""
    found = re.split(r"^#+ (\d[a-z]?(?:\.\d+)?)[. ].*$", text("docs/physics.md"), flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def cited() -> list[tuple[Path, str, str, dict[str, Any]]]:
    files = sorted(PRESETS.glob("*/*.json"))
    return [(path, *hit) for path in files for hit in citations(json.loads(path.read_text(encoding="utf-8")))]


def test_that_every_citation_of_the_notes_resolves_to_a_heading() -> None:
    hits = cited()
    assert len(hits) > 100
    known = sections()
    assert {"1a", "1b", "1c", "1g", "1h", "2.1", "2.2", "2.3", "2.4", "2.5"} <= set(known)
    assert {(path.stem, section) for path, section, _, _ in hits if section not in known} == set()


def test_that_every_citation_of_the_notes_in_the_code_resolves_to_a_heading() -> None:
    known = sections()
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    numbers = re.findall(r"docs/physics\.md,? (?:section )?(\d[a-z]?(?:\.\d)?)\b", code)
    numbers += re.findall(r'ref="physics-notes", section="([^"]+)"', code)
    assert len(numbers) > 3
    assert [number for number in numbers if number not in known] == []


def numbers_in(line: str) -> set[float]:
    return {float(match.group()) for match in NUMBER.finditer(line)}


def test_that_every_equation_that_the_code_cites_is_written_down() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/cellbuilder/engine").rglob("*.py"))
    wanted = {
        number for group in re.findall(r"equations? (\d+[a-z]?)(?: and (\d+))?", code) for number in group if number
    }
    wanted |= set(re.findall(r"\(eq\. (\d+)\)", code))
    assert wanted >= {"1", "2", "3", "11", "12", "17", "18"}
    page = text("docs/physics.md")
    assert [number for number in sorted(wanted) if f"({number})\n" not in page] == []


def test_that_the_property_tables_hold_the_values_that_cite_them() -> None:
    known = sections()
    differing = []
    for path, section, field, datum in cited():
        values = {float(datum[key]) for key in ("value", "low", "high") if datum.get(key) is not None}
        if not section.startswith("2.") or not values:
            continue
        lines = known[section].splitlines()
        rows = [line for line in lines if line.startswith(f"| `{path.stem}` |")]
        if field == "electronic_conductivity":
            rows += [line for line in lines if re.match(r"\| (oxides|garnets|sulfides|Li6PS5Cl|hydroborates)", line)]
        if not any(values <= numbers_in(line.partition("` |")[2] or line) for line in rows):
            differing.append(f"section {section}, `{path.stem}`, {field}: {sorted(values)}")
    assert differing == []


def test_that_a_property_table_has_no_row_without_a_material() -> None:
    tables = "\n".join(page for section, page in sections().items() if section.startswith("2."))
    rows = [name for line in tables.splitlines() if line.startswith("| `") for name in re.findall(r"`([^`]+)`", line)]
    assert len(rows) > 100
    assert [name for name in rows if not (PRESETS / "materials" / f"{name}.json").is_file()] == []


def test_that_material_fields_are_described_where_a_material_is_added() -> None:
    example = json.loads(blocks("docs/data.md", "json")[0])
    assert Material.model_validate_json(json.dumps(example)).id == "my-lpscl"


def test_that_every_picture_of_the_pages_exists_and_every_picture_is_used() -> None:
    used = {(path.parent / name).resolve() for path in PAGES
            for name in re.findall(r"!\[[^\]]+\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))}  # fmt: skip
    there = {path.resolve() for path in (ROOT / "docs" / "pictures").glob("*")}
    assert sorted(str(path) for path in used - there) == []
    assert sorted(str(path) for path in there - used) == []


def test_that_pictures_are_light_to_load_and_each_has_its_scene() -> None:
    sizes = {path.stem: path.stat().st_size for path in (ROOT / "docs" / "pictures").glob("*.png")}
    assert max(sizes.values()) <= 200_000
    assert sum(sizes.values()) <= 3_000_000
    scenes = re.findall(r'^    "([a-z-]+)": \w+,$', text("docs/tour_scenes.py"), re.MULTILINE)
    assert sorted(scenes) == sorted(sizes)
