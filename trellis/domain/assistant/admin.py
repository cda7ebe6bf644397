"""Conversations in the back office: that there are some, and nothing of what is said."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.assistant.models import Agent, Profiling, ProfilingAnswer


@admin.register(Agent)
class AgentAdmin(ReadOnlyAdmin):
    list_display = ["user", "name", "created_at"]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__email"]


@admin.register(Profiling)
class ProfilingAdmin(ReadOnlyAdmin):
    list_display = ["user", "step", "started_at", "completed_at"]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__email"]
    fields = ["public_id", "user", "step", "started_at", "completed_at", "version"]


@admin.register(ProfilingAnswer)
class ProfilingAnswerAdmin(ReadOnlyAdmin):
    list_display = ["profiling", "step", "answered_by", "answered_at"]
    list_select_related = ["profiling"]
    fields = ["profiling", "step", "answered_by", "answered_at"]
