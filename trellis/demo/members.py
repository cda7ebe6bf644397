"""The members directory of the demo world: rows whose accounts appear with their first e-mail login."""

from datetime import UTC, datetime

from trellis.domain.accounts.models import Member, User

_SINCE = datetime(2024, 1, 1, tzinfo=UTC)
# (e-mail, name, membershiptype)
_MEMBERS = [
    ("mentor@mansa.example", "Mona Mentor", "mentor"),
    ("mentee@mansa.example", "Mel Mentee", "mentee"),
    ("student@mansa.example", "Stu Dent", "student"),
    ("both@mansa.example", "Bo Both", "mentor, mentee"),
    ("alumni@mansa.example", "Al Umni", "alumni"),  # neither word: a mentee
    ("sarah@example.com", "Sarah Johnson", "mentor"),
]


def load_members() -> None:
    """Create the members that are missing; who has an account already is linked to it."""
    there = set(Member.objects.values_list("email", flat=True))
    accounts = {user.email: user for user in User.objects.filter(email__in=[m[0] for m in _MEMBERS])}
    Member.objects.bulk_create(
        _member(email, name, kind, accounts.get(email))
        for email, name, kind in _MEMBERS
        if email not in there
    )


def _member(email: str, name: str, kind: str, user: User | None) -> Member:
    first, _, last = name.partition(" ")
    return Member(
        email=email, first_name=first, last_name=last, membershiptype=kind, user=user, created_at=_SINCE
    )
