#!/usr/bin/env python3
"""Runs exported models with ONNX Runtime and Keras and compares with what their runs give.

  check_exports.py FOLDER...     exit 0: |difference| <= 1e-4 everywhere

Each folder holds model.onnx, model.keras (or not: what Keras cannot say), inputs.npy (N x 3 x H x W
in the exported model's own range) and expected.npy (N x K probabilities).
"""
import pathlib
import sys

import keras
import numpy as np
import onnxruntime

failed = False


def judge(folder, reader, given, expected):
    global failed
    difference = np.abs(given - expected).max()
    failed = failed or not difference <= 1e-4
    print(f"{folder.name}: {reader}: {len(expected)} films, largest difference {difference:.3g}")


for folder in map(pathlib.Path, sys.argv[1:]):
    inputs, expected = np.load(folder / "inputs.npy"), np.load(folder / "expected.npy")
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"))
    assert [i.name for i in session.get_inputs()] == ["film"], session.get_inputs()
    assert session.get_inputs()[0].shape[1:] == list(inputs.shape[1:])
    judge(folder, "ONNX Runtime " + onnxruntime.__version__,
          session.run(None, {"film": inputs})[0], expected)
    judge(folder, "ONNX Runtime, one film",  # any number of films
          session.run(None, {"film": inputs[:1]})[0], expected[:1])
    if (folder / "model.keras").exists():
        model = keras.saving.load_model(folder / "model.keras")
        given = np.asarray(model(inputs.transpose(0, 2, 3, 1), training=False))
        if given.shape[1] == 1:
            given = np.concatenate([1 - given, given], axis=1)
        judge(folder, "Keras " + keras.__version__, given, expected)
        model.compile("adamw", "categorical_crossentropy")  # it can be trained on
sys.exit(1 if failed else 0)
