"""The headings that people write: each of these templates must be understood without help."""

import tomllib
from pathlib import Path

import pytest

from xiaolu.domain.headings import (
    FIELDS,
    entered_stage,
    field_of,
    heading_row,
    plain,
    recognise,
    scale_of,
    stage_aliases,
)
from xiaolu.domain.method import read_method

FOLDER = Path(__file__).resolve().parents[2] / "methods_builtin"
SPANCOP = read_method(tomllib.loads((FOLDER / "spancop.toml").read_text(encoding="utf-8")))
ALIASES = stage_aliases(SPANCOP)


def fields(text: str) -> dict[str, str]:
    return {one.heading: one.field for one in recognise(text.split(), ALIASES) if one.field}


def test_a_customer_template():
    assert fields("客户姓名 联系人 行业 手机号 电话 邮箱 地址 省份 城市 客户级别 客户来源 备注") == {
        "客户姓名": "account",
        "联系人": "contact",
        "行业": "industry",
        "手机号": "phone",
        "电话": "phone",
        "邮箱": "email",
        "客户来源": "source",
        "备注": "note",
    }


def test_a_lead_template():
    assert fields("姓名 手机号 电话 行业 邮箱 线索来源 客户级别 联系人 地址 省份 城市") == {
        "姓名": "account",
        "手机号": "phone",
        "电话": "phone",
        "行业": "industry",
        "邮箱": "email",
        "线索来源": "source",
        "联系人": "contact",
    }


def test_a_short_template():
    found = fields("名称 联系人 电话 邮箱 微信 地址 类型 区域 需求 备注")
    assert found == {"名称": "account", "联系人": "contact", "电话": "phone", "邮箱": "email", "备注": "note"}


def test_an_export_of_another_system():
    heads = (
        "客户名称 联系人 手机 电话 QQ 微信 地址 备注 来源 客户等级 客户行业 客户状态 客户类型 "
        "创建时间 更新时间 最近沟通时间 "
        "沟通内容 归属人 创建人"
    )
    assert fields(heads) == {
        "客户名称": "account",
        "联系人": "contact",
        "手机": "phone",
        "电话": "phone",
        "备注": "note",
        "来源": "source",
        "客户行业": "industry",
        "创建时间": "created_on",
        "归属人": "owner",
    }


def test_a_template_for_leads():
    heads = (
        "负责人 所属活动 姓名 称呼 手机号 微信号 QQ号 邮箱 年龄 职业 年收入 地址 意向状态 "
        "意向产品 线索状态 线索来源 线索描述 下次联系时间"
    )
    assert fields(heads) == {
        "负责人": "owner",
        "姓名": "account",
        "手机号": "phone",
        "邮箱": "email",
        "意向产品": "product",
        "线索来源": "source",
        "线索描述": "note",
        "下次联系时间": "next_date",
    }


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_is_recognised_by_its_own_name(field):
    assert field_of(field, ALIASES) == ("account" if field == "name" else field)


@pytest.mark.parametrize(
    "heading",
    ["客户名称(*)", "客户名称（必填）", "*客户名称", " 客户 名称 ", "Account Name", "ACCOUNT_NAME", "ａｃｃｏｕｎｔ"],
)
def test_stars_spaces_width_and_case_make_no_difference(heading):
    assert field_of(heading, ALIASES) == "account"


@pytest.mark.parametrize(
    "heading, stage",
    [
        ("入P", "P"),
        ("P日期", "P"),
        ("进入谈判日期", "N"),
        ("entered P", "P"),
        ("entered_P2", "P2"),
        ("潜在客户日期", "P"),
        ("入Ａ", "A"),
        ("合同日期", "C"),
        ("Negotiate date", "N"),
        ("进入A阶段时间", "A"),
        ("入QQ", ""),
        ("更新时间", ""),
        ("日期", ""),
    ],
)
def test_a_heading_may_date_the_entry_of_a_stage(heading, stage):
    assert entered_stage(heading, ALIASES) == stage


@pytest.mark.parametrize(
    "heading, scale", [("金额（万元）", 10_000), ("金额(元)", 1), ("预计金额(单位:万)", 10_000), ("金额", 1)]
)
def test_a_heading_says_in_what_its_numbers_are_counted(heading, scale):
    assert field_of(heading, ALIASES) == "amount"
    assert scale_of(heading) == scale


def test_the_headings_are_found_below_titles():
    rows = [
        ["客户状态跟踪表"],
        ["2026年", "", "制表人：王芳"],
        ["客户名称", "联系人", "电话", "阶段"],
        ["恒力", "电话", "139", "P"],
    ]
    assert heading_row(rows, ALIASES) == 2


def test_a_name_beside_a_company_is_the_contact():
    assert fields("姓名 公司名称") == {"姓名": "contact", "公司名称": "account"}


def test_a_column_of_states_is_the_stage_when_its_words_are_stages():
    for words, field in ((["谈判", "潜在客户"], "stage"), (["已付费", "潜在客户"], "")):
        assert recognise(["客户状态"], ALIASES, [[word] for word in words])[0].field == field


def test_numbers_that_are_not_ours_are_keys_of_another_system():
    assert recognise(["编号"], ALIASES, [["KH-001"]])[0].field == "external_id"
    assert recognise(["编号"], ALIASES, [["OP12"]])[0].field == "number"


@pytest.mark.parametrize("method", ["spancop", "nine-step", "showroom", "sales-platform", "field-sales"])
def test_codes_and_names_of_every_method_lead_to_their_stage(method):
    rules = read_method(tomllib.loads((FOLDER / f"{method}.toml").read_text(encoding="utf-8")))
    aliases = stage_aliases(rules)
    for stage in rules.stages:
        assert aliases[plain(stage.code)] == stage.code
        assert entered_stage(f"入{stage.code}", aliases) == stage.code
