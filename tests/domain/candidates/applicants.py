"""Who has applied where: an employer sees those profiles, and no others."""

from django.utils import timezone

from tests.domain.jobs.factory import job
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Application
from trellis.domain.jobs.queries.applications import applications_of
from trellis.domain.jobs.services.applying import apply
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.queries import membership_of
from trellis.domain.organizations.services.organizations import create_organization


def employed(username: str) -> Membership:
    """Return somebody's membership; who has none gets an organization of their own."""
    user, now = User.objects.get(username=username), timezone.now()
    if membership_of(user) is None:
        create_organization(owner=user, name="Inclusive Works", domain=None, now=now)
    member = membership_of(user)
    assert member is not None
    return member


def applied(username: str, employer: Membership) -> Application:
    """Let somebody with a profile apply to the employer's organization, unless they have."""
    user, now = User.objects.get(username=username), timezone.now()
    there = applications_of(user).filter(organization=employer.organization).first()
    return there or apply(user=user, posting=job(employer, now=now), now=now)
