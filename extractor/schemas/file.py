"""The YAML file of a report type: its shape, and errors that name the line."""

import re
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..core.errors import SchemaError

_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What pydantic finds, in the words of someone who writes YAML.
_REASONS = {
    "missing": "this entry is missing",
    "extra_forbidden": "no such key is known",
    "model_type": "a mapping of keys to values should stand here",
    "dict_type": "a mapping of keys to values should stand here",
    "tuple_type": "a list should stand here",
    "too_short": "a list of at least one entry should stand here",
    "string_type": "text should stand here (write it in quotes if it looks like a number, a date or a yes)",
}

Place = tuple[str | int, ...]  # keys and indices from the top of a file


class _Loader(_SAFE):  # type: ignore[misc]  # which of the two classes it is turns out at run time
    """Safe YAML in which a key stands once (the second would silently win) and every fault has a line."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value != "<<":
                if key.value in seen:
                    raise _marked(f"the key {key.value} stands here twice", key)
                seen.add(key.value)
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError as error:  # a date that does not exist
            raise _marked(str(error), node) from None


def _marked(problem: str, node: yaml.Node) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RowPart(_Part):
    """A printed row; with `rows` a group, which holds values of its own only where `value` says so."""

    id: str = ""
    label: str
    aliases: tuple[str, ...] = ()
    unit: str = ""
    rows: tuple["RowPart", ...] = ()
    value: bool = False
    optional: bool = False


class ColumnPart(_Part):
    """A printed column; `under` is the path of labels above it, joined with "/"."""

    id: str
    label: str
    aliases: tuple[str, ...] = ()
    under: str = ""
    unit: str | None = None
    printed_unit: str | None = None


class TablePart(_Part):
    """A printed table, or a block of one that has a header of its own."""

    id: str
    section: str = ""
    title: str
    aliases: tuple[str, ...] = ()
    corner: tuple[str, ...] = ()
    unit: str = ""
    columns: tuple[ColumnPart, ...] = Field(min_length=1)
    rows: tuple[RowPart, ...] = Field(min_length=1)


class ConstraintPart(_Part):
    """Two sides that add up to the same. `each` repeats it for the `rows` or `columns` of a table.

    Names may hold {row} and {column}; a `*` stands for any part, the fields of the other side excepted.
    """

    id: str
    each: str = ""
    table: str = ""
    left: tuple[str, ...] = Field(min_length=1)
    right: tuple[str, ...] = Field(min_length=1)


class DefinitionPart(_Part):
    """One way to count: the sum of `fields` less that of `minus`."""

    name: str
    fields: tuple[str, ...] = Field(min_length=1)
    minus: tuple[str, ...] = ()


class ComparisonPart(_Part):
    """A count of the text against the table, under any of the definitions."""

    metric: str
    definitions: tuple[DefinitionPart, ...] = Field(min_length=1)


class SchemaPart(_Part):
    """A whole file. `metrics` is a list of counts, a mapping with word classes beside the list, or the name of a
    file beside this one that holds either."""

    id: str
    title: str
    keywords: tuple[str, ...] = ()
    years: tuple[int, int]
    markers: tuple[str, ...] = ()
    tables: tuple[TablePart, ...] = ()
    constraints: tuple[ConstraintPart, ...] = ()
    comparisons: tuple[ComparisonPart, ...] = ()
    metrics: Any = Field(default_factory=list)


def read_schema_file(path: Path) -> SchemaPart:
    """Read and check one file. Raises SchemaError naming file, line and reason."""
    data = read_yaml(path)
    try:
        return SchemaPart.model_validate(data)
    except ValidationError as error:
        raise located(path, error) from None


def read_yaml(path: Path) -> Any:
    """Data of a YAML file. Raises SchemaError naming file, line and reason."""
    text = ""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return yaml.load(text, Loader=_Loader)
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise SchemaError(f"{path}:{line}: not UTF-8 text ({error.reason})") from None
    except OSError as error:
        raise SchemaError(f"{path}: {error.strerror}") from None
    except yaml.MarkedYAMLError as error:
        lines = text.split("\n")
        line = min(error.problem_mark.line, len(lines) - 1) if error.problem_mark else 0
        indented_by_tab = re.match(r" *\t", lines[line])
        reason = "a tab indents this line; use spaces" if indented_by_tab else error.problem
        raise SchemaError(f"{path}:{line + 1}: {reason}") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, text.find(chr(error.character))) + 1
        raise SchemaError(f"{path}:{line}: the character U+{error.character:04X} cannot stand in YAML") from None


def located(path: Path, error: ValidationError, at: Place = ()) -> SchemaError:
    """The first fault of a failed validation as one line with its place; `at` is where its data stands in the file."""
    first = error.errors(include_url=False)[0]
    return fault(path, (*at, *first["loc"]), _REASONS.get(first["type"], first["msg"]))


def fault(path: Path, place: Place, reason: str) -> SchemaError:
    """An error at a place of the file."""
    dotted = ".".join(str(part) for part in place)
    return SchemaError(f"{path}:{_line(path, place)}: {dotted or 'file'}: {reason}")


def _line(path: Path, place: Place) -> int:
    node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=_Loader)
    line = 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == part), None)
            if found is None:
                break
            key, node = found
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
