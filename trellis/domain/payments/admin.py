"""Money in the back office: staff give back, settle what people complain of, and name accounts."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextInputWidget

from trellis.core.admin import ReadOnlyAdmin
from trellis.core.refusals import Refusal
from trellis.core.writing.money import in_minor_units, written
from trellis.domain.payments.models import Dispute, KeptEvent, Payment, Payout, PayoutAccount, Refund
from trellis.domain.payments.rules import limits
from trellis.domain.payments.rules.choices import DisputeKind, DisputeStatus, RefundReason
from trellis.domain.payments.services.disputes import open_dispute, settle_dispute
from trellis.domain.payments.services.payouts import set_payout_account
from trellis.domain.payments.services.refunding import begin_refund

_PEOPLE = ["payer__email__iexact", "payee__email__iexact"]
_OF_PAYMENT = [f"payment__{name}" for name in ("public_id__exact", *_PEOPLE)]


class ActingAdmin(ReadOnlyAdmin):
    """A table to which staff add by a service; what that refuses they are told."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may add rows at all."""
        return request.user.has_perm(f"payments.add_{self.opts.model_name}")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Show the form, or do what it says."""
        try:
            answer: HttpResponse = super().changeform_view(request, object_id, form_url, extra_context)
            return answer
        except Refusal as refusal:
            self.message_user(request, refusal.sentence, messages.ERROR)
            return HttpResponseRedirect(reverse(f"admin:payments_{self.opts.model_name}_changelist"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Return nothing for what is being added."""
        return [] if obj is None else [field.name for field in self.opts.fields]


class PaymentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A payment, by its id."""

    widget = UnfoldAdminTextInputWidget

    def __init__(self) -> None:
        super().__init__(
            Payment.objects.all(), to_field_name="public_id", help_text="The payment's id.", required=True
        )


class RefundForm(forms.ModelForm):  # type: ignore[type-arg]
    """How much of which payment goes back."""

    payment = PaymentField()
    amount = forms.DecimalField(
        required=False,
        min_value=limits.LEAST_AMOUNT,
        help_text="In units of its currency. Empty for all that is left.",
        widget=UnfoldAdminDecimalFieldWidget,
    )
    # The same form sent twice gives back once.
    attempt = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput, required=False)

    class Meta:
        model = Refund
        fields = ("payment",)

    def clean(self) -> dict[str, Any]:
        """Refuse an amount that is no whole number of minor units, and more than what is left."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        payment = said.get("payment")
        if payment is None or self.errors:
            return said
        left = payment.standing.total
        minor = left
        if said.get("amount") is not None:
            minor = in_minor_units(said["amount"], payment.received_currency or payment.currency)
        if minor is None or not 0 < minor <= left:
            self.add_error(
                "amount", f"{written(left, payment.received_currency or payment.currency)} is left."
            )
        said["amount_minor"] = minor
        return said

    def clean_attempt(self) -> UUID | None:
        """Refuse what has been begun already."""
        attempt: UUID | None = self.cleaned_data["attempt"]
        if attempt is not None and Refund.objects.filter(public_id=attempt).exists():
            raise forms.ValidationError("This has been begun already: it is in the list.")
        return attempt


class DisputeForm(forms.ModelForm):  # type: ignore[type-arg]
    """Of which payment somebody complains, and what they say."""

    payment = PaymentField()

    class Meta:
        model = Dispute
        fields = ("payment", "reason")


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    list_display = ["public_id", "amount", "status", "payer", "payee", "subject_kind", "created_at"]
    list_select_related = ["payer", "payee"]
    list_filter = ["status", "misplaced", "subject_kind", "currency", "gateway"]
    search_fields = ["public_id__exact", "intent_id__exact", *_PEOPLE]
    search_help_text = "Its id, that of its intent, or the address of either side."
    exclude = ["client_secret", "next_action"]
    ordering = ["-id"]

    @admin.display(description="amount")
    def amount(self, row: Payment) -> str:
        return written(row.amount_minor, row.currency)


@admin.register(Refund)
class RefundAdmin(ActingAdmin):
    form = RefundForm
    list_display = ["public_id", "amount", "status", "reason", "payment", "created_at"]
    list_select_related = ["payment"]
    list_filter = ["status", "reason", "currency"]
    search_fields = ["public_id__exact", "gateway_id__exact", *_OF_PAYMENT]
    search_help_text = "Its id, that of its payment, or the address of either side."
    ordering = ["-id"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return what is asked of who adds one, or what there is."""
        return ["payment", "amount", "attempt"] if obj is None else super().get_fields(request, obj)

    def save_model(self, request: HttpRequest, obj: Refund, form: Any, change: bool) -> None:
        """Have it given back."""
        said = form.cleaned_data
        made = begin_refund(
            payment=said["payment"],
            amount_minor=said["amount_minor"],
            reason=RefundReason.STAFF,
            actor=_staff(request),
            key=said["attempt"],
            now=timezone.now(),
        )
        _take_over(obj, made)

    @admin.display(description="amount")
    def amount(self, row: Refund) -> str:
        return written(row.amount_minor, row.currency)


@admin.register(Dispute)
class DisputeAdmin(ActingAdmin):
    form = DisputeForm
    list_display = ["public_id", "kind", "status", "amount", "payment", "opened_at"]
    list_select_related = ["payment"]
    list_filter = ["status", "kind"]
    search_fields = ["public_id__exact", "gateway_id__exact", *_OF_PAYMENT]
    search_help_text = "Its id, that of its payment, or the address of either side."
    ordering = ["-id"]
    actions = ["settle_for_payee", "settle_for_payer"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return what is asked of who adds one, or what there is."""
        return ["payment", "reason"] if obj is None else super().get_fields(request, obj)

    def save_model(self, request: HttpRequest, obj: Dispute, form: Any, change: bool) -> None:
        """Keep the payee's share from them."""
        said = form.cleaned_data
        made = open_dispute(
            payment=said["payment"], reason=said["reason"], actor=_staff(request), now=timezone.now()
        )
        _take_over(obj, made)

    def has_settle_permission(self, request: HttpRequest) -> bool:
        """Return whether who asks may decide: whoever may change disputes."""
        return request.user.has_perm("payments.change_dispute")

    @admin.action(description="Settle for who was paid", permissions=["settle"])
    def settle_for_payee(self, request: HttpRequest, queryset: QuerySet[Dispute]) -> None:
        self._settle(request, queryset, is_for_payer=False)

    @admin.action(description="Settle for who paid: all of it goes back", permissions=["settle"])
    def settle_for_payer(self, request: HttpRequest, queryset: QuerySet[Dispute]) -> None:
        self._settle(request, queryset, is_for_payer=True)

    def _settle(self, request: HttpRequest, queryset: QuerySet[Dispute], *, is_for_payer: bool) -> None:
        rows = list(queryset.filter(status=DisputeStatus.OPEN, kind=DisputeKind.PERSON))
        for dispute in rows:
            settle_dispute(
                dispute=dispute, actor=_staff(request), is_for_payer=is_for_payer, now=timezone.now()
            )
        self.record(request, rows, "Settled for who paid" if is_for_payer else "Settled for who was paid")

    @admin.display(description="amount")
    def amount(self, row: Dispute) -> str:
        return written(row.amount_minor, row.payment.received_currency)


@admin.register(Payout)
class PayoutAdmin(ReadOnlyAdmin):
    list_display = ["public_id", "payee", "amount", "status", "created_at"]
    list_select_related = ["payee"]
    list_filter = ["status", "currency", "gateway"]
    search_fields = ["public_id__exact", "gateway_id__exact", "payee__email__iexact"]
    search_help_text = "Its id, or the payee's address."
    ordering = ["-id"]

    @admin.display(description="amount")
    def amount(self, row: Payout) -> str:
        return written(row.amount_minor, row.currency)


@admin.register(PayoutAccount)
class PayoutAccountAdmin(ActingAdmin):
    list_display = ["user", "account", "updated_at"]
    list_select_related = ["user"]
    search_fields = ["user__email__iexact", "account__exact"]
    ordering = ["-updated_at"]
    autocomplete_fields = ["user"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Staff say where somebody is paid out."""
        return request.user.has_perm("payments.change_payoutaccount")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Return whose it is, and where."""
        return ["user", "account"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Whose it is stays so."""
        return [] if obj is None else ["user"]

    def save_model(self, request: HttpRequest, obj: PayoutAccount, form: Any, change: bool) -> None:
        """Name the account."""
        made = set_payout_account(
            user=obj.user, account=form.cleaned_data["account"], actor=_staff(request), now=timezone.now()
        )
        _take_over(obj, made)


@admin.register(KeptEvent)
class KeptEventAdmin(ReadOnlyAdmin):
    list_display = ["event_id", "type", "gateway", "received_at", "applied_at"]
    list_filter = [("applied_at", admin.EmptyFieldListFilter), "gateway"]
    search_fields = ["event_id__exact"]
    search_help_text = "The event's id at the gateway."
    ordering = ["-id"]


def _staff(request: HttpRequest) -> Any:
    return request.user


def _take_over(row: Model, made: Model | None) -> None:
    """Make the form's row the one that the service has made."""
    if made is not None:
        row.__dict__.update(made.__dict__)
