"""What the headings of resumes are called, in the languages that they come in."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import Protocol


class Section(StrEnum):
    """What a part of a resume is about."""

    CONTACT = "contact"
    SUMMARY = "summary"
    JOBS = "jobs"
    EDUCATION = "education"
    SKILLS = "skills"
    LANGUAGES = "languages"
    LINKS = "links"
    OTHER = "other"


_NAMES: dict[Section, str] = {
    Section.CONTACT: (
        "contact|contact details|contact information|contact me|personal details|personal information|"
        "personal data|"
        "details|kontakt|kontaktdaten|persönliche daten|persönliches|angaben zur person|zur person|contacto|"
        "datos personales|datos de contacto|información personal|información de contacto|coordonnées|"
        "informations personnelles|contatti|معلومات الاتصال|بيانات الاتصال|الاتصال|للتواصل|التواصل|"
        "المعلومات الشخصية|البيانات الشخصية|معلومات شخصية|بيانات شخصية"
    ),
    Section.SUMMARY: (
        "summary|profile|about|about me|professional summary|career summary|executive summary|objective|"
        "career objective|personal statement|personal profile|professional profile|introduction|overview|"
        "profil|"
        "kurzprofil|über mich|zusammenfassung|berufliches profil|perfil|perfil profesional|sobre mí|resumen|"
        "resumen profesional|objetivo|objetivo profesional|extracto|à propos|profilo|الملخص|نبذة|نبذة عني|"
        "الملخص المهني|ملخص|الهدف|الهدف المهني|نبذة شخصية|نبذة مهنية"
    ),
    Section.JOBS: (
        "experience|work experience|professional experience|employment|employment history|work history|"
        "career|"
        "career history|relevant experience|job experience|working experience|professional background|"
        "positions|"
        "experience and volunteering|industry experience|berufserfahrung|beruflicher werdegang|berufspraxis|"
        "berufliche erfahrung|berufliche erfahrungen|berufliche stationen|berufliche laufbahn|werdegang|"
        "praxis|"
        "praxiserfahrung|praktische erfahrung|praktische erfahrungen|tätigkeiten|berufstätigkeit|erfahrung|"
        "arbeitserfahrung|experiencia|experiencia laboral|experiencia profesional|trayectoria|historial "
        "laboral|"
        "trayectoria profesional|trayectoria laboral|empleo|expérience|expérience professionnelle|"
        "expériences|"
        "expériences professionnelles|parcours professionnel|esperienza|esperienze lavorative|"
        "esperienza professionale|الخبرة|الخبرات|الخبرة العملية|الخبرات العملية|الخبرة المهنية|الخبرات "
        "المهنية|"
        "خبرات العمل|خبرة العمل|الخبرة الوظيفية|التاريخ الوظيفي|المسيرة المهنية|السيرة المهنية"
    ),
    Section.EDUCATION: (
        "education|education and training|academic background|academic history|studies|qualifications|"
        "academic qualifications|educational background|schooling|training|ausbildung|bildung|bildungsweg|"
        "schulbildung|studium|schule|aus- und weiterbildung|akademischer werdegang|bildungsgang|"
        "schulische ausbildung|ausbildung und studium|studium und ausbildung|hochschulausbildung|"
        "schulausbildung|"
        "berufsausbildung|educación|formación|formación académica|estudios|estudios realizados|"
        "formación y estudios|educación y formación|titulación|datos académicos|formation|formations|études|"
        "diplômes|istruzione|istruzione e formazione|formazione|التعليم|المؤهلات|المؤهلات العلمية|المؤهل "
        "العلمي|"
        "المؤهلات الأكاديمية|الدراسة|التحصيل العلمي|التحصيل الدراسي|الشهادات العلمية|التعليم والتدريب"
    ),
    Section.SKILLS: (
        "skills|top skills|main skills|technical skills|key skills|core skills|core competencies|"
        "competencies|expertise|"
        "technologies|"
        "tools|tech stack|technical expertise|professional skills|hard skills|soft skills|other skills|stack|"
        "skill set|skillset|areas of expertise|strengths|abilities|know-how|computer skills|it skills|"
        "tools and technologies|skills and tools|skills and expertise|skills summary|proficiencies|"
        "specialties|"
        "kenntnisse|fähigkeiten|kompetenzen|fachkenntnisse|edv-kenntnisse|edv kenntnisse|it-kenntnisse|"
        "computerkenntnisse|technische kenntnisse|qualifikationen|fertigkeiten|besondere kenntnisse|"
        "kenntnisse und fähigkeiten|fähigkeiten und kenntnisse|fachliche kompetenzen|weitere kenntnisse|"
        "kernkompetenzen|stärken|habilidades|competencias|aptitudes|conocimientos|destrezas|capacidades|"
        "habilidades técnicas|competencias técnicas|conocimientos técnicos|conocimientos informáticos|"
        "competencias clave|habilidades y competencias|compétences|compétences techniques|competenze|abilità|"
        "المهارات|مهارات|المهارات التقنية|المهارات الفنية|المهارات المهنية|المهارات الشخصية|الكفاءات|القدرات|"
        "المهارات والقدرات|مهارات الحاسوب|مهارات الحاسب الآلي"
    ),
    Section.LANGUAGES: (
        "languages|language skills|spoken languages|foreign languages|languages spoken|language|sprachen|"
        "sprachkenntnisse|fremdsprachen|fremdsprachenkenntnisse|idiomas|lenguas|idioma|langues|lingue|"
        "langues parlées|lingue straniere|اللغات|اللغة|لغات|مهارات اللغة|المهارات اللغوية|اللغات الأجنبية"
    ),
    Section.LINKS: (
        "links|online|profiles|web|websites|on the web|find me online|social|social media|enlaces|redes|"
        "redes sociales|en línea|profile im netz|روابط|الروابط"
    ),
    Section.OTHER: (
        "interests|hobbies|hobbies and interests|activities|references|projects|personal projects|"
        "publications|"
        "certifications|certificates|licenses|licences|licenses and certifications|awards|honors|honours|"
        "achievements|volunteering|volunteer experience|volunteer work|memberships|courses|additional "
        "information|"
        "other|miscellaneous|conferences|patents|driving licence|declaration|interessen|freizeit|referenzen|"
        "projekte|veröffentlichungen|zertifikate|zertifizierungen|weiterbildung|weiterbildungen|fortbildungen|"
        "ehrenamt|engagement|ehrenamtliches engagement|auszeichnungen|sonstiges|führerschein|hobbys|"
        "publikationen|"
        "intereses|aficiones|referencias|proyectos|publicaciones|certificaciones|certificados|premios|voluntariado|"
        "cursos|otros|otros datos|información adicional|logros|carné de conducir|centres d'intérêt|loisirs|"
        "références|projets|certificazioni|interessi|الاهتمامات|الهوايات|المراجع|المشاريع|الشهادات|الدورات|"
        "الدورات التدريبية|التطوع|الجوائز|الإنجازات|معلومات إضافية|العضويات|المنشورات|رخصة القيادة|المعرفون"
    ),
}
_MARKS = re.compile(r"[\W_]+")
LONGEST_HEADING = 48


class _Looks(Protocol):
    @property
    def text(self) -> str: ...


def folded(text: str) -> str:
    """Return a text as headings and words are compared: small letters, without accents or signs."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign) and sign != "ـ")
    return _MARKS.sub(" ", bare.replace("&", " and ")).strip()


_JOINS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي"})


def _key(text: str) -> str:
    words = folded(text).translate(_JOINS).split()
    return " ".join(
        word for word in words if word not in {"and", "und", "y", "et", "e", "the", "my", "mein", "meine"}
    )


SECTIONS = {_key(name): section for section, names in _NAMES.items() for name in names.split("|")}


# The same short lines are asked about again and again, by readers of resumes and by audits of rankings.
@lru_cache(maxsize=16_384)
def section_of(text: str) -> Section | None:
    """Return of what section a line is the heading, None where it is none."""
    if len(text) > LONGEST_HEADING:
        return None
    key = _key(text)
    if key in SECTIONS:
        return SECTIONS[key]
    # "SKILLS & TOOLS", "Education / Training": each part is a name of one and the same.
    parts = [
        SECTIONS.get(_key(part)) for part in re.split(r"\s*(?:[&/,|+]|\band\b|\bund\b|\by\b|\bet\b)\s*", text)
    ]
    return parts[0] if len(parts) > 1 and parts[0] is not None and len(parts) <= 3 and all(parts) else None


def is_heading_like(line: _Looks) -> bool:
    """Tell whether a part of a page could be a heading: it bears the name of a section."""
    return section_of(line.text.rstrip(":")) is not None
