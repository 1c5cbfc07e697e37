"""Results that take long to make, stored between builds: :func:`made_once`.

An entry is one file. Its first line is the SHA-256 of the rest, so a file that was cut off, emptied or changed is
recognised and made again. It is written to a temporary name and renamed, so an interrupted build or two builds at once
never leave half an entry. Nothing is unpickled or executed when an entry is read.
"""

import contextlib
import hashlib
import json
import logging
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

log = logging.getLogger(__name__)

#: Something a result depends on: bytes, a text, or a file (its name and content).
type Part = bytes | str | Path

#: Entries of the same name that stay: the current one and those of, say, another branch.
MAX_ENTRIES = 3
#: Temporary files older than this were left by a build that was killed.
MAX_SECONDS_OF_WRITING = 3600


def made_once(
    folder: Path, name: str, depends_on: Iterable[Part], make: Callable[[], Mapping[str, bytes]]
) -> dict[str, bytes]:
    """Return what ``make`` returns, calling it only when no sound entry for the same inputs is stored.

    ``folder`` holds all caches, ``name`` is this cache's. ``depends_on`` lists everything the result depends on: data,
    the code that makes it (a path stands for the file's name and content), versions of tools. The result maps file
    names to contents. What ``make`` raises is passed on; an entry that cannot be stored is a warning.
    """
    key = key_of(depends_on)
    found = stored(folder, name, key)
    if found is not None:
        return found
    made = dict(make())
    store(folder, name, key, made)
    return made


def stored(folder: Path, name: str, key: str) -> dict[str, bytes] | None:
    """Return the files of a sound entry; None where there is none."""
    entry = folder / name / key
    files = _read(entry)
    if files is not None:
        with contextlib.suppress(OSError):
            os.utime(entry)  # the entries used last stay
    return files


def store(folder: Path, name: str, key: str, files: Mapping[str, bytes]) -> None:
    """Store an entry and remove old ones; one that cannot be stored is a warning."""
    entry = folder / name / key
    try:
        _write(entry, files)
        _remove_old(entry)
    except OSError as error:
        log.warning("%s could not be stored for the next build: %s", name, error)


def key_of(depends_on: Iterable[Part]) -> str:
    """Return the name of an entry: a digest of all inputs, each with its length, so that no two lists are alike."""
    digest = hashlib.sha256()
    for part in depends_on:
        if isinstance(part, Path):
            _add(digest, part.name.encode())
            _add(digest, part.read_bytes())
        else:
            _add(digest, part.encode() if isinstance(part, str) else part)
    return digest.hexdigest()[:32]


def _add(digest: "hashlib._Hash", part: bytes) -> None:
    digest.update(len(part).to_bytes(8, "big"))
    digest.update(part)


def _read(entry: Path) -> dict[str, bytes] | None:
    """Return the files of an entry; None where it is missing or is not as it was written."""
    try:
        content = entry.read_bytes()
    except OSError:
        return None
    expected, _, body = content.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != expected:
        return None
    header, _, rest = body.partition(b"\n")
    files: dict[str, bytes] = {}
    start = 0
    try:
        for name, size in json.loads(header):
            files[name] = rest[start : start + size]
            start += size
    except (ValueError, TypeError):
        return None  # something else wrote this
    return files


def _write(entry: Path, files: Mapping[str, bytes]) -> None:
    header = json.dumps([[name, len(content)] for name, content in files.items()]).encode()
    body = b"\n".join([header, b"".join(files.values())])
    entry.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=entry.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(hashlib.sha256(body).hexdigest().encode() + b"\n")
            file.write(body)
        Path(temporary).replace(entry)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _remove_old(entry: Path) -> None:
    """Remove all but the entries used last, and temporary files of builds that were killed."""
    now = time.time()
    used: list[tuple[float, Path]] = []
    for path in entry.parent.iterdir():
        with contextlib.suppress(OSError):  # another build may be removing the same
            if path.suffix == ".tmp":
                if now - path.stat().st_mtime > MAX_SECONDS_OF_WRITING:
                    path.unlink()
            elif path != entry:
                used.append((path.stat().st_mtime, path))
    for _, path in sorted(used, reverse=True)[MAX_ENTRIES - 1 :]:
        with contextlib.suppress(OSError):
            path.unlink()
