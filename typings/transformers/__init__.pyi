"""The few calls that this project makes of transformers."""

from collections.abc import Sequence
from os import PathLike
from typing import Literal, Protocol, Self, TypedDict, overload

import torch

class Encoded(dict[str, list[list[int]]]):
    """Token ids and what else a model wants, one row for each piece of text."""

    def sequence_ids(self, batch_index: int = 0) -> list[int | None]: ...

class Tensors(dict[str, torch.Tensor]):
    """The same as tensors."""

    def sequence_ids(self, batch_index: int = 0) -> list[int | None]: ...

class Tokenizer(Protocol):
    """A fast tokenizer."""

    is_fast: bool
    model_max_length: int
    model_input_names: list[str]
    pad_token_id: int | None

    def __call__(
        self,
        text: str | Sequence[str],
        text_pair: str | Sequence[str] | None = None,
        *,
        add_special_tokens: bool = True,
        truncation: str | bool = False,
        max_length: int | None = None,
        stride: int = 0,
        return_overflowing_tokens: bool = False,
        return_offsets_mapping: bool = False,
        verbose: bool = True,
    ) -> Encoded: ...
    def save_pretrained(self, save_directory: str | PathLike[str]) -> object: ...

class Config(Protocol):
    """What a model is made of."""

    max_position_embeddings: int

    def save_pretrained(self, save_directory: str | PathLike[str]) -> None: ...

class SpanScores(Protocol):
    """Logits, shape (windows, tokens) each."""

    start_logits: torch.Tensor
    end_logits: torch.Tensor

class ModelForQuestionAnswering(torch.nn.Module):
    """An extractive reader."""

    config: Config

    def __call__(self, **inputs: torch.Tensor) -> SpanScores: ...
    def eval(self) -> Self: ...
    def save_pretrained(self, save_directory: str | PathLike[str]) -> None: ...

class AutoTokenizer:
    @staticmethod
    def from_pretrained(name_or_folder: str | PathLike[str], *, use_fast: bool = True) -> Tokenizer: ...

class LoadingReport(TypedDict):
    """What was found of a model, and what was made up."""

    missing_keys: set[str]

class BodyConfig(Config, Protocol):
    """What the body of a model is made of."""

    hidden_size: int

class States(Protocol):
    """Shape (texts, tokens, hidden size)."""

    last_hidden_state: torch.Tensor

class Body(torch.nn.Module):
    """A model without a head."""

    config: BodyConfig
    embeddings: torch.nn.Module

    def __call__(self, **inputs: torch.Tensor) -> States: ...

class AutoModel:
    @staticmethod
    def from_pretrained(
        name_or_folder: str | PathLike[str],
        *,
        attn_implementation: str | None = None,
        attention_probs_dropout_prob: float = 0.1,
        add_pooling_layer: bool = True,
    ) -> Body: ...

class AutoModelForQuestionAnswering:
    @overload
    @staticmethod
    def from_pretrained(
        name_or_folder: str | PathLike[str], *, output_loading_info: Literal[True]
    ) -> tuple[ModelForQuestionAnswering, LoadingReport]: ...
    @overload
    @staticmethod
    def from_pretrained(
        name_or_folder: str | PathLike[str],
        *,
        attn_implementation: str | None = None,
        attention_probs_dropout_prob: float = 0.1,
    ) -> ModelForQuestionAnswering: ...
    @staticmethod
    def from_config(config: object) -> ModelForQuestionAnswering: ...

class BertConfig:
    def __init__(
        self,
        *,
        vocab_size: int,
        max_position_embeddings: int,
        hidden_size: int,
        num_hidden_layers: int,
        num_attention_heads: int,
    ) -> None: ...

class DistilBertConfig:
    def __init__(
        self, *, vocab_size: int, max_position_embeddings: int, dim: int, n_layers: int, n_heads: int, hidden_dim: int
    ) -> None: ...

class BertTokenizer:
    def __init__(self, vocab: str) -> None: ...
    def save_pretrained(self, save_directory: str | PathLike[str]) -> object: ...

def set_seed(seed: int) -> None: ...
