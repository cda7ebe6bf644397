"""Who has applied where, until there are applications: of whom an organization has a note, to that one."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import Note
from trellis.domain.candidates.queries.profiles import profile_of
from trellis.domain.organizations.models import Membership, Organization
from trellis.domain.organizations.queries import membership_of
from trellis.domain.organizations.services.organizations import create_organization


def noted_people(member: Membership) -> QuerySet[Any, Any]:
    """Return the keys of the accounts that count as having applied to the member's organization."""
    return Note.objects.of(member.organization_id).values("profile__user_id")


def employed(username: str) -> Membership:
    """Return somebody's membership; who has none gets an organization of their own."""
    user, now = User.objects.get(username=username), timezone.now()
    if membership_of(user) is None:
        create_organization(owner=user, name="Inclusive Works", domain=None, now=now)
    member = membership_of(user)
    assert member is not None
    return member


def applied(username: str, organization: Organization, *, noted_by: User) -> Note:
    """Let somebody with a profile count as having applied to the organization."""
    profile = profile_of(User.objects.get(username=username))
    now = timezone.now()
    return Note.objects.create(
        author=noted_by,
        organization=organization,
        profile=profile,
        note="Seen",
        created_at=now,
        updated_at=now,
    )
