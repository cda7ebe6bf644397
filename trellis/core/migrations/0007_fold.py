"""The function `core_fold`: text as a search compares it, the twin of `core.db.folding.fold`.

It needs no collation and no extension, so that it gives the same on every server and may stand in an index.
The table was made by `fold` from the letters of Unicode 14; tests hold the two against each other.
"""

from django.db import migrations

# Decomposed letters and what becomes of them, in hexadecimal: from-to/step>becomes; no ">": nothing.
LETTERS = """
41-5a>61 ad c6>e6 d0>64 d8>6f de>fe f0>64 f8>6f 110>64 111>64 126>68 127>68 131>69 138>6b 141>6c 142>6c
14a>6e 14b>6e 152>153 166>74 167>74 180>62 181>62 182>62 183>62 184>185 186>254 187>63 188-189>63 18a>64
18b>64 18c>64 18e>1dd 18f>65 190>25b 191>66 192-193>66 194>263 196>269 197>69 198>6b 199-19a>6b 19c>26f
19d>6e 19e>6e 19f>275 1a2>1a3 1a4>70 1a5>70 1a6>280 1a7>1a8 1a9>283 1ab>74 1ac>74 1ad>74 1ae>74 1b1>28a
1b2>76 1b3>79 1b4-1b5>79 1b6>7a 1b7>292 1b8>1b9 1ba>292 1bc>1bd 1be>296 1e4>67 1e5>67 1f6>195 1f7>1bf
21c>21d 220>6e 221>64 222>223 224>7a 225>7a 234>6c 235>6e 236>74 23a>61 23b>63 23c>63 23d>6c 23e>74 23f>73
240>7a 241>242 243>62 244>289 245>28c 246>65 247>65 248>6a 249>6a 24a>71 24b-24c>71 24d>72 24e>79 24f>79
253>62 255-256>63 257>64 259>65 25a>65 25d>25c 25f>237 260>67 266>68 267>a727 268>69 26b>6c 26c>6c 26d>6c
270>26f 271-272>6d 273>6e 27a>279 27b>279 27c>72 27d>72 27e>72 282>73 284>237 286>283 288>74 28b>76 290>7a
291>7a 293>292 29b>262 29d>6a 2a0>71 2a1>294 2a5>2a3 2ae>265 2af>265 2b9>27 2ba>27 2bb>27 2bc>27 2bd>27
2be>27 2bf>27 300-33f 342 345-36f 370-372/2>371 376>377 37f>3f3 391-3a1>3b1 3a3-3a9>3c3 3c2>3c3 3cf>3d7
3d8-3ee/2>3d9 3f7>3f8 3fa>3fb 3fd-3ff>37b 402-404/2>452 405-406>455 408-40b>458 40f>45f 410-418>430
41a-42f>43a 460-474/2>461 478-47a/2>479 47c>461 47d>461 47e-480/2>47f 483-489 48a>438 48b>438 48c>48d
48e>440 48f>440 490>433 491>433 492>433 493>433 494>433 495>433 496>436 497-498>436 499>437 49a>43a 49b>43a
49c>43a 49d>43a 49e>43a 49f>43a 4a0>4a1 4a2>43d 4a3>43d 4a4>4a5 4a6>43f 4a7>43f 4a8>4a9 4aa>441 4ab-4ac>441
4ad>442 4ae>4af 4b0>4af 4b1>4af 4b2>445 4b3>445 4b4>4b5 4b6>447 4b7>447 4b8>447 4b9>447 4ba-4bc/2>4bb
4be>4bd 4bf>4bd 4c0>4cf 4c3>43a 4c4-4c5>43a 4c6>43b 4c7>43d 4c8>43d 4c9>43d 4ca>43d 4cb>4cc 4cd>43c 4ce>43c
4d4>4d5 4d8>4d9 4e0>4e1 4e8>4e9 4f6>433 4f7>433 4fa>433 4fb>433 4fc>445 4fd>445 4fe>445 4ff>445
500-510/2>501 512>43b 513>43b 514-51e/2>515 520>43b 521>43b 522>43d 523>43d 524>43f 525>43f 526>4bb 527>4bb
528>43d 529>43d 52a-52c/2>52b 52e>43b 52f>43b 531-556>561 591-5bd 5bf-5c1/2 5c2-5c4/2 5c5-5c7/2 600-605
610-61a 61c 629>647 640 649>64a 64b-65f 660-669>30 670 6a9>643 6cc>64a 6d6-6dd 6df-6e4 6e7-6e8 6ea-6ed
6f0-6f9>30 70f-711/2 730-74a 7c0-7c9>30 7eb-7f3 7fd 816-819 81b-823 825-827 829-82d 859-85b 890-891 898-89f
8ca-8ff 951-954 966-96f>30 9e6-9ef>30 9fe a66-a6f>30 ae6-aef>30 b66-b6f>30 be6-bef>30 c66-c6f>30 ce6-cef>30
d66-d6f>30 de6-def>30 e50-e59>30 ed0-ed9>30 f18-f19 f20-f29>30 f35-f39/2 f82-f83 f86-f87 fc6 1040-1049>30
108d 1090-1099>30 10a0-10c5>2d00 10c7>2d27 10cd>2d2d 115f-1160 135d-135f 13f8-13fd>13f0 17dd 17e0-17e9>30
180b-180f 1810-1819>30 18a9 1939-193b 1946-194f>30 19d0-19d9>30 1a17-1a18 1a75-1a7c 1a7f 1a80-1a89>30
1a90-1a99>30 1ab0-1ace 1b50-1b59>30 1b6b-1b73 1bb0-1bb9>30 1c40-1c49>30 1c50-1c59>30 1c80>432 1c81>434
1c82>43e 1c83-1c84>441 1c85>442 1c86>44a 1c87>463 1c88>a64b 1c90-1cba>10d0 1cbd-1cbf>10fd 1cd0-1cd2
1cd4-1ce0 1ce2-1ce8 1ced 1cf4 1cf8-1cf9 1d0c>29f 1d13>1d11 1d6c>62 1d6d>64 1d6e>66 1d6f-1d70>6d 1d71>70
1d72>72 1d73-1d75>72 1d76>7a 1d7c>269 1d7d>70 1d7f>28a 1d80>62 1d81>64 1d82-1d83>66 1d84-1d87>6b 1d88>70
1d89-1d8a>72 1d8b>283 1d8c>76 1d8d>78 1d8e>7a 1d8f>61 1d90>251 1d91-1d92>64 1d93-1d94>25b 1d95>65 1d96>69
1d97>254 1d98>283 1d99>75 1d9a>292 1dc0-1dff 1e9c>73 1e9d>73 1e9e>df 1efa-1efc/2>1efb 1efe>79 1eff>79
200b-200f 2018>27 2019>27 201b>27 202a-202e 2060-2064 2066-206f 20d0-20f0 2132>214e 2183>2184 266f>23
2c00-2c2f>2c30 2c60>6c 2c61>6c 2c62>6c 2c63>70 2c64>72 2c65>61 2c66>74 2c67>68 2c68>68 2c69>6b 2c6a>6b
2c6b>7a 2c6c>7a 2c6d>251 2c6e>6d 2c6f>250 2c70>252 2c71-2c72>76 2c73>77 2c74>76 2c75>2c76 2c78>65 2c79>279
2c7a>6f 2c7e>73 2c7f>7a 2c80-2ce2/2>2c81 2ceb-2ced/2>2cec 2cef-2cf1 2cf2>2cf3 2de0-2dff 302a-302f
a620-a629>30 a640-a64e/2>a641 a650>44b a651>44b a652-a66c/2>a653 a66f-a672 a674-a67d a680-a688/2>a681
a68a>442 a68b>442 a68c-a69a/2>a68d a69e-a69f a6f0-a6f1 a722-a72c/2>a723 a72e>a72d a72f>a72d a732-a738/2>a733
a73a>a739 a73b>a739 a73c>a73d a73e>2184 a73f>2184 a740>6b a741>6b a742>6b a743>6b a744>6b a745>6b a746>a747
a748>6c a749>6c a74a>6f a74b>6f a74c>6f a74d>6f a74e>a74f a750>70 a751>70 a752>70 a753>70 a754>70
a755-a756>70 a757>71 a758>71 a759>71 a75a-a75c/2>a75b a75e>76 a75f>76 a760-a762/2>a761 a764>fe a765>fe
a766>fe a767>fe a768-a76e/2>a769 a779-a77b/2>a77a a77d>1d79 a77e-a786/2>a77f a78b>a78c a78d>265
a78e-a790/2>6c a791>6e a792>63 a793>63 a794>63 a795>68 a796>62 a797>62 a798>66 a799>66 a79a-a79e/2>a79b
a7a0>67 a7a1>67 a7a2>6b a7a3>6b a7a4>6e a7a5>6e a7a6>72 a7a7-a7a8>72 a7a9>73 a7aa>68 a7ab>25c a7ac>261
a7ad>6c a7ae>26a a7b0>29e a7b1>287 a7b2>6a a7b3>ab53 a7b4-a7b6/2>a7b5 a7b8>75 a7b9>75 a7ba-a7c2/2>a7bb
a7c4>63 a7c5>73 a7c6>7a a7c7>64 a7c8>64 a7c9>73 a7ca>73 a7d0>a7d1 a7d6-a7d8/2>a7d7 a7f5>a7f6 a8d0-a8d9>30
a8e0-a8f1 a900-a909>30 a92b-a92d a9d0-a9d9>30 a9f0-a9f9>30 aa50-aa59>30 aab0-aab2/2 aab3-aab4 aab7-aab8
aabe-aabf aac1 ab34>65 ab36>261 ab37>6c ab38>6c ab39-ab3b>6c ab3c>6e ab3e>ab3d ab3f>254 ab41>1d14 ab42>1d14
ab44>ab43 ab46>280 ab49>72 ab4a>ab48 ab4c>ab4b ab4e>75 ab4f>289 ab52>75 ab54>ab53 ab55>ab53 ab56>78 ab57>78
ab58>78 ab59-ab5a>78 ab66>2a3 ab67>2a6 ab68>279 ab70-abbf>13a0 abf0-abf9>30 fb1e fe00-fe0f fe20-fe2f feff
fff9-fffb 101fd 102e0 10376-1037a 10400-10427>10428 104a0-104a9>30 104b0-104d3>104d8 10570-1057a>10597
1057c-1058a>105a3 1058c-10592>105b3 10594-10595>105bb 10a0d-10a0f/2 10a38-10a3a 10ae5-10ae6
10c80-10cb2>10cc0 10d24-10d27 10d30-10d39>30 10eab-10eac 10f46-10f50 10f82-10f85 11066-1106f>30 110bd 110cd
110f0-110f9>30 11100-11102 11136-1113f>30 111d0-111d9>30 112f0-112f9>30 11366-1136c 11370-11374
11450-11459>30 1145e 114d0-114d9>30 11650-11659>30 116c0-116c9>30 11730-11739>30 118a0-118bf>118c0
118e0-118e9>30 11950-11959>30 11c50-11c59>30 11d50-11d59>30 11da0-11da9>30 13430-13438 16a60-16a69>30
16ac0-16ac9>30 16af0-16af4 16b30-16b36 16b50-16b59>30 16e40-16e5f>16e60 1bc9e-1bca0/2 1bca1-1bca3
1d165-1d169 1d16d-1d182 1d185-1d18b 1d1aa-1d1ad 1d242-1d244 1df00>2a9 1df04>29f 1df05>26e 1df06>28e
1df08>279 1df09>74 1df0a>1c3 1df0b>283 1df0c>283 1df0d>287 1df0e-1df0f>296 1df11>6c 1df12>2a4 1df13>6c
1df14>6e 1df15>279 1df16>72 1df17>2a7 1df18>292 1df19>2a4 1df1a>69 1df1b>6f 1df1c>2a7 1df1d>63 1df1e>73
1e000-1e006 1e008-1e018 1e01b-1e021 1e023-1e024 1e026-1e02a 1e130-1e136 1e140-1e149>30 1e2ae 1e2ec-1e2ef
1e2f0-1e2f9>30 1e8d0-1e8d6 1e900-1e921>1e922 1e944-1e949 1e950-1e959>30 e0001 e0020-e007f e0100-e01ef
"""
# What becomes of one letter, if that is more than one.
LONGER = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
# Up to here stand Latin, Greek and Cyrillic letters; a short table serves them faster.
LAST_OF_SHORT_TABLE = 0x52F


def table() -> dict[str, str]:
    """Return what becomes of each letter of LETTERS; nothing, where it is dropped."""
    found = {}
    for entry in LETTERS.split():
        source, _, target = entry.partition(">")
        span, _, step = source.partition("/")
        first, _, last = span.partition("-")
        for number in range(int(first, 16), int(last or first, 16) + 1, int(step or 1)):
            becomes = chr(int(target, 16) + number - int(first, 16)) if target else ""
            found[chr(number)] = becomes
    return found


def translated(letters: dict[str, str]) -> str:
    """Return the SQL of the translation; letters that become nothing come last."""
    kept = {letter: becomes for letter, becomes in letters.items() if becomes}
    dropped = "".join(letter for letter, becomes in letters.items() if not becomes)
    source, target = "".join(kept) + dropped, "".join(kept.values()).replace("'", "''")
    return f"translate(given, '{source}', '{target}')"


def folding() -> str:
    """Return the SQL that makes the two functions: the second is inlined, and serves ASCII by itself."""
    letters = table()
    short = {letter: becomes for letter, becomes in letters.items() if ord(letter) <= LAST_OF_SHORT_TABLE}
    single = (
        f"CASE WHEN given ~ '[^\\u0001-\\u{LAST_OF_SHORT_TABLE:04x}]'"
        f" THEN {translated(letters)} ELSE {translated(short)} END"
    )
    for letter, longer in LONGER.items():
        single = f"replace({single}, '{letter}', '{longer}')"
    return f"""
CREATE FUNCTION core_fold_letters(given text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (SELECT normalize({single}, NFC) FROM (SELECT normalize(given, NFKD) COLLATE "C") AS decomposed (given));
CREATE FUNCTION core_fold(given text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN octet_length(given) = char_length(given) THEN lower(given COLLATE "C")
        ELSE core_fold_letters(given) END;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0006_place")]
    operations = [
        migrations.RunSQL(folding(), "DROP FUNCTION core_fold(text); DROP FUNCTION core_fold_letters(text);")
    ]
