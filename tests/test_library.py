"""The package as a library: its public names, and a wheel that answers without a checkout."""

import doctest
import subprocess
import sys
import venv
from pathlib import Path

import pytest

import dcb_guide
from dcb_guide.core import languages, record_address
from dcb_guide.core.engine import Engine

ROOT = Path(__file__).resolve().parent.parent


def test_every_public_name_is_there_and_documented():
    for name in dcb_guide.__all__:
        item = getattr(dcb_guide, name)
        assert name.startswith("__") or (item.__doc__ and item.__module__.startswith("dcb_guide.")), name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        getattr(dcb_guide, "nothing")  # noqa: B009


def test_the_package_starts_with_the_standard_library_alone():
    program = "import sys, dcb_guide; dcb_guide.Engine; print('pydantic' in sys.modules, 'yaml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"


@pytest.mark.parametrize("module", [dcb_guide, languages, record_address], ids=lambda module: module.__name__)
def test_the_examples_in_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted > 0


def test_a_guide_a_record_a_result_and_the_next_question(data_copy, tmp_path):
    guide = dcb_guide.load_guide(data_copy)
    engine = dcb_guide.engine_of(guide)
    assert isinstance(engine, Engine)
    file = tmp_path / "records.jsonl"
    file.write_text('{"platform": {"user_scope": "prefecture"}}\n{"platform": {"user_scope": "x"}}\n', encoding="utf-8")
    first, second = dcb_guide.read_records(file, engine, "en")
    assert (first.answers, first.problems) == ({"user_scope": "prefecture"}, [])
    assert str(second.problems[0]).startswith(f"{file}:2:29: platform.user_scope: “x” is not a choice here")
    assert engine.result(first.answers)["next_question"] == engine.next_question(engine.codes(first.answers))


def test_verify_returns_every_defect_and_errors_of_the_data(data_copy):
    assert dcb_guide.verify(data_copy) == []
    path = next(one for one in (data_copy / "decisions").glob("*.yml") if one.stem.partition("_")[2] == "organisation")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.rpartition("\n  - id: ")[0] + "\n", encoding="utf-8")
    assert any("gap: no rule of organisation covers" in str(problem) for problem in dcb_guide.verify(data_copy))
    path.write_text(text.replace("columns:", "colums:", 1), encoding="utf-8")
    assert any("'colums' is not a key here" in str(problem) for problem in dcb_guide.verify(data_copy))
    with pytest.raises(FileNotFoundError):
        dcb_guide.verify(data_copy / "nowhere")


@pytest.mark.slow
def test_an_installed_wheel_answers_without_a_checkout(model_data, tmp_path):
    program = f"import build_backend; print(build_backend.build_wheel({str(tmp_path)!r}))"
    built = subprocess.run([sys.executable, "-c", program], cwd=ROOT / "tools", capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    assert not (ROOT / "dcb_guide" / "model.json").exists()
    wheel = tmp_path / built.stdout.strip()
    venv.create(tmp_path / "env", with_pip=True)
    python = str(tmp_path / "env" / "bin" / "python")
    install = [python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run(install, check=True, capture_output=True, cwd=tmp_path)
    program = (
        "import dcb_guide, importlib.resources as resources\n"
        "engine = dcb_guide.load_engine()\n"
        "answers, problems = engine.read({'platform': {'platform_provider': 'none'}})\n"
        "print(engine.version, len(problems), engine.result(answers)['next_question'])\n"
        "print(resources.files('dcb_guide').joinpath('py.typed').is_file())\n"
    )
    done = subprocess.run([python, "-I", "-c", program], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    engine = Engine(model_data)
    asked = engine.next_question(engine.codes({"platform_provider": "none"}))
    assert done.stdout == f"{engine.version} 0 {asked}\nTrue\n"
