"""Words that mean nothing by themselves in a command, and those that are nobody's name."""

from trellis.intelligence.commands.forms import Intent

_FILLERS = """
a an the my our your his her their its this that these those it and or so then now also just only
maybe perhaps please kindly thanks thank you very much well um uh er erm hm oh ah ok okay alright i
me we us am is are was be do did can could would will should shall like want need to of for with at
in on by from about as some any one there here again more new up out soosh assistant hey hi hello
dear if possible possibly ideally sometime time anytime whenever free available around next last
online back still already
"""
_COMMANDS = """
book books booked booking schedule scheduled arrange set make get plan reserve organize organise
another session sessions meeting meetings appointment appointments lesson lessons call calls slot
mentoring mentorship mentor hour hours minute minutes minuets cancel off drop delete remove move
moved reschedule shift push postpone change bring forward delay read check show play open message
messages messaging mail inbox unread text write wrote send sent reply answer tell let know say
saying pay paid payment bill invoice settle transfer money dollar dollars buck bucks euro euros
pound pounds cents yes no stop wait undo spell choose what when which who how have got calendar
instead rather half quarter past oclock am pm noon midday midnight morning afternoon evening night
tonight today tomorrow day days week weeks weekend month monday tuesday wednesday thursday friday
saturday sunday january february march april may june july august september october november
december after before later earlier early late first second third fourth fifth all every each
everyone everybody him them both not don't meet see she he they take took
"""
_SESSION = (
    "session meeting appointment lesson call booking slot mentoring mentorship mentor half hour hours long"
)
_NEXT = "sessions when what have meet meeting see seeing who which day scheduled booked calendar schedule got"
_READ = (
    "message messages mail mails inbox unread write wrote written say said send sent have has got loud aloud"
)

MEANINGLESS = frozenset(_FILLERS.split())
NOT_NAMES = MEANINGLESS | frozenset(_COMMANDS.split())
PRONOUNS = frozenset(["i", "he", "she", "they", "we", "you", "it", "who"])
# Where these stand the sentence is no order.
DENIALS = frozenset(["don't", "not", "never", "didn't", "won't", "if", "unless", "because", "whether"])
SEVERAL = frozenset(
    [
        "sessions",
        "meetings",
        "appointments",
        "lessons",
        "calls",
        "bookings",
        "slots",
        "all",
        "every",
        "everything",
    ]
)
# What stands in a command beside what it names.
OF_INTENT: dict[Intent, frozenset[str]] = {
    Intent.SCHEDULE: frozenset(_SESSION.split()),
    Intent.CANCEL: frozenset(_SESSION.split()),
    Intent.MOVE: frozenset(_SESSION.split()) | {"instead", "rather", "later", "earlier"},
    Intent.READ_MESSAGES: frozenset(_READ.split()),
    Intent.NEXT_SESSION: frozenset(_SESSION.split()) | frozenset(_NEXT.split()),
    Intent.PAY: frozenset(_SESSION.split())
    | frozenset(["bill", "invoice", "payment", "money", "open", "due", "amount", "dollars", "fee", "pay"]),
    Intent.SPELL: NOT_NAMES,
    Intent.UNKNOWN: frozenset({"instead", "rather", "no", "yes", "but"}),
}
