"""The words of every requisition anew, as they are taken apart now: a thousand rows at a time.

Rows are held for the time of their batch alone, so that a million of them can be read and written meanwhile.
What an older Trellis saves while this runs has the old words until it is saved again.
"""

from typing import Any

from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from trellis.core.db.reindexing import reindex_some
from trellis.domain.requisitions.rules.search import words_of_listing, words_of_row

READ = """
SELECT row.id, row.status, row.role, row.code, coalesce(person.email, ''), row.title, row.interview_location,
    row.publish_status, row.company_name, row.job_location, tenant.name
FROM requisitions_requisition AS row
JOIN organizations_organization AS tenant ON tenant.id = row.organization_id
LEFT JOIN accounts_user AS person ON person.id = row.requested_by_id
WHERE row.id > %(after)s ORDER BY row.id LIMIT %(batch)s FOR UPDATE OF row
"""
WRITE = """
UPDATE requisitions_requisition AS row
SET search = made.search::tsvector, listing = made.listing::tsvector
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS made (id, search, listing)
WHERE row.id = made.id
"""


def words(
    status: str,
    role: str,
    code: str,
    address: str,
    title: str,
    place: str,
    is_published: bool,
    company: str,
    job_place: str,
    tenant: str,
) -> tuple[str, str | None]:
    """Return the two columns of a row."""
    listing = words_of_listing(title, company, job_place, tenant) if is_published else None
    return words_of_row(texts=(title, place), plain=(status, role, code, address)), listing


def reindex(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Write the words of every row."""
    after: Any = 0
    while after is not None:
        with transaction.atomic(using=editor.connection.alias):
            after = reindex_some(editor.connection, after=after, read=READ, write=WRITE, words=words)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("requisitions", "0003_listing")]
    operations = [migrations.RunPython(reindex, migrations.RunPython.noop)]
