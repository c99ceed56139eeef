"""Thin PyTorch trainer of FeatureForge: shards in, a model folder out. `load_model(folder)` gives the model and its description."""
from __future__ import annotations

from typing import Any

__all__ = ["load_model"]


def __getattr__(name: str) -> Any:
    # PyTorch is imported when a model is asked for: the command says in its own words where it is missing.
    if name == "load_model":
        from .model_folder import load_model

        return load_model
    raise AttributeError(f"module {__name__} has no attribute {name}")
