"""The portfolio of the demo world: Sarah's, with two projects."""

from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from trellis.demo.pictures import sketch
from trellis.domain.accounts.models import User
from trellis.domain.portfolio.models import Portfolio, Project
from trellis.domain.portfolio.services.portfolios import make_portfolio

_SINCE = datetime(2025, 1, 8, 9, tzinfo=UTC)
_NAMESPACE = UUID("0c1e2f8a-6b8f-5d5b-9a2c-51d0a8f6e0d4")
_BIO = "I design products that people can use without being told how, and help others to learn the craft."


class _Made(NamedTuple):
    """A project of hers."""

    title: str
    about: str
    tags: tuple[str, ...]
    start: str
    end: str


_PROJECTS = (
    _Made(
        "A design system for forty teams",
        "Colours, type, forms and the words in them: one source for web and phones, with a guide to"
        " accessibility that teams read.",
        ("Design Systems", "Figma"),
        "2021-03",
        "",
    ),
    _Made(
        "Booking a doctor in three steps",
        "From eleven screens to three, tried with people who use screen readers and large type.",
        ("UI Design", "Accessibility"),
        "2019",
        "2020",
    ),
)


def load_portfolio() -> None:
    """Make Sarah's portfolio, unless that is done."""
    sarah = User.objects.get(username="sarahj")
    if Portfolio.objects.filter(user=sarah).exists():
        return
    made = Project.objects.bulk_create(
        Project(**_columns(each), user=sarah, position=place) for place, each in enumerate(_PROJECTS)
    )
    featured = [str(row.public_id) for row in made]
    make_portfolio(user=sarah, said={"bio": _BIO}, featured=featured, now=_SINCE)


def _columns(made: _Made) -> dict[str, Any]:
    return {
        "public_id": uuid5(_NAMESPACE, made.title),
        "title": made.title,
        "description": made.about,
        "picture": sketch(
            name=f"portfolio/projects/{uuid5(_NAMESPACE, made.title).hex}.jpg", number=len(made.title)
        ),
        "tags": list(made.tags),
        "start_date": made.start,
        "end_date": made.end,
        "created_at": _SINCE,
        "updated_at": _SINCE,
    }
