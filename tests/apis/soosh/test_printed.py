"""The requests that soosh-api.md prints in sections 1, 4 and 15, sent to the demo world in turn."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.soosh.users.test_avatar import picture
from tests.apis.soosh.users.test_mentors import PRINTED as MENTOR
from tests.apis.soosh.users.test_profile import PRINTED as PROFILE
from trellis.domain.catalog.models import Subcategory

API = "/api/v1"
SIGN_IN = {"email": "user@example.com", "password": "SecurePass123!"}


@pytest.mark.usefixtures("world")
def test_they_are_answered_as_they_should_be() -> None:
    api = APIClient()
    newcomer = {**SIGN_IN, "full_name": "John Doe", "username": "johndoe", "user_type": "beginner"}

    def sent(method: str, path: str, body: Any = None, status: int = 200, **options: Any) -> Any:
        response = getattr(api, method)(f"{API}/{path}", body, **options)
        assert response.status_code == status, (path, response.content)
        return response.json()

    # As printed it is the demo's own account; as somebody else's it makes one.
    assert set(sent("post", "auth/register", newcomer, 422)["details"]) <= {"email", "username"}
    sent("post", "auth/register", {**newcomer, "email": "new@example.com", "username": "newdoe"}, 201)
    pair = sent("post", "auth/login", SIGN_IN)
    for provider in ("google", "apple", "linkedin"):
        sent("post", f"auth/{provider}", {"token": "google_oauth_token"}, 503)
    sent("post", "auth/verify-email", {"token": "verification_token_from_email"}, 422)
    pair = sent("post", "auth/refresh-token", {"refresh_token": pair["refresh_token"]})
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {pair['access_token']}")
    sent("post", "auth/resend-verification")
    assert sent("get", "users/me")["username"] == "johndoe"
    assert sent("put", "users/me", PROFILE)["location"] == PROFILE["location"]
    assert sent("post", "users/me/avatar", {"file": picture()}, format="multipart")["avatar_url"]
    subcategory = Subcategory.objects.get(slug="ui-ux-design").public_id
    listed = sent("get", f"opportunities?type=course&subcategory_id={subcategory}&difficulty=beginner")
    course = listed["opportunities"][0]
    assert sent("get", f"opportunities/{course['id']}")["title"] == "UI Design Fundamentals"
    assert sent("get", "opportunities/recommended")["recommendations"]
    enrolled = sent("post", f"opportunities/{course['id']}/enroll", status=201)
    assert (enrolled["payment_required"], enrolled["enrollment"]["status"]) == (True, "enrolled")
    sent("put", "users/switch-mode", {"mode": "mentor"}, 403)
    assert sent("post", "users/upgrade-to-mentor", MENTOR, 201)["user_type"] == "mid_level"
    assert sent("put", "users/switch-mode", {"mode": "mentor"})["mode"] == "mentor"
