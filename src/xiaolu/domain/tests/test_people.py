from hypothesis import given
from hypothesis import strategies as st

from xiaolu.domain.people import FIELDS, KINDS, ROLES, WIDTH, Reach, Role, united

scopes = st.sampled_from([None, "own", "subtree", "all"])
reaches = st.builds(Reach, scopes, scopes)
roles = st.builds(
    Role,
    st.fixed_dictionaries(dict.fromkeys(KINDS, reaches)),
    st.frozensets(st.sampled_from(["keeps_house", "keeps_methods"])),
    st.frozensets(st.sampled_from(FIELDS)),
)


def test_a_manager_who_is_also_a_trainer_sees_all_and_changes_the_team():
    both = united([ROLES["manager"], ROLES["trainer"]])
    assert both.of("account") == Reach("all", "subtree")


def test_without_a_role_one_sees_what_is_ones_own_and_changes_nothing():
    assert united([]).of("opportunity") == Reach("own", None)


@given(st.lists(roles, min_size=1, max_size=3), roles)
def test_another_role_never_takes_something_away(held, one_more):
    before, after = united(held), united([*held, one_more])
    assert all(WIDTH[after.of(kind).see] >= WIDTH[before.of(kind).see] for kind in KINDS)
    assert all(WIDTH[after.of(kind).edit] >= WIDTH[before.of(kind).edit] for kind in KINDS)
    assert after.abilities >= before.abilities
    assert after.hidden <= before.hidden


@given(st.lists(roles, max_size=3))
def test_nobody_changes_what_they_do_not_see(held):
    assert all(WIDTH[united(held).of(kind).edit] <= WIDTH[united(held).of(kind).see] for kind in KINDS)
