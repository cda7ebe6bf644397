"""Seals: one chain over all entries, behind those who write."""

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import IntegrityError

from tests.crowd import at_once
from tests.domain.ledger.books import NOON, K, earn, receive, somebody
from tests.rounds import ROUNDS
from trellis.core.processes import wait_until
from trellis.domain.ledger.models import Account, Entry, Seal, Sealing, Transfer
from trellis.domain.ledger.queries import sealed_through
from trellis.domain.ledger.rules import chain
from trellis.domain.ledger.services import sealing
from trellis.domain.ledger.services.sealing import seal

pytestmark = pytest.mark.django_db(transaction=True)


def _require_one_chain_over_everything() -> None:
    """Reckon every hash and root anew, from the rows."""
    previous, sealed = chain.BEGINNING, 0
    seals = list(Seal.objects.order_by("number"))
    assert [seal.number for seal in seals] == list(range(1, len(seals) + 1))
    for one in seals:
        entries = Entry.objects.filter(pk__gt=sealed, pk__lte=one.last_entry_id).order_by("pk")
        found = list(entries.select_related("transfer", "account"))
        assert [bytes(each.hash) for each in found] == [_hash_of(each) for each in found]
        said = {name: getattr(one, name) for name in ("number", "last_entry_id", "entry_count", "sealed_at")}
        root = chain.root_of(previous=previous, hashes=(bytes(each.hash) for each in found), **said)
        assert (bytes(one.root), one.entry_count) == (root, len(found))
        previous, sealed = root, one.last_entry_id
    assert not Entry.objects.filter(pk__gt=sealed).exists()


def _hash_of(entry: Entry) -> bytes:
    moved = entry.transfer
    return chain.entry_hash(
        entry_id=entry.pk,
        key=moved.key,
        kind=moved.kind,
        reference=moved.reference,
        currency=moved.currency,
        entry_count=moved.entry_count,
        happened_at=moved.happened_at,
        account_kind=entry.account.kind,
        user_id=entry.account.user_id,
        amount_minor=entry.amount_minor,
    )


def _seal_until(count: int) -> None:
    """Seal until so many entries are: somebody may be writing into another database of the server."""

    def sealed() -> int:
        seal(now=NOON)
        return Entry.objects.filter(pk__lte=sealed_through()).count()

    assert wait_until(lambda: sealed() >= count, timeout=300)
    assert sealed() == count


def test_all_that_is_there_is_sealed_once() -> None:
    payee = somebody().pk
    assert seal(now=NOON) == 0
    receive(payee, 100)
    earn(payee, 100, now=NOON + timedelta(microseconds=1))
    _seal_until(5)
    assert seal(now=NOON) == 0
    receive(payee, 100)
    _seal_until(7)
    assert list(Seal.objects.order_by("number").values_list("entry_count", flat=True)) == [5, 2]
    assert Sealing.objects.get().seal_number == 2
    _require_one_chain_over_everything()


def test_a_seal_has_so_many_entries_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST_ENTRIES", 4)
    payee = somebody().pk
    for _ in range(4):
        receive(payee, 100)
    _seal_until(8)
    receive(payee, 100)
    _seal_until(10)
    assert list(Seal.objects.order_by("number").values_list("entry_count", flat=True)) == [4, 4, 2]
    _require_one_chain_over_everything()


class Writer:
    """A connection of its own, in the middle of moving money."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection

    def begin(self) -> None:
        row = self.connection.execute(
            "INSERT INTO ledger_transfer (key, kind, reference, currency, entry_count, happened_at)"
            " VALUES (%s, 'refund', %s, 'USD', 2, %s) RETURNING id",
            [f"writer:{uuid4()}", uuid4(), NOON],
        ).fetchone()
        assert row
        self.transfer = row[0]

    def write(self) -> None:
        outside = Account.objects.get(kind=K.OUTSIDE).pk
        for amount in (5, -5):
            self.connection.execute(
                "INSERT INTO ledger_entry (transfer_id, account_id, amount_minor, hash)"
                " VALUES (%s, %s, %s, '')",
                [self.transfer, outside, amount],
            )

    def end(self) -> None:
        self.connection.commit()


@pytest.fixture
def writers() -> Iterator[list[Writer]]:
    receive(somebody().pk, 100)
    _seal_until(2)  # or a mark that waits would be in the way
    with (
        psycopg.connect(os.environ["DATABASE_URL"]) as one,
        psycopg.connect(os.environ["DATABASE_URL"]) as two,
    ):
        yield [Writer(one), Writer(two)]


def test_nothing_is_sealed_over_somebody_who_writes_still(writers: list[Writer]) -> None:
    slow, quick = writers
    slow.begin()
    slow.write()
    quick.begin()
    quick.write()
    quick.end()
    assert [seal(now=NOON), seal(now=NOON)] == [0, 0]
    slow.end()
    _seal_until(6)
    _require_one_chain_over_everything()


def test_nor_over_one_who_began_after_all_that_are_over(writers: list[Writer]) -> None:
    """Their number is a snapshot's xmax, and they are in no list of those that run."""
    early, late = writers
    early.begin()
    late.begin()
    late.write()
    early.write()
    early.end()
    assert [seal(now=NOON), seal(now=NOON)] == [0, 0]
    late.end()
    _seal_until(6)
    _require_one_chain_over_everything()


def test_what_came_before_the_mark_is_sealed_while_others_write_on(writers: list[Writer]) -> None:
    slow, quick = writers
    slow.begin()
    slow.write()
    seal(now=NOON)  # Nothing is to be seen yet.
    quick.begin()
    quick.write()
    quick.end()
    assert seal(now=NOON) == 0  # It marks what the quick one wrote.
    quick.begin()
    quick.write()
    slow.end()
    _seal_until(6)
    quick.end()
    _seal_until(8)
    _require_one_chain_over_everything()


@pytest.mark.parametrize("elsewhere", [1, 10**15], ids=["lower", "higher"])
def test_a_restored_database_goes_on_under_other_numbers(writers: list[Writer], elsewhere: int) -> None:
    payee = somebody("payee").pk
    receive(payee, 100)
    marked = Entry.objects.order_by("pk").last()
    assert marked
    Sealing.objects.update(entry_id=marked.pk, xid=elsewhere)
    receive(payee, 100)
    _seal_until(6)
    _require_one_chain_over_everything()


def test_a_fork_is_refused_by_the_database() -> None:
    receive(somebody().pk, 100)
    _seal_until(2)
    for number, last in ((1, 99), (2, Seal.objects.get().last_entry_id)):
        with pytest.raises(IntegrityError):
            Seal.objects.create(number=number, last_entry_id=last, entry_count=1, sealed_at=NOON, root=b"x")


@pytest.mark.soak
def test_fifty_write_while_two_seal() -> None:
    payee = somebody().pk

    def act(number: int) -> int:
        if number < 2:
            return sum(seal(now=NOON) for _ in range(10))
        return sum(receive(payee, 100) and earn(payee, 100) for _ in range(4))

    for _ in range(ROUNDS):
        at_once(52, act)
    _seal_until(50 * 4 * 5 * ROUNDS)
    assert Transfer.objects.count() == 50 * 8 * ROUNDS
    _require_one_chain_over_everything()
    held = Entry.objects.filter(account__kind=K.HELD).values_list("amount_minor", flat=True)
    assert sum(held) == 0
