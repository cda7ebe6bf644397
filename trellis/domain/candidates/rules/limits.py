"""What candidates may write. Lengths count characters, and structures bytes and levels."""

from trellis.core.limits import Between

LONGEST_SLUG = 80
LONGEST_SALARY_RANGE = 100
LARGEST_STRUCTURE = 10_000  # bytes, as JSON
DEEPEST_STRUCTURE = 8
MOST_FIELDS_SHARED = 1000  # more than a structure has
READS_SHOWN = 500  # of the log, the newest; the export of one's data has all

LONGEST_SKILL = LONGEST_LANGUAGE = 100
LONGEST_COURSE = LONGEST_MAJOR = LONGEST_INSTITUTION = 200
YEARS = Between(1900, 2100)
# A whole profile shows all of them.
MOST_SKILLS, MOST_LANGUAGES, MOST_EDUCATION = 300, 50, 100

LONGEST_IDENTIFIER = LONGEST_SECTION = 200
LONGEST_NOTE = LONGEST_SELECTED_TEXT = 5000
NOTES_SHOWN = 100  # of a profile, the newest

LONGEST_QUESTION = 5000

LONGEST_FOUND = 500  # of a title, an employer, a link that is confirmed
MOST_CONFIRMED = 500  # at once

LONGEST_ABOUT = 500
MOST_NEAR = 200  # profiles that are found by what somebody is looking for
LONGEST_MODEL = 200
