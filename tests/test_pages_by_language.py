"""Each language is closed: a page shows in one language what it shows in the other, text for text."""

from collections import Counter

import pytest

from dcb_guide.core.languages import LANGUAGES
from dcb_guide.guide.wording import Wording
from macros import TEMPLATES
from macros.render import Renderer
from tests.test_check_accepts import CALLS

#: The Japanese glossary gives the English name of a term, and says that it is English.
ENGLISH_BESIDE = ("glossary.html",)


@pytest.fixture
def shown(guide, model_data, monkeypatch):
    """Language → template with its arguments → how often each text of the data is shown there.

    Names of languages do not count: a page names the other one.
    """
    asked: list[tuple[str, str]] = []
    plain = Wording.__call__

    names = {str(guide.interface[f"language_{code}"].texts) for code in LANGUAGES}

    def recorded(wording, text):
        asked.append((wording.language, str(text.texts)))
        return plain(wording, text)

    monkeypatch.setattr(Wording, "__call__", recorded)
    renderer = Renderer(guide, model_data, TEMPLATES)
    found: dict[str, dict[tuple[str, ...], Counter[str]]] = {}
    for language in LANGUAGES:
        for template, arguments in CALLS:
            asked.clear()
            renderer.render(template, language, **arguments)
            assert {one for one, _ in asked} <= {language}, template
            found.setdefault(language, {})[template, *arguments.values()] = Counter(
                text for _, text in asked if text not in names
            )
    return found


def test_a_page_shows_the_same_texts_in_every_language(shown):
    first, *others = shown.values()
    for each in shown.values():
        del each[ENGLISH_BESIDE]
    assert sum(counted.total() for counted in first.values()) > 1000
    for other in others:
        differs = {call: (first[call] - other[call], other[call] - first[call]) for call in first}
        assert {call: texts for call, texts in differs.items() if any(texts)} == {}
