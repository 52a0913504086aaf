"""Robots: which addresses there are, who keeps them, that their secret never shows."""

import pytest
import requests
from django.urls import reverse

from xiaolu.domain.rules import RuleBroken
from xiaolu.org.models import AuditEntry
from xiaolu.outbox import actions
from xiaolu.outbox.models import Letter, Robot
from xiaolu.outbox.queries import robots_of
from xiaolu.outbox.robots import SERVICES, kind_of, say
from xiaolu.outbox.tests.make import WECOM, chat_service, make_letter, make_robot

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TOKEN = "81c2d4d5-f6b8-4d52-a3f1-aaaaaaaaaaaa"
ADDRESSES = {
    "wecom": WECOM,
    "dingtalk": "https://oapi.dingtalk.com/robot/send?access_token=" + "a1" * 32,
    "feishu": f"https://open.feishu.cn/open-apis/bot/v2/hook/{TOKEN}",
    "lark": f"https://open.larksuite.com/open-apis/bot/v2/hook/{TOKEN}",
    "slack": "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ".replace("/A1", "/B1"),
    "discord": "https://discord.com/api/webhooks/123456789012345678/abcdefghijklmnopqrstuvwx",
    "telegram": "tgram://123456789:abcdefghijklmnopqrstuvwxyzabcdefghi/-100123456",
}


def values(**over) -> dict:
    return {"name": "华东群", "address": WECOM, "serves": "people", **over}


def test_each_service_knows_its_address_and_the_library_its_own():
    assert {kind: kind_of(address) for kind, address in ADDRESSES.items()} == {kind: kind for kind in SERVICES}


@pytest.mark.parametrize("kind", sorted(ADDRESSES))
def test_the_library_can_speak_to_every_service(kind, monkeypatch):
    spoken = []

    def answer(self, request, **how):
        spoken.append(request.url)
        raise requests.ConnectionError("no net in tests")

    monkeypatch.setattr("xiaolu.outbox.robots._send", answer)
    robot = Robot(kind=kind, address=ADDRESSES[kind], secret="SECabc" if kind == "dingtalk" else "")
    assert say(robot, "你好") == "no connection"
    host = ADDRESSES[kind].split("/")[2] if kind != "telegram" else "api.telegram.org"
    assert spoken and all(url.startswith(f"https://{host}/") for url in spoken)
    assert ("sign=" in spoken[0]) == (kind == "dingtalk")


@pytest.mark.parametrize(
    "address",
    [
        "", "https://example.com/hook", "json://127.0.0.1/", "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcdefgh1",
        WECOM + "&x=1", WECOM + "\n", "https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=abcdefgh1",
        "https://evil@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcdefgh1", "file:///etc/passwd", "mailto://a:b@c",
    ],
)  # fmt: skip
def test_no_other_address_is_taken(address, admin, browse):
    if address.strip() != WECOM:
        with pytest.raises(RuleBroken, match="robot_address_unknown"):
            actions.create_robot(name="x", address=address, by=admin)
        answer = browse(admin).post(reverse("outbox:create_robot"), values(address=address))
        assert answer.status_code == 422 and not Robot.objects.exists()


def test_a_robot_is_made_changed_and_archived_and_its_address_never_shown(browse, admin, east):
    client = browse(admin)
    assert client.post(reverse("outbox:create_robot"), values(team=east.pk, secret="SECRET99")).status_code == 303
    robot = Robot.objects.get()
    pages = [reverse("outbox:robot_list"), reverse("outbox:edit_robot", args=[robot.pk])]
    for address in pages:
        text = client.get(address).content.decode()
        assert "华东群" in text and "693a91f6" not in text and "SECRET99" not in text
    change = values(name="华东二群", address="", version=1, names_customers="on")
    assert client.post(pages[1], change).status_code == 303
    robot.refresh_from_db()
    assert (robot.name, robot.address, robot.secret, robot.names_customers) == ("华东二群", WECOM, "SECRET99", True)
    assert client.post(pages[1], change).status_code == 409  # changed since
    client.post(reverse("outbox:archive_robot", args=[robot.pk]), {"version": robot.version})
    robot.refresh_from_db()
    assert robot.archived
    client.post(reverse("outbox:restore_robot", args=[robot.pk]), {"version": robot.version})
    trail = [str(one.changes) for one in AuditEntry.objects.filter(kind="robot")]
    assert len(trail) == 4 and not any("693a91f6" in one or "SECRET99" in one for one in trail)


def test_everybody_has_one_robot_of_ones_own_and_nobody_anothers(browse, lan, lei, admin):
    client, own = browse(lan), reverse("outbox:create_own_robot")
    assert client.post(own, {"name": "我的", "address": WECOM}).status_code == 303
    robot = Robot.objects.get(person=lan)
    assert client.post(own, {"name": "又一个", "address": WECOM}).status_code == 422
    for who in (lei, admin):
        for name in ("edit_robot", "try_robot", "archive_robot"):
            assert browse(who).post(reverse(f"outbox:{name}", args=[robot.pk])).status_code == 404
    assert "我的" not in browse(admin).get(reverse("outbox:robot_list")).content.decode()
    assert browse(lan).get(reverse("outbox:robot_list")).status_code == 403


def test_the_nearest_robot_speaks(admin, lan, lei, outsider, east):
    company, team = make_robot(admin, name="全公司"), make_robot(admin, name="华东", team=east)
    mine, customers = (
        make_robot(lan, name="我的", person=lan),
        make_robot(admin, name="客户群", serves="customers", team=east),
    )
    found = robots_of([lan.pk, lei.pk, outsider.pk, admin.pk])
    assert found == {lan.pk: mine, lei.pk: team, outsider.pk: company, admin.pk: company}
    actions.archive_robot(company, by=admin, seen=1)
    assert outsider.pk not in robots_of([outsider.pk]) and customers not in found.values()


def test_trying_a_robot_lays_a_word_into_the_outbox_that_it_says(browse, admin):
    robot = make_robot(admin)
    assert browse(admin).post(reverse("outbox:try_robot", args=[robot.pk])).status_code == 303
    with chat_service() as chat:
        actions.send_waiting()
    assert "管理员" in chat.texts[0] and Letter.objects.get().state == "sent"


def test_archiving_takes_back_what_waits(admin):
    robot = make_robot(admin)
    letter = make_letter(way="robot", robot=robot)
    actions.archive_robot(robot, by=admin, seen=1)
    letter.refresh_from_db()
    assert letter.state == "dropped"
