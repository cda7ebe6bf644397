"""What one member may do to another."""

from typing import TYPE_CHECKING

from trellis.domain.organizations.refusals import NotAllowed
from trellis.domain.organizations.rights import Role

if TYPE_CHECKING:
    from trellis.domain.organizations.models import Membership


def refuse_owners_matter(acting: "Membership", *roles: str) -> None:
    """Raise NotAllowed where one of the roles is the owner's and the actor is none."""
    if Role.OWNER in roles and acting.role != Role.OWNER:
        raise NotAllowed
