"""By which words a job title, an employer, a school, a course and a place are told from one another."""

from __future__ import annotations

import re

from trellis.core.files.papers.headings import folded

_TITLES = """
engineer developer programmer architect analyst scientist designer manager director head chief officer
lead leader
supervisor coordinator administrator assistant associate consultant advisor adviser specialist expert
technician
operator clerk secretary receptionist accountant bookkeeper auditor controller cashier teller banker
broker nurse
doctor physician surgeon dentist pharmacist therapist psychologist caregiver carer worker teacher tutor
lecturer
professor instructor trainer educator researcher fellow intern internship trainee apprentice volunteer student
driver pilot mechanic electrician plumber carpenter welder builder foreman cook chef baker waiter
waitress barista
bartender cleaner housekeeper gardener farmer guard salesperson salesman seller merchandiser buyer
planner writer
editor journalist translator interpreter photographer producer artist musician lawyer attorney paralegal judge
librarian curator recruiter agent representative executive president partner founder owner cofounder ceo
cto cfo coo
vp scrum master qa tester devops sysadmin webmaster copywriter marketer strategist stylist hairdresser
labourer
laborer packer picker courier dispatcher inspector steward stewardess entrepreneur freelancer freelance
contractor
principal dean registrar paramedic midwife optician veterinarian biologist chemist physicist economist
statistician
entwickler entwicklerin ingenieur ingenieurin leiter leiterin referent referentin sachbearbeiter
sachbearbeiterin
buchhalter buchhalterin assistent assistentin kaufmann kauffrau kaufleute meister meisterin verkaufer
verkauferin
berater beraterin pfleger pflegerin krankenschwester arzt arztin lehrer lehrerin erzieher erzieherin koch
kochin
kellner kellnerin backer backerin elektroniker elektriker mechaniker mechatroniker schlosser schweisser
tischler
maler fahrer fahrerin lagerist konstrukteur konstrukteurin techniker technikerin praktikant praktikantin
praktikum
werkstudent werkstudentin auszubildender auszubildende azubi geschaftsfuhrer geschaftsfuhrerin vorstand
mitarbeiter mitarbeiterin fachkraft hilfskraft aushilfe volontar volontarin sozialarbeiter sozialarbeiterin
administratorin projektmanager redakteur redakteurin ubersetzer ubersetzerin jurist juristin anwalt anwaltin
informatiker informatikerin wissenschaftler wissenschaftlerin forscher trainerin ausbilder disponent
ehrenamtlich
ingeniero ingeniera desarrollador desarrolladora programador programadora analista disenador disenadora
gerente
jefe jefa director directora responsable encargado encargada coordinador coordinadora administrativo
administrativa
auxiliar ayudante asistente contable contador contadora secretario secretaria recepcionista dependiente
dependienta
cajero cajera vendedor vendedora comercial asesor asesora consultor consultora enfermero enfermera medico
medica
farmaceutico farmaceutica profesor profesora maestro maestra docente educador educadora tecnico tecnica
operario
operaria conductor conductora camarero camarera cocinero cocinera albanil electricista soldador mecanico
abogado abogada periodista traductor traductora becario becaria practicas aprendiz voluntario voluntaria
investigador investigadora supervisor supervisora promotor promotora gestor gestora arquitecto arquitecta
fotografo redactor redactora psicologo psicologa fisioterapeuta limpiador limpiadora repartidor
ingenieur ingenieure developpeur developpeuse responsable chef assistante comptable infirmier infirmiere
vendeur
vendeuse professeur enseignant stagiaire technicien technicienne
محاسب محاسبة مهندس مهندسة مدير مديرة ممرض ممرضة معلم معلمة مدرس مدرسة موظف موظفة محلل محللة مصمم مصممة
سكرتير سكرتيرة
فني فنية مترجم مترجمة مسؤول مسؤولة صيدلي صيدلانية صيدلاني مساعد مساعدة طبيب طبيبة محامي محامية رئيس رئيسة
مشرف مشرفة
منسق منسقة مطور مطورة مبرمج مبرمجة استشاري مستشار مستشارة بائع بائعة سائق طباخ نادل متدرب متدربة متطوع
متطوعة باحث باحثة
أخصائي أخصائية اخصائي عامل عاملة كاتب كاتبة مندوب مندوبة أمين أمينة مدقق مدققة مراقب مقاول كهربائي
"""
_EMPLOYERS = """
ltd limited inc llc llp plc corp corporation company co gmbh ag kg ohg se ev eg mbh ug sa sl sas srl spa
bv nv oy ab as
aps pty group holding holdings partners partner sons brothers associates labs lab studio studios agency
bank hospital
clinic university college school institute institution council ministry department government city county
authority
bakery restaurant hotel cafe bar pharmacy store stores shop market supermarket supermarkets traders
trading logistics
industries systems solutions technologies technology software services consulting foundation trust
charity church
museum library theatre theater airlines airport railways motors foods farm farms care centre center home homes
hospice nursery office insurance energy media press publishing books networks telecom pharma laboratories
club society
spedition stadtwerke backerei klinikum klinik krankenhaus kanzlei universitat hochschule gymnasium grundschule
realschule gesamtschule verlag autohaus sparkasse volksbank elektro pflegedienst seniorenheim werke werk
verein stiftung
stadt gemeinde landkreis amt bundesamt ministerium institut maschinenbau logistik versicherung
versicherungen apotheke
restaurant buro agentur handwerk gruppe fachhochschule technische kindergarten kita praxis technik
grupo banco hospital clinica colegio instituto universidad escuela ayuntamiento construcciones
transportes editorial
farmacia tecnologias supermercados bodegas telefonia hoteles empresa compania sociedad fundacion
ministerio gobierno
consultoria laboratorios seguros taller restaurante tienda tiendas centro asociacion despacho inmobiliaria
banque hopital ecole universite societe mairie
شركة مؤسسة بنك مصرف مستشفى جامعة فندق مجموعة مصنع مركز مكتب وزارة مكتبة معهد كلية عيادة صيدلية مطعم متجر
وكالة هيئة
بلدية جمعية مجمع دار شركات مصانع أكاديمية قناة صحيفة
"""
_SCHOOLS = """
university college school institute academy polytechnic conservatory seminary faculty lyceum universitat
hochschule
gymnasium fachhochschule berufsschule realschule grundschule gesamtschule hauptschule berufskolleg
akademie institut
schule oberschule fachoberschule universidad instituto escuela colegio academia facultad politecnica
universite ecole
lycee universita politecnico جامعة معهد كلية مدرسة أكاديمية ثانوية الجامعة المعهد
"""
_COURSES = """
bachelor master bsc msc ba ma mba phd md beng meng bba diploma degree certificate doctorate associate
honours gcse
a-levels abitur diplom magister staatsexamen ausbildung lehre fachabitur promotion weiterbildung studium
realschulabschluss mittlere reife matura grado licenciatura maestria doctorado bachillerato ingenieria
tecnico formacion diplomatura licence baccalaureat بكالوريوس ماجستير دكتوراه دبلوم ليسانس شهادة الثانوية إجازة
"""
_PLACES = """
remote london leeds bristol manchester birmingham liverpool glasgow edinburgh dublin belfast cardiff
oxford cambridge
new york boston chicago seattle austin denver houston dallas atlanta miami toronto vancouver montreal
sydney melbourne
los angeles san francisco san diego philadelphia washington portland berlin hamburg munchen munich
leipzig koln cologne
frankfurt stuttgart dresden hannover bremen nurnberg essen dortmund dusseldorf bonn wien vienna graz linz
salzburg
zurich basel bern genf madrid sevilla valencia bilbao barcelona zaragoza malaga murcia granada lima
bogota quito
caracas mexico monterrey guadalajara buenos aires cordoba rosario santiago montevideo paris lyon
marseille lille
amsterdam rotterdam utrecht brussels rome milan warsaw prague budapest lisbon porto copenhagen stockholm
oslo helsinki
dubai abu dhabi riyadh jeddah doha amman cairo beirut germany deutschland spain espana england uk usa
united kingdom
austria osterreich schweiz switzerland france homeoffice remoto remota hybrid
دبي الرياض عمان القاهرة بيروت جدة الدوحة بغداد دمشق تونس الكويت المنامة مسقط الإسكندرية الدمام أبوظبي
"""
_SUFFIXES = re.compile(
    r"(?:entwickler|ingenieur|leiter|leitung|referent|bearbeiter|assistent|berater|pfleger|lehrer|kaufmann|kauffrau|meister|"
    r"techniker|mechaniker|fahrer|verkaufer|manager|fachkraft|kraft|arbeiter|helfer|mitarbeiter|administrator|trainer|"
    r"student|schwester|elektroniker|konstrukteur|beauftragter|beauftragte|spezialist)(?:in|innen|e|er)?$"
)
_ORGANIZED = re.compile(
    r"(?:werke|klinik|klinikum|bank|schule|verlag|haus|heim|spedition|backerei|universitat|gymnasium|logistik)$"
)
_LEGAL = re.compile(
    r"(?:\b(?:GmbH|mbH|AG|KG|OHG|SE|eG|UG|Ltd|Limited|Inc|LLC|LLP|PLC|plc|Corp|SARL|SAS|Oy|AB|ApS|BV|NV)\b|"
    r"\bS\.\s?[AL]\.|\bS\.\s?[AL]\b|\be\.\s?V\.|\bCo\.)"
)
_STATE = re.compile(r",\s*[A-Z]{2}$|^[A-Z]{2}$")


def _set(words: str) -> frozenset[str]:
    return frozenset(folded(word) for word in words.split())


_TITLE_WORDS, _EMPLOYER_WORDS, _SCHOOL_WORDS = _set(_TITLES), _set(_EMPLOYERS), _set(_SCHOOLS)
_COURSE_WORDS, _PLACE_WORDS = _set(_COURSES), _set(_PLACES)


def works_as(text: str) -> float:
    """Return how much a text looks like a job title, 0 for not at all."""
    words = folded(text).split()
    if not words:
        return 0.0
    score = sum(1.0 for word in words[:6] if word in _TITLE_WORDS or _SUFFIXES.search(word))
    # In Arabic and in Spanish what somebody is comes first.
    return score + (0.5 if words[0] in _TITLE_WORDS else 0.0)


def employs(text: str) -> float:
    """Return how much a text looks like the name of an organization, 0 for not at all."""
    words = folded(text).split()
    score = 1.5 if _LEGAL.search(text) else 0.0
    score += sum(1.0 for word in words if word in _EMPLOYER_WORDS or _ORGANIZED.search(word))
    return score + (0.3 if "&" in text else 0.0)


def teaches(text: str) -> float:
    """Return how much a text looks like the name of a school."""
    words = folded(text).split()
    return sum(
        1.0
        for word in words
        if word in _SCHOOL_WORDS or word.endswith(("schule", "gymnasium", "universitat"))
    )


def is_studied(text: str) -> float:
    """Return how much a text looks like the name of a course or of what it ends with."""
    words = folded(text).split()
    return sum(
        1.0 for word in words if word in _COURSE_WORDS or word.startswith(("bachelor", "master", "diplom"))
    )


def is_place(text: str) -> bool:
    """Tell whether a text is the name of a town or a country, and of nothing else."""
    if _STATE.search(text.strip()):
        return True
    words = folded(re.sub(r"[()]", " ", text)).split()
    return bool(words) and len(words) <= 5 and all(word in _PLACE_WORDS for word in words)


def is_legal_form(text: str) -> bool:
    """Tell whether a text is no name, but how a firm is constituted: "Inc."."""
    bare = text.strip(" .")
    return bool(_LEGAL.fullmatch(text.strip()) or _LEGAL.fullmatch(bare))
