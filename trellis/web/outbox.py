"""Mail that Trellis has sent, for programs and for people; development only."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.models import Mail
from trellis.web.pages import render_page

_SHOWN = 200
# A mail's frame takes over the policy of the page around it, and mails are styled by attributes.
_MAIL_POLICY = {"style-src-attr": "'unsafe-inline'"}


@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show sent mail, newest first: a page to a browser, JSON to everything else."""
    if not settings.SHOW_OUTBOX:
        raise Http404
    address = request.GET.get("to", "").strip()
    mails = _sent_to(address)[:_SHOWN]
    if request.get_preferred_type(["application/json", "text/html"]) == "text/html":
        context = {"mails": mails, "address": address, "shown": _SHOWN, "section": "outbox"}
        response = render_page(request, "web/outbox.html", context, policy=_MAIL_POLICY)
    else:
        response = JsonResponse([_as_json(mail) for mail in mails], safe=False)
    patch_vary_headers(response, ["Accept"])
    return response


def _sent_to(address: str) -> QuerySet[Mail]:
    """Return sent mail to `address` in any case, or to everybody."""
    sent = Mail.objects.filter(sent_at__isnull=False).order_by("-sent_at", "-id")
    if "\x00" in address:  # PostgreSQL cannot even be asked for it.
        return sent.none()
    return sent.filter(to__iexact=address) if address else sent


def _as_json(mail: Mail) -> dict[str, Any]:
    return {
        "to": mail.to,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "sent_at": f"{mail.sent_at:%Y-%m-%dT%H:%M:%SZ}",
    }
