"""The one rule of minors, asked wherever people come together; docs/decisions/guardians.md says where."""

from collections.abc import Iterable
from datetime import datetime

from trellis.core.db.locks import lock
from trellis.domain.accounts.models import User
from trellis.domain.guardians.queries import unguarded
from trellis.domain.guardians.refusals import NeedsGuardian
from trellis.domain.guardians.rules import in_need


def refuse_unless_guarded(*, people: Iterable[User], now: datetime) -> None:
    """Raise NeedsGuardian where a minor would be with an adult and nobody guards them.

    Must be called in a transaction, which nobody overtakes: until it ends no guardian of the minor stops
    being one. Its locks come last: who holds one takes no other kind, so that nobody waits in a circle.
    """
    # Anew: the caller's rows may be older than the transaction.
    fresh = list(User.objects.filter(pk__in={each.pk for each in people}).order_by("pk"))
    minors = in_need(fresh, now)
    for minor in minors:
        lock_minor(minor.pk)
    if minors and unguarded(fresh, now=now):
        raise NeedsGuardian


def lock_minor(account_id: int) -> None:
    """Be alone with who guards this account and with its birth date until the transaction ends."""
    lock("guarded", account_id)
