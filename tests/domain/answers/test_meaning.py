"""Jobs and lessons are found by what they mean where a model answers, and by words alone where none does."""

from typing import Any

import pytest

from tests.domain.answers.world import ada, ask, lock_keeper
from tests.domain.jobs.factory import employer, job
from tests.domain.learning.factory import opportunity
from trellis.domain.answers.services.candidates import meaning
from trellis.domain.jobs.models import Posting
from trellis.domain.learning.models import Meaning, Opportunity
from trellis.intelligence.embeddings import DIMENSIONS
from trellis.intelligence.embeddings.client import model_name
from trellis.intelligence.refusals import ModelsAway

pytestmark = pytest.mark.django_db


def pointing(place: int) -> list[float]:
    return [float(place == each) for each in range(DIMENSIONS)]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the model was asked; all that it is asked points one way."""
    texts: list[str] = []

    def embed(given: list[str]) -> list[list[float]]:
        texts.extend(given)
        return [pointing(0) for _ in given]

    monkeypatch.setattr(meaning, "embed", embed)
    return texts


def means(row: Opportunity, place: int, *, model: str = "") -> None:
    Meaning.objects.create(opportunity=row, digest=0, model=model or model_name(), vector=pointing(place))


def _job(place: int, title: str, **fields: Any) -> Posting:
    posting = job(employer(), title=title, skills=["Rigging"], job_desc="", **fields)
    means(posting.opportunity, place)
    return posting


def test_a_job_that_shares_no_word_suits_by_its_meaning(asked: list[str]) -> None:
    near, far = _job(0, "Boatswain"), _job(1, "Baker")
    unread = job(employer(), title="Sailor", skills=["Rigging"], job_desc="")
    means(unread.opportunity, 0, model="another model")
    by_word = lock_keeper(employer())
    draft = ask(ada(), "Which jobs suit me?")
    jobs = [source.id for source in draft.sources if source.kind == "job"]
    assert jobs == [str(by_word.pk), str(near.pk)]
    assert str(far.pk) not in jobs
    assert "“Boatswain” at Acme Works" in draft.text
    assert "is near in meaning to what you tell, though in other words." in draft.text
    assert "meanings" not in draft.limits
    (told,) = asked
    assert "Splicing ropes" in told
    assert "Ada" not in told and "Quill" not in told


def test_what_teaches_is_found_by_its_meaning(asked: list[str]) -> None:
    means(opportunity(title="Bends and Hitches", tags=["cord"]), 0)
    means(opportunity(title="Sourdough", tags=["bread"]), 1)
    draft = ask(ada(), "How can I learn Knots?")
    assert "“Bends and Hitches” is a course here about cord." in draft.text
    assert "Sourdough" not in draft.text


def test_without_a_model_words_alone_tell_and_the_answer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: list[str]) -> list[list[float]]:
        raise ModelsAway

    monkeypatch.setattr(meaning, "embed", away)
    _job(0, "Boatswain")
    lock_keeper(employer())
    draft = ask(ada(), "Which jobs suit me?")
    assert "Lock keeper" in draft.text
    assert "Boatswain" not in draft.text
    assert "by words alone" in draft.limits
