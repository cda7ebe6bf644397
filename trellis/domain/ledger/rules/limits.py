"""How long what the ledger keeps can be."""

LONGEST_KEY = 200
LONGEST_KIND = 20
CURRENCY_LETTERS = 3
HASH_BYTES = 32
# Printable ASCII: in the text that is hashed, line by line, no key can pass for something else.
KEY_FORM = r"^[!-~]+$"
CURRENCY_FORM = r"^[A-Z]{3}$"
FEWEST_ENTRIES = 2
