"""Training features from FeatureForge: shards and feed as NumPy batches; only NumPy is needed. `featureforge_data.torch` adds PyTorch.

    from featureforge_data import Dataset
    for batch in Dataset("shards").shuffle(seed=7, epoch=0).batch(32):
        batch["image"]    # uint8 [32, height, width, 3]
"""
from .batches import Batch, Ragged
from .dataset import Dataset, Sample
from .errors import (
    CorruptRecord, FeatureForgeError, FeedError, FeedInterrupted, FeedProtocolError, FeedRefused, IndexMismatch, ManifestError, MissingField,
    MissingShard, NotRegularFile, Place, RecordTooLarge, ShardError, StateMismatch, TruncatedRecord, WrongRequest, WrongShape, WrongType)
from .feed import FeedDataset
from .feed_manifest import FeedManifest, feed_manifest
from .feed_metrics import feed_metrics
from .options import FeedOptions, ReadOptions

__version__ = "0.1.0"

__all__ = [
    "Batch", "CorruptRecord", "Dataset", "FeatureForgeError", "FeedDataset", "FeedError", "FeedInterrupted", "FeedManifest", "FeedOptions", "FeedProtocolError",
    "FeedRefused", "IndexMismatch", "ManifestError", "MissingField", "MissingShard", "NotRegularFile", "Place", "Ragged", "ReadOptions",
    "RecordTooLarge", "Sample", "ShardError", "StateMismatch", "TruncatedRecord", "WrongRequest", "WrongShape", "WrongType",
    "feed_manifest", "feed_metrics"]
