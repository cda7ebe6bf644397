"""What was published before there were postings gets one each: some hundred at a time.

Requisitions are held for the time of their batch alone. What an older Trellis publishes while this runs gets its
posting when it is changed next.
"""

from typing import Any

from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from trellis.domain.jobs.rules.mirrored import SHOWN, fields_of
from trellis.domain.jobs.rules.words import words_of_posting

BATCH = 500


def make_postings(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the posting of every requisition that everybody sees."""
    after: int | None = 0
    while after is not None:
        with transaction.atomic(using=editor.connection.alias):
            after = _make_some(apps, editor.connection.alias, after)


def _make_some(apps: StateApps, alias: str, after: int) -> int | None:
    """Make those of the next batch; return its last key, None where there is nothing left."""
    posting = apps.get_model("jobs", "Posting")
    rows = apps.get_model("requisitions", "Requisition")._default_manager.using(alias)
    shown = rows.filter(publish_status=True, is_deleted=False, status__in=SHOWN, posting=None, pk__gt=after)
    batch = list(shown.select_related("organization").select_for_update(of=("self",)).order_by("pk")[:BATCH])
    posting._default_manager.using(alias).bulk_create(posting(**_columns(row)) for row in batch)
    return batch[-1].pk if batch else None


def _columns(row: Any) -> dict[str, Any]:
    fields = fields_of(row)
    names = f"{row.company_name} {row.organization.name}"
    return {
        **fields,
        "organization_id": row.organization_id,
        "requisition_id": row.pk,
        "created_at": row.published_at or row.created_at,
        "updated_at": row.updated_at,
        "listing": words_of_posting(
            title=fields["title"], organization=names, location=fields["location"], skills=()
        ),
    }


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("jobs", "0002_keeps_its_organization"),
        ("requisitions", "0006_keeps_its_organization"),
    ]
    operations = [migrations.RunPython(make_postings, migrations.RunPython.noop)]
