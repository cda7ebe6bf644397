"""What can happen to an organization itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from trellis.core.db.errors import constraint_of
from trellis.core.events import parted
from trellis.domain.accounts.models import User
from trellis.domain.organizations import events
from trellis.domain.organizations.models import Membership, Organization
from trellis.domain.organizations.refusals import DomainTaken
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.services.current import lock_account, make_none_current


def create_organization(
    *, owner: User, name: str, now: datetime, domain: str | None = None, id: UUID | None = None
) -> Membership:
    """Make a new organization with `owner` as its owner, who acts there from now on; return that membership.

    Its prefix comes with its first code (sequences.prefix_of). Raises DomainTaken, also when two ask at once.
    """
    given: dict[str, Any] = {} if id is None else {"id": id}
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


def change_organization(
    *, organization: Organization, changes: Mapping[str, Any], actor_id: int, now: datetime
) -> Organization:
    """Give the organization another `name`, another `logo` (cleaned by core.media; None for none), or both.

    Its prefix stays: codes that were given out begin with it. The old logo's file stays where it is shown.
    """
    logo = changes.get("logo")
    with transaction.atomic():
        if logo is not None:
            organization.logo.save(logo.name or "logo", logo, save=False)
        current = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        told: dict[str, list[Any]] = {}
        if changes.get("name", current.name) != current.name:
            told["name"] = [current.name, changes["name"]]
            current.name = changes["name"]
        if "logo" in changes:
            was, current.logo = current.logo.name, "" if logo is None else organization.logo.name
            told["logo"] = [was, current.logo.name]
        if told:
            current.save(update_fields=list(told))
            _publish_change(current, told, actor_id=actor_id, now=now)
    return current


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
