"""The front page: what Trellis is, what of it works, and how to try it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from trellis.demo.accounts import ACCOUNTS, DEMO_PASSWORD, demo_users
from trellis.web.frame.pages import render_page

_COACH = "mike@example.com"


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show the doors and, in development, whom to sign in as."""
    accounts = [] if settings.IS_PRODUCTION else _demo_accounts()
    context = {
        "doors": settings.DOORS,
        "accounts": accounts,
        "password": DEMO_PASSWORD if accounts else None,
        "coach": _COACH if any(account["email"] == _COACH for account in accounts) else None,
        "origin": request.build_absolute_uri("/").rstrip("/"),
    }
    return render_page(request, "web/frame/front.html", context)


def _demo_accounts() -> list[dict[str, Any]]:
    """Return those of the demo accounts that this database has, in the order of the demo world."""
    found = {user.email: user for user in demo_users()}
    return [
        {
            "id": found[account.email].pk,
            "email": account.email,
            "name": account.full_name,
            "is_what": account.is_what,
        }
        for account in ACCOUNTS
        if account.email in found
    ]
