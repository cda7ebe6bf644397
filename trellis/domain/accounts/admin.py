"""Accounts and sign-ins in the back office."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from trellis.core.admin import BackOfficeAdmin, ReadOnlyAdmin
from trellis.domain.accounts.models import Feedback, TokenFamily, User
from trellis.domain.accounts.services.accounts import keep_password
from trellis.domain.accounts.services.tokens import end_families, revoke_all

admin.site.unregister(Group)


class _EmailIsFree:
    """Says at the field itself that an e-mail address is taken, whatever its spelling."""

    instance: User
    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Another account has this e-mail address.")
        return email


class AddForm(_EmailIsFree, UserCreationForm):
    """A new account."""


class ChangeForm(_EmailIsFree, UserChangeForm):
    """An account as it stands."""


class PasswordForm(AdminPasswordChangeForm):
    """A new password, which ends every session that the old one opened."""

    def save(self, commit: bool = True) -> User:
        """Set the password, and keep it alone."""
        user: User = super().save(commit=False)
        if commit:
            keep_password(user=user, now=timezone.now())
        return user


@admin.register(User)
class UserAdmin(DjangoUserAdmin, BackOfficeAdmin):  # type: ignore[type-arg]
    form = ChangeForm
    add_form = AddForm
    change_password_form = PasswordForm
    ordering = ["-id"]
    list_display = [
        "email",
        "full_name",
        "username",
        "journey",
        "is_active",
        "is_staff",
        "date_joined",
    ]
    list_filter = [
        "is_active",
        "is_staff",
        "journey",
        ("email_verified_at", admin.EmptyFieldListFilter),
    ]
    search_fields = ["email", "username", "first_name", "last_name", "public_id__exact"]
    # A birth date is said anew among the birth dates: who is a minor hangs on it.
    readonly_fields = ["public_id", "email_verified_at", "birth_date", "avatar", "last_login", "date_joined"]
    actions = ["end_sessions"]
    fieldsets = [
        (None, {"fields": ["email", "email_verified_at", "username", "public_id", "password"]}),
        (
            "Person",
            {
                "fields": [
                    ("first_name", "last_name"),
                    ("phone_number", "gender"),
                    "birth_date",
                    "bio",
                    ("city", "country"),
                    "timezone",
                    "avatar",
                    ("journey", "mode", "onboarding_completed"),
                ]
            },
        ),
        (
            "Rights",
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        ("Times", {"fields": [("last_login", "date_joined")]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "username", "usable_password", "password1", "password2"]}),
    ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("accounts.add_user")

    def has_end_sessions_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.change_user")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save; an account that is shut loses its sessions, a new address is not verified.

        A timezone that is written here is one that was chosen.
        """
        obj.timezone_chosen = obj.timezone_chosen or "timezone" in form.changed_data
        if not change:
            obj.save()
            return
        if "email" in form.changed_data:
            obj.email_verified_at = None
        super().save_model(request, obj, form, change)
        if "is_active" in form.changed_data and not obj.is_active:
            revoke_all(user=obj, now=timezone.now())

    def fields_to_save(self, obj: User, form: Any) -> list[str]:
        fields = super().fields_to_save(obj, form)
        return [*fields, "email_verified_at"] if "email" in fields else fields

    @admin.action(description="End all sessions", permissions=["end_sessions"])
    def end_sessions(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        now = timezone.now()
        for user in queryset:
            revoke_all(user=user, now=now)
        self.record(request, queryset, "All sessions ended")


@admin.register(Feedback)
class FeedbackAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "user", "rating", "text"]
    list_select_related = ["user"]
    list_filter = ["rating"]
    search_fields = ["user__email", "text"]
    ordering = ["-id"]


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin):
    pass


@admin.register(TokenFamily)
class TokenFamilyAdmin(ReadOnlyAdmin):
    list_display = ["user", "started_at", "revoked_at"]
    list_select_related = ["user"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter)]
    search_fields = ["user__email", "user__username"]
    ordering = ["-started_at"]
    actions = ["revoke"]

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.change_tokenfamily")

    @admin.action(description="Revoke (access tokens live on until they expire)", permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[TokenFamily]) -> None:
        living = list(queryset.filter(revoked_at=None))
        end_families(family_ids=[family.pk for family in living], now=timezone.now())
        self.record(request, living, "Sign-ins revoked")
