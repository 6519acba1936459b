"""Random filled forms and the ways in which a paste flattens them; for tests of the alignment."""

import random
from dataclasses import dataclass

from extractor.core.schema import Row, Schema, Table

Value = int | None


@dataclass(frozen=True)
class Form:
    """A filled form: printed text by field id ("" for a blank cell), and the values it stands for."""

    schema: Schema
    printed: dict[str, str]
    values: dict[str, Value]
    omitted: frozenset[str] = frozenset()


def fill(schema: Schema, rng: random.Random, *, zero: str = "0", busy: float = 0.3, misprints: int = 0) -> Form:
    """Consistent random numbers, then `misprints` of them changed as an agency would.

    `zero` is how a 0 is printed outside table 二; `busy` the share of results rows with requests in them.
    """
    values: dict[str, int] = {}
    for table in schema.tables:
        if table.id == "requests":
            values |= _requests(table, rng, busy)
        elif table.id == "proceedings":
            values |= _proceedings(table, rng)
        else:
            for row in table.rows:
                for name in table.fields(row):
                    values[name] = rng.choice((0, 0, rng.randint(1, 40), rng.randint(100, 20000)))
    wrong = rng.sample([n for n in values if n.startswith("requests.results") and n.endswith(".total")], misprints)
    for name in wrong:
        values[name] += rng.choice((1, 2, 10))
    printed = {n: str(v) if v or n.startswith("proactive") else zero for n, v in values.items()}
    blank = zero in ("", "/", "—", "无")
    scale = {t.field(r, c): c.scale for t in schema.tables for r in t.rows for c in t.columns}
    return Form(schema, printed, {n: None if blank and printed[n] == zero else v * scale[n] for n, v in values.items()})


def _requests(table: Table, rng: random.Random, busy: float) -> dict[str, int]:
    columns = [c.id for c in table.columns if c.id != "total"]
    grid: dict[str, dict[str, int]] = {}
    results = [r for r in table.rows if r.id.startswith("requests.results.") and r.id != "requests.results.total"]
    for row in results:
        if row.optional:
            continue
        active = rng.random() < busy
        grid[row.id] = {c: rng.choice((0, 0, 0, 1, 2, rng.randint(1, 60))) if active else 0 for c in columns}
    total = {c: sum(grid[r][c] for r in grid) for c in columns}
    carried_out = {c: rng.choice((0, 0, 1, 3)) for c in columns}
    carried_in = {c: rng.randint(0, min(3, total[c] + carried_out[c])) for c in columns}
    grid |= {
        "requests.results.total": total,
        "requests.carried_out": carried_out,
        "requests.carried_in": carried_in,
        "requests.new": {c: total[c] + carried_out[c] - carried_in[c] for c in columns},
    }
    return {
        f"{row.id}.{c}": (sum(grid[row.id].values()) if c == "total" else grid[row.id][c])
        for row in table.rows
        if row.id in grid
        for c in (*columns, "total")
    }


def _proceedings(table: Table, rng: random.Random) -> dict[str, int]:
    values: dict[str, int] = {}
    for column in table.columns:
        group, kind = column.id.rsplit(".", 1)
        if kind == "total":
            values[column.id] = sum(values[f"{group}.{k}"] for k in ("upheld", "corrected", "other", "pending"))
        else:
            values[column.id] = rng.choice((0, 0, 0, 1, rng.randint(1, 25)))
    return values


def _label(row: Row, rng: random.Random | None) -> str:
    return row.labels[0] if rng is None else rng.choice(row.labels)


def lines(form: Form, rng: random.Random | None = None) -> list[tuple[str, list[list[str]]]]:
    """The form as sections of printed rows: (heading, rows); merged cells stand once, where they begin."""
    sections: list[tuple[str, list[list[str]]]] = []
    for table in form.schema.tables:
        rows: list[list[str]] = []
        if table.id == "requests":
            rows += [
                [table.corner[1] if len(table.corner) > 1 else "", table.corner[0]],
                ["自然人", "法人或其他组织", "总计"],
            ]
            rows += [[c.labels[0] for c in table.columns[1:-1]]]
        elif table.id == "proceedings":
            rows += [["行政复议", "行政诉讼"], [*_kinds(), "未经复议直接起诉", "复议后起诉"], [*_kinds(), *_kinds()]]
        else:
            rows += [[table.titles[0]], ["信息内容", *(c.labels[0] for c in table.columns)]]
        open_groups: tuple[str, ...] = ()
        for row in table.rows:
            cells = [form.printed[n] for n in table.fields(row) if n in form.printed]
            if not cells:
                continue
            groups = [g for i, g in enumerate(row.path) if open_groups[: i + 1] != row.path[: i + 1]]
            open_groups = row.path
            rows.append([*groups, *([_label(row, rng)] if row.labels[0] else []), "\0", *cells])
        heading = {
            "requests": "三、收到和处理政府信息公开申请情况",
            "proceedings": "四、政府信息公开行政复议、行政诉讼情况",
        }
        sections.append((heading.get(table.id, ""), rows))
    return sections


def _kinds() -> list[str]:
    return ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def _around(body: str) -> str:
    return (
        "临溪县水务局2022年政府信息公开工作年度报告\n一、总体情况\n本年主动公开政府信息312条。\n二、主动公开政府信息情况\n"
        + body
        + "\n五、存在的主要问题及改进情况\n培训不够，明年举办2期培训。\n"
    )


def tabbed(form: Form, rng: random.Random | None = None) -> str:
    """One row a line, cells behind tabs."""
    return _around(_joined(form, rng, "\t", "\n"))


def spaced(form: Form, rng: random.Random | None = None) -> str:
    """One row a line, cells behind single spaces: blanks leave no trace."""
    text = _joined(form, rng, " ", "\n")
    return _around("\n".join(" ".join(line.split()) for line in text.split("\n")))


def stacked(form: Form, rng: random.Random | None = None) -> str:
    """One cell a line behind a tab, blank cells as tab and space, an empty line between rows."""
    parts = []
    for heading, rows in lines(form, rng):
        parts.append(heading)
        for row in rows:
            parts += ["\t" + (cell or " ") for cell in row if cell != "\0"] + [""]
    return _around("\n".join(parts))


def bare(form: Form, rng: random.Random | None = None) -> str:
    """One cell a line and nothing else: blanks leave no trace."""
    parts = [c for heading, rows in lines(form, rng) for row in [[heading], *rows] for c in row if c not in ("\0", "")]
    return _around("\n".join(parts))


def piped(form: Form, rng: random.Random | None = None) -> str:
    """Rows between pipes."""
    parts = []
    for heading, rows in lines(form, rng):
        parts += ["", heading, ""]
        parts += ["| " + " | ".join(cell for cell in row if cell != "\0") + " |" for row in rows]
    return _around("\n".join(parts))


def glued(form: Form, rng: random.Random | None = None) -> str:
    """Everything on one line, no separator at all."""
    return "".join(_around(_joined(form, rng, "", "")).split("\n"))


def wrapped(form: Form, rng: random.Random | None = None) -> str:
    """One cell a line as a PDF's text layer gives it: long labels broken, the header repeated in the middle."""
    parts = []
    for heading, rows in lines(form, rng):
        parts.append(heading)
        for i, row in enumerate(rows):
            if i == 14:
                parts += [cell for head in rows[:3] for cell in head]
            for cell in row:
                if cell not in ("\0", ""):
                    parts += [cell[k : k + 9] for k in range(0, len(cell), 9)]
    return _around("\n".join(parts))


def stroked(form: Form, rng: random.Random | None = None) -> str:
    """One cell a line, a stroke behind each, as some converters leave a table: a blank cell is a stroke alone."""
    parts = []
    for heading, rows in lines(form, rng):
        parts.append(heading)
        for row in rows:
            parts += [f"{cell} |" if cell else "|" for cell in row if cell != "\0"]
            parts.append("||")
    return _around("\n".join(parts))


def behind(form: Form, rng: random.Random | None = None) -> str:
    """Rows of a text layer that prints each label behind its values."""
    parts = []
    for heading, rows in lines(form, rng):
        parts.append(heading)
        for row in rows:
            cut = row.index("\0") if "\0" in row else len(row)
            parts += [*row[cut + 1 :], *row[:cut]]
    return _around("\n".join(parts))


def ordered(form: Form, rng: random.Random | None = None) -> str:
    """Values without row labels: nothing but the header and their order is left."""
    parts = []
    for heading, rows in lines(form, rng):
        parts.append(heading)
        for row in rows:
            several = len(row) - 1 - row.index("\0") > 3 if "\0" in row else False
            parts.append(" ".join(row[row.index("\0") + 1 :] if several else (c for c in row if c != "\0")))
    return _around("\n".join(parts))


def web_page(form: Form, rng: random.Random | None = None) -> str:
    """A page whose blocks of table 二 share one table, with merged label cells as browsers show them."""
    tables = ["<table>"]
    for heading, rows in lines(form, rng):
        if heading:
            tables += ["</table>", f"<p>{heading}</p>", "<table>"]
        width = max(len(row) for row in rows)
        for row in rows:
            cells = [c for c in row if c != "\0"]
            spare = width - len(cells)
            first = f'<td colspan="{spare + 1}">{cells[0]}</td>' if "\0" in row and spare else f"<td>{cells[0]}</td>"
            tables.append("<tr>" + first + "".join(f"<td>{c}</td>" for c in cells[1:]) + "</tr>")
    tables.append("</table>")
    before, after = _around("\0").split("\0")
    paragraphs = [f"<p>{line}</p>" for line in before.split("\n")], [f"<p>{line}</p>" for line in after.split("\n")]
    return (
        "<html><head><meta charset='utf-8'></head><body>"
        + "".join([*paragraphs[0], *tables, *paragraphs[1]])
        + "</body></html>"
    )


def _joined(form: Form, rng: random.Random | None, cell: str, row: str) -> str:
    return row.join(
        row.join([heading, *(cell.join(c for c in r if c != "\0") for r in rows)]) for heading, rows in lines(form, rng)
    )
