"""What the customers of a load run ask."""

from __future__ import annotations

import random
import re

from sangdam.indexing.readers import read_knowledge
from sangdam.models import Audience, DocumentKind, Language
from scripts.benchmarks.figures import ROOT

HEADING = re.compile(r"^#+ +(.+?)\s*$", re.MULTILINE)
FORMS = {
    Language.KOREAN: (
        "{title} {section}",
        "{title} {section} 알려 주세요",
        "{title} {section} 알려주세요",
        "{title} 중 {section} 내용이 어떻게 되나요?",
        "{title} {section} 내용 알려 주세요.",
    ),
    Language.ENGLISH: (
        "{title} {section}",
        "{title}: {section}",
        "{title}, {section}?",
        "What does {title} say about {section}?",
        "Please tell me about {title}, {section}",
    ),
}


def for_the_model(seed: int) -> tuple[str, ...]:
    """Questions that sections of policies and product pages answer and no FAQ entry does, so that
    a model is asked; no two alike."""
    documents = read_knowledge(ROOT / "knowledge").documents
    texts = {
        form.format(title=document.title, section=section)
        for document in documents
        if document.kind is DocumentKind.DOCUMENT and document.audience is Audience.CUSTOMER
        for section in HEADING.findall(document.text)
        for form in FORMS[document.language]
    }
    return tuple(random.Random(seed).sample(sorted(texts), len(texts)))
