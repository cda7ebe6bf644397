"""What somebody wants, by how the sentence begins: who tells of somebody that booked something books nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trellis.intelligence.commands.forms import Intent

_OPENERS = re.compile(
    r"^(?:(?:hey|hi|hello|okay|ok|alright|um|uh|erm|er|hm|oh|so|well|now|then|and|also|please|kindly|just|soosh|"
    r"assistant|soosh assistant|actually|"
    r"(?:can|could|would|will) (?:you|we|i)|i(?:'d| would)? (?:like|love|want|need|wish)(?: (?:you|for you))? to|"
    r"i wanna|i have to|i want|i need|i'd like|i would like|let (?:us )?(?=book|schedule|meet|move|cancel|pay)|"
    r"go ahead and|go and|help me(?: to)?|would you mind|i'll|i will|we should) )+"
)
_NOUN = r"(?:sessions?|meetings?|appointments?|lessons?|calls?|bookings?|slots?|(?:mentoring|mentorship)(?: sessions?)?)"
_DET = r"(?:(?:a|an|the|my|our|another|one|1|that|this|new|next|last|mentoring|mentorship|free|short|long|quick|[0-9]+ (?:minutes?|hours?)|half hour|hour long) )*"
_THAT = r"(?:it|that|this)"


@dataclass(frozen=True, slots=True)
class Reading:
    """An intent, the words of the sentence that are left, and whether it changes what was just proposed."""

    intent: Intent
    left: str
    is_change: bool = False


_BEGINNINGS: tuple[tuple[Intent, bool, str], ...] = (
    (
        Intent.UNDO,
        False,
        rf"(?:undo|revert|reverse)(?: (?:{_THAT}|the last (?:one|thing|action|step)|what you (?:just )?did))?$|"
        rf"(?:take|put) {_THAT} back$",
    ),
    (
        Intent.SPELL,
        False,
        r"spell\b|how (?:do|would) (?:you|i|we) spell\b|how is (?=.*\bspell(?:ed|t)$)|letter by letter$",
    ),
    (
        Intent.MOVE,
        True,
        rf"(?:no )*(?:make|change|move|shift|reschedule|put) {_THAT}(?: session| meeting| one)?(?: (?:to|for|on))?(?= )|"
        r"(?:no )*(?:what|how) about |(?:no )*rather |(?=.+ instead$)(?:can we do |do |take |on |at |(?=[a-z]+day))",
    ),
    (
        Intent.MOVE,
        False,
        rf"(?:move|reschedule|re schedule|shift|push(?: back)?|postpone|change|delay|put off|bring forward) (?={_DET}{_NOUN}\b|with |.+ to )",
    ),
    (
        Intent.CANCEL,
        False,
        rf"(?:cancel|can sell|council|call off|drop|delete|remove) (?!{_THAT}$)(?=.*\b{_NOUN}\b|with |[a-z]+ )",
    ),
    (
        Intent.READ_MESSAGES,
        False,
        r"(?:read|check|show|play|open|hear|listen to|what about|tell me(?: about)?)(?: out)?(?: (?:me|to me))?"
        r"(?= .*\b(?:messages?|mails?|inbox)\b)|(?:(?:do i have|have i got|are there|did i get|is there|got) )?(?:any|new|unread|some|a) (?:new |unread )*messages?\b|"
        r"do i have (?=(?:new |unread )?messages?\b)|what (?:did|has|does) (?=.+ (?:write|wrote|written|say|send|sent)\b)|(?:who|has anyone|did anyone) (?:wrote|write|written|has written|messaged?)\b|what (?:is )?(?:new )?in my (?:messages|inbox)",
    ),
    (
        Intent.NEXT_SESSION,
        False,
        rf"when(?: is| are| do i| am i| will i)? (?=.*\b(?:next|{_NOUN}|meet|meeting|see|seeing|have)\b)|"
        rf"what(?: is)? (?:my |the )?next\b|what(?: is| do i have)? on my (?:calendar|schedule)|(?:do i have|have i got|is there) (?=.*\b{_NOUN}\b)|"
        rf"(?:tell me|say|show me|read)(?: about| when)?(?: is)? (?:my |the )?next {_NOUN}|(?:my |the )?next {_NOUN}$|who (?:am i|do i) (?:meet|meeting|see|seeing)\b",
    ),
    (
        Intent.PAY,
        False,
        r"(?:pay|pain|settle)(?: for)?\b|make (?:a|the|my) payment\b|(?:send|transfer|give) (?=.*(?:[$€£]\d|\d (?:dollars?|bucks?|euros?|pounds?)))",
    ),
    (
        Intent.SCHEDULE,
        False,
        rf"(?:book|books|schedule|arrange|set up|plan|reserve|organi[sz]e|get|make|look|put|brooke?|bok)(?: me| us)? (?={_DET}(?:\S+ ){{0,2}}{_NOUN}\b)|"
        rf"(?:book|schedule|meet|see)(?: me| us)?(?: with)? (?=\S)|{_DET}(?<=a |r |e |y ){_NOUN}\b|{_NOUN} (?=with )",
    ),
)
_YES = r"(?:yes|confirm(?:ed)?(?: (?:it|that))?|approved?(?: (?:it|that))?|i (?:approve|agree|confirm)(?: (?:it|that))?|go ahead|do (?:it|that)|please do|(?:book|send|pay|move|cancel) (?:it|that)|of course|correct|that is (?:right|correct)|absolutely|definitely)"
_WEAK_YES = r"(?:yeah|yep|yup|sure|okay|ok|alright|right|perfect|sounds good|fine|good|that is fine)"
_NO = r"(?:no|nope|nah|don't|do not|don't do (?:it|that)|do not do (?:it|that)|rather not|never ?mind|forget (?:it|that)|not now|declined?|reject(?: it)?|leave it|not (?:it|that|this|yet)|that is wrong|wrong|i don't want (?:it|that|to))"
_STOP = rf"(?:stop(?: (?:it|that|please))?|wait(?: a (?:minute|moment|second))?|hold on|hang on|halt|abort(?: (?:it|that))?|cancel(?: {_THAT})?|enough|quiet|be quiet|shut up)"
_SOFT = r"(?:please|thanks|thank you|oh|now|just|i said|i do|very much|soosh|assistant)"


def _only(*kinds: str) -> re.Pattern[str]:
    some = "|".join(kinds)
    return re.compile(rf"(?:(?:{some}|{_SOFT})(?: |$))+")


_ONLY_YES, _ONLY_WEAK = _only(_YES, _WEAK_YES), _only(_WEAK_YES)
_ONLY_NO, _ONLY_STOP = _only(_NO), _only(_NO, _STOP)
_HAS = {kind: re.compile(rf"(?:^| ){kind}(?: |$)") for kind in (_YES, _WEAK_YES, _NO, _STOP)}
_PLACE = re.compile(
    r"(?:(?:the|number|option|choose|take|pick|i mean|i meant|i choose|i take|it is|please|i'd like|i want) )*"
    r"(?:(?P<ordinal>\d)th|(?P<number>\d)|(?P<last>last)|(?P<former>former)|(?P<latter>latter))(?: (?:one|1|please|person|mentor|time))*$"
)


def answer_in(words: str) -> tuple[Intent, bool] | None:
    """Return what a sentence is that is nothing but an answer, and whether it is a clear one; else None."""
    if _HAS[_STOP].search(words) and _ONLY_STOP.fullmatch(words):
        return Intent.STOP, True
    if _HAS[_NO].search(words) and _ONLY_NO.fullmatch(words):
        return Intent.NO, True
    if _HAS[_YES].search(words) and _ONLY_YES.fullmatch(words):
        return Intent.YES, True
    if _HAS[_WEAK_YES].search(words) and _ONLY_WEAK.fullmatch(words):
        return Intent.YES, False
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
    words = re.sub(r"(?: (?:please|thanks|thank you|thank you very much|soosh|assistant|okay))+$", "", words)
    return _OPENERS.sub("", words)


def reading_of(words: str) -> Reading | None:
    """Return what a sentence wants by its beginning; None where it is no command."""
    words = re.sub(
        r"^(?:yes|yeah|no) (?=(?:no )*(?:make|change|move|rather|what about|how about|but) )", "", words
    )
    for intent, is_change, beginning in _BEGINNINGS:
        found = re.match(rf"(?:{beginning})", words)
        if found is not None:
            return Reading(intent, words[found.end() :].strip(), is_change)
    return None
