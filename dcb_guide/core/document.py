"""The document a vision is drafted as: blocks of plain data, the same for Word, Markdown and the page.

Standard library only: the tool's page drafts with the same code, in the browser. A block is a mapping with a ``kind``:
``heading`` (level, text, perhaps id), ``paragraph`` (text), ``note`` (text), ``list`` (items, ordered), ``table``
(caption, columns, rows), ``plan`` (caption, columns, months, rows of label, start, end, state) or ``free`` (text, the
prefecture's own Markdown, and the language it is in where that is not the reader's).
"""

from collections.abc import Callable, Mapping
from typing import Any

from dcb_guide.core import official_line
from dcb_guide.core.citation import sections_of
from dcb_guide.core.languages import FIRST, LanguageCode, in_language
from dcb_guide.core.values import fill, word

type Block = dict[str, Any]
#: The free Markdown of the prefecture: chapter → language → text.
type Chapters = Mapping[str, Mapping[LanguageCode, str]]

#: Methods that draft a chapter begin so.
CHAPTER = "chapter_"


def blocks(
    vision: dict[str, Any],
    texts: dict[str, Any],
    language: LanguageCode,
    chapters: Chapters | None = None,
    in_other_language: Callable[[str, LanguageCode], str] = lambda text, _: text,
) -> list[Block]:
    """Return the document's blocks.

    ``vision`` is what is published of a vision (``vision.json``), ``texts`` a model's texts, ``chapters`` the free
    Markdown of the prefecture. ``in_other_language`` may mark a text in another language that replaces a
    missing one.
    """
    return _Draft(vision, texts, language, chapters or {}, in_other_language).blocks()


def known_chapters() -> list[str]:
    """Return the chapters that can be drafted, by id; which of them a document has, and their order, is data."""
    return [name.removeprefix(CHAPTER) for name in vars(_Draft) if name.startswith(CHAPTER)]


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
        self.texts = texts
        #: What the document holds: ``document.yml`` of the guide's data, and the decisions of each kind.
        self.plan: dict[str, Any] = texts["document"]
        self.language = language
        self.chapters = chapters
        self.in_other_language = in_other_language
        self.added: list[Block] = []
        #: True once a missing text fell back to another language.
        self.fell_back = False

    def blocks(self) -> list[Block]:
        self.add("heading", level=1, text=self.title())
        self.add("paragraph", text=self.byline())
        place = len(self.added)
        for name in self.plan["chapters"]:
            self.chapter(name)
        if self.vision.get("open_points") is not None:
            self.open_points()
        self.appendix()
        self.add("note", text=self.word("based_on", version=self.vision["guide"]["version"]))
        if self.fell_back:
            self.added.insert(place, {"kind": "note", "text": self.word("in_japanese")})
        return self.added

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
        """Return a text of the document, filled in."""
        return fill(self.say(self.texts["draft"][key]), **values)

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
        return f"{sections_of(item['source'])} · {self.ui('result_basis_' + item['basis'])}"

    def decided(self, platform: dict[str, Any], decision: str) -> str | None:
        """Return what was chosen for a platform, else what the rules suggest."""
        name: str | None = platform["decided"][decision]["id"]
        return name

    def is_open(self, platform: dict[str, Any]) -> bool:
        """Return whether the form to aim for is still open, so that nobody can say what is missing."""
        return any(self.decided(platform, decision) is None for decision in self.plan["opens_gaps"])

    def required_gaps(self, platform: dict[str, Any]) -> str:
        """Return how much that is required is missing; a dash where that is still open."""
        if self.is_open(platform):
            return "–"
        return str(sum(gap["severity"] == "required" for gap in platform["gaps"]))

    def line(self, platform: dict[str, Any]) -> list[official_line.Station]:
        """Return a platform's line in official names, with what was chosen for it."""
        follows = {
            name: answer if platform["chosen"].get(name) else platform["decided"][name]
            for name, answer in platform["suggested"].items()
        }
        return official_line.stations(follows, self.texts, platform["chosen"])

    def station_names(self, platform: dict[str, Any]) -> list[str]:
        """Return the parts of a platform's line in words: the type today, the way, the type next, the goal."""
        return [official_line.name(one, self.texts, self.language) for one in self.line(platform)]

    def suggestion(self, platform: dict[str, Any], decision: str) -> str:
        """Return an outcome in words; where it is open, what is still possible."""
        answer = platform["suggested"][decision]
        if answer["id"]:
            return self.outcome(decision, answer["id"])
        return f"{self.ui('undetermined')} ({' / '.join(self.outcome(decision, one) for one in answer['possible'])})"

    # ── Blocks ──────────────────────────────────────────────────────────────────────────────────────────────

    def add(self, kind: str, **content: Any) -> None:
        self.added.append({"kind": kind, **content})

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
            self.add("free", text=text, language=language if language != self.language else None)

    def title(self) -> str:
        if self.vision["title"]:
            return self.say(self.vision["title"])
        prefecture = self.vision["prefecture"]
        name = self.say(prefecture["name"]) if prefecture else self.word("our_prefecture")
        return self.word("title", prefecture=name)

    def byline(self) -> str:
        history = self.vision["history"]
        parts = [self.say(self.vision["department"]), history[-1]["date"] if history else ""]
        contact = self.vision["contact"]
        parts += [contact.get(name) or "" for name in ("telephone", "email", "page")]
        return " · ".join(part for part in parts if part) or self.word("draft_of")

    # ── Chapters ────────────────────────────────────────────────────────────────────────────────────────────

    def chapter_summary(self) -> None:
        platforms = self.vision["platforms"]
        self.add("paragraph", text=self.word("summary_text", count=len(platforms)))
        self.prefecture_line()
        rows = [
            [
                self.say(one["name"]),
                self.say(one["field"]),
                *self.station_names(one),
                *(self.chosen(one, column["decision"]) for column in self.plan["summary"]),
                self.required_gaps(one),
            ]
            for one in platforms
        ]
        headings = (self.ui(column["heading"]) for column in self.plan["summary"])
        roles = [self.ui(f"line_{role}") for role in ("now", "way", "next", "goal")]
        columns = [self.word("platform"), self.word("field"), *roles, *headings, self.ui("gaps_required_count")]
        self.table(self.word("summary_table"), columns, rows)
        costs = [one["cost_million_yen"] for one in self.vision["initiatives"] if one["cost_million_yen"] is not None]
        months = [month for one in self.vision["initiatives"] for month in (one["start"], one["end"]) if month]
        items = []
        if months:
            items.append(self.word("period", **{"from": min(months), "to": max(months)}))
        if costs:
            items.append(self.word("total_cost", cost=f"{sum(costs):,.1f}"))
        if items:
            self.add("list", items=items, ordered=False)

    def prefecture_line(self) -> None:
        """Say the state of the prefecture (v3 6.6), and its platforms' types now and next, with the goal."""
        platforms = self.vision["platforms"]
        state = self.vision["prefecture_state"]
        if state:
            self.add("paragraph", text=self.word("state_of_prefecture", state=self.label("states", state)))
        if platforms:
            names = [self.station_names(one) for one in platforms]
            now, following, goal = (" / ".join(dict.fromkeys(one[place] for one in names)) for place in (0, 2, 3))
            self.add("paragraph", text=self.word("line_of_prefecture", now=now, next=following, goal=goal))

    def chosen(self, platform: dict[str, Any], decision: str) -> str:
        name = self.decided(platform, decision)
        return self.outcome(decision, name) if name else self.ui("undetermined")

    def choice(self, platform: dict[str, Any], decision: str) -> str:
        """Return what is decided, and that the rules exclude it where the prefecture chose so."""
        name = self.chosen(platform, decision)
        return self.word("chosen_against_rules", what=name) if decision in platform["excluded"] else name

    def chapter_present(self) -> None:
        columns = [self.word("platform"), self.word("field"), self.label("decisions", "class"),
                   *(self.label("inputs", name) for name in self.plan["inventory"])]  # fmt: skip
        rows = [
            [
                self.say(one["name"]),
                self.say(one["field"]),
                self.suggestion(one, "class"),
                *(self.value(name, one["answers"].get(name)) for name in self.plan["inventory"]),
            ]
            for one in self.vision["platforms"]
        ]
        self.table(self.word("inventory"), columns, rows)
        for note in self.vision["departures"]:
            departure = self.word(f"departure_{note['id']}", what=self.say(note["what"]))
            self.add("note", text=f"{departure} ({self.cite(note)})")

    def chapter_purposes(self) -> None:
        for purpose in self.vision["purposes"]:
            self.add("heading", level=3, text=self.say(purpose["label"]))
            columns = [self.word("measure"), self.word("now"), self.word("goal"), self.word("by")]
            rows = [
                [self.say(one["text"]), self.say(one["now"]) or "–", self.say(one["target"]) or "–", one["by"] or "–"]
                for one in purpose["measures"]
            ]
            self.table(self.say(purpose["label"]), columns, rows)
        if not self.vision["purposes"]:
            self.add("paragraph", text=self.word("no_purposes"))

    def chapter_target(self) -> None:
        for one in self.vision["platforms"]:
            self.add("heading", level=3, text=self.say(one["name"]))
            line = self.line(one)
            self.add("paragraph", text=official_line.in_words(line, self.texts, self.language))
            columns = [self.ui("decision"), self.word("suggested"), self.word("chosen"), self.word("rests_on")]
            rows = []
            official, finer = official_line.official_first(self.plan["settled"], self.texts)
            for decision in (*official, *finer):
                rules = one["suggested"][decision]["rules"]
                rows.append([
                    self.label("decisions", decision),
                    self.suggestion(one, decision),
                    self.choice(one, decision) if decision in self.plan["choosable"] else "–",
                    self.cite(rules[0]) if len(rules) == 1 else "–",
                ])  # fmt: skip
            self.table(f"{self.say(one['name'])}: {self.word('chapter_target')}", columns, rows)
            if one["reason"]:
                self.add("paragraph", text=f"{self.word('reason')}{self.ui('colon')}{self.say(one['reason'])}")
            decision = self.plan["explained_target"]
            if outcome := self.decided(one, decision):
                self.add("paragraph", text=self.say(self.texts["meanings"][decision][outcome]))
            trace = [
                {"decision": name, "inputs": one["answers"], "rules": answer["rules"]}
                for name, answer in one["suggested"].items()
            ]
            self.added += official_line.blocks(line, trace, self.texts, self.language, level=4)

    def chapter_gaps(self) -> None:
        order = [one["id"] for one in self.texts["procedures"]]
        names = {one["id"]: self.say(one["label"]) for one in self.texts["procedures"]}
        for one in self.vision["platforms"]:
            self.add("heading", level=3, text=self.say(one["name"]))
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
                self.table(f"{self.say(one['name'])}: {self.word('chapter_gaps')}", columns, rows)
            for finding in one["findings"]:
                severity = self.ui(f"severity_{finding['severity']}")
                contradiction = f"{severity}{self.ui('colon')}{self.label('checks', finding['id'])}"
                self.add("note", text=f"{contradiction} ({self.cite(finding)})")

    def chapter_roadmap(self) -> None:
        steps = [f"{self.say(one['label'])} – {self.say(one['summary'])}" for one in self.texts["steps"]]
        self.add("list", items=steps, ordered=True)
        initiatives = self.vision["initiatives"]
        names = {one["id"]: self.say(one["label"]) for one in self.texts["procedures"]}
        order = list(names)
        ranked = sorted(initiatives, key=lambda one: (order.index(one["procedure"]), one["start"] or "9999", one["id"]))
        names_of_columns = ("initiative", "owner", "start", "end", "cost", "state")
        columns = [self.ui("procedure"), *(self.word(name) for name in names_of_columns)]
        rows = [
            [
                names[one["procedure"]],
                self.say(one["title"]),
                self.say(one["owner"]) or "–",
                one["start"] or "–",
                one["end"] or "–",
                "–" if one["cost_million_yen"] is None else f"{one['cost_million_yen']:,.1f}",
                self.word(f"state_{one['state']}"),
            ]
            for one in ranked
        ]
        self.table(self.word("initiatives"), columns, rows)
        dated = [one for one in ranked if one["start"] and one["end"]]
        if dated:
            plan = [{"label": self.say(one["title"]), "start": one["start"], "end": one["end"],
                     "state": self.word(f"state_{one['state']}")} for one in dated]  # fmt: skip
            self.add(
                "plan",
                caption=self.word("gantt"),
                months=_quarters(dated),
                rows=plan,
                columns=[self.word("initiative")],
            )

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

    def chapter_cost_sharing(self) -> None:
        sharing = self.vision["cost_sharing"]
        percent = sharing["prefecture_percent"]
        rows = [[self.word("prefecture_percent"), self.word("not_settled") if percent is None else f"{percent}%"]]
        for name in ("basis", "collection", "late_joiners", "non_participants"):
            value = sharing[name]
            rows.append(
                [self.word(f"sharing_{name}"), self.word(f"{name}_{value}") if value else self.word("not_settled")]
            )
        self.table(self.word("chapter_cost_sharing"), [self.word("question"), self.word("agreed")], rows)
        if sharing["note"]:
            self.add("paragraph", text=self.say(sharing["note"]))

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

    def appendix(self) -> None:
        self.add("heading", level=2, text=self.word("chapter_appendix"), id="appendix")
        for one in self.vision["platforms"]:
            self.add("heading", level=3, text=self.say(one["name"]))
            rows = [
                [self.label("inputs", name), self.value(name, one["answers"].get(name)), one["notes"].get(name, "")]
                for name in self.texts["order"]
            ]
            columns = [self.ui("item"), self.word("answer"), self.word("note")]
            self.table(f"{self.say(one['name'])}: {self.word('chapter_appendix')}", columns, rows)


def _quarters(dated: list[dict[str, Any]]) -> list[str]:
    """Return the first month of every quarter that the plan touches, as ``YYYY-MM``; at most ten years."""
    first, last = min(one["start"] for one in dated), max(one["end"] for one in dated)
    year, quarter = int(first[:4]), (int(first[5:]) - 1) // 3
    months: list[str] = []
    while (month := f"{year}-{quarter * 3 + 1:02}") <= last and len(months) < 40:
        months.append(month)
        year, quarter = (year + 1, 0) if quarter == 3 else (year, quarter + 1)
    return months


def touches(row: dict[str, Any], quarter: str) -> bool:
    """Return whether a row of a plan falls into the quarter that begins with a month."""
    last = f"{quarter[:5]}{int(quarter[5:]) + 2:02}"
    return bool(row["start"] <= last and row["end"] >= quarter)
