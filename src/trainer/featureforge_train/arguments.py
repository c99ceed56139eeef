"""The command line as settings."""
from __future__ import annotations

import argparse
import math
from typing import Callable, Sequence

from .settings import BACKBONES, CLASSIFIER, DETECTOR, LossSettings, TrainSettings

EXAMPLES = """examples:
  featureforge train classifier --data smiles/shards --out smile-model --gray
  featureforge train detector --data faces/shards drawn/shards --out face-model --passes 20
  featureforge train detector --data recipe.yaml --out face-model             # live: pictures are made while it learns, no shards are written
  featureforge train detector --data http://10.0.0.5:8080 --token-file token --out face-model   # from a feed ('featureforge serve')

The same command goes on where it was stopped. Exit codes: 0 done, 1 the data or the training has a problem, 2 the command is wrong.
"""


def parse(arguments: Sequence[str]) -> TrainSettings:
    """Settings of a command line without the program's name. Ends the program with exit code 2 where it is wrong."""
    values = vars(_parser().parse_args(arguments))
    loss = LossSettings(values.pop("location_weight"), values.pop("extra_weight"), values.pop("certain"),
                        values.pop("negatives_per_positive"), values.pop("least_negatives"))
    values["data"], values["ignore_labels"] = tuple(values["data"]), tuple(values["ignore_labels"])
    return TrainSettings(loss=loss, **values)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="featureforge train", allow_abbrev=False, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Trains a small detector or classifier on shards that 'featureforge run' wrote, or live on a recipe or a feed.")
    standard = TrainSettings(CLASSIFIER, (), "")
    parser.add_argument("kind", choices=(DETECTOR, CLASSIFIER), help="what to train")
    parser.add_argument("--data", nargs="+", action="extend", required=True, metavar="DATA",
                        help="folders of shards, of which validation and test come from the first and the others add to its train split; or, alone, a recipe or "
                             "the address of a feed: http://HOST:PORT, https://HOST or unix:/PATH")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder for the model, its checkpoints and logs")
    _add_model(parser, standard)
    _add_schedule(parser, standard)
    _add_loss(parser, standard.loss)
    _add_run(parser, standard)
    return parser


def _add_model(parser: argparse.ArgumentParser, standard: TrainSettings) -> None:
    group = parser.add_argument_group("model")
    group.add_argument("--backbone", choices=BACKBONES, default=standard.backbone, help="plain or depthwise separable convolutions (default: %(default)s)")
    group.add_argument("--width", type=number(0.1, 8), default=standard.width, metavar="X", help="multiplier of all channels (default: %(default)s)")
    group.add_argument("--fine-levels", type=whole(0, 4), default=standard.fine_levels, metavar="N",
                       help="first levels of the anchor set, for small objects, that get few channels and see what the level after them sees (default: %(default)s)")
    group.add_argument("--gray", action="store_true", help="compute on luma only")
    group.add_argument("--dropout", type=number(0, 0.95), default=standard.dropout, metavar="P", help="of the classifier's last features (default: %(default)s)")
    group.add_argument("--ignore-labels", nargs="+", action="extend", default=[], metavar="LABEL", help="labels whose boxes neither teach nor count")


def _add_schedule(parser: argparse.ArgumentParser, standard: TrainSettings) -> None:
    group = parser.add_argument_group("schedule")
    group.add_argument("--batch", type=whole(1, 65536), default=standard.batch, metavar="N", help="pictures per step (default: %(default)s)")
    group.add_argument("--passes", type=number(1e-6, 1e6), default=standard.passes, metavar="X", help="times the train split is gone through (default: %(default)s)")
    group.add_argument("--steps", type=whole(1, 10**9), default=standard.steps, metavar="N", help="steps, in place of --passes")
    group.add_argument("--learning-rate", type=number(1e-9, 100), default=standard.learning_rate, metavar="X", help="highest rate (default: %(default)s)")
    group.add_argument("--warmup", type=number(0, 1), default=standard.warmup, metavar="X", help="share of the steps in which the rate rises (default: %(default)s)")
    group.add_argument("--average", type=number(0, 0.99999), default=standard.average, metavar="X",
                       help="keep the moving average of the weights with this decay, such as 0.99; 0 for the weights themselves (default: %(default)s)")
    group.add_argument("--weight-decay", type=number(0, 10), default=standard.weight_decay, metavar="X", help="(default: %(default)s)")
    group.add_argument("--smoothing", type=number(0, 0.9), default=standard.smoothing, metavar="X", help="label smoothing of the classifier (default: %(default)s)")
    group.add_argument("--validate-every", type=whole(1, 10**9), default=standard.validate_every, metavar="N", help="steps between validations (default: eight in all)")
    group.add_argument("--patience", type=whole(0, 10**6), default=standard.patience, metavar="N",
                       help="stop after N validations without a better metric; 0 never (default: %(default)s)")


def _add_loss(parser: argparse.ArgumentParser, standard: LossSettings) -> None:
    group = parser.add_argument_group("loss of the detector: 1/N (L_conf + a L_loc + L_extra)")
    group.add_argument("--location-weight", type=number(0, 1000), default=standard.location, metavar="X", help="a (default: %(default)s)")
    group.add_argument("--extra-weight", type=number(0, 1000), default=standard.extra, metavar="X", help="weight of L_extra (default: %(default)s)")
    group.add_argument("--certain", type=number(0, 1), default=standard.certain, metavar="P", help="confidence above which L_extra counts (default: %(default)s)")
    group.add_argument("--negatives-per-positive", type=number(0, 1000), default=standard.negatives_per_positive, metavar="X",
                       help="hard negatives kept per positive (default: %(default)s)")
    group.add_argument("--least-negatives", type=whole(0, 10000), default=standard.least_negatives, metavar="N",
                       help="hard negatives kept of a picture without objects (default: %(default)s)")


def _add_run(parser: argparse.ArgumentParser, standard: TrainSettings) -> None:
    group = parser.add_argument_group("run")
    group.add_argument("--seed", type=whole(0, 2**53 - 1), default=standard.seed, metavar="N", help="(default: %(default)s)")
    group.add_argument("--device", choices=("auto", "cpu", "cuda"), default=standard.device, help="(default: %(default)s)")
    group.add_argument("--threads", type=whole(0, 4096), default=standard.threads, metavar="N", help="of PyTorch on the CPU; 0 for all cores (default: %(default)s)")
    group.add_argument("--checkpoint-every", type=whole(1, 10**9), default=standard.checkpoint_every, metavar="N", help="steps between checkpoints (default: %(default)s)")
    group.add_argument("--train-split", default=standard.train_split, metavar="NAME", help="(default: %(default)s)")
    group.add_argument("--validation-split", default=standard.validation_split, metavar="NAME", help="chooses checkpoint and threshold (default: %(default)s)")
    group.add_argument("--test-split", default=standard.test_split, metavar="NAME", help="looked at once, at the end (default: %(default)s)")
    group.add_argument("--token-file", default=standard.token_file, metavar="FILE", help="its first line is the token of the feed")
    group.add_argument("--feed-retries", type=whole(0, 10**6), default=standard.feed_retries, metavar="N",
                       help="times in a row that a feed is asked again when it does not answer, up to 5 s apart (default: %(default)s)")
    group.add_argument("--fresh", action="store_true", help="begin anew in a folder that holds a training")


def number(least: float, most: float) -> Callable[[str], float]:
    """A type of argument: a number of a range."""
    def parse_number(text: str) -> float:
        value = float(text)
        if not (math.isfinite(value) and least <= value <= most):
            raise argparse.ArgumentTypeError(f"{text} is not between {least:g} and {most:g}")
        return value

    parse_number.__name__ = "number"
    return parse_number


def whole(least: int, most: int) -> Callable[[str], int]:
    """A type of argument: a whole number of a range."""
    def parse_whole(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{text} is not between {least} and {most}")
        return value

    parse_whole.__name__ = "whole number"
    return parse_whole
