"""Wrong usage, said in the reader's language.

Help texts and the line "Usage: …" stay English whatever the language: they are the reference of the commands, whose
options are English words.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import click

from dcb_guide.core.languages import FIRST, LANGUAGES, LanguageCode
from dcb_guide.core.values import fill


class WrongUsageError(click.UsageError):
    """Options or arguments that do not go together; ``name`` is that of a text ``usage_…`` of the interface."""

    def __init__(self, name: str, /, **values: Any) -> None:
        super().__init__(f"{name} {values}")
        self.name = name
        self.values = values


def language_asked_for(arguments: Sequence[str]) -> LanguageCode:
    """Return the language that ``--lang`` names among a command's arguments; the first where it names none there is."""
    given = ""
    for number, argument in enumerate(arguments):
        if argument == "--lang":
            given = "".join(arguments[number + 1 : number + 2])
        elif argument.startswith("--lang="):
            given = argument.removeprefix("--lang=")
    return next((code for code in LANGUAGES if code == given), FIRST)


def in_language(error: click.UsageError, language: LanguageCode) -> click.UsageError:
    """Return a usage error with its text in a language; one that only click's own words say stays as it is."""
    from dcb_guide.library import load_engine

    texts = load_engine().texts["interface"]
    said = list(_said(error))
    if not said:
        return error
    return click.UsageError(
        " ".join(fill(texts[f"usage_{name}"][language], **values) for name, values in said), error.ctx
    )


def _said(error: click.UsageError) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what is wrong: names of texts, each with its values."""
    match error:
        case WrongUsageError():
            yield error.name, error.values
        case click.NoSuchOption():
            yield "no_such_option", {"name": error.option_name}
            if error.possibilities:
                yield "possible", {"choices": ", ".join(error.possibilities)}
        case click.exceptions.NoSuchCommand():
            yield "no_such_command", {"name": error.command_name}
            if error.possibilities:
                yield "possible", {"choices": ", ".join(error.possibilities)}
        case click.MissingParameter():
            yield "missing", {"name": _name(error)}
        case click.BadParameter():
            kind = error.param.type if error.param else None
            choices = ", ".join(map(str, kind.choices)) if isinstance(kind, click.Choice) else ""
            if choices:
                yield "not_a_choice", {"name": _name(error), "choices": choices}
            elif isinstance(kind, click.Path):
                yield "no_such_path", {"name": _name(error), "value": _quoted(error.message)}
            elif isinstance(kind, click.DateTime):
                yield "not_a_day", {"name": _name(error)}
            elif isinstance(kind, click.types.FloatParamType):
                yield "not_a_number", {"name": _name(error)}
        case click.BadOptionUsage():
            yield "value_missing", {"name": error.option_name}


def _name(error: click.BadParameter) -> str:
    """Return an option's longest name, or an argument's as the help shows it."""
    parameter = error.param
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.human_readable_name if parameter else ""


def _quoted(message: str) -> str:
    """Return what click puts in quotation marks in a message: the path."""
    return message.split("'")[1] if message.count("'") > 1 else ""
