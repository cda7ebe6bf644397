"""Who may call the endpoints of the Talent Pool."""

from trellis.config.permissions.matrix import Matrix, rows_of, said

CALLERS = (
    "coach",
    "another coach",
    "talent",
    "another account",
    "anonymous",
)
_row = rows_of(CALLERS)

MATRIX = Matrix(
    door="talent-pool",
    callers=CALLERS,
    answers=said(
        {
            "GET available-talents-with-posts/": _row("yes", "theirs", "403", "403", "401"),
            "POST selected-talents/add/": _row("yes", "403", "403", "403", "yes"),
            "POST rejected-talents/add/": _row("yes", "403", "403", "403", "yes"),
            "GET selected-talents/": _row("yes", "yes", "yes", "yes", "yes"),
            "GET rejected-talents/": _row("yes", "yes", "yes", "yes", "yes"),
            "GET mentors/selected-talent/<user_id>/": _row("yes", "yes", "yes", "yes", "yes"),
            "DELETE rejected-talents/<talent_id>/": _row("yes", "403", "403", "403", "yes"),
            "GET me/": _row("yes", "yes", "403", "403", "401"),
            "PATCH me/": _row("yes", "yes", "403", "403", "401"),
            "GET talents/me/": _row("403", "403", "yes", "403", "401"),
            "PATCH talents/me/": _row("403", "403", "yes", "403", "401"),
            "POST onboarding/": _row("yes", "yes", "yes", "yes", "401"),
            "POST talents/onboarding/": _row("yes", "yes", "yes", "yes", "401"),
            "GET talents/me/posts/": _row("403", "403", "yes", "403", "401"),
            "POST talents/me/posts/": _row("403", "403", "yes", "403", "401"),
        }
    ),
    note="What a caller gets who acts for the coach, or reads what the coach or a talent has,\n"
    "by an id that they send.",
)
