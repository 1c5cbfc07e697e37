"""The tool in WebKit: on the site, in both languages, and as one file from the disk.

Debian's ``webkit2gtk-driver`` on a virtual screen (``xvfb``); where these are not installed, there is nothing to run.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

ANSWERS = "service_provider=private&platform_provider=none&peers=1"
#: Selenium's own call of itself, as it starts this driver.
pytestmark = pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning")
DRIVER = shutil.which("WebKitWebDriver")
SCREEN = shutil.which("Xvfb")


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """A virtual screen; it names itself on a pipe once it is there."""
    read, write = os.pipe()
    server = subprocess.Popen(
        [str(SCREEN), "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as names:
        yield f":{names.readline().strip()}"
    server.terminate()
    server.wait()


@pytest.fixture(scope="module")
def webkit(screen) -> Iterator[webdriver.WebKitGTK]:
    environment = {**os.environ, "DISPLAY": screen, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
    driver = webdriver.WebKitGTK(options=Options(), service=Service(DRIVER, env=environment))
    yield driver
    driver.quit()


def shown(webkit, url):
    """What the tool shows at an address, once it is ready."""
    webkit.get("about:blank")
    webkit.get(f"{url}#{ANSWERS}")
    ready = "#dcb-result[data-state=ready], #dcb-result[data-state=error]"
    result = WebDriverWait(webkit, 60).until(lambda page: page.find_elements(By.CSS_SELECTOR, ready))[0]
    names = ("state", "reason", "class", "pathway-possible")
    return {name: result.get_attribute(f"data-{name}") for name in names}


RIGHT = {
    "state": "ready",
    "reason": None,
    "class": "services_only",
    "pathway-possible": "build_and_interconnect join",
}


if DRIVER and SCREEN:

    @pytest.mark.parametrize("page", ["tool/", "en/tool/"])
    def test_the_site_answers_from_the_snapshot(webkit, address, page):
        assert shown(webkit, f"{address}{page}") == RIGHT
        asked = webkit.execute_script("return performance.getEntriesByType('resource').map((one) => one.name)")
        assert not any("/plain-" in name for name in asked)

    def test_the_file_answers_from_the_disk_and_a_change_is_shown(webkit, site):
        assert shown(webkit, (site / "dcb-guide-tool.html").as_uri()) == RIGHT
        webkit.execute_script("document.querySelector('[name=integration_harm][value=no]').click()")
        WebDriverWait(webkit, 30).until(
            lambda page: page.find_elements(By.CSS_SELECTOR, "#dcb-result[data-pathway=join]")
        )
