"""Adding a value and a rule to the YAML changes the engine, the table's page and the form, with no code touched."""

from dcb_guide.core.engine import Engine
from dcb_guide.guide.read_guide import load
from dcb_guide.proof.model_json import model_json
from macros import TEMPLATES
from macros.render import Renderer


def test_a_value_and_a_rule_added_as_data_reach_engine_page_and_form(data_copy):
    _insert(
        data_copy / "context" / "10_contract_holder.yml",
        "  - id: external_body\n",
        "  - id: joint_office\n    label:\n      ja: 共同設置の事務所\n      en: A joint office\n",
    )
    table = data_copy / "decisions" / "05_organisation.yml"
    _insert(
        table,
        "rules:\n",
        "  - id: joint\n    label:\n      ja: 共同設置型\n      en: Joint type\n"
        "    meaning:\n      ja: 事務所が契約します。\n      en: The office holds the contract.\n",
    )
    text = table.read_text(encoding="utf-8")
    rule = "  - id: joint_office_signs\n    when:\n      contract_holder: joint_office\n    then: joint\n"
    table.write_text(f'{text}{rule}    source: "2.7"\n    basis: judgement\n', encoding="utf-8")

    guide = load(data_copy)
    data = model_json(guide)
    answers, problems = Engine(data).read({"context": {"contract_holder": "joint_office"}})
    assert problems == []
    assert Engine(data).decide(answers)["organisation"]["id"] == "joint"

    renderer = Renderer(guide, data, TEMPLATES)
    page = renderer.render("decisions.md", "en")
    assert 'id="organisation-joint_office_signs"' in page
    assert "**Joint type**" in page
    form = renderer.render("tool.html", "ja")
    assert '<input type="radio" name="contract_holder" value="joint_office">' in form
    assert "共同設置の事務所" in form


def test_a_question_added_as_data_is_asked(data_copy):
    (data_copy / "context" / "21_budget.yml").write_text(
        (data_copy / "context" / "19_public_api.yml")
        .read_text(encoding="utf-8")
        .replace("id: public_api", "id: budget"),
        encoding="utf-8",
    )
    guide = load(data_copy)
    data = model_json(guide)
    assert Engine(data).read({"context": {"budget": True}}) == ({"budget": True}, [])
    assert 'name="budget"' in Renderer(guide, data, TEMPLATES).render("tool.html", "en")


def _insert(path, before, text):
    content = path.read_text(encoding="utf-8")
    assert before in content
    path.write_text(content.replace(before, text + before, 1), encoding="utf-8")
