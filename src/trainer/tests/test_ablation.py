"""tools/ablation: the recipes that it makes, and the tables made from its results."""
import copy
import importlib
import json
import os
import sys
import unittest

import numpy as np

from featureforge_data import Dataset
from tests import support

TOOLS = (os.path.join(support.REPOSITORY, "tools", "ablation.d"), os.path.join(support.REPOSITORY, "tools", "lib"))
RECIPE = {
    "version": 1, "epochs": 6, "geometry": {"output": [64, 64], "steps": [{"ssdCrop": {"scale": [0.2, 1.0]}}, {"letterbox": {}}, "flip", {"rotate": {"p": 0.2}}]},
    "photometric": [{"backlight": {"p": 0.15}}, {"brightness": {"p": 0.4}}, "blur", {"noise": {"p": 0.2, "read": [1, 6]}}], "output": {"path": "shards"}}


def tool(name):
    """A module of the tools, which are no package."""
    for folder in reversed(TOOLS):
        if folder not in sys.path:
            sys.path.insert(0, folder)
    return importlib.import_module(name)


def measured(values, condition="clean", figure="AP"):
    """A recorded experiment. values: {arm: {seed: value}}, the interval of each value from 0.1 below to 0.1 above."""
    runs = [{"arm": arm, "seed": seed, "torch": "1.13", "processorSeconds": 100.0 + seed, "figures": {condition: {figure: [value, value - 0.1, value + 0.1]}}}
            for arm, seeds in values.items() for seed, value in seeds.items()]
    return {"name": "faces", "kind": "detector", "recipe": "examples/faces/recipe.yaml", "steps": 600, "batch": 16, "copies": 6, "records": {"train": 1200, "test": 40},
            "figures": [figure], "pairs": [["whole", "without"], ["whole", "never run"]], "arms": [{"name": name} for name in (*values, "never run")],
            "conditions": [{"name": condition, "step": None, "boxed": False}], "runs": runs}


class RecipeTests(unittest.TestCase):
    def test_a_step_that_is_off_keeps_its_place(self):
        made = tool("recipes").teaching(RECIPE, ("backlight", "blur"))
        self.assertEqual(made["photometric"], [{"backlight": {"p": 0}}, {"brightness": {"p": 0.4}}, {"blur": {"p": 0}}, {"noise": {"p": 0.2, "read": [1, 6]}}])
        self.assertEqual({**made, "photometric": None}, {**RECIPE, "photometric": None})

    def test_a_step_that_is_not_there_cannot_be_off(self):
        with self.assertRaisesRegex(ValueError, "no step shadows to switch off; it has backlight, brightness, blur, noise"):
            tool("recipes").teaching(RECIPE, ("blur", "shadows"))

    def test_the_test_split_gets_one_step_on_every_sample_and_nothing_else_random(self):
        before = copy.deepcopy(RECIPE)
        made = tool("recipes").disturbing(RECIPE, {"blur": {"sigma": 2.0}}, False)
        self.assertEqual(made["photometric"], [{"blur": {"sigma": 2.0, "p": 1}}])
        self.assertEqual((made["geometry"], made["augmentSplits"], made["epochs"]), ({"output": [64, 64], "steps": [{"letterbox": {}}]}, ["test"], 1))
        self.assertEqual(tool("recipes").disturbing(RECIPE, None, False)["photometric"], [])
        self.assertEqual(tool("recipes").disturbing(RECIPE, None, True)["geometry"]["steps"], [{"cropToBox": {"margin": 0}}])
        self.assertEqual(RECIPE, before)

    def test_changes_go_by_path(self):
        made = tool("recipes").with_changes(RECIPE, {"geometry.output": [304, 304], "source.splits": {"train": 1}, "epochs": 2})
        self.assertEqual((made["geometry"]["output"], made["source"], made["epochs"]), ([304, 304], {"splits": {"train": 1}}, 2))
        self.assertEqual(RECIPE["geometry"]["output"], [64, 64])

    def test_every_recipe_of_every_experiment_follows_the_schema(self):
        try:
            import jsonschema
            import yaml
        except ImportError as error:
            raise unittest.SkipTest(f"needs {error.name} (python3-{error.name})") from None
        with open(os.path.join(support.REPOSITORY, "docs", "recipe.schema.json"), encoding="utf-8") as file:
            schema = json.load(file)
        recipes, count = tool("recipes"), 0
        for experiment in tool("experiments").EXPERIMENTS.values():
            with open(os.path.join(support.REPOSITORY, "examples", experiment.recipe), encoding="utf-8") as file:
                base = recipes.with_changes(yaml.safe_load(file), experiment.changes)
            made = [recipes.teaching(base, arm.off) for arm in experiment.arms]
            made += [recipes.disturbing(base, condition.step, condition.boxed) for condition in experiment.conditions]
            for recipe in made:
                jsonschema.validate(recipe, schema)
                count += 1
        self.assertGreater(count, 20)


class EngineTests(support.FolderTest):
    def test_what_is_left_draws_what_it_drew(self):
        base = {"version": 1, "seed": 3, "source": {"images": "photos"}, "geometry": {"output": [64, 64], "steps": [{"flip": {"p": 0.5}}]},
                "photometric": [{"backlight": {"p": 0.5}}, {"brightness": {"p": 0.6}}, {"blur": {"p": 0.4}}, {"contrast": {"p": 0.6}}], "output": {"path": "."}}
        off = ("backlight", "blur")
        whole, without = (self.samples(name, tool("recipes").teaching(base, steps)) for name, steps in (("whole", ()), ("without", off)))
        self.assertEqual(list(whole), list(without))
        untouched = 0
        for key, (steps, picture) in whole.items():
            self.assertEqual([step for step in steps if next(iter(step)) not in off], without[key][0])
            if steps == without[key][0]:
                np.testing.assert_array_equal(picture, without[key][1])
                untouched += 1
        self.assertTrue(0 < untouched < len(whole))
        self.assertGreater(sum(len(steps) for steps, _ in without.values()), 20)

    def samples(self, name, recipe):
        """{key: (steps that acted, picture)} of the shards of a recipe."""
        with open(self.path(f"{name}.json"), "w", encoding="utf-8") as file:
            json.dump(recipe, file)
        support.program("run", f"{name}.json", "--input", support.photos(), "--output", name, folder=self.folder)
        return {sample["key"]: (json.loads(sample["sample/augmentation"][0]), sample["image"])
                for sample in Dataset(self.path(name), fields=["key", "sample/augmentation", "image"])}


class GuardTests(support.FolderTest):
    def test_a_folder_of_photos_is_no_place_to_work_in(self):
        ablation = tool("ablation")
        faces = ablation.EXPERIMENTS["faces"]
        os.makedirs(self.path("work", "faces"))
        with open(self.path("work", "faces", "annotations.csv"), "w", encoding="utf-8") as file:
            file.write("image,xmin,ymin,xmax,ymax,label\n")
        os.symlink(self.path("work", "faces"), self.path("photos"))
        for photos in (self.path("work", "faces"), self.path("work", ".", "faces") + os.sep, self.path("photos")):
            with self.assertRaisesRegex(SystemExit, "is where this script would write; choose another --work"):
                ablation.prepare(faces, photos, self.path("work"), False)
        with open(self.path("work", "faces", "annotations.csv"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "image,xmin,ymin,xmax,ymax,label\n")

    def test_only_folders_of_its_own_are_emptied(self):
        ablation = tool("ablation")
        os.makedirs(self.path("foreign"))
        with open(self.path("foreign", "diary.txt"), "w", encoding="utf-8") as file:
            file.write("dear diary")
        with self.assertRaisesRegex(SystemExit, "did not make; choose another --work"):
            ablation.begin_anew_unless(self.path("foreign"), {"count": 1})
        self.assertEqual(os.listdir(self.path("foreign")), ["diary.txt"])
        for wanted, left in (({"count": 1}, []), ({"count": 1}, ["kept"]), ({"count": 2}, [])):
            ablation.begin_anew_unless(self.path("own"), wanted)
            self.assertEqual(sorted(os.listdir(self.path("own"))), [*left, "wanted.json"])
            with open(self.path("own", "kept"), "w", encoding="utf-8"):
                pass


class TableTests(unittest.TestCase):
    def test_means_spreads_and_differences_seed_by_seed(self):
        tables = tool("tables")
        header, rows = tables.ablation_rows(measured({"whole": {1: 0.5, 2: 0.7, 3: 0.6}, "without": {1: 0.4, 2: 0.8}}), "AP")
        self.assertEqual(header, ["AP", "seeds", "clean"])
        self.assertEqual(rows, [["whole", "3", "0.600 (0.500 .. 0.700)"], ["without", "2", "0.600 (0.400 .. 0.800)"],
                                ["whole minus without", "2", "+0.000 (-0.100 .. +0.100)"]])

    def test_one_seed_has_no_spread(self):
        self.assertEqual(tool("tables").ablation_rows(measured({"whole": {7: 0.25}}), "AP")[1], [["whole", "1", "0.250"]])

    def test_the_whole_table_says_what_it_holds_for(self):
        machine = {"cpu": "Z80", "cores": 1, "system": "CP/M", "dotnet": "10", "commit": "abc", "date": "2026-01-01"}
        text = tool("tables").ablation({"machine": machine, "measurements": {"experiments": [measured({"whole": {1: 0.5, 2: 0.7}})]}})
        for part in ("Z80, 1 cores, CP/M", "commit abc", "PyTorch 1.13", "## faces", "600 steps of 16; 102 s of processor time each",
                     "train 1,200, test 40 (6 augmented copies of train)", "- clean: as they are", "| whole | 2 | 0.600 (0.500 .. 0.700) |", "+-0.100 on clean"):
            self.assertIn(part, text)
        self.assertTrue(all(line == line.rstrip() for line in text.split("\n")) and text.endswith("\n"))

    def test_a_disturbance_is_said_as_in_the_recipe(self):
        words = tool("tables").step_text({"name": "noisy", "step": {"noise": {"read": 8, "shot": 12.5}}, "boxed": True})
        self.assertEqual(words, "`noise` read 8, shot 12.5, the whole picture its subject")


if __name__ == "__main__":
    unittest.main()
