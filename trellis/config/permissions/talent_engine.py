"""Who may call the endpoints of the Talent Engine.

What a member may do stands in the `rights.py` of each app and at the views (`rights`). Here stands only what
these do not say: who may call the views that are for others than members, where the right of the caller
depends on what is sent, and which rows are somebody's own whatever the role.
"""

from enum import StrEnum

from trellis.apis.talent_engine.base import MemberView
from trellis.config.permissions.matrix import Answer, Endpoint, Matrix, Unclassified
from trellis.domain.exports import rights as exports
from trellis.domain.interviews import rights as interviews
from trellis.domain.jobs import rights as jobs
from trellis.domain.needs import rights as needs
from trellis.domain.organizations.rights import Grant, OrganizationRight, Right, Role
from trellis.domain.requisitions import rights as requisitions
from trellis.domain.workplace import rights as workplace

# Of each app, in the order in which the page shows them.
RIGHTS: tuple[type[Right], ...] = (
    requisitions.Right,
    jobs.Right,
    needs.Right,
    interviews.Right,
    workplace.Right,
    exports.Right,
    OrganizationRight,
)


class Caller(StrEnum):
    """Whose request it is."""

    OWNER = "owner"
    ADMIN = "admin"
    MANAGER = "manager"
    STAFF = "staff"
    FOREIGNER = "other tenant's owner"
    OUTSIDER = "outsider"
    ANONYMOUS = "anonymous"


def _everybody(**others: Answer) -> dict[Caller, Answer]:
    return {caller: others.get(caller.name.lower(), Answer.YES) for caller in Caller}


# Views that are for others than members.
OTHERS: dict[str, dict[Caller, Answer]] = {
    "POST tenants/": _everybody(anonymous=Answer.SIGN_IN),
    "POST tenants/<tenant_id>/switch/": _everybody(
        foreigner=Answer.NOT_FOUND, outsider=Answer.NOT_FOUND, anonymous=Answer.SIGN_IN
    ),
    "POST members/invitations/accept/": _everybody(anonymous=Answer.SIGN_IN),
    "GET requisitions/public/published/": _everybody(),
    "GET requisitions/public/published/<tenant_id>/": _everybody(),
    "GET requisitions/upcoming/public/jobs/": _everybody(),
    "GET requisitions/by-link/<unique_link>/": _everybody(),
    # While the contract is open (docs/decisions/open-contract.md).
    "POST requisitions/public/update-applications/<unique_link>/": _everybody(),
    "POST requisitions/public/close/<code>/": _everybody(
        staff=Answer.FORBIDDEN, foreigner=Answer.NOT_FOUND, outsider=Answer.FORBIDDEN
    ),
    "POST requisitions/public/close/batch/": _everybody(
        staff=Answer.FORBIDDEN, foreigner=Answer.THEIRS, outsider=Answer.FORBIDDEN
    ),
    # Staff: of the sessions that they were in.
    "POST video-sessions/update_interview_data/": _everybody(
        staff=Answer.OWN, foreigner=Answer.NOT_FOUND, outsider=Answer.FORBIDDEN, anonymous=Answer.SIGN_IN
    ),
    # Their own seat; candidates take theirs by invitation (docs/decisions/interviews.md).
    **{
        f"POST video-sessions/{verb}/": _everybody(
            foreigner=Answer.NOT_FOUND, outsider=Answer.FORBIDDEN, anonymous=Answer.SIGN_IN
        )
        for verb in ("join", "leave", "toggle_mute", "toggle_camera")
    },
}
# Where the view lets in who may read, and the service asks for more.
ASKED_BY_SERVICE: dict[str, Right] = {
    "POST requisitions/<code>/approvals/": requisitions.Right.APPROVE_REQUISITIONS,
    "PUT requests/<id>/": workplace.Right.EDIT_REQUESTS,
    "PATCH requests/<id>/": workplace.Right.EDIT_REQUESTS,
}
# Seen by who has asked for them alone, whatever the role.
ALWAYS_OWN = {"GET exports/<id>/", "GET exports/<id>/download/"}
# The row is named in the body.
NAMED_IN_BODY = {
    "POST requisitions/bulk/bulk-delete/",
    "POST requisitions/recover/requisition/",
    "POST requisitions/permanent-delete/requisition/",
    "POST video-sessions/start_recording/",
    "POST video-sessions/join/",
    "POST video-sessions/leave/",
    "POST video-sessions/toggle_mute/",
    "POST video-sessions/toggle_camera/",
    "POST video-sessions/update_interview_data/",
}


def answers(endpoint: Endpoint) -> dict[Caller, Answer]:
    """Return what each caller gets; raise Unclassified."""
    if endpoint.key in OTHERS:
        return OTHERS[endpoint.key]
    right = right_of(endpoint)
    of_roles = {Caller(role.value): _of_role(endpoint, right.grants[role]) for role in Role}
    names_a_row = "<" in endpoint.path or endpoint.key in NAMED_IN_BODY
    return {
        **of_roles,
        Caller.FOREIGNER: Answer.NOT_FOUND if names_a_row else Answer.THEIRS,
        Caller.OUTSIDER: Answer.FORBIDDEN,
        Caller.ANONYMOUS: Answer.SIGN_IN,
    }


def right_of(endpoint: Endpoint) -> Right:
    """Return what it takes of a member; raise Unclassified."""
    if not issubclass(endpoint.view, MemberView):
        raise Unclassified(f"{endpoint.key}: say in config/permissions/talent_engine.py who may call it")
    right = endpoint.view.rights.get(endpoint.method)
    if right is None:
        raise Unclassified(f"{endpoint.key}: {endpoint.view.__name__}.rights does not name the method")
    return ASKED_BY_SERVICE.get(endpoint.key, right)


def _of_role(endpoint: Endpoint, grant: Grant) -> Answer:
    if grant is Grant.ALL and endpoint.key in ALWAYS_OWN:
        return Answer.OWN
    return {Grant.ALL: Answer.YES, Grant.OWN: Answer.OWN, Grant.NONE: Answer.FORBIDDEN}[grant]


def every_right() -> list[Right]:
    """Return the rights of all apps."""
    return [right for each in RIGHTS for right in each]


def right_named(endpoint: Endpoint) -> str:
    """Return in a word what it takes of a member; a dash where membership is not what counts."""
    return "–" if endpoint.key in OTHERS else right_of(endpoint).name.lower().replace("_", " ")


MATRIX = Matrix(
    door="talent-engine",
    callers=tuple(Caller),
    answers=answers,
    note="What a caller gets for a row of a tenant that somebody else of that tenant has raised. Whoever\n"
    "lacks the right gets 403 before the row is looked for.",
)
