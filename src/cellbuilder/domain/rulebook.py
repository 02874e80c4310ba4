"""Rules about whole stacks, as data: what they say, from which threshold on, and on whose word."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from cellbuilder import units
from cellbuilder.domain.base import Frozen, Identifier, Text, record
from cellbuilder.domain.evidence import Grade, Phenomenon, Verdict
from cellbuilder.domain.finding import Severity
from cellbuilder.domain.quantity import Quantity, SourceRef


@record
class Need:
    """What a limit must be: what its unit measures, and its least value in SI (``above``: greater than that)."""

    kind: str
    least: float = 0.0
    above: bool = False


_SHARE: Final = Need("fraction")
_VOLTAGE: Final = Need("voltage")
_PRESSURE: Final = Need("pressure")
_TEMPERATURE: Final = Need("temperature", above=True)
_CONDUCTIVITY: Final = Need("conductivity")
_THICKNESS: Final = Need("length", above=True)
_KELVIN: Final = "temperature difference"
_DRY: Final[Mapping[str, Need]] = {"dry-room": _TEMPERATURE, "best": _TEMPERATURE}

LIMITS: Final[Mapping[str, Mapping[str, Need]]] = {
    "density": {"most": Need("fraction", above=True)},
    "temperature": {"highest": _TEMPERATURE},
    "molten": {},
    "voltage-limits": {"highest": Need("voltage", above=True)},
    "reference-li-in": {"low-upper": _VOLTAGE},
    "moisture-gas": _DRY,
    "moisture-acid": {},
    "moisture-hydrogen": {},
    "moisture-surface": {},
    "moisture-uptake": {},
    "firing": {"warm": _TEMPERATURE},
    "molten-when-made": {},
    "solvent": {},
    "solvent-water": {},
    "coating-order": {},
    "lab-pressure": {"pouch": _PRESSURE},
    "critical-current": {
        "near": _SHARE, "over": _SHARE, "kelvin": Need(_KELVIN), "fold": Need("fraction", least=1.0),
    },
    "plating": {"full": _SHARE, "margin": _SHARE, "metal-near": _VOLTAGE},
    "self-discharge": {"shortest": Need("time")},
    "anode-free": {},
    "voltage-drop": {"share": _SHARE},
    "electron-path": {"insulating": _CONDUCTIVITY},
    "no-electron-path": {"insulator": _CONDUCTIVITY, "slack": Need("fraction", least=1.0)},
    "electron-percolation": {"weak": _SHARE, "least": _SHARE, "well-conducting": _CONDUCTIVITY},
    "ion-percolation": {"least": _SHARE},
    "binder": {"noticed": _SHARE, "strong": _SHARE},
    "volume-change": {"grains": _SHARE, "alloy": _SHARE, "stiff": _PRESSURE, "low-pressure": _PRESSURE},
    "lithium-pressure": {"in-days": _PRESSURE, "at-once": _PRESSURE},
    "window-margin": {"margin": _VOLTAGE},
    "relatives": {"family": _SHARE, "unknown": _SHARE},
    "remedies": {"conductivity_share": _SHARE, "coating": _THICKNESS, "interlayer": _THICKNESS},
}  # fmt: skip
"""Every rule that a check reads, by its code, with the limits that it must have."""

_OPTIONAL: Final = ("moisture-acid", "moisture-hydrogen", "moisture-surface", "moisture-uptake")
"""Rules that may have the two dew points of ``moisture-gas``, both or neither."""


class Rule(Frozen):
    """One rule. ``limits`` are its thresholds by name; every one has a unit and a source or a label.

    A rule that no check reads, or whose limits are missing, unknown or of another kind than the check asks for, is
    refused, and so is an error that does not say ``blocks``. ``families`` and ``words`` are what a few of the rules
    look for. Limits that no check reads are kept.
    """

    code: Identifier
    phenomenon: Phenomenon
    verdict: Verdict
    severity: Severity
    grade: Grade
    statement: Text
    would_change: Text
    families: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    limits: dict[str, Quantity] = Field(default_factory=dict)
    source: SourceRef
    note: Text | None = None

    @model_validator(mode="after")
    def _can_be_applied(self) -> Self:
        faults = list(_faults(self))
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def limit(self, name: str) -> float:
        """Return a threshold in SI.

        Raises:
            KeyError: the rule has no such threshold, or it is unknown.
        """
        value = self.limits[name].si
        if value is None:
            raise KeyError(name)
        return value


class Rulebook(Frozen):
    """All rules. A rule that is not in the book is not applied.

    Members of one family stand for each other where nothing nearer is published, but not in ``unlike_families``,
    which gather materials of one use, not of one structure.
    """

    schema_name: Literal["cellbuilder-rules"] = Field("cellbuilder-rules", alias="schema")
    schema_version: Literal[1] = 1
    unlike_families: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()

    def rule(self, code: str) -> Rule | None:
        """Return the rule with this code, if it is in the book."""
        return next((rule for rule in self.rules if rule.code == code), None)


def _faults(rule: Rule) -> Iterator[str]:
    """Yield why a rule cannot be applied, in words."""
    needs = LIMITS.get(rule.code)
    if needs is None:
        yield f"no check reads a rule '{rule.code}'; those that are read are {', '.join(LIMITS)}"
        return
    if (rule.severity == "error") != (rule.verdict == "blocks"):
        yield f"severity 'error' and verdict 'blocks' go together, not '{rule.severity}' and '{rule.verdict}'"
    if rule.code in _OPTIONAL and set(_DRY) & set(rule.limits):
        needs = _DRY
    if rule.code == "molten":
        needs = dict.fromkeys(rule.limits, _TEMPERATURE)
        if not needs:
            yield "it needs at least one melting point in limits, named by a formula such as Li"
    if rule.code == "reference-li-in" and not rule.families:
        yield "families is missing: those of the layered oxides"
    if rule.code == "coating-order" and not rule.words:
        yield "words is missing: those by which a process tells that it used heat"
    for name, need in needs.items():
        fault = _limit_fault(rule.limits.get(name), need)
        if fault is not None:
            yield f"limit '{name}' {fault}"


def _limit_fault(limit: Quantity | None, need: Need) -> str | None:
    symbols = ("K",) if need.kind == _KELVIN else units.symbols(need.kind)
    asked = f"{need.kind} in {', '.join(symbols)}"
    if limit is None:
        return f"is missing; it is a {asked}"
    if limit.unit not in symbols:
        return f"is in '{limit.unit}', but a {asked} is asked for"
    if limit.si is None:
        return "is unknown (null), but the rule cannot be applied without it"
    if limit.si < need.least or (need.above and limit.si <= need.least):
        return f"is {limit.value} {limit.unit}, which is too low"
    return None
