"""Messages in the back office: that there are rooms, never what is said in them, but for what is reported."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone

from trellis.core.admin import BackOfficeAdmin, ReadOnlyAdmin
from trellis.core.files.attachments import OPAQUE
from trellis.core.refusals import Refusal
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Report, Room, Silence
from trellis.domain.messaging.queries.moderation import around, attachment_around
from trellis.domain.messaging.rules.reports import SILENCES
from trellis.domain.messaging.services.reporting import dismiss, remove, remove_and_silence
from trellis.domain.messaging.services.silencing import lift, silence

_MODERATE = "messaging.moderate_messages"
# What quotes the conversation, or may.
_SAID = ("text", "conversation")


@admin.register(Room)
class RoomAdmin(ReadOnlyAdmin):
    list_display = ["opened_at", "title", "first", "second", "closed_at"]
    list_select_related = ["first", "second"]
    list_filter = [("closed_at", admin.EmptyFieldListFilter)]
    search_fields = ["title", "first__email", "first__username", "second__email", "second__username"]
    ordering = ["-opened_at"]


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """What people have reported. Who may moderate reads the message, and the few around it, on its page."""

    list_display = ["created_at", "reason", "reporter", "about", "status", "decided_by", "decided_at"]
    list_select_related = ["reporter", "about", "decided_by"]
    list_filter = ["status", "reason"]
    search_fields = ["reporter__email", "reporter__username", "about__email", "about__username"]
    ordering = ["-created_at"]
    readonly_fields = ["conversation"]
    actions = ["dismiss_them", "remove_them", "silence_for_a_week", "silence_for_a_month"]

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Return whether who asks may read what is reported, and decide."""
        return request.user.has_perm(_MODERATE)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[Any]:
        """Leave out what was said for who may not read it."""
        facts = [("created_at", "reason"), ("reporter", "about"), ("status", "decided_by", "decided_at")]
        return [*facts, *_SAID] if self.has_moderate_permission(request) else facts

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        """Show the page; that somebody has read the messages is written down."""
        report = options.get("obj")
        if report is not None and self.has_moderate_permission(request):
            LogEntry.objects.log_actions(str(request.user.pk), [report], CHANGE, "Read the messages")
        return super().render_change_form(request, context, *args, **options)

    @admin.display(description="messages")
    def conversation(self, report: Report) -> str:
        """Show the message with those around it."""
        reported = report.message
        shown = around(reported) if reported else []
        told = {"report": report, "messages": shown, "reported": reported}
        return render_to_string("messaging/reported.html", told)

    def get_urls(self) -> list[URLPattern]:
        """Add the files of the messages that are shown."""
        view = self.admin_site.admin_view(self.file_view)
        name = "messaging_report_file"
        own = [path("<uuid:report_id>/files/<uuid:attachment_id>/", view, name=name)]
        urls: list[URLPattern] = super().get_urls()
        return own + urls

    def file_view(self, request: HttpRequest, report_id: UUID, attachment_id: UUID) -> FileResponse:
        """Give a file to who may moderate, as a download in which nothing runs."""
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        found = attachment_around(report_id=report_id, attachment_id=attachment_id)
        if found is None:
            raise Http404
        try:
            opened = found.file.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        answer = FileResponse(opened, as_attachment=True, filename=found.name)
        answer["Content-Type"] = OPAQUE
        answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
        answer["Cache-Control"] = "private, no-store"
        return answer

    @admin.action(description="Dismiss", permissions=["moderate"])
    def dismiss_them(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._decide(request, queryset, dismiss, "Dismissed")

    @admin.action(description="Remove the message", permissions=["moderate"])
    def remove_them(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._decide(request, queryset, remove, "Removed")

    @admin.action(description="Remove the message, silence its writer for a week", permissions=["moderate"])
    def silence_for_a_week(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._silence(request, queryset, SILENCES[0])

    @admin.action(description="Remove the message, silence its writer for a month", permissions=["moderate"])
    def silence_for_a_month(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._silence(request, queryset, SILENCES[1])

    def _silence(self, request: HttpRequest, queryset: QuerySet[Report], lasting: timedelta) -> None:
        decide = partial(remove_and_silence, lasting=lasting)
        self._decide(request, queryset, decide, f"Removed, writer silenced for {lasting.days} days")

    def _decide(
        self, request: HttpRequest, queryset: QuerySet[Report], service: Callable[..., None], what: str
    ) -> None:
        now, decided = timezone.now(), []
        for report in queryset.order_by("created_at"):
            try:
                service(report=report, actor_id=_staff(request).pk, now=now)
                decided.append(report)
            except Refusal as refusal:
                self.message_user(request, f"{report}: {refusal.sentence}", messages.WARNING)
        self.record(request, decided, what)


class SilenceForm(forms.ModelForm):  # type: ignore[type-arg]
    """Whom staff silence, until when, and why."""

    class Meta:
        model = Silence
        fields = ["person", "until", "why"]

    def clean_until(self) -> datetime | None:
        """Refuse a moment that has passed."""
        until: datetime | None = self.cleaned_data["until"]
        if until is not None and until <= timezone.now():
            raise ValidationError("This must come later than now.")
        return until


@admin.register(Silence)
class SilenceAdmin(BackOfficeAdmin):
    """Who may write nothing for a while. Staff add one, and end it; nobody changes it."""

    form = SilenceForm
    fields = ["person", "until", "why"]
    list_display = ["person", "begins_at", "until", "why", "by", "lifted_at"]
    list_select_related = ["person", "by"]
    list_filter = [("lifted_at", admin.EmptyFieldListFilter)]
    search_fields = ["person__email", "person__username"]
    ordering = ["-begins_at"]
    autocomplete_fields = ["person"]
    actions = ["end_them"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(_MODERATE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Return whether who asks may silence people."""
        return request.user.has_perm(_MODERATE)

    def save_model(self, request: HttpRequest, obj: Silence, form: Any, change: bool) -> None:
        """Silence them, which they are told."""
        now, actor_id = timezone.now(), _staff(request).pk
        made = silence(person=obj.person, until=obj.until, why=obj.why, actor_id=actor_id, now=now)
        obj.pk = made.pk

    @admin.action(description="End", permissions=["moderate"])
    def end_them(self, request: HttpRequest, queryset: QuerySet[Silence]) -> None:
        now, ended = timezone.now(), []
        for row in queryset:
            try:
                lift(silence=row, actor_id=_staff(request).pk, now=now)
                ended.append(row)
            except Refusal as refusal:
                self.message_user(request, f"{row}: {refusal.sentence}", messages.WARNING)
        self.record(request, ended, "Ended")


def _staff(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise TypeError("the back office is for accounts alone")
    return user
