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
    "GET users/me/data/": _SIGNED_IN,
    "DELETE users/me/data/": _SIGNED_IN,
    "GET users/me/data/file/": _SIGNED_IN,
    "PATCH profile/": _SIGNED_IN,
    "GET users/": _SIGNED_IN,
    **dict.fromkeys(
        tuple(f"{method} users/<user_id>/" for method in ("GET", "PUT", "PATCH", "DELETE")),
        "yes 404 404 404 yes 401",
    ),
    "POST add-feedback/": _SIGNED_IN,
    "GET csrf/": _EVERYBODY,
}
_PROFILE = "/api/candidates/profiles/<slug>/"
# One's own profile; who may only read it (the employer, staff) gets 403, who does not see it 404.
_CANDIDATES = {
    "GET /api/candidates/profiles/": "yes yes yes yes yes 401",
    "POST /api/candidates/profiles/": "yes yes yes yes yes 401",
    **dict.fromkeys((f"GET {_PROFILE}", f"GET {_PROFILE}full/"), "yes yes 404 404 yes 401"),
    **{
        f"{method} {_PROFILE}{rest}": "yes 403 404 404 403 401"
        for method, rest in (
            *(("PUT", ""), ("PATCH", ""), ("DELETE", "")),
            *(("POST", "parse-resume/"), ("GET", "parsing-status/")),
            *(("GET", "disability-sharing/"), ("PUT", "disability-sharing/"), ("GET", "disability-reads/")),
            *(("GET", "parsed-resume/"), ("POST", "parsed-resume/")),
        )
    },
    **dict.fromkeys(
        (f"GET {_PROFILE}resume-file/", f"GET {_PROFILE}video-pitch/"), "yes yes 404 404 yes 401"
    ),
    f"POST {_PROFILE}verify-profile/": "yes 403 404 404 yes 401",
    f"POST {_PROFILE}create-notes/": "yes yes 404 404 403 401",
    **{
        f"{method} /api/candidates/{kind}/": "yes yes yes yes yes 401"
        for method in ("GET", "POST")
        for kind in ("education", "skills", "languages", "notes")
    },
    **{
        f"{method} /api/candidates/{kind}/": "yes 404 404 404 404 401"
        for method in ("GET", "PUT", "PATCH", "DELETE")
        for kind in (
            "education/<education_id>",
            "skills/<skill_id>",
            "languages/<language_id>",
            "notes/<note_id>",
        )
    },
    "GET /api/candidates/need-types/": _SIGNED_IN,
    "GET /api/candidates/needs/": _SIGNED_IN,
    "POST /api/candidates/needs/": _SIGNED_IN,
    **{
        f"{method} /api/candidates/needs/<need_id>/": "yes 404 404 404 404 401"
        for method in ("GET", "DELETE")
    },
    **dict.fromkeys(
        ("POST /api/candidates/career-coach/", "POST /api/candidates/prompt/"), "yes yes yes yes yes 401"
    ),
}
_ORGANIZATION = "/api/organization/organizations/<organization_id>/"
_ORGANIZATIONS = {
    "GET /api/organization/organizations/": _SIGNED_IN,
    "POST /api/organization/organizations/": _SIGNED_IN,
    **dict.fromkeys(
        (
            *(f"{method} {_ORGANIZATION}" for method in ("GET", "PUT", "PATCH", "DELETE")),
            f"POST {_ORGANIZATION}create-invite/",
        ),
        "404 yes 404 404 404 401",
    ),
}

_JOB = "/api/channels/jobs/<job_id>/"
_APPLICATION = f"{_JOB}applications/<application_id>/"
_NEEDS = f"{_APPLICATION}needs/"
# Of the employer's open job, for which the candidate has applied.
_CHANNELS = {
    "GET /api/channels/jobs/": _SIGNED_IN,
    "POST /api/channels/jobs/": "403 yes 403 yes 403 401",
    "GET /api/channels/jobs/browse/": _EVERYBODY,
    f"GET {_JOB}": _SIGNED_IN,
    **dict.fromkeys((f"PUT {_JOB}", f"PATCH {_JOB}", f"DELETE {_JOB}"), "403 yes 403 403 403 401"),
    f"POST {_JOB}apply/": "yes 403 yes yes yes 401",
    **dict.fromkeys(
        (f"GET {_JOB}applications/", f"POST {_JOB}rank-candidates/", f"GET {_JOB}ranking-data/"),
        "403 yes 403 403 403 401",
    ),
    f"POST {_APPLICATION}decision/": "403 yes 403 403 403 401",
    f"GET {_APPLICATION}resume-file/": "yes yes 403 403 403 401",
    "GET /api/channels/candidate/applications/": _SIGNED_IN,
    # The candidate says what they need, and the employer who meets it.
    **dict.fromkeys((f"GET {_NEEDS}", f"GET {_NEEDS}<task_id>/"), "yes yes 403 403 403 401"),
    **{
        f"{method} {_NEEDS}{rest}": "yes 403 403 403 403 401"
        for method, rest in (
            *(("POST", ""), ("DELETE", "<task_id>/")),
            *(("POST", "<task_id>/waive/"), ("POST", "<task_id>/reopen/")),
        )
    },
    **dict.fromkeys(
        (f"PATCH {_NEEDS}<task_id>/", f"POST {_NEEDS}<task_id>/done/"), "403 yes 403 403 403 401"
    ),
    # The candidate contests, and the employer answers.
    f"GET {_APPLICATION}judgement/": "yes yes 403 403 403 401",
    **dict.fromkeys(
        (f"POST {_APPLICATION}judgement/contest/", f"DELETE {_APPLICATION}judgement/contest/"),
        "yes 403 403 403 403 401",
    ),
    **dict.fromkeys(
        (f"POST {_APPLICATION}judgement/contest/answer/", f"GET {_JOB}selection-rates/"),
        "403 yes 403 403 403 401",
    ),
    "GET /api/channels/contests/": _SIGNED_IN,
    f"GET {_APPLICATION}interview-promise/": "yes yes 403 403 403 401",
    **dict.fromkeys(
        (f"POST {_APPLICATION}interview-promise/", f"DELETE {_APPLICATION}interview-promise/"),
        "yes 403 403 403 403 401",
    ),
    **dict.fromkeys(
        (f"POST {_APPLICATION}interview-promise/judgement/", f"GET {_JOB}interview-promises/"),
        "403 yes 403 403 403 401",
    ),
    "GET /api/channels/needs/": _SIGNED_IN,
    "POST /api/channels/agent/": _SIGNED_IN,
}

MATRIX = table_of(
    door="enabled-talent",
    callers=("candidate", "employer", "another candidate", "another employer", "staff", "anonymous"),
    table={
        **_ACCOUNTS,
        **{key.replace(" ", " /api/users/"): answers for key, answers in _ACCOUNTS.items()},
        **_CANDIDATES,
        **_ORGANIZATIONS,
        **_CHANNELS,
    },
    note=(
        "What a caller gets for what is the candidate's own, and for what belongs to the employer's "
        "organization, to which the candidate has applied. The employer owns that one. A decision is any but "
        "`withdrawn`, which is the candidate's."
    ),
)
