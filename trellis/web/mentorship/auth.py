"""Signing in with an e-mail address, and out again."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.throttling import TooMany, client_address
from trellis.domain.accounts import browser_sessions
from trellis.domain.accounts.services.tokens import TokenPair
from trellis.domain.directory.models import DirectoryEntry
from trellis.domain.directory.refusals import NoAddress, UnknownEmail, WrongCode
from trellis.domain.directory.services.login import log_in_or_mail_code, verify_code
from trellis.web.accounts.forms import CodeForm, EmailForm
from trellis.web.accounts.known_browsers import known_browser, remember
from trellis.web.frame.next_page import safe_next
from trellis.web.frame.waiting import told_to_wait, wait_in_words
from trellis.web.mentorship.pages import HANDOVER, render_mentorship
from trellis.web.mentorship.visitors import forget_visitor, home_of, visitor_of

_NEWEST_WORKS = "The code in the newest mail of this hour still works, unless it was used."
_DEMO_DOMAIN = "@mansa.example"


@require_http_methods(["GET", "HEAD", "POST"])
def auth(request: HttpRequest) -> HttpResponse:
    """Ask for the e-mail address; in closed mode ask for the code that was sent to it, too."""
    if request.method != "POST":
        return _page(request, EmailForm(initial={"email": request.GET.get("email", "")}))
    if "code" in request.POST:
        return _check_code(request)
    form = EmailForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    return _log_in(request, form)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and have the page's script forget the tokens, which work no longer."""
    browser_sessions.end(request)
    forget_visitor(request)
    request.session[HANDOVER] = {"forget": True}
    messages.success(request, "You are signed out.")
    return redirect("web:mentorship-auth")


def _log_in(request: HttpRequest, form: EmailForm) -> HttpResponse:
    email = form.cleaned_data["email"]
    try:
        pair = log_in_or_mail_code(
            email=email, address=client_address(request), known=known_browser(request), now=timezone.now()
        )
    except (UnknownEmail, NoAddress):
        return _unknown(request, form)
    except TooMany as error:
        return _too_many(request, email, error)
    if pair is None:
        return _page(request, CodeForm(initial={"email": email}), template="code")
    return _welcome(request, pair)


def _unknown(request: HttpRequest, form: EmailForm) -> HttpResponse:
    form.add_error("email", "We do not know this e-mail address.")
    return _page(request, form, status=404, unknown=True)


def _too_many(request: HttpRequest, email: str, error: TooMany) -> HttpResponse:
    code_form = CodeForm(initial={"email": email})
    wait = wait_in_words(error.wait)
    sentence = f"Too many codes were asked for: the next one can be sent in {wait}. {_NEWEST_WORKS}"
    return told_to_wait(_page(request, code_form, template="code", refusal=sentence), error)


def _check_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, template="code", status=422)
    given = form.cleaned_data
    try:
        pair = verify_code(
            email=given["email"],
            code=given["code"],
            address=client_address(request),
            now=timezone.now(),
        )
    except WrongCode:
        form.add_error("code", "This code is wrong or too old. Check the newest mail, or ask for a new code.")
        return _page(request, form, template="code", status=422)
    except TooMany as error:
        form.add_error("code", "This code is wrong, as many before it. Check the newest mail, or ask anew.")
        return told_to_wait(_page(request, form, template="code"), error)
    response = _welcome(request, pair)
    remember(request, response, pair.user)
    return response


def _welcome(request: HttpRequest, pair: TokenPair) -> HttpResponse:
    """Start the session, hand the tokens to the next page's script, and lead on."""
    browser_sessions.begin(request, pair)
    forget_visitor(request)
    visitor = visitor_of(request)
    request.session[HANDOVER] = {
        "access_token": pair.access,
        "refresh_token": pair.refresh,
        "user_id": str(pair.user.pk),
        "user_email": pair.user.email,
        "user_role": visitor.roles.role_name,
        "is_mentor": str(visitor.roles.is_mentor).lower(),
        "is_mentee": str(visitor.roles.is_mentee).lower(),
        "user_name": pair.user.full_name,
    }
    messages.success(request, f"Welcome, {pair.user.first_name or pair.user.email}. {_role_told(request)}")
    return redirect(safe_next(request, request.POST.get("next", "")) or home_of(visitor.roles))


def _role_told(request: HttpRequest) -> str:
    roles = visitor_of(request).roles
    if roles.is_mentor and roles.is_mentee:
        return "You are a mentor and a mentee: find a mentor here, or open your mentor dashboard."
    if roles.is_mentor:
        return "You are signed in as a mentor."
    if roles.is_mentee:
        return "You are signed in as a mentee."
    return "Look around, or apply to become a mentor."


def _page(
    request: HttpRequest,
    form: EmailForm | CodeForm,
    *,
    template: str = "auth",
    status: int = 200,
    unknown: bool = False,
    refusal: str = "",
) -> HttpResponse:
    back = safe_next(request, request.POST.get("next", "") or request.GET.get("next", ""))
    here = reverse("web:mentorship-auth")
    context = {
        "form": form,
        "next": back,
        "again": f"{here}?{urlencode({'next': back})}" if back else here,
        "unknown": unknown,
        "refusal": refusal,
        "demo_entries": _demo_entries(),
        "home": home_of(visitor_of(request).roles),
        "section": "auth",
    }
    return render_mentorship(request, f"web/mentorship/{template}.html", context, status=status)


def _demo_entries() -> list[DirectoryEntry]:
    """Return the entries of the members directory as whom a newcomer to a demo server may sign in."""
    if settings.IS_PRODUCTION or not settings.TRELLIS_OPEN_CONTRACT:
        return []
    return list(
        DirectoryEntry.objects.filter(email__endswith=_DEMO_DOMAIN, is_active=True).order_by(
            "created_at", "email"
        )
    )
