"""Why something about jobs and applications is refused. They know no HTTP; each door answers them once."""

from collections.abc import Sequence

from trellis.core import refusals
from trellis.core.refusals import Absent, Conflict, Invalid


class NoPosting(Absent):
    """There is no such job (any more), or not for who asks."""


class NoApplication(Absent):
    """The job has no such application, or not for who asks."""


class NoPromise(Absent):
    """The candidate has not taken up the promise of an interview."""


class NoFile(Absent):
    """The application came without a resume."""


class NotAllowed(refusals.NotAllowed):
    """The member's role does not reach this, or who asks is no member."""


class NoOrganization(refusals.NotAllowed):
    """Who asks acts in no organization."""

    sentence = "Only members of an organization can do this, and you act in none."


class OfRequisition(refusals.NotAllowed):
    """The job is a requisition's: it is changed with that."""

    def __init__(self, code: str) -> None:
        super().__init__(f"This job is that of requisition {code}: change it in the Talent Engine.")


class CandidatesPromise(refusals.NotAllowed):
    """Only the candidate can say this."""

    sentence = "Only the candidate takes up the promise of an interview."


class OrganizationsJudgement(refusals.NotAllowed):
    """Only the organization can say this."""

    sentence = "The organization says whether the essential criteria are met."


class OwnOrganization(refusals.NotAllowed):
    """Nobody applies to where they work."""

    sentence = "You are a member of the organization that has posted this job."


class CandidatesOwn(refusals.NotAllowed):
    """Only the candidate can say this."""

    sentence = "Only the candidate withdraws an application."


class OrganizationsOwn(refusals.NotAllowed):
    """Only the organization can say this."""

    sentence = "The organization decides on your application. You can withdraw it."


class HasApplied(Invalid):
    """The account has applied for this job: `application_id` is that application."""

    def __init__(self, application_id: int) -> None:
        super().__init__(sentence="You have applied for this job already.")
        self.application_id = application_id


class ApplicationsClosed(Invalid):
    """The job takes no applications any more; the sentence says since when."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence=sentence)


class ProfileMissing(Invalid):
    """Who has no profile has nothing to apply with."""

    sentence = "Make a candidate profile first: an application takes a copy of it."


class PromiseWithoutCriteria(Invalid):
    """An interview would be promised to whoever meets nothing."""

    field = "essential_criteria"
    sentence = "Say what is essential: an interview is promised to everybody who meets that."


class NoSuchCriterion(Invalid):
    """What is said to be missing was never asked for."""

    field = "missing"
    sentence = "These are not among the criteria that were promised on."


class DeadlinePassed(Invalid):
    """A deadline lies in the past."""

    field = "deadline"
    sentence = "This moment has passed."


class Withdrawn(Conflict):
    """The candidate was faster; the sentence says when."""


class NothingPromised(Conflict):
    """The job promises no interview."""

    sentence = "This job promises no interview."


class PromiseSettled(Conflict):
    """The application is decided, or the promise kept."""

    sentence = "This application is decided: what was promised stands as it is."


class StillBlind(Conflict):
    """Who has applied is not to be known yet."""

    sentence = "This application is blind: who it is shows once it is shortlisted."


class NotReadYet(Conflict):
    """Of a blind application only the words of the resume are shown, and nobody has read them yet."""

    sentence = "This application is blind, and its resume has not been read yet. Ask again in a moment."


class NotReadable(Conflict):
    """Of a blind application only the words of the resume are shown, and they cannot be read."""

    sentence = (
        "This application is blind, and the words of its resume cannot be read:"
        " the file shows once the application is shortlisted."
    )


class InvalidStep(Conflict):
    """An application that is at `current` cannot go to `target`, only to those `allowed`."""

    def __init__(self, current: str, target: str, allowed: Sequence[str]) -> None:
        possible = " or ".join(allowed) or "nothing else"
        super().__init__(f"An application that is {current} can become {possible}, not {target}.")
        self.current = current
        self.target = target
        self.allowed = tuple(allowed)
