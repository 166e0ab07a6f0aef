"""SimpleITK, loaded when it is first needed and kept to one thread: parallel work is done in processes."""

from importlib import import_module
from typing import Any


def simple_itk() -> Any:
    library: Any = import_module("SimpleITK")  # takes a quarter of a second, and has types for half of itself
    library.ProcessObject.SetGlobalDefaultNumberOfThreads(1)
    return library
