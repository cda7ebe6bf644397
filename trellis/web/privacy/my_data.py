"""What the platform holds of who is signed in: all of it as a file, and the end of the account."""

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from trellis.core.throttling import TooMany
from trellis.domain.accounts.models import User
from trellis.domain.privacy.queries.states import left_without_owner, newest_export
from trellis.domain.privacy.refusals import DataNotReady, NoData, OnlyOwner
from trellis.domain.privacy.rules.times import GRACE, KEPT_FOR, is_ready, is_unfinished
from trellis.domain.privacy.services import exports
from trellis.domain.privacy.services.erasures import begin_erasure
from trellis.web.frame.pages import render_page
from trellis.web.frame.waiting import told_to_wait, wait_in_words
from trellis.web.privacy.forms import CloseForm


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: HttpRequest) -> HttpResponse:
    """Show how far the file is, and have it written at the press of a button."""
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(request.path, reverse("web:sign-in"))
    if request.method != "POST":
        return _page(request, user)
    try:
        exports.ask_for_data(user=user, anew=True, now=timezone.now())
    except TooMany as error:
        words = (
            f"You have asked for your data often enough for today. Try again in {wait_in_words(error.wait)}."
        )
        return told_to_wait(_page(request, user, trouble=words), error)
    return redirect("web:my-data")


@never_cache
@require_safe
def my_data_file(request: HttpRequest) -> HttpResponseBase:
    """Send the file."""
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(request.path, reverse("web:sign-in"))
    try:
        export, file = exports.download(user=user, now=timezone.now())
    except (NoData, DataNotReady):
        return redirect("web:my-data")
    name = f"trellis-data-{export.requested_at:%Y%m%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def close_account(request: HttpRequest) -> HttpResponse:
    """Tell what it means to close the account, and close it for who says that they know."""
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(request.path, reverse("web:sign-in"))
    if request.method != "POST":
        return _ask(request, user, CloseForm())
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _ask(request, user, form, status=422)
    try:
        erasure = begin_erasure(user=user, actor=user, now=timezone.now())
    except OnlyOwner:
        return _ask(request, user, form, status=409)
    logout(request)
    return render_page(request, "web/privacy/closed.html", {"erasure": erasure, "email": user.email})


def _page(request: HttpRequest, user: User, *, trouble: str = "") -> HttpResponse:
    export = newest_export(user, now=timezone.now())
    context = {
        "export": export,
        "is_unfinished": export is not None and is_unfinished(export.status),
        "is_ready": export is not None and is_ready(export.status),
        "kept_days": KEPT_FOR.days,
        "trouble": trouble,
    }
    return render_page(request, "web/privacy/my_data.html", context)


def _ask(request: HttpRequest, user: User, form: CloseForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "days": GRACE.days,
        "email": user.email,
        "only_owner_of": left_without_owner(user),
    }
    return render_page(request, "web/privacy/close_account.html", context, status=status)
