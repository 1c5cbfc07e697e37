"""The tool tells what is missing, what contradicts itself, why, and what would change it; and asks one by one."""

import re
from datetime import datetime

import pytest

OPEN_UP = (
    "service_provider=public_private&user_scope=municipality&platform_provider=local_government&co_used=no"
    "&data_exchange=yes&auth_federation=no&personal_broker=internal_shared&non_personal_broker=none&peers=0"
    "&field_scope=single_field&beyond_prefecture=no&external_body_feasible=yes&prefecture_capacity=no"
)


@pytest.mark.parametrize("language", ["", "en/"])
def test_gaps_are_grouped_by_procedure_and_lead_to_the_guide(page, address, language):
    page.goto(f"{address}{language}tool/#{OPEN_UP}")
    page.wait_for_selector("#dcb-result[data-pathway=open_up]")
    page.locator("#gaps > summary").click()
    headings = page.locator("#gaps h3").all_inner_texts()
    assert [heading[0] for heading in headings] == ["①", "②", "③", "④", "⑤"]
    scope = page.locator("[data-gap=scope]")
    assert scope.is_visible()
    scope.locator("a[href$='gaps/#scope']").click()
    page.wait_for_selector("#scope:target")


def test_contradictions_are_told_with_a_remedy(page, address):
    page.goto(f"{address}en/tool/#{OPEN_UP}")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.locator("#findings > summary").click()
    told = page.locator("[data-finding=personal_exchange_without_federation]").inner_text()
    assert "Contradiction" in told
    assert "§3.4" in told


def test_a_change_is_tried_with_a_click(page, address):
    page.goto(f"{address}tool/#{OPEN_UP}")
    page.wait_for_selector("#dcb-result[data-class=interconnected]")
    page.locator("#changes > summary").click()
    page.locator("[data-try='data_exchange=false']").click()
    page.wait_for_selector("#dcb-result[data-class=standalone]")
    assert page.locator("[name=data_exchange][value=no]").is_checked()
    assert "data_exchange=no" in page.url


def test_answers_of_an_older_model_are_told_as_such(page, address, guide):
    page.goto(f"{address}en/tool/#peers=1&model=0.9.0")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    assert "made with model 0.9.0" in page.locator("#dcb-problems").inner_text()
    page.goto(f"{address}en/tool/#peers=2&model={guide.about.model_version}")
    page.wait_for_selector("#dcb-problems", state="hidden")


def begin_the_finer_questions(page, url):
    page.goto(url)
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.locator("[data-mode=guided]").click()
    page.locator("#dcb-walk [data-step=finer]").click()


@pytest.mark.parametrize("language", ["", "en/"])
def test_guided_mode_asks_what_settles_most_until_all_is_settled(page, address, language, engine):
    begin_the_finer_questions(page, f"{address}{language}tool/")
    known: dict[str, object] = {}
    while question := engine.next_question(engine.codes(known)):
        asked = page.wait_for_selector(f"#q-{question}.dcb-current")
        assert page.locator(".dcb-question:not(.dcb-facet):visible").count() == 1
        value = engine.by_id[question].values[0]
        known[question] = value
        field = asked.query_selector("input")
        if engine.by_id[question].kind == "count":
            field.fill(str(value))
        else:
            field.check()
        page.locator("#dcb-guided [data-step=next]").click()
    page.locator("#dcb-check").wait_for()
    assert page.evaluate("document.activeElement.id") == "dcb-check-heading"
    assert page.locator(".dcb-question:visible").count() == 0
    assert page.locator("#dcb-check dt").count() == len(known)
    page.locator("[data-mode=all]").click()
    assert page.locator("[name=platform_provider]:checked").get_attribute("value") == known["platform_provider"]


def test_guided_mode_goes_back_and_skips_and_asks_on(page, address, engine):
    begin_the_finer_questions(page, f"{address}en/tool/")
    first = engine.next_question(engine.codes({}))
    second = engine.next_question(engine.codes({}), {first})
    page.wait_for_selector(f"#q-{first}.dcb-current")
    page.locator("#dcb-guided [data-step=unsure]").click()
    page.wait_for_selector(f"#q-{second}.dcb-current")
    page.locator("#dcb-guided [data-step=back]").click()
    page.wait_for_selector(f"#q-{first}.dcb-current")
    skipped: set[str] = set()
    while question := engine.next_question(engine.codes({}), skipped):
        page.wait_for_selector(f"#q-{question}.dcb-current")
        page.locator("#dcb-guided [data-step=unsure]").click()
        skipped.add(question)
    page.locator("#dcb-check").wait_for()
    passed = page.locator("#dcb-check-list dl").first.locator("dt").count()
    assert passed == len(skipped)
    page.locator("#dcb-check [data-step=back]").click()
    page.locator(".dcb-current").first.wait_for()


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_result_prints_on_two_pages_of_a4(page, address, language):
    page.goto(f"{address}{language}tool/#{OPEN_UP}")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.evaluate("window.print = () => {}")
    page.locator("[data-keep=print]").click()
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 2


def test_paper_says_whose_result_it_is_and_all_of_it_is_open(page, address, engine):
    """However the page is printed: name, day, answers, address, version of the model."""
    page.clock.install(time=datetime(2026, 4, 1, 12))
    page.goto(f"{address}en/tool/#{OPEN_UP}&name=Town%20A")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    head = page.locator("#dcb-printed").inner_text()
    assert head.splitlines()[0] == "Town A"
    for words in ("1 April 2026", engine.version, "name=Town%20A", "Setting up an external body"):
        assert words.lower() in head.lower(), words
    assert page.locator("#dcb-details details:not([open])").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#dcb-printed").inner_text() == ""
    assert page.locator("#dcb-details details[open]").count() == 0


def test_what_to_do_first_stands_open_under_the_sentence(page, address, guide):
    """The three steps and the people of the way there, then what is required and missing, with step, role and page."""
    page.goto(f"{address}en/tool/#{OPEN_UP}")
    page.wait_for_selector("#dcb-result[data-pathway=open_up]")
    pathway = next(item for item in guide.decisions if item.id == "pathway")
    outcome = next(item for item in pathway.outcomes if item.id == "open_up")
    monday = page.locator("#monday")
    assert page.locator("#dcb-details > *").first.get_attribute("id") == "monday"
    assert monday.locator("ol li").all_inner_texts() == [step["en"] for step in outcome.first_steps]
    assert outcome.contacts["en"] in monday.inner_text()
    required = page.locator("#gaps .dcb-item--required").count()
    items = monday.locator("ul > li")
    assert items.count() == required > 0
    for item in items.all():
        targets = [link.get_attribute("href").split("/")[1] for link in item.locator("a").all()]
        assert targets[:2] == ["gaps", "process"]
        assert targets[2].startswith("roles-")
    for link in monday.locator("a").all():
        assert page.request.get(f"{address}en/tool/{link.get_attribute('href')}").ok


def test_every_term_says_what_it_rests_on_and_every_rule_is_said_in_words(page, address):
    page.goto(f"{address}en/tool/#{OPEN_UP}")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    for term in page.locator(".dcb-terms dd:has(> strong)").all():
        assert re.search("guidebook|judgement", term.locator(".dcb-cite").first.inner_text())
    page.locator("#why > summary").click()
    for rule in page.locator("#why li").all():
        assert " → " in rule.inner_text()


def test_a_tried_answer_is_put_back_or_kept(page, address):
    page.goto(f"{address}en/tool/#{OPEN_UP}")
    page.wait_for_selector("#dcb-result[data-class=interconnected]")
    page.locator("#changes > summary").click()
    names = page.locator("[data-try]").evaluate_all("(all) => all.map((one) => one.getAttribute('aria-label'))")
    assert len(set(names)) == len(names) > 1
    tried = page.locator("[data-try='data_exchange=false']")
    tried.click()
    page.wait_for_selector("#dcb-result[data-class=standalone]")
    assert page.evaluate("document.activeElement.id") == "dcb-trying"
    page.locator("#dcb-trying button").first.click()
    page.wait_for_selector("#dcb-result[data-class=interconnected]")
    assert page.locator("#dcb-trying").is_hidden()
    assert page.evaluate("document.activeElement.id") == "dcb-result-title"
    page.locator("[data-try='data_exchange=false']").click()
    page.locator("#dcb-trying button").nth(1).click()
    page.wait_for_selector("#dcb-result[data-class=standalone]")
    page.go_back()
    page.wait_for_selector("#dcb-result[data-class=interconnected]")


def test_what_cannot_be_read_is_told_beside_the_field_and_above_the_form(page, address):
    page.goto(f"{address}en/tool/#{OPEN_UP}")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.locator("[name=peers]").fill("-1")
    assert page.locator("#error-peers").is_visible()
    page.locator("#dcb-wrong button").click()
    assert page.evaluate("document.activeElement.name") == "peers"
    page.locator("[name=peers]").fill("2")
    assert page.locator("#error-peers").is_hidden()
    assert page.locator("#dcb-wrong").is_hidden()


def test_an_open_decision_names_the_answers_that_narrow_it(page, address, engine):
    page.goto(f"{address}en/tool/#service_provider=private&platform_provider=private&data_exchange=no")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    answers = {"service_provider": "private", "platform_provider": "private", "data_exchange": False}
    assert engine.narrowing(engine.codes(answers))["class"] == ["co_used"]
    page.locator("#narrowing-class > summary").click()
    page.locator("#narrowing-class button").click()
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("#dcb-result:not([data-class=''])")


def test_the_way_is_told_in_words_beside_the_picture(page, address):
    page.goto(f"{address}en/tool/#{OPEN_UP}")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    told = page.locator(".dcb-map").get_attribute("aria-label")
    assert "Interconnected → One shared platform for the field" in told
    assert page.locator(".dcb-way").count() == 1
