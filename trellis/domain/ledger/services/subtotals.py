"""Summing up accounts with many entries, so that asking for their sums stays quick. Nothing depends on it."""

from trellis.domain.ledger.models import Account, Entry, Sealing, Subtotal
from trellis.domain.ledger.queries import Sums, sealed_through, subtotal_of, sums_kept, sums_of

# So many entries are read faster than a subtotal is worth.
_FEW = 200


def sum_up() -> int:
    """Make the subtotals anew of accounts on which much was moved; return of how many.

    Only what is sealed is summed up: up to there no entry can come any more.
    """
    through = sealed_through()
    before = Sealing.objects.values_list("summed_entry_id", flat=True).first()
    if before is None or through <= before:
        return 0
    moved = Entry.objects.filter(pk__gt=before, pk__lte=through).order_by().values("account").distinct()
    accounts = Account.objects.filter(pk__in=moved).select_related("subtotal")
    made = sum(_sum_up(account, through) for account in accounts)
    Sealing.objects.update(summed_entry_id=through)
    return made


def _sum_up(account: Account, through: int) -> bool:
    kept = subtotal_of(account)
    behind = kept.through_entry_id if kept else 0
    new = account.entries.filter(pk__gt=behind, pk__lte=through)
    if new.order_by()[:_FEW].count() < _FEW:
        return False
    sums = (sums_kept(kept) if kept else Sums(0, {})) + sums_of(new)
    # Each such row is right by itself, whichever of two workers writes last.
    Subtotal.objects.update_or_create(
        account=account,
        defaults={"through_entry_id": through, "balance_minor": sums.balance_minor, "spans": sums.spans},
    )
    return True
