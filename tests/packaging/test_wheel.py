"""The wheel carries the science and the look beside the code."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import cellbuilder
from cellbuilder.assess import engine_version

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("presets", "cellbuilder/_data/presets"),
        ("resources", "cellbuilder/_data/resources"),
        ("src/cellbuilder", "cellbuilder"),
    ],
)
def test_that_the_wheel_holds_every_file_of_a_folder(wheel: Path, source: str, place: str) -> None:
    files = [path.relative_to(ROOT / source).as_posix() for path in (ROOT / source).rglob("*") if path.is_file()]
    wanted = {f"{place}/{name}" for name in files if "__pycache__" not in name}
    assert wanted
    with zipfile.ZipFile(wheel) as archive:
        assert wanted <= set(archive.namelist())


def test_that_the_wheel_has_the_version_that_the_program_tells(wheel: Path) -> None:
    assert wheel.name.startswith(f"cellbuilder-{cellbuilder.__version__}-")
    assert engine_version() == cellbuilder.__version__


def test_that_the_wheel_holds_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top.split("-")[0] for top in tops} == {"cellbuilder"}


def test_that_the_font_arrives_unchanged(wheel: Path) -> None:
    font = "resources/fonts/DejaVuSans.ttf"
    with zipfile.ZipFile(wheel) as archive:
        assert archive.read(f"cellbuilder/_data/{font}") == (ROOT / font).read_bytes()


def test_that_an_installed_wheel_finds_its_own_presets_and_resources(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        "from cellbuilder.io.data_dir import data_dir\n"
        "print(data_dir('presets')); print(data_dir('resources') / 'fonts' / 'DejaVuSans.ttf')"
    )
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    out = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
    )
    presets, font = map(Path, out.stdout.splitlines())
    assert presets.samefile(tmp_path / "cellbuilder" / "_data" / "presets")
    assert font.is_file()
    assert tmp_path in font.parents
