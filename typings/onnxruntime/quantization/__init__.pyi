from collections.abc import Sequence
from enum import Enum
from os import PathLike

class QuantType(Enum):
    QInt8 = 0
    QUInt8 = 1

def quantize_dynamic(
    model_input: str | PathLike[str],
    model_output: str | PathLike[str],
    *,
    per_channel: bool = False,
    weight_type: QuantType = ...,
    op_types_to_quantize: Sequence[str] | None = None,
) -> None: ...
