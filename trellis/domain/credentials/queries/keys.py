"""Keys, as people are told of them."""

from dataclasses import dataclass

from trellis.domain.credentials.models import SigningKey
from trellis.domain.credentials.rules.facts import day


@dataclass(frozen=True, slots=True)
class Told:
    """A key: its name, since when it signs, and since when nobody trusts it, where that is so."""

    name: str
    since: str
    distrusted: str


def keys_told() -> list[Told]:
    """Return all keys that ever signed, the newest first."""
    return [
        Told(
            key.thumbprint,
            day(key.first_used_at.date()),
            "" if key.compromised_at is None else day(key.compromised_at.date()),
        )
        for key in SigningKey.objects.all()
    ]
