"""Makes the Markdown table and the JSON file from the measurements. Called by tools/rivals."""
import argparse
import datetime
import json
import os
import platform
import re

NAMES = {"featureforge": "FeatureForge", "opencv": "OpenCV", "pillow": "Pillow", "torchvision": "torchvision"}
BASELINE = "opencv"


def read_first(path, pattern, default):
    try:
        with open(path, encoding="utf-8") as file:
            found = re.search(pattern, file.read(), re.MULTILINE)
    except OSError:
        found = None
    return found.group(1).strip().strip('"') if found else default


def describe_machine(options):
    return {
        "cpu": read_first("/proc/cpuinfo", r"^model name\s*:\s*(.+)$", platform.machine()),
        "cores": os.cpu_count(),
        "memoryGiB": round(int(read_first("/proc/meminfo", r"^MemTotal:\s*(\d+)", "0")) / 2**20),
        "system": read_first("/etc/os-release", r"^PRETTY_NAME=(.+)$", platform.system()),
        "dotnet": options.dotnet,
        "python": platform.python_version(),
        "commit": options.commit,
        "date": datetime.date.today().isoformat(),
    }


def cell(measurement, baseline):
    if measurement is None:
        return "-"
    if "missing" in measurement:
        return "missing"
    rate = f"{measurement['imagesPerSecond']:,.0f}"
    spread = f"{measurement['lowest']:,.0f} .. {measurement['highest']:,.0f}"
    rate += f" ({spread})" if measurement["passes"] > 1 else ""
    if baseline and "missing" not in baseline:
        rate += f", {measurement['imagesPerSecond'] / baseline['imagesPerSecond']:.1f}x"
    return rate


def make_table(measurements, machine):
    by_key = {(row["name"], row["processes"]): row for row in measurements}
    counts = sorted({row["processes"] for row in measurements})
    lines = [
        f"{machine['cpu']}, {machine['cores']} cores, {machine['system']}, .NET SDK {machine['dotnet']}, commit {machine['commit']}, "
        f"{machine['date']}; {max(row.get('photos', 0) for row in measurements)} photos. "
        f"Images per second: median (lowest .. highest pass), times {NAMES[BASELINE]}.",
        "",
        "| | version | " + " | ".join(f"{count} process{'es' if count > 1 else ''}" for count in counts) + " |",
        "|---|---|" + "---|" * len(counts),
    ]
    for name in NAMES:
        rows = [by_key.get((name, count)) for count in counts]
        version = next((row["version"] for row in rows if row and "version" in row), "-") or machine["commit"]
        cells = [cell(row, by_key.get((BASELINE, count))) for row, count in zip(rows, counts)]
        lines.append(f"| {NAMES[name]} | {version} | " + " | ".join(cells) + " |")
    missing = sorted({f"{NAMES[row['name']]}: {row['missing']}" for row in measurements if "missing" in row})
    if missing:
        lines += ["", "Missing here: " + "; ".join(missing) + "."]
    return "\n".join(lines) + "\n"


def show_in_readme(repository, path, table):
    readme = os.path.join(repository, "README.md")
    with open(readme, encoding="utf-8") as file:
        text = file.read()
    block = f"<!-- rivals: {path} -->\n{table}<!-- rivals: end -->"
    text, count = re.subn(r"<!-- rivals: (?!end).*? -->\n.*?<!-- rivals: end -->", lambda _: block, text, flags=re.DOTALL)
    if count != 1:
        raise SystemExit("README.md has no block <!-- rivals: ... --> ... <!-- rivals: end -->")
    with open(readme, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work")
    parser.add_argument("repository")
    parser.add_argument("--commit", default="unknown")
    parser.add_argument("--dotnet", default="")
    parser.add_argument("--machine", default="")
    parser.add_argument("--readme", default="no")
    options = parser.parse_args()
    with open(os.path.join(options.work, "results.jsonl"), encoding="utf-8") as file:
        measurements = [json.loads(line) for line in file if line.strip()]
    machine = describe_machine(options)
    name = options.machine or re.sub(r"[^a-z0-9]+", "-", f"{machine['cpu']} {machine['cores']} cores".lower()).strip("-")
    folder = os.path.join("benchmarks", "results", name)
    os.makedirs(os.path.join(options.repository, folder), exist_ok=True)
    table = make_table(measurements, machine)
    with open(os.path.join(options.repository, folder, "rivals.md"), "w", encoding="utf-8") as file:
        file.write(table)
    with open(os.path.join(options.repository, folder, "rivals.json"), "w", encoding="utf-8") as file:
        file.write(json.dumps({"machine": machine, "measurements": measurements}, indent=2) + "\n")
    if options.readme == "yes":
        show_in_readme(options.repository, f"{folder}/rivals.md", table)
    print(table)
    print(f"written to {folder}")


if __name__ == "__main__":
    main()
