"""Errors that a user can act on. Their text is one line and says what to do."""


class ExtractorError(Exception):
    """Base of all expected failures; the command line prints it without a traceback."""


class LoadError(ExtractorError):
    """The document cannot be read: empty, truncated, not what it claims to be, or in no known format."""


class SchemaError(ExtractorError):
    """A schema file is broken or unknown; the text names file, line and reason."""
