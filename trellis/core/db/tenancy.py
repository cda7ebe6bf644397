"""Rows that belong to a tenant: whoever asks for them says of which tenant.

docs/decisions/tenant-walls.md says why this wall stands in Python and which ones stand behind it.
"""

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from trellis.core.db.prepared import Argument

Row = TypeVar("Row", bound=models.Model)


class TenantMissing(RuntimeError):
    """A query of tenants' rows does not say whose."""


class TenantManager(models.Manager[Row]):
    """The `objects` of a model with an `organization`: no rows without saying whose.

    Such a model's default manager is a plain one named `unscoped`, which Django itself uses (relations,
    the back office).
    """

    def of(self, organization_id: UUID | Argument) -> models.QuerySet[Row]:
        """Return the rows of one tenant."""
        return super().get_queryset().filter(organization_id=organization_id)

    def of_all_tenants(self) -> models.QuerySet[Row]:
        """Return the rows of every tenant: for what the public sees, the back office and housekeeping."""
        return super().get_queryset()

    def create(self, **values: Any) -> Row:
        """Insert a row, which names its tenant itself."""
        return super().get_queryset().create(**values)

    def bulk_create(self, objs: Iterable[Row], **options: Any) -> list[Row]:  # type: ignore[override]
        """Insert rows, each of which names its tenant itself."""
        return super().get_queryset().bulk_create(objs, **options)

    def get_queryset(self) -> Any:
        """Refuse: a filter that somebody forgot would show another tenant's rows."""
        raise TenantMissing(f"{self.model.__name__}.objects: say of(organization_id) or of_all_tenants()")
