"""The editor of a mentor's hours: every week's, single dates', and how they become sessions."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from trellis.domain.mentorship.models import Availability, Mentor
from trellis.domain.mentorship.refusals import InvalidWindow, StaleVersion
from trellis.domain.mentorship.services.availability import set_availability
from trellis.domain.mentorship.services.mentors import update_mentor
from trellis.web.components.zones import readable
from trellis.web.mentorship.access import with_profile
from trellis.web.mentorship.availability.forms import SettingsForm
from trellis.web.mentorship.availability.windows import (
    WEEKDAYS,
    Row,
    dated_rows,
    read_dated,
    read_weekly,
    typed_rows,
    weekly_rows,
    with_error,
    with_new_row,
    without_row,
)
from trellis.web.mentorship.pages import render_mentorship, render_part, wants_part
from trellis.web.mentorship.visitors import mentor_of

_WEEKLY, _DATES = (
    "web/mentorship/availability/_weekly_form.html",
    "web/mentorship/availability/_dates_form.html",
)


@require_http_methods(["GET", "HEAD", "POST"])
@with_profile
def availability_weekly(request: HttpRequest) -> HttpResponse:
    """Show the editor; take every week's hours."""
    if request.method != "POST":
        return _page(request)
    return _edit(request, _WEEKLY, "weekly_rows", read_weekly, kind="weekly")


@require_http_methods(["GET", "HEAD", "POST"])
@with_profile
def availability_dates(request: HttpRequest) -> HttpResponse:
    """Take the hours of single dates, and days off."""
    if request.method != "POST":
        return redirect("web:mentor-availability")
    return _edit(request, _DATES, "dated_rows", read_dated, kind="dated")


@require_POST
@with_profile
def availability_settings(request: HttpRequest) -> HttpResponse:
    """Take the timezone, the length of sessions, the pause and the notice."""
    mentor = mentor_of(request)
    form = SettingsForm(request.POST, mentor=mentor)
    if not form.is_valid():
        return _page(request, settings_form=form, status=422)
    changes = dict(form.cleaned_data)
    version = changes.pop("version")
    try:
        update_mentor(mentor=mentor, changes=changes, version=version, now=timezone.now())
    except StaleVersion:
        messages.error(request, "Your settings were changed in another window. Check them, and save again.")
        return redirect("web:mentor-availability")
    messages.success(request, "Your settings are saved.")
    return redirect("web:mentor-availability")


def _edit(
    request: HttpRequest,
    template: str,
    name: str,
    read: Callable[[list[Row]], tuple[list[Row], list[Any]]],
    *,
    kind: str,
) -> HttpResponse:
    """Add a row, take one away, or save them all: which, the pressed button says."""
    action, _, which = request.POST.get("action", "save").partition(":")
    rows = typed_rows(request.POST)
    if action == "add":
        day = int(which) if which in "0123456" and len(which) == 1 else 0
        rows = with_new_row(rows, day=day)
        return _form(request, template, {name: rows, "new_key": rows[-1].key}, said="A row is added.")
    if action == "remove":
        gone = next((row for row in rows if row.key == which), None)
        context = {
            name: without_row(rows, which),
            "removed_from": gone.day if gone else None,
            "unsaved": True,
        }
        return _form(request, template, context, said="The row is removed. Save to keep it so.")
    return _save(request, template, name, read(rows), kind=kind)


def _save(
    request: HttpRequest, template: str, name: str, done: tuple[list[Row], list[Any]], *, kind: str
) -> HttpResponse:
    rows, windows = done
    if not any(row.error for row in rows):
        try:
            set_availability(
                mentor=mentor_of(request),
                weekly=windows if kind == "weekly" else None,
                dated=windows if kind == "dated" else None,
                now=timezone.now(),
            )
        except InvalidWindow as error:
            rows = with_error(rows, error.index, _what_is_wrong(error))
    if any(row.error for row in rows):
        context = {name: rows, "has_errors": True}
        said = "Not saved: look at the marked times."
        return _form(request, template, context, said=said, status=422)
    said = "Your weekly hours are saved." if kind == "weekly" else "Your dates are saved."
    if wants_part(request):
        return _form(
            request, template, {**_stored(mentor_of(request), timezone.now()), "saved": said}, said=said
        )
    messages.success(request, said)
    return redirect("web:mentor-availability")


def _what_is_wrong(error: InvalidWindow) -> str:
    return f"{str(error.reason)[:1].upper()}{str(error.reason)[1:].rstrip('.')}."


def _form(
    request: HttpRequest, template: str, context: dict[str, Any], *, said: str, status: int = 200
) -> HttpResponse:
    if wants_part(request):
        shown = {"weekdays": WEEKDAYS, "today": _today(mentor_of(request), timezone.now()), **context}
        return render_part(request, template, shown, announce=said, status=status)
    return _page(request, context, status=status)


def _page(
    request: HttpRequest,
    context: dict[str, Any] | None = None,
    *,
    settings_form: SettingsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    mentor = mentor_of(request)
    now = timezone.now()
    shown = {
        "mentor": mentor,
        "weekdays": WEEKDAYS,
        "today": _today(mentor, now),
        "mentor_zone": readable(mentor.availability_timezone),
        "settings_form": settings_form or SettingsForm(mentor=mentor),
        "section": "availability",
        **_stored(mentor, now),
        **(context or {}),
    }
    return render_mentorship(request, "web/mentorship/availability/page.html", shown, status=status)


def _stored(mentor: Mentor, now: datetime) -> dict[str, Any]:
    """Return the rows of what is stored; dates that have gone by are not shown any more."""
    found = list(Availability.objects.filter(mentor=mentor).order_by("specific_date", "start_minute"))
    today = _today(mentor, now)
    return {
        "weekly_rows": weekly_rows(one for one in found if one.is_recurring),
        "dated_rows": dated_rows(
            one for one in found if one.specific_date is not None and one.specific_date >= today
        ),
    }


def _today(mentor: Mentor, now: datetime) -> Any:
    from zoneinfo import ZoneInfo

    return now.astimezone(ZoneInfo(mentor.availability_timezone)).date()
