"""The sentence for each code that stands against a file, a mapping, a row or a cell."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from xiaolu.web.cells import SENTENCES as CELL_SENTENCES

SENTENCES = {
    # the file
    "not_found": _("There is no file %(name)s."),
    "not_readable": _("The file %(name)s cannot be opened."),
    "empty_file": _("The file is empty."),
    "file_too_large": _("The file is larger than %(most)s MB. Split it."),
    "macro_file": _("Files with macros are not taken. Save it as .xlsx without macros."),
    "web_page": _("This is a web page, not a table. Open it in Excel and save it as .xlsx."),
    "corrupt_file": _("The file is damaged or not what its name says. Open it in Excel and save it again."),
    "encrypted_file": _("The file is protected by a password. Save it without one."),
    "zip_bomb": _("The file unpacks into far too much. It was not opened further."),
    "not_a_table": _("This is not a table. Excel files (.xlsx, .xls) and .csv are read."),
    "unknown_encoding": _("There is no encoding “%(value)s”."),
    "wrong_encoding": _("The characters cannot be read as %(value)s. Save the file as UTF-8 or as .xlsx."),
    "nul_character": _("There is a NUL character in this cell: the file is damaged."),
    "cell_too_long": _("A cell holds more than %(most)s characters; perhaps a quotation mark was left open."),
    "too_many_columns": _("The table has more than %(most)s columns."),
    "too_many_rows": _("The table has more than %(most)s rows. Split it, or save it as .csv."),
    "no_headings": _("No headings were recognised in the first 20 rows. Name them in a mapping, or correct the file."),
    "map_invalid": _("The mapping does not fit: %(value)s"),
    "rows_failed": _("%(value)s rows failed, so nothing was written."),
    "bad_rows": _("Some rows cannot be loaded. Correct them, or choose to leave them out."),
    "interrupted": _("The import was interrupted by an error: %(value)s"),
    "last_administrator": _("Somebody must stay administrator."),
    "may_not_load": _("Only an administrator loads people, teams and competitors."),
    "likely_gone": _("“%(value)s” cannot be used any more. Check the table again."),
    "not_allowed": _("You may not create these: %(value)s"),
    "may_not_create": _("You may not create these: %(value)s"),
    # undo
    "undo_too_late": _("The copies that undo needs are erased 90 days after an import."),
    "undo_gone": _("%(what)s is not there any more."),
    "undo_changed": _("%(what)s was changed since: %(value)s."),
    "undo_later_import": _("%(what)s was changed by a later import: %(value)s."),
    "undo_in_use": _("%(what)s is in use by %(value)s."),
    "undo_refused": _("It was not undone. %(value)s"),
    # the mapping
    "not_toml": _("it is not TOML (%(value)s); headings with spaces or Chinese signs stand in quotation marks"),
    "unknown_table": _("“%(place)s” is not a part of a mapping file"),
    "unknown_field": _("%(place)s: there is no field “%(value)s”"),
    "unknown_option": _("%(place)s: there is no such option"),
    "bad_value": _("%(place)s: “%(value)s” cannot be used"),
    "rate_missing": _("%(place)s: amounts in %(value)s need a rate"),
    "heading_missing": _("the file has no column “%(place)s”"),
    # a cell
    **CELL_SENTENCES,
    "bad_number": _("“%(value)s” is not a number that Xiaolu gave, like OP12."),
    "required": _("This cell must be filled."),
    "unknown_role": _("There is no role “%(value)s”."),
    "bad_credit_code": _("“%(value)s” is no credit code: a digit or letter of it is wrong."),
    "bad_login": _("“%(value)s” cannot be a login: letters, digits and . @ + - _ only."),
    "bad_code": _("“%(value)s” cannot be a code: letters, digits and . - _ only."),
    "parent_unknown": _("There is no team “%(value)s” in Xiaolu, nor above this row."),
    "unknown_kind": _(
        "“%(value)s” is no kind of activity: call, visit, message, meeting, demonstration, delivery, task, other."
    ),
    "unknown_state": _("“%(value)s” is none of planned, done, called off."),
    "unknown_signal": _("“%(value)s” is no buying signal that Xiaolu knows."),
    "unknown_key_activity": _("The method has no key activity “%(value)s”."),
    "not_a_time": _("“%(value)s” is not a time of day. Write 14:30."),
    "bad_activity_number": _("“%(value)s” is not a number that Xiaolu gave, like AC12."),
    "activity_unknown": _("You may change no activity %(value)s."),
    "customer_unseen": _("You see no customer “%(value)s”."),
    "deal_unseen": _("You see no opportunity “%(value)s”."),
    "other_customers_deal": _("%(value)s is an opportunity of another customer."),
    "several_contacts": _("Several contacts of this customer are called “%(value)s”."),
    # a row
    "record_not_yours": _("“%(value)s” belongs to people whose work you may not edit."),
    "number_unknown": _("There is no opportunity %(value)s."),
    "key_twice": _("The same key stands in the file already."),
    "row_twice": _("The same activity stands in the file already. Give both a key to load both."),
    "several_activities": _("Several activities are the same: %(value)s. Give the number."),
    "several_fit": _("Several open opportunities fit: %(value)s. Give their numbers."),
    "several_owners": _("Several people are called “%(value)s”. Give the login."),
    "several_accounts": _("Several customers are called “%(value)s” (%(found)s). Give the code."),
    "stage_not_last": _("The row stands in stage %(stage)s, but entered %(last)s later."),
    "not_yours": _("“%(value)s”: you may only load rows of people whose work you may edit."),
    "other_method": _("%(value)s runs under another method."),
    "withdrawn": _("%(value)s was withdrawn."),
    "gone": _("What this row loaded last time is not there any more."),
    "history_conflict": _("Something was recorded by hand before this date: %(value)s."),
    "held_back": _("It is there already and differs: %(value)s. Load the row again, or leave it out."),
    "unknown_team": _("There is no team “%(value)s”."),
    # a warning
    "undated_stage": _("The stage has no date of its own; it is entered on %(day)s."),
    "closed_date_ignored": _("The closing date is left out: the row stands in an open stage."),
    "looks_like": _("Perhaps there already: “%(value)s” (%(percent)s %%)."),
    "belongs_to_team": _("A customer like this exists already. It belongs to the team %(value)s."),
    "belongs_to_others": _("A customer like this exists already. Nobody looks after it yet: ask your administrator."),
    "no_key": _("The row brings no key: loading the file again makes it again."),
    "contact_without_account": _("The contact is left out: the row names no customer."),
    "next_date_too_far": _("The next date is moved to twelve months from today."),
}


def message(note: Mapping[str, Any]) -> str:
    """What a note says, in the reader's language."""
    sentence = SENTENCES.get(note["code"], note["code"])
    return gettext(sentence) % _Shown(note)


class _Shown(dict[str, Any]):
    """The values of a note; a mapping's mistakes are sentences themselves."""

    def __missing__(self, key: str) -> str:
        return ""


def map_mistakes(problems: list[tuple[str, str, str]]) -> str:
    """All mistakes of a mapping in one sentence."""
    return "; ".join(message({"code": code, "place": place, "value": value}) for place, code, value in problems)
