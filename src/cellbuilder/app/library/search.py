"""What a person asks of the library in one line: words, ``ion:Na``, ``conductivity > 1 mS/cm``, ``"a phrase"``.

A query is a list of terms that all must hold. Terms remember where they stand in the text, so that a row of filters
can rewrite a part of the query and leave the rest as it was typed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from cellbuilder import units
from cellbuilder.app.library.index import FACETS, PROPERTIES, Item, Property, Span, shares
from cellbuilder.app.words import tr
from cellbuilder.domain import formula as chemistry
from cellbuilder.domain.base import record
from cellbuilder.io.library import MODEL_ORDER

_TOKEN: Final = re.compile(r'-?(?:\w+:)?"[^"]*"?|<=|>=|=<|=>|==|[<>=≤≥]|[^\s"<>=≤≥]+')
_OPERATORS: Final = {"<": "<", ">": ">", "=": "=", "==": "=", "<=": "<=", "=<": "<=", "≤": "<=", ">=": ">=",
                     "=>": ">=", "≥": ">="}  # fmt: skip
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?")
_SUBSCRIPTS: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉．", "0123456789.")
ELEMENTS: Final = frozenset(chemistry.ATOMIC_WEIGHT_G_PER_MOL)
MOST_NAMED: Final = 4
"""Properties that an answer names."""
_LONGEST_NAME: Final = 3
"""Words in the longest name of a property."""
CLOSE: Final = 0.02
"""Numbers that differ by less count as equal: ``density = 1.9`` finds 1.88 and 1.92."""


class _FaultError(Exception):
    """A term that cannot be understood."""


@record
class Term:
    """A part of a query, and where it stands in the text. ``negated``: it must not hold."""

    start: int
    end: int
    negated: bool = False

    def holds(self, item: Item) -> bool:
        """Whether an item is what the term asks for, its negation left out."""
        raise NotImplementedError


@record
class Word(Term):
    """Text somewhere in names, formula, class; an element; the letter of a model; a property that is known."""

    text: str = ""
    shares: tuple[tuple[str, float], ...] | None = None
    known: Property | None = None

    def holds(self, item: Item) -> bool:
        """Whether the item has this word."""
        if self.text in MODEL_ORDER or self.text in ELEMENTS:
            return self.text in (item.model, item.ion) or self.text in item.elements
        if self.text.casefold() in item.text:
            return True
        if self.known is not None and item.values.get(self.known.key):
            return True
        return self.shares is not None and self.shares == item.shares


@record
class Facet(Term):
    """``name:value``, several values after commas: one of them must be the item's."""

    name: str = ""
    values: tuple[str, ...] = ()

    def holds(self, item: Item) -> bool:
        """Whether one of the item's entries under this name is one of the values."""
        facet = FACETS[self.name]
        has = [entry.casefold() for entry in facet.of(item)]
        wanted = [value.casefold() for value in self.values]
        if facet.whole:
            return any(value == entry for value in wanted for entry in has)
        return any(value in entry for value in wanted for entry in has)


@record
class Comparison(Term):
    """A property against a number in SI; ``typed`` is number and unit as they stand in the text."""

    property: Property | None = None
    operator: str = ">"
    si: float = 0.0
    typed: str = ""

    def holds(self, item: Item) -> bool:
        """Whether a value of the item fulfils it; where only a range is known, its nearer end counts."""
        spans = item.values.get(self.property.key, ()) if self.property is not None else ()
        return any(self._fits(span) for span in spans)

    def _fits(self, span: Span) -> bool:
        if self.operator == "=":
            if span.value is not None:
                return math.isclose(span.value, self.si, rel_tol=CLOSE, abs_tol=1e-30)
            return span.low is not None and span.high is not None and span.low <= self.si <= span.high
        upward = self.operator in (">", ">=")
        number = span.value if span.value is not None else (span.high if upward else span.low)
        if number is None:
            return False
        same = math.isclose(number, self.si, rel_tol=1e-9)
        if same:
            return self.operator in (">=", "<=")
        return number > self.si if upward else number < self.si


@record
class Query:
    """What was asked: terms that all must hold, and what of the text could not be understood."""

    text: str = ""
    terms: tuple[Term, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not self.terms

    def matches(self, item: Item) -> bool:
        """Whether an item fulfils all terms."""
        return all(term.holds(item) != term.negated for term in self.terms)

    def facet(self, name: str) -> str:
        """Return the single value asked under a name, or nothing."""
        found = [term for term in self.terms if isinstance(term, Facet) and term.name == name and not term.negated]
        return found[0].values[0] if len(found) == 1 and len(found[0].values) == 1 else ""

    def bounds(self) -> tuple[str, str, str]:
        """Return the first property that is compared, with its lower and its upper limit as typed."""
        found = [term for term in self.terms if isinstance(term, Comparison) and term.property is not None]
        if not found or found[0].property is None:
            return "", "", ""
        own = [term for term in found if term.property == found[0].property]
        low = next((term.typed for term in own if term.operator in (">", ">=")), "")
        high = next((term.typed for term in own if term.operator in ("<", "<=")), "")
        return found[0].property.key, low, high


@dataclass(slots=True)
class _Reader:
    text: str
    tokens: list[re.Match[str]] = field(default_factory=list)
    at: int = 0

    def word(self, ahead: int = 0) -> str:
        return self.tokens[self.at + ahead].group() if self.at + ahead < len(self.tokens) else ""


def parse(text: str) -> Query:
    """Read a query. What cannot be understood is named in ``problems`` and left out of the terms."""
    reader = _Reader(text, list(_TOKEN.finditer(text)))
    terms: list[Term] = []
    problems: list[str] = []
    while reader.at < len(reader.tokens):
        before = reader.at
        try:
            terms.append(_term(reader))
        except _FaultError as fault:
            problems.append(str(fault))
            reader.at = max(reader.at, before + 1)
    return Query(text, tuple(terms), tuple(dict.fromkeys(problems)))


def _term(reader: _Reader) -> Term:
    first = reader.tokens[reader.at]
    token = first.group()
    if token in _OPERATORS:
        raise _FaultError(tr("Say what to compare, such as density < 2 g/cm3"))
    if '"' not in token:
        known, words = _property_at(reader)
        if known is not None and reader.word(words) in _OPERATORS:
            reader.at += words
            return _comparison(reader, first.start(), known)
        if _turned_round(reader):
            return _turned(reader, first.start())
        if reader.word(1) in _OPERATORS:
            reader.at += 2 + bool(_NUMBER.match(reader.word(2)))
            raise _FaultError(_no_property(token.rstrip(":")))
    reader.at += 1
    negated = token.startswith("-") and len(token) > 1
    body = token[1:] if negated else token
    name, colon, value = body.partition(":")
    if colon and not body.startswith('"'):
        return _named(reader, first, name, value, negated)
    return _word(first, body.strip('"'), negated)


def _word(token: re.Match[str], text: str, negated: bool) -> Word:
    plain = text.translate(_SUBSCRIPTS)
    return Word(token.start(), token.end(), negated, plain, _shares(plain), _by_name().get(plain.casefold()))


def _named(reader: _Reader, token: re.Match[str], name: str, value: str, negated: bool) -> Term:
    known = _by_name().get(name.casefold())
    if known is not None:
        return _between(reader, token, known, value)
    key = next((key for key, facet in FACETS.items() if name.casefold() in (key, *facet.aliases)), None)
    if key is None:
        if not name.isalpha() or len(name) < 2:  # a colon inside a name, such as 90:5:5
            return _word(token, f"{name}:{value}", negated)
        allowed = ", ".join(FACETS)
        raise _FaultError(tr("“{name}” is nothing to search by; use {allowed}").format(name=name, allowed=allowed))
    values = tuple(part.strip() for part in value.strip('"').split(",") if part.strip())
    if not values:
        raise _FaultError(tr("A value is missing after “{name}:”").format(name=key))
    return Facet(token.start(), token.end(), negated, key, tuple(_allowed(key, entry) for entry in values))


def _allowed(key: str, value: str) -> str:
    """Return the value as the library spells it; a fault where the list of values is closed and it is not on it."""
    choices = FACETS[key].choices
    if not choices:
        return value.translate(_SUBSCRIPTS)
    folded = {choice.casefold(): choice for choice in choices}
    fitting = [choice for name, choice in folded.items() if name.startswith(value.casefold())]
    if value.casefold() in folded:
        return folded[value.casefold()]
    if len(fitting) == 1:
        return fitting[0]
    near = _nearest(value, folded, 0.6)
    if near:
        said = tr("There is no {name} “{value}”; did you mean {near}?")
        raise _FaultError(said.format(name=key, value=value, near=folded[near]))
    said = tr("There is no {name} “{value}”; there are {choices}")
    raise _FaultError(said.format(name=key, value=value, choices=", ".join(choices)))


def _property_at(reader: _Reader) -> tuple[Property | None, int]:
    """Return the property that the next words name, and how many words it takes."""
    names = _by_name()
    for count in range(_LONGEST_NAME, 0, -1):
        words = [reader.word(ahead) for ahead in range(count)]
        known = names.get(" ".join(words).casefold().rstrip(":"))
        if known is not None and "" not in words:
            return known, count
    return None, 1


def _comparison(reader: _Reader, start: int, known: Property) -> Comparison:
    operator = _OPERATORS[reader.word()]
    reader.at += 1
    si, typed = _number(reader, known)
    return Comparison(start, reader.tokens[reader.at - 1].end(), False, known, operator, si, typed)


def _turned_round(reader: _Reader) -> bool:
    """Whether a number comes first: ``1 mS/cm < conductivity``."""
    match = _NUMBER.match(reader.word())
    return match is not None and (
        reader.word(1) in _OPERATORS or (_is_unit(reader.word(1)) and reader.word(2) in _OPERATORS)
    )


def _turned(reader: _Reader, start: int) -> Comparison:
    number_at = reader.at
    reader.at += 1 if reader.word(1) in _OPERATORS else 2
    operator = _OPERATORS[reader.word()].translate(str.maketrans("<>", "><"))
    reader.at += 1
    known, words = _property_at(reader)
    if known is None:
        raise _FaultError(_no_property(reader.word()))
    after = reader.at + words
    reader.at = number_at
    si, typed = _number(reader, known)
    reader.at = after
    return Comparison(start, reader.tokens[after - 1].end(), False, known, operator, si, typed)


def _number(reader: _Reader, known: Property) -> tuple[float, str]:
    """Read a number with its unit, in one word or two; without a unit it has the usual one."""
    token = reader.word()
    match = _NUMBER.match(token)
    if match is None:
        said = tr("A number is missing after {name}, such as {example}")
        raise _FaultError(said.format(name=known.name, example=known.example))
    reader.at += 1
    if match.end() == len(token) and _is_unit(reader.word()) and reader.word(1) not in _OPERATORS:
        token = f"{token} {reader.word()}"
        reader.at += 1
    return _in_si(token, known), token


def _in_si(typed: str, known: Property) -> float:
    try:
        number, symbol = units.parse(typed, known.measures, known.unit)
    except units.UnitError as error:
        raise _FaultError(f"{known.name}: {error}") from None
    return units.to_si(number, symbol)


def _between(reader: _Reader, token: re.Match[str], known: Property, value: str) -> Term:
    """Read ``density:2..3 g/cm3``; both ends become one comparison with a range."""
    low, dots, high = value.partition("..")
    if not dots or not low or not high:
        raise _FaultError(tr("Write {name} > 1 or {name}:1..2").format(name=known.name))
    unit = reader.word() if _is_unit(reader.word()) and high[-1].isdigit() else ""
    reader.at += bool(unit)
    ends = [f"{end} {unit}".strip() for end in (low, high)]
    if not unit:
        tail = _NUMBER.sub("", high, count=1).strip()
        ends[0] = low if _NUMBER.sub("", low, count=1).strip() else f"{low} {tail}".strip()
    return Between(token.start(), reader.tokens[reader.at - 1].end(), False, known, ">=", _in_si(ends[0], known),
                   ends[0], _in_si(ends[1], known))  # fmt: skip


@record
class Between(Comparison):
    """A property between two numbers, both included."""

    upper: float = 0.0

    def holds(self, item: Item) -> bool:
        """Whether a value of the item lies between."""
        spans = item.values.get(self.property.key, ()) if self.property is not None else ()
        return any(self._fits(span) and self._below(span) for span in spans)

    def _below(self, span: Span) -> bool:
        number = span.value if span.value is not None else span.low
        return number is not None and number <= self.upper * (1 + 1e-9)


def _is_unit(word: str) -> bool:
    if not word or word in _OPERATORS or word[0].isdigit():
        return False
    try:
        units.parse(f"1 {word}", "", "1")
    except units.UnitError as error:
        return "is not known" not in str(error) or "/" in word
    return True


def _no_property(word: str) -> str:
    names = _by_name()
    near = _nearest(word, names, 0.7)
    if near:
        return tr("“{word}” is not known; did you mean {near}?").format(word=word, near=names[near].name)
    allowed = ", ".join([*(entry.name for entry in PROPERTIES.values())][:MOST_NAMED]) + " …"
    return tr("“{word}” has no number to compare; use {allowed}").format(word=word, allowed=allowed)


def _nearest(word: str, names: Iterable[str], cutoff: float) -> str | None:
    from difflib import get_close_matches  # nobody mistypes while the window opens

    return next(iter(get_close_matches(word.casefold(), list(names), n=1, cutoff=cutoff)), None)


def _by_name() -> dict[str, Property]:
    return {name: entry for entry in PROPERTIES.values() for name in (entry.key, entry.name, *entry.aliases)}


def _shares(text: str) -> tuple[tuple[str, float], ...] | None:
    """Return the composition that a text spells, if it is a formula of two elements or more."""
    found = shares(text)
    return found if found is not None and len(found) > 1 else None


def with_facet(text: str, name: str, value: str) -> str:
    """Return the query with another value under a name, or with none; all else stays as it was typed."""
    kept = _without(text, [term for term in parse(text).terms if isinstance(term, Facet) and term.name == name])
    if not value:
        return kept
    quoted = f'"{value}"' if " " in value else value
    return f"{kept} {name}:{quoted}".strip()


def with_bounds(text: str, key: str, low: str, high: str) -> str:
    """Return the query with these limits of a property instead of the ones of the property compared first."""
    query = parse(text)
    before = query.bounds()[0]
    gone = [term for term in query.terms if isinstance(term, Comparison) and term.property is not None
            and term.property.key in (before, key)]  # fmt: skip
    kept = _without(text, gone)
    added = [f"{PROPERTIES[key].name} {sign} {typed.strip()}" for sign, typed in ((">=", low), ("<=", high))
             if key and typed.strip()]  # fmt: skip
    return " ".join([*([kept] if kept else []), *added])


def _without(text: str, terms: Sequence[Term]) -> str:
    for term in sorted(terms, key=lambda entry: -entry.start):
        text = f"{text[: term.start]} {text[term.end :]}"
    return " ".join(text.split()) if terms else text.strip()


def found(query: Query, items: Iterable[Item]) -> list[Item]:
    """Return the items that fulfil a query, in their order."""
    return [item for item in items if query.matches(item)]
