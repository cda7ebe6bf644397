"""Access tokens that are signed with the real key and say what no token of ours says."""

import json
import time
from typing import Any

import jwt
from django.conf import settings

ODD_CLAIMS: list[dict[str, Any]] = [
    {"user_id": True, "sub": "True"},
    {"user_id": True, "sub": "1"},
    {"user_id": 2**70, "sub": str(2**70)},
    {"user_id": 2**63, "sub": str(2**63)},
    {"user_id": -1, "sub": "-1"},
    {"user_id": 0, "sub": "0"},
    {"user_id": 1.0, "sub": "1"},
    {"user_id": "1"},
    {"user_id": None},
    {"user_id": [1]},
    {"user_id": {"pk": 1}},
    {"sub": "2"},
    {"sub": 1},
    {"gen": None},
    {"gen": False},
    {"gen": "0"},
    {"gen": 0.0},
    {"gen": 2**70},
    {"gen": [0]},
    {"sid": 1},
    {"sid": ""},
    {"sid": "x" * 36},
    {"sid": ["00000000-0000-4000-8000-000000000000"]},
    {"exp": float("inf")},
    {"exp": float("nan")},
    {"exp": [1]},
    {"exp": None},
    {"iat": float("inf")},
    {"nbf": {}},
]


def forged(**changes: Any) -> str:
    """Return a token of account 1 with these claims changed; those that are None are left out."""
    claims = {
        "iss": "trellis",
        "token_type": "access",
        "sub": "1",
        "user_id": 1,
        "gen": 0,
        "exp": int(time.time()) + 3600,
        **changes,
    }
    given = {name: value for name, value in claims.items() if value is not None}
    # Below jwt.encode(), which itself refuses some of these: a forger's program would not.
    return jwt.PyJWS().encode(json.dumps(given).encode(), settings.SECRET_KEY, algorithm="HS256")
