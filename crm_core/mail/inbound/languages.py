"""Which language a text is in: by its script, else by the small words that it has most of."""

import re

_SMALL_WORDS = {
    "en": "the and you for your with will have from this are not back office until am on be my",
    "de": "und ich der die das bin nicht sie ihre mit bis zum am wieder für ist im ab vom",
    "fr": "je vous le la les du au et votre pour est suis en de une avec jusqu'au ne pas",
    "es": "el la los de que por para su con en estoy hasta gracias no del una usted mi estaré",
    "it": "il la di che per sono con non del fino al grazie in una sarò vostro mia dal gli è",
    "pt": "o a de que para com não estou até obrigado em do da uma seu ao meu e os estarei dia",
    "nl": "de het een en ik ben niet van voor met tot uw mijn op aan naar weer u t/m vanaf",
    "pl": "do w na się nie z od jestem dziękuję za proszę i będę poza biurem dnia państwa oraz",
    "sv": "jag är och inte till med på för att din från ditt åter tillbaka mvh kommer det den",
    "da": "jeg er og ikke til med på for at din fra dit tilbage igen hilsen kommer det den jer af",
    "no": "jeg er og ikke til med på for at din fra ditt tilbake igjen hilsen kommer det den av",
    "fi": "olen en ja ei on että kiitos asti saakka viestiin takaisin poissa lomalla sähköpostia",
    "cs": "jsem na do se nebudu v od a děkuji za dne budu je prosím zpět kanceláři dovolené",
    "sk": "som na do sa nebudem v od a ďakujem za dňa budem je prosím späť kancelárii dovolenke",
    "hu": "a az nem és vagyok hogy köszönöm kérem között leszek szabadságon levelét irodában",
    "tr": "ve bir ile için kadar tarihleri arasında ofis dışında teşekkür bu tarihine olacağım",
    "ro": "sunt și nu de la până în pentru vă mulțumesc biroul concediu revin mesajul",
}
_SETS = {name: frozenset(words.split()) for name, words in _SMALL_WORDS.items()}
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("uk", re.compile(r"[їієґЇІЄҐ]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
)
_LETTERS = {
    "pl": "ąęłńśźż", "cs": "ěřů", "hu": "őű", "tr": "ğışİ", "sv": "å", "de": "ß", "pt": "ãõ",
    "es": "ñ¿¡", "ro": "ățș", "da": "æø", "no": "æø", "sk": "ľĺŕ",
}  # fmt: skip


def language_of(text: str) -> str:
    """The likeliest language of `text`, as two letters; `en` where nothing tells."""
    text = text[:3_000]
    for name, script in _SCRIPTS:
        if len(script.findall(text)) >= 4:
            return name
    words = re.findall(r"[^\W\d_]+(?:['’/][^\W\d_]+)?", text.lower())
    points = {name: sum(word in known for word in words) for name, known in _SETS.items()}
    for name, letters in _LETTERS.items():
        points[name] += sum(letter in text for letter in letters)
    best = max(points, key=lambda name: (points[name], name == "en"))
    return best if points[best] > points["en"] else "en"
