"""What tests of this door share."""

from typing import Any

# What an account shows of itself.
SHOWN = {
    *("id", "email", "username", "full_name", "user_type", "mode", "onboarding_completed"),
    *("avatar_url", "bio", "location", "timezone", "birth_date", "created_at"),
}


def refused(response: Any, status: int, code: str) -> dict[str, Any]:
    """Return the envelope of a refusal, once it is one."""
    body: dict[str, Any] = response.json()
    assert (response.status_code, body["error"]) == (status, code), body
    assert set(body) == {"error", "message", "details"}
    assert isinstance(body["message"], str)
    assert isinstance(body["details"], dict)
    return body
