"""Recipes of an ablation, made from the example recipes: one that teaches without some steps, one that disturbs the test split. Pure functions."""
import copy


def step_name(step):
    """Name of a step of a recipe: `flip`, or the only key of `{flip: {p: 0.5}}`."""
    return step if isinstance(step, str) else next(iter(step))


def with_changes(recipe, changes):
    """A copy with some values replaced. changes: value by path, such as "geometry.output"."""
    changed = copy.deepcopy(recipe)
    for path, value in changes.items():
        *folders, key = path.split(".")
        place = changed
        for folder in folders:
            place = place.setdefault(folder, {})
        place[key] = value
    return changed


def teaching(recipe, off):
    """The recipe with some photometric steps switched off.

    They keep their places with probability 0: a step's draws come from its place, so all that is left draws what it drew before.
    """
    changed = copy.deepcopy(recipe)
    names = [step_name(step) for step in changed.get("photometric", [])]
    missing = sorted(set(off) - set(names))
    if missing:
        raise ValueError(f"the recipe has no step {', '.join(missing)} to switch off; it has {', '.join(names)}")
    changed["photometric"] = [{name: {"p": 0}} if name in off else step for name, step in zip(names, changed.get("photometric", []))]
    return changed


def disturbing(recipe, step, boxed):
    """The recipe that gives the test split one photometric step on every sample, and no other random step.

    step: with fixed strength, None for none. boxed: the annotations have a box around each picture, so that the step has a subject.
    """
    changed = copy.deepcopy(recipe)
    kept = [one for one in changed["geometry"].get("steps", []) if step_name(one) in ("letterbox", "cropToBox")]
    changed["geometry"]["steps"] = [{"cropToBox": {"margin": 0}}] if boxed else kept
    changed["photometric"] = [] if step is None else [{name: {**options, "p": 1}} for name, options in step.items()]
    changed["augmentSplits"] = ["test"]
    changed["epochs"] = 1
    return changed
