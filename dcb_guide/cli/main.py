"""The ``dcb-guide`` command. Standard output holds results only; everything wrong goes to standard error.

Exit status: 0 done, 1 the input has errors, 2 wrong usage.
"""

from typing import Any

import click

from dcb_guide.cli.cost_command import cost
from dcb_guide.cli.guide_commands import check, editions, export, schema, translations, verify
from dcb_guide.cli.inventory_command import inventory
from dcb_guide.cli.record_commands import classify, next_question
from dcb_guide.cli.survey_commands import survey
from dcb_guide.cli.usage import in_language, language_asked_for
from dcb_guide.cli.vision_commands import vision, visions


class Program(click.Group):
    """The command. What the system refuses is one line; wrong usage is said in the reader's language."""

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


COMMANDS = (
    classify, next_question, check, verify, export, schema, translations, editions, survey, inventory, cost, vision,
    visions,
)  # fmt: skip
for command in COMMANDS:
    main.add_command(command)
