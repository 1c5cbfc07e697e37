"""The prefecture's vision on its own page, and its platforms as examples in the tool."""

from typing import Any

from markupsafe import Markup

from dcb_guide.core import document, markdown
from dcb_guide.core.document import Block, Chapters
from dcb_guide.core.languages import text_in
from dcb_guide.core.record_address import address_of
from dcb_guide.guide.wording import Wording

#: What is published of a prefecture's vision, and its free Markdown.
type OwnVision = tuple[dict[str, Any], Chapters]


class VisionView:
    """A vision, or none, shown in the words of one language."""

    def __init__(self, vision: OwnVision | None, words: Wording, texts: dict[str, Any]) -> None:
        self.vision = vision
        self.words = words
        self.texts = texts

    def __bool__(self) -> bool:
        return self.vision is not None

    def page(self) -> Markup:
        """Return the vision as Markdown; its own Markdown comes as clean HTML."""
        words = self.words
        if self.vision is None:
            return Markup("# {}").format(words(words.guide.draft["vision_none"]))
        published, chapters = self.vision
        blocks = document.blocks(published, self.texts, words.language, chapters, words.in_other_language)
        return Markup(markdown.render(blocks, _free, anchors=True))

    def examples(self) -> list[tuple[str, str]]:
        """Return the vision's platforms as examples for the tool: (name, address)."""
        platforms = self.vision[0]["platforms"] if self.vision else []
        return [(text_in(one["name"], self.words.language), address_of(one["answers"])) for one in platforms]


def _free(block: Block) -> str:
    from dcb_guide.vision.own_markdown import cleaned  # slow to load, and not needed without a vision

    language = f' lang="{block["language"]}"' if block["language"] else ""
    return f'<div class="dcb-free"{language}>\n{cleaned(block["text"])}\n</div>'
