"""Workflows: least rights, pinned actions; what is new in a pull request never runs with the right to write."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tools.forks import git, guide_command, release, upstream_copy

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
#: Commands that run installed packages or the code of the checkout.
RUNS_CODE = re.compile(r"\bmake (?!-)|\.venv|\bpython\b|\bnpm\b")


def each_job():
    for path in WORKFLOWS:
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        for name, job in workflow["jobs"].items():
            yield pytest.param(workflow, job, id=f"{path.stem}-{name}")


JOBS = list(each_job())


@pytest.mark.parametrize(("workflow", "job"), JOBS)
def test_a_job_that_may_write_runs_no_code_of_others(workflow, job):
    rights = job.get("permissions", workflow["permissions"])
    may_write = any(right == "write" for right in rights.values())
    runs_code = any(RUNS_CODE.search(step.get("run", "")) for step in job["steps"])
    assert not (may_write and runs_code)


@pytest.mark.parametrize(("workflow", "job"), JOBS)
def test_a_pull_request_can_read_only(workflow, job):
    triggers = workflow[True]  # YAML reads the key "on" as true
    if "pull_request" in triggers and "if" not in job:
        assert job.get("permissions", workflow["permissions"]) == {"contents": "read"}
    assert "pull_request_target" not in triggers


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_by_commit_with_their_version_and_one_way_everywhere(path):
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+)(.*)", text)
    assert used
    for action, comment in used:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r"  # v\d+\.\d+\.\d+", comment), action


def test_an_action_is_pinned_to_one_commit_in_all_workflows():
    pins = {pin for path in WORKFLOWS for pin in re.findall(r"uses: (\S+)", path.read_text(encoding="utf-8"))}
    assert len({pin.partition("@")[0] for pin in pins}) == len(pins)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_no_workflow_uses_a_secret(path):
    assert "secrets." not in path.read_text(encoding="utf-8")


def test_monthly_renewal_runs_upstream_only():
    renewal = yaml.safe_load((ROOT / ".github" / "workflows" / "renew.yml").read_text(encoding="utf-8"))
    guarded = {name for name, job in renewal["jobs"].items() if job["if"] == "vars.UPSTREAM == github.repository"}
    assert guarded == {"renew", "newest"}
    assert renewal["jobs"]["propose"]["needs"] == "renew"


@pytest.mark.parametrize("path", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml")), ids=lambda p: p.stem)
def test_issue_forms_ask_in_both_languages(path):
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    for text in (form["name"], form["description"], *(one["attributes"].get("label") for one in form["body"])):
        assert text is None or re.search(r"[぀-ヿ一-鿿].* / .*[A-Za-z]", text), text


def steps(workflow: str, job: str) -> dict[str, str]:
    """The shell of a job's steps, by their names or ids."""
    data = yaml.safe_load((ROOT / ".github" / "workflows" / f"{workflow}.yml").read_text(encoding="utf-8"))
    found = data["jobs"][job]["steps"]
    return {step.get("name") or step.get("id"): step["run"] for step in found if "run" in step}


def shell(folder: Path, commands: str, **environment: str) -> None:
    """Run a step as the platform does: bash that ends at the first error."""
    given = {**os.environ, "PYTHONPATH": str(folder), **environment}
    subprocess.run(["bash", "-eo", "pipefail", "-c", commands], cwd=folder, check=True, env=given, capture_output=True)


def test_after_a_release_the_update_workflow_makes_a_change_that_can_be_proposed(tmp_path):
    commands = steps("update-vision", "update")
    with upstream_copy() as upstream:
        fork = upstream.parent / "fork"
        git(upstream.parent, "clone", "--quiet", str(upstream), str(fork))
        guide_command(fork, "vision", "init", "--prefecture", "40")
        git(fork, "add", "guide_data/vision")
        git(fork, "commit", "--quiet", "--message", "The prefecture's vision")
        release(upstream)
        git(fork, "pull", "--quiet", "--no-rebase", "--no-edit", "origin", "main")
        (fork / ".venv").symlink_to(ROOT / ".venv")
        outputs = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary"), "GITHUB_OUTPUT": str(tmp_path / "output")}
        shell(fork, commands["Bring the vision up to date"], **outputs)
        shell(fork, commands["difference"], **outputs)
        assert (tmp_path / "output").read_text(encoding="utf-8") == "changed=true\n"
        assert "2.1.0" in (tmp_path / "summary").read_text(encoding="utf-8")
        patch = (fork / "vision.patch").read_bytes()
        git(fork, "reset", "--quiet", "--hard")
        (fork / "vision.patch").write_bytes(patch)
        (applied,) = re.findall(r"git apply .*", steps("update-vision", "propose")["Open the pull request"])
        shell(fork, applied)
        written = (fork / "guide_data" / "vision" / "vision.yml").read_text(encoding="utf-8")
        assert "schema_version: 2" in written
        assert "accent: blue" in written
        guide_command(fork, "vision", "check")
