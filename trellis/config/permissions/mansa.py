"""Who may call the endpoints of Mansa."""

from trellis.config.permissions.matrix import table_of

MATRIX = table_of(
    door="mansa",
    callers=("mentor", "mentee", "another mentor", "another account", "anonymous"),
    table={
        "GET mentors/": "yes yes yes yes yes",
        "GET mentors/my_profile/": "yes 404 theirs 404 401",
        "POST mentors/create_profile/": "yes yes yes yes 401",
        "GET mentors/<mentor_id>/": "yes yes yes yes yes",
        "PATCH mentors/<mentor_id>/update_profile/": "yes 403 403 403 401",
        "POST mentors/<mentor_id>/upload_photo/": "yes 403 403 403 401",
        "GET mentors/<mentor_id>/availability/": "yes yes yes yes yes",
        "GET availability/me/": "yes 403 theirs 403 401",
        "POST availability/me/": "yes 403 theirs 403 401",
        "PUT availability/me/": "yes 403 theirs 403 401",
        "GET bookings/": "yes theirs theirs theirs 401",
        "POST bookings/": "yes yes yes yes 401",
        "PATCH bookings/<booking_id>/update_status/": "yes yes 404 404 401",
        "PATCH bookings/<booking_id>/add_meeting_link/": "yes 403 404 404 401",
        "POST bookings/<booking_id>/add_feedback/": "yes yes 404 404 401",
        "GET mentors/<mentor_id>/reviews/": "yes yes yes yes yes",
        "GET mentors/<mentor_id>/why-not/": "yes yes yes yes yes",
        "GET bookings/<booking_id>/": "yes yes 404 404 401",
        "GET bookings/<booking_id>/history/": "yes yes 404 404 401",
        "PATCH bookings/<booking_id>/reschedule/": "yes yes 404 404 401",
        "POST /api/users/email-login/": "yes yes yes yes yes",
        "POST /api/users/email-login/verify/": "yes yes yes yes yes",
    },
    note="What a caller gets for a mentor's profile, and for a booking of this mentor by this mentee.",
)
