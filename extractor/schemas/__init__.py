"""Report types as data: one YAML file each, checked when loaded.

A schema is named by its id (`gov-disclosure/2019`, shipped beside this file) or by the path of a file.
"""

from functools import cache
from pathlib import Path

from ..core.errors import SchemaError
from ..core.schema import Schema
from .detect import detect

__all__ = ["detect", "load_schema", "names"]

_SHIPPED = Path(__file__).parent


@cache
def names() -> tuple[str, ...]:
    """Ids of the shipped schemas, oldest form first."""
    paths = sorted(_SHIPPED.glob("*/*.yml"))
    return tuple(f"{p.parent.name}/{p.stem}" for p in paths if p.stem != "metrics")


def load_schema(name: str | Path) -> Schema:
    """The schema with this id or in this file. Raises SchemaError with file, line and reason."""
    if str(name) in names():
        return _shipped(str(name))
    path = Path(name)
    if not path.is_file():
        raise SchemaError(f"no schema {name}: give a file, or one of {', '.join(names())}")
    return _compiled(path)


@cache
def _shipped(name: str) -> Schema:
    return _compiled(_SHIPPED / f"{name}.yml")


def _compiled(path: Path) -> Schema:
    from .compile import compile_schema
    from .file import read_schema_file

    return compile_schema(read_schema_file(path), path)
