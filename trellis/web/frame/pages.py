"""How every page of ours is answered: one template, and a policy that lets nothing foreign run."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
    policy: dict[str, str] | None = None,
) -> HttpResponse:
    """Answer with `template`; `policy` replaces directives of the content security policy."""
    shown = {"show_outbox": settings.SHOW_OUTBOX, **(context or {})}
    response = render(request, template, shown, status=status)
    directives = {**_POLICY, **(policy or {})}
    response["Content-Security-Policy"] = "; ".join(f"{k} {v}" for k, v in directives.items())
    return response
