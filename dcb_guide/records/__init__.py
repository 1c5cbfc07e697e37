"""Records of platforms, read from files and tables with the place of every error."""
