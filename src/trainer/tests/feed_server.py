"""A feed over shards, written from docs/feed.md for the tests of the client. It encodes on its own and can be told to misbehave.

away: splits whose streams are cut before they begin.
drips: parts of paths whose answers come as blanks, one now and then, without an end.
faults: a list of functions (step, bytes of a frame) -> bytes to send, or None to cut the connection; each is used for one response, in turn.
"""
import contextlib
import http.server
import json
import os
import socketserver
import struct
import sys
import threading
import urllib.parse

import numpy as np

from featureforge_data import Dataset, MissingField, crc32c
from featureforge_data.order import shuffled
from featureforge_data.shard import ShardSet
from featureforge_data.options import ReadOptions
from tests import support
from tests.feed_order import balanced

RAGGED = {"boxes": ("<f4", [4]), "labels": ("<i8", []), "key": ("|u1", []), "anchor_index": ("<i4", []), "anchor_class": ("<i4", []),
          "anchor_ignore": ("<i4", []), "anchor_offsets": ("<f4", [4])}
FIXED = {"image": ("|u1", None), "label": ("<i8", []), "class": ("<i4", [8732])}
METRICS = """# HELP featureforge_feed_samples_total Samples sent.
# TYPE featureforge_feed_samples_total counter
featureforge_feed_samples_total 100
featureforge_feed_stage_seconds_total{stage="read"} 0.25
featureforge_feed_stage_seconds_total{stage="decode"} 1.75
"""


class Refusal(Exception):
    """An answer that is no stream."""

    def __init__(self, status, what, where, headers=()):
        super().__init__(what)
        self.status, self.headers = status, dict(headers)
        self.content = json.dumps({"error": {"what": what, "where": where, "do": "Ask otherwise."}}).encode()


class Handler(http.server.BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def address_string(self):
        return "client"

    def do_GET(self):
        self.server.requests.append(self.path)
        if any(part in self.path for part in self.server.drips):
            self.drip()
            return
        if any(f"split={split}&" in self.path for split in self.server.away):
            self.close_connection = True
            return
        try:
            whole = self.whole()
            stream = None if whole else self.open_stream()
        except Refusal as refusal:
            self.send_response(refusal.status)
            for name, value in {**refusal.headers, "Content-Type": "application/json", "Content-Length": str(len(refusal.content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(refusal.content)
            return
        if whole:
            self.send_response(200)
            self.send_header("Content-Type", whole[0])
            self.send_header("Content-Length", str(len(whole[1])))
            self.end_headers()
            self.wfile.write(whole[1])
            return
        fault = self.server.faults.pop(0) if self.server.faults else None
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for step, piece in stream:
                if fault is not None:
                    piece = fault(step, piece)
                if piece is None:
                    self.close_connection = True
                    return
                self.wfile.write(piece if not self.chunked else b"%x\r\n" % len(piece) + piece + b"\r\n" if piece else b"")
            self.wfile.write(b"0\r\n\r\n" if self.chunked else b"")

    def drip(self):
        kind = "application/json" if self.path == "/v1/manifest" else "text/plain" if self.path == "/metrics" else "application/x-featureforge-batches"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.close_connection = True
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            while not self.server.closed.wait(0.05):
                self.wfile.write(b" ")

    @property
    def chunked(self):
        """Chunks, for clients of HTTP/1.1 and where the test says so; otherwise the connection ends the stream."""
        return self.server.chunked or self.request_version != "HTTP/1.0"

    def whole(self):
        """Type and content of an answer that is no stream; None where a stream is asked for."""
        if self.path.startswith("/v1/stream"):
            return None
        if self.server.refusals:
            raise self.server.refusals.pop(0)
        self.check_token()
        if self.path == "/v1/manifest" and self.server.manifest is not None:
            return "application/json", json.dumps(self.server.manifest).encode()
        if self.path == "/metrics":
            return "text/plain; version=0.0.4", METRICS.encode()
        raise Refusal(404, f"There is no {self.path}", "path")

    def check_token(self):
        if self.server.token is not None and self.headers.get("Authorization") != f"Bearer {self.server.token}":
            raise Refusal(401, "The token is missing or wrong", "Authorization", {"WWW-Authenticate": "Bearer"})

    def open_stream(self):
        if self.server.refusals:
            raise self.server.refusals.pop(0)
        url = urllib.parse.urlsplit(self.path)
        self.check_token()
        query = dict(urllib.parse.parse_qsl(url.query, strict_parsing=True))
        ask = Asked(query, self.server.folder, self.server.recipes.pop(0) if self.server.recipes else "r")
        self.send_response(200)
        for name, value in ask.headers().items():
            self.send_header(name, value)
        if self.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        return ask.batches() if ask.form == "batch" else ask.records()


class Asked:
    """What a request asks for, worked out as the page says."""

    def __init__(self, query, folder, recipe):
        self.query, self.recipe = query, recipe
        number = {name: int(query.get(name, default)) for name, default in (("epoch", 0), ("rank", 0), ("world", 1), ("batch", 0), ("step", 0), ("seed", 7))}
        self.__dict__.update(number)
        self.form = query["format"]
        self.names = query["fields"].split(",") if "fields" in query else ["image", "key", "boxes", "labels"]
        unknown = set(self.names) - set(RAGGED) - set(FIXED)
        if unknown:
            raise Refusal(400, f"There is no field {unknown.pop()}", "/v1/stream, parameter fields")
        try:
            self.data = Dataset(folder, query["split"], fields=self.names)
            _ = self.data[0]
        except (ValueError, MissingField) as error:
            raise Refusal(400, error.what, "/v1/stream") from None
        self.balance = [urllib.parse.unquote(name) for name in query["balance"].split(",")] if "balance" in query else []
        self.order = self.balanced_order(folder) if self.balance else shuffled(len(self.data), self.seed, self.epoch)
        self.remainder = query.get("remainder") or ("drop" if self.world > 1 else "short")
        whole, rest = divmod(len(self.data), self.batch * self.world)
        self.steps = whole + (1 if rest and self.remainder != "drop" else 0)
        if not 0 <= self.step <= self.steps:
            raise Refusal(400, f"There is no step {self.step}", "/v1/stream, parameter step")

    def balanced_order(self, folder):
        labels = Dataset(folder).listing.labels
        if set(self.balance) - set(labels.values()):
            raise Refusal(400, f"There is no label in {self.balance}", "/v1/stream, parameter balance")
        names = ["label"] if "label" in Dataset(folder, fields=None).fields else ["labels"]
        held = [{labels[int(number)] for number in np.atleast_1d(sample[names[0]])} for sample in Dataset(folder, self.query["split"], fields=names)]
        return balanced(held, self.balance, self.seed, self.epoch)

    def samples(self, step):
        count = len(self.order)
        start = step * self.world * self.batch
        rest = count - start
        if self.remainder == "short" and rest < self.world * self.batch:
            places = range(start + self.rank * rest // self.world, start + (self.rank + 1) * rest // self.world)
        else:
            places = range(start + self.rank * self.batch, start + (self.rank + 1) * self.batch)
        return [int(self.order[place % count]) for place in places]

    def headers(self):
        if self.form == "batch":
            return {"Content-Type": "application/x-featureforge-batches"}
        records = sum(len(self.samples(step)) for step in range(self.step, self.steps))
        return {"Content-Type": "application/x-tfrecord", "FeatureForge-Steps": str(self.steps), "FeatureForge-Samples": str(len(self.order)),
                "FeatureForge-Records": str(records), "FeatureForge-Recipe": self.recipe}

    def records(self):
        shards = ShardSet(self.data.listing.shards, ReadOptions(), "records")
        for step in range(self.step, self.steps):
            for sample in self.samples(step):
                yield step, support.frame(bytes(shards.record(sample)))

    def batches(self):
        fields = []
        for name in self.names:
            dtype, shape = RAGGED.get(name) or FIXED[name]
            item = {"name": name, "dtype": dtype, "shape": list(self.data[0]["image"].shape) if shape is None else shape}
            if name in RAGGED:
                item["ragged"] = True
            if name == "key":
                item["text"] = True
            fields.append(item)
        header = {"format": "featureforge-batches", "version": 1, "split": self.query["split"], "epoch": self.epoch, "rank": self.rank, "world": self.world,
                  "batch": self.batch, "remainder": self.remainder, "seed": self.seed, "step": self.step, "steps": self.steps, "samples": len(self.order),
                  "crc32c": True, "recipe": self.recipe, "fields": fields, **({"balance": self.balance} if self.balance else {})}
        yield -1, json.dumps(header).encode() + b"\n"
        for step in range(self.step, self.steps):
            payload = b"".join(self.section(name, [self.data[sample][name] for sample in self.samples(step)]) for name in self.names)
            yield step, frame(step, payload)
        yield self.steps, struct.pack("<IIQI", 0x465A4146, self.steps, 0, 0)

    def section(self, name, values):
        if name not in RAGGED:
            return padded(b"".join(value.tobytes() for value in values))
        rows = [value.encode() if isinstance(value, str) else value for value in values]
        starts = np.cumsum([0] + [len(row) for row in rows]).astype("<i4")
        return padded(starts.tobytes()) + padded(b"".join(row if isinstance(row, bytes) else row.tobytes() for row in rows))


def padded(content):
    return struct.pack("<Q", len(content)) + content + bytes(-len(content) % 8)


def frame(step, payload):
    return struct.pack("<IIQI", 0x46424146, step, len(payload), crc32c.mask(crc32c.compute(payload))) + payload


class Quiet(socketserver.ThreadingMixIn):
    """Clients that break off are part of the tests."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class TcpServer(Quiet, http.server.HTTPServer):
    """On a port of loopback."""


class UnixServer(Quiet, socketserver.UnixStreamServer):
    """On a Unix socket."""

    server_name, server_port = "localhost", 0


def manifest_of(folder):
    """What `/v1/manifest` says of shards."""
    listing = Dataset(folder).listing
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        written = json.load(file)
    anchors = {name: written[name] for name in ("targets", "anchorLevels") if name in written}
    count = {"anchorCount": listing.anchor_count or 8732} if anchors else {}
    height, width, _ = Dataset(folder, fields=["image"])[0]["image"].shape
    return {"format": "featureforge-feed", "formatVersion": 1, "engineVersion": written["engineVersion"], "recipe": "r", "recipeFingerprint": "fingerprint",
            "sourceFingerprint": "source", "seed": 7, "profile": listing.profile, "live": False, "labels": written["labels"], "epochs": 1, "serving": {"output": [width, height]},
            "splits": [{name: split[name] for name in ("name", "records")} for split in written["splits"]], **anchors, **count}


class FeedServer:
    """A server in a thread, on a free port of loopback or on a Unix socket."""

    def __init__(self, folder, socket_path=None, token=None):
        self.server = TcpServer(("127.0.0.1", 0), Handler) if socket_path is None else UnixServer(socket_path, Handler)
        self.server.folder, self.server.token, self.server.chunked = folder, token, False
        self.server.manifest = manifest_of(folder)
        self.server.away, self.server.drips, self.server.closed = set(), set(), threading.Event()
        self.server.requests, self.server.faults, self.server.refusals, self.server.recipes = [], [], [], []
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}" if socket_path is None else f"unix:{socket_path}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    def close(self):
        self.server.closed.set()
        self.server.shutdown()
        self.server.server_close()
        if self.url.startswith("unix:"):
            os.unlink(self.url[5:])


if __name__ == "__main__":
    # A server to kill: python3 -m tests.feed_server FOLDER SOCKET
    if os.path.exists(sys.argv[2]):
        os.unlink(sys.argv[2])
    serving = FeedServer(*sys.argv[1:3])
    print(serving.url, flush=True)
    serving.thread.join()
