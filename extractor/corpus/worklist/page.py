"""The list as one self-contained web page that prints well."""

import base64
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from .entries import Entry, Part

_STYLE = """
body { max-width: 76rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; background: #fff;
  font: 14px/1.55 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.2rem; margin-top: 2.4rem; } h3 { font-size: 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid #c9ced6; padding: .25rem .5rem;
  text-align: left; vertical-align: top; } thead th { background: #e8edf3; position: sticky; top: 0; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .soft { color: #6a737d; }
img { max-width: 24rem; display: block; margin: .3rem 0; border: 1px solid #c9ced6; }
@page { size: A4 landscape; margin: 15mm; } @media print { body { margin: 0; max-width: none; }
  thead { display: table-header-group; } thead th { position: static; } tr { break-inside: avoid; } }
"""
_HEADS = ("序号", "年度", "表", "行", "列", "印为", "应为", "计算", "可能原因", "说明")


def write_html(parts: list[Part], path: Path) -> None:
    """A page without scripts and without anything from outside."""
    path.write_text("\n".join(_page(parts)) + "\n", encoding="utf-8")


def _page(parts: list[Part]) -> Iterator[str]:
    title = "政府信息公开工作年度报告数据核对清单"
    yield f'<!doctype html>\n<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>'
    yield f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>"
    if not parts:
        yield "<p>各项勾稽关系均成立，未发现数据不符。</p>"
    for part in parts:
        yield f"<h2>{escape(part.title)}</h2>\n<p>{escape(part.note)}</p>"
        for agency, own in groupby(part.entries, key=lambda entry: entry.agency):
            yield f"<h3>{escape(agency)}</h3>\n<table>\n<thead><tr>"
            yield "".join(f'<th scope="col">{head}</th>' for head in _HEADS) + "</tr></thead>\n<tbody>"
            yield from (_line(k, entry) for k, entry in enumerate(own, 1))
            yield "</tbody>\n</table>"
    yield "</body>\n</html>"


def _line(number: int, entry: Entry) -> str:
    words = "".join(f"<td>{escape(text)}</td>" for text in (entry.table, entry.row, entry.column))
    numbers = "".join(f'<td class="number">{"" if v is None else v}</td>' for v in (entry.printed, entry.implied))
    below = f'<br><span class="soft">编号 {entry.fingerprint}　{escape(entry.path)}</span>'
    if entry.verdict:
        below = f"<br>处理意见：{escape(entry.verdict)}{below}"
    if entry.picture:
        data = base64.b64encode(entry.picture).decode()
        below = f'<img alt="原件截图" src="data:image/png;base64,{data}">{below}'
    told = f"<td>{escape(entry.formula)}</td><td>{escape(entry.cause)}</td><td>{escape(entry.what)}{below}</td>"
    return f"<tr><td>{number}</td><td>{entry.year}</td>{words}{numbers}{told}</tr>"
