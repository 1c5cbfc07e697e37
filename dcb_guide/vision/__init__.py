"""A prefecture's own vision of co-use (§3.1, Step 2): its data, its document, its publication."""

#: Ends of the names of pictures, and most bytes of a logo.
PICTURES = ("png", "jpg", "jpeg", "webp")
MAX_LOGO_BYTES = 300_000
