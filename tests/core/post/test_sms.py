"""A message to a phone leaves if and only if what it speaks of was committed, once, and never too late."""

import datetime as dt
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.crowd import at_once
from trellis.core import tasks
from trellis.core.models import Sms
from trellis.core.post import sms

NOW = dt.datetime(2030, 5, 5, 12, tzinfo=dt.UTC)
NUMBER = "+14155550100"


@dataclass
class Gateway:
    """A gateway on this machine, which remembers what it was asked and answers `status`."""

    url: str = ""
    status: int = 201
    headers: dict[str, str] = field(default_factory=dict)
    requests: list[Any] = field(default_factory=list)


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    state = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            state.requests.append(SimpleNamespace(path=self.path, headers=self.headers, form=parse_qs(body)))
            self.send_response(state.status)
            for name, value in state.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    state.url = f"127.0.0.1:{server.server_port}/2010-04-01/Messages.json"
    settings.SMS_URL = f"http://AC4711:s%40cret@{state.url}"
    settings.SMS_FROM = "+15550001111"
    yield state
    server.shutdown()
    server.server_close()
    thread.join(timeout=30)


def send(**given: Any) -> Sms:
    row = sms.send(**{"to": NUMBER, "text": "Soon: ünder & 50 %", "now": NOW, **given})
    assert row is not None
    return row


def jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs ORDER BY id")
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.usefixtures("transactional_db")
def test_it_is_queued_with_the_commit_and_not_without() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send()
        raise ZeroDivisionError
    assert (Sms.objects.count(), jobs()) == (0, [])
    with transaction.atomic():
        send()
    assert (Sms.objects.count(), jobs()) == (1, ["trellis.core.sms.deliver"])


@pytest.mark.django_db
def test_without_a_gateway_it_goes_to_the_outbox_whole() -> None:
    row = send()
    sms.deliver(sms_id=row.pk)
    row.refresh_from_db()
    assert row.sent_at is not None
    assert (row.to, row.text) == (NUMBER, "Soon: ünder & 50 %")


@pytest.mark.django_db
def test_production_without_a_gateway_writes_none(settings: Any) -> None:
    settings.IS_PRODUCTION = True
    assert sms.send(to=NUMBER, text="x", now=NOW) is None
    settings.SMS_URL = "https://gateway.example/"
    assert sms.send(to=NUMBER, text="x", now=NOW) is not None
    assert Sms.objects.count() == 1


@pytest.mark.django_db
def test_the_gateway_gets_the_form_that_twilio_takes(gateway: Gateway) -> None:
    row = send()
    sms.deliver(sms_id=row.pk)
    (request,) = gateway.requests
    assert request.path == "/2010-04-01/Messages.json"
    assert request.form == {"To": [NUMBER], "Body": ["Soon: ünder & 50 %"], "From": ["+15550001111"]}
    assert request.headers["Authorization"] == f"Basic {b64encode(b'AC4711:s@cret').decode()}"
    row.refresh_from_db()
    assert row.sent_at is not None
    assert row.text == "", "that it was sent is what is worth keeping"


@pytest.mark.django_db
def test_a_gateway_without_a_name_for_us_or_a_path_is_one_too(gateway: Gateway, settings: Any) -> None:
    host = gateway.url.partition("/")[0]
    settings.SMS_URL, settings.SMS_FROM = f"http://{host}?key=1", ""
    sms.deliver(sms_id=send().pk)
    (request,) = gateway.requests
    assert request.path == "/?key=1"
    assert "From" not in request.form
    assert "Authorization" not in request.headers


@pytest.mark.django_db
@pytest.mark.parametrize("status", [500, 503, 408, 429])
def test_a_busy_gateway_is_tried_again(gateway: Gateway, status: int) -> None:
    row = send()
    gateway.status = status
    with pytest.raises(sms.GatewayBusy) as raised:
        sms.deliver(sms_id=row.pk)
    assert _is_tried_again(raised.value)
    row.refresh_from_db()
    assert (row.sent_at, row.text) == (None, "Soon: ünder & 50 %")
    gateway.status = 200
    sms.deliver(sms_id=row.pk)
    row.refresh_from_db()
    assert row.sent_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize("status", [400, 401, 404, 302])
def test_what_a_gateway_refuses_is_a_failed_job_at_once(gateway: Gateway, status: int) -> None:
    gateway.status, gateway.headers = status, {"Location": f"http://{gateway.url}/elsewhere"}
    with pytest.raises(sms.GatewayRefused) as raised:
        sms.deliver(sms_id=send().pk)
    assert not _is_tried_again(raised.value)
    assert len(gateway.requests) == 1, "a redirect is not followed"


@pytest.mark.django_db
def test_a_gateway_that_is_away_is_tried_again(settings: Any) -> None:
    settings.SMS_URL = "http://127.0.0.1:9/"
    with pytest.raises(ConnectionRefusedError) as raised:
        sms.deliver(sms_id=send().pk)
    assert _is_tried_again(raised.value)
    assert sms.deliver.retry_strategy is sms.RETRY


def _is_tried_again(error: Exception) -> bool:
    job = SimpleNamespace(attempts=1)
    return sms.RETRY.get_retry_decision(exception=error, job=job) is not None  # type: ignore[arg-type]


@pytest.mark.django_db
def test_what_would_come_too_late_is_not_sent(gateway: Gateway) -> None:
    row = send(expires_at=timezone.now() - dt.timedelta(seconds=1))
    sms.deliver(sms_id=row.pk)
    row.refresh_from_db()
    assert (row.sent_at, gateway.requests) == (None, [])
    sms.deliver(sms_id=send(expires_at=timezone.now() + dt.timedelta(hours=1)).pk)
    assert len(gateway.requests) == 1


@pytest.mark.django_db(transaction=True)
def test_delivered_by_many_at_once_it_is_sent_once(gateway: Gateway) -> None:
    row = send()
    at_once(8, lambda _: sms.deliver(sms_id=row.pk))
    sms.deliver(sms_id=row.pk)
    assert len(gateway.requests) == 1


@pytest.mark.django_db
def test_a_message_that_is_gone_is_nothing_to_do(gateway: Gateway) -> None:
    row = send()
    key = row.pk
    row.delete()
    sms.deliver(sms_id=key)
    assert gateway.requests == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+14155550100", "+14155550100"),
        (" +1 (415) 555-0100 ", "+14155550100"),
        ("0049 30/123.456", "+4930123456"),
        ("5550100", "5550100"),
        ("", None),
        ("12345", None),
        ("call me", None),
        ("+1234567890123456", None),
        ("+1415555010\u0660", None),
        ("++14155550100", None),
        ("+14155550100\r\nBody=x", None),
    ],
)
def test_a_phone_number_is_what_can_be_called(text: str, number: str | None) -> None:
    assert sms.phone_number(text) == number


@pytest.mark.django_db
def test_who_has_no_phone_number_is_sent_none() -> None:
    assert sms.send(to="", text="x", now=NOW) is None
    assert not Sms.objects.exists()


@pytest.mark.django_db
def test_old_messages_go_sent_or_not() -> None:
    now = timezone.now()
    for days in (29, 31):
        for sent_at in (None, now):
            Sms.objects.create(
                to=NUMBER, text=f"{days}", created_at=now - dt.timedelta(days=days), sent_at=sent_at
            )
    tasks.remove_old_rows(timestamp=0)
    assert set(Sms.objects.values_list("text", flat=True)) == {"29"}
