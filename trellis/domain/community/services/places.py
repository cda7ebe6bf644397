"""Somebody's place in a group, held while they do something there."""

from django.db import transaction

from trellis.domain.accounts.models import User
from trellis.domain.community.models import Ban, Membership
from trellis.domain.community.refusals import IsBanned, NotAMember


def held_place(group_id: int, person: User) -> Membership:
    """Return somebody's place in a group, of which nobody takes it until the transaction ends.

    Raises IsBanned, NotAMember.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a place is held outside a transaction")
    rows = Membership.objects.select_for_update(no_key=True, of=("self",)).select_related("group")
    found = rows.filter(group=group_id, person=person).first()
    if found is None:
        raise IsBanned if Ban.objects.filter(group=group_id, person=person).exists() else NotAMember
    return found
