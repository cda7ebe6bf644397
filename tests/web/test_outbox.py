"""The outbox: JSON for programs, a page for people, nothing in production."""

import html
import re
from base64 import b64decode
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests.web.conftest import SendMail
from trellis.core.models import Mail, Sms

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"}
URL = "/dev/outbox/"
pytestmark = pytest.mark.django_db


def test_programs_get_sent_mail_newest_first(client: Client, sent_mail: SendMail) -> None:
    sent_mail(to="a@example.com", subject="first", sent_at=datetime(2026, 1, 1, tzinfo=UTC))
    sent_mail(to="b@example.com", subject="second", html="<p>Hi.</p>")
    answer = client.get(URL, headers={"Accept": "*/*"})
    assert answer["Content-Type"] == "application/json"
    assert answer.json() == [
        {
            "to": "b@example.com",
            "subject": "second",
            "text": "Hi.",
            "html": "<p>Hi.</p>",
            "sent_at": "2026-01-02T03:04:05Z",
            "attachments": [],
        },
        {
            "to": "a@example.com",
            "subject": "first",
            "text": "Hi.",
            "html": "",
            "sent_at": "2026-01-01T00:00:00Z",
            "attachments": [],
        },
    ]


@pytest.mark.parametrize("accept", [None, "*/*", "application/json", "image/png", "nonsense"])
def test_whoever_does_not_ask_for_a_page_gets_json(client: Client, accept: str | None) -> None:
    answer = client.get(URL, headers={"Accept": accept} if accept else {})
    assert answer.json() == []


def test_mail_that_is_not_sent_yet_is_not_there(client: Client, sent_mail: SendMail) -> None:
    sent_mail(to="a@example.com", sent_at=None)
    assert client.get(URL).json() == []


@pytest.mark.parametrize("to", ["Jane@Example.com", "jane@example.com", " JANE@EXAMPLE.COM "])
def test_the_filter_takes_an_address_in_any_case(client: Client, sent_mail: SendMail, to: str) -> None:
    sent_mail(to="jane@example.com")
    sent_mail(to="mary-jane@example.com")
    assert [mail["to"] for mail in client.get(URL, {"to": to}).json()] == ["jane@example.com"]


@pytest.mark.parametrize("to", ["nobody@example.com", "%", "\x00", "'"])
def test_the_filter_finds_nothing_for_what_is_no_address_of_ours(
    client: Client, sent_mail: SendMail, to: str
) -> None:
    sent_mail(to="jane@example.com")
    assert client.get(URL, {"to": to}).json() == []


def test_at_most_200_are_given(client: Client) -> None:
    when = datetime(2026, 1, 1, tzinfo=UTC)
    Mail.objects.bulk_create(
        Mail(to="a@example.com", subject=f"{n}", text="", created_at=when, sent_at=when) for n in range(205)
    )
    subjects = [mail["subject"] for mail in client.get(URL).json()]
    assert subjects == [f"{n}" for n in range(204, 4, -1)]
    assert "Only the newest 200" in client.get(URL, headers=BROWSER).content.decode()


def test_people_get_a_page_whose_links_work(client: Client, sent_mail: SendMail) -> None:
    sent_mail(to="a@example.com", subject="Plain & simple", text="Open https://x.example/?a=1&b=2")
    response = client.get(URL, headers=BROWSER)
    assert response["Content-Type"].startswith("text/html")
    page = response.content.decode()
    assert "Plain &amp; simple" in page
    assert '<a href="https://x.example/?a=1&amp;b=2"' in page
    assert "<iframe" not in page


def test_the_page_and_the_json_are_kept_apart_by_caches(client: Client) -> None:
    response = client.get(URL)
    assert "Accept" in response["Vary"]
    assert "no-store" in response["Cache-Control"]


def test_an_empty_outbox_says_what_to_do(client: Client) -> None:
    assert "No mail yet" in client.get(URL, headers=BROWSER).content.decode()
    page = client.get(URL, {"to": "<b>@x"}, headers=BROWSER).content.decode()
    assert "No mail to &lt;b&gt;@x" in page


def test_a_mail_cannot_break_out_of_its_frame(client: Client, sent_mail: SendMail) -> None:
    evil = '"\'></iframe><script>alert(1)</script><iframe srcdoc="<b>'
    sent_mail(to="a@example.com", subject=evil, text=evil, html=evil)
    response = client.get(URL, headers=BROWSER)
    page = response.content.decode()
    frames = re.findall(r'<iframe [^>]*sandbox=""[^>]*srcdoc="([^"]*)"', page)
    assert [html.unescape(frame) for frame in frames] == [evil]
    assert page.count("<iframe") == page.count("</iframe>") == 1
    assert "<script" not in page
    assert "script-src" not in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_what_is_attached_is_told_and_can_be_kept(client: Client, sent_mail: SendMail) -> None:
    content = "BEGIN:VCALENDAR\r\nSUMMARY:Zoë <b>\r\n"
    kind = "text/calendar; method=REQUEST"
    sent_mail(to="a@example.com", attachment_name="session.ics", attachment_type=kind, attachment=content)
    (mail,) = client.get(URL).json()
    assert mail["attachments"] == [{"name": "session.ics", "type": kind, "content": content}]
    page = client.get(URL, headers=BROWSER).content.decode()
    link = re.search(r'href="data:text/calendar;charset=utf-8;base64,([^"]*)" download="session.ics"', page)
    assert link is not None
    assert b64decode(html.unescape(link[1])).decode() == content
    assert "Zoë &lt;b&gt;" in page


def _sent_sms(**fields: Any) -> None:
    when = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    given = {"to": "+14155550100", "text": "Soon <b>", "created_at": when, "sent_at": when}
    Sms.objects.create(**{**given, **fields})


def test_messages_to_phones_have_a_channel_of_their_own(client: Client, sent_mail: SendMail) -> None:
    sent_mail(to="a@example.com")
    _sent_sms()
    _sent_sms(sent_at=None, text="not yet")
    assert client.get(URL, {"channel": "sms"}).json() == [
        {"to": "+14155550100", "text": "Soon <b>", "sent_at": "2026-01-02T03:04:05Z"}
    ]
    assert [mail["to"] for mail in client.get(URL).json()] == ["a@example.com"]
    page = client.get(URL, {"channel": "sms"}, headers=BROWSER).content.decode()
    assert "Soon &lt;b&gt;" in page
    assert "a@example.com" not in page


@pytest.mark.parametrize(
    ("to", "found"), [("+14155550100", 1), ("14155550100", 1), ("4155550100", 0), ("\x00", 0)]
)
def test_messages_are_found_by_their_number(client: Client, to: str, found: int) -> None:
    _sent_sms()
    assert len(client.get(URL, {"channel": "sms", "to": to}).json()) == found


def test_no_message_to_a_phone_says_so(client: Client) -> None:
    asked = {"channel": "sms"}
    assert "No message yet" in client.get(URL, asked, headers=BROWSER).content.decode()
    page = client.get(URL, {**asked, "to": "<b>"}, headers=BROWSER).content.decode()
    assert "No message to &lt;b&gt;" in page


def test_in_production_it_is_not_there(client: Client, sent_mail: SendMail, settings: Any) -> None:
    sent_mail(to="a@example.com")
    settings.SHOW_OUTBOX = False
    assert client.get(URL, {"channel": "sms"}).status_code == 404
    for accept in ("*/*", BROWSER["Accept"]):
        response = client.get(URL, headers={"Accept": accept})
        assert response.status_code == 404
        assert b"a@example.com" not in response.content


def test_it_only_reads(client: Client) -> None:
    assert client.post(URL).status_code == 405
