"""Fields that the reader's roles hide: out of forms, out of exports."""

from django.forms import BaseForm

from xiaolu.domain.people import FIELD_OF
from xiaolu.org.models import Person


def hidden_names(person: Person | None) -> frozenset[str]:
    """The column names that a person may not see; none for the command line."""
    return frozenset(name for name, field in FIELD_OF.items() if person and person.hides(field))


def without_hidden(form: BaseForm, person: Person) -> None:
    """Take the fields out of a form whose values its reader may not see; what stands there stays."""
    for name in hidden_names(person) & set(form.fields):
        del form.fields[name]
