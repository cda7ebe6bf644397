"""The back office as a site: it opens to staff who have typed their password, and to no session else."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from unfold.forms import AdminOwnPasswordChangeForm, AuthenticationForm
from unfold.sites import UnfoldAdminSite

from trellis.core.throttling import TooMany
from trellis.domain.accounts import browser_sessions
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import signed_in_by
from trellis.domain.accounts.rules import SignedInBy
from trellis.domain.accounts.services.accounts import keep_password
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
            raise ValidationError(_sentence(error), code="too_many") from None
        if self.user_cache is None:
            raise self.get_invalid_login_error()
        self.confirm_login_allowed(self.user_cache)
        return given


class OwnPasswordForm(AdminOwnPasswordChangeForm):  # type: ignore[misc]
    """A new password for oneself; the old one is tried, and counted, as at every sign-in."""

    refusal: TooMany | None = None

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    @sensitive_variables()
    def clean_old_password(self) -> str:
        """Return the old password; raise ValidationError for another."""
        old: str = self.cleaned_data["old_password"]
        try:
            is_right = authenticate(
                self.request, username=self.user.email, password=old, known=known_browser(self.request)
            )
        except TooMany as error:
            self.refusal = error
            raise ValidationError(_sentence(error), code="too_many") from None
        if is_right is None:
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return old

    def save(self, commit: bool = True) -> User:
        """Set the password, and end every other session that the old one opened."""
        user: User = super().save(commit=False)
        if commit:
            keep_password(user=user, now=timezone.now())
        return user


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
        return _refused(response)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Let staff change their own password."""
        view = PasswordChangeView.as_view(
            form_class=partial(OwnPasswordForm, request=request),
            template_name=self.password_change_template or PasswordChangeView.template_name,
            success_url=reverse(f"{self.name}:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        request.current_app = self.name
        response: Any = view(request)
        return _refused(response)


def _refused(response: HttpResponse) -> HttpResponse:
    """Return the answer, with its status and headers where the form in it was tried too often."""
    form = (getattr(response, "context_data", None) or {}).get("form")
    refusal = getattr(form, "refusal", None)
    return told_to_wait(response, refusal) if refusal else response


def _sentence(error: TooMany) -> str:
    return f"Too many tries. Try again in {wait_in_words(error.wait)}."


def _is_staff(user: object) -> bool:
    return isinstance(user, User) and user.is_active and user.is_staff
