"""The texts of the interface and the code that asks for them by name: none is missing, none is left over."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from dcb_guide.guide.content import Guide
from site_build.asked_texts import ASKING, OF_LANGUAGES, OWN_TEXTS, asked_of_interface, asking_files, missing_texts

ROOT = Path(__file__).parent.parent
#: Where texts are named, by the ending of the files.
CODE = {**ASKING, "tools": (".py",), "docs": (".md",)}
#: Data that names texts of the interface.
DATA = "guide_data"
#: A name put together: f"severity_{…}", `problem_${…}`, "severity_" ~ item, f"{form}_{kind}".
PREFIX = re.compile(r"""["'`]([a-z][a-z0-9_]*_)(?:\$?\{|["'])""")
SUFFIX = re.compile(r"""\}(_[a-z0-9_]+)["'`]""")
#: Its two halves, each a literal.
LITERAL = re.compile(r"""["']([a-z][a-z0-9_]*)["']""")
WORD = re.compile(r"[a-z][a-z0-9_]*")


@cache
def data(file: str) -> Any:
    """A file of the data; with the base loader, since `yes` and `no` are names of texts."""
    return yaml.load((ROOT / DATA / file).read_text(encoding="utf-8"), yaml.BaseLoader)


@cache
def texts() -> frozenset[str]:
    """Names of all texts, those of the table of languages and those made of other data among them."""
    editions = {f"citation_v{number}" for number in (1, 2, 3)}
    return frozenset(data("interface.yml")) | OF_LANGUAGES | {"attribution", "official_goal"} | editions


@cache
def code() -> dict[str, str]:
    """Content of every file that may ask for a text, by its path."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for folder, endings in CODE.items()
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in endings and "node_modules" not in path.parts
    }


def own_texts() -> dict[str, set[str]]:
    """Names of the texts of pages that have a file of their own."""
    return {
        "prefecture_pages.yml": {*data("prefecture_pages.yml")},
        "publication.yml": {*data("publication.yml")["texts"]},
    }


def test_every_text_that_is_asked_for_exists() -> None:
    assert missing_texts(texts(), own_texts()) == []


def test_a_text_that_is_missing_is_named_with_who_asks_for_it() -> None:
    place = "macros/templates/_licences.md:1: guide_data/interface.yml has no text 'licence_package'"
    assert missing_texts(texts() - {"licence_package"}, own_texts()) == [place]
    asked = [(file, name) for file, content in asking_files() for _, name in asked_of_interface(content)]
    assert len({name for _, name in asked}) > 300, "the expression finds what is asked for"
    assert {file.partition("/")[0] for file, _ in asked} >= {"dcb_guide", "macros", "overrides", "site_build"}


@pytest.mark.parametrize("file", OWN_TEXTS)
def test_a_page_with_texts_of_its_own_asks_for_them(file: str) -> None:
    nothing = {name: set[str]() for name in own_texts()}
    missing = [line for line in missing_texts(texts(), nothing) if line.startswith(f"{file}:")]
    assert len(missing) > 3
    assert all(f"guide_data/{OWN_TEXTS[file]} has no text" in line for line in missing)


def test_every_text_is_asked_for() -> None:
    everything = list(code().values())
    everything += [
        path.read_text(encoding="utf-8") for path in (ROOT / DATA).rglob("*.yml") if path.stem != "interface"
    ]
    words = {word for content in everything for word in WORD.findall(content)}
    links = {Guide.link_text(page.name) for page in (ROOT / "docs").glob("*/*.md")}  # link_text() names texts by page
    prefixes = tuple(links | {prefix for content in everything for prefix in PREFIX.findall(content)})
    suffixes = tuple({suffix for content in everything for suffix in SUFFIX.findall(content)})
    literals = {literal for content in everything for literal in LITERAL.findall(content)}
    left = sorted(
        name
        for name in texts() - words
        if not name.startswith(prefixes) and not name.endswith(suffixes)
        if not any({name[:at], name[at + 1 :]} <= literals for at, letter in enumerate(name) if letter == "_")
    )
    assert not left


@pytest.mark.parametrize(
    "form", ['ui("no_such_text")', "ui('no_such_text')", "texts.ui.no_such_text", 'interface["no_such_text"]']
)
def test_each_form_of_asking_is_recognised(form: str) -> None:
    assert list(asked_of_interface(f"a\n{form}")) == [(2, "no_such_text")]
