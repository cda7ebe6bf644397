"""Stops mails of a kind by the link in one of them: nobody has to sign in for that."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from trellis.core.http.compression import uncompressed
from trellis.domain.notifications.refusals import UnknownUnsubscription
from trellis.domain.notifications.rules.kinds import Kind
from trellis.domain.notifications.rules.unsubscribing import unsubscription_in
from trellis.domain.notifications.services.preferences import unsubscribe as stop
from trellis.web.frame.pages import render_page

_LONGEST_TOKEN = 2_000


# The token says who asks, and a mail program that presses the button has no cookie of ours (RFC 8058).
@uncompressed
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest) -> HttpResponse:
    """Stop them at the press of a button: scanners of mail follow links, but press nothing."""
    token = request.GET.get("t", "")[:_LONGEST_TOKEN]
    try:
        if request.method == "POST":
            return _page(request, "stopped", kinds=stop(token=token, now=timezone.now()))
        return _page(request, "asked", kinds=unsubscription_in(token).kinds)
    except UnknownUnsubscription as refusal:
        return _page(request, "refused", sentence=refusal.sentence, status=400)


def _page(
    request: HttpRequest,
    outcome: str,
    *,
    kinds: tuple[Kind, ...] = (),
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"outcome": outcome, "kinds": [kind.label for kind in kinds], "sentence": sentence}
    return render_page(request, "web/notifications/unsubscribe.html", context, status=status)
