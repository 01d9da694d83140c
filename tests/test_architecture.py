"""The rules of the house, read from the syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "sangdam"
STEPS = {
    "indexing",
    "retrieval",
    "guardrails",
    "answering",
    "routing",
    "storage",
    "desk",
    "model_files",
    "outward",
    "telemetry",
    "accounts",
}
GROUND = {"models", "ports", "errors", "settings", "prompts", "needles"}
MAY_IMPORT = {
    "models": set(),
    "errors": set(),
    "ports": {"models"},
    "settings": {"models", "errors"},
    "prompts": {"models"},
    "needles": set(),
    "journal": {"models"},
    "offline": GROUND,
    "line": GROUND | STEPS,
    "rounds": GROUND | STEPS,
    "checkup": GROUND | STEPS,
    "postman": GROUND | STEPS,
    "spending": GROUND | STEPS,
    "figures": GROUND | STEPS | {"spending"},
    "customer_copy": GROUND | STEPS,
    "privacy": GROUND | STEPS | {"customer_copy"},
    "bootstrap_privacy": GROUND | STEPS | {"privacy"},
    "second_summary": GROUND | STEPS,
    "access": GROUND | STEPS,
    "signing_in": GROUND | STEPS | {"access"},
    "company_sign_in": GROUND | STEPS | {"access", "signing_in"},
    "closing": GROUND | STEPS | {"journal", "line"},
    "answer_cache": GROUND | STEPS | {"journal"},
    "turn": GROUND | STEPS | {"journal", "line", "closing", "spending", "answer_cache"},
    "calibration": GROUND | STEPS,
    "bootstrap_access": GROUND | STEPS | {"access", "signing_in", "company_sign_in"},
    "bootstrap_database": GROUND | STEPS,
    "bootstrap_index": GROUND | STEPS | {"calibration"},
    "bootstrap_outward": GROUND | STEPS | {"postman"},
    "bootstrap_llama": GROUND | STEPS,
    "bootstrap_logging": GROUND | STEPS,
    "bootstrap_model": GROUND | STEPS | {"bootstrap_llama"},
    "bootstrap_telemetry": GROUND | STEPS | {"spending"},
    "bootstrap_knowledge": GROUND | STEPS | {"bootstrap_index"},
    "bootstrap_stores": GROUND | STEPS | {"bootstrap_database", "bootstrap_outward"},
    "bootstrap_checkup": GROUND
    | STEPS
    | {"checkup", "spending", "bootstrap_knowledge", "bootstrap_stores"},
    "bootstrap_turn": GROUND
    | STEPS
    | {"turn", "line", "closing", "spending", "answer_cache"}
    | {"bootstrap_knowledge", "bootstrap_stores"},
    "bootstrap": GROUND
    | STEPS
    | {"turn", "line", "rounds", "postman", "second_summary", "spending"}
    | {"figures", "answer_cache", "checkup", "access", "signing_in", "company_sign_in", "privacy"}
    | {"bootstrap_index", "bootstrap_model", "bootstrap_outward", "bootstrap_telemetry"}
    | {"bootstrap_checkup", "bootstrap_access", "bootstrap_privacy", "bootstrap_knowledge"}
    | {"bootstrap_stores", "bootstrap_turn", "bootstrap_llama", "bootstrap_logging"},
    "channels": GROUND
    | STEPS
    | {"bootstrap", "bootstrap_database", "bootstrap_llama", "bootstrap_logging"}
    | {"signing_in", "company_sign_in"},
    "command": GROUND
    | STEPS
    | {"bootstrap", "bootstrap_database", "bootstrap_index", "bootstrap_model", "channels"}
    | {"bootstrap_access", "bootstrap_privacy", "access", "privacy"},
    **{step: GROUND | {step} for step in STEPS},
}
HOME = {
    "faiss": "retrieval/vectors.py",
    "minify": "channels/bundle.py",
    "pymilvus": "retrieval/milvus.py",
    "grpc": "retrieval/milvus.py",
    "mammoth": "indexing/conversion/docx.py",
    "markdownify": "indexing/conversion/html_text.py",
    "openpyxl": "indexing/conversion/xlsx.py",
    "pdfplumber": "indexing/conversion/pdf.py",
    "kiwipiepy": "retrieval/morphemes.py",
    "Stemmer": "retrieval/morphemes.py",
    "threadpoolctl": "retrieval/reckoning.py",
    "openvino": "retrieval/openvino_encoder.py",
    "sentencepiece": "retrieval/openvino_encoder.py",
    "sentence_transformers": "retrieval/sentence_transformers_encoder.py",
    "openai": "answering/openai_model.py",
    "tiktoken": "answering/tokens.py",
    "xllamacpp": "answering/llama_child.py",
    "authlib": "accounts/oidc.py",
    "argon2": "accounts/passwords.py",
    "pyotp": "accounts/second_factor.py",
    "segno": "accounts/qr.py",
    "limits": "storage/rates.py",
    "phonenumbers": "guardrails/phone_numbers.py",
    "holidays": "desk/service_hours.py",
    "standardwebhooks": "outward/webhook.py",
    "prometheus_client": "telemetry/metrics.py",
    "opentelemetry": "telemetry/spans.py",
    "requests": "telemetry/spans.py",
    "typer": "command/main.py",
    "packaging": "command/doctor/packages.py",
    "cryptography": "storage/vault.py",
}
HOMES = {
    "httpx2": {"outward/http.py", "answering/openai_model.py"},
    "joserfc": {"accounts/signed_tokens.py", "accounts/oidc.py"},
}
"""The second of each names an error that the SDK it is home to lets through."""
FOLDER_HOME = {
    "fastapi": "channels",
    "starlette": "channels",
    "sqlalchemy": "storage",
    "tqdm": "command",
}
MODULES = sorted(SOURCE.rglob("*.py"))
PROGRAMS = {SOURCE / "storage" / "migrations" / "env.py"}
"""Run by Alembic as a script, never imported."""


def imported(path: Path) -> Iterator[str]:
    """Dotted names of everything that the file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield node.module or ""


def layer(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def relative(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_imports_run_one_way(path: Path) -> None:
    own = layer(path)
    if own == "__init__":
        return
    parts = [name.split(".") for name in imported(path) if name.startswith("sangdam.")]
    wrong = {p[1] for p in parts} - MAY_IMPORT[own] - ({own} if path.parent != SOURCE else set())
    assert not wrong, f"{own} may not import {wrong}"


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_each_outside_package_has_one_home(path: Path) -> None:
    for package in {name.split(".")[0] for name in imported(path)}:
        if package in HOME:
            assert relative(path) == HOME[package]
        if package in HOMES:
            assert relative(path) in HOMES[package]
        if package in FOLDER_HOME:
            assert layer(path) == FOLDER_HOME[package]


@pytest.mark.parametrize("path", sorted(set(MODULES) - PROGRAMS), ids=relative)
def test_nothing_happens_at_import(path: Path) -> None:
    """At module level only definitions, constants and imports; no loops, no calls for effect."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Expr):
            assert isinstance(node.value, ast.Constant), f"{relative(path)}:{node.lineno}"
        assert not isinstance(node, ast.For | ast.While | ast.With | ast.Try), relative(path)


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {
        ".".join(("sangdam", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(
            ".__init__"
        ): path
        for path in MODULES
    }
    edges = {
        name: {target for target in imported(path) if target in graph}
        for name, path in graph.items()
    }
    while leaves := {name for name, targets in edges.items() if not targets & set(edges)}:
        edges = {name: targets for name, targets in edges.items() if name not in leaves}
    assert not edges, f"circular: {sorted(edges)}"


def test_the_product_never_imports_its_exam() -> None:
    for path in MODULES:
        assert not any(
            name.split(".")[0] in {"evals", "tests", "scripts"} for name in imported(path)
        )


def test_the_path_reads_top_to_bottom() -> None:
    """turn.py holds the path; its longest function stays shorter than a screen."""
    tree = ast.parse((SOURCE / "turn.py").read_text("utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    longest = max(
        (f for f in functions if f.name != "__init__"),
        key=lambda f: (f.end_lineno or 0) - f.lineno,
    )
    assert (longest.end_lineno or 0) - longest.lineno <= 40, longest.name
