"""The page behind the mailed link that keeps an account; who follows it can no longer sign in."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from trellis.core.http.compression import uncompressed
from trellis.domain.privacy.refusals import DeadLink
from trellis.domain.privacy.services.erasures import erasure_named_by
from trellis.domain.privacy.services.erasures import keep_account as keep
from trellis.web.frame.pages import render_page


@uncompressed
@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def keep_account(request: HttpRequest) -> HttpResponse:
    """Keep the account at the press of a button: scanners of mail follow links, but press nothing."""
    token = (request.POST if request.method == "POST" else request.GET).get("token", "")
    now = timezone.now()
    try:
        if request.method == "POST":
            return _page(request, "kept", account=keep(token=token, now=now))
        erasure = erasure_named_by(token=token, now=now)
        return _page(request, "asked", token=token, erasure=erasure, account=erasure.user)
    except DeadLink:
        return _page(request, "refused", status=400)


def _page(request: HttpRequest, outcome: str, *, status: int = 200, **more: object) -> HttpResponse:
    context = {"outcome": outcome, **more}
    return render_page(request, "web/privacy/keep_account.html", context, status=status)
