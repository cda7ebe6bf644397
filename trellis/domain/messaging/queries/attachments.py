"""Who may have which file, and how it is given."""

from uuid import UUID

from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Attachment
from trellis.domain.messaging.queries.history import message_for
from trellis.domain.messaging.refusals import UnknownAttachment, UnknownMessage


def attachment_for(*, person: User, attachment_id: UUID) -> Attachment:
    """Return a file to who has uploaded it and not sent it yet, or who sees the message that it belongs to.

    A door gives it as a download of its `media_type`, under its `name`; one that `rules/attachments.is_inert`
    may be shown. Raises UnknownAttachment.
    """
    found = Attachment.objects.filter(pk=attachment_id).first()
    if found is None:
        raise UnknownAttachment
    if found.message_id is None and found.uploader_id != person.pk:
        raise UnknownAttachment
    if found.message_id is not None:
        _refuse_unless_seen(person, found.message_id)
    return found


def _refuse_unless_seen(person: User, message_id: UUID) -> None:
    try:
        message = message_for(person=person, message_id=message_id)
    except UnknownMessage:
        raise UnknownAttachment from None
    if message.deleted_at is not None:
        raise UnknownAttachment
