"""The command: results on standard output, errors with their place on standard error, exit statuses."""

import json
import subprocess
import sys

import pytest
import yaml
from click.testing import CliRunner

from dcb_guide.cli.main import main

GOOD = {
    "name": {"ja": "甲", "en": "First"},
    "platform": {"service_provider": "none", "platform_provider": "none"},
}


def run(*arguments, given=None):
    return CliRunner().invoke(main, [str(one) for one in arguments], input=given)


def test_yaml_json_and_json_lines_give_the_same_result(tmp_path):
    (tmp_path / "a.yml").write_text(yaml.safe_dump(GOOD, allow_unicode=True), encoding="utf-8")
    (tmp_path / "a.json").write_text(json.dumps([GOOD]), encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(json.dumps(GOOD) + "\n\n", encoding="utf-8")
    results = [run("classify", "--format", "jsonl", tmp_path / f"a.{kind}").stdout for kind in ("yml", "json", "jsonl")]
    assert results[0] == results[1] == results[2] == run("classify", "-", given=json.dumps(GOOD)).stdout
    assert json.loads(results[0])["class"] == {"id": "nothing", "possible": ["nothing"]}


def test_json_output_is_one_list_even_of_nothing(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps([GOOD, GOOD]), encoding="utf-8")
    assert len(json.loads(run("classify", "--format", "json", tmp_path / "a.json").stdout)) == 2
    (tmp_path / "none.jsonl").write_text("")
    assert json.loads(run("classify", "--format", "json", tmp_path / "none.jsonl").stdout) == []


def test_text_speaks_the_language_asked_for(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(GOOD), encoding="utf-8")
    assert "未整備" in run("classify", tmp_path / "a.json").stdout
    english = run("classify", "--lang", "en", tmp_path / "a.json").stdout
    assert english.startswith("First\n")
    assert "State today: Nothing in place yet (nothing)" in english


#: file name, content, place, what the message must hold
BROKEN = [
    ("a.yml", "platform:\n  user_scop: prefecture\n", "2:3", "“user_scop”. Did you mean “user_scope”?"),
    ("a.yml", "platform:\n  user_scope: prefectre\n", "2:15", "Did you mean “prefecture”?"),
    ("a.yml", "context:\n  peers: -1\n", "2:10", "“-1” is not a whole number"),
    ("a.yml", "context:\n  peers: yes\n", "2:10", "“yes” is not a whole number"),
    ("a.yml", "context:\n  co_used: 1\n", "2:12", "“1” is not a choice here; the choices are yes, no."),
    ("a.yml", "context:\n  service_kinds: aml\n", "2:18", "A list"),
    ("a.yml", "context:\n  service_kinds: [aml, amll]\n", "2:24", "Did you mean “aml”?"),
    (
        "a.yml",
        "platform:\n  resident_terms: {platform_liability: stated}\n",
        "2:40",
        "not_distinguished, distinguished",
    ),
    ("a.yml", "platform: [1]\n", "1:11", "Keys with values"),
    ("a.yml", "- 3\n", "1:3", "not a record"),
    ("a.yml", "notes:\n  peeers: x\n", "2:3", "peers"),
    ("a.yml", "name: [x]\n", "1:7", "A name is"),
    ("a.yml", "a: [\n", "2:1", "not valid YAML"),
    ("a.yml", "name: &a x\nnotes: *a\n", "2:8", "Aliases"),
    ("a.yml", "context:\n  peers: 010\n", "2:10", "“010” would be read as another number"),
    ("a.yml", "context:\n  peers: 1:30\n", "2:10", "“1:30” would be read as another number"),
    ("a.yml", "context:\n  peers: 1_0\n", "2:10", "another number"),
    ("a.yml", "context:\n  peers: .inf\n", "2:10", "another number"),
    ("a.yml", "context:\n  peers: 9999999999\n", "2:10", "not a whole number"),
    ("a.yml", "context:\n  peers: 99999999999999999999\n", "2:10", "at most 15 digits"),
    ("a.yml", "platform:\n  user_scope: !!bool abc\n", "2:15", "The tag"),
    ("a.yml", "name: !!python/object:os.system x\n", "1:7", "The tag"),
    ("a.yml", "name: a\n---\nname: b\n", "2:1", "One file holds one document"),
    ("a.yml", "? [a]\n: b\n", "1:3", "A key must be a plain text"),
    ("a.yml", 'name: "x\\e]52;c;x"\n', "1:7", "control characters are not allowed"),
    ("a.yml", "name: a\u202eb\n", "1:7", "control characters are not allowed"),
    ("a.yml", "name: a\x0bb\n", "1:8", "control character (U+000B)"),
    ("a.json", '{"platform":\n {"user_scope": "x"}}', "2:17", "municipality, prefecture"),
    ("a.json", '{\t"name": "\\ud83d\\ude00",\n\t"context": {"peers": -1}}', "2:23", "“-1” is not a whole number"),
    ("a.json", '{"platform": {}', "1:16", "not valid JSON"),
    ("a.json", '{"name": "a", "name": "b"}', "1:15", "twice"),
    ("a.json", '{"context": {"peers": NaN}}', "1:23", "another number"),
    ("a.json", '{"context": {"peers": 1e999}}', "1:23", "at most 15 digits"),
    ("a.json", '{"context": {"peers": ' + "9" * 5000 + "}}", "1:23", "at most 15 digits"),
    ("a.jsonl", '{}\n{"contxt": {}}\n', "2:2", "Did you mean “context”?"),
    ("a.json", '{"name": "\\ud800"}', "1:10", "A name is"),
    ("a.txt", "x", "1:1", ".yml, .yaml, .json, .jsonl"),
]


@pytest.mark.parametrize(("name", "content", "place", "message"), BROKEN)
def test_an_error_names_file_line_column_and_the_nearest_choice(tmp_path, name, content, place, message):
    (tmp_path / name).write_text(content, encoding="utf-8")
    done = run("classify", "--lang", "en", tmp_path / name)
    assert done.exit_code == 1
    assert any(line.startswith(f"{tmp_path / name}:{place}: ") and message in line for line in done.stderr.splitlines())


def test_valid_records_beside_broken_ones_are_answered(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        f'{json.dumps(GOOD)}\n{{"x": 1}}\nnot json\n{json.dumps(GOOD)}\n', encoding="utf-8"
    )
    done = run("classify", "--format", "jsonl", tmp_path / "a.jsonl")
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 2
    assert [line.removeprefix(str(tmp_path)).split(":")[1] for line in done.stderr.splitlines()] == ["2", "3"]


@pytest.mark.parametrize(
    "arguments", [["classify"], ["classify", "no-such-file.yml"], ["check", "nowhere"], ["nonsense"]]
)
def test_wrong_usage_ends_with_status_2(arguments):
    assert run(*arguments).exit_code == 2


def test_yes_and_no_are_read_as_words_and_unknowns_as_null(tmp_path):
    record = {
        "platform": {"data_exchange": "yes", "user_scope": None},
        "context": {"co_used": "no", "service_kinds": []},
    }
    (tmp_path / "a.json").write_text(json.dumps(record), encoding="utf-8")
    done = run("classify", "--format", "jsonl", tmp_path / "a.json")
    step = next(step for step in json.loads(done.stdout)["trace"] if step["decision"] == "class")
    assert step["inputs"] == {"data_exchange": True, "co_used": False}


def test_standard_input_is_answered_line_by_line():
    command = [sys.executable, "-c", "from dcb_guide.cli.main import main; main()", "classify", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        for _ in range(2):
            process.stdin.write(json.dumps(GOOD) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["class"]["id"] == "nothing"
        process.stdin.close()
        assert process.wait() == 0


def test_a_line_that_is_not_utf_8_is_named_and_the_others_answered():
    done = run("classify", "--lang", "en", "-", given=b"\xff{}\n" + json.dumps(GOOD).encode())
    assert done.exit_code == 1
    assert done.stderr.startswith("-:1:1: The text is not UTF-8")
    assert len(done.stdout.splitlines()) == 1


def test_a_record_of_an_older_model_is_answered_with_a_note(tmp_path, guide):
    (tmp_path / "a.json").write_text(json.dumps({**GOOD, "model": "0.9.0"}), encoding="utf-8")
    done = run("classify", "--lang", "en", tmp_path / "a.json")
    assert done.exit_code == 0
    assert (
        done.stderr == f"First: made with model 0.9.0; this is {guide.about.model_version}, and results may differ.\n"
    )


def test_next_names_the_question_that_settles_most(tmp_path):
    (tmp_path / "a.yml").write_text("{}\n")
    assert (
        run("next", "--lang", "en", tmp_path / "a.yml").stdout == "(unnamed)\tplatform_provider\tPlatform provision\n"
    )
