"""The table of runs as a page: what was measured first, hashes shortened, heads in words."""
from __future__ import annotations

import html
import re
from typing import Any, Dict, List, Sequence, Tuple

OUTDATED = "outdated"
"""Column: why an evaluation belongs to no model any more."""

DIGITS = 12
"""Of a hash that people are shown."""

TRAINING = "training."
"""What the columns out of a training's report begin with."""

_HEADS = {
    "run": "model", "set": "evaluated on", "split": "split", "kind": "kind", "backbone": "backbone", "input": "picture, px", "recipeFingerprint": "recipe of the training",
    "weightsSha256": "weights", "engineVersion": "engine", "seed": "seed", "evaluation": "folder of the evaluation", "dataRecipeFingerprint": "recipe of the evaluated data",
    "ms per photo": "ms per photo (detector: with boxes and suppression)", "problem": "problem"}
_FIRST = ("run", "set", "split")
_IDENTITY = ("kind", "backbone", "input", "recipeFingerprint", "dataRecipeFingerprint", "weightsSha256", "engineVersion", "seed", "evaluation")
_STYLE = ("body{font:14px system-ui,sans-serif;margin:2em}td,th{padding:.2em .7em;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}"
          "th{max-width:9em}td{white-space:nowrap}.outdated td{color:#888}.outdated td.why{color:#a33;white-space:normal;min-width:16em}")


def page_of(rows: Sequence[Dict[str, Any]]) -> str:
    """The HTML page of the rows that find_runs gives."""
    columns = _columns(rows)
    head = "".join(f"<th>{html.escape(_head(name))}</th>" for name in columns)
    body = "\n".join(_row(row, columns) for row in rows)
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Runs</title><style>{_STYLE}</style></head>'
            f"<body><h1>{_counted(rows)}</h1><table><tr>{head}</tr>{body}</table></body></html>\n")


def set_text(row: Dict[str, Any]) -> str:
    """What a row was evaluated on, for people."""
    if not row.get("set"):
        return "" if row.get("evaluation") else "not evaluated"
    return f"{row['set']}{' (outdated)' if row.get(OUTDATED) else ''}"


def cell_text(value: Any) -> str:
    """A value of a row, for people."""
    if value is None or value != value:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _columns(rows: Sequence[Dict[str, Any]]) -> List[str]:
    names = list(dict.fromkeys(name for row in rows for name in row if any(other.get(name) is not None for other in rows)))
    told = [name for name in names if name.startswith(TRAINING)]
    measured = [name for name in names if name not in (*_FIRST, *_IDENTITY, *told, OUTDATED, "problem")]
    last = [name for name in (OUTDATED, "problem") if name in names]
    return [*_FIRST, *measured, *last, *(name for name in _IDENTITY if name in names), *told]


def _head(name: str) -> str:
    if name.startswith(TRAINING):
        return "training: " + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name[len(TRAINING):]).lower()
    return _HEADS.get(name, name)


def _row(row: Dict[str, Any], columns: Sequence[str]) -> str:
    cells = "".join(_cell(name, set_text(row) if name == "set" else row.get(name)) for name in columns)
    return f'<tr class="outdated">{cells}</tr>' if row.get(OUTDATED) else f"<tr>{cells}</tr>"


def _cell(name: str, value: Any) -> str:
    text = cell_text(value)
    if re.fullmatch(r"[0-9a-fA-F]{32,}", text):
        return f'<td title="{text}"><code>{text[:DIGITS]}</code></td>'
    return f"<td{' class=why' if name == OUTDATED else ''}>{html.escape(text)}</td>"


def _counted(rows: Sequence[Dict[str, Any]]) -> str:
    """How many there are of what: 4 evaluations of 3 models, 1 outdated."""
    evaluations, outdated = sum(row.get("set") is not None for row in rows), sum(bool(row.get(OUTDATED)) for row in rows)
    models = len({row["run"] for row in rows if not row.get(OUTDATED) and not ("problem" in row and row.get("evaluation"))})
    parts: Tuple[Tuple[int, str], Tuple[int, str]] = ((evaluations, "evaluation"), (models, "model"))
    words = " of ".join(f"{number} {name}{'' if number == 1 else 's'}" for number, name in parts)
    return f"{words}, {outdated} outdated" if outdated else words
