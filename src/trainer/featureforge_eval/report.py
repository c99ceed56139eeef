"""The report: one PNG, and one HTML file that needs nothing else."""
from __future__ import annotations

import html
import io
import math
import re
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

from . import drawing
from .evaluation import SetResult
from .timing import FORWARD, WITH_BOXES

PNG_FILE = "report.png"
HTML_FILE = "report.html"
_COLUMNS = 6
_RESOLUTION = 110

_COLUMN_TITLES = {"averagePrecision50": "AP at IoU 0.5", "averagePrecision50To95": "AP at IoU 0.5:0.95", "averagePrecision": "average precision",
                  "areaUnderRoc": "area under ROC"}

Panel = Tuple[str, Callable[[Any], object]]

_PAGE_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;color:#222;max-width:1080px;margin:2em auto;padding:0 1em}
h1{font-size:1.5em;margin-bottom:.2em} h2{font-size:1.15em;margin-top:2em} .faint{color:#666}
table{border-collapse:collapse;margin:.6em 0;font-size:.93em} td,th{padding:.25em .8em;border-bottom:1px solid #e4e4e4;text-align:right;vertical-align:top}
td:first-child,th:first-child,.named td:nth-child(2){text-align:left} th{border-bottom:2px solid #888} code{font-size:.9em;overflow-wrap:anywhere}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:1em} .panels svg,.wide svg{width:100%;height:auto}
"""


def write_report(png_path: str, html_path: str, document: Dict[str, Any], results: Sequence[SetResult]) -> None:
    """Writes both. document: evaluation.json. results: the sets, the main one first."""
    pyplot = drawing.load_pyplot()
    panels = _panels(results)
    _write_png(pyplot, png_path, document, results, panels)
    with open(html_path, "w", encoding="utf-8") as file:
        file.write(_page(pyplot, document, results, panels))


def _panels(results: Sequence[SetResult]) -> List[Panel]:
    main = results[0].document
    panels: List[Panel] = [("precision", lambda axes: drawing.draw_precision(axes, results))]
    kinds = drawing.curve_names(results)
    of = f" ({results[0].name})" if len(results) > 1 else ""
    if "objects" in main:
        panels.append(("false-positives", lambda axes: drawing.draw_false_positives(axes, results)))
        if ("false positive rate", "true positive rate") in kinds:
            panels.append(("roc", lambda axes: drawing.draw_roc(axes, results)))
        panels += [
            ("sizes", lambda axes: drawing.draw_bars(axes, f"By shorter side of the object{of}", _half_rows(main["perSize"]), "AP at IoU 0.5")),
            ("light", lambda axes: drawing.draw_bars(axes, f"By light{of}", _half_rows(main["perLight"]), "AP at IoU 0.5")),
            ("overlap", lambda axes: drawing.draw_bars(axes, f"By IoU asked for{of}", _overlap_rows(main), "AP"))]
        return panels
    return panels + [
        ("roc", lambda axes: drawing.draw_roc(axes, results)),
        ("confusion", lambda axes: drawing.draw_confusion(axes, main["confusion"])),
        ("light", lambda axes: drawing.draw_bars(axes, f"By light{of}", drawing.group_rows(main["perLight"], "areaUnderRoc", "samples"), "area under ROC"))]


def _half_rows(groups: Sequence[Dict[str, Any]]) -> List[Tuple[str, Optional[float], str]]:
    return drawing.group_rows(groups, "averagePrecision50", "objects")


def _overlap_rows(main: Dict[str, Any]) -> List[Tuple[str, Optional[float], str]]:
    return [(f"{row['iou']:.2f}", row["averagePrecision"], "") for row in main["averagePrecisionByIoU"]]


def _write_png(pyplot: Any, path: str, document: Dict[str, Any], results: Sequence[SetResult], panels: Sequence[Panel]) -> None:
    shown = results[0].worst
    across = 4 if len(panels) == 4 else 3
    rows, sample_rows = math.ceil(len(panels) / across), math.ceil(len(shown) / _COLUMNS)
    heights = [1.6 + 0.22 * len(_headline_lines(results)), *[4.0] * rows, *([0.4] if shown else []), *[2.6] * sample_rows]
    figure = pyplot.figure(figsize=(14, sum(heights)), layout="constrained")
    figure.get_layout_engine().set(w_pad=0.12, h_pad=0.1)
    grid = figure.add_gridspec(len(heights), 1, height_ratios=heights)
    _draw_head(figure.add_subplot(grid[0]), document, results)
    for row in range(rows):
        line = grid[1 + row].subgridspec(1, across)
        for place, (_, draw) in enumerate(panels[across * row:across * (row + 1)]):
            draw(figure.add_subplot(line[place]))
    if shown:
        _draw_key(figure.add_subplot(grid[1 + rows]), bool(shown[0].marks))
    if shown:
        _draw_samples(figure, grid[2 + rows:2 + rows + sample_rows], results[0], _COLUMNS)
    figure.savefig(path, dpi=_RESOLUTION, metadata={"Software": None})
    pyplot.close(figure)


def _title(document: Dict[str, Any], results: Sequence[SetResult]) -> Tuple[str, str]:
    model, main = document["model"], results[0].document
    what = f"{main['samples']:,} pictures, {main['positives']:,} “{main['positiveClass']}”" if "positives" in main else f"{main['objects']:,} objects in {main['samples']:,} photos"
    title = f"{str(model['kind']).capitalize()} {model.get('backbone', '')}, {model['input'][0]} x {model['input'][1]} px: {what}".replace(" ,", ",")
    chosen = f" · threshold {main['threshold']:.3f}: {main['thresholdSource']}" if "thresholdSource" in main else ""
    recipe, weights = (str(model.get(name, "unknown"))[:16] for name in ("recipeFingerprint", "weightsSha256"))
    return title, f"recipe {recipe} · weights {weights} · split {main['data']['split']} of {main['data']['name']}{chosen}"


def _headline_lines(results: Sequence[SetResult]) -> List[List[str]]:
    """Rows of the table of headline numbers: name, then one cell for each set."""
    names = [row["name"] for row in results[0].document["headline"]]
    lines = [[name, *(_with_interval(result.document["headline"][place]) for result in results)] for place, name in enumerate(names)]
    timings = [result.document.get("timing") for result in results]
    if any(timings):
        lines.append([f"{WITH_BOXES if 'objects' in results[0].document else FORWARD}, median",
                      *(f"{timing['medianMilliseconds']:.1f} ms per photo (95 % below {timing['percentile95Milliseconds']:.1f})" if timing else "" for timing in timings)])
    return lines


def _with_interval(row: Dict[str, Any]) -> str:
    if row["value"] is None or math.isnan(row["value"]):
        return "none"
    return f"{row['value']:.3f}" + ("" if row["low"] is None else f"  ({row['low']:.3f} .. {row['high']:.3f})")


def _draw_head(axes: Any, document: Dict[str, Any], results: Sequence[SetResult]) -> None:
    axes.axis("off")
    title, below = _title(document, results)
    axes.text(0, 1, title, fontsize=15, fontweight="bold", va="top", transform=axes.transAxes)
    lines = _headline_lines(results)
    step = 1 / (len(lines) + 6)
    axes.text(0, 1 - (4.7 + len(lines)) * step, "In brackets: 95 % interval from drawing photos anew.", fontsize=8, color=drawing.FAINT, va="top", transform=axes.transAxes)
    axes.text(0, 1 - 1.9 * step, below, fontsize=9, color=drawing.FAINT, va="top", transform=axes.transAxes)
    width = min(0.2, 0.72 / len(results))
    for place, result in enumerate(results):
        colour = drawing.COLOURS[place % len(drawing.COLOURS)]
        axes.text(0.27 + width * place, 1 - 3.4 * step, result.name, fontsize=9, fontweight="bold", va="top", color=colour, transform=axes.transAxes)
    for row, cells in enumerate(lines):
        for place, cell in enumerate(cells):
            axes.text(0 if place == 0 else 0.27 + width * (place - 1), 1 - (4.5 + row) * step, cell, fontsize=9, va="top", transform=axes.transAxes)


def _draw_key(axes: Any, boxes: bool) -> None:
    axes.axis("off")
    axes.text(0, 0.5, "Worst samples", fontsize=10, fontweight="bold", va="center", transform=axes.transAxes)
    for place, (colour, line, name) in enumerate(drawing.FATES.values() if boxes else ()):
        left = 0.14 + 0.12 * place
        for edge, width, style in (("black", 4, "-"), (colour, 2.2, line)):
            axes.plot([left, left + 0.03], [0.5, 0.5], color=edge, linewidth=width, linestyle=style, transform=axes.transAxes)
        axes.text(left + 0.036, 0.5, name, fontsize=8, va="center", transform=axes.transAxes)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)


def _page(pyplot: Any, document: Dict[str, Any], results: Sequence[SetResult], panels: Sequence[Panel]) -> str:
    title, below = _title(document, results)
    parts = [
        "<!doctype html>", '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
        f"<title>{html.escape(title)}</title><style>{_PAGE_STYLE}</style></head><body>", f"<h1>{html.escape(title)}</h1>", f'<p class="faint">{html.escape(below)}</p>',
        "<p>In brackets: 95 % interval from drawing photos anew.</p>", _table(["", *(result.name for result in results)], _headline_lines(results)),
        '<div class="panels">', *(_svg(pyplot, name, draw, (4.6, 4.0)) for name, draw in panels), "</div>"]
    parts += _operating_points(results)
    parts += _groups(results)
    if results[0].worst:
        parts += ['<div class="wide">', _worst_svg(pyplot, results[0]), "</div>"]
    parts += ["<h2>What this rests on</h2>", f'<div class="named">{_identity(document)}</div>', "</body></html>"]
    return "\n".join(parts) + "\n"


def _operating_points(results: Sequence[SetResult]) -> List[str]:
    rows = []
    for result in results:
        for point in result.document["operatingPoints"]:
            rate = point.get("wantedFalsePositiveRate")
            wanted = f"precision ≥ {100 * point['wantedPrecision']:g} %" if rate is None else f"false positive rate ≤ {100 * rate:g} %"
            rest = point.get("falsePositivesPerPhoto", point.get("falsePositiveRate"))
            rows.append([result.name, wanted, *(_number(point[name]) for name in ("recall", "precision", "threshold")), _number(rest)])
    last = "false positives per photo" if "objects" in results[0].document else "false positive rate"
    return ["<h2>Operating points</h2>", _table(["set", "wanted", "recall", "precision", "score from", last], rows)]


def _groups(results: Sequence[SetResult]) -> List[str]:
    parts: List[str] = []
    for key, heading in (("perClass", "By class"), ("perSize", "By shorter side of the object"), ("perLight", "By light")):
        groups = [(result.name, group) for result in results for group in result.document.get(key, [])]
        if not groups:
            continue
        names = [name for name in groups[0][1] if name not in ("name", "operatingPoints")]
        wanted = [point["wantedPrecision"] for point in results[0].document["operatingPoints"] if "wantedPrecision" in point]
        rows = []
        for name, group in groups:
            recalls = [point["recall"] for point in group["operatingPoints"]] or [None] * len(wanted)
            rows.append([name, group["name"], *(_number(group.get(column)) for column in names), *map(_number, recalls)])
        titles = [_COLUMN_TITLES.get(column, column) for column in names]
        table = _table(["set", "", *titles, *(f"recall at {100 * value:g} % precision" for value in wanted)], rows)
        parts += [f"<h2>{heading}</h2>", f'<div class="named">{table}</div>']
    return parts


def _identity(document: Dict[str, Any]) -> str:
    rows = [[f"model: {name}", _plain(value)] for name, value in document["model"].items()]
    for part in document["sets"]:
        rows += [[f"{part['name']}: {name}", _plain(value)] for name, value in part["data"].items()]
    rows += [[f"settings: {name}", _plain(value)] for name, value in document["settings"].items()]
    rows += [["threshold from", _plain(part["thresholdSource"])] for part in document["sets"][:1] if "thresholdSource" in part]
    return _table(["", ""], rows)


def _worst_svg(pyplot: Any, result: SetResult) -> str:
    rows = math.ceil(len(result.worst) / 4)
    figure = pyplot.figure(figsize=(11, 0.4 + 3.05 * rows), layout="constrained")
    grid = figure.add_gridspec(1 + rows, 1, height_ratios=[0.4, *[3.05] * rows])
    _draw_key(figure.add_subplot(grid[0]), bool(result.worst[0].marks))
    _draw_samples(figure, grid[1:1 + rows], result, 4)
    return _to_svg(pyplot, figure, "worst")


def _draw_samples(figure: Any, place: Any, result: SetResult, across: int) -> None:
    """The worst samples in one grid, so that a last row with fewer of them stands in line with those above. place: of the whole grid in the figure."""
    rows = math.ceil(len(result.worst) / across)
    grid = place.subgridspec(rows, across)
    for position in range(rows * across):
        axes = figure.add_subplot(grid[position // across, position % across])
        if position < len(result.worst):
            drawing.draw_sample(axes, result.worst[position], result.pictures[position])
        else:
            axes.axis("off")


def _svg(pyplot: Any, name: str, draw: Callable[[Any], object], size: Tuple[float, float]) -> str:
    figure = pyplot.figure(figsize=size, layout="constrained")
    draw(figure.add_subplot())
    return _to_svg(pyplot, figure, name)


def _to_svg(pyplot: Any, figure: Any, name: str) -> str:
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
    text = buffer.getvalue()
    text = text[text.index("<svg"):]
    # Several drawings stand in one page, so each needs names of its own.
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', text)
    return re.sub(r'(url\(|href=")#', rf"\1#{name}-", text)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    cells = "".join(f"<th>{html.escape(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{cells}</tr>{body}</table>"


def _number(value: Any) -> str:
    if value is None or value != value:
        return "none"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
