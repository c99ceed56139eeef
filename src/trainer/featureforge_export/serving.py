"""The serving part of a recipe: what a photo goes through before the model sees it. For models whose shards' manifest does not say it."""
from __future__ import annotations

import os
from typing import Any, Dict, List, Tuple

from featureforge_eval import errors

_LARGEST_RECIPE = 1 << 20
_SERVING_STEPS = ("cropToBox", "letterbox")
_DECODE_KEYS = ("fidelity", "dctScale", "alpha")


def serving_part(path: str, size: Tuple[int, int]) -> Dict[str, Any]:
    """decode, steps and output of a recipe, without anything random. path: YAML file. size: width and height that the model takes."""
    recipe = _read(path)
    geometry, decode = _mapping(path, recipe, "geometry"), _mapping(path, recipe, "decode")
    output = geometry.get("output")
    if output != list(size):
        raise errors.EvaluationError(f"geometry.output is {output}, the model takes {list(size)}", path, "Name the recipe of the shards that the model was trained on")
    steps: List[Dict[str, Any]] = []
    for step in geometry.get("steps") or []:
        name, keys = (step, {}) if isinstance(step, str) else next(iter(step.items())) if isinstance(step, dict) and len(step) == 1 else ("", {})
        fixed_crop = name == "crop" and isinstance(keys, dict) and "box" in keys
        if name in _SERVING_STEPS or fixed_crop:
            steps.append({name: keys or {}})
    return {"decode": {name: decode[name] for name in _DECODE_KEYS if name in decode}, "steps": steps, "output": list(size)}


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
