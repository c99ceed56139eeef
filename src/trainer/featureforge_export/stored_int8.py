"""Makes an exported graph with rounding small: weights are stored as int8 and biases as int32, as int8 runtimes want them.

PyTorch writes rounded weights as float with QuantizeLinear and DequantizeLinear behind them. Here QuantizeLinear is carried out once and for all.
"""
from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

import numpy as np
import onnx
from onnx import numpy_helper

_LAYERS = ("Conv", "Gemm")
# The numbers of onnx.TensorProto; versions of onnx differ in what their own table is called.
_TYPES = {1: np.float32, 2: np.uint8, 3: np.int8, 6: np.int32, 7: np.int64}


class _Graph:
    """Look-ups in a graph: constants by name, producers by output."""

    def __init__(self, graph: Any) -> None:
        self.graph = graph
        self.constants: Dict[str, np.ndarray] = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
        self.producer = {output: node for node in graph.node for output in node.output}
        for node in list(graph.node):
            if node.op_type == "Constant":
                self.constants[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
            elif _folds(node) and node.input[0] in self.constants:
                # PyTorch shares equal constants through Identity, and may hold zero points as int32.
                values = self.constants[node.input[0]]
                self.add(node.output[0], values if node.op_type == "Identity" else values.astype(_TYPES[node.attribute[0].i]))
                graph.node.remove(node)

    def add(self, name: str, values: np.ndarray) -> str:
        """Adds a constant."""
        self.graph.initializer.append(numpy_helper.from_array(values, name))
        self.constants[name] = values
        return name

    def scale_of(self, name: str) -> Optional[np.ndarray]:
        """Scale of the DequantizeLinear that gives a tensor; None where another node gives it."""
        node = self.producer.get(name)
        return self.constants.get(node.input[1]) if node is not None and node.op_type == "DequantizeLinear" else None


def _folds(node: Any) -> bool:
    return node.op_type == "Identity" or (node.op_type == "Cast" and node.attribute[0].i in _TYPES)


def store_integers(model: Any) -> Tuple[int, int]:
    """Changes a graph in place. Gives how many weights became int8 and how many biases int32."""
    graph = _Graph(model.graph)
    weights = [node for node in model.graph.node if node.op_type == "QuantizeLinear" and node.input[0] in graph.constants]
    for node in weights:
        _store_weight(graph, node)
    biases = [node for node in model.graph.node if node.op_type in _LAYERS and len(node.input) > 2 and _store_bias(graph, node)]
    _drop_unused(model.graph)
    return len(weights), len(biases)


def _store_weight(graph: _Graph, node: Any) -> None:
    values, scale, zero = (graph.constants[name] for name in node.input)
    axis = next((attribute.i for attribute in node.attribute if attribute.name == "axis"), 1)
    shape = [1] * values.ndim
    if scale.ndim:
        shape[axis] = -1
    limits = np.iinfo(zero.dtype)
    # Quotient and rounding are those of ONNX: float32, half to even.
    levels = np.rint(values / scale.reshape(shape)) + zero.reshape(shape)
    name = graph.add(f"{node.output[0]}_levels", np.clip(levels, limits.min, limits.max).astype(zero.dtype))
    for user in graph.graph.node:
        for place, used in enumerate(user.input):
            if used == node.output[0]:
                user.input[place] = name
    graph.graph.node.remove(node)


def _store_bias(graph: _Graph, node: Any) -> bool:
    bias = graph.constants.get(node.input[2])
    activation, weight = graph.scale_of(node.input[0]), graph.scale_of(node.input[1])
    if bias is None or bias.dtype != np.float32 or activation is None or weight is None or activation.size != 1:
        return False
    scale = (activation.reshape(-1)[0] * weight.reshape(-1)).astype(np.float32)
    if scale.size not in (1, bias.size) or not (scale > 0).all():
        return False
    limits = np.iinfo(np.int32)
    levels = np.clip(np.rint(bias.astype(np.float64) / scale.astype(np.float64)), limits.min, limits.max).astype(np.int32)
    start = f"{node.output[0]}_bias"
    inputs = [graph.add(f"{start}_levels", levels), graph.add(f"{start}_scale", scale), graph.add(f"{start}_zero", np.zeros(scale.shape, np.int32))]
    dequantise = onnx.helper.make_node("DequantizeLinear", inputs, [start], name=start, axis=0)
    nodes: List[Any] = list(graph.graph.node)
    graph.graph.node.insert(nodes.index(node), dequantise)
    node.input[2] = start
    return True


def _drop_unused(graph: Any) -> None:
    used = {name for node in graph.node for name in node.input} | {output.name for output in graph.output}
    for node in [node for node in graph.node if not used.intersection(node.output)]:
        graph.node.remove(node)
    for tensor in [tensor for tensor in graph.initializer if tensor.name not in used]:
        graph.initializer.remove(tensor)
