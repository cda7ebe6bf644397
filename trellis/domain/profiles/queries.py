"""What can be asked of profiles."""

from trellis.core.db.prepared import Argument, PreparedQuery
from trellis.domain.accounts.models import User
from trellis.domain.profiles.models import Profile
from trellis.domain.profiles.refusals import NoProfile

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
