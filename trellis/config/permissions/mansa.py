"""Who may call the endpoints of Mansa."""

from trellis.config.permissions.matrix import Matrix, rows_of, said

CALLERS = (
    "mentor",
    "mentee",
    "another mentor",
    "another account",
    "anonymous",
)
_row = rows_of(CALLERS)

MATRIX = Matrix(
    door="mansa",
    callers=CALLERS,
    answers=said(
        {
            "GET mentors/": _row("yes", "yes", "yes", "yes", "yes"),
            "GET mentors/my_profile/": _row("yes", "404", "theirs", "404", "401"),
            "POST mentors/create_profile/": _row("yes", "yes", "yes", "yes", "401"),
            "GET mentors/<mentor_id>/": _row("yes", "yes", "yes", "yes", "yes"),
            "PATCH mentors/<mentor_id>/update_profile/": _row("yes", "403", "403", "403", "401"),
            "POST mentors/<mentor_id>/upload_photo/": _row("yes", "403", "403", "403", "401"),
            "GET mentors/<mentor_id>/availability/": _row("yes", "yes", "yes", "yes", "yes"),
            "GET availability/me/": _row("yes", "403", "theirs", "403", "401"),
            "POST availability/me/": _row("yes", "403", "theirs", "403", "401"),
            "GET bookings/": _row("yes", "theirs", "theirs", "theirs", "401"),
            "POST bookings/": _row("yes", "yes", "yes", "yes", "401"),
            "PATCH bookings/<booking_id>/update_status/": _row("yes", "yes", "404", "404", "401"),
            "PATCH bookings/<booking_id>/add_meeting_link/": _row("yes", "403", "404", "404", "401"),
            "POST bookings/<booking_id>/add_feedback/": _row("yes", "yes", "404", "404", "401"),
            "GET mentors/<mentor_id>/reviews/": _row("yes", "yes", "yes", "yes", "yes"),
            "GET bookings/<booking_id>/": _row("yes", "yes", "404", "404", "401"),
            "GET bookings/<booking_id>/history/": _row("yes", "yes", "404", "404", "401"),
            "PATCH bookings/<booking_id>/reschedule/": _row("yes", "yes", "404", "404", "401"),
            "POST /api/users/email-login/": _row("yes", "yes", "yes", "yes", "yes"),
            "POST /api/users/email-login/verify/": _row("yes", "yes", "yes", "yes", "yes"),
        }
    ),
    note="What a caller gets for a mentor's profile, and for a booking of this mentor by this mentee.",
)
