"""`featureforge train`, or `python3 -m featureforge_train`."""
from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Sequence

if TYPE_CHECKING:
    from featureforge_data.errors import FeatureForgeError

from .interrupt import Interrupt

PROBLEM = 1
USAGE = 2


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Carries out a command line and gives the exit code."""
    # First of all: a signal that comes while NumPy and PyTorch are imported, which takes seconds, is answered as any other.
    stop = Interrupt()
    try:
        from featureforge_data.errors import FeatureForgeError
        from featureforge_data.terminal import print_lines

        from .arguments import parse
        from .errors import TrainError
        from .parent import end_with_parent
    except ImportError as error:
        return _missing(error)
    end_with_parent()
    settings = parse(sys.argv[1:] if arguments is None else arguments)
    # Threads of PyTorch that wait by spinning take the cores from the thread that makes batches, and from whatever else runs: on two
    # busy cores a step took four times as long. Read when PyTorch is imported.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        from .train import train
    except ImportError as error:
        return _missing(error)
    if stop():
        return _say("stopped before the first step. The same command begins again.", PROBLEM)
    try:
        report = train(settings, stop)
    except TrainError as error:
        return _say(str(error), error.exit_code)
    except FeatureForgeError as error:
        return _say(in_words(error), PROBLEM)
    except OSError as error:
        return _say(f"{error}. Check the path, its permissions and the free space, then give the same command again.", PROBLEM)
    print_lines(summary(report, settings.out))
    return 0


def summary(report: Dict[str, Any], out: str) -> List[str]:
    """The closing lines: how good the model is on which split, how fast, and where it lies."""
    lines = []
    for split in ("validation", "test"):
        metrics = report[split]
        if metrics is not None:
            values = "  ".join(f"{name} {value:.4f}" for name, value in metrics.items())
            lines.append(f"{split:<11}{values}  at threshold {report['threshold']:.4f}{', which was chosen here' if split == 'validation' else ''}")
    if report["validation"] is None:
        lines.append(f"no split {report['validationSplit']}: the model is that of the last step, and its threshold {report['threshold']:g} was not chosen on any photo")
    if report["test"] is None:
        lines.append(f"no split {report['testSplit']}: nothing was measured on photos it has not seen")
    if report["stoppedEarly"]:
        stale = report["staleValidations"]
        lines.append(f"stopped after step {report['steps']} of {report['plannedSteps']}: {stale} validation{'' if stale == 1 else 's'} without a better metric (--patience)")
    seconds = report["seconds"]
    lines.append(f"{report['parameters']:,} parameters, {1000 * report['secondsPerPhoto']:.1f} ms for the forward pass of one photo, "
                 f"{seconds['learning']:.0f} s of learning and {seconds.get('validating', 0.0):.0f} s of validation, best at step {report['bestStep']} of {report['steps']}")
    lines.append(f"the model is in {out}")
    return lines


def in_words(error: "FeatureForgeError") -> str:
    """What is wrong with shards or a feed, for people at a shell; the advice on feeds that do not answer or want a token is for programs that read them."""
    from featureforge_data.errors import FeedInterrupted

    if getattr(error, "status", 0) == 401:
        return f"{error.what} ({error.place}). Name the file that holds the token of the feed by --token-file."
    if not isinstance(error, FeedInterrupted):
        return str(error)
    return f"{error.what} ({error.place}). See whether the feed still runs and whether its address is right, then give the same command again."


def _missing(error: ImportError) -> int:
    if not isinstance(error, ModuleNotFoundError):
        return _say(f"A module cannot be loaded: {error}. Its version does not fit the others; install all of them from one place, or name another interpreter in "
                    "FEATUREFORGE_PYTHON.", PROBLEM)
    name = error.name or "a module"
    package = {"torch": "python3-torch", "numpy": "python3-numpy"}.get(name.split(".")[0])
    advice = f"Install it: apt-get install {package}" if package else "Set PYTHONPATH to src/trainer of the checkout"
    return _say(f"{sys.executable} has no module {name}. {advice}, or name another interpreter in FEATUREFORGE_PYTHON.", PROBLEM)


def _say(text: str, code: int) -> int:
    try:
        from featureforge_data.terminal import complain
    except ImportError:
        print(f"featureforge train: {text}", file=sys.stderr)
    else:
        complain("featureforge train", text)
    return code


if __name__ == "__main__":
    sys.exit(main())
