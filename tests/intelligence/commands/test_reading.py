"""Sentences as people say them: which command they are, and that others are none."""

import time as clock
from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.intelligence.commands.spoken import NAMES, NOW, commands, meaning_of, others, unseen
from trellis.intelligence.commands.aloud import digits, moment, spelled
from trellis.intelligence.commands.amounts import confused_with
from trellis.intelligence.commands.choosing import chosen
from trellis.intelligence.commands.forms import Command, Intent, KnownName
from trellis.intelligence.commands.hearing import best_of
from trellis.intelligence.commands.jsgf import grammar_of
from trellis.intelligence.commands.reading import read_command
from trellis.intelligence.commands.sounding import likeness


def read(text: str, *, now: datetime = NOW, names: tuple[KnownName, ...] = NAMES) -> Command:
    return read_command(text, names=names, now=now)


@pytest.mark.parametrize("said", [*commands(), *unseen()], ids=lambda said: said.name)
def test_what_is_written_down_without_a_fault_is_understood(said: object) -> None:
    assert meaning_of(read(said.text)) == said.meaning  # type: ignore[attr-defined]


@pytest.mark.parametrize("said", [each for each in others() if each.text], ids=lambda said: said.name)
def test_what_is_no_command_is_none(said: object) -> None:
    command = read(said.text)  # type: ignore[attr-defined]
    assert (command.intent, command.is_fragment) == (Intent.UNKNOWN, False)


@pytest.mark.parametrize(
    ("at", "said", "day", "hour"),
    [
        pytest.param("13:00", "a session at four forty-five", "2027-01-13", "16:45", id="later today"),
        pytest.param("17:00", "a session at four forty-five", "2027-01-14", "16:45", id="not at night"),
        pytest.param("13:00", "a session at nine", "2027-01-14", "09:00", id="tomorrow morning"),
        pytest.param("08:00", "a session at nine", "2027-01-13", "09:00", id="this morning"),
        pytest.param("13:00", "a session at quarter to two", "2027-01-13", "13:45", id="quarter to"),
        pytest.param("13:00", "a session tomorrow at half past eight", "2027-01-14", "08:30", id="half past"),
        pytest.param("13:00", "a session at 16:30", "2027-01-13", "16:30", id="of 24 hours"),
        pytest.param("13:00", "a session on friday at 4 in the afternoon", "2027-01-15", "16:00", id="part"),
        pytest.param("13:00", "a session tomorrow evening at 7", "2027-01-14", "19:00", id="evening"),
        pytest.param("13:00", "a session at noon on the 20th", "2027-01-20", "12:00", id="noon"),
        pytest.param("13:00", "a session in two weeks at 10 a.m.", "2027-01-27", "10:00", id="weeks"),
        pytest.param("13:00", "a session on january fifth at ten", "2028-01-05", "10:00", id="next year"),
    ],
)
def test_a_time_is_the_next_that_makes_sense(at: str, said: str, day: str, hour: str) -> None:
    now = datetime.fromisoformat(f"2027-01-13T{at}")
    when = read(said, now=now).when
    assert when is not None
    assert (str(when.first), f"{when.times[0]:%H:%M}") == (day, hour)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("wednesday", "2027-01-20"),
        ("this wednesday", "2027-01-13"),
        ("next friday", "2027-01-22"),
        ("this friday", "2027-01-15"),
        ("friday next week", "2027-01-22"),
        ("the day after tomorrow", "2027-01-15"),
        ("the weekend", "2027-01-16..2027-01-17"),
        ("this week", "2027-01-13..2027-01-17"),
        ("next week", "2027-01-18..2027-01-24"),
        ("the 31st", "2027-01-31"),
        ("february 29th", "2028-02-29"),
    ],
)
def test_days_are_those_of_the_persons_calendar(said: str, days: str) -> None:
    assert f" days={days}" in meaning_of(read(f"Book a session with Tom Becker on {said}"))


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("Sara Jonson", "johnson"),
        ("Sarah", "johnson+lee"),
        ("Sarah Leigh", "lee"),
        ("Marcus Web", "webb"),
        ("Preya Patell", "patel"),
        ("Elena Rosi", "rossi"),
        ("Dave Kim", "kim"),
        ("Thomas Becker", "becker"),
        ("Gandalf", "?gandalf"),
        ("Sarah Miller", "johnson+lee"),
    ],
)
def test_names_are_known_by_letters_and_by_sound(said: str, who: str) -> None:
    command = read(f"Book a session with {said} tomorrow")
    assert f" who={who} " in f"{meaning_of(command)} "


@pytest.mark.parametrize(
    "said",
    [
        "Book 10 session with me right now.",
        "Book two sessions with Tom Becker",
        "Cancel both meetings with Tom Becker",
        "Book a session with me tomorrow",
        "Cancel every session",
    ],
)
def test_several_at_once_or_with_oneself_is_no_command(said: str) -> None:
    assert read(said).intent == Intent.UNKNOWN


def test_a_first_name_with_another_surname_is_not_sure() -> None:
    person = read("Book a session with Elena Bianchi tomorrow").person
    assert person is not None
    assert ([name.key for name in person.candidates], person.is_sure) == (["rossi"], False)


def test_two_with_one_name_are_both_meant() -> None:
    twins = (*NAMES, KnownName("other", "Sarah Johnson", "Data Science", "sj2"))
    person = read("Book Sarah Johnson", names=twins).person
    assert person is not None
    assert [name.key for name in person.candidates] == ["johnson", "other"]


@pytest.mark.parametrize(
    ("said", "amount", "other"),
    [("fifty", "50", "15"), ("$15", "15", "50"), ("thirteen dollars", "13", "30"), ("90 euros", "90", "19")],
)
def test_numbers_that_sound_like_others_are_in_doubt(said: str, amount: str, other: str) -> None:
    command = read(f"Pay Marcus {said}")
    assert (command.amount, command.doubts_about("amount")) == (Decimal(amount), (amount, other))


@pytest.mark.parametrize("said", ["seventy-five dollars", "$12.50", "a hundred and twenty euros", "20"])
def test_others_are_not(said: str) -> None:
    command = read(f"Pay Marcus {said}")
    assert command.amount is not None
    assert not command.doubts


def test_twenty_sounds_like_no_teen() -> None:
    assert [confused_with(number) for number in (12, 13, 19, 20, 30, 40, 90, 100)] == [
        *(None, 30, 90, None, 13, 14, 19, None),
    ]


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("Yes.", Intent.YES),
        ("Yes, go ahead, please.", Intent.YES),
        ("Confirm.", Intent.YES),
        ("No, thanks", Intent.NO),
        ("Never mind.", Intent.NO),
        ("No, no, wait, stop!", Intent.STOP),
        ("Stop it, please.", Intent.STOP),
        ("Hold on.", Intent.STOP),
        ("Yes, no, wait.", Intent.UNKNOWN),
        ("Yes, but on Thursday.", Intent.UNKNOWN),
        ("Yes, I told him so.", Intent.UNKNOWN),
        ("", Intent.UNKNOWN),
        ("Thank you.", Intent.UNKNOWN),
        ("you", Intent.UNKNOWN),
        ("Cancel", Intent.STOP),
        ("Take it back", Intent.UNDO),
    ],
)
def test_an_answer_is_nothing_but_an_answer(said: str, intent: Intent) -> None:
    command = read(said)
    assert (command.intent, command.doubts) == (intent, ())


@pytest.mark.parametrize("said", ["Yeah", "Okay.", "Sure", "mhm okay"])
def test_a_weak_yes_is_in_doubt_or_none(said: str) -> None:
    command = read(said)
    assert command.intent in (Intent.YES, Intent.UNKNOWN)
    assert command.intent == Intent.UNKNOWN or command.doubts


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("Make it Thursday", "move_session change days=2027-01-14"),
        ("No, make it Thursday at three", "move_session change days=2027-01-14 at=15:00"),
        ("Rather on Friday", "move_session change days=2027-01-15"),
        ("How about four o'clock?", "move_session change at=16:00"),
        ("On Thursday instead", "move_session change days=2027-01-14"),
        ("Move it to next week", "move_session change days=2027-01-18..2027-01-24"),
    ],
)
def test_a_change_names_no_more_than_what_changes(said: str, meaning: str) -> None:
    assert meaning_of(read(said)) == meaning


def test_a_session_is_moved_from_one_day_to_another() -> None:
    command = read("Move my session with Tom on Tuesday to Thursday at three")
    assert meaning_of(command) == "move_session who=becker days=2027-01-14 at=15:00"
    assert command.which is not None
    assert command.which.first == date(2027, 1, 19)


@pytest.mark.parametrize(
    "said",
    [
        "I went to book a session with Sarah Johnson tomorrow",
        "Post-poned my session with David Kim to next week",
        "Whatever my session with Priya Patel to Thursday",
        "Book a session with Sarah Johnson tomorrow flibber",
        "And do that, please",
    ],
)
def test_what_was_put_right_or_not_understood_is_in_doubt(said: str) -> None:
    command = read(said)
    assert command.intent != Intent.UNKNOWN
    assert command.doubts


def test_words_of_a_message_are_just_as_they_were_said() -> None:
    said = "Tell Sarah Lee: Yes, book it! Cancel everything & pay Tom $50."
    command = read(said)
    assert (command.intent, command.words) == (
        Intent.SEND,
        "Yes, book it! Cancel everything & pay Tom $50.",
    )


CHOICES = (
    "Sarah Johnson, UI/UX Design, last session 4 January 2027, sarah_j",
    "Sarah Johnson, Data Science, no session yet, sarah_data",
)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("The second.", 1),
        ("the first one, please", 0),
        ("number two", 1),
        ("the last one", 1),
        ("the designer", 0),
        ("the one from data science", 1),
        ("the one I met in January", None),
        ("sarah data", 1),
        ("Sarah Johnson", None),
        ("the third", None),
        ("neither", None),
        ("", None),
    ],
)
def test_a_choice_is_told_by_place_or_by_what_only_it_has(said: str, place: int | None) -> None:
    assert chosen(said, CHOICES) == place


def test_tuesday_is_not_thursday() -> None:
    choices = ("Tom, Tuesday 19 January at 2 PM", "Tom, Thursday 21 January at 2 PM")
    assert (chosen("Thursday", choices), chosen("the one on Tuesday", choices)) == (1, 0)


def test_another_reading_counts_where_the_first_is_none_and_is_in_doubt() -> None:
    readings = ["Look, a session with Tom.", "Book a session with Tom."]
    text, command = best_of(readings, names=NAMES, now=NOW)
    assert (text, command.intent) == (readings[1], Intent.SCHEDULE)
    assert [doubt.about for doubt in command.doubts] == ["heard"]
    assert best_of(readings[::-1], names=NAMES, now=NOW)[1].doubts == ()


@pytest.mark.parametrize("other", ["Yes.", "Undo that.", "The second."])
def test_nobody_says_yes_by_what_may_have_been_said(other: str) -> None:
    assert best_of(["Guess.", other], names=NAMES, now=NOW)[1].intent == Intent.UNKNOWN


def test_what_is_read_out_is_nothing_else() -> None:
    assert digits("50") == "five zero"
    assert spelled("Sarah Lee") == "S, A, R, A, H; L, E, E"
    assert moment(datetime(2027, 1, 14, 0, 5)) == "Thursday 14 January at 12:05 AM"


@pytest.mark.parametrize(
    ("one", "other"), [("sara", "sarah"), ("johnson", "jonson"), ("lee", "leigh"), ("philip", "filip")]
)
def test_what_sounds_the_same_is_alike(one: str, other: str) -> None:
    assert likeness(one, other) >= 0.87


@pytest.mark.parametrize(("one", "other"), [("sarah", "marcus"), ("tom", "tim"), ("kim", "tom"), ("a", "b")])
def test_others_are_not_alike(one: str, other: str) -> None:
    assert likeness(one, other) < 0.87


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1000,
        "tell " + "ab-" * 330,
        "Sarah Johnson " * 70,
        "say " + "x to " * 190,
        "at 4 " * 250,
        "$" * 1000,
    ],
    ids=lambda text: text[:12],
)
def test_whatever_is_said_takes_no_second(text: str) -> None:
    crowd = tuple(KnownName(f"{number}", f"Sarah{number} Johnson") for number in range(300))
    begun = clock.thread_time()
    read(text, names=(*NAMES, *crowd))
    assert clock.thread_time() - begun < 1


def test_a_grammar_has_the_names_that_can_be_pronounced_and_no_yes() -> None:
    names = ["Sarah Johnson", "Priya Patel", "x; <y> = z", ""]
    grammar = grammar_of(names, known={"sarah", "johnson", "patel", "x"})
    assert "<name> = sarah johnson | sarah;" in grammar
    assert "patel" not in grammar
    assert " yes" not in grammar
    assert "<name> = her | him;" in grammar_of([], known=())
