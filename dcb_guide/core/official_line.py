"""The line in official names with which a result begins: type today → pattern → type next → goal (v3 7.1, 8.2).

Which decisions it reads, and which type is the goal, is data (``guide_data/official_line.yml``). Standard library only:
the tool's page shows it in the browser.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dcb_guide.core import places
from dcb_guide.core.citation import linked_sections, sections_of
from dcb_guide.core.conditions import holds
from dcb_guide.core.languages import LANGUAGES, listed, text_in
from dcb_guide.core.values import fill

#: A part of the line: ``{"role", "decision", "id", "possible", "pattern", "chosen"}``. ``id`` is the outcome, None
#: while several are possible; ``pattern`` is the transition pattern that a settled way is, or None; ``chosen`` says
#: that it rests on what a prefecture chose against the rules.
type Station = dict[str, Any]
#: A piece of a document's text: words, or words with an address, ``{"text", "href"}``.
type Run = str | dict[str, str]


class Task(NamedTuple):
    """A task of a transition pattern, in words."""

    area: str
    kind: str
    text: str
    #: Says that the guidebook calls it the most important one; else empty.
    mark: str
    #: Its sections as the data names them, and whose statement it is.
    source: str
    basis: str
    #: The same in words.
    rests_on: str


#: So many names that are still possible are named one by one on the line; of more, only that it is open.
FEW = 3


def stations(
    decided: Mapping[str, Any], texts: Mapping[str, Any], chosen: Mapping[str, Any] | None = None
) -> list[Station]:
    """Return the parts of the line, in its order: the roles ``now``, ``way``, ``next``, ``goal``.

    ``decided`` maps each decision to its ``{"id", "possible"}``, as a result does; ``texts`` are a model's texts;
    ``chosen`` is what a prefecture chose instead (decision → outcome or None). Where the way is chosen against the
    rules, the next types are those that the chosen way's pattern reaches.
    """
    official = texts["official"]
    line, pattern_of = official["line"], official["pattern_of"]
    found = [_station(role, line[role], decided[line[role]]) for role in ("now", "way", "next")]
    way, following = found[1], found[2]
    instead = (chosen or {}).get(line["way"])
    if instead is not None and instead != way["id"]:
        way.update(id=instead, possible=[instead], chosen=True)
        following["chosen"] = True
        if instead in pattern_of:
            reached = official["patterns"][pattern_of[instead]]["reaches"]
            following.update(id=reached[0] if len(reached) == 1 else None, possible=reached)
    way["pattern"] = pattern_of.get(way["id"])
    return [*found, _station("goal", line["next"], {"id": line["goal"], "possible": [line["goal"]]})]


def of_platform(platform: Mapping[str, Any], texts: Mapping[str, Any]) -> list[Station]:
    """Return the line of a platform of a vision: what was chosen, what follows from it, else what the rules suggest."""
    follows = {
        name: answer if platform["chosen"].get(name) else platform["decided"][name]
        for name, answer in platform["suggested"].items()
    }
    return stations(follows, texts, platform["chosen"])


def _station(role: str, decision: str, answer: Mapping[str, Any]) -> Station:
    return {
        "role": role,
        "decision": decision,
        "id": answer["id"],
        "possible": list(answer["possible"]),
        "pattern": None,
        "chosen": False,
    }


def name(station: Station, texts: Mapping[str, Any], language: str) -> str:
    """Return a part of the line in words, without its role; where it is open, what is possible if that is little."""
    way = station["role"] == "way"
    if way and station["id"]:
        return _settled_way(station, texts, language)
    short = _short_way if way else _short
    names = list(dict.fromkeys(short(station["decision"], one, texts, language) for one in station["possible"]))
    return " / ".join(names) if 0 < len(names) <= FEW else text_in(texts["interface"]["undetermined"], language)


def _short(decision: str, outcome: str, texts: Mapping[str, Any], language: str) -> str:
    return text_in(texts["official"]["shorts"].get(outcome) or texts["outcomes"][decision][outcome], language)


def _short_way(decision: str, outcome: str, texts: Mapping[str, Any], language: str) -> str:
    """Return a way that is possible: by its pattern's letter, else the pattern's name, else its own."""
    official = texts["official"]
    about = official["patterns"].get(official["pattern_of"].get(outcome))
    if about is None:
        return text_in(texts["outcomes"][decision][outcome], language)
    if about["letter"] is None:
        return text_in(about["label"], language)
    return fill(text_in(texts["interface"]["pattern_letter"], language), letter=about["letter"])


def _settled_way(station: Station, texts: Mapping[str, Any], language: str) -> str:
    official, ui = texts["official"], texts["interface"]
    if pattern := station["pattern"]:
        return text_in(official["patterns"][pattern]["label"], language)
    label = text_in(texts["outcomes"][station["decision"]][station["id"]], language)
    joined = [one["letter"] for one in official["patterns"].values() if station["id"] in one["joined_by"]]
    key = "line_joining" if joined else "line_unnamed"
    return fill(text_in(ui[key], language), label=label, letters=listed(joined, language))


def in_words(found: list[Station], texts: Mapping[str, Any], language: str) -> str:
    """Return the line in words: ``型1.3（いま） → パターンB 広域展開 → 型2.4（次） → 型2.4（長期の目標）``."""
    ui = texts["interface"]

    def part(station: Station) -> str:
        words = name(station, texts, language)
        if station["role"] == "way":
            return words
        return fill(
            text_in(ui["line_station"], language), name=words, role=text_in(ui[f"line_{station['role']}"], language)
        )

    return " → ".join(part(station) for station in found)


def linked(found: list[Station], texts: Mapping[str, Any], language: str, site: str) -> list[Run]:
    """Return the line as :func:`in_words` does, each settled part a link to a page of the guide.

    ``site`` is the address of the root of the pages in the language.
    """
    runs: list[Run] = []
    for station in found:
        place, words = _place(station, texts), in_words([station], texts, language)
        runs += [" → "] if runs else []
        runs.append({"text": words, "href": f"{site}{place}"} if place else words)
    return runs


def linked_outcome(decision: str, outcome: str, texts: Mapping[str, Any], language: str, site: str) -> Run:
    """Return an outcome's label, linked to where the guide shows it; ``site`` as for :func:`linked`."""
    line = texts["official"]["line"]
    place = places.of_outcome(decision, outcome, (line["now"], line["next"]))
    return {"text": text_in(texts["outcomes"][decision][outcome], language), "href": f"{site}{place}"}


def _place(station: Station, texts: Mapping[str, Any]) -> str | None:
    if station["id"] is None:
        return None
    if station["pattern"]:
        return places.of_pattern(station["pattern"])
    line = texts["official"]["line"]
    return places.of_outcome(station["decision"], station["id"], (line["now"], line["next"]))


def not_covered(
    found: list[Station], trace: Iterable[Mapping[str, Any]], texts: Mapping[str, Any], language: str
) -> list[str]:
    """Return what the official text leaves open in a case, each a sentence.

    ``trace`` is a result's: of each decision the known answers it reads, and the rules that its completions hit.
    """
    official = texts["official"]
    steps = {step["decision"]: step for step in trace}
    read = [steps[station["decision"]] for station in found if station["role"] != "goal"]
    known = {name: value for step in read for name, value in step["inputs"].items()}
    said = [one["text"] for one in official["not_covered"] if holds(one["where"], known) is True]
    by_rule = {station["decision"] for station in found if not station["chosen"]}
    hit = [
        (step["decision"], step["rules"][0]["id"])
        for step in read
        if len(step["rules"]) == 1 and step["decision"] in by_rule
    ]
    said += [official["notes"][decision][rule] for decision, rule in hit if rule in official["notes"][decision]]
    return list(dict.fromkeys(text_in(one, language) for one in said))


def pattern_of(found: list[Station]) -> str | None:
    """Return the transition pattern of a line, by its id; None where the way is none, or while it is open."""
    pattern: str | None = next(station["pattern"] for station in found if station["role"] == "way")
    return pattern


def tasks(pattern: str, texts: Mapping[str, Any], language: str) -> list[Task]:
    """Return the tasks that a transition pattern asks for, in words, in the order of its areas."""
    ui = texts["interface"]

    def word(key: str) -> str:
        return text_in(ui[key], language)

    return [
        Task(
            area=word(f"area_{one['area']}"),
            kind=word(f"task_{one['kind']}"),
            text=text_in(one["text"], language),
            mark=word("task_most_important") if one["most_important"] else "",
            source=one["source"],
            basis=word(f"result_basis_{one['basis']}"),
            rests_on=f"{sections_of(one['source'], ui, language)} · {word('result_basis_' + one['basis'])}",
        )
        for one in texts["official"]["patterns"][pattern]["tasks"]
    ]


def tasks_title(pattern: str, texts: Mapping[str, Any], language: str) -> str:
    """Return the heading above a pattern's tasks."""
    label = text_in(texts["official"]["patterns"][pattern]["label"], language)
    return fill(text_in(texts["interface"]["pattern_tasks"], language), pattern=label)


def tasks_added(pattern: str, texts: Mapping[str, Any], language: str) -> str:
    """Return which patterns' tasks are asked for too, as a sentence; empty for none."""
    patterns, ui = texts["official"]["patterns"], texts["interface"]
    added = [text_in(patterns[one]["label"], language) for one in patterns[pattern]["adds_tasks_of"]]
    return fill(text_in(ui["pattern_tasks_added"], language), patterns=listed(added, language)) if added else ""


def official_first(decisions: Iterable[str], texts: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Return decisions in the order in which a result gives them: those of the line, and this guide's finer reading."""
    line = texts["official"]["line"]
    first = [line["now"], line["way"], line["next"]]
    listed = list(decisions)
    return [one for one in first if one in listed], [one for one in listed if one not in first]


def blocks(
    found: list[Station],
    trace: Iterable[Mapping[str, Any]],
    texts: Mapping[str, Any],
    language: str,
    level: int,
    site: str = "",
) -> Iterator[dict[str, Any]]:
    """Yield what a document says below the line: what the official text leaves open, and the pattern's tasks.

    The blocks are those of :mod:`dcb_guide.core.document`; ``level`` is that of their headings, and with ``site`` (as
    for :func:`linked`) sections are links.
    """
    ui = texts["interface"]
    if said := not_covered(found, trace, texts, language):
        yield {"kind": "heading", "level": level, "text": text_in(ui["not_covered"], language)}
        yield {"kind": "list", "items": said, "ordered": False}
    if pattern := pattern_of(found):
        title = tasks_title(pattern, texts, language)
        yield {"kind": "heading", "level": level, "text": title}
        columns = [text_in(ui[key], language) for key in ("task_area", "kind", "task", "source")]
        listed = tasks(pattern, texts, language)
        colon = text_in(ui["colon"], language)
        rows = [
            [
                one.area,
                one.kind,
                f"{one.mark}{colon}{one.text}" if one.mark else one.text,
                [*linked_sections(one.source, ui, language, site), f" · {one.basis}"] if site else one.rests_on,
            ]
            for one in listed
        ]
        yield {"kind": "table", "caption": title, "columns": columns, "rows": rows}
        if added := tasks_added(pattern, texts, language):
            yield {"kind": "paragraph", "text": added}


def for_page(result: Mapping[str, Any], texts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the tool's page shows of a result in official names, in every language.

    ``stations``: each ``{"role", "decision", "id", "pattern", "name": {language: text}}``; ``not_covered``: language →
    sentences.
    """
    found = stations(result, texts)
    return {
        "stations": [
            {
                "role": one["role"],
                "decision": one["decision"],
                "id": one["id"],
                "pattern": one["pattern"],
                "name": {code: name(one, texts, code) for code in LANGUAGES},
            }
            for one in found
        ],
        "not_covered": {code: not_covered(found, result["trace"], texts, code) for code in LANGUAGES},
    }
