"""What the outbox's page shows of a mail."""

from base64 import b64encode

from django import template

from trellis.core.models import Mail

register = template.Library()


@register.filter
def attachment_link(mail: Mail) -> str:
    """Return an address that holds the mail's attachment itself: it needs no further request."""
    kind = mail.attachment_type.partition(";")[0]
    return f"data:{kind};charset=utf-8;base64,{b64encode(mail.attachment.encode()).decode()}"
