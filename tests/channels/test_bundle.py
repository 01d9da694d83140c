"""Modules become one script that a browser runs."""

from __future__ import annotations

import pytest

from sangdam.channels.bundle import Unbundled, bundle

MODULES = {
    "app/app.js": 'import { greet } from "../shared/greet.js";\nimport { name } from "./name.js";\n'
    "out(greet(name));\n",
    "app/name.js": 'export const name = "Haru";\n',
    "app/other.js": 'export const name = "Nari";\n',
    "shared/greet.js": "/** Says hello. */\n"
    "export function greet(name) {\n  return `hi ${name}`;\n}\n",
    "app/twice.js": 'import { name } from "./name.js";\n'
    'import { greet } from "../shared/greet.js";\n'
    'import { again } from "./again.js";\nout(greet(name), again);\n',
    "app/again.js": 'import { name } from "./name.js";\nexport const again = name;\n',
    "app/circle.js": 'import { back } from "./back.js";\nexport const there = back;\n',
    "app/back.js": 'import { there } from "./circle.js";\nexport const back = there;\n',
    "app/default.js": "export default 1;\n",
    "app/star.js": 'import * as all from "./name.js";\n',
}


def made(entry: str, instead: dict[str, str] | None = None) -> str:
    return bundle(entry, MODULES.__getitem__, instead or {})


def test_what_is_imported_is_in_it_once_and_without_its_comments() -> None:
    script = made("app/twice.js")
    assert script.count("Haru") == 1
    assert "Says hello" not in script
    assert "import" not in script
    assert "export" not in script


def test_a_module_stands_in_for_another() -> None:
    script = made("app/app.js", {"app/name.js": "app/other.js"})
    assert "Nari" in script
    assert "Haru" not in script


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (
            "app/circle.js",
            "app/circle.js -> app/back.js -> app/circle.js: modules import each other",
        ),
        ("app/default.js", "app/default.js: .* export default 1;"),
        ("app/star.js", r"app/star.js: .* import \* as all"),
    ],
)
def test_a_form_that_it_can_not_take_is_refused_by_name(entry: str, reason: str) -> None:
    with pytest.raises(Unbundled, match=reason):
        made(entry)
