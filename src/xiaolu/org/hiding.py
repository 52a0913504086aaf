"""Fields that the reader's roles hide: out of forms, out of exports."""

from django.forms import BaseForm

from xiaolu.domain.people import FIELD_OF
from xiaolu.org.custom_fields import all_custom_fields
from xiaolu.org.models import Person


def hidden_names(person: Person | None) -> frozenset[str]:
    """The column names that a person may not see, own fields of the company among them; none for the command line."""
    if person is None or not person.rights.hidden:
        return frozenset()
    own = (field.key for field in all_custom_fields() if field.hidden and person.hides(field.hidden))
    return frozenset(name for name, field in FIELD_OF.items() if person.hides(field)).union(own)


def without_hidden(form: BaseForm, person: Person) -> None:
    """Take the fields out of a form whose values its reader may not see; what stands there stays."""
    for name in hidden_names(person) & set(form.fields):
        del form.fields[name]
