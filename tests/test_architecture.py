"""Budgets that keep the code readable; who may import whom is checked by import-linter in `make lint`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "extractor").rglob("*.py"))
# Packages that cost a tenth of a second or more, or that only one kind of document needs.
HEAVY = {"spacy", "jieba", "lxml", "docx", "opencc", "rapidfuzz", "charset_normalizer", "numpy", "cv2"}
HEAVY |= {"onnxruntime", "pyarrow", "duckdb", "pandas", "camelot", "ray", "torch", "transformers", "xlsxwriter"}
# A part that does nothing without them, and is itself imported inside functions alone.
PICTURES = ROOT / "extractor" / "load" / "scan"
SAY_NOTHING = {"utils", "util", "helpers", "helper", "manager", "common", "base", "misc"}


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


def statements(tree: ast.Module) -> Iterator[ast.stmt]:
    """Statements that run at import, those under TYPE_CHECKING excepted."""
    for node in tree.body:
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield node


@pytest.mark.parametrize("path", [p for p in MODULES if p.parent != PICTURES or p.stem == "__init__"], ids=ids)
def test_heavy_packages_are_imported_inside_functions(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {alias.name for node in statements(tree) if isinstance(node, ast.Import) for alias in node.names}
    found |= {node.module or "" for node in statements(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    assert {name.partition(".")[0] for name in found} & HEAVY == set()


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_budgets(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    assert lines <= 400
    assert path.stem not in SAY_NOTHING
    assert len(path.relative_to(ROOT / "extractor").parts) <= 3
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and path.parent.name != "cli":  # a command's parameters are its options
            named = [a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            assert len([name for name in named if name not in ("self", "cls")]) <= 6, node.name
