"""Bounds of what a manifest may state, the same as the engine's own reader of manifests has (`DatasetAnchorLevel`, `Manifest`, `OutputState`).

`tests/oracles/manifest-bounds.json` holds values just within and just beyond each of them; tests of both languages read it.
"""
from __future__ import annotations

import json
from typing import Any, List, Tuple

DEEPEST_JSON = 64
"""Most arrays and objects within one another."""

LARGEST_SERVING = 16_384
"""Most characters of the serving part, as the engine writes it on one line: it travels in every header of a feed."""

MOST_LEVELS = 16
MOST_NUMBERS = 16
LARGEST_MAP_SIDE = 2048
LARGEST_ANCHOR_COUNT = 4_000_000
SCALES = (0.001, 2.0)
ASPECT_RATIOS = (0.05, 20.0)

# What the engine's writer of JSON escapes besides: six characters instead of one.
_ESCAPED = "&'+<>`\x7f"


def is_map(sides: Any) -> bool:
    """Whether a value out of JSON is [columns, rows] of a feature map, whole numbers of 1 to 2048."""
    return isinstance(sides, list) and len(sides) == 2 and all(type(side) is int and 1 <= side <= LARGEST_MAP_SIDE for side in sides)


def are_numbers(values: Any, limits: Tuple[float, float]) -> bool:
    """Whether a value out of JSON is a list of 1 to 16 numbers within limits."""
    return isinstance(values, list) and 1 <= len(values) <= MOST_NUMBERS and all(type(value) in (int, float) and limits[0] <= value <= limits[1] for value in values)


def is_too_deep(value: Any) -> bool:
    """Whether a value out of JSON is nested more than 64 deep; without recursion."""
    left: List[Tuple[Any, int]] = [(value, 1)]
    while left:
        part, depth = left.pop()
        if isinstance(part, (dict, list)):
            if depth > DEEPEST_JSON:
                return True
            left.extend((inner, depth + 1) for inner in (part.values() if isinstance(part, dict) else part))
    return False


def serving_length(serving: Any) -> int:
    """Characters of a serving part as the engine writes it. Raises ValueError where a text in it is no Unicode (halves of surrogate pairs)."""
    json.dumps(serving, ensure_ascii=False).encode("utf-8")
    text = json.dumps(serving, separators=(",", ":"))
    # A plus sign outside of texts belongs to an exponent, which both write alike.
    return len(text) + 5 * sum(text.count(letter) for letter in _ESCAPED) + 4 * text.count('\\"')
