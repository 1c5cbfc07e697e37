"""An inventory for people and for spreadsheets: documents in blocks, letters, tables, and before and after as data.

Documents are blocks as those of :mod:`dcb_guide.prefecture.cost_report`; tables hold one datum a cell. What the guide
says is in ``guide_data/`` (texts ``inventory_…`` of the interface). Standard library only.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dcb_guide.core.conditions import holds
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LANGUAGES, LanguageCode, listed, text_in
from dcb_guide.core.values import fill, word
from dcb_guide.files.write_tables import Cell, Description, Table, described
from dcb_guide.prefecture.cost_report import Block
from dcb_guide.prefecture.inventory import CONTRADICTION, OPEN, platforms_after
from dcb_guide.prefecture.principles import ACROSS_FIELDS
from dcb_guide.prefecture.survey import PREFECTURE, Survey
from dcb_guide.prefecture.survey_tables import SurveyTables

#: So many names are listed in a document; the tables hold all.
MOST_NAMES = 10
#: The decisions shown of each platform.
DECISIONS = ("class", "type_now", "pattern", "pathway", "next_type", "target_organisation")
IN_DOCUMENT = ("type_now", "pathway")
#: A column of the survey that never leaves.
NOTE = "note"
#: Columns whose name in every table is ``inventory_column_<id>``.
type Columns = Sequence[str]


class InventoryReport:
    """Writes one survey's inventory (``dcb-guide-inventory/1``) in one language.

    ``form`` is the survey's: ``questions`` (input → ``question``, ``why``, ``how_to_find_out``), which of them are
    ``of_prefecture``, and ``prefectures`` (the names by code).
    """

    def __init__(
        self,
        survey: Survey,
        found: Mapping[str, Any],
        engine: Engine,
        form: Mapping[str, Any],
        language: LanguageCode,
    ) -> None:
        self.survey = survey
        self.found = found
        self.engine = engine
        self.questions = form["questions"]
        self.of_prefecture = frozenset(form["of_prefecture"]["inputs"])
        self.language = language
        named = form["prefectures"].get(survey.prefecture)
        self.prefecture = text_in(named, language) if named else self.word("prefecture_unnamed")
        self.platforms = {one["id"]: one for one in found["platforms"]}
        self.fields = {one.id: one.field for one in survey.platforms}
        self.unknown_platforms = {one.id: one.unknown_platform for one in survey.services}
        self.bodies = {one.code: one.name or one.code for one in survey.municipalities}

    # ── Documents ───────────────────────────────────────────────────────────────────────────────────────────────

    def document(self) -> list[Block]:
        """Return the inventory as a document."""
        numbers = self.found["numbers"]
        return [
            _heading(1, self.word("title", prefecture=self.prefecture)),
            _paragraph(self.summary()),
            _list([self.word("item", label=label, value=value) for label, value in self.figures()]),
            *([_paragraph(self.word("on_users"))] if numbers["municipalities_now"] else []),
            *self.chapter("groups", [self.group_table()] if self.found["groups"] else []),
            *self.chapter("principles", [_list([*self.principles()])]),
            *self.chapter("levels", [self.level_matrix()] if self.found["levels"] else []),
            *self.chapter("platforms", [self.platform_table(), *self.on_types()] if self.platforms else []),
            *self.chapter("services", [self.service_table()] if self.found["services"] else []),
            *self.chapter("contradictions", _list_of(self.contradictions())),
            *self.chapter("conflicts", _list_of(self.conflicts())),
            *self.chapter("open_answers", _list_of(self.open_counts())),
            {"kind": "note", "text": self.word("basis")},
            {"kind": "note", "text": self.engine.texts["interface"]["attribution"][self.language]},
        ]  # fmt: skip

    def summary(self) -> str:
        """Return how many platforms there are and will be, as far as their pathways are settled."""
        numbers, undecided = self.found["numbers"], self.undecided()
        now, after = numbers["platforms_now"], numbers["platforms_after"]
        end = "summary_open" if undecided and undecided == now else "summary_partly" if undecided else "summary_after"
        said = (
            self.word("summary", all=len(self.found["platforms"]), now=now),
            self.word(end, after=after, settled=now - undecided, open=undecided),
        )
        return LANGUAGES[self.language].before_suggestion.join(said)

    def undecided(self) -> int:
        """Return how many of the platforms that count have no settled pathway."""
        return sum(one["counts"] and one["result"]["pathway"]["id"] is None for one in self.platforms.values())

    def on_types(self) -> list[Block]:
        """Return how the type of a platform that is only decided is to be read, where there is one."""
        decided = any(one["status"] == "decided" for one in self.platforms.values())
        return [_paragraph(self.word("on_types"))] if decided else []

    def letters(self) -> Iterator[tuple[str, list[Block]]]:
        """Yield for each who is to be asked (body, letter): what to ask, why it matters, how to find out.

        The prefecture's own comes first: what it alone can answer, a question with all its platforms, before what is
        open of the platforms that it owns.
        """
        for body, asked in self.asked_of().items():
            own = body == PREFECTURE
            opening = "letter_opening_prefecture" if own else "letter_opening"
            blocks = [
                _heading(1, self.word("letter_title", owner=self.body(body))),
                _paragraph(self.word(opening, prefecture=self.prefecture)),
            ]
            once: dict[str, list[str]] = {}
            for platform, names in asked:
                for name in names if own else ():
                    if name in self.of_prefecture:
                        once.setdefault(name, []).append(platform)
            if once:
                blocks.append(_heading(2, self.word("letter_of_prefecture")))
                blocks += [_list(self.asked(name, platforms, with_names=True)) for name, platforms in once.items()]
            for platform, names in asked:
                if rest := [name for name in names if name not in once]:
                    blocks.append(_heading(2, self.name(platform)))
                    blocks += [_list(self.asked(name, [platform])) for name in rest]
            yield body, [*blocks, _paragraph(self.word("letter_closing"))]

    def asked_of(self) -> dict[str, list[tuple[str, list[str]]]]:
        """Return who is to be asked what: body → platforms with their open inputs in the order of the inventory.

        What only the prefecture can answer is asked of it, whoever owns the platform; it comes first.
        """
        asked: dict[str, list[tuple[str, list[str]]]] = {PREFECTURE: []}
        for one in self.found["open"]:
            for platform in one["platforms"]:
                by_body: dict[str, list[str]] = {}
                for name in platform["inputs"]:
                    by_body.setdefault(self.asked_body(one["owner"], name), []).append(name)
                for body, names in by_body.items():
                    asked.setdefault(body, []).append((platform["platform"], names))
        return {body: platforms for body, platforms in asked.items() if platforms}

    def asked_body(self, owner: str, name: str) -> str:
        """Return who is asked for an open answer on a platform of an owner."""
        return PREFECTURE if name in self.of_prefecture else owner

    def asked(self, name: str, platforms: Sequence[str], *, with_names: bool = False) -> list[str]:
        """Return what to ask of platforms, why it matters for them, and how to find out."""
        texts = self.questions[name]
        results = [self.platforms[one]["result"] for one in platforms]
        open_decisions = [
            one.id for one in self.engine.readers[name] if any(result[one.id]["id"] is None for result in results)
        ]
        labels = self.listed([self.label("decisions", one) for one in open_decisions], most=None)
        lines = [self.word("ask", question=text_in(texts["question"], self.language))]
        if with_names:
            lines.append(self.word("about", names=self.names(platforms)))
        why = text_in(texts["why"], self.language) if texts["why"] else ""
        if labels:
            why += LANGUAGES[self.language].before_suggestion * bool(why) + self.word("narrows", decisions=labels)
        if why:
            lines.append(self.word("why", why=why))
        return [*lines, self.word("how", how=text_in(texts["how_to_find_out"], self.language))]

    def figures(self) -> Iterator[tuple[str, str]]:
        """Yield the numbers as labels and values."""
        for name, value in self.figures_by_id():
            yield self.word(f"number_{name}"), value

    def figures_by_id(self) -> Iterator[tuple[str, str]]:
        """Yield the numbers as ids and values in words."""
        for name, value in self.found["numbers"].items():
            if name == "state":
                state = self.engine.texts["states"].get(value)
                yield name, text_in(state, self.language) if state else self.ui("undetermined")
            elif name == "platforms_after" and (undecided := self.undecided()):
                settled = undecided < self.found["numbers"]["platforms_now"]
                yield name, self.word("after_open", count=value, open=undecided) if settled else self.ui("undetermined")
            else:
                yield name, self.ui("unknown") if value is None else f"{value:,}"

    def group_table(self) -> Block:
        """Return a row for each group: its platforms, which the others may join, what each is to do."""
        rows = [
            [
                self.group(one["id"]),
                str(len(one["platforms"])),
                self.names(one["hosts"]),
                self.listed(
                    [
                        self.word("count", label=self.pathway(way), count=len(ids))
                        for way, ids in one["pathways"].items()
                    ],
                    most=None,
                ),
                str(len(one["users"])),
            ]
            for one in self.found["groups"]
        ]
        return self.rows(("group", "platform_count", "hosts", "pathways", "user_count"), rows)

    def platform_table(self) -> Block:
        """Return a row for each platform with what it is now and what it is to do."""
        rows = [
            [
                one["name"] or one["id"],
                self.body(one["owner"]),
                self.word(f"status_{one['status']}"),
                self.groups_of(one),
                *(self.outcome(one, decision) for decision in IN_DOCUMENT),
            ]
            for one in self.platforms.values()
        ]
        heads = [self.label("decisions", decision) for decision in IN_DOCUMENT]
        return _table([*(self.column(name) for name in ("name", "owner", "status", "group")), *heads], rows)

    def level_matrix(self) -> Block:
        """Return which platforms whose levels differ are at which: a row a level of the first kind, else a column."""
        down, across = self.level_inputs()
        at: dict[tuple[Any, Any], list[str]] = {}
        for pair in self.found["levels"]:
            for side, name in enumerate(pair["platforms"]):
                names = at.setdefault((pair[down][side], pair[across][side]), [])
                if name not in names:
                    names.append(name)
        rows, columns = (
            [one for one in (*self.engine.by_id[kind].values, None) if any(key[place] == one for key in at)]
            for place, kind in enumerate((down, across))
        )
        heads = [
            self.word("item", label=self.label("inputs", across), value=self.value(across, one)) for one in columns
        ]
        cells = [[self.value(down, row), *(self.names(at.get((row, one), [])) for one in columns)] for row in rows]
        return _table([self.label("inputs", down), *heads], cells)

    def service_table(self) -> Block:
        """Return a row for each service, those of a field and in it those of a platform together."""
        services = self.found["services"]
        fields, platforms = ({one[key]: None for one in services} for key in ("field", "platform"))
        places = [{one: place for place, one in enumerate(values)} for values in (fields, platforms)]
        listed = sorted(services, key=lambda one: (places[0][one["field"]], places[1][one["platform"]]))
        rows = [
            [
                one["field"],
                self.platform_of(one),
                one["name"] or one["id"],
                self.body(one["owner"]),
                self.kind(one["kind"]),
            ]
            for one in listed
        ]
        return self.rows(("field", "platform", "name", "owner", "kind"), rows)

    def platform_of(self, service: Mapping[str, Any]) -> str:
        """Return the name of a service's platform, or what is written for one that the survey does not have."""
        if service["platform"]:
            return self.name(service["platform"])
        written = self.unknown_platforms[service["id"]]
        return self.word("unknown_platform", name=written) if written else self.word("on_no_platform")

    def principles(self) -> Iterator[str]:
        """Yield a sentence for each principle that is kept or open, and one for each departure from it."""
        for one in self.found["principles"]:
            label = self.word(f"principle_{one['id']}")
            status = one["status"]
            if status == "kept" and one["id"] == "levels" and not self.has_levels_to_compare():
                status = "not_compared"
            yield self.word("item", label=label, value=self.word(f"principle_{status}"))
            for departure in one["departures"][:MOST_NAMES]:
                text = text_in(self.engine.texts["draft"][f"departure_{one['id']}"], self.language)
                said = fill(text, what=self.names(departure["platforms"]))
                ways = [
                    self.word("departure_way", names=self.names(ids), pathway=self.pathway(way))
                    for way, ids in departure["pathways"].items()
                    if way != OPEN
                ]
                if ways:
                    mend = self.word("departure_mend", ways=self.listed(ways, most=None))
                    said += LANGUAGES[self.language].before_suggestion + mend
                yield said
            if (more := one["departure_count"] - MOST_NAMES) > 0:
                yield self.word("more_departures", count=more)

    def has_levels_to_compare(self) -> bool:
        """Return whether two platforms that count may be among those whose levels are to be equal."""
        answers = {one.id: one.answers for one in self.survey.platforms}
        counted = [answers[name] for name, one in self.platforms.items() if one["counts"]]
        checks = [check for check in self.engine.principles_checks["checks"] if check["same_levels"]]
        return any(sum(holds(check["among"], one) is not False for one in counted) > 1 for check in checks)

    def contradictions(self) -> Iterator[str]:
        """Yield a sentence for each answer that is not what follows from the survey."""
        for platform, finding in self._contradictions():
            (name,) = finding["inputs"]
            yield self.word(
                "contradiction",
                platform=self.name(platform),
                question=self.label("inputs", name),
                given=self.value(name, finding["given"]),
                derived=self.value(name, finding["derived"]),
            )

    def conflicts(self) -> Iterator[str]:
        """Yield a sentence for each question that replies answer in different ways."""
        for one in self.found["conflicts"]:
            answers = [self.word("conflict_answer", **answer) for answer in one["answers"]]
            label = self.name(one["id"]) if one["part"] == "platforms" else one["id"]
            key = self.label("inputs", one["key"]) if one["key"] in self.engine.by_id else one["key"]
            yield self.word("conflict", id=label, key=key, answers=self.listed(answers, most=None))

    def open_counts(self) -> Iterator[str]:
        """Yield for each who is to be asked how many answers are open."""
        for body, asked in self.asked_of().items():
            count = sum(len(names) for _, names in asked)
            yield self.word("open_count", owner=self.body(body), count=count, platforms=len(asked))

    # ── Before and after ────────────────────────────────────────────────────────────────────────────────────────

    def before_and_after(self) -> dict[str, Any]:
        """Return the platforms that count today, those they become, and which of these are linked, for a figure.

        ``links`` are pairs of places in ``after``.
        """
        counted = [one for one in self.platforms.values() if one["counts"]]
        after = platforms_after(self.found["groups"], (one["id"] for one in counted), self.engine)
        hosts = {name for group in self.found["groups"] for name in group["hosts"]}
        box = {name: number for number, ids in enumerate(after) for name in ids}
        return {
            "before": [
                {"id": one["id"], "name": one["name"], "owner": one["owner"], "groups": one["groups"],
                 "pathway": one["result"]["pathway"]["id"]}
                for one in counted
            ],
            "after": [
                {
                    "platforms": ids,
                    "groups": list(dict.fromkeys(group for name in ids for group in self.platforms[name]["groups"])),
                    "hosts": [name for name in ids if name in hosts],
                    "users": list(dict.fromkeys(body for name in ids for body in self.platforms[name]["used_by"])),
                }
                for ids in after
            ],
            "links": sorted({link for group in self.found["groups"] for link in self._links(group, box)}),
        }  # fmt: skip

    def _links(self, group: Mapping[str, Any], box: Mapping[str, int]) -> Iterator[tuple[int, int]]:
        """Yield which platforms of a group are to be interconnected: each that stays apart with the first host."""
        hub = box[group["hosts"][0]]
        for pathway in self.engine.ranking["stay_apart"]:
            for name in group["pathways"].get(pathway, []):
                others = [hub] if box[name] != hub else [box[one] for one in group["platforms"] if box[one] != hub]
                yield from ((min(box[name], other), max(box[name], other)) for other in others)

    # ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────────

    def tables(self) -> list[Table]:
        """Return the inventory as tables, one datum a cell."""
        found, levels = self.found, self.level_inputs()
        criteria = [one["input"] or one["number"] for one in self.engine.ranking["criteria"]]
        heads = [
            (name, self.label("inputs", name) if name in self.engine.by_id else self.column(name)) for name in criteria
        ]
        after = self.before_and_after()["after"]
        return [
            Table("inventory_numbers", self.word("table_numbers"), [
                *((name, self.word(f"number_{name}")) for name in found["numbers"]),
                ("state_label", self.column("state_label")),
            ], [[*found["numbers"].values(), dict(self.figures_by_id())["state"]]]),
            self.table("derived", ("platform", "name", "input", "input_label", "value"), [
                [one["id"], one["name"], name, self.label("inputs", name), self.cell(derived["value"])]
                for one in found["platforms"] for name, derived in one["derived"].items()
            ]),
            self.table("groups", ("group", "label", "rank", "platform", "name", "pathway", "pathway_label"), [
                [group["id"], self.group(group["id"]), entry["rank"], entry["platform"], self.name(entry["platform"]),
                 way, self.pathway(way), *self.compared(entry["values"])]
                for group in found["groups"] for entry in group["ranking"]
                for way in [self.platforms[entry["platform"]]["result"]["pathway"]["id"] or OPEN]
            ], heads),
            self.table("group_users", ("group", "label", "body", "body_label"), [
                [group["id"], self.group(group["id"]), body, self.body(body)]
                for group in found["groups"] for body in group["users"]
            ]),
            self.table("principles", ("principle", "label", "status", "status_label", "departure_count", "source"), [
                [one["id"], self.word(f"principle_{one['id']}"), one["status"],
                 self.word(f"principle_{one['status']}"), one["departure_count"], one["source"]]
                for one in found["principles"]
            ]),
            self.table("departures", ("principle", "departure", "platform", "name", "pathway", "pathway_label"), [
                [one["id"], number, name, self.name(name), way, self.pathway(way)]
                for one in found["principles"] for number, departure in enumerate(one["departures"], start=1)
                for way, ids in departure["pathways"].items() for name in ids
            ]),
            self.table("levels", ("pair", "platform", "name"), [
                [number, name, self.name(name), *(pair[kind][side] for kind in levels)]
                for number, pair in enumerate(found["levels"], start=1) for side, name in enumerate(pair["platforms"])
            ], [(kind, self.label("inputs", kind)) for kind in levels]),
            self.table("contradictions", ("platform", "name", "input", "input_label", "given", "derived_value"), [
                [platform, self.name(platform), name, self.label("inputs", name), self.cell(finding["given"]),
                 self.cell(finding["derived"])]
                for platform, finding in self._contradictions() for name in finding["inputs"]
            ]),
            self.table("open", ("owner", "owner_label", "platform", "name", "order", "input", "question", "asked",
                                "asked_label"), [
                [one["owner"], self.body(one["owner"]), asked["platform"], self.name(asked["platform"]), order, name,
                 text_in(self.questions[name]["question"], self.language), body, self.body(body)]
                for one in found["open"] for asked in one["platforms"] for order, name in enumerate(asked["inputs"], 1)
                for body in [self.asked_body(one["owner"], name)]
            ]),
            self.table("conflicts", ("part", "id", "key", "value", "place"), [
                [one["part"], one["id"], one["key"], answer["value"], answer["place"]]
                for one in found["conflicts"] for answer in one["answers"]
            ]),
            self.table("after", ("after", "platform", "name"), [
                [number, name, self.name(name)] for number, one in enumerate(after, 1) for name in one["platforms"]
            ]),
        ]  # fmt: skip

    def all_tables(self, survey_tables: SurveyTables) -> list[Table]:
        """Return the survey with its results beside the answers, the inventory, and what explains both."""
        tables = [*self.beside_answers(survey_tables.tables(self.survey)), *self.tables()]
        return described(tables, self.description(survey_tables.description()))

    def beside_answers(self, tables: Iterable[Table]) -> list[Table]:
        """Return a survey's tables without their notes, the results beside each platform's answers."""
        kept = []
        for table in tables:
            places = [place for place, (name, _) in enumerate(table.columns) if name != NOTE]
            columns = [table.columns[place] for place in places]
            rows = [[row[place] for place in places] for row in table.rows]
            if table.id == "platforms":
                columns += [("counts", self.column("counts"))]
                columns += [(f"result_{name}", self.label("decisions", name)) for name in DECISIONS]
                for row, one in zip(rows, self.platforms.values(), strict=True):
                    row.append(self.ui(word(one["counts"])))
                    row += [self.outcome(one, name) for name in DECISIONS]
            kept.append(replace(table, columns=columns, rows=rows))
        return kept

    def description(self, of_survey: Description) -> Description:
        """Return what is said of the tables beside them: that of the survey's tables, with the codes of the results."""
        outcomes = [
            ("platforms", f"result_{name}", code, text_in(label, self.language))
            for name in DECISIONS
            for code, label in self.engine.texts["outcomes"][name].items()
        ]
        pathways = [
            (f"inventory_{table}", "pathway", code, text_in(label, self.language))
            for table in ("groups", "departures")
            for code, label in self.engine.texts["outcomes"]["pathway"].items()
        ]
        return replace(of_survey, codes=[*of_survey.codes, *outcomes, *pathways])

    def table(self, name: str, columns: Columns, rows: list[list[Cell]], more: Sequence[tuple[str, str]] = ()) -> Table:
        """Return a table; ``more`` are columns with labels of their own."""
        heads = [(column, self.column(column)) for column in columns]
        return Table(f"inventory_{name}", self.word(f"table_{name}"), [*heads, *more], rows)

    # ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────

    def ui(self, key: str) -> str:
        """Return a text of the interface."""
        return text_in(self.engine.texts["interface"][key], self.language)

    def word(self, key: str, /, **values: Any) -> str:
        """Return a text of the inventory, filled in."""
        return fill(self.ui(f"inventory_{key}"), **values)

    def column(self, name: str) -> str:
        """Return a column's heading."""
        return self.word(f"column_{name}")

    def label(self, kind: str, name: str) -> str:
        """Return the label of an input or a decision."""
        return text_in(self.engine.texts[kind][name], self.language)

    def value(self, name: str, value: Any) -> str:
        """Return an answer as people say it."""
        if value is None:
            return self.ui("unknown")
        if isinstance(value, bool):
            return self.ui(word(value))
        labels = self.engine.texts["values"][name]
        if isinstance(value, list):
            return self.listed([text_in(labels[one], self.language) for one in value], most=None) or self.word(
                "no_kinds"
            )
        return text_in(labels[value], self.language) if value in labels else str(value)

    def cell(self, value: Any) -> Cell:
        """Return an answer as its code, None as a blank."""
        return None if value is None else word(value)

    def compared(self, values: Mapping[str, Any]) -> Iterator[Cell]:
        """Yield by what a platform is compared: answers as codes, numbers as numbers."""
        for name, value in values.items():
            yield self.cell(value) if name in self.engine.by_id else value

    def kind(self, kind: str | None) -> str:
        """Return the kind of a service."""
        if kind is None:
            return self.ui("unknown")
        labels = self.engine.texts["values"]["service_kinds"]
        return text_in(labels[kind], self.language) if kind in labels else self.word("kind_none")

    def body(self, body: str) -> str:
        """Return who a code, ``prefecture`` or a free text is."""
        if body == PREFECTURE:
            return self.word("prefecture")
        return self.bodies.get(body, body) or self.word("owner_unknown")

    def name(self, platform: str) -> str:
        """Return a platform's name, or its id where it has none."""
        found = self.platforms.get(platform)
        return (found and found["name"]) or platform

    def names(self, platforms: Sequence[str]) -> str:
        """Return the names of platforms, the first of them where there are many."""
        return self.listed([self.name(one) for one in platforms[:MOST_NAMES]], len(platforms))

    def listed(self, names: Sequence[str], count: int | None = None, *, most: int | None = MOST_NAMES) -> str:
        """Return names as a list; where ``count`` is more than are listed, how many more there are."""
        more = (count or 0) - (most or 0)
        if most and more > 0:
            return self.word("and_others", names=LANGUAGES[self.language].list_separator.join(names), count=more)
        return listed(names, self.language)

    def group(self, group: str) -> str:
        """Return a group as people say it: the field as it is first written, or a kind of data."""
        if group == ACROSS_FIELDS:
            return self.word("across_fields")
        if self.found["partition"] == "by_data":
            return self.word(f"data_{group}")
        members = (self.fields[one["id"]] for one in self.platforms.values() if group in one["groups"])
        return next(members, group).strip()

    def groups_of(self, platform: Mapping[str, Any]) -> str:
        """Return the groups a platform is in."""
        if platform["open_group"]:
            return self.ui("undetermined")
        return self.listed([self.group(one) for one in platform["groups"]], most=None)

    def pathway(self, pathway: str) -> str:
        """Return a pathway, or that it is not settled."""
        if pathway == OPEN:
            return self.ui("undetermined")
        return text_in(self.engine.texts["outcomes"]["pathway"][pathway], self.language)

    def outcome(self, platform: Mapping[str, Any], decision: str) -> str:
        """Return a platform's outcome of a decision, or that it is not settled."""
        found = platform["result"][decision]["id"]
        if found is None:
            return self.ui("undetermined")
        return text_in(self.engine.texts["outcomes"][decision][found], self.language)

    def level_inputs(self) -> list[str]:
        """Return the inputs that are to have equal levels."""
        return [name for check in self.engine.principles_checks["checks"] for name in check["same_levels"] or []]

    def chapter(self, key: str, blocks: list[Block]) -> list[Block]:
        """Return a chapter, or nothing where it has no content."""
        return [_heading(2, self.word(f"table_{key}")), *blocks] if blocks else []

    def rows(self, columns: Columns, rows: list[list[str]]) -> Block:
        """Return a document's table."""
        return _table([self.column(name) for name in columns], rows)

    def _contradictions(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for one in self.platforms.values():
            for finding in one["result"]["findings"]:
                if finding["id"] == CONTRADICTION["id"]:
                    yield one["id"], finding


def _heading(level: int, text: str) -> Block:
    return {"kind": "heading", "level": level, "text": text}


def _paragraph(text: str) -> Block:
    return {"kind": "paragraph", "text": text}


def _list(items: list[str]) -> Block:
    return {"kind": "list", "ordered": False, "items": items}


def _list_of(items: Iterable[str]) -> list[Block]:
    found = list(items)
    return [_list(found)] if found else []


def _table(columns: list[str], rows: list[list[str]]) -> Block:
    return {"kind": "table", "caption": "", "columns": columns, "rows": rows}
