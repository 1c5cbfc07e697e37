"""The tool as one file that needs no server (docs/adr/0007)."""
