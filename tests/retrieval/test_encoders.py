"""Both encoders on the real model: the same vectors, and the promises of the port."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sangdam.errors import SetupError
from sangdam.model_files.location import locate
from sangdam.ports import Matrix
from sangdam.retrieval.openvino_encoder import OpenVinoEncoder, convert
from sangdam.retrieval.sentence_transformers_encoder import SentenceTransformersEncoder
from sangdam.settings import Settings

FOLDER = locate(Settings.load().models_dir).embedding
TEXTS = (
    "배송비",
    "제주도는 배송이 며칠 걸리나요?",
    "How long does a refund take after inspection?",
    "반품은 상품을 받은 날부터 7일 안에 마이페이지 > 주문내역 > 반품 신청에서 하실 수 있습니다.",
    "HB-200X 믹서기의 칼날만 따로 살 수 있나요? SALE  상품도\n교환되나요?",
    "Points expire 12 months after they are credited; a notice is sent 30 days before.",
    "ㅋㅋㅋ 👍🏽 ①②③ ﾊﾛｰ",
    "",
    "환불 " * 900,
)
WORDS = tuple(filter(None, TEXTS))
"""After a prompt without a text sentencepiece drops the space that torch's tokenizer keeps."""


@pytest.fixture(scope="module")
def openvino() -> OpenVinoEncoder:
    return OpenVinoEncoder(FOLDER)


@pytest.fixture(scope="module")
def torch() -> SentenceTransformersEncoder:
    return SentenceTransformersEncoder(str(FOLDER))


def cosines(left: Matrix, right: Matrix) -> Matrix:
    product: Matrix = (left * right).sum(axis=1)
    return product


def test_queries_are_the_same_as_from_torch(
    openvino: OpenVinoEncoder, torch: SentenceTransformersEncoder
) -> None:
    same = cosines(openvino.embed_queries(WORDS), torch.embed_queries(WORDS))
    assert same.min() >= 0.999


def test_passages_are_the_same_as_from_torch(
    openvino: OpenVinoEncoder, torch: SentenceTransformersEncoder
) -> None:
    same = cosines(openvino.embed_passages(WORDS), torch.embed_passages(WORDS))
    assert same.min() >= 0.999


@pytest.mark.parametrize("encoder", ["openvino", "torch"])
def test_vectors_are_unit_rows_in_the_order_of_the_texts(
    encoder: str, request: pytest.FixtureRequest
) -> None:
    embedder = request.getfixturevalue(encoder)
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), embedder.dimension) == (len(TEXTS), 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("encoder", ["openvino", "torch"])
def test_no_texts_are_no_rows(encoder: str, request: pytest.FixtureRequest) -> None:
    embedder = request.getfixturevalue(encoder)
    assert embedder.embed_queries([]).shape == (0, 384)


@pytest.mark.parametrize("encoder", ["openvino", "torch"])
def test_a_question_is_nearest_to_its_answer_across_languages(
    encoder: str, request: pytest.FixtureRequest
) -> None:
    embedder = request.getfixturevalue(encoder)
    answers = embedder.embed_passages(
        [
            "제주는 출고 후 3~4영업일이 걸리고 추가 배송비 3,000원이 붙습니다.",
            "포인트는 1,000점부터 쓸 수 있고 12개월 뒤에 사라집니다.",
            "카드 환불은 검수 후 3~5영업일이 걸립니다.",
        ]
    )
    questions = embedder.embed_queries(
        [
            "How many days does delivery to Jeju take?",
            "포인트는 언제 사라지나요?",
            "When do I get my money back on my card?",
        ]
    )
    assert (questions @ answers.T).argmax(axis=1).tolist() == [0, 1, 2]


def test_queries_and_passages_are_embedded_differently(openvino: OpenVinoEncoder) -> None:
    query, passage = openvino.embed_queries(["배송비"]), openvino.embed_passages(["배송비"])
    assert cosines(query, passage)[0] < 0.98


def test_conversion_keeps_the_model(tmp_path: Path) -> None:
    """A small BERT of chance weights, converted here: the same vectors as from torch."""
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=250_037,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
    )
    shutil.copytree(FOLDER, tmp_path, ignore=heavy_files, dirs_exist_ok=True)
    BertModel(config).save_pretrained(tmp_path)
    pooling = {"word_embedding_dimension": 16, "pooling_mode_mean_tokens": True}
    (tmp_path / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    convert(tmp_path, tmp_path)
    ours = OpenVinoEncoder(tmp_path).embed_passages(WORDS)
    theirs = SentenceTransformersEncoder(str(tmp_path)).embed_passages(WORDS)
    assert ours.shape == (len(WORDS), 16)
    assert cosines(ours[[0]], ours[[1]])[0] < 0.99
    assert cosines(ours, theirs).min() >= 0.999


def heavy_files(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name in {"openvino", "model.safetensors", "config.json"}]


def test_what_comes_after_512_tokens_is_cut_off(openvino: OpenVinoEncoder) -> None:
    long = "환불 " * 900
    longer = long + "배송 " * 900
    assert cosines(openvino.embed_passages([long]), openvino.embed_passages([longer]))[0] > 0.9999


def test_a_text_has_the_same_vector_alone_and_among_others(openvino: OpenVinoEncoder) -> None:
    alone = np.vstack([openvino.embed_passages([text]) for text in TEXTS])
    assert cosines(openvino.embed_passages(TEXTS), alone).min() >= 0.9999


def test_many_texts_of_many_lengths_keep_their_places(openvino: OpenVinoEncoder) -> None:
    texts = [f"{number}번 상품 " + "설명 " * (number * 37 % 90) for number in range(120)]
    vectors = openvino.embed_passages(texts)
    for number in (0, 7, 64, 119):
        assert cosines(vectors[[number]], openvino.embed_passages([texts[number]]))[0] > 0.999
    assert len(np.unique(vectors.round(4), axis=0)) == len(texts)


def test_threads_do_not_mix_up_their_texts(openvino: OpenVinoEncoder) -> None:
    expected = {text: openvino.embed_queries([text]) for text in TEXTS[:6]}
    worst: list[float] = []

    def ask(text: str) -> None:
        vectors = np.vstack([openvino.embed_queries([text]) for _ in range(5)])
        worst.append(float((vectors @ expected[text].T).min()))

    threads = [threading.Thread(target=ask, args=(text,)) for text in expected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(worst) == len(threads)
    assert min(worst) > 0.9999


@pytest.mark.parametrize("streams", [1, 3])
def test_streams_change_no_vector(openvino: OpenVinoEncoder, streams: int) -> None:
    others = OpenVinoEncoder(FOLDER, streams=streams)
    assert others.name == openvino.name
    assert cosines(others.embed_passages(TEXTS), openvino.embed_passages(TEXTS)).min() >= 0.9999


class CountedRequests:
    """A compiled model, and how many infer requests it was asked for."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self.made = 0

    def create_infer_request(self) -> Any:
        self.made += 1
        return self._model.create_infer_request()


@pytest.fixture
def counted(openvino: OpenVinoEncoder, monkeypatch: pytest.MonkeyPatch) -> CountedRequests:
    counted = CountedRequests(openvino._model)
    monkeypatch.setattr(openvino, "_model", counted)
    monkeypatch.setattr(openvino, "_idle", [])
    return counted


def test_requests_are_used_again_by_other_threads(
    openvino: OpenVinoEncoder, counted: CountedRequests
) -> None:
    for _ in range(4):
        thread = threading.Thread(target=openvino.embed_queries, args=(["배송비"],))
        thread.start()
        thread.join()
    assert counted.made == len(os.sched_getaffinity(0))


def test_requests_of_a_call_that_failed_are_thrown_away(
    openvino: OpenVinoEncoder, counted: CountedRequests, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("sangdam.retrieval.openvino_encoder._inputs", interrupt)
        with pytest.raises(KeyboardInterrupt):
            openvino.embed_queries(["배송비"])
    openvino.embed_queries(["배송비"])
    assert counted.made == 2 * len(os.sched_getaffinity(0))


def test_names_tell_model_runtime_and_precision(
    openvino: OpenVinoEncoder, torch: SentenceTransformersEncoder
) -> None:
    assert openvino.name in {"e5-small-q4/openvino-bf16", "e5-small-q4/openvino-f32"}
    assert torch.name.startswith("e5-small-q4-")
    assert torch.name.endswith("/torch-f32")


def test_a_retrained_folder_has_another_name(tmp_path: Path) -> None:
    from sangdam.retrieval.sentence_transformers_encoder import _identity

    names = []
    for weights in (b"before", b"after"):
        (tmp_path / "model.safetensors").write_bytes(weights)
        names.append(_identity(str(tmp_path)))
    assert names[0] != names[1]


def test_openvino_is_served_without_torch_and_sends_nothing_home(tmp_path: Path) -> None:
    """In a process of its own, whose home is empty: openvino's telemetry would write there."""
    script = (
        "import socket, sys, pathlib\n"
        "def refuse(*_a, **_k): raise AssertionError('network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from sangdam.retrieval.openvino_encoder import OpenVinoEncoder\n"
        f"encoder = OpenVinoEncoder(pathlib.Path({str(FOLDER)!r}))\n"
        "encoder.embed_queries(['배송비가 얼마예요?'])\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'openvino_telemetry.main'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "absent",
    ["sentencepiece.bpe.model", "openvino/pooled.xml", "config_sentence_transformers.json"],
)
def test_a_folder_without_the_model_says_how_to_fetch_it(tmp_path: Path, absent: str) -> None:
    for path in FOLDER.rglob("*"):
        name = path.relative_to(FOLDER)
        if path.is_file() and name.as_posix() != absent:
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).symlink_to(path)
    with pytest.raises(SetupError, match=r"fetch the models with `sangdam models`"):
        OpenVinoEncoder(tmp_path)


@pytest.mark.parametrize("broken", ["sentencepiece.bpe.model", "openvino/pooled.xml"])
def test_a_broken_file_is_a_setup_error(tmp_path: Path, broken: str) -> None:
    shutil.copytree(FOLDER, tmp_path, ignore=heavy_files, dirs_exist_ok=True)
    (tmp_path / broken).parent.mkdir(exist_ok=True)
    (tmp_path / broken).write_text("<broken")
    with pytest.raises(SetupError, match=rf"(?s){broken} can't be loaded .* fetch again\."):
        OpenVinoEncoder(tmp_path)


def broken_weights(folder: Path) -> None:
    for path in FOLDER.glob("*.json"):
        (folder / path.name).symlink_to(path)
    (folder / "model.safetensors").write_bytes(b"not weights")


def unknown_kind(folder: Path) -> None:
    (folder / "config.json").write_text(json.dumps({"hidden_size": 3}))


@pytest.mark.parametrize("spoil", [broken_weights, unknown_kind])
def test_a_model_that_cannot_be_loaded_is_one_sentence(tmp_path: Path, spoil: object) -> None:
    assert callable(spoil)
    spoil(tmp_path)
    with pytest.raises(SetupError, match="set SANGDAM_EMBEDDING_MODEL") as caught:
        SentenceTransformersEncoder(str(tmp_path))
    assert "\n" not in str(caught.value)
