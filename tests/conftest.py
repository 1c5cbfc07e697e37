"""What several tests share: the guide, its engine, the built and served site, a real Chromium."""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench.browser import Handler, chromium
from dcb_guide.core.engine import Engine
from dcb_guide.guide.read_guide import load_with_sources
from dcb_guide.proof.decision_tables import Compiled
from dcb_guide.proof.model_json import model_json

ROOT = Path(__file__).parent.parent
#: The site is tested below a folder, as a fork's pages are.
SUB_PATH = "/a-fork/"


@pytest.fixture(scope="session")
def loaded():
    return load_with_sources(ROOT / "guide_data")


@pytest.fixture(scope="session")
def guide(loaded):
    return loaded[0]


@pytest.fixture(scope="session")
def compiled(guide):
    return Compiled(guide)


@pytest.fixture(scope="session")
def model_data(guide, compiled):
    return model_json(guide, compiled)


@pytest.fixture(scope="session")
def engine(model_data):
    return Engine(model_data)


@pytest.fixture
def data_copy(tmp_path) -> Path:
    """A copy of guide_data/ to edit."""
    return Path(shutil.copytree(ROOT / "guide_data", tmp_path / "guide_data"))


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The site, built with plain ``mkdocs build --strict``."""
    folder = tmp_path_factory.mktemp("built") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def address(site) -> Iterator[str]:
    """The address of the served site, which lies below a folder."""
    root = site.parent
    (root / SUB_PATH.strip("/")).symlink_to(site)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=root))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}"
    server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser, address):
    """A page on which any error, refused resource or request outside the site's origin fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on(
        "console",
        lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None,
    )
    origin = address.removesuffix(SUB_PATH)
    page.on("request", lambda request: None if inside(request.url, origin) else wrong.append(request.url))
    page.on("response", lambda reply: wrong.append(f"{reply.status} {reply.url}") if reply.status >= 400 else None)
    yield page
    context.close()
    assert wrong == []


def inside(url: str, origin: str) -> bool:
    return url.startswith((f"{origin}/", "data:", "blob:"))
