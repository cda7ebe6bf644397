"""Groups in the back office: what is reported there, who is an admin, and the events of the house."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from trellis.core.admin import BackOfficeAdmin, ReadOnlyAdmin
from trellis.core.refusals import Refusal
from trellis.core.writing.forms import LinkField
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import refuse_no_zone
from trellis.domain.community.models import Attendance, Ban, Gathering, Group, Membership, Post, PostReport
from trellis.domain.community.refusals import BadRepetition, BadTime
from trellis.domain.community.rules import limits
from trellis.domain.community.rules.choices import Role
from trellis.domain.community.rules.plans import FIELDS, in_whole_days, spans_of
from trellis.domain.community.services import moderating, scheduling
from trellis.domain.community.services.roles import give_role_as_staff

_BY_STAFF = "This breaks the rules of the site."


@admin.register(Group)
class GroupAdmin(ReadOnlyAdmin):
    list_display = ["name", "category", "member_count", "created_at", "closed_at"]
    list_select_related = ["category"]
    list_filter = ["category", ("closed_at", admin.EmptyFieldListFilter)]
    search_fields = ["name"]
    ordering = ["-member_count", "-id"]


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    """Who is in groups. Staff name an admin where the one that there is does nothing."""

    list_display = ["group", "person", "role", "joined_at"]
    list_select_related = ["group", "person"]
    list_filter = ["role"]
    search_fields = ["group__name", "person__email", "person__username"]
    ordering = ["-id"]
    actions = ["name_admin"]

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Tell whether this member of the staff moderates groups."""
        return request.user.has_perm("community.moderate_groups")

    @admin.action(description="Make them admins of their groups", permissions=["moderate"])
    def name_admin(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        for row in queryset.select_related("group", "person"):
            _done(
                self,
                request,
                row,
                lambda row=row: give_role_as_staff(  # type: ignore[misc]
                    group=row.group,
                    person=row.person,
                    role=Role.ADMIN,
                    actor_id=_staff(request).pk,
                    now=timezone.now(),
                ),
            )


@admin.register(Ban)
class BanAdmin(ReadOnlyAdmin):
    list_display = ["group", "person", "why", "at"]
    list_select_related = ["group", "person"]
    search_fields = ["group__name", "person__email", "person__username"]
    ordering = ["-at"]


@admin.register(PostReport)
class PostReportAdmin(ReadOnlyAdmin):
    """What people have reported in groups; who moderates there decides first, staff where nobody does."""

    list_display = ["created_at", "reason", "post_text", "status", "decided_at"]
    list_select_related = ["post__group", "reporter"]
    list_filter = ["status", "reason"]
    search_fields = ["post__group__name", "reporter__email", "reporter__username"]
    ordering = ["-created_at"]
    actions = ["dismiss_them", "remove_them"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was said is read by who may moderate alone."""
        return self.has_moderate_permission(request)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Tell whether this member of the staff moderates groups."""
        return request.user.has_perm("community.moderate_groups")

    @admin.display(description="post")
    def post_text(self, row: PostReport) -> str:
        return row.post.text

    @admin.action(description="Dismiss", permissions=["moderate"])
    def dismiss_them(self, request: HttpRequest, queryset: QuerySet[PostReport]) -> None:
        staff, now = _staff(request), timezone.now()
        for post in Post.objects.filter(reports__in=queryset).distinct():
            moderating.dismiss_reports_as_staff(post=post, actor_id=staff.pk, now=now)
        self.record(request, queryset, "Dismissed")

    @admin.action(description="Remove the post", permissions=["moderate"])
    def remove_them(self, request: HttpRequest, queryset: QuerySet[PostReport]) -> None:
        staff, now = _staff(request), timezone.now()
        for post in Post.objects.filter(reports__in=queryset).distinct():
            moderating.remove_post_as_staff(post=post, actor=staff, why=_BY_STAFF, now=now)
        self.record(request, queryset, "Removed")


class GatheringForm(forms.ModelForm):  # type: ignore[type-arg]
    """An event of the house. Its times are those of the back office, UTC; its zone is for who comes."""

    online_link = LinkField(max_length=limits.LONGEST_LINK, required=False, assume_scheme="https")

    class Meta:
        model = Gathering
        fields = FIELDS

    def clean_timezone(self) -> str:
        """Refuse what is no timezone."""
        name = str(self.cleaned_data["timezone"])
        refuse_no_zone(name)
        return name

    def clean(self) -> dict[str, Any]:
        """Refuse times that an event cannot have."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if set(FIELDS) <= said.keys():
            try:
                spans_of(in_whole_days(said))
            except (BadTime, BadRepetition) as refused:
                raise forms.ValidationError(refused.sentence) from None
        return said


@admin.register(Gathering)
class GatheringAdmin(BackOfficeAdmin):
    """All events; those of the house are made, changed and called off here."""

    form = GatheringForm
    list_display = ["title", "group", "starts_at", "attending_count", "waiting_count", "status"]
    list_select_related = ["group"]
    list_filter = ["status", ("group", admin.EmptyFieldListFilter)]
    search_fields = ["title"]
    ordering = ["-starts_at"]
    actions = ["call_off"]
    fieldsets = [
        (None, {"fields": ["title", "description", "place", "online_link", "capacity"]}),
        ("When", {"fields": [("starts_at", "ends_at"), ("timezone", "is_all_day")]}),
        ("Again", {"fields": [("frequency", "every"), ("times", "until")]}),
    ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Events of the house are made here."""
        return self.has_manage_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Events of groups are changed by their admins."""
        is_own = obj is None or obj.group_id is None
        return is_own and self.has_manage_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is called off instead: somebody may be coming."""
        return False

    def has_manage_permission(self, request: HttpRequest) -> bool:
        """Tell whether this member of the staff makes events."""
        return request.user.has_perm("community.manage_gatherings")

    def save_model(self, request: HttpRequest, obj: Gathering, form: Any, change: bool) -> None:
        """Make it, or change what was changed."""
        said = {name: form.cleaned_data[name] for name in FIELDS}
        staff, now = _staff(request), timezone.now()
        if change:
            changes = {name: said[name] for name in form.changed_data}
            scheduling.change_house_gathering(gathering=obj, changes=changes, actor_id=staff.pk, now=now)
        else:
            obj.pk = scheduling.plan_house_gathering(said=said, actor_id=staff.pk, now=now).pk

    @admin.action(description="Call off", permissions=["manage"])
    def call_off(self, request: HttpRequest, queryset: QuerySet[Gathering]) -> None:
        for row in queryset.filter(group=None):
            _done(
                self,
                request,
                row,
                lambda row=row: scheduling.cancel_house_gathering(  # type: ignore[misc]
                    gathering=row, actor_id=_staff(request).pk, now=timezone.now()
                ),
            )


@admin.register(Attendance)
class AttendanceAdmin(ReadOnlyAdmin):
    list_display = ["gathering", "person", "status", "asked_at", "moved_up_at"]
    list_select_related = ["gathering", "person"]
    list_filter = ["status"]
    search_fields = ["gathering__title", "person__email", "person__username"]
    ordering = ["-id"]


def _done(page: BackOfficeAdmin, request: HttpRequest, row: Any, act: Callable[[], Any]) -> None:
    """Do something to a row, or say why not."""
    try:
        act()
    except Refusal as refusal:
        page.message_user(request, f"{row}: {refusal.sentence}", messages.ERROR)
        return
    page.record(request, [row], "Done")


def _staff(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise TypeError("nobody is signed in")
    return user
