"""The visions of many prefectures side by side, and fields in which they could share beyond their borders (§1.2(3))."""

import csv
import html
import io
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pydantic

from dcb_guide.core import official_line
from dcb_guide.core.languages import FIRST, LanguageCode, text_in
from dcb_guide.core.values import fill
from dcb_guide.guide.content import Guide
from dcb_guide.proof.labels import labels
from dcb_guide.vision.vision_json_schema import PublishedPlatform, PublishedVision

MAX_BYTES = 20_000_000


class UnreadableError(Exception):
    """A file that is no ``vision.json``; the text says where and why."""


def read(place: Path) -> PublishedVision:
    """Return the vision of a file, or of a folder that holds ``vision.json`` (or a built site in ``site/``)."""
    found = [path for path in (place, place / "vision.json", place / "site" / "vision.json") if path.is_file()]
    if not found:
        raise UnreadableError(f"{place}: vision.json?")
    if found[0].stat().st_size > MAX_BYTES:
        raise UnreadableError(f"{found[0]}: > {MAX_BYTES // 1_000_000} MB")
    try:
        return PublishedVision.model_validate_json(found[0].read_bytes())
    except pydantic.ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise UnreadableError(f"{found[0]}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def comparison(visions: list[PublishedVision], guide: Guide) -> dict[str, Any]:
    """Return rows by prefecture and platform, and the fields that several prefectures have platforms for."""
    texts = labels(guide)
    rows = []
    by_field: dict[str, list[dict[str, str]]] = defaultdict(list)
    for vision in sorted(visions, key=lambda one: one.prefecture.code):
        done = sum(one.state == "done" for one in vision.initiatives)
        for platform in vision.platforms:
            decided: dict[str, str | None] = {
                name: platform.chosen.get(name) or platform.suggested[name].id
                for name in (column.decision for column in guide.document.summary)
                if name in platform.suggested
            }
            line = _line(platform, texts)
            rows.append(
                {
                    "code": vision.prefecture.code, "prefecture": vision.prefecture.name, "platform": platform.name,
                    "field": platform.field, "line": line, "state": vision.prefecture_state, **decided,
                    "initiatives": len(vision.initiatives), "done": done,
                    "required_gaps": sum(gap.severity == "required" for gap in platform.gaps),
                    "beyond_prefecture": platform.answers.get("beyond_prefecture"),
                }
            )  # fmt: skip
            by_field[text_in(platform.field, FIRST)].append({"code": vision.prefecture.code, "platform": platform.id})
    shared = [
        {"field": field, "platforms": found, "wanted": _wanted(rows, field)}
        for field, found in sorted(by_field.items())
        if len({one["code"] for one in found}) > 1
    ]
    return {"platforms": rows, "candidates": sorted(shared, key=lambda one: (-one["wanted"], -len(one["platforms"])))}


def _line(platform: PublishedPlatform, texts: dict[str, Any]) -> list[official_line.Station]:
    """Return a platform's line in official names; one of an older guide, whose model had no types, is open."""
    line = texts["official"]["line"]
    nothing: dict[str, Any] = {"id": None, "possible": []}
    decided = dict.fromkeys((line["now"], line["way"], line["next"]), nothing)
    decided |= {name: answer.model_dump() for name, answer in platform.suggested.items()}
    return official_line.stations(decided, texts, platform.chosen)


def _wanted(rows: list[dict[str, Any]], field: str) -> int:
    """Return how many platforms of a field have a partner or a need beyond their prefecture."""
    return sum(text_in(row["field"], FIRST) == field and row["beyond_prefecture"] is True for row in rows)


def write(visions: list[PublishedVision], guide: Guide, language: LanguageCode, folder: Path) -> list[Path]:
    """Write the comparison as page, CSV and JSON into a folder; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    found = comparison(visions, guide)
    columns, rows = _table(found, guide, language)
    files = {
        "comparison.json": json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True) + "\n",
        "comparison.csv": _csv(columns, rows),
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
            str(row["required_gaps"]), f"{row['done']}/{row['initiatives']}",
        ]
        for row in found["platforms"]
    ]  # fmt: skip
    return columns, rows


def _csv(columns: list[str], rows: list[list[str]]) -> str:
    output = io.StringIO()
    # A cell that begins like a formula is written so that a spreadsheet shows it and does not run it.
    safe = [["'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in row] for row in rows]
    csv.writer(output).writerows([columns, *safe])
    return "\ufeff" + output.getvalue()


def _page(
    columns: list[str], rows: list[list[str]], found: dict[str, Any], guide: Guide, language: LanguageCode
) -> str:
    title = guide.draft["comparison"][language]
    head = "".join(f'<th scope="col">{html.escape(column)}</th>' for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    candidates = [
        fill(
            guide.draft["candidate"][language],
            field=one["field"],
            count=len({platform["code"] for platform in one["platforms"]}),
        )
        for one in found["candidates"]
    ]
    items = "".join(f"<li>{html.escape(text)}</li>" for text in candidates)
    nothing = f"<p>{html.escape(guide.draft['no_candidates'][language])}</p>"
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
        f'<meta name="viewport" content="width=device-width"><title>{html.escape(title)}</title></head>\n'
        f"<body><h1>{html.escape(title)}</h1>\n<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>\n"
        f"<h2>{html.escape(guide.draft['candidates'][language])}</h2>\n"
        f"{f'<ul>{items}</ul>' if items else nothing}</body></html>\n"
    )
