"""The virtual environment: made once, installed once per change of pyproject.toml, never half."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from . import OLDEST, ROOT, LauncherError, interpreter, say

STAMP = "cellbuilder-install.json"
FOREIGN_SETTINGS = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV")
UNTRUSTED = (
    "The Python package index was reached, but this machine does not trust its certificate. "
    "Set PIP_CERT to the certificate of your network, or ask whoever runs it."
)
DISK_FULL = "The disk is full: cellbuilder's libraries need about 600 MB."
UNREACHABLE = (
    "The Python package index cannot be reached. Connect this machine to the internet (or tell pip of your "
    "proxy or mirror) and run the same command again."
)
NETWORK_SIGNS = (
    "name resolution|getaddrinfo|nodename nor servname|NewConnectionError|NameResolutionError|"
    "establish a new connection|Network is unreachable|ConnectTimeout|ReadTimeout|Read timed out|"
    "ProxyError|Connection refused"
)
PIP_FAILURES = (
    ("CERTIFICATE_VERIFY_FAILED|SSLError", UNTRUSTED),
    (r"No space left|Errno 28", DISK_FULL),
    (NETWORK_SIGNS, UNREACHABLE),
)


def folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of the virtual environment."""
    return Path(environ.get("CELLBUILDER_VENV") or ROOT / ".venv").absolute()


def program(venv: Path, name: str = "python") -> Path:
    """The path of a program inside the virtual environment."""
    return venv / "Scripts" / f"{name}.exe" if os.name == "nt" else venv / "bin" / name


def packages(venv: Path) -> list[str]:
    """The packages in the environment, by the names of their dist-info folders."""
    pattern = "Lib/site-packages/*.dist-info" if os.name == "nt" else "lib/python3*/site-packages/*.dist-info"
    return sorted(path.name for path in venv.glob(pattern))


def install_key(root: Path, venv: Path) -> dict[str, str]:
    """What an installation depends on: if any of it changes, it is done again."""
    digest = hashlib.sha256((root / "pyproject.toml").read_bytes()).hexdigest()
    return {"pyproject": digest, "root": str(root), "python": os.path.realpath(program(venv))}


def read_stamp(venv: Path) -> dict[str, object]:
    """The note that the last finished installation left; empty if none did."""
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def noted(stamp: Mapping[str, object], field: str) -> list[str]:
    """A list of words from the stamp."""
    value = stamp.get(field)
    return [str(word) for word in value] if isinstance(value, list) else []


def write_stamp(root: Path, venv: Path, extras: Iterable[str]) -> None:
    """Note that the installation is finished. Written last and in one go."""
    stamp = {"key": install_key(root, venv), "extras": sorted(extras), "packages": packages(venv)}
    fresh = venv / (STAMP + ".new")
    fresh.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    fresh.replace(venv / STAMP)


def is_complete(root: Path, venv: Path, extras: Iterable[str]) -> bool:
    """Whether the environment holds all that is asked for, so that nothing must be installed."""
    stamp = read_stamp(venv)
    return (
        program(venv).exists()
        and stamp.get("key") == install_key(root, venv)
        and set(extras) <= set(noted(stamp, "extras"))
        and set(noted(stamp, "packages")) <= set(packages(venv))
    )


def child_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The settings for programs of the environment: this checkout's code, no foreign Python settings."""
    env = {key: value for key, value in environ.items() if key not in FOREIGN_SETTINGS}
    # A path file cannot name a folder with letters outside the system's encoding; this can.
    env["PYTHONPATH"] = str(ROOT / "src")
    env["PIP_USER"] = "0"
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    if os.name == "nt":
        env.setdefault("PYTHONUTF8", "1")
    return env


def explain_pip_failure(output: str) -> str:
    """One clear sentence for why pip failed."""
    for pattern, sentence in PIP_FAILURES:
        if re.search(pattern, output):
            return sentence
    match = re.search(r"No matching distribution found for (\S+)", output)
    if match:
        python = f"Python {sys.version_info[0]}.{sys.version_info[1]}"
        here = f"{python} on {platform.system()} {platform.machine()}"
        if "(from versions: none)" in output:  # pip says the same of an index that it could not reach
            return f"The Python package index gave no {match.group(1)} for {here}. Is this machine online?"
        return f"There is no build of {match.group(1)} for this system ({here})."
    errors = [line for line in output.splitlines() if "ERROR" in line] or output.splitlines()
    return "\n".join(["pip could not install cellbuilder's libraries:", *errors[-3:]])


@contextlib.contextmanager
def one_at_a_time(venv: Path) -> Iterator[None]:
    """Let a second launcher wait until the first has finished installing."""
    venv.parent.mkdir(parents=True, exist_ok=True)
    with venv.with_name(venv.name + ".lock").open("a", encoding="utf-8") as file:
        if sys.platform == "win32":
            import msvcrt

            while True:
                with contextlib.suppress(OSError):  # it gives up after ten seconds
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def succeeds(command: Sequence[str]) -> bool:
    """Run a command silently; whether it exits with 0."""
    return subprocess.run(command, env=child_environment(), capture_output=True, check=False).returncode == 0


def make(venv: Path) -> None:
    """Make the virtual environment, or keep one that works."""
    python = program(venv)
    answer = interpreter.ask([str(python)]) if python.exists() else None
    if answer is not None and answer.version >= OLDEST:
        # An environment made by uv has no pip.
        if succeeds([str(python), "-m", "pip", "--version"]) or succeeds([str(python), "-m", "ensurepip"]):
            return
    if venv.is_dir() and any(venv.iterdir()) and not (venv / "pyvenv.cfg").exists():
        raise LauncherError(f"{venv} is in the way: it is not a virtual environment. Move it and run again.")
    base = getattr(sys, "_base_executable", None) or sys.executable
    out = subprocess.run(
        [base, "-m", "venv", "--clear", venv], env=child_environment(), capture_output=True, check=False
    )
    if out.returncode:
        text = (out.stdout + out.stderr).decode("utf-8", "replace").strip()
        raise LauncherError(f"The virtual environment could not be made:\n{text}")


def install(venv: Path, extras: Iterable[str]) -> None:
    """Install cellbuilder with these extras into the environment and leave the stamp."""
    with one_at_a_time(venv):
        if is_complete(ROOT, venv, extras):
            return
        extras = sorted({*extras, *noted(read_stamp(venv), "extras")})
        make(venv)
        with contextlib.suppress(FileNotFoundError):
            (venv / STAMP).unlink()
        say(f"Installing cellbuilder's libraries into {venv} (once; fetches up to 210 MB) ...")
        target = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
        quiet = [] if sys.stdout.isatty() else ["--quiet"]
        command = [str(program(venv)), "-m", "pip", "install", *quiet, "--editable", target]
        out = subprocess.run(command, env=child_environment(), stderr=subprocess.PIPE, cwd=ROOT, check=False)
        if out.returncode:
            raise LauncherError(explain_pip_failure(out.stderr.decode("utf-8", "replace")))
        write_stamp(ROOT, venv, extras)
        say("Installed.")
