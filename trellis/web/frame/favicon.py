"""Our mark, where browsers look for one by themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static


def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers to our mark where a page names none: pictures, videos, the back office."""
    return redirect(static("web/mark.svg"))
