"""Habits that a linter does not see: short modules, and nothing of one machine in what is committed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 400
NOT_OURS = {".git", ".venv", "__pycache__", "build", "dist", "htmlcov", ".hypothesis", ".benchmarks"}
NOT_OURS |= {".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache"}

MACHINE_PATH = re.compile(r"(?<![\w.~\])-])(?:/(?:work|root)/|/t[m]p/(?!\.X11-unix))")
REGISTRY_HOST = re.compile(
    r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|(?:deb|snapshot)\.debian\.org|archive\.ubuntu\.com)\b"
)


def committed_files() -> list[Path]:
    if (ROOT / ".git").exists() and shutil.which("git"):
        out = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        if out.returncode == 0:
            names = out.stdout.decode("utf-8").split("\0")
            return [ROOT / name for name in names if name and (ROOT / name).is_file()]
    found = (path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts))
    return [path for path in found if path.is_file()]


def offending_lines(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    offences = []
    for path in files:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        offences += [
            f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()[:100]}"
            for number, line in enumerate(lines, 1)
            if pattern.search(line)
        ]
    return offences


@pytest.mark.parametrize("folder", ["src", "packaging"])
def test_that_no_module_is_too_long_to_read_in_one_sitting(folder: str) -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / folder).rglob("*.py")}
    assert lengths
    assert [f"{path.name}: {lines} lines" for path, lines in lengths.items() if lines > MOST_LINES] == []


def test_that_no_path_of_one_machine_is_committed() -> None:
    assert offending_lines(MACHINE_PATH, committed_files()) == []


def test_that_no_registry_host_is_committed() -> None:
    files = committed_files()
    assert offending_lines(REGISTRY_HOST, files) == []


@pytest.mark.parametrize("line", ["/" + "work/main/x", "see /" + "root/.cache", "'/" + "tmp/out.json'"])
def test_that_the_search_for_machine_paths_finds_them(line: str) -> None:
    assert MACHINE_PATH.search(line)


@pytest.mark.parametrize("line", ["https://example.org/work/paper", "/tmp/.X11-unix/X0", "charge/root/x"])
def test_that_the_search_for_machine_paths_leaves_other_text_alone(line: str) -> None:
    assert not MACHINE_PATH.search(line)


def test_that_the_bundled_font_comes_with_its_licence() -> None:
    fonts = ROOT / "resources" / "fonts"
    assert {path.name for path in fonts.glob("*.ttf")} == {"DejaVuSans.ttf", "DejaVuSans-Bold.ttf"}
    assert "Bitstream Vera Fonts Copyright" in (fonts / "LICENSE-DejaVu.txt").read_text(encoding="utf-8")
