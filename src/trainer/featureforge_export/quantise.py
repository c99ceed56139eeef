"""int8 by fake quantisation: the float model with rounding put in where an int8 runtime rounds, so that PyTorch says what int8 costs.

Batch normalisation is folded into the convolutions. Weights are rounded to -127..127 with one scale per output channel; activations to 0..255 with
one scale and zero point per tensor, from the least and greatest value seen in calibration. Every input of a convolution or linear layer is
rounded; their outputs are rounded after the activation, where the next layer reads them. The heads' outputs stay float, so that scores keep
their resolution.
"""
from __future__ import annotations

import dataclasses
from typing import Any, Dict, Iterable, List, Tuple

import numpy as np
import torch
from torch import fx
from torch.fx.experimental import optimization

from featureforge_eval import errors

WEIGHT_LIMIT = 127
ACTIVATION_LIMIT = 255
# Layers after which a value has the range that it had before: they may stand between a rounding and the layer that needs it.
_SAME_RANGE = (torch.nn.MaxPool2d, torch.nn.Flatten, torch.nn.Dropout, torch.nn.Identity)
_ROUNDED = (torch.nn.Conv2d, torch.nn.Linear)


@dataclasses.dataclass(frozen=True)
class ActivationRange:
    """One rounded tensor. name: of the graph's node. low, high: least and greatest value in calibration, 0 included."""

    name: str
    low: float
    high: float

    @property
    def scale(self) -> float:
        """Size of one step; never 0."""
        return max((self.high - self.low) / ACTIVATION_LIMIT, 1e-8)

    @property
    def zero_point(self) -> int:
        """The level that stands for 0."""
        return int(min(max(round(-self.low / self.scale), 0), ACTIVATION_LIMIT))


class RoundedLayer(torch.nn.Module):
    """A convolution or linear layer whose weights are rounded to int8, one scale per output channel."""

    def __init__(self, layer: torch.nn.Module) -> None:
        super().__init__()
        self.layer = layer
        greatest = layer.weight.detach().abs().flatten(1).amax(dim=1)
        self.register_buffer("scale", torch.clamp(greatest / WEIGHT_LIMIT, min=1e-8))
        self.register_buffer("zero_point", torch.zeros(len(greatest), dtype=torch.int32))

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """What the layer gives with its weights rounded."""
        weight = torch.fake_quantize_per_channel_affine(self.layer.weight, self.scale, self.zero_point, 0, -WEIGHT_LIMIT - 1, WEIGHT_LIMIT)
        if isinstance(self.layer, torch.nn.Linear):
            return torch.nn.functional.linear(values, weight, self.layer.bias)
        return torch.nn.functional.conv2d(values, weight, self.layer.bias, self.layer.stride, self.layer.padding, self.layer.dilation, self.layer.groups)


class RoundedActivation(torch.nn.Module):
    """Rounds a tensor to 256 levels."""

    def __init__(self, activation: ActivationRange) -> None:
        super().__init__()
        self.scale = activation.scale
        self.zero_point = activation.zero_point

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """The same tensor on the levels."""
        return torch.fake_quantize_per_tensor_affine(values, self.scale, self.zero_point, 0, ACTIVATION_LIMIT)


def quantise(model: torch.nn.Module, images: Iterable[torch.Tensor]) -> Tuple[fx.GraphModule, List[ActivationRange]]:
    """The rounded model and the ranges it was rounded with.

    model: in evaluation mode. images: batches float32 [n, 3, height, width], 0 to 255, that calibrate it.
    """
    try:
        traced = optimization.fuse(model.eval())
    except (fx.proxy.TraceError, TypeError, NotImplementedError, RuntimeError) as error:
        raise errors.EvaluationError(f"The model cannot be taken apart for int8 ({str(error).splitlines()[0][:160]})", type(model).__name__,
                                     "Export it without --int8") from None
    modules = dict(traced.named_modules())
    wanted = _rounded_nodes(traced, modules)
    ranges = _calibrate(traced, wanted, images)
    _put_in(traced, modules, wanted, ranges)
    return traced, [ranges[source.name] for source in dict.fromkeys(wanted.values())]


def _module_of(node: fx.Node, modules: Dict[str, torch.nn.Module]) -> Any:
    return modules.get(str(node.target)) if node.op == "call_module" else None


def _rounded_nodes(traced: fx.GraphModule, modules: Dict[str, torch.nn.Module]) -> Dict[fx.Node, fx.Node]:
    """Nodes whose value is rounded, each with the node whose range it has."""
    wanted: Dict[fx.Node, fx.Node] = {}
    for node in traced.graph.nodes:
        if not isinstance(_module_of(node, modules), _ROUNDED):
            continue
        chain = [node.args[0]]
        while isinstance(_module_of(chain[-1], modules), _SAME_RANGE):
            chain.append(chain[-1].args[0])
        wanted.update((link, chain[-1]) for link in chain)
    return wanted


class _Observer(fx.Interpreter):
    """Runs a model and keeps the least and greatest value of some nodes."""

    def __init__(self, traced: fx.GraphModule, watched: Iterable[fx.Node]) -> None:
        super().__init__(traced)
        # 0 has to be on a level, so every range holds it: padding is 0.
        self.seen = {node.name: (0.0, 0.0) for node in watched}

    def run_node(self, n: fx.Node) -> Any:
        """Runs one node."""
        value = super().run_node(n)
        if n.name in self.seen:
            low, high = self.seen[n.name]
            self.seen[n.name] = (min(low, float(value.min())), max(high, float(value.max())))
        return value


def _calibrate(traced: fx.GraphModule, wanted: Dict[fx.Node, fx.Node], images: Iterable[torch.Tensor]) -> Dict[str, ActivationRange]:
    observer = _Observer(traced, set(wanted.values()))
    batches = 0
    with torch.no_grad():
        for batch in images:
            observer.run(batch)
            batches += 1
    if batches == 0:
        raise errors.EvaluationError("There is no picture to calibrate with", "--calibration", "Name shards whose split has records")
    for name, (low, high) in observer.seen.items():
        if not np.isfinite([low, high]).all():
            raise errors.EvaluationError(f"The values of {name} reach {low} .. {high} in calibration", "The model", "Train it again; its weights overflow")
    return {name: ActivationRange(name, low, high) for name, (low, high) in observer.seen.items()}


def _put_in(traced: fx.GraphModule, modules: Dict[str, torch.nn.Module], wanted: Dict[fx.Node, fx.Node], ranges: Dict[str, ActivationRange]) -> None:
    for node in list(traced.graph.nodes):
        layer = _module_of(node, modules)
        if isinstance(layer, _ROUNDED):
            traced.add_submodule(f"{node.target}_rounded", RoundedLayer(layer))
            node.target = f"{node.target}_rounded"
        if node in wanted:
            name = f"round_{node.name}"
            traced.add_submodule(name, RoundedActivation(ranges[wanted[node].name]))
            with traced.graph.inserting_after(node):
                rounded = traced.graph.call_module(name, (node,))
            node.replace_all_uses_with(rounded, delete_user_cb=lambda user, own=rounded: user is not own)
    traced.graph.lint()
    traced.recompile()
    traced.delete_all_unused_submodules()
