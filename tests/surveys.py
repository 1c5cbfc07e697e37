"""What the tests of surveys share: readers, surveys made at random, files as Excel writes them."""

import functools
import io
import zipfile
from typing import Any

import openpyxl
from hypothesis import strategies as st

from dcb_guide.core.engine import Engine
from dcb_guide.guide.content import survey_texts
from dcb_guide.guide.prefecture_survey import read_municipalities
from dcb_guide.guide.read_guide import find_data, load
from dcb_guide.prefecture.read_survey import SurveyReader
from dcb_guide.prefecture.survey import Municipality, Platform, Service, Survey, Use
from dcb_guide.proof.model_json import model_json


@functools.cache
def reader(language="ja"):
    """Return a reader of surveys with the guide's form and municipalities."""
    guide = load()
    return SurveyReader(Engine(model_json(guide)), survey_texts(guide), read_municipalities(find_data()), language)


def read(*files, language="ja"):
    """Return what files (name, text or bytes) hold of a survey."""
    given = [(name, content.encode() if isinstance(content, str) else content) for name, content in files]
    return reader(language).read(given)


def csv(*rows):
    """Return rows as CSV text; cells are divided by ``|`` in a row."""
    return "\n".join(",".join(f'"{cell}"' for cell in row.split("|")) for row in rows)


def book(**sheets):
    """Return a workbook: sheet's title → rows."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return saved(made)


def saved(made):
    output = io.BytesIO()
    made.save(output)
    return output.getvalue()


def changed(data, change):
    """Return a workbook with its parts changed: ``change(name, content) -> content or None``."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = change(part.filename, old.read(part))
            if content is not None:
                new.writestr(part.filename, content)
    return output.getvalue()


#: Municipalities of the prefecture of code 42, as the guide lists them.
CODES = ["42201", "42202", "42203", "42204", "42205"]
WORDS = st.text(
    st.sampled_from("観光防災基盤ABCxyz019 =+-@'\"“、,;:#&<>|/＝－①髙\u3000🗾ｱ"), min_size=1, max_size=12
).map(lambda text: " ".join(text.split()))
#: A name that no reference can take for another's id, and no body's.
NAMES = WORDS.filter(bool).map(lambda text: f"名{text}")
MONTHS = st.one_of(st.just(""), st.builds("{:04}-{:02}".format, st.integers(1990, 2040), st.integers(1, 12)))


@st.composite
def surveys(draw):
    """Return a survey as the reader would make it."""
    listed = draw(st.lists(st.sampled_from(CODES), unique=True))
    municipalities = [
        Municipality(code, reader().directory[code], draw(st.one_of(st.none(), st.integers(0, 10**7))))
        for code in listed
    ]
    owners = st.one_of(st.just(""), st.just("prefecture"), st.sampled_from(CODES), NAMES)
    platforms, uses, taken = [], [], set()
    for number in range(draw(st.integers(0, 4))):
        one = Platform(
            draw(st.sampled_from([f"p{number}", f"観光 {number}", f"=p{number}", f"0{number}"])),
            draw(st.one_of(st.just(""), NAMES)),
            draw(owners),
            draw(WORDS),
            draw(st.sampled_from(["existing", "decided", "idea"])),
            draw(MONTHS),
            answers=draw(answers()),
            note=draw(WORDS),
        )
        if one.owner and one.name and (one.owner, one.name) in taken:
            one.name += f"の{number}"
        taken.add((one.owner, one.name))
        one.used_by = draw(st.lists(st.sampled_from([*CODES, "prefecture"]), unique=True, max_size=3))
        uses += [Use(one.id, body, draw(MONTHS)) for body in one.used_by]
        platforms.append(one)
    services = [
        Service(
            f"s{number}",
            f"{draw(NAMES)}の{number}",
            draw(owners),
            draw(st.sampled_from(["", *(one.id for one in platforms)])),
            draw(WORDS),
            draw(st.sampled_from(["", "none", "aml", "public_identity"])),
            draw(WORDS),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    partition = draw(st.sampled_from(["by_field", "by_data"]))
    as_of = draw(st.sampled_from(["", "2026-11-01"]))
    return Survey(
        "42", partition, as_of, platforms, services, uses, municipalities, draw(st.one_of(st.none(), plans()))
    )


@st.composite
def answers(draw):
    """Return valid answers to some of the model's questions."""
    found: dict[str, Any] = {}
    for item in reader().engine.inputs:
        if draw(st.integers(0, 3)) or (item.facet_of is not None and found.get(item.facet_of) != "exists"):
            continue
        if item.kind == "count":
            found[item.id] = draw(st.integers(0, 10**9 - 1))
        else:
            found[item.id] = draw(st.sampled_from(item.values))
    return found


@st.composite
def plans(draw):
    """Return a valid cost plan."""
    years = draw(st.integers(1, 3))
    yen = st.integers(0, 10**9)
    percent = st.one_of(st.integers(0, 100), st.integers(0, 9999).map(lambda whole: whole / 100))
    plan = {
        "years": years,
        "build": draw(yen),
        "run": draw(st.one_of(yen, st.lists(yen, min_size=years, max_size=years))),
        "prefecture_run_percent": draw(st.one_of(percent, st.lists(percent, min_size=years, max_size=years))),
        "scheme": "mixed",
        "weights": [50, 30, 20],
        "participants": [
            {"id": code, "name": draw(st.sampled_from([code, {"ja": "名", "en": "=1"}])), "population": 1, "usage": 2}
            for code in draw(st.lists(st.sampled_from(CODES), unique=True))
        ],
    }
    if draw(st.booleans()):
        plan["name"] = draw(st.one_of(NAMES, st.builds(lambda ja, en: {"ja": ja, "en": en}, NAMES, NAMES)))
    return plan
