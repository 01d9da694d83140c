"""Things that customers and policies tell apart, as data: an answer about one of a group is no
answer about another.

Only what excludes one another in any trade belongs here; each entry is one thing with the ways in
which it is written, Korean and English. A thing that includes another (cards and credit cards)
stands in one entry with it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

APART = re.compile(
    r"\S+\s?(?:을|를)?\s?(?:제외한|제외하고|빼고|말고|아닌)|(?:other\sthan|except|excluding|but\snot|not)\s\w+",
    re.IGNORECASE,
)
"""Named only to be left out: "제주를 제외한", "other than Jeju"."""


def spoken_of(text: str) -> str:
    """`text` without what it names only to leave it out."""
    return APART.sub(" ", text)


class Group(NamedTuple):
    members: tuple[re.Pattern[str], ...]
    decisive: bool = False
    """Whether a passage that does not name what was asked for can't answer for it."""

    def named_in(self, text: str) -> frozenset[int]:
        """Positions of the members that `text` names."""
        return frozenset(n for n, member in enumerate(self.members) if member.search(text))

    def word(self, positions: frozenset[int], text: str) -> str:
        """How `text` names the first of the members."""
        found = (self.members[n].search(text) for n in sorted(positions))
        return next((match.group().strip() for match in found if match), "")


def _group(*members: str, decisive: bool = False) -> Group:
    patterns = (re.compile(member, re.IGNORECASE | re.VERBOSE) for member in members)
    return Group(tuple(patterns), decisive)


COUNTRIES = (
    r"중국|\bchina\b",
    r"일본|\bjapan\b",
    r"미국|\b(?:usa|united\sstates|america)\b",
    r"베트남|\bvietnam\b",
    r"태국|\bthailand\b",
    r"필리핀|\bphilippines\b",
    r"대만|\btaiwan\b",
    r"홍콩|\b(?:hong\skong)\b",
    r"싱가포르|\bsingapore\b",
    r"영국|\b(?:uk|united\skingdom)\b",
    r"프랑스|\bfrance\b",
    r"독일|\bgermany\b",
    r"캐나다|\bcanada\b",
    r"호주|\baustralia\b",
    r"인도네시아|\bindonesia\b",
    r"몽골|\bmongolia\b",
    r"러시아|\brussia\b",
    r"스페인|\bspain\b",
    r"이탈리아|\bitaly\b",
)
EXCHANGE = r"교환|\bexchang|\bswap"
RETURN = (
    r"반품|환불|\breturn(?!\s(?:trip|ticket))|\brefund|\bsend\s(?:it\s|them\s)?back|money\sback"
)
GROUPS = (
    _group(
        r"제주|서귀포|\bjeju\b",
        r"도서\s?산간|섬(?=[은이을에으인\s지]|$)|울릉도|백령도|연평도|흑산도|산간|\bislands?\b|\bremote\sarea|ulleung",
        r"내륙|육지|\bmainland\b",
        decisive=True,
    ),
    _group(EXCHANGE, RETURN, decisive=True),
    _group(
        EXCHANGE,
        RETURN,
        r"취소|철회|(?<!정)해지|\bcancel|\bwithdraw",
        r"수리|(?-i:\bA/?S\b)|\brepair",
    ),
    _group(
        r"웰컴|(?-i:\bWelcome\b)",
        r"실버|\bsilver\b",
        r"골드|\bgold\b",
        r"VIP|브이아이피",
        r"플래티넘|platinum",
        r"다이아|diamond",
        r"브론즈|bronze",
        decisive=True,
    ),
    _group(
        r"세일|\bSALE\b(?!s)",
        r"최종\s?특가|FINAL|파이널|final\ssale",
        r"일반\s?상품|정상가|\b(?:normal|regular)\s(?:item|goods|price)",
        decisive=True,
    ),
    _group(
        r"불량|하자|고장|결함|파손|깨(?:져|진|졌)|망가|오배송|잘못\s배송|\bdefect|\bfaulty\b|\bbroken\b"
        r"|\bdamag|\bcrack|wrong\sitem",
        r"단순\s?변심|변심|마음이?\s(?:바뀌|안)|change.of.mind|chang\w+\s(?:my|your)\smind",
    ),
    _group(
        r"제주|\bjeju\b",
        r"도서\s?산간|\bislands?\b",
        r"내륙|서울|부산|대구|인천|대전|울산|수원|경기|강원|\bmainland\b|\b(?:seoul|busan|daegu|incheon)\b",
    ),
    _group(
        r"코팅|\bcoat(?:ing|ed)",
        r"본체|몸체|\bbody\b",
        r"배터리|건전지|\bbatter(?:y|ies)\b",
        decisive=True,
    ),
    _group(
        r"(?:신용|체크|직불)\s?카드|카드\s?(?:로|결제|환불)|(?:credit|debit|check)\scard"
        r"|by\scard|\bcard\s(?:refund|payment)",
        r"계좌\s?이체|무통장|가상\s?계좌|bank\stransfer|virtual\saccount",
        r"휴대폰\s?결제|소액\s?결제|mobile.phone\sbilling|phone\sbill",
        r"카카오\s?페이|kakaopay",
        r"네이버\s?페이|naver\s?pay",
        r"하루\s?페이|haru\s?pay",
    ),
    _group(
        r"(?:글|텍스트)\s?리뷰|text\sreview", r"(?:사진|포토)\s?리뷰|photo\sreview|with\sa\sphoto"
    ),
    _group(*COUNTRIES, decisive=True),
    _group(r"비밀번호|비번|암호|password", r"아이디|\buser\s?id\b|\blogin\sname|username"),
    _group(r"포인트|적립금|\bpoints?\b", r"쿠폰|\bcoupons?\b|\bvouchers?\b"),
    _group(
        r"생일\s?쿠폰|birthday\scoupon",
        r"첫\s?주문\s?쿠폰|가입\s?쿠폰|(?:first.order|welcome|joining)\scoupon",
        r"무료\s?배송\s?쿠폰|free.shipping\scoupon",
    ),
    _group(
        r"(?:전체|전부|모두)\s?취소|whole\sorder",
        r"(?:일부|부분)(?:만|를)?\s?취소|part\sof|partial",
    ),
    _group(r"채팅|\bchat\b", r"전화|통화|\bphone|\bcall\b"),
    _group(r"포장|\bwrap", r"메시지\s?카드|message\scard"),
    _group(
        r"스테인리스|스텐|stainless",
        r"무쇠|주철|cast.iron",
        r"나무|원목|\bwood",
        r"유리|\bglass",
        r"플라스틱|plastic",
        r"실리콘|silicone",
        r"알루미늄|alumini?um",
    ),
    _group(r"어린이|소아|아동|\bchild", r"성인|어른|\badults?\b", r"어르신|노인|경로|\bseniors?\b"),
    _group(r"가입|회원\s?가입|\bsign.?up|\bjoin", r"탈퇴|\bleav(?:e|ing)\b|close\smy\saccount"),
    _group(r"선불|prepaid|pre-paid", r"후불|postpaid|pay\slater|on\saccount"),
    _group(r"국내|domestic", r"해외|국외|외국|overseas|abroad|international|foreign"),
    _group(r"초진|첫\s?(?:방문|진료)|first\svisit", r"재진|재방문|follow.up", decisive=True),
    _group(r"등본", r"초본", r"인감\s?증명", r"가족\s?관계\s?증명"),
    _group(r"전입", r"전출", r"출생\s?신고", r"혼인\s?신고", r"사망\s?신고"),
    _group(r"입금|deposit(?!\saccount)", r"출금|인출|withdrawal"),
    _group(r"재발급|replacement\scard|reissu", r"신규\s?발급|new\scard"),
    _group(r"예금", r"적금", r"대출|\bloans?\b|mortgage"),
)
"""A member's position in its group stands for it."""
