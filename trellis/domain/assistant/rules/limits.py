"""How much is said in a conversation."""

from trellis.core.limits import Between

STEPS = Between(1, 4)
# Longer ones are letters; the rules that read them take a moment for each thousand.
LONGEST_ANSWER = 2000
LONGEST_QUESTION = 500
LONGEST_SUBJECT = 100
LONGEST_AGENT_NAME = 100

LONGEST_VOICE = 50
USUAL_VOICE = "default"
LONGEST_LANGUAGE = 35  # what BCP 47 asks to have room for
USUAL_LANGUAGE = "en-US"
FINGERPRINT_LETTERS = 64
LONGEST_PREVIEW = 6000  # a message and what stands around it
LONGEST_SENTENCE = 500

# What an agent may do by itself, unless its person says otherwise.
ACTS_A_DAY = Between(0, 1000)
USUAL_ACTS_A_DAY = 20
MONEY_DIGITS, MONEY_DECIMALS = 11, 3
LEAST_MONEY = 0
MOST_MONEY_MINOR = 99_999_999
USUAL_MONEY_MINOR = 30_000
USUAL_CURRENCY = "USD"
HOURS_A_WEEK = Between(0, 7 * 24)
USUAL_HOURS_A_WEEK = 10
MOST_PEOPLE = 200
MOST_OPEN_SHOWN = 20  # proposals at once

SESSION_DAYS = Between(1, 7)  # that somebody prefers
# How far ahead a time is looked for that is as somebody wants it.
DAYS_LOOKED_AT = 28
ALTERNATIVES = 3

# What is read out takes some minutes at most.
LONGEST_SPOKEN = 4000
MOST_CHOICES = 5  # more is nobody's to keep in mind
MOST_READ_OUT = 5  # messages at once
LONGEST_READ_OUT = 400  # letters of a message
MOST_KNOWN = 300  # people by whose names a recording is listened to
LONGEST_COMMAND = 1000
LONGEST_CHOICE = 64
