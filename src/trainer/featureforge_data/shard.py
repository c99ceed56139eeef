"""One shard file: its records by number, in any order."""
from __future__ import annotations

import mmap
import os
import threading
import zlib
from collections import OrderedDict
from typing import BinaryIO, Optional, Sequence, Tuple

import numpy as np

from . import crc32c
from .errors import CorruptRecord, IndexMismatch, ManifestError, NotRegularFile, Place, RecordTooLarge, TruncatedRecord
from .files import regular_size
from .framing import HEADER_BYTES, has_sound_length, open_frame, scan
from .listing import INDEX_ENDING, ShardFacts
from .options import ReadOptions
from .shard_index import read_index

_GZIP = b"\x1f\x8b\x08"
_PIECE = 1 << 20


class Shard:
    """A shard file, opened when first read; for one thread. Its records are views into the mapped file, or bytes of their own under `access='read'`.

    facts: path and what the manifest promises. verify: `records` checks each record as it is read, `files` the whole file against the
    manifest when it is opened, False nothing but lengths.
    """

    def __init__(self, facts: ShardFacts, options: ReadOptions, verify: object) -> None:
        self.path = facts.path
        self._facts = facts
        self._options = options
        self._verify = verify
        self._content: Optional[memoryview] = None
        self._descriptor = -1
        self._places: Optional[Tuple["np.ndarray", "np.ndarray"]] = None
        self._is_verified = False

    def __len__(self) -> int:
        if self._facts.records is not None:
            return self._facts.records
        return len(self._index()[0])

    def record(self, number: int) -> memoryview:
        """A record without its frame.

        number: from 0. Raises CorruptRecord, TruncatedRecord, IndexMismatch or RecordTooLarge with file, record and byte.
        """
        offsets, sizes = self._index()
        offset, size = int(offsets[number]), int(sizes[number])
        place = Place(self.path, number, offset)
        if size > self._options.largest_record:
            raise RecordTooLarge(f"The record has {size} bytes, at most {self._options.largest_record} are read", place)
        return open_frame(self._bytes(offset, size, place), place, self._verify == "records")

    def close(self) -> None:
        """Gives up the file; views that are still in use keep it mapped. The next read opens it again."""
        self._content = None
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __getstate__(self) -> dict:
        # Another process opens the file itself.
        return {**self.__dict__, "_content": None, "_descriptor": -1}

    def __del__(self) -> None:
        if getattr(self, "_descriptor", -1) >= 0:
            self.close()

    def _open(self) -> None:
        if self._content is not None or self._descriptor >= 0:
            return
        size = regular_size(self.path)
        if self._facts.size is not None and size != self._facts.size:
            raise TruncatedRecord(f"The file had {self._facts.size} bytes, now it has {size}: it changes while it is read", Place(self.path))
        try:
            with open(self.path, "rb") as file:
                if _is_compressed(file.read(HEADER_BYTES)):
                    file.seek(0)
                    self._content = memoryview(_unpack(file, self.path, self._options.largest_unpacked))
                elif self._options.access == "read":
                    self._descriptor = os.dup(file.fileno())
                else:
                    self._content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) if size else memoryview(b"")
        except OSError as error:
            raise NotRegularFile(f"Could not read {self.path}: {error.strerror}") from None
        if self._verify == "files" and not self._is_verified:
            self._check_file(size)

    def _index(self) -> Tuple["np.ndarray", "np.ndarray"]:
        if self._places is None:
            self._open()
            places = self._read_places()
            if self._facts.records is not None and len(places[0]) != self._facts.records:
                raise ManifestError(f"The manifest states {self._facts.records} records, the shard has {len(places[0])}", Place(self.path))
            self._places = places
        return self._places

    def _read_places(self) -> Tuple["np.ndarray", "np.ndarray"]:
        index = self.path + INDEX_ENDING
        compressed = isinstance(self._content, memoryview) and isinstance(self._content.obj, bytearray)
        if os.path.exists(index) and not compressed:
            return read_index(index, regular_size(self.path))
        if self._options.require_index:
            raise IndexMismatch("The index is missing" if not compressed else "The file is compressed, so an index cannot give access to its records",
                                Place(index), "Make the shard again, or leave out require_index: the reader then finds the records itself.")
        if self._content is not None:
            return scan(self._content, self.path, self._options.largest_record)
        # Mapped for this walk only: it touches 12 bytes of each record.
        with open(self.path, "rb") as file:
            content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) if regular_size(self.path) else memoryview(b"")
        return scan(content, self.path, self._options.largest_record)

    def _bytes(self, offset: int, size: int, place: Place) -> memoryview:
        if self._content is None and self._descriptor < 0:
            self._open()
        content = self._content
        if content is not None:
            frame = content[offset:offset + size]
        else:
            own = np.empty(size, np.uint8)
            there = 0
            while there < size:
                read = os.preadv(self._descriptor, [own.data[there:]], offset + there)
                if read == 0:
                    break
                there += read
            frame = own.data[:there]
        if len(frame) < size:
            raise TruncatedRecord(f"The index states {size} bytes but {len(frame)} are left in the file", place)
        return frame

    def _check_file(self, size: int) -> None:
        if self._facts.crc is None:
            raise ManifestError("verify='files' needs the checksum of the file, which only manifest.json states", Place(self.path),
                                "Use verify='records', or read a folder with its manifest.")
        crc = 0
        if self._content is not None:
            crc = crc32c.compute(self._content)
        else:
            for offset in range(0, size, _PIECE):
                crc = crc32c.extend(crc, self._bytes(offset, min(_PIECE, size - offset), Place(self.path)))
        if crc != self._facts.crc:
            raise CorruptRecord(f"The manifest states checksum {self._facts.crc:08x}, the file has {crc:08x}", Place(self.path))
        self._is_verified = True


def _is_compressed(head: bytes) -> bool:
    # A plain file whose first record has a length that starts like gzip is told by the checksum of that length.
    return head.startswith(_GZIP) and not has_sound_length(memoryview(head))


def _unpack(file: BinaryIO, path: str, largest: int) -> bytearray:
    """Content of a gzip file of one or more members, at most `largest` bytes."""
    content = bytearray()
    engine = zlib.decompressobj(31)
    pending = b""
    try:
        while True:
            piece = pending or file.read(_PIECE)
            before = len(content)
            content += engine.decompress(piece, _PIECE)
            if len(content) > largest:
                raise RecordTooLarge(f"The file unpacks to more than {largest} bytes", Place(path), "Unpack it with gunzip, or raise largest_unpacked in ReadOptions.")
            if engine.eof:
                pending = engine.unused_data or file.read(_PIECE)
                if not pending:
                    return content
                engine = zlib.decompressobj(31)
            elif not piece and len(content) == before:
                raise TruncatedRecord("The gzip stream ends before its end mark", Place(path))
            else:
                pending = engine.unconsumed_tail
    except zlib.error as error:
        raise CorruptRecord(f"The gzip stream is damaged ({error})", Place(path)) from None


class ShardSet:
    """The shards of a dataset in their order, with at most so many of them open at once."""

    def __init__(self, facts: Sequence[ShardFacts], options: ReadOptions, verify: object) -> None:
        self.shards = [Shard(fact, options, verify) for fact in facts]
        self._most_open = options.open_shards
        self._open: "OrderedDict[int, None]" = OrderedDict()
        self._lock = threading.Lock()
        counts = [len(shard) for shard in self.shards]
        self._ends = np.cumsum(counts) if counts else np.zeros(0, np.int64)

    def __len__(self) -> int:
        return int(self._ends[-1]) if len(self._ends) else 0

    def locate(self, number: int) -> Tuple[Shard, int]:
        """Shard of a record of the set, and the record's number within it."""
        place = int(np.searchsorted(self._ends, number, side="right"))
        first = int(self._ends[place - 1]) if place else 0
        with self._lock:
            self._open[place] = None
            self._open.move_to_end(place)
            if len(self._open) > self._most_open:
                self.shards[self._open.popitem(last=False)[0]].close()
        return self.shards[place], number - first

    def record(self, number: int) -> memoryview:
        """A record of the set without its frame."""
        shard, local = self.locate(number)
        return shard.record(local)

    def __getstate__(self) -> dict:
        return {**self.__dict__, "_lock": None, "_open": OrderedDict()}

    def __setstate__(self, state: dict) -> None:
        self.__dict__.update(state)
        self._lock = threading.Lock()


