"""What a payee has earned, over a million entries, a fifth of which are theirs."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import psycopg
from django.db import connection
from django.utils import timezone

from trellis.domain.accounts.models import User
from trellis.domain.ledger.models import Account, Subtotal
from trellis.domain.ledger.queries import Earnings, earnings_of
from trellis.domain.ledger.services.sealing import seal
from trellis.domain.ledger.services.subtotals import sum_up

TRANSFERS = 333_000
PAYEES = 100
ROUNDS = 21
NOW = datetime(2028, 12, 31, 12, tzinfo=UTC)
_ZONE = ZoneInfo("America/New_York")
# These look at each row when it is written, one after the other; what is written here balances.
_LOOKS = (("ledger_transfer", "ledger_transfer_balanced"), ("ledger_entry", "ledger_entry_balanced"))
_ACCOUNTS = """
INSERT INTO ledger_account (kind, user_id, currency)
SELECT 'fees', NULL::bigint, 'USD' UNION ALL
SELECT kind, id, 'USD' FROM accounts_user, (VALUES ('held'), ('earned')) AS k (kind)
WHERE username LIKE 'payee-%'
"""
_TRANSFERS = """
INSERT INTO ledger_transfer (key, kind, reference, currency, entry_count, happened_at)
SELECT 'bench:' || n, 'earned', gen_random_uuid(), 'USD', 3,
    timestamptz '2026-01-01' + n * (interval '1095 days' / %(transfers)s)
FROM generate_series(1, %(transfers)s) AS n
"""
# Three of five are the first payee's.
_ENTRIES = """
INSERT INTO ledger_entry (transfer_id, account_id, amount_minor, hash)
SELECT t.id, a.id, CASE a.kind WHEN 'held' THEN -7500 WHEN 'earned' THEN 6375 ELSE 1125 END, ''
FROM ledger_transfer AS t
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM accounts_user
    WHERE username LIKE 'payee-%%') AS u
    ON u.place = CASE WHEN t.id %% 5 < 3 THEN 0 ELSE t.id %% %(payees)s END
JOIN ledger_account AS a ON a.user_id = u.id OR a.kind = 'fees'
ORDER BY t.id, a.id
"""


def load(*, owner_url: str) -> None:
    """Make payees and their entries; seal these, and sum them up."""
    User.objects.bulk_create(
        User(username=f"payee-{number}", email=f"payee-{number}@example.com") for number in range(PAYEES)
    )
    with psycopg.connect(owner_url, autocommit=True) as owner:
        for table, look in _LOOKS:
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER {look}")
        owner.execute(_ACCOUNTS)
        owner.execute(_TRANSFERS, {"transfers": TRANSFERS})
        owner.execute(_ENTRIES, {"payees": PAYEES})
        for table, look in _LOOKS:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER {look}")
        owner.execute("ANALYZE ledger_transfer, ledger_entry")


def measure() -> list[str]:
    """Return a line for each way to know what the payee with the most entries has earned, and the few."""
    started = time.perf_counter()
    sealed = seal(now=timezone.now())
    lines = [f"{sealed:,} entries sealed in {time.perf_counter() - started:.1f} s"]
    most, few = User.objects.filter(username__in=["payee-0", "payee-8"]).order_by("pk")
    plain = [_line("plainly summed", most), _line("plainly summed, one of many", few)]
    expected = _earned(most)
    sum_up()
    lines += [_line("with subtotals", most), *plain, _line("with subtotals, one of many", few)]
    if _earned(most) != expected:
        raise AssertionError("subtotals change what somebody has earned")
    connection.close()
    return lines


def _earned(payee: User) -> dict[str, Earnings]:
    return earnings_of(user_id=payee.pk, zone=_ZONE, now=NOW)


def _line(title: str, payee: User) -> str:
    entries = Account.objects.get(user=payee, kind="earned").entries.count()
    rounds = ROUNDS if Subtotal.objects.exists() else 3
    took = sorted(_milliseconds(lambda: _earned(payee)) for _ in range(rounds))
    return f"{title:<30}{entries:>9,} entries: p50 {took[rounds // 2]:>7.1f} ms, most {took[-1]:>7.1f} ms"


def _milliseconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000
