"""Opportunities in the back office: courses, workshops and groups are made there, others are shown."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextInputWidget

from trellis.core.admin import BackOfficeAdmin, ReadOnlyAdmin
from trellis.core.writing.currencies import CURRENCIES
from trellis.core.writing.money import in_units, written
from trellis.domain.learning.models import Enrollment, Meaning, Opportunity, Tally
from trellis.domain.learning.rules import limits
from trellis.domain.learning.rules.choices import OWN, OpportunityType
from trellis.domain.learning.services import offering
from trellis.domain.mentorship.refusals import InvalidProfile
from trellis.domain.mentorship.rules.limits import RATE_DECIMALS, RATE_DIGITS
from trellis.domain.mentorship.rules.rates import NOT_A_CURRENCY, in_minor_units

_SAID = (
    *("opportunity_type", "title", "description", "currency", "duration_minutes", "difficulty"),
    *("tags", "subcategory", "closes_at"),
)


class OpportunityForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is said of a course, workshop or group; the price as people write it."""

    price = forms.DecimalField(
        min_value=limits.LEAST_PRICE,
        max_digits=RATE_DIGITS,
        decimal_places=RATE_DECIMALS,
        initial=Decimal(0),
        help_text="0 is free. Whoever is enrolled pays what it cost when they came.",
        widget=UnfoldAdminDecimalFieldWidget,
    )

    class Meta:
        model = Opportunity
        fields = _SAID

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "opportunity_type" in self.fields:
            own = [(each.value, each.label) for each in OWN]
            self.fields["opportunity_type"].choices = own  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["price"] = in_units(self.instance.price_minor, self.instance.currency)

    def clean_currency(self) -> str:
        """Refuse what is the code of no currency."""
        code = str(self.cleaned_data["currency"]).upper()
        if code not in CURRENCIES:
            raise forms.ValidationError(NOT_A_CURRENCY)
        return code

    def clean_tags(self) -> list[str]:
        """Refuse more tags than anybody reads."""
        tags: list[str] = self.cleaned_data["tags"]
        if len(tags) > limits.MOST_TAGS:
            raise forms.ValidationError(f"Give at most {limits.MOST_TAGS} tags.")
        return tags

    def clean(self) -> dict[str, Any]:
        """Refuse an amount that cannot be charged in its currency."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if {"price", "currency"} <= said.keys():
            try:
                said["price_minor"] = in_minor_units(said["price"], said["currency"])
            except InvalidProfile as refused:
                self.add_error("price", [each for faults in refused.errors.values() for each in faults])
        return said


@admin.register(Opportunity)
class OpportunityAdmin(BackOfficeAdmin):
    form = OpportunityForm
    list_display = ["title", "opportunity_type", "costs", "enrollment_count", "is_published", "closes_at"]
    list_filter = ["opportunity_type", "is_published", "difficulty"]
    search_fields = ["title"]
    search_help_text = "Words of the title."
    ordering = ["-id"]
    actions = ["publish", "hide"]
    formfield_overrides = {ArrayField: {"widget": UnfoldAdminTextInputWidget}}
    readonly_fields = [
        *("is_published", "published_at", "enrollment_count", "rating_sum", "rating_count"),
        *("version", "created_at", "updated_at"),
    ]
    fieldsets = [
        (None, {"fields": ["opportunity_type", "title", "description", "subcategory", "tags"]}),
        ("Terms", {"fields": [("price", "currency"), ("duration_minutes", "difficulty"), "closes_at"]}),
        ("Shown", {"fields": [("is_published", "published_at")]}),
        ("Taken part in", {"fields": [("enrollment_count", "rating_sum", "rating_count")]}),
        ("Times", {"fields": ["version", ("created_at", "updated_at")]}),
    ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Courses, workshops and groups are made here."""
        return request.user.has_perm("learning.add_opportunity")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What follows a job or a mentor is changed there."""
        is_own = obj is None or obj.opportunity_type in OWN
        return is_own and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is hidden instead: somebody may be enrolled."""
        return False

    def save_model(self, request: HttpRequest, obj: Opportunity, form: Any, change: bool) -> None:
        """Make it, hidden until it is published, or change what was changed."""
        said = {name: form.cleaned_data[name] for name in (*_SAID, "price_minor")}
        actor, now = request.user.pk, timezone.now()
        if not change:
            said["opportunity_type"] = OpportunityType(said["opportunity_type"])
            (made,) = offering.make_opportunities(said=[said], actor_id=actor, now=now)
            obj.pk = made.pk
            return
        changed = {"price_minor" if name == "price" else name for name in form.changed_data}
        if "currency" in changed:
            changed.add("price_minor")
        changes = {name: said[name] for name in changed}
        offering.change_opportunity(opportunity=obj, changes=changes, actor_id=actor, now=now)

    @admin.display(description="price")
    def costs(self, row: Opportunity) -> str:
        return written(row.price_minor, row.currency) if row.price_minor else "free"

    @admin.action(description="Publish", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Opportunity]) -> None:
        rows = queryset.filter(opportunity_type__in=OWN)
        for row in rows:
            offering.publish_opportunity(opportunity=row, actor_id=request.user.pk, now=timezone.now())
        self.record(request, rows, "Published")

    @admin.action(description="Hide", permissions=["change"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Opportunity]) -> None:
        rows = queryset.filter(opportunity_type__in=OWN)
        for row in rows:
            offering.withdraw_opportunity(opportunity=row, actor_id=request.user.pk, now=timezone.now())
        self.record(request, rows, "Hidden")


@admin.register(Enrollment)
class EnrollmentAdmin(ReadOnlyAdmin):
    list_display = ["opportunity", "user", "status", "price_minor", "currency", "paid_at", "enrolled_at"]
    list_select_related = ["opportunity", "user"]
    list_filter = ["status", "opportunity__opportunity_type"]
    search_fields = ["opportunity__title", "user__email__iexact"]
    search_help_text = "Words of the title, or an address."
    ordering = ["-id"]


@admin.register(Meaning)
class MeaningAdmin(ReadOnlyAdmin):
    list_display = ["opportunity", "model"]
    list_select_related = ["opportunity"]
    list_filter = ["model"]
    search_fields = ["opportunity__title"]
    exclude = ["vector"]
    ordering = ["-opportunity"]


@admin.register(Tally)
class TallyAdmin(ReadOnlyAdmin):
    list_display = ["opportunity_type", "subcategory", "difficulty", "is_paid", "number"]
    list_select_related = ["subcategory"]
    list_filter = ["opportunity_type"]
    search_fields = ["subcategory__name"]
    ordering = ["-id"]
