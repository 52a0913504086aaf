import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from xiaolu.customers import actions
from xiaolu.customers.models import Account, DuplicateKey, DuplicatePair
from xiaolu.customers.queries import duplicates
from xiaolu.customers.tests.make import entries, make_account, make_contact, make_pair
from xiaolu.domain.duplicates import Card

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_alike_accounts_become_a_pair_with_score_and_reasons(lan):
    pair = make_pair(lan)
    assert not pair.apart
    assert pair.percent >= 80
    codes = [code for code, _, _ in pair.reasons]
    assert {"same_core", "same_phone_tail"} <= set(codes)


def test_reasons_hold_no_phone_and_no_code(lan):
    make_account(lan, name="甲", phone="0510-88886666", credit_code="91350100M000100Y43", website="https://heng-li.cn")
    make_account(lan, name="甲", phone="0510-88886666", credit_code="91350100M000100Y43", website="https://heng-li.cn")
    actions.compare_new()
    said = str(DuplicatePair.objects.get().reasons)
    assert all(secret not in said for secret in ("8888", "M000", "heng-li"))


def test_only_what_changed_is_compared_and_nothing_twice(lan):
    make_pair(lan)
    assert actions.compare_new() == 0
    account = Account.objects.first()
    actions.edit_account(account, by=None, seen=1, name="完全不同的名字", phone="")
    assert actions.compare_new() == 1
    assert not DuplicatePair.objects.exists()


def test_the_phone_of_a_contact_counts(lan):
    make_account(lan, name="恒力润滑", phone="13912345678")
    other = make_account(lan, name="上海恒力润滑油有限公司")
    actions.compare_new()
    before = DuplicatePair.objects.filter(percent__gte=80).count()
    make_contact(other, phone="139-1234-5678")
    actions.compare_new()
    assert (before, DuplicatePair.objects.filter(percent__gte=80).count()) == (0, 1)


def test_a_decision_stays_when_accounts_change(lan):
    pair = make_pair(lan)
    actions.set_apart(pair, by=None)
    actions.edit_account(pair.first, by=None, seen=pair.first.version, note="neu")
    actions.compare_new()
    assert [row.apart for row in DuplicatePair.objects.all()] == [True]


def test_all_again_finds_the_same_with_one_audit_entry(lan, admin):
    pair = make_pair(lan)
    assert actions.compare_all_again(by=admin) == 2
    assert duplicates.unchecked() == 2
    actions.compare_new()
    assert DuplicatePair.objects.get().percent == pair.percent
    assert entries("compare_accounts", admin) == 1


def test_many_rows_are_asked_for_with_few_statements(lan, django_assert_max_num_queries):
    account = make_account(lan, name="上海恒力润滑油有限公司", phone="13912345678")
    rows = [Card("上海恒力润滑油"), Card("北京化纤"), Card("恒力润滑", phones=("13912345678",)), Card("")] * 30
    with django_assert_max_num_queries(4):
        found = duplicates.likely(rows)
    assert [[match.account_id for match in one] for one in found[:4]] == [[account.pk], [], [account.pk], []]
    assert found[0][0].score >= 0.8


def test_a_new_account_is_found_before_the_worker_saw_it(lan):
    account = make_account(lan, name="上海恒力润滑油有限公司")
    assert [match.account_id for match in duplicates.like_this(Card("上海恒力润滑油"))] == [account.pk]


def test_a_crowded_key_is_passed_over(lan):
    account = make_account(lan, name="上海恒力润滑油有限公司")
    key = account.duplicate_keys.first()
    DuplicateKey.objects.bulk_create(DuplicateKey(account=account, key=key.key) for _ in range(90))
    assert duplicates.under_keys([key.key]) == {}


class WholeAndPiecemeal(TestCase):
    @settings(max_examples=15, deadline=None)
    @given(
        st.lists(
            st.sampled_from(["上海恒力润滑油有限公司", "恒力润滑", "上海恒力润滑油", "苏州远洋机械", "远洋机械厂"]),
            max_size=7,
        )
    )
    def test_one_by_one_or_all_at_once_gives_the_same_pairs(self, names):
        for name in names:
            make_account(name=name)
            actions.compare_new()
        piecemeal = set(DuplicatePair.objects.values_list("first", "second", "percent"))
        actions.compare_all_again(by=None)
        while actions.compare_new(limit=2):
            pass
        assert set(DuplicatePair.objects.values_list("first", "second", "percent")) == piecemeal
