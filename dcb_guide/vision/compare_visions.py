"""The visions of many prefectures side by side, and fields in which they could share beyond their borders (§1.2(3))."""

import base64
import hashlib
import html
import json
import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import pydantic

from dcb_guide.core import official_line
from dcb_guide.core.languages import FIRST, LanguageCode, text_in
from dcb_guide.core.values import fill
from dcb_guide.files.write_tables import Table, csv_text
from dcb_guide.guide import export
from dcb_guide.guide.content import Guide
from dcb_guide.proof.labels import labels
from dcb_guide.vision.vision_json_schema import PublishedPlatform, PublishedVision

MAX_BYTES = 20_000_000


class UnreadableError(Exception):
    """A file that is no ``vision.json``; the text says where and why, in the reader's language."""


def find(place: Path) -> list[Path]:
    """Return the published visions at a place: a file, a built site, or a folder of such files and sites."""
    if place.is_file():
        return [place]
    for path in (place / "vision.json", place / "site" / "vision.json"):
        if path.is_file():
            return [path]
    named = sorted(place.rglob("vision.json"))
    others = [path for path in sorted(place.rglob("*.json")) if path not in named and _is_vision(path)]
    return [path for path in (*named, *others) if path.is_file()]


def _is_vision(path: Path) -> bool:
    """Return whether a file of any name is a published vision: it says so at its beginning."""
    with path.open("rb") as file:
        return b'"dcb-guide-vision/' in file.read(MAX_BYTES)


def read(file: Path, guide: Guide, language: LanguageCode) -> PublishedVision:
    """Return the vision of a file; raises :class:`UnreadableError`."""
    texts = guide.publication.texts
    if file.stat().st_size > MAX_BYTES:
        raise UnreadableError(fill(texts["visions_too_large"][language], file=file, limit=MAX_BYTES // 1_000_000))
    try:
        return PublishedVision.model_validate_json(file.read_bytes())
    except pydantic.ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "JSON"
        raise UnreadableError(fill(texts["visions_unreadable"][language], file=file, where=where)) from error


def newest_of_each(visions: list[PublishedVision]) -> tuple[list[PublishedVision], list[PublishedVision]]:
    """Return one vision of each prefecture, the one changed last, and those that are left out."""
    kept: dict[str, PublishedVision] = {}
    for one in sorted(visions, key=lambda one: one.changed or ""):
        kept[one.prefecture.code] = one
    return list(kept.values()), [one for one in visions if kept[one.prefecture.code] is not one]


def same_field(field: str, guide: Guide) -> str:
    """Return the word by which fields of the same meaning are found: width, case and synonyms do not count."""
    word = _plain(field)
    for words in guide.publication.same_fields:
        if word in map(_plain, words):
            return _plain(words[0])
    return word


def _plain(field: str) -> str:
    return re.sub(r"[\s・]", "", unicodedata.normalize("NFKC", field)).casefold().removesuffix("分野")


def comparison(visions: list[PublishedVision], guide: Guide) -> dict[str, Any]:
    """Return rows by prefecture and platform, and the fields that several prefectures have platforms for."""
    texts = labels(guide)
    rows = []
    opening = [item.id for item in guide.decisions if item.opens_gaps]
    by_field: dict[str, list[dict[str, Any]]] = defaultdict(list)
    wanted: dict[str, int] = defaultdict(int)
    for vision in sorted(visions, key=lambda one: one.prefecture.code):
        done = sum(one.state == "done" for one in vision.initiatives)
        for platform in vision.platforms:
            decided = {
                column.decision: platform.outcome(column.decision)
                for column in guide.document.summary
                if column.decision in platform.suggested
            }
            is_open = any(platform.outcome(name) is None for name in opening)
            rows.append(
                {
                    "code": vision.prefecture.code, "prefecture": vision.prefecture.name, "platform": platform.name,
                    "field": platform.field, "line": _line(platform, texts), "state": vision.prefecture_state,
                    **decided, "initiatives": len(vision.initiatives), "done": done,
                    "required_gaps": None if is_open else sum(gap.severity == "required" for gap in platform.gaps),
                    "beyond_prefecture": platform.answers.get("beyond_prefecture"), "site": vision.site,
                }
            )  # fmt: skip
            word = same_field(text_in(platform.field, FIRST), guide)
            by_field[word].append({"code": vision.prefecture.code, "platform": platform.id, "field": platform.field})
            wanted[word] += platform.answers.get("beyond_prefecture") is True
    shared = [
        {"field": found[0]["field"], "platforms": found, "wanted": wanted[word]}
        for word, found in sorted(by_field.items())
        if len({one["code"] for one in found}) > 1
    ]
    return {"platforms": rows, "candidates": sorted(shared, key=lambda one: (-one["wanted"], -len(one["platforms"])))}


def _line(platform: PublishedPlatform, texts: dict[str, Any]) -> list[official_line.Station]:
    """Return a platform's line in official names; one of an older guide, whose model had no types, is open."""
    line = texts["official"]["line"]
    nothing: dict[str, Any] = {"id": None, "possible": []}
    decided = dict.fromkeys((line["now"], line["way"], line["next"]), nothing)
    for name, suggested in platform.suggested.items():
        follows = suggested if platform.chosen.get(name) else platform.decided.get(name, suggested)
        decided[name] = follows.model_dump()
    return official_line.stations(decided, texts, platform.chosen)


def write(visions: list[PublishedVision], guide: Guide, language: LanguageCode, folder: Path) -> list[Path]:
    """Write the comparison as page, CSV and JSON into a folder; return the files.

    Beside the table of the comparison are those that explain it: its definitions, its codes and its history.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = comparison(visions, guide)
    columns, rows = _table(found, guide, language)
    tables = machine_readable(found, guide, language)
    files = {
        "comparison.json": json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True) + "\n",
        **{f"{'comparison' if one is tables[0] else f'comparison_{one.id}'}.csv": csv_text(one) for one in tables},
        "comparison.html": _page(columns, rows, found, guide, language),
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8", newline="")
    return [folder / name for name in files]


def _table(found: dict[str, Any], guide: Guide, language: LanguageCode) -> tuple[list[str], list[list[str]]]:
    def draft(name: str) -> str:
        return guide.draft[name][language]

    def ui(name: str) -> str:
        return guide.interface[name][language]

    outcomes = {item.id: {one.id: one.label[language] for one in item.outcomes} for item in guide.decisions}
    summary = guide.document.summary
    texts = labels(guide)
    states = {one.id: one.label[language] for one in guide.area.prefectures.states}
    roles = [ui(f"line_{role}") for role in ("now", "way", "next", "goal")]
    columns = [ui("prefecture"), ui("state_of_co_use"), draft("platform"), draft("field"), *roles,
               *(ui(column.heading) for column in summary), ui("gaps_required_count"), draft("progress")]  # fmt: skip
    decisions = [column.decision for column in summary]
    rows = [
        [
            text_in(row["prefecture"], language), states.get(row["state"] or "", ui("undetermined")),
            *(text_in(row[name], language) for name in ("platform", "field")),
            *(official_line.name(station, texts, language) for station in row["line"]),
            *(outcomes[name].get(row.get(name) or "", ui("undetermined")) for name in decisions),
            "–" if row["required_gaps"] is None else str(row["required_gaps"]), f"{row['done']}/{row['initiatives']}",
        ]
        for row in found["platforms"]
    ]  # fmt: skip
    return columns, rows


def machine_readable(found: dict[str, Any], guide: Guide, language: LanguageCode) -> list[Table]:
    """Return a comparison as a table for programs, with those that explain it: a datum a cell, blank where unknown."""

    def ui(name: str) -> str:
        return guide.interface[name][language]

    def draft(name: str) -> str:
        return guide.draft[name][language]

    texts = labels(guide)
    states = {one.id: one.label[language] for one in guide.area.prefectures.states}
    outcomes = {item.id: {one.id: one.label[language] for one in item.outcomes} for item in guide.decisions}
    decisions = [(column.decision, ui(column.heading)) for column in guide.document.summary]
    roles = ("now", "way", "next", "goal")
    code = next(one.label[language] for one in guide.prefecture_survey.keys if one.kind == "prefecture")
    columns = [
        ("prefecture", ui("prefecture")), ("code", code), ("state", ui("state_of_co_use")),
        ("platform", draft("platform")), ("field", draft("field")), *((role, ui(f"line_{role}")) for role in roles),
        *decisions, ("required_gaps", draft("required_gaps_count")), ("done", draft("initiatives_done_count")),
        ("initiatives", draft("initiatives_count")),
    ]  # fmt: skip
    rows = [
        [
            text_in(row["prefecture"], language), row["code"], states.get(row["state"] or "", ""),
            text_in(row["platform"], language), text_in(row["field"], language),
            *(official_line.name(one, texts, language) if one["id"] else "" for one in row["line"]),
            *(outcomes[name].get(row.get(name) or "", "") for name, _ in decisions),
            row["required_gaps"], row["done"], row["initiatives"],
        ]
        for row in found["platforms"]
    ]  # fmt: skip
    return export.explained(guide, language, [Table("comparison", draft("comparison"), columns, rows)])


#: Height of a bar with its gap, and width of the longest bar, in the chart's units.
BAR, LONGEST = 28, 400
STYLE = (
    "body{font-family:sans-serif;line-height:1.7;margin:1.5rem}table{border-collapse:collapse}"
    "th,td{border:1px solid;padding:.3rem .5rem;text-align:left;vertical-align:top}"
    ".scroll{overflow-x:auto}rect{fill:#0031d8}text{font-size:14px}"
)


def _page(
    columns: list[str], rows: list[list[str]], found: dict[str, Any], guide: Guide, language: LanguageCode
) -> str:
    title = guide.draft["comparison"][language]
    candidates = [
        fill(
            guide.draft["candidate"][language],
            field=text_in(one["field"], language),
            count=len({platform["code"] for platform in one["platforms"]}),
        )
        for one in found["candidates"]
    ]
    items = "".join(f"<li>{html.escape(text)}</li>" for text in candidates)
    nothing = f"<p>{html.escape(guide.draft['no_candidates'][language])}</p>"
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'\">"
        f'<meta name="viewport" content="width=device-width"><title>{html.escape(title)}</title>'
        f"<style>{STYLE}</style></head>\n"
        f"<body><h1>{html.escape(title)}</h1>\n{_chart(found, guide, language)}\n"
        f'<div class="scroll">{_html_table(title, columns, rows)}</div>\n'
        f"<h2>{html.escape(guide.draft['candidates'][language])}</h2>\n"
        f"{f'<ul>{items}</ul>' if items else nothing}</body></html>\n"
    )


def _html_table(caption: str, columns: list[str], rows: list[list[str]]) -> str:
    head = "".join(f'<th scope="col">{html.escape(column)}</th>' for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    head = f"<thead><tr>{head}</tr></thead>"
    return f"<table><caption>{html.escape(caption)}</caption>{head}<tbody>{body}</tbody></table>"


def _chart(found: dict[str, Any], guide: Guide, language: LanguageCode) -> str:
    """Return how many platforms aim for each form, as bars with a table of the same numbers."""
    decision = next(item for item in guide.decisions if item.id == guide.document.explained_target)
    undetermined = guide.interface["undetermined"][language]
    names: dict[str | None, str] = {one.id: one.label[language] for one in decision.outcomes}
    names[None] = undetermined
    counts = {name: sum(row.get(decision.id) == key for row in found["platforms"]) for key, name in names.items()}
    title = guide.publication.texts["visions_pattern_chart"][language]
    most = max(counts.values(), default=0) or 1
    bars = "".join(
        f'<rect x="0" y="{place * BAR}" width="{round(LONGEST * count / most)}" height="{BAR - 8}"/>'
        f'<text x="{round(LONGEST * count / most) + 8}" y="{place * BAR + 15}">{html.escape(name)} {count}</text>'
        for place, (name, count) in enumerate(counts.items())
    )
    heading = f"<h2>{html.escape(title)}</h2>"
    picture = (
        f'<svg role="img" aria-label="{html.escape(title)}" width="{LONGEST + 400}" height="{BAR * len(counts)}">'
        f"{bars}</svg>"
    )
    columns = [decision.label[language], guide.publication.texts["visions_count"][language]]
    table = _html_table(title, columns, [[name, str(count)] for name, count in counts.items()])
    return f'{heading}\n<div class="scroll">{picture}</div>\n{table}'
