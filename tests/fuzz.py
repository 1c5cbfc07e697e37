"""Made-up files for every entrance, and what must hold of each; ``make fuzz`` goes on for an hour.

Usage: ``python -m tests.fuzz --seconds 3600``. A file that breaks an entrance is made as small as Hypothesis can and
written to ``tests/fuzz_seeds/ENTRANCE/``; ``tests/test_fuzz.py`` reads every file there on each run.
"""

import argparse
import csv
import hashlib
import io
import json
import resource
import signal
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase

from tests.entrances import Entrance, Outcome, engine, table

SEEDS = Path(__file__).with_name("fuzz_seeds")
#: Memory of ``make fuzz``, and the end for a reader that would never come to one, in seconds.
MEMORY = 1_500_000_000
SECONDS = 30
#: Files that ``make fuzz`` tries on an entrance before it goes on to the next.
EXAMPLES = 200

NASTY = [
    "", " ", "0", "-0", "010", "1:30", "0x10", "1e999", ".inf", ".nan", "NaN", "Infinity", "9" * 30, "null", "~", "yes", "NO",
    "on", "=1+1", "@x", "+1", "-1", "＝1", "\u202eabc", "\u2028", "\x85", "\x1b]52;c;eA==\x07", "\x00", "\x0b", "\ud800",
    "\ufeff", "\ufffe", "😀", "が", "ｶﾞ", "１２", "x" * 300, "a\nb", "a\r\nb", '"', "'", "`", "\\", "<b>", "{{ 1 }}", "${x}",
    "%s", "{0}", "{value}", "&a", "*a", "!!int", "!x", "<<", "? ", "- ", ": ", "# ", "|", ">", "[", "]", "{", "}", ",", ";",
    "\t", "---", "...", "__proto__", "2026-02-30", "2026-01-01", "令和6年4月", "none", "exists", "42201", "a@b.c",
]  # fmt: skip


def keys() -> list[str]:
    """Return the keys that the entrances know, so that made-up data gets past the first door."""
    items = [item.id for item in engine().inputs]
    known = "name model platform context notes ja en survey platforms services uses municipalities cost years build run"
    more = (
        "grant life scheme weights participants id population usage joins leaves alone prefecture_percent owner field"
    )
    return [*items, *known.split(), *more.split(), "<<", "=", "__proto__"]


def words() -> st.SearchStrategy[str]:
    values = [str(value) for item in engine().inputs for value in item.values if isinstance(value, str)]
    return st.one_of(st.sampled_from(NASTY), st.sampled_from(values), st.text(max_size=12))


def data() -> st.SearchStrategy[Any]:
    """Return made-up data: what a reader knows, and what it does not expect, inside one another."""
    scalars = st.one_of(
        st.none(), st.booleans(), st.integers(-2, 10**20), st.floats(allow_nan=False, allow_infinity=False), words()
    )
    names = st.one_of(st.sampled_from(keys()), words())
    return st.recursive(
        scalars,
        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(names, inner, max_size=5)),
        max_leaves=12,
    )


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def as_yaml(value: Any) -> bytes:
    """Return data as YAML whose texts have no quotes: what is in them is syntax."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace('"', "").encode("utf-8", "surrogatepass")


@st.composite
def changed(draw: Any, real: tuple[bytes, ...], most: int = 6) -> bytes:
    """Return a real file with a few places changed, cut, doubled or filled with what is nasty."""
    content = bytearray(draw(st.sampled_from(real)))
    for _ in range(draw(st.integers(1, most))):
        place = draw(st.integers(0, len(content)))
        match draw(st.integers(0, 4)):
            case 0:
                content[place : place + 1] = bytes([draw(st.integers(0, 255))])
            case 1:
                del content[place : place + draw(st.integers(1, 200))]
            case 2:
                content[place:place] = content[place : place + draw(st.integers(1, 200))] * draw(st.integers(1, 5))
            case 3:
                content[place:place] = draw(words()).encode("utf-8", "surrogatepass")
            case _:
                content[place:place] = draw(st.sampled_from([b"[", b"{", b"- ", b"\xff", b"\x81"])) * draw(
                    st.integers(1, 60)
                )
    return bytes(content)


@st.composite
def changed_part(draw: Any, real: tuple[bytes, ...]) -> bytes:
    """Return a workbook one part of which is changed, left out or given twice."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(draw(st.sampled_from(real)))) as old, zipfile.ZipFile(output, "w") as new:
        parts = old.infolist()
        chosen = draw(st.sampled_from(parts)).filename
        for part in parts:
            content = old.read(part)
            if part.filename == chosen:
                how = draw(st.integers(0, 5))
                if how == 0:
                    continue
                content = draw(changed((content,)))
            new.writestr(part.filename, content)
    return output.getvalue()


@st.composite
def rows(draw: Any) -> bytes:
    """Return a CSV table with known and unknown headings."""
    heads = draw(st.lists(st.one_of(st.sampled_from(keys()), words()), min_size=1, max_size=5))
    lines = draw(st.lists(st.lists(words(), max_size=6), max_size=4))
    output = io.StringIO()
    csv.writer(output).writerows([heads, *lines])
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp932"]))
    return output.getvalue().encode(encoding, "replace" if encoding == "cp932" else "surrogatepass")


def files(entrance: Entrance) -> st.SearchStrategy[bytes]:
    """Return made-up files for an entrance."""
    kinds: list[st.SearchStrategy[bytes]] = [changed(entrance.real)]
    kind = entrance.id.rpartition(".")[2]
    if kind in ("json", "jsonl") or entrance.id == "stream":
        kinds += [data().map(as_json), st.lists(data(), max_size=3).map(lambda all_: b"\n".join(map(as_json, all_)))]
    elif kind == "yml":
        kinds += [data().map(as_json), data().map(as_yaml)]
    elif kind == "csv":
        kinds += [rows()]
    elif kind == "xlsx":
        kinds += [changed_part(entrance.real)]
    elif kind in ("md", "docx"):
        kinds += [st.lists(words(), max_size=30).map(lambda all_: " ".join(all_).encode("utf-8", "surrogatepass"))]
    elif entrance.id == "address":
        pairs = st.tuples(st.one_of(st.sampled_from(keys()), words()), words())
        kinds += [
            st.lists(pairs, max_size=6).map(
                lambda all_: b"#" + b"&".join("=".join(one).encode("utf-8", "surrogatepass") for one in all_)
            )
        ]
    return st.one_of(kinds)


class EndlessError(Exception):
    """A reader that did not come to an end."""


def _give_up(*_: Any) -> None:
    raise EndlessError


def enter(entrance: Entrance, content: bytes) -> Outcome:
    """Read a file through an entrance; raises whatever it raises, and :class:`EndlessError` where it does not end."""
    # Time of the processor: a busy machine ends no reader.
    before = signal.signal(signal.SIGPROF, _give_up)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        return entrance.read(content)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def run(entrance: Entrance, examples: int, number: int | None = None) -> bytes | None:
    """Try made-up files on an entrance; return the smallest that breaks it, or None.

    ``number`` chooses which files; without one they are the same on every run.
    """
    broken: list[bytes] = []

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=number is None,
        database=None if number is None else InMemoryExampleDatabase(),
        suppress_health_check=list(HealthCheck),
    )
    @given(content=files(entrance))
    def attempt(content: bytes) -> None:
        try:
            enter(entrance, content)
        except Exception:
            broken.append(content)
            raise

    tried: Callable[[], None] = attempt if number is None else seed(number)(attempt)
    try:
        tried()
    except Exception as error:
        if not broken:
            raise
        print(f"{entrance.id}: {type(error).__name__}: {error}", file=sys.stderr)
        return broken[-1]
    return None


def main() -> int:
    """Try files until the time is up; exit status 1 where one breaks an entrance."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=3600)
    until = time.monotonic() + parser.parse_args().seconds
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    entrances = list(table().values())
    number = int(time.time())
    found = tried = 0
    while time.monotonic() < until:
        for entrance in entrances:
            number += 1
            tried += EXAMPLES
            if (content := run(entrance, EXAMPLES, number)) is not None:
                found += 1
                place = SEEDS / entrance.id / hashlib.sha256(content).hexdigest()[:16]
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
                print(place)
            if time.monotonic() > until:
                break
    print(f"{tried} files, {time.process_time():.0f} s of the processor: {found} break an entrance")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
