"""Markdown tables out of recorded results: for each kind of result a function from its JSON to the whole table, and for some a short
form for README. Nothing is measured or read here, so the same JSON always gives the same text."""
import statistics

NAMES = {
    "featureforge": "FeatureForge", "opencv": "OpenCV", "pillow": "Pillow", "torchvision": "torchvision", "sharp": "sharp",
    "libjpeg-turbo-c": "libjpeg-turbo from C", "libjpeg-turbo-csharp": "libjpeg-turbo from C#",
}
WHOLE = ("featureforge", "opencv", "pillow", "torchvision", "sharp")
BARE = ("featureforge", "libjpeg-turbo-csharp", "libjpeg-turbo-c")
BARE_WORK = ("planes", "RGB")


def head(machine):
    """What the figures hold for, in one line."""
    parts = [f"{machine['cpu']}, {machine['cores']} cores", machine["system"], f".NET SDK {machine['dotnet']}", f"commit {machine['commit']}"]
    parts += [machine[key] for key in ("codecs",) if machine.get(key)] + [machine["date"]]
    if machine.get("loadBefore"):
        parts.append(f"load before the run {machine['loadBefore']}")
    return ", ".join(parts)


def count_of(number, word):
    return f"{number} {word}{'' if number == 1 else 'es' if word.endswith('s') else 's'}"


def rows_of(header, rows):
    return ["| " + " | ".join(header) + " |", "|" + "---|" * len(header), *("| " + " | ".join(row) + " |" for row in rows)]


def text_of(lines):
    return "\n".join(lines) + "\n"


def rates_of(measurements, name, work, processes):
    """All passes of one contender, from every round; None when it was not tried."""
    found = [row for row in measurements if (row["name"], row.get("work", "whole"), row["processes"]) == (name, work, processes)]
    return [rate for row in found for rate in row.get("rates", [])] if found else None


def rate_cell(rates, baseline):
    if not rates:
        return "-" if rates is None else "missing"
    text = f"{statistics.median(rates):,.0f}"
    if len(rates) > 1:
        text += f" ({min(rates):,.0f} .. {max(rates):,.0f})"
    return text + (f", {statistics.median(rates) / statistics.median(baseline):.1f}x" if baseline else "")


def rivals(data):
    """Whole work against OpenCV, then decoding alone against libjpeg-turbo from C."""
    measurements, machine = data["measurements"], data["machine"]
    counts = sorted({row["processes"] for row in measurements})
    photos = max(row.get("photos", 0) for row in measurements)
    titles = [count_of(count, "process") for count in counts]
    rows = []
    for name in WHOLE:
        version = next((row["version"] for row in measurements if row["name"] == name and row.get("version")), machine["commit"] if name == "featureforge" else "-")
        cells = [rate_cell(rates_of(measurements, name, "whole", count), rates_of(measurements, "opencv", "whole", count)) for count in counts]
        rows.append([NAMES[name], version, *cells])
    lines = [f"{head(machine)}; {photos} photos. Images per second: median (lowest .. highest pass), times OpenCV.", "", *rows_of(["whole work", "version", *titles], rows)]
    if any(row.get("work") in BARE_WORK for row in measurements):
        rows = []
        for name in BARE:
            pairs = [(rates_of(measurements, name, work, count), rates_of(measurements, "libjpeg-turbo-c", work, count)) for work in BARE_WORK for count in counts]
            rows.append([NAMES[name], *(rate_cell(rates, baseline) for rates, baseline in pairs)])
        lines += ["", "Decoding alone, times libjpeg-turbo from C.", ""]
        lines += rows_of(["decoding", *(f"to {work}, {title}" for work in BARE_WORK for title in titles)], rows)
    missing = sorted({f"{NAMES[row['name']]}: {row['missing']}" for row in measurements if "missing" in row})
    return text_of(lines + (["", "Missing here: " + "; ".join(missing) + "."] if missing else []))


def ladder(data):
    """Rungs from the least work to the most; the columns of one worker count stand together."""
    measured, machine = data["measurements"], data["machine"]
    ladders = measured["ladders"]
    header = ["up to", *(f"{title}, {count_of(ladder_['workers'], 'worker')}" for ladder_ in ladders for title in ("images/s", "of the rung above", "us per image", "added us"))]
    rows = []
    for i, rung in enumerate(ladders[0]["rungs"]):
        row = [rung["name"]]
        for ladder_ in ladders:
            here, above = ladder_["rungs"][i], ladder_["rungs"][i - 1] if i else None
            share = f"{here['imagesPerSecond'] / above['imagesPerSecond']:.0%}" if above else "-"
            row += [f"{here['imagesPerSecond']:,.0f}", share, f"{here['microsecondsPerImage']:,.0f}", f"{here['addedMicroseconds']:,.0f}"]
        rows.append(row)
    return text_of([f"{head(machine)}; {measured['images']} photos, {measured['leftToLibjpegTurbo']} of them left to libjpeg-turbo.", "", *rows_of(header, rows)])


def ladder_short(data):
    """What README has room for: rates, and what each rung adds to the time of one worker."""
    measured = data["measurements"]
    ladders = measured["ladders"]
    header = ["up to", *(f"{title}, {count_of(ladder_['workers'], 'worker')}" for ladder_ in ladders for title in ("images/s", "added us"))]
    rows = []
    for i, rung in enumerate(ladders[0]["rungs"]):
        rungs = [ladder_["rungs"][i] for ladder_ in ladders]
        rows.append([rung["name"], *(f"{here[key]:,.0f}" for here in rungs for key in ("imagesPerSecond", "addedMicroseconds"))])
    return text_of([f"{head(data['machine'])}; {measured['images']} photos.", "", *rows_of(header, rows)])


def kind_name(kind):
    way = "progressive" if kind["progressive"] else "baseline"
    return f"{kind['megapixels']:g} MP, {kind['sampling']}, quality {kind['quality']}, {way}"


def ratio_cell(pair):
    return f"{pair['own']:,.0f} / {pair['turbo']:,.0f} = {pair['own'] / pair['turbo']:.2f}"


def photo_kinds(data):
    """One table for each number of workers: own decoder / libjpeg-turbo, then the whole workload / its bare decode."""
    lines = [f"{head(data['machine'])}; source: {data['measurements']['source']}. Images per second, own / libjpeg-turbo = ratio."]
    kinds = data["measurements"]["kinds"]
    for i, measured in enumerate(kinds[0]["workers"]):
        rows = []
        for kind in kinds:
            here = kind["workers"][i]
            size = f"{kind['bytes'] / 1e3 / kind['photos']:,.0f} kB"
            rows.append([kind_name(kind), f"{kind['photos']} of {size}", *(ratio_cell(here[key]) for key in ("planes", "RGB", "whole"))])
        lines += ["", *rows_of([count_of(measured["workers"], "worker"), "photos", "to planes", "to RGB", "file to record / bare RGB decode"], rows)]
    return text_of(lines)


def photo_kinds_short(data):
    """One row for each size, one column for each way of coding: ratios at the highest worker count."""
    kinds = data["measurements"]["kinds"]
    ways = list(dict.fromkeys((kind["sampling"], kind["quality"], kind["progressive"]) for kind in kinds))
    header = ["", *(f"{sampling} q{quality}{' progressive' if progressive else ''}" for sampling, quality, progressive in ways)]
    rows = []
    for size in dict.fromkeys(kind["megapixels"] for kind in kinds):
        row = [f"{size:g} MP"]
        for way in ways:
            here = next((kind["workers"][-1] for kind in kinds if (kind["megapixels"], kind["sampling"], kind["quality"], kind["progressive"]) == (size, *way)), None)
            row.append("-" if here is None else ", ".join(f"{here[key]['own'] / here[key]['turbo']:.2f}" for key in ("planes", "RGB", "whole")))
        rows.append(row)
    workers = count_of(kinds[0]["workers"][-1]["workers"], "worker")
    return text_of([f"{head(data['machine'])}; {workers}. Times libjpeg-turbo's rate: to planes, to RGB, file to record against its bare RGB decode.", "", *rows_of(header, rows)])


def time_text(nanoseconds):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("us", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:,.3g} {unit}" if nanoseconds < 1000 * size else f"{nanoseconds / size:,.0f} {unit}"
    return f"{nanoseconds:.3g} ns"


def simd(data):
    """One row for each operation, one column for each level: time, and how many times that of all instruction sets."""
    levels = data["measurements"]["levels"]
    rows = []
    for operation in levels[0]["operations"]:
        best = levels[0]["operations"][operation]
        times = [level["operations"].get(operation) for level in levels]
        rows.append([operation, *("-" if time is None else f"{time_text(time)}, {time / best:.1f}x" for time in times)])
    seen = "; ".join(f"{level['name']}: {level['runtime']}" for level in levels)
    return text_of([f"{head(data['machine'])}. Mean time of an operation, times that with {levels[0]['name']}.", "", f"What each process had: {seen}.", "", *rows_of(["operation", *(level["name"] for level in levels)], rows)])


def spread_cell(values, signed=False):
    """Mean of some runs, and the lowest and highest where there are several."""
    def cell(value):
        # Adding 0 takes the sign from a zero.
        return f"{round(value, 3) + 0.0:{'+' if signed else ''}.3f}"

    return cell(statistics.mean(values)) + (f" ({cell(min(values))} .. {cell(max(values))})" if len(values) > 1 else "")


def step_text(condition):
    """How a test set was disturbed, as a recipe says it."""
    if not condition["step"]:
        return "as they are"
    words = [f"`{name}` " + ", ".join(f"{key} {value:g}" for key, value in options.items()) for name, options in condition["step"].items()]
    return "; ".join(words) + (", the whole picture its subject" if condition["boxed"] else "")


def ablation_rows(experiment, figure):
    """Rows of one figure: each arm, then the differences of pairs of arms, seed by seed."""
    conditions = [condition["name"] for condition in experiment["conditions"]]
    by_arm = {arm["name"]: {run["seed"]: run["figures"] for run in experiment["runs"] if run["arm"] == arm["name"]} for arm in experiment["arms"]}
    values = {arm: {seed: [figures[name][figure][0] for name in conditions] for seed, figures in runs.items()} for arm, runs in by_arm.items() if runs}
    rows = [[arm, str(len(runs)), *(spread_cell(column) for column in zip(*runs.values()))] for arm, runs in values.items()]
    for arm, other in experiment["pairs"]:
        mine, others = values.get(arm, {}), values.get(other, {})
        differences = [[one - two for one, two in zip(mine[seed], others[seed])] for seed in mine if seed in others]
        if differences:
            rows.append([f"{arm} minus {other}", str(len(differences)), *(spread_cell(column, signed=True) for column in zip(*differences))])
    return [[figure, "seeds", *conditions], rows]


def ablation_interval(experiment, figure):
    """Half of the 95 % interval that drawing the clean test photos anew gives, mean over the runs; None where none was computed."""
    first = experiment["conditions"][0]["name"]
    bounds = [run["figures"][first][figure][1:] for run in experiment["runs"]]
    known = [(high - low) / 2 for low, high in bounds if low is not None and high is not None]
    return statistics.mean(known) if known else None


def ablation(data):
    """For each experiment what it was, its test sets, and a table for each figure."""
    experiments = data["measurements"]["experiments"]
    torch = ", ".join(sorted({run["torch"] for experiment in experiments for run in experiment["runs"]}))
    lines = [f"{head(data['machine'])}, PyTorch {torch}. Mean over the seeds (lowest .. highest); a difference is taken seed by seed. Shards are the same for all seeds."]
    for experiment in experiments:
        records, runs = experiment["records"], experiment["runs"]
        seconds = [run["processorSeconds"] for run in runs if run["processorSeconds"]]
        cost = f"; {statistics.median(seconds):,.0f} s of processor time each" if seconds else ""
        lines += ["", f"## {experiment['name']}", "",
                  f"A {experiment['kind']} by `{experiment['recipe']}`, {experiment['steps']} steps of {experiment['batch']}{cost}. Records: "
                  + ", ".join(f"{name} {count:,}" for name, count in records.items()) + f" ({experiment['copies']} augmented copies of train).", ""]
        lines += [f"- {condition['name']}: {step_text(condition)}" for condition in experiment["conditions"]]
        for figure in experiment["figures"]:
            header, rows = ablation_rows(experiment, figure)
            interval = ablation_interval(experiment, figure)
            lines += ["", *rows_of(header, rows)]
            if interval is not None:
                lines += ["", f"Which photos are in the test split: +-{interval:.3f} on {experiment['conditions'][0]['name']} (half of a 95 % interval of one model)."]
    return text_of(lines)


WHOLE_TABLES = {"ablation": ablation, "rivals": rivals, "ladder": ladder, "photo-kinds": photo_kinds, "simd": simd}
README_TABLES = {"rivals": rivals, "ladder": ladder_short, "photo-kinds": photo_kinds_short}
