"""The access token of a request: whose it is, or 401."""

import pytest
from rest_framework.test import APIClient

from tests.forged import ODD_CLAIMS, forged
from trellis.config.pages.permissions import MATRICES
from trellis.config.permissions.matrix import Answer

# Of each door, what is read by who is signed in alone.
ADDRESSES = [
    matrix.address(each)
    for matrix in MATRICES
    for each in matrix.endpoints()
    if (each.method, matrix.answers(each)["anonymous"]) == ("GET", Answer.SIGN_IN) and "<" not in each.path
]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("claims", ODD_CLAIMS, ids=str)
def test_a_signed_token_with_odd_claims_is_401_at_every_door(
    api: APIClient, claims: dict[str, object]
) -> None:
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {forged(**claims)}")
    assert {"/mentor/talents/me/posts/", "/api/v1/mentorship/bookings/"} <= set(ADDRESSES)
    assert {path: api.get(path).status_code for path in ADDRESSES} == dict.fromkeys(ADDRESSES, 401)
