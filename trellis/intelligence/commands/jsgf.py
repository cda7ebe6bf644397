"""Commands as a grammar in JSGF, for a recogniser that hears nothing else."""

from collections.abc import Container, Iterable

_RULES = """
<hour> = one | two | three | four | five | six | seven | eight | nine | ten | eleven | twelve;
<minutes> = fifteen | thirty | forty five;
<half> = o'clock | p m | a m | in the morning | in the afternoon;
<time> = at [ half past | quarter past | quarter to ] <hour> [ <minutes> ] [ <half> ] | at noon;
<weekday> = monday | tuesday | wednesday | thursday | friday | saturday | sunday;
<day> = today | tomorrow | the day after tomorrow | [ on | next | on next ] <weekday> | next week
    | this evening;
<when> = <day> [ morning | afternoon | evening ] [ <time> ] | <time> [ <day> ];
<noun> = session | meeting | lesson | call | appointment;
<length> = thirty minute | forty five minute;
<polite> = please | can you | could you please | i would like to;
<book> = ( book | schedule | arrange | set up | plan ) [ me ]
    ( a | an | another ) [ <length> | mentoring ] ( <noun> | hour ) with <whom> [ <when> ]
    | book <name> [ for ] <when>;
<cancel> = ( cancel | call off | drop ) ( my | the ) <noun> [ with <whom> ] [ <when> ];
<move> = ( move | reschedule | postpone | change ) ( my | the ) <noun> with <whom> to <when>
    | make it <when> [ instead ];
<read> = read [ me ] [ out ] [ my | the ] [ new | last ] ( messages | message ) [ from <name> ]
    | do i have [ any ] [ new ] messages | check my ( inbox | messages ) | what did <name> write;
<next> = ( when | what ) is my next <noun> | do i have a <noun> <day> | when am i meeting <name>;
<pay> = pay ( for my session [ with <whom> ] | the [ open ] invoice | my invoice );
<stop> = no [ thank you ] | stop | no no wait stop | cancel that | spell her name;
public <command> = [ <polite> ] ( <book> | <cancel> | <move> | <read> | <next> | <pay> ) [ please ] | <stop>;
"""


def grammar_of(names: Iterable[str], *, known: Container[str]) -> str:
    """Return the grammar of commands; of names those whose words are `known` to be pronounced are in it.

    No yes is in it: such a recogniser makes commands of what is none.
    """
    whole = [" ".join(word for word in name.lower().split() if word.isalpha()) for name in names]
    spoken = dict.fromkeys(part for name in whole for part in (name, name.partition(" ")[0]))
    sayable = [name for name in spoken if name and all(word in known for word in name.split())]
    whom = " | ".join(["her", "him", *(["<name>"] if sayable else [])])
    name = " | ".join(sayable or ["her", "him"])
    return f"#JSGF V1.0;\ngrammar commands;\n<name> = {name};\n<whom> = {whom};\n{_RULES.strip()}\n"
