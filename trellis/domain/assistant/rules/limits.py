"""How much is said in a conversation."""

from trellis.core.limits import Between

STEPS = Between(1, 4)
# Longer ones are letters; the rules that read them take a moment for each thousand.
LONGEST_ANSWER = 2000
LONGEST_QUESTION = 500
LONGEST_SUBJECT = 100
LONGEST_AGENT_NAME = 100
