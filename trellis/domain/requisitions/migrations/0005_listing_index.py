"""The index of what everybody finds, built while rows are read and written."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("requisitions", "0004_words_anew")]
    operations = [
        AddIndexConcurrently(
            model_name="requisition",
            index=GinIndex(
                condition=models.Q(("is_deleted", False), ("publish_status", True)),
                fields=["listing"],
                name="requisition_listing",
            ),
        )
    ]
