"""The pages on a whole prefecture, inventory/ and cost/: in a real browser, the same bytes as the commands."""

import io
import json
import re
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
import yaml
from click.testing import CliRunner
from playwright.sync_api import expect

from dcb_guide.cli.main import main
from dcb_guide.core.languages import LANGUAGES
from dcb_guide.guide.content import survey_texts
from dcb_guide.guide.prefecture_survey import read_municipalities
from dcb_guide.prefecture.cost import as_json, result, share_costs
from dcb_guide.prefecture.cost_plan import DEFAULT_LIFE, read_plan
from dcb_guide.prefecture.prefecture_pages import MOST_IN_LETTERS, PrefectureSession
from tests.test_accessibility import violations

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "examples" / "prefecture_a"
ANSWERS = ROOT / "examples" / "prefecture_a_answers"
PLAN = {
    "years": 3,
    "build": 1_000_000,
    "run": [100, 200, 300],
    "scheme": "population",
    "participants": [
        {"id": "a", "name": "甲市", "population": 3},
        {"id": "b", "name": "乙町", "population": 4, "joins": 2},
    ],
}


@pytest.fixture(scope="module")
def form(guide):
    return json.dumps({**survey_texts(guide), "municipalities": read_municipalities(ROOT / "guide_data")})


@pytest.fixture
def session(engine, form):
    return PrefectureSession(engine, form, "ja")


def replies(*folders):
    return [(path.name, path.read_bytes()) for folder in folders for path in sorted(folder.iterdir())]


def taken(session, *folders):
    return json.loads(session.inventory(replies(*folders), lambda *_: None))


def unzipped(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# ── What the pages call ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_session_tells_how_far_it_is_and_what_it_read(session):
    stages = []
    found = json.loads(session.inventory(replies(DEMO), lambda *stage: stages.append(stage)))
    assert [stage for stage in stages if stage[0] == "read"] == [("read", number, 20) for number in range(20)]
    assert stages[-1] == ("classify", 0, 1)
    assert found["read"] == {"files": 20, "platforms": 12, "services": 7, "municipalities": 20}
    assert found["not_answered"] == ["T村"]
    assert found["problem_count"] == len(found["problems"]) == 12


def test_the_figure_has_every_platform_that_counts_and_links_those_that_stay_apart(session):
    figure = taken(session, DEMO, ANSWERS)["figure"]
    assert len(figure["before"]) == 11
    assert sum(one["count"] for one in figure["after"]) == 11
    assert len(figure["after"]) == 7
    linked = [{figure["after"][place]["label"] for place in link} for link in figure["links"]]
    assert linked == [{"F市健康医療連携基盤", "G市健康ポイント基盤"}]


def test_a_survey_without_platforms_has_no_chapters_and_no_figure(session):
    found = json.loads(session.inventory([("a.yml", b"survey: {prefecture: '42'}\n")], lambda *_: None))
    assert found["figure"] == {"fields": [], "before": [], "after": [], "links": [], "undecided": 0}
    assert json.loads(session.letters()) == {"letters": [], "count": 0}


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_and_files_are_those_of_the_command(engine, form, language, tmp_path, monkeypatch):
    session = PrefectureSession(engine, form, language)
    taken(session, DEMO)
    monkeypatch.chdir(DEMO)
    for kind in ("json", "md"):
        done = CliRunner().invoke(main, ["inventory", ".", "--format", kind, "--lang", language])
        assert session.inventory_file(kind) == done.stdout_bytes
    done = CliRunner().invoke(main, ["inventory", ".", "--format", "md", "--letters", "--lang", language])
    assert session.inventory_file("letters") == done.stdout_bytes
    folder = tmp_path / "csv"
    CliRunner().invoke(main, ["inventory", ".", "--format", "csv", "--output", str(folder), "--lang", language])
    assert unzipped(session.inventory_file("csv")) == {path.name: path.read_bytes() for path in folder.iterdir()}
    letters = json.loads(session.letters())
    assert letters["count"] == len(letters["letters"]) == len(session.report.asked_of())


def test_letters_of_very_many_platforms_are_in_the_file_alone(session, monkeypatch):
    monkeypatch.setattr("dcb_guide.prefecture.prefecture_pages.MOST_IN_LETTERS", 3)
    taken(session, DEMO)
    assert json.loads(session.letters()) == {"letters": [], "count": 11}
    assert MOST_IN_LETTERS > 3


def test_no_note_of_a_survey_is_in_what_leaves(session):
    taken(session, DEMO)
    assert "契約は2027年3月まで" in (DEMO / "00_A県.yml").read_text(encoding="utf-8")
    leaving = [session.inventory_file(kind) for kind in ("json", "md", "letters")]
    leaving += unzipped(session.inventory_file("csv")).values()
    leaving += unzipped(session.inventory_file("xlsx")).values()
    assert not [one for one in leaving if "契約は2027年3月まで".encode() in one]


def test_a_plan_is_found_in_every_kind_of_file(session):
    survey = {"survey": {"prefecture": "42"}, "cost": PLAN}
    files = {
        "plan.yml": yaml.safe_dump(PLAN, allow_unicode=True).encode(),
        "plan.json": json.dumps(PLAN).encode(),
        "survey.yml": yaml.safe_dump(survey, allow_unicode=True).encode(),
    }
    for name, content in files.items():
        assert json.loads(session.plan_in_file(name, content)) == {"plan": PLAN, "problems": []}, name
    taken(session, DEMO)
    book = session.inventory_file("xlsx")
    found = json.loads(session.plan_in_file("inventory.xlsx", book))["plan"]
    assert found["participants"][0]["name"] == "A市" and found["build"] == 60_000_000


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.yml", b"years: 0\nbuild: 1\nrun: 1\nparticipants: []\n", "a.yml:1:8:"),
        ("a.yml", b"survey: {prefecture: '42'}\n", "a.yml:1:1:"),
        ("a.json", b"{", "a.json:1:2:"),
        ("a.csv", b"x,y\n1,2\n", "a.csv:1:1:"),
    ],
)
def test_a_file_without_a_plan_says_why(session, name, content, told):
    found = json.loads(session.plan_in_file(name, content))
    assert found["plan"] is None
    assert found["problems"][0].startswith(told)


def test_a_plan_is_shared_as_by_the_engine_and_problems_name_their_place(session):
    found = json.loads(session.sharing(json.dumps(PLAN)))
    plan, _ = read_plan(PLAN)
    sharing = share_costs(plan)
    assert [one["total"] for one in found["chart"]["bodies"]] == [
        one.total for one in (sharing.prefecture, *sharing.participants)
    ]
    for one in found["chart"]["bodies"]:
        assert sum(one["years"]) == one["total"]
    assert session.cost_file("json", json.dumps(PLAN)).decode() == as_json(result(sharing))
    wrong = json.loads(session.sharing(json.dumps({**PLAN, "build": "much"})))
    assert [one["path"] for one in wrong["problems"]] == [["build"]]
    change = json.loads(session.change(json.dumps(PLAN), json.dumps([{"remove": "nobody"}])))
    assert len(change["problems"]) == 1


def test_the_municipalities_of_a_prefecture_become_participants(session):
    members = json.loads(session.members("42"))
    assert members[0] == {"id": "42201", "name": "長崎市"}
    assert len(members) == 21


# ── In the browser ──────────────────────────────────────────────────────────────────────────────────────────────


def opened(page, address, language, name):
    page.goto(f"{address}{'' if language == 'ja' else 'en/'}{name}/")


def saved(page, what):
    with page.expect_download(timeout=60_000) as download:
        page.locator(what).click()
    return Path(download.value.path()).read_bytes()


def take_demo(page, *, answered=False):
    page.locator(f"[data-do=demo]{'[data-of=answered]' if answered else ':not([data-of])'}").click()
    page.locator("#dcb-inventory-result").wait_for(timeout=90_000)


def test_nothing_is_fetched_before_it_is_needed_and_the_tool_fetches_nothing_of_it(page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, address, "ja", "inventory")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if ".gz" in url]
    opened(page, address, "ja", "tool")
    page.wait_for_selector("#dcb-result[data-state=ready]", timeout=60_000)
    assert not [url for url in asked if "assets/prefecture/" in url and ".css" not in url]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_demo_gives_the_bytes_of_the_command(page, address, language, monkeypatch):
    opened(page, address, language, "inventory")
    take_demo(page)
    monkeypatch.chdir(DEMO)
    done = CliRunner().invoke(main, ["inventory", ".", "--format", "json", "--lang", language])
    assert saved(page, "[data-do=save][data-of=json]") == done.stdout_bytes
    vision = unzipped(saved(page, "[data-do=save][data-of=vision]"))
    assert "vision/vision.yml" in vision and b"note:" not in vision["vision/survey.yml"]
    page.locator("#dcb-prefecture").select_option("42")
    assert saved(page, "[data-do=form][data-of=template]").startswith(b"PK")
    assert saved(page, "[data-do=letter-word][data-of=reminder]").startswith(b"PK")
    assert "T村" in page.locator("#dcb-not-answered").inner_text()


def test_files_that_are_put_in_are_read_and_shown_with_their_mistakes(page, address):
    opened(page, address, "en", "inventory")
    page.locator("#dcb-files").set_input_files([*sorted(DEMO.iterdir()), *ANSWERS.iterdir()])
    page.locator("#dcb-inventory-result").wait_for(timeout=90_000)
    assert "99214_N町_利用.csv:2:1" in page.locator("#dcb-read").inner_text()
    assert "If each follows its pathway, 7 remain." in page.locator("#dcb-head").inner_text()
    assert page.locator("#dcb-figure .dcb-figure-joined").count() == 3
    assert page.locator("#dcb-figure .dcb-figure-link").count() == 1
    assert page.locator("#dcb-letters summary").all_inner_texts() == ["Prefecture", "C市", "Q村"]


def test_files_put_in_later_join_those_before_and_all_can_be_removed(page, address):
    opened(page, address, "en", "inventory")
    first, *others = [path for path in sorted(DEMO.iterdir()) if path.suffix == ".xlsx"][:3]
    counts = page.locator("#dcb-read > p").first
    page.locator("#dcb-files").set_input_files(first)
    expect(counts).to_contain_text("Read from 1 ", timeout=90_000)
    page.locator("#dcb-files").set_input_files([first, *others])
    expect(counts).to_contain_text("Read from 3 ", timeout=30_000)
    page.locator("[data-do=start-over]").click()
    expect(page.locator("#dcb-inventory-result")).to_be_hidden()
    page.locator("#dcb-files").set_input_files(others)
    expect(counts).to_contain_text("Read from 2 ", timeout=30_000)


def test_a_form_is_not_made_for_a_prefecture_that_nobody_chose(page, address):
    opened(page, address, "en", "inventory")
    page.locator("[data-do=form][data-of=template]").click()
    expect(page.locator("#dcb-status")).to_have_text("Choose the prefecture first.")
    expect(page.locator("#dcb-prefecture")).to_be_focused()


def test_work_under_way_can_be_cancelled_and_begun_again(page, address):
    opened(page, address, "en", "inventory")
    page.locator("[data-do=demo]:not([data-of])").click()
    page.locator("#dcb-cancel").click()
    assert page.locator("#dcb-status").inner_text() == "Cancelled."
    assert page.locator("#dcb-inventory-result").is_hidden()
    take_demo(page)
    assert page.locator("#dcb-cancel").is_hidden()


def test_costs_follow_every_change_and_are_those_of_the_command(page, address, tmp_path):
    opened(page, address, "en", "cost")
    page.locator("[data-do=demo]").click()
    page.locator("#dcb-chart svg").wait_for(timeout=90_000)
    assert page.locator("#dcb-plan-name").input_value() == "Costs of the regional tourism platform"
    page.locator("#dcb-plan-build").fill("much")
    page.locator("#dcb-plan-problems a[href='#dcb-plan-build']").wait_for()
    assert page.locator("#dcb-plan-build").get_attribute("aria-invalid") == "true"
    page.locator("#dcb-plan-build").fill("70,000,000")
    page.get_by_text("Of 96,500,000 yen over 5 years").wait_for()
    (tmp_path / "plan.json").write_bytes(saved(page, "[data-do=save][data-of=plan]"))
    done = CliRunner().invoke(main, ["cost", str(tmp_path / "plan.json"), "--format", "json"])
    assert saved(page, "[data-do=save][data-of=json]") == done.stdout_bytes
    page.locator("#dcb-what-participant").select_option(label="A市")
    page.locator("#dcb-what-year").fill("3")
    page.locator("[data-do=what-if]").click()
    assert "A市 leaves in year 3" in page.locator("#dcb-change ul").inner_text()
    # The schemes are compared once nothing has changed for a moment.
    page.locator("#dcb-comparison", has_text="1/2 to 1/12").wait_for()


def test_a_plan_is_saved_with_the_name_in_its_field_and_in_every_language_while_that_is_left_as_it_is(page, address):
    opened(page, address, "en", "cost")
    page.locator("[data-do=demo]").click()
    page.locator("#dcb-chart svg").wait_for(timeout=90_000)
    names = {"ja": "A県広域観光基盤の費用", "en": "Costs of the regional tourism platform"}
    assert json.loads(saved(page, "[data-do=save][data-of=plan]"))["name"] == names
    page.locator("#dcb-plan-name").fill("Tourism")
    page.locator("#dcb-plan-build").fill("70,000,000")
    page.get_by_text("Of 96,500,000 yen over 5 years").wait_for()
    assert json.loads(saved(page, "[data-do=save][data-of=plan]"))["name"] == "Tourism"


def test_the_form_says_how_long_the_build_is_written_off_where_that_is_blank(guide):
    for text in guide.prefecture_pages["hint_life"].texts.values():
        assert str(DEFAULT_LIFE) in text


def test_each_ready_scheme_sets_its_shares(page, address, guide):
    opened(page, address, "ja", "cost")
    page.locator("[data-do=demo]").click()
    page.locator("#dcb-chart svg").wait_for(timeout=90_000)
    page.locator("#dcb-cost summary").first.click()
    for one in guide.ready_cost_plans:
        for plan in one.plans:
            page.locator(f"[data-of={one.id}-{plan.id}]").click()
            for key, value in plan.plan.items():
                assert page.locator(f"#dcb-plan-{key}").input_value() == str(value)


def test_participants_in_the_form_keep_their_rows_and_ids_and_nobody_is_said(page, address):
    opened(page, address, "en", "cost")
    for field, value in (("years", "2"), ("build", "1000000"), ("run", "300000")):
        page.locator(f"#dcb-plan-{field}").fill(value)
    page.get_by_text("There are no participants, so the prefecture bears everything").wait_for(timeout=90_000)
    page.locator("[data-do=add]").click()
    page.locator("#dcb-cost summary").first.click()
    page.locator("[data-of=prefecture_first-platform]").click()
    rows = page.locator("#dcb-participants tr")
    assert rows.count() == 4
    for place in range(1, 4):
        page.locator(f"#dcb-name-{place}").fill(f"Town {place}")
    rows.first.locator("[data-do=remove]").click()
    page.locator("[data-do=add]").click()
    page.locator("#dcb-name-3").fill("Town 4")
    page.get_by_text("The shares of 4 participants are computed.").wait_for()
    page.locator("#dcb-name-0").fill("")
    page.locator("#dcb-population-3").fill("many")
    page.locator("#dcb-plan-problems a[href='#dcb-population-3']").wait_for()
    assert "Town 4: Population" in page.locator("#dcb-plan-problems").inner_text()
    page.locator("#dcb-population-3").fill("500")
    page.locator("#dcb-prefecture").select_option("42")
    page.locator("[data-do=municipalities]").click()
    page.locator("#dcb-name-10").wait_for()
    assert page.locator("#dcb-name-2").input_value() == "Town 4"


def test_a_saved_workbook_of_costs_and_the_filled_form_are_opened_again(page, address, tmp_path):
    opened(page, address, "ja", "cost")
    page.locator("[data-do=demo]").click()
    page.locator("#dcb-chart svg").wait_for(timeout=90_000)
    assert page.evaluate("document.activeElement.id") == "dcb-sharing-heading"
    (tmp_path / "saved.xlsx").write_bytes(saved(page, "[data-do=save][data-of=xlsx]"))
    assert saved(page, "[data-do=save-word]").startswith(b"PK")
    form = openpyxl.load_workbook(io.BytesIO(saved(page, "[data-do=template]")))
    form["費用の計画"]["C3"] = "五年"
    form.save(tmp_path / "form.xlsx")
    page.locator("#dcb-plan-build").fill("1")
    page.locator("#dcb-files").set_input_files(tmp_path / "saved.xlsx")
    expect(page.locator("#dcb-plan-build")).to_have_value("60000000")
    page.locator("#dcb-files").set_input_files(tmp_path / "form.xlsx")
    page.locator("#dcb-file-problems li").first.wait_for()
    told = page.locator("#dcb-file-problems").inner_text()
    assert "form.xlsx:費用の計画!C3: 期間（年）" in told and "form.xlsx:費用の計画!A4: 構築費（円）：空欄です" in told


def test_a_plan_that_was_changed_is_not_left_without_a_question(page, address):
    opened(page, address, "ja", "cost")
    asks = "window.dispatchEvent(new Event('beforeunload', {cancelable: true}))"
    assert page.evaluate(asks) is True  # nothing has been changed: it may be left
    page.locator("#dcb-plan-years").fill("3")
    assert page.evaluate(asks) is False


def test_the_status_line_lies_over_nothing_once_work_is_done(page, address):
    opened(page, address, "ja", "inventory")
    take_demo(page)
    page.locator(".dcb-progress[data-held]").wait_for(state="attached")
    page.locator(".dcb-progress:not([data-held])").wait_for(state="attached", timeout=20_000)
    assert page.locator(".dcb-progress").evaluate("(one) => getComputedStyle(one).position") == "static"


def test_the_fields_of_a_participant_have_labels_in_sight_on_a_narrow_screen(browser, address):
    page = browser.new_page(viewport={"width": 390, "height": 800})
    opened(page, address, "en", "cost")
    content = "(all) => all.map((one) => getComputedStyle(one, '::before').content)"
    shown = page.locator("#dcb-participants tr").first.locator("td").evaluate_all(content)
    assert [one.strip('"') for one in shown[:3]] == ["Name", "Population", "Use"]
    page.close()


def test_no_two_buttons_of_a_page_say_the_same(page, address):
    for name in ("inventory", "cost"):
        opened(page, address, "ja", name)
        buttons = "(all) => all.map((one) => one.ariaLabel ?? one.textContent.trim())"
        labels = page.locator(".dcb-prefecture button").evaluate_all(buttons)
        assert len(labels) == len(set(labels)), name


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["inventory", "cost"])
def test_results_are_accessible_and_fit_a_narrow_screen(browser, address, name, scheme):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 640})
    page = context.new_page()
    opened(page, address, "ja", name)
    page.locator("[data-do=demo]").last.click()
    page.locator("#dcb-chapters table, #dcb-comparison table").first.wait_for(timeout=90_000)
    page.locator("summary").evaluate_all("(all) => all.forEach((one) => (one.parentElement.open = true))")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def stored(page) -> list[str]:
    """The addresses that the site's service worker has stored, once it answers the page's requests."""
    found: list[str] = page.evaluate("""async () => {
      const names = navigator.serviceWorker.controller ? await caches.keys() : [];
      const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return lists.flat().map(({ url }) => url);
    }""")
    return found


def test_a_page_that_was_used_works_without_a_network(browser, address):
    context = browser.new_context()
    page = context.new_page()
    opened(page, address, "ja", "inventory")
    take_demo(page)
    needed = {
        f"{address}inventory/",
        *(f"prefecture/{name}." for name in ("worker.js", "packages", "form", "demo")),
        *(f"python/{name}." for name in ("plain-program", "library", "wheel")),
    }
    end = time.monotonic() + 60
    while not all(any(part in url for url in stored(page)) for part in needed):
        assert time.monotonic() < end, stored(page)
        page.wait_for_timeout(100)
    context.set_offline(True)
    page.reload()
    take_demo(page)
    assert "12" in page.locator("#dcb-status").inner_text()
    context.close()


@pytest.mark.parametrize(("query", "sign"), [("?lang=ja", "7"), ("?lang=en&page=cost", "The burden as a chart")])
def test_one_file_holds_both_pages_and_asks_for_nothing(browser, site, query, sign, monkeypatch):
    file = site / "dcb-guide-prefecture.html"
    assert file.stat().st_size <= 12_000_000
    page = browser.new_page()
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.goto(f"{file.as_uri()}{query}")
    page.locator("[data-do=demo]").first.click()
    page.locator("#dcb-chapters table, #dcb-comparison table").first.wait_for(timeout=120_000)
    assert sign in page.locator("#dcb-head, #dcb-cost-result").first.inner_text()
    if "cost" not in query:
        monkeypatch.chdir(ROOT / "examples")
        given = ["prefecture_a", "prefecture_a_answers"]
        done = CliRunner().invoke(main, ["inventory", *given, "--format", "json"])
        without_folders = done.stdout_bytes.replace(b"prefecture_a/", b"")
        assert saved(page, "[data-do=save][data-of=json]") == without_folders
    assert [url for url in asked if not url.startswith((file.as_uri(), "blob:", "data:"))] == []
    assert wrong == []
    page.close()


def test_the_pages_texts_are_all_used(guide):
    scripts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "overrides/assets/prefecture").glob("*.js"))
    templates = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "macros/templates").glob("*.html"))
    dynamic = re.compile(r"(stage|member|field|what_if|weight|save|write_save)_\w+")
    unused = [
        name
        for name in guide.prefecture_pages
        if f'"{name}"' not in scripts and f"t.{name}" not in templates and not dynamic.fullmatch(name)
        and f"prefecture_pages.{name}" not in templates
    ]  # fmt: skip
    assert unused == []
