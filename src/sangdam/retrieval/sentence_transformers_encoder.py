"""sentence_transformers' one home: any embedding model by name or folder, on torch."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sangdam.errors import SetupError
from sangdam.ports import Matrix

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_FOR_QUERIES = ("query",)
_FOR_PASSAGES = ("passage", "document", "corpus")
_WEIGHTS = ("*.safetensors", "*.bin")


class SentenceTransformersEncoder:
    """An Embedder over any model that sentence-transformers loads, with the model's own prompts.

    Slow to make (torch is imported), and several times the memory of OpenVinoEncoder.
    """

    def __init__(self, name_or_folder: str) -> None:
        """A folder is read without the network. Raises SetupError where nothing can be loaded."""
        self._model = _load(name_or_folder)
        self._name = f"{_identity(name_or_folder)}/torch-f32"
        self._query = _prompt(self._model.prompts, _FOR_QUERIES)
        self._passage = _prompt(self._model.prompts, _FOR_PASSAGES)

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    def embed_queries(self, texts: Sequence[str]) -> Matrix:
        return self._embed(self._query, texts)

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        return self._embed(self._passage, texts)

    def _embed(self, prompt: str, texts: Sequence[str]) -> Matrix:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        return self._model.encode(
            list(texts),
            prompt=prompt,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        ).astype(np.float32, copy=False)


def _load(name_or_folder: str) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        return SentenceTransformer(
            name_or_folder,
            device="cpu",
            local_files_only=Path(name_or_folder).is_dir(),
            model_kwargs={"dtype": "float32"},
        )
    except Exception as error:
        # Whatever a model's files make torch, safetensors or the hub client raise ends here.
        reason = str(error).strip().splitlines()[0]
        raise SetupError(
            f"the embedding model {name_or_folder!r} can't be loaded ({reason}): set "
            "SANGDAM_EMBEDDING_MODEL to a sentence-transformers name or folder."
        ) from error


def _identity(name_or_folder: str) -> str:
    """The name; of a folder its last part and a digest of the weights, which may be retrained."""
    folder = Path(name_or_folder)
    if not folder.is_dir():
        return name_or_folder
    digest = hashlib.sha256()
    for path in sorted(path for kind in _WEIGHTS for path in folder.glob(kind)):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return f"{folder.resolve().name}-{digest.hexdigest()[:8]}"


def _prompt(prompts: Mapping[str, str | None], names: Sequence[str]) -> str:
    """The first prompt that says something; a model without prompts wants none."""
    return next(filter(None, map(prompts.get, names)), "")
