"""How good a model is: average precision, curves and operating points of detectors and classifiers on FeatureForge shards.

    python3 -m featureforge_eval --model runs/first --data shards --split test --out evaluation
"""
from .detection import Detections, choose, detect
from .errors import EvaluationError
from .evaluation import Evaluator, SetResult
from .models import Description, Predictor, TorchPredictor, load_model
from .samples import Sample, ShardSamples
from .settings import DetectionSettings, Settings, SizeSettings

__all__ = ["Description", "DetectionSettings", "Detections", "EvaluationError", "Evaluator", "Predictor", "Sample", "SetResult", "Settings", "ShardSamples",
           "SizeSettings", "TorchPredictor", "choose", "detect", "load_model"]
