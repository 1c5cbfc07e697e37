"""The document a vision is drafted as: blocks of plain data, the same for Word, Markdown and the page.

Standard library only: the tool's page drafts with the same code, in the browser. A block is a mapping with a ``kind``:

- ``cover``: title, subtitle, lines (department, day, contact), state, the same as the cover shows it, whether it is
  ``alone`` on its page, and for a document's properties alone author and day (ISO);
- ``contents``: text (its heading); the entries are the headings that follow;
- ``heading``: level, text, perhaps id; ``paragraph`` and ``note``: text; ``list``: items, ordered; ``page_break``;
- ``table``: caption, columns, rows;
- ``line``: the figure from → to: caption, columns (platform, now, way, next, goal), rows;
- ``plan``: a schedule: caption, columns (what stands before the periods), years (label, number of periods), periods
  (label, first month, number of months), rows (label, start, end, state) and marks (label, months);
- ``bars``: a bar chart: caption, columns (what, how much), rows of label, value and the value in words;
- ``free``: text, the prefecture's own Markdown, the chapter it is in and its title, the labels of its tables and of its
  figures (``{"table": [...], "figure": [...]}``), and the language it is in where that is not the reader's.

A paragraph's text, a list's item or a table's cell may also be a list of texts and links, ``{"text", "href"}``, where
Markdown alone is written of the document.

Tables and figures have a ``label``, such as ``Table 3``: they are numbered through the whole document, with those of
the prefecture's prose.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from dcb_guide.core import advice, official_line, roadmap
from dcb_guide.core.citation import sections_of
from dcb_guide.core.languages import FIRST, LanguageCode, in_language, listed, text_in
from dcb_guide.core.values import fill, printable, word

type Block = dict[str, Any]
#: The free Markdown of the prefecture: chapter → language → text.
type Chapters = Mapping[str, Mapping[LanguageCode, str]]

#: So many answers that are not known are named.
MOST_UNKNOWN = 3

#: What is numbered as a table or a figure.
NUMBERED = {"table": "table", "line": "figure", "plan": "figure", "bars": "figure"}
#: How many tables and how many figures a text in Markdown has.
type CountOwn = Callable[[str], Mapping[str, int]]

#: What ends a line, also in texts that were copied from Word.
LINE_END = re.compile(r"\r\n|[\n\v\f\r\u2028\u2029]")
#: A number as a cell of the document shows it.
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")
#: Methods that draft a chapter begin so.
CHAPTER = "chapter_"


def blocks(
    vision: dict[str, Any],
    texts: dict[str, Any],
    language: LanguageCode,
    chapters: Chapters | None = None,
    in_other_language: Callable[[str, LanguageCode], str] = lambda text, _: text,
    count_own: CountOwn = lambda _: {},
) -> list[Block]:
    """Return the document's blocks.

    ``vision`` is what is published of a vision (``vision.json``), or platforms alone
    (:mod:`dcb_guide.core.published_platform`); ``texts`` a model's texts, ``chapters`` the free Markdown of the
    prefecture. ``in_other_language`` may mark a text in another language that replaces a missing one; ``count_own``
    counts the tables and figures of the prefecture's Markdown.
    """
    drafting = _Draft(vision, texts, language, chapters or {}, in_other_language)
    found = drafting.blocks()
    _number(found, {kind: drafting.word(f"{kind}_label") for kind in ("table", "figure")}, count_own)
    return found


def _number(found: list[Block], labels: Mapping[str, str], count_own: CountOwn) -> None:
    """Give each table and each figure its label."""
    counts = dict.fromkeys(labels, 0)

    def following(kind: str) -> str:
        counts[kind] += 1
        return f"{labels[kind]} {counts[kind]}"

    for block in found:
        if block["kind"] in NUMBERED:
            block["label"] = following(NUMBERED[block["kind"]])
        elif block["kind"] == "free":
            own = count_own(block["text"])
            block["labels"] = {kind: [following(kind) for _ in range(own.get(kind, 0))] for kind in labels}


def visible(part: Any) -> Any:
    """Return a document's blocks as Word may hold them: line ends and tabs alone are left of what controls.

    XML cannot hold other controls, and what turns the direction of text would make it look like another: it is shown as
    ``\\uXXXX``. The tool's page does the same (``overrides/assets/page/text.js``).
    """
    if isinstance(part, str):
        return "\n".join("\t".join(map(printable, line.split("\t"))) for line in LINE_END.split(part))
    if isinstance(part, Mapping):
        return {key: visible(value) for key, value in part.items()}
    return [visible(one) for one in part] if isinstance(part, (list, tuple)) else part


def roadmap_blocks(vision: dict[str, Any], texts: dict[str, Any], language: LanguageCode) -> list[Block]:
    """Return the initiatives of a vision alone: table, schedule, order."""
    drafting = _Draft(vision, texts, language, {}, lambda text, _: text)
    drafting.initiatives()
    return drafting.added


def known_chapters() -> list[str]:
    """Return the chapters that can be drafted, by id; which of them a document has, and their order, is data."""
    return [name.removeprefix(CHAPTER) for name in vars(_Draft) if name.startswith(CHAPTER)]


def year_in_words(year: int, texts: dict[str, Any], language: LanguageCode) -> str:
    """Return a year as the readers' officials write it, such as 令和9; before the first era, as it is."""
    era = next((one for one in texts["document"]["eras"] if one["first_year"] <= year), None)
    if era is None:
        return str(year)
    number = year - era["first_year"] + 1
    key = "first_year_of_era" if number == 1 else "year_of_era"
    return fill(text_in(texts["draft"][key], language), era=era["names"][0], number=number, year=year)


def month_in_words(month: str, texts: dict[str, Any], language: LanguageCode) -> str:
    """Return a month ``YYYY-MM`` as readers write it."""
    return fill(text_in(texts["draft"]["month_of_year"], language), **_parts_of_day(month, texts, language))


def day_in_words(day: str, texts: dict[str, Any], language: LanguageCode) -> str:
    """Return a day ``YYYY-MM-DD`` as readers write it."""
    values = {**_parts_of_day(day, texts, language), "day": int(day[8:10])}
    return fill(text_in(texts["draft"]["day_of_month"], language), **values)


def _parts_of_day(day: str, texts: dict[str, Any], language: LanguageCode) -> dict[str, Any]:
    month = int(day[5:7])
    names = text_in(texts["draft"]["names_of_months"], language).split()
    return {"year": year_in_words(int(day[:4]), texts, language), "month": month, "name": names[month - 1]}


def columns_of_numbers(rows: Sequence[Sequence[Any]]) -> list[int]:
    """Return the columns of a table that hold numbers alone, or a dash for none; they are aligned to the right."""
    found = []
    for number, column in enumerate(zip(*rows, strict=True)):
        given = [cell for cell in column if cell != "–"]
        if given and all(isinstance(cell, str) and NUMBER.fullmatch(cell) for cell in given):
            found.append(number)
    return found


def texts_of(prefecture: Mapping[str, Any] | None, texts: dict[str, Any]) -> dict[str, Any]:
    """Return a model's texts as the document of a prefecture (``name``, perhaps ``code``) says them.

    Labels of the rules that speak of any prefecture name it (``of_prefecture`` of ``document.yml``); where none is
    known, all stay as they are.
    """
    if prefecture is None:
        return texts
    name, called = prefecture["name"], texts["draft"][municipalities_called(prefecture, texts)]
    found = dict(texts)
    for place, templates in texts["document"]["of_prefecture"].items():
        said = {
            code: fill(text, prefecture=text_in(name, code), called=text_in(called, code))
            for code, text in templates.items()
            if text
        }
        kind, *keys = place.split(".")
        found[kind] = _with(found[kind], keys, said)
    return found


def _with(part: Any, keys: Sequence[str], said: Mapping[LanguageCode, str]) -> Any:
    """Return texts with another at a place; an item of a list is known by its id. What was given is not changed."""
    if not keys:
        return said
    first, *rest = keys
    if isinstance(part, list):
        return [_with(one, rest, said) if one["id"] == first else one for one in part]
    return {**part, first: _with(part[first], rest, said)}


def municipalities_called(prefecture: Mapping[str, Any] | None, texts: Mapping[str, Any]) -> str:
    """Return which word of the document stands for a prefecture's municipalities."""
    code = (prefecture or {}).get("code")
    if code is None:
        return "municipalities_of_any"
    called: dict[str, list[str]] = texts["document"]["municipalities_called"]
    return next((word for word, codes in called.items() if code in codes), "municipalities_usual")


class _Draft:
    def __init__(
        self,
        vision: dict[str, Any],
        texts: dict[str, Any],
        language: LanguageCode,
        chapters: Chapters,
        in_other_language: Callable[[str, LanguageCode], str],
    ) -> None:
        self.vision = vision
        self.texts = texts_of(vision["prefecture"], texts)
        #: What the document holds: ``document.yml`` of the guide's data, and the decisions of each kind.
        self.plan: dict[str, Any] = texts["document"]
        self.language = language
        self.chapters = chapters
        self.in_other_language = in_other_language
        self.added: list[Block] = []
        #: Names of the vision that a survey or a cost plan may use too, by their text in the first language.
        self.known_names: dict[str | None, Mapping[LanguageCode, str | None]] = {
            name.get(FIRST): name
            for name in (
                *(one["name"] for one in vision.get("municipalities") or []),
                *(one[part] for one in vision["platforms"] for part in ("name", "field")),
            )
            if isinstance(name, Mapping)
        }
        #: True once a missing text fell back to another language.
        self.fell_back = False

    def blocks(self) -> list[Block]:
        self.cover()
        place = len(self.added)
        if self.of_prefecture:
            self.add("contents", text=self.word("contents"))
        for name in self.plan["chapters" if self.of_prefecture else "chapters_of_platforms"]:
            self.chapter(name)
        if self.vision.get("open_points") is not None:
            self.open_points()
        self.glossary()
        self.history()
        self.appendix()
        self.add("note", text=self.word("based_on", version=self.vision["guide"]["version"]))
        if self.fell_back:
            # Before the contents: the summary, which is to fit on one page, comes right after them.
            self.added.insert(place, {"kind": "note", "text": self.word("in_japanese")})
        return self.added

    @property
    def of_prefecture(self) -> bool:
        """Whether it is a prefecture's own vision, and not begun with platforms alone."""
        return self.vision.get("scope") != "platforms"

    # ── Words ───────────────────────────────────────────────────────────────────────────────────────────────

    def say(self, words: Mapping[LanguageCode, str | None] | str | None) -> str:
        """Return a text in the reader's language, else in its fallback; nothing for none."""
        text, language = in_language(words, self.language)
        if language == self.language:
            return text
        # The first language lacks nothing but the names of some records.
        self.fell_back = self.fell_back or self.language != FIRST
        return self.in_other_language(text, language)

    def word(self, key: str, **values: Any) -> str:
        """Return a text of the document, filled in; it may name the prefecture and call its municipalities."""
        text = self.say(self.texts["draft"][key])
        if "{prefecture}" in text:
            values = {"prefecture": self.name_of_prefecture(), **values}
        if "{called}" in text:
            values = {"called": self.word(municipalities_called(self.vision["prefecture"], self.texts)), **values}
        return fill(text, **values)

    def name_of_prefecture(self) -> str:
        """Return the prefecture's name; where it is not known, the word for any."""
        prefecture = self.vision["prefecture"]
        return self.say(prefecture["name"]) if prefecture else self.word("our_prefecture")

    def ui(self, key: str) -> str:
        """Return a text of the interface."""
        return self.say(self.texts["interface"][key])

    def label(self, kind: str, name: str) -> str:
        """Return the label of an input, a decision, a requirement, a check or a caution."""
        return self.say(self.texts[kind][name])

    def outcome(self, decision: str, name: str) -> str:
        """Return the label of a decision's outcome."""
        return self.say(self.texts["outcomes"][decision][name])

    def value(self, name: str, value: Any) -> str:
        """Return an answer, or a decision's outcome, in words."""
        if value is None:
            return self.ui("unknown")
        if name in self.texts["outcomes"]:
            return self.outcome(name, value)
        if isinstance(value, list):
            return self.ui("list_separator").join(self.value(name, one) for one in value) or self.ui("none_of_these")
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return self.say(self.texts["values"][name][word(value)])

    def cite(self, item: dict[str, Any]) -> str:
        sections = sections_of(item["source"], self.texts["interface"], self.language)
        return f"{sections} · {self.ui('result_basis_' + item['basis'])}"

    def decided(self, platform: dict[str, Any], decision: str) -> str | None:
        """Return what was chosen for a platform, else what the rules suggest."""
        name: str | None = platform["decided"][decision]["id"]
        return name

    def is_open(self, platform: dict[str, Any]) -> bool:
        """Return whether the form to aim for is still open, so that nobody can say what is missing."""
        return any(self.decided(platform, decision) is None for decision in self.plan["opens_gaps"])

    def required_gaps(self, platform: dict[str, Any]) -> str:
        """Return how much that is required is missing or to be confirmed; a dash where that is still open."""
        if self.is_open(platform):
            return "–"
        found = Counter(gap["status"] for gap in platform["gaps"] if gap["severity"] == "required")
        return fill(self.ui("gaps_counted"), unmet=found["unmet"], unknown=found["unknown"])

    def line(self, platform: dict[str, Any]) -> list[official_line.Station]:
        """Return a platform's line in official names, with what was chosen for it."""
        return official_line.of_platform(platform, self.texts)

    def station_names(self, platform: dict[str, Any]) -> list[str]:
        """Return the parts of a platform's line in words: the type today, the way, the type next, the goal."""
        return [official_line.name(one, self.texts, self.language) for one in self.line(platform)]

    def suggestion(self, platform: dict[str, Any], decision: str) -> str:
        """Return an outcome in words; where it is open, what is still possible."""
        answer = platform["suggested"][decision]
        if answer["id"]:
            return self.outcome(decision, answer["id"])
        possible = " / ".join(self.outcome(decision, one) for one in answer["possible"])
        return fill(self.ui("with_remark"), what=self.ui("undetermined"), remark=possible)

    # ── Blocks ──────────────────────────────────────────────────────────────────────────────────────────────

    def add(self, kind: str, **content: Any) -> None:
        self.added.append({"kind": kind, **content})

    def month(self, month: str | None) -> str:
        """Return a month ``YYYY-MM`` as readers write it; a dash for none."""
        if not month:
            return "–"
        return month_in_words(month, self.texts, self.language)

    def date(self, day: str) -> str:
        """Return a day ``YYYY-MM-DD`` as readers write it."""
        return day_in_words(day, self.texts, self.language)

    def table(self, caption: str, columns: list[str], rows: list[list[str]]) -> None:
        if rows:
            self.add("table", caption=caption, columns=columns, rows=rows)
        else:
            self.add("paragraph", text=self.word("nothing_yet"))

    def chapter(self, name: str) -> None:
        self.add("heading", level=2, text=self.word(f"chapter_{name}"), id=name)
        getattr(self, f"{CHAPTER}{name}")()
        written = self.chapters.get(name)
        text, language = in_language(written, self.language)
        if text:
            self.fell_back = self.fell_back or language != self.language
            self.add(
                "free",
                text=text,
                chapter=name,
                title=self.word(f"chapter_{name}"),
                language=language if language != self.language else None,
            )
        if name == self.plan["on_a_page"]:
            self.add("page_break")

    def title(self) -> str:
        if self.vision["title"]:
            return self.say(self.vision["title"])
        if self.of_prefecture or len(self.vision["platforms"]) > 1:
            return self.word("title")
        return self.word("title_of_platforms", platforms=self.names())

    def names(self) -> str:
        """Return the names of the platforms as a list in words."""
        return self.ui("list_separator").join(self.say(one["name"]) for one in self.vision["platforms"])

    def cover(self) -> None:
        vision = self.vision
        department, day = self.say(vision["department"]), self.day()
        contact = [vision["contact"].get(name) or "" for name in ("telephone", "email", "page")]
        prefecture = self.say(vision["prefecture"]["name"]) if vision["prefecture"] else ""
        state = self.word(f"document_{vision.get('state') or 'draft'}")
        lines = [department, self.date(day) if day else "", *contact]
        self.add(
            "cover",
            title=self.title(),
            subtitle=prefecture,
            lines=[line for line in lines if line],
            state=state,
            state_shown=self.word("document_state", state=state),
            author=department or prefecture,
            day=day,
            alone=self.of_prefecture,
        )

    def day(self) -> str | None:
        """Return the document's day: its own, else the last of its history."""
        history = self.vision["history"]
        day: str | None = self.vision.get("day") or (history[-1]["date"] if history else None)
        return day

    # ── Chapters ────────────────────────────────────────────────────────────────────────────────────────────

    def chapter_summary(self) -> None:
        platforms = self.vision["platforms"]
        if self.of_prefecture:
            self.add("paragraph", text=self.word("summary_text", count=len(platforms)))
        if len(platforms) == 1:
            if sentence := self.headline(platforms[0]):
                self.add("paragraph", text=sentence)
        elif not self.of_prefecture and (
            sentences := [
                f"{self.say(one['name'])}{self.ui('colon')}{sentence}"
                for one in platforms
                if (sentence := self.headline(one))
            ]
        ):
            self.add("list", items=sentences, ordered=False)
        self.prefecture_line()
        if not self.of_prefecture:
            self.add("paragraph", text=self.word("summary_text_of_platforms", platforms=self.names()))
        roles = [self.ui(f"line_{role}") for role in ("now", "way", "next", "goal")]
        if platforms:
            self.add(
                "line",
                caption=self.word("line_figure"),
                columns=[self.word("platform"), *roles],
                rows=[[self.say(one["name"]), *self.station_names(one)] for one in platforms],
            )
        if len(platforms) == 1:
            self.what_to_do_first(platforms[0], level=3)
        if self.of_prefecture or len(platforms) > 1:
            self.summary_table(platforms)
        items = [*self.main_measures(), *self.period_and_cost()]
        if items:
            self.add("list", items=items, ordered=False)

    def headline(self, platform: dict[str, Any]) -> str:
        """Return in a sentence or two what is decided of a platform."""
        outcomes = {name: self.decided(platform, name) for name in platform["decided"]}
        on_line = {one["decision"]: one["id"] for one in self.line(platform) if one["role"] != "goal"}
        return advice.headline(outcomes | on_line, self.texts, self.language)

    def what_to_do_first(self, platform: dict[str, Any], level: int) -> None:
        """Add a platform's first steps, whom to call in, and what is required and missing."""
        gaps = None if self.is_open(platform) else platform["gaps"]
        self.added += advice.blocks(self.line(platform), gaps, self.texts, self.language, level)

    def summary_table(self, platforms: list[dict[str, Any]]) -> None:
        rows = [
            [
                self.say(one["name"]),
                *([self.say(one["field"])] if self.of_prefecture else []),
                *(self.chosen(one, column["decision"]) for column in self.plan["summary"]),
                self.required_gaps(one),
            ]
            for one in platforms
        ]
        headings = (self.ui(column["heading"]) for column in self.plan["summary"])
        field = [self.word("field")] if self.of_prefecture else []
        columns = [self.word("platform"), *field, *headings, self.ui("gaps_required_count")]
        self.table(self.word("summary_table"), columns, rows)

    def main_measures(self) -> Iterator[str]:
        """Yield each purpose with its first measure that has a target."""
        for purpose in self.vision["purposes"]:
            label = self.say(purpose["label"])
            measure = next((one for one in purpose["measures"] if one["target"]), None)
            if measure is None:
                yield self.word("purpose_in_short", purpose=label)
            else:
                values = {
                    "measure": self.say(measure["text"]),
                    "now": self.say(measure["now"]) or "–",
                    "target": self.say(measure["target"]),
                    "by": self.month(measure["by"]),
                }
                yield self.word("purpose_with_measure", purpose=label, **values)

    def period_and_cost(self) -> Iterator[str]:
        """Yield the plan's period, and what its initiatives cost together, with how many have no cost yet."""
        initiatives = self.vision["initiatives"]
        months = [month for one in initiatives for month in (one["start"], one["end"]) if month]
        period = (self.vision.get("frame") or {}).get("period")
        if period:
            months = [period["start"], period["end"]]
        if months:
            yield self.word("period", **{"from": self.month(min(months)), "to": self.month(max(months))})
        costs = [one["cost_million_yen"] for one in initiatives]
        known = [cost for cost in costs if cost is not None]
        if known:
            key = "total_cost" if len(known) == len(costs) else "total_cost_of_some"
            yield self.word(key, cost=f"{sum(known):,.1f}", count=len(known), open=len(costs) - len(known))
        if plan := self.vision.get("costs"):
            key = "cost_of_plan" if plan["name"] else "cost_of_plan_unnamed"
            yield self.word(key, name=self.say(plan["name"]), years=plan["years"], cost=_in_millions(plan["total"]))

    def prefecture_line(self) -> None:
        """Say the state of the prefecture (v3 6.6), and its platforms' types now and next, with the goal."""
        platforms = self.vision["platforms"]
        state = self.vision["prefecture_state"]
        if state:
            self.add("paragraph", text=self.word("state_of_prefecture", state=self.label("states", state)))
        if platforms:
            names = [self.station_names(one) for one in platforms]
            now, following, goal = (
                " / ".join(dict.fromkeys(part for one in names for part in one[place].split(" / ")))
                for place in (0, 2, 3)
            )
            # One platform stands for no prefecture; a survey says what there is in all of it.
            covered = self.of_prefecture and (len(platforms) > 1 or self.vision.get("survey") is not None)
            key = "line_of_prefecture" if covered else f"line_of_platform{'s' if len(platforms) > 1 else ''}"
            self.add("paragraph", text=self.word(key, now=now, next=following, goal=goal))

    def chosen(self, platform: dict[str, Any], decision: str) -> str:
        name = self.decided(platform, decision)
        return self.outcome(decision, name) if name else self.ui("undetermined")

    def chapter_frame(self) -> None:
        frame = self.vision.get("frame") or {}
        for name in ("aim", "place", "period", "background", "follow_up"):
            if not frame.get(name):
                continue
            self.add("heading", level=3, text=self.word(f"frame_{name}"), id=f"frame_{name}")
            if name == "period":
                months = {"from": self.month(frame[name]["start"]), "to": self.month(frame[name]["end"])}
                self.add("paragraph", text=self.word("period", **months))
            else:
                self.paragraphs(self.say(frame[name]))
        if not any(frame.values()) and not self.chapters.get("frame"):
            self.add("paragraph", text=self.word("no_frame"))

    def paragraphs(self, text: str) -> None:
        """Add a text of the prefecture; an empty line begins a paragraph."""
        for part in text.split("\n\n"):
            if part.strip():
                self.add("paragraph", text=part.strip())

    def heading_of(self, platform: dict[str, Any]) -> None:
        """Begin a platform's part of a chapter; what is drafted of one platform alone is all of it."""
        if self.of_prefecture or len(self.vision["platforms"]) > 1:
            self.add("heading", level=3, text=self.say(platform["name"]))

    def caption_of(self, platform: dict[str, Any], key: str) -> str:
        return f"{self.say(platform['name'])}{self.ui('colon')}{self.word(key)}"

    def choice(self, platform: dict[str, Any], decision: str) -> str:
        """Return what is decided, and that the rules exclude it where the prefecture chose so.

        What is not chosen but follows from a choice is shown as on the line, whose words are those of the figure.
        """
        if decision in self.plan["choosable"]:
            name = self.chosen(platform, decision)
            return self.word("chosen_against_rules", what=name) if decision in platform["excluded"] else name
        if set(platform["decided"][decision]["possible"]) == set(platform["suggested"][decision]["possible"]):
            return "–"
        station = next((one for one in self.line(platform) if one["decision"] == decision), None)
        if station is not None:
            return self.word("follows_from_choice", what=official_line.name(station, self.texts, self.language))
        return self.word("follows_from_choice", what=self.chosen(platform, decision))

    def named(self, words: Mapping[LanguageCode, str | None] | str | None) -> str:
        """Return a name that a survey or a cost plan has in one language, in the reader's where the vision has it."""
        return self.say(self.known_names.get(words, {FIRST: words}) if isinstance(words, str) else words)

    def names_of(self, platforms: list[str]) -> str:
        """Return the names of platforms, given by their ids, as a list in words."""
        names = {one["id"]: self.say(one["name"]) for one in self.vision["platforms"] if one["id"] in platforms}
        return listed([names[name] for name in platforms], self.language)

    def chapter_present(self) -> None:
        field = [self.word("field")] if self.of_prefecture else []
        columns = [self.word("platform"), *field, self.label("decisions", "class"),
                   *(self.label("inputs", name) for name in self.plan["inventory"])]  # fmt: skip
        rows = [
            [
                self.say(one["name"]),
                *([self.say(one["field"])] if self.of_prefecture else []),
                self.suggestion(one, "class"),
                *(self.value(name, one["answers"].get(name)) for name in self.plan["inventory"]),
            ]
            for one in self.vision["platforms"]
        ]
        self.table(self.word("inventory" if self.of_prefecture else "inventory_of_platforms"), columns, rows)
        for note in self.vision["departures"]:
            departure = self.word(f"departure_{note['id']}", what=self.names_of(note["platforms"]))
            self.add("note", text=fill(self.ui("with_remark"), what=departure, remark=self.cite(note)))
        self.survey()
        self.municipalities()

    def survey(self) -> None:
        """Add what the survey found: platforms with owner, state and number of users."""
        survey = self.vision.get("survey")
        if not survey:
            return
        platforms = survey["platforms"]
        self.add("heading", level=3, text=self.word("survey"), id="survey")
        values = {"platforms": len(platforms), "services": survey["services"],
                  "municipalities": len(survey["municipalities"])}  # fmt: skip
        if survey["as_of"]:
            self.add("paragraph", text=self.word("survey_text", day=self.date(survey["as_of"]), **values))
        else:
            self.add("paragraph", text=self.word("survey_text_undated", **values))
        columns = [self.word(name) for name in ("platform", "owner_of_platform", "field", "state_of_platform", "users")]
        owners = {"prefecture": self.word("the_prefecture"), "": "–"}
        rows = [
            [self.named(one["name"]), owners.get(one["owner"]) or self.named(one["owner"]),
             self.named(one["field"]) or "–", self.word(f"platform_{one['status']}"), str(one["users"])]
            for one in platforms
        ]  # fmt: skip
        self.table(self.word("survey_platforms"), columns, rows)

    def municipalities(self) -> None:
        """Add who uses what: from the survey, else from the vision itself; and a chart of the users."""
        survey = self.vision.get("survey") or {}
        listed = [
            (self.named(one["name"]), one["population"], [self.named(used) for used in one["uses"]])
            for one in survey.get("municipalities", [])
        ]
        if not listed:
            listed = [
                (self.say(one["name"]), None, [self.say(used["name"]) for used in self.vision["platforms"]
                                               if one["code"] in used.get("used_by", [])])
                for one in self.vision.get("municipalities") or []
            ]  # fmt: skip
        if not listed:
            return
        self.add("heading", level=3, text=self.word("who_uses_what"), id="who_uses_what")
        users = {name: sum(name in used for _, _, used in listed) for name in dict.fromkeys(
            name for _, _, used in listed for name in used)}  # fmt: skip
        if users:
            rows = [[name, count, self.word("count_of_municipalities", count=count)] for name, count in users.items()]
            columns = [self.word("platform"), self.word("users")]
            self.add("bars", caption=self.word("users_of_platforms"), columns=columns, rows=rows)
        with_people = any(people is not None for _, people, _ in listed)
        columns = [self.word("municipality"), *([self.word("population")] if with_people else []),
                   self.word("platforms_used")]  # fmt: skip
        rows_ = [
            [name, *([f"{people:,}" if people is not None else "–"] if with_people else []),
             self.ui("list_separator").join(used) or "–"]
            for name, people, used in listed
        ]  # fmt: skip
        self.table(self.word("who_uses_what"), columns, rows_)

    def chapter_purposes(self) -> None:
        for purpose in self.vision["purposes"]:
            self.add("heading", level=3, text=self.say(purpose["label"]))
            columns = [self.word("measure"), self.word("now"), self.word("goal"), self.word("by")]
            rows: list[list[str]] = [
                [
                    self.say(one["text"]),
                    self.say(one["now"]) or "–",
                    self.say(one["target"]) or "–",
                    self.month(one["by"]),
                ]
                for one in purpose["measures"]
            ]
            self.table(self.say(purpose["label"]), columns, rows)
        if not self.vision["purposes"]:
            self.add("paragraph", text=self.word("no_purposes"))

    def chapter_target(self) -> None:
        for one in self.vision["platforms"]:
            self.heading_of(one)
            line = self.line(one)
            self.add("paragraph", text=official_line.in_words(line, self.texts, self.language))
            chosen = [self.word("chosen")] if self.of_prefecture else []
            columns = [self.ui("decision"), self.word("suggested"), *chosen, self.word("rests_on")]
            rows = []
            official, finer = official_line.official_first(self.plan["settled"], self.texts)
            for decision in (*official, *finer):
                rules = one["suggested"][decision]["rules"]
                rows.append([
                    self.label("decisions", decision),
                    self.suggestion(one, decision),
                    *([self.choice(one, decision)] if self.of_prefecture else []),
                    self.cite(rules[0]) if len(rules) == 1 else "–",
                ])  # fmt: skip
            self.table(self.caption_of(one, "chapter_target"), columns, rows)
            if one["reason"]:
                self.add("paragraph", text=f"{self.word('reason')}{self.ui('colon')}{self.say(one['reason'])}")
            decision = self.plan["explained_target"]
            if outcome := self.decided(one, decision):
                self.add("paragraph", text=self.say(self.texts["meanings"][decision][outcome]))
            trace = [
                {"decision": name, "inputs": one["answers"], "rules": answer["rules"]}
                for name, answer in one["suggested"].items()
            ]
            if len(self.vision["platforms"]) > 1:
                self.what_to_do_first(one, level=4)
            self.added += official_line.blocks(line, trace, self.texts, self.language, level=4)

    def chapter_gaps(self) -> None:
        order = [one["id"] for one in self.texts["procedures"]]
        names = {one["id"]: self.say(one["label"]) for one in self.texts["procedures"]}
        for one in self.vision["platforms"]:
            self.heading_of(one)
            ranked = sorted(one["gaps"], key=lambda gap: (order.index(gap["step"]), gap["severity"] != "required"))
            columns = [self.ui("procedure"), self.ui("requirement"), self.ui("severity"), self.word("status"),
                       self.ui("remedy"), self.ui("source")]  # fmt: skip
            rows = [
                [
                    names[gap["step"]],
                    self.label("requirements", gap["id"]),
                    self.ui(f"severity_{gap['severity']}"),
                    self.ui(f"status_{gap['status']}"),
                    self.label("remedies", gap["id"]),
                    self.cite(gap),
                ]
                for gap in ranked
            ]
            if self.is_open(one):
                self.add("paragraph", text=self.ui("result_gaps_later"))
            else:
                self.table(self.caption_of(one, "chapter_gaps"), columns, rows)
            for finding in one["findings"]:
                severity = self.ui(f"severity_{finding['severity']}")
                contradiction = f"{severity}{self.ui('colon')}{self.label('checks', finding['id'])}"
                self.add("note", text=fill(self.ui("with_remark"), what=contradiction, remark=self.cite(finding)))

    def chapter_roadmap(self) -> None:
        steps = [f"{self.say(one['label'])} – {self.say(one['summary'])}" for one in self.texts["steps"]]
        self.add("list", items=steps, ordered=True)
        if self.vision["initiatives"]:
            self.initiatives()
        else:
            self.proposed_tasks()

    def initiatives(self) -> None:
        """Add what is to be done: as a table, as a schedule, and in which order."""
        initiatives = self.vision["initiatives"]
        names = {one["id"]: self.say(one["label"]) for one in self.texts["procedures"]}
        order = list(names)
        ranked = sorted(initiatives, key=lambda one: (one["start"] or "9999", order.index(one["procedure"]), one["id"]))
        keys = ["initiative", "procedure", "owner", "start", "end", "cost", "state"]
        rows = [
            [
                self.say(one["title"]),
                names[one["procedure"]],
                self.say(one["owner"]) or "–",
                self.month(one["start"]),
                self.month(one["end"]),
                "–" if one["cost_million_yen"] is None else f"{one['cost_million_yen']:,.1f}",
                self.word(f"state_{one['state']}"),
            ]
            for one in ranked
        ]
        self.table(self.word("initiatives"), [self.ui(key) if key == "procedure" else self.word(key) for key in keys],
                   rows)  # fmt: skip
        self.schedule([one for one in ranked if one["start"] and one["end"]])
        data = self.texts["roadmap"]
        titles = {one["id"]: self.say(one["title"]) for one in initiatives}
        before = roadmap.waits_for(initiatives, data)
        outputs = {task["id"]: task["output"] for task in data["tasks"]}
        rows = [
            [titles[one["id"]], self.ui("list_separator").join(titles[name] for name in before[one["id"]]) or "–",
             self.say(one.get("output") or outputs.get(one.get("task"))) or "–"]
            for one in ranked
        ]  # fmt: skip
        if any(row[1:] != ["–", "–"] for row in rows):
            columns = [self.word(key) for key in ("initiative", "after_what", "output")]
            self.table(self.word("order_and_outputs"), columns, rows)

    def schedule(self, dated: list[dict[str, Any]]) -> None:
        """Add the chart of a plan along fiscal years, with the months in which budgets are requested and passed."""
        if not dated:
            return
        data = self.texts["roadmap"]
        months, starts = roadmap.periods(min(one["start"] for one in dated), max(one["end"] for one in dated), data)
        years = [starts[at : at + 12 // months] for at in range(0, len(starts), 12 // months)]
        marks = []
        # In the order of the fiscal year: a budget is requested before it is passed.
        for name, date in sorted(
            data["budget"].items(), key=lambda item: roadmap.month_in_year(item[1]["month"], data)
        ):
            before = roadmap.request_for if name == "request" else roadmap.assembly_for
            of_years = [roadmap.month_text(before(roadmap.month_number(year[0]), data)) for year in years]
            label = self.word("budget_date", what=self.say(date["label"]), month=date["month"],
                              name=self.word("names_of_months").split()[date["month"] - 1])  # fmt: skip
            marks.append({"label": label, "months": [month for month in of_years if month >= starts[0]]})
        self.add(
            "plan",
            caption=self.word("schedule"),
            columns=[self.word("initiative")],
            years=[
                {"label": self.word("fiscal_year", year=year_in_words(int(year[0][:4]), self.texts, self.language)),
                 "periods": len(year)} for year in years
            ],
            periods=[
                {"label": self.period_of_year(months, number), "start": start, "months": months}
                for year in years
                for number, start in enumerate(year, start=1)
            ],
            rows=[
                {"label": self.say(one["title"]), "start": one["start"], "end": one["end"],
                 "state": self.word(f"state_{one['state']}")} for one in dated
            ],
            marks=marks,
        )  # fmt: skip

    def period_of_year(self, months: int, number: int) -> str:
        """Return what a part of a fiscal year is called, by its length and its number from 1."""
        if months == 3:
            return self.word("quarter", number=number)
        return self.word("half_years").split()[number - 1] if months == 6 else self.word("whole_year")

    def proposed_tasks(self) -> None:
        """Add the tasks that follow from what is missing and from the way, while no initiative is written."""
        data = self.texts["roadmap"]
        tasks = roadmap.tasks_for(self.vision["platforms"], data)
        spans = roadmap.lay_forwards(
            [roadmap.PlannedTask({**one.task, "needs_budget": False}) for one in tasks], 1, data
        )
        titles = {one.id: self.say(one.task["title"]) for one in tasks}
        parties = {one["id"]: self.say(one["label"]) for one in self.texts["parties"]}
        self.add("paragraph", text=self.word("proposed_text"))
        columns = [self.word(key) for key in ("task", "leads", "months_of_plan", "after_what", "output")]
        rows = [
            [
                titles[one.id],
                parties[one.task["leads"]],
                self.months(*spans[one.id]),
                self.ui("list_separator").join(titles[name] for name in one.task["after"] if name in titles) or "–",
                self.say(one.task["output"]),
            ]
            for one in tasks
        ]
        self.table(self.word("proposed_tasks"), columns, rows)
        self.add("note", text=self.word("proposed_basis"))

    def months(self, first: int, last: int) -> str:
        """Return in which months of a plan something is done, counted from 1."""
        return self.word("month_of_plan" if first == last else "months_from_to", **{"from": first, "to": last})

    def chapter_organisation(self) -> None:
        decision = self.plan["explained_organisation"]
        for one in self.vision["platforms"]:
            name = self.decided(one, decision)
            if name is None:
                continue
            outcome = f"{self.say(one['name'])}{self.ui('colon')}{self.outcome(decision, name)}"
            self.add("paragraph", text=f"{outcome} – {self.say(self.texts['meanings'][decision][name])}")
            if one["suggested"][decision]["id"] == name:
                cautions = one["suggested"][decision]["cautions"]
                if cautions:
                    self.add("list", items=[self.label("cautions", caution) for caution in cautions], ordered=False)

        self.roles()

    def roles(self) -> None:
        """Add what each of the four parties does; in the prefecture's own words where it has written them."""
        own: dict[str, list[dict[str, Any]]] = {}
        for role in self.vision.get("roles") or []:
            own.setdefault(role["party"], []).append(role)
        rows = []
        for party in self.texts["parties"]:
            for role in own.get(party["id"], [{}]):
                body, does = self.say(role.get("body")), self.say(role.get("does") or party["summary"])
                rows.append([self.say(party["label"]), body or "–", does])
        columns = [self.word(key) for key in ("party", "body", "role")]
        if all(row[1] == "–" for row in rows):
            columns, rows = [columns[0], columns[2]], [[row[0], row[2]] for row in rows]
        self.table(self.word("roles"), columns, rows)

    def chapter_cost_sharing(self) -> None:
        sharing = self.vision["cost_sharing"]
        rows = [[self.word("prefecture_percent"), self.prefecture_percent()]]
        for name in ("basis", "collection", "late_joiners", "non_participants"):
            value = sharing[name]
            rows.append(
                [self.word(f"sharing_{name}"), self.word(f"{name}_{value}") if value else self.word("not_settled")]
            )
        self.table(self.word("chapter_cost_sharing"), [self.word("question"), self.word("agreed")], rows)
        if sharing["note"]:
            self.paragraphs(self.say(sharing["note"]))
        self.costs()

    def prefecture_percent(self) -> str:
        """Return the prefecture's share: what the vision says, else what the cost plan says of build and running."""
        percent, plan = self.vision["cost_sharing"]["prefecture_percent"], self.vision.get("costs")
        if percent is not None:
            return f"{percent}%"
        if not plan:
            return self.word("not_settled")
        least, most = min(plan["prefecture_run_percent"]), max(plan["prefecture_run_percent"])
        run = f"{least:g}" if least == most else self.word("percent_from_to", first=f"{least:g}", last=f"{most:g}")
        return self.word("percent_of_build_and_run", build=f"{plan['prefecture_build_percent']:g}", run=run)

    def costs(self) -> None:
        """Add what each body pays by the cost plan: in words, as a table, as a chart."""
        costs = self.vision.get("costs")
        if not costs:
            return
        self.add("heading", level=3, text=self.word("cost_plan"), id="cost_plan")
        prefecture = costs["bodies"][0]["total"]
        values = {"years": costs["years"], "total": f"{costs['total']:,}", "prefecture_yen": f"{prefecture:,}",
                  "count": len(costs["bodies"]) - 1, "rest": f"{costs['total'] - prefecture:,}"}  # fmt: skip
        self.add("paragraph", text=self.word("cost_plan_summary", **values))
        columns = [
            self.ui(f"cost_column_{name}") for name in ("name", "build_yen", "run_yen", "total_yen", "per_head_yen")
        ]
        names = [
            self.named(one["name"]) if one["name"] is not None else self.word("the_prefecture")
            for one in costs["bodies"]
        ]
        keys = ("build", "run", "total")
        rows = [
            [name, *(f"{one[key]:,}" for key in keys), "–" if one["per_head"] is None else f"{one['per_head']:,.2f}"]
            for name, one in zip(names, costs["bodies"], strict=True)
        ]
        rows.append(
            [self.word("cost_plan_total"), *(f"{sum(one[key] for one in costs['bodies']):,}" for key in keys), "–"]
        )
        self.table(self.word("cost_plan_table"), columns, rows)
        bars = [[name, one["total"], f"{one['total']:,}"] for name, one in zip(names, costs["bodies"], strict=True)]
        self.add("bars", caption=self.word("cost_plan_chart"), columns=[columns[0], columns[3]], rows=bars)

    def chapter_residents(self) -> None:
        principles = self.vision["principles"]
        rows = [[self.word(f"principle_{name}"), self.say(principles[name]) or self.word("not_settled")]
                for name in ("data", "terms", "consent")]  # fmt: skip
        self.table(self.word("chapter_residents"), [self.word("principle"), self.word("content")], rows)

    def chapter_openness(self) -> None:
        columns = [self.word("platform"), *(self.label("inputs", name) for name in self.plan["openness"])]
        rows = [[self.say(one["name"]), *(self.value(name, one["answers"].get(name)) for name in self.plan["openness"])]
                for one in self.vision["platforms"]]  # fmt: skip
        self.table(self.word("chapter_openness"), columns, rows)

    def open_points(self) -> None:
        self.add("heading", level=2, text=self.word("chapter_open_points"), id="open_points")
        items = [self.word(f"open_{point['id']}", what=self.say(point["what"])) for point in self.vision["open_points"]]
        if items:
            self.add("list", items=items, ordered=False)
        else:
            self.add("paragraph", text=self.word("nothing_open"))

    def glossary(self) -> None:
        """Explain the terms of the guide's glossary that the document uses."""
        text = "\n".join(_texts_of(self.added)).casefold()
        rows = [
            [self.say(one["term"]), self.say(one["meaning"])]
            for one in self.texts["glossary"]
            if self.say(one["term"]).casefold() in text
        ]
        if rows:
            self.add("heading", level=2, text=self.word("chapter_glossary"), id="glossary")
            self.table(self.word("chapter_glossary"), [self.word("term"), self.word("meaning")], rows)

    def history(self) -> None:
        history = self.vision["history"]
        if history:
            self.add("heading", level=2, text=self.word("chapter_history"), id="history")
            rows = [[self.date(one["date"]), self.say(one["text"])] for one in history]
            self.table(self.word("chapter_history"), [self.word("date"), self.word("content")], rows)

    def appendix(self) -> None:
        """Add the answers that are known; the others are named in one line."""
        self.add("heading", level=2, text=self.word("chapter_appendix"), id="appendix")
        for one in self.vision["platforms"]:
            self.heading_of(one)
            answers, notes = one["answers"], one.get("notes") or {}
            known = [name for name in self.texts["order"] if name in answers or notes.get(name)]
            columns = [self.ui("item"), self.word("answer")]
            rows = [[self.label("inputs", name), self.value(name, answers.get(name))] for name in known]
            if any(notes.get(name) for name in known):
                columns.append(self.word("note"))
                rows = [[*row, self.say(notes.get(name)) or "–"] for row, name in zip(rows, known, strict=True)]
            self.table(self.caption_of(one, "chapter_appendix"), columns, rows)
            unknown = [self.label("inputs", name) for name in self.texts["order"] if name not in known]
            if unknown:
                what = listed(unknown[:MOST_UNKNOWN], self.language)
                key = "unknown_answers" if len(unknown) <= MOST_UNKNOWN else "unknown_answers_more"
                self.add("paragraph", text=self.word(key, what=what, count=len(unknown)))


def _in_millions(yen: int) -> str:
    """Return whole yen in million yen, to one decimal."""
    return f"{yen / 1_000_000:,.1f}"


def _texts_of(data: Any) -> Iterator[str]:
    """Yield every text of blocks."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts_of(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts_of(value)
