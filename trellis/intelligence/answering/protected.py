"""Questions that ask for what must not count: disability, health, age, gender, family, origin and belief."""

import re
import unicodedata

# By what it is called in the answer; the words are stems, compared without case and accents.
_WORDS: dict[str, str] = {
    "disability": r"""
        disab\w*|handicap\w*|impair(?:ed|ments?)|deaf\w*|hard of hearing|wheelchairs?|amputee\w*|
        paralys\w*|paraplegi\w*|autis\w*|asperger\w*|adhd|dyslexi\w*|neuro ?diver\w*|neurotypical|
        epilep\w*|able ?bodied|
        blind(?! (?:until|stage|review\w*|hiring|postings?|jobs?|applica\w*|rank\w*|phase))(?:ness)?|
        behinder\w*|schwerbehindert\w*|gehorlos\w*|taub\w*|rollstuhl\w*|discapa\w*|minusvali\w*|
        sord[oa]s?|cieg[oa]s?""",
    "illness and health": r"""
        ill|illness\w*|sick(?:ness|ly)?|diseases?|unhealthy|healthy|healthiest|diagnos\w*|
        medications?|medicated|in therapy|cancer|diabet\w*|hiv|depress\w*|bipolar|schizo\w*|
        burn ?out|addict\w*|
        (?:mental|physical) (?:illness|condition\w*)|
        (?:mental|physical) health(?! (?:care|services?|sector|nurs\w*|work\w*|support))|
        health (?:problems?|conditions?|issues?|status|history|record)|
        medical (?:problems?|conditions?|history|leave)|krank\w*|gesundheitszustand|
        enferm[oae]\w*|maladi\w*|malade""",
    "age": r"""
        how old|years? old|(?:too|very) (?:old|young)|age[ds]?|elder\w*|
        birth ?(?:day|date|year)s?|date of birth|born|young(?:er|est)?|older than|
        (?:old|oldest|older) (?:candidates?|applicants?|people|persons?|ones?|workers?)|
        under \d\d|over \d\d(?= (?:years|yrs)|\W*$)|retire\w*|pensioner\w*|millennials?|gen z|
        boomers?|graduation years?|wie alt|welches alter|jungste\w*|alteste\w*|edad|anos tiene""",
    "gender": r"""
        genders?|sex|sexual\w*|male|males|female|females|m[ea]n|wom[ea]n|trans|transgender\w*|
        non ?binary|gay|lesbians?|queer|lgbt\w*|pronouns?|mr|mrs|geschlecht\w*|frau(?:en)?|mann|
        manner|mujer(?:es)?|hombres?|femmes?""",
    "family": r"""
        pregnan\w*|matern\w*|patern\w*|parental leave|children|kids?|bab(?:y|ies)|married|
        unmarried|marital|husbands?|wi(?:fe|ves)|spouses?|divorc\w*|
        single (?:mother|father|parent)s?|mothers?|fathers?|family status|schwanger\w*|kinder|
        verheiratet|embarazad\w*|casad[oa]s?|hij[oa]s|enceinte""",
    "origin": r"""
        race|races(?! condition)|racial\w*|ethni\w*|skin colou?r|nationalit\w*|citizenship\w*|
        immigra\w*|migrants?|migration background|foreign(?:er)?s?|native[- ]born|
        countr(?:y|ies) of (?:birth|origin)|accents?|
        where (?:\w+ ){1,3}(?:is|are|was|were|come|comes) (?:originally )?from|
        where (?:is|are|was|were|do|does) (?:\w+ ){1,4}from|
        (?:black|white|asian|arab|african|latino|hispanic|european) (?:people|persons?|ones?)|
        (?:black|white|asian|arab|african|latino|hispanic|european) (?:candidates?|applicants?)|
        herkunft|auslander\w*|extranjer\w*""",
    "belief": r"""
        religio\w*|muslims?|islam\w*|christians?|jew(?:s|ish)?|hindus?|buddhis\w*|atheis\w*|hijab|
        headscar\w*|politic(?:s|al views?|al part\w*)|trade union\w*|union members?\w*""",
    "gaps in a career": r"""
        (?:employment|career|work|cv|resume) gaps?|
        gaps? in (?:\w+ ){0,3}(?:cv|resume|career|employment|work\w*)|(?:sick|medical) leave|
        career breaks?|lebenslauf\w*lucken?""",
}
_PATTERNS = {
    kind: re.compile(rf"(?<!\w)(?:{''.join(line.strip() for line in words.splitlines())})(?!\w)")
    for kind, words in _WORDS.items()
}
_BLANKS = re.compile(r"[\s_\-‐-―]+")
# What has such a word in it and asks for none of it.
_HARMLESS = re.compile(r"race conditions?|health ?care|gender (?:studies|pay reports?)")


def asks_protected(question: str) -> str | None:
    """Return what a question asks for that must not count, as an answer calls it; None for another question.

    Rather one question too many is refused: it can be asked in other words.
    """
    text = _HARMLESS.sub(" ", _plain(question))
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(text)), None)


def _plain(text: str) -> str:
    """Return a text as it is compared: without case, accents, signs that nobody sees, and blanks in a row."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    seen = (
        sign for sign in letters if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf"
    )
    return _BLANKS.sub(" ", "".join(seen))
