"""What each first word after run.py does."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import OLDEST, ROOT, LauncherError, environment, interpreter, say, screen, system

EXTRAS = {"test": ("test",), "dev": ("bundle", "dev", "test"), "bundle": ("bundle",)}
"""What is installed beyond the app's own needs, by first word."""

EVERY_CORE = ("-n", "auto", "--dist", "worksteal")
"""How pytest spreads tests over the cores of the machine; ``-n 0`` after it takes that back."""


def run(command: Sequence[str | Path], cwd: Path | None = None, env: Mapping[str, str] | None = None) -> int:
    """Run a program in the foreground and return its exit code as a shell would."""
    with subprocess.Popen(command, cwd=cwd, env=env or environment.child_environment()) as process:
        while True:
            try:
                code = process.wait()
            except KeyboardInterrupt:  # the child got it too, and decides
                continue
            return code if code >= 0 else 128 - code


def run_cellbuilder(venv: Path, words: Sequence[str]) -> int:
    """Run the app or its command line where the user stands."""
    return run([environment.program(venv), "-m", "cellbuilder", *words])


def prepare(extras: Sequence[str], libraries: Sequence[system.Library]) -> Path:
    """Bring system and environment into the state that a command needs; return the environment."""
    venv = environment.folder()
    complete = environment.is_complete(ROOT, venv, extras)
    lacks_venv = not complete and importlib.util.find_spec("ensurepip") is None
    system.need_system(libraries, needs_venv=lacks_venv)
    if not complete:
        environment.install(venv, extras)
    return venv


def open_app(words: Sequence[str]) -> int:
    """Open the window, or do its main job on the command line where there is no screen."""
    reason = screen.no_screen_reason(os.environ, sys.platform)
    if reason is not None:
        return work_without_screen(prepare((), ()), reason, words[0] if words else None)
    venv = prepare((), system.libraries_for_window(os.environ))
    answer = interpreter.ask([str(environment.program(venv))])
    refusal = interpreter.bad_pair_message(answer.version, environment.packages(venv)) if answer else None
    if refusal:
        raise LauncherError(refusal)
    return run_cellbuilder(venv, words)


def work_without_screen(venv: Path, reason: str, design: str | None) -> int:
    """Say that there is no screen and show the main job on the command line."""
    say(f"No screen here ({reason}), so no window opens. The same main job on the command line:")
    with tempfile.TemporaryDirectory(prefix="cellbuilder-") as folder:
        for words in screen.main_job(design, Path(folder)):
            say(f"\n$ cellbuilder {' '.join(words)}")
            code = run_cellbuilder(venv, words)
            if code:
                return code
    say("\nMore: python3 run.py models, python3 run.py evaluate --help. With a screen the app opens instead.")
    return 0


def run_tests(words: Sequence[str]) -> int:
    """Run all tests on every core, or those that the words name in one process. No screen is needed."""
    venv = prepare(EXTRAS["test"], system.EVERY_QT)
    env = environment.child_environment()
    env.setdefault("QT_QPA_PLATFORM", "offscreen")
    return run([environment.program(venv), "-m", "pytest", *spread(words), *words], cwd=ROOT, env=env)


def spread(words: Sequence[str]) -> Sequence[str]:
    """Return what makes pytest use every core; nothing where tests are named, so that output and debugger are at hand.

    A name is a file or folder of the checkout, with or without a test in it.
    """
    names = (word.partition("::")[0] for word in words if not word.startswith("-"))
    return () if any((ROOT / name).exists() for name in names) else EVERY_CORE


def run_tool(words: Sequence[str]) -> int:
    """Install the developers' tools and run one of them at the top of the checkout."""
    venv = prepare(EXTRAS["dev"], system.EVERY_QT)
    folder = environment.program(venv).parent
    if not words:
        say(f"The developers' tools are in {folder}")
        return 0
    tool = environment.program(venv, words[0])
    if not tool.exists():
        raise LauncherError(f"There is no program {words[0]} in {folder}.")
    return run([tool, *words[1:]], cwd=ROOT)


def make_bundle(words: Sequence[str]) -> int:
    """Build the one-folder bundle, into dist or the folder named; "check" tries the bundle that is named after it."""
    venv = prepare(EXTRAS["bundle"], system.EVERY_QT)
    recipes = ROOT / "packaging" / "bundle"
    if words[:1] == ["check"] and len(words) == 2:
        return run([environment.program(venv), recipes / "check.py", words[1]])
    if len(words) > 1 or words[:1] == ["check"]:
        raise LauncherError("Say: bundle, bundle FOLDER, or bundle check FOLDER-OF-THE-BUNDLE")
    return run([environment.program(venv), recipes / "build.py", *words])


def names_a_file(word: str) -> bool:
    """Whether the first word is a design file to open rather than a command."""
    return word.endswith(".json") or Path(word).is_file()


def launch(words: Sequence[str], usage: str) -> int:
    """Do what the words ask for."""
    if words and words[0] in ("-h", "--help", "help"):
        say(usage.strip())
        return 0
    extras = EXTRAS.get(words[0], ()) if words else ()
    if sys.version_info < OLDEST and not environment.is_complete(ROOT, environment.folder(), extras):
        newer = interpreter.newer_interpreter()
        if newer is None:
            raise LauncherError(interpreter.too_old_message(sys.version_info[:2], sys.executable))
        return run([newer, ROOT / "run.py", *words])
    if not words or names_a_file(words[0]):
        return open_app(words)
    if words[0] == "test":
        return run_tests(words[1:])
    if words[0] == "dev":
        return run_tool(words[1:])
    if words[0] == "bundle":
        return make_bundle(words[1:])
    return run_cellbuilder(prepare((), ()), words)


def main(words: Sequence[str], usage: str) -> int:
    """Run the launcher; every failure is a sentence and exit code 1, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return launch(words, usage)
    except LauncherError as error:
        problem = str(error)
    except KeyboardInterrupt:
        problem = "Stopped. Run the same command again to go on."
    except PermissionError as error:
        problem = (
            f"No permission to write {error.filename}. Copy the folder to a place of your own, "
            "or name a folder for the libraries in CELLBUILDER_VENV."
        )
    except OSError as error:
        problem = f"The system refused: {error}"
    print(problem, file=sys.stderr, flush=True)
    return 1
