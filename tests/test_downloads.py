"""What the tool's page saves as Word, from hostile texts: the same parts as from a harmless text, and that text.

Python's files are among the attacks of every entrance (tests/attacks.py, tests/downloads.py); this is JavaScript's.
"""

import json

import pytest

from dcb_guide.core import markdown
from site_build import node
from site_build.site_data import ROOT
from tests.attacks import SAVED_TEXTS
from tests.downloads import HARMLESS, Saved, check_word, draft, inventory, letters, result, word_parts

WORD_DOCUMENT = ROOT / "overrides" / "assets" / "tool" / "word-document.js"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Return what writes a document of each text; all of one kind are written by one run of Node.js."""
    made: dict[Saved, dict[str, bytes]] = {}

    def of(saved: Saved) -> dict[str, bytes]:
        if saved not in made:
            made[saved] = _write(saved, tmp_path_factory.mktemp("word"))
        return made[saved]

    return of


def _write(saved, folder):
    texts = [HARMLESS, *(text for _, text, _ in SAVED_TEXTS)]
    (folder / "blocks.json").write_text(json.dumps([saved(text) for text in texts]), encoding="utf-8")
    script = folder / "write.mjs"
    script.write_text(
        f'import {{ wordDocument }} from "{WORD_DOCUMENT.as_uri()}";\n'
        'import { readFileSync, writeFileSync } from "node:fs";\n'
        'for (const [number, blocks] of JSON.parse(readFileSync("blocks.json", "utf8")).entries()) {\n'
        '  const blob = await wordDocument(blocks, "en");\n'
        "  writeFileSync(`${number}.docx`, Buffer.from(await blob.arrayBuffer()));\n"
        "}\n",
        encoding="utf-8",
    )
    node.run(script, folder=folder)
    return {text: (folder / f"{number}.docx").read_bytes() for number, text in enumerate(texts)}


@pytest.mark.parametrize("text", [text for _, text, _ in SAVED_TEXTS], ids=[what for what, _, _ in SAVED_TEXTS])
@pytest.mark.parametrize("saved", [draft, inventory, letters, result], ids=lambda one: one.__name__)
def test_a_text_in_word_is_text(written, saved, text):
    documents = written(saved)
    check_word(word_parts(documents[text]), word_parts(documents[HARMLESS]), text)


def test_markdown_is_readable_as_it_is():
    """References to characters are for machines: a version, a range, a company stay as they are written."""
    texts = [
        "5.0",
        "1.2.3",
        "10–20 %",
        "-5",
        "R&D",
        "(a)",
        "a_b",
        "A+B",
        "100%!",
        "a: b",
        "「観光」基盤",
        "a = b",
        "a > b",
    ]
    for text in texts:
        assert markdown.escaped_in_file(text) == text
