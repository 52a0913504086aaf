"""What stops an action: a rule of the business, or somebody who was faster."""


class RuleBroken(Exception):
    """A rule refuses the action. `code` names it; pages turn the code into a sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code


class Stale(Exception):
    """The record changed since the page that the person acted on was made."""

    def __init__(self, label: str, seen: int, now: int) -> None:
        super().__init__(label, seen, now)
        self.label = label
        self.seen = seen
        self.now = now
