"""The command reference, made from the command itself: usage, help, arguments and options as click has them."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

from dcb_guide.cli.main import main
from macros.maintainers.architecture import escaped
from macros.maintainers.import_graph import ROOT

PROGRAM = "dcb-guide"
#: The page, whose author decides the order and gives examples.
PAGE = Path("docs") / "maintainers" / "commands.md"
SECTION = re.compile(r'\{\{ command\(name="([^"]+)"\) \}\}')


def all_commands() -> dict[str, click.Command]:
    """Return every command that does something by its name after the program's, such as ``vision init``."""
    return dict(_leaves(main, ""))


def _leaves(group: click.Group, prefix: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        if isinstance(command, click.Group):
            yield from _leaves(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


def command_list() -> str:
    """Return a table of all commands with what each does, in a sentence."""
    rows = [
        f"| [`{PROGRAM} {name}`](#{_anchor(name)}) | {escaped(command.get_short_help_str(200))} |"
        for name, command in all_commands().items()
    ]
    return "\n".join(["| command | does |", "|---|---|", *rows])


def command(name: str) -> str:
    """Return the section of one command: heading, usage, help, options; KeyError where there is none such."""
    found = all_commands()[name]
    context = click.Context(found, info_name=f"{PROGRAM} {name}")
    usage = " ".join([context.command_path, *found.collect_usage_pieces(context)])
    records = [record for one in found.get_params(context) if (record := one.get_help_record(context))]
    lines = [f"## {PROGRAM} {name} {{ #{_anchor(name)} }}", "", f"```text\n{usage}\n```", ""]
    lines += [f"{escaped(' '.join(part.split()))}\n" for part in inspect.cleandoc(found.help or "").split("\n\n")]
    lines += ["| option | meaning |", "|---|---|"]
    lines += [f"| `{names}` | {escaped(text) or '–'} |" for names, text in records]
    return "\n".join(lines)


def other_commands() -> str:
    """Return the sections of the commands that have none on the page: none is left out where an example is missing."""
    placed = SECTION.findall((ROOT / PAGE).read_text(encoding="utf-8"))
    return "\n\n".join(command(name) for name in all_commands() if name not in placed)


def _anchor(name: str) -> str:
    return name.replace(" ", "-")
