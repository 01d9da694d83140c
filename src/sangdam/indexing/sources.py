"""What the files of a knowledge folder hold, told by a digest of each."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from sangdam.indexing.conversion.unreadable import Unreadable
from sangdam.indexing.files import KnowledgeFile, knowledge_files, opened
from sangdam.indexing.problems import Problems

Sources = Mapping[str, str]
"""Path of a file below the knowledge folder -> sha256."""


def source_digests(knowledge: Path) -> dict[str, str]:
    """Of every file, and why what is no file to be read is none; empty without such a folder.

    Times of change are not trusted: copying and unpacking keep old ones.
    """
    digests: dict[str, str] = {}
    problems = Problems()
    for file in knowledge_files(knowledge, problems) if knowledge.is_dir() else ():
        # Two names that differ only in their Unicode form are one source.
        digests[file.source] = digests.get(file.source, "") + _digest(file)
    return digests | {finding.source: finding.what for finding in problems.findings}


def _digest(file: KnowledgeFile) -> str:
    """Why it can't be read, where it can't: then it is not read here either."""
    try:
        with opened(file) as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except Unreadable as error:
        return error.what


def unchanged(before: Sources, after: Sources) -> frozenset[str]:
    """Files that say what they said: also those beside them that describe them are the same.

    What may describe `terms.pdf` is any file whose name begins with `terms.` in its folder.
    """
    old, new = _families(before), _families(after)
    return frozenset(
        source for name, family in new.items() if old.get(name) == family for source in family
    )


def _families(sources: Sources) -> dict[str, dict[str, str]]:
    families: dict[str, dict[str, str]] = defaultdict(dict)
    for source, digest in sources.items():
        folder, slash, name = source.rpartition("/")
        families[folder + slash + name.partition(".")[0]][source] = digest
    return families
