"""The same examples every time, so that a failure can be seen again; no data base of examples on disk."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "cellbuilder",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("cellbuilder")
