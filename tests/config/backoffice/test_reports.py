"""Reported messages in the back office: who may read them, and what is decided there."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.browsers import sign_in
from trellis.core.files.attachments import Attached
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Attachment, Message, Report, Silence
from trellis.domain.messaging.refusals import Silenced
from trellis.domain.messaging.rules.reports import Reason, Status
from trellis.domain.messaging.services.attachments import add_attachment
from trellis.domain.messaging.services.changing import edit_message
from trellis.domain.messaging.services.reporting import report_message
from trellis.domain.messaging.services.sending import send_message

pytestmark = pytest.mark.django_db
REPORTS = reverse("admin:messaging_report_changelist")
SILENCES = reverse("admin:messaging_silence_changelist")
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create(username="ann", email="ann@example.com")


@pytest.fixture
def bob(db: None) -> User:
    return User.objects.create(username="bob", email="bob@example.com")


@pytest.fixture
def report(ann: User, bob: User) -> Report:
    """What Ann reports of a conversation, in which there is a file."""
    now = timezone.now()
    attached = Attached(ContentFile(SCRIPT.encode(), name="a.html"), "a.html", "text/plain")
    kept = add_attachment(uploader=bob, attached=attached, now=now)
    send_message(sender=ann, recipient=bob, text="What came before", now=now)
    said = send_message(sender=bob, recipient=ann, text="You fool", attachments=[kept.pk], now=now)
    edit_message(person=bob, message=said, text=f"You friend {SCRIPT}", now=now)
    return report_message(
        reporter=ann, message=said, reason=Reason.HARASSMENT, text="Ann's own words", now=now
    )


def staff_who_may(*codes: str) -> Client:
    """Return the browser of somebody of the staff who may so much."""
    clerk = User.objects.create_user("clerk", "clerk@example.com", "a password", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=codes))
    return sign_in(Client(), clerk)


def page_of(report: Report) -> str:
    return reverse("admin:messaging_report_change", args=[report.pk])


def file_of(report: Report) -> str:
    message = report.message
    assert message is not None
    return reverse("admin:messaging_report_file", args=[report.pk, message.attachments.get().pk])


def act(office: Client, url: str, action: str, row: Any) -> str:
    done = office.post(url, {"action": action, "_selected_action": [str(row.pk)]}, follow=True)
    assert done.status_code == 200
    return done.content.decode()


def test_the_list_says_nothing_of_what_was_said(office: Client, report: Report) -> None:
    shown = office.get(REPORTS).content.decode()
    assert "Harassment" in shown
    for words in ("You fool", "You friend", "What came before", "own words"):
        assert words not in shown


def test_who_may_moderate_reads_it_with_what_stands_around_and_that_is_written_down(report: Report) -> None:
    office = staff_who_may("view_report", "moderate_messages")
    shown = office.get(page_of(report)).content.decode()
    for words in ("You friend", "You fool", "What came before", "own words", "a.html"):
        assert words in shown
    assert SCRIPT not in shown
    assert LogEntry.objects.get().change_message == "Read the messages"
    given = office.get(file_of(report))
    assert b"".join(given.streaming_content) == SCRIPT.encode()  # type: ignore[attr-defined]
    assert given["Content-Disposition"] == 'attachment; filename="a.html"'
    assert given["Content-Type"] == "application/octet-stream"
    assert given["X-Content-Type-Options"] == "nosniff"


def test_others_of_the_staff_read_nothing_and_decide_nothing(report: Report) -> None:
    office = staff_who_may("view_report", "view_room", "view_silence")
    shown = office.get(page_of(report)).content.decode()
    for words in ("You friend", "You fool", "What came before", "own words", "a.html"):
        assert words not in shown
    assert office.get(file_of(report)).status_code == 403
    act(office, REPORTS, "remove_them", report)
    report.refresh_from_db()
    assert report.status == Status.OPEN
    assert office.get(reverse("admin:messaging_silence_add")).status_code == 403
    assert not LogEntry.objects.exists()


def test_a_file_of_another_conversation_is_not_given(office: Client, report: Report, bob: User) -> None:
    eve = User.objects.create(username="eve", email="eve@example.com")
    attached = Attached(ContentFile(b"x", name="b"), "b", "text/plain")
    kept = add_attachment(uploader=bob, attached=attached, now=timezone.now())
    send_message(sender=bob, recipient=eve, text="", attachments=[kept.pk], now=timezone.now())
    url = reverse("admin:messaging_report_file", args=[report.pk, kept.pk])
    assert office.get(url).status_code == 404


def test_a_file_that_is_gone_is_not_there(office: Client, report: Report) -> None:
    attached = Attachment.objects.get()
    attached.file.storage.delete(attached.file.name)
    assert office.get(file_of(report)).status_code == 404


@pytest.mark.parametrize(
    ("action", "status", "days"),
    [
        ("dismiss_them", Status.DISMISSED, 0),
        ("remove_them", Status.REMOVED, 0),
        ("silence_for_a_week", Status.SILENCED, 7),
        ("silence_for_a_month", Status.SILENCED, 30),
    ],
)
def test_staff_decide_once(
    office: Client, staff: User, report: Report, bob: User, action: str, status: Status, days: int
) -> None:
    act(office, REPORTS, action, report)
    report.refresh_from_db()
    assert (report.status, report.decided_by) == (status, staff)
    message = Message.objects.get(pk=report.message_id)
    assert (message.deleted_at is None) is (status == Status.DISMISSED)
    lasting = [each.until - each.begins_at for each in Silence.objects.all() if each.until]
    assert lasting == [timedelta(days=days)] * (days > 0)
    assert "has been decided on" in act(office, REPORTS, "dismiss_them", report)


def test_staff_silence_somebody_and_end_it(office: Client, staff: User, bob: User, ann: User) -> None:
    add = reverse("admin:messaging_silence_add")
    assert office.get(add).status_code == 200
    past = {"person": bob.pk, "why": "Fraud", "until_0": "2020-01-01", "until_1": "00:00"}
    assert "must come later" in office.post(add, past).content.decode()
    assert office.post(add, {"person": bob.pk, "why": "Fraud"}).status_code == 302
    row = Silence.objects.get()
    assert (row.person, row.until, row.by) == (bob, None, staff)
    with pytest.raises(Silenced):
        send_message(sender=bob, recipient=ann, text="Hm", now=timezone.now())
    act(office, SILENCES, "end_them", row)
    assert "has ended already" in act(office, SILENCES, "end_them", row)
    send_message(sender=bob, recipient=ann, text="Hm", now=timezone.now())
