"""What people are told of who opens their account."""

from datetime import datetime

from django.template.loader import render_to_string

from trellis.core.post import mail
from trellis.domain.accounts.models import User


def tell_of_password(*, user: User, provider: str, now: datetime) -> None:
    """Tell somebody that a password, which now ends, was set before the account was theirs, if one was."""
    if user.has_usable_password():
        _send(user, "password_ended", "A password of your account has ended", provider, now=now)


def tell_of_link(*, user: User, provider: str, now: datetime) -> None:
    """Tell somebody that a provider opens their account from now on."""
    _send(user, "linked", f"{provider} opens your account now", provider, now=now)


def _send(user: User, template: str, subject: str, provider: str, *, now: datetime) -> None:
    context = {"name": user.first_name or user.username, "provider": provider}
    text = render_to_string(f"identities/{template}.txt", context)
    mail.send(to=user.email, subject=subject, text=text, now=now)
