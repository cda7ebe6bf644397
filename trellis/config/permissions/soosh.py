"""Who may call the endpoints of SOOSH."""

from trellis.config.permissions.matrix import Answer, Matrix, said

CALLERS = (
    "account",
    "anonymous",
)


def _row(*answers: str) -> dict[str, Answer]:
    return dict(zip(CALLERS, map(Answer, answers), strict=True))


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
