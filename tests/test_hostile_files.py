"""Files made to break the reader: each gets a line that says what is wrong, and costs neither time nor memory."""

import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl.chart import BarChart

from dcb_guide.cli.main import main
from dcb_guide.files.limits import DEFAULT
from dcb_guide.records.read_files import RecordFiles
from tests.attacks import TEXTS, WORKBOOKS, with_rows
from tests.entrances import VISION

#: Each file is read by a command in a process of its own.
pytestmark = pytest.mark.slow
GOOD = {"name": "sound", "platform": {"service_provider": "none", "platform_provider": "none"}}
#: Address space of the command under test, which alone takes about a third of it.
MEMORY = 700_000_000
#: No timing, but an end for a reader that would never finish.
SECONDS = 60


def classify(path, *arguments):
    """Run the command in a process of its own, with bounded memory; return it once it has ended by itself."""
    done = subprocess.run(
        [sys.executable, "-c", "from dcb_guide.cli.main import main; main()", "classify", "--format", "jsonl", "--lang",
         "en", *arguments, str(path)],
        capture_output=True, text=True, timeout=SECONDS, encoding="utf-8", errors="surrogateescape",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1), f"ended by signal or crash: {done.returncode} {done.stderr[-300:]}"
    return done


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_refused_in_one_line(tmp_path, name):
    _, content, message = TEXTS[name]
    (tmp_path / name).write_text(content, encoding="utf-8")
    done = classify(tmp_path / name)
    assert done.returncode == 1
    assert message in done.stderr
    assert len(done.stderr.splitlines()) <= 101
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_hostile_workbook_is_refused_and_what_is_sound_in_it_is_answered(tmp_path, name):
    _, content, message, answered = WORKBOOKS[name]
    (tmp_path / name).write_bytes(content)
    done = classify(tmp_path / name)
    assert message in done.stderr
    if answered is not None:
        assert sum('"id": "nothing"' in line for line in done.stdout.splitlines()) == answered


def test_a_sheet_that_is_a_chart_is_passed_over(tmp_path):
    book = with_rows(["name", "service_provider"], ["sound", "none"])
    book.create_chartsheet("Graph").add_chart(BarChart())
    book.save(tmp_path / "chart.xlsx")
    done = classify(tmp_path / "chart.xlsx")
    assert done.returncode == 0
    assert "The sheet “Graph”, a chart, was not read" in done.stderr
    assert len(done.stdout.splitlines()) == 1


ONE_BROKEN = {
    "a.yml": "- {name: one}\n- {name: a, name: b}\n- {name: three}\n",
    "a.jsonl": '{"name": "one"}\n{"name": "a", "name": "b"}\n{"name": "three"}\n',
    "a.json": '[{"name": "one"},\n{"name": "a", "name": "b"},\n{"name": "three"}]\n',
    "a.csv": 'name,peers\none,\n"a"b,1\nthree,\n',
}


@pytest.mark.parametrize("name", ONE_BROKEN)
def test_one_broken_record_costs_no_other(tmp_path, name):
    """It is not answered itself, whatever could be read of it."""
    (tmp_path / name).write_text(ONE_BROKEN[name], encoding="utf-8")
    done = classify(tmp_path / name)
    assert [json.loads(line)["name"] for line in done.stdout.splitlines()] == ["one", "three"]
    assert done.returncode == 1
    message = "not valid CSV" if name == "a.csv" else "“name” appears here twice"
    assert [message in line for line in done.stderr.splitlines()] == [True]


def test_a_text_in_json_is_itself_though_another_record_is_broken(tmp_path):
    content = r'[{"name": "a\/b \ud83d\ude00\u3042"}, {"context": {"peers": 1, "peers": 2}}]'
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    assert json.loads(classify(tmp_path / "a.json").stdout)["name"] == "a/b 😀あ"


#: Files with mistakes of several kinds: of the text, of its structure, of what it says; and where each is told.
SEVERAL = {
    "a.yml": ("platfrom: {}\nplatform:\n  user_scope: nowhere\n  user_scope: prefecture\ncontext:\n  peers: 010\n  zz: 1\n",
              ["1:1", "3:15", "4:3", "6:10", "7:3"]),
    "b.yml": ("platform:\n  user_scope: nowhere\n  zz: 1\n  service_provider: [\n", ["2:15", "3:3", "5:1"]),
    "a.json": ('[{"platform": {"user_scope": "nowhere"}, "zz": 1},\n{"context": {"peers": NaN}, "zz": 1, "zz": 2}]',
               ["1:30", "1:42", "2:23", "2:29", "2:38"]),
    "a.csv": ('name,user_scope,zz\na,nowhere,\n"b"c,,\n"d,nowhere,\ne,nowhere,,f\n', ["1:3", "2:2", "3:1", "4:1", "5:4", "5:2"]),
}  # fmt: skip


@pytest.mark.parametrize("name", SEVERAL)
def test_one_run_tells_every_mistake(tmp_path, name):
    content, places = SEVERAL[name]
    (tmp_path / name).write_text(content, encoding="utf-8")
    done = classify(tmp_path / name)
    told = [line.removeprefix(str(tmp_path / name)).split(": ")[0].lstrip(":") for line in done.stderr.splitlines()]
    assert told == places


def test_one_run_tells_every_mistake_of_a_cost_plan_once(tmp_path):
    content = "years: 010\nbuild: -1\nscheme: nope\nzz: 1\nparticipants: [{id: a, population: 1:30}, {id: b, population: -1}]\n"
    (tmp_path / "a.yml").write_text(content, encoding="utf-8")
    done = CliRunner().invoke(main, ["cost", str(tmp_path / "a.yml"), "--lang", "en"])
    places = [line.split("a.yml:")[1].split(": ")[0] for line in done.stderr.splitlines()]
    assert places == ["1:1", "1:8", "2:8", "3:9", "4:1", "5:36", "5:63"]  # 1:1: run is missing


def test_an_invalid_vision_hides_nothing_private(tmp_path):
    folder = Path(shutil.copytree(VISION, tmp_path / "guide_data" / "vision"))
    path = folder / "vision.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("cost_million_yen: 5", "cost_million_yen: five"), encoding="utf-8"
    )
    (folder / "chapters" / "summary.md").write_text("hanako@gmail.com", encoding="utf-8")
    done = CliRunner().invoke(main, ["vision", "check", "--lang", "en", "--folder", str(folder)])
    assert "five" in done.stderr
    assert "hanako@gmail.com" in done.stderr


def test_whoever_means_it_raises_the_limit(tmp_path, engine):
    (tmp_path / "many.yml").write_text("- {}\n" * 25_000, encoding="utf-8")
    reader = RecordFiles(engine, "en", DEFAULT.for_megabytes(10))
    assert sum(not read.problems for read in reader.read(tmp_path / "many.yml")) == 25_000
    (tmp_path / "one.yml").write_text("{}", encoding="utf-8")
    assert classify(tmp_path / "one.yml", "--limit", "10").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "{file}/below"),
        ("vision", "draft", "{file}/x.docx", "--folder", str(VISION)),
        ("vision", "draft", "{file}/x.md", "--folder", str(VISION)),
        ("vision", "init", "--prefecture", "40", "--folder", "{file}/below"),
        ("survey", "template", "{file}/x.xlsx", "--prefecture", "42"),
        ("visions", str(VISION), "--output", "{file}/below"),
    ],
)
def test_what_the_system_refuses_to_write_is_one_line(tmp_path, arguments):
    """A folder cannot be made below a file."""
    file = tmp_path / "file"
    file.touch()
    done = CliRunner().invoke(main, [one.format(file=file) for one in arguments])
    assert done.exit_code in (1, 2)
    assert isinstance(done.exception, SystemExit)


def test_a_full_disk_is_one_line(tmp_path):
    (tmp_path / "a.yml").write_text("{}", encoding="utf-8")
    command = [sys.executable, "-c", "from dcb_guide.cli.main import main; main()", "classify", str(tmp_path / "a.yml")]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*command, "--format", "jsonl"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "No space left on device" in done.stderr


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp932"])
def test_encodings_of_japanese_spreadsheets_are_read_and_named(tmp_path, encoding):
    (tmp_path / "a.csv").write_bytes("名前,サービス提供スキーム\n観光基盤,なし\n".encode(encoding))
    done = classify(tmp_path / "a.csv")
    assert json.loads(done.stdout)["name"] == "観光基盤"
    assert done.returncode == 0
    assert (f"Read as {encoding.upper()}" in done.stderr) == (encoding != "utf-8-sig")
