"""Trains and judges the arms of an ablation. Called by tools/ablation.

    ablation.py WORK MEASUREMENTS NAME[=FOLDER] ... --seeds 1,2,3 --threads 1 [--dry] [--finished]

WORK keeps shards, models and evaluations: what is there and was made in the same way is not made again, and a training that was stopped
goes on. MEASUREMENTS is written when all is done; with --finished nothing is made, and it holds the runs that are finished.
"""
import argparse
import csv
import dataclasses
import json
import os
import resource
import shutil
import subprocess
import sys

import recipes
from experiments import DRAWN_PHOTOS, EXPERIMENTS, tiny

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EXAMPLES = os.path.join(REPOSITORY, "examples")
DRY_PHOTOS = 60
DRAWS = 200


@dataclasses.dataclass(frozen=True)
class Place:
    """Where an experiment works. photos: folder of the photos. annotations, boxes: files, boxes None where no condition needs it."""

    folder: str
    photos: str
    annotations: str
    boxes: str


def program(*arguments):
    """Runs featureforge; its own message says what is wrong."""
    print("   ", "featureforge", *arguments, flush=True)
    done = subprocess.run([os.path.join(REPOSITORY, "tools", "featureforge"), *map(str, arguments)], stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        sys.exit(f"featureforge {arguments[0]} ended with exit code {done.returncode}, see above; the same command goes on from here")


def example(script, *arguments):
    subprocess.run([sys.executable, os.path.join(EXAMPLES, script), *arguments], check=True)


def read_json(path):
    """The document, or None where there is none."""
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return None


def write_json(path, document):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".partial", "w", encoding="utf-8") as file:
        json.dump(document, file, indent=2)
    os.replace(path + ".partial", path)


def begin_anew_unless(folder, wanted):
    """Empties a folder that was not made as wanted; `wanted` is kept in it."""
    path = os.path.join(folder, "wanted.json")
    kept = read_json(path)
    if kept is None and os.path.isdir(folder) and os.listdir(folder):
        sys.exit(f"{folder} holds files that this script did not make; choose another --work")
    if kept != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        write_json(path, wanted)


def base_recipe(experiment):
    import yaml

    with open(os.path.join(EXAMPLES, experiment.recipe), encoding="utf-8") as file:
        return recipes.with_changes(yaml.safe_load(file), experiment.changes)


def prepare(experiment, photos, work, dry):
    """Photos and annotations of an experiment, as the examples say."""
    folder = os.path.join(work, experiment.name)
    if photos and os.path.realpath(folder) == os.path.realpath(photos):
        sys.exit(f"{photos} is where this script would write; choose another --work")
    os.makedirs(folder, exist_ok=True)
    place = Place(folder, photos, os.path.join(folder, "annotations.csv"), os.path.join(folder, "boxes.csv"))
    if experiment.name == "drawn":
        drawn = os.path.join(folder, "photos")
        count = DRY_PHOTOS if dry else DRAWN_PHOTOS
        begin_anew_unless(drawn, {"count": count})
        mark = os.path.join(drawn, "complete.json")
        if not os.path.exists(mark):
            program("synth", drawn, "--count", count)
            write_json(mark, {"count": count})
        return dataclasses.replace(place, photos=drawn, annotations=os.path.join(drawn, "faces.csv"))
    script, source = ("smiles/split_labels.py", "labels.csv") if experiment.name == "smiles" else ("faces/mark_small.py", "annotations.csv")
    example(script, os.path.join(photos, source), place.annotations)
    if any(condition.boxed for condition in experiment.conditions):
        box_pictures(place)
    return place


def box_pictures(place):
    """Writes annotations with a box around each picture of validation and test."""
    from PIL import Image

    with open(place.annotations, newline="", encoding="utf-8") as source, open(place.boxes, "w", newline="", encoding="utf-8") as destination:
        writer = csv.writer(destination, lineterminator="\n")
        writer.writerow(("image", "xmin", "ymin", "xmax", "ymax", "label", "split"))
        for row in csv.DictReader(source):
            if row["split"] != "train":
                with Image.open(os.path.join(place.photos, "images", row["image"])) as picture:
                    writer.writerow((row["image"], 0, 0, *picture.size, f"smile={row['smile']}", row["split"]))


def make_shards(name, recipe, place, annotations):
    """Shards of a recipe; gives their folder."""
    folder = os.path.join(place.folder, "shards", name.replace(" ", "-"))
    begin_anew_unless(folder, {"recipe": recipe, "photos": place.photos, "annotations": annotations})
    path = os.path.join(folder, "recipe.json")
    write_json(path, recipe)
    shards = os.path.join(folder, "shards")
    if not os.path.exists(os.path.join(shards, "manifest.json")):
        program("run", path, "--input", place.photos, "--annotations", annotations, "--output", shards, "--quiet")
    return shards


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run_folder(place, arm, seed):
    return os.path.join(place.folder, "models", f"{arm.name.replace(' ', '-').replace(',', '')}-{seed}")


def train(experiment, arm, seed, shards, place, threads):
    """One training and its judgement on every condition."""
    folder = run_folder(place, arm, seed)
    options = ["--steps", experiment.steps, "--batch", experiment.batch, *experiment.training, *arm.options, "--seed", seed, "--threads", threads]
    begin_anew_unless(folder, {"options": options, "shards": fingerprints(shards[arm.shards])})
    model = os.path.join(folder, "model")
    if not os.path.exists(os.path.join(model, "report.json")):
        before = processor_seconds()
        program("train", experiment.kind, "--data", shards[arm.shards], "--out", model, *options)
        write_json(os.path.join(folder, "seconds.json"), {"processor": round(processor_seconds() - before, 1)})
    first, *others = experiment.conditions
    judging = ["--split", "test", "--no-report", "--bootstrap", DRAWS, "--threads", threads, *experiment.judging]
    sets = ["--data", shards[first.name], *(text for condition in others for text in ("--also", f"{condition.name}={shards[condition.name]}"))]
    judged = {condition.name: fingerprints(shards[condition.name]) for condition in experiment.conditions}
    begin_anew_unless(os.path.join(folder, "evaluation"), {"options": judging, "sets": judged})
    if not os.path.exists(evaluation_path(folder)):
        program("eval", model, *sets, *judging, "--out", os.path.join(folder, "evaluation"))


def fingerprints(shards):
    """Which recipe and which photos shards were made from."""
    manifest = read_json(os.path.join(shards, "manifest.json"))
    return [manifest["recipeFingerprint"], manifest["sourceFingerprint"]]


def evaluation_path(folder):
    return os.path.join(folder, "evaluation", "evaluation.json")


def make_all_shards(experiment, place):
    recipe = base_recipe(experiment)
    shards = {arm.shards: make_shards(f"train {arm.shards}", recipes.teaching(recipe, arm.off), place, place.annotations) for arm in experiment.arms}
    for condition in experiment.conditions:
        annotations = place.boxes if condition.boxed else place.annotations
        shards[condition.name] = make_shards(f"test {condition.name}", recipes.disturbing(recipe, condition.step, condition.boxed), place, annotations)
    return shards


def collect(experiment, place, seeds):
    """The finished runs of an experiment, with what they were made from."""
    runs = []
    for seed in seeds:
        for arm in experiment.arms:
            folder = run_folder(place, arm, seed)
            evaluation, report = read_json(evaluation_path(folder)), read_json(os.path.join(folder, "model", "report.json"))
            if evaluation and report:
                runs.append(run_of(experiment, arm, seed, evaluation, report, read_json(os.path.join(folder, "seconds.json"))))
    if not runs:
        return None
    manifest = read_json(os.path.join(place.folder, "shards", "train-whole", "shards", "manifest.json"))
    return {
        "name": experiment.name, "kind": experiment.kind, "recipe": f"examples/{experiment.recipe}", "changes": experiment.changes, "steps": experiment.steps,
        "batch": experiment.batch, "options": list(experiment.training), "records": {split["name"]: split["records"] for split in manifest["splits"]},
        "copies": base_recipe(experiment).get("epochs", 1), "figures": list(experiment.figures), "pairs": [list(pair) for pair in experiment.pairs],
        "arms": [{"name": arm.name, "off": list(arm.off), "options": list(arm.options)} for arm in experiment.arms],
        "conditions": [{"name": condition.name, "step": condition.step, "boxed": condition.boxed} for condition in experiment.conditions], "runs": runs}


def run_of(experiment, arm, seed, evaluation, report, seconds):
    """What is recorded of one run: figures [value, low, high] by condition and name."""
    figures = {}
    for condition, judged in zip(experiment.conditions, evaluation["sets"]):
        rows = {row["name"]: [row["value"], row["low"], row["high"]] for row in judged["headline"]}
        figures[condition.name] = {name: [None if value is None else round(value, 5) for value in rows[name]] for name in experiment.figures}
    return {"arm": arm.name, "seed": seed, "bestStep": report["bestStep"], "learningSeconds": report["seconds"]["learning"],
            "processorSeconds": (seconds or {}).get("processor"), "torch": report["machine"]["torch"], "threads": report["machine"]["threads"], "figures": figures}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work")
    parser.add_argument("measurements")
    parser.add_argument("experiments", nargs="+")
    parser.add_argument("--seeds", required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--dry", action="store_true")
    parser.add_argument("--finished", action="store_true")
    options = parser.parse_args()
    seeds = [int(seed) for seed in options.seeds.split(",")]
    chosen = []
    for text in options.experiments:
        name, _, photos = text.partition("=")
        experiment = tiny(EXPERIMENTS[name]) if options.dry else EXPERIMENTS[name]
        chosen.append((experiment, prepare(experiment, os.path.abspath(photos) if photos else "", os.path.abspath(options.work), options.dry)))
    if not options.finished:
        made = [make_all_shards(experiment, place) for experiment, place in chosen]
        # All experiments with one seed before the next seed: what is finished when it is stopped is then a whole table with fewer seeds.
        runs = [(arm.turn, seed, number, arm) for seed in seeds for number, (experiment, _) in enumerate(chosen) for arm in experiment.arms]
        for _, seed, number, arm in sorted(runs, key=lambda run: run[:3]):
            experiment, place = chosen[number]
            print(f"{experiment.name}, {arm.name}, seed {seed}", flush=True)
            train(experiment, arm, seed, made[number], place, options.threads)
    found = [collect(experiment, place, seeds) for experiment, place in chosen]
    found = [experiment for experiment in found if experiment]
    if not found:
        sys.exit("no run is finished")
    write_json(os.path.abspath(options.measurements), {"experiments": found})


if __name__ == "__main__":
    main()
