"""``make audit`` says what a list of vulnerabilities answers, and that it was not asked where it does not answer.

The lists are stand-ins on this machine, in the forms of OSV and of npm's registry; what asks them is the very pip-audit
and npm that are used otherwise.
"""

import gzip
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tools import audit, set_up

pytestmark = pytest.mark.slow

PYTHON_LOCK = f"openpyxl==3.1.5 --hash=sha256:{'0' * 64}\net-xmlfile==2.0.0 --hash=sha256:{'1' * 64}\n"
NODE_LOCK = {
    "name": "a", "version": "1.0.0", "lockfileVersion": 3, "requires": True,
    "packages": {
        "": {"name": "a", "version": "1.0.0", "dependencies": {"docx": "9.15.2"}},
        "node_modules/docx": {"version": "9.15.2", "integrity": "sha512-AAAA", "license": "MIT"},
    },
}  # fmt: skip
NODE_PACKAGE = {"name": "a", "version": "1.0.0", "dependencies": {"docx": "9.15.2"}}
#: What a list is asked → its answer.
type Answer = Callable[[Any], tuple[int, bytes]]


@pytest.fixture(scope="module", autouse=True)
def programs():
    """What looks up vulnerabilities is installed by ``make test``, as by ``make audit``."""
    set_up.once("audit", [set_up.ROOT / "requirements" / "audit.txt"], set_up.CACHE / "audit", set_up.install_audit)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "site.txt").write_text(PYTHON_LOCK, encoding="utf-8")
    (tmp_path / "package.json").write_text(json.dumps(NODE_PACKAGE), encoding="utf-8")
    (tmp_path / "package-lock.json").write_text(json.dumps(NODE_LOCK), encoding="utf-8")
    return tmp_path


@contextmanager
def a_list(answer: Answer) -> Iterator[str]:
    """Serve a list's answers and yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._send(*answer(json.loads(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)))

        def do_GET(self) -> None:
            # npm asks which versions of a package there are.
            name = self.path.strip("/")
            versions = {number: {"name": name, "version": number} for number in ("9.15.2", "10.0.0")}
            about = {"name": name, "dist-tags": {"latest": "10.0.0"}, "versions": versions}
            self._send(200, json.dumps(about).encode())

        def _send(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def silent_list() -> Iterator[str]:
    """Yield the address of a list that takes a question and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


def nothing_known(_: Any) -> tuple[int, bytes]:
    return 200, b"{}"


def out_of_order(_: Any) -> tuple[int, bytes]:
    return 503, b"no"


def osv_finding(asked: Any) -> tuple[int, bytes]:
    if asked["package"]["name"] != "openpyxl":
        return nothing_known(asked)
    ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.2.0"}]}]
    affected = [{"package": {"name": "openpyxl", "ecosystem": "PyPI"}, "ranges": ranges}]
    return 200, json.dumps({"vulns": [{"id": "PYSEC-0000-1", "summary": "x", "affected": affected}]}).encode()


def npm_finding(_: Any) -> tuple[int, bytes]:
    found = {"id": 1, "url": "https://example.org/1", "title": "Runs what it reads", "severity": "high",
             "vulnerable_versions": "<10.0.0", "cwe": [], "cvss": {"score": 8, "vectorString": None}}  # fmt: skip
    return 200, json.dumps({"docx": [found]}).encode()


def test_a_finding_of_python_is_named_with_what_mends_it(folder):
    with a_list(osv_finding) as address:
        found = list(audit.python_findings(folder / "site.txt", address))
    assert found == ["openpyxl 3.1.5: PYSEC-0000-1, fixed in: 3.2.0"]


def test_a_finding_of_npm_is_named_with_its_severity(folder):
    with a_list(npm_finding) as address:
        (found,) = audit.node_findings(folder, address)
    assert found == "docx 9.15.2: high: Runs what it reads"


def test_where_nothing_is_known_nothing_is_found(folder):
    with a_list(nothing_known) as address:
        assert list(audit.python_findings(folder / "site.txt", address)) == []
        assert list(audit.node_findings(folder, address)) == []


@contextmanager
def closed() -> Iterator[str]:
    """Yield the address of a list that is not there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    yield f"http://127.0.0.1:{port}/"


@contextmanager
def broken() -> Iterator[str]:
    with a_list(out_of_order) as address:
        yield address


@pytest.mark.parametrize("not_answering", [closed, silent_list, broken])
def test_a_list_that_does_not_answer_is_not_taken_for_one_that_knows_nothing(folder, monkeypatch, not_answering):
    monkeypatch.setattr(audit, "TIMEOUT", 2)
    with not_answering() as address:
        with pytest.raises(audit.NotAskedError):
            list(audit.python_findings(folder / "site.txt", address))
        with pytest.raises(audit.NotAskedError):
            list(audit.node_findings(folder, address))


@pytest.mark.parametrize(
    ("osv", "npm", "status"),
    [(nothing_known, nothing_known, 0), (osv_finding, out_of_order, 1), (out_of_order, npm_finding, 1),
     (nothing_known, out_of_order, 2), (out_of_order, nothing_known, 2)],
    ids=["nothing known", "Python's, npm not asked", "npm's, Python not asked", "npm not asked", "Python not asked"],
)  # fmt: skip
def test_the_exit_status_says_what_was_found_and_what_could_not_be_asked(folder, monkeypatch, capsys, osv, npm, status):
    monkeypatch.setattr(audit, "TIMEOUT", 2)
    monkeypatch.setattr(audit, "LOCKS", [folder / "site.txt"])
    monkeypatch.setattr(audit, "ROOT", folder)
    with a_list(osv) as python_list, a_list(npm) as node_list:
        assert audit.main(["--osv-url", python_list, "--npm-registry", node_list]) == status
    said = capsys.readouterr().out
    assert said.count("could not be looked up") == [osv, npm].count(out_of_order)
    assert "Traceback" not in said
