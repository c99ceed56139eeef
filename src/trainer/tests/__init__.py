"""Tests of featureforge_data. Run all: python3 -m tests (in src/trainer), or tools/test."""
