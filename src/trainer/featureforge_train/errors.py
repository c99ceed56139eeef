"""What can be wrong with a training, one type per kind. A message says what was wrong, where, and what to do."""
from __future__ import annotations


class TrainError(Exception):
    """Root of the errors of this package.

    what: the value seen and the rule it breaks. where: file, folder or option. advice: what to do. exit_code: that of the program.
    """

    exit_code = 1

    def __init__(self, what: str, where: str, advice: str) -> None:
        super().__init__(what, where, advice)
        self.what = what
        self.where = where
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.what} {self.where}. {self.advice}"


class UsageProblem(TrainError):
    """An option is wrong: exit code 2."""

    exit_code = 2


class DataProblem(TrainError):
    """The data do not fit this training: exit code 1."""


class CheckpointProblem(TrainError):
    """A checkpoint or model folder cannot be used: exit code 1."""


class TrainingStopped(TrainError):
    """Somebody asked for the end (Ctrl-C, termination signal): exit code 1, the same command goes on."""


class FolderInUse(TrainError):
    """Another training holds the model folder: exit code 1."""


class DataInterrupted(TrainError):
    """Shards or feed could not be read on; the checkpoint is written, exit code 1, the same command goes on."""


class TrainingDiverged(TrainError):
    """The loss is no number any more: exit code 1."""
