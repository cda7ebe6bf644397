"""The back office as a site: it opens to staff who have typed their password, and to no session else."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_variables
from unfold.forms import AuthenticationForm
from unfold.sites import UnfoldAdminSite

from trellis.core.throttling import TooMany
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import signed_in_by
from trellis.domain.accounts.rules import SignedInBy
from trellis.web.accounts import browser_sessions
from trellis.web.accounts.known_browsers import known_browser, remember
from trellis.web.frame.waiting import told_to_wait, wait_in_words

_ASK = "The back office asks for the password of your account."


class SignInForm(AuthenticationForm):  # type: ignore[misc]
    """Address and password; it says so where too many were tried."""

    refusal: TooMany | None = None

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        """Check both as every other sign-in does."""
        given: dict[str, Any] = self.cleaned_data
        email, password = given.get("username"), given.get("password")
        if email is None or not password or self.request is None:
            return given
        try:
            self.user_cache = authenticate(
                self.request, username=email, password=password, known=known_browser(self.request)
            )
        except TooMany as error:
            self.refusal = error
            sentence = f"Too many tries. Try again in {wait_in_words(error.wait)}."
            raise ValidationError(sentence, code="too_many") from None
        if self.user_cache is None:
            raise self.get_invalid_login_error()
        self.confirm_login_allowed(self.user_cache)
        return given


class BackOffice(UnfoldAdminSite):  # type: ignore[misc]
    """Django's admin site in the look of unfold."""

    login_form = SignInForm

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether this is staff, by a session that the password began (docs/decisions/staff.md)."""
        return super().has_permission(request) and signed_in_by(request) == SignedInBy.PASSWORD

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Ask for the password, also who is signed in without one, and then lead on."""
        if request.method == "GET" and _is_staff(request.user) and not self.has_permission(request):
            messages.info(request, _ASK)
        response: HttpResponse = super().login(request, extra_context)
        if request.method != "POST":
            return response
        if response.status_code == 302 and isinstance(request.user, User):
            browser_sessions.mark(request, SignedInBy.PASSWORD)
            remember(request, response, request.user)
            return response
        form = (getattr(response, "context_data", None) or {}).get("form")
        refusal = getattr(form, "refusal", None)
        return told_to_wait(response, refusal) if refusal else response


def _is_staff(user: object) -> bool:
    return isinstance(user, User) and user.is_active and user.is_staff
