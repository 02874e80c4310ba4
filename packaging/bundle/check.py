"""Start a bundle where there is neither network nor Python: ``python3 run.py bundle check FOLDER``.

The bundle is copied into a folder with blanks and letters beyond ASCII. In name spaces of its own, without a network,
with empty folders laid over the library of every Python of this machine and over this checkout, and with an empty
environment, it makes a design on its command line, opens it in a window, and must say that it is ready.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS = 120
INSIDE = """
set -e
place=$1; shift
for hidden in "$@"; do mount -t tmpfs none "$hidden"; done
cd "$place"
say() { echo "check: $*"; }
if [ "$(wc -l < /proc/net/route)" -gt 1 ]; then say "a network is there"; exit 1; fi
for hidden in "$@"; do if [ -n "$(ls -A "$hidden")" ]; then say "$hidden is not empty"; exit 1; fi; done
empty() { env -i HOME="$place/home" PATH=/nowhere QT_QPA_PLATFORM=offscreen "$@"; }
empty ./bundle/cellbuilder new --model O -o o.cellbuilder.json
empty ./bundle/cellbuilder evaluate o.cellbuilder.json > evaluated.txt
grep -q 'Wh/kg' evaluated.txt
empty ./bundle/cellbuilder report o.cellbuilder.json -o o.html
grep -q '<svg\\|image/svg' o.html
empty ./bundle/cellbuilder --check-start o.cellbuilder.json | tee said.txt
grep -qx 'ready' said.txt
"""


def check(bundle: Path) -> int:
    """Try a bundle; return 0 if it opened a design, else the exit code of what failed."""
    with tempfile.TemporaryDirectory(prefix="cellbuilder-") as folder:
        place = Path(folder) / "Zellen für alle"
        (place / "home").mkdir(parents=True)
        shutil.copytree(bundle, place / "bundle", symlinks=True)
        command = ["unshare", "--map-root-user", "--net", "--mount", "sh", "-c", INSIDE, "sh", str(place), *hidden()]
        try:
            code = subprocess.run(command, timeout=MOST_SECONDS, check=False).returncode
        except FileNotFoundError:
            print("check: the program unshare (util-linux) is missing, so nothing was checked", file=sys.stderr)
            return 2
        except subprocess.TimeoutExpired:
            print(f"check: no answer within {MOST_SECONDS} s", file=sys.stderr)
            return 1
    print("check: the bundle is ready" if code == 0 else f"check: failed with exit code {code}")
    return code


def hidden() -> list[str]:
    """Return the folders that hold a Python, or that the bundle must not lean on."""
    found = {ROOT, Path(sys.prefix), Path(sys.base_prefix), Path(sysconfig.get_paths()["stdlib"])}
    found |= {path for root in ("/usr/lib", "/usr/local/lib") for path in Path(root).glob("python3*")}
    folders = [path for path in found if path.is_dir() and path not in (Path("/usr"), Path("/usr/local"))]
    return [str(path) for path in sorted(folders) if not any(other in path.parents for other in folders)]


if __name__ == "__main__":
    sys.exit(check(Path(sys.argv[1]).resolve()))
