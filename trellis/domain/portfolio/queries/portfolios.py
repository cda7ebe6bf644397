"""What can be asked of portfolios: which there is, and what somebody sees of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from trellis.domain.accounts.models import User
from trellis.domain.credentials.queries.badges import Linked
from trellis.domain.learning.models import EarnedAchievement
from trellis.domain.portfolio.models import Portfolio, Project
from trellis.domain.portfolio.queries.earned import (
    achievements_of,
    course_certificates_of,
    other_badges_of,
)
from trellis.domain.portfolio.queries.history import skills_of
from trellis.domain.portfolio.queries.projects import shown_projects_of
from trellis.domain.portfolio.queries.resumes import resumes_of
from trellis.domain.portfolio.refusals import NoPortfolio
from trellis.domain.portfolio.rules.choices import Part
from trellis.domain.portfolio.rules.names import address_of, may_be_addressed
from trellis.domain.portfolio.rules.printed import printed
from trellis.domain.portfolio.rules.seeing import is_open, parts_for


@dataclass(frozen=True)
class SeenPortfolio:
    """A portfolio as somebody sees it: of a part that they do not see there is None."""

    portfolio: Portfolio
    is_own: bool
    is_open: bool
    bio: str | None = None
    skills: list[str] | None = None
    projects: list[Project] | None = None
    achievements: list[EarnedAchievement] | None = None
    certificates: list[Linked] | None = None
    badges: list[Linked] | None = None
    resume: dict[str, Any] | None = None
    parts: frozenset[Part] = field(default_factory=frozenset)

    @property
    def owner(self) -> User:
        """Whose it is."""
        return self.portfolio.user

    @property
    def address(self) -> str:
        """Where people outside open it."""
        return address_of(self.portfolio)

    @property
    def featured(self) -> list[Project]:
        """The projects that stand out."""
        return [project for project in self.projects or () if project.featured is not None]


def portfolio_of(user: User) -> Portfolio | None:
    """Return somebody's portfolio; None before they have made one."""
    return Portfolio.objects.select_related("user").filter(user=user).first()


def own_portfolio(user: User) -> Portfolio:
    """Return the same; raise NoPortfolio."""
    found = portfolio_of(user)
    if found is None:
        raise NoPortfolio
    return found


def portfolio_of_username(name: str, *, viewer: User | None, now: datetime) -> SeenPortfolio:
    """Return the portfolio of this address, or of who is called so, as `viewer` sees it; raise NoPortfolio.

    None is who is not signed in. One that is not published, or whose account is closed, is not there for
    others, nor is a minor's.
    """
    found = _named(name)
    is_own = found is not None and viewer is not None and viewer.pk == found.user_id
    if found is None or not (is_open(found, now=now) or is_own):
        raise NoPortfolio
    return seen_by(found, viewer, now=now)


def seen_by(portfolio: Portfolio, viewer: User | None, *, now: datetime) -> SeenPortfolio:
    """Return what somebody sees of a portfolio that they may see at all."""
    owner = portfolio.user
    parts = parts_for(portfolio.visibility, viewer, owner_id=owner.pk)
    newest = resumes_of(owner).first() if Part.RESUME in parts else None
    return SeenPortfolio(
        portfolio=portfolio,
        is_own=viewer is not None and viewer.pk == owner.pk,
        is_open=is_open(portfolio, now=now),
        bio=portfolio.bio if Part.BIO in parts else None,
        skills=skills_of(owner) if Part.SKILLS in parts else None,
        projects=list(shown_projects_of(owner)) if Part.PROJECTS in parts else None,
        achievements=list(achievements_of(owner)) if Part.ACHIEVEMENTS in parts else None,
        certificates=course_certificates_of(owner) if Part.CERTIFICATES in parts else None,
        badges=other_badges_of(owner) if Part.BADGES in parts else None,
        resume=printed(newest.document) if newest is not None else None,
        parts=parts,
    )


def _named(name: str) -> Portfolio | None:
    """Return the portfolio of this address, else that of who is called so; no name of ours is either."""
    if not name.isprintable() or not may_be_addressed(name):
        return None
    named = Q(custom_url__iexact=name) | Q(user__username__iexact=User.normalize_username(name))
    found = list(Portfolio.objects.select_related("user").filter(named)[:2])
    return next((each for each in found if each.custom_url.upper() == name.upper()), next(iter(found), None))
