"""Batches from a feed over HTTP, in the shape that shards give them. The protocol is docs/feed.md."""
from __future__ import annotations

import copy
import urllib.parse
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple

import numpy as np

from . import fields as field_rules
from .batches import Batch, BatchBuilder
from .connection import FeedConnection, check_url
from .errors import CorruptRecord, FeatureForgeError, FeedInterrupted, FeedProtocolError, FeedRefused, MissingField, Place, StateMismatch, WrongRequest, hiding
from .example import parse_example
from .feed_manifest import feed_manifest, wait_for_next_try
from .feed_protocol import FeedHeader, parse_header, parse_payload, read_frame
from .framing import FOOTER_BYTES, HEADER_BYTES, has_sound_length, open_frame
from .options import FeedOptions, ReadOptions
from .order import REMAINDERS, Partition
from .record import Record

BATCH_TYPE = "application/x-featureforge-batches"
RECORD_TYPE = "application/x-tfrecord"
STATE_FORMAT = 1
_DENSE = frozenset(("class", "offsets"))


class FeedDataset:
    """What one rank gets from a feed.

    url: http://HOST[:PORT], https://HOST or unix:/PATH. split: which part. batch: samples of one step. fields: names in the order wanted, the
    server's choice where None. options: see FeedOptions. `epoch`, `shard` and `resume` give a new view; iterating connects, and connects again
    at the next step where the connection fails. Raises FeedRefused, FeedInterrupted or FeedProtocolError.
    """

    def __init__(
        self, url: str, split: str = "train", batch: int = 32, fields: Optional[Iterable[str]] = None, options: FeedOptions = FeedOptions(),
    ) -> None:
        check_url(url)
        if isinstance(fields, str):
            raise WrongRequest(f"fields is the text {fields!r}", advice=f"Pass a list: fields=[{fields!r}].")
        self.url, self.split, self.options = url, split, options
        self._batch = int(batch)
        self._fields = None if fields is None else list(fields)
        self._epoch: Tuple[int, Optional[int]] = (0, None)
        self._ranks = (0, 1)
        self._remainder: Optional[str] = None
        self._start = self._position = 0
        self._header: Optional[FeedHeader] = None
        self._record_source: Optional[Tuple[int, str]] = None
        self._saved_recipe: Optional[str] = None
        self._anchor_count = options.anchor_count
        _ = self._partition(0)

    def epoch(self, epoch: int, seed: Optional[int] = None) -> "FeedDataset":
        """Another epoch; seed: of the order over shards, the server's where None."""
        if not 0 <= epoch < 1 << 32 or (seed is not None and not 0 <= seed < 1 << 64):
            raise WrongRequest(f"epoch {epoch} or seed {seed} is out of range", advice="epoch is below 2^32, seed below 2^64, neither below 0.")
        return self._view(_epoch=(int(epoch), seed))

    def shuffle(self, seed: int, epoch: int = 0) -> "FeedDataset":
        """As Dataset.shuffle, so that a feed can take the place of shards."""
        return self.epoch(epoch, seed)

    def shard(self, rank: int, world: int, remainder: Optional[str] = None) -> "FeedDataset":
        """The part of one rank; remainder as in Dataset.shard."""
        if remainder is not None and remainder not in REMAINDERS:
            raise WrongRequest(f"remainder is '{remainder}'", advice=f"Choose one of {', '.join(REMAINDERS)}.")
        view = self._view(_ranks=(int(rank), int(world)), _remainder=remainder or self._remainder)
        _ = view._partition(0)
        return view

    def resume(self, step: int) -> "FeedDataset":
        """A view whose next pass begins at a step; later passes begin at 0."""
        if step < 0:
            raise WrongRequest(f"There is no step {step}", advice="Steps begin at 0.")
        return self._view(_start=int(step), _position=int(step))

    @property
    def header(self) -> Optional[FeedHeader]:
        """What the last stream said about itself; None before the first. Streams of records have none."""
        return self._header

    def __iter__(self) -> Iterator[Batch]:
        """One pass over the batches of this rank."""
        self._position = self._start
        step, self._start = self._start, 0
        return self._pass(step)

    def state_dict(self) -> Dict[str, Any]:
        """Where the pass is: plain numbers and text, to be saved with a checkpoint."""
        epoch, seed = self._epoch
        return {"format": STATE_FORMAT, "split": self.split, "epoch": epoch, "seed": seed, "step": self._position,
                "batch": self._batch, "world": self._ranks[1], "recipe": self._recipe, "balance": list(self.options.balance) or None}

    @property
    def _recipe(self) -> Optional[str]:
        if self._header is not None:
            return self._header.recipe
        return self._record_source[1] if self._record_source is not None else self._saved_recipe

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Makes the next pass begin where a saved one was. Raises StateMismatch for another split, epoch, seed, balance, or product of batch
        and world; for another recipe once the stream begins."""
        mine = self.state_dict()
        for name in ("format", "split", "epoch", "seed", "balance"):
            if state.get(name) != mine[name]:
                raise StateMismatch(f"The state was saved with {name} {state.get(name)!r}, here it is {mine[name]!r}",
                                    advice="Choose split, epoch, seed and balance as then, before load_state_dict.")
        numbers = [number for number in map(state.get, ("step", "batch", "world")) if isinstance(number, int) and number >= 0]
        if len(numbers) < 3:
            raise StateMismatch("The state is none of this reader", advice="Pass what state_dict returned.")
        step, rest = divmod(numbers[0] * numbers[1] * numbers[2], self._batch * self._ranks[1])
        if rest:
            raise StateMismatch(f"No step begins after {numbers[0]} steps of {numbers[1]} x {numbers[2]} samples",
                                advice="Resume with a batch size and a world whose product divides the number of samples had.")
        self._start = self._position = step
        self._saved_recipe = state.get("recipe")

    def bound_to_recipe(self) -> "FeedDataset":
        """A view that takes nothing from another recipe than the feed has now, and whose `state_dict` names it before the first stream. For those whose
        workers iterate in other processes."""
        view = copy.copy(self)
        if view._recipe is None:
            view._saved_recipe = feed_manifest(self.url, self.options).recipe
        return view

    def _view(self, **changes: Any) -> "FeedDataset":
        view = copy.copy(self)
        view.__dict__.update({"_start": 0, "_position": 0, "_header": None, "_record_source": None, **changes})
        return view

    def _partition(self, samples: int) -> Partition:
        return Partition(samples, self._batch, *self._ranks, self._remainder or ("short" if self._ranks[1] == 1 else "drop"))

    def _target(self, step: int) -> str:
        epoch, seed = self._epoch
        query: Dict[str, object] = {
            "split": self.split, "epoch": epoch, "rank": self._ranks[0], "world": self._ranks[1], "batch": self._batch,
            "format": self.options.form, "step": step, "remainder": self._partition(0).remainder}
        if seed is not None:
            query["seed"] = seed
        if self._fields is not None and self.options.form == "batch":
            query["fields"] = ",".join(self._fields)
        balance = ",".join(urllib.parse.quote(name, safe="") for name in self.options.balance)
        return "/v1/stream?" + urllib.parse.urlencode(query, safe=",/") + (f"&balance={balance}" if balance else "")

    def _pass(self, step: int) -> Iterator[Batch]:
        with hiding(self.options.token):
            yield from self._tries(step)

    def _tries(self, step: int) -> Iterator[Batch]:
        failures = 0
        while True:
            try:
                for batch in (self._batches if self.options.form == "batch" else self._records)(step):
                    failures = 0
                    step += 1
                    self._position = step
                    yield batch
                return
            except FeedInterrupted as error:
                failures += 1
                wait_for_next_try(error, failures, self.options, f"See whether the server still runs; the next step is {step}, go on there with resume({step}).")

    def _batches(self, step: int) -> Iterator[Batch]:
        connection = FeedConnection(self.url, self._target(step), BATCH_TYPE, self.options)
        try:
            header = parse_header(connection.read_line(), self.url)
            self._check_header(header, step)
            partition = self._partition(header.samples)
            while True:
                payload = read_frame(connection.read, header, step, (self.options.largest_payload, self.url))
                if payload is None:
                    return
                batch = parse_payload(payload, header, step, self.url)
                self._check_count(len(batch[header.fields[0].name]), partition, step)
                yield batch
                step += 1
        finally:
            connection.close()

    def _check_header(self, header: FeedHeader, step: int) -> None:
        if header.first != step or header.batch != self._batch:
            raise FeedProtocolError(f"The stream begins at step {header.first} with batches of {header.batch}; asked were {step} and {self._batch}", Place(self.url))
        epoch, seed = self._epoch
        asked = {"split": self.split, "epoch": epoch, "rank": self._ranks[0], "world": self._ranks[1], "remainder": self._partition(0).remainder, "seed": seed}
        for name in header.part.differences(asked):
            raise FeedProtocolError(f"The stream is of {name} {str(getattr(header.part, name))[:80]}, asked was {asked[name]}", Place(self.url))
        if header.steps != self._partition(header.samples).steps:
            raise FeedProtocolError(f"The header states {header.steps} steps, {header.samples} samples make {self._partition(header.samples).steps}", Place(self.url))
        if self._fields is not None and [field.name for field in header.fields] != self._fields:
            raise FeedProtocolError(f"The fields are {[field.name for field in header.fields]}, asked were {self._fields}", Place(self.url))
        if header.balance != tuple(self.options.balance):
            raise FeedProtocolError(f"The stream is balanced over {list(header.balance)}, asked was {list(self.options.balance)}", Place(self.url))
        self._check_recipe(header.recipe)
        if self._header is not None and not self._header.same_data(header):
            raise _other_data(self.url)
        self._header = header

    def _check_count(self, count: int, partition: Partition, step: int) -> None:
        """Nothing is lost or made up within a step either."""
        wanted = len(partition.places(step))
        if count != wanted:
            raise FeedProtocolError(f"The batch has {count} samples; of {partition.count} samples in batches of {partition.batch} it must have {wanted}",
                                    Place(self.url, field=f"frame of step {step}"))

    def _check_recipe(self, recipe: str) -> None:
        if self._saved_recipe not in (None, recipe):
            raise StateMismatch(f"The state was saved with recipe {str(self._saved_recipe)[:80]}, the feed has {recipe[:80]}", Place(self.url),
                                "The data set or the recipe changed; begin the epoch again.")

    def _records(self, step: int) -> Iterator[Batch]:
        connection = FeedConnection(self.url, self._target(step), RECORD_TYPE, self.options)
        try:
            samples, announced = (_whole_number(connection, name) for name in ("FeatureForge-Samples", "FeatureForge-Records"))
            source = (samples, connection.header("FeatureForge-Recipe") or "")
            self._check_recipe(source[1])
            if self._record_source not in (None, source):
                raise _other_data(self.url)
            self._record_source = source
            partition = self._partition(samples)
            counts = [len(partition.places(number)) for number in range(step, partition.steps)]
            if sum(counts) != announced:
                raise FeedProtocolError(f"The stream announces {announced} records, {samples} samples make {sum(counts)}", Place(self.url))
            done = 0
            for count in counts:
                yield self._batch_of([self._read_record(connection, done + number) for number in range(count)], done)
                done += count
        finally:
            connection.close()

    def _read_record(self, connection: FeedConnection, number: int) -> Record:
        place = Place(self.url, number)
        head = connection.read(HEADER_BYTES)
        if not has_sound_length(head):
            raise CorruptRecord("The length of the record does not match its checksum", place, FeedProtocolError.default_advice)
        length = int.from_bytes(head[:8], "little")
        if length > self.options.largest_payload:
            raise FeedProtocolError(f"The record states {length} bytes, at most {self.options.largest_payload} are read", place)
        frame = np.empty(HEADER_BYTES + length + FOOTER_BYTES, np.uint8).data
        frame[:HEADER_BYTES] = head
        connection.read_into(frame[HEADER_BYTES:])
        data = open_frame(frame, place, verify=True)
        try:
            return Record(parse_example(data), data, place)
        except FeatureForgeError as error:
            raise error.at(self.url, number) from None

    def _batch_of(self, records: List[Record], first: int) -> Batch:
        if self._fields is None and records:
            self._fields = list(field_rules.default_fields(records[0]))
        names = dict.fromkeys(self._fields or ["image"])
        if self._anchor_count is None and _DENSE & set(names) and records and field_rules.needs_anchor_count(records[0]):
            self._anchor_count = self._stated_anchor_count(records[0])
        options = ReadOptions(anchor_count=self._anchor_count)
        return BatchBuilder(names).build(
            len(records), lambda number: {name: field_rules.field_of(name).read(records[number], options) for name in names},
            lambda number: Place(self.url, first + number))


    def _stated_anchor_count(self, record: Record) -> int:
        """Of the feed's manifest."""
        reason, place = "states no anchorCount", record.field_place("anchors/set")
        try:
            count = feed_manifest(self.url, self.options).anchor_count
        except FeedRefused as error:
            reason, count = f"cannot be had ({error.what})", None
        if count is None:
            raise MissingField(f"The anchors of the record are a set of its recipe's own, and the manifest of the feed, which tells how many they are, {reason}", place,
                               "Give it: FeedOptions(anchor_count=...), or update the server.")
        return count


def _other_data(url: str) -> FeedProtocolError:
    return FeedProtocolError("The stream that continues this one is of other data (its header differs)", Place(url),
                             "The data set or the recipe changed while it was read; begin the epoch again.")


def _whole_number(connection: FeedConnection, name: str) -> int:
    value = connection.header(name) or ""
    if not (value.isascii() and value.isdigit() and len(value) < 17):
        raise FeedProtocolError(f"The response has no whole number in {name}", Place(connection.url))
    return int(value)
