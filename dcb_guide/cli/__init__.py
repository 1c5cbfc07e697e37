"""The ``dcb-guide`` command, a module for each family of subcommands."""
