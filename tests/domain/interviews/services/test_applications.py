"""A session belongs to the application whose number it names, in that organization."""

import pytest

from tests.domain.jobs.factory import NOW, candidate, employer, job
from trellis.domain.interviews.services.sessions import create_session
from trellis.domain.jobs.services.applying import apply

pytestmark = pytest.mark.django_db


def test_it_belongs_to_the_application_of_that_number_and_moves_it_nowhere() -> None:
    owner, other = employer(), employer()
    made = apply(user=candidate(), posting=job(owner), now=NOW)

    def opened(number: str, member: object = owner) -> object:
        return create_session(member=member, job_application_id=number, now=NOW).application  # type: ignore[arg-type]

    assert opened(made.number) == made
    assert opened("JA-20251115-0001") is None
    assert opened(made.number, other) is None
    made.refresh_from_db()
    assert made.stage == "applied"
