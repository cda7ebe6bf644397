"""What front ends on other origins may send to the doors and read of them, and which may do so unasked.

Settings read this; cors.py obeys them.
"""

from corsheaders.defaults import default_headers

# What a front end may send beside what every browser may.
SENT = [
    *default_headers,
    "idempotency-key",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "range",
    "x-request-id",
    "x-service-key",
]
# What its scripts may read.
READ = [
    "Accept-Ranges",
    "Content-Disposition",
    "Content-Range",
    "ETag",
    "Idempotency-Replayed",
    "Link",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "WWW-Authenticate",
    "X-Page",
    "X-Page-Size",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "X-Request-ID",
    "X-Total-Count",
]
# Whoever develops a front end serves it from their own machine.
OF_THIS_MACHINE = r"\Ahttps?://(([a-z0-9-]+\.)*localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?\Z"
