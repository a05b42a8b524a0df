"""Statements: who said what, in Arabic and English; spans, speakers, addressees, media, PLOVER types."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masfufa.language.tokens import Tokens
from masfufa.reading.annotated import Annotated
from masfufa.reading.reader import read
from masfufa.reading.statement_words import words
from masfufa.reading.statements import find_statement_parts, find_statements
from masfufa.records import Document, Statement
from masfufa.values.dates import find_dates
from masfufa.values.numbers import find_numbers

Said = tuple[str, str | None, str, bool]
"""Words of saying, speaker, what was said, whether it is direct speech."""

ARABIC: list[tuple[str, list[Said]]] = [
    (
        "قال محافظ سبها إن المياه عادت إلى الأحياء الشرقية.",
        [("قال", "محافظ سبها", "المياه عادت إلى الأحياء الشرقية", False)],
    ),
    (
        "أعلنت وزارة الصحة السودانية أمس أن مستشفى الأبيض خرج من الخدمة.",
        [("أعلنت", "وزارة الصحة السودانية", "مستشفى الأبيض خرج من الخدمة", False)],
    ),
    (
        "وقالت المتحدثة باسم البعثة في بيان: «وصلت أولى القوافل ظهرا».",
        [("قالت", "المتحدثة باسم البعثة", "وصلت أولى القوافل ظهرا", True)],
    ),
    ("«لن نغادر قبل الفجر»، قال قائد الكتيبة.", [("قال", "قائد الكتيبة", "لن نغادر قبل الفجر", True)]),
    (
        "«هذه ليست حربنا ولن نشارك فيها»، قال زعيم القبيلة.",
        [("قال", "زعيم القبيلة", "هذه ليست حربنا ولن نشارك فيها", True)],
    ),
    ("رئيس البلدية أكد أن الجسر سيفتح يوم الأحد.", [("أكد", "رئيس البلدية", "الجسر سيفتح يوم الأحد", False)]),
    ("وكان مدير الميناء قد أعلن عن وصول ثلاث سفن.", [("أعلن", "مدير الميناء", "وصول ثلاث سفن", False)]),
    ("غادر المبعوث الأممي الذي قال إن الهدنة هشة.", [("قال", "المبعوث الأممي", "الهدنة هشة", False)]),
    ("طالبت نقابة الأطباء بفتح ممر آمن للجرحى.", [("طالبت", "نقابة الأطباء", "فتح ممر آمن للجرحى", False)]),
    ("دعا مجلس الأمن الأطراف إلى وقف القتال فورا.", [("دعا", "مجلس الأمن", "وقف القتال فورا", False)]),
    (
        "اتهم الجيش السوداني قوات الدعم السريع بقصف مخيم زمزم.",
        [("اتهم", "الجيش السوداني", "قوات الدعم السريع بقصف مخيم زمزم", False)],
    ),
    (
        "هددت الجماعة بنسف الأنبوب إذا لم يفرج عن قادتها.",
        [("هددت", "الجماعة", "نسف الأنبوب إذا لم يفرج عن قادتها", False)],
    ),
    ("رحبت قطر بتوقيع الاتفاق.", [("رحبت", "قطر", "توقيع الاتفاق", False)]),
    ("ندد الاتحاد الأفريقي بالانقلاب في النيجر.", [("ندد", "الاتحاد الأفريقي", "الانقلاب في النيجر", False)]),
    ("أدانت الجزائر الهجوم على القافلة.", [("أدانت", "الجزائر", "الهجوم على القافلة", False)]),
    ("نفى المتحدث العسكري سقوط أي طائرة.", [("نفى", "المتحدث العسكري", "سقوط أي طائرة", False)]),
    ("نفت الوزارة أن تكون الشحنة قد فقدت.", [("نفت", "الوزارة", "تكون الشحنة قد فقدت", False)]),
    ("وعد رئيس الوزراء بصرف الرواتب قبل العيد.", [("وعد", "رئيس الوزراء", "صرف الرواتب قبل العيد", False)]),
    ("تعهدت الحكومة الصومالية بحماية الصحفيين.", [("تعهدت", "الحكومة الصومالية", "حماية الصحفيين", False)]),
    ("أشاد السفير الياباني بدور المتطوعين.", [("أشاد", "السفير الياباني", "دور المتطوعين", False)]),
    ("أعرب الأمين العام عن قلقه من تدهور الوضع.", [("أعرب", "الأمين العام", "قلقه من تدهور الوضع", False)]),
    ("حذرت منظمة أوكسفام من مجاعة وشيكة في دارفور.", [("حذرت", "منظمة أوكسفام", "مجاعة وشيكة في دارفور", False)]),
    ("وأضاف أن الطريق ما زال مغلقا.", [("أضاف", None, "الطريق ما زال مغلقا", False)]),
    ("وأضاف الوزير قائلا: «سنعيد بناء كل بيت».", [("أضاف", "الوزير", "سنعيد بناء كل بيت", True)]),
    (
        "قال الناطق باسم الجيش إن القوات تقدمت، مشيرا إلى أن المعارك مستمرة.",
        [("قال", "الناطق باسم الجيش", "القوات تقدمت", False), ("مشيرا", "الناطق باسم الجيش", "المعارك مستمرة", False)],
    ),
    (
        "قال الشيخ إن الصلح تم، مؤكدا أن الطرفين راضيان، ومحذرا من عودة الثأر.",
        [
            ("قال", "الشيخ", "الصلح تم", False),
            ("مؤكدا", "الشيخ", "الطرفين راضيان", False),
            ("محذرا", "الشيخ", "عودة الثأر", False),
        ],
    ),
    ("بحسب وزارة الدفاع، فإن الصواريخ أسقطت في البحر.", [("بحسب", "وزارة الدفاع", "الصواريخ أسقطت في البحر", False)]),
    (
        "غرقت عبارة قبالة بنغازي مساء السبت، بحسب خفر السواحل.",
        [("بحسب", "خفر السواحل", "غرقت عبارة قبالة بنغازي مساء السبت", False)],
    ),
    (
        "غرقت عبارة قبالة بنغازي مساء السبت، حسبما أفاد خفر السواحل.",
        [("أفاد", "خفر السواحل", "غرقت عبارة قبالة بنغازي مساء السبت", False)],
    ),
    ("وفقا لما قاله الهلال الأحمر فإن المخيم خال.", [("قاله", "الهلال الأحمر", "المخيم خال", False)]),
    ("ونقلت صحيفة «الأيام» عن مسؤول محلي أن السد تصدع.", [("نقلت", "مسؤول محلي", "السد تصدع", False)]),
    ("جاء في بيان للهيئة أن التحقيق بدأ.", [("جاء", "بيان للهيئة", "التحقيق بدأ", False)]),
    ("جدد الرئيس التركي دعوته إلى رفع الحصار.", [("دعوته", "الرئيس التركي", "رفع الحصار", False)]),
    ("أعاد الوزير التأكيد على أن الانتخابات في موعدها.", [("التأكيد", "الوزير", "الانتخابات في موعدها", False)]),
    ("سارعت الحركة إلى التنديد بالقرار.", [("التنديد", "الحركة", "القرار", False)]),
    ("لم تعلن الجماعة مسؤوليتها عن التفجير.", []),
    ("لم يستبعد وزير الدفاع إرسال قوات إضافية.", [("يستبعد", "وزير الدفاع", "إرسال قوات إضافية", False)]),
    ("اجتمع الوفدان في جنيف ثم تناولا العشاء.", []),
    ("وصف الرئيس أمس العملية بأنها ناجحة.", [("وصف", "الرئيس", "العملية بأنها ناجحة", False)]),
    ("اعتبر الحزب القرار خطوة متسرعة.", [("اعتبر", "الحزب", "القرار خطوة متسرعة", False)]),
    ("وهتف المتظاهرون: «سلمية سلمية حتى النصر».", [("هتف", "المتظاهرون", "سلمية سلمية حتى النصر", True)]),
    ("سأل القاضي المتهم: «أين كنت ليلة الحادث؟».", [("سأل", "القاضي", "أين كنت ليلة الحادث", True)]),
    ("كشفت المفوضية عن خطة لتوسيع المخيم.", [("كشفت", "المفوضية", "خطة لتوسيع المخيم", False)]),
    ("أبلغ قائد القوة الصحفيين أن الانسحاب اكتمل.", [("أبلغ", "قائد القوة", "الانسحاب اكتمل", False)]),
    ("طلبت تشاد من فرنسا تزويدها بالوقود.", [("طلبت", "تشاد", "تزويدها بالوقود", False)]),
    ("هدمت الجرافات سبعة منازل ووعدت البلدية بتعويض أصحابها.", [("وعدت", "البلدية", "تعويض أصحابها", False)]),
    ("استولت الحركة على المطار وهددت بإعدام الرهائن.", [("هددت", "الحركة", "إعدام الرهائن", False)]),
    ("قال أحد السكان لرويترز إن القصف لم يتوقف.", [("قال", "أحد السكان", "القصف لم يتوقف", False)]),
    (
        "فيما أعلن الجيش انتهاء العملية، قالت الشرطة إن المطاردة مستمرة.",
        [("أعلن", "الجيش", "انتهاء العملية", False), ("قالت", "الشرطة", "المطاردة مستمرة", False)],
    ),
    (
        "قال الوزير إن السفير أبلغه أن بلاده ستنسحب.",
        [("قال", "الوزير", "السفير أبلغه أن بلاده ستنسحب", False), ("أبلغه", "السفير", "بلاده ستنسحب", False)],
    ),
    ("اعتذرت الشركة عن التأخير.", [("اعتذرت", "الشركة", "التأخير", False)]),
    ("اعترف الجيش بأن الغارة أصابت مدرسة.", [("اعترف", "الجيش", "الغارة أصابت مدرسة", False)]),
    ("شددت الوكالة على ضرورة فتح المعابر.", [("شددت", "الوكالة", "ضرورة فتح المعابر", False)]),
    ("ناشدت الأمم المتحدة أمس المانحين تمويل الخطة.", [("ناشدت", "الأمم المتحدة", "المانحين تمويل الخطة", False)]),
    ("قالت لجان المقاومة على فيسبوك إن الاعتصام مستمر.", [("قالت", "لجان المقاومة", "الاعتصام مستمر", False)]),
    ("وتوقع مركز الأرصاد أن تستمر العاصفة ثلاثة أيام.", [("توقع", "مركز الأرصاد", "تستمر العاصفة ثلاثة أيام", False)]),
    ("رفضت الحكومة العرض.", []),
    ("ذكر تقرير للبنك الدولي أن الفقر ازداد.", [("ذكر", "تقرير للبنك الدولي", "الفقر ازداد", False)]),
    (
        "واتهمت إثيوبيا مصر بعرقلة المفاوضات، وقالت إن الملء سيستمر.",
        [("اتهمت", "إثيوبيا", "مصر بعرقلة المفاوضات", False), ("قالت", "إثيوبيا", "الملء سيستمر", False)],
    ),
    (
        "قالت الناشطة «الماء مقطوع منذ أسبوع والناس عطشى» وطالبت بإرسال صهاريج.",
        [("قالت", "الناشطة", "الماء مقطوع منذ أسبوع والناس عطشى", True), ("طالبت", "الناشطة", "إرسال صهاريج", False)],
    ),
]

ENGLISH: list[tuple[str, list[Said]]] = [
    (
        "The ministry said on Sunday that 12 soldiers had been killed in the north.",
        [("said", "The ministry", "12 soldiers had been killed in the north", False)],
    ),
    (
        "The army launched an offensive on Tuesday, a spokesman said.",
        [("said", "a spokesman", "The army launched an offensive on Tuesday", False)],
    ),
    (
        '"We will not surrender," the commander told reporters.',
        [("told", "the commander", "We will not surrender", True)],
    ),
    (
        '"This is a massacre," said the mayor of Goma, Jean Bakomito, in a statement.',
        [("said", "the mayor", "This is a massacre", True)],
    ),
    (
        '"We are ready," Mr Diallo said, "but the other side is not."',
        [("said", "Mr Diallo", "We are ready", True), ("said", "Mr Diallo", "but the other side is not", True)],
    ),
    ('He added: "Nobody is safe."', [("added", None, "Nobody is safe", True)]),
    (
        'A spokesman for the coalition, Major Reed, told journalists in Erbil on Friday: "The convoy was hit twice."',
        [("told", "A spokesman for the coalition", "The convoy was hit twice", True)],
    ),
    ('"Where is the state?" asked one farmer.', [("asked", "one farmer", "Where is the state", True)]),
    (
        'Crowds chanted "down with the regime" outside the palace.',
        [("chanted", "Crowds", "down with the regime", True)],
    ),
    (
        "Kenya accused Somalia of violating its borders and threatened to close the crossing.",
        [
            ("accused", "Kenya", "Somalia of violating its borders", False),
            ("threatened", "Kenya", "close the crossing", False),
        ],
    ),
    (
        "The UN envoy called on both sides to respect the ceasefire.",
        [("called on", "The UN envoy", "both sides to respect the ceasefire", False)],
    ),
    (
        "President Salva Kiir vowed to end the fighting, adding that talks would resume in May.",
        [
            ("vowed", "President Salva Kiir", "end the fighting", False),
            ("adding", "President Salva Kiir", "talks would resume in May", False),
        ],
    ),
    (
        "According to the Red Cross, hundreds of families fled the town.",
        [("According to", "the Red Cross", "hundreds of families fled the town", False)],
    ),
    (
        "Hundreds of families fled the town, according to the Red Cross.",
        [("according to", "the Red Cross", "Hundreds of families fled the town", False)],
    ),
    ("The group denied involvement in the bombing.", [("denied", "The group", "involvement in the bombing", False)]),
    (
        "Turkey condemned the attack and urged restraint.",
        [("condemned", "Turkey", "the attack", False), ("urged", "Turkey", "restraint", False)],
    ),
    (
        "John Smith, a spokesman for the army, said the operation was over.",
        [("said", "John Smith", "the operation was over", False)],
    ),
    ("Ethiopia's call for an inquiry was rejected by Eritrea.", [("call", "Ethiopia", "an inquiry", False)]),
    ("He was quoted as saying that the truce would hold.", [("saying", None, "the truce would hold", False)]),
    ("France welcomed the release of the hostages.", [("welcomed", "France", "the release of the hostages", False)]),
    (
        "The rebels, who said they had captured the airport, asked for mediation.",
        [("said", "The rebels", "they had captured the airport", False), ("asked", "The rebels", "mediation", False)],
    ),
    (
        "Officials say more than 40 people died, but the opposition claims the toll is higher.",
        [
            ("say", "Officials", "more than 40 people died", False),
            ("claims", "the opposition", "the toll is higher", False),
        ],
    ),
    (
        "The minister told Reuters the border would be reopened.",
        [("told", "The minister", "the border would be reopened", False)],
    ),
    ("The government rejected the report.", []),
    (
        "Witnesses reported heavy shelling in the suburb.",
        [("reported", "Witnesses", "heavy shelling in the suburb", False)],
    ),
    (
        "The secretary-general warned against a military solution.",
        [("warned", "The secretary-general", "a military solution", False)],
    ),
    ("The council did not say when it would meet.", []),
    (
        "The prime minister praised the army for its restraint.",
        [("praised", "The prime minister", "the army for its restraint", False)],
    ),
    ("In Geneva the UN envoy said the talks had failed.", [("said", "the UN envoy", "the talks had failed", False)]),
    (
        "The president blamed the rebels for the massacre.",
        [("blamed", "The president", "the rebels for the massacre", False)],
    ),
    (
        "The group said in a statement posted online that it had shot down a drone.",
        [("said", "The group", "it had shot down a drone", False)],
    ),
    (
        "He told state television that the minister had said the dam was safe.",
        [
            ("told", None, "the minister had said the dam was safe", False),
            ("said", "the minister", "the dam was safe", False),
        ],
    ),
    (
        "Iran has repeatedly denied that it supplies the militia.",
        [("denied", "Iran", "it supplies the militia", False)],
    ),
    (
        "The mayor of Bunia, Pierre Lokodu, promised that the market would reopen.",
        [("promised", "The mayor", "the market would reopen", False)],
    ),
    ("Lebanon's president was told that the strike had failed.", []),
    (
        "The commission warned of famine in the south, while donors pledged to send grain.",
        [("warned", "The commission", "famine in the south", False), ("pledged", "donors", "send grain", False)],
    ),
    ("The governor apologised for the delay.", [("apologised", "The governor", "the delay", False)]),
    (
        "The ministry described the claims as baseless.",
        [("described", "The ministry", "the claims as baseless", False)],
    ),
    (
        "UNICEF said that, as of May, 300 schools had been closed.",
        [("said", "UNICEF", "as of May, 300 schools had been closed", False)],
    ),
    (
        "Rebels have seized the port, the navy confirmed on Monday.",
        [("confirmed", "the navy", "Rebels have seized the port", False)],
    ),
    (
        "The president, speaking in Addis Ababa, said the border was closed.",
        [("said", "The president", "the border was closed", False)],
    ),
    (
        "The union threatened to strike unless wages were paid.",
        [("threatened", "The union", "strike unless wages were paid", False)],
    ),
    ("Egypt urged Israel to open the crossing.", [("urged", "Egypt", "Israel to open the crossing", False)]),
    ("The envoy left Damascus after two days of talks.", []),
]


def statements(text: str, language: str) -> tuple[Statement, ...]:
    return read(text, language=language).statements


def brief(text: str, language: str) -> list[Said]:
    return [(s.cue.text, s.speaker.text if s.speaker else None, s.text, s.direct) for s in statements(text, language)]


def marked(text: str, language: str) -> Annotated:
    tokens = Tokens(text)
    document = Document(id="t", text=text, language=language)
    return Annotated(document, language, tokens, find_numbers(tokens, language), find_dates(tokens, language, None), [])


@pytest.mark.parametrize(("text", "expected"), ARABIC)
def test_arabic(text: str, expected: list[Said]) -> None:
    assert brief(text, "ar") == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english(text: str, expected: list[Said]) -> None:
    assert brief(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "language", "addressee"),
    [
        ("قال أحد السكان لرويترز إن القصف لم يتوقف.", "ar", "رويترز"),
        ("اكد مصدر عسكري لـ«النهار» ان الحصار مستمر.", "ar", "النهار"),
        ("قال القائد للصحفيين إن العملية انتهت.", "ar", "للصحفيين"),
        ("طلبت تشاد من فرنسا تزويدها بالوقود.", "ar", "فرنسا"),
        ("The minister told Reuters the border would be reopened.", "en", "Reuters"),
        ("The UN envoy called on Ethiopia to respect the ceasefire.", "en", "Ethiopia"),
        ("قال الناطق إن القوات تقدمت.", "ar", None),
        ("The army said it had advanced.", "en", None),
    ],
)
def test_addressee(text: str, language: str, addressee: str | None) -> None:
    found = statements(text, language)[0].addressee
    assert (found.text if found else None) == addressee


@pytest.mark.parametrize(
    ("text", "language", "medium"),
    [
        ("قالت البعثة في بيان إن القافلة وصلت.", "ar", "في بيان"),
        ("أعلن الوزير في مؤتمر صحفي أن المعبر سيفتح.", "ar", "في مؤتمر صحفي"),
        ("The army said in a statement that the road was open.", "en", "in a statement"),
        ("The army said that the road was open.", "en", None),
    ],
)
def test_medium(text: str, language: str, medium: str | None) -> None:
    found = statements(text, language)[0].medium
    assert (found.text if found else None) == medium


@pytest.mark.parametrize(
    ("text", "language", "plover"),
    [
        ("طالبت نقابة الأطباء بفتح ممر آمن.", "ar", "REQUEST"),
        ("اتهم الجيش السوداني إثيوبيا بقصف المخيم.", "ar", "ACCUSE"),
        ("هددت الجماعة بنسف الأنبوب.", "ar", "THREATEN"),
        ("رحبت قطر بتوقيع الاتفاق.", "ar", "SUPPORT"),
        ("وعد رئيس الوزراء بصرف الرواتب.", "ar", "AGREE"),
        ("اعتذرت الشركة عن التأخير.", "ar", "CONCEDE"),
        ("قال الناطق إن القوات تقدمت.", "ar", None),
        ("Kenya accused Somalia of violating its borders.", "en", "ACCUSE"),
        ("The envoy urged Egypt to open the crossing.", "en", "REQUEST"),
        ("The union threatened to strike.", "en", "THREATEN"),
        ("The army said the road was open.", "en", None),
    ],
)
def test_type_that_a_statement_amounts_to(text: str, language: str, plover: str | None) -> None:
    assert [part.plover for part in find_statement_parts(marked(text, language))] == [plover]


def test_known_speaker_is_coded() -> None:
    (said,) = statements("Kenya accused Somalia of violating its borders.", "en")
    assert said.speaker is not None
    assert (said.speaker.country, said.speaker.sector) == ("KEN", "GOV")


def test_without_actors_the_speaker_is_its_text() -> None:
    (said,) = find_statements(marked("قال محافظ سبها إن المياه عادت.", "ar"))
    assert said.speaker is not None
    assert (said.speaker.text, said.speaker.country, said.speaker.name) == ("محافظ سبها", None, None)


def test_quotation_over_several_sentences() -> None:
    text = "قالت الممرضة: «وصل الجرحى ليلا. لم يكن لدينا ضوء. عملنا بالشموع». ثم عادت إلى الجناح."
    (said,) = statements(text, "ar")
    assert said.text == "وصل الجرحى ليلا. لم يكن لدينا ضوء. عملنا بالشموع"
    assert said.direct


def test_a_quotation_ends_with_its_paragraph() -> None:
    (said, *_) = statements("قالت الممرضة: «وصل الجرحى ليلا.\nثم عادت إلى الجناح» كما نرى.", "ar")
    assert said.text == "وصل الجرحى ليلا"


def test_nested_statement_knows_that_it_is() -> None:
    parts = find_statement_parts(marked("قال الوزير إن السفير أبلغه أن بلاده ستنسحب.", "ar"))
    assert [part.nested for part in parts] == [False, True]


@pytest.mark.parametrize(
    "text", ["", "   \n", "«»", "قال", "قال:", "قال إن", "said", '"', "according to", "بحسب", "وأضاف قائلا"]
)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_said(text: str, language: str) -> None:
    assert statements(text, language) == ()


def test_other_languages_give_none() -> None:
    assert statements("Der Minister sagte, dass die Straße offen sei.", "de") == ()


@pytest.mark.parametrize(
    ("text", "speaker", "said", "direct"),
    [
        (
            "« Les routes sont coupées », a déclaré lundi à l'AFP le maire de Sebha.",
            "le maire",
            "Les routes sont coupées",
            True,
        ),
        ("Le gouverneur a assuré que l'eau serait rétablie.", "Le gouverneur", "l'eau serait rétablie", False),
        ("« Rien n'est décidé », précise-t-elle.", None, "Rien n'est décidé", True),
        ("« Nous resterons », a-t-il ajouté.", None, "Nous resterons", True),
        ("Selon l'OIM, les pistes sont impraticables.", "l'OIM", "les pistes sont impraticables", False),
        ("La milice affirme avoir pris le pont.", "La milice", "avoir pris le pont", False),
        ("Le Caire a appelé les parties à négocier.", "Le Caire", "les parties à négocier", False),
    ],
)
def test_french(text: str, speaker: str | None, said: str, direct: bool) -> None:
    (found,) = statements(text, "fr")
    assert (found.speaker.text if found.speaker else None, found.text, found.direct) == (speaker, said, direct)


def test_french_negated_verbs_say_nothing() -> None:
    assert statements("Le ministre n'a pas déclaré que la route était ouverte.", "fr") == ()


def test_events_off_means_no_statements() -> None:
    from masfufa.reading.reader import read_document

    document = Document(id="t", text="قال الوزير إن المعبر مفتوح.", language="ar")
    assert read_document(document, events=False).statements == ()
    assert len(read_document(document).statements) == 1


def test_a_statement_leads_to_the_events_in_it() -> None:
    reading = read(
        "قال متحدث باسم وزارة الصحة إن قصفا استهدف السوق أمس وقتل 12 شخصا. واجتمع الوزيران في عمان.", language="ar"
    )
    assert [statement.cue.text for statement in reading.statements] == ["قال"]
    told = [reading.events[index] for index in reading.statements[0].events]
    assert {event.event_type for event in told} == {"ASSAULT"}
    assert {event.event_type for event in reading.events} == {"ASSAULT", "CONSULT"}


def test_offsets_in_folded_text() -> None:
    text = "وَقالَ الــوزيرُ إنَّ المَعبَرَ مَفتوحٌ."
    (said,) = statements(text, "ar")
    assert text[said.start : said.end] == said.text == "المَعبَرَ مَفتوحٌ"
    assert text[said.cue.start : said.cue.end] == "قالَ"


_AR = [
    *("قال", "أعلن", "وأضاف", "مشيرا", "هدد", "اتهم", "الوزير", "الجيش", "أن", "إن", "بقصف", "«", "»", ":", "،", "."),
    *("بحسب", "في", "بيان", "الذي", "من", "عن", "لم", "سوريا", "مصر", "قائلا", "\n"),
]
_EN = [
    *("said", "told", "that", ",", ".", '"', ":", "the", "minister", "accused", "of", "according", "to", "Egypt"),
    *("who", "and", "adding", "in", "statement", "quoted", "as", "saying", "call", "for", "\n"),
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_AR), max_size=40), st.lists(st.sampled_from(_EN), max_size=40))
def test_any_words_give_sound_spans(arabic: list[str], english: list[str]) -> None:
    for text, language in ((" ".join(arabic), "ar"), (" ".join(english), "en")):
        for said in statements(text, language):
            for mention in (said, said.cue, said.speaker, said.addressee, said.medium):
                if mention is not None:
                    assert text[mention.start : mention.end] == mention.text != ""


def test_every_entry_says_how_it_is_taken() -> None:
    kinds = {None, "REQUEST", "ACCUSE", "THREATEN", "SUPPORT", "AGREE", "CONCEDE", "REJECT"}
    for language, form in (("ar", "طالب"), ("en", "accused")):
        found = words(language).cue_senses(form)
        assert found
        assert all(sense.data["takes"] for sense in found if sense.entry.tag == "verb")
        assert {sense.data.get("plover") for sense in found} <= kinds


def test_cost_is_linear() -> None:
    once = "قال الوزير إن المعبر مفتوح، مشيرا إلى أن الشاحنات عبرت. "

    def seconds(times: int) -> float:
        prepared = marked(once * times, "ar")
        start = time.perf_counter()
        assert len(find_statements(prepared)) == 2 * times
        return time.perf_counter() - start

    seconds(50)
    small = min(seconds(200) for _ in range(3))
    assert min(seconds(1600) for _ in range(3)) < 8 * small * 3
