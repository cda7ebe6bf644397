"""Who may do what to a request, and from where to where it goes."""

from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Grant, Role, grant
from trellis.domain.workplace.models import WorkplaceRequest
from trellis.domain.workplace.refusals import InvalidStep, NotAllowed, NotPending
from trellis.domain.workplace.rights import Right
from trellis.domain.workplace.rules.kinds import TRANSITIONS, Status

_DECIDED = (Status.APPROVED, Status.REJECTED, Status.COMPLETED)


def sees_personal(member: Membership, *, requested_by_id: int | None) -> bool:
    """Tell whether the member sees addresses and phone numbers: who asked does, and who decides."""
    return requested_by_id == member.user_id or _reach(member, Right.DECIDE_REQUESTS) is not Grant.NONE


def stays_pending(current: str, wanted: str | None) -> bool:
    """Tell whether a wanted status is no step: a request that waits may be said to wait."""
    return wanted == current == Status.PENDING


def refuse_unless_editable(request: WorkplaceRequest, member: Membership) -> None:
    """Raise NotAllowed or NotPending unless the member may change what the request asks for."""
    _refuse_unless_reaches(request, member, Right.EDIT_REQUESTS)
    if request.status != Status.PENDING:
        raise NotPending


def refuse_unless_deletable(request: WorkplaceRequest, member: Membership) -> None:
    """Raise NotAllowed unless the member may delete the request."""
    _refuse_unless_reaches(request, member, Right.DELETE_REQUESTS)


def refuse_unless_possible(request: WorkplaceRequest, target: str, member: Membership) -> None:
    """Raise NotAllowed or InvalidStep unless the member may bring the request to `target`."""
    if target in _DECIDED:
        _refuse_unless_decider(request, member)
    elif target == Status.CANCELLED:
        _refuse_unless_reaches(request, member, Right.EDIT_REQUESTS)
    allowed = TRANSITIONS.get(request.status, ())
    if target not in allowed:
        raise InvalidStep(current=request.status, target=target, allowed=allowed)


def _refuse_unless_decider(request: WorkplaceRequest, member: Membership) -> None:
    """Nobody decides on what they asked for themselves, except the owner, above whom there is nobody."""
    is_own = request.requested_by_id == member.user_id
    if _reach(member, Right.DECIDE_REQUESTS) is Grant.NONE or (is_own and member.role != Role.OWNER):
        raise NotAllowed


def _refuse_unless_reaches(request: WorkplaceRequest, member: Membership, right: Right) -> None:
    reach = _reach(member, right)
    if reach is Grant.NONE or (reach is Grant.OWN and request.requested_by_id != member.user_id):
        raise NotAllowed


def _reach(member: Membership, right: Right) -> Grant:
    return grant(member.role, right)
