"""The secret with which a customer says by a link that no more messages are wanted."""

from django.core import signing
from django.http import Http404

from xiaolu.customers.models import Contact

SALT = "xiaolu.stop_messages"


def stop_token(contact: Contact) -> str:
    """The secret of one contact; it holds as long as the contact is there."""
    return signing.Signer(salt=SALT).sign(str(contact.pk))


def contact_of(token: str) -> Contact:
    """Whose secret it is. Raises Http404."""
    try:
        key = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature as bad:
        raise Http404 from bad
    found = Contact.objects.select_related("account").filter(pk=int(key)).first()
    if found is None:
        raise Http404
    return found
