import onnx

class _Wrapped:
    model: onnx.ModelProto

class MatMulNBitsQuantizer:
    model: _Wrapped
    def __init__(
        self, model: onnx.ModelProto, *, bits: int, block_size: int, is_symmetric: bool, accuracy_level: int
    ) -> None: ...
    def process(self) -> None: ...
