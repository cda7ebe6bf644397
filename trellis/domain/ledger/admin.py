"""The ledger in the back office: to be looked at."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.ledger.models import Account, Entry, Seal, Sealing, Subtotal, Transfer


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    list_display = ["kind", "user", "currency"]
    list_select_related = ["user"]
    list_filter = ["kind", "currency"]
    search_fields = ["user__email__iexact"]


@admin.register(Transfer)
class TransferAdmin(ReadOnlyAdmin):
    list_display = ["key", "kind", "currency", "happened_at", "reference"]
    list_filter = ["kind", "currency"]
    search_fields = ["key__exact"]


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["pk", "transfer", "account", "amount_minor"]
    list_select_related = ["transfer", "account"]
    list_filter = ["account__kind", "account__currency"]
    search_fields = ["transfer__key__exact"]


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    list_display = ["number", "last_entry_id", "entry_count", "sealed_at"]


@admin.register(Sealing)
class SealingAdmin(ReadOnlyAdmin):
    list_display = ["seal_number", "entry_id", "xid"]


@admin.register(Subtotal)
class SubtotalAdmin(ReadOnlyAdmin):
    list_display = ["account", "balance_minor", "through_entry_id"]
    list_select_related = ["account"]
