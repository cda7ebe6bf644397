"""What opportunities say is understood by jobs, once for each wording."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.domain.learning.factory import opportunity
from trellis.domain.learning.models import Meaning
from trellis.domain.learning.services import meanings
from trellis.domain.learning.services.offering import change_opportunity
from trellis.intelligence.embeddings import DIMENSIONS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the model was asked."""
    texts: list[str] = []

    def embed(given: list[str]) -> list[list[float]]:
        texts.extend(given)
        return [[1.0, *[0.0] * (DIMENSIONS - 1)] for _ in given]

    monkeypatch.setattr(meanings, "embed", embed)
    return texts


def _jobs() -> list[Any]:
    return [
        job.args["keys"]
        for job in ProcrastinateJob.objects.filter(task_name__endswith="embed_opportunities").order_by("id")
    ]


def test_a_job_is_there_for_each_wording_if_it_is_said(asked: list[str]) -> None:
    row = opportunity(tags=["rope"])
    assert _jobs() == [[row.pk]]
    for changes in ({"title": "Knots 2"}, {"title": "Knots 2"}):
        change_opportunity(opportunity=row, changes=changes, actor_id=None, now=timezone.now())
    assert _jobs() == [[row.pk]] * 2
    with pytest.raises(RuntimeError), transaction.atomic():
        change_opportunity(opportunity=row, changes={"title": "x"}, actor_id=None, now=timezone.now())
        raise RuntimeError
    assert len(_jobs()) == 2
    for _ in range(2):
        meanings.understand([row.pk, 10**9])
    assert asked == ["Knots 2. rope. Ropes."]
    assert Meaning.objects.get().opportunity == row


def test_what_the_model_in_use_does_not_know_is_found(asked: list[str], settings: Any) -> None:
    first = opportunity(title="First")
    opportunity(title="Hidden", is_published=False)
    meanings.understand([first.pk])
    opportunity(title="Second")
    meanings.understand_missing()
    assert asked == ["First. Ropes.", "Second. Ropes."]
    settings.EMBEDDINGS_MODEL = "another"
    meanings.understand_missing()
    assert sorted(asked[2:]) == ["First. Ropes.", "Second. Ropes."]
    assert set(Meaning.objects.values_list("model", flat=True)) == {"another"}
