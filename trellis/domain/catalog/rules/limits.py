"""How long what stands in the catalog may be, and what is asked of it."""

from trellis.core.limits import Between

LONGEST_NAME = 80
LONGEST_DESCRIPTION = 300
# A name and a description, with what stands between them.
LONGEST_PHRASE = 400
LONGEST_MODEL = 200
LONGEST_QUESTION = 500
RESULTS = Between(1, 50)
USUAL_RESULTS = 10
