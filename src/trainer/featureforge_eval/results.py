"""The files of an evaluation: evaluation.json, metrics.csv, curves.csv."""
from __future__ import annotations

import csv
import dataclasses
import json
import math
import os
from typing import Any, Dict, Iterable, List, Sequence, Tuple

import numpy as np

FORMAT = "featureforge-evaluation"
FORMAT_VERSION = 1
EVALUATION_FILE = "evaluation.json"
METRICS_FILE = "metrics.csv"
CURVES_FILE = "curves.csv"
UNWRITABLE = "backslashreplace"
"""What becomes of halves of surrogate pairs, which paths that are no UTF-8 have: what JSON too would write for them."""

_MOST_POINTS = 2000

METRIC_COLUMNS = ("set", "group", "metric", "value", "low", "high", "recipeFingerprint", "weightsSha256", "dataRecipeFingerprint")
CURVE_COLUMNS = ("set", "curve", "threshold", "x", "y")


@dataclasses.dataclass(frozen=True)
class Curve:
    """One curve: `name`, what the axes are, and float arrays [n] of thresholds, x and y."""

    name: str
    x_name: str
    y_name: str
    thresholds: np.ndarray
    x: np.ndarray
    y: np.ndarray

    def thinned(self) -> "Curve":
        """At most 2,000 of its points, evenly chosen, the ends among them."""
        if len(self.x) <= _MOST_POINTS:
            return self
        chosen = np.unique(np.linspace(0, len(self.x) - 1, _MOST_POINTS).round().astype(np.int64))
        return dataclasses.replace(self, thresholds=self.thresholds[chosen], x=self.x[chosen], y=self.y[chosen])


def without_nan(value: Any) -> Any:
    """The same value with null in place of what JSON cannot say."""
    if isinstance(value, dict):
        return {key: without_nan(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_nan(item) for item in value]
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else None
    return value.item() if isinstance(value, np.generic) else value


def write_json(path: str, document: Any) -> None:
    """Writes a document, complete or not at all."""
    _replace(path, json.dumps(without_nan(document), indent=2, ensure_ascii=False) + "\n")


def write_csv(path: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Writes a table, complete or not at all; what is not known is an empty cell."""
    partial = path + ".partial"
    with open(partial, "w", encoding="utf-8", errors=UNWRITABLE, newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(["" if cell is None or cell != cell else cell for cell in row] for row in rows)
    os.replace(partial, path)


def metric_rows(document: Dict[str, Any]) -> List[Tuple[Any, ...]]:
    """Rows of metrics.csv: every number of an evaluation with the set and the group that it is of."""
    identity = document["model"].get("recipeFingerprint"), document["model"].get("weightsSha256")
    rows: List[Tuple[Any, ...]] = []
    for part in document["sets"]:
        end = (*identity, part["data"].get("recipeFingerprint"))
        for headline in part["headline"]:
            rows.append((part["name"], "all", headline["name"], headline["value"], headline["low"], headline["high"], *end))
        for group, metric, value in _group_values(part):
            rows.append((part["name"], group, metric, value, None, None, *end))
    return rows


def write_curves(path: str, curves: Iterable[Tuple[str, Curve]]) -> None:
    """Writes curves.csv from (name of the set, curve)."""
    rows = ((name, f"{curve.y_name} over {curve.x_name}: {curve.name}", *map(float, point))
            for name, whole in curves for curve in (whole.thinned(),) for point in zip(curve.thresholds, curve.x, curve.y))
    write_csv(path, CURVE_COLUMNS, rows)


def _group_values(part: Dict[str, Any]) -> Iterable[Tuple[str, str, Any]]:
    for key, prefix in (("perClass", "class"), ("perSize", "size"), ("perLight", "light")):
        for group in part.get(key, []):
            name = f"{prefix}: {group['name']}"
            yield from ((name, metric, value) for metric, value in group.items() if isinstance(value, (int, float)) and not isinstance(value, bool))
            yield from ((name, f"recall at {100 * point['wantedPrecision']:g} % precision", point["recall"]) for point in group["operatingPoints"])
    timing = part.get("timing")
    if timing:
        yield from (("all", f"detection time, {metric}", value) for metric, value in timing.items())


def _replace(path: str, text: str) -> None:
    partial = path + ".partial"
    with open(partial, "w", encoding="utf-8", errors=UNWRITABLE) as file:
        file.write(text)
    os.replace(partial, path)
