"""Achievements in the back office: each is a rule, and a new one is a row."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminSelectWidget

from trellis.core.admin import BackOfficeAdmin, ReadOnlyAdmin
from trellis.domain.learning.models import Achievement, EarnedAchievement
from trellis.domain.learning.rules.icons import ICONS


class AchievementForm(forms.ModelForm):  # type: ignore[type-arg]
    """What it is called, and what it takes."""

    icon = forms.ChoiceField(choices=[(each, each) for each in ICONS], widget=UnfoldAdminSelectWidget)

    class Meta:
        model = Achievement
        fields = [
            *("name", "description", "icon", "rarity", "measure", "threshold", "category"),
            *("is_offered", "position"),
        ]
        help_texts = {
            "threshold": "Who fulfils it already has it with the next thing that they do.",
            "category": "Only what is done there counts.",
            "is_offered": "Whoever has it keeps it.",
        }


@admin.register(Achievement)
class AchievementAdmin(BackOfficeAdmin):
    form = AchievementForm
    list_display = ["name", "measure", "threshold", "category", "rarity", "is_offered"]
    list_select_related = ["category"]
    list_filter = ["measure", "rarity", "is_offered"]
    search_fields = ["name", "description"]
    search_help_text = "Words of the name, or of the description."
    ordering = ["position", "id"]
    fieldsets = [
        (None, {"fields": ["name", "description", ("icon", "rarity")]}),
        ("Rule", {"fields": [("measure", "threshold"), "category"]}),
        ("Shown", {"fields": [("is_offered", "position")]}),
    ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rules are made here."""
        return request.user.has_perm("learning.add_achievement")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is offered no more instead: somebody may have it."""
        return False

    def save_model(self, request: HttpRequest, obj: Achievement, form: Any, change: bool) -> None:
        """Write all of a new one, and of another what was changed."""
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.save()


@admin.register(EarnedAchievement)
class EarnedAchievementAdmin(ReadOnlyAdmin):
    list_display = ["user", "achievement", "earned_at"]
    list_select_related = ["user", "achievement"]
    list_filter = ["achievement"]
    search_fields = ["user__email__iexact", "achievement__name"]
    search_help_text = "An address, or words of the achievement."
    ordering = ["-id"]
