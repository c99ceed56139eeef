"""How two trainings differ, in words: what a checkpoint was made with against what is asked for now."""
from __future__ import annotations

from typing import Any, Dict, List, Tuple

# Hexadecimal digits of a hash that people are shown.
DIGITS = 12
# Of settings whose option has another name.
OPTIONS = {"kind": "the kind of model", "location": "--location-weight", "extra": "--extra-weight"}
PARTS = ("the recipe", "the source (photos or annotations)", "the seed of the data")


def differences(then: Dict[str, Any], now: Dict[str, Any]) -> List[str]:
    """One phrase for each setting and each part of the data that is another. then, now: identities as JSON gives them."""
    found = []
    for name in sorted(set(then) | set(now)):
        if name == "data":
            found += _data(then.get(name), now.get(name))
        elif isinstance(then.get(name), dict) and isinstance(now.get(name), dict):
            found += differences(then[name], now[name])
        elif then.get(name) != now.get(name):
            found.append(_changed(OPTIONS.get(name) or f"--{name.replace('_', '-')}", then.get(name), now.get(name)))
    return found


def _data(then: Any, now: Any) -> List[str]:
    """Fingerprints of folders are rows in the order of PARTS, those of a feed a dictionary."""
    if then == now:
        return []
    if isinstance(then, dict) and isinstance(now, dict):
        names = {"recipe": PARTS[0], "seed": PARTS[2]}
        return [_changed(names.get(name, f"{name} of the data"), then.get(name), now.get(name)) for name in sorted(set(then) | set(now)) if then.get(name) != now.get(name)]
    if not isinstance(then, list) or not isinstance(now, list):
        words = {list: "folders of shards", dict: "a feed or a recipe"}
        return [f"the data were {words.get(type(then), 'others')}, now they are {words.get(type(now), 'others')}"]
    if len(then) != len(now):
        return [f"the data were {len(then)} folders of shards, now they are {len(now)}"]
    return [_changed(f"{part}{f' of folder {number + 1}' if len(now) > 1 else ''}", *values)
            for number, folder in enumerate(zip(then, now)) for part, values in _rows(*folder) if values[0] != values[1]]


def _rows(then: Any, now: Any) -> List[Tuple[str, Tuple[Any, Any]]]:
    if isinstance(then, list) and isinstance(now, list) and len(then) == len(now) == len(PARTS):
        return list(zip(PARTS, zip(then, now)))
    return [("the data", (then, now))]


def _changed(name: str, then: Any, now: Any) -> str:
    return f"{name} was {_shown(then)}, now it is {_shown(now)}"


def _shown(value: Any) -> str:
    if value is None:
        return "not there"
    if isinstance(value, str) and len(value) >= 32 and all(digit in "0123456789abcdef" for digit in value.lower()):
        return f"{value[:DIGITS]}…"
    if isinstance(value, list):
        return ", ".join(map(str, value))[:160] or "none"
    return str(value)[:160]
