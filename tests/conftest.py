"""What several tests share: the guide, its engine, the built and served site, a real Chromium.

Tests run in parallel (``make test``): what is expensive and the same for all is made once a run, in a folder that the
workers share. Markers follow from what a test asks for, so that none can be forgotten: a test that asks for the browser
is ``browser``, one that needs the built site is ``slow``. ``make quick`` runs the others.
"""

import functools
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, BrowserContext, Page

from builders.__main__ import BUILDERS
from dcb_guide.core.engine import Engine
from dcb_guide.guide import read_guide
from dcb_guide.guide.content import Guide
from dcb_guide.guide.read_guide import Sources
from dcb_guide.proof import model_json, verify
from dcb_guide.proof.decision_tables import Compiled
from tools.chromium import chromium
from tools.serve import served

ROOT = Path(__file__).parent.parent
#: The site is tested below a folder, as a fork's pages are.
SUB_PATH = "a-fork"
#: Fixture → the marker of every test that asks for it, itself or through another.
MARKERS = {"browser": "browser", "site": "slow", "by_builder": "slow"}
#: Fixtures that change a copy of the tree: one worker makes it and runs all tests that look at it.
COPIES = {"fork", "french", "changed"}

#: How many descriptions a property is tried on; ``make quick`` takes the second. A busy machine fails no test by time.
EXAMPLES = {"default": 150, "quick": 30}
for profile, number in EXAMPLES.items():
    settings.register_profile(
        profile,
        max_examples=number,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
settings.load_profile("default")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark a test by the fixtures it asks for."""
    assert isinstance(item, pytest.Function)
    for fixture, marker in MARKERS.items():
        if fixture in item.fixturenames:
            item.add_marker(marker)
    for fixture in COPIES.intersection(item.fixturenames):
        item.add_marker("slow")
        item.add_marker(pytest.mark.xdist_group(fixture))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run first what fails first: the tests without a browser."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Commands in a test's own process read, prove and compile the checkout's guide once; copies of it each time."""
    load, defects, compile_model = read_guide.load_with_sources, verify.defects, model_json.model_json
    own = functools.cache(lambda: load(ROOT / "guide_data"))
    own_defects = functools.cache(lambda: defects(*own()))
    own_model = functools.cache(lambda: compile_model(own()[0]))

    def load_with_sources(folder: Path | None = None) -> tuple[Guide, Sources]:
        return own() if folder in (None, ROOT / "guide_data") else load(folder)

    def is_own(guide: Guide) -> bool:
        return own.cache_info().currsize == 1 and guide is own()[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read_guide, "load_with_sources", load_with_sources)
        patch.setattr(verify, "defects", lambda guide, *rest: own_defects() if is_own(guide) else defects(guide, *rest))
        patch.setattr(
            model_json,
            "model_json",
            lambda guide, *rest: own_model() if is_own(guide) else compile_model(guide, *rest),
        )
        yield


@pytest.fixture(scope="session")
def loaded() -> tuple[Guide, Sources]:
    return read_guide.load_with_sources()


@pytest.fixture(scope="session")
def guide(loaded: tuple[Guide, Sources]) -> Guide:
    return loaded[0]


@pytest.fixture(scope="session")
def compiled(guide: Guide) -> Compiled:
    return Compiled(guide)


@pytest.fixture(scope="session")
def model_data(guide: Guide) -> dict[str, Any]:
    return model_json.model_json(guide)


@pytest.fixture(scope="session")
def engine(model_data: dict[str, Any]) -> Engine:
    return Engine(model_data)


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """A copy of guide_data/ to edit."""
    return Path(shutil.copytree(ROOT / "guide_data", tmp_path / "guide_data"))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A temporary folder of this run, the same for all of pytest-xdist's workers."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--builder", choices=BUILDERS, default=BUILDERS[0], help="what builds the site that is tested")


@pytest.fixture(scope="session")
def site(shared_folder: Path, pytestconfig: pytest.Config) -> Path:
    """The site, built once a run as ``make site BUILDER=…`` does."""
    builder: str = pytestconfig.getoption("--builder")
    return made_once(shared_folder / "served" / SUB_PATH, lambda folder: build_site(folder, builder))


@pytest.fixture(scope="session")
def by_builder(site: Path, shared_folder: Path, pytestconfig: pytest.Config) -> dict[str, Path]:
    """The site as each builder makes it, built once a run: the one that is tested, and the others beside it."""
    tested: str = pytestconfig.getoption("--builder")
    others = {
        builder: made_once(shared_folder / "others" / builder, functools.partial(build_site, builder=builder))
        for builder in BUILDERS
        if builder != tested
    }
    return {tested: site, **others}


def made_once(folder: Path, make: Callable[[Path], object]) -> Path:
    """Make ``folder`` unless another worker has made it; one that could not be made is never taken for complete."""
    folder.parent.mkdir(exist_ok=True)
    unfinished = folder.parent.with_name(f"unfinished-{folder.name}")
    with FileLock(f"{unfinished}.lock"):
        if not folder.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
            make(unfinished)
            unfinished.rename(folder)
    return folder


def build_site(folder: Path, builder: str = BUILDERS[0]) -> Path:
    command = [sys.executable, "-m", "builders", builder, "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The address of the served site, which lies below a folder."""
    with served(site.parent) as root:
        yield f"{root}{SUB_PATH}/"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of a reader who comes for the first time; anything that goes wrong on it fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    page = context.new_page()
    wrong = watch(page, address)
    yield page
    context.close()
    assert wrong == []


@pytest.fixture(scope="module")
def reading(browser: Browser) -> Iterator[BrowserContext]:
    """A reader who opens many pages: their scripts and styles are fetched once. For tests that change nothing."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    yield context
    context.close()


def watch(page: Page, address: str) -> list[str]:
    """Return a list that takes up every error, warning, refused resource and request outside the site's origin."""
    wrong: list[str] = []
    origin = address.removesuffix(f"{SUB_PATH}/")
    inside = (origin, "data:", "blob:")
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on(
        "console",
        lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("request", lambda request: None if request.url.startswith(inside) else wrong.append(request.url))
    page.on("response", lambda reply: wrong.append(f"{reply.status} {reply.url}") if reply.status >= 400 else None)
    return wrong
