"""The rules of the house for evaluation and export: lengths, parameters, documentation, words, errors in one place."""
import ast
import os
import re
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PACKAGES = ("featureforge_eval", "featureforge_export")
TESTS = (os.path.join("tests", "evaluation"), os.path.join("tests", "export"))
MOST_LINES, MOST_FUNCTION_LINES, MOST_PARAMETERS, MOST_LINE_LENGTH = 400, 60, 5, 180
SHORTENED = re.compile(r"(?:^|_)(idx|img|cnt|dst|src|buf|cfg|ctx|tmp|num|pos|msg|val|arr|params|args|kwargs)(?:_|$)")


def sources(*folders):
    for folder in folders:
        for name in sorted(os.listdir(os.path.join(ROOT, folder))):
            if name.endswith(".py"):
                with open(os.path.join(ROOT, folder, name), encoding="utf-8") as file:
                    yield f"{folder}/{name}", file.read()


class HouseTests(unittest.TestCase):
    def test_files_and_functions_are_short(self):
        for path, text in sources(*PACKAGES, *TESTS):
            self.assertLessEqual(text.count("\n"), MOST_LINES, path)
            self.assertLessEqual(max(map(len, text.split("\n"))), MOST_LINE_LENGTH, path)
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef):
                    self.assertLessEqual(node.end_lineno - node.lineno + 1, MOST_FUNCTION_LINES, f"{path}: {node.name}")

    def test_public_names_are_documented_typed_and_take_few_parameters(self):
        for path, text in sources(*PACKAGES):
            tree = ast.parse(text)
            self.assertTrue(ast.get_docstring(tree), path)
            for owner in [tree, *[node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]]:
                for node in owner.body:
                    if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) or (node.name.startswith("_") and node.name != "__init__"):
                        continue
                    self.assertTrue(node.name == "__init__" or ast.get_docstring(node), f"{path}: {node.name} has no documentation")
                    if isinstance(node, ast.FunctionDef):
                        names = [argument for argument in node.args.args + node.args.kwonlyargs if argument.arg != "self"]
                        self.assertLessEqual(len(names), MOST_PARAMETERS, f"{path}: {node.name}")
                        self.assertTrue(node.returns is not None and all(name.annotation is not None for name in names), f"{path}: {node.name} lacks types")

    def test_words_are_written_out(self):
        for path, text in sources(*PACKAGES):
            self.assertNotRegex(text, r"\b(TODO|FIXME)\b", path)
            for node in ast.walk(ast.parse(text)):
                name = getattr(node, "arg", None) or getattr(node, "id", None) or getattr(node, "name", None)
                if isinstance(name, str) and isinstance(node, (ast.arg, ast.FunctionDef, ast.ClassDef, ast.Name)):
                    self.assertNotRegex(name, SHORTENED, path)

    def test_evaluation_needs_only_numpy_until_something_is_drawn_or_run(self):
        for path, text in sources("featureforge_eval"):
            for node in ast.parse(text).body:
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module] if isinstance(node, ast.ImportFrom) and not node.level else []
                self.assertFalse({name.split(".")[0] for name in names} & {"torch", "PIL", "matplotlib", "onnx", "featureforge_train"}, path)


if __name__ == "__main__":
    unittest.main()
