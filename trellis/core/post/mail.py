"""E-mail: a row in the caller's transaction, sent by a task; the outbox of development reads the rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.core.db.locks import locked
from trellis.core.models import Mail
from trellis.core.outside import outside_of_transactions
from trellis.core.tasks import RETRY, enqueue


@dataclass(frozen=True)
class Attachment:
    """A file of text that goes with a mail; `type` is its media type with parameters."""

    name: str
    type: str
    content: str


def send(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    attachment: Attachment | None = None,
    headers: Mapping[str, str] | None = None,
    now: datetime,
) -> Mail:
    """Queue one e-mail; it leaves when the current transaction has committed.

    `headers` are further ones by name, each of one line, such as `List-Unsubscribe`.
    """
    attached = {}
    if attachment is not None:
        attached = {
            "attachment_name": attachment.name,
            "attachment_type": attachment.type,
            "attachment": attachment.content,
        }
    mail = Mail.objects.create(
        to=to,
        subject=one_line(subject),
        text=text,
        html=html,
        headers=dict(headers or {}),
        created_at=now,
        **attached,
    )
    enqueue(deliver, mail_id=mail.pk)
    return mail


def one_line(text: str, *, longest: int = 200) -> str:
    """Return `text` as it fits a subject: no line breaks (they would start a header), not too long."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


# Jobs that wait in databases know it by this name, wherever it stands.
@app.task(name="trellis.core.mail.deliver", retry=RETRY)
def deliver(*, mail_id: int) -> None:
    """Send the mail of this row once, by SMTP where EMAIL_URL is set, else into the outbox.

    The lock makes a second worker wait and then see that it is sent. A crash between SMTP's yes and
    the note of it can send twice: no protocol rules that out.
    """
    with locked("mail", mail_id):
        mail = Mail.objects.filter(pk=mail_id, sent_at=None).first()
        if mail is None:
            return
        if settings.MAIL_IS_SENT:
            _send_by_smtp(mail)
            # What was sent may hold tokens; only that it was sent is worth keeping.
            mail.text = mail.html = mail.attachment = ""
            mail.headers = {}
        mail.sent_at = timezone.now()
        mail.save(update_fields=["text", "html", "attachment", "headers", "sent_at"])


def _send_by_smtp(mail: Mail) -> None:
    outside_of_transactions()
    message = EmailMultiAlternatives(
        mail.subject, mail.text, settings.MAIL_FROM, [mail.to], headers=mail.headers
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if mail.attachment_name:
        message.attach(mail.attachment_name, mail.attachment, mail.attachment_type)
    message.send()
