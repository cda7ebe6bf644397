"""Money moves once for a key, balanced, in one currency; what has moved stays: the database sees to it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.crowd import at_once
from tests.domain.ledger.books import NOON, K, earn, post, receive, somebody
from trellis.domain.ledger.models import Account, Entry, Seal, Transfer, TransferKind
from trellis.domain.ledger.refusals import OtherTransfer

REFUND = TransferKind.REFUND


def _run(statement: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.mark.django_db
class TestPosting:
    def test_it_adds_and_takes_what_the_lines_say(self) -> None:
        payee = somebody().pk
        assert receive(payee, 7500)
        assert earn(payee, 7500)
        found = Entry.objects.order_by("pk").values_list("account__kind", "account__user", "amount_minor")
        assert list(found) == [
            ("outside", None, -7500),
            ("held", payee, 7500),
            ("held", payee, -7500),
            ("earned", payee, 6375),
            ("fees", None, 1125),
        ]
        assert Account.objects.count() == 4

    def test_lines_of_nothing_are_left_out(self) -> None:
        payee = somebody().pk
        assert post(REFUND, (K.HELD, payee, -5), (K.OUTSIDE, None, 5), (K.FEES, None, 0))
        assert Entry.objects.count() == Transfer.objects.get().entry_count == 2

    def test_it_moves_once_for_a_key_whatever_the_hour(self) -> None:
        payee, reference = somebody().pk, uuid4()
        lines = ((K.OUTSIDE, None, -5), (K.HELD, payee, 5))
        assert post(REFUND, *lines, key="once", reference=reference)
        assert not post(REFUND, *lines[::-1], key="once", reference=reference, now=NOON + timedelta(days=1))
        assert Entry.objects.count() == 2

    @pytest.mark.parametrize("other", ["kind", "reference", "currency", "amount", "account"])
    def test_it_gives_no_key_to_another_transfer(self, other: str) -> None:
        payee, reference = somebody().pk, uuid4()
        post(REFUND, (K.OUTSIDE, None, -5), (K.HELD, payee, 5), key="once", reference=reference)
        amount = 6 if other == "amount" else 5
        into = K.EARNED if other == "account" else K.HELD
        with pytest.raises(OtherTransfer):
            post(
                TransferKind.PAYOUT if other == "kind" else REFUND,
                (K.OUTSIDE, None, -amount),
                (into, payee, amount),
                key="once",
                reference=uuid4() if other == "reference" else reference,
                currency="EUR" if other == "currency" else "USD",
            )

    @pytest.mark.parametrize(
        "amounts", [(-5, 4), (5, 5), (5,), (), (0, 0), (3, -1, -1)], ids=lambda amounts: f"{len(amounts)}"
    )
    def test_it_fails_where_an_unbalanced_transfer_is_made(self, amounts: tuple[int, ...]) -> None:
        payee = somebody().pk
        with pytest.raises(IntegrityError, match=r"off balance|has_two_sides"):
            post(REFUND, *((K.HELD, payee, amount) for amount in amounts))
        assert not Transfer.objects.exists()

    def test_several_transfers_of_one_transaction_are_each_looked_at(self) -> None:
        payee = somebody().pk
        with transaction.atomic():
            receive(payee, 100)
            earn(payee, 100)
            with pytest.raises(IntegrityError, match="off balance"):
                post(REFUND, (K.HELD, payee, 1), (K.OUTSIDE, None, 1))
            assert receive(payee, 50)
        assert Transfer.objects.count() == 3

    @pytest.mark.parametrize("key", ["", "two\nlines", "a space", "ä"], ids=ascii)
    def test_a_key_is_of_printable_ascii(self, key: str) -> None:
        payee = somebody().pk
        with pytest.raises(IntegrityError, match="key_in_form"), transaction.atomic():
            Transfer.objects.create(
                key=key, kind=REFUND, reference=uuid4(), currency="USD", entry_count=2, happened_at=NOON
            )
        assert receive(payee, 1, key="!:~/x")

    def test_somebodys_account_names_them_and_the_houses_nobody(self) -> None:
        for line in ((K.HELD, None, 5), (K.FEES, somebody().pk, 5)):
            with pytest.raises(IntegrityError, match="ledger_account_is_somebodys"):
                post(REFUND, line, (K.OUTSIDE, None, -5))


def _bare_transfer(payee: int, *, entry_count: int = 2) -> tuple[int, int, int]:
    """Return a transfer without entries, and two accounts for some."""
    receive(payee, 100)
    outside, held = Account.objects.order_by("kind").values_list("pk", flat=True)[::-1]
    transfer = Transfer.objects.create(
        key=f"bare:{uuid4()}",
        kind=REFUND,
        reference=uuid4(),
        currency="USD",
        entry_count=entry_count,
        happened_at=NOON,
    )
    return transfer.pk, outside, held


@pytest.mark.django_db(transaction=True)
class TestPastTheService:
    """What the database refuses to the application's role, which is no superuser and owns nothing."""

    def test_that_role_is_who_asks(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rolsuper, pg_has_role(current_user, tableowner, 'usage'), current_user"
                " FROM pg_roles, pg_tables WHERE rolname = current_user AND tablename = 'ledger_entry'"
            )
            assert cursor.fetchone() == (False, False, "trellis_app")

    @pytest.mark.parametrize(
        ("amounts", "why"),
        [
            ([], "has 0 entries"),
            ([-5, 4], "off balance by -1"),
            ([-5, 5, -1, 1], "has 4 entries"),
            ([9], "off balance"),
        ],
        ids=str,
    )
    def test_a_transfer_that_is_not_whole_is_refused_at_the_commit(
        self, amounts: list[int], why: str
    ) -> None:
        payee = somebody().pk
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            transfer, outside, _ = _bare_transfer(payee)
            for amount in amounts:
                _run("INSERT INTO ledger_entry (transfer_id, account_id, amount_minor, hash)"
                     " VALUES (%s, %s, %s, '')", transfer, outside, amount)  # fmt: skip
        assert not Transfer.objects.exists()

    def test_nothing_is_added_to_what_has_moved(self) -> None:
        receive(somebody().pk, 100)
        transfer, account = Entry.objects.values_list("transfer_id", "account_id")[0]
        with pytest.raises(IntegrityError, match="has 4 entries instead of 2"), transaction.atomic():
            for amount in (5, -5):
                Entry.objects.create(transfer_id=transfer, account_id=account, amount_minor=amount)
        assert Entry.objects.count() == 2

    def test_an_account_takes_its_own_currency_alone(self) -> None:
        payee = somebody().pk
        receive(payee, 100, currency="EUR")
        euros = Account.objects.get(kind=K.HELD).pk
        with pytest.raises(IntegrityError, match="takes no entry in USD"), transaction.atomic():
            transfer = Transfer.objects.create(
                key="x", kind=REFUND, reference=uuid4(), currency="USD", entry_count=2, happened_at=NOON
            )
            Entry.objects.create(transfer=transfer, account_id=euros, amount_minor=5)

    def test_nobody_chooses_the_id_or_the_hash_of_an_entry(self) -> None:
        payee = somebody().pk
        with transaction.atomic():
            transfer, outside, held = _bare_transfer(payee)
            for account, amount in ((outside, -5), (held, 5)):
                Entry.objects.create(
                    transfer_id=transfer, account_id=account, amount_minor=amount, hash=b"mine"
                )
        assert {len(bytes(each)) for each in Entry.objects.values_list("hash", flat=True)} == {32}
        with pytest.raises(Exception, match="cannot insert a non-DEFAULT value"):
            Entry.objects.create(pk=1, transfer_id=transfer, account_id=outside, amount_minor=5)


def _one_of_each() -> None:
    receive(somebody().pk, 100)
    Seal.objects.create(number=1, last_entry_id=2, entry_count=2, sealed_at=NOON, root=b"x" * 32)


_COLUMNS = {"account": "currency", "transfer": "kind", "entry": "amount_minor", "seal": "root"}


@pytest.mark.parametrize("table", _COLUMNS)
@pytest.mark.parametrize(
    "statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"], ids=["update", "delete"]
)
@pytest.mark.django_db
def test_nothing_is_changed_and_nothing_goes(table: str, statement: str) -> None:
    _one_of_each()
    with pytest.raises(IntegrityError, match=f"ledger_{table} is append-only"), transaction.atomic():
        _run(statement.format(f"ledger_{table}", _COLUMNS[table]))


def test_not_even_by_the_owner_of_the_tables(database: BaseDatabaseWrapper) -> None:
    with database.cursor() as cursor:
        for table, column in _COLUMNS.items():
            for statement in ("TRUNCATE {} CASCADE", "UPDATE {0} SET {1} = {1}", "DELETE FROM {}"):
                with pytest.raises(IntegrityError, match="is append-only"):
                    cursor.execute(statement.format(f"ledger_{table}", column))


@pytest.mark.django_db(transaction=True)
def test_a_crowd_moves_money_once_for_a_key() -> None:
    payee, reference = somebody().pk, uuid4()

    def move(_: int) -> bool:
        lines = ((K.OUTSIDE, None, -5), (K.HELD, payee, 5))
        return post(REFUND, *lines, key="once", reference=reference)

    assert sorted(at_once(16, move)) == [False] * 15 + [True]
    assert Entry.objects.count() == 2
