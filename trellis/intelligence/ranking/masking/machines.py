"""Lines of a resume that speak to a machine instead of a reader: "ignore previous instructions"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trellis.intelligence.ranking.masking.phrases import Span

_LONGEST = 400
_CANDIDATE = r"(?:candidate|applicant|kandidat(?:en|in)?|bewerber(?:in)?|candidat[oa]|aspirante)"
_PAPERS = (
    r"(?:application|resume|résumé|cv|profile|bewerbung|lebenslauf|solicitud|currículum|perfil|"
    + _CANDIDATE
    + ")"
)
_THIS = r"(?:this|my|diese[nrs]?|mein(?:en?)?|(?:a\s+)?est[ea]|mi)"
_BEST = (
    r"(?:first|top|highest|best|number\s+one|no\.?\s*1|#\s*1|\d{1,3}\s*(?:%|percent|points?|/\s*\d+|out\s+of)|"
    r"\d{2,3}|an\s+die\s+erste\s+stelle|an\s+erste[rn]?\s+stelle|zuerst|ganz\s+oben|am\s+besten|höchste\w*|beste[nr]?|"
    r"erste[nr]?|primer[oa]?|mejor|máxim[oa])"
)
_VERB = (
    r"(?:rate|rank|score|grade|put|place|list|mark|treat|consider|select|choose|recommend|shortlist|hire|prefer|pick|"
    r"evaluate|move|bewerte|setze?|stelle?|reihe|nimm|wähle|bevorzuge|empfiehl|califica|clasifica|coloca|pon|elige|"
    r"selecciona|recomienda|puntúa|evalúa)"
)
_NOT = r"(?:ignore|disregard|forget|ignorier(?:e|en\s+sie)?|missachte|vergiss|ignora|olvida|descarta)"
_PAST = r"(?:override|bypass|skip|überschreibe|omite|haz\s+caso\s+omiso\s+de)"
_ALL = (
    r"(?:all|any|the|your|my|these|those|previous|prior|above|every|alle[nrs]?|die|deine|vorherige[nrs]?|"
    r"bisherige[nrs]?|obige[nrs]?|las?|los|tus?|todas?|todos)"
)
_ORDERS = (
    r"(?:instructions?|prompts?|rules?|guidelines?|criteria|commands?|directions|anweisung(?:en)?|vorgaben|regeln|"
    r"kriterien|befehle|instrucciones|reglas|criterios|indicaciones|órdenes)"
)
_AI = r"(?:ai|a\.i\.|llm|ki|ia|language\s+model|sprachmodell|modelo\s+de\s+lenguaje|chatgpt|gpt|ats|bot)"
_SAID = re.compile(
    rf"\b{_NOT}\s+{_ALL}\s+(?:\w+\s+){{0,4}}?{_ORDERS}\b"
    rf"|\b{_NOT}\s+{_ORDERS}\s+(?:above|before)\b|\b{_NOT}\s+las\s+{_ORDERS}\b"
    rf"|\b{_PAST}\s+{_ALL}\s+(?:\w+\s+){{0,3}}?(?:instructions?|prompts?|commands?|anweisung(?:en)?|instrucciones)\b"
    rf"|\b{_NOT}\s+(?:all|everything|anything|any|alles|todo)\b[^.\n]{{0,30}}\b(?:above|before|previous|prior|davor|"
    r"anterior)"
    rf"|\b{_VERB}\s+{_THIS}\s+(?:\w+\s+){{0,2}}?{_PAPERS}\b|\b{_VERB}\s+(?:the|den|die)\s+{_CANDIDATE}\b"
    rf"|\b{_VERB}\s+(?:me|mich|us)\s+(?:as\s+|the\s+|at\s+the\s+|als\s+|com?o\s+)*{_BEST}(?!\w)"
    rf"|\b(?:give|assign|award|gib|vergib|asigna|dale?)\s+(?:me|{_THIS}|the\s+{_CANDIDATE})\s+(?:\w+\s+){{0,4}}"
    r"(?:score|rating|points|grade|rank|punkte|bewertung|puntuación|puntos)\b"
    rf"|\b{_THIS}\s+{_CANDIDATE}\s+(?:is|must\s+be|should\s+be|ist|muss|es|debe\s+ser)\s+(?:\w+\s+){{0,3}}"
    rf"(?:{_BEST}|perfect|ideal|qualified|hired|selected|perfekt\w*|ideal\w*)(?!\w)"
    rf"|\b(?:you\s+are\s+(?:now\s+)?an?|dear|hello|attention:?|note\s+to|du\s+bist\s+eine?|eres\s+una?)\s+"
    rf"(?:helpful\s+)?{_AI}(?!\w)"
    rf"|\b(?:as\s+an?|als|como)\s+(?:helpful\s+)?{_AI}\s+(?:language\s+)?(?:model|assistant|screener|recruiter)(?!\w)"
    r"|\[/?INST\]|<\|[^|\n]{1,40}\|>|</?(?:system|assistant|user|instructions?|prompt)>|\[(?:system|assistant)\]"
    r"|(?:تجاهل|انس|تجاوز)\s+[^.\n]{0,40}(?:التعليمات|الأوامر|القواعد)"
    r"|(?:ضع|رتب|قيم|صنف)\s+(?:هذا\s+|هذه\s+)?(?:المرشح|المرشحة|المتقدم|المتقدمة|السيرة)",
    re.IGNORECASE,
)
# Without one of these in it, a text has no such sentence.
_SPOKEN = re.compile(
    r"instruction|prompt|guideline|command|anweisung|vorgabe|befehl|instruccion|criteri|kriteri|regla|regeln|\brules?\b|"
    r"direction|candidat|applica|resume|résumé|lebenslauf|kandidat|bewerb|solicitud|aspirante|perfil|currículum|\bcv\b|"
    r"profile|person|\b(?:me|mich|us|this)\b|score|rating|points|punkt|puntu|grade|\brank|\b(?:ai|llm|ki|ia|gpt|ats|bot)\b|"
    r"chatgpt|language model|sprachmodell|screening|system|assistant|developer (?:prompt|message)|above|"
    r"previous|\binst\b|"
    r"<\||تجاهل|انس|تجاوز|ضع|رتب|قيم|صنف",
    re.IGNORECASE,
)
# By itself a label of a list: "SYSTEM: SAP R/3".
_SPEAKER = re.compile(
    r"(?:^|(?<=[\s.!]))(?:#{1,4}\s*)?(?-i:SYSTEM|ASSISTANT|DEVELOPER|PROMPT|ADMIN)\s*:\s*(?=[^\n]*?\b"
    r"(?:score|rate|rank|ignore|you|must|instructions?|prompt|candidates?|applicants?|override|hire|first|points)\b)"
    r"[^\n]*",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?؟](?=\s|$)|\n(?=\s*(?:[^\w\s]|[^\Wa-zäöüßáéíóúñ_]))|\n\s*\n|$")
_START = re.compile(r"(?:[.!?؟]\s+|\n\s*|[•·|]\s*)(?!.*(?:[.!?؟]\s+|\n\s*|[•·|]\s*))", re.DOTALL)


def machine_spans(text: str) -> Iterator[Span]:
    """Yield the sentences that speak to a machine; one goes on in the next line where that begins small."""
    if not _SPOKEN.search(text):
        return
    for match in _SAID.finditer(text):
        yield _sentence(text, match.start(), match.end())
    for match in _SPEAKER.finditer(text):
        yield match.span()


def _sentence(text: str, start: int, end: int) -> Span:
    before = text[max(0, start - _LONGEST) : start]
    begun = _START.search(before)
    first = start - len(before) + begun.end() if begun else start - len(before)
    ended = _END.search(text, end, min(len(text), end + _LONGEST))
    return first, ended.end() if ended and ended.end() <= len(text) else end
