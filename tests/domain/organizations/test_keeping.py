"""What keeps an organization from being deleted: foreign keys of apps above say it."""

import pytest
from django.db import IntegrityError, connection, models

from trellis.demo.tenants import APPBREW
from trellis.domain.organizations.models import Organization
from trellis.domain.organizations.queries import keeping_relations


def test_every_kind_that_keeps_one_can_be_asked_for_by_name() -> None:
    kinds = {
        relation.related_model.__name__: relation.get_accessor_name() for relation in keeping_relations()
    }
    assert {"Requisition", "VideoSession", "WorkplaceRequest"} <= set(kinds)
    assert None not in kinds.values(), "a key that protects needs a related_name"


@pytest.mark.usefixtures("world")
def test_the_database_keeps_it_whoever_deletes() -> None:
    rows = Organization.objects.filter(pk=APPBREW)
    with pytest.raises(models.ProtectedError):
        rows.delete()
    with pytest.raises(IntegrityError):
        rows._raw_delete(rows.db)
        connection.check_constraints()
