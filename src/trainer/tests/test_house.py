"""The rules of the house for this package: lengths, parameters, documentation, words, and that its README runs."""
import ast
import contextlib
import io
import os
import re
import unittest

from tests import support

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MOST_LINES, MOST_FUNCTION_LINES, MOST_PARAMETERS, MOST_LINE_LENGTH = 400, 60, 5, 180
SHORTENED = re.compile(r"(?:^|_)(idx|img|cnt|dst|src|buf|cfg|ctx|tmp|num|len|pos|msg|val|arr|params|args|kwargs)(?:_|$)")


def sources(folder):
    for name in sorted(os.listdir(os.path.join(ROOT, folder))):
        if name.endswith(".py"):
            with open(os.path.join(ROOT, folder, name), encoding="utf-8") as file:
                yield f"{folder}/{name}", file.read()


class HouseTests(unittest.TestCase):
    def test_files_and_functions_are_short(self):
        for path, text in [*sources("featureforge_data"), *sources("tests")]:
            self.assertLessEqual(text.count("\n"), MOST_LINES, path)
            self.assertLessEqual(max(map(len, text.split("\n"))), MOST_LINE_LENGTH, path)
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    self.assertLessEqual(node.end_lineno - node.lineno + 1, MOST_FUNCTION_LINES, f"{path}: {node.name}")

    def test_public_names_are_documented_and_take_few_parameters(self):
        for path, text in sources("featureforge_data"):
            tree = ast.parse(text)
            self.assertTrue(ast.get_docstring(tree), path)
            for owner in [tree, *[node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]]:
                for node in owner.body:
                    if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                        self.assertTrue(ast.get_docstring(node), f"{path}: {node.name} has no documentation")
                    if isinstance(node, ast.FunctionDef) and (node.name == "__init__" or not node.name.startswith("_")):
                        count = len([argument for argument in node.args.args + node.args.kwonlyargs if argument.arg != "self"])
                        self.assertLessEqual(count, MOST_PARAMETERS, f"{path}: {node.name}")
                        self.assertTrue(node.returns is not None, f"{path}: {node.name} has no return type")

    def test_words_are_written_out(self):
        for path, text in sources("featureforge_data"):
            self.assertNotRegex(text, r"\b(TODO|FIXME)\b", path)
            for node in ast.walk(ast.parse(text)):
                name = getattr(node, "arg", None) or getattr(node, "id", None) or getattr(node, "name", None)
                if isinstance(name, str) and isinstance(node, (ast.arg, ast.FunctionDef, ast.ClassDef, ast.Name)) and not name.startswith("__") and name != "len":
                    self.assertNotRegex(name, SHORTENED, path)

    def test_only_the_standard_library_and_numpy_are_imported_at_the_start(self):
        for path, text in sources("featureforge_data"):
            for node in ast.parse(text).body:
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module] if isinstance(node, ast.ImportFrom) and not node.level else []
                self.assertFalse({name.split(".")[0] for name in names} & {"torch", "PIL", "google", "crc32c", "google_crc32c", "pickle"}, path)

    def test_the_vector_of_the_protocol_stands_in_its_page(self):
        from tests.test_order import VECTOR_DRAW, VECTOR_ORDER

        with open(os.path.join(support.REPOSITORY, "docs", "feed.md"), encoding="utf-8") as file:
            text = file.read()
        self.assertIn(f"0x{VECTOR_DRAW:X}", text)
        self.assertIn(" ".join(map(str, VECTOR_ORDER)), text)


class ReadmeTests(support.FolderTest):
    def test_the_code_of_the_readme_runs(self):
        support.write_set(self.path(), (40, 40))
        with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
            blocks = re.findall(r"```python\n(.*?)```", file.read(), re.DOTALL)
        self.assertGreater(len(blocks), 1)
        try:
            import torch
        except ImportError:
            torch = None
        for block in blocks:
            if "torch" in block and torch is None or "FeedDataset(" in block:
                continue
            code = block.replace('"shards"', repr(self.folder))
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(code, "README.md", "exec"), {"train": lambda *parts: None, "__name__": "readme"})
