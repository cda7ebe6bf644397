"""Files that go with their rows: first the row lets go of one and is committed, then the file is removed."""

from collections.abc import Sequence
from typing import cast

from django.apps import apps
from django.core.files.storage import Storage
from django.db import models, transaction

from trellis.core.files.storage import private_storage
from trellis.domain.privacy.models import DoomedFile


def doom(row: models.Model, columns: Sequence[str], *, user_id: int, storage: Storage | None = None) -> None:
    """Note the files that a row lets go of, to be removed once that is committed; in a transaction.

    `storage` is that of a column that holds no more than a name.
    """
    for column in columns:
        name = str(getattr(row, column) or "")
        if name:
            doomed = DoomedFile.objects.create(
                user_id=user_id, model=row._meta.label, column="" if storage else column, name=name
            )
            # At once where nothing keeps us from it; whoever is killed here leaves the row to be found.
            transaction.on_commit(lambda doomed=doomed: _remove(doomed))  # type: ignore[misc]


def remove_doomed(*, user_id: int | None = None) -> None:
    """Remove the files that are left to be removed, of one account or of all."""
    doomed = DoomedFile.objects.order_by("pk")
    for each in doomed if user_id is None else doomed.filter(user_id=user_id):
        _remove(each)


def _remove(doomed: DoomedFile) -> None:
    _storage_of(doomed).delete(doomed.name)
    DoomedFile.objects.filter(pk=doomed.pk).delete()


def _storage_of(doomed: DoomedFile) -> Storage:
    if not doomed.column:
        return private_storage()
    field = apps.get_model(doomed.model)._meta.get_field(doomed.column)
    return cast("models.FileField", field).storage
