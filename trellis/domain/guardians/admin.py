"""Guardians and birth dates in the back office: staff invite, end, and believe dates or do not."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from trellis.core.admin import BackOfficeAdmin
from trellis.core.refusals import Refusal
from trellis.core.writing.forms import AddressField
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import LONGEST_EMAIL
from trellis.domain.guardians.models import BirthDateChange, Guardianship
from trellis.domain.guardians.refusals import AlreadyDecided, AlreadyEnded, InvalidBirthDate, NoMinor
from trellis.domain.guardians.rules import can_be_birth, counts_as_minor, today_at
from trellis.domain.guardians.services.birth_dates import approve_change, refuse_change, set_birth_date
from trellis.domain.guardians.services.guardianships import end_as_staff, invite, refuse_inviting


class InviteForm(forms.ModelForm):  # type: ignore[type-arg]
    """Whom staff ask to guard whom."""

    email = AddressField(label="e-mail address of the guardian", max_length=LONGEST_EMAIL)

    class Meta:
        model = Guardianship
        fields = ["minor", "email"]

    def clean_minor(self) -> User:
        """Refuse who is no minor."""
        minor: User = self.cleaned_data["minor"]
        if not counts_as_minor(minor, timezone.now()):
            raise ValidationError(NoMinor.sentence)
        return minor

    def clean(self) -> dict[str, Any]:
        """Refuse an address that cannot be asked."""
        cleaned: dict[str, Any] = super().clean() or {}
        if {"minor", "email"} <= cleaned.keys():
            try:
                refuse_inviting(minor=cleaned["minor"], email=cleaned["email"], now=timezone.now())
            except Refusal as refusal:
                self.add_error("email", refusal.sentence)
        return cleaned


class BirthDateForm(forms.ModelForm):  # type: ignore[type-arg]
    """The birth date of somebody as staff know it."""

    class Meta:
        model = BirthDateChange
        fields = ["account", "after"]

    def clean_after(self) -> Any:
        """Refuse a day on which nobody who lives was born."""
        day = self.cleaned_data["after"]
        if day is not None and not can_be_birth(day, today=today_at(timezone.now())):
            raise ValidationError(InvalidBirthDate.sentence)
        return day


class _AddedAdmin(BackOfficeAdmin):
    """Rows that staff add, by a service, and do not change."""

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        label = self.model._meta
        return request.user.has_perm(f"{label.app_label}.add_{label.model_name}")

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Return whether who asks may decide: whoever may change such rows elsewhere."""
        label = self.model._meta
        return request.user.has_perm(f"{label.app_label}.change_{label.model_name}")


@admin.register(Guardianship)
class GuardianshipAdmin(_AddedAdmin):
    form = InviteForm
    list_display = ["minor", "guardian", "email", "status", "created_at", "accepted_at", "ended_at"]
    list_select_related = ["minor", "guardian"]
    list_filter = ["status"]
    search_fields = ["email", "minor__email", "minor__username", "guardian__email", "guardian__username"]
    ordering = ["-id"]
    autocomplete_fields = ["minor"]
    actions = ["end_them"]

    def save_model(self, request: HttpRequest, obj: Guardianship, form: Any, change: bool) -> None:
        """Ask whoever reads the address, as the minor would."""
        made = invite(minor=obj.minor, email=obj.email, actor=_staff(request), now=timezone.now())
        obj.pk = made.pk

    @admin.action(description="End", permissions=["decide"])
    def end_them(self, request: HttpRequest, queryset: QuerySet[Guardianship]) -> None:
        now, ended = timezone.now(), []
        for row in queryset:
            try:
                end_as_staff(guardianship=row, actor_id=_staff(request).pk, now=now)
                ended.append(row)
            except AlreadyEnded as refusal:
                self.message_user(request, f"{row}: {refusal.sentence}", messages.WARNING)
        self.record(request, ended, "Ended")


@admin.register(BirthDateChange)
class BirthDateChangeAdmin(_AddedAdmin):
    """Dates that wait, those that staff decided on, and those that they wrote themselves."""

    form = BirthDateForm
    list_display = ["account", "before", "after", "status", "asked_at", "decided_by", "decided_at"]
    list_select_related = ["account", "decided_by"]
    list_filter = ["status"]
    search_fields = ["account__email", "account__username"]
    ordering = ["-id"]
    autocomplete_fields = ["account"]
    actions = ["approve", "refuse"]

    def save_model(self, request: HttpRequest, obj: BirthDateChange, form: Any, change: bool) -> None:
        """Write the date down, decided at once."""
        staff = _staff(request)
        made = set_birth_date(user=obj.account, birth_date=obj.after, actor_id=staff.pk, now=timezone.now())
        obj.pk = made.pk

    @admin.action(description="Approve", permissions=["decide"])
    def approve(self, request: HttpRequest, queryset: QuerySet[BirthDateChange]) -> None:
        self._decide(request, queryset, approve_change, "Approved")

    @admin.action(description="Refuse", permissions=["decide"])
    def refuse(self, request: HttpRequest, queryset: QuerySet[BirthDateChange]) -> None:
        self._decide(request, queryset, refuse_change, "Refused")

    def _decide(
        self, request: HttpRequest, queryset: QuerySet[BirthDateChange], service: Any, what: str
    ) -> None:
        now, decided = timezone.now(), []
        for change in queryset:
            try:
                service(change=change, actor_id=_staff(request).pk, now=now)
                decided.append(change)
            except AlreadyDecided as refusal:
                self.message_user(request, f"{change}: {refusal.sentence}", messages.WARNING)
        self.record(request, decided, what)


def _staff(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise TypeError("the back office is for accounts alone")
    return user
