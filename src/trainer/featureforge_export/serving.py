"""The serving part of a recipe, for models of shards whose manifest does not say it.

The engine writes it into every manifest (`Recipe.ServingJson`), and that is what holds; this repeats it for shards of engines that did not yet, and
a test compares both.
"""
from __future__ import annotations

import os
from typing import Any, Dict, List, Optional, Tuple

from featureforge_eval import errors

_LARGEST_RECIPE = 1 << 20
_DECODE = {"alpha": "drop", "dctScale": "none", "fidelity": "reference"}
_STEPS: Dict[str, Dict[str, Any]] = {"cropToBox": {"margin": 0.2}, "letterbox": {"fill": [128, 128, 128]}}


def serving_part(path: str, size: Tuple[int, int]) -> Dict[str, Any]:
    """What happens to a photo before the model sees it, defaults filled in. path: of a recipe. size: width and height that the model takes."""
    recipe = _read(path)
    geometry, decode = _mapping(path, recipe, "geometry"), _mapping(path, recipe, "decode")
    output = geometry.get("output")
    if output != list(size):
        raise errors.EvaluationError(f"geometry.output is {output}, the model takes {list(size)}", path, "Name the recipe of the shards that the model was trained on")
    steps: List[Dict[str, Any]] = []
    for step in geometry.get("steps") or []:
        name, keys = (step, {}) if isinstance(step, str) else next(iter(step.items())) if isinstance(step, dict) and len(step) == 1 else ("", {})
        if isinstance(name, str) and name in _STEPS:
            steps.append({name: {**_STEPS[name], **(keys or {})}})
        elif name == "crop" and isinstance(keys, dict) and "box" in keys:
            steps.append({name: {"box": keys["box"]}})
    return {"decode": {**{name: decode.get(name, value) for name, value in _DECODE.items()}, "orientation": "upright"}, "steps": steps,
            "resize": {"kernel": "bilinear", "antialias": True}, "output": list(size),
            "pixels": {"color": "rgb", "layout": "hwc", "type": "uint8", "range": [0, 255]}}


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
        if os.path.getsize(path) > _LARGEST_RECIPE:
            raise errors.EvaluationError(f"The recipe has {os.path.getsize(path)} bytes, at most {_LARGEST_RECIPE} are read", path, "Name a recipe")
        with open(path, encoding="utf-8") as file:
            recipe = yaml.safe_load(file)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise errors.EvaluationError(f"The recipe cannot be read ({str(error).splitlines()[0]})", path, "Name the recipe of the shards") from None
    if not isinstance(recipe, dict):
        raise errors.EvaluationError("The file is no recipe", path, "Name the recipe of the shards")
    return recipe


def _mapping(path: str, recipe: Dict[str, Any], key: str) -> Dict[str, Any]:
    value = recipe.get(key) or {}
    if not isinstance(value, dict):
        raise errors.EvaluationError(f"{key} is {value!r:.60}, need a mapping", path, "Correct the recipe; featureforge lint names the line")
    return value
