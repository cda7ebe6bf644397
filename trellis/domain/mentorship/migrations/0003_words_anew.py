"""The words of every mentor anew, as they are taken apart now: a thousand rows at a time."""

from typing import Any

from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from trellis.core.db.reindexing import reindex_some
from trellis.core.db.words import quoted
from trellis.domain.mentorship.rules.words import words_of_mentor

READ = """
SELECT row.id, person.first_name, person.last_name, row.expertise, row.company, row.job_title
FROM mentorship_mentor AS row JOIN accounts_user AS person ON person.id = row.user_id
WHERE row.id > %(after)s ORDER BY row.id LIMIT %(batch)s FOR UPDATE OF row
"""
WRITE = """
UPDATE mentorship_mentor AS row SET search = made.search::tsvector
FROM unnest(%s::bigint[], %s::text[]) AS made (id, search) WHERE row.id = made.id
"""


def words(first_name: str, last_name: str, expertise: list[str], company: str, job_title: str) -> tuple[str]:
    """Return the column of a row."""
    found = words_of_mentor(
        name=f"{first_name} {last_name}", expertise=expertise, company=company, job_title=job_title
    )
    return (" ".join(map(quoted, found)),)


def reindex(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Write the words of every row."""
    after: Any = 0
    while after is not None:
        with transaction.atomic(using=editor.connection.alias):
            after = reindex_some(editor.connection, after=after, read=READ, write=WRITE, words=words)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("mentorship", "0002_links_are_the_mentors")]
    operations = [migrations.RunPython(reindex, migrations.RunPython.noop)]
