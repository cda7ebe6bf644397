"""Mentors, when they are free, and their bookings in the back office."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import TabularInline
from unfold.widgets import UnfoldAdminTextInputWidget

from trellis.core.admin import BackOfficeAdmin, ReadOnlyAdmin
from trellis.domain.accounts.rules import NOT_A_TIMEZONE, is_zone
from trellis.domain.mentorship.models import Attendance, Availability, Booking, Bundle, Mentor
from trellis.domain.mentorship.queries.mentors import average_rating
from trellis.domain.mentorship.rules.slots import DAYS
from trellis.domain.mentorship.services import mentors
from trellis.domain.mentorship.services.feedback import remove_review

_PERSON = ["email", "username", "first_name", "last_name"]
_OF_MENTOR = [f"user__{field}" for field in _PERSON]


class AvailabilityInline(TabularInline):
    """When the mentor is free; they set it themselves."""

    model = Availability
    fields = readonly_fields = ["day", "hours", "is_active"]
    extra = 0
    max_num = 0
    per_page = 20
    can_delete = False
    ordering = ["-is_recurring", "specific_date", "day_of_week", "start_minute"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="day")
    def day(self, row: Availability) -> str:
        return _day(row)

    @admin.display(description="hours")
    def hours(self, row: Availability) -> str:
        return _hours(row)


class MentorForm(forms.ModelForm):  # type: ignore[type-arg]
    """Refuses what the service would refuse."""

    def clean_availability_timezone(self) -> str:
        """Return the name of the timezone."""
        name = str(self.cleaned_data["availability_timezone"])
        if not is_zone(name):
            raise forms.ValidationError(NOT_A_TIMEZONE)
        return name


@admin.register(Mentor)
class MentorAdmin(BackOfficeAdmin):
    form = MentorForm
    list_display = ["name", "email", "skills", "is_approved", "rating", "total_sessions", "created_at"]
    list_select_related = ["user"]
    list_filter = ["is_approved", "user__is_active"]
    formfield_overrides = {
        ArrayField: {"widget": UnfoldAdminTextInputWidget},
        models.URLField: {"assume_scheme": "https"},
    }
    search_fields = [*_OF_MENTOR, "company"]
    search_help_text = "Name, username, e-mail address or company."
    ordering = ["-id"]
    actions = ["approve", "withdraw"]
    inlines = [AvailabilityInline]
    readonly_fields = [
        "user",
        "photo",
        "is_approved",
        "offered_at",
        "rate_minor",
        "currency",
        "terms",
        "free_talk_minutes",
        "rating",
        "rating_count",
        "total_sessions",
        "version",
        "created_at",
        "updated_at",
    ]
    fieldsets = [
        (None, {"fields": ["user", "is_approved", "bio", "expertise", "photo"]}),
        ("Work", {"fields": [("company", "job_title"), "years_of_experience"]}),
        ("Links", {"fields": ["linkedin_url", "github_url", "twitter_url", "portfolio_url"]}),
        ("SOOSH", {"fields": ["offered_at", ("rate_minor", "currency"), "terms", "free_talk_minutes"]}),
        (
            "Sessions",
            {
                "fields": [
                    ("availability_timezone", "session_minutes"),
                    ("buffer_minutes", "minimum_notice_minutes"),
                    ("rating", "rating_count", "total_sessions"),
                ]
            },
        ),
        ("Times", {"fields": ["version", ("created_at", "updated_at")]}),
    ]

    def save_model(self, request: HttpRequest, obj: Mentor, form: Any, change: bool) -> None:
        """Change the profile as its mentor would, so that it is found by its new words."""
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        mentors.update_mentor(mentor=obj, changes=changes, version=None, now=timezone.now())

    @admin.display(description="name", ordering="user__first_name")
    def name(self, mentor: Mentor) -> str:
        return mentor.user.full_name or mentor.user.username

    @admin.display(description="e-mail", ordering="user__email")
    def email(self, mentor: Mentor) -> str:
        return str(mentor.user.email)

    @admin.display(description="expertise")
    def skills(self, mentor: Mentor) -> str:
        return ", ".join(mentor.expertise)

    @admin.display(description="rating")
    def rating(self, mentor: Mentor) -> str:
        average = average_rating(mentor)
        return "–" if average is None else str(average)

    @admin.action(description="Approve", permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Mentor]) -> None:
        now = timezone.now()
        for mentor in queryset:
            mentors.approve_mentor(mentor=mentor, actor_id=request.user.pk, now=now)
        self.record(request, queryset, "Approved")

    @admin.action(description="Withdraw the approval", permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Mentor]) -> None:
        now = timezone.now()
        for mentor in queryset:
            mentors.withdraw_mentor(mentor=mentor, actor_id=request.user.pk, now=now)
        self.record(request, queryset, "No longer approved")


@admin.register(Availability)
class AvailabilityAdmin(ReadOnlyAdmin):
    list_display = ["mentor_name", "day", "hours", "is_active"]
    list_select_related = ["mentor__user"]
    list_filter = ["is_recurring", "is_active", "day_of_week"]
    search_fields = [f"mentor__{field}" for field in _OF_MENTOR]
    ordering = ["mentor_id", "-is_recurring", "specific_date", "day_of_week", "start_minute"]

    @admin.display(description="mentor")
    def mentor_name(self, row: Availability) -> str:
        return row.mentor.user.full_name or row.mentor.user.username

    @admin.display(description="day")
    def day(self, row: Availability) -> str:
        return _day(row)

    @admin.display(description="hours")
    def hours(self, row: Availability) -> str:
        return _hours(row)


class AttendanceInline(TabularInline):
    """Who was in the room of the session."""

    model = Attendance
    fields = readonly_fields = ["person", "first_seen_at", "last_seen_at"]
    extra = 0
    max_num = 0
    can_delete = False
    ordering = ["first_seen_at"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Booking)
class BookingAdmin(ReadOnlyAdmin):
    """Sessions as they stand; what is said in them and where they are held stays with the two."""

    list_display = ["starts_at", "mentor_name", "mentee_name", "topic", "status", "rating", "created_at"]
    list_select_related = ["mentor__user", "mentee"]
    list_filter = ["status", ("rating", admin.EmptyFieldListFilter)]
    actions = ["remove_review"]
    inlines = [AttendanceInline]
    search_fields = [
        "public_id__exact",
        *(f"mentor__{field}" for field in _OF_MENTOR),
        *(f"mentee__{field}" for field in _PERSON),
    ]
    search_help_text = "Name or e-mail address of either side, or the booking's id."
    ordering = ["-id"]
    fields = [
        ("public_id", "status", "version"),
        ("mentor", "mentee"),
        ("starts_at", "ends_at", "blocked_until"),
        "topic",
        "description",
        "cancellation_reason",
        ("confirmed_by", "completed_by", "cancellation"),
        ("price_minor", "currency", "given_back_minor"),
        ("payment", "bundle"),
        ("rating", "rated_at", "review_removed_at"),
        ("expires_at", "created_at", "updated_at"),
    ]

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Return whether who asks may take reviews away: whoever may change sessions."""
        return request.user.has_perm("mentorship.change_booking")

    @admin.action(description="Remove the mentee's review", permissions=["moderate"])
    def remove_review(self, request: HttpRequest, queryset: QuerySet[Booking]) -> None:
        now = timezone.now()
        rated = list(queryset.filter(rating__isnull=False))
        for booking in rated:
            remove_review(booking=booking, actor_id=int(request.user.pk or 0), now=now)
        self.record(request, rated, "Review removed")

    @admin.display(description="mentor", ordering="mentor__user__username")
    def mentor_name(self, booking: Booking) -> str:
        return booking.mentor.user.full_name or booking.mentor.user.username

    @admin.display(description="mentee", ordering="mentee__username")
    def mentee_name(self, booking: Booking) -> str:
        return booking.mentee.full_name or booking.mentee.username


@admin.register(Bundle)
class BundleAdmin(ReadOnlyAdmin):
    """Packages that people have bought; their money is in the payments."""

    list_display = ["mentee", "mentor_name", "sessions", "sessions_left", "status", "valid_until"]
    list_select_related = ["mentor__user", "mentee"]
    list_filter = ["status"]
    search_fields = [
        "public_id__exact",
        *(f"mentor__{field}" for field in _OF_MENTOR),
        *(f"mentee__{field}" for field in _PERSON),
    ]
    search_help_text = "Name or e-mail address of either side, or the package's id."
    ordering = ["-id"]

    @admin.display(description="mentor", ordering="mentor__user__username")
    def mentor_name(self, bundle: Bundle) -> str:
        return bundle.mentor.user.full_name or bundle.mentor.user.username


def _day(row: Availability) -> str:
    return str(row.specific_date) if row.specific_date else f"every {DAYS[row.day_of_week]}"


def _hours(row: Availability) -> str:
    return " – ".join(f"{minute // 60:02}:{minute % 60:02}" for minute in (row.start_minute, row.end_minute))
