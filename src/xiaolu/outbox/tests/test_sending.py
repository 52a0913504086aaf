"""Letters go once under their key, are tried again while they can't, and stop when they come too late."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone

from xiaolu.outbox import actions
from xiaolu.outbox.models import Letter, Robot
from xiaolu.outbox.registry import SETTLED, STILL
from xiaolu.outbox.sending_rules import BATCH, MOST_TRIES
from xiaolu.outbox.tests.make import chat_service, mail_server, make_letter, make_robot

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def notices(monkeypatch):
    """Letters about notices that do not ask whether these are still unread."""
    monkeypatch.delitem(STILL, "notice")


def state(letter: Letter) -> tuple[str, str]:
    letter.refresh_from_db()
    return letter.state, letter.problem


def again(letter: Letter) -> None:
    """Its time has come once more."""
    Letter.objects.filter(pk=letter.pk).update(not_before=timezone.now() - timedelta(seconds=1))


def test_a_mail_goes_once_with_sender_receiver_and_key(lan):
    with mail_server() as box:
        letter = make_letter(address="zhang@example.com", by=lan)
        with pytest.raises(IntegrityError), transaction.atomic():
            make_letter(address="zhang@example.com", subject="anders")  # the same key lies there already
        assert (actions.send_waiting(), actions.send_waiting()) == (1, 0)
    [mail] = box.mails
    assert (mail["To"], mail["Subject"], mail.get_content().strip()) == ("zhang@example.com", "要点", "1、报价")
    assert "林岚" in str(mail["From"]) and "xiaolu@example.com" in str(mail["From"])
    assert mail["Message-ID"].endswith("@example.com>") and state(letter) == ("sent", "") and letter.sent_at


def test_what_one_person_is_told_at_the_same_time_goes_as_one(lan, lei, notices):
    lan.email, lei.email = "lan@example.com", "lei@example.com"
    lan.save(), lei.save()
    with mail_server() as box:
        for number in range(3):
            make_letter(
                f"n{number}", about="notice", person=lan, subject=f"第{number}件", link=f"/opportunities/{number}/"
            )
        make_letter("n9", about="notice", person=lei, subject="一件")
        actions.send_waiting()
    assert sorted((mail["To"], mail["Subject"]) for mail in box.mails) == [
        ("lan@example.com", "销路：3 件事"), ("lei@example.com", "一件"),
    ]  # fmt: skip
    text = next(mail.get_content() for mail in box.mails if mail["To"] == "lan@example.com")
    assert all(
        f"第{number}件" in text and f"https://xiaolu.example.com/opportunities/{number}/" in text for number in range(3)
    )


def test_without_a_mail_server_mails_stay_and_robots_speak(admin, lan):
    robot = make_robot(admin)
    mail, word = make_letter("m", address="a@example.com"), make_letter("r", way="robot", robot=robot)
    with chat_service() as chat, override_settings(EMAIL_HOST=""):
        assert actions.send_waiting() == 1
    assert (state(mail), state(word)) == (("waiting", ""), ("sent", "")) and chat.texts == ["要点\n1、报价"]
    Letter.objects.filter(pk=mail.pk).update(until=timezone.now())
    actions.send_waiting()
    assert state(mail) == ("failed", "too late")


def test_a_server_out_of_reach_is_tried_once_a_round_and_again_later(lan, monkeypatch):
    letters = [make_letter(f"k{number}", address=f"a{number}@example.com") for number in range(3)]
    opened = []

    def refuse(self):
        opened.append(1)
        raise SMTPServerDisconnected("gone")

    with mail_server() as box:
        monkeypatch.setattr("django.core.mail.backends.smtp.EmailBackend.open", refuse)
        actions.send_waiting()
        assert len(opened) == 1 and not box.mails
        assert (
            {state(one)[0] for one in letters} == {"waiting"} and "gone" in letters[0].problem and letters[0].tries == 1
        )
        assert actions.send_waiting() == 0  # not before a minute has passed
        monkeypatch.undo()
        for one in letters:
            again(one)
        actions.send_waiting()
    assert len(box.mails) == 3 and {state(one) for one in letters} == {("sent", "")}


def test_an_address_that_is_refused_for_good_is_given_up_and_the_others_go(lan):
    with mail_server() as box:
        box.refuse = {"gone@example.com": "550 no such user", "full@example.com": "452 mailbox full"}
        gone, full, well = (make_letter(name, address=f"{name}@example.com") for name in ("gone", "full", "well"))
        odd = make_letter("odd", address="not an address\n")
        actions.send_waiting()
        assert state(gone)[0] == "failed" and "550" in gone.problem
        assert state(full)[0] == "waiting" and "452" in full.problem
        assert state(well) == ("sent", "") and state(odd)[0] == "failed"
        for _ in range(MOST_TRIES):
            again(full)
            actions.send_waiting()
    assert state(full)[0] == "failed" and full.tries == MOST_TRIES


def test_a_robot_that_answers_no_has_not_taken_it(admin):
    letter = make_letter(way="robot", robot=make_robot(admin))
    with chat_service() as chat:
        chat.answer = {"errcode": 93000, "errmsg": "invalid webhook url"}
        actions.send_waiting()
        assert state(letter) == ("waiting", "93000 invalid webhook url")
        assert Robot.objects.get().problem == "93000 invalid webhook url"
        chat.status, chat.answer = 500, {}
        again(letter)
        actions.send_waiting()
        assert state(letter) == ("waiting", "answer 500")
        chat.status, chat.answer = 200, {"errcode": 0}
        again(letter)
        actions.send_waiting()
    assert state(letter) == ("sent", "") and Robot.objects.get().problem == ""


def test_a_long_talk_is_cut_into_what_a_chat_takes(admin, lan, lei, notices):
    robot = make_robot(admin)
    for number in range(30):
        make_letter(
            f"n{number}", way="robot", about="notice", robot=robot, person=(lan, lei)[number % 2], text="长" * 200
        )
    with chat_service() as chat:
        actions.send_waiting()
    assert 2 <= len(chat.texts) < 30 and sum(text.count("要点") for text in chat.texts) == 30
    assert not Letter.objects.exclude(state="sent").exists()


def test_what_is_over_is_taken_back_before_it_goes(lan, lei, monkeypatch, notices):
    lei.is_active, lei.email = False, "lei@example.com"
    lei.save()
    monkeypatch.setitem(STILL, "test", lambda letters: {one.pk for one in letters if one.object_id == 2})
    with mail_server() as box:
        over = make_letter("over", address="a@example.com", object_id=1)
        still = make_letter("still", address="b@example.com", object_id=2)
        off = make_letter("off", about="notice", person=lei)
        nobody = make_letter("nobody", about="notice", person=lan)  # has no address
        actions.send_waiting()
    assert [mail["To"] for mail in box.mails] == ["b@example.com"] and state(still)[0] == "sent"
    assert {state(one)[0] for one in (over, off, nobody)} == {"dropped"}


def test_a_letter_that_another_worker_holds_waits_for_its_lease(lan):
    letter = make_letter(address="a@example.com")
    Letter.objects.filter(pk=letter.pk).update(held_until=timezone.now() + timedelta(minutes=1))
    with mail_server() as box:
        assert actions.send_waiting() == 0 and not box.mails
        Letter.objects.filter(pk=letter.pk).update(held_until=timezone.now() - timedelta(seconds=1))
        assert actions.send_waiting() == 1 and len(box.mails) == 1


def test_a_worker_killed_between_sending_and_settling_sends_again_under_the_same_key(lan, monkeypatch):
    letter = make_letter(address="a@example.com")
    with mail_server() as box:
        monkeypatch.setattr("xiaolu.outbox.actions.sending._settle", lambda *_: None)
        actions.send_waiting()
        monkeypatch.undo()
        Letter.objects.filter(pk=letter.pk).update(held_until=timezone.now())
        actions.send_waiting()
    assert len(box.mails) == 2 and len({mail["Message-ID"] for mail in box.mails}) == 1
    assert state(letter) == ("sent", "")


def test_who_put_it_there_hears_how_it_went(lan, monkeypatch):
    heard = []
    monkeypatch.setitem(SETTLED, "test", lambda letters, now: heard.extend((one.key, one.state) for one in letters))
    with mail_server() as box:
        box.refuse = {"gone@example.com": "550 no"}
        make_letter("gone", address="gone@example.com"), make_letter("well", address="well@example.com")
        make_letter("late", address="late@example.com", lasts=timedelta(0))
        actions.send_waiting()
    assert sorted(heard) == [("gone", "failed"), ("late", "failed"), ("well", "sent")]


def test_a_round_takes_no_more_than_a_batch(lan):
    for number in range(BATCH + 3):
        make_letter(f"k{number}", address=f"a{number}@example.com")
    with mail_server() as box:
        assert (actions.send_waiting(), actions.send_waiting(), actions.send_waiting()) == (BATCH, 3, 0)
    assert len(box.mails) == BATCH + 3


def test_letters_are_forgotten_after_two_months_but_for_those_that_wait(lan):
    old = timezone.now() - timedelta(days=61)
    for key, kept in (("sent", "sent"), ("wait", "waiting")):
        letter = make_letter(key, address="a@example.com")
        Letter.objects.filter(pk=letter.pk).update(at=old, state=kept, sent_at=old)
    assert actions.drop_old_letters() == 1 and Letter.objects.get().key == "wait"
