"""The back office of what every app shares, and the two kinds of tables that it has."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from procrastinate.contrib.django.admin import ProcrastinateJobAdmin
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob
from unfold.admin import ModelAdmin, TabularInline

from trellis.core.events import DomainEvent
from trellis.core.models import Event, Mail, Sms
from trellis.core.writing.forms import LineField, TextField

_WRITTEN = {models.CharField: LineField, models.TextField: TextField}


class BackOfficeAdmin(ModelAdmin):
    """A table whose rows come from services; staff may change some of what is in them."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def formfield_for_dbfield(
        self, db_field: "models.Field[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Return the form's field; what is written in there is one line, or many, as the column is."""
        if not db_field.choices and type(db_field) in _WRITTEN:
            kwargs.setdefault("form_class", _WRITTEN[type(db_field)])
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_search_fields(self, request: HttpRequest) -> list[str] | tuple[str, ...]:
        """Return what is searched: a text of which no other comparison is named holds the word, folded."""
        names = super().get_search_fields(request)
        return [name if name.endswith(("__exact", "__iexact")) else f"{name}__holds" for name in names]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write the changed columns alone, so that what others write meanwhile stays."""
        obj.save(update_fields=self.fields_to_save(obj, form))

    def fields_to_save(self, obj: Any, form: Any) -> list[str]:
        """Return the names of the columns to write."""
        return own_fields(obj, form.changed_data)

    def record(self, request: HttpRequest, rows: Iterable[models.Model], what: str) -> None:
        """Write into the history of each row what an action did to it, and tell the actor."""
        touched = list(rows)
        if touched:
            LogEntry.objects.log_actions(str(request.user.pk), touched, CHANGE, what)
        self.message_user(request, f"{what}: {len(touched)}.")


class ReadOnlyAdmin(BackOfficeAdmin):
    """A table that the back office only shows."""

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


def own_fields(obj: models.Model, names: Iterable[str]) -> list[str]:
    """Return those of `names` that are columns of `obj`; many-to-many fields are saved apart."""
    columns = {field.name for field in obj._meta.concrete_fields}
    return [name for name in names if name in columns]


class KindFilter(admin.SimpleListFilter):
    """Filters events by the kinds that apps declare: asking the table itself would read it all."""

    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind, kind) for kind in sorted({event.kind for event in DomainEvent.all})]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["happened_at", "kind", "subject_type", "subject_id", "actor_id"]
    list_filter = [KindFilter]
    search_fields = ["subject_id__exact"]
    search_help_text = "The id of what it happened to."


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    list_display = ["subject", "to", "created_at", "sent_at"]
    list_filter = [("sent_at", admin.EmptyFieldListFilter)]
    search_fields = ["to", "subject"]
    search_help_text = "Address or subject."
    readonly_fields = ["body"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[Any]:
        """Leave out the body in production: it may hold links that open accounts."""
        envelope = ["to", "subject", "attachment_name", "created_at", "sent_at"]
        return envelope if settings.IS_PRODUCTION else [*envelope, "body"]

    @admin.display(description="text")
    def body(self, mail: Mail) -> str:
        style = "white-space: pre-line; overflow-wrap: anywhere"
        return format_html('<div style="{}">{}</div>', style, mail.text)


@admin.register(Sms)
class SmsAdmin(ReadOnlyAdmin):
    list_display = ["to", "created_at", "sent_at"]
    list_filter = [("sent_at", admin.EmptyFieldListFilter)]
    search_fields = ["to"]
    search_help_text = "Phone number."
    fields = ["to", "created_at", "expires_at", "sent_at"]


# The queue brings its own pages; here they get the look of the others.
admin.site.unregister(ProcrastinateJob)


class JobEventInline(TabularInline):
    model = ProcrastinateEvent
    extra = 0


@admin.register(ProcrastinateJob)
class JobAdmin(ProcrastinateJobAdmin, ModelAdmin):
    inlines = [JobEventInline]
