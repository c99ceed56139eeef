"""Records results with the machine they hold for, and keeps the tables made from them. Called by tools/rivals and tools/benchmark.

    results.py record KIND MEASUREMENTS --folder FOLDER ...   writes FOLDER/KIND.json and FOLDER/KIND.md, prints the table
    results.py show KIND MEASUREMENTS ...                     prints the table only
    results.py tables [--folder FOLDER]                       makes every KIND.md and README's blocks anew from the recorded JSON;
                                                              with a folder the blocks show its results
    results.py check                                          says which of them are not what the JSON gives; exit code 1

FOLDER is relative to the repository. A block of README.md begins with <!-- measured: PATH OF THE JSON --> and ends with
<!-- measured: end -->.
"""
import argparse
import datetime
import glob
import json
import os
import platform
import re
import sys

import tables

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BLOCK = re.compile(r"<!-- measured: (?!end)(\S+) -->\n(.*?)<!-- measured: end -->", re.DOTALL)


def read(path):
    with open(os.path.join(REPOSITORY, path), encoding="utf-8") as file:
        return file.read()


def write(path, text):
    with open(os.path.join(REPOSITORY, path), "w", encoding="utf-8") as file:
        file.write(text)


def first_match(path, pattern, default):
    try:
        with open(path, encoding="utf-8") as file:
            found = re.search(pattern, file.read(), re.MULTILINE)
    except OSError:
        found = None
    return found.group(1).strip().strip('"') if found else default


def describe_machine(options):
    return {
        "cpu": options.cpu,
        "cores": os.cpu_count(),
        "memoryGiB": round(int(first_match("/proc/meminfo", r"^MemTotal:\s*(\d+)", "0")) / 2**20),
        "system": first_match("/etc/os-release", r"^PRETTY_NAME=(.+)$", platform.system()),
        "dotnet": options.dotnet,
        "python": platform.python_version(),
        "codecs": options.codecs,
        "commit": options.commit,
        "date": datetime.date.today().isoformat(),
        "loadBefore": options.load,
    }


def read_measurements(path):
    """One JSON value, or a list with one value for each line."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if path.endswith(".jsonl"):
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return json.loads(text)


def record(options):
    data = {"machine": describe_machine(options), "measurements": read_measurements(options.measurements)}
    table = tables.WHOLE_TABLES[options.kind](data)
    print(table)
    if options.command == "show":
        return
    os.makedirs(os.path.join(REPOSITORY, options.folder), exist_ok=True)
    write(f"{options.folder}/{options.kind}.json", json.dumps(data, indent=2) + "\n")
    write(f"{options.folder}/{options.kind}.md", table)
    print(f"written to {options.folder}/{options.kind}.md")


def kind_of(path):
    return os.path.splitext(os.path.basename(path))[0]


def wanted_tables():
    """Path and text of every table that lies beside its JSON."""
    for path in sorted(glob.glob("benchmarks/results/*/*.json", root_dir=REPOSITORY)):
        if kind_of(path) in tables.WHOLE_TABLES:
            yield path.removesuffix(".json") + ".md", tables.WHOLE_TABLES[kind_of(path)](json.loads(read(path)))


def wanted_readme(text, folder):
    """README.md with every block made from its JSON: that of the folder where it has one, else the one it names."""

    def block(match):
        path = match.group(1)
        own = f"{folder}/{os.path.basename(path)}"
        if folder and os.path.exists(os.path.join(REPOSITORY, own)):
            path = own
        if not os.path.exists(os.path.join(REPOSITORY, path)) or kind_of(path) not in tables.README_TABLES:
            sys.exit(f"README.md has a block for {path}, which is not there or no kind of result that it can show")
        return f"<!-- measured: {path} -->\n{tables.README_TABLES[kind_of(path)](json.loads(read(path)))}<!-- measured: end -->"

    text, count = BLOCK.subn(block, text)
    if count == 0:
        sys.exit("README.md has no block <!-- measured: ... --> ... <!-- measured: end -->")
    return text


def stale_files(folder):
    for path, text in [*wanted_tables(), ("README.md", wanted_readme(read("README.md"), folder))]:
        if not os.path.exists(os.path.join(REPOSITORY, path)) or read(path) != text:
            yield path, text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("record", "show"):
        command = commands.add_parser(name)
        command.add_argument("kind", choices=tables.WHOLE_TABLES)
        command.add_argument("measurements")
        for option in ("folder", "cpu", "commit", "dotnet", "codecs", "load"):
            command.add_argument(f"--{option}", default="")
    commands.add_parser("tables").add_argument("--folder", default="")
    commands.add_parser("check")
    options = parser.parse_args()
    if options.command in ("record", "show"):
        record(options)
        return
    stale = list(stale_files(options.folder if options.command == "tables" else ""))
    for path, text in stale:
        print(f"{path}: {'made anew' if options.command == 'tables' else 'is not what the recorded JSON gives; run tools/rivals --tables'}")
        if options.command == "tables":
            write(path, text)
    sys.exit(1 if stale and options.command == "check" else 0)


if __name__ == "__main__":
    main()
