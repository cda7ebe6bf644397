"""Addresses with a slash too many."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe


@require_safe
def without_slash(request: HttpRequest) -> HttpResponse:
    """Lead to the same address without its trailing slash."""
    path = request.path.rstrip("/")
    query = request.META.get("QUERY_STRING", "")
    target = f"{path}?{query}" if query else path
    allowed = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return redirect(target if allowed else "/")
