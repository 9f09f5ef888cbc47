from collections.abc import Sequence

from chromadb.api import ClientAPI as ClientAPI
from chromadb.config import Settings

def PersistentClient(path: str, settings: Settings = ...) -> ClientAPI: ...
def HttpClient(host: str, port: int, ssl: bool = ..., settings: Settings = ...) -> ClientAPI: ...
