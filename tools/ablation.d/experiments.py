"""What is compared with what: recipes, arms, disturbed test sets and figures of each experiment."""
import dataclasses
from typing import Any, Dict, Optional, Tuple

DISTURBANCES = ("backlight", "shadows", "blur", "noise")

AREA, ACCURACY = "area under ROC", "accuracy"
PRECISION, STRICT_PRECISION, BEST_BOX = "AP at IoU 0.5", "AP at IoU 0.5:0.95", "IoU of the most confident box"


@dataclasses.dataclass(frozen=True)
class Arm:
    """One way of training. off: photometric steps of the recipe that are switched off. options: of train. turn: arms of turn 0 go first, with all seeds."""

    name: str
    off: Tuple[str, ...] = ()
    options: Tuple[str, ...] = ()
    turn: int = 0

    @property
    def shards(self) -> str:
        """Name of the shards that it learns from; arms with the same steps share them."""
        return "-".join(("without", *self.off)) if self.off else "whole"


@dataclasses.dataclass(frozen=True)
class Condition:
    """One test set. step: the photometric step on every sample of the test split. boxed: the whole picture is its subject."""

    name: str
    step: Optional[Dict[str, Any]] = None
    boxed: bool = False


@dataclasses.dataclass(frozen=True)
class Experiment:
    """recipe: below `examples`. changes: to it. training, judging: options of train and eval. steps, batch: of a training. pairs: arms whose difference is shown."""

    name: str
    kind: str
    recipe: str
    changes: Dict[str, Any]
    training: Tuple[str, ...]
    judging: Tuple[str, ...]
    steps: int
    batch: int
    arms: Tuple[Arm, ...]
    conditions: Tuple[Condition, ...]
    figures: Tuple[str, ...]
    pairs: Tuple[Tuple[str, str], ...]


_WHOLE = Arm("whole recipe")
_UNDISTURBED = Arm("without backlight, shadows, blur, noise", DISTURBANCES)

SMILES = Experiment(
    "smiles", "classifier", "smiles/recipe.yaml", {}, ("--gray", "--smoothing", "0.05", "--dropout", "0.3"), (), 400, 64,
    (_WHOLE, _UNDISTURBED),
    (Condition("clean"), Condition("backlit", {"backlight": {"strength": 0.7}}, boxed=True), Condition("backlit in part", {"backlight": {"strength": 0.7}}),
     Condition("shadowed", {"shadows": {"strength": 0.7, "coverage": 0.5}}), Condition("blurred", {"blur": {"sigma": 1.5}}),
     Condition("noisy", {"noise": {"read": 8, "shot": 12}})),
    (AREA, ACCURACY), ((_WHOLE.name, _UNDISTURBED.name),))

# The positives of so short a training hardly reach the 0.999 from which L_extra acts, so it is tried from 0.7 on as well.
_WITHOUT_EXTRA, _EARLY_EXTRA = Arm("without L_extra", (), ("--extra-weight", "0"), turn=1), Arm("L_extra from 0.7 on", (), ("--certain", "0.7"))
_DETECTOR_ARMS = (_WHOLE, _UNDISTURBED, _EARLY_EXTRA, _WITHOUT_EXTRA)
_DETECTOR_PAIRS = tuple((_WHOLE.name, other.name) for other in (_UNDISTURBED, _WITHOUT_EXTRA)) + ((_EARLY_EXTRA.name, _WHOLE.name),)
_DETECTOR_CONDITIONS = (
    Condition("clean"), Condition("backlit", {"backlight": {"strength": 0.7}}), Condition("shadowed", {"shadows": {"strength": 0.7, "coverage": 0.5}}),
    Condition("blurred", {"blur": {"sigma": 2.0}}), Condition("noisy", {"noise": {"read": 12, "shot": 18}}))

# A quarter of the example's pixels, and anchors of that size: a training of the example itself takes a quarter of an hour.
_SMALLER = {"geometry.output": [304, 304], "targets.anchors": "ssd300-coco", "targets.positive": 0.45, "epochs": 6}
FACES = Experiment(
    "faces", "detector", "faces/recipe.yaml", _SMALLER, ("--ignore-labels", "small"), (), 400, 16,
    _DETECTOR_ARMS, _DETECTOR_CONDITIONS, (PRECISION, STRICT_PRECISION, BEST_BOX), _DETECTOR_PAIRS)

# Faces of every size are drawn, so none is called small; half of the photos judge, since they cost nothing.
DRAWN = Experiment(
    "drawn", "detector", "faces/recipe.yaml",
    {**_SMALLER, "source.labels": ["face"], "source.splits": {"train": 0.4, "validation": 0.1, "test": 0.5}},
    ("--width", "0.5"), (), 400, 16, _DETECTOR_ARMS, _DETECTOR_CONDITIONS, (PRECISION, STRICT_PRECISION, BEST_BOX), _DETECTOR_PAIRS)

EXPERIMENTS = {experiment.name: experiment for experiment in (SMILES, FACES, DRAWN)}
DRAWN_PHOTOS = 600


def tiny(experiment: Experiment) -> Experiment:
    """The same with hardly any training: everything runs, and the figures mean nothing."""
    changes = {**experiment.changes, "epochs": 1}
    return dataclasses.replace(experiment, changes=changes, steps=8, batch=8)
