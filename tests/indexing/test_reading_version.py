"""What files become is remembered from run to run: a change of the rules must be told."""

from hashlib import sha256
from pathlib import Path

from sangdam.indexing.contents import READING, contents
from sangdam.indexing.passages import wordings
from sangdam.indexing.records import line_of
from tests.indexing.builds import words
from tests.indexing.knowledge_folder import read

FILES = {
    "faqs/table.csv": (
        "id,question,aliases,answer,category,audience,effective_from,effective_until,url\n"
        'period.ko,반품 기간은?,언제까지? | 기한은?,"7일.\n\n- 하나\n- 둘",returns,internal,'
        "2026-01-01,2026-12-31,/returns\n"
        ",Do you ship to Jeju?,,Yes.,,,,,\n"
    ),
    "faqs/lines.jsonl": '{"question": "왜요?", "answer": "그냥요.", "aliases": ["어째서요?"]}\n',
    "faqs/entry.en.md": "---\ntitle: How?\naliases: [In what way]\n---\nLike this.\n",
    "notices/strike.ko.md": "---\ntitle: 파업\ntouches: [shipping]\n---\n늦어집니다.\n",
    "playbooks/refund.ko.md": "# 환불 지침\n\n<!-- 숨김 -->\n먼저 묻습니다.\n",
    "policies/shipping.ko.md": (
        "---\nid: shipping.ko\nupdated: 2026-03-01\n---\n# 배송\n\n첫머리.\n\n## 배송비\n"
        "| 지역 | 값 |\n|---|---|\n| 서울 | 3,000원 |\n| 제주 | 6,000원 |\n\n### 예외\n"
        "1. 큰 짐은 더 듭니다. 섬은 더 듭니다.\n2. 눈이 오면 늦습니다.\n"
    ),
}
MADE = {4: "fe17ddd08f3a9d2574e97637c1a61cc1ca2e304697471b057299ee6785565647"}
"""READING -> digest of the documents, passages and texts that it makes of FILES."""


def test_other_rules_have_another_number(tmp_path: Path) -> None:
    """Where this fails, files become something else than before: raise READING, and write it and
    the new digest into MADE. Without that an index would keep what the old rules made of every
    file that has not changed since."""
    documents = sorted(read(tmp_path, FILES).items())
    made = contents([document for _, document in documents], count=words, limit=8)
    texts = [wording for passage in made.passages for wording in wordings(passage)]
    lines = [line_of(record) for record in (*made.documents, *made.passages)]
    digest = sha256(b"".join([*lines, repr(texts).encode()])).hexdigest()
    assert {READING: digest} == MADE
