"""Profiles in the back office: that there are some, and nothing of what they say."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.profiles.models import Profile, ProfileVersion


@admin.register(Profile)
class ProfileAdmin(ReadOnlyAdmin):
    list_display = ["user", "version", "vector_model", "updated_at"]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__email"]
    fields = ["user", "version", "vector_model", "created_at", "updated_at"]


@admin.register(ProfileVersion)
class ProfileVersionAdmin(ReadOnlyAdmin):
    list_display = ["profile", "number", "vector_model", "written_at"]
    list_select_related = ["profile"]
    fields = ["profile", "number", "vector_model", "written_at"]
