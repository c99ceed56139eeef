import itertools
import unittest
import warnings

from featureforge_data import Dataset, FeedDataset, FeedOptions, StateMismatch, WrongRequest
from tests import support
from tests.feed_server import FeedServer

try:
    import torch
    from featureforge_data.torch import FeatureDataset, FeatureLoader, to_tensors
except ImportError:
    torch = None


class ImportTests(unittest.TestCase):
    def test_the_package_does_not_need_torch(self):
        import subprocess
        import sys

        code = ("import sys; sys.modules['torch'] = None\nimport featureforge_data\n"
                "try:\n    import featureforge_data.torch\nexcept ImportError as error:\n    assert 'PyTorch' in str(error), error\nelse:\n    raise SystemExit('imported')")
        done = subprocess.run([sys.executable, "-c", code], cwd=support.REPOSITORY + "/src/trainer", capture_output=True, text=True)
        self.assertEqual(0, done.returncode, done.stderr)


@unittest.skipIf(torch is None, "PyTorch is not installed (apt: python3-torch)")
class TorchTests(support.FolderTest):
    def setUp(self):
        super().setUp()
        support.write_set(self.folder, (9, 14, 6))
        self.data = Dataset(self.folder).shuffle(7, 1).batch(4)
        # PyTorch advises against more workers than cores, which is the point of some tests.
        silence = warnings.catch_warnings()
        silence.__enter__()
        self.addCleanup(silence.__exit__, None, None, None)
        warnings.filterwarnings("ignore", "This DataLoader will create")

    def keys(self, batches):
        return [key for batch in batches for key in batch["key"]]

    def test_tensors_share_the_memory_of_the_arrays(self):
        batch = self.data.step(0)
        tensors = to_tensors(batch)
        tensors["image"][0, 0, 0, 0] = 99
        self.assertEqual(99, batch["image"][0, 0, 0, 0])
        self.assertEqual((torch.uint8, torch.float32, torch.int32, torch.int64),
                         (tensors["image"].dtype, tensors["boxes"].dtype, tensors["boxes_starts"].dtype, tensors["labels"].dtype))
        self.assertEqual(len(tensors["boxes"]), tensors["boxes_starts"][-1])
        single = to_tensors(Dataset(self.folder)[1])
        single["image"][0, 0, 0] = 7
        self.assertNotEqual(7, Dataset(self.folder)[1]["image"][0, 0, 0])

    def test_any_number_of_workers_gives_the_same_batches_in_the_same_order(self):
        expected = self.keys(self.data)
        self.assertEqual(29, len(set(expected)))
        for workers in (0, 1, 3):
            loader = FeatureLoader(self.data, workers=workers)
            self.assertEqual(8, len(loader))
            self.assertEqual(expected, self.keys(loader), workers)

    def test_workers_and_ranks_together_give_every_sample_once(self):
        got = []
        for rank in range(2):
            got += self.keys(FeatureLoader(self.data.shard(rank, 2, "short"), workers=2))
        self.assertEqual(sorted(self.keys(self.data)), sorted(got))

    def test_resuming_in_the_middle_with_other_workers_loses_and_repeats_nothing(self):
        expected = self.keys(self.data)
        for step, workers in ((1, 3), (5, 2), (8, 2)):
            loader = FeatureLoader(self.data, workers=2)
            batches = iter(loader)
            taken = self.keys(itertools.islice(batches, step))
            state = loader.state_dict()
            del batches
            later = FeatureLoader(Dataset(self.folder).shuffle(7, 1).batch(4), workers=workers)
            later.load_state_dict(state)
            self.assertEqual(expected, taken + self.keys(later))
            self.assertEqual(expected, self.keys(later))

    def test_epochs_of_a_loader_with_a_seed(self):
        loader = FeatureLoader(Dataset(self.folder).batch(4), seed=7)
        orders = []
        for epoch in range(2):
            loader.set_epoch(epoch)
            orders.append(self.keys(loader))
        self.assertEqual(self.keys(self.data), orders[1])
        self.assertNotEqual(orders[0], orders[1])
        loader.set_epoch(1)
        taken = self.keys(itertools.islice(iter(loader), 3))
        later = FeatureLoader(Dataset(self.folder).batch(4), seed=7)
        later.load_state_dict(loader.state_dict())
        self.assertEqual(orders[1], taken + self.keys(later))

    def test_the_ranks_of_torch_distributed_are_taken(self):
        from unittest import mock

        with mock.patch.multiple("torch.distributed", is_available=lambda: True, is_initialized=lambda: True, get_world_size=lambda: 3, get_rank=lambda: 2):
            self.assertEqual(self.keys(self.data.shard(2, 3)), self.keys(FeatureDataset(self.data)))

    def test_errors_of_workers_arrive_with_their_type(self):
        from featureforge_data import CorruptRecord

        with open(self.path("train.tfrecord-00001-of-00003"), "r+b") as file:
            file.seek(40)
            file.write(b"\xff\xfe")
        with self.assertRaises(CorruptRecord) as caught:
            list(FeatureLoader(self.data, workers=1))
        self.assertIn("train.tfrecord-00001-of-00003, record 0", str(caught.exception))

    def test_a_feed_takes_the_place_of_shards(self):
        server = FeedServer(self.folder)
        self.addCleanup(server.close)
        feed = FeedDataset(server.url, batch=4, options=FeedOptions(retries=1)).epoch(1, seed=7)
        expected = self.keys(self.data)
        for workers in (0, 1):
            loader = FeatureLoader(feed, workers=workers)
            batches = iter(loader)
            taken = self.keys(itertools.islice(batches, 3))
            later = FeatureLoader(feed)
            state = loader.state_dict()
            self.assertTrue(state["recipe"])
            later.load_state_dict(state)
            del batches
            self.assertEqual(expected, taken + self.keys(later))
            other = FeatureLoader(feed, workers=workers)
            other.load_state_dict({**state, "recipe": "another"})
            self.assertRaises(StateMismatch, list, other)
        with self.assertRaises(WrongRequest):
            list(FeatureLoader(feed, workers=2))

    def test_wrong_use_is_explained(self):
        for action in (lambda: FeatureLoader(Dataset(self.folder)), lambda: FeatureLoader(self.data, batch_size=3), lambda: FeatureLoader(self.data).set_epoch(1)):
            self.assert_explained(WrongRequest, action)

    @unittest.skipUnless(torch is not None and torch.cuda.is_available(), "no CUDA device for pinned memory")
    def test_batches_can_be_pinned(self):
        self.assertTrue(next(iter(FeatureLoader(self.data, pin_memory=True)))["image"].is_pinned())
