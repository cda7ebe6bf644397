"""Signing in with e-mail address and password: members of organizations, and every account with one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.throttling import TooMany, client_address
from trellis.domain.accounts import browser_sessions
from trellis.domain.accounts.models import User
from trellis.domain.accounts.refusals import WrongCredentials
from trellis.domain.accounts.services import accounts
from trellis.domain.organizations.queries import memberships_of
from trellis.web.accounts.forms import PasswordForm
from trellis.web.accounts.known_browsers import known_browser, remember
from trellis.web.frame.next_page import safe_next
from trellis.web.frame.pages import render_page
from trellis.web.frame.waiting import told_to_wait, wait_in_words


@never_cache
@sensitive_post_parameters("password")
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for address and password; then lead to `next`, if that is a page of ours."""
    if request.method != "POST":
        return _page(request, PasswordForm(initial={"email": request.GET.get("email", "")[:254]}))
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        pair = accounts.sign_in(
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
            address=client_address(request),
            known=known_browser(request),
            now=timezone.now(),
        )
    except WrongCredentials:
        form.add_error(None, "E-mail address or password is wrong. Check both, and try again.")
        return _page(request, form, status=422)
    except TooMany as error:
        wait = wait_in_words(error.wait)
        form.add_error(None, f"Too many tries. Try again in {wait}, or sign in by e-mail.")
        return told_to_wait(_page(request, form), error)
    browser_sessions.begin(request, pair)
    response = redirect(safe_next(request, request.POST.get("next", "")) or "web:sign-in")
    remember(request, response, pair.user)
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    browser_sessions.end(request)
    return redirect("web:sign-in")


def _page(request: HttpRequest, form: PasswordForm, *, status: int = 200) -> HttpResponse:
    given = request.POST.get("next", "") or request.GET.get("next", "")
    context = {
        "form": form,
        "next": safe_next(request, given),
        "works_for_several": isinstance(request.user, User) and memberships_of(request.user).count() > 1,
    }
    return render_page(request, "web/accounts/sign_in.html", context, status=status)
