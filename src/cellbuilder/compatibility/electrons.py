"""Ways for electrons and ions through a composite electrode: carbon, touching grains, catholyte, binder."""

from __future__ import annotations

from cellbuilder.compatibility.by_rule import finding, listed
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.rulebook import Rule, Rulebook
from cellbuilder.domain.stack import Layer
from cellbuilder.engine.cell import Cell
from cellbuilder.engine.geometry import Body
from cellbuilder.engine.layer_data import actives, conducts, title


def findings(design: Design, cell: Cell, rules: Rulebook) -> list[Finding]:
    """Return where electrons or ions may not get through; what is measured or entered of a layer goes before this."""
    found: list[Finding] = []
    for body in cell.bodies:
        if body.layer.role in ("cathode", "anode") and body.layer.components:
            found += _electrons(design, body, rules)
            found += _ions(design, body, rules)
            found += _binder(design, body.layer, rules)
    return found


def _electrons(design: Design, body: Body, rules: Rulebook) -> list[Finding]:
    layer = body.layer
    if not actives(layer) or layer.electronic_conductivity is not None or _has_carbon(design, layer):
        return []
    path, none = rules.rule("electron-path"), rules.rule("no-electron-path")
    name = title(design, layer)
    labels = listed(design.material(part.material).label for part in actives(layer))
    if none is not None and _no_path(design, layer, none):
        return [
            finding(
                none, f"No electrons reach the grains of {name}",
                f"{labels} conducts less than {none.limit('insulator') / 100.0:g} S/cm as measured. {none.statement}",
                (layer.id,), of=layer.id,
            )
        ]  # fmt: skip
    if path is not None and _insulating(design, layer, path.limit("insulating")):
        return [
            finding(
                path, f"Few electrons reach the grains of {name}",
                "The active material is nearly an insulator and the layer has no carbon. Add carbon, or enter the "
                f"electronic conductivity of the layer if the grains are coated with carbon. {path.statement}",
                (layer.id,), of=layer.id,
            )
        ]  # fmt: skip
    weak = rules.rule("electron-percolation")
    return [] if weak is None or layer.role != "cathode" else _percolation(design, body, weak, labels)


def _has_carbon(design: Design, layer: Layer) -> bool:
    for part in layer.components:
        coat = None if part.coating is None else design.material(part.coating.material).category
        if part.function in ("carbon", "other") or "carbon" in (design.material(part.material).category, coat):
            return True
    return False


def _highest(known: Quantity | None) -> float | None:
    """Return the upper end of a conductivity in S/m; None where it is unknown."""
    if known is None:
        return None
    bounds = known.bounds_si()
    return bounds[1] if bounds is not None else known.si


def _insulating(design: Design, layer: Layer, limit: float) -> bool:
    ends = [_highest(design.material(part.material).electronic_conductivity) for part in actives(layer)]
    return all(end is not None and end < limit for end in ends)


def _no_path(design: Design, layer: Layer, rule: Rule) -> bool:
    """Whether every grain is bare and an insulator: the active material as measured, the others as far as known.

    Those are given by wide ranges; up to ``slack`` times the limit they carry no current through a layer.
    """
    insulator = rule.limit("insulator")
    for part in layer.components:
        known = design.material(part.material).electronic_conductivity
        end = _highest(known)
        if part.coating is not None or (part.function == "active material" and (not known or known.kind != "measured")):
            return False
        limit = insulator if part.function == "active material" else insulator * rule.limit("slack")
        if part.function != "binder" and (end is None or end >= limit):
            return False
    return True


def _percolation(design: Design, body: Body, rule: Rule, labels: str) -> list[Finding]:
    layer = body.layer
    share = _share(body, [part.function == "active material" for part in layer.components])
    if share is None or layer.arrangement == "core-shell":
        return []
    ends = [design.material(part.material).electronic_conductivity for part in actives(layer)]
    good = all(end is not None and (end.si or 0.0) >= rule.limit("well-conducting") for end in ends)
    limit = rule.limit("least" if good else "weak")
    if share >= limit:
        return []
    measured = "" if share >= rule.limit("least") else " No composite with so little was measured."
    return [
        finding(
            rule, f"Weak electronic percolation in {title(design, layer)}",
            f"The layer has no carbon, and {labels} fills {100 * share:.3g} % of it, less than {100 * limit:g} %: "
            f"the conductivity of such composites falls steeply there.{measured} {rule.statement}", (layer.id,),
            of=layer.id,
        )
    ]  # fmt: skip


def _share(body: Body, wanted: list[bool]) -> float | None:
    """Return the volume fraction of the wanted components, pores counted in; None where a density is missing."""
    if len(body.volume_fractions) != len(wanted):
        return None
    return sum(term.value for term, counts in zip(body.volume_fractions, wanted, strict=True) if counts)


def _ions(design: Design, body: Body, rules: Rulebook) -> list[Finding]:
    rule, layer = rules.rule("ion-percolation"), body.layer
    stated = (layer.conductivity, layer.measured_resistance, layer.tortuosity_factor)
    if rule is None or not actives(layer) or any(entry is not None for entry in stated):
        return []
    carriers = [conducts(part) for part in layer.components]
    share = _share(body, carriers)
    if not any(carriers) or share is None or layer.arrangement == "core-shell" or share >= rule.limit("least"):
        return []
    names = listed(design.material(part.material).label for part in layer.components if conducts(part))
    return [
        finding(
            rule, f"Little catholyte in {title(design, layer)}",
            f"{names} fills {100 * share:.3g} % of the layer, less than {100 * rule.limit('least'):g} %. "
            f"{rule.statement}", (layer.id,), of=layer.id,
        )
    ]  # fmt: skip


def _binder(design: Design, layer: Layer, rules: Rulebook) -> list[Finding]:
    rule = rules.rule("binder")
    parts = [part for part in layer.components if part.function == "binder"]
    share = sum(part.mass_fraction.si or 0.0 for part in parts)
    if rule is None or share <= rule.limit("noticed"):
        return []
    names = listed(design.material(part.material).label for part in parts)
    much = " That is a lot." if share > rule.limit("strong") else ""
    other = "" if names == "PTFE" else f" This was measured with PTFE, not with {names}."
    return [
        finding(
            rule, f"{100 * share:.2g} wt% of binder in {title(design, layer)}",
            f"The layer holds {100 * share:.2g} wt% of {names}.{much} {rule.statement}{other}", (layer.id,),
            of=layer.id,
        )
    ]  # fmt: skip
