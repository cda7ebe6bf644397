"""What this app publishes."""

from typing import Literal, TypedDict

from trellis.core.events import DomainEvent, Nothing
from trellis.domain.portfolio.models import Portfolio, Project, Resume, Share


class Changed(TypedDict):
    """Which fields were said anew."""

    fields: list[str]


class ResumeMade(TypedDict):
    """Where it comes from."""

    kind: Literal["generated", "imported"]


class Posted(TypedDict):
    """How it went on the platform."""

    status: Literal["posted", "failed"]


portfolio_made = DomainEvent("portfolio.made", Portfolio, Nothing)
portfolio_changed = DomainEvent("portfolio.changed", Portfolio, Changed)
portfolio_removed = DomainEvent("portfolio.removed", Portfolio, Nothing)
portfolio_shared = DomainEvent("portfolio.shared", Share, Nothing)
share_settled = DomainEvent("portfolio.share_settled", Share, Posted)
project_made = DomainEvent("project.made", Project, Nothing)
project_changed = DomainEvent("project.changed", Project, Changed)
project_removed = DomainEvent("project.removed", Project, Nothing)
resume_made = DomainEvent("resume.made", Resume, ResumeMade)
resume_removed = DomainEvent("resume.removed", Resume, Nothing)
