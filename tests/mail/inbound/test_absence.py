"""The first day back, in the words of many languages."""

from datetime import date

import pytest

from crm_core.mail.inbound.absence import return_day
from crm_core.mail.inbound.languages import language_of

SENT_ON = date(2024, 11, 25)
"""A Monday."""

BACK = [
    ("I am out of the office until 3 December and will reply then.", "2024-12-04"),
    ("I'll be back on Monday.", "2024-12-02"),
    ("I am out of office, returning Monday, December 2nd.", "2024-12-02"),
    ("I am out of the office from November 25 through December 6, 2024.", "2024-12-07"),
    ("Out of office from 11/25/2024 to 12/02/2024. For urgent matters call Bob.", "2024-12-03"),
    (
        "I will be out of the office starting 11/25/2024 and will not return until 12/02/2024.",
        "2024-12-02",
    ),
    ("I am on annual leave until 06/12/2024", "2024-12-07"),
    ("Ich bin bis einschließlich 12.01. nicht im Büro.", "2025-01-13"),
    (
        "Ich bin vom 20.11. bis 29.11.2024 im Urlaub. Ab dem 02.12. bin ich wieder erreichbar.",
        "2024-12-02",
    ),
    ("Ab dem 2. Dezember bin ich wieder für Sie da.", "2024-12-02"),
    ("Ich bin erst am Montag, 2. Dezember, wieder im Büro", "2024-12-02"),
    (
        "Ich bin bis zum 3. Januar 2025 abwesend. Ihre E-Mail wird nicht weitergeleitet.",
        "2025-01-04",
    ),
    ("Je suis absent du 25 novembre au 1er décembre inclus.", "2024-12-02"),
    ("Je suis en congé jusqu'au 3 décembre. De retour le 4 décembre.", "2024-12-04"),
    ("Je serai de retour le lundi 2 décembre 2024.", "2024-12-02"),
    ("Estoy de vacaciones hasta el 5 de diciembre.", "2024-12-06"),
    (
        "Estaré fuera del 25 de noviembre al 5 de diciembre. Volveré el 9 de diciembre",
        "2024-12-09",
    ),
    ("Sono in ferie fino al 3 dicembre. Rientrerò il 4 dicembre.", "2024-12-04"),
    ("Sarò assente dal 25/11/2024 al 06/12/2024.", "2024-12-07"),
    ("Estou de férias até 10 de dezembro e retorno no dia 11/12.", "2024-12-11"),
    ("Estarei ausente de 25/11 a 03/12.", "2024-12-04"),
    ("Ik ben afwezig t/m 6 december en ben op 9 december weer aanwezig.", "2024-12-09"),
    ("Ik ben op vakantie tot en met vrijdag 6 december.", "2024-12-07"),
    ("Jestem na urlopie do 5 grudnia. Wracam 6 grudnia.", "2024-12-06"),
    ("Jestem poza biurem od 25.11.2024 do 29.11.2024.", "2024-11-30"),
    ("Jag är på semester till och med 1 december. Åter den 2 december.", "2024-12-02"),
    ("Jeg er på ferie til og med 1. december og er tilbage den 2. december.", "2024-12-02"),
    ("Jeg er ikke til stede. Tilbake 2. desember.", "2024-12-02"),
    ("Olen lomalla 1.12. asti ja palaan töihin 2.12.2024.", "2024-12-02"),
    ("Jsem na dovolené do 5. prosince, zpět budu 6.12.2024", "2024-12-06"),
    ("Szabadságon vagyok december 5-ig.", "2024-12-06"),
    ("2024. december 9-én leszek ismét az irodában.", "2024-12-09"),
    ("5 Aralık tarihine kadar izindeyim.", "2024-12-06"),
    ("Я в отпуске до 5 декабря. Вернусь 6 декабря.", "2024-12-06"),
    ("Нахожусь в отпуске с 25.11 по 05.12.2024 включительно.", "2024-12-06"),
    ("12月5日まで休暇をいただいております。", "2024-12-06"),
    ("11月25日から12月3日まで不在にしております。12月4日より業務を再開いたします。", "2024-12-04"),
    ("我将于2024年11月25日至2024年12月3日休假。", "2024-12-04"),
    ("11월 25일부터 12월 3일까지 휴가입니다.", "2024-12-04"),
    ("I am out of the office with limited access to email.", None),
    ("I am on leave from 5 December.", None),
    ("I was away until 3 January 2023.", None),
    ("I am currently out of the office and will return on 2024-12-10.", "2024-12-10"),
    ("I'm out today and will be back tomorrow.", "2024-11-26"),
    ("I will be out of the office until Monday, 12/2.", "2024-12-03"),
    ("I am away on maternity leave until September 2025.", "2025-09-01"),
    ("Out of the office Dec 23 - Jan 2. Back Jan 3rd.", "2025-01-03"),
    (
        "I am out of the office until the 5th of January. Call +49 30 12.34.56 in urgent cases.",
        "2025-01-06",
    ),
    (
        "Thank you. I am out of the office and back in the office on Thursday 28 November.",
        "2024-11-28",
    ),
    (
        "I will be out of the office until Tuesday, November 26, returning on Wednesday.",
        "2024-11-27",
    ),
]
SPANS = [
    ("I'm on vacation Dec 2-13. Write to Bob.", "2024-12-14"),
    ("Away 2-6 December.", "2024-12-07"),
    ("Out of office December 2-6, returning December 9.", "2024-12-09"),
    ("Ich bin ab dem 2.12. bis zum 6.12. nicht im Büro.", "2024-12-07"),
    ("Ab dem 2.12. bin ich nicht erreichbar, bis 6.12. vertritt mich Frau Klein.", "2024-12-07"),
    ("Ab dem 2.12. bin ich wieder da, bis 6.12. nur am Vormittag.", "2024-12-02"),
    ("Out of the office for two weeks.", "2024-12-09"),
    ("I'm on leave for the next 2 weeks.", "2024-12-09"),
    ("Back in 3 days.", "2024-11-28"),
    ("Returning in 2 months.", "2025-01-25"),
    ("I will be back next week.", "2024-12-02"),
    ("Estaré ausente por dos semanas.", "2024-12-09"),
    ("Regreso la próxima semana.", "2024-12-02"),
    ("Je suis de retour la semaine prochaine.", "2024-12-02"),
    ("Ich bin nächste Woche wieder da.", "2024-12-02"),
    ("Ich bin ab KW 50 wieder erreichbar.", "2024-12-09"),
    ("Ich bin bis KW 49 im Urlaub.", "2024-12-09"),
    ("Ich bin bis KW 49/50 im Urlaub.", "2024-12-16"),
    ("Jag är på semester, åter vecka 2.", "2025-01-06"),
    ("Ich bin bis KW 30 im Urlaub.", None),
    ("Ich bin ab KW 60 wieder da.", None),
    ("Back on the 5th.", "2024-12-05"),
    ("Je suis absent jusqu'au 3 décembre. Je répondrai à mon retour.", "2024-12-04"),
    ("Je répondrai à mon retour.", None),
    ("I am on annual leave, returning on Monday.", "2024-12-02"),
    ("I am away and will revert to your mail on 3 December.", "2024-12-03"),
    ("I am away. Our office hours are Monday to Friday 9-5.", None),
]
VAGUE = [
    ("I am away until September.", "2025-09-01"),
    ("I will be back in the office in September 2025.", "2025-09-01"),
    ("I am back in January.", "2025-01-01"),
    ("I'll return in early February.", "2025-02-01"),
    ("I am away until the end of December.", "2025-01-01"),
    ("I will be out through December.", "2025-01-01"),
    ("I am out until the 5th.", "2024-12-06"),
    ("I'm back on the 5th.", "2024-12-05"),
    ("I'm back on Thursday, the 5th of December.", "2024-12-05"),
    ("In Elternzeit bis März 2025.", "2025-03-01"),
    ("Ich bin bis Ende Januar nicht da.", "2025-02-01"),
    ("Je suis absente jusqu'en septembre.", "2025-09-01"),
    ("Je suis de retour en janvier.", "2025-01-01"),
    ("Estoy de baja hasta enero.", "2025-01-01"),
    ("Sono assente fino a gennaio 2025.", "2025-01-01"),
    ("Estou de licença até fevereiro.", "2025-02-01"),
    ("Ik ben met verlof tot februari.", "2025-02-01"),
    ("Jestem na urlopie do stycznia.", "2025-01-01"),
    ("Wracam w styczniu.", "2025-01-01"),
    ("Я в отпуске до января.", "2025-01-01"),
    ("1月まで休暇をいただいております。", "2025-01-01"),
    ("I am on leave from March.", None),
    ("Ich bin ab Januar in Elternzeit.", None),
    ("I am out of the office. I may be back in touch late.", None),
    ("I was back in October.", None),
    ("Away until the 45th floor is ready.", None),
]
LANGUAGES = {
    "en": "I am out of the office and will be back on Monday",
    "de": "Ich bin nicht im Büro und ab Montag wieder da",
    "fr": "Je suis absent du bureau et de retour lundi",
    "es": "Estoy fuera de la oficina hasta el lunes",
    "it": "Sono fuori ufficio fino al lunedì",
    "pt": "Estou de férias até segunda e não tenho acesso",
    "nl": "Ik ben niet op kantoor tot en met maandag",
    "pl": "Jestem poza biurem do poniedziałku",
    "sv": "Jag är inte på kontoret till måndag",
    "fi": "Olen lomalla ja en ole tavoitettavissa",
    "hu": "Szabadságon vagyok és nem érem el a levelét",
    "tr": "Pazartesi gününe kadar izindeyim, teşekkür ederim",
    "ru": "Я в отпуске до понедельника",
    "ja": "月曜日まで休暇をいただいております",
    "zh": "我正在休假，星期一返回办公室",
    "ko": "월요일까지 휴가 중입니다",
}


@pytest.mark.parametrize(("text", "day"), BACK)
def test_the_first_day_back(text: str, day: str | None) -> None:
    found = return_day(text, sent_on=SENT_ON)
    assert (found.isoformat() if found else None) == day


@pytest.mark.parametrize(("text", "day"), VAGUE)
def test_a_month_or_a_day_that_stands_alone(text: str, day: str | None) -> None:
    found = return_day(text, sent_on=SENT_ON)
    assert (found.isoformat() if found else None) == day


@pytest.mark.parametrize(("text", "day"), SPANS)
def test_a_span_or_a_week(text: str, day: str | None) -> None:
    found = return_day(text, sent_on=SENT_ON)
    assert (found.isoformat() if found else None) == day


def test_months_ahead_of_a_day_that_they_lack() -> None:
    assert return_day("Back in 1 month.", sent_on=date(2025, 1, 31)) == date(2025, 2, 28)


@pytest.mark.parametrize("offset", [-8.0, -5.0])
def test_an_american_clock_reads_the_month_first(offset: float) -> None:
    text = "I am out of the office until 02/03/2025"
    assert return_day(text, sent_on=SENT_ON, offset_hours=offset) == date(2025, 2, 4)


def test_the_language_goes_before_the_clock() -> None:
    text = "Ich bin bis zum 02/03/2025 nicht im Büro"
    assert return_day(text, sent_on=SENT_ON, offset_hours=-5) == date(2025, 3, 3)


def test_a_date_beside_it_tells_the_order() -> None:
    text = "I am out from 12/24/2024 to 01/02/2025"
    assert return_day(text, sent_on=SENT_ON, offset_hours=1) == date(2025, 1, 3)


@pytest.mark.parametrize(
    "text",
    ["I am out until 3 December 2023", "I am out until 1 June 2027", "until the 31st of February"],
)
def test_a_day_that_is_past_or_far_or_none_is_not_given(text: str) -> None:
    assert return_day(text, sent_on=SENT_ON) is None


def test_a_year_that_is_not_said_is_the_one_ahead() -> None:
    assert return_day("back on 7 January", sent_on=date(2024, 12, 20)) == date(2025, 1, 7)
    assert return_day("back on 20 December", sent_on=date(2024, 12, 20)) == date(2024, 12, 20)


@pytest.mark.parametrize(("language", "text"), LANGUAGES.items())
def test_the_language_of_a_note(language: str, text: str) -> None:
    assert language_of(text) == language
