"""The members directory in the back office: search, edit, and import from a CSV file in two steps."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.decorators import action
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldBooleanWidget

from trellis.core.admin import BackOfficeAdmin
from trellis.domain.accounts.models import User
from trellis.domain.directory.models import DirectoryEntry, DirectoryImport
from trellis.domain.directory.queries import Checked, Outcome, check
from trellis.domain.directory.refusals import BadFile, DirectoryChanged, ImportGone, RowsAreWrong
from trellis.domain.directory.rules.files import COLUMNS, LARGEST_FILE, read
from trellis.domain.directory.rules.roles import roles_of
from trellis.domain.directory.services import imports
from trellis.domain.directory.services.imports import Imported

_ROWS_ON_A_PAGE = 100
_PHONE = re.compile(r"\+[0-9 ()/.-]+")
_VARIANTS = {
    Outcome.CREATED: "success",
    Outcome.UPDATED: "info",
    Outcome.UNCHANGED: "",
    Outcome.WRONG: "danger",
}


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row of the directory."""

    def clean_email(self) -> str:
        """Say at the field itself that an address is taken, whatever its spelling."""
        email: str = self.cleaned_data["email"]
        if DirectoryEntry.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Another member has this e-mail address.")
        return email


class UploadForm(forms.Form):
    """The file to import."""

    file = forms.FileField(
        label="CSV file",
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".csv,text/csv"}),
        help_text="UTF-8 or UTF-16, at most 2 MB and 10,000 rows; the first line names the columns.",
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is too large before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise ValidationError("The file is larger than 2 MB. Please import it in parts.")
        return file


class ConfirmForm(forms.Form):
    """What to do with rows that are wrong."""

    skip_wrong = forms.BooleanField(
        label="Skip the wrong rows, import the others", required=False, widget=UnfoldBooleanWidget
    )


@admin.register(DirectoryEntry)
class EntryAdmin(BackOfficeAdmin):
    """Who may sign in to the mentorship programme, and as what."""

    form = EntryForm
    ordering = ["email"]
    list_display = ["email", "first_name", "last_name", "membershiptype", "role", "is_active", "has_account"]
    list_filter = ["is_active", ("user", admin.EmptyFieldListFilter)]
    search_fields = ["email", "first_name", "last_name", "membershiptype"]
    search_help_text = "E-mail address, name or membership type."
    actions_list = ["import_members"]
    fieldsets = [
        (None, {"fields": ["email", ("first_name", "last_name"), "phone"]}),
        ("Membership", {"fields": ["membershiptype", "role", "is_active"]}),
        ("Account", {"fields": [("user", "created_at")]}),
    ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Entries are added by hand, too."""
        return request.user.has_perm("directory.add_directoryentry")

    def has_import_permission(self, request: HttpRequest) -> bool:
        """An import adds and changes."""
        return request.user.has_perms(["directory.add_directoryentry", "directory.change_directoryentry"])

    def get_readonly_fields(self, request: HttpRequest, obj: DirectoryEntry | None = None) -> Sequence[str]:
        """Keep the address of an entry with an account: that account's address is what signs in."""
        fixed = ["role", "user", "created_at"]
        return ["email", *fixed] if obj is not None and obj.user_id is not None else fixed

    def save_model(self, request: HttpRequest, obj: DirectoryEntry, form: Any, change: bool) -> None:
        """Save; a new row whole, another's changed columns alone."""
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.save()

    @admin.display(description="in the programme")
    def role(self, entry: DirectoryEntry) -> str:
        """Say what the membership type makes of whom the entry names."""
        return roles_of(entry.membershiptype).role_name.replace("_", " and ")

    @admin.display(description="account", boolean=True)
    def has_account(self, entry: DirectoryEntry) -> bool:
        """Say whether that person has signed in."""
        return entry.user_id is not None

    @action(  # type: ignore[untyped-decorator]
        description="Import", icon="upload_file", url_path="import-members", permissions=["import"]
    )
    def import_members(self, request: HttpRequest) -> HttpResponse:
        """Lead to the import."""
        return HttpResponseRedirect(reverse("admin:directory_import"))

    def get_urls(self) -> list[URLPattern]:
        """Add the two pages of the import."""
        own = [
            path("import/", self._guarded(self.upload_view), name="directory_import"),
            path(
                "import/<uuid:import_id>/",
                self._guarded(self.preview_view),
                name="directory_import_preview",
            ),
        ]
        urls: list[URLPattern] = super().get_urls()
        return own + urls

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Take a file; what is wrong with it as a whole is told here."""
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        if form.is_valid():
            kept = _keep(form, request)
            if kept is not None:
                return HttpResponseRedirect(_preview_url(kept))
        context = {
            "form": form,
            "columns": COLUMNS,
            "directory_url": reverse("admin:directory_directoryentry_changelist"),
        }
        return self._page(request, "directory/import_upload.html", "Import members", context)

    def preview_view(self, request: HttpRequest, import_id: UUID) -> HttpResponse:
        """Show row by row what the import would do; do it when confirmed."""
        kept = DirectoryImport.objects.filter(pk=import_id, uploaded_by=request.user.pk).first()
        if kept is None:
            return _to_directory(request, "This import was confirmed or cancelled already.")
        if request.method != "POST":
            return self._preview(request, kept)
        if "cancel" in request.POST:
            imports.cancel(upload=kept)
            return _to_directory(request, "Nothing was imported.")
        return _confirm(request, kept)

    def _preview(self, request: HttpRequest, kept: DirectoryImport) -> HttpResponse:
        checked = check(read(kept.text))
        show = request.GET.get("show", "")
        shown = [one for one in checked if one.outcome == show] if show in Outcome.values else checked
        page = Paginator(shown, _ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
        wrong = sum(one.outcome == Outcome.WRONG for one in checked)
        context = {
            "file_name": kept.file_name,
            "counts": _counts(checked),
            "all": len(checked),
            "show": show if show in Outcome.values else "",
            "wrong": wrong,
            "warning": f"{wrong} of {len(checked)} rows cannot be imported. Mend the file and upload it "
            "again, or import the others without them.",
            "form": ConfirmForm(),
            "columns": COLUMNS,
            "rows": [_as_shown(one) for one in page],
            "page": page,
        }
        return self._page(request, "directory/import_preview.html", "Check the import", context)

    def _guarded(self, view: Any) -> Any:
        def checked(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not self.has_import_permission(request):
                raise PermissionDenied
            response: HttpResponse = view(request, **kwargs)
            return response

        return self.admin_site.admin_view(checked)

    def _page(self, request: HttpRequest, template: str, title: str, context: dict[str, Any]) -> HttpResponse:
        common = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return render(request, template, {**common, **context})


def _keep(form: UploadForm, request: HttpRequest) -> DirectoryImport | None:
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    try:
        return imports.upload(
            content=file.read(),
            file_name=file.name or "members.csv",
            uploaded_by=User.objects.get(pk=str(request.user.pk)),
            now=timezone.now(),
        )
    except BadFile as error:
        form.add_error("file", str(error))
        return None


def _confirm(request: HttpRequest, kept: DirectoryImport) -> HttpResponse:
    try:
        done = imports.confirm(upload=kept, skip_wrong="skip_wrong" in request.POST, now=timezone.now())
    except ImportGone as gone:
        return _to_directory(request, gone.sentence)
    except RowsAreWrong:
        messages.error(request, "Nothing was imported: some rows are wrong. Mend the file, or skip them.")
    except DirectoryChanged:
        messages.error(request, "Nothing was imported: the directory has changed. Please look again.")
    else:
        _write_history(request, done, kept.file_name)
        return _to_directory(
            request,
            f"Imported {kept.file_name}: {len(done.created)} new, {len(done.updated)} changed, "
            f"{done.unchanged} as they were, {done.skipped} skipped.",
        )
    return HttpResponseRedirect(_preview_url(kept))


def _write_history(request: HttpRequest, done: Imported, file_name: str) -> None:
    for flag, entries in ((ADDITION, done.created), (CHANGE, done.updated)):
        if entries:
            LogEntry.objects.log_actions(str(request.user.pk), entries, flag, f"Imported from {file_name}")


def _to_directory(request: HttpRequest, what: str) -> HttpResponse:
    messages.success(request, what)
    return HttpResponseRedirect(reverse("admin:directory_directoryentry_changelist"))


def _preview_url(kept: DirectoryImport) -> str:
    return reverse("admin:directory_import_preview", args=[kept.pk])


def _counts(checked: Sequence[Checked]) -> list[dict[str, Any]]:
    return [
        {
            "outcome": outcome.value,
            "label": outcome.label,
            "count": sum(one.outcome == outcome for one in checked),
        }
        for outcome in Outcome
    ]


def _as_shown(one: Checked) -> dict[str, Any]:
    """Return a row as the preview shows it: an empty cell leaves what the directory has."""
    cells = []
    for name in COLUMNS:
        given, kept = one.row.values.get(name, ""), getattr(one.entry, name, "")
        was = kept if name in one.changes else ""
        cells.append({"column": name, "text": shown(given or kept), "was": shown(was)})
    return {
        "line": one.row.line,
        "label": one.outcome.label,
        "variant": _VARIANTS[one.outcome],
        "errors": one.row.errors,
        "cells": cells,
    }


def shown(text: str) -> str:
    """Return a cell's text so that a spreadsheet, into which it may be copied, takes it for text."""
    is_formula = text.startswith(("=", "+", "-", "@")) and not _PHONE.fullmatch(text)
    return f"'{text}" if is_formula else text
