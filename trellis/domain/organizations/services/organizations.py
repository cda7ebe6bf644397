"""What can happen to an organization itself."""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from trellis.core.db.errors import constraint_of
from trellis.core.db.locks import lock
from trellis.domain.accounts.models import User
from trellis.domain.organizations import events
from trellis.domain.organizations.models import Membership, Organization
from trellis.domain.organizations.refusals import AlreadyMember, DomainTaken
from trellis.domain.organizations.rights import Role

if TYPE_CHECKING:
    from django.core.files.base import File

_SHORTEST, _LONGEST = 3, 6
_NAMELESS = "ORG"


def create_organization(
    *, owner: User, name: str, domain: str, now: datetime, id: UUID | None = None
) -> Membership:
    """Make a new organization with `owner` as its owner, and return that membership.

    Raises AlreadyMember and DomainTaken, also when two ask at once.
    """
    given: dict[str, Any] = {} if id is None else {"id": id}
    try:
        with transaction.atomic():
            # Two who look for a free prefix at once would find the same one.
            lock("organization-prefix", 0)
            organization = Organization.objects.create(
                name=name, domain=domain.lower(), prefix=free_prefix(name), created_at=now, **given
            )
            member = Membership.objects.create(
                organization=organization, user=owner, role=Role.OWNER, joined_at=now
            )
            events.organization_created.publish(
                actor_id=owner.pk, subject=organization, data={}, now=now, tenant_id=organization.pk
            )
    except IntegrityError as error:
        if constraint_of(error) == "membership_one_active_per_account":
            raise AlreadyMember from None
        if constraint_of(error) == "organization_domain_unique_any_case":
            raise DomainTaken from None
        raise
    return member


def change_organization(
    *, organization: Organization, actor_id: int, now: datetime, name: str | None = None
) -> Organization:
    """Rename the organization. Its prefix stays: codes that were given out begin with it."""
    with transaction.atomic():
        current = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        if name is not None and name != current.name:
            changes = {"name": [current.name, name]}
            current.name = name
            current.save(update_fields=["name"])
            _publish_change(current, changes, actor_id=actor_id, now=now)
    return current


def set_logo(
    *, organization: Organization, logo: "File[bytes] | None", actor_id: int, now: datetime
) -> Organization:
    """Give the organization a logo, cleaned by core.media, or none; the old file stays where it is shown."""
    if logo is not None:
        organization.logo.save(logo.name or "logo", logo, save=False)
    with transaction.atomic():
        current = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        was, current.logo = current.logo.name, organization.logo.name if logo is not None else ""
        current.save(update_fields=["logo"])
        _publish_change(current, {"logo": [was, current.logo.name]}, actor_id=actor_id, now=now)
    return current


def _publish_change(
    organization: Organization, changes: dict[str, list[Any]], *, actor_id: int, now: datetime
) -> None:
    events.organization_changed.publish(
        actor_id=actor_id,
        subject=organization,
        now=now,
        tenant_id=organization.pk,
        data={"changes": changes},
    )


def free_prefix(name: str) -> str:
    """Return the shortest beginning of the name that no organization has: APP for AppBrew, else APPB.

    Letters and digits of the name in capitals, three to six; when all are taken, numbers follow.
    """
    letters = re.sub("[^A-Z0-9]", "", slugify(name).upper()).lstrip("0123456789")
    letters = letters if len(letters) >= 2 else _NAMELESS
    beginnings = [letters[:length] for length in range(_SHORTEST, max(_SHORTEST, len(letters)) + 1)][
        : _LONGEST - _SHORTEST + 1
    ]
    taken = set(
        Organization.objects.filter(prefix__startswith=letters[:_SHORTEST]).values_list("prefix", flat=True)
    )
    for candidate in beginnings:
        if candidate not in taken:
            return candidate
    number = 2
    while f"{letters[:_SHORTEST]}{number}" in taken:
        number += 1
    return f"{letters[:_SHORTEST]}{number}"
