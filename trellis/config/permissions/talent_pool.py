"""Who may call the endpoints of the Talent Pool."""

from trellis.config.permissions.matrix import table_of

MATRIX = table_of(
    door="talent-pool",
    callers=("coach", "another coach", "talent", "another account", "anonymous"),
    table={
        "GET available-talents-with-posts/": "yes theirs 403 403 401",
        "POST selected-talents/add/": "yes 403 403 403 yes",
        "POST rejected-talents/add/": "yes 403 403 403 yes",
        "GET selected-talents/": "yes yes yes yes yes",
        "GET rejected-talents/": "yes yes yes yes yes",
        "GET mentors/selected-talent/<user_id>/": "yes yes yes yes yes",
        "DELETE rejected-talents/<talent_id>/": "yes 403 403 403 yes",
        "GET me/": "yes yes 403 403 401",
        "PATCH me/": "yes yes 403 403 401",
        "GET talents/me/": "403 403 yes 403 401",
        "PATCH talents/me/": "403 403 yes 403 401",
        "POST onboarding/": "yes yes yes yes 401",
        "POST talents/onboarding/": "yes yes yes yes 401",
        "GET talents/me/posts/": "403 403 yes 403 401",
        "POST talents/me/posts/": "403 403 yes 403 401",
    },
    note="What a caller gets who acts for the coach, or reads what the coach or a talent has,\n"
    "by an id that they send.",
)
