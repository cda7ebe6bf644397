"""Who may call the endpoints of SOOSH."""

from trellis.config.permissions.matrix import Matrix, rows_of, said

CALLERS = (
    "account",
    "anonymous",
)
_row = rows_of(CALLERS)

MATRIX = Matrix(
    door="soosh",
    callers=CALLERS,
    answers=said(
        {
            "POST auth/register": _row("yes", "yes"),
            "POST auth/login": _row("yes", "yes"),
            "POST auth/refresh-token": _row("yes", "yes"),
            "POST auth/verify-email": _row("yes", "yes"),
            "POST auth/resend-verification": _row("yes", "yes"),
        }
    ),
    note="Tokens come from here, so none is asked for.",
)
