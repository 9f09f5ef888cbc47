from typing import Any

from numpy.typing import NDArray

def to_array(tensor: Any) -> NDArray[Any]: ...
