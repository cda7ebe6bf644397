"""Mina, who is 15, and Gil, who guards her: rows alone, for nobody is to be told of it today."""

from datetime import UTC, datetime

from trellis.domain.accounts.models import User
from trellis.domain.guardians.models import Guardianship
from trellis.domain.guardians.rules import LIFETIME, Status

_SINCE = datetime(2024, 1, 1, tzinfo=UTC)


def load_guardians() -> None:
    """Have Gil guard Mina, unless he does or did."""
    mina, gil = (User.objects.get(email=f"{name}@example.com") for name in ("mina", "gil"))
    Guardianship.objects.get_or_create(
        minor=mina,
        guardian=gil,
        defaults={
            "email": gil.email,
            "status": Status.ACCEPTED,
            "invited_by": mina,
            "created_at": _SINCE,
            "expires_at": _SINCE + LIFETIME,
            "accepted_at": _SINCE,
        },
    )
