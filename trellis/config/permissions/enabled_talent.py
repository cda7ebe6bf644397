"""Who may call the endpoints of Enabled Talent."""

from trellis.config.permissions.matrix import table_of

_EVERYBODY = "yes yes yes yes yes yes"
_SIGNED_IN = "yes yes yes yes yes 401"
# These answer under two prefixes. An account is a candidate's here, and lists are one's own.
_ACCOUNTS = {
    "POST signup/": _EVERYBODY,
    "POST token/": _EVERYBODY,
    "POST token/refresh/": _EVERYBODY,
    "POST session/login/": _EVERYBODY,
    "POST logout/": _EVERYBODY,
    "POST verify-email/": _EVERYBODY,
    "POST resend-verification/": _EVERYBODY,
    "POST change-password/": _SIGNED_IN,
    "POST password_reset/": _EVERYBODY,
    "POST password_reset/confirm/": _EVERYBODY,
    "POST password_reset/validate_token/": _EVERYBODY,
    "GET users/me/": _SIGNED_IN,
    "PATCH profile/": _SIGNED_IN,
    "GET users/": _SIGNED_IN,
    **dict.fromkeys(
        ("GET users/<user_id>/", "PUT users/<user_id>/", "PATCH users/<user_id>/"), "yes 404 404 404 yes 401"
    ),
    "POST add-feedback/": _SIGNED_IN,
    "GET csrf/": _EVERYBODY,
}

MATRIX = table_of(
    door="enabled-talent",
    callers=("candidate", "employer", "another candidate", "another employer", "staff", "anonymous"),
    table={
        **_ACCOUNTS,
        **{key.replace(" ", " /api/users/"): answers for key, answers in _ACCOUNTS.items()},
    },
    note=(
        "What a caller gets for what is the candidate's own, and for what belongs to the employer's "
        "organization, to which the candidate has applied."
    ),
)
