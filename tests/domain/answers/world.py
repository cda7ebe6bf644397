"""A candidate with something of each kind, in the world of two employers."""

from typing import Any

from tests.domain.jobs.factory import NOW, candidate, job
from trellis.domain.accounts.models import User
from trellis.domain.answers.rules.answers import Draft
from trellis.domain.answers.services.candidates.asking import ask_coach, ask_prompt
from trellis.domain.candidates.models import CandidateProfile, Education, Language, ResumeReading, Skill
from trellis.domain.candidates.rules.readings import ParsingStatus, Stage
from trellis.domain.candidates.services import entries
from trellis.domain.fairness.services.contesting import contest
from trellis.domain.interviews.services.sessions import create_session
from trellis.domain.jobs.models import Application
from trellis.domain.jobs.rules.choices import Stage as Reached
from trellis.domain.jobs.services.applying import apply
from trellis.domain.jobs.services.deciding import decide
from trellis.domain.jobs.services.promising import opt_in
from trellis.domain.needs.services import sharing, wishes
from trellis.domain.organizations.models import Membership

# A question for each kind of answer.
OF_COACH = (
    "Which jobs suit me?",
    "What am I missing for “Lock keeper”?",
    "How can I learn Knots?",
    "How do I prepare for the interview for “Lock keeper”?",
    "How can I improve my profile?",
)
OF_PROMPT = (
    "Where do my applications stand?",
    "What are my deadlines?",
    "Do I have an interview?",
    "Which of my needs are open?",
    "Who has read my disability data?",
    "What came of my contest?",
    "Was the promised interview kept?",
)
RESUME = "Work\nDeckhand, Canal Boats Ltd, 2019 - 2021\nSplicing ropes and rope work on three boats\n"


def ask(user: User, question: str) -> Draft:
    """Ask whichever assistant."""
    asked = ask_coach if question in OF_COACH else ask_prompt
    return asked(user=user, question=question, now=NOW)


def ada(*skills: str, resume: str = RESUME) -> User:
    """Ada, who can weld, and what is said besides."""
    user = candidate(first_name="Ada", last_name="Quill")
    for skill in skills:
        entries.add(Skill, user=user, fields={"name": skill}, now=NOW)
    entries.add(Language, user=user, fields={"language": "Danish", "speaking": "native"}, now=NOW)
    course = {"course_name": "Boat building", "institution": "Night School", "end_year": 2018}
    entries.add(Education, user=user, fields=course, now=NOW)
    read(user.candidate_profile, resume)
    return user


def read(profile: CandidateProfile, text: str) -> ResumeReading:
    """Have the resume read as this text."""
    done = {"status": ParsingStatus.PARSED, "stage": Stage.DONE, "found": _FOUND, "text": text}
    row, _ = ResumeReading.objects.update_or_create(
        profile=profile, defaults={**done, "created_at": NOW, "finished_at": NOW}
    )
    return row


_FOUND: dict[str, Any] = {
    "name": None,
    **{kind: [] for kind in ("emails", "phones", "links", "jobs", "education", "languages")},
    "skills": [{"value": "Splicing"}],
}


def lock_keeper(owner: Membership, **fields: Any) -> Any:
    """Post the job of a lock keeper."""
    said = {
        "title": "Lock keeper",
        "job_desc": "Opens and shuts locks.",
        "skills": ["Welding", "Rope work", "Radio"],
        "essential_criteria": ["Danish"],
        "offers_interview": True,
    }
    return job(owner, **{**said, **fields})


def applied(user: User, owner: Membership) -> Application:
    """Let somebody apply there, with all that can come of it."""
    posting = lock_keeper(owner)
    application = apply(user=user, posting=posting, now=NOW)
    opt_in(application=application, user=user, now=NOW)
    need, _ = wishes.say(user=user, type="captions", now=NOW)
    sharing.share(application=application, user=user, need_id=need.pk, now=NOW)
    decide(application=application, member=owner, decision=Reached.SHORTLISTED, now=NOW)
    contest(application=application, user=user, reason="I know radios.", now=NOW)
    create_session(member=owner, job_application_id=application.number, now=NOW)
    return application
