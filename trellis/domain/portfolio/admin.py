"""Portfolios in the back office: what is public of them, and of resumes that they are there."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.portfolio.models import Portfolio, Project, Resume, Share


@admin.register(Portfolio)
class PortfolioAdmin(ReadOnlyAdmin):
    list_display = ["custom_url", "user", "is_published", "updated_at"]
    list_select_related = ["user"]
    list_filter = ["is_published"]
    search_fields = ["custom_url", "user__email__iexact"]
    fields = ["user", "custom_url", "bio", "links", "visibility", "is_published", "created_at", "updated_at"]


@admin.register(Project)
class ProjectAdmin(ReadOnlyAdmin):
    list_display = ["title", "user", "featured", "updated_at"]
    list_select_related = ["user"]
    search_fields = ["title", "public_id__exact", "user__email__iexact"]
    fields = [
        *("public_id", "user", "title", "description", "url", "picture", "tags", "start_date", "end_date"),
        *("position", "featured", "created_at", "updated_at"),
    ]


@admin.register(Resume)
class ResumeAdmin(ReadOnlyAdmin):
    list_display = ["public_id", "user", "source", "generated_at"]
    list_select_related = ["user"]
    list_filter = ["source"]
    search_fields = ["public_id__exact", "user__email__iexact"]
    fields = ["public_id", "user", "source", "generated_at"]


@admin.register(Share)
class ShareAdmin(ReadOnlyAdmin):
    list_display = ["public_id", "user", "platform", "state", "created_at"]
    list_select_related = ["user"]
    list_filter = ["platform", "state"]
    search_fields = ["public_id__exact", "user__email__iexact"]
    fields = ["public_id", "user", "platform", "state", "text", "post_url", "created_at", "posted_at"]
