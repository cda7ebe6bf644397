"""What this door answers to a refusal: by its family, or by a line of its own that says where it is from."""

from typing import Any

from rest_framework import exceptions

from trellis.core import refusals
from trellis.core.http.answering import USUAL, Answers, named
from trellis.core.http.errors import Conflict, TooLarge
from trellis.domain.approvals import refusals as approvals
from trellis.domain.interviews import refusals as interviews
from trellis.domain.organizations import refusals as organizations
from trellis.domain.requisitions import refusals as requisitions


class RateExceeded(exceptions.Throttled):
    """429 in the document's own words."""

    default_detail = "Request rate limit exceeded."

    def __init__(self, wait: float | None) -> None:
        super().__init__()  # given the wait, DRF would add a sentence about it
        self.wait = wait


class StaleVersion(exceptions.APIException):
    """Somebody has changed it since the caller read it."""

    status_code = 412
    default_code = "stale_version"


class UnknownRequisitions(exceptions.NotFound):
    """Some of many are not there; which ones stands beside the sentence of the document."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__("Not found.")
        self.detail: Any = {"detail": "Not found.", "ids": codes}


ANSWERS = Answers(
    families={**USUAL, refusals.TooMany: lambda refusal: RateExceeded(refusal.wait)},
    singles={
        "docs/decisions/requisitions.md": {
            requisitions.StaleVersion: lambda refusal: StaleVersion(refusal.sentence),
            requisitions.StageLeft: lambda refusal: named("status", refusal.sentence),
        },
        "docs/decisions/interviews.md": {
            interviews.RecordingTooLarge: lambda refusal: TooLarge(refusal.sentence),
        },
        # The document's word for an organization.
        "docs/decisions/members.md": {
            organizations.AlreadyMember: lambda _: Conflict(
                "This account is a member of this tenant already."
            ),
            organizations.DomainTaken: lambda _: named("domain", "Another tenant has this domain."),
            organizations.LastOwner: lambda _: Conflict(
                "A tenant keeps at least one owner. Make somebody else an owner first."
            ),
        },
    },
)
# A view of many requisitions names the ids that are not there.
OF_MANY = ANSWERS.but(
    "docs/decisions/requisitions.md, many at once",
    {requisitions.NotFound: lambda refusal: UnknownRequisitions(refusal.codes)},
)
# Where one stage is decided, not the whole.
OF_STAGES = ANSWERS.but(
    "docs/decisions/approvals.md",
    {approvals.AlreadyDecided: lambda _: Conflict("This stage has been decided already.")},
)
