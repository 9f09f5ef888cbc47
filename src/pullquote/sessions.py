"""Models that ship inside as ONNX, opened with onnxruntime, each with its tokenizer."""

from __future__ import annotations

from importlib import resources
from typing import Any

from pullquote.errors import ModelError


def open_shipped(name: str, words: str = "span_model") -> tuple[Any, Any]:
    """The tokenizer in our folder ``words``, and a session of the model in our folder ``name``.

    Raises ModelError when that cannot be done.
    """
    import onnxruntime
    from transformers import AutoTokenizer

    try:
        with (
            resources.as_file(resources.files("pullquote").joinpath(name)) as folder,
            resources.as_file(resources.files("pullquote").joinpath(words)) as tokenizer,
        ):
            options = onnxruntime.SessionOptions()
            options.log_severity_level = 3
            session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            return AutoTokenizer.from_pretrained(str(tokenizer), use_fast=True), session
    except Exception as error:
        raise ModelError(
            f"a model that ships with us, {name}, cannot be loaded ({type(error).__name__}): run `pip install .` again"
        ) from error
