"""The embedding model as a standard sentence-transformers folder; safetensors' home."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np

from sangdam.model_files.quantised import Halves, QuantisedWeights, Shape
from sangdam.model_files.sentencepieces import sentencepiece_model

PIECES = "sentencepiece.bpe.model"
"""As it is called beside every XLM-R."""

_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln": "embeddings.LayerNorm",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_SUFFIX = {"w": "weight", "b": "bias"}

_MODULES = (
    ("", "sentence_transformers.models.Transformer"),
    ("1_Pooling", "sentence_transformers.models.Pooling"),
    ("2_Normalize", "sentence_transformers.models.Normalize"),
)
_TOKENS = {
    "bos_token": "<s>",
    "eos_token": "</s>",
    "sep_token": "</s>",
    "cls_token": "<s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "mask_token": "<mask>",
}


def write_embedding_folder(weights: Path, tokenizer: Path, folder: Path) -> None:
    """Decode the 4-bit weights and write all that sentence-transformers loads into `folder`."""
    opened = QuantisedWeights(weights)
    _write_weights(opened, folder / "model.safetensors")
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    write_pieces(folder)
    for name, content in _configs(opened.shape).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, indent=2), encoding="utf-8")


def write_pieces(folder: Path) -> None:
    """Write beside tokenizer.json what sentencepiece reads in its place."""
    (folder / PIECES).write_bytes(sentencepiece_model(folder / "tokenizer.json"))


def _write_weights(weights: QuantisedWeights, path: Path) -> None:
    from safetensors.numpy import save_file

    hidden = weights.shape.hidden
    tensors = {bert_name(n): _shaped(bert_name(n), t, hidden) for n, t in weights.tensors()}
    tensors["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float16)
    tensors["pooler.dense.bias"] = np.zeros(hidden, np.float16)
    save_file(tensors, path, metadata={"format": "pt"})
    path.chmod(0o644)


def bert_name(name: str) -> str:
    """The name of a tensor of the 4-bit file in transformers' BertModel."""
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    head, part, suffix = name.rpartition(".")
    if head in _EMBEDDINGS:
        return f"{_EMBEDDINGS[head]}.{_SUFFIX[suffix]}"
    layer, part = head.split(".")
    return f"encoder.layer.{layer.removeprefix('l')}.{_LAYER[part]}.{_SUFFIX[suffix]}"


def _shaped(name: str, tensor: Halves, hidden: int) -> Halves:
    """Matrices as (outputs, inputs); only the second half of a feed-forward reads more inputs."""
    if name.endswith("bias") or "LayerNorm" in name:
        return tensor
    return tensor.reshape(hidden, -1) if ".output.dense" in name else tensor.reshape(-1, hidden)


def _configs(shape: Shape) -> dict[str, object]:
    return {
        "config.json": _bert(shape),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            **_TOKENS,
        },
        "special_tokens_map.json": _TOKENS,
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "modules.json": [
            {"idx": n, "name": str(n), "path": path, "type": kind}
            for n, (path, kind) in enumerate(_MODULES)
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
    }


def _bert(shape: Shape) -> dict[str, object]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.intermediate,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.types,
        "layer_norm_eps": 1e-12,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
        "initializer_range": 0.02,
        "position_embedding_type": "absolute",
        "pad_token_id": 0,
        "use_cache": True,
        "dtype": "float32",
        "transformers_version": "5.0.0",
    }
