"""The tool in Firefox: on the site and as one file; where no Firefox is installed, there is nothing to run."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ANSWERS = "service_provider=private&platform_provider=none&peers=1"
FIREFOX = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)


def opened(url):
    """What the tool says at an address, what was asked for and what went wrong."""
    command = ["node", str(HERE / "firefox.mjs"), str(FIREFOX), f"{url}#{ANSWERS}", "#dcb-result[data-state=ready]"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def is_right(found):
    return (
        found["told"]["class"] == "services_only"
        and found["told"]["pathwayPossible"] == "build_and_interconnect join"
        and found["wrong"] == []
    )


if FIREFOX:

    def test_the_file_answers_without_any_request(site):
        found = opened((site / "dcb-guide-tool.html").as_uri())
        assert is_right(found)
        assert [url for url in found["asked"] if not url.startswith(("file:", "blob:", "data:"))] == []

    @pytest.mark.parametrize("page", ["tool/", "en/tool/"])
    def test_the_site_answers_from_the_snapshot_and_asks_nobody_else(address, page):
        found = opened(f"{address}{page}")
        assert is_right(found)
        assert [url for url in found["asked"] if not url.startswith((address, "blob:", "data:"))] == []
        assert not any("/plain-" in url for url in found["asked"])
