"""The words of every request anew, as they are taken apart now: a thousand rows at a time."""

from typing import Any
from uuid import UUID

from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from trellis.core.db.reindexing import reindex_some
from trellis.core.db.words import quoted
from trellis.domain.workplace.queries import SEARCHED, words_of_request

FIRST = UUID(int=0)
READ = f"""
SELECT id, organization_id, {", ".join(SEARCHED)} FROM workplace_workplacerequest
WHERE id > %(after)s ORDER BY id LIMIT %(batch)s FOR UPDATE
"""
WRITE = """
UPDATE workplace_workplacerequest AS row SET search = made.search::tsvector
FROM unnest(%s::uuid[], %s::text[]) AS made (id, search) WHERE row.id = made.id
"""


def words(organization_id: UUID, *texts: str | None) -> tuple[str]:
    """Return the column of a row."""
    found = words_of_request(organization_id=organization_id, values=dict(zip(SEARCHED, texts, strict=True)))
    return (" ".join(map(quoted, found)),)


def reindex(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Write the words of every row."""
    after: Any = FIRST
    while after is not None:
        with transaction.atomic(using=editor.connection.alias):
            after = reindex_some(editor.connection, after=after, read=READ, write=WRITE, words=words)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("workplace", "0002_fractions")]
    operations = [migrations.RunPython(reindex, migrations.RunPython.noop)]
