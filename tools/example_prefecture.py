"""Write ``examples/prefecture_a``: an invented prefecture's survey, 20 files with the troubles real replies have.

Beside it ``examples/prefecture_a_answers`` is what came back to the letters on open answers, to be read with them.
``python -m tools.example_prefecture`` writes both folders anew; the same bytes come out each time.
"""

import csv
import datetime
import io
import shutil
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from dcb_guide.files.write_tables import saved
from dcb_guide.prefecture.survey import long_code

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "prefecture_a"
ANSWERS_FOLDER = FOLDER.with_name("prefecture_a_answers")
LETTERS = "ABCDEFGHIJKLMNOPQRST"
#: Codes that no municipality of Japan has.
CODES = {letter: f"992{number:02}" for number, letter in enumerate(LETTERS, start=1)}
NAMES = {one: f"{one}{'市' if one < 'I' else '町' if one < 'Q' else '村'}" for one in LETTERS}
POPULATION = (412_000, 187_500, 96_300, 88_100, 71_900, 64_200, 53_800, 47_000, 24_600, 21_300, 18_700, 16_900, 14_200,
              12_500, 11_100, 9_800, 4_300, 3_100, 2_400, 1_900)  # fmt: skip
HEAD = ("名称", "所有する団体", "分野", "整備の状況", "開始年月", "利用する団体")
#: Questions as the form words them.
QUESTIONS = {
    "service_provider": "サービス提供スキーム",
    "user_scope": "サービス利用者の範囲",
    "platform_provider": "基盤提供スキーム",
    "resident_terms": "住民向け規約",
    "identity_proofing": "身元確認レベル",
    "authentication": "本人認証レベル",
    "data_exchange": "基盤間連携(データ連携)",
    "non_personal_broker": "非パーソナルブローカー(データ管理方式)",
    "personal_broker": "パーソナルブローカー(データ管理方式)",
    "field_scope": "対象分野",
    "contract_holder": "ベンダとの契約者",
    "recommended_module": "カタログが推奨する技術",
}

PREFECTURE = """\
# 都道府県の回答。架空の県なので、都道府県コードは空けてある。
survey:
  partition: by_field
  as_of: 2026-11-01
platforms:
  - id: kanko
    name: A県広域観光基盤
    owner: prefecture
    field: 観光
    from: "2024-04"
    used_by: 全市町村
    service_provider: public_private
    user_scope: prefecture
    platform_provider: local_government
    data_exchange: no
    non_personal_broker: internal_separated
    personal_broker: none
    field_scope: single_field
    contract_holder: prefecture
    recommended_module: yes
    note: 契約は2027年3月まで
  - id: bosai
    name: A県防災情報基盤
    owner: prefecture
    field: 防災
    status: decided
    from: "2027-04"
    service_provider: local_government
    user_scope: prefecture
    platform_provider: local_government
    data_exchange: yes
    non_personal_broker: internal_separated
    personal_broker: none
    field_scope: single_field
    contract_holder: prefecture
services:
  - {id: annai, name: 観光案内アプリ, owner: prefecture, platform: kanko, field: 観光, kind: none}
municipalities:
{municipalities}
cost:
  name: {ja: A県広域観光基盤の費用, en: Costs of the regional tourism platform}
  years: 5
  build: 60000000
  grant: 20000000
  run: [9000000, 9000000, 9500000, 9500000, 9500000]
  prefecture_percent: 50
  scheme: population
  participants:
    - {id: "992011", name: A市, population: 412000}
    - {id: "992020", name: B市, population: 187500}
    - {id: "992038", name: C市, population: 96300, joins: 3}
"""

#: What came back to the letters on open answers: by owner and name, as the first replies name them. One conflict stays.
COMMON = "origin_platforms: single, beyond_prefecture: no, external_body_feasible: yes, prefecture_capacity: no"
ANSWERS = f"""\
# 未回答の項目への補足回答。最初の回答のファイルと一緒に読み込む。
platforms:
  - {{name: A県広域観光基盤, owner: prefecture, {COMMON}, integration_harm: no, planned_data: none,
     prefecture_control: no, standard_data_models: yes, public_api: yes}}
  - {{name: A県防災情報基盤, owner: prefecture, {COMMON}, integration_harm: no, planned_data: none,
     prefecture_control: no, co_used: yes, auth_federation: no, standard_data_models: yes}}
  - {{name: A市観光データ基盤, owner: A市, {COMMON}, integration_harm: no, planned_data: none, prefecture_control: no}}
  - {{name: B市まち歩き観光基盤, owner: B市, {COMMON}, integration_harm: no, planned_data: none, prefecture_control: no,
     data_exchange: no, non_personal_broker: internal_separated, field_scope: single_field, auth_federation: no}}
  - {{name: C市防災基盤, owner: C市, {COMMON}, integration_harm: no, planned_data: none, prefecture_control: no,
     user_scope: municipality, field_scope: single_field, auth_federation: no,
     non_personal_broker: internal_separated}}
  - {{name: D市子育て支援基盤, owner: D市, {COMMON}, integration_harm: no, planned_data: both, prefecture_control: no,
     user_scope: municipality, non_personal_broker: internal_separated, auth_federation: yes, field_scope: single_field,
     resident_terms: exists, component_liability: stated, platform_liability: distinguished,
     standard_data_models: yes, shared_authentication: yes, recommended_module: yes}}
  - {{name: E市子育て手続基盤, owner: E市, {COMMON}, integration_harm: no, planned_data: both, prefecture_control: no,
     service_provider: local_government, user_scope: municipality, data_exchange: yes, co_used: no,
     personal_broker: internal_separated, non_personal_broker: internal_separated, field_scope: single_field,
     identity_proofing: level_2, authentication: level_2, auth_federation: yes}}
  - {{name: F市健康医療連携基盤, owner: F市, {COMMON}, integration_harm: yes, planned_data: both,
     prefecture_control: no, service_provider: public_private, user_scope: municipality, co_used: no,
     personal_broker: internal_separated, non_personal_broker: internal_separated, field_scope: single_field,
     identity_proofing: level_3, auth_federation: yes, standard_data_models: yes}}
  - {{name: G市健康ポイント基盤, owner: G市, {COMMON}, integration_harm: yes, planned_data: both,
     prefecture_control: no, service_provider: private, user_scope: municipality, data_exchange: yes,
     identity_proofing: level_1, authentication: level_1, non_personal_broker: none, field_scope: single_field,
     auth_federation: no}}
  - {{name: H市河川監視基盤, owner: H市, {COMMON}, integration_harm: no, planned_data: none, prefecture_control: no,
     service_provider: local_government, user_scope: municipality, co_used: no, data_exchange: no,
     personal_broker: none, non_personal_broker: internal_separated, field_scope: single_field, auth_federation: no}}
  - {{name: 地域交通基盤, owner: 一般社団法人A地域交通, {COMMON}, integration_harm: no, planned_data: none,
     prefecture_control: no, service_provider: private, user_scope: municipality, data_exchange: no,
     personal_broker: none, non_personal_broker: external, field_scope: single_field, auth_federation: no}}
"""


def main() -> None:
    """Write the folders."""
    for folder, content in ((FOLDER, files()), (ANSWERS_FOLDER, answers())):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, data in content.items():
            (folder / name).write_bytes(data)


def answers() -> dict[str, bytes]:
    """Return the files of the answers' folder: name → bytes."""
    return {"21_補足回答.yml": ANSWERS.encode()}


def files() -> dict[str, bytes]:
    """Return the folder's files: name → bytes."""
    listed = "\n".join(
        f'  - {{code: "{long_code(CODES[one])}", name: {NAMES[one]}, population: {people}}}'
        for one, people in zip(LETTERS, POPULATION, strict=True)
    )
    # T has not answered; S has neither platforms nor services.
    return {
        "00_A県.yml": PREFECTURE.replace("{municipalities}", listed).encode(),
        _file("A"): _csv(
            _platform("A市観光データ基盤", "992011", "観光", "整備済み", "2022-10", "A市",
                      service_provider="自治体と民間", user_scope="基礎自治体内", platform_provider="自治体のみ",
                      data_exchange="なし", non_personal_broker="外部", personal_broker="なし", field_scope="分野別",
                      contract_holder="各基礎自治体", recommended_module="使っていない"),
        ),
        # A field worded differently, 観光分野.
        _file("B"): _csv(
            _platform("B市まち歩き観光基盤", "B市", "観光分野", "整備済み", "2023-04", "B市",
                      service_provider="民間のみ", platform_provider="民間のみ", personal_broker="なし"),
        ),
        _file("C"): _csv(
            _platform("C市防災基盤", "C市", "防災", "整備済み", "2021-04", "C市、D市", service_provider="自治体のみ",
                      platform_provider="自治体のみ", data_exchange="あり", personal_broker="なし"),
        ),
        # D describes C's platform too, in full-width letters, and answers one question differently.
        _file("D"): _csv(
            _platform("Ｃ市防災基盤", "C市", "防災", "整備済み", "", "", data_exchange="なし"),
            _platform("D市子育て支援基盤", "D市", "子育て", "整備済み", "2022-04", "D市", service_provider="自治体のみ",
                      platform_provider="自治体のみ", identity_proofing="レベル3(対面)",
                      authentication="レベル2(複数要素)",
                      data_exchange="あり", personal_broker="内部(接続組織単位でのデータベース分離あり)"),
        ),
        _file("E"): _csv(
            _platform("E市子育て手続基盤", "E市", "子育て", "整備を決定", "2027-10", "",
                      platform_provider="自治体のみ"),
        ),
        # The id p1 stands in two replies, for platforms of different owners.
        "99206_F市_基盤.csv": _csv(
            ["p1", "F市健康医療連携基盤", "F市", "健康・医療", "運営組織", "レベル1(単一要素)", "あり"],
            head=["基盤ID", "基盤の名称", "所有する団体", "分野", "基盤提供スキーム", "本人認証レベル",
                  "基盤間連携(データ連携)"],
        ),
        # A population that is none, and a key that is not known.
        "99207_G市.yml": (
            "platforms:\n  - {name: G市健康ポイント基盤, owner: G市, field: 健康・医療, servce_provider: private,\n"
            "     platform_provider: private, personal_broker: external, used_by: [G市]}\n"
            'municipalities:\n  - {code: "992071", name: G市, population: -53800}\n'
        ).encode(),
        # The columns are in another order, under a title.
        _file("H"): _csv(
            ["防災", "H市河川監視基盤", "整備済み", "H市", "自治体のみ"],
            head=["分野", "名称", "整備の状況", "所有する団体", "基盤提供スキーム"],
            above=[["データ連携基盤の調査(H市)"], []],
        ),
        "99209_I町.xlsx": _transport(),
        # In CP932, as Excel saves CSV; a municipality is misspelt, the check digit of another is wrong.
        _file("J"): _csv(
            _platform("地域交通基盤", "一般社団法人A地域交通", "地域交通", "整備済み", "2023-04", "J町役場、992118"),
            encoding="cp932",
        ),
        # Divided by semicolons, in UTF-16.
        "99211_K町_利用.csv": _csv(
            ["地域交通基盤", "K町", "令和6年4月"], ["A県広域観光基盤", "K町", "令和6年度"],
            head=["使う基盤", "使う団体", "利用開始年月"], delimiter=";", encoding="utf-16",
        ),
        # What a user says of the prefecture's platform: with a column the form has not, and an answer that is none.
        _file("L"): _csv(
            ["A県広域観光基盤", "都道府県", "観光", "整備済み", "自治体だけ", "総務課まで"],
            head=["名称", "所有する団体", "分野", "整備の状況", "基盤提供スキーム", "連絡先"],
        ),
        "99213_M町_サービス.csv": _csv(
            ["施設予約", "M町", "kanko", "観光", "当人性のみの確認を行うサービス"],
            ["電子回覧板", "M町", "", "防災", "利用者を確かめない"],
            ["健診予約", "M町", "F市健康医療連携基盤", "健康・医療", ""],
            head=["サービスの名称", "提供する団体", "つながる基盤", "分野", "本人の確かめ方"],
        ),
        # A platform that nobody describes.
        "99214_N町_利用.csv": _csv(
            ["A県広域感光基盤", "N町", ""], head=["使う基盤", "使う団体", "利用開始年月"],
        ),
        "99215_O町.xlsx": _habits(),
        "99216_P町.xlsx": _wrong_sheets(),
        _file("Q"): _csv(
            _platform("Q村デマンド交通基盤", "Q村", "地域交通", "構想中", "", ""),
        ),
        "99218_R村_市町村.csv": _csv(
            ["99218", "R村", "三千人"], head=["団体コード", "市町村名", "人口(人)"],
        ),
        _file("S"): _csv(),
    }  # fmt: skip


def _file(letter: str) -> str:
    return f"{CODES[letter]}_{NAMES[letter]}_基盤.csv"


def _platform(*own: str, **answers: str) -> list[str]:
    return [*own, *(answers.get(name, "") for name in QUESTIONS)]


def _csv(
    *rows: list[str],
    head: list[str] | None = None,
    above: list[list[str]] | None = None,
    delimiter: str = ",",
    encoding: str = "utf-8-sig",
) -> bytes:
    output = io.StringIO()
    writer = csv.writer(output, delimiter=delimiter)
    writer.writerows([*(above or []), head or [*HEAD, *QUESTIONS.values()], *rows])
    return output.getvalue().encode(encoding)


def _transport() -> bytes:
    """Return the reply of a member of a body that is no municipality; its id is one that another reply has too."""
    book = Workbook()
    sheet = _sheet(book, "基盤", ["基盤ID", "基盤の名称", "所有する団体", "分野", "利用する団体", "基盤提供スキーム"])
    sheet.append(["p1", "地域交通基盤", "一般社団法人A地域交通", "地域交通", "I町、J町、K町", "運営組織"])
    return saved(book)


def _habits() -> bytes:
    """Return a reply as people fill in spreadsheets: a number or a day for a text, merged cells, a formula."""
    book = Workbook()
    sheet = _sheet(book, "サービス", ["サービスID", "サービスの名称", "提供する団体", "分野", "備考"])
    sheet.append([101, "災害時要支援者名簿", "O町", "防災", datetime.date(2026, 10, 1)])
    sheet.append([102, '=A2&"の受付"', "O町", "防災", None])
    sheet.append([103, "母子手帳アプリ", "O町", "子育て", None])
    sheet.merge_cells("E3:E4")
    sheet.row_dimensions[4].hidden = True
    return saved(book)


def _wrong_sheets() -> bytes:
    """Return a reply with a sheet the form has not, and one that is there twice."""
    book = Workbook()
    sheet = _sheet(book, "利用", ["使う基盤", "使う団体"])
    sheet.append(["A県広域観光基盤", "P町"])
    other = _sheet(book, "利用 (2)", ["使う基盤", "使う団体"])
    other.append(["A県防災情報基盤", "P町"])
    _sheet(book, "サービス一覧", ["サービスの名称"]).append(["図書館予約"])
    return saved(book)


def _sheet(book: Workbook, title: str, head: list[str]) -> Any:
    sheet = book.active if book.worksheets[0].max_row == 1 and book.worksheets[0].title == "Sheet" else None
    sheet = sheet or book.create_sheet()
    sheet.title = title
    sheet.append(head)
    return sheet


if __name__ == "__main__":
    main()
