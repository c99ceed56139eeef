"""Draws the parts of a report on matplotlib axes. Colours are those of Okabe and Ito, which the colour-blind can tell apart."""
from __future__ import annotations

import math
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
from featureforge_data.terminal import clean

from . import errors
from .evaluation import SetResult
from .worst import FOUND, HIT, IGNORED, MISSED, WRONG, WorstSample

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
INK = "#222222"
FAINT = "#888888"
FATES = {HIT: ("#009E73", "-", "hit"), WRONG: ("#D55E00", "-", "wrong"), MISSED: ("#F0E442", "--", "missed object"),
         FOUND: ("#FFFFFF", ":", "found object"), IGNORED: ("#999999", ":", "ignored")}
# Share of the axes within which points share one place for their letters.
_TOGETHER = 0.08
_STYLE = {
    "font.family": "DejaVu Sans", "font.size": 9, "axes.titlesize": 10, "axes.titleweight": "bold", "axes.titlelocation": "left", "axes.edgecolor": FAINT,
    "axes.labelcolor": INK, "text.color": INK, "xtick.color": INK, "ytick.color": INK, "axes.spines.top": False, "axes.spines.right": False,
    "axes.grid": True, "grid.color": "#E4E4E4", "grid.linewidth": 0.6, "axes.axisbelow": True, "legend.frameon": False, "legend.fontsize": 8,
    "svg.fonttype": "path", "svg.hashsalt": "featureforge", "lines.linewidth": 1.6,
}


def load_pyplot() -> Any:
    """matplotlib.pyplot, drawing into memory, in the report's style."""
    try:
        import matplotlib
    except ImportError:
        raise errors.missing_module("matplotlib", "draws the report", "python3-matplotlib, or pass --no-report") from None
    matplotlib.use("Agg")
    from matplotlib import pyplot

    pyplot.rcParams.update(_STYLE)
    if "text.parse_math" in pyplot.rcParams:
        # A label may have dollar signs; matplotlib would read it as a formula. Versions before 3.6 always do.
        pyplot.rcParams["text.parse_math"] = False
    return pyplot


def draw_curves(axes: Any, results: Sequence[SetResult], kind: Tuple[str, str]) -> bool:
    """One curve of each set whose axes are `kind` (x name, y name). Says whether there was any."""
    drawn = False
    for place, result in enumerate(results):
        for curve in result.curves:
            if (curve.x_name, curve.y_name) == kind and len(curve.x):
                thin = curve.thinned()
                axes.plot(thin.x, thin.y, color=COLOURS[place % len(COLOURS)], label=result.name, drawstyle="steps-post" if kind[1] != "precision" else "default")
                drawn = True
    axes.set_xlabel(kind[0])
    axes.set_ylabel(kind[1])
    axes.set_ylim(0, 1.02)
    axes.set_xlim(0, 1.02)
    if drawn and len(results) > 1:
        corners = {"precision": (0.02, 0.55)}
        axes.legend(loc=corners.get(kind[1], "lower right"))
    return drawn


def draw_precision(axes: Any, results: Sequence[SetResult]) -> None:
    """Precision over recall with the operating points of the first set."""
    axes.set_title("Precision and recall")
    if not draw_curves(axes, results, ("recall", "precision")):
        axes.text(0.5, 0.5, "no detection", ha="center", va="center", color=FAINT)
    points = [point for point in results[0].document["operatingPoints"] if "wantedPrecision" in point]
    points.sort(key=lambda point: -point["wantedPrecision"])
    _note(axes, [(None if point["recall"] is None else (point["recall"], point["precision"]), _precision_words(point)) for point in points])


def draw_roc(axes: Any, results: Sequence[SetResult]) -> bool:
    """True over false positive rate. Says whether there was any."""
    detector = "objects" in results[0].document
    axes.set_title("ROC of photos: is there an object?" if detector else f"ROC of “{results[0].document['positiveClass']}”")
    axes.plot([0, 1], [0, 1], color=FAINT, linewidth=0.8, linestyle=":")
    drawn = draw_curves(axes, results, ("false positive rate", "true positive rate"))
    points = [point for point in results[0].document["operatingPoints"] if "wantedFalsePositiveRate" in point and point["recall"] is not None]
    points.sort(key=lambda point: -point["wantedFalsePositiveRate"])
    _note(axes, [((point["falsePositiveRate"], point["recall"]),
                  f"{100 * point['recall']:.1f} % found at {100 * point['wantedFalsePositiveRate']:g} % false positives, score ≥ {point['threshold']:.2f}")
                 for point in points])
    return drawn


def draw_false_positives(axes: Any, results: Sequence[SetResult]) -> None:
    """Recall over false positives per photo, from 0.01 to the most seen."""
    axes.set_title("Recall and false positives")
    draw_curves(axes, results, ("false positives per photo", "recall"))
    most = max((float(curve.x.max()) for result in results for curve in result.curves if curve.x_name == "false positives per photo" and len(curve.x)), default=1.0)
    axes.set_xscale("log")
    axes.set_xlim(0.01, max(most, 0.1))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")


def draw_bars(axes: Any, title: str, rows: Sequence[Tuple[str, Optional[float], str]], value_name: str) -> None:
    """Horizontal bars from 0 to 1. rows: name, value (None where unknown), what stands behind the bar."""
    axes.set_title(title)
    for place, (name, value, note) in enumerate(rows):
        known = value is not None and not math.isnan(value)
        axes.barh(place, value if known else 0, color=COLOURS[0], height=0.6)
        text = f"{value:.3f}  {note}" if known else f"none  {note}"
        inside = known and value > 0.55
        axes.text((value if known else 0) + (-0.015 if inside else 0.015), place, text, va="center", ha="right" if inside else "left",
                  color="white" if inside else INK, fontsize=8)
    axes.set_yticks(range(len(rows)), [name for name, _, _ in rows])
    axes.set_ylim(max(len(rows), 4) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.set_xlabel(value_name)
    axes.grid(axis="y", visible=False)


def group_rows(groups: Sequence[Dict[str, Any]], metric: str, counted: str) -> List[Tuple[str, Optional[float], str]]:
    """Rows for draw_bars from groups of an evaluation."""
    return [(group["name"], group[metric], f"({group[counted]:,} {counted})") for group in groups]


def draw_confusion(axes: Any, confusion: Dict[str, Any]) -> None:
    """Truth by answer, each row as shares of the truth."""
    table = np.array(confusion["truthByAnswer"], np.float64)
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    axes.set_title("Confusion")
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for (row, column), share in np.ndenumerate(shares):
        axes.text(column, row, f"{int(table[row, column]):,}\n{100 * share:.1f} %", ha="center", va="center", color="white" if share > 0.55 else INK, fontsize=9)
    axes.set_xticks(range(len(table)), confusion["classes"])
    axes.set_yticks(range(len(table)), confusion["classes"])
    axes.set_xlabel("answer")
    axes.set_ylabel("truth")
    axes.grid(visible=False)


def draw_sample(axes: Any, sample: WorstSample, picture: np.ndarray) -> None:
    """A picture with its boxes."""
    from matplotlib.patches import Rectangle

    height, width = picture.shape[:2]
    axes.imshow(picture, interpolation="nearest" if width < 100 else "antialiased")
    for mark in sample.marks:
        colour, line, _ = FATES[mark.fate]
        x0, y0, x1, y1 = (value * side for value, side in zip(mark.box, (width, height, width, height)))
        # A dark line beneath, so that every colour stands out on every picture.
        for edge, line_width, style in (("black", 2.6, "-"), (colour, 1.4, line)):
            axes.add_patch(Rectangle((x0 - 0.5, y0 - 0.5), x1 - x0, y1 - y0, fill=False, edgecolor=edge, linewidth=line_width, linestyle=style))
        if mark.caption:
            axes.text(x0, max(y0 - 1.5, 0.045 * height), mark.caption, color="black", fontsize=6, va="bottom", clip_on=True,
                      bbox={"facecolor": colour, "edgecolor": "none", "pad": 0.6, "alpha": 0.9})
    axes.set_xlim(-0.5, width - 0.5)
    axes.set_ylim(height - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.set_title(f"{_shortened(sample.key)}\n{sample.title}", fontsize=7, fontweight="normal")


def curve_names(results: Sequence[SetResult]) -> List[Tuple[str, str]]:
    """Kinds of curves that the first set has."""
    return [(curve.x_name, curve.y_name) for curve in results[0].curves if len(curve.x)]


def _precision_words(point: Dict[str, Any]) -> str:
    wanted = f"{100 * point['wantedPrecision']:g} % precision"
    if point["recall"] is None:
        return f"no threshold reaches {wanted}"
    return f"recall {100 * point['recall']:.1f} % at {wanted}, score ≥ {point['threshold']:.2f}"


def _note(axes: Any, points: Sequence[Tuple[Optional[Tuple[float, float]], str]]) -> None:
    """Marks points with letters and says below the axes, where no curve is, what each is. points: None where there is none, and the words.

    Points that lie together share their letters' place; letters stand within the axes.
    """
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    together: List[Tuple[Tuple[float, float], List[str]]] = []
    marked = 0
    for place, (point, text) in enumerate(points):
        letter = letters[marked % 26]
        marked += point is not None
        below = (0, -36 - 11 * place)
        axes.annotate(f"{letter}:  {text}" if point else text, (0, 0), xycoords="axes fraction", xytext=below, textcoords="offset points", va="top", fontsize=7,
                      color=INK if point else FAINT, annotation_clip=False)
        if point is None:
            continue
        axes.plot(*point, "o", color=INK, markersize=5, zorder=5, clip_on=False)
        near = next((names for other, names in together if max(abs(other[0] - point[0]), abs(other[1] - point[1])) < _TOGETHER), None)
        if near is None:
            together.append((point, [letter]))
        else:
            near.append(letter)
    rises = axes.get_xlabel() == "false positive rate"
    for point, names in together:
        # Below the curve: at the left of one that falls, at the right of one that rises.
        axes.annotate(", ".join(names), point, xytext=(6 if rises else -6, -4 if point[1] > 0.15 else 4), textcoords="offset points", ha="left" if rises else "right",
                      va="top" if point[1] > 0.15 else "bottom", fontsize=9, fontweight="bold", zorder=6)


def _shortened(key: str) -> str:
    return clean(key if len(key) <= 34 else f"…{key[-33:]}")
