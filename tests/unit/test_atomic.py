import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import cellbuilder
from cellbuilder.domain.problem import UnwritableError
from cellbuilder.io import atomic, codec, locks

posix = pytest.mark.skipif(sys.platform == "win32", reason="file limits, owners and signals of POSIX")


@pytest.fixture
def foreign_folder() -> Iterator[Path]:
    """A folder that other users reach too (pytest's own folders are closed to them)."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def run_as_nobody(code: str, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run code that has given up the rights of root, if it had them, after all imports."""
    prelude = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from cellbuilder.domain.problem import UnwritableError\n"
        "from cellbuilder.io import atomic\n"
        "if os.getuid() == 0: os.setgid(65534); os.setuid(65534)\n"
    )
    return subprocess.run(
        [sys.executable, "-c", prelude + code, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def test_that_text_is_written_in_utf8_with_plain_newlines(tmp_path: Path) -> None:
    path = tmp_path / "Zelle ü.json"
    atomic.write_text(path, "µm\n全\n")
    assert path.read_bytes() == "µm\n全\n".encode()


def test_that_nothing_but_the_file_is_left_in_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    atomic.write_text(path, "one")
    atomic.write_text(path, "two")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]
    assert path.read_text(encoding="utf-8") == "two"


@posix
def test_that_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    atomic.write_text(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@posix
def test_that_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    atomic.write_text(tmp_path / "a.json", "new")
    assert stat.S_IMODE((tmp_path / "a.json").stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)


def link(path: Path, target: str) -> None:
    try:
        path.symlink_to(target)
    except OSError:
        pytest.skip("this system lets nobody make symbolic links here")


def test_that_a_link_stays_a_link_and_its_target_gets_the_text(tmp_path: Path) -> None:
    (tmp_path / "shelf").mkdir()
    target = tmp_path / "shelf" / "real.json"
    target.write_text("old", encoding="utf-8")
    path = tmp_path / "link.json"
    link(path, "shelf/real.json")
    atomic.write_text(path, "new")
    assert path.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"
    assert [entry.name for entry in (tmp_path / "shelf").iterdir()] == ["real.json"]


def test_that_a_link_to_nothing_yet_makes_its_target(tmp_path: Path) -> None:
    link(tmp_path / "link.json", "later.json")
    atomic.write_text(tmp_path / "link.json", "new")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "later.json").read_text(encoding="utf-8") == "new"


def test_that_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    link(tmp_path / "loop.json", "loop.json")
    with pytest.raises(UnwritableError, match="could not be saved"):
        atomic.write_text(tmp_path / "loop.json", "new")


def test_that_a_folder_in_the_place_of_the_file_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "a.json"
    folder.mkdir()
    (folder / "inside").touch()
    with pytest.raises(UnwritableError, match=r"a\.json could not be saved \(.+\); the earlier file is unchanged"):
        atomic.write_text(folder, "new")
    assert [entry.name for entry in tmp_path.rglob("*")] == ["a.json", "inside"]


def test_that_a_missing_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "a.json"
    with pytest.raises(UnwritableError) as caught:
        atomic.write_text(path, "new")
    assert str(caught.value).startswith(f"{path} could not be saved (No such file or directory)")
    assert list(tmp_path.iterdir()) == []


def test_that_text_that_cannot_be_written_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        atomic.write_text(path, "half a character: \ud800")
    assert path.read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]


@posix
def test_that_a_full_disk_leaves_the_old_file_and_no_rest(tmp_path: Path, environment: dict[str, str]) -> None:
    path = tmp_path / "a.json"
    path.write_text("old", encoding="utf-8")
    code = (
        "import resource, sys; from pathlib import Path; from cellbuilder.io import atomic\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
        "atomic.write_text(Path(sys.argv[1]), 'x' * 100_000)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert f"UnwritableError: {path} could not be saved (File too large); the earlier file is unchanged" in done.stderr
    assert path.read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]


@posix
def test_that_a_folder_that_may_not_be_written_to_is_named(foreign_folder: Path, environment: dict[str, str]) -> None:
    path = foreign_folder / "a.json"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o666)
    foreign_folder.chmod(0o555)
    code = "try: atomic.write_text(Path(sys.argv[1]), 'new')\nexcept UnwritableError as error: print(error)"
    done = run_as_nobody(code, environment, str(path))
    foreign_folder.chmod(0o755)
    assert (done.stdout, done.stderr) == (
        f"{path} could not be saved (Permission denied); the earlier file is unchanged\n",
        "",
    )
    assert path.read_text(encoding="utf-8") == "old"


@posix
def test_that_a_file_that_is_marked_read_only_is_not_replaced(
    foreign_folder: Path, environment: dict[str, str]
) -> None:
    path = foreign_folder / "template.json"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o444)
    foreign_folder.chmod(0o777)
    code = "try: atomic.write_text(Path(sys.argv[1]), 'new')\nexcept UnwritableError as error: print(error)"
    done = run_as_nobody(code, environment, str(path))
    assert done.stdout == f"{path} could not be saved (Permission denied); the earlier file is unchanged\n"
    assert path.read_text(encoding="utf-8") == "old"


@posix
def test_that_a_program_killed_while_saving_leaves_a_whole_file(tmp_path: Path, environment: dict[str, str]) -> None:
    path = tmp_path / "a.cellbuilder.json"
    designs = [cellbuilder.from_model("T"), cellbuilder.from_cell("t7-01")]
    cellbuilder.save(designs[0], path)
    code = (
        "import itertools, sys; from pathlib import Path; from cellbuilder.io import atomic, codec\n"
        "texts = [codec.dumps(codec.load(name)) for name in sys.argv[2:]]\n"
        "print('ready', flush=True)\n"
        "for text in itertools.cycle(texts): atomic.write_text(Path(sys.argv[1]), text)\n"
    )
    sources = [tmp_path / "one.json", tmp_path / "two.json"]
    for design, source in zip(designs, sources, strict=True):
        cellbuilder.save(design, source)
    for pause in (0.005, 0.02, 0.05):
        command = [sys.executable, "-c", code, str(path), *map(str, sources)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as program:
            assert program.stdout is not None
            assert program.stdout.readline() == b"ready\n"
            time.sleep(pause)
            os.kill(program.pid, signal.SIGKILL)
        assert codec.load(path) in designs
    atomic.write_text(path, codec.dumps(designs[0]))
    assert [entry.name for entry in tmp_path.iterdir() if entry.suffix == ".part"] == []


def test_that_the_next_save_removes_what_a_killed_program_left(tmp_path: Path) -> None:
    path = tmp_path / "a [1].json"
    names = [".a [1].json.abcd_123.part", ".a [1].json.abcd_12.part", ".b.json.abcd_123.part", "a [1].json.part"]
    for name in names:
        (tmp_path / name).write_text("half", encoding="utf-8")
    atomic.write_text(path, "whole")
    assert {entry.name for entry in tmp_path.iterdir()} == {path.name, *names[1:]}


@posix
def test_that_what_another_program_is_writing_stays(tmp_path: Path) -> None:
    part = tmp_path / ".a.json.abcd_123.part"
    with part.open("wb") as stream:
        locks.lock(stream)
        atomic.write_text(tmp_path / "a.json", "whole")
        assert part.exists()
    atomic.write_text(tmp_path / "a.json", "whole")
    assert not part.exists()


def test_that_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(UnwritableError, match="could not be saved"):
        atomic.write_text(Path("a\0b.json"), "new")
