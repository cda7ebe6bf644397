"""Addresses with a slash too many."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import is_valid_path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe


@require_safe
def without_slash(request: HttpRequest) -> HttpResponse:
    """Lead to the same address without its trailing slash; raise Http404 where there is none.

    Django leads an unknown address here by adding the slash: back would be round in circles.
    """
    path = request.path.rstrip("/")
    if not is_valid_path(path):
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    target = f"{path}?{query}" if query else path
    allowed = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return redirect(target if allowed else "/")
