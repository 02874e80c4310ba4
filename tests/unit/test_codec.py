import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cellbuilder
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.io import codec

Raw = dict[str, Any]


def layer(raw: Raw, index: int) -> Raw:
    found: Raw = raw["stack"]["layers"][index]
    return found


def refusals(raw: Any) -> list[str]:
    with pytest.raises(UnreadableError) as caught:
        codec.loads(json.dumps(raw).encode(), "x.json")
    return [str(problem) for problem in caught.value.problems]


def test_that_a_design_is_the_same_after_saving_and_loading(tmp_path: Path) -> None:
    design = cellbuilder.from_cell("t8-38")
    path = tmp_path / "a.cellbuilder.json"
    cellbuilder.save(design, path)
    assert cellbuilder.load(path) == design
    first = path.read_bytes()
    cellbuilder.save(cellbuilder.load(path), path)
    assert path.read_bytes() == first


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("30", "um"), ("30.0", "um"), ("0.5", "mm"), ("3e-05", "m"), ("0.03", "mm"), ("30", "nm"), ("1e-06", "m")],
)
def test_that_a_number_and_its_unit_stay_as_they_were_typed(raw: Raw, typed: str, unit: str) -> None:
    layer(raw, 2)["thickness"] = {"value": json.loads(typed), "unit": unit}
    saved = codec.dumps(codec.loads(json.dumps(raw).encode()))
    assert f'"thickness": {{\n          "value": {typed},\n          "unit": "{unit}"\n        }}' in saved


def test_that_only_what_was_given_is_written(raw: Raw) -> None:
    assert json.loads(codec.dumps(codec.loads(json.dumps(raw).encode()))) == raw


def test_that_text_outside_ascii_is_written_as_it_is(raw: Raw) -> None:
    raw["name"] = "Zelle für Übung 3, 全固体电池"
    saved = codec.dumps(codec.loads(json.dumps(raw).encode()))
    assert '"name": "Zelle für Übung 3, 全固体电池"' in saved


def test_that_the_file_says_what_it_is_first(raw: Raw) -> None:
    lines = codec.dumps(codec.loads(json.dumps(raw).encode())).splitlines()
    assert lines[1:3] == ['  "schema": "cellbuilder-design",', '  "schema_version": 1,']


def set_thickness(**fields: Any) -> Callable[[Raw], None]:
    return lambda raw: layer(raw, 2)["thickness"].update(fields)


def set_share(value: Any) -> Callable[[Raw], None]:
    return lambda raw: layer(raw, 1)["components"][0].update(mass_fraction={"value": value, "unit": "wt%"})


def give(part: str, **fields: Any) -> Callable[[Raw], None]:
    return lambda raw: raw["stack"][part].update(fields)


THICKNESS = "stack > layer 3 (electrolyte) > thickness"
ONE_FAULT = [
    (set_thickness(value=-30), f"{THICKNESS}: -30 um must be greater than zero"),
    (set_thickness(value=0), f"{THICKNESS}: 0 um must be greater than zero"),
    (set_thickness(value="30"), f"{THICKNESS} > value: must be a number"),
    (set_thickness(value=True), f"{THICKNESS} > value: must be a number"),
    (set_thickness(value=float("nan")), f"{THICKNESS} > value: must be a finite number (no NaN, no infinity)"),
    (set_thickness(value=float("inf")), f"{THICKNESS} > value: must be a finite number (no NaN, no infinity)"),
    (set_thickness(value=10**200), f"{THICKNESS} > value: is too large"),
    (
        set_thickness(unit="V"),
        f"{THICKNESS}: unit 'V' measures voltage, but length is asked for (use m, cm, mm, um, nm)",
    ),
    (set_thickness(unit="µm"), f"{THICKNESS} > unit: unit 'µm' is not known; did you mean 'um'?"),
    (set_thickness(unit=None), f"{THICKNESS} > unit: must be text"),
    (
        set_thickness(kind="guess"),
        (
            f"{THICKNESS} > kind: 'guess' is not allowed; use one of 'measured', 'calculated', "
            "'estimate', 'assumption', 'bound' or 'extrapolated'"
        ),
    ),
    (set_thickness(typo=1), f"{THICKNESS} > typo: is not a field of this file format"),
    (set_thickness(low=500), f"{THICKNESS}: value (430) is below low (500); change or remove low and high too"),
    (lambda raw: layer(raw, 2)["thickness"].pop("unit"), f"{THICKNESS} > unit: is missing"),
    (
        lambda raw: layer(raw, 2).pop("thickness"),
        "stack > layer 3 (electrolyte): a layer needs a thickness, a loading, an areal capacity or the mass pressed",
    ),
    (
        lambda raw: layer(raw, 2).update(loading={"value": 1, "unit": "mg/cm2"}),
        "stack > layer 3 (electrolyte): thickness and loading are both given; keep one",
    ),
    (
        lambda raw: layer(raw, 2).pop("material"),
        "stack > layer 3 (electrolyte): a layer has either a material or components",
    ),
    (
        lambda raw: layer(raw, 2).update(role="filling"),
        (
            "stack > layer 3 (filling) > role: 'filling' is not allowed; use one of 'cathode collector', 'cathode', "
            "'cathode interface layer', 'electrolyte', 'anode interface layer', 'anode' or 'anode collector'"
        ),
    ),
    (set_share(40), "stack > layer 2 (cathode): the components add up to 70 wt%, not 100 wt%"),
    (set_share(None), "stack > layer 2 (cathode) > component 1 (lco): every component needs a mass fraction"),
    (lambda raw: layer(raw, 2).update(id="cathode"), "stack: two layers share the id 'cathode'"),
    (
        lambda raw: raw["stack"].update(interfaces=[{"between": ["cathode", "anode"]}]),
        "stack: no two neighbouring layers are called cathode and anode",
    ),
    (
        lambda raw: raw["stack"].update(
            interfaces=[{"between": ["cathode", "electrolyte"]}, {"between": ["electrolyte", "cathode"]}]
        ),
        "stack: the contact of electrolyte and cathode is described twice",
    ),
    (
        lambda raw: raw["stack"].update(interfaces=[{"between": ["cathode"]}]),
        "stack > interface 1 > between 2: is missing",
    ),
    (lambda raw: raw["materials"].pop("li3incl6"), "these materials are used but not embedded: li3incl6"),
    (
        lambda raw: raw["materials"]["li-in"]["entry"].update(id="lithium-indium"),
        "embedded materials are filed under another id: li-in",
    ),
    (
        lambda raw: raw["materials"]["li3incl6"]["entry"].update(formula="Li3(InCl6"),
        "materials > li3incl6 > entry: a bracket in 'Li3(InCl6' is not closed",
    ),
    (
        give("conditions", current_density={"value": 1, "unit": "mA/cm2"}),
        "stack > conditions: current_density and c_rate are both given; keep one",
    ),
    (
        give("conditions", temperature={"value": 25, "unit": "V"}),
        "stack > conditions > temperature: unit 'V' measures voltage, but temperature is asked for (use K, degC)",
    ),
    (give("format", repeat_units=0), "stack > format > repeat units: must be 1 or more"),
    (lambda raw: raw.pop("stack"), "stack: is missing"),
    (lambda raw: raw.update(stack=[]), "stack: must be an object in braces"),
    (lambda raw: raw.update(colour="red"), "colour: is not a field of this file format"),
    (
        lambda raw: raw.update(schema_version=2),
        (
            "schema version: this file has format 2, made by a newer cellbuilder; this one "
            "reads up to format 1. Install the newer cellbuilder to open it"
        ),
    ),
    (lambda raw: raw.update(schema_version=0), "schema version: format 0 is not known"),
    (lambda raw: raw.update(schema_version="1"), "schema version: is missing or not a whole number"),
    (lambda raw: raw.update(schema_version=True), "schema version: is missing or not a whole number"),
    (lambda raw: raw.pop("schema_version"), "schema version: is missing or not a whole number"),
    (
        lambda raw: raw.update(schema="cellbuilder-sources"),
        'is not a cellbuilder design ("schema" must be "cellbuilder-design")',
    ),
    (lambda raw: raw.pop("schema"), 'is not a cellbuilder design ("schema" must be "cellbuilder-design")'),
]


@pytest.mark.parametrize(("spoil", "message"), ONE_FAULT, ids=[message[:70] for _, message in ONE_FAULT])
def test_that_one_fault_is_one_problem_in_words(raw: Raw, spoil: Callable[[Raw], Any], message: str) -> None:
    spoil(raw)
    assert refusals(raw) == [message]


@pytest.mark.parametrize("data", [[], 3, "text", None, True])
def test_that_json_of_another_shape_is_no_design(data: Any) -> None:
    assert refusals(data) == ["holds no JSON object, so it is no design"]


def test_that_every_problem_is_reported_at_once_also_across_fields(raw: Raw) -> None:
    layer(raw, 0)["colour"] = "grey"
    set_share(40)(raw)
    layer(raw, 1)["loading"]["value"] = -12
    layer(raw, 1)["loading"].pop("low")
    set_thickness(value="thick")(raw)
    layer(raw, 4)["id"] = "cathode"
    raw["stack"]["conditions"]["temperature"]["unit"] = "V"
    raw["stack"]["interfaces"] = [{"between": ["cathode-collector", "anode-collector"]}]
    raw["materials"].pop("li-in")
    raw["waivers"] = [{"finding": 5}]
    assert refusals(raw) == [
        "stack > layer 1 (cathode collector) > colour: is not a field of this file format",
        "stack > layer 2 (cathode) > loading: -12 mg/cm2 must be greater than zero",
        f"{THICKNESS} > value: must be a number",
        "stack > conditions > temperature: unit 'V' measures voltage, but temperature is asked for (use K, degC)",
        "waiver 1 > finding: must be text",
        "waiver 1 > reason: is missing",
        "stack > layer 2 (cathode): the components add up to 70 wt%, not 100 wt%",
        (
            "stack: two layers share the id 'cathode'; "
            "no two neighbouring layers are called cathode-collector and anode-collector"
        ),
        "these materials are used but not embedded: li-in",
    ]


def test_that_keys_that_stand_twice_are_reported_with_all_other_problems(raw: Raw) -> None:
    text = json.dumps(raw).replace('"value": 430,', '"value": 430, "value": -1,', 1)
    with pytest.raises(UnreadableError) as caught:
        codec.loads(text.encode(), "x.json")
    assert [str(problem) for problem in caught.value.problems] == [
        f"{THICKNESS} > value: this key stands more than once",
        f"{THICKNESS}: -1 um must be greater than zero",
    ]


def test_that_a_sodium_cathode_on_a_lithium_electrolyte_opens_and_is_a_finding(raw: Raw) -> None:
    nvp = json.loads(codec.dumps(cellbuilder.from_cell("t7-01")))["materials"]
    sodium = next(entry for entry in nvp.values() if entry["entry"]["category"] == "cathode active material")
    key = sodium["entry"]["id"]
    raw["materials"][key] = sodium
    layer(raw, 1)["components"][0]["material"] = key
    evaluation = cellbuilder.evaluate(codec.loads(json.dumps(raw).encode()))
    assert next((item.severity, item.code) for item in evaluation.findings) == ("error", "ion-mismatch")


def refusal(raw: Raw) -> str:
    with pytest.raises(UnreadableError) as caught:
        codec.loads(json.dumps(raw).encode())
    return caught.value.text()


def with_layers(raw: Raw, count: int) -> Raw:
    raw["stack"]["layers"] = [{**layer(raw, 2), "id": f"layer-{number}"} for number in range(count)]
    raw["stack"].pop("interfaces", None)
    return raw


def test_that_a_design_without_layers_is_refused_in_words(raw: Raw) -> None:
    assert refusal(with_layers(raw, 0)) == "the design cannot be used:\n  - stack > layers: needs at least one entry"


def test_that_a_stack_has_two_hundred_layers_at_most(raw: Raw) -> None:
    assert len(codec.loads(json.dumps(with_layers(raw, 200)).encode()).stack.layers) == 200
    words = "stack > layers: has more than 200 entries, which is the most there may be"
    assert refusal(with_layers(raw, 201)) == f"the design cannot be used:\n  - {words}"


def test_that_names_have_two_hundred_characters_at_most(raw: Raw) -> None:
    material = raw["materials"][layer(raw, 2)["material"]]["entry"]
    for holder, key in ((raw, "name"), (layer(raw, 2), "name"), (material, "name"), (material, "symbol")):
        before = holder.get(key)
        holder[key] = "x" * 200
        codec.loads(json.dumps(raw).encode())
        holder[key] = "x" * 10_000
        assert refusal(raw).endswith(f"{key}: has 10000 characters, but at most 200 are allowed")
        holder[key] = before


@pytest.mark.parametrize("kind", ["missing", "folder", "large"])
def test_that_a_path_that_holds_no_design_is_refused_and_left_alone(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.json"
    if kind == "folder":
        path.mkdir()
    if kind == "large":
        with path.open("wb") as stream:
            stream.truncate(100_000_000)
    words = {
        "missing": "does not exist",
        "folder": "is a folder, not a file",
        "large": "is 100 MB; a design has at most 16 MB",
    }
    with pytest.raises(UnreadableError) as caught:
        codec.load(path)
    assert caught.value.text() == f"{path} cannot be used:\n  - {words[kind]}"
    assert [entry.name for entry in tmp_path.iterdir()] == ([] if kind == "missing" else ["x.json"])


def test_that_a_path_that_no_system_knows_is_refused() -> None:
    for name in ("a\0b", "x" * 5000):
        with pytest.raises(UnreadableError, match="cannot be read"):
            codec.load(name)
