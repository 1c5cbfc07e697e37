"""What the tool starts with in the browser: engine, records, documents. Standard library and this package only."""
