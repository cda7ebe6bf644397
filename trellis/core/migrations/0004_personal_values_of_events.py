"""What is personal of an event stands in a column of its own, which can be erased; old rows are parted."""

from typing import NamedTuple

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# As an image, byte for byte: 1 and 1.0 are equal in jsonb, and still another text.
ERASABLE = """
CREATE OR REPLACE FUNCTION core_event_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unerased core_event;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.personal IS NOT NULL AND NEW.personal IS NULL THEN
        unerased := NEW;
        unerased.personal := OLD.personal;
        IF unerased *= OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'core_event is append-only' USING ERRCODE = 'restrict_violation';
END $$;
"""
NOT_ERASABLE = """
CREATE OR REPLACE FUNCTION core_event_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'core_event is append-only' USING ERRCODE = 'restrict_violation';
END $$;
"""


class Personal(NamedTuple):
    """What is personal of the data of these kinds: whole values, and the pairs of these changes."""

    kinds: str
    values: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


_OF_REQUISITIONS = (
    *("title", "job_description", "requirements", "responsibilities", "qualification_requirement"),
    *("experience_requirement", "knowledge_requirement", "company_name", "company_address", "job_location"),
    *("interview_location", "salary_range", "reason", "comment", "documents_required", "approval_workflow"),
)
_OF_REQUESTS = (
    *("title", "description", "item_name", "reason_for_request", "item_specification"),
    *("service_description", "requester_department", "special_instructions"),
)
PERSONAL = (
    Personal("requisition.%", changes=_OF_REQUISITIONS),
    Personal("requisition.stage_decided", values=("stages",)),
    Personal("compliance.%", values=("name",), changes=("name",)),
    Personal("request.%", changes=_OF_REQUESTS),
    Personal("organization.changed", changes=("name", "logo")),
    Personal("video_session.%", values=("job_application_id", "meeting_id"), changes=("scores",)),
)
# Values that were kept out of the record from the beginning are [null, null] already.
_PART = """
WITH parted AS (
    SELECT id,
        (SELECT jsonb_object_agg(key, value) FROM jsonb_each(data) WHERE key = ANY(%(values)s)) AS told,
        (SELECT jsonb_object_agg(key, value) FROM jsonb_each(data -> 'changes')
            WHERE key = ANY(%(changes)s) AND value <> '[null, null]') AS pairs,
        (SELECT jsonb_object_agg(key, '[null, null]'::jsonb) FROM jsonb_each(data -> 'changes')
            WHERE key = ANY(%(changes)s)) AS emptied
    FROM core_event WHERE kind LIKE %(kinds)s
)
UPDATE core_event AS event SET
    personal = coalesce(personal, '{}') || coalesce(told, '{}')
        || CASE WHEN pairs IS NULL THEN '{}' ELSE jsonb_build_object('changes', pairs) END,
    data = (data - %(values)s::text[])
        || CASE WHEN emptied IS NULL THEN '{}'
           ELSE jsonb_build_object('changes', (data -> 'changes') || emptied) END
FROM parted WHERE parted.id = event.id AND (told IS NOT NULL OR pairs IS NOT NULL)
"""
_JOIN = """
UPDATE core_event SET
    data = data || (personal - 'changes') || CASE WHEN personal ? 'changes' THEN
        jsonb_build_object('changes', coalesce(data -> 'changes', '{}') || (personal -> 'changes'))
        ELSE '{}' END,
    personal = NULL
WHERE personal IS NOT NULL
"""


def part(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Move what is personal of each event into its own column."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_event DISABLE TRIGGER core_event_append_only")
        for each in PERSONAL:
            lists = {"values": list(each.values), "changes": list(each.changes)}
            cursor.execute(_PART, {"kinds": each.kinds, **lists})
        cursor.execute("ALTER TABLE core_event ENABLE TRIGGER core_event_append_only")


def join(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Move it back, as far as it is not erased."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_event DISABLE TRIGGER core_event_append_only")
        cursor.execute(_JOIN)
        cursor.execute("ALTER TABLE core_event ENABLE TRIGGER core_event_append_only")


class Migration(migrations.Migration):
    dependencies = [("core", "0003_attachments_and_sms")]
    operations = [
        migrations.AddField("event", "personal", models.JSONField(blank=True, null=True)),
        migrations.RunPython(part, join),
        migrations.RunSQL(ERASABLE, NOT_ERASABLE),
        migrations.AddIndex(
            "event",
            models.Index(
                condition=models.Q(("actor_id__isnull", False)), fields=["actor_id", "id"], name="event_actor"
            ),
        ),
        migrations.AddIndex(
            "event",
            models.Index(
                condition=models.Q(("tenant_id__isnull", False)),
                fields=["tenant_id", "id"],
                name="event_tenant",
            ),
        ),
    ]
