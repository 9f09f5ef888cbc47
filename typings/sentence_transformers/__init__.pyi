from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

class SentenceTransformer:
    max_seq_length: int | None
    tokenizer: Callable[..., dict[str, list[list[int]]]]
    def __init__(self, model_name_or_path: str, *, device: str | None = ...) -> None: ...
    def get_embedding_dimension(self) -> int | None: ...
    def encode(
        self,
        inputs: Sequence[str],
        *,
        batch_size: int = ...,
        normalize_embeddings: bool = ...,
        show_progress_bar: bool = ...,
        convert_to_numpy: bool = ...,
    ) -> NDArray[np.float32]: ...
