"""The lines of a long table as a form prints them: its rows, and the headings between them that have no numbers."""

from ..core.schema import Row, Table


def lines(table: Table) -> list[tuple[int | None, Row]]:
    """Rows with their indices, and headings, as rows without an index; only a table of one column prints these on lines
    of their own, others beside the rows."""
    named = {label for row in table.rows for label in row.labels}
    headings = {labels[0]: labels for labels in table.groups if named.isdisjoint(labels)}
    found: list[tuple[int | None, Row]] = []
    for index, row in enumerate(table.rows):
        for above in row.path if len(table.columns) == 1 else ():
            if labels := headings.pop(above, None):
                found.append((None, Row("", labels)))
        found.append((index, row))
    return found
