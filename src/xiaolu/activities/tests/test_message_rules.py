"""Texts to begin with, of one's own and of the company; what the company rules about messages."""

import pytest
from django.urls import reverse

from xiaolu.activities import actions
from xiaolu.activities.models import MessageRule, MessageTemplate
from xiaolu.org.models import AuditEntry
from xiaolu.pipeline.tests.make import spancop

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_texts_of_ones_own_and_of_the_company(browse, lan, lei, admin, trainer):
    create, list_ = reverse("activities:create_message_template"), reverse("activities:message_template_list")
    values = {"name": "节后问候", "text_zh": "{联系人}您好"}
    assert browse(lan).post(create, values | {"for_everybody": "on"}).status_code == 303
    own = MessageTemplate.objects.get()
    assert own.person == lan  # a seller has no say about the company's
    assert browse(lan).post(create, {"name": "空", "text_zh": ""}).status_code == 422
    assert browse(lan).post(create, {"name": "错", "text_zh": "{密码}"}).status_code == 422
    assert browse(admin).post(create, values | {"name": "公司问候", "for_everybody": "on"}).status_code == 303
    assert browse(trainer).get(list_).status_code == 403
    mine, others = browse(lan).get(list_).content.decode(), browse(lei).get(list_).content.decode()
    assert "节后问候" in mine and "节后问候" not in others and "公司问候" in others
    shared = MessageTemplate.objects.get(person=None)
    edit = reverse("activities:edit_message_template", args=[own.pk])
    assert browse(lei).post(edit, values).status_code == 404
    assert browse(lan).post(reverse("activities:edit_message_template", args=[shared.pk]), values).status_code == 403
    assert browse(lan).post(edit, values | {"name": "新名", "version": 1}).status_code == 303
    assert browse(lan).post(edit, values | {"version": 1}).status_code == 409
    archive = reverse("activities:archive_message_template", args=[own.pk])
    assert browse(lan).post(archive, {"version": 2}).status_code == 303
    assert browse(lan).post(archive.replace("archive", "restore"), {"version": 3}).status_code == 303


def test_the_companys_rule_is_kept_by_who_keeps_methods(browse, lan, admin):
    method = spancop()
    address = reverse("activities:edit_message_rule", args=[method.pk, "after_visit"])
    assert browse(lan).get(address).status_code == 403
    assert browse(admin).get(address.replace("after_visit", "nothing")).status_code == 404
    assert browse(admin).post(address, {"goes_by_itself": "on", "version": 1}).status_code == 422
    assert not MessageRule.objects.exists()
    assert browse(admin).post(address, {"asks": "on", "goes_by_itself": "on", "version": 1}).status_code == 303
    assert (
        MessageRule.objects.get().goes_by_itself and AuditEntry.objects.filter(action="edit_message_rule").count() == 1
    )
    shared = MessageTemplate.objects.create(name="共用", text_zh="您好")
    actions.edit_message_rule(method, "after_visit", by=admin, seen=2, asks=True, goes_by_itself=False, template=shared)
    archive = reverse("activities:archive_message_template", args=[shared.pk])
    assert browse(admin).post(archive, {"version": 1}).status_code == 422
