"""What a candidate asks for: known by words, else by the nearest of sentences that mean it."""

import re
from collections.abc import Mapping
from enum import StrEnum


class Intent(StrEnum):
    """What a candidate can ask for."""

    # Of the coach: what comes next.
    JOBS = "jobs"
    SKILLS = "skills"
    LEARNING = "learning"
    PREPARING = "preparing"
    PROFILE = "profile"
    # Of the prompt: one's own things, and where they stand.
    APPLICATIONS = "applications"
    DEADLINES = "deadlines"
    INTERVIEWS = "interviews"
    NEEDS = "needs"
    READS = "reads"
    CONTESTS = "contests"
    PROMISES = "promises"


OF_COACH = (Intent.JOBS, Intent.SKILLS, Intent.LEARNING, Intent.PREPARING, Intent.PROFILE)
OF_PROMPT = tuple(each for each in Intent if each not in OF_COACH)
# From this cosine on, a sentence means what another does (docs/decisions/answers.md has how it was measured).
MEANT_FROM = 0.48

_JOBS = r"jobs?|roles?|positions?|vacanc(?:y|ies)|openings?|postings?|work|careers?"
# The first that fits counts: what is said by a rare word stands before what is said by a common one.
_PATTERNS: tuple[tuple[Intent, str], ...] = (
    (Intent.READS, r"who (?:has |have |had )?(?:ever )?(?:read|seen|looked|viewed|accessed|opened)"),
    (Intent.READS, r"(?:disabilit\w+|categor(?:y|ies)).*\b(?:read|seen|shared?|sharing|access\w*|looked)"),
    (Intent.READS, r"(?:read|seen|access\w*|looked at) (?:\w+ ){0,3}(?:disabilit\w+|categor(?:y|ies))"),
    (Intent.CONTESTS, r"contest(?:s|ed|ing)?|appeal\w*|objection\w*|objected|disput\w*|complain\w*"),
    (Intent.PROMISES, r"promis\w*|guaranteed interviews?"),
    (
        Intent.NEEDS,
        r"(?:my|open|shared|which|any|these|whose|interview) needs|needs (?:are|that|is|of mine|still)",
    ),
    (Intent.NEEDS, r"accommodations?|adjustments?|captions?|interpreters?|step free"),
    (Intent.PREPARING, r"prepar\w+|practi[cs]e|rehears\w+|ready for"),
    (Intent.PREPARING, r"(?:what|how).*\b(?:asked|questions?|say|expect)\b.*\binterview"),
    (Intent.INTERVIEWS, r"interviews?|interviewers?"),
    (
        Intent.DEADLINES,
        r"deadlines?|due|until when|closing dates?|expir\w+|last day|when .*\b(?:close|end)s?",
    ),
    (Intent.LEARNING, r"learn\w*|courses?|workshops?|mentors?\w*|train(?:ing|ings)?|teach\w*|study|tutors?"),
    (
        Intent.SKILLS,
        r"missing|lack\w*|skills? gaps?|skills? (?:do|would|should|must) i|(?:which|what) skills",
    ),
    (
        Intent.SKILLS,
        r"(?:do|would|could) i (?:fit|match|qualify|suit)|am i (?:a fit|fit|qualified|suited|good)",
    ),
    (
        Intent.SKILLS,
        r"what (?:is|does|do|are) .*\b(?:ask|asks|asked|require[sd]?|needed|looking) for|requirements?",
    ),
    (
        Intent.APPLICATIONS,
        r"appl(?:y|ied|ying|ication|ications)\b|shortlist\w*|reject\w*|decision|decided|stage",
    ),
    (Intent.APPLICATIONS, r"heard? back|status|where (?:do|am) i stand"),
    (Intent.JOBS, rf"(?:{_JOBS})\b.*\b(?:suit\w*|fit\w*|match\w*|for me|profile|skills?|recommend\w*)"),
    (
        Intent.JOBS,
        rf"(?:suit\w*|fit\w*|match\w*|recommend\w*|find|show|suggest\w*) (?:\w+ ){{0,4}}(?:{_JOBS})",
    ),
    (Intent.PROFILE, r"profile|resume|cv|complet\w+|improv\w+"),
    (Intent.JOBS, rf"{_JOBS}|what next|next steps?|hiring"),
)
_COMPILED = tuple((intent, re.compile(rf"\b(?:{pattern})\b")) for intent, pattern in _PATTERNS)
_BLANKS = re.compile(r"[\s\-]+")
# In words of their own, for whoever asks in others than those above.
EXAMPLES: Mapping[Intent, tuple[str, ...]] = {
    Intent.JOBS: (
        "Which jobs suit me?",
        "What could I do next in my career?",
        "Where would somebody like me be hired?",
    ),
    Intent.SKILLS: (
        "What am I missing for this job?",
        "Do I have what they are looking for?",
        "Would I have a chance there?",
    ),
    Intent.LEARNING: (
        "Who can teach me this?",
        "How do I get better at Python?",
        "I want to learn something new",
    ),
    Intent.PREPARING: ("How do I get ready to meet the employer?", "What will they want to hear from me?"),
    Intent.PROFILE: ("How can I make my profile better?", "What should I add about myself?"),
    Intent.APPLICATIONS: (
        "Where do my applications stand?",
        "Have they answered me yet?",
        "Did I get the job?",
    ),
    Intent.DEADLINES: ("What do I have to do by when?", "How much time do I have left?"),
    Intent.INTERVIEWS: ("When do I meet the employer?", "Am I invited to talk to anybody?"),
    Intent.NEEDS: (
        "What of what I need for an interview is still open?",
        "Have they arranged what I asked for?",
    ),
    Intent.READS: ("Who has looked at my personal data?", "Who knows of my disability?"),
    Intent.CONTESTS: ("What came of my objection to the decision?",),
    Intent.PROMISES: ("Have they kept their word to interview me?",),
}
# What an assistant says that it can do, by what can be asked.
CAN: Mapping[Intent, str] = {
    Intent.JOBS: "which open jobs suit your profile",
    Intent.SKILLS: "what a job asks for that your profile does not have",
    Intent.LEARNING: "which courses, workshops and mentors teach a skill",
    Intent.PREPARING: "how to prepare for the interview for a job",
    Intent.PROFILE: "what your profile still lacks",
    Intent.APPLICATIONS: "where your applications stand",
    Intent.DEADLINES: "which dates are ahead of you",
    Intent.INTERVIEWS: "which interviews you have",
    Intent.NEEDS: "which of your needs are open",
    Intent.READS: "who has read what you share about a disability",
    Intent.CONTESTS: "where what you contest stands",
    Intent.PROMISES: "where promised interviews stand",
}


def intent_of(question: str) -> Intent | None:
    """Return what a question asks for by its words, None where they do not tell."""
    text = _BLANKS.sub(" ", question.casefold().replace("’", "'"))
    return next((intent for intent, pattern in _COMPILED if pattern.search(text)), None)
