"""Find the system libraries that Qt needs on bare Linux; install them where that is allowed."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from . import LauncherError, say


class Library(NamedTuple):
    """A shared library that Qt loads, and the package that brings it, by package manager."""

    soname: str
    apt: str
    dnf: str
    zypper: str
    pacman: str


# Measured with Qt 6.10 on Debian 12 and 13: without the first group no Qt program starts, not even offscreen;
# the others are what the X11 and the Wayland plugin need beyond it. The names for dnf, zypper and pacman only
# go into the printed line.
EVERY_QT = [
    Library("libgthread-2.0.so.0", "libglib2.0-0", "glib2", "libgthread-2_0-0", "glib2"),
    Library("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd", "libglvnd"),
    Library("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd", "libglvnd"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig", "libfontconfig1", "fontconfig"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon0", "libxkbcommon"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "libdbus-1-3", "dbus"),
]
X11_QT = [
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "libxcb-cursor0", "xcb-util-cursor"),
    Library(
        soname="libxkbcommon-x11.so.0",
        apt="libxkbcommon-x11-0",
        dnf="libxkbcommon-x11",
        zypper="libxkbcommon-x11-0",
        pacman="libxkbcommon-x11",
    ),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "libxcb-icccm4", "xcb-util-wm"),
    Library(
        soname="libxcb-keysyms.so.1",
        apt="libxcb-keysyms1",
        dnf="xcb-util-keysyms",
        zypper="libxcb-keysyms1",
        pacman="xcb-util-keysyms",
    ),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb-shape0", "libxcb"),
]
WAYLAND_QT = [
    Library("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor", "libwayland-cursor0", "wayland"),
]

PROGRAMS = {"apt": "apt-get", "dnf": "dnf", "zypper": "zypper", "pacman": "pacman"}
PYTHON_PACKAGE = {"dnf": "python3", "zypper": "python3", "pacman": "python"}
GLIB_RENAMED_FROM = {"debian": (13,), "ubuntu": (24, 4)}


def loads(soname: str) -> bool:
    """Whether the system's loader finds this shared library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def missing_libraries(wanted: Sequence[Library], can_load: Callable[[str], bool] = loads) -> list[Library]:
    """The libraries that the loader does not find, in the order given."""
    return [library for library in wanted if not can_load(library.soname)]


def libraries_for_window(environ: Mapping[str, str], can_load: Callable[[str], bool] = loads) -> list[Library]:
    """What a window needs on this desktop. Where both X11 and Wayland are offered, one of them is enough."""
    plugin = environ.get("QT_QPA_PLATFORM", "")
    x11 = bool(environ.get("DISPLAY")) and not plugin.startswith("wayland")
    wayland = bool(environ.get("WAYLAND_DISPLAY")) and not plugin.startswith("xcb")
    if x11 and wayland and not missing_libraries(WAYLAND_QT, can_load):
        return EVERY_QT
    return [*EVERY_QT, *(X11_QT if x11 else WAYLAND_QT if wayland else [])]


def read_os_release(path: Path = Path("/etc/os-release")) -> dict[str, str]:
    """Read the name and version of this Linux; empty where there is no such file."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    pairs = (line.partition("=") for line in lines)
    return {key: value.strip("\"'") for key, equals, value in pairs if equals}


def apt_name(name: str, release: Mapping[str, str]) -> str:
    """The name of a package on this Debian or Ubuntu: newer ones renamed glib for the 64-bit clock."""
    renamed_from = GLIB_RENAMED_FROM.get(release.get("ID", ""))
    if name != "libglib2.0-0" or renamed_from is None:
        return name
    numbers = release.get("VERSION_ID", "").split(".")
    if all(number.isdigit() for number in numbers):
        return name + "t64" if tuple(map(int, numbers)) >= renamed_from else name
    return name + "t64"  # Debian testing has no number


def package_manager(search_path: str | None = None) -> str | None:
    """Which known package manager this system has: apt, dnf, zypper or pacman."""
    found = (name for name, program in PROGRAMS.items() if shutil.which(program, path=search_path))
    return next(found, None)


def packages_for(libraries: Sequence[Library], manager: str, needs_venv: bool, release: Mapping[str, str]) -> list[str]:
    """The packages that bring the missing pieces, each once."""
    names = []
    if needs_venv:
        debian = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        names.append(PYTHON_PACKAGE.get(manager, debian))
    for library in libraries:
        name = str(getattr(library, manager))
        names.append(apt_name(name, release) if manager == "apt" else name)
    return list(dict.fromkeys(names))


def install_line(manager: str, packages: Sequence[str], root: bool) -> str:
    """The one line that installs these packages, ready to copy into a terminal."""
    sudo = "" if root else "sudo "
    names = " ".join(packages)
    if manager == "apt":
        return f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {names}"
    verb = {"dnf": "dnf install -y", "zypper": "zypper install -y", "pacman": "pacman -S --needed"}[manager]
    return f"{sudo}{verb} {names}"


def is_root() -> bool:
    """Whether this process may install system packages without asking."""
    return sys.platform != "win32" and os.geteuid() == 0


def ask_yes(question: str) -> bool:
    """Ask on a terminal; where there is none, the answer is no."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return input(question + " [Y/n] ").strip().lower() in ("", "y", "yes")


def apt_install(packages: Sequence[str], root: bool) -> bool:
    """Install Debian packages; the lists are refreshed first, as a fresh machine has none."""
    apt = [*([] if root else ["sudo"]), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    # A failed refresh is no reason to stop: one broken list of many fails it, and the install tells.
    subprocess.run([*apt, "update"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    out = subprocess.run(
        install, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False
    )
    if out.returncode:
        say("\n".join(out.stdout.splitlines()[-5:]))
    return out.returncode == 0


def need_system(
    libraries: Sequence[Library],
    needs_venv: bool,
    can_load: Callable[[str], bool] = loads,
    root: bool | None = None,
    search_path: str | None = None,
) -> None:
    """Install what the system lacks where that is allowed; otherwise stop and print the one line."""
    linux = sys.platform.startswith("linux")
    missing = missing_libraries(libraries, can_load) if linux else []
    if not missing and not needs_venv:
        return
    parts = [*(["Python's venv module"] if needs_venv else []), *(library.soname for library in missing)]
    what = f"This system lacks {', '.join(parts)}."
    manager = package_manager(search_path) if linux else None
    if manager is None:
        raise LauncherError(f"{what}\nInstall that with your system's tools and run the same command again.")
    root = is_root() if root is None else root
    packages = packages_for(missing, manager, needs_venv, read_os_release())
    line = install_line(manager, packages, root)
    can_sudo = not root and shutil.which("sudo", path=search_path) is not None
    if manager == "apt" and (root or (can_sudo and ask_yes(f"{what}\nInstall it now with: {line} ?"))):
        say(f"{what}\nInstalling with apt-get: {' '.join(packages)}")
        if apt_install(packages, root) and not missing_libraries(missing, can_load):
            return
        raise LauncherError(f"apt-get could not install all of it; is this machine online? By hand:\n  {line}")
    raise LauncherError(f"{what} Install it with this line and run the same command again:\n  {line}")
