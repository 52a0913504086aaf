import random

import pytest
from django.db import connection

from xiaolu.domain.names import initials, phone_key, pinyin
from xiaolu.search import actions, queries
from xiaolu.search.models import SearchEntry

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def put(object_id: int, name: str, *, kind: str = "account", owner_id: int = 0, more=()) -> None:
    texts = [name, pinyin(name), initials(name), *more]
    actions.index(kind, object_id, label=name, texts=texts, owner_id=owner_id)


def ids(q: str, kind: str = "account") -> list[int]:
    return sorted(queries.matching_ids(kind, q))


@pytest.fixture
def hengli():
    phone = "+86 138-0000-1234"
    put(1, "上海恒力机械有限公司", more=(phone, phone_key(phone), "KH-0042"))
    put(2, "苏州恒泰精工")
    put(3, "ABB（中国）电气")


@pytest.mark.parametrize(
    "q",
    ["恒力", "海恒", "上海", "有限公司", "上海 恒力", "恒力 上海", "上海恒力（机械）", "力机",
     "shhl", "hengli", "SHANGHAI", "shanghaihengli", "1234", "138 0000 1234", "13800001234",
     "+86 13800001234", "0000-1234", "KH-0042", "kh0042", "0042", "機械"],
)  # fmt: skip
def test_a_record_is_found_by_any_piece(hengli, q):
    assert ids(q) == [1]


@pytest.mark.parametrize("q", ["恒天", "力恒", "上恒", "shhx", "9999", "%", "''", '"', "()", " "])
def test_nothing_is_found_that_does_not_hold_it(hengli, q):
    assert ids(q) == []


def test_pairs_that_stand_apart_are_no_match():
    put(1, "海力上海")
    assert ids("海上海力") == []
    assert ids("力上") == [1]


def test_latin_and_chinese_may_meet_in_a_piece(hengli):
    assert ids("b中") == [3]
    assert ids("ABB中国") == [3]


def test_one_character_is_found_too(hengli):
    assert ids("恒") == [1, 2]
    assert ids("恒 上海") == [1]


def test_kinds_are_kept_apart(hengli):
    put(1, "恒力", kind="contact")
    assert ids("恒力", "contact") == [1]
    assert ids("恒力", "opportunity") == []


def test_a_record_is_found_by_its_new_name_only_after_it_changed(hengli):
    put(1, "昆山精工")
    assert ids("恒力") == []
    assert ids("昆山") == [1]
    assert SearchEntry.objects.filter(kind="account", object_id=1).count() == 1


def test_a_forgotten_record_is_not_found(hengli):
    actions.forget("account", [1, 2, 99])
    assert ids("恒力") == ids("恒泰") == []
    assert ids("电气") == [3]


def test_the_index_can_be_made_anew(hengli):
    actions.rebuild()
    assert ids("恒力") == [1]
    put(1, "昆山精工")
    assert ids("恒力") == []


def test_the_same_record_twice_in_one_go_keeps_the_last():
    actions.index_many(actions.Row("account", 1, name, [name]) for name in ("恒力", "恒立"))
    assert ids("恒力") == []
    assert ids("恒立") == [1]


def test_ids_work_as_a_subquery_with_a_limit(hengli):
    inner = queries.matching_ids("account", "恒")
    assert SearchEntry.objects.filter(object_id__in=inner).count() == 2
    assert len(queries.matching_ids("account", "恒", limit=1)) == 1


def test_the_best_match_is_the_shortest(hengli, lan, lei):
    put(4, "恒力", owner_id=lan.pk)
    put(5, "恒力远洋", owner_id=lei.pk)
    assert [entry.object_id for entry in queries.find("恒力", ["account"])["account"]] == [4, 5, 1]
    mine = type(lan).objects.filter(pk=lan.pk)
    assert [entry.object_id for entry in queries.find("恒力", ["account"], owners=mine)["account"]] == [4]
    among = {"account": SearchEntry.objects.filter(object_id=5).values("object_id")}
    assert [entry.object_id for entry in queries.find("恒力", ["account"], among=among)["account"]] == [5]


def test_index_and_a_plain_walk_over_random_names_agree():
    dice = random.Random(7)
    names = {n: "".join(dice.choices("上海恒力机械ab1（ ", k=dice.randint(1, 9))) for n in range(1, 300)}
    actions.index_many(actions.Row("account", n, name or "-", [name]) for n, name in names.items())
    for n in range(1, 300, 3):
        names[n] = "".join(dice.choices("苏州恒力ab", k=6))
    actions.index_many(actions.Row("account", n, names[n], [names[n]]) for n in range(1, 300, 3))
    texts = {n: actions.search_text([name]) for n, name in names.items()}
    for _ in range(100):
        q = "".join(dice.choices("上海恒力机械ab1", k=dice.randint(1, 3)))
        assert ids(q) == [n for n, text in sorted(texts.items()) if q in text], q


def test_the_index_answers_and_not_a_walk_over_the_table():
    """On SQLite the plan starts from the ids of the index."""
    if connection.vendor == "sqlite":
        plan = queries.matching("account", "恒力").explain()
        assert "VIRTUAL TABLE" in plan
        assert "SCAN search_searchentry" not in plan
    sql, _ = queries.matching("account", "恒力").query.sql_with_params()
    assert "kind" not in sql.split("WHERE")[1].replace('"search_searchentry"."kind"', "")
