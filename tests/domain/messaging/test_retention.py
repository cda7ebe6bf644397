"""What is removed by the clock, and what is kept for staff who have to decide."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile

from tests.domain.guardians.world import staff
from tests.domain.mentorship.world import NOW
from tests.domain.messaging.world import say, told
from trellis.core.files.attachments import Attached
from trellis.core.files.storage import private_storage
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Attachment, FormerText, Message, Report
from trellis.domain.messaging.rules.reports import Reason
from trellis.domain.messaging.services import retention
from trellis.domain.messaging.services.attachments import add_attachment
from trellis.domain.messaging.services.changing import delete_message, edit_message
from trellis.domain.messaging.services.reporting import dismiss, report_message

pytestmark = pytest.mark.django_db(transaction=True)
MONTH = timedelta(days=30)


def with_a_file(sender: User, recipient: User) -> tuple[Message, str]:
    """Say something with a file, and return the name of that in the storage, too."""
    attached = Attached(ContentFile(b"a file", name="a.txt"), "a.txt", "text/plain")
    kept = add_attachment(uploader=sender, attached=attached, now=NOW)
    return say(sender, recipient, "Look", attachments=[kept.pk]), str(kept.file)


def test_what_was_deleted_is_emptied_after_a_month(ann: User, bob: User) -> None:
    said, name = with_a_file(ann, bob)
    edit_message(person=ann, message=said, text="See", now=NOW)
    delete_message(person=ann, message=said, now=NOW)
    assert retention.empty_deleted(now=NOW + MONTH - timedelta(seconds=1)) == 0
    assert retention.empty_deleted(now=NOW + MONTH) == 1
    said.refresh_from_db()
    assert (said.text, said.attachment_count, said.deleted_at) == ("", 0, NOW)
    assert not Attachment.objects.exists()
    assert not FormerText.objects.exists()
    assert not private_storage().exists(name)
    assert retention.empty_deleted(now=NOW + MONTH) == 0


def test_what_is_reported_waits_for_the_decision(ann: User, bob: User, settings: LazySettings) -> None:
    settings.MESSAGE_DAYS = 30
    said, name = with_a_file(ann, bob)
    edit_message(person=ann, message=said, text="See", now=NOW)
    delete_message(person=ann, message=said, now=NOW)
    report = report_message(reporter=bob, message=said, reason=Reason.SCAM, now=NOW)
    later = NOW + 2 * MONTH
    assert (retention.empty_deleted(now=later), retention.remove_old(now=later)) == (0, 0)
    assert FormerText.objects.exists()
    dismiss(report=report, actor_id=staff().pk, now=later)
    assert (retention.empty_deleted(now=later), retention.remove_old(now=later)) == (1, 1)
    assert Report.objects.get().message is None
    assert not private_storage().exists(name)


@pytest.mark.parametrize("days", [0, 30])
def test_old_messages_are_removed_where_the_operator_says_so(
    ann: User, bob: User, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    monkeypatch.setattr(retention, "_BATCH", 2)
    settings.MESSAGE_DAYS = days
    _, name = with_a_file(ann, bob)
    for number in range(4):
        say(bob, ann, str(number))
    new = say(bob, ann, "New", now=NOW + MONTH)
    removed = retention.remove_old(now=NOW + MONTH + timedelta(seconds=1))
    assert removed == (5 if days else 0)
    assert private_storage().exists(name) is (days == 0)
    if days:
        assert Message.objects.get() == new
        # Numbers go on, and what is left of a feed is told.
        assert say(ann, bob, now=NOW + MONTH).number == 7
        assert [each["number"] for each in told(ann)] == [6, 7]
