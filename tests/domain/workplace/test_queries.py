"""Requests are found by words, those of their own tenant alone."""

from datetime import UTC, datetime

import pytest

from tests.finding import HOSTILE, PAIRS
from trellis.core.db.words import words_of
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.services.organizations import create_organization
from trellis.domain.workplace.models import WorkplaceRequest
from trellis.domain.workplace.queries import filtered, search_vector

NOW = datetime(2030, 1, 1, tzinfo=UTC)
_MATERIAL = {"item_name": "Mouse", "material_type": "equipment", "quantity_needed": 1, "priority": "low"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Membership:
    user = User.objects.create_user("ona", "ona@example.com")
    return create_organization(owner=user, name="Acme", domain="acme.example", now=NOW)


def _request(owner: Membership, description: str) -> WorkplaceRequest:
    return WorkplaceRequest.objects.create(
        organization=owner.organization,
        request_id=f"X-{WorkplaceRequest.objects.of_all_tenants().count()}",
        request_type="material",
        title="T",
        description=description,
        created_at=NOW,
        updated_at=NOW,
        search=search_vector(
            organization_id=owner.organization_id, values={"title": "T", "description": description}
        ),
        **_MATERIAL,
    )


def _found(owner: Membership, search: str) -> list[WorkplaceRequest]:
    return list(filtered(organization_id=owner.organization_id, filters={"search": search}))


def test_a_request_is_found_by_what_is_meant(owner: Membership) -> None:
    for query, text, found in PAIRS:
        assert (_request(owner, text) in _found(owner, query)) == found, (query, text)


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_a_valid_question_and_one_without_words_finds_nothing(
    owner: Membership, text: str
) -> None:
    row = _request(owner, "quiet")
    assert words_of(text) or not text.strip() or row not in _found(owner, text)
    assert row in _found(owner, "") and row in _found(owner, "  ")


@pytest.mark.parametrize("text", ["tenant", "=tenant", "={}", "tenant{}", "{}"])
def test_the_word_of_a_tenant_is_nobodys_to_ask_for(owner: Membership, text: str) -> None:
    _request(owner, "quiet")
    assert _found(owner, text.format(owner.organization_id.hex)) == []
