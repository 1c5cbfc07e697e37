"""Builds of a copy of the tree: the same bytes anywhere, and whole in spite of damage, errors and interruptions."""

import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import lxml.html
import pytest

from tests.test_languages import ROW as FRENCH_ROW

ROOT = Path(__file__).parent.parent
SOURCES = (
    "builders",
    "dcb_guide",
    "docs",
    "examples",
    "guide_data",
    "macros",
    "overrides",
    "site_build",
    "tools",
)
SETTINGS = ("mkdocs.yml", "pyproject.toml", "package.json", "package-lock.json", "README.md", "LICENSE", "CHANGELOG.md")
#: Rounds of a build that is ended at a moment of chance.
INTERRUPTIONS = 4

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("builds")]


def copy_of_tree(folder: Path, cache: bool = True) -> Path:
    """Copy what the site is made from, and the cache with it unless everything is to be made anew."""
    for name in SOURCES:
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "model.json"))
    for name in SETTINGS:
        shutil.copy(ROOT / name, folder / name)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    if cache and (ROOT / ".cache" / "guide").exists():
        shutil.copytree(
            ROOT / ".cache",
            folder / ".cache",
            ignore=shutil.ignore_patterns("uv", "bench", "audit", "*.stamp", "*.lock"),
        )
    return folder


def start(tree: Path, builder: str = "mkdocs", **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "builders", builder],
        cwd=tree,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": str(tree), **environment},
    )


def build(tree: Path, builder: str = "mkdocs", **environment: str) -> tuple[int, str]:
    """Build and return the exit status and what was printed."""
    process = start(tree, builder, **environment)
    printed, _ = process.communicate(timeout=300)
    return process.returncode, printed


def hashes(site: Path) -> dict[str, str]:
    files = sorted(path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def good(by_builder) -> dict[str, str]:
    """The files of a build in which nothing went wrong: the checkout's own."""
    return hashes(by_builder["mkdocs"])


@pytest.fixture(scope="module")
def tree(by_builder, tmp_path_factory) -> Path:
    """A copy with the cache and the site that the checkout's build left."""
    folder = copy_of_tree(tmp_path_factory.mktemp("builds") / "tree")
    shutil.copytree(by_builder["mkdocs"], folder / "site")
    return folder


@pytest.fixture(scope="module")
def further_language(tmp_path_factory) -> Path:
    """A copy with a third language, and two pages in it."""
    tree = copy_of_tree(tmp_path_factory.mktemp("further") / "tree")
    table = tree / "dcb_guide" / "core" / "languages.py"
    table.write_text(table.read_text(encoding="utf-8").replace(")\n#: Code", FRENCH_ROW, 1), encoding="utf-8")
    for page in ("index.md", "tool.md"):
        text = (tree / "docs" / "en" / page).read_text(encoding="utf-8")
        (tree / "docs" / "fr").mkdir(exist_ok=True)
        (tree / "docs" / "fr" / page).write_text(re.sub(r"^# .*$", "# Bonjour", text, count=1, flags=re.M))
    return tree


def test_two_builds_from_nothing_in_other_places_are_the_same_bytes(tmp_path, good):
    """Another folder, time zone, language and seed; nothing stored. The pages, Python's snapshot and workbooks too."""
    other = copy_of_tree(tmp_path / "a longer name" / "elsewhere", cache=False)
    status, printed = build(other, TZ="Pacific/Kiritimati", LANG="C", PYTHONHASHSEED="7", HOME=str(tmp_path))
    assert status == 0, printed
    assert hashes(other / "site") == good


def test_damage_to_everything_that_is_stored_is_mended(tree, good):
    chance = random.Random(2)
    entries = [path for path in sorted((tree / ".cache").rglob("*")) if path.is_file()]
    assert len(entries) >= 10
    for number, path in enumerate(entries):
        content = path.read_bytes()
        place = chance.randrange(len(content))
        damaged = [b"", content[:place], content[:place] + bytes([content[place] ^ 255]) + content[place + 1 :]]
        path.write_bytes(damaged[number % len(damaged)])
    status, printed = build(tree)
    assert status == 0, printed
    assert hashes(tree / "site") == good


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("guide_data/decisions/01_class.yml", "then: ", "then: x", "guide_data/decisions/01_class.yml:"),
        (
            "guide_data/interface.yml",
            "licence_package:",
            "licence_packages:",
            "macros/templates/_licences.md:1: guide_data/interface.yml has no text 'licence_package'",
        ),
        ("docs/en/about.md", "# ", "[nothing](nothing.md)\n\n# ", "nothing.md"),
        ("docs/ja/about.md", "# ", '<a href="../nothing/">無</a>\n\n# ', "about/: ../nothing/ leads to nothing"),
        ("docs/ja/tool.md", "{{ tool() }}", "", "docs/ja/tool.md has no {{ tool() }}"),
        ("overrides/main.html", "<!--content-->", "", "overrides/main.html must write them"),
        ("overrides/assets/tool/tool.js", "import ", "imp ort ", "esbuild failed"),
    ],
)
def test_a_build_with_errors_names_them_and_leaves_the_last_site(tree, good, name, old, new, place):
    path = tree / name
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        status, printed = build(tree)
    finally:
        path.write_text(text, encoding="utf-8")
    assert status == 1
    assert place in printed
    assert "Traceback" not in printed
    assert hashes(tree / "site") == good
    assert not list(tree.glob(".site-new-*"))


def test_a_template_that_cannot_be_rendered_ends_the_build_with_its_line(tree, good):
    template = tree / "macros" / "templates" / "_licences.md"
    text = template.read_text(encoding="utf-8")
    template.write_text(f"{{{{ 1 / 0 }}}}\n{text}", encoding="utf-8")
    try:
        status, printed = build(tree)
    finally:
        template.write_text(text, encoding="utf-8")
    assert status == 1
    assert '_licences.md", line 1' in printed
    assert "ZeroDivisionError" in printed
    assert hashes(tree / "site") == good


def test_a_build_ended_at_any_moment_leaves_the_last_site_and_the_next_is_whole(tree, good):
    chance = random.Random(3)
    for number in range(INTERRUPTIONS):
        if number % 2:
            # Everything is being made and stored; the build before may have ended before it stored anything.
            shutil.rmtree(tree / ".cache", ignore_errors=True)
        process = start(tree)
        time.sleep(chance.uniform(0.5, 8))
        process.send_signal(signal.SIGKILL if number < INTERRUPTIONS - 1 else signal.SIGINT)
        process.communicate()
        assert hashes(tree / "site") == good
    status, printed = build(tree)
    assert status == 0, printed
    assert hashes(tree / "site") == good
    assert not list(tree.glob(".site-new-*"))


def test_two_builds_at_once_are_both_whole(tree, good):
    processes = [start(tree) for _ in range(2)]
    printed = [process.communicate(timeout=300)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], printed
    assert hashes(tree / "site") == good
    assert not (tree / "offline.json").exists()


def test_without_a_snapshot_the_site_is_built_with_a_warning(tmp_path, good):
    """A Pyodide of another form costs the quick start and the single file, never the site."""
    tree = copy_of_tree(tmp_path / "tree")
    script = next(tree.rglob("make_snapshot.mjs"))
    script.write_text(f'throw new Error("another form");\n{script.read_text(encoding="utf-8")}', encoding="utf-8")
    status, printed = build(tree)
    assert status == 0, printed
    assert "no snapshot of Python could be made" in printed
    assert "another form" in printed
    missing = set(good) - set(hashes(tree / "site"))
    assert "dcb-guide-tool.html" in missing
    assert all(name.startswith(("assets/python/", "dcb-guide-tool")) for name in missing)
    assert 'href="../../dcb-guide-tool.html"' not in (tree / "site" / "en" / "tool" / "index.html").read_text(
        encoding="utf-8"
    )


def test_a_renewed_pyodide_renews_the_lock_file(tmp_path):
    """Its list of packages states the version of the interface; a stale one leaves the tool dead."""
    tree = copy_of_tree(tmp_path / "tree")
    modules = tree / "node_modules"
    modules.unlink()
    modules.mkdir()
    for path in (ROOT / "node_modules").iterdir():
        (modules / path.name).symlink_to(path)
    (modules / "pyodide").unlink()
    shutil.copytree(ROOT / "node_modules" / "pyodide", modules / "pyodide")
    lock = modules / "pyodide" / "pyodide-lock.json"
    text = lock.read_text(encoding="utf-8")
    abi = text.partition('"abi_version":')[2].split('"')[1]
    lock.write_text(text.replace(f'"{abi}"', '"2099_0"', 1), encoding="utf-8")
    build(tree)  # the snapshot refuses a version that is none: the lock file is what counts here
    assert '"2099_0"' in (tree / "site" / "assets" / "python" / "pyodide-lock.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("builder", ["mkdocs", "zensical"])
def test_a_further_language_is_one_row_and_its_pages(further_language, builder):
    """French with two pages: these are French, the others are in English and say so; every link leads somewhere."""
    tree = further_language
    status, printed = build(tree, builder=builder)
    assert status == 0, printed
    site = tree / "site"
    pages = {path.relative_to(site / "en").as_posix() for path in (site / "en").rglob("index.html")}
    french = {path.relative_to(site / "fr").as_posix() for path in (site / "fr").rglob("index.html")}
    assert french == {name for name in pages if not name.startswith("maintainers/")}
    for name in french:
        root = lxml.html.parse(site / "fr" / name).getroot()
        assert root.get("lang") == "fr"
        inside = root.xpath("//article//div[@lang='en' and .//h1]")
        translated = name in ("index.html", "tool/index.html")
        assert bool(inside) is not translated, name
        assert ("Bonjour" in root.xpath("string(//h1)")) is translated
    english = lxml.html.parse(site / "en" / "overview" / "index.html")
    assert "../../fr/overview/" in english.xpath("//nav[contains(@class, 'dcb-languages')]//a/@href")
    assert (site / "assets" / "search.fr.json").exists()
    assert (site / "fr" / "tables" / "class.xlsx").exists()
    assert 'data-language="fr"' in (site / "dcb-guide-tool.html").read_text(encoding="utf-8")
