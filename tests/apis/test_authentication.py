"""The access token of a request: whose it is, or 401."""

import pytest
from rest_framework.test import APIClient

from tests.forged import ODD_CLAIMS, forged

DOORS = ["/mentor/talents/me/posts/", "/api/talent-engine/tenants/me/", "/api/v1/mentorship/bookings/"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("claims", ODD_CLAIMS, ids=str)
def test_a_signed_token_with_odd_claims_is_401_at_every_door(
    api: APIClient, claims: dict[str, object]
) -> None:
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {forged(**claims)}")
    for path in (
        "/mentor/talents/me/posts/",
        "/api/talent-engine/tenants/me/",
        "/api/v1/mentorship/bookings/",
    ):
        assert api.get(path).status_code == 401
