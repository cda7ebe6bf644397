"""Who may call the endpoints of Enabled Talent."""

from trellis.config.permissions.matrix import table_of

MATRIX = table_of(
    door="enabled-talent",
    callers=("candidate", "employer", "another candidate", "another employer", "staff", "anonymous"),
    table={
        "GET csrf/": "yes yes yes yes yes yes",
        "GET /api/users/csrf/": "yes yes yes yes yes yes",
    },
    note=(
        "What a caller gets for what is the candidate's own, and for what belongs to the employer's "
        "organization, to which the candidate has applied."
    ),
)
