"""OpenVINO's and sentencepiece's one home: the embedding model without torch, and its file."""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sentencepiece import SentencePieceProcessor

from sangdam.errors import SetupError
from sangdam.ports import Matrix

GRAPH = Path("openvino", "pooled.xml")
"""Below the model's folder; its weights lie beside it."""

_LONGEST = 512
"""Tokens; what comes after is cut off."""
_BATCH_TOKENS = 1024
"""Padding included. More is no faster on a CPU and takes memory."""
_SHARED_TOKENS = 256
"""A call is shared out over the streams in batches of no fewer: the weights are read for each."""
_LENGTH_STEP = 8
"""Texts are padded to a multiple of it: every new shape costs the runtime some milliseconds."""
_START, _PAD, _END, _UNKNOWN = range(4)
"""Token ids of XLM-R. Every other is one more than the number of its piece."""

TokenIds = list[int]


class OpenVinoEncoder:
    """An Embedder over a sentence-transformers folder to which `convert` has added its file.

    Safe to share between threads: each call has infer requests of its own while it lasts.

    One stream a core is best for many texts: two batches side by side are 1.4 to 1.6 times as
    fast as one after the other. One stream with all cores on it is best for a lone question:
    it takes two thirds of the time.
    """

    def __init__(
        self, folder: Path, *, streams: int | None = None, threads: int | None = None
    ) -> None:
        """`streams`: batches side by side, `threads`: how many reckon in all; None for one a core.

        Raises SetupError where the folder holds no such model.
        """
        self._prompts = _prompts(folder)
        self._tokenizer = Tokenizer(folder)
        self._streams = streams or cores()
        self._model, precision = _compiled(folder / GRAPH, self._streams, threads or cores())
        self._name = f"{folder.resolve().name}/openvino-{precision}"
        self._dimension = int(self._model.output(0).partial_shape[1].get_length())
        # Sets of requests that no call has in hand; append and pop are safe between threads.
        self._idle: list[list[Any]] = []

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        return self._dimension

    def embed_queries(self, texts: Sequence[str]) -> Matrix:
        return self._embed(self._prompts["query"], texts)

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        return self._embed(self._prompts["passage"], texts)

    def _embed(self, prompt: str, texts: Sequence[str]) -> Matrix:
        tokens = [self._tokenizer.ids(prompt + text) for text in texts]
        vectors = np.empty((len(texts), self._dimension), np.float32)
        batches = list(_batches(tokens, streams=self._streams))
        with self._requests() as requests:
            for start in range(0, len(batches), len(requests)):
                side_by_side = list(
                    zip(requests, batches[start : start + len(requests)], strict=False)
                )
                for request, batch in side_by_side:
                    request.start_async(_inputs([tokens[position] for position in batch]))
                for request, batch in side_by_side:
                    request.wait()
                    vectors[batch] = request.get_output_tensor(0).data
        return vectors

    @contextmanager
    def _requests(self) -> Iterator[list[Any]]:
        """One request a stream, those given back last; new ones where all are in hand.

        Not given back after an error: a request that was left running can't be started again.
        """
        try:
            requests = self._idle.pop()
        except IndexError:
            requests = [self._model.create_infer_request() for _ in range(self._streams)]
        yield requests
        self._idle.append(requests)


class Tokenizer:
    """Token ids of XLM-R, by Google's sentencepiece: the same as from `tokenizers`, in a fifth of
    the memory.

    It differs, as the original of XLM-R does: spaces at the end count for nothing, loose jamo
    come together, and `</s>` in a text is a word like any other. Of two ways to cut a word that
    are exactly as likely it may take the other.
    """

    def __init__(self, folder: Path) -> None:
        """Raises SetupError where the folder holds no such file."""
        file = _required(folder / "sentencepiece.bpe.model")
        try:
            self._pieces = SentencePieceProcessor(model_file=str(file))
        except RuntimeError as error:
            raise _broken(file, error) from error

    def ids(self, text: str) -> TokenIds:
        """From start to end mark, no more than 512."""
        pieces = self._pieces.encode(text)[: _LONGEST - 2]
        return [_START, *(piece + 1 if piece else _UNKNOWN for piece in pieces), _END]


def convert(folder: Path, target: Path) -> None:
    """Write the file that OpenVinoEncoder serves into `target`, from the torch model in `folder`.

    One graph from token ids to unit vectors: the model, the mean over the mask, the norm.
    Weights are f16, about half a safetensors file of f32. Takes about ten seconds and 1.2 GB.
    """
    openvino = _openvino()
    graph = (target / GRAPH).resolve()
    graph.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        # Tracing warns of every Python branch on a shape; a test compares the outcome with torch.
        warnings.simplefilter("ignore")
        pooled, example = _pooled(folder)
        shapes = [(name, [-1, -1]) for name in example]
        model = openvino.convert_model(pooled, example_input=example, input=shapes)
    openvino.save_model(model, graph, compress_to_fp16=True)


def _batches(tokens: Sequence[TokenIds], *, streams: int) -> Iterator[list[int]]:
    """Positions of texts of like length, so that little is spent on padding.

    A long call makes at least one batch a stream.
    """
    order = sorted(range(len(tokens)), key=lambda n: len(tokens[n]))
    padded = sum(map(_padded_length, tokens))
    limit = min(_BATCH_TOKENS, max(_SHARED_TOKENS, -(-padded // streams)))
    batch: list[int] = []
    for position in order:
        if batch and (len(batch) + 1) * _padded_length(tokens[position]) > limit:
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch


def _inputs(tokens: Sequence[TokenIds]) -> list[npt.NDArray[np.int64]]:
    """Token ids and mask, each of shape (texts, longest)."""
    shape = (len(tokens), max(map(_padded_length, tokens)))
    ids, mask = np.full(shape, _PAD, np.int64), np.zeros(shape, np.int64)
    for row, of_text in enumerate(tokens):
        ids[row, : len(of_text)] = of_text
        mask[row, : len(of_text)] = 1
    return [ids, mask]


def _padded_length(tokens: TokenIds) -> int:
    return -(-len(tokens) // _LENGTH_STEP) * _LENGTH_STEP


def _prompts(folder: Path) -> dict[str, str]:
    config = _required(folder / "config_sentence_transformers.json")
    prompts: dict[str, str] = json.loads(config.read_text(encoding="utf-8"))["prompts"]
    return prompts


def _required(path: Path) -> Path:
    if not path.is_file():
        raise SetupError(f"{path} is not there: fetch the models with `sangdam models`.")
    return path


def _broken(path: Path, error: RuntimeError) -> SetupError:
    return SetupError(f"{path} can't be loaded ({error}): delete it and fetch again.")


def _compiled(graph: Path, streams: int, threads: int) -> tuple[Any, str]:
    """The model made ready for this processor, and the precision it reckons in.

    bf16 where the processor has it (2.4 times the texts a second with AMX, cosine to torch
    .99998 at worst), f32 elsewhere. Chosen here and named, never left to the runtime.
    """
    core = _openvino().Core()
    has_bf16 = "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    precision = "bf16" if has_bf16 else "f32"
    options = {
        "INFERENCE_PRECISION_HINT": precision,
        "NUM_STREAMS": streams,
        "INFERENCE_NUM_THREADS": threads,
        "ENABLE_CPU_PINNING": False,
    }
    try:
        return core.compile_model(_required(graph), "CPU", options), precision
    except RuntimeError as error:
        raise _broken(graph, error) from error


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0))


def _openvino() -> Any:
    """openvino, its telemetry shut out: without that its import alone sends a message home."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    return openvino


def _pooled(folder: Path) -> tuple[Any, dict[str, Any]]:
    """A torch module from token ids and mask to unit vectors, and example inputs to trace with."""
    import torch
    from transformers import AutoModel
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
    bert = AutoModel.from_pretrained(folder, attn_implementation="eager", local_files_only=True)

    class Pooled(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = bert.float().eval()

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            hidden = self.bert(input_ids=input_ids, attention_mask=attention_mask)[0]
            mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
            return torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=1)

    ids, mask = torch.full((2, 8), 5), torch.ones((2, 8), dtype=torch.int64)
    mask[1, 5:] = 0
    return Pooled(), {"input_ids": ids, "attention_mask": mask}
