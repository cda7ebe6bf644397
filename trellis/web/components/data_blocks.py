"""Data for programs in a page."""

# In a script element even text ends at `</script>` and may open a comment: none of these are left.
HARMLESS = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})
