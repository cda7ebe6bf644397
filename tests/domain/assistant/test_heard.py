"""What Whisper heard of recordings that are no command: none makes an agent act that may do everything."""

from datetime import UTC

import pytest

from tests.domain.assistant.test_commanding import Talk, asked_to_pay, named
from tests.domain.assistant.world import robin
from tests.domain.mentorship.world import NINE, booking_in, mentor_of
from tests.intelligence.commands.spoken import NAMES, commands, heard, is_understood, others, unseen
from trellis.domain.assistant.models import Action, Dialogue, Proposal
from trellis.domain.assistant.rules.acts import Outcome
from trellis.domain.assistant.services.commanding import WAITS
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.messaging.models import Message

_LEAST = {"clear": 0.95, "20": 0.85, "10": 0.6}


@pytest.mark.django_db
def test_nothing_that_is_no_command_makes_an_agent_act() -> None:
    talk = Talk(robin())
    for number, name in enumerate(NAMES[:3]):
        mentor = named(mentor_of(name.username), *name.full_name.split())
        booking_in(Status.CONFIRMED, mentor, talk.user, NINE.replace(hour=9 + number))
    asked_to_pay(talk.user, 5000)
    quiet = {each.name for each in others()}
    said = {tuple(readings) for name, _, readings in heard() if name in quiet}
    said |= {(each.text,) for each in others()}
    for readings in sorted(said):
        talk.say("Pay my invoice", after=WAITS)
        reply = talk.say(*readings[:1], others=readings[1:])
        assert reply.action is None, readings
    assert not Action.objects.exists()
    assert not Message.objects.exists()
    assert Booking.objects.filter(status=Status.CONFIRMED).count() == 3
    assert not Proposal.objects.filter(outcome=Outcome.APPROVED).exists()
    assert Dialogue.objects.get().asked_at.tzinfo == UTC


def test_what_was_heard_of_commands_is_understood() -> None:
    by_key = {(name, noise): readings for name, noise, readings in heard()}
    for recorded in (commands(), unseen()):
        for noise, least in _LEAST.items():
            right = sum(is_understood(each, by_key[each.name, noise]) for each in recorded)
            assert right >= least * len(recorded), noise


def test_what_was_heard_of_what_is_no_command_is_none() -> None:
    by_name = {each.name: each for each in others()}
    for name, noise, readings in heard():
        if name in by_name:
            assert is_understood(by_name[name], readings), (noise, readings)
