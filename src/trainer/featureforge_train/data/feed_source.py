"""A feed as the source of a training: pictures are made while it learns, nothing lies on disk."""
from __future__ import annotations

import dataclasses
import itertools
import os
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

import featureforge_data
import numpy
import torch
from featureforge_data import FeatureForgeError, FeedDataset, FeedOptions, FeedRefused, StateMismatch, feed_manifest, feed_metrics
from featureforge_data.options import MOST_BALANCED, MOST_LABEL_BYTES, can_be_balanced

from ..anchors import AnchorSet, anchor_set_of_manifest
from ..errors import DataProblem
from ..metrics.average_precision import Truth
from ..settings import TrainSettings
from .batches import ClassifierBatch, DetectorBatch, PictureSize
from .detector_data import SPARSE_FIELDS, DenseTargets, truth_of
from .feed_fields import check_fields
from .labels import ClassMap
from .source import BOXES_ONLY, BOXES_ONLY_ADVICE, Judged, in_parts, without_records
from .waiting import heeding, heeding_once

# Pictures of validation and test that are kept in memory, so that the feed need not make them again for each validation.
LARGEST_HELD = 256 << 20
# Of the train split, for the fit of the anchors: enough to tell, and made in seconds.
BOXES_LOOKED_AT = 256
LARGEST_JUDGED = 64 << 20
LOCAL = ("unix:", "http://127.0.0.1", "http://localhost", "http://[::1]")


class _Feed:
    """What both kinds have in common. options: how the feed is read. stop: whether somebody asked for the end. path, labels, first_label: as of a folder of shards."""

    def __init__(self, settings: TrainSettings, options: FeedOptions, stop: Callable[[], bool] = lambda: False) -> None:
        self._stop = stop
        self._settings = settings
        self._options = options
        self.path = settings.data[0]
        self.manifest = feed_manifest(self.path, options)
        self.train_records = self.manifest.splits.get(settings.train_split, 0)
        if self.train_records == 0:
            raise DataProblem(without_records(settings.train_split, list(self.manifest.splits)), self.path,
                              "Name another with --train-split, or serve data with that split.")
        ids = sorted(self.manifest.labels)
        self.labels = [self.manifest.labels[number] for number in ids]
        self.first_label = ids[0] if ids else 1
        if ids and ids[-1] - ids[0] >= len(ids):
            raise DataProblem(f"The ids of the {len(ids)} labels go from {ids[0]} to {ids[-1]}, need numbers that follow one another:", self.path, "Update the server.")
        self._map = ClassMap([self], settings.ignore_labels)
        self.names = self._map.names
        self.size = self._size()
        self.makers = os.cpu_count() if self.path.lower().startswith(LOCAL) else None
        self._held: Dict[str, List[Judged]] = {}

    @property
    def steps_of_epoch(self) -> int:
        """Steps that one stream has."""
        return max(1, self.train_records // self._settings.batch)

    def _size(self) -> PictureSize:
        """As the manifest states it, else that of the first picture."""
        output = (self.manifest.serving or {}).get("output")
        if isinstance(output, list) and len(output) == 2 and all(type(side) is int and 1 <= side <= 8192 for side in output):
            return PictureSize(output[0], output[1])
        image = next(iter(FeedDataset(self.path, self._settings.train_split, 1, ["image"], self._options)))["image"]
        return PictureSize(int(image.shape[2]), int(image.shape[1]))

    def _raw_batches(self, fields: List[str], first: int, last: int) -> Iterator["featureforge_data.Batch"]:
        """Step k of training is step k mod S of the stream of epoch k div S, S steps in each: of its places none is lost or dealt out twice."""
        options = dataclasses.replace(self._options, balance=() if self._unbalanced() else tuple(self.names))
        # A split smaller than a batch fills one by beginning again.
        remainder = "drop" if self.train_records >= self._settings.batch else "repeat"
        every = FeedDataset(self.path, self._settings.train_split, self._settings.batch, fields, options).shard(0, 1, remainder)
        while first < last:
            epoch, step = divmod(first, self.steps_of_epoch)
            stream = every.epoch(epoch, self.manifest.seed)
            for batch in itertools.islice(self._of_this_recipe(stream, step), last - first):
                self._check(stream)
                yield batch
                first += 1
            self._check(stream)

    def _of_this_recipe(self, stream: FeedDataset, step: int = 0) -> Iterator["featureforge_data.Batch"]:
        """The batches of a stream from a step on, as long as it is of the recipe that the training began with."""
        stream.load_state_dict({**stream.state_dict(), "step": step, "recipe": self.manifest.recipe})
        try:
            yield from stream
        except StateMismatch as error:
            raise DataProblem(f"The data or the recipe of the feed changed under this training ({error.what}):", self.path,
                              "Put the recipe back and give the same command, or begin anew with another --out or --fresh.") from None

    def _unbalanced(self) -> str:
        """Why the feed cannot deal out the labels alike; empty where it can."""
        if len(self.names) > MOST_BALANCED:
            return f"a feed deals out {MOST_BALANCED} labels alike at most, the model has {len(self.names)}"
        long = [name for name in self.names if not can_be_balanced(name)]
        return f"a feed deals out labels alike whose names have 1 to {MOST_LABEL_BYTES} bytes, one has {len(long[0].encode('utf-8'))}" if long else ""

    def _check(self, stream: FeedDataset) -> None:
        header = stream.header
        if header is None or header.steps != self.steps_of_epoch:
            raise DataProblem(f"Epoch {stream.state_dict()['epoch']} has {header.samples if header else 'no'} samples, epoch 0 has {self.train_records}:", self.path,
                              "Serve data whose epochs have equally many samples.")
        check_fields(header.fields, self.size, self.path)

    def _judged(self, split: str, batch: int, fields: List[str]) -> Optional[Iterator[Judged]]:
        if not self.manifest.splits.get(split):
            return None
        if split in self._held:
            return iter(self._held[split])
        picture = self.size.width * self.size.height * 3
        stream = FeedDataset(self.path, split, min(batch, max(1, LARGEST_JUDGED // picture)), fields, self._options).shard(0, 1, "short").epoch(0, self.manifest.seed)
        return heeding(self._read_judged(split, stream), self._stop, f"split {split}", self.path)

    def _read_judged(self, split: str, stream: FeedDataset) -> Iterator[Judged]:
        kept: List[Judged] = []
        room = LARGEST_HELD
        for batch in self._of_this_recipe(stream):
            check_fields(stream.header.fields if stream.header else (), self.size, self.path)
            judged = Judged(in_parts(batch["image"]), self.truths_of(batch))
            room -= batch["image"].nbytes
            if room >= 0:
                kept.append(judged)
            yield judged
        if room >= 0:
            self._held[split] = kept

    def truths_of(self, batch: "featureforge_data.Batch") -> Any:
        """What is in the pictures of a batch."""
        raise NotImplementedError

    def _class_of(self, label: int) -> int:
        return self._map.class_of(self, label - self.first_label)

    def picture_seconds(self, seconds: float, pictures: int) -> Optional[float]:
        """What the workers of the feed took, by its counters; a feed over shards has none."""
        try:
            options = dataclasses.replace(self._options, retries=0)
            metrics = heeding_once(lambda: feed_metrics(self.path, options), self._stop, "a count", self.path)
        except FeatureForgeError:
            return None
        stages = [value for name, value in metrics.items() if name.startswith("featureforge_feed_stage_seconds_total{")]
        samples = metrics.get("featureforge_feed_samples_total", 0)
        return sum(stages) / samples if stages and samples > 0 else None

    def remarks(self) -> List[str]:
        """How many samples there are, and where they are not dealt out alike."""
        made = "made while it is read" if self.manifest.live else f"of {self.manifest.epochs} stored epochs"
        lines = [f"feed {self.path}: {self.train_records} samples of split {self._settings.train_split} in an epoch, {made}"]
        if self._unbalanced():
            lines.append(f"the samples come as they are: {self._unbalanced()}")
        return lines

    def identity(self) -> Dict[str, Any]:
        """Recipe and seed of the feed, wherever it is."""
        return {"recipe": self.manifest.recipe, "seed": str(self.manifest.seed)}

    def describe(self) -> Dict[str, Any]:
        """As the manifest of the feed says."""
        serving = self.manifest.serving
        return {"recipeFingerprint": self.manifest.recipe_fingerprint, "engineVersion": self.manifest.engine_version, "serving": None if serving is None else dict(serving)}


class ClassifierFeed(_Feed):
    """A feed of pictures with one label each; the feed deals out the classes alike."""

    def __init__(self, settings: TrainSettings, options: FeedOptions, stop: Callable[[], bool] = lambda: False) -> None:
        super().__init__(settings, options, stop)
        if len(self.names) < 2 and self.manifest.anchor_set is not None:
            raise DataProblem(BOXES_ONLY, self.path, BOXES_ONLY_ADVICE)
        if len(self.names) < 2:
            raise DataProblem(f"The feed names {len(self.names)} class, at least two are needed:", self.path, "Serve data from annotations with two labels.")

    def batches(self, first: int, last: int) -> Iterator[ClassifierBatch]:
        """See :class:`Source`."""
        try:
            for batch in self._raw_batches(["image", "label"], first, last):
                yield ClassifierBatch(in_parts(batch["image"]), torch.from_numpy(self.truths_of(batch)))
        except FeedRefused as error:
            # The field, or the key that it is read from: the first where samples are made, the other where records are read.
            if "'label'" not in error.what and "image/class/label" not in error.what:
                raise
            raise DataProblem(BOXES_ONLY, self.path, BOXES_ONLY_ADVICE) from None

    def judged(self, split: str, batch: int) -> Optional[Iterator[Judged]]:
        """See :class:`Source`."""
        return self._judged(split, batch, ["image", "label"])

    def truths_of(self, batch: "featureforge_data.Batch") -> numpy.ndarray:
        """int64 [n] classes from 0."""
        classes = numpy.array([self._class_of(int(label)) for label in batch["label"]], dtype=numpy.int64)
        if (classes < 0).any():
            raise DataProblem("A classifier cannot ignore labels of whole pictures:", self.path, "Leave the pictures out of the annotations instead.")
        return classes


class DetectorFeed(_Feed):
    """A feed of pictures with boxes; the feed deals out the classes alike, and pictures without objects to at most a quarter."""

    def __init__(self, settings: TrainSettings, options: FeedOptions, stop: Callable[[], bool] = lambda: False) -> None:
        super().__init__(settings, options, stop)
        self.anchors = self._anchors()
        self._values = numpy.array([self._map.class_of(self, place) for place in range(len(self.labels))], dtype=numpy.int64)
        self._boxes: Dict[str, Tuple[str, List[Truth]]] = {}

    def _anchors(self) -> AnchorSet:
        if self.manifest.anchor_set is None:
            raise DataProblem("The feed has no anchors:", self.path, "Serve a recipe with targets: {anchors: ssd300}, or give the feed --targets.")
        levels = {} if self.manifest.anchor_levels is None else {"anchorLevels": self.manifest.anchor_levels}
        anchors = anchor_set_of_manifest({"targets": self.manifest.anchor_set, **levels}, self.path)
        if self.manifest.anchor_count not in (None, len(anchors.boxes)):
            raise DataProblem(f"The feed states {self.manifest.anchor_count} anchors, its set has {len(anchors.boxes)}:", self.path, "Update the server.")
        return anchors

    def batches(self, first: int, last: int) -> Iterator[DetectorBatch]:
        """See :class:`Source`."""
        for batch in self._raw_batches(["image", *SPARSE_FIELDS], first, last):
            targets = DenseTargets(len(batch["image"]), len(self.anchors.boxes))
            for slot in range(len(batch["image"])):
                targets.fill(slot, {name: batch[name][slot] for name in SPARSE_FIELDS}, self._values, self.path)
            yield targets.batch(batch["image"])

    def judged(self, split: str, batch: int) -> Optional[Iterator[Judged]]:
        """See :class:`Source`."""
        return self._judged(split, batch, ["image", "boxes", "labels"])

    def truths_of(self, batch: "featureforge_data.Batch") -> List[Truth]:
        """Boxes and classes of each picture."""
        return [truth_of({name: batch[name][slot] for name in ("boxes", "labels")}, self._class_of, self.path) for slot in range(len(batch["boxes"]))]

    def boxes(self, split: str) -> Optional[Tuple[str, List[Truth]]]:
        """See :class:`DetectorSource`: the first samples of the split, which stand for the rest."""
        if not self.manifest.splits.get(split):
            return None
        if split not in self._boxes:
            count = min(BOXES_LOOKED_AT, self.manifest.splits[split])
            stream = FeedDataset(self.path, split, min(32, count), ["boxes", "labels"], self._options).shard(0, 1, "short").epoch(0, self.manifest.seed)
            truths: List[Truth] = []
            for batch in heeding(self._of_this_recipe(stream), self._stop, f"split {split}", self.path):
                check_fields(stream.header.fields if stream.header else (), self.size, self.path)
                truths += self.truths_of(batch)
                if len(truths) >= count:
                    break
            words = f"split {split}" if count == self.manifest.splits[split] else f"the first {len(truths)} samples of split {split}"
            self._boxes[split] = (words, truths)
        return self._boxes[split]
