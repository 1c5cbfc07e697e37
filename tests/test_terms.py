"""One term for one thing, in every text of the built site."""

import html
import re
from functools import cache
from pathlib import Path

import pytest

#: Names of the guidebook and of the survey's sheet, in which a word is not this guide's.
NAMES = re.compile("都道府県・市町村共同負担型|「市町村」|全市町村|市町村コード")
#: A term that is avoided, what is said instead, and in which language.
AVOIDED = {
    "ja": [
        (r"(?<!区)市町村", "市区町村"),
        (r"運営の型|組織の型|目指す型の決定", "運営の形"),
        (
            r"(?<!移行)(?<!の)(?<!あり)(?<!する)(?<!いこう)パターン(?![A-D〜「のを、はがと)]|\d|です)",
            "パターンA–D alone",
        ),
        (r"都道府県を超え|県を超え", "越え"),
        (r"責任の分かれ目|責任の境目", "責任の境界"),
        (r"流れ図", "フロー図"),
        (r"ベンダー(?!ロックイン)", "ベンダ"),
        (r"個人データ(?!に)", "パーソナルデータ"),
        (r"聞き取り", "ヒアリング"),
        (r"当人認証(?!」|と呼|\)|）)", "本人認証"),
    ],
    "en": [
        (r"\b[Ll]iabilit", "scope of responsibility"),
        (r"[Oo]rganisational type", "form of operation"),
        (r"(?:[Ii]dentification|(?<!user )[Aa]uthentication) service", "personal ID service"),
        (r"proofing and authentication", "identity proofing and user authentication"),
        (r"[Aa]uthentication level(?!s)(?<![Uu]ser authentication level)", "user authentication level"),
        (r"\b[Pp]eers?'? ?(?:platform|level|'s)", "partner"),
        (r"[Cc]o-operat", "cooperat…"),
        (r"\bco-usage\b", "co-use"),
    ],
}
#: Pages that quote what they compare, and those that ask in the officers' own words: home repeats these questions.
QUOTING = {"differences", "editions", "sections", "questions", "search"}


@cache
def words_of(path: Path) -> str:
    """Return a built page's words: its article without scripts, pictures' code and text in another language."""
    article = path.read_text(encoding="utf-8").split("<article")[1].split("</article>")[0]
    article = re.sub(r"<(script|pre)\b.*?</\1>|<(\w+)[^>]*\blang=\"\w+\"[^>]*>.*?</\2>", " ", article, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", article)))


def pages(site, language):
    """Return the built pages of a language that are the guide's own words; the maintainers' speak of the code."""
    found = [path for path in sorted(site.rglob("index.html")) if path.parent.name not in QUOTING]
    found = [path for path in found if path.parent not in (site, site / "en")]
    english = [path for path in found if path.relative_to(site).parts[0] == "en"]
    own = [path for path in english if "maintainers" not in path.parts]
    return own if language == "en" else [path for path in found if path not in english]


@pytest.mark.parametrize(
    ("language", "wrong", "instead"), [(language, *pair) for language, pairs in AVOIDED.items() for pair in pairs]
)
def test_a_thing_has_one_term_on_every_page(site, language, wrong, instead):
    read = pages(site, language)
    assert len(read) > 25
    found = {
        path.parent.name: [words[max(0, one.start() - 15) : one.end() + 10] for one in re.finditer(wrong, words)]
        for path in read
        for words in [NAMES.sub("", words_of(path))]
        if re.search(wrong, words)
    }
    assert found == {}, f"say {instead}"


def test_the_glossary_prints_no_words_that_serve_the_search_alone(site, guide):
    """A word that finds a term need not mean the same: it must not read as another name of it."""
    term = next(item for item in guide.glossary if "マイナポータル" in item.also)
    words = words_of(site / "glossary" / "index.html")
    assert term.meaning.ja in words
    assert not [word for item in guide.glossary for word in item.also if f"{word}、" in words and len(word) > 6]
