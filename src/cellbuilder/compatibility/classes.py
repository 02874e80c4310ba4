"""The five classes of electrolytes compared by the values of the library: what is known, of how many materials."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import Final, Literal

from cellbuilder import units
from cellbuilder.compatibility import verdicts
from cellbuilder.compatibility.class_book import ClassBook, Property, Stated
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.compatibility.potentials import Method
from cellbuilder.domain.base import record
from cellbuilder.domain.evidence import EvidenceRecord, Side, Verdict
from cellbuilder.domain.material import Ion, Material, MaterialClass
from cellbuilder.domain.published import PublishedCell
from cellbuilder.domain.quantity import Kind, Quantity, SourceRef
from cellbuilder.engine import voltage
from cellbuilder.engine.conductivity import NEAR_K, ROOM_TEMPERATURE_K
from cellbuilder.engine.kernels import transport

CLASSES: Final[tuple[MaterialClass, ...]] = ("oxide", "sulfide", "halide", "hydroborate", "antiperovskite")
IONS: Final[tuple[Ion, ...]] = ("Li", "Na")
KNOWN_KINDS: Final[tuple[Kind, ...]] = ("measured", "calculated")
"""Kinds that count as data; all others are estimates, many of them one value for a whole class."""
_METHODS: Final[tuple[tuple[Method, str], ...]] = (
    ("thermodynamic", "calculated"), ("topotactic", "topotactic"), ("experimental", "measured"),
    ("unknown", "method not said"),
)  # fmt: skip
UNITS: Final[dict[Property, str]] = {
    "ionic conductivity": "S/cm", "activation energy": "eV", "electronic conductivity": "S/cm",
    "oxidation limit, calculated": "V", "oxidation limit, topotactic": "V", "oxidation limit, measured": "V",
    "oxidation limit, method not said": "V", "reduction limit, calculated": "V", "reduction limit, topotactic": "V",
    "reduction limit, measured": "V", "reduction limit, method not said": "V", "Young's modulus": "GPa",
    "density": "g/cm3",
}  # fmt: skip
"""The properties that are numbers, and the unit of their values; limits are against the metal of the ion."""


@record
class Datum:
    """One value behind a comparison, of the material or cell ``of``; ``low`` and ``high`` are the range it has."""

    of: str
    value: float
    low: float
    high: float
    kind: Kind
    source: SourceRef | None


@record
class Statistics:
    """Median, lowest and highest of ``n`` values; where only a range is on record, its middle counts as the value.

    ``sources`` counts the different papers or notes behind them: many materials may have the value of one.
    """

    n: int
    sources: int
    median: float
    low: float
    high: float
    behind: tuple[Datum, ...]


@record
class Compared:
    """One property of one class. ``known`` are measured or calculated values, ``estimated`` all others.

    Either is None where there is no such value. The score (1 to 5, 5 the favourable end) is that of the median of what
    is known, or else estimated (``score_of``); None where there are too few values or no rule is written. ``left_out``
    says which values are not counted.
    """

    of: Property
    unit: str
    known: Statistics | None
    estimated: Statistics | None
    score: int | None
    score_of: Literal["known", "estimates"] | None
    said: tuple[Stated, ...]
    left_out: tuple[str, ...] = ()

    @property
    def shown(self) -> Statistics | None:
        """What is known, or else what is estimated."""
        return self.known or self.estimated


@record
class MoistureSummary:
    """How many materials have a statement on moisture, how many a measured or calculated one, from how many sources.

    ``hazards`` counts the materials for which one is named.
    """

    n: int
    measured: int
    sources: int
    hazards: dict[str, int]
    said: tuple[Stated, ...]


@record
class InterfaceCounts:
    """Verdicts of the published statements on the stability of bare contacts, by place, and on moist air."""

    anode: dict[Verdict, int]
    cathode: dict[Verdict, int]
    electrolyte: dict[Verdict, int]
    air: dict[Verdict, int]
    said: tuple[Stated, ...]


@record
class CellSummary:
    """The published cells of a class: capacity in mAh/g, areal capacity in mAh/cm2, retention in %, cycles.

    The areal capacity is known only where it, or the loading, is in the paper; in most cells it is not.
    """

    cells: tuple[str, ...]
    capacity: Statistics | None
    areal_capacity: Statistics | None
    retention: Statistics | None
    cycles: Statistics | None


@record
class ClassRow:
    """One class and ion: its electrolytes in the library and what is known of them."""

    material_class: MaterialClass
    ion: Ion
    materials: tuple[str, ...]
    properties: tuple[Compared, ...]
    moisture: MoistureSummary
    interfaces: InterfaceCounts
    cells: CellSummary

    def of(self, name: Property) -> Compared:
        """Return one property.

        Raises:
            KeyError: not one that is a number.
        """
        found = next((entry for entry in self.properties if entry.of == name), None)
        if found is None:
            raise KeyError(name)
        return found


def classes(
    materials: Iterable[Material], evidence: EvidenceBase, cells: Iterable[PublishedCell], book: ClassBook
) -> tuple[ClassRow, ...]:
    """Return the comparison, class by class, lithium and sodium apart.

    One value per material counts: the conductivity is the preferred one, carried to 25 degC; of several limits found
    in the same way the narrowest. Materials count that are electrolytes first of all, coatings do not.
    """
    library = tuple(materials)
    published = tuple(cells)
    return tuple(_row(name, ion, library, evidence, published, book) for name in CLASSES for ion in IONS)


def _row(
    name: MaterialClass, ion: Ion, library: Sequence[Material], evidence: EvidenceBase,
    published: Sequence[PublishedCell], book: ClassBook,
) -> ClassRow:  # fmt: skip
    wanted = ("electrolyte", name, ion)
    own = [entry for entry in library if (entry.category, entry.material_class, entry.ion) == wanted]
    compared = [
        _compared(of, [(entry, _value(of, entry, evidence)) for entry in own], book, name, ion) for of in UNITS
    ]  # fmt: skip
    hazards = Counter(entry.moisture.hazard for entry in own if entry.moisture is not None and entry.moisture.hazard)
    told = [entry.moisture for entry in own if entry.moisture is not None]
    return ClassRow(
        name, ion, tuple(entry.id for entry in own), tuple(compared),
        MoistureSummary(len(told), sum(entry.kind in KNOWN_KINDS for entry in told),
                        len({entry.source.ref for entry in told if entry.source is not None}), dict(hazards),
                        book.said(name, ion, "moisture")),
        _interfaces(name, ion, library, evidence, book),
        _cells(name, ion, published),
    )  # fmt: skip


_Value = Datum | str | None
"""A value in the unit of the property, why it is left out, or nothing on record."""


def _value(of: Property, entry: Material, evidence: EvidenceBase) -> _Value:
    if of in _FIELDS:
        return _datum(entry.id, _FIELDS[of](entry), UNITS[of])
    if of == "ionic conductivity":
        return _conductivity(entry)
    end, _, way = of.partition(" limit, ")
    method = next(method for method, words in _METHODS if words == way)
    return _limit(entry, evidence, method, oxidation=end == "oxidation")


def _energy(entry: Material) -> Quantity | None:
    point = entry.preferred_point
    energy = None if point is None else point.activation_energy
    if point is None or energy is None or energy.kind is not None:
        return energy
    return energy.model_copy(update={"kind": point.kind, "source": energy.source or point.source})


_FIELDS: Final[dict[Property, Callable[[Material], Quantity | None]]] = {
    "activation energy": _energy,
    "electronic conductivity": lambda entry: entry.electronic_conductivity,
    "Young's modulus": lambda entry: None if entry.mechanics is None else entry.mechanics.youngs_modulus,
    "density": lambda entry: entry.density,
}


def _datum(of: str, quantity: Quantity | None, unit: str) -> Datum | None:
    """A quantity in a unit; the middle of its range (geometric for conductivities) where it has no value."""
    if quantity is None:
        return None
    ends = quantity.bounds_si()
    value = quantity.si
    if value is None and ends is not None:
        log = units.find(unit).kind == "conductivity" and ends[0] > 0.0
        value = (ends[0] * ends[1]) ** 0.5 if log else sum(ends) / 2.0
    if value is None or (quantity.value is None and (quantity.low is None or quantity.high is None)):
        return None
    low, high = ends or (value, value)
    shown = [units.from_si(number, unit) for number in (value, low, high)]
    return Datum(of, shown[0], shown[1], shown[2], quantity.kind or "estimate", quantity.source)


def _conductivity(entry: Material) -> _Value:
    """The preferred conductivity at 25 degC: carried there with its activation energy, or within 5 K as it is."""
    point = entry.preferred_point
    if point is None or point.value is None:
        return None
    kelvin = ROOM_TEMPERATURE_K if point.temperature is None else point.temperature.si or ROOM_TEMPERATURE_K
    energy = None if point.activation_energy is None else point.activation_energy.si
    si = units.to_si(point.value, point.unit)
    between = sorted((kelvin, ROOM_TEMPERATURE_K))
    for transition in entry.phase_transitions:
        if transition.temperature.si is not None and between[0] < transition.temperature.si <= between[1]:
            return f"{entry.label}: a phase transition lies between its temperature and 25 °C"
    if energy is not None:
        si = float(transport.conductivity_at(si, energy, ROOM_TEMPERATURE_K, kelvin, point.form or "ST"))
    elif abs(kelvin - ROOM_TEMPERATURE_K) > NEAR_K:
        celsius = kelvin - units.ZERO_CELSIUS_K
        return f"{entry.label}: measured at {celsius:g} °C, and no activation energy is on record to bring it to 25 °C"
    value = units.from_si(si, "S/cm")
    return Datum(entry.id, value, value, value, point.kind, point.source)


def _limit(entry: Material, evidence: EvidenceBase, method: Method, *, oxidation: bool) -> _Value:
    """The narrowest limit found in one way, in V against the metal of the ion; data before estimates."""
    metal, found = f"{entry.ion}/{entry.ion}+", list[Datum]()
    if method == "thermodynamic":
        for told in evidence.windows(entry):
            steps = told.high_potential if oxidation else told.low_potential
            known = (None if step.potential is None else step.potential.si for step in steps)
            volts = [potential for potential in known if potential is not None]
            if volts and (told.potential_reference or metal) == metal:
                value = min(volts) if oxidation else max(volts)
                found.append(Datum(entry.id, value, value, value, told.kind, told.source))
    for window in entry.windows:
        end = window.oxidation if oxidation else window.reduction
        moved = None if end is None or end.si is None else voltage.against_metal(end.si, window.reference)
        if window.method == method and end is not None and moved is not None and moved[1] == metal:
            found.append(Datum(entry.id, moved[0], moved[0], moved[0], end.kind or "estimate", end.source))
    found = [datum for datum in found if datum.kind in KNOWN_KINDS] or found
    if not found:
        return None
    return min(found, key=lambda datum: datum.value if oxidation else -datum.value)


def _compared(
    of: Property, values: Sequence[tuple[Material, _Value]], book: ClassBook, name: MaterialClass, ion: Ion
) -> Compared:
    found = [value for _, value in values if isinstance(value, Datum)]
    known = _statistics([value for value in found if value.kind in KNOWN_KINDS])
    estimated = _statistics([value for value in found if value.kind not in KNOWN_KINDS])
    left_out = tuple(value for _, value in values if isinstance(value, str))
    said, rule = book.said(name, ion, of), book.rule(of)
    tiers: tuple[tuple[Literal["known", "estimates"], Statistics | None], ...] = (
        ("known", known), ("estimates", estimated),
    )  # fmt: skip
    for tier, found_here in tiers:
        if rule is not None and found_here is not None and found_here.n >= rule.least:
            score = rule.score(units.to_si(found_here.median, UNITS[of]))
            return Compared(of, UNITS[of], known, estimated, score, tier, said, left_out)
    return Compared(of, UNITS[of], known, estimated, None, None, said, left_out)


def _statistics(found: Sequence[Datum]) -> Statistics | None:
    if not found:
        return None
    behind = tuple(sorted(found, key=lambda datum: (datum.value, datum.of)))
    low, high = min(datum.low for datum in found), max(datum.high for datum in found)
    sources = len({None if datum.source is None else datum.source.ref for datum in found})
    return Statistics(len(found), sources, float(median(datum.value for datum in found)), low, high, behind)


def class_of(side: Side, library: Iterable[Material]) -> MaterialClass | None:
    """Return the class of electrolytes that a side of a record names, if it names one."""
    if side.material_class is not None:
        return side.material_class if side.category in (None, "electrolyte") else None
    family = None if side.family is None else side.family.casefold()
    found = {
        entry.material_class for entry in library
        if entry.category == "electrolyte"
        and (entry.id == side.material or (family is not None and (entry.family or "").casefold() == family))
    }  # fmt: skip
    return found.pop() if len(found) == 1 else None


def _interfaces(
    name: MaterialClass, ion: Ion, library: Sequence[Material], evidence: EvidenceBase, book: ClassBook
) -> InterfaceCounts:
    """Count statements; one that names no ion counts for both, one whose family is of two classes for none."""
    counts: dict[str, Counter[Verdict]] = {place: Counter() for place in ("anode", "cathode", "electrolyte", "air")}
    by_id = {entry.id: entry for entry in library}
    for told in evidence.records:
        place = _place(told)
        if place is None or not _speaks_of(told, name, ion, by_id, library):
            continue
        counts[place][verdicts.verdict_of(told)] += 1
    return InterfaceCounts(
        dict(counts["anode"]), dict(counts["cathode"]), dict(counts["electrolyte"]), dict(counts["air"]),
        book.said(name, ion, "interfaces"),
    )  # fmt: skip


def _place(told: EvidenceRecord) -> str | None:
    """Where the bare contact of a statement on stability lies; None for all others."""
    if told.layer is not None or told.verdict == "no data":
        return None
    if told.phenomenon == "moisture":
        return "air"
    if verdicts.ASPECT.get(told.phenomenon) != "stability":
        return None
    return {"anode interface": "anode", "cathode interface": "cathode", "inside composite": "cathode",
            "electrolyte interface": "electrolyte"}.get(told.location)  # fmt: skip


def _speaks_of(
    told: EvidenceRecord, name: MaterialClass, ion: Ion, by_id: dict[str, Material], library: Sequence[Material]
) -> bool:
    ions = {told.ion} if told.ion else {by_id[side.material].ion for side in told.sides if side.material in by_id}
    if ions - {None} and ion not in ions:
        return False
    return any(class_of(side, library) == name for side in told.sides)


def _cells(name: MaterialClass, ion: Ion, published: Sequence[PublishedCell]) -> CellSummary:
    own = [cell for cell in published if (cell.material_class, cell.ion) == (name, ion)]
    gram = [_datum(cell.id, cell.reported.capacity, "mAh/g") for cell in own if _in(cell.reported.capacity, "mAh/g")]
    kept = [_datum(cell.id, cell.reported.retention, "%") for cell in own]
    turns = [
        Datum(cell.id, float(count), float(count), float(count), "measured", cell.source)
        for cell in own
        if cell.reported.retention is not None and (count := cell.reported.retention_cycles) is not None
    ]
    return CellSummary(
        tuple(cell.id for cell in own),
        _statistics([datum for datum in gram if datum is not None]),
        _statistics([datum for cell in own if (datum := _areal(cell)) is not None]),
        _statistics([datum for datum in kept if datum is not None]),
        _statistics(turns),
    )


def _in(quantity: Quantity | None, unit: str) -> bool:
    return quantity is not None and units.find(quantity.unit).kind == units.find(unit).kind


def _areal(cell: PublishedCell) -> Datum | None:
    """The areal capacity where the paper gives it, or a loading to work it out with."""
    capacity = cell.reported.capacity
    if _in(capacity, "mAh/cm2"):
        return _datum(cell.id, capacity, "mAh/cm2")
    cathode = next((layer for layer in cell.stack.layers if layer.role == "cathode"), None)
    if cathode is None or cathode.loading is None or not _in(capacity, "mAh/g"):
        return None
    share = [part.mass_fraction for part in cathode.components if part.function == "active material"]
    stated = [cathode.loading, *(share if cathode.loading_basis == "composite" else [])]
    numbers = [quantity.si for quantity in (capacity, *stated) if quantity is not None]
    if any(quantity.kind not in KNOWN_KINDS for quantity in stated) or None in numbers or len(share) > 1:
        return None
    value = 1.0
    for number in numbers:
        value *= number or 0.0
    value = units.from_si(value, "mAh/cm2")
    return Datum(cell.id, value, value, value, "calculated", cell.source)
