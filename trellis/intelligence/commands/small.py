"""Words that mean nothing by themselves in a command, and those that are nobody's name."""

_FILLERS = """
a an the my our your his her their its this that these those it and or so then now also just only maybe perhaps
please kindly thanks thank you very much well um uh er erm hm oh ah ok okay alright i me we us am is are was be do
did can could would will should shall like want need to of for with at in on by from about as some any one there
here again more new up out soosh assistant hey hi hello dear if possible possibly ideally sometime time anytime
whenever free available around next last online back still already today's of
"""
_COMMANDS = """
book books booked booking schedule scheduled arrange set make get plan reserve organize organise another session
sessions meeting meetings appointment appointments lesson lessons call calls slot mentoring mentorship mentor hour
hours minute minutes minuets cancel off drop delete remove move moved reschedule shift push postpone change bring
forward delay read check show play open message messages messaging mail inbox unread text write wrote send sent
reply answer tell let know say saying pay paid payment bill invoice settle transfer money dollar dollars buck bucks
euro euros pound pounds cents yes no stop wait undo spell choose what when which who how have got calendar instead
rather half quarter past oclock am pm noon midday midnight morning afternoon evening night tonight today tomorrow
day days week weeks weekend month monday tuesday wednesday thursday friday saturday sunday january february march
april may june july august september october november december after before later earlier early late first second
third fourth fifth all every each him them both not don't meet see him she he they
"""
MEANINGLESS = frozenset(_FILLERS.split())
NOT_NAMES = MEANINGLESS | frozenset(_COMMANDS.split())
