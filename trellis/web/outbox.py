"""Sent mail and, with `?channel=sms`, messages to phones, for programs and for people; development only."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.http.compression import uncompressed
from trellis.core.models import Mail, Sms
from trellis.web.frame.pages import render_page

_SHOWN = 200
# A mail's frame takes over the policy of the page around it, and mails are styled by attributes.
_MAIL_POLICY = {"style-src-attr": "'unsafe-inline'"}
SMS = "sms"


@uncompressed
@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show sent mail, or messages to phones, newest first: a page to a browser, JSON to everything else."""
    if not settings.SHOW_OUTBOX:
        raise Http404
    receiver = request.GET.get("to", "").strip()
    messages = _messages_to(receiver) if request.GET.get("channel") == SMS else None
    sent: list[Any] = list((_mail_to(receiver) if messages is None else messages)[:_SHOWN])
    if request.get_preferred_type(["application/json", "text/html"]) == "text/html":
        context = {"sent": sent, "receiver": receiver, "shown": _SHOWN, "section": "outbox"}
        template = "web/outbox/mail.html" if messages is None else "web/outbox/sms.html"
        response = render_page(request, template, context, policy=_MAIL_POLICY)
    else:
        as_json = _mail_json if messages is None else _sms_json
        response = JsonResponse([as_json(each) for each in sent], safe=False)
    patch_vary_headers(response, ["Accept"])
    return response


def _mail_to(address: str) -> QuerySet[Mail]:
    """Return sent mail to `address` in any case, or to everybody."""
    sent = Mail.objects.filter(sent_at__isnull=False).order_by("-sent_at", "-id")
    if "\x00" in address:  # PostgreSQL cannot even be asked for it.
        return sent.none()
    return sent.filter(to__iexact=address) if address else sent


def _messages_to(number: str) -> QuerySet[Sms]:
    """Return sent messages to a phone number, or to everybody.

    The number may lack its plus, which in an address stands for a space.
    """
    sent = Sms.objects.filter(sent_at__isnull=False).order_by("-sent_at", "-id")
    if "\x00" in number:
        return sent.none()
    return sent.filter(to__in=[number, f"+{number}"]) if number else sent


def _mail_json(mail: Mail) -> dict[str, Any]:
    attached = {"name": mail.attachment_name, "type": mail.attachment_type, "content": mail.attachment}
    return {
        "to": mail.to,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "sent_at": f"{mail.sent_at:%Y-%m-%dT%H:%M:%SZ}",
        "attachments": [attached] if mail.attachment_name else [],
    }


def _sms_json(sms: Sms) -> dict[str, Any]:
    return {"to": sms.to, "text": sms.text, "sent_at": f"{sms.sent_at:%Y-%m-%dT%H:%M:%SZ}"}
