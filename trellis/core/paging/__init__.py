"""How lists are cut into pages: a module for each way that a document prints, and bounds.py for all.

`cursors`: plain lists, the next page in a `Link` header. `numbered`: {count, next, previous, results}.
`headers`: the body as printed, the page in `X-…` headers. A door's base view says which one is its own.
"""
