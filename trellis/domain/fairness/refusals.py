"""Why something about contests is refused: one class a reason. They know no HTTP."""

from trellis.core import refusals
from trellis.core.refusals import Absent, Conflict, Invalid


class NoContest(Absent):
    """The application has no contest that is open."""


class CandidatesContest(refusals.NotAllowed):
    """Only the candidate can say this."""

    sentence = "Only the candidate contests how they were judged, and withdraws that."


class OrganizationsAnswer(refusals.NotAllowed):
    """Only the organization can say this."""

    sentence = "The organization answers your contest. You can withdraw it."


class AnotherAnswers(refusals.NotAllowed):
    """Who has judged does not judge that again, where there is somebody else."""

    sentence = "You have judged this application: somebody else of your organization answers."


class ApplicationOver(Conflict):
    """The candidate has taken the application back."""

    sentence = "This application is withdrawn: there is nothing left to judge."


class NothingJudged(Conflict):
    """Neither a ranking nor a person has judged the application."""

    sentence = "Nobody has judged this application yet, by a ranking or a decision."


class AlreadyAnswered(Conflict):
    """What there is to contest was contested, and answered."""

    sentence = "Your contest is answered, and nothing was decided or ranked since."


class TooManyContests(Conflict):
    """There is no end to it."""

    def __init__(self, most: int) -> None:
        super().__init__(f"An application can be contested {most} times.")


class DecisionMissing(Invalid):
    """An outcome that changes nothing is none."""

    field = "decision"
    sentence = "Say which stage the application comes to: a changed outcome changes that."


class WorseDecision(Invalid):
    """Nobody pays for having contested."""

    field = "decision"
    sentence = "A contest does not make things worse: this is no answer to one."


class NoDecisionHere(Invalid):
    """What is upheld stays."""

    field = "decision"
    sentence = "What is upheld stays as it is."
