"""The window. The only place that knows Qt."""

import cellbuilder.app.charts.resistance
import cellbuilder.app.drawing.picture
import cellbuilder.app.inspection
import cellbuilder.app.recovery
import cellbuilder.app.workspace
import cellbuilder.gui.plain_import  # noqa: F401
