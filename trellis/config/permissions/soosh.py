"""Who may call the endpoints of SOOSH."""

from trellis.config.permissions.matrix import table_of

MATRIX = table_of(
    door="soosh",
    callers=("account", "anonymous"),
    table={
        "POST auth/register": "yes yes",
        "POST auth/login": "yes yes",
        "POST auth/refresh-token": "yes yes",
        "POST auth/google": "yes yes",
        "POST auth/apple": "yes yes",
        "POST auth/linkedin": "yes yes",
        "POST auth/verify-email": "yes yes",
        "POST auth/resend-verification": "yes yes",
        "GET users/me": "yes 401",
        "PUT users/me": "yes 401",
        "POST users/me/avatar": "yes 401",
        "POST users/upgrade-to-mentor": "yes 401",
        "PUT users/switch-mode": "403 401",
        "GET users/me/data": "yes 401",
        "DELETE users/me/data": "yes 401",
        "GET users/me/data/file": "yes 401",
        "POST ai-profiling/start": "yes 401",
        "POST ai-profiling/submit-answer": "yes 401",
        "GET ai-profiling/questions/<session_id>/<step>": "yes 401",
        "POST ai-profiling/complete": "yes 401",
        "GET ai-profiling/profile": "yes 401",
        "PUT ai-profiling/profile": "yes 401",
        "GET categories": "yes yes",
        "GET categories/search": "yes yes",
        "GET categories/<category_id>/subcategories": "yes yes",
    },
    note="The account is a beginner's. What begins with `auth/` gives tokens, so none is asked for there.",
)
