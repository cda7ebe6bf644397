"""What is sent is read by the browser, shows who we are, and what the service says of it is understood."""

import datetime as dt
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests.push_service import A_DAY, Browser, PushService
from trellis.core.post.push import vapid
from trellis.core.post.push.sending import Answer, Outcome, Urgency, send_push
from trellis.core.post.push.sending import Browser as Known

HOUR = dt.timedelta(hours=1)


def send(browser: Browser, payload: bytes = b"{}", *, endpoint: str = "", **given: Any) -> Answer:
    known = Known(endpoint or browser.endpoint, browser.p256dh, browser.auth)
    options = {"topic": "", "urgency": Urgency.NORMAL, "ttl": HOUR, "now": timezone.now(), **given}
    return send_push(known, payload, **options)


def test_the_browser_reads_what_was_sent(push: PushService) -> None:
    browser = push.browser()
    answer = send(browser, "Grüße".encode(), topic="a-topic_1", urgency=Urgency.HIGH)
    assert (answer, push.complaints) == (Answer(Outcome.TAKEN, 201), [])
    (message,) = browser.messages
    assert message.text.decode() == "Grüße"
    assert (message.ttl, message.topic, message.urgency) == (3600, "a-topic_1", "high")


def test_a_service_is_told_who_writes_and_for_how_long_that_is_true(push: PushService, settings: Any) -> None:
    browser = push.browser()
    send(browser, now=timezone.now() - dt.timedelta(hours=13))
    assert "ExpiredSignatureError" in push.complaints.pop()
    settings.IS_HTTPS, settings.TRELLIS_PUBLIC_URL = True, "https://trellis.example"
    assert send(browser).outcome is Outcome.TAKEN
    settings.VAPID_KEY = "8" + settings.VAPID_KEY[1:]
    assert send(browser).outcome is Outcome.TAKEN, "its key and its token go together"
    assert push.complaints == []


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.TAKEN),
        (202, Outcome.TAKEN),
        (404, Outcome.GONE),
        (410, Outcome.GONE),
        (408, Outcome.LATER),
        (429, Outcome.LATER),
        (500, Outcome.LATER),
        (503, Outcome.LATER),
        (301, Outcome.REFUSED),
        (307, Outcome.REFUSED),
        (400, Outcome.REFUSED),
        (401, Outcome.REFUSED),
        (403, Outcome.REFUSED),
        (413, Outcome.REFUSED),
    ],
)
def test_what_a_service_says_is_understood(push: PushService, status: int, outcome: Outcome) -> None:
    browser, elsewhere = push.browser(), push.browser()
    browser.status, browser.headers = status, {"Location": elsewhere.endpoint}
    assert send(browser) == Answer(outcome, status)
    assert (browser.asked, elsewhere.asked) == (1, 0), "no redirect is followed"


AT = dt.datetime(2030, 5, 5, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("99999999999999999999", A_DAY),
        ("Sun, 05 May 2030 12:02:00 GMT", 120),
        ("Sun, 05 May 2030 11:00:00 GMT", 0),
        ("Sun, 05 May 2099 12:00:00 GMT", A_DAY),
        ("Sun, 05 May 99999999999 12:00:00 GMT", 0),
        ("-5", 0),
        ("soon", 0),
        ("\u0661\u0662".encode().decode("latin-1"), 0),
        ("", 0),
    ],
)
def test_a_service_says_how_long_it_wants_to_be_left_alone(
    push: PushService, header: str, seconds: int
) -> None:
    browser = push.browser()
    browser.status, browser.headers = 429, {"Retry-After": header}
    assert send(browser, now=AT).wait == dt.timedelta(seconds=seconds)


def test_an_address_that_is_no_known_service_hears_nothing(push: PushService, settings: Any) -> None:
    browser = push.browser()
    settings.PUSH_HOSTS = []
    assert send(browser) == Answer(Outcome.REFUSED)
    assert browser.asked == 0


def test_a_service_that_is_away_may_be_there_later(push: PushService, settings: Any) -> None:
    settings.PUSH_HOSTS = ["127.0.0.1:9"]
    assert send(push.browser(), endpoint="http://127.0.0.1:9/push/x") == Answer(Outcome.LATER)


@pytest.fixture
def babbler(settings: Any) -> Iterator[str]:
    """Who answers with something that is no HTTP."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.wfile.write(b"I am no push service\r\n\r\n")

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings.PUSH_HOSTS = [f"127.0.0.1:{server.server_port}"]
    yield f"http://127.0.0.1:{server.server_port}/x"
    server.shutdown()
    server.server_close()
    thread.join(timeout=30)


def test_one_that_talks_nonsense_may_come_to_its_senses(push: PushService, babbler: str) -> None:
    assert send(push.browser(), endpoint=babbler).outcome is Outcome.LATER


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_inside_a_transaction(push: PushService) -> None:
    browser = push.browser()
    with transaction.atomic(), pytest.raises(transaction.TransactionManagementError):
        send(browser)
    assert browser.asked == 0
    assert send(browser).outcome is Outcome.TAKEN


def test_without_a_key_there_is_no_push(settings: Any) -> None:
    settings.VAPID_KEY = ""
    assert (vapid.is_on(), vapid.public_key()) == (False, "")
