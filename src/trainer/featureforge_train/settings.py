"""All that a training depends on besides its shards."""
from __future__ import annotations

import dataclasses
from typing import Any, Mapping, Tuple

CLASSIFIER = "classifier"
DETECTOR = "detector"
BACKBONES = ("alexnet", "mobilenet")


@dataclasses.dataclass(frozen=True)
class LossSettings:
    """Weights of the detector's loss (design section 8).

    location: a, weight of the smooth-L1 loss of the offsets. extra: a_extra, weight of the same loss on positives whose confidence
    exceeds `certain`. negatives_per_positive: hard negatives kept for each positive of a picture. least_negatives: hard negatives
    kept of a picture with fewer positives than that asks for, so that pictures without objects teach as well.
    """

    location: float = 1.0
    extra: float = 1.0
    certain: float = 0.999
    negatives_per_positive: float = 3.0
    least_negatives: int = 8


@dataclasses.dataclass(frozen=True)
class TrainSettings:
    """One training.

    kind: classifier or detector. fine_levels: of the detector, first levels of the anchor set that lie before its trunk. data: folders of shards, validation and test come from the first; or one feed. out: model folder.
    batch: pictures per step. passes: times that as many pictures are seen as the train split holds; steps, if not 0, wins.
    learning_rate: the highest of the cosine schedule, reached after `warmup` (share of the steps). average: decay of the moving average
    of the weights that is validated and kept, 0 for the weights themselves. validate_every: steps between validations, 0 for eight in all. patience: validations without a better metric after which training stops, 0 for never.
    checkpoint_every: steps between checkpoints. threads: of PyTorch, 0 for all cores. ignore_labels: labels whose boxes neither
    teach nor count. smoothing: label smoothing of the classifier. token_file: holds the token of the feed. feed_retries: times in a row that a feed is
    asked again when it does not answer.
    """

    kind: str
    data: Tuple[str, ...]
    out: str
    backbone: str = "alexnet"
    width: float = 1.0
    gray: bool = False
    fine_levels: int = 0
    batch: int = 32
    passes: float = 1.0
    steps: int = 0
    learning_rate: float = 0.002
    weight_decay: float = 0.0005
    warmup: float = 0.05
    average: float = 0.0
    dropout: float = 0.2
    smoothing: float = 0.0
    seed: int = 7
    validate_every: int = 0
    patience: int = 0
    checkpoint_every: int = 50
    device: str = "auto"
    threads: int = 0
    ignore_labels: Tuple[str, ...] = ()
    train_split: str = "train"
    validation_split: str = "validation"
    test_split: str = "test"
    fresh: bool = False
    token_file: str = ""
    feed_retries: int = 12
    loss: LossSettings = LossSettings()

    def identity(self) -> Mapping[str, Any]:
        """What a checkpoint must agree with for training to go on from it: all but where data lie and how often files are written."""
        values = dataclasses.asdict(self)
        for name in ("out", "data", "fresh", "checkpoint_every", "token_file", "feed_retries"):
            del values[name]
        values["ignore_labels"] = list(self.ignore_labels)
        return values
