#!/usr/bin/env python3
"""Trains a small Keras model twice and logs it as a notebook does, into a store of MLflow's own.

  write_keras_runs.py STORE EXPECTED.json     STORE: a new mlruns folder, or a new …/mlflow.db

EXPECTED.json holds what Keras said of every epoch: {"run id": {"val_loss": [...], …}}.
"""
import json
import os
import pathlib
import sys

os.environ["KERAS_BACKEND"] = "jax"
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"

import keras  # noqa: E402
import mlflow  # noqa: E402
import mlflow.keras  # noqa: E402
import numpy as np  # noqa: E402

store, expected = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
store.parent.mkdir(parents=True, exist_ok=True)
mlflow.set_tracking_uri(f"sqlite:///{store}" if store.suffix == ".db" else store.as_uri())
artifacts = (store.parent / "artifacts").as_uri()
experiment = mlflow.create_experiment("notebook", artifact_location=artifacts)

random = np.random.default_rng(1)
x = random.normal(size=(64, 8)).astype("float32")
y = keras.utils.to_categorical((x[:, 0] + 0.3 * random.normal(size=64) > 0).astype(int), 2)


said = {}
for rate in (0.01, 0.003):
    params = {
        "alpha": 0.35, "pooling": "max", "loss": "categorical_crossentropy", "epochs": 4,
        "batch_size": 16, "learning_rate": rate, "optimizer": "adam", "rgb": False,
        "fine_tuning": None,
    }
    added_layers = [{"type": "dropout", "rate": 0.3}, {"type": "dense", "units": 8,
                                                       "activation": "relu"}]
    model = keras.Sequential([keras.layers.Input((8,)), keras.layers.Dense(8, "relu"),
                              keras.layers.Dense(2, "softmax")])
    model.compile(keras.optimizers.Adam(rate), params["loss"], metrics=["accuracy"])
    with mlflow.start_run(experiment_id=experiment, run_name=f"rate {rate}") as run:
        mlflow.log_params(params)
        mlflow.log_param("added_layers", json.dumps(added_layers))
        history = model.fit(x, y, validation_split=0.25, epochs=params["epochs"],
                            batch_size=params["batch_size"], verbose=0,
                            callbacks=[mlflow.keras.MlflowCallback()])
        said[run.info.run_id] = {k: [float(v) for v in values]
                                 for k, values in history.history.items()}
expected.write_text(json.dumps(said))
