"""By whom people may sign in: what the providers publish of themselves, and this site's ids there."""

from collections.abc import Mapping
from typing import Any

# In `/api/v1/auth/<word>`. Of several names that a provider has for itself the first is kept.
_PUBLISHED: dict[str, dict[str, Any]] = {
    "google": {
        "name": "Google",
        "issuers": ("https://accounts.google.com", "accounts.google.com"),
        "keys_url": "https://www.googleapis.com/oauth2/v3/certs",
        "has_nonce": True,
    },
    "apple": {
        "name": "Apple",
        "issuers": ("https://appleid.apple.com",),
        "keys_url": "https://appleid.apple.com/auth/keys",
        "has_nonce": True,
    },
    "linkedin": {
        "name": "LinkedIn",
        "issuers": ("https://www.linkedin.com/oauth", "https://www.linkedin.com"),
        "keys_url": "https://www.linkedin.com/oauth/openid/jwks",
        "has_nonce": False,
    },
}


def identity_providers(
    *, client_ids: Mapping[str, list[str]], test_keys_url: str | None
) -> dict[str, dict[str, Any]]:
    """Return all of them; those without an id of ours are not set up."""
    return {
        word: {
            **published,
            "keys_url": test_keys_url or published["keys_url"],
            "client_ids": tuple(client_ids[word]),
        }
        for word, published in _PUBLISHED.items()
    }
