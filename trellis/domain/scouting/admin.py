"""Talents, coaches, posts, selections and rejections in the back office."""

from typing import Any

from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import TabularInline
from unfold.widgets import UnfoldAdminTextInputWidget

from trellis.core.admin import BackOfficeAdmin, ReadOnlyAdmin
from trellis.domain.scouting import services
from trellis.domain.scouting.models import Coach, Judgement, Post, Profile, Talent

_PERSON = ["user__email", "user__username", "user__first_name", "user__last_name"]
_ABOUT = [
    "bio",
    ("location", "country"),
    ("city", "state"),
    "selected_sports",
    "social_links",
]
_SHOWN_AS = ("Shown as", {"fields": [("is_verified", "is_featured")]})
_TIMES = ("Times", {"fields": [("created_at", "updated_at")]})


class ProfileAdmin(BackOfficeAdmin):
    """What talents and coaches have in common."""

    list_select_related = ["user"]
    formfield_overrides = {ArrayField: {"widget": UnfoldAdminTextInputWidget}}
    search_fields = _PERSON
    search_help_text = "Name, username or e-mail address."
    ordering = ["-id"]
    actions = ["verify", "unverify", "feature", "unfeature"]

    def fields_to_save(self, obj: Profile, form: Any) -> list[str]:
        obj.updated_at = timezone.now()
        return [*super().fields_to_save(obj, form), "updated_at"]

    @admin.display(description="name", ordering="user__first_name")
    def name(self, row: Talent | Coach) -> str:
        return row.user.full_name or row.user.username

    @admin.display(description="e-mail", ordering="user__email")
    def email(self, row: Talent | Coach) -> str:
        return str(row.user.email)

    @admin.display(description="sports")
    def sports(self, row: Profile) -> str:
        return ", ".join(row.selected_sports)

    @admin.action(description="Verify", permissions=["change"])
    def verify(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._mark(request, queryset, "Verified", is_verified=True)

    @admin.action(description="Take back the verification", permissions=["change"])
    def unverify(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._mark(request, queryset, "No longer verified", is_verified=False)

    @admin.action(description="Feature", permissions=["change"])
    def feature(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._mark(request, queryset, "Featured", is_featured=True)

    @admin.action(description="Feature no longer", permissions=["change"])
    def unfeature(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._mark(request, queryset, "No longer featured", is_featured=False)

    def _mark(self, request: HttpRequest, queryset: QuerySet[Any], what: str, **values: bool) -> None:
        touched = list(queryset)
        queryset.update(**values, updated_at=timezone.now())
        self.record(request, touched, what)


class PostInline(TabularInline):
    """The talent's newest posts; each is opened, and deleted, on a page of its own."""

    model = Post
    fields = readonly_fields = ["content", "caption", "image", "video", "created_at"]
    extra = 0
    max_num = 0
    per_page = 10
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Talent)
class TalentAdmin(ProfileAdmin):
    list_display = [
        "name",
        "email",
        "sports",
        "in_pool",
        "is_verified",
        "is_featured",
        "created_at",
    ]
    list_filter = [
        "is_verified",
        "is_featured",
        ("pool_joined_at", admin.EmptyFieldListFilter),
        "user__is_active",
    ]
    readonly_fields = [
        "user",
        "profile_picture",
        "cover_photo",
        "pool_joined_at",
        "created_at",
        "updated_at",
    ]
    actions = [*ProfileAdmin.actions, "leave_pools", "rejoin_pools"]
    inlines = [PostInline]
    fieldsets = [
        (None, {"fields": ["user", *_ABOUT, "experience_years"]}),
        ("Pictures", {"fields": [("profile_picture", "cover_photo")]}),
        _SHOWN_AS,
        ("Times", {"fields": ["pool_joined_at", ("created_at", "updated_at")]}),
    ]

    @admin.display(description="in the pools", boolean=True, ordering="pool_joined_at")
    def in_pool(self, talent: Talent) -> bool:
        return talent.pool_joined_at is not None

    @admin.action(description="Take out of every pool", permissions=["change"])
    def leave_pools(self, request: HttpRequest, queryset: QuerySet[Talent]) -> None:
        for talent in queryset:
            services.leave_pools(talent=talent)
        self.record(request, queryset, "Taken out of every pool")

    @admin.action(description="Put back into the pools", permissions=["change"])
    def rejoin_pools(self, request: HttpRequest, queryset: QuerySet[Talent]) -> None:
        now = timezone.now()
        for talent in queryset:
            services.rejoin_pools(talent=talent, now=now)
        self.record(request, queryset, "Put back into the pools")


@admin.register(Coach)
class CoachAdmin(ProfileAdmin):
    list_display = [
        "name",
        "email",
        "sports",
        "is_available",
        "is_verified",
        "is_featured",
        "created_at",
    ]
    list_filter = ["is_verified", "is_featured", "is_available", "user__is_active"]
    readonly_fields = ["user", "profile_picture", "created_at", "updated_at"]
    fieldsets = [
        (None, {"fields": ["user", *_ABOUT, "profile_picture"]}),
        (
            "Coaching",
            {
                "fields": [
                    ("coaching_experience_years", "playing_experience_years"),
                    ("coaching_levels", "coaching_style"),
                    ("max_students", "availability"),
                    "is_available",
                ]
            },
        ),
        _SHOWN_AS,
        _TIMES,
    ]


@admin.register(Post)
class PostAdmin(BackOfficeAdmin):
    """Posts are shown and can be deleted; words are never put into a talent's mouth."""

    list_display = ["created_at", "author", "excerpt", "likes_count", "views_count"]
    list_select_related = ["talent__user"]
    search_fields = ["content", "caption", "talent__user__email", "talent__user__username"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="talent", ordering="talent__user__username")
    def author(self, post: Post) -> str:
        return post.talent.user.full_name or post.talent.user.username

    @admin.display(description="words")
    def excerpt(self, post: Post) -> str:
        words = post.content or post.caption
        return words if len(words) <= 80 else f"{words[:79]}…"


@admin.register(Judgement)
class JudgementAdmin(ReadOnlyAdmin):
    list_display = ["judged_at", "coach_name", "verdict", "talent_name"]
    list_select_related = ["coach__user", "talent__user"]
    list_filter = ["verdict"]
    search_fields = [f"{side}__{field}" for side in ("coach", "talent") for field in _PERSON]
    ordering = ["-id"]

    @admin.display(description="coach", ordering="coach__user__username")
    def coach_name(self, judgement: Judgement) -> str:
        return judgement.coach.user.full_name or judgement.coach.user.username

    @admin.display(description="talent", ordering="talent__user__username")
    def talent_name(self, judgement: Judgement) -> str:
        return judgement.talent.user.full_name or judgement.talent.user.username
