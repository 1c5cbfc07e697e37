"""Links to the glossary: only where a word of the text is the glossary's term, and never a part of another."""

import re

import pytest

from site_build.glossary_links import link_terms


@pytest.fixture(scope="module")
def linked(guide):
    """Return the terms that a text links, by language."""

    def terms(language, text):
        return re.findall(
            r'<a class="dcb-term-link"[^>]*>([^<]*)</a>', link_terms(text, guide.glossary, language, "g/")
        )

    return terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>データモデルを公開します。</p>", ["データモデル"]),
        ("<p>非パーソナルデータだけを扱います。</p>", ["非パーソナルデータ"]),
        ("<p>分野別の基盤とベンダーロックインを避けます。</p>", []),
        ("<p>利用者の属性情報に応じて通知します。</p>", ["属性情報"]),
        ("<p>パーソナルブローカーとブローカーがあります。</p>", ["ブローカー"]),
        ("<p>項目の型は文字列です。</p>", []),
        ("<p>「エリアデータ連携基盤の共同利用ガイドブック」を見ます。</p>", []),
        ("<p>APIゲートウェイとAPIを公開します。</p>", ["API"]),
        ("<h2>データモデル</h2><p>データモデルとデータモデル。</p>", ["データモデル"]),
        ("<p><strong>データモデル</strong>をそろえます。</p>", []),
    ],
)
def test_a_japanese_term_is_linked_as_a_word_of_its_own(linked, text, expected):
    assert linked("ja", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>A data model is published.</p>", ["data model"]),
        ("<p>Data assets, and each Data asset.</p>", ["Data asset"]),
        ("<p>Area data coordination platforms join area data.</p>", ["area data"]),
        ("<p>Cross-field services and multi-vendor contracts.</p>", []),
        ("<p>A field and another field.</p>", ["field"]),
        ("<p>The office is called Digital Public Goods.</p>", []),
        ("<p>Digital public goods are open to all.</p>", ["Digital public goods"]),
        ("<p>The title is “co-use vision of a field”.</p>", []),
        ("<p>User authentication differs from identity proofing.</p>", ["User authentication", "identity proofing"]),
    ],
)
def test_an_english_term_is_linked_as_a_word_of_its_own(linked, text, expected):
    assert linked("en", text) == expected


def test_no_link_of_the_built_site_stands_inside_a_longer_word(site):
    inside = {}
    for path in sorted(site.rglob("index.html")):
        english = "en/" in path.relative_to(site).as_posix()
        beside = r"[\w-]" if english else r"[A-Za-z0-9々ァ-ヺー㐀-鿿]"
        page = path.read_text(encoding="utf-8")
        found = re.findall(
            rf'{beside}<a class="dcb-term-link"[^>]*>[^<]*</a>|dcb-term-link"[^>]*>[^<]*</a>{beside}', page
        )
        if found:
            inside[path.relative_to(site).as_posix()] = found[:3]
    assert inside == {}
