"""A JSON Resume document as somebody brings it (jsonresume.org, schema 1.0.0).

Its texts come from other programs: signs that no paper can have are left out of them rather than refused.
"""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from trellis.core.http.input import Input
from trellis.core.writing.texts import mended_line, mended_lines
from trellis.domain.portfolio.rules import limits
from trellis.domain.portfolio.rules.dates import NOT_A_DATE, OUT_OF_ORDER, are_in_order, is_date
from trellis.domain.portfolio.rules.documents import Document, without_nothing

_NOT_AN_ADDRESS = "Write an address that begins with http:// or https://."
_SAYS_NOTHING = "This is a JSON Resume document that says nothing, or none at all."
# Of a document's own, and nothing of a person.
_OF_PROGRAMS = frozenset({"$schema", "meta"})


class _ForeignField(serializers.CharField):
    """A text that another program has written."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "allow_blank": True, **options})

    def to_internal_value(self, data: Any) -> str:
        """Return what of it can be kept."""
        return self.mended(super().to_internal_value(data))

    def mended(self, text: str) -> str:
        """Return the text in its form."""
        return mended_line(text)


class ForeignLine(_ForeignField):
    """A line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": limits.LONGEST_LINE, **options})


class ForeignText(_ForeignField):
    """A text of several lines."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": limits.LONGEST_TEXT, **options})

    def mended(self, text: str) -> str:
        """Return the text in its form."""
        return mended_lines(text)


class ForeignDate(_ForeignField):
    """A year, a month or a day; "" is not known, or goes on."""

    def mended(self, text: str) -> str:
        """Return the date as exactly as it is written; raise ValidationError."""
        date = mended_line(text)
        if date and not is_date(date):
            raise serializers.ValidationError(NOT_A_DATE)
        return date


class ForeignLink(_ForeignField):
    """An address in the web."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": limits.LONGEST_LINK, **options})

    def mended(self, text: str) -> str:
        """Return the address; raise ValidationError for what leads elsewhere than into the web."""
        link = mended_line(text)
        if link and (not link.startswith(("http://", "https://")) or " " in link):
            raise serializers.ValidationError(_NOT_AN_ADDRESS)
        return link


class WordsField(serializers.ListField):
    """Lines, those that say nothing left out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(child=ForeignText(), max_length=limits.MOST_WORDS, required=False, **options)

    def to_internal_value(self, data: Any) -> list[Any]:
        """Return the lines."""
        return [word for word in super().to_internal_value(data) if word]


class _Entry(Input):
    """A part of the document, of which what says nothing is left out."""

    def to_internal_value(self, data: Any) -> Any:
        """Return what it says; raise ValidationError."""
        return without_nothing(super().to_internal_value(data))

    def validate(self, attrs: Document) -> Document:
        """Refuse what ended before it began."""
        if not are_in_order(attrs.get("startDate", ""), attrs.get("endDate", "")):
            raise serializers.ValidationError({"endDate": [OUT_OF_ORDER]})
        return attrs


def _section(kind: Any) -> Any:
    """Return the field of a list of such entries."""
    return kind(many=True, required=False, max_length=limits.MOST_ENTRIES)


class ResumePlaceInput(_Entry):
    """Where somebody is."""

    address = ForeignText()
    postalCode = ForeignLine()  # noqa: N815  (as JSON Resume writes it)
    city = ForeignLine()
    countryCode = ForeignLine()  # noqa: N815
    region = ForeignLine()


class ResumeProfileInput(_Entry):
    """Where else somebody is found."""

    network = ForeignLine()
    username = ForeignLine()
    url = ForeignLink()


class ResumeBasicsInput(_Entry):
    """Who it is."""

    name = ForeignLine()
    label = ForeignLine()  # type: ignore[assignment]  # a field's name
    image = ForeignLink()
    email = ForeignLine()
    phone = ForeignLine()
    url = ForeignLink()
    summary = ForeignText()
    location = ResumePlaceInput(required=False)
    profiles = _section(ResumeProfileInput)


class ResumeWorkInput(_Entry):
    """Where somebody has worked."""

    name = ForeignLine()
    location = ForeignLine()
    description = ForeignLine()
    position = ForeignLine()
    url = ForeignLink()
    startDate = ForeignDate()  # noqa: N815
    endDate = ForeignDate()  # noqa: N815
    summary = ForeignText()
    highlights = WordsField()


class ResumeVolunteerInput(_Entry):
    """Where somebody has helped."""

    organization = ForeignLine()
    position = ForeignLine()
    url = ForeignLink()
    startDate = ForeignDate()  # noqa: N815
    endDate = ForeignDate()  # noqa: N815
    summary = ForeignText()
    highlights = WordsField()


class ResumeEducationInput(_Entry):
    """What somebody has learned, and where."""

    institution = ForeignLine()
    url = ForeignLink()
    area = ForeignLine()
    studyType = ForeignLine()  # noqa: N815
    startDate = ForeignDate()  # noqa: N815
    endDate = ForeignDate()  # noqa: N815
    score = ForeignLine()
    courses = WordsField()


class ResumeAwardInput(_Entry):
    """What somebody was given."""

    title = ForeignLine()
    date = ForeignDate()
    awarder = ForeignLine()
    summary = ForeignText()


class ResumeCertificateInput(_Entry):
    """What somebody has been certified."""

    name = ForeignLine()
    date = ForeignDate()
    url = ForeignLink()
    issuer = ForeignLine()


class ResumePublicationInput(_Entry):
    """What somebody has published."""

    name = ForeignLine()
    publisher = ForeignLine()
    releaseDate = ForeignDate()  # noqa: N815
    url = ForeignLink()
    summary = ForeignText()


class ResumeSkillInput(_Entry):
    """What somebody can do."""

    name = ForeignLine()
    level = ForeignLine()
    keywords = WordsField()


class ResumeLanguageInput(_Entry):
    """What somebody speaks."""

    language = ForeignLine()
    fluency = ForeignLine()


class ResumeInterestInput(_Entry):
    """What somebody likes."""

    name = ForeignLine()
    keywords = WordsField()


class ResumeReferenceInput(_Entry):
    """What others say."""

    name = ForeignLine()
    reference = ForeignText()


class ResumeProjectInput(_Entry):
    """What somebody has made."""

    name = ForeignLine()
    description = ForeignText()
    highlights = WordsField()
    keywords = WordsField()
    startDate = ForeignDate()  # noqa: N815
    endDate = ForeignDate()  # noqa: N815
    url = ForeignLink()
    roles = WordsField()
    entity = ForeignLine()
    type = ForeignLine()


class ResumeDocumentInput(_Entry):
    """The document."""

    basics = ResumeBasicsInput(required=False)
    work = _section(ResumeWorkInput)
    volunteer = _section(ResumeVolunteerInput)
    education = _section(ResumeEducationInput)
    awards = _section(ResumeAwardInput)
    certificates = _section(ResumeCertificateInput)
    publications = _section(ResumePublicationInput)
    skills = _section(ResumeSkillInput)
    languages = _section(ResumeLanguageInput)
    interests = _section(ResumeInterestInput)
    references = _section(ResumeReferenceInput)
    projects = _section(ResumeProjectInput)

    def to_internal_value(self, data: Any) -> Any:
        """Return what it says, entries that say nothing left out; raise ValidationError."""
        said = super().to_internal_value(data)
        return without_nothing(
            {
                name: [each for each in part if each] if isinstance(part, list) else part
                for name, part in said.items()
            }
        )

    def validate(self, attrs: Document) -> Document:
        """Refuse a document that says nothing of anybody."""
        if not attrs:
            raise serializers.ValidationError(_SAYS_NOTHING)
        return attrs


def unread_sections(document: Any) -> list[str]:
    """Return the names of sections that no JSON Resume has, and that were not read."""
    if not isinstance(document, Mapping):
        return []
    known = {*ResumeDocumentInput().fields, *_OF_PROGRAMS}
    return [mended_line(str(name))[: limits.LONGEST_SECTION_NAME] for name in document if name not in known]
