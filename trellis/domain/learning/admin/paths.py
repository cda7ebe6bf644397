"""Paths in the back office: their milestones are changed there, what people have done is shown."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from unfold.widgets import UnfoldAdminTextareaWidget

from trellis.core.admin import BackOfficeAdmin, ReadOnlyAdmin
from trellis.core.writing.forms import TextField
from trellis.domain.learning.models import (
    ActiveDay,
    CompletedMilestone,
    LearningPath,
    PathTemplate,
    PointsEntry,
)
from trellis.domain.learning.refusals import BadMilestones
from trellis.domain.learning.rules.templates import Milestone, read_milestones, written_milestones
from trellis.domain.learning.services.templating import change_template, milestones_of


class PathTemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """The milestones of a subcategory, each a line."""

    milestones = TextField(
        widget=UnfoldAdminTextareaWidget,
        help_text="Each on a line, in their order: a title, “|”, and about how many hours it takes. What is"
        " saved is a new version, which new paths take; whoever is on their way keeps theirs.",
    )

    class Meta:
        model = PathTemplate
        fields = ["subcategory"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["milestones"] = written_milestones(milestones_of(self.instance))

    def clean_milestones(self) -> list[Milestone]:
        """Refuse what cannot be read."""
        try:
            return read_milestones(self.cleaned_data["milestones"])
        except BadMilestones as refused:
            raise forms.ValidationError(refused.sentence) from None


@admin.register(PathTemplate)
class PathTemplateAdmin(BackOfficeAdmin):
    form = PathTemplateForm
    list_display = ["subcategory", "version", "total_steps", "is_shipped", "created_at"]
    list_select_related = ["subcategory"]
    list_filter = ["is_shipped", "subcategory__category"]
    search_fields = ["subcategory__name", "milestones__title"]
    search_help_text = "Words of the subcategory, or of a milestone."
    ordering = ["-id"]
    readonly_fields = ["version", "total_steps", "is_shipped", "created_at"]
    fieldsets = [
        (None, {"fields": ["subcategory", "milestones"]}),
        ("Version", {"fields": [("version", "total_steps"), ("is_shipped", "created_at")]}),
    ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Versions are made here."""
        return request.user.has_perm("learning.add_pathtemplate")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Somebody may be on their way by it."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Of a version that is there the subcategory stays."""
        return [*self.readonly_fields, *(["subcategory"] if obj else [])]

    def save_model(self, request: HttpRequest, obj: PathTemplate, form: Any, change: bool) -> None:
        """Make the next version of these milestones; the newest stays where it has them already."""
        made = change_template(
            subcategory=obj.subcategory,
            milestones=form.cleaned_data["milestones"],
            actor_id=request.user.pk,
            now=timezone.now(),
        )
        obj.pk = made.pk


@admin.register(LearningPath)
class LearningPathAdmin(ReadOnlyAdmin):
    list_display = ["user", "subcategory", "template", "waiting", "started_at", "completed_at"]
    list_select_related = ["user", "subcategory", "template__subcategory", "waiting"]
    list_filter = [("completed_at", admin.EmptyFieldListFilter)]
    search_fields = ["user__email__iexact", "subcategory__name"]
    search_help_text = "An address, or words of the subcategory."
    ordering = ["-id"]


@admin.register(CompletedMilestone)
class CompletedMilestoneAdmin(ReadOnlyAdmin):
    list_display = ["path", "milestone", "points", "completed_at"]
    list_select_related = ["path", "milestone"]
    search_fields = ["path__user__email__iexact", "milestone__title"]
    search_help_text = "An address, or words of the milestone."
    ordering = ["-id"]


@admin.register(PointsEntry)
class PointsEntryAdmin(ReadOnlyAdmin):
    list_display = ["user", "reason", "points", "category", "earned_at"]
    list_select_related = ["user", "category"]
    list_filter = ["reason"]
    search_fields = ["user__email__iexact"]
    search_help_text = "An address."
    ordering = ["-id"]


@admin.register(ActiveDay)
class ActiveDayAdmin(ReadOnlyAdmin):
    list_display = ["user", "day", "zone", "run"]
    list_select_related = ["user"]
    search_fields = ["user__email__iexact"]
    search_help_text = "An address."
    ordering = ["-id"]
