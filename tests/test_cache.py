"""What is stored between builds is whole and current, or made again: after interruption, damage, changes of tools."""

import hashlib
import json
import multiprocessing
import os
import pickle
import time
from importlib.metadata import version
from pathlib import Path

import pytest

from dcb_guide.guide.content import Guide
from site_build import cache, site_data
from site_build.bundle import with_imports
from site_build.cache import made_once

FILES = {"a.txt": b"alpha\n\n", "b.bin": bytes(range(256)), "empty": b""}


class Maker:
    """Makes the same files each time and counts how often."""

    def __init__(self, files=FILES):
        self.files = files
        self.calls = 0

    def __call__(self):
        self.calls += 1
        return self.files


def entry(folder: Path) -> Path:
    [path] = (folder / "thing").iterdir()
    return path


def test_a_result_is_made_once_and_read_as_it_was_made(tmp_path):
    make = Maker()
    assert made_once(tmp_path, "thing", ["x"], make) == FILES
    assert made_once(tmp_path, "thing", ["x"], make) == FILES
    assert make.calls == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content[:-1],
        lambda content: content[:40],
        lambda content: content + b"\0",
        lambda content: content[:100] + bytes([content[100] ^ 1]) + content[101:],
        lambda content: content[1:],
        lambda content: b"not a hash\n" + content,
    ],
)
def test_a_damaged_entry_is_made_again(tmp_path, damage):
    make = Maker()
    made_once(tmp_path, "thing", ["x"], make)
    whole = entry(tmp_path).read_bytes()
    entry(tmp_path).write_bytes(damage(whole))
    assert made_once(tmp_path, "thing", ["x"], make) == FILES
    assert make.calls == 2
    assert entry(tmp_path).read_bytes() == whole


def test_whatever_a_result_depends_on_has_an_entry_of_its_own(tmp_path):
    source, other = tmp_path / "source.txt", tmp_path / "other.txt"
    source.write_text("one")
    other.write_text("one")
    listed: list[list[cache.Part]] = [["ab", "c"], ["a", "bc"], ["abc"], [b"ab", "d"], [source], [other]]
    listed.append(["source.txt", "one", "x"])
    keys = [cache.key_of(parts) for parts in listed]
    source.write_text("two")
    keys.append(cache.key_of([source]))
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", ["pydantic", "pydantic_core", "pyyaml"])
def test_another_version_of_a_library_makes_the_guide_anew(monkeypatch, name):
    before = cache.key_of(site_data.guide_parts())
    monkeypatch.setattr(site_data, "version", lambda one: "99.0" if one == name else version(one))
    assert cache.key_of(site_data.guide_parts()) != before


def test_a_guide_read_from_the_cache_is_the_guide(guide, model_data):
    files = site_data._validated_guide()
    assert Guide.model_validate_json(files["guide.json"]) == guide
    assert json.loads(files["model.json"]) == json.loads(json.dumps(model_data))


def test_what_fails_is_not_stored(tmp_path):
    def fail():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        made_once(tmp_path, "thing", ["x"], fail)
    assert made_once(tmp_path, "thing", ["x"], Maker()) == FILES


def test_an_interrupted_write_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupted(_path, _target):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        made_once(tmp_path, "thing", ["x"], Maker())
    assert list((tmp_path / "thing").iterdir()) == []


def test_a_full_disk_costs_the_entry_and_not_the_result(tmp_path, monkeypatch, caplog):
    def full(_path, _target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert made_once(tmp_path, "thing", ["x"], Maker()) == FILES
    assert "No space left on device" in caplog.text


def test_nothing_in_an_entry_is_run(tmp_path):
    """A pickle in an entry's place, as an attacker may plant it, is neither loaded nor kept."""
    ran = tmp_path / "ran"

    class Planted:
        def __reduce__(self):
            return (Path.touch, (ran,))

    made_once(tmp_path, "thing", ["x"], Maker())
    planted = pickle.dumps(Planted())
    entry(tmp_path).write_bytes(planted)
    made_once(tmp_path, "thing", ["x"], Maker())
    entry(tmp_path).write_bytes(hashlib.sha256(planted).hexdigest().encode() + b"\n" + planted)
    assert made_once(tmp_path, "thing", ["x"], Maker()) == FILES
    assert not ran.exists()


def test_old_entries_and_abandoned_temporary_files_are_removed(tmp_path):
    for number in range(10):
        made_once(tmp_path, "thing", [str(number)], Maker())
    assert len(list((tmp_path / "thing").iterdir())) == cache.MAX_ENTRIES
    abandoned, fresh = tmp_path / "thing" / ".abc.tmp", tmp_path / "thing" / ".def.tmp"
    for path in (abandoned, fresh):
        path.touch()
    long_ago = time.time() - 2 * cache.MAX_SECONDS_OF_WRITING
    os.utime(abandoned, (long_ago, long_ago))
    made_once(tmp_path, "thing", ["new"], Maker())
    assert not abandoned.exists()
    assert fresh.exists()


def _make_many(folder: Path, number: int, results) -> None:
    right = all(
        made_once(folder, "thing", [str(round_)], Maker({"f": str(round_).encode() * 50_000}))
        == {"f": str(round_).encode() * 50_000}
        for round_ in range(30)
    )
    results.put((number, right))


def test_builds_at_the_same_time_all_get_whole_results(tmp_path):
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    running = [context.Process(target=_make_many, args=(tmp_path, number, results)) for number in range(3)]
    for process in running:
        process.start()
    assert dict(results.get(timeout=60) for _ in running) == {0: True, 1: True, 2: True}
    for process in running:
        process.join()
    assert all(path.suffix != ".tmp" for path in (tmp_path / "thing").iterdir())


def test_a_script_is_made_anew_only_where_something_it_imports_has_changed(tmp_path):
    """Each form of an import counts, through others too; two scripts may import each other."""
    for name, text in {
        "worker.mjs": 'import { a } from "./a.js";\nimport {\n  b,\n} from "./more/b.js";\nimport fs from "node:fs";\n',
        "a.js": 'export * from "./c.js";\nimport "./a_side.js";\n/** @type {import("./types.js").T} */\n',
        "more/b.js": 'const d = await import("../d.js");\nimport "../worker.mjs";\n',
        **dict.fromkeys(["c.js", "a_side.js", "types.js", "d.js", "not.js"], 'const text = "./not.js";\n'),
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = {path.relative_to(tmp_path.resolve()).as_posix() for path in with_imports([tmp_path / "worker.mjs"])}
    assert found == {"worker.mjs", "a.js", "more/b.js", "c.js", "a_side.js", "types.js", "d.js"}
