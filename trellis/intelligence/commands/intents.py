"""What somebody wants, by how the sentence begins: who tells of what others booked books nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trellis.intelligence.commands.forms import Intent

_OPENERS = re.compile(
    r"^(?:(?:hey|hi|hello|okay|ok|alright|um|uh|erm|er|hm|oh|so|well|now|then|and|also|please|kindly|just|soosh|"
    r"assistant|actually|(?:can|could|would|will) (?:you|we|i)|"
    r"i(?:'d| would)? (?:like|love|want|need|wish)(?: (?:you|for you))? to|i wanna|i have to|i want|i need|"
    r"i'd like|i would like|let (?:us )?(?=book|schedule|meet|move|cancel|pay)|go ahead and|go and|"
    r"help me(?: to)?|would you mind|i'll|i will|we should) )+"
)
_CLOSERS = re.compile(r"(?: (?:please|thanks|thank you|thank you very much|soosh|assistant|okay))+$")
_NOUN = (
    r"(?:sessions?|meetings?|appointments?|lessons?|calls?|bookings?|slots?|"
    r"(?:mentoring|mentorship)(?: sessions?)?)"
)
_DET = (
    r"(?:(?:a|as|an|the|my|our|another|one|1|that|this|new|next|last|mentoring|mentorship|free|short|long|"
    r"quick|\d+ (?:minutes?|hours?)|half hour|hour long) )*"
)
_THAT = r"(?:it|that|this)"
_MAIL = r"(?:messages?|mails?|inbox)"


@dataclass(frozen=True, slots=True)
class Reading:
    """An intent, the words that are left, whether it changes what was proposed, and whether it is sure."""

    intent: Intent
    left: str
    is_change: bool = False
    is_sure: bool = True


def _any(*beginnings: str) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(beginnings)})")


_CHANGE = _any(
    rf"(?:no )*(?:make|change|move|shift|reschedule|put) {_THAT}(?: session| meeting| one)?"
    r"(?: (?:to|for|on))?(?= )",
    r"(?:no )*(?:what|how) about ",
    r"(?:no )*rather ",
    r"(?=.+ instead$)(?:can we do |do |take |on |at |(?=[a-z]+day))",
)
# In this order: of "undo what you did" and "what did she write" the first that fits.
_BEGINNINGS: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (
        Intent.UNDO,
        _any(
            rf"(?:undo|revert|reverse)(?: (?:{_THAT}|the last (?:one|thing|action|step)|"
            r"what you (?:just )?did))?$",
            rf"(?:take|put) {_THAT} back$",
        ),
    ),
    (
        Intent.SPELL,
        _any(
            r"spell\b",
            r"how (?:do|would) (?:you|i|we) spell\b",
            r"how is (?=.*\bspell(?:ed|t)$)",
            r"letter by letter$",
        ),
    ),
    (
        Intent.MOVE,
        _any(
            r"(?:move|reschedule|shift|push(?: back)?|postpone|change|delay|put off|bring forward) "
            rf"(?={_DET}{_NOUN}\b|with |.+ to )",
            # Only what there is already can be moved to somewhere.
            rf"schedule (?=my {_NOUN}\b.* to )",
        ),
    ),
    (
        Intent.CANCEL,
        _any(rf"(?:cancel|call off|drop|delete|remove) (?!{_THAT}$)(?=.*\b{_NOUN}\b|with |[a-z]+ )"),
    ),
    (
        Intent.READ_MESSAGES,
        _any(
            r"(?:read|check|show|play|open|hear|listen to|what about|tell me(?: about)?)(?: out)?"
            rf"(?: (?:me|to me))?(?= .*\b{_MAIL}\b)",
            r"(?:(?:do i have|have i got|are there|did i get|is there|got) )?(?:any|new|unread|some|a) "
            r"(?:new |unread )*messages?\b",
            r"do i have (?=(?:new |unread )?messages?\b)",
            r"what (?:new )?messages?\b",
            r"read(?: out)? (?:the )?(?:latest|last|newest)\b",
            r"what (?:did|has|does) (?=.+ (?:write|wrote|written|say|send|sent)\b)",
            r"(?:who|has anyone|did anyone) (?:wrote|write|written|has written|messaged?)\b",
            r"what (?:is )?(?:new )?in my (?:messages|inbox)",
        ),
    ),
    (
        Intent.NEXT_SESSION,
        _any(
            rf"when(?: is| are| do i| am i| will i)? (?=.*\b(?:next|{_NOUN}|meet|meeting|see|seeing|have)\b)",
            r"what(?: is)? (?:my |the )?next\b",
            r"what(?: is| do i have)? on my (?:calendar|schedule)",
            rf"(?:do i have|have i got|is there) (?=.*\b{_NOUN}\b)",
            rf"(?:tell me|say|show me|read)(?: about| when)?(?: is)? (?:my |the )?next {_NOUN}",
            rf"(?:my |the )?next {_NOUN}$",
            r"who (?:am i|do i) (?:meet|meeting|see|seeing)\b",
        ),
    ),
    (
        Intent.PAY,
        _any(
            r"(?:pay|settle)(?: for)?\b",
            r"make (?:a|the|my) payment\b",
            r"(?:send|transfer|give) (?=.*(?:[$€£]\d|\d (?:dollars?|bucks?|euros?|pounds?)))",
        ),
    ),
    (
        Intent.SCHEDULE,
        _any(
            r"(?:book|books|schedule|arrange|set up|plan|reserve|organi[sz]e|get|make|put)(?: me| us)? "
            rf"(?={_DET}(?:\S+ ){{0,2}}{_NOUN}\b)",
            r"(?:book|schedule|meet|see)(?: me| us)?(?: with)? (?=\S)",
            # "My session" is one that there is already.
            rf"(?!my |our |the |this |that ){_DET}(?<=a |s |r |e |w |n ){_NOUN}\b",
            rf"{_NOUN} (?=with )",
        ),
    ),
)
# A verb that was not understood, and what can only be moved.
_MOVED = re.compile(
    rf"(?!(?:i|he|she|they|we|you|who|why|did|has|was|is)\b)(?:[a-z']+ ){{1,4}}(?=my {_NOUN}\b.* to )"
)
_WEAK_YES = r"(?:yeah|yep|yup|sure|okay|ok|alright|right|perfect|sounds good|fine|good|that is fine)"
_YES = (
    r"(?:yes|confirm(?:ed)?(?: (?:it|that))?|approved?(?: (?:it|that))?|"
    r"i (?:approve|agree|confirm)(?: (?:it|that))?|go ahead|do (?:it|that)|please do|"
    r"(?:book|send|pay|move|cancel) (?:it|that)|of course|correct|"
    r"that is (?:right|correct)|absolutely|definitely)"
)
_NO = (
    r"(?:no|nope|nah|don't|do not|don't do (?:it|that)|do not do (?:it|that)|rather not|never ?mind|"
    r"forget (?:it|that)|not now|declined?|reject(?: it)?|leave it|not (?:it|that|this|yet)|that is wrong|"
    r"wrong|i don't want (?:it|that|to))"
)
_STOP = (
    r"(?:stop(?: (?:it|that|please|reading|talking|speaking))?|"
    r"wait(?: a (?:minute|moment|second))?|hold on|hang on|halt|"
    rf"abort(?: (?:it|that))?|cancel(?: {_THAT})?|enough|quiet|be quiet|shut up)"
)
_SOFT = r"(?:please|thanks|thank you|oh|now|just|i said|i do|very much|soosh|assistant)"


def _only(*kinds: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{'|'.join(kinds)}|{_SOFT})(?: |$))+")


def _with(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^| ){kind}(?: |$)")


# What an answer is, what it must have, of what it may consist, and whether it is clear.
_ANSWERS = (
    (Intent.STOP, _with(_STOP), _only(_NO, _STOP), True),
    (Intent.NO, _with(_NO), _only(_NO), True),
    (Intent.YES, _with(_YES), _only(_YES, _WEAK_YES), True),
    (Intent.YES, _with(_WEAK_YES), _only(_WEAK_YES), False),
)
_PLACE = re.compile(
    r"(?:(?:the|number|option|choose|take|pick|i mean|i meant|i choose|i take|it is|please|i'd like|"
    r"i want) )*"
    r"(?:(?P<ordinal>\d)th|(?P<number>\d)|(?P<last>last)|(?P<former>former)|(?P<latter>latter))"
    r"(?: (?:one|1|please|person|mentor|time))*$"
)
# "Yes, but make it Thursday" is no yes.
_BEFORE_CHANGE = re.compile(
    r"^(?:yes|yeah|no) (?:but )?(?=(?:no )*(?:make|change|move|rather|what about|how about) )"
)


def answer_in(words: str) -> tuple[Intent, bool] | None:
    """Return what a sentence is that is nothing but an answer, and whether it is a clear one; else None."""
    for intent, must, only, is_clear in _ANSWERS:
        if must.search(words) and only.fullmatch(words):
            return intent, is_clear
    return None


def place_in(words: str) -> int | None:
    """Return which of several is chosen by its place: the second is 2, the last -1."""
    found = _PLACE.fullmatch(words)
    if found is None:
        return None
    if found["last"] or found["latter"]:
        return -1
    return 1 if found["former"] else int(found["ordinal"] or found["number"])


def without_openers(words: str) -> str:
    """Return a sentence without greetings and the forms of being polite."""
    return _OPENERS.sub("", _CLOSERS.sub("", words))


def reading_of(words: str) -> Reading | None:
    """Return what a sentence wants by its beginning; None where it is no command."""
    words = _BEFORE_CHANGE.sub("", words)
    if found := _CHANGE.match(words):
        return Reading(Intent.MOVE, words[found.end() :].strip(), is_change=True)
    for intent, beginning in _BEGINNINGS:
        if found := beginning.match(words):
            return Reading(intent, words[found.end() :].strip())
    if found := _MOVED.match(words):
        return Reading(Intent.MOVE, words[found.end() :].strip(), is_sure=False)
    return None
