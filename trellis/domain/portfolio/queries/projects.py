"""What can be asked of projects."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.portfolio.models import Project
from trellis.domain.portfolio.refusals import NoProject


def projects_of(user: User) -> QuerySet[Project]:
    """Return somebody's projects, in their order."""
    return Project.objects.filter(user=user).order_by("position", "id")


def shown_projects_of(user: User) -> QuerySet[Project]:
    """Return the same as others see them: those that stand out first."""
    return Project.objects.filter(user=user).order_by(F("featured").asc(nulls_last=True), "position", "id")


def project_of(user: User, public_id: UUID) -> Project:
    """Return one's own project; raise NoProject."""
    found = projects_of(user).filter(public_id=public_id).first()
    if found is None:
        raise NoProject
    return found


def known_among(user: User, names: Iterable[str]) -> dict[str, Project]:
    """Return by its name each of one's own projects that is named by its id; what names none is left out."""
    ids = {name: found for name in names if (found := _id_in(name)) is not None}
    rows = {row.public_id: row for row in projects_of(user).filter(public_id__in=ids.values())}
    return {name: rows[key] for name, key in ids.items() if key in rows}


def _id_in(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None
