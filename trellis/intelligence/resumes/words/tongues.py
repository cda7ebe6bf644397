"""Languages and how well they are known, by the names that they have in several languages."""

from __future__ import annotations

from trellis.core.files.papers.headings import folded

_NAMES = """
Arabic: arabic arabisch árabe arabe العربية عربي اللغة_العربية
English: english englisch inglés anglais inglese الإنجليزية الانجليزية إنجليزي انجليزي الإنكليزية
German: german deutsch alemán allemand tedesco الألمانية الالمانية ألماني
French: french französisch francés français francese الفرنسية فرنسي
Spanish: spanish spanisch español espagnol spagnolo castellano الإسبانية الاسبانية إسباني
Italian: italian italienisch italiano italien الإيطالية الايطالية
Portuguese: portuguese portugiesisch portugués português portugais البرتغالية
Dutch: dutch niederländisch neerlandés holandés néerlandais الهولندية
Turkish: turkish türkisch turco turc التركية تركي
Russian: russian russisch ruso russe russo الروسية روسي
Ukrainian: ukrainian ukrainisch ucraniano ukrainien الأوكرانية
Polish: polish polnisch polaco polonais polacco البولندية
Czech: czech tschechisch checo tchèque
Slovak: slovak slowakisch eslovaco
Hungarian: hungarian ungarisch húngaro hongrois
Romanian: romanian rumänisch rumano roumain
Bulgarian: bulgarian bulgarisch búlgaro
Greek: greek griechisch griego grec اليونانية
Serbian: serbian serbisch serbio
Croatian: croatian kroatisch croata
Bosnian: bosnian bosnisch bosnio
Slovenian: slovenian slowenisch esloveno
Albanian: albanian albanisch albanés
Swedish: swedish schwedisch sueco suédois
Danish: danish dänisch danés danois
Norwegian: norwegian norwegisch noruego
Finnish: finnish finnisch finés finlandés
Estonian: estonian estnisch
Latvian: latvian lettisch
Lithuanian: lithuanian litauisch
Icelandic: icelandic isländisch
Irish: irish gaelic irisch gaeilge
Welsh: welsh walisisch
Catalan: catalan katalanisch catalán català
Basque: basque baskisch euskera vasco
Galician: galician galicisch gallego
Chinese: chinese chinesisch chino chinois mandarin mandarín الصينية
Cantonese: cantonese kantonesisch cantonés
Japanese: japanese japanisch japonés japonais اليابانية
Korean: korean koreanisch coreano coréen الكورية
Vietnamese: vietnamese vietnamesisch vietnamita
Thai: thai thailändisch tailandés
Hindi: hindi الهندية
Urdu: urdu الأردية الأوردو
Bengali: bengali bangla bengalisch
Punjabi: punjabi
Tamil: tamil
Telugu: telugu
Gujarati: gujarati
Marathi: marathi
Persian: persian farsi persisch persa الفارسية
Pashto: pashto paschtu
Kurdish: kurdish kurdisch kurdo الكردية
Hebrew: hebrew hebräisch hebreo hébreu العبرية
Amharic: amharic amharisch
Somali: somali
Swahili: swahili suaheli suajili
Yoruba: yoruba
Igbo: igbo
Hausa: hausa
Zulu: zulu
Afrikaans: afrikaans
Tagalog: tagalog filipino
Indonesian: indonesian indonesisch bahasa_indonesia indonesio
Malay: malay malaiisch malayo
Latin: latin latein latín
Esperanto: esperanto
Quechua: quechua
Guarani: guaraní guarani
Austrian_Sign_Language: ögs österreichische_gebärdensprache austrian_sign_language
German_Sign_Language: dgs deutsche_gebärdensprache german_sign_language
American_Sign_Language: asl american_sign_language
British_Sign_Language: bsl british_sign_language
Irish_Sign_Language: isl irish_sign_language
Swiss_German_Sign_Language: dsgs deutschschweizer_gebärdensprache
French_Sign_Language: lsf langue_des_signes_française french_sign_language
Spanish_Sign_Language: lse lengua_de_signos_española spanish_sign_language lengua_de_signos
Sign_language: sign_language gebärdensprache lengua_de_señas langue_des_signes لغة_الإشارة
"""
_LEVELS = """
native: native native_speaker mother_tongue first_language muttersprache muttersprachlich
native: muttersprachler erstsprache
native: nativo nativa lengua_materna materno materna bilingual bilingüe langue_maternelle maternelle
native: اللغة_الأم لغة_أم الأم أم bilingue
advanced: c1 c2 fluent fluently advanced proficient full_professional professional_working excellent
advanced: very_good business
advanced: fließend verhandlungssicher sehr_gut sehr_gute fortgeschritten fliessend
advanced: fluido fluida avanzado avanzada alto muy_bueno courant
advanced: متقدم متقدمة بطلاقة طلاقة ممتاز ممتازة جيد_جدا إجادة إجادة_تامة
intermediate: b1 b2 intermediate upper_intermediate conversational limited_working good working_knowledge
intermediate: gut gute gute_kenntnisse mittelstufe konversationssicher solide erweiterte
intermediate: intermedio intermedia medio bueno intermédiaire متوسط متوسطة جيد جيدة
basic: a1 a2 basic beginner elementary basics some novice
basic: grundkenntnisse anfänger grundlagen basiskenntnisse wenig
basic: básico básica principiante elemental inicial nociones débutant notions
basic: مبتدئ مبتدئة أساسي أساسيات بسيط ضعيف مقبول
"""


def _table(said: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in said.strip().splitlines():
        value, _, names = row.partition(":")
        for name in names.split():
            found.setdefault(folded(name.replace("_", " ")), value.replace("_", " "))
    return found


TONGUES, LEVELS = _table(_NAMES), _table(_LEVELS)
