"""Jobs with applicants, and the work of a worker and a model without either."""

from collections.abc import Sequence
from zlib import crc32

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from tests.domain.jobs.factory import candidate, job
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile, Skill
from trellis.domain.candidates.services import entries
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.services.applying import apply
from trellis.domain.organizations.models import Membership
from trellis.domain.ranking.models import Place, Run
from trellis.domain.ranking.services import asking, ranking, readings
from trellis.intelligence.embeddings import DIMENSIONS
from trellis.intelligence.refusals import ModelsAway

ASKED = {"title": "Welder", "skills": ["Welding", "Blueprints"], "essential_criteria": []}


class Model:
    """Stands in for the model: each text is near itself alone. It remembers what it was asked."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.texts: list[str] = []
        self.is_away = False
        patch.setattr(readings, "embed", self)
        patch.setattr(ranking, "embed", self)

    def __call__(self, texts: Sequence[str]) -> list[list[float]]:
        """Return a vector for each text."""
        if self.is_away:
            raise ModelsAway
        self.texts += texts
        return [_vector(text) for text in texts]


def _vector(text: str) -> list[float]:
    place = crc32(text.casefold().encode()) % DIMENSIONS
    return [float(each == place) for each in range(DIMENSIONS)]


def wanted(owner: Membership, **fields: object) -> Posting:
    """Post a job that asks for little."""
    return job(owner, now=timezone.now(), **{**ASKED, **fields})


def applicant(posting: Posting, *skills: str, resume: str = "", **who: str) -> Application:
    """Let somebody apply with these skills, and a resume that says this, where it says something."""
    user: User = candidate(**who)
    Skill.objects.filter(user=user).delete()
    for skill in skills:
        entries.add(Skill, user=user, fields={"name": skill}, now=timezone.now())
    if resume:
        profile = CandidateProfile.objects.get(user=user)
        profile.resume_file.save("resume.txt", ContentFile(resume.encode()))
    return apply(user=user, posting=posting, now=timezone.now())


def ask(posting: Posting, owner: Membership) -> Run:
    """Ask for a ranking."""
    return asking.ask(posting=posting, member=owner, now=timezone.now())


def work(run: Run) -> Run:
    """Do what a worker does with a run, and return it as it is then."""
    ranking.carry_out(run_id=run.pk, now=timezone.now)
    return Run.objects.get(pk=run.pk)


def ranked(posting: Posting, owner: Membership) -> Run:
    """Have a job's applicants ranked."""
    return work(ask(posting, owner))


def standing(run: Run) -> list[tuple[str, float, int, bool]]:
    """Return where everybody stands, the best first."""
    places = Place.objects.filter(run=run).select_related("application").order_by("-pk")
    return [(each.application.number, each.score, each.place, each.is_shared) for each in places]
