"""A prefecture's own vision of co-use (§3.1, Step 2): its data, its document, its publication."""
