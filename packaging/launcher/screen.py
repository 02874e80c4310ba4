"""Find out whether a window can be shown; know the same main job as words for the command line."""

from __future__ import annotations

import contextlib
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

X11_SOCKETS = "/tmp/.X11-unix"
PORT_OF_DISPLAY_0 = 6000


def x_server_answers(display: str, sockets: str = X11_SOCKETS) -> bool:
    """Whether something listens where DISPLAY points; True where that cannot be told."""
    host, colon, numbers = display.rpartition(":")
    number = numbers.split(".")[0]
    if not colon or not number.isdigit():
        return True
    if host not in ("", "unix"):
        with contextlib.suppress(OSError):
            socket.create_connection((host.strip("[]"), PORT_OF_DISPLAY_0 + int(number)), timeout=3).close()
            return True
        return False
    if sys.platform != "win32":
        for address in (f"{sockets}/X{number}", f"\0{sockets}/X{number}"):
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe, contextlib.suppress(OSError):
                probe.connect(address)
                return True
    return False


def no_screen_reason(environ: Mapping[str, str], system: str) -> str | None:
    """Why no window can be shown here; None if one can."""
    if not system.startswith(("linux", "freebsd")):
        return None
    plugin = re.split("[:;]", environ.get("QT_QPA_PLATFORM", ""))[0]
    if plugin in ("offscreen", "minimal"):
        return f"QT_QPA_PLATFORM is {plugin}"
    if plugin not in ("", "xcb", "wayland"):
        return None  # eglfs, vnc: somebody knows what they are doing
    display, wayland = environ.get("DISPLAY"), environ.get("WAYLAND_DISPLAY")
    if not display and not wayland:
        return "neither DISPLAY nor WAYLAND_DISPLAY is set"
    if wayland and Path(environ.get("XDG_RUNTIME_DIR", ""), wayland).exists():
        return None
    if display and x_server_answers(display):
        return None
    return f"nothing answers at {display or wayland}"


def main_job(design: str | None, folder: Path) -> list[list[str]]:
    """The window's main job in words of the command line: take a model, see what the cell is worth."""
    if design is not None:
        return [["evaluate", design]]
    path = str(folder / "model-T.cellbuilder.json")
    return [["new", "--model", "T", "-o", path], ["evaluate", path]]
