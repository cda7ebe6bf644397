"""A profile is changed in somebody's own words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from trellis.core.refusals import Unavailable
from trellis.domain.accounts.models import User
from trellis.domain.catalog.services.recommending import derive
from trellis.domain.profiles.models import Profile
from trellis.domain.profiles.queries import said_by, said_profile_of
from trellis.domain.profiles.rules.content import Derived
from trellis.domain.profiles.services import writing


def change(*, user: User, changes: Mapping[str, Any], now: datetime) -> Profile:
    """Change some fields of a profile, and derive anew what follows from them; return it.

    Where no model is to be had a job derives it later. Never inside a transaction. Raise NoProfile.
    """
    said = {**said_by(said_profile_of(user)), **changes}
    derived = _derived(said)
    return writing.change(
        user=user, changes=changes, derived=None if derived is None else (said, derived), now=now
    )


def _derived(said: Mapping[str, Any]) -> Derived | None:
    try:
        return derive(said)
    except Unavailable:
        return None
