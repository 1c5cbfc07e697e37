"""The prefecture's vision on its own pages, and its platforms as examples in the tool."""

import re
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from dcb_guide.core import document, markdown
from dcb_guide.core.document import Block, Chapters
from dcb_guide.core.languages import FIRST, LanguageCode, text_in
from dcb_guide.core.record_address import address_of
from dcb_guide.core.values import fill
from dcb_guide.guide.decision_types import Text
from dcb_guide.guide.publication import FormPart
from dcb_guide.guide.wording import Wording

#: What is published of a prefecture's vision, and its free Markdown.
type OwnVision = tuple[dict[str, Any], Chapters]

#: A heading in clean HTML of the prefecture's own prose.
OWN_HEADING = re.compile(r'<h([3-6]) id="([\w-]+)">(.*?)</h\1>\n?', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
#: Fields of the form that hold several texts: names on a line, or a text a line.
OF_TEXTS = {"municipalities": "names", "platforms.used_by": "names", "confirmed_public": "lines"}
#: Elements inside which a heading is no heading of the page.
NESTED = ("blockquote", "ul", "ol", "section")


class VisionView:
    """A vision, or none, shown in the words of one language."""

    def __init__(self, vision: OwnVision | None, words: Wording, texts: dict[str, Any]) -> None:
        self.vision = vision
        self.words = words
        self.texts = texts

    def __bool__(self) -> bool:
        return self.vision is not None

    def page(self, part: str) -> Markup:
        """Return a page of the vision as Markdown, by the id that the guide's data gives it."""
        words = self.words
        if self.vision is None:
            return Markup("# {}").format(words(words.guide.draft["vision_none"]))
        pages = words.guide.publication.pages
        page = next(one for one in pages if one.id == part)
        sections = dict(self._sections())
        shown = [block for name in page.chapters for block in sections.get(name, [])]
        if page is pages[0]:
            head = self._home_head(sections[""])
            notes = [block for block in sections[""] if block["kind"] == "note"]
            return head + Markup(self._markdown([*notes, *shown])) + self._further_pages()
        return Markup("# {}\n\n").format(words(page.label)) + Markup(self._markdown(shown))

    def _sections(self) -> Iterator[tuple[str, list[Block]]]:
        """Yield the document's blocks by the chapter they are in; what comes before the first has no name."""
        assert self.vision is not None
        from dcb_guide.vision.own_markdown import counted  # slow to load, and not needed without a vision

        published, chapters = self.vision
        name, found = "", list[Block]()
        for block in document.blocks(
            published, self.texts, self.words.language, chapters, self.words.in_other_language, counted
        ):
            if block["kind"] == "heading" and block["level"] == 2:
                yield name, found
                name, found = block["id"], []
            if block["kind"] != "page_break":
                found.append(block)
        yield name, found

    def _markdown(self, blocks: list[Block]) -> str:
        return markdown.render(blocks, self._free, anchors=True)

    def _text(self, key: str, **values: str) -> str:
        return fill(self.words(self.words.guide.publication.texts[key]), **values)

    def _home_head(self, blocks: list[Block]) -> Markup:
        """Return the head of the home page: title, what it is, state and days, contact, downloads, for whom."""
        assert self.vision is not None
        vision, language = self.vision[0], self.words.language
        cover = next(block for block in blocks if block["kind"] == "cover")
        prefecture = text_in(vision["prefecture"]["name"], language)
        days = [
            self._text(f"home_{name}", day=self._day(vision[key]))
            for name, key in (("published", "day"), ("changed", "changed"))
            if vision[key]
        ]
        about = [text_in(vision["department"], language), cover["state"], *days]
        if vision["licence"]:
            about.append(self._text("home_licence", licence=text_in(vision["licence"], language)))
        lines = [
            Markup("# {}\n").format(Markup(markdown.escaped(cover["title"]))),
            Markup('<p class="dcb-lead">{}</p>').format(
                self._text("home_lead", prefecture=prefecture, called=self._called())
            ),
            Markup("<p>{}</p>").format(" · ".join(filter(None, about))),
            self._contact(vision["contact"]),
            self._downloads(),
            self._for_whom(),
        ]
        return Markup("\n").join(line for line in lines if line) + Markup("\n\n")

    def _called(self) -> str:
        """Return what the prefecture's municipalities are called."""
        assert self.vision is not None
        key = document.municipalities_called(self.vision[0]["prefecture"], self.texts)
        return text_in(self.texts["draft"][key], self.words.language)

    def _contact(self, contact: dict[str, str | None]) -> Markup:
        """Return the organisation's contact as links."""
        telephone, email, page = contact["telephone"], contact["email"], contact["page"]
        links = []
        if telephone:
            links.append(Markup('<a href="tel:{}">{}</a>').format(re.sub(r"[^0-9+]", "", telephone), telephone))
        if email:
            links.append(Markup('<a href="mailto:{}">{}</a>').format(email, email))
        if page:
            links.append(Markup('<a href="{}">{}</a>').format(page, page))
        return Markup("<p>{}</p>").format(Markup(" · ").join(links)) if links else Markup("")

    def _downloads(self) -> Markup:
        to_root = self.words.row.to_root
        files = [
            ("home_download_word", "vision.docx"),
            ("home_download_markdown", "vision-draft.md"),
            ("home_download_data", f"{to_root}vision.json"),
            ("home_download_schema", f"{to_root}vision.schema.json"),
            ("home_feed", "feed.xml"),
        ]
        links = [
            Markup('<a href="{}"{}>{}</a>').format(
                name, Markup("") if name.endswith(".xml") else Markup(" download"), self._text(key)
            )
            for key, name in files
        ]
        return Markup('<p class="dcb-downloads">{}</p>').format(Markup(" ").join(links))

    def _for_whom(self) -> Markup:
        targets = [
            ("home_residents", "vision-plan/#residents"),
            ("home_municipalities", "vision-plan/"),
            ("home_businesses", "vision-platforms/"),
        ]
        items = [Markup('<li><a href="{}">{}</a></li>').format(to, self._text(key)) for key, to in targets]
        return Markup("<p>{}</p>\n<ul>{}</ul>").format(self._text("home_for"), Markup("").join(items))

    def _further_pages(self) -> Markup:
        """Return links to the other pages of the vision, and to what the guide is."""
        pages: list[tuple[str, Text]] = [(one.id, one.label) for one in self.words.guide.publication.pages[1:]]
        pages.append(("guide", self.words.guide.publication.texts["about_guide"]))
        items = [Markup('<li><a href="{}/">{}</a></li>').format(name, self.words(label)) for name, label in pages]
        return Markup("\n\n## {}\n\n<ul>{}</ul>\n").format(self._text("home_pages"), Markup("").join(items))

    def _day(self, day: str) -> str:
        return document.day_in_words(day, self.texts, self.words.language)

    def _free(self, block: Block) -> str:
        """Return the prefecture's own prose: clean HTML, its headings as headings of the page."""
        from dcb_guide.vision.own_html import cleaned  # slow to load, and not needed without a vision

        depth = "" if self._is_home(block["chapter"]) else "../"
        pictures = {name: f"{depth}{self.words.row.to_root}{path}" for name, path in self._pictures().items()}
        html = cleaned(block["text"], block["chapter"], pictures, block["labels"], block["title"])
        parts, place = list[str](), 0
        for found in OWN_HEADING.finditer(html):
            if any(
                html.count(f"<{tag}", 0, found.start()) != html.count(f"</{tag}", 0, found.start()) for tag in NESTED
            ):
                continue
            parts += [self._prose(html[place : found.start()], block["language"]), _heading(found, block["language"])]
            place = found.end()
        return "\n\n".join(filter(None, [*parts, self._prose(html[place:], block["language"])]))

    def _is_home(self, chapter: str) -> bool:
        return chapter in self.words.guide.publication.pages[0].chapters

    def _pictures(self) -> dict[str, str]:
        """Return the addresses of pictures of the prose, from the site's root, by their place in it."""
        assert self.vision is not None
        return {name: f"assets/vision/{name}" for name in self.vision[0]["pictures"]}

    @staticmethod
    def _prose(html: str, language: LanguageCode | None) -> str:
        mark = f' lang="{language}"' if language else ""
        return f'<div class="dcb-free"{mark}>\n{html.strip()}\n</div>' if html.strip() else ""

    def fields(self) -> list[tuple[str, list[dict[str, str]]]]:
        """Return the fields of ``vision.yml`` by the part they are in: path, label, form, example or choices, place."""
        from dcb_guide.vision.vision_types import choices_of  # slow to load, and not needed elsewhere

        words, rules = self.words, self.words.guide.publication
        chosen = choices_of(words.guide)
        parts: dict[str, list[dict[str, str]]] = {}
        for field in rules.fields_:
            part, _, inside = field.path.partition(".")
            form = rules.form(field)
            if form.id == "parts" and not inside:
                parts.setdefault(part, [])
            place = rules.places.get(field.appears) or words.guide.draft[f"chapter_{field.appears}"]
            row = {
                "path": inside or field.path,
                "label": words(field.label),
                "form": words(form.text),
                "example": ", ".join(chosen.get(field.path, [])) or field.example_in(words.language),
                "language": FIRST if isinstance(field.example, str) else words.language,
                "place": words(place),
            }
            heading = part if part in parts else ""
            if form.id != "parts":
                parts.setdefault(heading, []).append(row)
        return [("", parts.pop("")), *parts.items()]

    def form_parts(self) -> list[dict[str, Any]]:
        """Return the parts of the form for a vision, each with its fields as the template needs them."""
        from dcb_guide.vision.vision_types import choices_of, required  # slow to load, and not needed elsewhere

        words, rules = self.words, self.words.guide.publication
        chosen = {"prefecture": [one.code for one in words.guide.prefectures], **choices_of(words.guide)}
        chosen["purposes.id"] = [one.id for one in words.guide.survey.purposes]

        def fields_of(part: FormPart) -> dict[str, Any]:
            rows = []
            id_path = f"{part.list_}.id" if part.own_id else None
            for path in part.fields_:
                field = next(one for one in rules.fields_ if one.path == path)
                label = words(field.label)
                rows.append(
                    {
                        "path": path.removeprefix(f"{part.list_}.") if part.list_ else path,
                        "id": path.replace(".", "-"),
                        "label": label[:1].upper() + label[1:],
                        "kind": OF_TEXTS.get(path, rules.form(field).as_),
                        "form": field.form,
                        "example": field.example_in(words.language),
                        "choices": [(value, self._value(path, value)) for value in chosen.get(path, [])],
                        "blank": words(part.own_id) if part.own_id and path == id_path else "",
                        "is_required": path in required() and path != id_path,
                        "is_long": path in part.long,
                    }
                )
            inner = fields_of(part.inner) if part.inner else None
            name = part.list_.rpartition(".")[2] if part.list_ else None
            entry, add = (words(text) if text else "" for text in (part.entry, part.add))
            return {
                "label": words(part.label),
                "list": name,
                "entry": entry,
                "add": add,
                "fields": rows,
                "inner": inner,
            }

        return [fields_of(part) for part in rules.form_parts]

    def _value(self, path: str, value: str) -> str:
        """Return what a value of a field is called."""
        guide, name = self.words.guide, path.rpartition(".")[2]
        named: dict[str, Text] = dict(guide.publication.value_labels.get(path, {}))
        named |= {one.code: one.name for one in guide.prefectures} if path == "prefecture" else {}
        named |= {one.id: one.label for one in guide.procedures} | {one.id: one.label for one in guide.parties}
        named |= {one.id: one.label for one in guide.survey.purposes}
        named |= {one.id: one.label for one in guide.area.indicators}
        named |= {one.id: one.label for item in guide.decisions if item.id == name for one in item.outcomes}
        if value not in named and f"{name}_{value}" in guide.draft:
            named[value] = guide.draft[f"{name}_{value}"]
        if value not in named:
            return value
        # The form is any prefecture's: a document fills in the names of its own.
        general = {"prefecture": "our_prefecture", "called": "municipalities_of_any"}
        return fill(self.words(named[value]), **{key: self.words(guide.draft[text]) for key, text in general.items()})

    def examples(self) -> list[tuple[str, str]]:
        """Return the vision's platforms as examples for the tool: (name, address)."""
        platforms = self.vision[0]["platforms"] if self.vision else []
        return [(text_in(one["name"], self.words.language), address_of(one["answers"])) for one in platforms]


def _heading(found: re.Match[str], language: LanguageCode | None) -> str:
    """Return a heading of clean HTML as one of Markdown, with its id."""
    text = Markup(TAG.sub("", found[3])).unescape()
    mark = f" lang={language}" if language else ""
    return f"{'#' * int(found[1])} {markdown.escaped(' '.join(text.split()))} {{ #{found[2]}{mark} }}"
