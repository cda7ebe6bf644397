"""Badges in the back office: staff revoke what should never have been, and keys that others may have."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from trellis.core.admin import BackOfficeAdmin, ReadOnlyAdmin
from trellis.core.refusals import Refusal
from trellis.core.writing.forms import TextField
from trellis.domain.credentials.models import Badge, Paper, SigningKey
from trellis.domain.credentials.rules.limits import LONGEST_REASON
from trellis.domain.credentials.rules.standing import is_valid
from trellis.domain.credentials.services.keys import mark_compromised
from trellis.domain.credentials.services.revoking import revoke


class RevocationForm(forms.ModelForm):  # type: ignore[type-arg]
    """Why a badge is to hold no more."""

    end_reason = TextField(
        label="Reason",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Saving revokes the badge for good. Its person is told why, and nobody else.",
    )

    class Meta:
        model = Badge
        fields = ("end_reason",)


@admin.register(Badge)
class BadgeAdmin(BackOfficeAdmin):
    form = RevocationForm
    list_display = ["code", "kind", "title", "user", "state", "issued_at", "ended_at"]
    list_select_related = ["user"]
    list_filter = ["kind", "state"]
    search_fields = ["code__exact", "title", "user__email__iexact"]
    search_help_text = "Its whole code, words of the title, or an address."
    ordering = ["-id"]
    exclude = ["status_list", "status_index", "achievement_id"]
    readonly_fields = [
        *("public_id", "code", "user", "kind", "source", "by", "recipient_name", "title", "by_name", "text"),
        *("level", "minutes", "started_on", "earned_on", "issued_at", "is_shown", "state", "ended_at"),
    ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What has ended is only looked at."""
        is_open = obj is None or is_valid(obj)
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is revoked instead: who checks it must be told."""
        return False

    def save_model(self, request: HttpRequest, obj: Badge, form: Any, change: bool) -> None:
        """Revoke it."""
        try:
            reason, actor = form.cleaned_data["end_reason"], request.user.pk
            revoke(badge=obj, reason=reason, actor_id=actor, now=timezone.now())
        except Refusal as refusal:
            self.message_user(request, refusal.sentence, messages.ERROR)


@admin.register(Paper)
class PaperAdmin(ReadOnlyAdmin):
    list_display = ["badge", "digest", "made_at"]
    list_select_related = ["badge"]
    search_fields = ["badge__code__exact", "digest__exact"]
    search_help_text = "The whole code of the badge, or a file's SHA-256."
    ordering = ["-id"]


@admin.register(SigningKey)
class SigningKeyAdmin(ReadOnlyAdmin):
    list_display = ["thumbprint", "first_used_at", "compromised_at"]
    ordering = ["-id"]
    actions = ["trust_no_more"]

    @admin.action(description="Compromised: trust it no more", permissions=["distrust"])
    def trust_no_more(self, request: HttpRequest, queryset: QuerySet[SigningKey]) -> None:
        rows = list(queryset.filter(compromised_at=None))
        for row in rows:
            mark_compromised(key=row, actor_id=request.user.pk, now=timezone.now())
        self.record(request, rows, "Trusted no more")

    def has_distrust_permission(self, request: HttpRequest) -> bool:
        """Whoever may change keys at all."""
        return request.user.has_perm("credentials.change_signingkey")
