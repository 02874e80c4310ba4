"""The commands for many variants: sweep, uncertainty, rate."""

import csv
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cellbuilder
from cellbuilder.domain.design import Design, EmbeddedMaterial
from cellbuilder.domain.material import ConductivityPoint, Material
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.stack import CellFormat, Component, Conditions, Cutoffs, Interface, Layer, Stack

Run = Callable[..., Any]


def q(value: float | None, unit: str, **more: Any) -> Quantity:
    return Quantity(value=value, unit=unit, kind="assumption", **more)


def ion(key: str, sigma: float | None, **more: Any) -> Material:
    points: tuple[ConductivityPoint, ...] = ()
    if sigma is not None:
        points = (ConductivityPoint(id="only", value=sigma, unit="mS/cm", low=sigma, high=sigma,
                                    temperature=q(25, "degC"), kind="measured", read_from="full text",
                                    source=SourceRef(ref="test"), **more),)  # fmt: skip
    return Material(id=key, name=key, category="electrolyte", ion="Li", material_class="sulfide", conductivity=points,
                    preferred="only" if points else None, density=q(2, "g/cm3"))  # fmt: skip


def saved(path: Path, layers: tuple[Layer, ...], materials: tuple[Material, ...], **more: Any) -> Path:
    conditions = Conditions(temperature=q(25, "degC"), c_rate=more.pop("c_rate", None))
    stack = Stack(layers=layers, conditions=conditions, format=CellFormat(kind="pellet", area=q(1, "cm2")), **more)
    held = {entry.id: EmbeddedMaterial(entry=entry) for entry in materials}
    cellbuilder.save(
        Design(schema_name="cellbuilder-design", schema_version=1, name="test", stack=stack, materials=held), path
    )
    return path


@pytest.fixture
def pellet(tmp_path: Path) -> Path:
    """Two separators; the contact between them and the conductivity of the second are unknown."""
    return saved(
        tmp_path / "pellet.cellbuilder.json",
        (Layer(id="first", role="electrolyte", material="x", thickness=q(100, "um", low=50, high=200)),
         Layer(id="second", role="electrolyte", material="unknown", thickness=q(50, "um"))),
        (ion("x", 1.0), ion("unknown", None)),
    )  # fmt: skip


@pytest.fixture
def cell(tmp_path: Path) -> Path:
    """A cell with a dense cathode of 10 mAh/cm2, 4 V flat to 1 %, and 20 ohm cm2."""
    host = Material(id="host", name="host", category="cathode active material", ion="Li", holds_ion_as_made=True,
                    capacity=q(200, "mAh/g"), average_potential=q(4, "V"), potential_reference="Li/Li+",
                    ocv_shape="flat", density=q(5, "g/cm3"), electronic_conductivity=q(1, "S/cm"))  # fmt: skip
    metal = Material(id="li", name="li", category="anode", ion="Li", holds_ion_as_made=True, metal_anode="metal",
                     density=q(0.534, "g/cm3"), capacity=q(3861.88, "mAh/g"), average_potential=q(0, "V"),
                     potential_reference="Li/Li+")  # fmt: skip
    parts = (Component(material="host", function="active material", mass_fraction=q(80, "wt%")),
             Component(material="x", function="catholyte", mass_fraction=q(20, "wt%")))  # fmt: skip
    return saved(
        tmp_path / "cell.cellbuilder.json",
        (Layer(id="cathode", role="cathode", components=parts, loading=q(50, "mg/cm2"), conductivity=q(1e6, "S/cm"),
               electronic_conductivity=q(1e6, "S/cm")),
         Layer(id="separator", role="electrolyte", material="x", thickness=q(100, "um")),
         Layer(id="anode", role="anode", material="li", thickness=q(100, "um"))),
        (host, ion("x", 1.0), metal), c_rate=q(1, "C"),
        interfaces=(Interface(between=("cathode", "separator"), area_resistance=q(4, "Ohm cm2")),
                    Interface(between=("separator", "anode"), area_resistance=q(6, "Ohm cm2"))),
        cutoffs=Cutoffs(lower=q(3, "V"), reference="cell"),
    )  # fmt: skip


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


class TestSweep:
    def test_that_a_sweep_is_printed_as_csv(self, run: Run, pellet: Path) -> None:
        done = run("sweep", pellet, "--vary", "first thickness=100..300 µm", "--points", "3", "--result", "asr:first",
                   "--result", "asr:second", "--result", "thickness")  # fmt: skip
        assert (done.code, done.err) == (0, "")
        assert done.out == (
            "thickness:first (µm),asr:first (Ω cm²),asr:second (Ω cm²),thickness (µm)\n"
            "100,10,,150\n200,20,,250\n300,30,,350\n"
        )

    def test_that_a_grid_in_equal_factors_is_written(self, run: Run, pellet: Path, tmp_path: Path) -> None:
        target = tmp_path / "Zelle µ – テスト" / "out.csv"
        target.parent.mkdir()
        done = run("sweep", pellet, "--vary", "first thickness=10..1000", "--vary", "conductivity x=0,1..10 mS/cm",
                   "--log", "--points", "3", "--result", "asr:first", "-o", target)  # fmt: skip
        assert (done.code, done.out, done.err) == (0, f"{target}: 9 rows\n", "")
        assert read(target) == [
            ["thickness:first (µm)", "conductivity:x (mS/cm)", "asr:first (Ω cm²)"],
            ["10", "0.1", "10"], ["10", "1", "1"], ["10", "10", "0.1"],
            ["100", "0.1", "100"], ["100", "1", "10"], ["100", "10", "1"],
            ["1000", "0.1", "1000"], ["1000", "1", "100"], ["1000", "10", "10"],
        ]  # fmt: skip
        assert [entry.name for entry in target.parent.iterdir()] == ["out.csv"]
        assert target.read_bytes().count(b"\r") == 0

    def test_that_a_design_in_a_folder_of_any_name_is_read(self, run: Run, pellet: Path, tmp_path: Path) -> None:
        folder = tmp_path / "Zellen – αβ"
        folder.mkdir()
        moved = pellet.rename(folder / "größe.cellbuilder.json")
        done = run("sweep", moved, "--vary", "first thickness=1..2 mm", "--points", "2", "--result", "asr:first")
        assert done.out == "thickness:first (mm),asr:first (Ω cm²)\n1,100\n2,200\n"

    def test_that_an_unknown_contact_is_varied(self, run: Run, pellet: Path) -> None:
        done = run("sweep", pellet, "--vary", "contact resistance:first|second=0..40", "--points", "2",
                   "--result", "asr:first|second", "--result", "asr@instantaneous")  # fmt: skip
        assert (done.code, done.err) == (0, "")
        assert done.out == (
            "contact resistance:first|second (Ω cm²),asr:first|second (Ω cm²),asr@instantaneous (Ω cm²)\n"
            "0,0,10\n40,40,50\n"
        )

    def test_that_the_known_ones_of_the_usual_results_are_given(self, run: Run, cell: Path) -> None:
        done = run("sweep", cell, "--vary", "separator thickness=100..200 um", "--points", "2")
        rows = list(csv.reader(done.out.splitlines()))
        assert rows[0] == [
            "thickness:separator (µm)", "asr@instantaneous (Ω cm²)", "asr@front (Ω cm²)", "capacity (mAh/cm²)",
            "np", "voltage (V)", "energy (mWh/cm²)", "wh_per_kg:material (Wh/kg)", "wh_per_kg:electrode (Wh/kg)",
            "wh_per_kg:stack (Wh/kg)", "wh_per_l:material (Wh/L)", "wh_per_l:electrode (Wh/L)",
            "wh_per_l:stack (Wh/L)", "current (mA/cm²)", "drop (mV)", "delivered (%)", "energy at rate (mWh/cm²)",
        ]  # fmt: skip
        first, second = (dict(zip(rows[0], row, strict=True)) for row in rows[1:])
        assert (first["asr@instantaneous (Ω cm²)"], second["asr@instantaneous (Ω cm²)"]) == ("20", "30")
        assert (first["energy (mWh/cm²)"], first["drop (mV)"], second["drop (mV)"]) == ("40", "200", "300")

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["--vary", "first thickness=1..2 S/cm"],
             "unit 'S/cm' measures conductivity, but length is asked for (use m, cm, mm, um, nm)"),
            (["--vary", "first thickness=1..2 furlong"], "unit 'furlong' is not known"),
            (["--vary", "first thickness"],
             "'first thickness' is no range; write it as 'electrolyte thickness=10..500 um'"),
            (["--vary", "first thickness=0..10 um", "--log"],
             "'first thickness=0..10 um': equal factors need both ends above zero"),
            (["--vary", "first thickness=-5..10 um"],
             "'thickness:first' (thickness of electrolyte (x)) cannot be negative"),
            (["--vary", "temperature=-300..10 degC"],
             "'temperature' (temperature of the cell) cannot be at or below absolute zero"),
            (["--vary", "thickness=1..2 um"],
             "'thickness' can mean several inputs: 'thickness:first', 'thickness:second'"),
            (["--vary", "first thicknes=1..2 um"],
             "the design has no input called 'first thicknes'; did you mean 'thickness:first'"),
            (["--vary", "first thickness=1..2 um", "--vary", "thickness:first=1..2 um"],
             "'thickness:first' is varied twice"),
            (["--vary", "first thickness=1..2 um", "--result", "asr:third"],
             "the design has no result called 'asr:third'; it has asr@instantaneous, "),
            (["--vary", "first thickness=1..2 um", "--points", "1"],
             "--points has to be at least 2, and all rows together at most 1000000"),
            (["--vary", "first thickness=1..2 um", "--vary", "conductivity x=1..2 S/cm", "--points", "1001"],
             "--points has to be at least 2, and all rows together at most 1000000"),
            (["--vary", "first thickness=1..2 um", "--points", "many"], "argument --points: invalid int value: 'many'"),
            ([], "the following arguments are required: --vary"),
        ],
    )  # fmt: skip
    def test_that_what_cannot_be_done_is_named(self, run: Run, pellet: Path, words: list[str], message: str) -> None:
        done = run("sweep", pellet, *words)
        assert (done.code, done.out) == (2, "")
        last = done.err.splitlines()[-1].removeprefix("cellbuilder sweep: error: ")
        assert last.startswith(message) if message.endswith((" ", "'thickness:first'")) else last == message

    def test_that_an_existing_file_is_kept_unless_forced(self, run: Run, pellet: Path, tmp_path: Path) -> None:
        target = tmp_path / "out.csv"
        target.write_text("my work", encoding="utf-8")
        words = ("sweep", pellet, "--vary", "first thickness=1..2 um", "--points", "2", "-o", target)
        done = run(*words)
        assert (done.code, done.out) == (2, "")
        assert done.err == f"{target} exists already; choose another name or add --force\n"
        assert target.read_text(encoding="utf-8") == "my work"
        assert run(*words, "--force").code == 0
        assert len(read(target)) == 3

    @pytest.mark.parametrize("name", ["nowhere/out.csv", "x" * 300 + ".csv"])
    def test_that_a_place_that_cannot_be_written_is_an_error(
        self, run: Run, pellet: Path, tmp_path: Path, name: str
    ) -> None:
        done = run("sweep", pellet, "--vary", "first thickness=1..2 um", "--points", "2", "-o", tmp_path / name)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"{tmp_path / name} could not be saved (")
        assert [entry.name for entry in tmp_path.iterdir() if entry != pellet] == []

    @pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
    def test_that_a_full_disk_leaves_the_old_file(self, program: Run, pellet: Path, tmp_path: Path) -> None:
        import resource

        target = tmp_path / "out.csv"
        target.write_text("my work", encoding="utf-8")
        done = program(
            "sweep", pellet, "--vary", "first thickness=1..2 um", "--points", "2000", "-o", target, "--force",
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000)),
        )  # fmt: skip
        assert (done.code, done.out) == (2, "")
        assert done.err == f"{target} could not be saved (File too large); the earlier file is unchanged\n"
        assert target.read_text(encoding="utf-8") == "my work"
        assert sorted(entry.name for entry in tmp_path.iterdir()) == ["out.csv", pellet.name]


@pytest.mark.parametrize("command", [("sweep", "--vary", "a=1..2"), ("uncertainty",), ("rate",)])
class TestFile:
    def test_that_a_file_that_is_not_there_is_named(self, run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
        done = run(*command, tmp_path / "nowhere.json")
        assert (done.code, done.out) == (2, "")
        assert f"{tmp_path / 'nowhere.json'} cannot be used:" in done.err

    def test_that_a_file_that_is_no_design_is_named(self, run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
        path = tmp_path / "broken.json"
        path.write_bytes(b"\xff{")
        done = run(*command, path)
        assert (done.code, done.out) == (2, "")
        assert f"{path} cannot be used:" in done.err


class TestUncertainty:
    def test_that_percentiles_and_what_they_follow_are_printed(self, run: Run, pellet: Path) -> None:
        done = run("uncertainty", pellet, "--draws", "40000", "--result", "asr:first", "--result", "asr:second")
        assert (done.code, done.err) == (0, "")
        title, heads, _, first, second = done.out.splitlines()
        assert title == "40000 draws of all inputs with a range (seed 1); unknown parts stay left out"
        assert heads.split() == ["result", "unit", "5", "%", "median", "95", "%", "follows"]
        assert first.split()[:3] == ["asr:first", "Ω", "cm²"]
        assert [float(word) for word in first.split()[3:6]] == pytest.approx([5, 10, 20], rel=0.02)
        assert first.split()[6:] == ["thickness:first", "100", "%"]
        assert second.split() == ["asr:second", "Ω", "cm²", "unknown", "unknown", "unknown"]

    def test_that_data_are_printed_as_json_and_repeat(self, run: Run, pellet: Path) -> None:
        words = ("uncertainty", pellet, "--draws", "2000", "--result", "asr:first", "--result", "asr:second", "--json")
        data = run(*words).data
        assert data == run(*words).data
        assert data != run(*words, "--seed", "2").data
        assert (data["file"], data["draws"], data["seed"]) == (str(pellet), 2000, 1)
        first, second = data["results"]
        assert (first["key"], first["unit"], first["share_with_a_value"]) == ("asr:first", "Ohm cm2", 1.0)
        assert [first[name] for name in ("low", "median", "high")] == pytest.approx([5, 10, 20], rel=0.06)
        assert first["contributions"] == [
            {"key": "thickness:first", "name": "thickness of electrolyte (x)", "share": 1.0, "kind": "assumption"}
        ]
        assert second == {"key": "asr:second", "unit": "Ohm cm2", "low": None, "median": None, "high": None,
                          "share_with_a_value": 0.0, "contributions": []}  # fmt: skip

    def test_that_the_known_ones_of_the_usual_results_are_given(self, run: Run, cell: Path) -> None:
        keys = [entry["key"] for entry in run("uncertainty", cell, "--draws", "10", "--json").data["results"]]
        assert keys[:3] == ["asr@instantaneous", "asr@front", "capacity"]
        assert keys[-2:] == ["delivered", "energy at rate"]

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["--draws", "1"], "--draws has to be from 2 to 2000000, and --seed not negative"),
            (["--draws", "2000001"], "--draws has to be from 2 to 2000000, and --seed not negative"),
            (["--seed", "-1"], "--draws has to be from 2 to 2000000, and --seed not negative"),
            (
                ["--result", "x"],
                "the design has no result called 'x'; it has asr@instantaneous, asr:first, thickness, ",
            ),
            (["--draws", "ten"], "argument --draws: invalid int value: 'ten'"),
        ],
    )
    def test_that_what_cannot_be_done_is_named(self, run: Run, pellet: Path, words: list[str], message: str) -> None:
        done = run("uncertainty", pellet, *words)
        assert (done.code, done.out) == (2, "")
        assert message in done.err


class TestRate:
    def test_that_a_table_is_printed(self, run: Run, cell: Path) -> None:
        """10 mAh/cm2 at 4 V through 20 ohm cm2: 0.2 V per C; below 3 V nothing is delivered."""
        done = run("rate", cell, "--c-rates", "0.1,1,4,6")
        assert (done.code, done.err) == (0, "")
        lines = done.out.splitlines()
        rule = next(index for index, line in enumerate(lines) if line.startswith("------"))
        starts = [match.start() for match in re.finditer(r"-+", lines[rule])]
        heads = [" ".join(line[first:last].strip() for line in lines[:rule]).strip()
                 for first, last in zip(starts, [*starts[1:], None], strict=True)]  # fmt: skip
        assert heads == [
            "C-rate", "mA/cm2", "instantaneous drop, mV", "drop at start (front), mV", "delivered, %", "mWh/cm2",
            "mW/cm2", "within the caps",
        ]  # fmt: skip
        rows = lines[rule + 1 : rule + 5]
        assert [row.split()[:4] for row in rows] == [
            ["0.100", "1.00", "20.0", "20.0"], ["1.00", "10.0", "200", "200"],
            ["4.00", "40.0", "800", "800"], ["6.00", "60.0", "1200", "1200"],
        ]  # fmt: skip
        assert [row.split()[4] for row in rows] == ["100", "100", "100", "0"]
        assert [float(row.split()[5]) for row in rows] == pytest.approx([39.8, 38, 32, 0], abs=0.05)
        assert "The drop at the start, and what is delivered, are front." in done.out
        assert "Resistance only, at nominal inputs: the ohmic limit of what is delivered." in done.out

    def test_that_a_cap_that_comes_first_is_named_with_its_conditions(self, run: Run, tmp_path: Path) -> None:
        """Lithium on Li6PS5Cl: the smallest published critical current that may apply here."""
        path = tmp_path / "cell.json"
        cellbuilder.save(cellbuilder.from_cell("t8-24"), path)
        data = run("rate", path, "--c-rates", "0.0001,1000", "--json").data
        slow, fast = data["rows"]
        assert (slow["within the caps"], slow["comes first"]) == (True, [])
        assert fast["within the caps"] is False
        assert re.fullmatch(r"critical current of [\w-]+, [\d.]+ \w+/cm²; .+, .+", fast["comes first"][0])
        assert any(note.startswith(f"Cap: {fast['comes first'][0].partition(';')[0]} (") for note in data["notes"])
        printed = run("rate", path, "--c-rates", "1000").out
        assert "no (critical" in printed

    def test_that_curves_are_written(self, run: Run, cell: Path, tmp_path: Path) -> None:
        target = tmp_path / "µ" / "curves.csv"
        target.parent.mkdir()
        done = run("rate", cell, "--c-rates", "1,4", "--points", "3", "-o", target)
        assert (done.code, done.err) == (0, "")
        assert done.out.splitlines()[-1] == f"{target}: 6 rows"
        assert read(target) == [
            ["C-rate", "charge (mAh/cm²)", "voltage (V)"],
            ["1", "0", "3.8"], ["1", "5", "3.8"], ["1", "10", "3.8"],
            ["4", "0", "3.2"], ["4", "5", "3.2"], ["4", "10", "3.2"],
        ]  # fmt: skip

    def test_that_data_are_json_with_a_file_too(self, run: Run, cell: Path, tmp_path: Path) -> None:
        data = run("rate", cell, "--c-rates", "1", "--json", "-o", tmp_path / "x.csv").data
        (row,) = data["rows"]
        assert (row["C-rate"], row["within the caps"], row["comes first"]) == (1.0, True, [])
        assert (data["regime"], row["instantaneous drop, mV"]) == ("front", pytest.approx(200))
        assert (row["mA/cm2"], row["drop at start, mV"], row["mWh/cm2"]) == pytest.approx((10, 200, 38))
        assert data["notes"][0] == "Resistance only, at nominal inputs: the ohmic limit of what is delivered."
        assert len(read(tmp_path / "x.csv")) == 102

    @pytest.mark.parametrize("text", ["", "0", "-1", "1,x", "nan", "inf", "1,,2", "1e7"])
    def test_that_c_rates_have_to_be_positive_numbers(self, run: Run, cell: Path, text: str) -> None:
        done = run("rate", cell, f"--c-rates={text}")
        assert (done.code, done.out) == (2, "")
        assert done.err == "--c-rates takes positive numbers such as 0.1,1,5, and --points at least 2\n"

    def test_that_an_existing_file_is_kept_before_anything_is_printed(
        self, run: Run, cell: Path, tmp_path: Path
    ) -> None:
        target = tmp_path / "out.csv"
        target.write_text("my work", encoding="utf-8")
        done = run("rate", cell, "-o", target)
        assert (done.code, done.out) == (2, "")
        assert done.err == f"{target} exists already; choose another name or add --force\n"
        assert target.read_text(encoding="utf-8") == "my work"
        assert run("rate", cell, "-o", target, "--force").code == 0

    def test_that_a_place_that_cannot_be_written_is_an_error(self, run: Run, cell: Path, tmp_path: Path) -> None:
        done = run("rate", cell, "-o", tmp_path / "nowhere" / "x.csv")
        assert done.code == 2
        assert done.err.startswith(f"{tmp_path / 'nowhere' / 'x.csv'} could not be saved (")

    def test_that_a_cell_without_capacity_says_what_is_unknown(self, run: Run, pellet: Path) -> None:
        done = run("rate", pellet)
        assert (done.code, done.out) == (2, "")
        reason = "the stack has no cathode with an active material"
        assert done.err == f"what it delivers under current is unknown: {reason}\n"
