"""English words made one: their forms, and those that mean the same.

Synonyms are only words that can be exchanged in any customer's sentence without changing what
is promised: `ship` and `arrive`, say, do not belong together.
"""

from __future__ import annotations

from sangdam.guardrails.lexicon import first_of_line

IRREGULAR = {
    past: base
    for base, forms in {
        "send": "sent",
        "discount": "off",
        "us": "used uses using usable use",
        "return": "returnable returning",
        "pay": "paid payment payments pays payable",
        "tak": "took taken",
        "giv": "gave given",
        "lend": "lent",
        "spend": "spent",
        "bring": "brought",
        "writ": "written wrote",
        "see": "seen saw",
        "steal": "stolen stole",
        "sel": "sold sale sales",
        "com": "came",
        "driv": "driven drove",
        "let": "lets letting",
        "child": "children",
        "person": "persons people",
        "admit": "admission admissions",
        "photograph": "photography",
        "late": "late lateness",
        "extend": "extension extensions",
        "complain": "complaint complaints",
        "prescrib": "prescription prescriptions",
        "subscrib": "subscription subscriptions",
        "reduc": "reduction reductions",
        "instalment": "instalments installment installments",
        "permission": "permissions",
        "recover": "recovery",
        "backup": "backups",
        "buy": "bought",
        "leav": "left",
        "find": "found",
        "tel": "told",
        "mak": "made",
        "keep": "kept",
        "choos": "chose chosen choice",
        "lose": "lost",
        "break": "broke broken",
        "get": "got gotten",
        "receiv": "receipt receipts received",
        "deliver": "delivery deliveries",
        "arriv": "arrival arrivals",
        "delet": "deletion deletions",
        "cancel": "cancellation cancellations",
        "expir": "expiry expiration",
        "inspect": "inspection inspections",
        "collect": "collection collections",
        "regist": "registration registered register registers registering",
        "ship": "shipment shipments shipping shipped",
        "remov": "removal",
        "renew": "renewal",
        "refund": "refundable",
        "approv": "approval",
        "verif": "verification verified verify",
        "notif": "notification notifications",
        "confirm": "confirmation",
        "information": "information",
        "appl": "application applications applied apply applies",
        "repair": "repairs",
        "day": "days",
        "defect": "defective defects faulty fault",
        "cheap": "cheaper",
        "member": "membership members memberships",
        "withdraw": "withdrawn withdrawal withdrawals withdrew",
        "transfer": "transferred transfers transferring",
        "begin": "began begun",
        "go": "went goes gone",
        "hold": "held",
        "open": "opened opening",
        "address": "address addresses",
    }.items()
    for past in forms.split()
}
"""Surface -> base form, where cutting an ending does not lead there."""

GROUPS = """
fee charg cost surcharg
item product good articl merchandis
order purchas
ship dispatch
receiv get obtain
deliver arriv reach
free complimentari
chang modifi edit updat amend
photo pictur imag photograph
immediat instant
parcel packag box
damag
colour color
begin start commenc
deduct subtract
restor reinstat recover
collect pickup
vanish lapse
courier carrier
repair fix mend
money amount
credit
answer repli respons
mail email
remain left
extra additional further
request ask
exchang swap
return
find discover notic
whol entir full
partial part
also
check verif
handl process
customer
stai remain
book reserv
child kid youngster
tel inform notif advis
giv hand
keep stor
reduc lower decreas low
increas rais
late delai
bicycl bik
luggag baggag
insur cover
entr admit
trip journei
hir rent
person individual someon somebodi anybodi everyon
withdraw revok
paus suspend
replac substitut
wash clean
buy acquir
carri transport
warranti guarante
finish complet
lesson class
ordinari regular normal standard
student pupil
""".strip()
"""Each line one meaning, as stems; the first stands for all."""

SYNONYMS = first_of_line(GROUPS)
