"""Measures the feed against its client on this machine. usage: python3 measure_feed.py DIR [SPLIT]

DIR holds shards of raw pictures, best some hundred megabytes. Starts `featureforge serve DIR` (built in Release) on a Unix socket and a port of
loopback, reads whole epochs, alternating between the cases, and gives medians: gigabytes of pictures per second of the clock, and per second
of processor time of either side. The lower of the last two is what the pair reaches where each has a core to itself.
"""
import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time

from featureforge_data import FeedDataset, FeedOptions

PASSES = 5
BATCH = 32
PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "FeatureForge.Cli", "bin", "Release", "net10.0", "featureforge.dll")


def main(path, split):
    with tempfile.TemporaryDirectory() as folder:
        unix = os.path.join(folder, "feed.sock")
        server = subprocess.Popen(["dotnet", PROGRAM, "serve", path, "--socket", unix, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
        try:
            lines = [server.stdout.readline().split()[-1] for _ in range(2)]
            tcp = next(line for line in lines if line.startswith("http"))
            measure(server.pid, {
                "batches, Unix socket": lambda: read(f"unix:{unix}", split, "batch"),
                "batches, TCP": lambda: read(tcp, split, "batch"),
                "records, Unix socket": lambda: read(f"unix:{unix}", split, "record"),
                "batches, Unix socket, thrown away": lambda: throw_away(unix, split, "batch"),
                "records, Unix socket, thrown away": lambda: throw_away(unix, split, "record"),
            })
        finally:
            server.terminate()
            server.wait()


def measure(server, cases):
    figures = {name: [] for name in cases}
    for number in range(PASSES + 2):
        for name, case in cases.items():
            before = ticks(server), time.process_time(), time.perf_counter()
            size = case()
            clock, client = time.perf_counter() - before[2], time.process_time() - before[1]
            if number >= 2:
                figures[name].append((size / clock, size / client, size / max(0.01, ticks(server) - before[0])))
    print(f"{'case':36} {'clock':>7} {'client':>7} {'server':>7}   GB/s: of the clock, of processor time of either side; load {os.getloadavg()[0]:.1f}")
    for name, passes in figures.items():
        print(f"{name:36} " + " ".join(f"{statistics.median(figure[part] for figure in passes) / 1e9:7.2f}" for part in range(3)))


def ticks(process):
    """Seconds of processor time that a process has had."""
    with open(f"/proc/{process}/stat", encoding="ascii") as file:
        parts = file.read().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def read(url, split, form):
    return sum(batch["image"].nbytes for batch in FeedDataset(url, split=split, batch=BATCH, options=FeedOptions(form=form)).epoch(1))


def throw_away(path, split, form):
    """The same bytes without the work of a reader."""
    connection = http.client.HTTPConnection("localhost")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(path)
    connection.request("GET", f"/v1/stream?split={split}&epoch=1&batch={BATCH}&format={form}")
    response = connection.getresponse()
    block = bytearray(1 << 20)
    size = 0
    while True:
        got = response.readinto(block)
        if not got:
            connection.close()
            return size
        size += got


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "train")
