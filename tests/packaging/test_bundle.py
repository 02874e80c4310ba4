"""The portable bundle: built once, and started where there is neither network nor Python."""

import importlib.util
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bundle import check

ROOT = Path(__file__).resolve().parents[2]
RECIPES = ROOT / "packaging" / "bundle"
needs_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the bundle is for Linux")


@pytest.fixture(scope="module")
def bundle(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not request.config.getoption("--build-bundle"):
        pytest.skip("building takes a minute; ask for it with --build-bundle")
    if importlib.util.find_spec("PyInstaller") is None:
        pytest.skip("PyInstaller is not installed")
    for program in ("objdump", "ldd"):
        if shutil.which(program) is None:
            pytest.skip(f"PyInstaller needs the program {program} (binutils, libc-bin)")
    folder = tmp_path_factory.mktemp("bundle")
    subprocess.run([sys.executable, str(RECIPES / "build.py"), str(folder)], check=True)
    return next(path for path in folder.iterdir() if path.is_dir())


@needs_linux
@pytest.mark.timeout(600)
def test_that_the_bundle_starts_without_network_and_python(bundle: Path) -> None:
    unshare = shutil.which("unshare")
    if (
        unshare is None
        or subprocess.run([unshare, "--map-root-user", "--net", "--mount", "true"], check=False).returncode
    ):
        pytest.skip("this machine does not let programs make name spaces of their own")
    assert check.check(bundle) == 0


@needs_linux
def test_that_the_packed_bundle_holds_the_program_the_data_and_the_licence(bundle: Path) -> None:
    with tarfile.open(next(bundle.parent.glob("*.tar.gz"))) as archive:
        names = set(archive.getnames())
    inside = f"{bundle.name}/_internal"
    wanted = {f"{bundle.name}/{name}" for name in ("cellbuilder", "LICENSE", "README.txt")}
    wanted |= {f"{inside}/{path.relative_to(ROOT)}" for path in (ROOT / "presets").rglob("*.json")}
    wanted |= {f"{inside}/resources/fonts/DejaVuSans.ttf"}
    assert wanted <= names
    assert "glibc" in (bundle / "README.txt").read_text(encoding="utf-8")


@needs_linux
def test_that_the_check_hides_this_python_and_this_checkout() -> None:
    hidden = [Path(folder) for folder in check.hidden()]
    # an interpreter itself may stand in /usr/bin beside everything else: without its library it starts nothing
    for place in (ROOT / "src", Path(subprocess.__file__).parent, Path(pytest.__file__).parent):
        assert any(folder == place or folder in place.parents for folder in hidden), place


@needs_linux
def test_that_the_check_refuses_a_folder_that_holds_no_program(tmp_path: Path) -> None:
    assert check.check(tmp_path) != 0
