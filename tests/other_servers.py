"""A web server that can do what servers in town halls do to a site: forget types, compress twice, cut files off."""

import contextlib
import functools
import gzip
import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

#: Types that a fresh IIS knows, of those a site may use; any other is answered with 404.
KNOWN_TO_IIS = {
    ".css": "text/css",
    ".csv": "application/octet-stream",
    ".gz": "application/x-gzip",
    ".html": "text/html",
    ".jpg": "image/jpeg",
    ".js": "application/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PAGES = {".html": "text/html"}


@dataclass
class Behaviour:
    """What the server does; as it is made, it is a plain one that sends everything rightly."""

    #: Type by suffix.
    types: dict[str, str] = field(default_factory=lambda: dict(KNOWN_TO_IIS))
    #: Type of every other file; without one, there is no such file.
    other_type: str | None = "application/octet-stream"
    #: Forbid the browser to guess types.
    nosniff: bool = False
    #: Compress everything once more, announced.
    compresses: bool = False
    #: Announce .gz files as compressed, so that the browser inflates them before the page sees them.
    announces_gz: bool = False
    #: Files sent in part: bytes sent of a path, or all where the function returns None.
    cut: Callable[[str], int | None] = lambda path: None
    #: Tell the full length of a file that is sent in part.
    tells_full_length: bool = False


class Handler(http.server.SimpleHTTPRequestHandler):
    """Answers as its behaviour says, and says nothing on caching."""

    def __init__(self, behaviour: Behaviour, *args: object, **options: object) -> None:
        self.behaviour = behaviour
        super().__init__(*args, **options)

    def do_GET(self) -> None:
        """Send a file."""
        behaviour = self.behaviour
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        content_type = behaviour.types.get(path.suffix, behaviour.other_type)
        if not path.is_file() or content_type is None:
            self.send_error(404)
            return
        content = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        if behaviour.nosniff:
            self.send_header("X-Content-Type-Options", "nosniff")
        if behaviour.compresses:
            content = gzip.compress(content, 1)
        if behaviour.compresses or (behaviour.announces_gz and path.suffix == ".gz"):
            self.send_header("Content-Encoding", "gzip")
        sent = content[: behaviour.cut(path.as_posix())]
        self.send_header("Content-Length", str(len(content if behaviour.tells_full_length else sent)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # a page that is left takes no more
            self.wfile.write(sent)
        self.close_connection = True

    def log_message(self, *args: object) -> None:
        """Write no log."""


@contextmanager
def served(folder: Path, behaviour: Behaviour) -> Iterator[str]:
    """Serve a folder with a behaviour, which may be changed meanwhile; yield the address."""
    handler = functools.partial(Handler, behaviour, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
