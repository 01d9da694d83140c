"""Modules of the pages as one classic script, made while the server runs: there is no build step.

Each module becomes a function that runs once and gives what it exports, so that names of one
can't meet those of another. It reads the plain forms that the modules are written in and
refuses any other.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping

import minify

IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)
LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)

Read = Callable[[str], str]


class Unbundled(ValueError):
    """A module is written in a form that the bundle can't take; the message says which."""


def bundle(entry: str, read: Read, instead: Mapping[str, str]) -> str:
    """One script that runs the module at the path `entry` and all that it imports.

    `read` gives a module's text by its path; `instead` names the modules that others stand in
    for.
    """
    names: dict[str, str] = {}
    parts: list[str] = []

    def name_of(path: str, importers: tuple[str, ...]) -> str:
        path = instead.get(path, path)
        if path in importers:
            raise Unbundled(f"{' -> '.join((*importers, path))}: modules import each other")
        if path not in names:
            body = _body(path, read(path), (*importers, path), name_of)
            names[path] = f"$m{len(names)}"
            parts.append(f"const {names[path]}=(()=>{{{body}}})();")
        return names[path]

    name_of(entry, ())
    script = '"use strict";(()=>{\n' + "\n".join(parts) + "\n})();\n"
    return _small("text/javascript", script)


def small_styles(text: str) -> str:
    """The same styles in fewer bytes."""
    return _small("text/css", text)


def _small(media_type: str, text: str) -> str:
    made: str = minify.string(media_type, text)
    return made


def _body(
    path: str, text: str, importers: tuple[str, ...], name_of: Callable[[str, tuple[str, ...]], str]
) -> str:
    folder = posixpath.dirname(path)
    imports = []
    for names, address in IMPORT.findall(text):
        module = name_of(posixpath.normpath(posixpath.join(folder, address)), importers)
        imports.append(f"const {{{' '.join(names.split())}}}={module};\n")
    exported = EXPORT.findall(text)
    body = EXPORT.sub("", IMPORT.sub("", text))
    if left := LEFT.search(body):
        raise Unbundled(f"{path}: only `import {{…}} from` and named exports: {left[0]}")
    return f"{''.join(imports)}{body}\nreturn {{{','.join(exported)}}};"
