"""Setting up: each step runs once, and again only where what it depends on has changed or its result is gone."""

import sys
from pathlib import Path

import pytest

from tools import set_up


class Step:
    """A step of the set-up that makes a folder, and counts how often it was run."""

    def __init__(self, folder: Path) -> None:
        self.input = folder / "requirements.txt"
        self.input.write_text("one==1", encoding="utf-8")
        self.result = folder / "made"
        self.runs = 0

    def __call__(self) -> None:
        self.runs += 1
        self.result.mkdir(exist_ok=True)

    def once(self) -> int:
        set_up.once("step", [self.input], self.result, self)
        return self.runs


@pytest.fixture
def step(tmp_path, monkeypatch) -> Step:
    monkeypatch.setattr(set_up, "CACHE", tmp_path / "cache")
    return Step(tmp_path)


def test_a_step_runs_once(step):
    assert [step.once(), step.once(), step.once()] == [1, 1, 1]


def test_a_step_runs_again_when_its_input_has_changed_and_not_when_it_was_only_touched(step):
    step.once()
    step.input.touch()
    assert step.once() == 1
    step.input.write_text("one==2", encoding="utf-8")
    assert [step.once(), step.once()] == [2, 2]


def test_a_step_runs_again_when_its_result_is_gone(step):
    step.once()
    step.result.rmdir()
    assert [step.once(), step.once()] == [2, 2]


def test_a_step_that_failed_is_tried_again_though_it_left_a_result_and_its_input_changed_back(step):
    def fail() -> None:
        step()
        raise set_up.SetUpError("no registry")

    step.once()
    step.input.write_text("one==2", encoding="utf-8")
    with pytest.raises(set_up.SetUpError):
        set_up.once("step", [step.input], step.result, fail)
    step.input.write_text("one==1", encoding="utf-8")
    assert [step.once(), step.once()] == [3, 3]


def test_what_cannot_be_done_is_said_in_one_line_and_ends_with_1(step, monkeypatch, capsys):
    def fail() -> None:
        set_up.run([sys.executable, "-c", "print('much output'); raise SystemExit(3)"], "there is no registry")

    monkeypatch.setattr(set_up, "install_python", fail)
    monkeypatch.setattr(sys, "argv", ["set_up.py"])
    monkeypatch.setattr(set_up, "ENV", step.result)
    assert set_up.main() == 1
    assert capsys.readouterr().err.splitlines()[-1] == "set-up: there is no registry"
