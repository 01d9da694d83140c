"""What stands round the data in made sentences, and what names and addresses are made of."""

from __future__ import annotations

from collections.abc import Mapping

from sangdam.models import Language

KO, EN = Language.KOREAN, Language.ENGLISH
LANGUAGES = tuple(Language)
Texts = Mapping[Language, tuple[str, ...]]

CARRIERS: Mapping[str, Texts] = {
    "resident_number": {
        KO: (
            "본인 확인이 필요하다고 해서요, 주민번호 {}입니다",
            "{} 제 주민등록번호인데 현금영수증 등록 좀요",
            "주민등록번호는 {}이고 성인 인증이 자꾸 실패해요",
            "아버지 거 {} 로 가입돼 있을 거예요",
            "민증 번호 불러드릴게요. {} 확인되시나요?",
        ),
        EN: (
            "My resident registration number is {}, can you verify me?",
            "They asked for my RRN so here it is: {}",
            "{} is my Korean ID number, the adult check keeps failing",
        ),
    },
    "foreigner_number": {
        KO: (
            "외국인등록번호 {} 로 회원가입이 안 됩니다",
            "저는 외국인이고 등록번호는 {}예요",
            "{} 외국인 등록증 번호 맞게 썼는데 오류 나요",
        ),
        EN: (
            "My alien registration number is {} and the form refuses it",
            "ARC number {}, please check whether I can pay by phone",
            "I typed {} from my residence card, still an error",
        ),
    },
    "passport_number": {
        KO: (
            "여권번호 {} 로 면세 주문했어요",
            "여권 {} 인데 해외 배송 통관에 쓰나요?",
            "{} 이 여권번호로 가입된 게 있나요",
        ),
        EN: (
            "My passport number is {}, do you need it for customs?",
            "Passport {} was used for the tax-free order",
            "is {} enough as identification? it's from my passport",
        ),
    },
    "driver_licence_number": {
        KO: (
            "운전면허번호 {} 입니다 렌트 예약 확인해 주세요",
            "면허증 {} 으로 본인 확인 되나요",
            "{} 면허 번호 등록했는데 안 넘어가요",
        ),
        EN: (
            "My driver's licence number is {} for the rental",
            "Licence {}, is that enough to pick the car up?",
            "I entered driver's licence {} and it went back to the start",
        ),
    },
    "card_number": {
        KO: (
            "카드번호 {} 로 결제했는데 영수증 주세요",
            "{} 이 카드로 결제한 거 취소하고 다른 카드로 할게요",
            "제 신한카드 {} 할부 몇 개월까지 되나요?",
            "결제가 안 돼요 카드 {} 유효기간도 맞는데",
        ),
        EN: (
            "I paid with card {} and need a receipt",
            "my card number is {} can you take it off my account",
            "Please charge {} instead of the other one",
        ),
    },
    "phone": {
        KO: (
            "연락처 {} 로 문자 주세요",
            "기사님이 {} 로 전화하시면 됩니다",
            "번호가 {}인데 바뀌었어요 수정 가능한가요",
            "받는 분 전화번호는 {}입니다",
            "{} 이쪽으로 연락 부탁드려요",
        ),
        EN: (
            "Please text me at {} when it ships",
            "My number is {}, the courier can ring",
            "call {} if nobody opens the door",
        ),
    },
    "email": {
        KO: (
            "이메일 {} 로 영수증 보내 주세요",
            "아이디가 {} 인데 비밀번호를 잊었어요",
            "{}으로 답장 받을 수 있나요",
        ),
        EN: (
            "Send the invoice to {} please",
            "my login is {} and I forgot the password",
            "Is {} still on your mailing list?",
        ),
    },
    "account": {
        KO: (
            "환불은 국민은행 {} 으로 부탁드립니다",
            "신한 {} 예금주 같아요 여기로 입금해 주세요",
            "계좌번호 {} 맞나요? 환불 계좌 등록했는데요",
            "카카오뱅크 {} 로 송금해 주시면 돼요",
        ),
        EN: (
            "Please refund to Kookmin Bank account {}",
            "my bank account number is {} for the refund",
            "Refund account: Shinhan Bank {}",
        ),
    },
    "name": {
        KO: (
            "제 이름은 {}입니다 주문 확인해 주세요",
            "{}이라고 하는데요 어제 문의드렸어요",
            "받는 사람은 {}이고 부재 시 경비실이요",
            "예금주 {} 으로 되어 있어요",
            "주문자 {} 입니다",
            "{} 고객님 앞으로 온 문자를 받았는데 제가 그 사람이에요",
        ),
        EN: (
            "My name is {} and I wrote yesterday",
            "This is {}, is my exchange through?",
            "The parcel is for {}, please leave it with the guard",
            "Account holder: {}",
            "I'm {}, I ordered the lamp",
        ),
    },
    "address": {
        KO: (
            "배송지를 {} 로 바꿔 주세요",
            "{} 이쪽으로 보내 주시면 돼요",
            "저희 집 주소가 {}인데 새벽 배송 되나요?",
        ),
        EN: (
            "Please deliver to {} instead",
            "I live at {}, do you ship there?",
            "Change my address to {} from next week",
        ),
    },
}
WITHOUT: Texts = {
    KO: (
        "{} 확인 부탁드려요",
        "어제 주문한 건데 {} 맞나요?",
        "{} 이거 언제 들어와요",
        "문자에 {} 라고 왔는데 이게 뭔가요",
        "{} 기준으로 반품 되나요",
    ),
    EN: (
        "Could you check {} for me?",
        "the text says {}, what does that mean",
        "Is {} still right?",
        "I found {} on the box",
    ),
}
