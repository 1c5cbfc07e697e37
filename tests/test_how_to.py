"""The lists for maintainers are complete: their examples, carried out on a copy of the tree, give a whole guide."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dcb_guide.core.engine import Engine
from dcb_guide.guide.read_guide import load
from dcb_guide.proof.model_json import model_json

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "maintainers" / "how-to.md"
SECTIONS = dict(
    re.findall(r"^## [^\n]*\{ #(\w+) \}\n(.*?)(?=^## |\Z)", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
)
BLOCK = re.compile(r"^```(diff|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: What is made anew, or too large to copy: linked or left out.
LINKED = (".venv", "node_modules")
LEFT_OUT = shutil.ignore_patterns(".git", ".cache", "site", "dist", "__pycache__", ".*_cache", ".hypothesis", *LINKED)


def apply(diff: str, tree: Path) -> None:
    """Carry out an example: ``---`` and a file to change, or ``+++`` and a new one, then its hunks."""
    for kind, name, body in re.findall(
        r"^(---|\+\+\+) (\S+)\n(.*?)(?=^--- |^\+\+\+ |\Z)", diff, re.MULTILINE | re.DOTALL
    ):
        if kind == "+++":
            path = tree / name
            assert not path.exists(), name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(f"{line[1:]}\n" for line in body.splitlines()), encoding="utf-8")
            continue
        (path,) = tree.glob(name.replace("*", "[0-9][0-9]"))
        text = path.read_text(encoding="utf-8")
        for place, hunk in re.findall(r"^@@ ?([^\n]*)\n(.*?)(?=^@@|\Z)", body, re.MULTILINE | re.DOTALL):
            before = "".join(f"{line[1:]}\n" for line in hunk.splitlines() if line[:1] in " -")
            after = "".join(f"{line[1:]}\n" for line in hunk.splitlines() if line[:1] in " +")
            if place == "at the end":
                text += after
            else:
                assert text.count(before) == 1, f"{name}: not once in the file:\n{before}"
                text = text.replace(before, after)
        path.write_text(text, encoding="utf-8")


def run(command: str, tree: Path) -> str:
    """Run a command in the copy, with the copy's own package; its output fails the test where it fails."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(["bash", "-c", command], cwd=tree, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def carried_out(tree: Path, sections: list[str]) -> Path:
    """Return a copy of the tree in which the examples of some sections were carried out, one after the other."""
    shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
    for name in LINKED:
        (tree / name).symlink_to(ROOT / name)
    for section in sections:
        for kind, text in BLOCK.findall(SECTIONS[section]):
            if kind == "diff":
                apply(text, tree)
            else:
                for command in text.splitlines():
                    run(command, tree)
    return tree


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """A copy with every addition but a language."""
    return carried_out(tmp_path_factory.mktemp("tree") / "guide", [name for name in SECTIONS if name != "language"])


@pytest.fixture(scope="module")
def built(changed):
    """The site, built from the changed copy."""
    run(f"{sys.executable} -m mkdocs build --strict --quiet --site-dir built", changed)
    return changed / "built"


def page(built, name):
    return (built / name / "index.html").read_text(encoding="utf-8")


def test_every_list_has_an_example_and_commands():
    assert set(SECTIONS) == {"value", "rule", "page", "organisation", "challenge", "language"}
    for name, section in SECTIONS.items():
        assert {kind for kind, _ in BLOCK.findall(section)} == {"diff", "sh"}, name


def test_an_example_that_does_not_fit_the_tree_fails(tmp_path):
    (tmp_path / "01_a.yml").write_text("one: 1\ntwo: 2\n")
    apply("--- *_a.yml\n@@\n one: 1\n-two: 2\n+two: 3\n@@ at the end\n+three: 4\n", tmp_path)
    assert (tmp_path / "01_a.yml").read_text() == "one: 1\ntwo: 3\nthree: 4\n"
    with pytest.raises(AssertionError, match="not once"):
        apply("--- *_a.yml\n@@\n-two: 2\n+two: 3\n", tmp_path)
    with pytest.raises(ValueError, match="values to unpack"):
        apply("--- b.yml\n@@\n-two: 2\n", tmp_path)


def test_a_value_and_a_rule_are_decided_by_and_shown(changed, built):
    data = model_json(load(changed / "guide_data"))
    answers, problems = Engine(data).read({"context": {"contract_holder": "joint_office"}})
    assert problems == []
    assert Engine(data).decide(answers)["organisation"]["id"] == "joint"
    assert "A joint office" in page(built, "en/attributes")
    assert "共同設置型" in page(built, "decisions")
    assert 'name="contract_holder" value="joint_office"' in page(built, "tool")


def test_a_page_is_there_in_both_languages_with_a_way_to_each_other(built):
    for name, other, title in (
        ("contracts", "../en/contracts/", "契約"),
        ("en/contracts", "../../contracts/", "Contracts"),
    ):
        html = page(built, name)
        assert f"{title}</h1>" in re.sub(r"<a class=.headerlink.*?</a>", "", html)
        assert f'href="{other}"' in html


def test_an_organisational_type_and_a_challenge_are_shown_with_their_guides(built):
    organisations = page(built, "en/organisations")
    assert "Where there is a joint office already." in organisations
    assert "Joint office → Vendor" in organisations
    challenges = page(built, "en/challenges")
    assert 'id="vi"' in challenges
    assert "Gather them at the prefecture" in challenges


def test_a_language_is_answered_in_and_what_it_lacks_is_listed(tmp_path):
    tree = carried_out(tmp_path / "guide", ["language"])
    assert "State today: " in run(".venv/bin/dcb-guide classify examples/tourism.yml --lang fr", tree)
    listed = run(".venv/bin/dcb-guide check --complete 2>&1 || true", tree)
    assert "docs/ja/about.md:1:1: this page has no 'fr'" in listed
    assert "docs/ja/index.md" not in listed
    assert "'fr' is missing" in listed
