"""Trained models as ONNX files that carry all that serving needs, float32 or int8, checked in ONNX Runtime.

    python3 -m featureforge_export --model runs/first --out face.onnx
"""
