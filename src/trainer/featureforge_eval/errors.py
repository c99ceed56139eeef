"""What can be wrong with an evaluation or an export, one function per condition.

A message has three parts: what was wrong, with the value seen and the rule; where; what to do.
"""
from __future__ import annotations

import os
from typing import Iterable, Sequence


class EvaluationError(Exception):
    """`what`, `where` and `advice` are the parts of the message; `exit_code` is 1 for data and runs, 2 for a wrong command."""

    def __init__(self, what: str, where: str, advice: str, exit_code: int = 1) -> None:
        super().__init__(what, where, advice, exit_code)
        self.what = what
        self.where = where
        self.advice = advice
        self.exit_code = exit_code

    def __str__(self) -> str:
        return " ".join(part if part.endswith(".") else f"{part}." for part in (self.what, self.where, self.advice) if part)


class PhotoError(EvaluationError):
    """One photo of many is to blame: a run goes on without it. reason: why, without the path."""

    reason = ""


def wrong_argument(option: str, value: object, rule: str) -> EvaluationError:
    """An option of the command line has a value that its rule refuses."""
    return EvaluationError(f"{option} is {value}, need {rule}", "Command line", "See --help for an example", exit_code=2)


def missing_module(name: str, purpose: str, package: str) -> EvaluationError:
    """A Python module that the command needs is not installed."""
    return EvaluationError(f"The Python module {name} is not there, which {purpose}", "This interpreter", f"Install {package}", exit_code=1)


def no_model(folder: str, missing: str) -> EvaluationError:
    """A folder is not what `featureforge train` writes."""
    return EvaluationError(f"{missing} is missing", folder, "Name the folder that featureforge train --out wrote")


def wrong_model(path: str, field: str, value: object, rule: str) -> EvaluationError:
    """The description of a model holds a value that cannot be."""
    return EvaluationError(f"{field} is {value!r:.160}, need {rule}", path, "Train the model again, or name another folder")


def wrong_metadata(name: str, value: object, rule: str) -> EvaluationError:
    """A property of an exported model is missing or holds a value that cannot be. name: without the prefix."""
    seen = "missing" if value is None else f"{value!r:.80}"
    return EvaluationError(f"{name} is {seen}, need {rule}", f"featureforge.{name}", "Name a file that featureforge export wrote, or export the model anew")


def not_finite(name: str) -> EvaluationError:
    """A model gives infinities or what is no number."""
    return EvaluationError(f"The model's {name} hold infinities or values that are no numbers", "Forward pass", "Its weights are damaged, or its training diverged: train again")


def failed_pass(reason: str) -> EvaluationError:
    """PyTorch refuses to run the model on a picture: shapes do not fit, or memory is short."""
    return EvaluationError(f"The model cannot be run ({reason})", "Forward pass", "Take a smaller --batch where memory is short; else train the model again")


def wrong_output(name: str, shape: Sequence[int], expected: str) -> EvaluationError:
    """A model gives tensors of another shape than its description says."""
    return EvaluationError(f"The model's {name} have shape {list(shape)}, need {expected}", "Forward pass",
                           "Description and weights are not of one model: train or export it again")


def wrong_picture(key: str, shape: Sequence[int], expected: Sequence[int]) -> EvaluationError:
    """A record's picture is not of the size that the model takes."""
    return EvaluationError(
        f"The picture is {shape[1]} x {shape[0]} pixels, the model takes {expected[1]} x {expected[0]}",
        f"Sample {key}", "Make the shards with the geometry.output that the model was trained on")


def wrong_sample(key: str, what: str) -> EvaluationError:
    """Fields of a record do not fit together."""
    return EvaluationError(what, f"Sample {key}", "Make the shards again; featureforge verify lists damaged records")


def unknown_label(key: str, label: str, known: Iterable[str]) -> EvaluationError:
    """A record has a label that the model was not trained on."""
    return EvaluationError(
        f"The label '{label}' is none of the model's ({', '.join(known)})", f"Sample {key}",
        "Evaluate on shards with the model's labels; source.labels in the recipe selects them")


def no_samples(path: str, split: str) -> EvaluationError:
    """There is nothing to evaluate on."""
    return EvaluationError(f"The split '{split}' has no record that can be evaluated", path, "Choose another --split, or make shards with that split")


def no_shards(path: str) -> EvaluationError:
    """What was named as shards is a file of another kind, or not there."""
    what = "This is a file, no folder of shards" if os.path.exists(path) else "There is no such folder of shards"
    return EvaluationError(what, path, "Name the folder that featureforge run wrote (a recipe's output.path), not its recipe")


def one_kind_only(path: str, positive: str) -> EvaluationError:
    """All samples are of one class, so no curve exists."""
    return EvaluationError(
        f"All samples are '{positive}', or none is", path, "A curve needs samples with and without the positive class: choose another split or --positive")


def geometry_unknown(key: str, step: str) -> EvaluationError:
    """Sides in pixels of the original were asked for of a sample that shows a part of it."""
    return EvaluationError(
        f"The step {step} acted, so sides in pixels of the original are unknown", f"Sample {key}", "Use --size-space stored, or shards without random geometry", exit_code=2)


def unreadable_photo(path: str, reason: str) -> PhotoError:
    """A photo that a model is to look at cannot be read."""
    error = PhotoError(f"The photo cannot be read: {reason}", path, "Take it out of the folder, or name another with --photos")
    error.reason = reason
    return error


def unreadable_original(path: str, reason: str) -> EvaluationError:
    """The photo that a sample came from cannot be read."""
    return EvaluationError(f"The photo cannot be read: {reason}", path, "Give the recipe's source.images as --images, or use --size-space stored")
