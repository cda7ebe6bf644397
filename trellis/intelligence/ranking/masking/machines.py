"""Lines of a resume that speak to a machine instead of a reader: "ignore previous instructions"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trellis.intelligence.ranking.masking.phrases import Span

_LONGEST = 400
_WHOM = r"(?:me|us|this|the|him|her|them|my|mich|diese[nrs]?|den|die|mir|meine[nr]?|(?:a\s+)?est[ea]|mi)"
_WHO = (
    r"(?:candidate|applicant|application|resume|résumé|cv|profile|person|kandidat(?:en|in)?|bewerber(?:in)?|"
    r"bewerbung|lebenslauf|candidat[oa]|solicitud|currículum|perfil|aspirante)"
)
_BEST = (
    r"(?:first|top|highest|best|number\s+one|no\.?\s*1|#\s*1|\d{1,3}\s*(?:%|percent|points?|/\s*\d+|out\s+of)|\d{2,3}|"
    r"an\s+die\s+erste\s+stelle|an\s+erste[rn]?\s+stelle|zuerst|ganz\s+oben|am\s+besten|höchste\w*|beste[nr]?|erste[nr]?|"
    r"primer[oa]?|mejor|máxim[oa])"
)
_VERB = (
    r"(?:rate|rank|score|grade|put|place|list|mark|treat|consider|select|choose|recommend|shortlist|hire|prefer|pick|"
    r"evaluate|move|bewerte|setze?|stelle?|reihe|nimm|wähle|bevorzuge|empfiehl|califica|clasifica|coloca|pon|elige|"
    r"selecciona|recomienda|puntúa|evalúa)"
)
_NOT = (
    r"(?:ignore|disregard|forget|override|bypass|skip|ignorier(?:e|en\s+sie)?|missachte|vergiss|überschreibe|ignora|"
    r"olvida|omite|descarta|haz\s+caso\s+omiso)"
)
_ORDERS = (
    r"(?:instructions?|prompts?|rules?|guidelines?|criteria|commands?|directions|anweisung(?:en)?|vorgaben|regeln|"
    r"kriterien|befehle|instrucciones|reglas|criterios|indicaciones|órdenes)"
)
_SAID = re.compile(
    rf"\b{_NOT}\b[^.\n]{{0,60}}?\b{_ORDERS}\b"
    rf"|\b{_NOT}\s+(?:all|everything|anything|any|alles|todo)\b[^.\n]{{0,30}}\b(?:above|before|previous|prior|davor|anterior)"
    rf"|\b{_VERB}\s+{_WHOM}\s+(?:\w+\s+){{0,2}}?{_WHO}\b"
    rf"|\b{_VERB}\s+(?:me|mich|us|this)\s+(?:as\s+|the\s+|at\s+the\s+|als\s+|com?o\s+)*{_BEST}(?!\w)"
    rf"|\b(?:give|assign|award|gib|vergib|asigna|dale?)\s+(?:\w+\s+){{0,4}}(?:score|rating|points|grade|rank|punkte|"
    r"bewertung|puntuación|puntos)\b"
    r"|\b(?:score|rating|punktzahl|puntuación)\s*[:=]?\s*(?:of\s+)?(?:100|10\s*/\s*10|\d{1,3}\s*/\s*\d{2,3})(?!\w)"
    rf"|\b(?:this|dieser?|est[ea])\s+{_WHO}\s+(?:is|must\s+be|should\s+be|ist|muss|es|debe\s+ser)\s+(?:\w+\s+){{0,3}}"
    rf"(?:{_BEST}|perfect|ideal|qualified|hired|selected|perfekt\w*|ideal\w*)(?!\w)"
    r"|\b(?:as\s+an?|you\s+are\s+(?:now\s+)?an?|dear|hello|attention|note\s+to|als|du\s+bist\s+eine?|eres\s+un[a]?)\s+"
    r"(?:helpful\s+)?(?:ai|a\.i\.|llm|ki|ia|language\s+model|sprachmodell|modelo\s+de\s+lenguaje|chatgpt|gpt|ats|bot|"
    r"screening\s+(?:bot|system|tool|software))(?!\w)"
    r"|\b(?:system|developer|assistant)\s+(?:prompt|message|override|instruction)s?\b"
    r"|\[/?INST\]|<\|[^|\n]{1,40}\|>|</?(?:system|assistant|user|instructions?|prompt)>|\[(?:system|assistant)\]"
    r"|(?:تجاهل|انس|تجاوز)\s+[^.\n]{0,40}(?:التعليمات|الأوامر|القواعد)"
    rf"|(?:ضع|رتب|قيم|صنف)\s+(?:هذا\s+|هذه\s+)?(?:المرشح|المرشحة|المتقدم|المتقدمة|السيرة)",
    re.IGNORECASE,
)
# By itself a label of a list: "SYSTEM: SAP R/3".
_SPEAKER = re.compile(
    r"(?:^|(?<=[\s.!]))(?:#{1,4}\s*)?(?:SYSTEM|ASSISTANT|DEVELOPER|PROMPT|ADMIN)\s*:\s*(?=[^\n]*?\b"
    r"(?:score|rate|rank|ignore|you|must|instructions?|prompt|candidates?|applicants?|override|hire|first|points)\b)"
    r"[^\n]*",
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
