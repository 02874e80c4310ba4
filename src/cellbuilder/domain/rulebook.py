"""Rules about whole stacks, as data: what they say, from which threshold on, and on whose word."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cellbuilder.domain.base import Frozen, Identifier, Text
from cellbuilder.domain.evidence import Grade, Phenomenon, Verdict
from cellbuilder.domain.finding import Severity
from cellbuilder.domain.quantity import Quantity, SourceRef


class Rule(Frozen):
    """One rule. ``limits`` are its thresholds by name; every one has a unit and a source or a label."""

    code: Identifier
    phenomenon: Phenomenon
    verdict: Verdict
    severity: Severity
    grade: Grade
    statement: Text
    would_change: Text
    limits: dict[str, Quantity] = Field(default_factory=dict)
    source: SourceRef
    note: Text | None = None

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
