"""One question at a time: nothing is chosen beforehand, steps are in the browser's history, all answers are checked."""

import re

import pytest

FULL = (
    "service_provider=public_private&user_scope=municipality&platform_provider=local_government&co_used=no"
    "&data_exchange=yes&auth_federation=no&personal_broker=internal_shared&non_personal_broker=none&peers=0"
    "&field_scope=single_field&beyond_prefecture=no&external_body_feasible=yes&prefecture_capacity=no"
)


def ready(page, url):
    page.goto(url)
    page.wait_for_selector("#dcb-result[data-state=ready]")


def shown(page):
    return page.locator("[data-walk-question]:visible").get_attribute("data-walk-question")


def most_that_follow(words):
    found = re.search(r"at most (\d+) more", words)
    assert found, words
    return int(found[1])


def test_nothing_is_chosen_beforehand_and_not_knowing_is_a_choice(page, address):
    ready(page, f"{address}en/tool/")
    assert page.locator("#dcb-form :checked").count() == 0
    field = page.locator("[name=co_used][value='']")
    field.check()
    assert "co_used" not in page.url
    assert page.locator("#g-platform [data-count], [data-count]").first.inner_text().startswith("0 of")
    page.locator("[name=co_used][value=yes]").check()
    assert "co_used=yes" in page.url


def test_one_answer_is_cleared_and_the_others_stay(page, address):
    ready(page, f"{address}en/tool/#co_used=yes&peers=2")
    assert page.locator("#q-peers > .dcb-clear").is_visible()
    page.locator("[data-clear=co_used]").click()
    assert page.locator("[name=co_used]:checked").count() == 0
    assert page.evaluate("document.activeElement.name") == "co_used"
    assert page.locator("[data-clear=co_used]").is_hidden()
    assert "peers=2" in page.url
    assert "co_used" not in page.url
    page.locator("[data-unsure=peers]").check()
    assert page.locator("[name=peers]").input_value() == ""
    page.locator("[name=peers]").fill("4")
    assert not page.locator("[data-unsure=peers]").is_checked()


def test_an_answer_from_home_is_shown_at_the_second_question_and_can_be_changed(page, address):
    page.goto(f"{address}en/")
    page.locator(".dcb-first-answers a").nth(2).click()
    page.wait_for_selector("#dcb-result[data-state=ready]")
    assert shown(page) == "provider"
    assert page.evaluate("document.activeElement.innerText") == "Who provides our platform?"
    assert "Ours is the only one" in page.locator("#dcb-walk [data-previous]").inner_text()
    page.locator("#dcb-walk [data-previous] button").click()
    assert shown(page) == "existing"
    assert page.locator("[name=walk-existing]:checked").get_attribute("value") == "only_ours"


def test_each_question_is_an_entry_of_the_history_and_going_back_loses_no_answer(page, address):
    ready(page, f"{address}en/tool/?mode=guided")
    page.locator("[name=walk-existing][value=only_ours]").check()
    page.locator("#dcb-walk [data-step=next]").click()
    page.locator("[name=walk-provider][value=private]").check()
    page.locator("#dcb-walk [data-step=next]").click()
    assert shown(page) == "shared"
    page.go_back()
    page.go_back()
    assert shown(page) == "existing"
    assert page.locator("[name=walk-provider]:checked").get_attribute("value") == "private"
    assert "platform_provider=private" in page.url
    page.go_forward()
    assert shown(page) == "provider"
    page.reload()
    page.wait_for_selector("#dcb-result[data-state=ready]")
    assert shown(page) == "provider"
    page.locator("#dcb-walk [data-step=back]").click()
    assert shown(page) == "existing"


def test_how_many_questions_may_follow_never_grows(page, address):
    ready(page, f"{address}en/tool/?mode=guided")
    left = []
    for _ in range(20):
        if not page.locator("#dcb-walk").is_visible():
            break
        left.append(most_that_follow(page.locator("#dcb-walk [data-place]").inner_text()))
        page.locator("#dcb-walk [data-step=unsure]").click()
    assert left == sorted(left, reverse=True)
    page.locator("#dcb-walk-end [data-step=finer]").click()
    page.locator(".dcb-question.dcb-current").first.wait_for()
    place = page.locator("#dcb-form [data-place]")
    first = most_that_follow(place.inner_text())
    page.locator("#dcb-guided [data-step=unsure]").click()
    page.wait_for_function("(words) => document.querySelector('#dcb-form [data-place]').innerText !== words", arg="")
    assert most_that_follow(place.inner_text()) <= first


def test_without_an_answer_the_way_on_says_so_beside_the_choices(page, address):
    ready(page, f"{address}en/tool/?mode=guided")
    page.locator("#dcb-walk [data-step=next]").click()
    assert shown(page) == "existing"
    assert page.locator("#dcb-walk-missing").is_visible()
    assert page.evaluate("document.activeElement.name") == "walk-existing"
    described = page.evaluate("document.activeElement.getAttribute('aria-describedby')")
    assert "dcb-walk-missing" in described
    page.keyboard.press("Space")
    assert page.locator("#dcb-walk-missing").is_hidden()


def test_the_check_lists_what_was_passed_over_first_and_leads_back_after_a_change(page, address):
    ready(page, f"{address}en/tool/?mode=guided#peers=0&flow=yes")
    assert shown(page) == "provider"
    page.locator("#dcb-walk [data-step=unsure]").click()
    page.locator("#dcb-walk [data-step=check]").click()
    assert page.evaluate("document.activeElement.id") == "dcb-check-heading"
    lists = page.locator("#dcb-check-list dl")
    assert "Who provides our platform?" in lists.first.inner_text()
    assert "helps to settle" in lists.first.inner_text()
    assert "Official type today" in lists.first.inner_text()
    assert "Ours is the only one" in lists.nth(1).inner_text()
    lists.first.locator("button").first.click()
    assert shown(page) == "provider"
    page.locator("[name=walk-provider][value=private]").check()
    page.locator("#dcb-walk [data-step=next]").click()
    page.locator("#dcb-check").wait_for()
    assert page.locator("#dcb-check-list dl").count() == 1
    lists.first.locator("button").first.click()
    page.locator(".dcb-question.dcb-current, #dcb-walk:visible").first.wait_for()
    page.go_back()
    page.locator("#dcb-check").wait_for()
    page.locator("#dcb-check [data-step=result]").click()
    assert page.evaluate("document.activeElement.id") == "dcb-result-title"


def answered(page, **answers):
    """Answer questions of the flow, which must come in this order."""
    for question, answer in answers.items():
        page.locator(f"[data-walk-question={question}]").wait_for()
        page.locator(f"[name=walk-{question}][value={answer}]").check()
        page.locator("#dcb-walk [data-step=next]").click()


def test_the_flow_is_listed_as_asked_and_chosen_and_change_leads_to_just_that_question(page, address, guide):
    flow = {"existing": "ours_and_others", "provider": "local_government", "shared": "alone",
            "non_personal": "external", "personal": "internal_separated", "services": "public_private",
            "merge": "merged"}  # fmt: skip
    ready(page, f"{address}tool/?mode=guided")
    answered(page, **flow)
    page.locator("#dcb-walk-end [data-step=check]").click()
    asked = {item.id: item for item in guide.official_walk}
    words = [
        [asked[question].question["ja"], next(one for one in asked[question].answers if one.id == answer).label["ja"]]
        for question, answer in flow.items()
    ]
    listed = "list => list.map(one => [one.querySelector('dt').textContent, one.querySelector('dd').textContent])"
    assert page.locator("#dcb-check-list dl > div").evaluate_all(listed) == words
    page.locator("#dcb-check-list button", has_text="変える").last.click()
    assert shown(page) == "merge"
    assert page.locator("[name=walk-merge]:checked").get_attribute("value") == "merged"
    answered(page, merge="linked", links="not_yet")  # the other answer leads to a question not asked before
    page.locator("#dcb-check").wait_for()
    last = page.locator("#dcb-check-list dl > div").evaluate_all(listed)[-2:]
    assert [answer for _, answer in last] == ["弊害があるので、統合せずに基盤の間をつなぐ", "まだつないでいない"]
    # Whoever gets the link reads the same words, and comes to the same question.
    other = page.context.new_page()
    ready(other, page.url.replace("?mode=guided", ""))
    assert other.locator("#dcb-summary-title").inner_text() == "リンクから開いた答え8件"
    other.locator("#dcb-given > summary").click()
    assert other.locator("#dcb-given dl > div").evaluate_all(listed)[-2:] == last
    other.locator("#dcb-given dl button").nth(6).click()
    assert shown(other) == "merge"
    assert other.locator("[name=walk-merge]:checked").get_attribute("value") == "linked"
    other.locator("#dcb-walk [data-step=next]").click()
    assert other.evaluate("document.activeElement.id") == "dcb-check-heading"


def test_a_shared_link_says_what_was_opened_and_lists_it(page, address):
    ready(page, f"{address}en/tool/#{FULL}&name=Town%20A")
    assert page.locator("#dcb-summary-title").inner_text() == "13 answers from a link"
    assert page.locator("#dcb-name").input_value() == "Town A"
    page.locator("#dcb-given > summary").click()
    assert page.locator("#dcb-given dt").count() == 13
    page.locator("#dcb-given dl button").first.click()
    assert page.evaluate("document.activeElement.name") == "service_provider"


@pytest.mark.parametrize("state", ['{"run": 1, "place": 5}', '{"place": {"path": ["walk:none"], "passed": []}}', "7"])
def test_a_place_of_another_shape_in_the_history_does_no_harm(page, address, state):
    ready(page, f"{address}tool/?mode=guided#peers=0")
    page.evaluate("(state) => history.replaceState(JSON.parse(state), '')", state)
    page.reload()
    page.wait_for_selector("#dcb-result[data-state=ready]")
    assert shown(page) == "provider"


def test_a_skip_link_keeps_the_answers(page, address):
    ready(page, f"{address}en/tool/#peers=2")
    page.evaluate("location.hash = '#dcb-result-title'")
    page.wait_for_function("() => location.hash.startsWith('#peers=2')")
    assert page.locator("[name=peers]").input_value() == "2"
    assert page.locator("#dcb-problems").is_hidden()
