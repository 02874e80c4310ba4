"""Every change to a design: a function from a valid design to a valid design, or a reason why not.

Untouched layers and materials are shared between the two designs.
"""

from cellbuilder.app.edits.adding import RECIPE, add_composite, duplicate_layer
from cellbuilder.app.edits.composition import (
    BALANCE,
    COATING,
    FIRST_SHARE,
    add_component,
    balance_row,
    is_balance,
    main_function,
    remove_component,
    set_balance,
    set_coating,
    set_component_material,
    set_share,
    usual_coating,
)
from cellbuilder.app.edits.core import (
    EditError,
    add_layer,
    evolve,
    layer_index,
    move_layer,
    remove_layer,
    set_components,
    set_condition,
    set_interface,
    set_material,
    set_name,
    set_quantity,
    usual_index,
    waive,
    without_unused_materials,
    without_waivers,
)
from cellbuilder.app.edits.fields import (
    Path,
    rename_layer,
    resize,
    set_at,
    set_packaging,
    set_role,
    value_at,
    with_range,
)

__all__ = [
    "BALANCE", "COATING", "FIRST_SHARE", "RECIPE", "EditError", "Path", "add_component", "add_composite", "add_layer",
    "balance_row", "duplicate_layer", "evolve", "is_balance", "layer_index", "main_function", "move_layer",
    "remove_component", "remove_layer", "rename_layer", "resize", "set_at", "set_balance", "set_coating",
    "set_component_material", "set_components", "set_condition", "set_interface", "set_material", "set_name",
    "set_packaging", "set_quantity", "set_role", "set_share", "usual_coating", "usual_index", "value_at",
    "waive", "with_range", "without_unused_materials", "without_waivers",
]  # fmt: skip
