"""A build takes the place of the last site in one step, or leaves it as it was."""

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from site_build.errors import SiteError
from site_build.replace_site import NewSite

SPAWN = multiprocessing.get_context("spawn")


def published(folder: Path, text: str) -> None:
    new = NewSite(folder)
    (new.folder / "index.html").write_text(text)
    new.take_place()


def contents(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_site_takes_the_place_of_the_last(tmp_path):
    site = tmp_path / "site"
    published(site, "one")
    (site / "old.html").touch()
    published(site, "two")
    assert contents(site) == ["index.html"]
    assert (site / "index.html").read_text() == "two"
    assert contents(tmp_path) == ["site"]


def test_any_web_server_may_read_the_site(tmp_path):
    published(tmp_path / "site", "one")
    assert (tmp_path / "site").stat().st_mode & 0o777 == 0o755


def test_a_build_that_fails_leaves_the_last_site_and_nothing_else(tmp_path):
    site = tmp_path / "site"
    published(site, "one")
    new = NewSite(site)
    (new.folder / "index.html").write_text("half")
    new.discard()
    assert (site / "index.html").read_text() == "one"
    assert contents(tmp_path) == ["site"]


def test_a_site_that_cannot_be_replaced_is_named_and_stays(tmp_path, monkeypatch):
    site = tmp_path / "site"
    published(site, "one")

    def busy(_new, _old):
        raise OSError(16, "Device or resource busy")

    monkeypatch.setattr("site_build.replace_site._exchange", busy)
    with pytest.raises(SiteError, match=r"site cannot be replaced: Device or resource busy"):
        published(site, "two")
    assert (site / "index.html").read_text() == "one"
    assert contents(tmp_path) == ["site"]


def _begin_and_wait(site: Path, begun) -> None:
    new = NewSite(site)
    (new.folder / "index.html").write_text("half")
    begun.set()
    time.sleep(60)


def test_what_a_killed_build_left_is_removed_by_the_next(tmp_path):
    site = tmp_path / "site"
    published(site, "one")
    begun = SPAWN.Event()
    process = SPAWN.Process(target=_begin_and_wait, args=(site, begun))
    process.start()
    assert begun.wait(60)
    during = NewSite(site)  # the other build is alive: its folder is left alone
    assert len(contents(tmp_path)) == 3
    during.discard()
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert (site / "index.html").read_text() == "one"
    published(site, "two")
    assert contents(tmp_path) == ["site"]


def _publish_often(site: Path, name: str, rounds: int) -> None:
    for number in range(rounds):
        published(site, f"{name} {number}")


def test_the_site_is_whole_at_every_moment_while_two_builds_replace_it(tmp_path):
    site = tmp_path / "site"
    published(site, "first")
    running = [SPAWN.Process(target=_publish_often, args=(site, name, 40)) for name in ("a", "b")]
    for process in running:
        process.start()
    looks = 0
    while any(process.is_alive() for process in running):
        assert (site / "index.html").read_text()
        looks += 1
    assert [process.exitcode for process in running] == [0, 0]
    assert looks > 0
    assert contents(tmp_path) == ["site"]
