"""What can be asked of profiles."""

from typing import Any

from trellis.core.db.prepared import Argument, PreparedQuery
from trellis.domain.accounts.models import User
from trellis.domain.profiles.models import Content, Profile
from trellis.domain.profiles.refusals import NoProfile
from trellis.domain.profiles.rules.content import SAID

_OF_PERSON = PreparedQuery(Profile.objects.filter(user_id=Argument("user_id")))


def profile_of(person: User) -> Profile | None:
    """Return what somebody has said that they want and can; None before they have."""
    return _OF_PERSON.first(user_id=person.pk)


def said_profile_of(person: User) -> Profile:
    """Return the same; raise NoProfile."""
    profile = profile_of(person)
    if profile is None:
        raise NoProfile
    return profile


def said_by(row: Content) -> dict[str, Any]:
    """Return what a profile, or a version of one, says, by the fields of SAID."""
    return {name: getattr(row, name) for name in SAID}


def understood_otherwise(model: str) -> list[tuple[int, int]]:
    """Return key and version of each profile whose vector is of another model, or is none, in order."""
    return list(Profile.objects.exclude(vector_model=model).order_by("pk").values_list("pk", "version"))
