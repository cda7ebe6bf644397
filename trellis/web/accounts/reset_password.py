"""The page that the link in a mail about a new password opens."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from trellis.core.http.compression import uncompressed
from trellis.domain.accounts.refusals import InvalidAccount, InvalidReset
from trellis.domain.accounts.services import passwords
from trellis.web.accounts.forms import NewPasswordForm
from trellis.web.frame.pages import render_page


@uncompressed
@never_cache
@sensitive_post_parameters("password")
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def reset_password(request: HttpRequest) -> HttpResponse:
    """Have somebody choose a new password, if the link that was mailed to them still works."""
    token = (request.POST if request.method == "POST" else request.GET).get("token", "")
    try:
        passwords.refuse_dead_reset(token=token)
        return _reset(request, token) if request.method == "POST" else _ask(request, token, NewPasswordForm())
    except InvalidReset:
        return _page(request, {"outcome": "refused"}, status=400)


def _reset(request: HttpRequest, token: str) -> HttpResponse:
    form = NewPasswordForm(request.POST)
    if not form.is_valid():
        return _ask(request, token, form, status=422)
    try:
        passwords.reset_password(token=token, password=form.cleaned_data["password"], now=timezone.now())
    except InvalidAccount as refusal:
        form.add_error("password", refusal.errors["password"])
        return _ask(request, token, form, status=422)
    return _page(request, {"outcome": "done"})


def _ask(request: HttpRequest, token: str, form: NewPasswordForm, *, status: int = 200) -> HttpResponse:
    return _page(request, {"outcome": "asked", "token": token, "form": form}, status=status)


def _page(request: HttpRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    return render_page(request, "web/accounts/reset_password.html", context, status=status)
