"""Every file that cannot be used: the message, exit code 2, and nothing changed or lost."""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Raw = dict[str, Any]


def text(raw: Raw) -> str:
    return json.dumps(raw, indent=2, ensure_ascii=False)


def thickness(raw: Raw, **fields: Any) -> bytes:
    raw["stack"]["layers"][2]["thickness"] = {"value": 430, "unit": "um"} | fields
    return text(raw).encode()


def replaced(old: str, new: str) -> Callable[[Raw], bytes]:
    def spoil(raw: Raw) -> bytes:
        before = thickness(raw).decode()
        assert old in before
        return before.replace(old, new, 1).encode()

    return spoil


PLACE = "stack > layer 3 (electrolyte) > thickness"
CUT_OFF = "the file ends too early; it seems to be cut off"
BAD: dict[str, tuple[Callable[[Raw], bytes], list[str]]] = {
    "key twice": (
        replaced('"value": 430', '"value": 430, "value": 43'),
        [f"{PLACE} > value: this key stands more than once"],
    ),
    "unknown field": (
        lambda raw: text({**raw, "colour": "red"}).encode(),
        ["colour: is not a field of this file format"],
    ),
    "NaN": (
        replaced('"value": 430', '"value": NaN'),
        [f"{PLACE} > value: must be a finite number (no NaN, no infinity)"],
    ),
    "Infinity": (
        replaced('"value": 430', '"value": -Infinity'),
        [f"{PLACE} > value: must be a finite number (no NaN, no infinity)"],
    ),
    "1e999": (
        replaced('"value": 430', '"value": 1e999'),
        [f"{PLACE} > value: must be a finite number (no NaN, no infinity)"],
    ),
    "negative": (lambda raw: thickness(raw, value=-430), [f"{PLACE}: -430 um must be greater than zero"]),
    "zero": (lambda raw: thickness(raw, value=0), [f"{PLACE}: 0 um must be greater than zero"]),
    "wrong unit": (
        lambda raw: thickness(raw, unit="mg/cm2"),
        [f"{PLACE}: unit 'mg/cm2' measures areal mass, but length is asked for (use m, cm, mm, um, nm)"],
    ),
    "unknown unit": (
        lambda raw: thickness(raw, unit="µm"),
        [f"{PLACE} > unit: unit 'µm' is not known; did you mean 'um'?"],
    ),
    "text for a number": (lambda raw: thickness(raw, value="430"), [f"{PLACE} > value: must be a number"]),
    "true for a number": (lambda raw: thickness(raw, value=True), [f"{PLACE} > value: must be a number"]),
    "10,000 digits": (replaced('"value": 430', '"value": 4' + "0" * 9_999), ["holds a number of 10000 digits"]),
    "newer": (
        replaced('"schema_version": 1', '"schema_version": 7'),
        [
            (
                "schema version: this file has format 7, made by a newer cellbuilder; this one reads up to format 1. "
                "Install the newer cellbuilder to open it"
            )
        ],
    ),
    "other program": (
        replaced('"cellbuilder-design"', '"bpx"'),
        ['is not a cellbuilder design ("schema" must be "cellbuilder-design")'],
    ),
    "a list": (lambda _: b"[]", ["holds no JSON object, so it is no design"]),
    "deep": (lambda _: b'{"a":' * 50_000 + b"1" + b"}" * 50_000, ["is nested too deep (more than 60 levels)"]),
    "empty": (lambda _: b"", ["is empty"]),
    "blank": (lambda _: b"\n  \n", ["is empty"]),
    "latin-1": (
        lambda raw: text({**raw, "name": "ü"}).encode("latin-1", "replace"),
        ["line 4: is not UTF-8 text; save the file with UTF-8 encoding"],
    ),
    "utf-16": (
        lambda raw: text(raw).encode("utf-16"),
        ["line 1: is not UTF-8 text; save the file with UTF-8 encoding"],
    ),
    "picture": (
        lambda _: b"\x89PNG\r\n\x1a\n\x00\x00",
        ["line 1: is not UTF-8 text; save the file with UTF-8 encoding"],
    ),
    "web page": (lambda _: b"<!DOCTYPE html>", ["line 1, column 1: is not JSON (expecting value)"]),
    "script": (lambda _: b"__import__('os').system('true')", ["line 1, column 1: is not JSON (expecting value)"]),
    "pickle": (lambda _: b"\x80\x04\x95\x00", ["line 1: is not UTF-8 text; save the file with UTF-8 encoding"]),
    "half a character": (
        replaced('"um"', '"\\ud800"'),
        ["holds half a character somewhere (a \\ud800 to \\udfff without its other half)"],
    ),
    "several": (
        lambda raw: thickness({**raw, "colour": 1, "name": 5}, value=-1, unit="V", hue=2),
        [
            "name: must be text",
            f"{PLACE} > hue: is not a field of this file format",
            "colour: is not a field of this file format",
        ],
    ),
}


def stays_untouched(run: Run, path: Path, command: str) -> Any:
    before = path.read_bytes(), path.stat().st_mtime_ns, sorted(path.parent.iterdir())
    done = run(command, path)
    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(path.parent.iterdir())) == before
    return done


@pytest.mark.parametrize("command", ["evaluate", "check"])
@pytest.mark.parametrize("kind", sorted(BAD))
def test_that_a_bad_file_is_refused_with_its_reasons_and_left_as_it_is(
    run: Run, raw: Raw, tmp_path: Path, kind: str, command: str
) -> None:
    spoil, problems = BAD[kind]
    path = tmp_path / "bad.cellbuilder.json"
    path.write_bytes(spoil(raw))
    done = stays_untouched(run, path, command)
    count = f" ({len(problems)} problems)" if len(problems) > 1 else ""
    assert (done.code, done.out) == (2, "")
    assert done.err == "\n".join([f"{path} cannot be used{count}:", *(f"  - {item}" for item in problems), ""])


@pytest.mark.parametrize("share", [0.0005, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999])
def test_that_a_truncated_file_is_refused_as_cut_off(run: Run, raw: Raw, tmp_path: Path, share: float) -> None:
    whole = text(raw).encode()
    path = tmp_path / "bad.cellbuilder.json"
    path.write_bytes(whole[: int(share * len(whole))])
    done = stays_untouched(run, path, "check")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{path} cannot be used:\n  - line ")
    assert done.err.endswith(f": {CUT_OFF}\n")


def test_that_a_file_of_100_mb_is_refused_without_being_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "big.cellbuilder.json"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    done = run("evaluate", path)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"{path} cannot be used:\n  - is 100 MB; a design has at most 16 MB\n"
    assert path.stat().st_size == 100_000_000


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a device without end, which POSIX systems have")
def test_that_a_file_without_end_is_refused(run: Run) -> None:
    done = run("check", "/dev/zero")
    assert (done.code, done.out, done.err) == (2, "", "/dev/zero cannot be used:\n  - is larger than 16 MB\n")


def test_that_a_missing_file_is_named(run: Run, tmp_path: Path) -> None:
    done = run("evaluate", tmp_path / "nowhere.json")
    assert (done.code, done.out) == (2, "")
    assert done.err == f"{tmp_path / 'nowhere.json'} cannot be used:\n  - does not exist\n"
    assert list(tmp_path.iterdir()) == []


def test_that_a_name_that_no_file_can_have_is_named(run: Run) -> None:
    done = run("check", "x" * 5000)
    assert (done.code, done.out) == (2, "")
    assert "cannot be used:\n  - cannot be read (" in done.err or "does not exist" in done.err


def test_that_a_folder_in_place_of_a_file_inside_a_folder_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.cellbuilder.json").mkdir()
    done = run("check", tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"{tmp_path / 'odd.cellbuilder.json'} cannot be used:\n  - is a folder, not a file\n"


@pytest.fixture
def secret() -> Iterator[Path]:
    """A file in a folder that only its owner may enter."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        path = Path(name) / "closed" / "a.cellbuilder.json"
        path.parent.mkdir()
        path.write_text("{}", encoding="utf-8")
        path.chmod(0o000)
        yield path


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
@pytest.mark.parametrize("mode", [0o755, 0o000])
def test_that_a_file_that_may_not_be_read_is_named(environment: dict[str, str], secret: Path, mode: int) -> None:
    import subprocess

    secret.parent.chmod(mode)
    code = (
        "import contextlib, io, os, sys\nfrom cellbuilder.cli import main\n"
        "with contextlib.redirect_stderr(io.StringIO()): main(['check', 'nowhere'])\n"  # loads all it needs
        "if os.getuid() == 0: os.setgid(65534); os.setuid(65534)\nsys.exit(main(['check', sys.argv[1]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(secret)], env=environment, capture_output=True, check=False, timeout=60
    )
    secret.parent.chmod(0o755)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"{secret} cannot be used:\n  - may not be read (no permission)\n"


@pytest.mark.parametrize("kind", ["NaN", "deep", "10,000 digits", "empty", "latin-1"])
def test_that_the_program_itself_ends_with_2_and_no_traceback(
    program: Run, raw: Raw, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "bad.cellbuilder.json"
    path.write_bytes(BAD[kind][0](raw))
    done = program("check", path)
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err
    assert BAD[kind][1][0] in done.err


def test_that_of_thirty_designs_the_bad_ones_are_named_and_the_good_ones_evaluated(
    run: Run, raw: Raw, tmp_path: Path
) -> None:
    for number in range(28):
        (tmp_path / f"{number:02d}.cellbuilder.json").write_text(text(raw), encoding="utf-8")
    (tmp_path / "28.cellbuilder.json").write_bytes(BAD["negative"][0](raw))
    (tmp_path / "29.cellbuilder.json").write_bytes(b"{")
    done = run("evaluate", tmp_path, "--json")
    assert done.code == 2
    assert len(done.data) == 28
    assert done.err.count("cannot be used:") == 2
    assert "28.cellbuilder.json" in done.err
    assert "29.cellbuilder.json" in done.err
