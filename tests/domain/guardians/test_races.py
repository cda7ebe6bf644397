"""The end of a guardianship and a session that is booked at once: one comes before the other."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.crowd import at_once
from tests.domain.guardians.world import OF_40, guard, minor_of
from tests.domain.mentorship.bought import bought, hold, with_package
from tests.domain.mentorship.world import HOUR, NINE, NOW, book, mentor_of, person
from tests.rounds import ROUNDS
from trellis.core.models import Event
from trellis.domain.guardians.models import BirthDateChange, Guardianship
from trellis.domain.guardians.refusals import InvitationOver, NeedsGuardian
from trellis.domain.guardians.rules import Answer, Status, token_of
from trellis.domain.guardians.services.birth_dates import say_birth_date
from trellis.domain.guardians.services.guardianships import accept, end, invite
from trellis.domain.mentorship.models import Booking

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.soak
def test_nothing_is_booked_behind_the_end_of_a_guardianship() -> None:
    mentor, nia, gus = mentor_of(), minor_of(), person("gus")
    for number in range(min(ROUNDS, 8)):
        guardianship = guard(nia, gus)

        def act(who: int, start: object = NINE + number * HOUR, row: Guardianship = guardianship) -> str:
            try:
                if who:
                    book(mentor, nia, start)  # type: ignore[arg-type]
                else:
                    end(guardianship=row, actor=gus, now=NOW)
            except NeedsGuardian:
                return "refused"
            return "done"

        ended, booked = at_once(2, act)
        assert ended == "done"
        last = list(Event.objects.order_by("-id").values_list("kind", flat=True)[:2])
        if booked == "done":
            assert last == ["guardian.ended", "booking.requested"]
        else:
            assert last[0] == "guardian.ended"
            assert not Booking.objects.filter(starts_at=NINE + number * HOUR).exists()


def test_a_link_makes_one_guardian_however_many_press_at_once() -> None:
    nia = minor_of()
    token = token_of(invite(minor=nia, email="gus@example.com", actor=nia, now=NOW))
    adults = [person(f"adult{number}") for number in range(6)]

    def press(number: int) -> bool:
        try:
            accept(token=token, user=adults[number], now=NOW)
        except InvitationOver:
            return False
        return True

    assert sum(at_once(6, press)) == 1
    assert Guardianship.objects.get().status == Status.ACCEPTED


def test_of_many_wishes_at_once_one_waits() -> None:
    nia = minor_of()

    def wish(number: int) -> bool:
        return say_birth_date(user=nia, birth_date=OF_40.replace(day=number + 1), actor_id=nia.pk, now=NOW)

    assert not any(at_once(6, wish))
    assert BirthDateChange.objects.filter(status=Answer.WAITING).count() == 1


def test_the_minors_lock_comes_after_the_packages() -> None:
    """Who sets a link, or moves a session, has the package's when they ask for the minor's."""
    mentor, package = with_package()
    nia = minor_of()
    guard(nia, person("gus"))
    bought(mentor, nia, package_id=package)
    with CaptureQueriesContext(connection) as captured:
        hold(mentor, nia, NINE + 2 * HOUR, package_id=package)
    asked = [each["sql"] for each in captured.captured_queries]
    packages = [n for n, sql in enumerate(asked) if 'FROM "mentorship_bundle"' in sql and "FOR NO KEY" in sql]
    minors = [n for n, sql in enumerate(asked) if "guarded:" in sql]
    assert packages
    assert minors
    assert max(packages) < min(minors)
