"""What of a portfolio is put into other words on its page."""

from collections.abc import Iterable
from dataclasses import dataclass

from trellis.domain.portfolio.models import Project
from trellis.domain.portfolio.rules.dates import span_in_words


@dataclass(frozen=True)
class ShownProject:
    """A project; `when` is as exact as its dates are."""

    row: Project
    when: str

    @property
    def is_featured(self) -> bool:
        """Whether it stands out."""
        return self.row.featured is not None


@dataclass(frozen=True)
class ShownLink:
    """Where else somebody is found, and how that is written."""

    url: str
    label: str


def shown_project(row: Project) -> ShownProject:
    """Return a project as the page shows it."""
    return ShownProject(row, span_in_words(row.start_date, row.end_date))


def shown_links(links: Iterable[str]) -> list[ShownLink]:
    """Return the links that lead into the web, without what everybody knows of an address."""
    safe = (link for link in links if link.lower().startswith(("http://", "https://")))
    return [ShownLink(link, link.partition("://")[2].removeprefix("www.").rstrip("/")) for link in safe]
