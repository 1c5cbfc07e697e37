"""Every way in for what others wrote, in one table: how it is read, and what must hold whatever comes.

The attacks (tests/attacks.py), the fuzzer (tests/test_fuzz.py, ``make fuzz``) and the page for maintainers
(tools/attack_table.py) all go through this table.
"""

import functools
import io
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dcb_guide.core import document, markdown
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LANGUAGES
from dcb_guide.core.record_address import record_of
from dcb_guide.core.values import STEERING, fill, printable
from dcb_guide.files.data_file import parse_data
from dcb_guide.guide.content import Guide
from dcb_guide.guide.read_guide import load
from dcb_guide.prefecture.cost import result, share_costs
from dcb_guide.prefecture.cost_file import all_problems, find_plan
from dcb_guide.prefecture.cost_plan import read_plan
from dcb_guide.prefecture.cost_report import Report
from dcb_guide.proof.model_json import model_json
from dcb_guide.records.read_files import ReadRecord, RecordFiles
from dcb_guide.records.read_tables import problem_text
from dcb_guide.vision import word
from dcb_guide.vision.compare_visions import UnreadableError, comparison, read
from dcb_guide.vision.open_points import open_points
from dcb_guide.vision.read_vision import load_vision
from dcb_guide.vision.vision_json import published
from tests import surveys

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
VISION = Path(__file__).parent / "visions" / "complete"
LANGUAGE = "en"
#: Records of a file whose results are computed.
MOST_COMPUTED = 200


@dataclass
class Outcome:
    """What came back: the messages as a terminal shows them, and what was read, each as the JSON text of its result."""

    messages: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Entrance:
    """One way in. ``read`` takes a file's bytes and raises nothing; ``real`` are real files to be changed."""

    id: str
    #: As the page for maintainers names it.
    label: str
    read: Callable[[bytes], Outcome]
    real: tuple[bytes, ...]


@functools.cache
def guide() -> Guide:
    return load()


@functools.cache
def engine() -> Engine:
    return Engine(model_json(guide()))


def as_json(value: Any) -> str:
    """Return a value as the project writes it; raises where a reader of JSON or of UTF-8 would refuse it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
    text.encode("utf-8")
    return text


def told(messages: Iterable[Any]) -> list[str]:
    """Return messages as they are printed: on one line each, with nothing in them that steers a terminal."""
    lines = [printable(str(one)) for one in messages]
    assert not any(STEERING.search(line) for line in lines)
    "\n".join(lines).encode("utf-8")
    assert len(lines) <= 250, "no end of messages"
    assert max(map(len, lines), default=0) <= 5_000, "a message without end"
    return lines


# ── Records ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _answered(records: Iterable[ReadRecord]) -> Outcome:
    outcome = Outcome()
    messages: list[Any] = []
    for one in records:
        messages += [*one.problems, *one.notices]
        is_sound = not one.problems and not one.notices
        # Of what is not sound, the answers that are; of many records the first, as each takes a moment.
        if is_sound and len(outcome.results) < MOST_COMPUTED:
            outcome.results.append(as_json(engine().result(one.answers, one.name)))
        elif is_sound:
            outcome.results.append(as_json({"name": one.name}))
        elif len(messages) < MOST_COMPUTED:
            as_json(engine().result(one.answers))
    outcome.messages = told(messages)
    return outcome


def records(name: str) -> Callable[[bytes], Outcome]:
    return lambda data: _answered(RecordFiles(engine(), LANGUAGE).read_bytes(data, name))


def stream(data: bytes) -> Outcome:
    # A stream has no limit of messages: each line is answered by itself.
    return _answered(list(RecordFiles(engine(), LANGUAGE).read_stream(io.BytesIO(data), "-"))[:100])


def address(data: bytes) -> Outcome:
    answers, problems = engine().read(record_of(data.decode("utf-8", "surrogateescape"), engine()))
    as_json(engine().result(answers))
    return Outcome(told(problem_text(engine(), one, LANGUAGE) for one in problems[:100]), [as_json(answers)])


def saved(attacked: Callable[[str], str]) -> Callable[[bytes], Outcome]:
    """Return what writes a text into a saved file; what comes back is what a reader of the file sees of it."""

    def read_saved(data: bytes) -> Outcome:
        text = data.decode("utf-8", "surrogatepass" if _is_text(data) else "replace")
        shown = attacked(text if text.strip() else "x")
        return Outcome(told([shown[:200]]), [as_json(shown)])

    return read_saved


def _is_text(data: bytes) -> bool:
    """Return whether bytes are UTF-8, lone surrogates among it."""
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


# ── Surveys and cost plans ──────────────────────────────────────────────────────────────────────────────────────


def survey(name: str) -> Callable[[bytes], Outcome]:
    def read_survey(data: bytes) -> Outcome:
        reading = surveys.reader(LANGUAGE).read([(name, data)])
        messages = [*reading.problems, *reading.notices, *reading.conflict_texts]
        found = reading.survey
        return Outcome(told(messages[:200]), [as_json(one.name) for one in (*found.platforms, *found.services)])

    return read_survey


def cost(name: str) -> Callable[[bytes], Outcome]:
    def read_cost(data: bytes) -> Outcome:
        texts = guide().interface
        source = parse_data(data, name, lambda message, values: fill(texts[f"problem_{message}"][LANGUAGE], **values))
        report = Report(engine().texts["interface"], LANGUAGE)
        found, problems = find_plan(source)
        plan, wrong = read_plan(found.data)
        placed = found.placed(problems or wrong, report)
        outcome = Outcome(told((all_problems(source, report) if source.problems else placed)[:200]))
        if plan and not source.problems:
            outcome.results = [as_json(result(share_costs(plan)))]
        return outcome

    return read_cost


# ── A vision's folder ───────────────────────────────────────────────────────────────────────────────────────────


def vision(name: str) -> Callable[[bytes], Outcome]:
    """Return a reader of the complete vision in which one file has other bytes."""

    def read_vision(data: bytes) -> Outcome:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(shutil.copytree(VISION, Path(temporary) / "guide_data" / "vision"))
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(data)
            loaded, problems = load_vision(folder, guide(), engine(), LANGUAGE)
            if loaded is None:
                assert problems
                return Outcome(told(problems[:200]))
            assert not problems
            content = published(loaded, guide(), engine())
            outcome = Outcome(results=[as_json(content)])
            points = open_points(loaded, guide(), engine())
            told(as_json(one["what"])[:500] for one in points[:200])
            for language in LANGUAGES:
                blocks = document.blocks(content, engine().texts, language, loaded.chapters)
                markdown.render(blocks).encode("utf-8")
            logo = (loaded.logo, "logo") if loaded.logo else None
            word.document(blocks, language, logo).save(io.BytesIO())
            return outcome

    return read_vision


def published_vision(data: bytes) -> Outcome:
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "vision.json"
        path.write_bytes(data)
        try:
            found = read(path, guide(), LANGUAGE)
        except UnreadableError as error:
            return Outcome(told([str(error).replace(temporary, "")]))
        return Outcome(results=[as_json(comparison([found], guide()))])


@functools.cache
def _published() -> bytes:
    loaded, _ = load_vision(VISION, guide(), engine(), LANGUAGE)
    assert loaded
    return as_json(published(loaded, guide(), engine())).encode()


def _files(*patterns: str) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for pattern in patterns for path in sorted(EXAMPLES.glob(pattern)))


RECORD = b'{"name": "A", "platform": {"service_provider": "none", "resident_terms": {"platform_liability": "distinguished"}}, "context": {"peers": 2, "service_kinds": ["aml"], "co_used": true}}'
TABLE = "name,user_scope,提供者,peers,service_kinds\nA,prefecture,,2,aml;public_identity\nB,市区町村,,0,none\n"
PLAN = """{"name": {"ja": "\\u57fa\\u76e4", "en": "Platform"}, "years": 3, "build": 90000000, "run": [1000000, 2000000, 3000000],
"grant": 1000, "life": 5, "prefecture_percent": 50, "scheme": "mixed", "weights": [50, 30, 20], "late_joiners": "share_initial",
"participants": [{"id": "a", "population": 10, "usage": 4}, {"id": "b", "population": 20, "usage": 1, "joins": 2, "alone": 5}]}"""


#: Texts of others that are saved in a file; the attacks have worse ones.
SAVED_TEXTS = ("観光基盤".encode(), b"# A *b* [c](https://d.example/e) <i>f</i> | g & 1.0", b"- [x] `a`\n\n1. {b}")


def _workbook(*rows: list[str]) -> bytes:
    content: bytes = surveys.book(Sheet=rows)
    return content


#: Files are read where a test first asks for them: workbooks and visions take their time.
@functools.cache
def table() -> dict[str, Entrance]:
    """Return every entrance by its id."""
    from tests.downloads import SAVED  # it uses what is above

    book = _workbook(*(line.split(",") for line in TABLE.splitlines()))
    plan = as_json(json.loads(PLAN)).encode()
    rows = [
        Entrance("record.yml", "records, YAML", records("a.yml"), (*_files("*.yml"), RECORD)),
        Entrance("record.json", "records, JSON", records("a.json"), (RECORD, b"[" + RECORD + b"]")),
        Entrance("record.jsonl", "records, JSON Lines", records("a.jsonl"), (RECORD + b"\n" + RECORD,)),
        Entrance("stream", "records, standard input", stream, (RECORD + b"\n" + RECORD,)),
        Entrance("record.csv", "records, CSV", records("a.csv"), (TABLE.encode(), TABLE.encode("cp932"))),
        Entrance("record.xlsx", "records, workbook", records("a.xlsx"), (book,)),
        Entrance("address", "the tool's address", address, (b"https://x/tool/#user_scope=prefecture&peers=1&service_kinds=aml,public_identity&model=1",)),
        Entrance("survey.yml", "surveys, YAML", survey("a.yml"), _files("prefecture_a/*.yml")),
        Entrance("survey.csv", "surveys, CSV", survey("基盤.csv"), _files("prefecture_a/*_基盤.csv")[:3]),
        Entrance("survey.xlsx", "surveys, workbook", survey("a.xlsx"), _files("prefecture_a/*.xlsx")[:1]),
        Entrance("cost.yml", "cost plans, YAML", cost("a.yml"), (plan,)),
        Entrance("cost.json", "cost plans, JSON", cost("a.json"), (plan,)),
        *(
            Entrance(f"vision/{name}", f"a vision's `{name}`", vision(name), ((VISION / name).read_bytes(),))
            for name in ("vision.yml", "platforms/tourism.yml", "chapters/summary.md", "logo.png")
        ),
        Entrance("vision.json", "a published `vision.json`", published_vision, (_published(),)),
        *(Entrance(name, f"what is saved: {label}", saved(attacked), SAVED_TEXTS) for name, (label, attacked) in SAVED.items()),
    ]  # fmt: skip
    return {one.id: one for one in rows}
