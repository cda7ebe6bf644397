"""What can happen to an organization itself."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from trellis.core.db.errors import constraint_of
from trellis.core.events import parted
from trellis.core.realtime import check_sockets
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import person_room
from trellis.domain.organizations import events
from trellis.domain.organizations.models import Membership, Organization
from trellis.domain.organizations.queries import what_keeps
from trellis.domain.organizations.refusals import DomainTaken, NotAllowed, StillNeeded
from trellis.domain.organizations.rights import Grant, OrganizationRight, Role, grant
from trellis.domain.organizations.services.current import (
    lock_account,
    lock_accounts,
    make_last_joined_current,
    make_none_current,
)
from trellis.domain.organizations.services.members import lock_people


def create_organization(
    *,
    owner: User,
    name: str,
    now: datetime,
    domain: str | None = None,
    id: UUID | None = None,
    told: Mapping[str, Any] | None = None,
) -> Membership:
    """Make a new organization with `owner` as its owner, who acts there from now on; return that membership.

    `told` is what it says of itself, by column. Its prefix comes with its first code
    (sequences.prefix_of). Raises DomainTaken, also when two ask at once.
    """
    given: dict[str, Any] = {**(told or {}), **({} if id is None else {"id": id})}
    try:
        with transaction.atomic():
            organization = Organization.objects.create(
                name=name, domain=domain.lower() if domain else None, created_at=now, **given
            )
            lock_account(owner.pk)
            make_none_current(owner.pk)
            member = Membership.objects.create(
                organization=organization, user=owner, role=Role.OWNER, joined_at=now
            )
            events.organization_created.publish(
                actor_id=owner.pk, subject=organization, data={}, now=now, tenant_id=organization.pk
            )
    except IntegrityError as error:
        if constraint_of(error) == "organization_domain_unique_any_case":
            raise DomainTaken from None
        raise
    return member


def change_organization(*, actor: Membership, changes: Mapping[str, Any], now: datetime) -> Organization:
    """Change what the actor's organization says of itself, by column; a `logo` is cleaned by core.files.

    Its prefix stays: codes that were given out begin with it. The old logo's file stays where it is shown.
    Raises NotAllowed.
    """
    with transaction.atomic():
        current = _held(actor, OrganizationRight.MANAGE_TENANT)
        told = {
            name: [getattr(current, name), value]
            for name, value in changes.items()
            if name != "logo" and getattr(current, name) != value
        }
        for name, (_, value) in told.items():
            setattr(current, name, value)
        if "logo" in changes:
            told["logo"] = _put_logo(current, changes["logo"])
        if told:
            current.save(update_fields=list(told))
            _publish_change(current, told, actor_id=actor.user_id, now=now)
    return current


def delete_organization(*, actor: Membership, now: datetime) -> None:
    """Delete the actor's organization; its people act where they joined last.

    Raises NotAllowed, and StillNeeded while it has what is to be kept.
    """
    with transaction.atomic():
        held = _held(actor, OrganizationRight.DELETE_ORGANIZATION)
        # Until here rows that point at it could be inserted; whose are not committed yet finds it gone.
        organization = Organization.objects.select_for_update().get(pk=held.pk)
        if kinds := what_keeps(organization):
            raise StillNeeded(kinds)
        _delete(organization, actor_id=actor.user_id, now=now)


def _delete(organization: Organization, *, actor_id: int, now: datetime) -> None:
    people = Membership.objects.filter(organization=organization, is_active=True)
    user_ids = sorted(people.values_list("user_id", flat=True))
    lock_accounts(user_ids)
    events.organization_deleted.publish(
        actor_id=actor_id,
        subject=organization,
        data={"user_ids": user_ids},
        now=now,
        tenant_id=organization.pk,
    )
    logo, name = organization.logo.storage, organization.logo.name
    organization.delete()
    for user_id in user_ids:
        make_last_joined_current(user_id)
    check_sockets(map(person_room, user_ids))
    if name:
        transaction.on_commit(partial(logo.delete, name))


def _held(actor: Membership, right: OrganizationRight) -> Organization:
    """Hold the lock on the actor's organization and return it; raise NotAllowed without the right."""
    acting = lock_people(actor)
    if grant(acting.role, right) is not Grant.ALL:
        raise NotAllowed
    return acting.organization


def _put_logo(organization: Organization, logo: Any) -> list[Any]:
    """Put another logo, or none, and return [from, to]."""
    was = organization.logo.name
    if logo is None:
        organization.logo = ""
    else:
        organization.logo.save(logo.name or "logo", logo, save=False)
    return [was, organization.logo.name]


def _publish_change(
    organization: Organization, changes: dict[str, list[Any]], *, actor_id: int, now: datetime
) -> None:
    told, texts = parted(changes, personal=changes)
    events.organization_changed.publish(
        actor_id=actor_id,
        subject=organization,
        now=now,
        tenant_id=organization.pk,
        data={"changes": told},
        personal=texts,
    )
