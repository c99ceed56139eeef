import itertools
import json
import os
import pickle
import socket
import struct
import threading

import numpy as np

from featureforge_data import (
    Dataset, FeedDataset, FeedInterrupted, FeedOptions, FeedProtocolError, FeedRefused, StateMismatch, WrongRequest, feed_manifest, feed_metrics)
from featureforge_data.errors import CorruptRecord, Place
from featureforge_data.feed_protocol import parse_header, parse_payload
from featureforge_data.lent_memory import LentMemory
from tests import support
from tests.feed_server import FeedServer, Refusal, frame, padded
from tests.support import FolderTest

QUICK = FeedOptions(retries=2, timeout=5)
FIELDS = ["image", "key", "boxes", "labels"]


def address_of(memory):
    return np.frombuffer(memory, np.uint8).ctypes.data


class FeedTest(FolderTest):
    def setUp(self):
        super().setUp()
        support.write_set(self.folder, (9, 14))
        self.server = FeedServer(self.folder)
        self.addCleanup(self.server.close)
        self.feed = FeedDataset(self.server.url, batch=4, fields=FIELDS, options=QUICK).epoch(3, seed=7)
        self.data = Dataset(self.folder, fields=FIELDS).shuffle(7, 3).batch(4)

    def assert_same(self, expected, found):
        support.assert_same_batches(self, list(expected), list(found))


class StreamTests(FeedTest):
    def test_batches_are_those_of_the_shards(self):
        self.assert_same(self.data, self.feed)
        self.assert_same(self.data, self.feed)
        self.assertEqual((6, 23, "r"), (self.feed.header.steps, self.feed.header.samples, self.feed.header.recipe))

    def test_records_give_the_same_batches(self):
        feed = FeedDataset(self.server.url, batch=4, fields=FIELDS, options=FeedOptions(form="record", retries=1)).epoch(3, seed=7)
        self.assert_same(self.data, feed)
        self.assert_same(self.data.resume(3), feed.resume(3))

    def test_a_unix_socket_gives_the_same(self):
        server = FeedServer(self.folder, self.path("feed.sock"))
        self.addCleanup(server.close)
        self.assert_same(self.data, FeedDataset(server.url, batch=4, fields=FIELDS, options=QUICK).epoch(3, seed=7))

    def test_the_path_of_a_socket_may_have_any_character(self):
        for name in ("a#b", "a?b=c", "a%20b", "a b", "a:b@c;d", "\u00e9", "a\\b", "a\nb", os.fsdecode(b"\xff")):
            server = FeedServer(self.folder, self.path(name))
            try:
                self.assertEqual(6, len(list(FeedDataset(f"unix:{self.path(name)}", batch=4, options=QUICK))), name)
                self.assertEqual("r", feed_manifest(f"UNIX:{self.path(name)}", QUICK).recipe)
            finally:
                server.close()

    def test_chunks_of_a_server_between_give_the_same(self):
        self.server.server.chunked = True
        self.assert_same(self.data, self.feed)
        self.server.server.faults[:] = [cut(2, 9)]
        self.assert_same(self.data, self.feed)

    def test_memory_of_a_batch_is_used_again_only_when_nobody_looks_at_it(self):
        memory = LentMemory()
        first = memory.take(1 << 20)
        kept = np.frombuffer(first[8:16], np.uint8)
        kept[:] = 7
        del first
        second = memory.take(1 << 20)
        second[:] = bytes(1 << 20)
        self.assertEqual([7] * 8, kept.tolist())
        address = address_of(second)
        del second
        self.assertEqual(address, address_of(memory.take((1 << 20) + 100)))
        other = memory.take(3 << 20)
        self.assertNotEqual(address, address_of(other))

    def test_ranks_get_what_they_get_from_shards(self):
        for remainder in ("drop", "short", "repeat"):
            for rank in range(3):
                self.assert_same(self.data.shard(rank, 3, remainder), self.feed.shard(rank, 3, remainder))

    def test_arrays_can_be_written_to_and_are_aligned(self):
        for batch in self.feed:
            batch["image"][0] = 1
            self.assertTrue(batch["boxes"].values.flags.aligned)

    def test_resuming_goes_on_at_the_step(self):
        for step in (0, 2, 6):
            self.assert_same(self.data.resume(step), self.feed.resume(step))
        first = list(itertools.islice(self.feed, 2))
        feed = FeedDataset(self.server.url, batch=4, fields=FIELDS, options=QUICK).epoch(3, seed=7)
        feed.load_state_dict(pickle.loads(pickle.dumps(self.feed.state_dict())))
        self.assert_same(self.data, first + list(feed))
        self.assert_explained(StateMismatch, lambda: feed.epoch(4, 7).load_state_dict(self.feed.state_dict()), "epoch")
        other = {**self.feed.state_dict(), "step": 1, "batch": 2, "world": 1}
        self.assert_explained(StateMismatch, lambda: feed.load_state_dict(other), "1 steps of 2 x 1")
        feed.load_state_dict({**self.feed.state_dict(), "recipe": "q"})
        self.assert_explained(StateMismatch, lambda: list(feed), "recipe q")

    def test_a_token_is_sent_and_not_shown(self):
        server = FeedServer(self.folder, token="secret-word")
        self.addCleanup(server.close)
        options = FeedOptions(token="secret-word")
        self.assertNotIn("secret", repr(options))
        self.assert_same(self.data, FeedDataset(server.url, batch=4, fields=FIELDS, options=options).epoch(3, seed=7))
        for token in (None, "other"):
            error = self.assert_explained(FeedRefused, lambda: list(FeedDataset(server.url, options=FeedOptions(token=token))), "token", server.url)
            self.assertEqual(401, error.status)
            self.assertIn("FeedOptions(token=...)", error.advice)

    def test_a_token_that_the_server_sends_back_is_not_shown(self):
        said = []
        for token in ("correct-horse", "a'b\"c\\d"):
            options = FeedOptions(token=token, retries=1, wait=lambda error, seconds: said.append(error))
            for action in (lambda: list(FeedDataset(self.server.url, options=options)), lambda: feed_manifest(self.server.url, options),
                           lambda: feed_metrics(self.server.url, options)):
                for status, html in ((400, False), (400, True), (503, False)):
                    self.server.server.refusals[:] = [Refusal(status, f"bad header Bearer {token}", f"{token}") for _ in range(2)]
                    if html:
                        self.server.server.refusals[0].content = f"{'x' * 190}{token}".encode()
                    error = self.assert_explained(FeedInterrupted if status == 503 else FeedRefused, action)
                    for text in map(str, [error, *said]):
                        self.assertNotIn(token[:9], text)
                        self.assertNotIn(token.replace("\\", "\\\\"), text)
                    self.assertIn("***", str(error))
        self.assertEqual(4, len(said))


class FailingTests(FeedTest):
    def test_a_connection_cut_anywhere_is_taken_up_without_loss_or_repetition(self):
        for step in (-1, 0, 3, 6):
            for keep in (0, 10, 25):
                self.server.server.requests.clear()
                self.server.server.faults[:] = [cut(step, keep)]
                self.assert_same(self.data, self.feed)
                self.assertEqual(2, len(self.server.server.requests))
                self.assertIn(f"step={max(step, 0)}&", self.server.server.requests[1] + "&")

    def test_a_cut_stream_of_records_is_taken_up(self):
        feed = FeedDataset(self.server.url, batch=4, fields=FIELDS, options=FeedOptions(form="record", retries=1)).epoch(3, seed=7)
        self.server.server.faults[:] = [cut(2, 9)]
        self.assert_same(self.data, feed)

    def test_a_server_that_keeps_failing_is_given_up(self):
        self.server.server.faults[:] = [cut(2, 0)] * 9
        feed = FeedDataset(self.server.url, batch=4, options=FeedOptions(retries=2)).epoch(3, seed=7)
        got = []
        error = self.assert_explained(FeedInterrupted, lambda: got.extend(feed), "3 connections failed in a row", "next step is 2")
        self.assertEqual(2, feed.state_dict()["step"])
        self.assertTrue(error.advice)

    def test_a_server_that_is_not_there_is_told(self):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        self.assert_explained(FeedInterrupted, lambda: list(FeedDataset(url, options=FeedOptions(retries=0))), "ConnectionRefusedError", url)
        self.assert_explained(FeedInterrupted, lambda: list(FeedDataset(f"unix:{self.path('absent')}", options=FeedOptions(retries=0))), "FileNotFoundError")

    def test_a_silent_server_counts_as_lost(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = f"http://127.0.0.1:{silent.getsockname()[1]}"
            self.assert_explained(FeedInterrupted, lambda: list(FeedDataset(url, options=FeedOptions(retries=0, timeout=0.2))), "timed out")

    def test_a_server_that_falls_silent_in_the_midst_counts_as_lost(self):
        def stop(step, piece):
            if step == 2:
                released.wait(20)
            return piece

        released = threading.Event()
        self.addCleanup(released.set)
        self.server.server.faults[:] = [stop]
        feed = FeedDataset(self.server.url, batch=4, fields=FIELDS, options=FeedOptions(retries=0, timeout=0.3)).epoch(3, seed=7)
        self.assert_explained(FeedInterrupted, lambda: list(feed), "timed out", "next step is 2")

    def test_a_busy_server_is_asked_again(self):
        self.server.server.refusals[:] = [Refusal(503, "not ready", "server", {"Retry-After": "0"}), Refusal(429, "too many", "server")]
        self.assert_same(self.data, self.feed)

    def test_refusals_are_handed_on(self):
        for feed, status, text in (
                (FeedDataset(self.server.url, "test", 4), 400, "There is no split 'test'"), (self.feed.resume(7), 400, "step 7"),
                (FeedDataset(self.server.url, batch=4, fields=["depth"]), 400, "depth")):
            self.assertEqual(status, self.assert_explained(FeedRefused, lambda: list(feed), text).status)
        self.server.server.refusals[:] = [Refusal(500, "x", "y")]
        self.server.server.refusals[0].content = b"<html>proxy</html>"
        self.assert_explained(FeedRefused, lambda: list(self.feed), "<html>proxy", "500")

    def test_an_error_within_the_stream_is_handed_on(self):
        error = json.dumps({"error": {"what": "The data is damaged", "where": "shard 3", "do": "Restore it."}}).encode()
        self.server.server.faults[:] = [replace(2, struct.pack("<IIQI", 0x46454146, 2, len(error), 0) + error)]
        self.assertEqual(0, self.assert_explained(FeedRefused, lambda: list(self.feed), "The data is damaged", "shard 3", "Restore it").status)

    def test_wrong_bytes_are_refused(self):
        sound = frame(2, b"")
        cases = {
            b"FAKE" + sound[4:]: "begins with", frame(1, b""): "expected was 2", struct.pack("<IIQI", 0x46424146, 2, 1 << 60, 0): "at most",
            struct.pack("<IIQI", 0x465A4146, 2, 0, 0): "ends at step 2", struct.pack("<IIQI", 0x46454146, 2, 1 << 40, 0): "error frame",
            frame(2, bytes(24)): "rows|starts|samples|multiple",
            sound[:16] + b"\1\2\3\4": "checksum"}
        for content, text in cases.items():
            self.server.server.faults[:] = [replace(2, content)]
            self.assertRegex(str(self.assert_explained(FeedProtocolError, lambda: list(self.feed), self.server.url)), text)
        self.server.server.faults[:] = [lambda step, piece: piece[:-1] + bytes([piece[-1] ^ 1]) if step == 2 else piece]
        self.assert_explained(FeedProtocolError, lambda: list(self.feed), "checksum", "step 2")

    def test_a_header_that_is_none_is_refused(self):
        for line in (b"{}\n", b"[]\n", b"\xff\n", b"[" * 60_000 + b"\n"):
            self.server.server.faults[:] = [replace(-1, line)]
            self.assert_explained(FeedProtocolError, lambda: list(self.feed), self.server.url)
        self.server.server.faults[:] = [replace(-1, b"x" * 70_000)] * 9
        self.assert_explained(FeedInterrupted, lambda: list(self.feed), "within its header")

    def test_a_stream_of_another_part_than_was_asked_is_refused(self):
        for asked, sent in ((b'"split": "train"', b'"split": "validation"'), (b'"epoch": 3', b'"epoch": 999'), (b'"rank": 0', b'"rank": 1'),
                            (b'"world": 1', b'"world": 2'), (b'"remainder": "short"', b'"remainder": "repeat"'), (b'"seed": 7', b'"seed": 3')):
            self.server.server.faults[:] = [lambda step, piece: piece.replace(asked, sent) if step == -1 else piece]
            name, value = sent.decode().replace('"', "").split(": ")
            self.assert_explained(FeedProtocolError, lambda: list(self.feed), f"is of {name} {value}, asked was")
        self.server.server.faults[:] = [cut(2, 0), lambda step, piece: piece.replace(b'"seed": 7', b'"seed": 3') if step == -1 else piece]
        self.assert_explained(FeedProtocolError, lambda: list(FeedDataset(self.server.url, batch=4, options=QUICK).epoch(3)), "other data")

    def test_a_batch_of_another_size_than_its_step_has_is_refused(self):
        for step, count in ((2, 0), (2, 1), (2, 3), (5, 4), (5, 2)):
            self.server.server.faults[:] = [replace(step, frame(step, padded(bytes(4 * count + 4)) + padded(b"")))]
            feed = FeedDataset(self.server.url, batch=4, fields=["key"], options=QUICK).epoch(3, seed=7)
            got = []
            self.assert_explained(FeedProtocolError, lambda: got.extend(feed), f"has {count} samples", f"must have {4 if step == 2 else 3}", f"step {step}")
            self.assertEqual(step, len(got))

    def test_other_data_after_a_lost_connection_is_noticed(self):
        for form in ("batch", "record"):
            self.server.server.faults[:] = [cut(2, 0)]
            self.server.server.recipes[:] = ["r", "q"]
            feed = FeedDataset(self.server.url, batch=4, options=FeedOptions(form=form)).epoch(3, seed=7)
            self.assert_explained(FeedProtocolError, lambda: list(feed), "other data")

    def test_damaged_records_are_refused(self):
        feed = FeedDataset(self.server.url, batch=4, fields=FIELDS, options=FeedOptions(form="record", retries=1)).epoch(3, seed=7)
        for place, text in ((0, "length"), (30, "checksum")):
            self.server.server.faults[:] = [lambda step, piece: piece[:place] + bytes([piece[place] ^ 1]) + piece[place + 1:] if step == 2 else piece]
            self.assert_explained(CorruptRecord, lambda: list(feed), text, "record 8")

    def test_wrong_requests_are_explained(self):
        for action in (lambda: FeedDataset("ftp://x"), lambda: FeedDataset("http://x/path"), lambda: FeedDataset("http://x:99999"), lambda: FeedDataset("unix:relative"),
                       lambda: FeedDataset("http://[::1"), lambda: FeedDataset("http://b\u00fccher"), lambda: FeedDataset("unix:/a\0b"),
                       lambda: FeedDataset("unix:/" + "x" * 107), lambda: FeedDataset("http://a@b"), lambda: FeedDataset("http://:word@b"), lambda: FeedDataset("http://x#y"),
                       lambda: FeedDataset(self.server.url, batch=0), lambda: self.feed.shard(2, 2), lambda: self.feed.epoch(-1), lambda: self.feed.resume(-1),
                       lambda: FeedOptions(form="json"), lambda: FeedOptions(token="a\nb"), lambda: FeedOptions(timeout=0), lambda: FeedDataset(self.server.url, fields="image")):
            self.assert_explained(WrongRequest, action)


class HostileTests(FolderTest):
    """Headers and payloads by hand."""

    HEADER = {"format": "featureforge-batches", "version": 1, "split": "train", "epoch": 0, "rank": 0, "world": 1, "remainder": "short", "seed": 7,
              "batch": 4, "step": 0, "steps": 1, "samples": 4, "crc32c": False, "recipe": "r",
              "fields": [{"name": "a", "dtype": "<i4", "shape": [2]}, {"name": "b", "dtype": "|u1", "shape": [], "ragged": True, "text": True}]}

    def header(self, **changes):
        return parse_header(json.dumps({**self.HEADER, **changes}).encode(), "feed")

    def test_headers_beyond_the_rules_are_refused(self):
        field = self.HEADER["fields"][0]
        bad_fields = [[], [field] * 2, [field] * 65, [5]] + [[{**field, **change}] for change in (
            {"name": ""}, {"name": "x" * 257}, {"name": "\ud800" * 300}, {"dtype": "O"}, {"dtype": ">i4"}, {"dtype": ["<i4"]}, {"shape": [-1]}, {"shape": [0]}, {"shape": [True]},
            {"shape": [1] * 9}, {"shape": [1 << 31]}, {"ragged": 1}, {"text": True})]
        changes = [{"fields": value} for value in bad_fields] + [
            {"version": 2}, {"batch": 0}, {"batch": 1 << 17}, {"steps": -1}, {"steps": 1 << 32}, {"samples": 1.5}, {"step": None}, {"crc32c": 1}, {"recipe": 5}, {"serving": []},
            {"recipe": "\ud800"}, {"split": 5}, {"split": None}, {"epoch": -1}, {"epoch": 1 << 32},
            {"rank": 1 << 16}, {"world": 0}, {"remainder": None}, {"seed": 1 << 64}, {"seed": "7"}]
        for change in changes:
            with self.subTest(change=str(change)[:80]):
                self.assert_explained(FeedProtocolError, lambda: self.header(**change), "feed")

    def test_the_serving_part_is_handed_on_and_is_no_part_of_the_data(self):
        self.assertIsNone(self.header().serving)
        self.assertEqual({"output": [4, 4]}, self.header(serving={"output": [4, 4]}).serving)
        self.assertTrue(self.header().same_data(self.header(serving={"output": [4, 4]})))

    def test_payloads_beyond_the_rules_are_refused(self):
        a = padded(np.arange(4, dtype="<i4").tobytes())
        starts, text = padded(np.array([0, 1, 3], "<i4").tobytes()), padded("xyz".encode())
        sound = a + starts + text
        batch = parse_payload(memoryview(sound), self.header(), 0, "feed")
        self.assertEqual(([[0, 1], [2, 3]], ["x", "yz"]), (batch["a"].tolist(), batch["b"]))
        bad = [sound[:-1], sound + bytes(8), b"", struct.pack("<Q", 1 << 63) + bytes(8), padded(bytes(12)) + starts + text, a + padded(b"") + text,
               a + padded(np.array([0, 3, 1], "<i4").tobytes()) + text, a + padded(np.array([1, 2, 3], "<i4").tobytes()) + text,
               a + padded(np.array([0, 1, 9], "<i4").tobytes()) + text,
               a + padded(np.array([0, 1, 2, 3], "<i4").tobytes()) + text, a + starts + padded(b"x\xff\xff"),
               padded(bytes(8 * 5)) + padded(np.array([0] * 5 + [3], "<i4").tobytes()) + text]
        for number, payload in enumerate(bad):
            with self.subTest(number=number):
                self.assert_explained(FeedProtocolError, lambda: parse_payload(memoryview(payload), self.header(), 0, "feed"), "feed", "step 0")

    def test_random_damage_ends_in_a_batch_or_in_our_error(self):
        draws = np.random.default_rng(5)
        sound = padded(np.arange(4, dtype="<i4").tobytes()) + padded(np.array([0, 1, 3], "<i4").tobytes()) + padded(b"xyz")
        for _ in range(2000):
            changed = np.frombuffer(sound, np.uint8).copy()
            changed[draws.integers(len(changed), size=3)] = draws.integers(256, size=3)
            try:
                parse_payload(memoryview(changed), self.header(), 0, "feed")
            except FeedProtocolError:
                pass

    def test_errors_keep_their_parts_on_the_way_between_processes(self):
        for error in (FeedRefused("what", Place("file", 3), "do", 404), FeedInterrupted("what")):
            copy = pickle.loads(pickle.dumps(error))
            self.assertEqual((str(error), error.place, getattr(error, "status", None)), (str(copy), copy.place, getattr(copy, "status", None)))


def cut(step, keep):
    """Sends the first bytes of a frame and breaks off."""
    state = threading.local()

    def fault(number, piece):
        if getattr(state, "cut", False):
            return None
        if number == step:
            state.cut = True
            return piece[:keep] if keep < len(piece) else piece[:-1]
        return piece
    return fault


def replace(step, content):
    """Another frame in place of one."""
    return lambda number, piece: content if number == step else piece
