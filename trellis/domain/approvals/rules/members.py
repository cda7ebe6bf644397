"""How a member of an organization counts when something of that organization is decided."""

from trellis.domain.approvals.rules.stages import Voter
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Grant, Right, Role, grant


def voter_of(member: Membership, *, right: Right, requester_id: int | None) -> Voter:
    """Return the member as a voter on what `requester_id` asks for.

    Nobody stands in for an absent approver of their own request, but the owner, whom nobody is above. Who
    could approve their own request in another's name would have the four eyes of one.
    """
    may = grant(member.role, right) is Grant.ALL
    stands_in = may and (member.user_id != requester_id or member.role == Role.OWNER)
    is_in_charge = member.role in (Role.OWNER, Role.ADMIN)
    return Voter(member.user, stands_in=stands_in, speaks_for_others=stands_in and is_in_charge)
