"""The page that the link in a verification mail opens."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from trellis.core.http.compression import uncompressed
from trellis.domain.accounts.refusals import InvalidVerification
from trellis.domain.accounts.services.addresses import verify_email as verify
from trellis.web.frame.pages import render_page


@uncompressed
@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def verify_email(request: HttpRequest) -> HttpResponse:
    """Verify at the press of a button: scanners of mail follow links, but press nothing."""
    if request.method == "POST":
        return _verify(request, request.POST.get("token", ""))
    token = request.GET.get("token", "")
    return _page(request, "asked", token=token) if token else _page(request, "refused", status=400)


def _verify(request: HttpRequest, token: str) -> HttpResponse:
    try:
        user = verify(token=token, now=timezone.now())
    except InvalidVerification:
        return _page(request, "refused", status=400)
    return _page(request, "verified", email=user.email)


def _page(request: HttpRequest, outcome: str, *, status: int = 200, **more: str) -> HttpResponse:
    context = {"outcome": outcome, **more}
    return render_page(request, "web/accounts/verify_email.html", context, status=status)
