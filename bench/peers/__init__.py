"""This toolkit beside other readers of tables, on the same files."""
