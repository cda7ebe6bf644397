"""What can be asked of resumes."""

from uuid import UUID

from django.db.models import QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.portfolio.models import Resume
from trellis.domain.portfolio.refusals import NoResume
from trellis.domain.portfolio.rules.choices import Source


def resumes_of(user: User) -> QuerySet[Resume]:
    """Return somebody's resumes, the newest first."""
    return Resume.objects.filter(user=user).order_by("-id")


def newest_import_of(user: User) -> Resume | None:
    """Return the newest document that somebody has brought; None where there is none."""
    return resumes_of(user).filter(source=Source.IMPORTED).first()


def resume_of(user: User, public_id: UUID) -> Resume:
    """Return one's own resume; raise NoResume."""
    found = resumes_of(user).filter(public_id=public_id).first()
    if found is None:
        raise NoResume
    return found
