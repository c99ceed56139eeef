"""The serving part of a recipe, for models of shards whose manifest does not say it.

The engine writes it into every manifest (`Recipe.ServingJson`), and that is what holds; this repeats it for shards of engines that did not yet, and
a test compares both.
"""
from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from featureforge_data.bounds import LARGEST_SERVING, serving_length
from featureforge_eval import errors
from featureforge_eval.files import is_count, is_number, read_regular

MOST_STEPS = 16
LARGEST_EDGE = 1e9
_ALPHAS = ("drop", "white", "black")
_LARGEST_RECIPE = 1 << 20
_DECODE = {"alpha": "drop", "dctScale": "none", "fidelity": "reference"}
_STEPS: Dict[str, Dict[str, Any]] = {"cropToBox": {"margin": 0.2}, "letterbox": {"fill": [128, 128, 128]}}


def check_serving(stated: Any, size: Tuple[int, int], where: str) -> Dict[str, Any]:
    """A serving part whose members that decide pixels can all be. size: width and height that the model takes. where: it stands, for errors.

    Steps that need boxes pass, though no device can carry them out: `photos.serve_photo` says so. Raises EvaluationError.
    """
    def refuse(name: str, value: Any, rule: str) -> errors.EvaluationError:
        return errors.EvaluationError(f"The preprocessing's {name} is {value!r:.80}, need {rule}", where,
                                      "Restore the file from a copy, or make it anew")

    if not isinstance(stated, dict) or not _is_short(stated):
        raise refuse("form", stated, f"an object of at most {LARGEST_SERVING} characters of JSON")
    output, decode, steps = stated.get("output"), stated.get("decode", {}), stated.get("steps", [])
    if output != list(size) or not all(is_count(side, 1, size[0] + size[1]) for side in output):
        raise refuse("output", output, f"one that ends at {size[0]} x {size[1]} pixels")
    if not isinstance(decode, dict) or decode.get("alpha", "drop") not in _ALPHAS:
        raise refuse("decode", decode, f"an alpha of {', '.join(_ALPHAS)}")
    if not isinstance(steps, list) or len(steps) > MOST_STEPS:
        raise refuse("steps", steps, f"a list of at most {MOST_STEPS}")
    for step in steps:
        (name, keys), = step.items() if isinstance(step, dict) and len(step) == 1 else (("", None),)
        if not isinstance(keys, dict):
            raise refuse("step", step, "a name with its keys")
        if name == "letterbox" and not _numbers(keys.get("fill"), 3, 255):
            raise refuse("fill", keys.get("fill"), "red, green and blue of 0 to 255")
        if name == "crop" and not _numbers(keys.get("box"), 4, LARGEST_EDGE):
            raise refuse("box", keys.get("box"), f"four edges of 0 to {LARGEST_EDGE:g}")
    return stated


def _is_short(stated: Dict[str, Any]) -> bool:
    try:
        return serving_length(stated) <= LARGEST_SERVING
    except (TypeError, ValueError, RecursionError):
        # Text that is no Unicode, or out of YAML a date, a set, a list within itself.
        return False


def _numbers(value: Any, count: int, high: float) -> bool:
    return isinstance(value, list) and len(value) == count and all(is_number(number, 0, high) for number in value)


def serving_part(path: str, size: Tuple[int, int]) -> Dict[str, Any]:
    """What happens to a photo before the model sees it, defaults filled in. path: of a recipe. size: width and height that the model takes."""
    recipe = _read(path)
    geometry, decode = _mapping(path, recipe, "geometry"), _mapping(path, recipe, "decode")
    output = geometry.get("output")
    if output != list(size):
        raise errors.EvaluationError(f"geometry.output is {output}, the model takes {list(size)}", path, "Name the recipe of the shards that the model was trained on")
    steps: List[Dict[str, Any]] = []
    stated = geometry.get("steps") or []
    for step in stated if isinstance(stated, list) else [stated]:
        name, keys = (step, {}) if isinstance(step, str) else next(iter(step.items())) if isinstance(step, dict) and len(step) == 1 else ("", {})
        if not isinstance(name, str) or not name or not isinstance(keys or {}, dict):
            raise errors.EvaluationError(f"geometry.steps has {step!r:.60}, need the name of a step, or one with its keys", path,
                                         "Correct the recipe; featureforge lint names the line")
        if name in _STEPS:
            steps.append({name: {**_STEPS[name], **(keys or {})}})
        elif name == "crop" and "box" in (keys or {}):
            steps.append({name: {"box": keys["box"]}})
    found = {"decode": {**{name: decode.get(name, value) for name, value in _DECODE.items()}, "orientation": "upright"}, "steps": steps,
            "resize": {"kernel": "bilinear", "antialias": True}, "output": list(size),
            "pixels": {"color": "rgb", "layout": "hwc", "type": "uint8", "range": [0, 255]}}
    return check_serving(found, size, path)


def choose_serving(stated: Optional[Any], path: str, size: Tuple[int, int]) -> Dict[str, Any]:
    """The serving part to export where a recipe is given besides. stated: what model.json says, None where it says nothing. Raises where they differ."""
    found = serving_part(path, size)
    if stated is None or stated == found:
        return found
    different = [name for name, value in found.items() if not isinstance(stated, dict) or stated.get(name) != value]
    raise errors.EvaluationError(
        f"The recipe and the shards of the model differ in what happens to a photo ({', '.join(different) or 'other members'})", path,
        "Leave --recipe out: the model knows it from its shards")


def _read(path: str) -> Dict[str, Any]:
    try:
        import yaml
    except ImportError:
        raise errors.missing_module("yaml", "reads recipes", "python3-yaml") from None
    try:
        recipe = yaml.safe_load(read_regular(path, _LARGEST_RECIPE).decode("utf-8"))
    except Exception as error:
        # PyYAML answers values that are not of the type they name with AttributeError, RecursionError and others besides its own.
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise errors.EvaluationError(f"The recipe cannot be read ({reason[:200]})", path, "Name the recipe of the shards") from None
    if not isinstance(recipe, dict):
        raise errors.EvaluationError("The file is no recipe", path, "Name the recipe of the shards")
    return recipe


def _mapping(path: str, recipe: Dict[str, Any], key: str) -> Dict[str, Any]:
    value = recipe.get(key) or {}
    if not isinstance(value, dict):
        raise errors.EvaluationError(f"{key} is {value!r:.60}, need a mapping", path, "Correct the recipe; featureforge lint names the line")
    return value
