"""What can be asked of organizations."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import ForeignObjectRel, QuerySet
from django.db.models.functions import Lower

from trellis.core.db.folding import held_by
from trellis.core.db.prepared import Argument, PreparedQuery
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Invitation, Membership, Organization
from trellis.domain.organizations.refusals import InvalidInvitation, UnknownMember, UnknownOrganization
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.rules.invitations import id_in
from trellis.domain.organizations.rules.limits import MEMBERS_SHOWN, MOST_WORDS

# The role is that in the given organization, and stays what it was when somebody has left it.
_PERSON = """
    SELECT json_build_object(
        'id', person.id::text, 'email', person.email, 'first_name', person.first_name,
        'last_name', person.last_name, 'job_role',
        CASE WHEN member.role IN ('owner', 'admin') THEN 'co-admin' ELSE member.role END)
    FROM accounts_user AS person
    LEFT JOIN organizations_membership AS member
        ON member.user_id = person.id AND member.organization_id = {organization_id}
    WHERE person.id = {user_id}
"""


def person_sql(*, user_id: str, organization_id: str) -> str:
    """Return the expression of somebody with their role in an organization; its arguments are expressions."""
    return _PERSON.format(user_id=user_id, organization_id=organization_id)


# Of the organization of a row the owner who has been here longest, and who belongs to it.
_SHOWN = (
    "'id', person.id, 'first_name', person.first_name, 'last_name', person.last_name, 'email', person.email"
)
_MEMBERS = """
    FROM organizations_membership AS member
    JOIN accounts_user AS person ON person.id = member.user_id
    WHERE member.organization_id = {organization_id} AND member.is_active AND person.is_active
"""
FIRST_OWNER_SQL = f"""
    SELECT json_build_object({_SHOWN}) {_MEMBERS}
    AND member.role = 'owner' ORDER BY member.joined_at, member.id LIMIT 1
"""
PEOPLE_SQL = f"""
    SELECT coalesce(json_agg(shown.person ORDER BY shown.joined_at, shown.id), '[]') FROM (
        SELECT member.joined_at, member.id, json_build_object({_SHOWN}, 'role', member.role) AS person
        {_MEMBERS} ORDER BY member.joined_at, member.id LIMIT {MEMBERS_SHOWN}
    ) AS shown
"""  # noqa: S608 (no data in it)


# One in two requests of people who hire begins with it.
_CURRENT = PreparedQuery(
    Membership.objects.select_related("organization").filter(user_id=Argument("user_id"), is_current=True)[:1]
)
_CURRENT_ID = PreparedQuery(
    Membership.objects.filter(user_id=Argument("user_id"), is_current=True).values_list("organization_id")[:1]
)


def organization_with(organization_id: UUID) -> Organization:
    """Return the organization of this id, whoever asks; raise UnknownOrganization."""
    found = Organization.objects.filter(pk=organization_id).first()
    if found is None:
        raise UnknownOrganization
    return found


def what_keeps(organization: Organization) -> list[str]:
    """Return in words the kinds of rows that keep an organization from being deleted, of those that it has.

    Of which kinds rows keep it the foreign keys of apps above say: PROTECT.
    """
    return sorted(
        str(relation.related_model._meta.verbose_name_plural)
        for relation in keeping_relations()
        if getattr(organization, str(relation.get_accessor_name())).exists()
    )


def keeping_relations() -> list[ForeignObjectRel]:
    """Return the foreign keys to organizations whose rows keep these."""
    return [each for each in Organization._meta.related_objects if each.on_delete is models.PROTECT]


def membership_of(user: User) -> Membership | None:
    """Return the account's current membership with its organization: the one in which a request acts."""
    member = _CURRENT.first(user_id=user.pk)
    if member is not None:
        member.user = user
    return member


def organization_id_of(user: User) -> UUID | None:
    """Return the id of the organization in which a request acts; None without one."""
    rows = _CURRENT_ID.rows(user_id=user.pk)
    return rows[0][0] if rows else None


def memberships_of(user: User) -> QuerySet[Membership]:
    """Return the account's active memberships with their organizations, by name."""
    rows = Membership.objects.select_related("organization")
    return rows.filter(user=user, is_active=True).order_by("organization__name", "pk")


def member_of_number(number: int, *, user: User) -> Membership:
    """Return the account's active membership in the organization of this number, current or not.

    Raises UnknownOrganization, whether or not there is one of others.
    """
    rows = Membership.objects.select_related("organization", "user")
    found = rows.filter(organization__number=number, user=user, is_active=True).first()
    if found is None:
        raise UnknownOrganization
    return found


def first_owner(organization_id: UUID) -> dict[str, Any] | None:
    """Return what FIRST_OWNER_SQL gives."""
    owners = members_of(organization_id).filter(role=Role.OWNER).order_by("joined_at", "pk")[:1]
    return next((_shown(owner) for owner in owners), None)


def people_of(organization_id: UUID) -> list[dict[str, Any]]:
    """Return what PEOPLE_SQL gives."""
    people = members_of(organization_id).order_by("joined_at", "pk")[:MEMBERS_SHOWN]
    return [{**_shown(member), "role": member.role} for member in people]


def _shown(member: Membership) -> dict[str, Any]:
    person = member.user
    return {name: getattr(person, name) for name in ("id", "first_name", "last_name", "email")}


def members_of(organization_id: UUID) -> QuerySet[Membership]:
    """Return the active members of an organization whose accounts are active."""
    return Membership.objects.filter(
        organization_id=organization_id, is_active=True, user__is_active=True
    ).select_related("user")


def members_at(organization_id: UUID, addresses: Iterable[str]) -> dict[str, Membership]:
    """Return the members with these e-mail addresses, which are in lower case, by address."""
    wanted = list(addresses)
    if not wanted:
        return {}
    found = members_of(organization_id).annotate(address=Lower("user__email")).filter(address__in=wanted)
    return {member.address: member for member in found.order_by("pk")}


def active_member(organization_id: UUID, user_id: int) -> Membership:
    """Return the active member; raise UnknownMember."""
    member = (
        Membership.objects.select_related("organization", "user")
        .filter(organization_id=organization_id, user_id=user_id, is_active=True)
        .first()
    )
    if member is None:
        raise UnknownMember
    return member


def found_members(organization_id: UUID, search: str) -> QuerySet[Membership]:
    """Return the members in whose name or e-mail address every word of `search` stands."""
    people = ("user__email", "user__first_name", "user__last_name")
    return members_of(organization_id).filter(held_by(search, fields=people, most=MOST_WORDS))


def open_invitations(organization_id: UUID) -> QuerySet[Invitation]:
    """Return the invitations that were neither accepted nor revoked; some may have expired."""
    return Invitation.objects.filter(organization_id=organization_id, accepted_at=None, revoked_at=None)


def invitation_of(token: str) -> Invitation:
    """Return the invitation that the token of a mailed link names, whatever became of it.

    Raises InvalidInvitation.
    """
    invitation = (
        Invitation.objects.select_related("organization", "invited_by").filter(pk=id_in(token)).first()
    )
    if invitation is None:
        raise InvalidInvitation
    return invitation


def token_claims(user: User) -> dict[str, Any]:
    """Return what clients of Talent Engine expect in an access token; nothing is decided by it."""
    member = membership_of(user)
    if member is None:
        return {}
    return {
        "tenant_id": str(member.organization_id),
        "tenant_domain": member.organization.domain,
        "job_role": member.job_role,
    }
