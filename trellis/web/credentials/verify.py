"""The page of a code: what was issued under it, line by line, and whether it holds."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from trellis.core.refusals import Unavailable
from trellis.core.throttling import TooMany, client_address
from trellis.domain.credentials.refusals import NoBadge, Unreadable
from trellis.domain.credentials.rules.codes import code_in
from trellis.domain.credentials.services.checking import check_file, look_up
from trellis.web.credentials.answers import as_json, page, shown, too_often
from trellis.web.credentials.forms import CodeForm, FileForm
from trellis.web.frame.waiting import told_to_wait

_NOBODYS = {"error": "NOT_FOUND", "message": "There is no such code.", "details": {}}
_TOO_OFTEN = {"error": "RATE_LIMIT_EXCEEDED", "message": TooMany.sentence, "details": {}}


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a code, or look at a file that somebody was given."""
    if request.method == "POST":
        return _check_file(request)
    typed = request.GET.get("code")
    if typed is None:
        return page(request, "asked")
    code = code_in(typed)
    if code is None:
        form = CodeForm({"code": typed})
        form.is_valid()
        form.add_error("code", "This is no code of ours.")
        return page(request, "asked", code_form=form, status=422)
    return redirect("web:verify", code=code)


@never_cache
@csrf_protect
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was issued under a code, as a page, or as JSON to who asks for that."""
    if request.accepts("text/html") or not request.accepts("application/json"):
        return _verify_page(request, code)
    return _verify_json(request, code)


@never_cache
@require_safe
def verify_json(request: HttpRequest, code: str) -> HttpResponse:
    """Show the same as JSON."""
    return _verify_json(request, code)


def _verify_page(request: HttpRequest, code: str) -> HttpResponse:
    try:
        badge = look_up(code, caller=client_address(request))
    except TooMany as refusal:
        return too_often(request, refusal)
    except NoBadge:
        return page(request, "unknown", status=404)
    return page(request, "found", badge=shown(badge))


def _verify_json(request: HttpRequest, code: str) -> HttpResponse:
    try:
        badge = look_up(code, caller=client_address(request))
    except TooMany as refusal:
        return told_to_wait(JsonResponse(_TOO_OFTEN, status=429), refusal)
    except NoBadge:
        return JsonResponse(_NOBODYS, status=404)
    response = JsonResponse(as_json(badge))
    response["X-Robots-Tag"] = "noindex"
    return response


def _check_file(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, "asked", file_form=form, status=422)
    try:
        checked = check_file(form.cleaned_data["file"].read(), caller=client_address(request))
    except TooMany as refusal:
        return too_often(request, refusal)
    except Unreadable as refusal:
        form.add_error("file", refusal.sentence)
        return page(request, "asked", file_form=form, status=422)
    except Unavailable as refusal:
        form.add_error("file", refusal.sentence)
        response = page(request, "asked", file_form=form, status=503)
        response["Retry-After"] = str(refusal.wait)
        return response
    badge = None if checked.badge is None else shown(checked.badge)
    return page(request, checked.outcome, badge=badge, is_file=True)
