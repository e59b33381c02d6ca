#!/usr/bin/env python3
"""Runs an exported folder with ONNX Runtime and Keras and compares with what the run gives.

  check_exports.py FOLDER INPUTS.npy EXPECTED.npy     exit 0: |difference| <= 1e-4 everywhere

INPUTS is N x 3 x H x W in the exported model's own range, EXPECTED N x K probabilities.
"""
import pathlib
import sys

import numpy as np

folder, inputs, expected = pathlib.Path(sys.argv[1]), np.load(sys.argv[2]), np.load(sys.argv[3])
worst = {}

import onnxruntime  # noqa: E402

session = onnxruntime.InferenceSession(str(folder / "model.onnx"))
assert [i.name for i in session.get_inputs()] == ["film"], session.get_inputs()
assert session.get_inputs()[0].shape[1:] == list(inputs.shape[1:])
given = session.run(None, {"film": inputs})[0]
worst["ONNX Runtime " + onnxruntime.__version__] = np.abs(given - expected).max()
one = session.run(None, {"film": inputs[:1]})[0]  # any number of films
worst["ONNX Runtime, one film"] = np.abs(one - expected[:1]).max()

if "--no-keras" not in sys.argv:
    import keras  # noqa: E402

    model = keras.saving.load_model(folder / "model.keras")
    given = np.asarray(model(inputs.transpose(0, 2, 3, 1), training=False))
    if given.shape[1] == 1:
        given = np.concatenate([1 - given, given], axis=1)
    worst["Keras " + keras.__version__] = np.abs(given - expected).max()
    model.compile("adamw", "categorical_crossentropy")  # it can be trained on

failed = False
for reader, difference in worst.items():
    print(f"{reader}: {len(inputs)} films, largest difference {difference:.3g}")
    failed = failed or not difference <= 1e-4
sys.exit(1 if failed else 0)
