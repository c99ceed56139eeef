"""Gathers the reports that BenchmarkDotNet wrote at several levels of instruction sets. Called by tools/benchmark --simd.

    simd.py NAME=FOLDER ...      prints one JSON value; FOLDER holds the reports of one process, the first is what the others are compared with
"""
import glob
import json
import os
import re
import sys

SEEN = re.compile(r"^\s*\[Host\]\s*: (.+)$", re.MULTILINE)


def short_name(benchmark):
    room, operation = benchmark["Namespace"].rpartition(".")[2], benchmark["Type"].removesuffix("Benchmarks")
    parameters = f" ({benchmark['Parameters'].replace('&', ', ')})" if benchmark["Parameters"] else ""
    return f"{room} {operation}.{benchmark['Method']}{parameters}"


def level(name, folder):
    operations, runtime = {}, ""
    for path in sorted(glob.glob(os.path.join(folder, "results", "*-report-brief.json"))):
        with open(path, encoding="utf-8-sig") as file:
            report = json.load(file)
        operations.update((short_name(benchmark), benchmark["Statistics"]["Mean"]) for benchmark in report["Benchmarks"] if benchmark.get("Statistics"))
        with open(path.removesuffix("-brief.json") + "-github.md", encoding="utf-8-sig") as file:
            runtime = SEEN.search(file.read()).group(1).strip()
    if not operations:
        sys.exit(f"{folder}: no report in it")
    return {"name": name, "runtime": runtime, "operations": operations}


if __name__ == "__main__":
    print(json.dumps({"levels": [level(*argument.split("=", 1)) for argument in sys.argv[1:]]}))
