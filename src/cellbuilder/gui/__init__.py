"""The window. The only place that knows Qt."""

# What knows nothing of Qt comes first: Qt for Python reads the source of every module that is imported after it.
import cellbuilder.app.charts.resistance
import cellbuilder.app.drawing.picture
import cellbuilder.app.inspection
import cellbuilder.app.recovery
import cellbuilder.app.workspace  # noqa: F401
