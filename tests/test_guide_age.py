"""A fork is told how old its guide is, by the last release of its changelog."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from dcb_guide.cli.main import main
from dcb_guide.vision.guide_age import age_note, release_date, whole_months

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("changelog", "released"),
    [
        ("# Changelog\n\n## Unreleased\n\n- x\n\n## 0.2.0 – 2027-02-01\n\n## 0.1.0 – 2026-11-24\n", date(2027, 2, 1)),
        ("# Changelog\n\n## 0.1.0 – unreleased\n", None),
        ("", None),
    ],
)
def test_the_newest_release_counts(changelog, released):
    assert release_date(changelog) == released


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 11, 24), date(2027, 2, 23), 2),
        (date(2026, 11, 24), date(2027, 2, 24), 3),
        (date(2026, 11, 30), date(2027, 2, 28), 2),
        (date(2026, 11, 24), date(2028, 11, 24), 24),
        (date(2026, 11, 24), date(2026, 1, 1), 0),
    ],
)
def test_months_are_counted_when_they_are_over(start, end, months):
    assert whole_months(start, end) == months


def test_the_project_s_own_changelog_has_a_release():
    assert release_date((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")) is not None


def test_nothing_is_said_before_the_next_release_is_due_nor_without_a_changelog(guide, tmp_path):
    (tmp_path / "CHANGELOG.md").write_text("## 0.1.0 – 2026-11-24\n", encoding="utf-8")
    assert age_note(guide, "en", tmp_path, date(2027, 2, 23)) is None
    assert "3 months" in str(age_note(guide, "en", tmp_path, date(2027, 2, 24)))
    assert "14か月" in str(age_note(guide, "ja", tmp_path, date(2028, 1, 24)))
    assert age_note(guide, "ja", tmp_path / "nothing", date(2030, 1, 1)) is None


def test_vision_check_says_so_on_standard_error_and_as_a_notice_of_the_workflow(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2000000000")  # 2033-05-18
    text = CliRunner().invoke(main, ["vision", "check", "--folder", str(tmp_path), "--lang", "en"])
    assert "Sync fork" in text.stderr
    assert "Sync fork" not in text.stdout
    form = CliRunner().invoke(main, ["vision", "check", "--folder", str(tmp_path), "--format", "github"])
    assert form.stdout.startswith("::notice::")
    assert "Sync fork" in form.stdout
