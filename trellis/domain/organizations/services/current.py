"""In which of their organizations somebody acts.

The account's row is the lock of its memberships: who changes which of them is current holds it. Who needs an
organization's lock too takes that one first.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.queries import active_member


def make_current(*, user: User, organization_id: UUID) -> Membership:
    """Let the account act in this organization from now on; raise UnknownMember where it is no member."""
    with transaction.atomic():
        lock_account(user.pk)
        member = active_member(organization_id, user.pk)
        if not member.is_current:
            make_none_current(user.pk)
            member.is_current = True
            member.save(update_fields=["is_current"])
    return member


def switch(*, user: User, organization_id: UUID, until: datetime, now: datetime) -> str:
    """Let the account act in this organization, and return an access token that names it.

    It opens what the sign-in opened by which the account is here, and no longer than `until`, when the token
    ends that asks. Raises UnknownMember.
    """
    with transaction.atomic():
        make_current(user=user, organization_id=organization_id)
        by, sign_in_id = user.signed_in_by, user.sign_in_id
        return access_token(user=user, by=by, sign_in_id=sign_in_id, until=until, now=now)


def lock_account(user_id: int) -> None:
    """Hold the lock on the account's memberships until the transaction ends."""
    # NO KEY: rows that point at the account can be inserted meanwhile.
    User.objects.select_for_update(no_key=True).only("pk").get(pk=user_id)


def lock_accounts(user_ids: Sequence[int]) -> None:
    """Hold the locks on the memberships of several accounts, taken in one order, whoever takes them."""
    accounts = User.objects.select_for_update(no_key=True).filter(pk__in=user_ids)
    list(accounts.order_by("pk").values_list("pk"))


def make_none_current(user_id: int) -> None:
    """Make room for another current membership, which must follow before the transaction ends."""
    Membership.objects.filter(user_id=user_id, is_current=True).update(is_current=False)


def make_last_joined_current(user_id: int) -> None:
    """Where no membership of the account is current any more, make the one that it joined last so."""
    own = Membership.objects.filter(user_id=user_id, is_active=True)
    if own.filter(is_current=True).exists():
        return
    last = own.order_by("-joined_at", "-pk").values("pk")[:1]
    Membership.objects.filter(pk__in=last).update(is_current=True)
