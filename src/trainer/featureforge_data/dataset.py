"""Shards as a dataset: length, random access, order, ranks, batches, resume."""
from __future__ import annotations

import dataclasses
import copy
import operator
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple, Union

import numpy as np

from . import fields as field_rules
from .batches import Batch, BatchBuilder
from .errors import CorruptRecord, FeatureForgeError, Place, StateMismatch, WrongRequest
from .example import parse_example
from .listing import Listing, PathLike, list_shards
from .options import ReadOptions
from .order import Partition, shuffled
from .record import Record
from .shard import ShardSet

STATE_FORMAT = 1
_EPOCH_KEY = b"sample/epoch"
_VERIFY = {True: "records", "records": "records", "files": "files", False: False}

Sample = Dict[str, Any]


class Dataset:
    """The records of a split.

    path: a folder of shards (with manifest.json, with dataset_info.json, or with names like train.tfrecord-00000-of-00010), one shard file,
        or several. split: which part of a folder. fields: names of fields (see fields.FIELDS; any key of the records is one too), or a mapping
        from name to NumPy type; the first record's fields where None. verify: `records` (True) checks each record as it is read, `files` each
        file against the manifest when it is opened, False neither. options: see ReadOptions.

    `shuffle`, `shard`, `batch`, `select_epoch` and `resume` give a new view and change nothing; views share the opened files. A dataset is for
    one thread; it can be sent to other processes. Raises ShardError types, with file, record and field.
    """

    def __init__(
        self, path: "Union[PathLike, Iterable[PathLike]]", split: str = "train", fields: "Union[Iterable[str], Mapping[str, Any], None]" = None,
        verify: object = True, options: ReadOptions = ReadOptions(),
    ) -> None:
        if not isinstance(verify, (bool, str)) or verify not in _VERIFY:
            raise WrongRequest(f"verify is {verify!r}", advice="Choose verify='records' (True), verify='files' or verify=False.")
        self.split = split
        self._listing = list_shards(path, split)
        laid_out = self._listing.anchor_count if options.anchor_count is None else None
        self.options = options if laid_out is None else dataclasses.replace(options, anchor_count=laid_out)
        self._shards = ShardSet(self._listing.shards, options, _VERIFY[verify])
        self._first, self._count = 0, len(self._shards)
        self._epoch: Optional[int] = None
        self._shuffle: Optional[Tuple[int, int]] = None
        self._order: Optional["np.ndarray"] = None
        self._batch: Optional[int] = None
        self._batch_options: Dict[str, Any] = {}
        self._ranks = (0, 1)
        self._remainder: Optional[str] = None
        self._start = 0
        self._position = 0
        self._fields = self._choose_fields(fields)
        self._wanted = frozenset(key.encode() for name in self._fields for key in field_rules.field_of(name).keys)

    # What it holds

    def __len__(self) -> int:
        """Samples, of all ranks."""
        return self._count

    def __getitem__(self, number: int) -> Sample:
        """A sample by its number in the order of the shards (whatever the shuffle), negative ones from the end: a value for each field."""
        number = operator.index(number)
        if not -self._count <= number < self._count:
            raise IndexError(f"sample {number} of {self._count}")
        return self._sample(number % self._count)

    @property
    def fields(self) -> List[str]:
        """Names of the fields of a sample."""
        return list(self._fields)

    @property
    def listing(self) -> Listing:
        """The shards and what the manifest says about them: profile, seed, anchor set, label names."""
        return self._listing

    @property
    def labels(self) -> Mapping[int, str]:
        """Names of the labels by id as stored; empty where no manifest says."""
        return self._listing.labels

    @property
    def steps(self) -> int:
        """Batches (samples where `batch` was not called) of one pass of this rank; the same for every rank."""
        return self.partition.steps

    @property
    def partition(self) -> Partition:
        """Who gets which places of the order."""
        rank, world = self._ranks
        return Partition(self._count, 1 if self._batch is None else self._batch, rank, world, self._remainder or ("short" if world == 1 else "drop"))

    # Views

    def shuffle(self, seed: int, epoch: int = 0) -> "Dataset":
        """The same samples in the order drawn from (seed, epoch): see order.py. seed: 0 to 2^64 - 1; epoch: 0 to 2^32 - 1."""
        if not 0 <= seed < 1 << 64 or not 0 <= epoch < 1 << 32:
            raise WrongRequest(f"seed {seed} or epoch {epoch} is out of range", advice="seed is below 2^64, epoch below 2^32, neither below 0.")
        return self._view(_shuffle=(int(seed), int(epoch)), _order=None)

    def shard(self, rank: int, world: int, remainder: Optional[str] = None) -> "Dataset":
        """The part of one rank among `world`; every rank has the same number of steps.

        remainder: `drop` (the default for several ranks: equal batches; at most batch x world - 1 samples of the pass are left out), `short`
        (the default for one: every sample once, the last batches smaller) or `repeat` (the last step filled with the first samples).
        """
        view = self._view(_ranks=(int(rank), int(world)), _remainder=remainder or self._remainder)
        _ = view.partition
        return view

    def batch(self, size: int, remainder: Optional[str] = None, ragged: str = "ragged", into: Optional[Mapping[str, "np.ndarray"]] = None) -> "Dataset":
        """Batches instead of samples.

        size: samples of one rank. remainder: see `shard`. ragged: `ragged` gives Ragged (values and starts), `padded` arrays and `<field>_count`.
        into: arrays for fixed fields, [size, ...], filled anew by every batch; without them each batch has its own.
        """
        BatchBuilder(self._fields, ragged, into)
        view = self._view(_batch=int(size), _remainder=remainder or self._remainder, _batch_options={"ragged": ragged, "into": into})
        _ = view.partition
        return view

    def select_epoch(self, epoch: int) -> "Dataset":
        """The records written for one epoch (a recipe's `epochs` augmented copies), 0 to `written_epochs` - 1."""
        first, last = self._epoch_range(epoch)
        if first == last:
            raise WrongRequest(f"No record belongs to epoch {epoch}", Place(field="sample/epoch"), f"The shards hold epochs 0 to {self.written_epochs - 1}.")
        return self._view(_first=first, _count=last - first, _epoch=epoch, _order=None)

    @property
    def written_epochs(self) -> int:
        """Epochs that the shards hold, told by the last record; 1 where records do not say."""
        total = len(self._shards)
        return (self._epoch_of(total - 1) or 0) + 1 if total else 0

    def resume(self, step: int) -> "Dataset":
        """A view whose next pass begins at a step; later passes begin at 0."""
        if not 0 <= step <= self.steps:
            raise WrongRequest(f"There is no step {step}", advice=f"A pass has {self.steps} steps; resume at 0 to {self.steps}.")
        return self._view(_start=int(step), _position=int(step))

    # Iteration and state

    def __iter__(self) -> "Iterator[Union[Sample, Batch]]":
        """One pass: samples, or batches after `batch`. Begins where `resume` or `load_state_dict` said, once."""
        start, self._start = self._start, 0
        self._position = start
        return self._iterate(range(start, self.steps))

    def _iterate(self, steps: Iterable[int]) -> "Iterator[Union[Sample, Batch]]":
        for step in steps:
            item = self.step(step)
            self._position = step + 1
            yield item

    def step(self, step: int) -> "Union[Sample, Batch]":
        """What this rank gets at a step, 0 to `steps` - 1, without moving on."""
        numbers = self._numbers(self.partition.places(step))
        if self._batch is None:
            sample: Sample = self._sample(int(numbers[0])) if len(numbers) else {}
            return sample
        return self.read_batch(numbers, **self._batch_options)

    def read_batch(self, numbers: Iterable[int], ragged: str = "ragged", into: Optional[Mapping[str, "np.ndarray"]] = None) -> Batch:
        """A batch of samples by their numbers, see `batch` for the rest."""
        chosen = [int(number) for number in numbers]
        return BatchBuilder(self._fields, ragged, into).build(
            len(chosen), lambda place: self[chosen[place]], lambda place: self._place(chosen[place] % self._count))

    def state_dict(self) -> Dict[str, Any]:
        """Where the pass is: plain numbers and text, the same on every rank, to be saved with a checkpoint."""
        partition = self.partition
        seed, epoch = self._shuffle or (None, None)
        return {
            "format": STATE_FORMAT, "fingerprint": self._listing.fingerprint, "split": self.split, "selected_epoch": self._epoch,
            "seed": seed, "epoch": epoch, "step": self._position, "samples": partition.samples_before(self._position), "count": self._count,
        }

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Makes the next pass begin where a saved one was. Batch size and number of ranks may differ if their product fits; order and shards may not.

        Raises StateMismatch where the state belongs to something else, or WrongRequest where no step begins there.
        """
        mine = self.state_dict()
        if state.get("format") != STATE_FORMAT or not isinstance(state.get("samples"), int):
            raise StateMismatch("The state is none of this reader", advice="Pass what state_dict returned.")
        for name in ("fingerprint", "split", "count", "selected_epoch", "seed", "epoch"):
            if state.get(name) != mine[name]:
                raise StateMismatch(
                    f"The state was saved with {name} {state.get(name)!r}, here it is {mine[name]!r}",
                    advice="Open the same shards and call select_epoch and shuffle as then, before load_state_dict.")
        self._start = self._position = self.partition.step_after(state["samples"])

    def close(self) -> None:
        """Gives up all files; the next read opens them again."""
        for shard in self._shards.shards:
            shard.close()

    # How

    def _view(self, **changes: Any) -> "Dataset":
        view = copy.copy(self)
        if "_start" not in changes:
            changes.update(_start=0, _position=0)
        view.__dict__.update(changes)
        return view

    def _numbers(self, places: "np.ndarray") -> "np.ndarray":
        if self._shuffle is None:
            return places
        if self._order is None:
            self._order = shuffled(self._count, *self._shuffle)
        return self._order[places]

    def _choose_fields(self, fields: "Union[Iterable[str], Mapping[str, Any], None]") -> "Dict[str, Optional[np.dtype]]":
        if isinstance(fields, str):
            raise WrongRequest(f"fields is the text {fields!r}", advice=f"Pass a list: fields=[{fields!r}].")
        if isinstance(fields, Mapping):
            return {name: None if dtype is None else field_rules.check_dtype(name, dtype) for name, dtype in fields.items()}
        if fields is not None:
            return dict.fromkeys(fields)
        return dict(field_rules.default_fields(self._record(0, None))) if self._count else {"image": None}

    def _place(self, number: int) -> Place:
        shard, local = self._shards.locate(self._first + number)
        return Place(shard.path, local)

    def _record(self, number: int, wanted: "Optional[frozenset[bytes]]") -> Record:
        shard, local = self._shards.locate(self._first + number)
        data = shard.record(local)
        try:
            return Record(parse_example(data, wanted), data, Place(shard.path, local))
        except FeatureForgeError as error:
            raise error.at(shard.path, local) from None

    def _sample(self, number: int) -> Sample:
        record = self._record(number, self._wanted if self._epoch is None else self._wanted | {_EPOCH_KEY})
        sample = {}
        for name, dtype in self._fields.items():
            value = field_rules.field_of(name).read(record, self.options)
            sample[name] = value if dtype is None else field_rules.converted(value, dtype, record, name)
        if self._epoch is not None and record.one_integer("sample/epoch") != self._epoch:
            raise CorruptRecord(f"The record belongs to epoch {record.one_integer('sample/epoch')}, those around it to {self._epoch}", record.field_place("sample/epoch"),
                                "The shards were not written epoch after epoch; read without select_epoch and choose by the field epoch.")
        return sample

    def _epoch_of(self, total_number: int) -> Optional[int]:
        shard, local = self._shards.locate(total_number)
        data = shard.record(local)
        record = Record(parse_example(data, frozenset((_EPOCH_KEY,))), data, Place(shard.path, local))
        return record.one_integer("sample/epoch") if record.features else None

    def _epoch_range(self, epoch: int) -> Tuple[int, int]:
        """Records of an epoch: the engine writes a split epoch after epoch, so two searches by halves find them."""
        total = len(self._shards)
        if total and self._epoch_of(0) is None:
            raise WrongRequest("The records do not say which epoch they belong to", Place(self._shards.shards[0].path, 0, None, "sample/epoch"),
                               "Read them without select_epoch.")
        return self._first_of_epoch(epoch, total), self._first_of_epoch(epoch + 1, total)

    def _first_of_epoch(self, epoch: int, total: int) -> int:
        low, high = 0, total
        while low < high:
            middle = (low + high) // 2
            if (self._epoch_of(middle) or 0) < epoch:
                low = middle + 1
            else:
                high = middle
        return low
