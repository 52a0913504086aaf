"""The tokens of an entry: index and query agree because both ask here."""

from xiaolu.domain.names import bigrams

PRIVATE = " \x1f "  # in an entry's text, what follows is phones and e-mails


def tokens(kind: str, text: str) -> list[str]:
    """The bigrams of a text, and a longer token for the kind, so that one index answers both."""
    return [kind_token(kind), *bigrams(text)]


def kind_token(kind: str) -> str:
    return "kind" + "".join(c for c in kind.lower() if c.isalnum())
