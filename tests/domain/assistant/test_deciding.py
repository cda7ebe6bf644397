"""A yes is of one act with its content and its price, and is spent once."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from tests.crowd import at_once
from tests.domain.assistant.world import proposed, robin
from tests.domain.mentorship.bought import priced
from tests.domain.mentorship.world import HOUR, NINE, NOW, book, people
from trellis.domain.assistant.models import Action, Proposal
from trellis.domain.assistant.refusals import Changed, Decided, NoAgent, NoProposal, NotForThem, OtherAct
from trellis.domain.assistant.rules.acts import PROPOSED_FOR, ActionStatus, Outcome
from trellis.domain.assistant.services.deciding import approve, decline
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.mentorship.refusals import SlotTaken
from trellis.domain.mentorship.services.terms import set_terms

TUESDAY, THURSDAY = NINE, NINE + timedelta(days=2)


@pytest.mark.django_db
def test_a_late_yes_to_what_was_replaced_books_nothing() -> None:
    user, mentor = robin(), priced()
    first = proposed(user, mentor, TUESDAY)
    second = proposed(user, mentor, THURSDAY)
    for fingerprint in (first.fingerprint, None):
        with pytest.raises(Decided) as refused:
            approve(user=user, proposal_id=first.public_id, fingerprint=fingerprint, now=NOW)
        assert (refused.value.outcome, refused.value.newer) == (Outcome.SUPERSEDED, second.public_id)
    # Nor does a yes to the first approve the second, or the second's to the first.
    with pytest.raises(OtherAct):
        approve(user=user, proposal_id=second.public_id, fingerprint=first.fingerprint, now=NOW)
    assert not Booking.objects.exists()
    done = approve(user=user, proposal_id=second.public_id, fingerprint=second.fingerprint, now=NOW)
    booking = Booking.objects.get()
    assert (booking.starts_at, booking.status, booking.price_minor) == (THURSDAY, Status.PENDING, 7500)
    assert done.action_details["booking_id"] == str(booking.public_id)


@pytest.mark.django_db
def test_another_price_by_now_is_proposed_anew_and_nothing_is_done() -> None:
    user, mentor = robin(), priced()
    cheap = proposed(user, mentor)
    set_terms(mentor=mentor, changes={"hourly_rate": Decimal(90)}, now=NOW)
    with pytest.raises(Changed) as refused:
        approve(user=user, proposal_id=cheap.public_id, fingerprint=cheap.fingerprint, now=NOW)
    assert not Booking.objects.exists()
    newer = Proposal.objects.get(public_id=refused.value.newer)
    assert (newer.details["amount_minor"], newer.outcome) == (9000, Outcome.OPEN)
    assert "90.00 USD" in newer.preview
    cheap.refresh_from_db()
    assert cheap.outcome == Outcome.SUPERSEDED
    with pytest.raises(OtherAct):
        approve(user=user, proposal_id=newer.public_id, fingerprint=cheap.fingerprint, now=NOW)
    approve(user=user, proposal_id=newer.public_id, fingerprint=newer.fingerprint, now=NOW)
    assert Booking.objects.get().price_minor == 9000


@pytest.mark.django_db
def test_it_is_spent_once_and_in_time() -> None:
    user, mentor = robin(), priced()
    proposal = proposed(user, mentor)
    approve(user=user, proposal_id=proposal.public_id, fingerprint=proposal.fingerprint, now=NOW)
    with pytest.raises(Decided) as spent:
        approve(user=user, proposal_id=proposal.public_id, fingerprint=proposal.fingerprint, now=NOW)
    assert spent.value.outcome == Outcome.APPROVED
    late = proposed(user, mentor, THURSDAY)
    with pytest.raises(Decided) as over:
        approve(user=user, proposal_id=late.public_id, fingerprint=late.fingerprint, now=NOW + PROPOSED_FOR)
    assert over.value.outcome == Outcome.EXPIRED
    assert Booking.objects.count() == 1


@pytest.mark.django_db
def test_what_fails_is_in_the_log_and_its_yes_is_spent() -> None:
    user, mentor = robin(), priced()
    proposal = proposed(user, mentor)
    book(mentor, people(1)[0])
    with pytest.raises(SlotTaken):
        approve(user=user, proposal_id=proposal.public_id, fingerprint=proposal.fingerprint, now=NOW)
    action = Action.objects.get()
    assert (action.status, action.reason) == (ActionStatus.FAILED, SlotTaken().sentence)
    with pytest.raises(Decided) as spent:
        approve(user=user, proposal_id=proposal.public_id, fingerprint=proposal.fingerprint, now=NOW)
    assert spent.value.outcome == Outcome.FAILED


@pytest.mark.django_db
def test_a_no_stays_one() -> None:
    user, mentor = robin(), priced()
    proposal = proposed(user, mentor)
    for _ in range(2):
        assert decline(user=user, proposal_id=proposal.public_id, now=NOW).outcome == Outcome.DECLINED
    with pytest.raises(Decided):
        approve(user=user, proposal_id=proposal.public_id, fingerprint=proposal.fingerprint, now=NOW)
    done = proposed(user, mentor)
    approve(user=user, proposal_id=done.public_id, fingerprint=done.fingerprint, now=NOW)
    with pytest.raises(Decided):
        decline(user=user, proposal_id=done.public_id, now=NOW)


@pytest.mark.django_db
def test_nobody_decides_for_another() -> None:
    user, mentor = robin(), priced()
    proposal, other = proposed(user, mentor), robin("alex")
    for key in (proposal.public_id, uuid4()):
        with pytest.raises(NoProposal):
            approve(user=other, proposal_id=key, fingerprint=proposal.fingerprint, now=NOW)
    (learner,) = people(1)
    with pytest.raises(NotForThem):
        approve(user=learner, proposal_id=proposal.public_id, fingerprint=None, now=NOW)
    learner.journey = user.journey
    with pytest.raises(NoAgent):
        approve(user=learner, proposal_id=proposal.public_id, fingerprint=None, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_approved_several_times_at_once_it_is_one_act() -> None:
    user, mentor = robin(), priced()
    proposal = proposed(user, mentor)

    def say_yes(_: int) -> bool:
        try:
            approve(user=user, proposal_id=proposal.public_id, fingerprint=proposal.fingerprint, now=NOW)
        except Decided:
            return False
        return True

    assert sum(at_once(5, say_yes)) == 1
    assert (Booking.objects.count(), Action.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_of_proposals_made_at_once_one_waits() -> None:
    user, mentor = robin(), priced()
    times = [NINE + number * HOUR for number in range(4)]
    at_once(4, lambda number: proposed(user, mentor, times[number]))
    assert Proposal.objects.filter(outcome=Outcome.OPEN).count() == 1
    assert Proposal.objects.filter(outcome=Outcome.SUPERSEDED).count() == 3
