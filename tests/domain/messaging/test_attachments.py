"""Files wait for a message, belong to one, and are had by who sees it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from tests.crowd import at_once
from tests.domain.mentorship.world import NOW, person
from tests.domain.messaging.world import group_of, room_of, say, told
from trellis.core.files.attachments import Attached
from trellis.core.files.storage import private_storage
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Attachment, Message
from trellis.domain.messaging.queries.attachments import attachment_for
from trellis.domain.messaging.refusals import (
    NothingSaid,
    TooManyAttachments,
    TooManyUnsent,
    UnknownAttachment,
    UnknownAttachments,
)
from trellis.domain.messaging.rules.attachments import FOLDER
from trellis.domain.messaging.services import attachments
from trellis.domain.messaging.services.attachments import add_attachment, remove_orphans, remove_unsent
from trellis.domain.messaging.services.blocking import block
from trellis.domain.messaging.services.changing import delete_message
from trellis.domain.messaging.services.groups import remove_person

pytestmark = pytest.mark.django_db
DAY = timedelta(hours=24)


def upload(user: User, text: str = "a file", name: str = "a.txt") -> Attachment:
    """Keep a file of somebody."""
    attached = Attached(ContentFile(text.encode(), name=name), name, "text/plain")
    return add_attachment(uploader=user, attached=attached, now=NOW)


def can_have(user: User, attachment: Attachment) -> bool:
    """Tell whether somebody gets a file."""
    try:
        return attachment_for(person=user, attachment_id=attachment.pk) == attachment
    except UnknownAttachment:
        return False


def test_it_belongs_to_the_message_it_is_sent_with_in_the_order_given(ann: User, bob: User) -> None:
    one, two = upload(ann, name="one.txt"), upload(ann, name="two.txt")
    said = say(ann, bob, "", attachments=[two.pk, one.pk, two.pk])
    assert said.attachment_count == 2
    for user in (ann, bob):
        (entry,) = told(user)
        message = entry["message"]
        assert message is not None
        assert [each["name"] for each in message["attachments"]] == ["two.txt", "one.txt"]
    with pytest.raises(NothingSaid):
        say(ann, bob, "")


def test_it_is_sent_once_and_by_nobody_else(ann: User, bob: User) -> None:
    own, others = upload(ann), upload(bob)
    say(ann, bob, attachments=[own.pk])
    for ids in ([own.pk], [others.pk], [uuid4()], [upload(ann).pk, uuid4()]):
        with pytest.raises(UnknownAttachments):
            say(ann, bob, attachments=ids)
    assert Message.objects.count() == 1


def test_there_are_only_so_many(ann: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooManyAttachments):
        say(ann, bob, attachments=[uuid4() for _ in range(11)])
    monkeypatch.setattr(attachments, "MOST_UNSENT", 2)
    for _ in range(2):
        upload(ann)
    with pytest.raises(TooManyUnsent):
        upload(ann)
    upload(bob)


def test_who_sees_the_message_has_the_file_and_nobody_else(ann: User, bob: User) -> None:
    eve = person("eve")
    kept = upload(ann)
    assert [can_have(user, kept) for user in (ann, bob, eve)] == [True, False, False]
    said = say(ann, bob, attachments=[kept.pk])
    assert [can_have(user, kept) for user in (ann, bob, eve)] == [True, True, False]
    delete_message(person=ann, message=said, now=NOW)
    assert [can_have(user, kept) for user in (ann, bob, eve)] == [False, False, False]


def test_in_a_group_it_goes_with_who_is_there_and_hears(ann: User, bob: User) -> None:
    eve, tom = person("eve"), person("tom")
    room = group_of(ann, bob, eve)
    kept = upload(bob)
    say(bob, room, attachments=[kept.pk])
    assert [can_have(user, kept) for user in (ann, bob, eve, tom)] == [True, True, True, False]
    block(person=eve, other=bob, now=NOW)
    remove_person(room=room, actor=ann, person=bob, now=NOW)
    assert [can_have(user, kept) for user in (ann, bob, eve, tom)] == [True, False, False, False]


@pytest.mark.django_db(transaction=True)
def test_of_two_messages_at_once_one_has_it() -> None:
    ann, bob, eve = person("ann"), person("bob"), person("eve")
    rooms = [room_of(ann, bob), room_of(ann, eve)]
    kept = upload(ann)

    def send(number: int) -> bool:
        try:
            say(ann, rooms[number % 2], str(number), attachments=[kept.pk])
        except UnknownAttachments:
            return False
        return True

    assert sum(at_once(4, send)) == 1
    assert Message.objects.get().attachments.get() == kept


@pytest.mark.django_db(transaction=True)
def test_what_was_never_sent_goes_after_a_day_and_so_does_what_no_row_names() -> None:
    ann, bob = person("ann"), person("bob")
    sent, unsent = upload(ann), upload(ann)
    say(ann, bob, attachments=[sent.pk])
    storage = private_storage()
    lost = storage.save(f"{FOLDER}/lost", ContentFile(b"of somebody who was killed"))
    assert remove_unsent(now=NOW + DAY - timedelta(seconds=1)) == 0
    assert remove_unsent(now=NOW + DAY) == 1
    assert [storage.exists(str(each.file)) for each in (sent, unsent)] == [True, False]
    # By the clock of the disk.
    assert remove_orphans(now=timezone.now()) == 0
    assert remove_orphans(now=timezone.now() + DAY) >= 1
    assert [storage.exists(name) for name in (str(sent.file), lost)] == [True, False]
