"""Answers that never end, break off or repeat what nobody may read, sent by hand."""
import contextlib
import dataclasses
import json
import socket
import threading
import time

from featureforge_data import FeedDataset, FeedInterrupted, FeedOptions, FeedProtocolError, feed_manifest, feed_metrics
from tests import support
from tests.feed_server import FeedServer, manifest_of
from tests.support import FolderTest

IMPATIENT = FeedOptions(retries=0, timeout=0.4)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


class Sender:
    """A server of loopback that answers each connection with the next list of pieces, the last one again and again. pause: seconds between pieces."""

    def __init__(self, *answers, pause=0.0):
        self.answers, self.pause, self.asked = list(answers), pause, []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                client = self.socket.accept()[0]
                threading.Thread(target=self.answer, args=(client, self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]), daemon=True).start()

    def answer(self, client, pieces):
        with client, contextlib.suppress(OSError):
            self.asked.append(client.recv(65536))
            for piece in pieces:
                client.sendall(piece)
                time.sleep(self.pause)


def forever(piece):
    while True:
        yield piece


class AnswerTests(FolderTest):
    def sender(self, *answers, **how):
        sender = Sender(*answers, **how)
        self.addCleanup(sender.socket.close)
        return sender

    def assert_given_up(self, action, *words):
        started = time.monotonic()
        self.assert_explained(FeedInterrupted, action, *words)
        self.assertLess(time.monotonic() - started, 5)

    def test_small_answers_have_so_much_time_in_all(self):
        support.write_set(self.folder, (9,))
        server = FeedServer(self.folder)
        self.addCleanup(server.close)
        server.server.drips = {"/"}
        for action in (lambda: feed_manifest(server.url, IMPATIENT), lambda: feed_metrics(server.url, IMPATIENT), lambda: list(FeedDataset(server.url, options=IMPATIENT))):
            self.assert_given_up(action, "timed out", server.url)

    def test_a_head_and_an_error_have_so_much_time_in_all(self):
        for begin in (b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 500 No\r\n\r\n", b"HTTP/1.1 503 No\r\n\r\n"):
            sender = self.sender([begin, *[b"x"] * 200], pause=0.05)
            self.assert_given_up(lambda: feed_manifest(sender.url, IMPATIENT), "timed out")

    def test_answers_that_announce_another_are_counted(self):
        sender = self.sender(forever(b"HTTP/1.1 100 Continue\r\n\r\n" * 100))
        self.assert_given_up(lambda: feed_manifest(sender.url, FeedOptions(retries=0, timeout=60)), "more than 8 answers 100 Continue")

    def test_a_manifest_that_is_cut_off_is_asked_for_again(self):
        support.write_set(self.folder, (9,))
        content = json.dumps(manifest_of(self.folder)).encode()
        length = HEAD + b"Content-Length: %d\r\n\r\n" % len(content)
        chunks = HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(content)
        sender = self.sender([length + content[:100]], [chunks + content[:100]], [length + content])
        self.assertEqual("r", feed_manifest(sender.url, FeedOptions(retries=2, wait=lambda error, seconds: None)).recipe)
        self.assertEqual(3, len(sender.asked))
        sender = self.sender([length + content[:100]])
        self.assert_given_up(lambda: feed_manifest(sender.url, IMPATIENT), f"100 of {len(content)} bytes")
        sender = self.sender([HEAD + b"Content-Length: 99999999999999\r\n\r\n" + content])
        self.assert_explained(FeedProtocolError, lambda: feed_manifest(sender.url, dataclasses.replace(IMPATIENT, retries=9)), "more than 16777216 bytes")
