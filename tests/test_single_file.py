"""The tool as one file, opened from the disk: both languages, no request, the same answers."""

import pytest

ANSWERS = "service_provider=private&platform_provider=none&peers=1"


@pytest.fixture(scope="module")
def file(site):
    return site / "dcb-guide-tool.html"


@pytest.mark.parametrize(
    ("locale", "language", "told"), [("ja-JP", "ja", "サービスはありますが"), ("en-GB", "en", "You have services")]
)
def test_the_file_answers_without_any_request(browser, file, locale, language, told):
    context = browser.new_context(locale=locale)
    page = context.new_page()
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.goto(f"{file.as_uri()}#{ANSWERS}")
    result = page.wait_for_selector("#dcb-result[data-class=services_only]", timeout=60_000)
    assert told in result.inner_text()
    assert page.locator("html").get_attribute("lang") == language
    page.locator("[name=integration_harm][value=no]").check()
    page.wait_for_selector("#dcb-result[data-pathway=join]")
    page.locator("[data-to-language]").click()
    page.wait_for_selector("#dcb-result[data-pathway=join]", timeout=60_000)
    assert page.locator("html").get_attribute("lang") != language
    assert [url for url in asked if not url.startswith((file.as_uri(), "blob:", "data:"))] == []
    assert wrong == []
    context.close()


def test_the_file_is_small_enough_to_send_and_its_policy_allows_no_address(file):
    text = file.read_text(encoding="utf-8")
    assert len(text.encode()) <= 12_000_000
    policy = text.split('Content-Security-Policy" content="')[1].split('"')[0]
    assert policy.startswith("default-src 'none'")
    assert "connect-src" not in policy
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert "http" not in policy
    assert "blob:" in policy
    assert "blob:" not in policy.split("script-src")[1].split(";")[0]
    assert 'href="../' not in text.split("data-file=")[0]
