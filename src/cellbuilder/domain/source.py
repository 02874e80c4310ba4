"""Where values come from: the review, the references it numbers, and further sources."""

from typing import Literal

from cellbuilder.domain.base import Frozen


class Source(Frozen):
    """One publication, database or set of project notes. An unknown field is null, never guessed."""

    key: str
    kind: Literal["review", "review reference", "database", "project notes", "other"]
    authors: tuple[str, ...]
    title: str | None = None
    journal: str | None = None
    year: int | None = None
    volume: str | None = None
    pages: str | None = None
    doi: str | None = None
    doi_basis: str | None = None
    licence: str | None = None
    note: str | None = None

    def citation(self) -> str:
        """One line: first authors, journal, year, volume, pages, DOI."""
        people = ", ".join(self.authors[:2]) + (" et al." if len(self.authors) > 2 else "")
        place = ", ".join(str(part) for part in (self.journal, self.year, self.volume, self.pages) if part)
        return "; ".join(part for part in (people, self.title, place, f"doi:{self.doi}" if self.doi else "") if part)
