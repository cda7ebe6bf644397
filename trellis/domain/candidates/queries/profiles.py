"""Which profiles there are for whom."""

from functools import cache
from typing import Any, Protocol
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, UUIDField, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from trellis.core.db.arrays import AtLeast, IsAnyOf
from trellis.core.db.prepared import Argument, PreparedQuery
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile
from trellis.domain.candidates.refusals import NoProfile, NotTheirs
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.queries import membership_of


class Applicants(Protocol):
    """Gives the keys of the accounts whose profiles somebody sees who has this role in that organization."""

    def __call__(
        self, organization_id: UUID | Argument, role: str, *, among: Combinable | None = None
    ) -> QuerySet[Any, Any]:
        """Return them, once or more often each; only those in the array `among` where there is one."""


# Who has applied where, the app of jobs above this one knows: its apps.py adds itself.
APPLICANTS: list[Applicants] = []
# More applications than these are not read for each page of the profiles of who made them: the newest of
# all profiles are looked at first, of so many pages.
_FEW = 1000
_PAGES = 16

_SEES = PreparedQuery(
    Membership.objects.filter(user_id=Argument("user_id"), is_current=True).values_list(
        "organization_id", "role", Exists(CandidateProfile.objects.filter(user_id=OuterRef("user_id")))
    )[:1]
)
_OWN = PreparedQuery(CandidateProfile.objects.filter(user_id=Argument("user_id")).values_list("pk"))
# Whether the account of a row has a profile.
HAS_PROFILE_SQL = "EXISTS (SELECT FROM candidates_candidateprofile AS profile WHERE profile.user_id = {id})"
# What is told of `accommodation_needs`: rules.choices.told_needs says the same.
TOLD_NEEDS_SQL = "coalesce(nullif({accommodation_needs}, ''), 'PREFER_TO_DISCUSS_LATER')"
# Where somebody works, for themselves.
OWN_ORGANIZATION_SQL = """
    SELECT json_build_object('id', works_for.number, 'name', works_for.name)
    FROM organizations_membership AS member
    JOIN organizations_organization AS works_for ON works_for.id = member.organization_id
    WHERE member.user_id = {user_id} AND member.is_current AND {user_id} = {viewer_id}
"""


def seen_by(user: User) -> QuerySet[CandidateProfile]:
    """Return the profiles that somebody may read: their own, those of who applied to them; staff read all."""
    rows = CandidateProfile.objects.all()
    if user.acts_as_staff:
        return rows
    condition = _applicants_of(user)
    # Apart, the condition leaves the database more ways; who hires seldom has a profile.
    if condition is None or _OWN.rows(user_id=user.pk):
        own = Q(user=user)
        condition = own if condition is None else condition | own
    return rows.filter(condition)


def sees_applicants_alone(user: User) -> tuple[UUID, str] | None:
    """Return organization and role of a member who sees the profiles of who applied there, and no others.

    None for anybody else.
    """
    if user.acts_as_staff:
        return None
    for organization_id, role, has_profile in _SEES.rows(user_id=user.pk):
        if not has_profile and _sees_applicants(role):
            return organization_id, role
    return None


def newest_of_applicants(
    organization_id: Argument, *, role: str, before: Argument, size: int
) -> QuerySet[CandidateProfile]:
    """Return the profiles before this one of who applied to an organization: all, or enough for a page.

    Few or nearly all may have applied, and the statement finds out which. Of few it reads all. Of many it
    looks for those among the newest profiles, which as a rule are enough for one row more than a page of
    this `size` has; if not, it reads all of them, too.
    """
    newest = CandidateProfile.objects.filter(pk__lt=before).order_by("-pk").values("user_id")
    (applicants,) = APPLICANTS
    all_of_them = applicants(organization_id, role)
    near = applicants(organization_id, role, among=ArraySubquery(newest[: size * _PAGES])).distinct()
    are_many = Exists(all_of_them[_FEW : _FEW + 1])
    of_many = Case(When(are_many, then=AtLeast(ArraySubquery(near), least=size + 1)))
    accounts = Coalesce(of_many, ArraySubquery(all_of_them.distinct()))
    return CandidateProfile.objects.filter(IsAnyOf("user_id", accounts))


def profile_with(slug: str, *, seen: User) -> CandidateProfile:
    """Return the profile of this slug that this account may read; raise NoProfile."""
    found = seen_by(seen).select_related("user").filter(slug=slug).first()
    if found is None:
        raise NoProfile
    return found


def own_profile_with(slug: str, *, user: User) -> CandidateProfile:
    """Return somebody's own profile; raise NotTheirs for one that they may read, else NoProfile."""
    found = profile_with(slug, seen=user)
    if found.user_id != user.pk:
        raise NotTheirs
    return found


def profile_of(user: User) -> CandidateProfile | None:
    """Return the profile of an account, None where it has none."""
    return CandidateProfile.objects.select_related("user").filter(user=user).first()


def own_organization(profile: CandidateProfile, *, viewer_id: int) -> dict[str, Any] | None:
    """Return what OWN_ORGANIZATION_SQL gives."""
    member = membership_of(profile.user) if profile.user_id == viewer_id else None
    return {"id": member.organization.number, "name": member.organization.name} if member else None


def what_is_there(profile: CandidateProfile) -> dict[str, bool]:
    """Return of all that a complete profile has whether it is there (rules/completeness.py)."""
    user = profile.user
    has_education = user.candidate_education.exists()
    return {
        "name": bool(user.full_name.strip()),
        "employment_type_preferences": bool(profile.employment_type_preferences),
        "work_mode_preferences": bool(profile.work_mode_preferences),
        "skills": user.candidate_skills.exists(),
        "languages": user.candidate_languages.exists(),
        "education": has_education or bool(profile.resume_file),
    }


@cache
def _sees_applicants(role: str) -> bool:
    anywhere = Argument("organization_id", UUIDField())
    return any(not accounts(anywhere, role).query.is_empty() for accounts in APPLICANTS)


def _applicants_of(user: User) -> Q | None:
    member = membership_of(user)
    if member is None or not APPLICANTS:
        return None
    return _is_of_applicants(member.organization_id, member.role)


def _is_of_applicants(organization_id: UUID | Argument, role: str) -> Q:
    condition = Q()
    for accounts in APPLICANTS:
        condition |= Q(user_id__in=accounts(organization_id, role))
    return condition
