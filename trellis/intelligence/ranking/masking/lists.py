"""Words that tell, or stand for, what must not count; a star is for any ending.


English, German, Spanish and Arabic, as resumes are read. What is the word of a trade is not here alone:
nobody who tests with screen readers, teaches children or fits hearing aids is to lose that.
"""

# Longer phrases that hold such a word and mean something else.
KEPT = """
mother tongue|mother tongues|double blind|single blind|blind test*|blind review*|blind hiring|blind study|
blind studies|blind sql|blind spot*|color blind*|colour blind*|sex education|gender studies|
race condition*|disabled state*|
infectious disease*|male connector*|female connector*|male to female|
leave management|time off management|church turing
"""
GENDER = """
male|female|males|females|man|men|woman|women|womens|girl|girls|boy|boys|gentleman|gentlemen|lady|ladies|
gender|sex|transgender|trans woman|trans man|nonbinary|non binary|cisgender|intersex|gay|lesbian|bisexual|
heterosexual|homosexual|lgbt*|queer|sorority|fraternity|pronouns|mr|mrs|ms|miss|mx|
she|her|hers|herself|he|him|his|himself|they them|they them theirs|
männlich|weiblich|weibliche|männliche|herr|herrn|frau|frauen*|mann|männer*|geschlecht|mädchen|schwul|
lesbisch|
transfrau|transmann|divers|er|sie|ihr|ihre|ihrer|ihren|ihm|ihn|sein|seine|seiner|seinen|
hombre|hombres|mujer|mujeres|masculino|femenino|femenina|varón|sexo|señor|señora|señorita|sr|sra|srta|
ella|ellas|lesbiana|
ذكر|أنثى|انثى|الجنس|السيد|السيدة|الآنسة|آنسة|رجل|امرأة|نساء|سيدة|هو|هي
"""
FAMILY = """
mother|father|mum|mom|dad|mothers|fathers|mother of|father of|wife|husband|spouse|married|unmarried|
divorced|
divorcee|widow|widowed|widower|single parent*|single mother|single father|single mom|single mum|
marital status|
civil status|family status|number of children|pregnan*|my children|my kids|my child|my son|my sons|
my daughter|
my daughters|my parents|my family|child care for my|homemaker|housewife|househusband|stay at home|
verheiratet|unverheiratet|ledig|geschieden|verwitwet|getrennt lebend|alleinerziehend*|familienstand|
mutter|vater|mutter von|vater von|ehefrau|ehemann|schwanger*|meine kinder|meiner kinder|meine tochter|
mein sohn|
hausfrau|hausmann|kinderlos|in partnerschaft|eingetragene partnerschaft|kinderbetreuung meiner|
casado|casada|soltero|soltera|divorciado|divorciada|viudo|viuda|estado civil|madre|padre|madre de|
padre de|
esposa|esposo|marido|embaraz*|mis hijos|mi hijo|mi hija|ama de casa|amo de casa|pareja de hecho|
متزوج|متزوجة|أعزب|عزباء|مطلق|مطلقة|أرمل|أرملة|الحالة الاجتماعية|الحالة العائلية|ربة منزل|زوجة|زوجتي|زوجي|
أطفالي
"""
AGE = """
date of birth|year of birth|place of birth|birth date|birthdate|birth place|birthplace|birth year|dob|
birthday|
year old|years old|years of age|young|youngest|younger|youthful|retired|retiree|pensioner*|
senior citizen*|
recent graduate*|digital native*|millennial*|generation z|gen z|baby boomer*|mature candidate|
geburtsdatum|geburtsort|geburtstag|geburtsjahr|jahrgang|lebensalter|rentner|rentnerin|frührentner*|
jahre alt|
jahre jung|best ager|jung|junge|junger|jungen|junges|im ruhestand|
fecha de nacimiento|lugar de nacimiento|nacimiento|años de edad|jubilado|jubilada|joven|jóvenes|
تاريخ الميلاد|تاريخ الولادة|مكان الميلاد|محل الميلاد|مواليد|متقاعد|متقاعدة|العمر|شاب|شابة
"""
HEALTH = """
deaf|deafness|deafened|deafblind|deaf blind|hard of hearing|hearing impair*|hearing loss|
hearing aid user*|
my hearing aid*|cochlear implant*|blind|blindness|visually impair*|visual impairment*|partially sighted|
low vision|sight loss|vision loss|impaired vision|impaired hearing|wheelchair|wheelchairs|
wheelchair user*|
disabled|disability|disabilities|person with a disability|person with disabilities|
people with disabilities|
persons with disabilities|registered disabled|severely disabled|physical impairment*|speech impair*|
cognitive impair*|sensory impair*|mobility impair*|impairment of|handicap|handicapped|differently abled|
special needs|reduced mobility|autism|autistic|on the autism spectrum|asperger*|adhd|add adhd|dyslexi*|
dyscalculi*|dyspraxi*|neurodiver*|neuroatypical|down syndrome|cerebral palsy|epilep*|multiple sclerosis|
bipolar disorder|bipolar|depression|depressive|anxiety disorder*|panic disorder|ptsd|ocd|schizophren*|
mental illness*|mental health condition*|mental health issue*|mental health problem*|mental health crisis|
chronic illness*|chronic condition*|chronic disease|chronically ill|chronic pain|chronic fatigue|
long covid|
cancer survivor*|cancer patient|cancer treatment|cancer diagnosis|diabetic|hiv positive|paralympi*|
special olympics|amputee*|amputation|stroke survivor|paraplegi*|tetraplegi*|quadriplegi*|guide dog*|
assistance dog*|stammer|stammering|stutter|stuttering|tourette*|burnout|burn out|illness|illnesses|
serious illness|sickness|health reasons|medical reasons|surgery recovery|recovery from illness|
gehörlos*|schwerhörig*|taub|taube|tauber|tauben|taubblind*|taubheit|hörgeschädigt*|hörbehinder*|hörgerät|
hörgeräte|
hörgeräten|hörgeräteträger*|blinde|blinder|blinden|blindes|erblindet*|sehbehinder*|sehgeschädigt*|
rollstuhl|
rollstühle|rollstuhlfahr*|rollstuhlsport*|rollstuhlbasketball*|behindert|behinderte|behinderter|
behinderten|
behindertes|behindertensport*|behindertenverein*|behinderung|behinderungen|körperbehinder*|gehbehinder*|
lernbehinder*|schwerbehinder*|schwerbeschädigt*|grad der behinderung|gdb|gleichgestellt|
gleichstellung mit|
autist*|autismus|legastheni*|dyskalkulie|multiple sklerose|depressionen|depressiv|psychisch krank|
psychische erkrankung*|psychisch erkrankt|erkrankung|erkrankungen|erkrankt|krankheit|krankheiten|krank|
krankheitsbedingt*|krankgeschrieben|krankschreibung|chronisch krank|gesundheitliche gründe|
aus gesundheitlichen gründen|blindenhund|assistenzhund|
sordo|sorda|sordos|sordas|sordomud*|sordera|hipoacus*|ciego|ciega|ciegos|ciegas|ceguera|invidente*|
baja visión|
deficiencia visual|deficiencia auditiva|discapacidad*|discapacitad*|minusvál*|minusvalía|silla de ruedas|
movilidad reducida|autismo|autista|dislexi*|esclerosis múltiple|enfermedad|enfermedades|enfermo|enferma|
depresión|perro guía|implante coclear|
أصم|صماء|الصم|الصم والبكم|صم|ضعاف السمع|ضعف السمع|إعاقة سمعية|إعاقة بصرية|إعاقة حركية|كفيف|كفيفة|مكفوف|
المكفوفين|
أعمى|ضعف البصر|إعاقة|إعاقات|معاق|معاقة|معاقين|ذوي الإعاقة|ذوي الاحتياجات الخاصة|ذوي الهمم|كرسي متحرك|توحد|
صرع|مرض|مريض|مريضة|مرضية|أمراض مزمنة|اكتئاب
"""
LEAVE = """
parental leave|maternity leave|paternity leave|family leave|adoption leave|carer leave|carer s leave|
carers leave|sick leave|medical leave|leave of absence|career break|career breaks|career gap*|
career pause|
employment gap*|gap in employment|gaps in employment|gap in my cv|gap year|sabbatical|time off|
family break|
family reasons|unemployed|unemployment|out of work|between jobs|job seeking|looking for work|redundancy|
returning to work|return to work|returner|full time carer|full time parent|family carer|
elternzeit|mutterschutz|mutterschaftsurlaub|mutterschaft|erziehungszeit|erziehungsurlaub|karenz|
elternkarenz|
babypause|familienpause|familienphase|familienzeit|pflegezeit|arbeitslos*|arbeitssuchend*|arbeitsuchend*|
berufliche auszeit|auszeit|sabbatjahr|lücke im lebenslauf|erwerbslos*|wehrdienst|grundwehrdienst|
zivildienst|
wiedereinstieg|wiedereinsteiger*|pflege meiner mutter|pflege meines vaters|pflege von angehörigen|
pflege eines angehörigen|
baja maternal|baja por maternidad|baja paternal|baja médica|baja por enfermedad|permiso de maternidad|
permiso de paternidad|permiso parental|excedencia|desempleo|desemplead*|en paro|año sabático|
servicio militar|
pausa laboral|
إجازة أمومة|إجازة الأمومة|إجازة وضع|إجازة مرضية|عاطل عن العمل|عاطلة عن العمل|بطالة|انقطاع عن العمل|
الخدمة العسكرية|خدمة عسكرية|إجازة طويلة
"""
FAITH = """
muslim|muslims|islam|islamic|islamist|christian|christians|christianity|catholic|catholics|catholicism|
protestant*|evangelical*|jewish|jew|jews|judaism|hindu|hindus|hinduism|buddhis*|sikh*|orthodox|atheis*|
agnostic faith|
mosque|mosques|church|churches|synagogue*|parish|bible|quran|koran|hijab|headscarf|religion|religions|
religious*|
ramadan|denomination|jehovah*|mormon*|
muslimisch*|muslima|islamisch*|christlich*|katholisch*|katholik*|evangelisch*|konfession|konfessionslos|
jüdisch*|
moschee|moscheegemeinde|moscheeverein|kirche|kirchen|kirchengemeinde|kirchenchor|kirchlich*|pfarrgemeinde|
pfarrei|religionszugehörigkeit|kopftuch|ministrant*|messdiener*|hinduistisch*|buddhistisch*|alevit*|
jesid*|
católico|católica|católicos|musulmán|musulmana|musulmanes|islámic*|cristiano|cristiana|cristianos|judío|
judía|
iglesia|iglesias|mezquita|religión|religioso|religiosa|evangélic*|parroquia|parroquial|testigo de jehová|
مسلم|مسلمة|المسلمين|مسيحي|مسيحية|يهودي|الديانة|ديانة|مسجد|كنيسة|إسلامي|إسلامية|القرآن|قرآن|محجبة|حجاب|
الدين
"""
ORIGIN = """
nationality|nationalities|citizenship|citizen of|immigrant*|migrant|migrants|migration background|refugee|
refugees|asylum|asylum seeker*|ethnic|ethnicity|ethnic origin|racial|people of color|people of colour|
person of color|person of colour|woman of color|african american*|afro american*|black british|
black african|
latino|latina|latinos|latinx|hispanic|hispanics|caucasian|gypsy|native american|indigenous|aboriginal|
first generation|country of birth|country of origin|place of origin|home country|foreigner|foreigners|
nationalität|staatsangehörigkeit|staatsangehörigkeiten|staatsbürgerschaft|migrationshintergrund|
flüchtling|flüchtlinge|geflüchtet|geflüchtete|geflüchteter|asyl|asylbewerber*|asylsuchend*|ausländer|
ausländerin|
herkunft|herkunftsland|spätaussiedler*|aussiedler*|heimatland|volkszugehörigkeit|
nacionalidad|ciudadanía|inmigrante*|migrante|migrantes|refugiado|refugiada|refugiados|gitano|gitana|
país de origen|extranjero|extranjera|
الجنسية|جنسية|لاجئ|لاجئة|لاجئين|مهاجر|مهاجرة|مهاجرين|بلد المنشأ|الأصل
"""
PHOTO = """
profile photo|profile picture|passport photo|headshot|bewerbungsfoto|bewerbungsbild|lichtbild|passfoto|
passbild|
profilfoto|profilbild|foto de perfil|foto de carnet|fotografía personal|صورة شخصية|الصورة الشخصية
"""
# What is said after one of these, to the end of its field, is what it names.
LABELS = """
date of birth|year of birth|place of birth|birth date|birthdate|birth place|birthplace|birth year|dob|
birthday|
nationality|citizenship|marital status|civil status|family status|number of children|children|gender|sex|
religion|denomination|ethnicity|ethnic origin|country of birth|country of origin|pronouns|age|
address|home address|street|district|
geburtsdatum|geburtsort|geburtstag|geburtsjahr|jahrgang|nationalität|staatsangehörigkeit|
staatsbürgerschaft|
familienstand|geschlecht|konfession|religion|religionszugehörigkeit|herkunft|kinder|alter|
grad der behinderung|gdb|adresse|anschrift|wohnort|wohnhaft in|stadtteil|bezirk|
fecha de nacimiento|lugar de nacimiento|nacionalidad|estado civil|sexo|género|religión|edad|hijos|
país de origen|
dirección|domicilio|barrio|distrito|
تاريخ الميلاد|تاريخ الولادة|مكان الميلاد|محل الميلاد|الجنسية|الحالة الاجتماعية|الجنس|الديانة|العمر|
العنوان|عدد الأطفال|الحي
"""
# What may be left of a line of which the rest is masked, and then tells nothing by itself.
LEFT = """
i am a an the and or of to in with for from due since my me is was been have has be as on at by who user
users person people registered severely living status years year officially identify proud member status
also fully partly almost ich bin und mit seit als ein eine einen der die das von wegen im in zu habe
anerkannt schwer person status jahre soy y con desde de la el los las un una por en tengo estoy persona
reconocida reconocido grado años أنا و من مع في منذ بسبب شخص
"""
# Words that courses end with: a year beside one is that of a graduation.
DEGREES = """
abitur|fachabitur|abi|matura|mittlere reife|realschulabschluss|hauptschulabschluss|hochschulreife|
fachhochschulreife|schulabschluss|studienabschluss|hochschulabschluss|abschluss|abgeschlossen|studium|
bachelor*|master of|master in|masters degree|master s degree|masterstudium|master|msc|m sc|bsc|b sc|ba|
b a|
mba|beng|meng|llb|llm|phd|ph d|doctorate|doctoral degree|dr rer nat|dissertation|diplom*|magister|
staatsexamen|
degree|graduated|graduation|graduate|class of|alumni|alumna|alumnus|high school|secondary school|gcse|
gcses|
a levels|a level|school leaving|baccalaureate|diploma|
schule|grundschule|gymnasium|realschule|gesamtschule|hauptschule|eingeschult|einschulung|
bachillerato|licenciatura|licenciado|licenciada|grado en|máster|maestría|doctorado|diplomatura|titulado|
titulada|
egresado|egresada|graduado|graduada|universidad|selectividad|
بكالوريوس|ماجستير|دكتوراه|دبلوم|ثانوية|الثانوية|تخرج|تخرجت|خريج|خريجة|شهادة الثانوية|ليسانس
"""
