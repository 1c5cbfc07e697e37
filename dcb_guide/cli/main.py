"""The ``dcb-guide`` command. Standard output holds results only; everything wrong goes to standard error.

Exit status: 0 done, 1 the input has errors, 2 wrong usage.
"""

from importlib import import_module
from typing import Any

import click

from dcb_guide.cli.usage import in_language, language_asked_for

#: Every command with its place, ``module:function`` in this package. A command's module is imported when it is called:
#: importing all of them takes most of the time in which a command answers.
COMMANDS = {
    "classify": "record_commands:classify",
    "next": "record_commands:next_question",
    "check": "guide_commands:check",
    "verify": "guide_commands:verify",
    "export": "guide_commands:export",
    "schema": "guide_commands:schema",
    "translations": "guide_commands:translations",
    "editions": "guide_commands:editions",
    "survey": "survey_commands:survey",
    "inventory": "inventory_command:inventory",
    "cost": "cost_command:cost",
    "vision": "vision_commands:vision",
    "visions": "vision_commands:visions",
}


class Program(click.Group):
    """The command. What the system refuses is one line; wrong usage is said in the reader's language."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, without importing any."""
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported where it was not yet; None where there is none of this name."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            module, _, function = COMMANDS[cmd_name].partition(":")
            self.add_command(getattr(import_module(f"dcb_guide.cli.{module}"), function), cmd_name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command called; the error where there is none suggests from all names."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            raise click.exceptions.NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from error

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the command's own options and remember the language that is asked for."""
        ctx.meta[__name__] = language_asked_for(args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            raise in_language(error, ctx.meta[__name__]) from error

    def invoke(self, context: click.Context) -> Any:
        """Run the command called; exit status 1 where the system refuses to read or to write."""
        try:
            return super().invoke(context)
        except click.UsageError as error:
            raise in_language(error, context.meta[__name__]) from error
        except BrokenPipeError:  # whoever reads has read enough: click ends without a word
            raise
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(f"{where}{error.strerror or error}") from error


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dcb-guide")
def main() -> None:
    """What state is an area data coordination platform in, and what should it become?

    An unofficial guide to the co-use of Japan's area data coordination platforms, as a decision engine.
    """
