"""Finding functions by walking our modules, and putting others in their place wherever they are known by name."""

import ast
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from django.conf import settings

Function = Callable[..., Any]


def modules_called(room: str) -> Iterator[ModuleType]:
    """`<app>.<room>` of each of our apps, and its parts where it is a package."""
    for app in settings.OUR_APPS:
        found = importlib.util.find_spec(f"{app}.{room}")
        if found is None:
            continue
        module = importlib.import_module(found.name)
        if module.__file__:
            yield module
        for part in pkgutil.iter_modules(getattr(module, "__path__", [])):
            yield importlib.import_module(f"{module.__name__}.{part.name}")


def functions_in(room: str) -> dict[str, Function]:
    """Every public function of that room, by its module and name."""
    return {
        f"{module.__name__}.{name}": value
        for module in modules_called(room)
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    }


def calls_of(module: ModuleType) -> dict[str, set[str]]:
    """For each function of a module, the names that it calls, itself or by another function of the module."""
    tree = ast.parse(inspect.getsource(module))
    direct = {
        node.name: {name for call in ast.walk(node) if isinstance(call, ast.Call) and (name := _called(call))}
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }
    for _ in direct:
        for called in direct.values():
            called |= {name for known in tuple(called) for name in direct.get(known, ())}
    return direct


def _called(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@contextmanager
def in_place_of(function: Function, other: Function) -> Iterator[None]:
    """`other` wherever a module of ours or of the tests knows `function` by name."""
    places = [
        (module, name)
        for module in list(sys.modules.values())
        if module is not None and module.__name__.partition(".")[0] in {*settings.OUR_APPS, "tests"}
        for name, value in list(vars(module).items())
        if value is function
    ]
    for module, name in places:
        setattr(module, name, other)
    try:
        yield
    finally:
        for module, name in places:
            setattr(module, name, function)
