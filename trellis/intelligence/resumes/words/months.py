"""The months, by all names and short forms that they have."""

_FULL = (
    "january januar enero janvier gennaio janeiro يناير كانون·الثاني jänner",
    "february februar febrero février febbraio fevereiro فبراير شباط feber",
    "march märz marzo mars março مارس آذار maerz",
    "april abril avril aprile أبريل ابريل إبريل نيسان",
    "may mai mayo maggio maio مايو أيار",
    "june juni junio juin giugno junho يونيو حزيران",
    "july juli julio juillet luglio julho يوليو تموز",
    "august agosto août أغسطس اغسطس آب",
    "september septiembre septembre settembre setembro سبتمبر أيلول setiembre",
    "october oktober octubre octobre ottobre outubro أكتوبر اكتوبر تشرين·الأول",
    "november noviembre novembre نوفمبر تشرين·الثاني",
    "december dezember diciembre décembre dicembre dezembro ديسمبر كانون·الأول",
)
_SHORT = (
    "jan ene janv gen",
    "feb fév févr febr fev",
    "mar mär mrz",
    "apr abr avr",
    "mag",
    "jun giu",
    "jul juil lug",
    "aug ago aoû",
    "sep sept set",
    "oct okt ott out",
    "nov",
    "dec dez dic déc",
)
MONTHS: dict[str, int] = {
    name.replace("·", " "): number
    for names in (_FULL, _SHORT)
    for number, said in enumerate(names, 1)
    for name in said.split()
}
