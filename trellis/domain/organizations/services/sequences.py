"""What an organization's codes are made of: its prefix, and consecutive numbers, given out under locks."""

from datetime import date
from uuid import UUID

from django.db import connection, transaction

from trellis.core.db.locks import lock
from trellis.domain.organizations.models import Organization
from trellis.domain.organizations.rules.prefixes import beginning_of, first_free, stem_of
from trellis.domain.organizations.services.members import lock_organization

# The row stays locked until the transaction ends: who rolls back gives the numbers back.
_TAKE = """
INSERT INTO organizations_sequence AS s (organization_id, kind, day, last) VALUES (%s, %s, %s, %s)
ON CONFLICT (organization_id, kind, day) DO UPDATE SET last = s.last + EXCLUDED.last
RETURNING last
"""


def take(*, organization_id: UUID, kind: str, day: date | None = None, count: int = 1) -> int:
    """Return the first of the next `count` numbers of this kind, of all time or of one day; from 1.

    Must be called inside a transaction. Where one needs several kinds, every service takes them in one
    order (requisition before its day's number), or two could wait for each other.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"number of {kind} outside a transaction")
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [organization_id, kind, day, count])
        (last,) = cursor.fetchone()
    return int(last) - count + 1


def prefix_of(organization: Organization) -> str:
    """Return what every code of the organization begins with; the first time, take one that is free.

    Must be called inside a transaction, before any `take`: the organization's lock comes before those of its
    numbers.
    """
    if organization.prefix is None:
        organization.prefix = _taken_prefix(lock_organization(organization.pk))
    return organization.prefix


def _taken_prefix(organization: Organization) -> str:
    if organization.prefix is None:
        # Two who look for a free prefix at once would find the same one.
        lock("organization-prefix", 0)
        organization.prefix = _free_prefix(organization.name)
        organization.save(update_fields=["prefix"])
    return organization.prefix


def _free_prefix(name: str) -> str:
    stem = stem_of(name)
    alike = Organization.objects.filter(prefix__startswith=beginning_of(stem))
    return first_free(stem, taken=list(alike.values_list("prefix", flat=True)))
