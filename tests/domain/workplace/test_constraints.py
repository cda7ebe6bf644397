"""What the table itself refuses, whoever writes."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError

from trellis.core.db.errors import constraint_of
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.services.organizations import create_organization
from trellis.domain.workplace.models import WorkplaceRequest
from trellis.domain.workplace.rules.kinds import SHAPES, TYPED_COLUMNS

NOW = datetime(2030, 1, 1, tzinfo=UTC)
GOOD: dict[str, dict[str, Any]] = {
    "material": {
        "item_name": "Mouse",
        "material_type": "equipment",
        "quantity_needed": 1,
        "priority": "low",
    },
    "leave": {
        "leave_category": "annual",
        "number_of_days": 2,
        "start_date": date(2030, 1, 1),
        "resumption_date": date(2030, 1, 3),
    },
    "service": {"service_type": "other", "service_description": "Clean", "priority": "low"},
}


@pytest.fixture
def owner(db: None) -> Membership:
    user = User.objects.create(username="o", email="o@example.com")
    return create_organization(owner=user, name="Acme", domain="acme.example", now=NOW)


def _row(owner: Membership, kind: str, **values: Any) -> WorkplaceRequest:
    return WorkplaceRequest(
        **{
            "organization": owner.organization,
            "request_id": "X-1",
            "request_type": kind,
            "title": "T",
            "created_at": NOW,
            "updated_at": NOW,
            **GOOD[kind],
            **values,
        }
    )


def _refused_by(row: WorkplaceRequest) -> str | None:
    with pytest.raises(IntegrityError) as caught:
        row.save(force_insert=True)
    return constraint_of(caught.value)


def test_good_rows_are_taken(owner: Membership) -> None:
    for kind in GOOD:
        _row(owner, kind, request_id=kind).save(force_insert=True)
    assert WorkplaceRequest.objects.of(owner.organization_id).count() == 3


@pytest.mark.parametrize(
    ("kind", "column"), [(kind, name) for kind in GOOD for name in SHAPES[kind].required]
)
def test_what_a_kind_requires_is_there(owner: Membership, kind: str, column: str) -> None:
    assert _refused_by(_row(owner, kind, **{column: None})) == "request_has_the_fields_of_its_kind"


@pytest.mark.parametrize(
    ("kind", "column"),
    [(kind, name) for kind in GOOD for name in TYPED_COLUMNS if name not in SHAPES[kind].columns],
)
def test_what_belongs_to_another_kind_is_not(owner: Membership, kind: str, column: str) -> None:
    foreign = {**{k: v for good in GOOD.values() for k, v in good.items()}, "region_of_stay": "local"}
    dates = {name: date(2030, 1, 1) for name in TYPED_COLUMNS if name.endswith("_date")}
    value = {**dates, **foreign}.get(column, "x")
    assert _refused_by(_row(owner, kind, **{column: value})) == "request_has_the_fields_of_its_kind"


@pytest.mark.parametrize(
    ("kind", "values", "constraint"),
    [
        ("material", {"quantity_needed": 0}, "request_quantity"),
        ("material", {"priority": "x"}, "request_priority"),
        ("material", {"status": "x"}, "request_status"),
        ("material", {"quantity_needed": -1}, "request_quantity"),
        ("leave", {"number_of_days": 0}, "request_half_days"),
        ("leave", {"number_of_days": Decimal("1.2")}, "request_half_days"),
        ("leave", {"number_of_days": Decimal("2.5")}, "request_days_of_leave"),
        ("leave", {"number_of_days": 1, "resumption_date": date(2030, 1, 1)}, "request_days_of_leave"),
        ("leave", {"number_of_days": 3}, "request_days_of_leave"),
        ("leave", {"resumption_date": date(2030, 1, 1)}, "request_days_of_leave"),
        ("leave", {"leave_category": "x"}, "request_leave_category"),
        ("service", {"status": "approved"}, "request_approved_at"),
        ("service", {"approved_at": NOW}, "request_approved_at"),
        ("service", {"status": "completed", "completed_at": NOW}, "request_approved_at"),
        ("service", {"is_deleted": True}, "request_deleted_at"),
    ],
)
def test_what_contradicts_itself_is_refused(
    owner: Membership, kind: str, values: dict[str, Any], constraint: str
) -> None:
    assert _refused_by(_row(owner, kind, **values)) == constraint


def test_a_number_is_given_once_in_a_tenant(owner: Membership) -> None:
    _row(owner, "material").save(force_insert=True)
    assert _refused_by(_row(owner, "leave")) == "request_number_once"
