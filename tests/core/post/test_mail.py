"""A mail leaves if and only if what it speaks of was committed, and it leaves once."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction

from tests.crowd import at_once
from trellis.core.models import Mail
from trellis.core.post import mail

NOW = dt.datetime(2030, 5, 5, 12, tzinfo=dt.UTC)


class DeadServer(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, email_messages: Any) -> int:
        raise ConnectionRefusedError("nobody there")


@pytest.fixture
def by_smtp(settings: Any) -> None:
    settings.MAIL_IS_SENT = True
    settings.MAIL_FROM = "Trellis <no-reply@trellis.example>"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def send(**given: Any) -> Mail:
    return mail.send(
        **{"to": "jane@example.com", "subject": "Hello", "text": "Token 4711", "now": NOW, **given}
    )


def queued() -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text, args FROM procrastinate_jobs ORDER BY id")
        return [{"task": task, "status": status, "args": args} for task, status, args in cursor.fetchall()]


@pytest.mark.usefixtures("transactional_db")
def test_a_committed_mail_has_one_job_that_knows_nothing_but_its_key() -> None:
    with transaction.atomic():
        row = send(html="<p>Token 4711</p>")
    assert list(Mail.objects.values_list("to", "subject", "text", "html", "created_at", "sent_at")) == [
        ("jane@example.com", "Hello", "Token 4711", "<p>Token 4711</p>", NOW, None)
    ]
    (job,) = queued()
    assert (job["task"], job["status"]) == ("trellis.core.mail.deliver", "todo")
    assert job["args"] in ({"mail_id": row.pk}, f'{{"mail_id": {row.pk}}}')


@pytest.mark.usefixtures("transactional_db")
def test_a_mail_whose_transaction_is_rolled_back_was_never_there() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send()
        raise ZeroDivisionError
    assert not Mail.objects.exists()
    assert queued() == []


@pytest.mark.usefixtures("transactional_db")
def test_nobody_else_sees_the_mail_or_its_job_before_the_commit() -> None:
    with transaction.atomic():
        send()
        (seen,) = at_once(1, lambda _: (Mail.objects.count(), len(queued())))
    assert seen == (0, 0)


@pytest.mark.django_db
def test_without_a_server_it_goes_to_the_outbox_whole(settings: Any) -> None:
    settings.MAIL_IS_SENT = False
    row = send(html="<p>x</p>")
    mail.deliver(mail_id=row.pk)
    row.refresh_from_db()
    assert row.sent_at is not None
    assert (row.text, row.html) == ("Token 4711", "<p>x</p>")
    assert django_mail.outbox == []


@pytest.mark.django_db
@pytest.mark.usefixtures("by_smtp")
def test_with_a_server_it_is_sent_whole_and_its_body_forgotten() -> None:
    row = send(html="<p>Token 4711</p>")
    mail.deliver(mail_id=row.pk)
    (message,) = django_mail.outbox
    assert (message.to, message.subject, message.body) == (["jane@example.com"], "Hello", "Token 4711")
    assert message.from_email == "Trellis <no-reply@trellis.example>"
    assert (message.cc, message.bcc) == ([], [])
    assert [(each.content, each.mimetype) for each in message.alternatives] == [
        ("<p>Token 4711</p>", "text/html")
    ]
    row.refresh_from_db()
    assert row.sent_at is not None
    assert (row.text, row.html, row.subject) == ("", "", "Hello")


@pytest.mark.django_db
@pytest.mark.usefixtures("by_smtp")
def test_a_mail_without_html_has_one_part() -> None:
    mail.deliver(mail_id=send().pk)
    assert django_mail.outbox[0].message().get_content_type() == "text/plain"


ATTACHED = mail.Attachment("ünïted.ics", "text/calendar; method=REQUEST", "SUMMARY:Zoë\r\nEND:VEVENT\r\n")


@pytest.mark.django_db
@pytest.mark.usefixtures("by_smtp")
def test_what_is_attached_arrives_with_its_name_and_type_and_is_forgotten() -> None:
    row = send(html="<p>x</p>", attachment=ATTACHED)
    mail.deliver(mail_id=row.pk)
    message = django_mail.outbox[0].message()
    (part,) = [each for each in message.walk() if each.get_content_disposition() == "attachment"]
    assert part.get_content_type() == "text/calendar"
    assert (part.get_param("method"), part.get_content_charset()) == ("REQUEST", "utf-8")
    assert part.get_filename() == "ünïted.ics"
    assert part.get_payload(decode=True).decode() == ATTACHED.content
    assert ATTACHED.content.encode() in message.as_bytes(linesep="\r\n"), "as it goes over the wire"
    row.refresh_from_db()
    assert (row.attachment_name, row.attachment) == ("ünïted.ics", "")


@pytest.mark.django_db
def test_what_is_attached_stays_in_the_outbox(settings: Any) -> None:
    settings.MAIL_IS_SENT = False
    row = send(attachment=ATTACHED)
    mail.deliver(mail_id=row.pk)
    row.refresh_from_db()
    kept = (row.attachment_name, row.attachment_type, row.attachment)
    assert kept == (ATTACHED.name, ATTACHED.type, ATTACHED.content)


@pytest.mark.django_db
@pytest.mark.usefixtures("by_smtp")
def test_delivered_twice_it_is_sent_once() -> None:
    row = send()
    mail.deliver(mail_id=row.pk)
    row.refresh_from_db()
    first_sent_at = row.sent_at
    mail.deliver(mail_id=row.pk)
    row.refresh_from_db()
    assert len(django_mail.outbox) == 1
    assert row.sent_at == first_sent_at


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("by_smtp")
def test_delivered_by_many_at_once_it_is_sent_once() -> None:
    for number in range(5):
        row = send(subject=f"Mail {number}")
        at_once(8, lambda _, key=row.pk: mail.deliver(mail_id=key))  # type: ignore[misc]
    assert [message.subject for message in django_mail.outbox] == [f"Mail {n}" for n in range(5)]
    assert not Mail.objects.filter(sent_at=None).exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("by_smtp")
def test_a_mail_that_is_gone_is_nothing_to_do() -> None:
    row = send()
    key = row.pk
    row.delete()
    mail.deliver(mail_id=key)
    assert django_mail.outbox == []


@pytest.mark.django_db
@pytest.mark.usefixtures("by_smtp")
def test_a_dead_server_leaves_the_mail_to_be_tried_again(settings: Any) -> None:
    row = send(html="<p>x</p>")
    settings.EMAIL_BACKEND = "tests.core.post.test_mail.DeadServer"
    with pytest.raises(ConnectionRefusedError):
        mail.deliver(mail_id=row.pk)
    row.refresh_from_db()
    assert (row.sent_at, row.text, row.html) == (None, "Token 4711", "<p>x</p>")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.deliver(mail_id=row.pk)
    assert len(django_mail.outbox) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("by_smtp")
def test_a_line_break_in_a_subject_starts_no_header() -> None:
    mail.deliver(mail_id=send(subject="Hello\r\nBcc: all@example.com\n\nbody").pk)
    (message,) = django_mail.outbox
    assert message.subject == "Hello Bcc: all@example.com body"
    assert message.message()["Bcc"] is None
    assert message.recipients() == ["jane@example.com"]


@pytest.mark.django_db
def test_a_subject_of_any_length_fits_its_column() -> None:
    row = send(subject="ü" * 5000)
    row.refresh_from_db()
    assert row.subject == "ü" * 199 + "…"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain", "plain"),
        ("", ""),
        ("  a \t b  ", "a b"),
        ("a\r\nb\rc\nd", "a b c d"),
        ("a\u2028b\u2029c\x85d\x0be\x0cf\x1cg", "a b c d e f g"),
        ("1234567890123", "1234567890123"),
        ("12345678901234", "123456789012…"),
    ],
)
def test_one_line_holds_no_line_break_and_no_more_than_fits(text: str, line: str) -> None:
    assert mail.one_line(text, longest=13) == line
