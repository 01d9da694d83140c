"""English words by what they do in a claim, as data."""

from __future__ import annotations

import re

from sangdam.guardrails.lexicon import words

NEGATIONS = words("not non no never cannot none neither nor without unable impossible nobody")
INTERJECTIONS = words("no yes sorry hello hi")
ONLYS = words("only solely exclusively")
EXCEPTS = words("except excepted excluding excludes exclude excluded")
IFS = words("if when whenever once while provided because")
AFTERS = words("after afterwards")
BEFORES = words("before until till")
EVENS = words("even")
MUSTS = words("must need needs required requires require shall")
CANS = words("can may could might cannot")
OPENERS = words("for in on at from to with")
DURINGS = words("within during")

AUXILIARIES = words(
    """
    is are was were be been am can could may might must shall should will would has have had
    do does did cannot
    """
)
VERBS = words(
    """
    receive receives get gets arrive arrives ship ships take takes expire expires cost costs
    need needs require requires earn earns cover covers start starts begin begins apply
    applies include includes use uses pay pays send sends collect collects contact goes go
    comes come gives give refunds returns exchanges delivers deliver lasts last charges
    accepts accept offers offer depends depend means equals equal contains show shows stays
    stay ends end keep keeps works work handle handles answer answers vanish vanishes
    becomes become remains remain says asks ask provides provide supports support opens
    closes sells sell adds add speaks holds enter enters eat eats travels swims lends saves
    falls reaches joins leaves
    """
)
"""Finite forms that end a subject where no auxiliary does."""

ACTIONS = words(
    """
    put wash clean dry run turn switch plug fill empty heat cook boil store buy sell order choose
    pick find look see check ask tell say write read call talk speak know think want like wait
    stay leave come go move travel visit bring carry hold keep save lose break fix repair replace
    fit install set reset try test help happen become let allow change edit update add remove
    delete cancel return refund exchange swap send ship deliver track receive collect drop charge
    cost apply register join sign log enter use wear eat drink sleep park swim drive fly ride
    borrow lend rent extend renew expire begin end stop continue wrong right long much many often
    old new good bad big small broken limit different other
    same last first free cheap exactly really
    """
)
"""What customers do or ask to be done, and how: in a question they are not what it is about."""

LIGHT = AUXILIARIES | words(
    """
    a an the this that these those of to for in on at with from as it its your you yours we
    our us i my me mine they them their there here he she his her and or but so then than
    also just about by hold holds held yourself following available mark marked take takes
    taking took taken into onto who which whose whom what how where why being having
    possible able allowed allow permitted please yes sure thank thanks need needs needed
    require requires required get gets got make makes made let lets know case cases time
    times way ways both either each via per own still already yet too very such since upon
    towards customer customers user users would like simply directly itself themselves if
    amount handled done happens happen follows well
    want wants wanted wish wishes prefer prefers people person anyone applies one ones
    usually normally generally typically under through
    guest guests visitor visitors passenger passengers patient patients persons individuals
    anybody everybody everyone someone somebody owner owners moment while back away along
    unfortunately however therefore instead kindly wherever additionally furthermore
    moreover note worry ahead beforehand onwards onward actually ever
    """
)
"""Words that carry no claim of their own."""

PHRASES = tuple(
    (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), word)
    for pattern, word in (
        (
            r"free of charge|at no (?:extra |additional )?(?:cost|charge)|without (?:charge|a fee)",
            "free",
        ),
        (r"no (?:extra |additional )?charge|for free|cost-free", "free"),
        (
            r"as long as|so long as|provided that|on condition that|in case|in the event that"
            r"|only if",
            "if",
        ),
        (r"unless", "if not"),
        (r"(?:the )?(?:day|date) (?:of|on which you|that you|you) (?=recei)", ""),
        (
            r"orders?(?= (?:(?:to|for) \w+ )?(?:(?:will|should|usually|normally) )*"
            r"(?:arrives?|(?:be|is|are) delivered))",
            "deliveries",
        ),
        (r"(?:isn't|is not|aren't|are not) in stock", "is outofstock"),
        (r"24 hours a day", "24 hours"),
        (r"half an hour", "30 minutes"),
        (r"(\d{1,2}) (?:and|to|until) (\d{1,2}) in the morning", r"\1 am and \2 am"),
        (r"(\d{1,2}) (?:and|to|until) (\d{1,2}) in the (?:afternoon|evening)", r"\1 pm and \2 pm"),
        (r"(?<!\d )(\d{1,2})(?: o'clock)? in the morning", r"\1 am"),
        (r"(?<!\d )(\d{1,2})(?: o'clock)? in the (?:afternoon|evening)", r"\1 pm"),
        (r"(?:for )?only (?=\d|(?:one|two|three|four|five|six|(?:have|has|need|needs) to)\b)", ""),
        (
            r"(?:once|when|after|as soon as) ((?:\w+ ){1,4})(?:(?:is|are|has|have)(?: been)?"
            r" (?:over|ended|finished|complete|completed)|ends?|finishes|expires)",
            r"after \1",
        ),
        (r"(?:every|each) (?=(?:mon|tues|wednes|thurs|fri|satur|sun)day)", "on "),
        (r"(?:please )?avoid(?:ing)?", "do not"),
        (r"no ?one", "nobody"),
        (r"(?:is|are) waived", "is free"),
        (
            r"you (?:do not|don't) (?:have|need) to pay (?:for )?"
            r"((?:the|a|any|your) (?:\w+[ -]?){1,3}?)"
            r"(?= if| when|[.,;]|$)",
            r"\1 is free",
        ),
        (
            r"(?:plac|mak|submitt|fil)(?:e|es|ing)? (?:an?|your|the) (?=(?:order|reservation"
            r"|booking|claim|request|application|complaint|payment|withdrawal|appointment|deposit)\b)",
            "",
        ),
        (r"(?:get|go|come)s? in(?= free| for free)", "enter"),
        (r"by (?=(?!morning|evening|being)\w{3,}ing\b)", "if "),
        (r"counted from", "from"),
        (
            r"(limit|maximum|cap)((?: (?:for|of|on) (?:[\w-]+ ?){1,4}?)?) is (?=(?:₩|krw )?\d)",
            r"\1\2 is up to ",
        ),
        (r"back(?:s|ed|ing)? up", "backup"),
        (
            r"(?:the|our) (?:clinic|museum|hotel|shop|company|bank|hospital|gym|club|school|airline"
            r"|restaurant|market)(?= (?:is|will|opens?|closes?|does|offers?|has|accepts?)\b)",
            "we",
        ),
        (r"let (?:us|me) know", "tell us"),
        (
            r"(?<!if )you (?:don't|do not|needn't|need not) (?:have to |need to )?pay(?= for)",
            "free is",
        ),
        (r"don't (?:have|need) to|do not (?:have|need) to|needn't", "need not"),
        (r"without interest", "interest-free"),
        (r"only ((?:\w+ ){0,4})(?=(?:if|when|after|once|with)\b)", r"\1"),
        (
            r"(?:at least|at the latest|no later than|not later than|up to|until|by)"
            r" (?=(?:\w+ ){1,3}(?:before|beforehand|prior|ahead|in advance)\b)",
            "",
        ),
        (r"prior to|ahead of|in advance of|before the start of", "before"),
        (
            r"(?:as many|as much|as long) as "
            r"(?=\d|one|two|three|four|five|six|seven|eight|nine|ten)",
            "up to ",
        ),
        (r"between (?=(?:the )?\d)((?:(?! and ).)+?) and (?=(?:the )?\d)", r"from \1 to "),
        (r"(?:(?:everyone|anyone|people|those) )(?=aged|under|over|below|above|who)", ""),
        (r"(?:is|are|get) (?:half|50%) off", "50% off"),
        (r"free admission", "free"),
        (r",? but only", " only"),
        (
            r"(you|members|orders|customers|companies)((?: will| can| also| each|'ll)*) receives?",
            r"\1\2 get",
        ),
        (r"you have (?=\d+ (?:business |working )?days?\b)", "within "),
        (r"the age of (?=\d)", ""),
        (r"(\d+) years? (?:old|of age)", r"\1"),
        (r"(?:includes|comes with|offers)(?= \d)", "with"),
        (r"there (?:is|are) no (?:extra |additional )?(?:fees?|charges?|costs?)(?: for)?", "free"),
        (r"neither ([^.]+?) nor", r"neither \1 or"),
        (r"pick(?:s|ed|ing)? (it|them|(?:your|the) \w+) up", r"collect \1"),
        (r"(?:on|upon) request,?|if you (?:ask|request)(?: us| it| for it)?,?", "if asked,"),
        (r"costs?(?= (?:about |only )?(?:₩|\d))", "is"),
        (r"carr(?:y|ies)(?= (?:a|an|no) (?:\w+ )?(?:fee|charge|cost))", "have"),
        (r"no longer", "not"),
        (r"even (?:if|when|within|after|before|though|during)", "even"),
        (r"(?:have|has|had) to", "must"),
        (r"another|different", "other"),
        (r"can (?:be )?f(?:ind|ound)", "can"),
        (r"aged (?=\d)", ""),
        (r"pick(?:s|ed|ing)? up", "collect"),
        (r"other than|apart from|with the exception of|but not", "except"),
        (r"at once|right away|straight away|instantly", "immediately"),
        (r"(?:send|sent|sending|mail)(?: \w+)? back", "return"),
        (r"(?:e-mail|mail) address", "email"),
        (r"e-mail", "email"),
        (r"log[ -]in|sign[ -]in", "login"),
        (r"round[ -]trip", "roundtrip"),
        (r"such as|for example|for instance|e\.g\.", "like"),
        (r"a photo|a picture|photos|pictures", "photo"),
        (r"sold out|out of stock", "outofstock"),
        (r"(?:make|get|place) (?:use of|hold of)", "use"),
        (r"as soon as", "once"),
    )
)
"""Wordings made one before anything else is read."""
