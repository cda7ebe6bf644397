"""Candidates in the back office: who there is, without what they tell of needs and what is noted of them."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.candidates.models import (
    CandidateProfile,
    Education,
    Language,
    Meaning,
    Note,
    ResumeReading,
    Skill,
)


@admin.register(CandidateProfile)
class CandidateProfileAdmin(ReadOnlyAdmin):
    list_display = ["slug", "user", "is_available", "confirmed_at", "verified_at", "created_at"]
    list_select_related = ["user"]
    list_filter = ["is_available", ("verified_at", admin.EmptyFieldListFilter)]
    search_fields = ["slug", "user__email"]
    fields = [
        *("slug", "user", "is_available", "willing_to_relocate", "has_workvisa"),
        *("confirmed_at", "verified_at", "verified_by", "created_at", "updated_at"),
    ]


@admin.register(ResumeReading)
class ResumeReadingAdmin(ReadOnlyAdmin):
    list_display = ["profile", "status", "fault", "attempts", "created_at", "finished_at"]
    list_select_related = ["profile"]
    list_filter = ["status", "fault"]
    search_fields = ["profile__slug", "profile__user__email"]
    fields = ["profile", "number", "status", "stage", "fault", "attempts", "created_at", "finished_at"]


@admin.register(Meaning)
class MeaningAdmin(ReadOnlyAdmin):
    list_display = ["profile", "model"]
    list_select_related = ["profile"]
    list_filter = ["model"]
    search_fields = ["profile__slug", "profile__user__email"]
    exclude = ["vector"]
    ordering = ["-profile"]


@admin.register(Education)
class EducationAdmin(ReadOnlyAdmin):
    list_display = ["course_name", "institution", "user", "start_year", "end_year"]
    list_select_related = ["user"]
    search_fields = ["user__email", "institution"]


@admin.register(Skill)
class SkillAdmin(ReadOnlyAdmin):
    list_display = ["name", "user", "created_at"]
    list_select_related = ["user"]
    search_fields = ["user__email", "name"]


@admin.register(Language)
class LanguageAdmin(ReadOnlyAdmin):
    list_display = ["language", "user", "speaking", "reading", "writing"]
    list_select_related = ["user"]
    search_fields = ["user__email", "language"]


@admin.register(Note)
class NoteAdmin(ReadOnlyAdmin):
    list_display = ["id", "author", "organization", "profile", "created_at"]
    list_select_related = ["author", "organization", "profile"]
    search_fields = ["author__email"]
    fields = ["author", "organization", "profile", "created_at", "updated_at"]
