"""Nothing outside is spoken to inside a transaction: every client refuses it, and every client is known."""

import ast
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import connection, transaction

from tests.architecture.exceptions import hold
from trellis.core.outside import outside_of_transactions
from trellis.core.post import mail, sms

TRELLIS = Path(__file__).parents[2] / "trellis"
NOW = dt.datetime(2030, 5, 5, tzinfo=dt.UTC)
# What a program speaks to the outside by; `urllib.parse` and asyncio's own locks are none of it.
_WAYS_OUT = frozenset(
    {
        *("smtplib", "imaplib", "poplib", "ftplib", "telnetlib", "xmlrpc", "http.client", "urllib.request"),
        *("socket", "ssl", "httpx", "httpcore", "requests", "urllib3", "aiohttp", "websockets", "h11"),
        *("boto3", "botocore", "storages", "stripe", "pywebpush", "openai", "google", "twilio", "daily"),
        *("django.core.mail", "asyncio.streams"),
    }
)


def ways_out(source: str) -> list[str]:
    """Return the modules for speaking to the outside that a module imports, wherever in it."""
    return sorted({name for name in _imported(ast.parse(source)) if not _WAYS_OUT.isdisjoint(_parents(name))})


def is_guarded(source: str) -> bool:
    """Return whether a module calls what refuses to speak inside a transaction."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    names = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    return outside_of_transactions.__name__ in names


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{each.name}" for each in node.names)


def _parents(name: str) -> set[str]:
    words = name.split(".")
    return {".".join(words[:length]) for length in range(1, len(words) + 1)}


def _clients() -> dict[str, str]:
    """Return the source of each module that can speak to the outside, by its path."""
    found = {path.relative_to(TRELLIS).as_posix(): path.read_text("utf-8") for path in TRELLIS.rglob("*.py")}
    return {path: source for path, source in found.items() if ways_out(source)}


def test_every_client_asks_first() -> None:
    clients = _clients()
    assert {"core/post/mail.py", "core/post/sms.py"} <= clients.keys()
    unguarded = {path for path, source in clients.items() if not is_guarded(source)}
    hold("outside", unguarded, "let the client ask outside_of_transactions() first")


@pytest.mark.parametrize(
    "planted",
    [
        "import httpx",
        "def f():\n    import smtplib",
        "from urllib import request",
        "from urllib.request import urlopen",
        "from django.core.mail import send_mail",
        "from django.core import mail",
        "import http.client as client",
    ],
)
def test_a_planted_client_that_does_not_ask_is_found(planted: str) -> None:
    assert ways_out(planted)
    assert not is_guarded(planted)
    assert is_guarded(f"{planted}\noutside_of_transactions()")


@pytest.mark.parametrize("harmless", ["from urllib.parse import urlsplit", "import asyncio", "import http"])
def test_what_reaches_nobody_is_let_be(harmless: str) -> None:
    assert ways_out(harmless) == []


@pytest.mark.django_db(transaction=True)
class TestInsideATransaction:
    def test_it_is_refused_however_deep(self) -> None:
        outside_of_transactions()
        with transaction.atomic():
            with pytest.raises(transaction.TransactionManagementError, match="after the commit"):
                outside_of_transactions()
            with transaction.atomic(), pytest.raises(transaction.TransactionManagementError):
                outside_of_transactions()
        outside_of_transactions()

    def test_it_is_possible_once_that_has_committed(self) -> None:
        asked: list[None] = []
        with transaction.atomic():
            transaction.on_commit(lambda: asked.append(outside_of_transactions()))
        assert asked == [None]

    def test_no_mail_is_sent(self, settings: Any) -> None:
        settings.MAIL_IS_SENT = True
        row = mail.send(to="a@b.example", subject="S", text="T", now=NOW)
        _refused(lambda: mail.deliver(mail_id=row.pk))
        row.refresh_from_db()
        assert (row.sent_at, row.text, django_mail.outbox) == (None, "T", [])
        mail.deliver(mail_id=row.pk)
        assert len(django_mail.outbox) == 1

    def test_no_message_to_a_phone_is_sent(self, settings: Any) -> None:
        settings.SMS_URL = "http://127.0.0.1:9/"
        row = sms.send(to="+14155550100", text="T", now=NOW)
        assert row is not None
        _refused(lambda: sms.deliver(sms_id=row.pk))
        row.refresh_from_db()
        assert (row.sent_at, row.text) == (None, "T")


def _refused(act: Callable[[], Any]) -> None:
    with transaction.atomic(), pytest.raises(transaction.TransactionManagementError):
        act()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_the_block_around_a_test_does_not_count() -> None:
    outside_of_transactions()
    with transaction.atomic(), pytest.raises(transaction.TransactionManagementError):
        outside_of_transactions()
