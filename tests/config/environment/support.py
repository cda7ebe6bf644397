"""An environment that production starts with."""

SECRET = "vK3_zq8RtW-5mXbY0fLhJc7NpGd2sUaE9oQiTy4wBr6ZxVnMkHj1gFSl"
BADGE_KEY = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
KEY = "9f1c7ae04b6d28e35f0a91bc4d7e2683"
GOOD = {
    "TRELLIS_ENV": "production",
    "TRELLIS_SECRET_KEY": SECRET,
    "TRELLIS_BADGE_KEY": BADGE_KEY,
    "TRELLIS_ALLOWED_HOSTS": "trellis.example",
    "TRELLIS_PUBLIC_URL": "https://trellis.example",
    "TRELLIS_BEHIND_TLS_PROXY": "on",
    "TRELLIS_TRUSTED_PROXIES": "1",
    "EMAIL_URL": "smtp+tls://mailer:p%40ssw0rd@mail.trellis.example:587",
}
# What is allowed there, and said at each start.
BOLD = {"TRELLIS_OPEN_CONTRACT": "on", "TRELLIS_RATE_LIMITS": "off"}
