"""Build the one-folder bundle and pack it: ``python3 run.py bundle``."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from cellbuilder.version import __version__

ROOT = Path(__file__).resolve().parents[2]
SPEC = Path(__file__).with_name("cellbuilder.spec")
READ_ME = """cellbuilder {version}

Start the file "cellbuilder" in this folder. Nothing is installed: no Python, no network, no administrator is needed.
The folder may stand anywhere, on a stick too; keep its files together. To remove cellbuilder, delete the folder.
On the command line: ./cellbuilder --help

It needs a 64-bit Linux with glibc {glibc} or newer and the graphics libraries of any desktop (libGL, libEGL,
libfontconfig). {size} MB on disk.
"""


def build(folder: Path) -> Path:
    """Build the bundle below ``folder``, with a packed copy beside it; return the bundle's folder.

    Raises:
        subprocess.CalledProcessError: PyInstaller failed; it has said why.
    """
    name = f"cellbuilder-{__version__}-{platform.system().lower()}-{platform.machine()}"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as work:
        bundle = _frozen(Path(work), folder / name)
    shutil.copy(ROOT / "LICENSE", bundle)
    words = {"version": __version__, "glibc": platform.libc_ver()[1], "size": _megabytes(bundle)}
    (bundle / "README.txt").write_text(READ_ME.format(**words), encoding="utf-8")
    packed = folder / f"{name}.tar.gz"
    with tarfile.open(packed, "w:gz", compresslevel=6) as archive:
        archive.add(bundle, arcname=name)
    print(f"{bundle}: {words['size']} MB; packed {packed.name}: {packed.stat().st_size // 1_000_000} MB")
    return bundle


def _frozen(work: Path, bundle: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN",
         "--distpath", str(work / "dist"), "--workpath", str(work), str(SPEC)],
        check=True,
    )  # fmt: skip
    shutil.rmtree(bundle, ignore_errors=True)
    return (work / "dist" / "cellbuilder").rename(bundle)


def _megabytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if not path.is_symlink()) // 1_000_000


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist")
