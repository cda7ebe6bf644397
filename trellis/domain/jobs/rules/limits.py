"""How long, how many: the limits of what a job post and an application say. Lengths count characters."""

LONGEST_TITLE = 200
LONGEST_DESCRIPTION = 20_000
LONGEST_PLACE = 200
LONGEST_SALARY = 100
MOST_SKILLS, LONGEST_SKILL = 100, 100
MOST_CRITERIA, LONGEST_CRITERION = 30, 300
LONGEST_TASK_ID = 100
LONGEST_NUMBER = 30  # JA-20251115-0001
LONGEST_MESSAGE = 5000
LONGEST_SEARCH = 200
LONGEST_BOARD_SEARCH = 100  # of what everybody can look for on the board: the rest is not read
MOST_SKILLS_ASKED = 20
