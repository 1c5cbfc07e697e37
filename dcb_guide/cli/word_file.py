"""Results as Word: the same blocks that are written as Markdown."""

from collections.abc import Sequence
from pathlib import Path

import click

from dcb_guide.cli.usage import WrongUsageError
from dcb_guide.core.document import Block
from dcb_guide.core.languages import LanguageCode

#: The form of a result that is a Word file.
WORD = "docx"


def word_file(output: Path | None) -> Path:
    """Return where a Word file is to be written; wrong usage where that is not said, or is no such file."""
    if output is None or output.suffix.lower() != f".{WORD}":
        raise WrongUsageError("word_file")
    return output


def write_word(blocks: Sequence[Block], output: Path, language: LanguageCode) -> None:
    """Write a document as Word and say where it is."""
    from dcb_guide.vision.word import write  # slow to load, and most commands write none

    output.parent.mkdir(parents=True, exist_ok=True)
    write(blocks, output, language)
    click.echo(output)
