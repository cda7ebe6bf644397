"""Who is in the members directory, whose a mailbox is, and what importing a file would do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Upper

from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import account_with
from trellis.domain.directory.models import DirectoryEntry, LoginCode
from trellis.domain.directory.rules.codes import COUNTED_FOR
from trellis.domain.directory.rules.files import COLUMNS, Row
from trellis.domain.directory.rules.roles import NEITHER, Roles, roles_of

# The columns of a file that importing it may change: a row is known by the first.
FIELDS = COLUMNS[1:]


class Outcome(models.TextChoices):
    """What importing a row does."""

    CREATED = "created", "New"
    UPDATED = "updated", "Changed"
    UNCHANGED = "unchanged", "As it is"
    WRONG = "wrong", "Wrong"


@dataclass(frozen=True)
class Checked:
    """A row beside the entry that it speaks of; `changes` names the columns that it would change."""

    row: Row
    entry: DirectoryEntry | None
    changes: tuple[str, ...]

    @property
    def outcome(self) -> Outcome:
        """What importing it does."""
        if self.row.errors:
            return Outcome.WRONG
        if self.entry is None:
            return Outcome.CREATED
        return Outcome.UPDATED if self.changes else Outcome.UNCHANGED


def entry_of(user: User) -> DirectoryEntry | None:
    """Return the account's row of the directory.

    That is the row that its e-mail login has linked; before the first one, the row with its address,
    if the account has proven that the address is its own.
    """
    rows = Q(user=user)
    if user.email_verified_at is not None:
        rows |= Q(user=None, email__iexact=user.email)
    # The linked row first: NULL sorts last.
    return DirectoryEntry.objects.filter(rows).order_by("user_id").first()


def roles_for(user: User) -> Roles:
    """Return the roles of an account as the directory has them now.

    A membership that was ended gives none. Without a row, who has a mentor profile is a mentor.
    """
    entry = entry_of(user)
    if entry is not None:
        return roles_of(entry.membershiptype) if entry.is_active else NEITHER
    # The relation of domain.mentorship, which this app may not import, asked for by its name.
    return Roles(is_mentor=User.objects.filter(pk=user.pk, mentor__isnull=False).exists(), is_mentee=False)


def mailbox_of(email: str) -> str | None:
    """Return the address on file that `email` would log in with, or None if nobody's.

    A code goes there and never to what was typed: PostgreSQL may hold two spellings for equal.
    """
    account = account_with(email)
    if account is not None:
        return account.email if account.is_active else None
    entry = DirectoryEntry.objects.filter(email__iexact=email, is_active=True, user=None).first()
    return entry.email if entry is not None else None


def wrong_tries(*, email: str, now: datetime) -> int:
    """Return how many wrong codes were tried at this inbox in a day."""
    rows = LoginCode.objects.filter(email__iexact=email, created_at__gt=now - COUNTED_FOR)
    return rows.aggregate(tries=Sum("tries"))["tries"] or 0


def check(rows: Iterable[Row], *, lock: bool = False) -> list[Checked]:
    """Return each row beside the entry that its e-mail address names, whatever its spelling."""
    rows = list(rows)
    known = _entries({row.values["email"].lower() for row in rows if not row.errors}, lock=lock)
    checked = []
    for row in rows:
        entry = None if row.errors else known.get(row.values["email"].lower())
        changes = tuple(
            name
            for name in FIELDS
            if entry is not None and row.values.get(name) and row.values[name] != getattr(entry, name)
        )
        checked.append(Checked(row, entry, changes))
    return checked


def _entries(addresses: set[str], *, lock: bool) -> dict[str, DirectoryEntry]:
    """Return the entries with these addresses; addresses from a file are ASCII, in lower case."""
    wanted = [address.upper() for address in addresses]
    # No column of addresses: what it is compared with is in upper case, and stays so.
    key = Upper("email", output_field=models.CharField())
    found = DirectoryEntry.objects.annotate(key=key).filter(key__in=wanted).order_by("id")
    return {entry.email.lower(): entry for entry in (found.select_for_update() if lock else found)}
