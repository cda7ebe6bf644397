"""Conversations and agents in the back office: that there are some, and nothing of what is said."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.assistant.models import Action, Agent, Profiling, ProfilingAnswer, Proposal


@admin.register(Agent)
class AgentAdmin(ReadOnlyAdmin):
    list_display = ["user", "name", "created_at", "set_up_at"]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__email"]


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = ["agent", "kind", "outcome", "created_at", "decided_at"]
    list_select_related = ["agent"]
    list_filter = ["kind", "outcome"]
    search_fields = ["agent__user__username", "agent__user__email"]
    fields = ["public_id", "agent", "kind", "outcome", "created_at", "expires_at", "decided_at"]


@admin.register(Action)
class ActionAdmin(ReadOnlyAdmin):
    list_display = ["agent", "action_type", "status", "created_at", "undone_at", "undo_failed_at"]
    list_select_related = ["agent"]
    list_filter = ["action_type", "status"]
    search_fields = ["agent__user__username", "agent__user__email"]
    fields = [
        *("public_id", "agent", "proposal", "kind", "action_type", "status", "amount_minor", "currency"),
        *("created_at", "undo_until", "undone_at", "undo_failed_at"),
    ]


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
