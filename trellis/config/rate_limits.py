"""How often what may be done, by whom it is counted: each limit is (count, seconds)."""

# Requests allowed to one account, or to one address without an account.
RATE_LIMITS: dict[str, list[tuple[int, int]]] = {
    "talent_pool": [(600, 60)],
    "soosh": [(60, 60), (1000, 3600)],  # soosh-api.md, "Rate limiting"
    "mansa": [(600, 60)],
    "enabled_talent": [(600, 60)],
    "talent_engine": [(1200, 60)],
    "talent_engine_public": [(60, 60)],  # closing, and counting applications, which need no token
    # docs/decisions/guessing.md says how these work together. Wrong passwords:
    "sign_in": [(10, 60), (60, 3600)],  # for one account from one network address, since the last right one
    "sign_in_known": [(10, 60), (60, 3600)],  # from one browser that knows the account
    "sign_in_of": [(100, 3600)],  # for one account, from browsers that do not know it
    "sign_in_from": [(30, 60), (300, 3600)],  # from one network address, for all accounts
    "verification": [(5, 3600)],  # mails to one address
    # Accounts that are asked for, which tells whether an address is taken:
    "sign_up": [(5, 3600)],  # of one address
    "sign_up_from": [(30, 3600), (100, 86400)],  # from one network address
    "address_change": [(5, 3600)],  # of one account, to any address
    # Mails by which to choose a new password:
    "password_reset": [(5, 3600)],  # to one address
    "password_reset_from": [(30, 3600)],  # from one network address
    "my_data": [(10, 86400)],  # exports of one account
    # From one network address: codes that are none, and files that are checked (decisions/credentials.md).
    "verify_guess_from": [(20, 60), (200, 3600)],
    "verify_file_from": [(10, 60), (100, 3600)],
    "badge": [(200, 86400)],  # badges that one account has made
    "feedback": [(20, 3600)],  # of one account
    "answer": [(20, 60), (300, 86400)],  # questions of one account that an assistant answers
    "conversation_opened": [(100, 86400)],  # with people with whom one account has never talked
    "group_opened": [(20, 3600)],  # groups of one account
    "message_report": [(30, 3600)],  # messages that one account reports
    "community_founded": [(5, 86400)],  # groups of the community that one account makes
    "community_post": [(30, 600), (300, 86400)],  # posts and comments of one account
    "portfolio_share": [(30, 86400)],  # how often one account shares its portfolio
    # Login codes that are asked for:
    "login_code": [(5, 900), (10, 3600)],  # for one inbox, from one network address
    "login_code_known": [(5, 900), (10, 3600)],  # from one browser that knows the account
    "login_code_of": [(30, 3600)],  # for one inbox
    "login_code_from": [(60, 3600)],  # from one network address
    # Wrong login codes from one network address: then 429; then short codes are taken no more.
    "login_code_try": [(60, 600)],
    "login_code_short": [(500, 86400)],
    "invitation": [(5, 3600)],  # mails that ask one address to join a tenant
    "invitation_of": [(100, 3600)],  # such mails of one tenant
    "guardian_invitation": [(5, 3600)],  # mails that ask one address to guard somebody
    "guardian_invitation_of": [(10, 86400)],  # such mails of one minor
    "interview_invitation": [(5, 3600)],  # mails of one tenant that ask one candidate into an interview
    "interview_invitation_of": [(200, 3600)],  # such mails of one tenant
}
