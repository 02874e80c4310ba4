"""Bare Linux: which libraries are missing, and the one line that brings them."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from launcher import LauncherError, system

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system packages are a Linux matter")

BOOKWORM = {"ID": "debian", "VERSION_ID": "12"}


def found_in(folder: Path) -> Callable[[str], bool]:
    return lambda soname: (folder / soname).exists()


def test_that_a_bare_system_lacks_every_library_that_qt_needs(tmp_path: Path) -> None:
    assert system.missing_libraries(system.EVERY_QT, found_in(tmp_path)) == system.EVERY_QT


def test_that_a_library_that_is_there_is_not_asked_for(tmp_path: Path) -> None:
    (tmp_path / "libEGL.so.1").touch()
    missing = system.missing_libraries(system.EVERY_QT, found_in(tmp_path))
    assert "libEGL.so.1" not in [library.soname for library in missing]
    assert len(missing) == len(system.EVERY_QT) - 1


def test_that_the_real_loader_tells_a_library_from_a_name() -> None:
    assert system.loads("libc.so.6")
    assert not system.loads("libno-such-thing.so.9")


@pytest.mark.parametrize(
    ("release", "glib"),
    [
        ({"ID": "debian", "VERSION_ID": "12"}, "libglib2.0-0"),
        ({"ID": "debian", "VERSION_ID": "13"}, "libglib2.0-0t64"),
        ({"ID": "debian"}, "libglib2.0-0t64"),
        ({"ID": "ubuntu", "VERSION_ID": "22.04"}, "libglib2.0-0"),
        ({"ID": "ubuntu", "VERSION_ID": "24.04"}, "libglib2.0-0t64"),
        ({"ID": "linuxmint", "VERSION_ID": "22"}, "libglib2.0-0"),
        ({}, "libglib2.0-0"),
    ],
)
def test_that_glib_has_the_name_of_its_distribution(release: dict[str, str], glib: str) -> None:
    assert system.packages_for(system.EVERY_QT, "apt", False, release)[0] == glib


def test_that_debian_gets_one_line_for_venv_and_libraries() -> None:
    packages = system.packages_for(system.EVERY_QT, "apt", True, BOOKWORM)
    assert system.install_line("apt", packages, root=False) == (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends "
        f"python{sys.version_info[0]}.{sys.version_info[1]}-venv "
        "libglib2.0-0 libgl1 libegl1 libfontconfig1 libxkbcommon0 libdbus-1-3"
    )


@pytest.mark.parametrize(
    ("manager", "line"),
    [
        ("dnf", "sudo dnf install -y glib2 libglvnd-glx libglvnd-egl fontconfig libxkbcommon dbus-libs"),
        (
            "zypper",
            "sudo zypper install -y libgthread-2_0-0 libglvnd libfontconfig1 libxkbcommon0 libdbus-1-3",
        ),
        ("pacman", "sudo pacman -S --needed glib2 libglvnd fontconfig libxkbcommon dbus"),
    ],
)
def test_that_other_systems_get_their_own_line_with_each_package_once(manager: str, line: str) -> None:
    assert system.install_line(manager, system.packages_for(system.EVERY_QT, manager, False, {}), False) == line


def test_that_root_is_not_told_to_use_sudo() -> None:
    assert "sudo" not in system.install_line("apt", ["libgl1"], root=True)


@pytest.mark.parametrize(
    ("environ", "there", "beyond"),
    [
        ({}, [], []),
        ({"DISPLAY": ":0"}, [], system.X11_QT),
        ({"WAYLAND_DISPLAY": "wayland-0"}, [], system.WAYLAND_QT),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, ["libwayland-cursor.so.0"], []),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, [], system.X11_QT),
        (
            {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "QT_QPA_PLATFORM": "xcb"},
            ["libwayland-cursor.so.0"],
            system.X11_QT,
        ),
    ],
)
def test_that_a_window_asks_for_the_libraries_of_its_desktop(
    tmp_path: Path, environ: dict[str, str], there: list[str], beyond: list[system.Library]
) -> None:
    for soname in there:
        (tmp_path / soname).touch()
    assert system.libraries_for_window(environ, found_in(tmp_path)) == [*system.EVERY_QT, *beyond]


def test_that_the_package_manager_is_found_on_the_path(programs: Callable[..., Path]) -> None:
    assert system.package_manager(str(programs(zypper="true"))) == "zypper"


def test_that_a_system_without_a_known_package_manager_is_told_the_libraries(tmp_path: Path) -> None:
    with pytest.raises(LauncherError, match=r"lacks libgthread-2\.0\.so\.0, libGL\.so\.1"):
        system.need_system(system.EVERY_QT, False, found_in(tmp_path), root=False, search_path=str(tmp_path))


def test_that_a_plain_user_gets_the_line_and_nothing_is_run(tmp_path: Path, programs: Callable[..., Path]) -> None:
    path = programs(apt_get=f"touch '{tmp_path}/was-run'")
    with pytest.raises(LauncherError) as problem:
        system.need_system(system.EVERY_QT, True, found_in(tmp_path), root=False, search_path=str(path))
    last = str(problem.value).splitlines()[-1].strip()
    assert last.startswith("sudo apt-get update && sudo apt-get install -y")
    assert "libegl1" in last
    assert not (tmp_path / "was-run").exists()


def test_that_root_gets_the_packages_installed(
    tmp_path: Path, programs: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "apt.log"
    note = f"""echo "$DEBIAN_FRONTEND $@" >> '{log}'"""
    bring = f"""case "$*" in *install*) touch '{tmp_path}/libGL.so.1';; esac"""
    path = programs(apt_get=f"{note}\n{bring}")
    monkeypatch.setenv("PATH", f"{path}:/usr/bin:/bin")
    libgl = system.EVERY_QT[1]
    system.need_system([libgl], False, found_in(tmp_path), root=True)
    assert log.read_text(encoding="utf-8").splitlines() == [
        "noninteractive -q update",
        "noninteractive -q install -y --no-install-recommends libgl1",
    ]


@pytest.mark.parametrize("script", ["echo 'E: Unable to fetch some archives'; exit 100", "exit 0"])
def test_that_an_installation_that_brings_nothing_is_reported_with_the_line(
    tmp_path: Path, programs: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setenv("PATH", f"{programs(apt_get=script)}:/usr/bin:/bin")
    with pytest.raises(LauncherError, match="apt-get install -y --no-install-recommends libgl1"):
        system.need_system([system.EVERY_QT[1]], False, found_in(tmp_path), root=True)


def test_that_a_system_with_everything_is_left_alone(tmp_path: Path) -> None:
    for library in system.EVERY_QT:
        (tmp_path / library.soname).touch()
    system.need_system(system.EVERY_QT, False, found_in(tmp_path), root=True, search_path=str(tmp_path))


def test_that_os_release_is_read_with_and_without_quotes(tmp_path: Path) -> None:
    path = tmp_path / "os-release"
    path.write_text('# a comment\nID=ubuntu\nVERSION_ID="24.04"\n', encoding="utf-8")
    release = system.read_os_release(path)
    assert (release["ID"], release["VERSION_ID"]) == ("ubuntu", "24.04")
    assert system.read_os_release(tmp_path / "none") == {}
