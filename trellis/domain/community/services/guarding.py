"""The rule of minors among strangers: somebody guards them, and knows where they are."""

from datetime import datetime

from django.db import transaction

from trellis.domain.accounts.models import User
from trellis.domain.guardians.queries import guardians_of
from trellis.domain.guardians.refusals import NeedsGuardian
from trellis.domain.guardians.rules import counts_as_minor
from trellis.domain.guardians.services.checking import lock_minor


def refuse_unguarded_minor(person: User, *, now: datetime) -> None:
    """Raise NeedsGuardian for a minor whom nobody guards. Groups and events are open to adults.

    Must be called in a transaction, which nobody overtakes; its lock comes last.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a minor is asked for outside a transaction")
    fresh = User.objects.get(pk=person.pk)
    if not counts_as_minor(fresh, now):
        return
    lock_minor(fresh.pk)
    if not guardians_of([fresh.pk], now=now).exists():
        raise NeedsGuardian
