"""Who may call the endpoints of SOOSH."""

from trellis.config.permissions.matrix import table_of

MATRIX = table_of(
    door="soosh",
    callers=("account", "anonymous"),
    table={
        "POST auth/register": "yes yes",
        "POST auth/login": "yes yes",
        "POST auth/refresh-token": "yes yes",
        "POST auth/verify-email": "yes yes",
        "POST auth/resend-verification": "yes yes",
        "GET categories": "yes yes",
        "GET categories/search": "yes yes",
        "GET categories/<category_id>/subcategories": "yes yes",
    },
    note="Tokens come from here, so none is asked for.",
)
