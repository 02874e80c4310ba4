"""The layered library: bundled presets, a lab's shared read-only folder, the user's own folder.

One file per entry; a later layer replaces an entry of the same id. Entries are read when asked for,
so a start does not pay for hundreds of files.
"""

from __future__ import annotations

import fnmatch
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

import platformdirs
from pydantic import BaseModel, Field

from cellbuilder.domain import outlines
from cellbuilder.domain.base import Frozen
from cellbuilder.domain.evidence import ComponentClass, EvidenceRecord
from cellbuilder.domain.material import Material
from cellbuilder.domain.outlines import MaterialOutline, RecordOutline
from cellbuilder.domain.problem import Problem, UnreadableError
from cellbuilder.domain.published import CellModel, PublishedCell
from cellbuilder.domain.rulebook import Rule, Rulebook
from cellbuilder.domain.source import Source
from cellbuilder.io import index, strict_json, validation
from cellbuilder.io.data_dir import data_dir

Entry = TypeVar("Entry", bound=BaseModel)
Shelf = Literal["materials", "interfaces", "cells", "models"]
SHARED_VARIABLE: Final = "CELLBUILDER_SHARED_LIBRARY"
USER_VARIABLE: Final = "CELLBUILDER_USER_LIBRARY"
MODEL_ORDER: Final = (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA", "AB")
_CELL_KEY: Final = re.compile(r"t([78])[-.]0?([1-9][0-9]?)", re.ASCII)


def user_folder() -> Path:
    """Return the user's own library folder: the one the environment names, or the usual place of this system."""
    named = os.environ.get(USER_VARIABLE)
    return Path(named) if named else platformdirs.user_data_path("cellbuilder", appauthor=False) / "library"


class SourceList(Frozen):
    """The file ``sources.json``."""

    schema_name: Literal["cellbuilder-sources"] = Field(alias="schema")
    schema_version: Literal[1]
    review: Source | None = None
    sources: tuple[Source, ...]


class Library:
    """Everything that can be looked up by id. ``roots`` are folders, the later ones win.

    A damaged entry is left out of the lists and named in ``damaged``; asked for by its id, it raises.
    """

    def __init__(self, *roots: Path) -> None:
        self._named = roots
        self.roots = tuple(root for root in roots if _is_folder(root))
        self.damaged: dict[Path, UnreadableError] = {}
        self._bundled: Path | None = None
        self._read: dict[tuple[Shelf, str], tuple[Path, BaseModel]] = {}
        self._released: dict[Shelf, set[str]] = {}

    @classmethod
    def standard(cls) -> Library:
        """Bundled presets, then the lab's shared folder, then the user's own."""
        shared = os.environ.get(SHARED_VARIABLE)
        named = {name: Path(os.environ[name]) for name in (SHARED_VARIABLE, USER_VARIABLE) if os.environ.get(name)}
        library = cls(data_dir("presets"), *([Path(shared)] if shared else []), user_folder())
        library._bundled = data_dir("presets")
        for variable, folder in named.items():
            if not _is_folder(folder):
                problem = Problem("", f"is no folder, though {variable} names it")
                library.damaged[folder] = UnreadableError(str(folder), [problem])
        return library

    def reread(self) -> None:
        """Look at the folders again: files that came, went or changed since. Bundled entries stay as they were read."""
        self.roots = tuple(root for root in self._named if _is_folder(root))
        bundled = self._named[0] if self._named else None
        self._read = {place: known for place, known in self._read.items() if bundled in known[0].parents}
        lost = [path for path in self.damaged if path.suffix != ".json" and not _is_folder(path)]
        self.damaged = {path: self.damaged[path] for path in lost}
        for name in ("_index", "evidence", "component_classes", "rules", "sources"):
            self.__dict__.pop(name, None)

    def paths(self, shelf: Shelf) -> Mapping[str, Path]:
        """Return the file of each id on a shelf."""
        return {key: _file(folder, key) for key, folder in self.folders(shelf).items()}

    def folders(self, shelf: Shelf) -> Mapping[str, Path]:
        """Return the folder in which the file of each id on a shelf is, named by the id."""
        return self._index[shelf]

    @cached_property
    def _index(self) -> Mapping[Shelf, Mapping[str, Path]]:
        shelves: tuple[Shelf, ...] = ("materials", "interfaces", "cells", "models")
        return {shelf: self._scan(shelf) for shelf in shelves}

    def _scan(self, shelf: Shelf) -> Mapping[str, Path]:
        found: dict[str, Path] = {}
        self._released[shelf] = set()
        for root in self.roots:
            folder = root / shelf
            here = _entries(folder)
            found |= dict.fromkeys(here, folder)
            if root == self._bundled:
                self._released[shelf].update(here)
            else:
                self._released[shelf].difference_update(here)
        return found

    def material(self, key: str) -> Material:
        """Return a material by id.

        Raises:
            KeyError: no such material.
            UnreadableError: its file is damaged.
        """
        return self._get("materials", key, Material)

    def cell(self, key: str) -> PublishedCell:
        """Return a published cell by id, such as ``t8-38`` (upper case and ``T8.38`` are read too).

        Raises:
            KeyError: no such cell.
            UnreadableError: its file is damaged.
        """
        return self._get("cells", _cell_key(key), PublishedCell)

    def model(self, letter: str) -> CellModel:
        """Return one of the 28 models by its letter.

        Raises:
            KeyError: no such model.
            UnreadableError: its file is damaged.
        """
        return self._get("models", letter.upper(), CellModel)

    def materials(self) -> Iterator[Material]:
        """All materials, by id."""
        return self._sound("materials", sorted(self.folders("materials")), Material)

    def cells(self) -> Iterator[PublishedCell]:
        """All published cells, Table 7 first, in printed order."""
        return self._sound("cells", sorted(self.folders("cells")), PublishedCell)

    def models(self) -> Iterator[CellModel]:
        """All models, A to AB."""
        known = self.folders("models")
        return self._sound("models", [letter for letter in MODEL_ORDER if letter in known], CellModel)

    @cached_property
    def evidence(self) -> tuple[EvidenceRecord, ...]:
        """All statements about contacts, by id."""
        return tuple(self._sound("interfaces", self._statements(), EvidenceRecord))

    def _statements(self) -> list[str]:
        return sorted(key for key in self.folders("interfaces") if not key.startswith("t6-"))

    def material_outlines(self) -> Iterator[Material | MaterialOutline]:
        """All materials, by id: what the index says of bundled ones, and all of the others."""
        rows = self._outlined("materials")
        for key in sorted(self.folders("materials")):
            if key in rows:
                label, formula, category, also, group, family, ion, metal = rows[key]
                read = partial(self._one, "materials", key, Material)
                yield MaterialOutline(key, label, formula, category, tuple(also), group, family, ion, metal, read)
            else:
                yield from self._sound("materials", [key], Material)

    def evidence_outlines(self) -> Iterator[RecordOutline]:
        """All statements about contacts, by id: what the index says of bundled ones, and all of the others."""
        rows = self._outlined("interfaces")
        for key in self._statements():
            if key in rows:
                (first, second), has_window = rows[key]
                read = partial(self._one, "interfaces", key, EvidenceRecord)
                yield RecordOutline(key, (tuple(first), tuple(second)), has_window, read)
            else:
                yield from map(outlines.of_record, self._sound("interfaces", [key], EvidenceRecord))

    def _outlined(self, shelf: Shelf) -> Mapping[str, list[Any]]:
        """Return the rows of the index of which the entries come from the bundled folder."""
        _ = self._index  # knows which entries are bundled
        known = {} if self._bundled is None else self._bundled_index.get(shelf, {})
        return {key: row for key, row in known.items() if key in self._released[shelf]}

    @cached_property
    def _bundled_index(self) -> index.Rows:
        return {} if self._bundled is None else index.read(self._bundled)

    def _one(self, shelf: Shelf, key: str, model: type[Entry]) -> Entry | None:
        return next(self._sound(shelf, [key], model), None)

    @cached_property
    def component_classes(self) -> tuple[ComponentClass, ...]:
        """The rows of Table 6."""
        keys = sorted(key for key in self.folders("interfaces") if key.startswith("t6-"))
        return tuple(self._sound("interfaces", keys, ComponentClass))

    @cached_property
    def rules(self) -> Rulebook:
        """The rules about whole stacks; a shared or own ``rules.json`` adds some, or replaces them by code.

        A rule that cannot be applied is named in ``damaged`` with its place, and the one it would replace stays.
        """
        book = Rulebook.model_validate({})
        for root in self.roots:
            path = root / "rules.json"
            if not path.is_file():
                continue
            try:
                released = _as_released(path, Rulebook) if root == self._bundled else None
                added, problems = (released, []) if released else _read_rules(path)
            except UnreadableError as error:
                self.damaged[path] = error
                continue
            if problems:
                self.damaged[path] = UnreadableError(str(path), problems)
            rules = {rule.code: rule for rule in (*book.rules, *added.rules)}
            unlike = tuple(dict.fromkeys((*book.unlike_families, *added.unlike_families)))
            book = book.model_copy(update={"rules": tuple(rules.values()), "unlike_families": unlike})
        return book

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every source by its key; a shared or own folder may add a ``sources.json``."""
        known: dict[str, Source] = {}
        for root in self.roots:
            path = root / "sources.json"
            if not path.is_file():
                continue
            try:
                released = _as_released(path, SourceList) if root == self._bundled else None
                listing = released or _read_strictly(path, SourceList)
            except UnreadableError as error:
                self.damaged[path] = error
                continue
            known |= {source.key: source for source in (listing.review, *listing.sources) if source is not None}
        return known

    def check(self) -> list[Problem]:
        """Read every entry and return what is wrong with any of them, with its file."""
        problems: list[Problem] = []
        for shelf, entries in self._index.items():
            for key in entries:
                try:
                    self._get(shelf, key, _kind(shelf, key))
                except UnreadableError as error:
                    self.damaged[_file(entries[key], key)] = error
        _ = self.sources, self.rules
        for path, fault in self.damaged.items():
            for item in fault.problems:
                where = f"{path.name} > {item.where}" if item.where else path.name
                problems.append(Problem(where, item.what))
        return problems

    def _sound(self, shelf: Shelf, keys: Iterable[str], model: type[Entry]) -> Iterator[Entry]:
        for key in keys:
            try:
                yield self._get(shelf, key, model)
            except UnreadableError as error:
                self.damaged[_file(self.folders(shelf)[key], key)] = error

    def _get(self, shelf: Shelf, key: str, model: type[Entry]) -> Entry:
        path = _file(self.folders(shelf)[key], key)
        known = self._read.get((shelf, key))
        if known is not None and known[0] == path and isinstance(known[1], model):
            return known[1]
        released = key in self._released[shelf]
        entry = (_as_released(path, model) if released else None) or read_entry(path, model)
        self._read[shelf, key] = path, entry
        self.damaged.pop(path, None)
        return entry


def _as_released(path: Path, model: type[Entry]) -> Entry | None:
    """Read a bundled file without looking for what only a person's hand brings in, or return None if it is not sound.

    The tests read every bundled file strictly, so a start need not; duplicate keys and depth are not looked for here.
    """
    try:
        return model.model_validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None


def read_entry(path: Path, model: type[Entry]) -> Entry:
    """Read one library file strictly; its ``id`` must be the file's name.

    Raises:
        UnreadableError: all problems at once.
    """
    return _read_strictly(path, model, named=True)


def _read_strictly(path: Path, model: type[Entry], *, named: bool = False) -> Entry:
    raw, problems = strict_json.parse(strict_json.read_bytes(path), str(path))
    entry, found = validation.validate(model, raw)
    problems += found
    if named and isinstance(raw, dict) and str(raw.get("id", raw.get("letter", path.stem))) != path.stem:
        problems.append(Problem("id", f"must be '{path.stem}', as the file is called"))
    if entry is None or problems:
        raise UnreadableError(str(path), problems)
    return entry


def _read_rules(path: Path) -> tuple[Rulebook, list[Problem]]:
    """Return the sound rules of a file, and what is wrong with each of the others, which are left out.

    Raises:
        UnreadableError: the file itself is damaged.
    """
    raw, problems = strict_json.parse(strict_json.read_bytes(path), str(path))
    listed = raw.get("rules") if isinstance(raw, dict) else None
    if problems or not isinstance(listed, list):
        return _read_strictly(path, Rulebook), []
    book, faults = validation.validate(Rulebook, {**raw, "rules": []})
    if book is None:
        raise UnreadableError(str(path), faults)
    sound: list[Rule] = []
    for number, entry in enumerate(listed, start=1):
        rule, found = validation.validate(Rule, entry)
        code = entry.get("code") if isinstance(entry, dict) else None
        place = f"rules > rule {number}" + (f" ({code[:60]}), left out" if isinstance(code, str) else ", left out")
        faults += [Problem(f"{place} > {item.where}" if item.where else place, item.what) for item in found]
        sound += [] if rule is None else [rule]
    return book.model_copy(update={"rules": tuple(sound)}), faults


def _entries(folder: Path) -> list[str]:
    """Return the ids after which the JSON files of a folder are called."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - a thousand names, as text
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return []
    return sorted(name[: -len(".json")] for name in fnmatch.filter(names, "*.json"))


def _file(folder: Path, key: str) -> Path:
    return folder / f"{key}.json"


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _kind(shelf: Shelf, key: str) -> type[BaseModel]:
    if shelf == "interfaces":
        return ComponentClass if key.startswith("t6-") else EvidenceRecord
    kinds: dict[Shelf, type[BaseModel]] = {"materials": Material, "cells": PublishedCell, "models": CellModel}
    return kinds[shelf]


def _cell_key(key: str) -> str:
    match = _CELL_KEY.fullmatch(key.strip().lower())
    return f"t{match[1]}-{int(match[2]):02d}" if match else key


def digest(material: Material) -> str:
    """Return the digest of a library entry: SHA-256 over its canonical JSON."""
    canonical = json.dumps(
        material.model_dump(mode="json", exclude_defaults=True), sort_keys=True, separators=(",", ":")
    )
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()
