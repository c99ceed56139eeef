"""The table of all runs under a folder: every model with its recipe fingerprint, and every evaluation of it.

A run is a folder with model.json. An evaluation belongs to the run whose weights have the SHA-256 that it names, wherever its folder is.
"""
from __future__ import annotations

import os
from typing import Any, Dict, Iterator, List, Optional, Tuple

from featureforge_data.terminal import clean

from . import errors
from .files import read_json
from .models import read_description
from .results import EVALUATION_FILE, UNWRITABLE, write_csv, write_json
from .runs_page import DIGITS, OUTDATED, TRAINING, cell_text, page_of, set_text

RUNS_JSON = "runs.json"
RUNS_CSV = "runs.csv"
RUNS_HTML = "runs.html"
FIRST_COLUMNS = ("run", "kind", "backbone", "input", "recipeFingerprint", "weightsSha256", "engineVersion", "seed", "evaluation", "set", "split", "dataRecipeFingerprint")
_MOST_FOLDERS = 100_000


def find_runs(folder: str) -> List[Dict[str, Any]]:
    """One row for each set of each evaluation, and one for each model without any; keys are columns."""
    if not os.path.isdir(folder):
        raise errors.no_model(folder, "The folder of runs")
    models: Dict[str, Dict[str, Any]] = {}
    evaluations: List[Tuple[str, Dict[str, Any]]] = []
    for path, names in _folders(folder):
        if "model.json" in names:
            models[path] = _model_row(folder, path)
        if EVALUATION_FILE in names:
            evaluations.append((path, _read(os.path.join(path, EVALUATION_FILE)) or {}))
    rows = [row for path, evaluation in evaluations for row in _evaluation_rows(folder, path, evaluation, models)]
    evaluated = {row["run"] for row in rows}
    rows += [row for row in models.values() if row["run"] not in evaluated]
    return sorted(rows, key=lambda row: (str(row["run"]), str(row.get("evaluation", "")), str(row.get("set", ""))))


def columns_of(rows: List[Dict[str, Any]]) -> List[str]:
    """All columns: those that identify a run, then the others in the order of their first use."""
    return list(dict.fromkeys([*FIRST_COLUMNS, *(name for row in rows for name in row)]))


def write_runs(out: str, rows: List[Dict[str, Any]]) -> None:
    """runs.json, runs.csv and runs.html."""
    columns = columns_of(rows)
    write_json(os.path.join(out, RUNS_JSON), {"format": "featureforge-runs", "formatVersion": 1, "runs": rows})
    write_csv(os.path.join(out, RUNS_CSV), columns, ([row.get(name) for name in columns] for row in rows))
    with open(os.path.join(out, RUNS_HTML), "w", encoding="utf-8", errors=UNWRITABLE) as file:
        file.write(page_of(rows))


def text_table(rows: List[Dict[str, Any]]) -> List[str]:
    """Lines for a terminal: the run, its recipe, the set and the headline numbers."""
    metrics = [name for name in columns_of(rows) if name not in (*FIRST_COLUMNS, OUTDATED) and not name.startswith(TRAINING)]
    head = ["run", "recipe", "set", *metrics]
    cells = [[str(row["run"]), str(row.get("recipeFingerprint") or "")[:DIGITS], set_text(row), *(cell_text(row.get(name)) for name in metrics)] for row in rows]
    widths = [max(len(line[place]) for line in [head, *cells]) for place in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in [head, *cells]]
    reasons = dict.fromkeys(f"outdated evaluation {row.get('evaluation')}: {row[OUTDATED]}" for row in rows if row.get(OUTDATED))
    return [clean(line) for line in [*lines, *reasons]]


def _folders(folder: str) -> Iterator[Tuple[str, List[str]]]:
    for count, (path, folders, names) in enumerate(os.walk(folder)):
        if count == _MOST_FOLDERS:
            raise errors.wrong_argument("--runs", folder, f"a folder with at most {_MOST_FOLDERS} folders in it")
        folders.sort()
        yield path, names


def _read(path: str) -> Optional[Dict[str, Any]]:
    try:
        document = read_json(path)
    except (OSError, ValueError):
        return None
    return document if isinstance(document, dict) else None


def _model_row(folder: str, path: str) -> Dict[str, Any]:
    row: Dict[str, Any] = {"run": os.path.relpath(path, folder)}
    try:
        description = read_description(path)
        row.update(kind=description.kind, input=f"{description.width} x {description.height}", **description.identity)
    except errors.EvaluationError as error:
        row["problem"] = str(error)
    report = _read(os.path.join(path, "report.json")) or {}
    row.update({f"{TRAINING}{name}": value for name, value in report.items() if isinstance(value, (int, float, str)) and not isinstance(value, bool)})
    return row


def _evaluation_rows(folder: str, path: str, evaluation: Dict[str, Any], models: Dict[str, Dict[str, Any]]) -> Iterator[Dict[str, Any]]:
    model, place = evaluation.get("model"), os.path.relpath(path, folder)
    if not isinstance(model, dict) or not isinstance(evaluation.get("sets"), list) or not all(_is_set(part) for part in evaluation["sets"]):
        yield {"run": place, "evaluation": place, "problem": f"{EVALUATION_FILE} is not what featureforge eval writes"}
        return
    weights = model.get("weightsSha256")
    row = next((row for row in models.values() if weights is not None and row.get("weightsSha256") == weights), None)
    row = row or {"run": place, "kind": model.get("kind"), **{name: model[name] for name in FIRST_COLUMNS if name in model and name != "input"},
                  OUTDATED: _outdated(path, weights, models)}
    for part in evaluation["sets"]:
        data = part.get("data", {})
        numbers = {headline["name"]: headline["value"] for headline in part.get("headline", [])}
        timing = part.get("timing") or {}
        yield {**row, "evaluation": place, "set": part.get("name"), "split": data.get("split"), "dataRecipeFingerprint": data.get("recipeFingerprint"), **numbers,
               "ms per photo": timing.get("medianMilliseconds")}


def _outdated(path: str, weights: Any, models: Dict[str, Dict[str, Any]]) -> str:
    """Why an evaluation belongs to no model here, in words."""
    owner = max((place for place in models if f"{path}{os.sep}".startswith(f"{place}{os.sep}")), key=len, default=None)
    evaluated = f"it is of the weights {str(weights)[:DIGITS]}"
    if owner is None:
        return f"{evaluated}, which no model here has"
    now = models[owner].get("weightsSha256")
    return f"{evaluated}, the model {models[owner]['run']} has {f'{now[:DIGITS]} now' if isinstance(now, str) else 'none that can be read'}: evaluate it again"


def _is_set(part: Any) -> bool:
    """Whether a set of an evaluation has the form that columns are taken from."""
    if not isinstance(part, dict) or not isinstance(part.get("data", {}), dict) or not isinstance(part.get("timing") or {}, dict):
        return False
    headline = part.get("headline", [])
    return isinstance(headline, list) and all(isinstance(row, dict) and isinstance(row.get("name"), str) and "value" in row for row in headline)
