"""The command from shards and a model folder to its files, with a stand-in of the trainer; a hand-made model whose figures are known."""
import csv
import json
import os
import re
import xml.etree.ElementTree


from featureforge_eval import command

from . import support


@support.needs("featureforge_data", "the reader beside this package")
@support.needs("torch", "python3-torch")
class CommandTests(support.FolderTest):
    def setUp(self):
        super().setUp()
        self.enter(support.stand_in_trainer())
        samples = [support.square_sample(number, [number % 16] if number % 4 else [], backlit=number % 3 == 0) for number in range(12)]
        faint = [support.square_sample(100 + number, [number], bright=75 + 4 * number) for number in range(12)]
        support.write_shards(self.path("clean"), {"test": samples, "validation": samples[:6]})
        support.write_shards(self.path("faint"), {"test": faint})
        support.write_shards(self.path("pictures"), {"test": samples, "validation": samples[:6]}, with_boxes=False)
        support.write_model(self.path("model"))

    def evaluate(self, *more, model="model", data="clean"):
        return self.run_command(command.main, "--model", self.path(model), "--data", self.path(data), "--out", self.path("out"), "--bootstrap", "20", "--threads", "1", *more)

    def document(self):
        with open(self.path("out", "evaluation.json"), encoding="utf-8") as file:
            return json.load(file)

    def test_detector_that_finds_every_square(self):
        code, out, err = self.evaluate("--no-report", "--also", f"faint={self.path('faint')}")
        self.assertEqual((code, err), (0, ""))
        self.assertIn("AP at IoU 0.5 ", out)
        clean, faint = self.document()["sets"]
        self.assertEqual(clean["headline"][0]["value"], 1.0)
        self.assertEqual((clean["samples"], clean["objects"]), (12, 9))
        self.assertEqual(clean["photoAreaUnderRoc"], 1.0)
        self.assertEqual([group["samples"] for group in clean["perLight"]], [4, 8])
        self.assertLess(faint["headline"][0]["value"], 1.0)
        self.assertEqual(clean["data"]["recipeFingerprint"], "cd" * 32)
        self.assertEqual(self.document()["model"]["recipeFingerprint"], "ab" * 32)
        self.assertEqual(clean["timing"]["photos"], 12)

    def test_tables_hold_what_the_document_holds(self):
        self.evaluate("--no-report")
        with open(self.path("out", "metrics.csv"), encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertTrue(all(row["recipeFingerprint"] == "ab" * 32 and row["dataRecipeFingerprint"] == "cd" * 32 for row in rows))
        self.assertIn(("test", "all", "AP at IoU 0.5", "1.0"), {(row["set"], row["group"], row["metric"], row["value"]) for row in rows})
        with open(self.path("out", "curves.csv"), encoding="utf-8") as file:
            curves = list(csv.DictReader(file))
        self.assertTrue(any(row["curve"].startswith("precision over recall") and float(row["y"]) == 1.0 for row in curves))

    def test_classifier_that_is_always_right(self):
        support.write_model(self.path("classifier"), "classifier")
        code, out, err = self.evaluate("--no-report", "--json", "--positive", "bright", model="classifier", data="pictures")
        self.assertEqual((code, err), (0, ""))
        part = json.loads(out)["sets"][0]
        self.assertEqual([row["value"] for row in part["headline"]], [1.0] * 5)
        self.assertIn("validation", part["thresholdSource"])

    @support.needs("matplotlib", "python3-matplotlib")
    def test_report_is_one_file_that_needs_nothing_else(self):
        code, _, err = self.evaluate("--also", f"faint={self.path('faint')}")
        self.assertEqual((code, err), (0, ""))
        with open(self.path("out", "report.html"), encoding="utf-8") as file:
            page = file.read()
        self.assertIsNone(re.search(r"(?:src|href)=\"(?!data:|#)", page))
        self.assertNotIn("<script", page)
        names = re.findall(r'\bid="([^"]+)"', page)
        self.assertEqual(len(names), len(set(names)))
        drawings = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
        self.assertGreaterEqual(len(drawings), 6)
        for drawing in drawings:
            xml.etree.ElementTree.fromstring(drawing)
        with open(self.path("out", "report.png"), "rb") as file:
            self.assertEqual(file.read(8), b"\x89PNG\r\n\x1a\n")

    @support.needs("matplotlib", "python3-matplotlib")
    def test_report_of_a_classifier_shows_its_mistakes(self):
        support.write_model(self.path("classifier"), "classifier", classes=[{"id": 0, "name": "dark"}, {"id": 1, "name": "bright"}])
        code, _, err = self.evaluate(model="classifier", data="pictures")
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(self.document()["sets"][0]["headline"][0]["value"], 0.0)
        self.assertTrue(self.document()["sets"][0]["worst"])
        self.assertTrue(os.path.getsize(self.path("out", "report.png")) > 1000)

    def test_same_command_gives_the_same_figures(self):
        self.evaluate("--no-report")
        first = self.document()
        self.evaluate("--no-report")
        second = self.document()
        for document in (first, second):
            document["sets"][0].pop("timing")
        self.assertEqual(first, second)

    def test_what_is_wrong_is_said(self):
        cases = [
            (1, "model.json is missing", ("--model", self.folder, "--data", self.path("clean"))),
            (1, "no such folder of shards", ("--model", self.path("model"), "--data", self.path("nowhere"))),
            (1, "a file, no folder of shards", ("--model", self.path("model"), "--data", self.path("model", "model.json"))),
            (1, "split", ("--model", self.path("model"), "--data", self.path("clean"), "--split", "nothing")),
            (2, "--also", ("--model", self.path("model"), "--data", self.path("clean"), "--also", "faint")),
            (2, "--overlap is 1.5", ("--model", self.path("model"), "--data", self.path("clean"), "--overlap", "1.5")),
            (2, "--images", ("--model", self.path("model"), "--data", self.path("clean"), "--size-space", "original")),
            (2, "--limit is 0", ("--model", self.path("model"), "--data", self.path("clean"), "--limit", "0")),
            (2, "--data is missing", ("--model", self.path("model"))),
        ]
        for wanted, said, arguments in cases:
            code, _, err = self.run_command(command.main, *arguments, "--out", self.path("out"), "--no-report")
            self.assertEqual(code, wanted, err)
            self.assertIn(said, err)
            self.assertFalse(os.path.exists(self.path("out", "evaluation.json")))
        self.assertEqual(self.run_command(command.main, "--nonsense")[0], 2)

    def test_a_label_that_the_model_does_not_know_is_refused_unless_ignored(self):
        support.write_model(self.path("model"), classes=[{"id": 1, "name": "circle"}])
        code, _, err = self.evaluate("--no-report")
        self.assertEqual(code, 1)
        self.assertIn("'square' is none of the model's (circle)", err)
        support.write_model(self.path("model"), classes=[{"id": 1, "name": "circle"}], ignoredLabels=["square"])
        self.assertEqual(self.evaluate("--no-report")[0], 0)
        self.assertEqual((self.document()["sets"][0]["objects"], self.document()["sets"][0]["objectsIgnored"]), (0, 9))

    def test_the_model_may_stand_alone_and_results_go_beside_it(self):
        arguments = (self.path("model"), "--data", self.path("clean"), "--no-report", "--bootstrap", "0", "--threads", "1")
        self.assertEqual(self.run_command(command.main, *arguments)[0], 0)
        self.assertTrue(os.path.isfile(self.path("model", "evaluation", "evaluation.json")))
        self.assertEqual(self.run_command(command.main, *arguments, "--model", self.path("other"))[0], 2)

    def test_pictures_of_another_size_are_refused(self):
        support.write_model(self.path("model"), input=[16, 16])
        code, _, err = self.evaluate("--no-report")
        self.assertEqual(code, 1)
        self.assertIn("32 x 32 pixels, the model takes 16 x 16", err)

    def test_without_matplotlib_the_command_says_what_to_do(self):
        with support.replaced_module("matplotlib", None):
            code, _, err = self.evaluate()
        self.assertEqual(code, 1)
        self.assertIn("--no-report", err)


class RunsTests(support.FolderTest):
    def evaluation(self, folder, weights, value):
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "evaluation.json"), "w", encoding="utf-8") as file:
            json.dump({"model": {"kind": "detector", "weightsSha256": weights}, "sets": [
                {"name": name, "data": {"split": "test", "recipeFingerprint": "cd" * 32}, "headline": [{"name": "AP at IoU 0.5", "value": value + step}], "timing": None}
                for step, name in ((0, "test"), (0.1, "backlit"))]}, file)

    def test_runs_are_joined_with_their_evaluations_wherever_those_are(self):
        import hashlib

        for name in ("first", "second"):
            support.write_model(self.path("runs", name))
            with open(self.path("runs", name, "best.pt"), "w", encoding="ascii") as file:
                file.write(name)
        self.evaluation(self.path("runs", "elsewhere"), hashlib.sha256(b"first").hexdigest(), 0.5)
        with open(self.path("runs", "first", "report.json"), "w", encoding="utf-8") as file:
            json.dump({"imagesPerSecond": 12.5, "parts": {}}, file)
        code, out, err = self.run_command(command.main, "--runs", self.path("runs"), "--out", self.path("out"))
        self.assertEqual((code, err), (0, ""))
        self.assertIn("not evaluated", out)
        self.assertIn("AP at IoU 0.5", out)
        self.assertNotIn("training.", out)
        with open(self.path("out", "runs.csv"), encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([(row["run"], row["set"], row["AP at IoU 0.5"]) for row in rows], [("first", "backlit", "0.6"), ("first", "test", "0.5"), ("second", "", "")])
        self.assertTrue(all(row["recipeFingerprint"] == "ab" * 32 for row in rows))
        self.assertEqual(rows[0]["training.imagesPerSecond"], "12.5")
        with open(self.path("out", "runs.html"), encoding="utf-8") as file:
            page = file.read()
        self.assertIn("<td>first</td>", page)
        self.assertIn("<h1>2 evaluations of 2 models</h1>", page)
        self.assertIn(f'<td title="{"ab" * 32}"><code>{"ab" * 6}</code></td>', page)
        self.assertNotIn(f">{'ab' * 32}<", page)
        self.assertLess(page.index("<th>AP at IoU 0.5</th>"), page.index("<th>recipe of the training</th>"))
        self.assertIn("<th>training: images per second</th>", page)
        self.assertNotIn("outdated</td>", page)

    def test_an_evaluation_of_weights_that_are_gone_is_marked_with_the_reason(self):
        import hashlib

        support.write_model(self.path("runs", "first"))
        with open(self.path("runs", "first", "best.pt"), "w", encoding="ascii") as file:
            file.write("trained again")
        self.evaluation(self.path("runs", "first", "evaluation"), "12" * 32, 0.5)
        self.evaluation(self.path("runs", "elsewhere"), "34" * 32, 0.5)
        code, out, err = self.run_command(command.main, "--runs", self.path("runs"), "--out", self.path("out"))
        self.assertEqual((code, err), (0, ""))
        now = hashlib.sha256(b"trained again").hexdigest()[:12]
        reason = f"it is of the weights {'12' * 6}, the model first has {now} now: evaluate it again"
        self.assertIn("backlit (outdated)", out)
        self.assertIn(reason, out)
        self.assertIn("not evaluated", out)
        with open(self.path("out", "runs.html"), encoding="utf-8") as file:
            page = file.read()
        self.assertIn(reason, page)
        self.assertIn(f"it is of the weights {'34' * 6}, which no model here has", page)
        self.assertIn("<h1>4 evaluations of 1 model, 4 outdated</h1>", page)

    def test_a_damaged_file_is_a_row_with_its_problem(self):
        os.makedirs(self.path("runs", "bad"))
        for name in ("model.json", "evaluation.json"):
            with open(self.path("runs", "bad", name), "w", encoding="utf-8") as file:
                file.write("{")
        code, out, _ = self.run_command(command.main, "--runs", self.path("runs"), "--out", self.path("out"), "--json")
        self.assertEqual(code, 0)
        self.assertIn("is not what featureforge eval writes", json.loads(out)[0]["problem"])

    def test_help_has_examples(self):
        code, out, _ = self.run_command(command.main, "--help")
        self.assertEqual(code, 0)
        self.assertIn("featureforge eval runs/first", out)
        self.assertEqual(self.run_command(command.main)[0], 0)


if __name__ == "__main__":
    support.unittest.main()
