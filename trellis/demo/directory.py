"""The members directory of the demo world: rows whose accounts appear with their first e-mail login."""

from datetime import UTC, datetime

from trellis.domain.accounts.models import User
from trellis.domain.directory.models import DirectoryEntry

_SINCE = datetime(2024, 1, 1, tzinfo=UTC)
# (e-mail, name, membershiptype)
_ENTRIES = [
    ("mentor@mansa.example", "Mona Mentor", "mentor"),
    ("mentee@mansa.example", "Mel Mentee", "mentee"),
    ("student@mansa.example", "Stu Dent", "student"),
    ("both@mansa.example", "Bo Both", "mentor, mentee"),
    ("alumni@mansa.example", "Al Umni", "alumni"),  # neither word: a mentee
    ("sarah@example.com", "Sarah Johnson", "mentor"),
]


def load_directory() -> None:
    """Create the entries that are missing; who has an account already is linked to it."""
    there = set(DirectoryEntry.objects.values_list("email", flat=True))
    accounts = {user.email: user for user in User.objects.filter(email__in=[e[0] for e in _ENTRIES])}
    DirectoryEntry.objects.bulk_create(
        _entry(email, name, kind, accounts.get(email)) for email, name, kind in _ENTRIES if email not in there
    )


def _entry(email: str, name: str, kind: str, user: User | None) -> DirectoryEntry:
    first, _, last = name.partition(" ")
    return DirectoryEntry(
        email=email, first_name=first, last_name=last, membershiptype=kind, user=user, created_at=_SINCE
    )
