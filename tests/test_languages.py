"""A further language is one row, pages and texts: French, with two pages and a tenth of the texts, in a copy."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest

from dcb_guide.core import languages
from dcb_guide.core.languages import in_language, language_of_path

ROOT = Path(__file__).resolve().parent.parent
ROW = """    Language(
        code="fr",
        name="Français",
        folder="fr",
        list_separator=", ",
        last_separator=" et ",
        colon=" : ",
        has_spaces=True,
        word_tag="fr-FR",
        complete=False,
        fallback="en",
    ),
)
#: Code"""
#: Every tenth text gets a translation, which says what it translates.
EVERY = 10


@pytest.fixture(scope="module")
def french(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = tmp_path_factory.mktemp("french")
    for folder in ("dcb_guide", "guide_data", "macros", "docs", "overrides"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=shutil.ignore_patterns("__pycache__"))
    table = tree / "dcb_guide" / "core" / "languages.py"
    text = table.read_text(encoding="utf-8")
    assert ")\n#: Code" in text
    table.write_text(text.replace(")\n#: Code", ROW, 1), encoding="utf-8")
    for page in ("index.md", "tool.md"):
        (tree / "docs" / "fr").mkdir(exist_ok=True)
        shutil.copy(tree / "docs" / "en" / page, tree / "docs" / "fr" / page)
    number = 0

    def translated(found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        indent, english = found[1], found[2].strip('"')
        if number % EVERY != 1 or '"' in english:
            return found[0]
        french = f"[Fr {english.removeprefix('[')}" if found[2].startswith("[") else f'"Fr {english}"'
        return f"{found[0]}\n{indent}fr: {french}"

    for path in sorted((tree / "guide_data").rglob("*.yml")):
        if path.name != "glossary.yml":
            data = path.read_text(encoding="utf-8")
            path.write_text(re.sub(r"^( *)(?:- )?en: ([^|\n]+)$", translated, data, flags=re.M), encoding="utf-8")
    return tree


def run(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, "-P", *arguments], cwd=tree, env=env, capture_output=True, text=True)


def command(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(tree, "-c", "from dcb_guide.cli.main import main; main()", *arguments)


def rendered(tree: Path, template: str, language: str) -> str:
    program = (
        "import sys\n"
        "from dcb_guide.guide.read_guide import load\n"
        "from dcb_guide.proof.model_json import model_json\n"
        "from macros import TEMPLATES\n"
        "from macros.render import Renderer\n"
        "guide = load()\n"
        "print(Renderer(guide, model_json(guide), TEMPLATES).render(*sys.argv[1:]))\n"
    )
    done = run(tree, "-c", program, template, language)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_data_is_valid_and_what_is_missing_is_listed_by_place(french):
    assert command(french, "check").returncode == 0
    listed = command(french, "check", "--complete")
    assert listed.returncode == 1
    lines = listed.stderr.splitlines()
    assert "docs/ja/decisions.md:1:1: this page has no 'fr'" in lines
    assert "docs/ja/tool.md:1:1: this page has no 'fr'" not in lines
    missing = [line for line in lines if line.endswith("'fr' is missing")]
    place = re.compile(r"guide_data/[\w/]+\.yml:\d+:\d+: 'fr' is missing")
    assert len(missing) > 1000
    assert all(place.fullmatch(line) for line in missing)
    file, number, *_ = next(line for line in missing if "interface.yml" in line).split(":")
    assert "fr:" not in "".join((french / file).read_text(encoding="utf-8").splitlines()[int(number) - 1 :][:2])


def test_a_missing_text_of_a_complete_language_is_an_error(french, tmp_path):
    data = shutil.copytree(french / "guide_data", tmp_path / "guide_data")
    path = data / "parties.yml"
    path.write_text(re.sub(r"^ +en: .*\n", "", path.read_text(encoding="utf-8"), count=1, flags=re.M), encoding="utf-8")
    done = command(french, "check", str(data))
    assert done.returncode == 1
    assert "guide_data/parties.yml:3:5: 'en' is missing" in done.stderr


def test_a_page_is_french_and_marks_what_stands_in_for_missing_texts(french):
    page = rendered(french, "tool.html", "fr")
    root = lxml.html.fragment_fromstring(page, create_parent="div")
    languages_used = {element.get("lang") for element in root.iter() if element.get("lang")}
    assert languages_used == {"en"}
    assert "Fr " in root.text_content()
    hiragana = re.compile("[ぁ-ん]")
    script = root.xpath("//script[@id='dcb-texts']")[0]
    assert not hiragana.search(root.text_content().replace(script.text, ""))
    # No mark is left, neither in an attribute nor in the data of the page's scripts.
    assert not re.search("[\ue000-\ue002]", page)
    assert not any("<span" in value for element in root.iter() for value in element.attrib.values())
    for fieldset in root.xpath("//legend"):
        text = fieldset.text_content()
        assert text.startswith("Fr ") or fieldset.xpath("(.|h2)/span[@lang='en']"), text
    texts = json.loads(script.text)
    assert texts["ui"]["colon"] == " : "
    english = [text for text in texts["ui"].values() if not text.startswith("Fr ")]
    assert sum(texts["languages"].get(text) == "en" for text in english) > 100
    assert texts["root"] == "../../"


def test_every_template_renders_in_french(french):
    pages = [path.name for path in sorted((french / "macros" / "templates").glob("[!_]*.md"))]
    program = (
        "from dcb_guide.guide.read_guide import load\n"
        "from dcb_guide.proof.model_json import model_json\n"
        "from macros import TEMPLATES\n"
        "from macros.render import Renderer\n"
        "guide = load()\n"
        "renderer = Renderer(guide, model_json(guide), TEMPLATES)\n"
        "import sys, json\n"
        "chapter = guide.area.chapters[0]\n"
        "known = {'party': guide.parties[0].id, 'chapter': chapter.id, 'parts': chapter.parts[0].id}\n"
        "pages = {name: renderer.render(name, 'fr', **known) for name in sys.argv[1:]}\n"
        "from macros import figures\n"
        "for name in figures.FIGURES:\n"
        "    pages[name] = renderer.render('figure.html', 'fr', name=name)\n"
        "print(json.dumps(pages))\n"
    )
    done = run(french, "-c", program, *pages)
    assert done.returncode == 0, done.stderr
    for name, page in json.loads(done.stdout).items():
        assert not re.search("[\ue000-\ue002]", page), name
        assert name in {"vision.md", "edition.md", "downloads.html"} or 'lang="en"' in page, name


def test_results_documents_and_messages_are_french_where_there_is_a_text(french, tmp_path):
    record = tmp_path / "record.yml"
    record.write_text("name: {ja: 基盤, fr: Plateforme}\nplatform: {user_scope: prefecture}\n", encoding="utf-8")
    told = command(french, "classify", str(record), "--lang", "fr")
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("Plateforme\n")
    record.write_text("name: {ja: 基盤}\nplatform: {user_scope: prefectur}\n", encoding="utf-8")
    wrong = command(french, "classify", str(record), "--lang", "fr")
    assert wrong.returncode == 1
    assert "prefectur" in wrong.stderr

    folder = french / "guide_data" / "vision"
    begun = command(french, "vision", "init", "--prefecture", "40", "--lang", "fr")
    assert begun.returncode == 0, begun.stderr
    (folder / "chapters").mkdir()
    (folder / "chapters" / "summary.fr.md").write_text("Texte libre.", encoding="utf-8")
    (folder / "chapters" / "gaps.md").write_text("自由な文章。", encoding="utf-8")
    assert command(french, "vision", "check", "--lang", "fr").returncode == 0
    for output in ("vision.md", "vision.docx"):
        done = command(french, "vision", "draft", str(tmp_path / output), "--lang", "fr")
        assert done.returncode == 0, done.stderr
    draft = (tmp_path / "vision.md").read_text(encoding="utf-8")
    assert "Texte libre." in draft
    assert "Fr " in draft
    assert "自由な文章" in draft
    from docx import Document

    assert Document(str(tmp_path / "vision.docx")).core_properties.language == "fr-FR"


def test_the_language_of_a_path_is_its_first_folder():
    assert language_of_path("en/tool.md") == "en"
    assert language_of_path("en/tool/") == "en"
    assert language_of_path("ja/tool.md") == "ja"
    assert language_of_path("tool/") == language_of_path("english/") == language_of_path("") == "ja"


def test_a_missing_text_is_replaced_along_the_fallbacks(monkeypatch):
    third = languages.Language("fr", "Français", "fr", ", ", " et ", " : ", True, "fr-FR", False, "en")
    monkeypatch.setitem(languages.LANGUAGES, "fr", third)
    assert in_language({"ja": "あ", "en": "a", "fr": "à"}, "fr") == ("à", "fr")
    assert in_language({"ja": "あ", "en": "a"}, "fr") == ("a", "en")
    assert in_language({"ja": "あ", "en": None}, "fr") == ("あ", "ja")
    assert in_language({"fr": "à"}, "ja") == ("à", "fr")
    assert in_language({}, "fr") == in_language(None, "fr") == ("", "fr")
    assert in_language("A", "fr") == ("A", "fr")


def test_no_language_is_named_in_the_code():
    """What differs by language stands in the table; a test of a code or a pair written out is a second table."""
    named = re.compile(r"""["'](?:ja|en)["']|\.(?:ja|en)\b""")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("dcb_guide", "macros")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".py", ".md", ".html") and path.name != "languages.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if named.search(line)
    ]
    assert found == []
