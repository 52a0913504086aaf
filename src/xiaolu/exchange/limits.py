"""How large a table may be, and the one way to say that a file cannot be read."""

MOST_BYTES, MOST_COLUMNS, MOST_ROWS, LONGEST_CELL = 100 * 1024 * 1024, 300, 1_000_000, 32_767


class Unreadable(Exception):
    """A file, or a place in it, that cannot be read. `code` names why."""

    def __init__(self, code: str, *, row: int = 0, column: str = "", **params: object) -> None:
        super().__init__(code, params)
        self.code, self.row, self.column, self.params = code, row, column, params
