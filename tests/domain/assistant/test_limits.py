"""What an agent does by itself, and where it asks first."""

from datetime import timedelta
from typing import Any

import pytest

from tests.crowd import at_once
from tests.domain.assistant.world import asked, book, proposed, robin, wish
from tests.domain.mentorship.bought import bought, hold, priced
from tests.domain.mentorship.world import HOUR, NINE, NOW, mentor_of, person
from tests.domain.messaging.world import group_of, say
from trellis.domain.assistant.models import Action, Proposal
from trellis.domain.assistant.rules.acts import ActionStatus, ActKind
from trellis.domain.assistant.services.acting import propose_or_act
from trellis.domain.assistant.services.agents import change_agent
from trellis.domain.assistant.services.deciding import approve
from trellis.domain.assistant.services.proposing import propose
from trellis.domain.mentorship.models import Booking
from trellis.domain.messaging.models import Message
from trellis.domain.messaging.services.sending import send_message
from trellis.domain.payments.models import Payment

pytestmark = pytest.mark.django_db
NOTHING: dict[str, Any] = {
    "auto_schedule_enabled": False,
    "auto_respond_messages": False,
    "auto_manage_calendar": False,
}


def test_without_leave_it_asks_for_everything() -> None:
    user, ann = robin(**NOTHING), person("ann")
    booking = hold(mentor_of("mona"), user, NINE + 3 * HOUR).booking
    message = say(ann, user)
    asks = {
        ActKind.SCHEDULE: wish(priced()),
        ActKind.CANCEL: {"booking_id": booking.public_id},
        ActKind.MOVE: {"booking_id": booking.public_id, "starts_at": NINE},
        ActKind.SEND: {"reply_to": message.pk, "text": "Yes"},
    }
    for kind, details in asks.items():
        assert "without your yes" in asked(user, kind, details).why
    assert not Action.objects.exists()
    assert Booking.objects.count() == Message.objects.count() == 1


def test_it_pays_nothing_without_a_yes_and_then_opens_the_page_where_its_person_pays() -> None:
    user = robin()
    payment = hold(priced(), user).payment
    assert payment is not None
    proposal = asked(user, ActKind.PAY, {"payment_id": payment.public_id})
    assert proposal.preview == "Pay 75.00 USD: Session with Mia."
    done = approve(user=user, proposal_id=proposal.public_id, fingerprint=proposal.fingerprint, now=NOW)
    assert done.action_details["payment_url"].endswith(f"/pay/{payment.public_id}")
    assert Payment.objects.get().received_minor == 0
    assert done.undo_until is None


def test_beyond_the_money_of_a_week_it_asks() -> None:
    user, mentor = robin(most_money_minor=15000), priced()
    book(user, mentor)
    book(user, mentor, NINE + HOUR)
    third = asked(user, ActKind.SCHEDULE, wish(mentor, NINE + 2 * HOUR))
    assert third.why == "With this it would be more than 150.00 USD in seven days."
    later = NOW + timedelta(days=7, minutes=1)
    book(user, mentor, NINE + timedelta(days=14), now=later)


def test_of_another_currency_a_limit_says_nothing() -> None:
    proposal = asked(robin(), ActKind.SCHEDULE, wish(priced(currency="EUR")))
    assert proposal.why.startswith("It is in EUR")


def test_beyond_the_hours_of_a_week_it_asks() -> None:
    user, mentor = robin(most_hours_a_week=2), mentor_of("mona")
    hold(mentor, user, NINE)  # their own count, too
    book(user, mentor, NINE + HOUR)
    assert "2 hours" in asked(user, ActKind.SCHEDULE, wish(mentor, NINE + 2 * HOUR)).why
    book(user, mentor, NINE + timedelta(days=7))


def test_with_others_than_the_named_it_asks() -> None:
    mia, mona = priced(), mentor_of("mona")
    user = robin(people=[mia.user.public_id])
    book(user, mia)
    assert "none of them" in asked(user, ActKind.SCHEDULE, wish(mona, NINE + HOUR)).why
    written = say(mona.user, user)
    assert "none of them" in asked(user, ActKind.SEND, {"reply_to": written.pk, "text": "Yes"}).why


def test_after_so_many_acts_a_day_it_asks() -> None:
    user, mentor = robin(most_acts_a_day=1), priced()
    book(user, mentor)
    assert "1 things a day" in asked(user, ActKind.SCHEDULE, wish(mentor, NINE + HOUR)).why
    change_agent(user=user, settings={"most_acts_a_day": 2}, now=NOW)
    book(user, mentor, NINE + HOUR)


@pytest.mark.django_db(transaction=True)
def test_at_once_it_does_no_more_than_it_may() -> None:
    user, mentor = robin(most_acts_a_day=2), priced()

    def act(number: int) -> bool:
        details = wish(mentor, NINE + number * HOUR)
        made = propose_or_act(user=user, kind=ActKind.SCHEDULE, details=details, now=NOW)
        return isinstance(made, Action)

    assert sum(at_once(5, act)) == 2
    assert (Booking.objects.count(), Proposal.objects.count()) == (2, 3)


@pytest.mark.django_db(transaction=True)
def test_calling_off_what_was_paid_for_takes_a_yes_where_money_is_lost() -> None:
    user, mentor = robin(), priced()
    booking = bought(mentor, user, NINE)
    later = NINE - 3 * HOUR
    proposal = asked(user, ActKind.CANCEL, {"booking_id": booking.public_id}, now=later)
    assert proposal.why == "This loses money that was paid: that takes your yes."
    assert "Of 75.00 USD that were paid 37.50 USD come back." in proposal.preview


def test_it_writes_unasked_to_who_has_written_and_nobody_else() -> None:
    user, ann, bob = robin(), person("ann"), person("bob")
    group = group_of(ann, user, bob)
    details: dict[str, Any] = {"recipient_id": bob.public_id, "text": "Hello Bob"}
    assert asked(user, ActKind.SEND, details).why.startswith("They have never written to you")
    in_group = send_message(sender=bob, room=group, text="Hi all", now=NOW)
    assert "whole group" in asked(user, ActKind.SEND, {"reply_to": in_group.pk, "text": "Hi"}).why
    say(bob, user)
    made = propose_or_act(user=user, kind=ActKind.SEND, details=details, now=NOW)
    assert isinstance(made, Action)
    # Words that the person said themselves are theirs.
    assert Message.objects.get(pk=made.action_details["message_id"]).ai_generated is False


def test_a_message_is_answered_unasked_once() -> None:
    user, ann = robin(), person("ann")
    details = {"reply_to": say(ann, user).pk, "text": "Hi", "drafted": True}
    assert isinstance(propose_or_act(user=user, kind=ActKind.SEND, details=details, now=NOW), Action)
    assert asked(user, ActKind.SEND, details).why == "Your agent has answered this message before."


def test_what_it_did_by_itself_counts_and_what_was_approved_does_not() -> None:
    user, mentor = robin(most_acts_a_day=1), priced()
    proposal = proposed(user, mentor)
    approve(user=user, proposal_id=proposal.public_id, fingerprint=proposal.fingerprint, now=NOW)
    assert book(user, mentor, NINE + HOUR).status == ActionStatus.DONE


def test_proposals_of_different_kinds_wait_side_by_side() -> None:
    user, ann, mentor = robin(), person("ann"), priced()
    proposed(user, mentor)
    say(ann, user)
    details = {"recipient_id": ann.public_id, "text": "Hi"}
    propose(user=user, kind=ActKind.SEND, details=details, now=NOW)
    assert Proposal.objects.filter(outcome="open").count() == 2
