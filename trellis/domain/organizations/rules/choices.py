"""What there is to choose from, where an organization says what it is."""

from django.db import models


class Industry(models.IntegerChoices):
    """What an organization does, by the numbers 1 to 12 of enabled-talent-api.md, which names none."""

    TECHNOLOGY = 1, "Technology"
    HEALTH = 2, "Health and care"
    FINANCE = 3, "Finance and insurance"
    EDUCATION = 4, "Education"
    MANUFACTURING = 5, "Manufacturing"
    RETAIL = 6, "Retail"
    HOSPITALITY = 7, "Hospitality and tourism"
    CONSTRUCTION = 8, "Construction and property"
    TRANSPORT = 9, "Transport and logistics"
    MEDIA = 10, "Media and culture"
    PUBLIC = 11, "Public and non-profit"
    OTHER = 12, "Other"


class EmployeeSize(models.IntegerChoices):
    """How many people work for an organization, by the numbers of enabled-talent-api.md."""

    TINY = 1, "1-10"
    SMALL = 2, "11-50"
    MEDIUM = 3, "51-200"
    LARGE = 4, "201-1000"
    HUGE = 5, "1000+"
