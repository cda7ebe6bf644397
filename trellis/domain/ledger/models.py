"""An append-only ledger: what belongs to whom, as the sum of all that was ever moved.

Rows of accounts, transfers, entries and seals never change, and none goes: triggers refuse it (migration
0001). They also reckon each entry's hash, and refuse transfers that do not balance: docs/decisions/ledger.md.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from trellis.core.privacy import Nobody, Own
from trellis.domain.accounts.models import User
from trellis.domain.ledger.rules import limits


class AccountKind(models.TextChoices):
    """What the money on an account is."""

    HELD = "held", "held: paid and not earned yet"
    EARNED = "earned", "earned: the payee's, and not paid out"
    FROZEN = "frozen", "frozen: the payee's, while somebody disputes it"
    OUTSIDE = "outside", "outside: what the world has given, below zero"
    FEES = "fees", "fees: the house's"
    SUSPENSE = "suspense", "suspense: came, and is to be given back"


# Each of these is somebody's; the others have one account in each currency.
SOMEBODYS = (AccountKind.HELD, AccountKind.EARNED, AccountKind.FROZEN)


class TransferKind(models.TextChoices):
    """Why money moved."""

    PAYMENT_RECEIVED = "payment_received"
    PAYMENT_MISPLACED = "payment_misplaced"
    REFUND = "refund"
    REFUND_FAILED = "refund_failed"
    EARNED = "earned"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_WON = "dispute_won"
    DISPUTE_LOST = "dispute_lost"
    PAYOUT = "payout"
    PAYOUT_FAILED = "payout_failed"


class Account(models.Model):
    """Where money of one kind, owner and currency is. It holds the sum of its entries."""

    privacy = Own(
        "user",
        kept={"currency": "a choice"},
        stays="the books balance only whole; an account says no more than whose the entries are",
    )
    kind = models.CharField(max_length=limits.LONGEST_KIND, choices=AccountKind)
    user = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ledger_accounts",
        db_index=False,  # the constraint has one that begins with it
    )
    currency = models.CharField(max_length=limits.CURRENCY_LETTERS)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "currency"], nulls_distinct=False, name="ledger_account_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=AccountKind.values), name="ledger_account_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=SOMEBODYS, user__isnull=False)
                | Q(~Q(kind__in=SOMEBODYS), user__isnull=True),
                name="ledger_account_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=limits.CURRENCY_FORM), name="ledger_account_currency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id or ''} {self.currency}"


class Transfer(models.Model):
    """One movement of money, once for its key: entries that sum to 0 in its one currency."""

    privacy = Nobody("a key, a reference and a moment: whose money it was, the accounts say")
    key = models.CharField(max_length=limits.LONGEST_KEY, unique=True)
    kind = models.CharField(max_length=limits.LONGEST_KIND, choices=TransferKind)
    # What it was about, such as a payment.
    reference = models.UUIDField(db_index=True)
    currency = models.CharField(max_length=limits.CURRENCY_LETTERS)
    # So many it has from the beginning, so that none is added to it later.
    entry_count = models.PositiveSmallIntegerField()
    happened_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TransferKind.values), name="ledger_transfer_kind"),
            models.CheckConstraint(
                condition=Q(key__regex=limits.KEY_FORM), name="ledger_transfer_key_in_form"
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=limits.CURRENCY_FORM), name="ledger_transfer_currency"
            ),
            models.CheckConstraint(
                condition=Q(entry_count__gte=limits.FEWEST_ENTRIES), name="ledger_transfer_has_two_sides"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Entry(models.Model):
    """What one transfer adds to one account, or takes from it. The database reckons its hash."""

    privacy = Nobody("an amount: whose it is, the account says")
    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="entries")
    account = models.ForeignKey(
        Account,
        models.PROTECT,
        related_name="entries",
        db_index=False,  # that of account and id begins with it
    )
    amount_minor = models.BigIntegerField()
    hash = models.BinaryField(max_length=limits.HASH_BYTES, editable=False)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["account", "id"], name="ledger_entry_of_account")]
        constraints = [
            models.CheckConstraint(condition=~Q(amount_minor=0), name="ledger_entry_moves_something")
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor:+d}"


class Seal(models.Model):
    """A link of the chain: the entries behind the last seal up to `last_entry_id`, and its root over them."""

    privacy = Nobody("digests and counts")
    number = models.BigIntegerField(primary_key=True)
    last_entry_id = models.BigIntegerField(unique=True)
    entry_count = models.BigIntegerField()
    sealed_at = models.DateTimeField()
    root = models.BinaryField(max_length=limits.HASH_BYTES, editable=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=Q(entry_count__gt=0), name="ledger_seal_of_something")
        ]

    def __str__(self) -> str:
        return f"{self.number}:{bytes(self.root).hex()}"


class Sealing(models.Model):
    """How far sealing has come: one row.

    `entry_id` is to be sealed next, once every transaction that began to write before `xid` is over.
    """

    privacy = Nobody("numbers of rows")
    id = models.SmallIntegerField(primary_key=True, default=1)
    seal_number = models.BigIntegerField(default=0)
    entry_id = models.BigIntegerField(null=True)
    xid = models.BigIntegerField(null=True)
    # Through this entry it was looked whose subtotals are to be made anew.
    summed_entry_id = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "sealing"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="ledger_sealing_once")]

    def __str__(self) -> str:
        return f"{self.seal_number} seals"


class Subtotal(models.Model):
    """What an account's entries sum to through a sealed one: kept so that many need not be read again.

    `spans` has what moved and was no payout, by the spans of rules/months.py. All of it may go at any time.
    """

    privacy = Nobody("made of entries")
    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="subtotal")
    through_entry_id = models.BigIntegerField()
    balance_minor = models.BigIntegerField()
    spans: Any = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.balance_minor} through {self.through_entry_id}"
