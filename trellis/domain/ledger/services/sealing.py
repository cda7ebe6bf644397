"""Sealing entries into a chain, behind those who write: none of them waits for it, or for another.

Ids are given before the commit. So an id is marked, with a transaction's number that is taken after it was
seen; once every transaction with a lower number is over, no entry up to that id can come any more. A snapshot
has no such number: its xmax follows the last transaction that is over, and one that runs may have it.
"""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from trellis.core.db.locks import lock
from trellis.domain.ledger.models import Entry, Seal, Sealing
from trellis.domain.ledger.queries import sealed_through
from trellis.domain.ledger.rules.chain import BEGINNING, MOST_ENTRIES, root_of


def seal(*, now: datetime) -> int:
    """Seal what nobody can write between any more; return how many entries that were.

    What is marked now may be sealed now, if nobody else is writing, or by a later call.
    """
    sealed = _seal_marked(now)
    _mark()
    return sealed + _seal_marked(now)


def _mark() -> None:
    """Mark the newest entry as the one to seal next, unless another one is marked already."""
    with transaction.atomic(durable=True):
        lock("ledger", "seals")
        # Before anything is written: the transaction has no number yet.
        newest = Entry.objects.aggregate(newest=Max("pk"))["newest"]
        if newest is None or newest <= sealed_through():
            return
        number = _own_number()
        Sealing.objects.get_or_create()
        # A number that is not given yet is another server's: the database was restored here.
        waiting = Sealing.objects.filter(entry_id__gt=sealed_through(), xid__lte=number)
        if not waiting.exists():
            Sealing.objects.update(entry_id=newest, xid=number)


def _seal_marked(now: datetime) -> int:
    sealed = 0
    while count := _seal_some(now):
        sealed += count
        if count < MOST_ENTRIES:
            break
    return sealed


def _seal_some(now: datetime) -> int:
    """Write the next seal up to the marked entry, if its time has come; return how many entries it has."""
    with transaction.atomic(durable=True):
        lock("ledger", "seals")
        marked = Sealing.objects.filter(xid__lte=_oldest_running()).values_list("entry_id", flat=True).first()
        if marked is None:
            return 0
        last = Seal.objects.order_by("-number").first()
        entries = Entry.objects.filter(pk__gt=last.last_entry_id if last else 0, pk__lte=marked)
        rows = list(entries.order_by("pk")[:MOST_ENTRIES])
        if rows:
            _write_seal(last, rows, now)
        return len(rows)


def _write_seal(last: Seal | None, entries: list[Entry], now: datetime) -> None:
    seal = Seal(
        number=last.number + 1 if last else 1,
        last_entry_id=entries[-1].pk,
        entry_count=len(entries),
        sealed_at=now,
    )
    seal.root = root_of(
        previous=bytes(last.root) if last else BEGINNING,
        number=seal.number,
        last_entry_id=seal.last_entry_id,
        entry_count=seal.entry_count,
        sealed_at=now,
        hashes=(bytes(entry.hash) for entry in entries),
    )
    seal.save(force_insert=True)
    Sealing.objects.update(seal_number=seal.number)


def _own_number() -> int:
    return _asked("SELECT pg_current_xact_id()::text::bigint")


def _oldest_running() -> int:
    """Return the number of the oldest transaction that writes and is not over, or the next one's."""
    return _asked("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")


def _asked(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        (number,) = cursor.fetchone()
    return int(number)
