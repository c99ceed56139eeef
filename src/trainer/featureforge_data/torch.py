"""PyTorch: shards and feeds as IterableDataset, with workers, ranks and resume. Importing this module without PyTorch is an ImportError
that says so; nothing else of the package needs it.
"""
from __future__ import annotations

from typing import Any, Dict, Iterator, Mapping, Optional, Union

import numpy as np

from .batches import Ragged
from .dataset import Dataset
from .errors import WrongRequest
from .feed import FeedDataset

try:
    import torch
    from torch.utils.data import DataLoader, IterableDataset, get_worker_info
except ImportError as error:
    raise ImportError("featureforge_data.torch needs PyTorch, which is not installed; featureforge_data itself gives NumPy batches without it") from error


def to_tensors(batch: Mapping[str, Any]) -> Dict[str, Any]:
    """Tensors of the same memory as the arrays of a batch. A ragged field becomes `<field>` (its values) and `<field>_starts`; text stays a list."""
    tensors: Dict[str, Any] = {}
    for name, value in batch.items():
        if isinstance(value, Ragged):
            tensors[name] = _tensor(value.values)
            tensors[f"{name}_starts"] = _tensor(value.starts)
        elif isinstance(value, np.ndarray):
            tensors[name] = _tensor(value)
        elif isinstance(value, np.generic):
            tensors[name] = torch.tensor(value.item(), dtype=_tensor(np.empty(0, value.dtype)).dtype)
        else:
            tensors[name] = value
    return tensors


def _tensor(array: "np.ndarray") -> "torch.Tensor":
    # Views into a mapped file cannot be written to, and a tensor could be: such arrays are copied. Unsigned types that PyTorch lacks widen.
    if array.dtype in (np.uint16, np.uint32):
        array = array.astype(np.int64 if array.dtype == np.uint32 else np.int32)
    elif array.dtype == np.uint64:
        array = array.astype(np.int64)
    return torch.from_numpy(np.require(array, requirements=["C", "A", "W"]))


def _with_ranks(source: "Union[Dataset, FeedDataset]") -> "Union[Dataset, FeedDataset]":
    """The part of this process where torch.distributed runs and the source was not divided yet."""
    if source._ranks == (0, 1) and torch.distributed.is_available() and torch.distributed.is_initialized() and torch.distributed.get_world_size() > 1:
        return source.shard(torch.distributed.get_rank(), torch.distributed.get_world_size())
    return source


class FeatureDataset(IterableDataset):  # type: ignore[type-arg]
    """The steps of one rank, dealt out to the workers of a DataLoader: worker w of K takes the steps s + w, s + w + K ... from step s on.

    Since a DataLoader asks its workers in turn, batches arrive in the order of the steps for any number of workers, and every sample comes once.
    Use it with batch_size=None. source: a Dataset (after `batch`) or a FeedDataset. step: where the pass begins.
    """

    def __init__(self, source: "Union[Dataset, FeedDataset]", step: int = 0) -> None:
        self.source = _with_ranks(source)
        self.step = step

    def __iter__(self) -> Iterator[Dict[str, Any]]:
        worker = get_worker_info()
        number, workers = (worker.id, worker.num_workers) if worker is not None else (0, 1)
        if isinstance(self.source, FeedDataset):
            if workers > 1:
                raise WrongRequest(f"A feed was given {workers} workers", advice="Use workers=1 (or 0): the server does the work, one worker reads ahead.")
            return map(to_tensors, self.source.resume(self.step))
        return map(to_tensors, map(self.source.step, range(self.step + number, self.source.steps, workers)))

    def __len__(self) -> int:
        if isinstance(self.source, FeedDataset):
            raise TypeError("The length of a feed is not known before it is read")
        return self.source.steps - self.step


class FeatureLoader:
    """A DataLoader over shards or a feed that knows which step the trainer has reached, and can begin there.

    source: a Dataset after `batch`, or a FeedDataset. workers: processes, 0 for none. pin_memory: for asynchronous copies to a GPU. seed: of the
    order; `set_epoch` draws another order for each epoch. loader_options: any further options of DataLoader (`prefetch_factor`,
    `multiprocessing_context` ...). Iterating gives dictionaries of tensors; a pass begins where `load_state_dict` said, once.
    """

    def __init__(
        self, source: "Union[Dataset, FeedDataset]", workers: int = 0, pin_memory: bool = False, seed: Optional[int] = None, **loader_options: Any,
    ) -> None:
        if isinstance(source, Dataset) and source._batch is None:
            raise WrongRequest("The dataset gives single samples", advice="Call batch on it first: FeatureLoader(Dataset('shards').batch(32)).")
        if "batch_size" in loader_options or "shuffle" in loader_options:
            raise WrongRequest("batch_size and shuffle belong to the dataset", advice="Use Dataset('shards').shuffle(seed, epoch).batch(size), or seed= here.")
        self._source = _with_ranks(source)
        self._seed = seed
        self._loader_options: Dict[str, Any] = {"num_workers": workers, "pin_memory": pin_memory, **loader_options}
        self._start = self._position = 0
        if seed is not None:
            self.set_epoch(0)

    @property
    def source(self) -> "Union[Dataset, FeedDataset]":
        """The view that is read: this rank's, in this epoch's order."""
        return self._source

    def set_epoch(self, epoch: int) -> None:
        """Goes to the beginning of an epoch and draws its order (by the seed given to the loader)."""
        if self._seed is not None:
            self._source = self._source.shuffle(self._seed, epoch)
        elif isinstance(self._source, FeedDataset):
            self._source = self._source.epoch(epoch)
        elif epoch:
            raise WrongRequest("The loader has no seed to draw the order of an epoch with", advice="Give it one: FeatureLoader(dataset, seed=7).")
        self._start = self._position = 0

    def __len__(self) -> int:
        """Steps of a whole pass."""
        return len(FeatureDataset(self._source))

    def __iter__(self) -> "Iterator[Dict[str, Any]]":
        start, self._start = self._start, 0
        self._position = start
        if isinstance(self._source, FeedDataset):
            self._source = self._source.bound_to_recipe()
        loader = DataLoader(FeatureDataset(self._source, start), batch_size=None, **self._loader_options)
        return self._count(iter(loader))

    def _count(self, batches: "Iterator[Dict[str, Any]]") -> "Iterator[Dict[str, Any]]":
        for batch in batches:
            self._position += 1
            yield batch

    def state_dict(self) -> Dict[str, Any]:
        """Where the trainer is, by the batches handed to it (not those that workers have read ahead); the same on every rank."""
        return self._source.resume(self._position).state_dict()

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Makes the next pass begin where the saved one was; goes to the saved epoch first where the loader has a seed."""
        if self._seed is not None and isinstance(state.get("epoch"), int):
            self.set_epoch(state["epoch"])
        source = self._source.resume(0)
        source.load_state_dict(state)
        self._start = self._position = source._start
        self._source = source.resume(0)


__all__ = ["FeatureDataset", "FeatureLoader", "to_tensors"]
