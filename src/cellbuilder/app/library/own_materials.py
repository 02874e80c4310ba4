"""A person's own materials: files in a folder, made, copied, shared and taken into a design again."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any, Final, Literal

from cellbuilder.app.edits import EditError, evolve
from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design, EmbeddedMaterial
from cellbuilder.domain.material import Material
from cellbuilder.domain.problem import Problem, UnreadableError, UnwritableError
from cellbuilder.io import atomic, strict_json, validation
from cellbuilder.io.library import Library, digest, user_folder

SUFFIX: Final = ".json"
LONGEST_ID: Final = 60
_NOT_IN_AN_ID: Final = re.compile(r"[^a-z0-9.]+")
_WINDOWS_NAMES: Final = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}

Clash = Literal["none", "same", "mine", "library"]
"""What stands under the id of a material that comes in: nothing, the very same, another own one, a library's."""


def folder() -> Path:
    """Return where a person's own materials are; it is made when the first one is saved."""
    return user_folder() / "materials"


def deleted_folder() -> Path:
    """Return where deleted materials go; nothing reads them there."""
    return user_folder() / "deleted"


def path_of(key: str) -> Path:
    """Return the file of an own material."""
    return folder() / f"{key}{SUFFIX}"


def is_own(key: str, library: Library) -> bool:
    """Whether the material under this id is the person's own."""
    return library.folders("materials").get(key) == folder()


def own_keys(library: Library) -> tuple[str, ...]:
    """Return the ids of the person's own materials, damaged ones too."""
    mine = folder()
    return tuple(sorted(key for key, place in library.folders("materials").items() if place == mine))


def signature() -> tuple[tuple[str, int, int], ...]:
    """Return what tells whether a file of the own folder came, went or changed."""
    try:
        stats = [(path.name, path.stat()) for path in sorted(folder().glob(f"*{SUFFIX}"))]
    except OSError:
        return ()
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


def free_id(name: str, library: Library) -> str:
    """Return an id made of a name that no material of the library has yet."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = _NOT_IN_AN_ID.sub("-", letters).strip("-.")[:LONGEST_ID].strip("-.") or "material"
    stem = f"my-{stem}" if stem.split(".")[0] in _WINDOWS_NAMES else stem
    taken, number = set(library.paths("materials")), 1
    while (key := stem if number == 1 else f"{stem}-{number}") in taken or path_of(key).exists():
        number += 1
    return key


def copy_of(material: Material, library: Library) -> Material:
    """Return a copy under a free id and a name that says so; nothing is saved yet.

    Raises:
        EditError: the copy would not be valid.
    """
    name = tr("{name} (mine)").format(name=material.name)
    changes: dict[str, Any] = {"id": free_id(f"my {material.id}", library), "name": name}
    if material.symbol:
        changes["symbol"] = tr("{name} (mine)").format(name=material.symbol)
    return evolve(material, **changes)


def text_of(material: Material) -> str:
    """Return the content of a material's file; only what was given is written."""
    return strict_json.dump(material.model_dump(mode="json", exclude_unset=True))


def save(material: Material, library: Library) -> Path:
    """Write a material into the own folder, in one step, and let the library see it.

    Raises:
        UnwritableError: it could not be written; an earlier file is unchanged.
    """
    path = path_of(material.id)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        said = tr("The folder {folder} could not be made ({reason}).")
        raise UnwritableError(said.format(folder=path.parent, reason=error.strerror or error)) from None
    atomic.write_text(path, text_of(material))
    library.reread()
    return path


def remove(key: str, library: Library) -> Path:
    """Move an own material, sound or damaged, into the folder of the deleted ones; return where it is now.

    Raises:
        UnwritableError: it could not be moved and is still there.
    """
    path, away = path_of(key), deleted_folder()
    target, number = away / path.name, 1
    try:
        away.mkdir(parents=True, exist_ok=True)
        while target.exists():
            number += 1
            target = away / f"{key}-{number}{SUFFIX}"
        path.rename(target)
    except OSError as error:
        said = tr("{path} could not be deleted ({reason}); it is still there.")
        raise UnwritableError(said.format(path=path, reason=error.strerror or error)) from None
    library.reread()
    return target


def export(material: Material, path: Path) -> None:
    """Write a material to a file that can be mailed.

    Raises:
        UnwritableError: it could not be written; an earlier file is unchanged.
    """
    atomic.write_text(path, text_of(material))


def read(path: Path) -> Material:
    """Read the file of a material strictly; it may be called as it likes.

    Raises:
        UnreadableError: all problems at once.
    """
    raw, problems = strict_json.parse(strict_json.read_bytes(path), str(path))
    if isinstance(raw, dict) and "schema" in raw and "stack" in raw:
        raise UnreadableError(str(path), [Problem("", tr("is a design, not a material; open it instead"))])
    material, found = validation.validate(Material, raw)
    if material is None or problems or found:
        raise UnreadableError(str(path), problems + found)
    return material


def clash(material: Material, library: Library) -> Clash:
    """Return what stands already under the id of a material that comes in."""
    if material.id not in library.paths("materials"):
        return "none"
    try:
        known = library.material(material.id)
    except UnreadableError:
        return "mine" if is_own(material.id, library) else "library"
    if digest(known) == digest(material):
        return "same"
    return "mine" if is_own(material.id, library) else "library"


def under_another_id(material: Material, library: Library) -> Material:
    """Return a material that comes in under an id that is free.

    Raises:
        EditError: it would not be valid.
    """
    return evolve(material, id=free_id(material.id, library))


def differing(design: Design, library: Library) -> tuple[str, ...]:
    """Return the materials of a design of which the library now says something else."""
    return tuple(key for key in design.materials if differs(design, key, library))


def differs(design: Design, key: str, library: Library) -> bool:
    """Whether a design holds a material of which the library now says something else."""
    held = design.materials.get(key)
    if held is None:
        return False
    try:
        entry = library.material(key)
    except (KeyError, UnreadableError):
        return False
    return entry is not held.entry and digest(entry) != digest(held.entry)


def update_material(design: Design, key: str, library: Library) -> Design:
    """Take a material of a design anew from the library.

    Raises:
        EditError: the design or the library does not have it, or the design would not be valid with it.
    """
    if key not in design.materials:
        raise EditError(tr("this design holds no material called '{key}'").format(key=key))
    try:
        entry = library.material(key)
    except KeyError:
        raise EditError(tr("the library holds no material called '{key}'").format(key=key)) from None
    except UnreadableError as error:
        raise EditError(error.text()) from None
    embedded = EmbeddedMaterial(digest=digest(entry), entry=entry)
    return evolve(design, materials={**design.materials, key: embedded})
