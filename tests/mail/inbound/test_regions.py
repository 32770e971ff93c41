"""What automatic replies are made of in the languages of the east, sentence by sentence, and the
letters of people that come nearest."""

import pytest

from crm_core.domain.words import MailClass
from crm_core.mail.inbound.letter_kinds import Kind, read_kinds
from crm_core.mail.inbound.phrases import folded
from tests.mail.inbound.conftest import Read

ANSWER = "In-Reply-To: <ours@ours.example>"
CYRILLIC = [
    (Kind.ABSENT, "Меня сегодня нет на рабочем месте."),
    (Kind.ABSENT, "Уехал в командировку до 12 марта."),
    (Kind.ABSENT, "Взял отгул до среды."),
    (Kind.ABSENT, "Офис не работает 8 и 9 мая."),
    (Kind.ABSENT, "12 июня мы не работаем."),
    (Kind.ABSENT, "Я не работаю по пятницам."),
    (Kind.ABSENT, "У школі канікули до 9 січня."),
    (Kind.ABSENT, "Наш офіс не працює 1 та 2 січня."),
    (Kind.ABSENT, "Няма да бъда в офиса до понеделник."),
    (Kind.ABSENT, "Фирмата не работи от 24 декември до 3 януари."),
    (Kind.LEFT, "Коллега перешёл в другую компанию."),
    (Kind.LEFT, "Мой последний рабочий день был 28 февраля."),
    (Kind.LEFT, "Працівник залишив компанію."),
    (Kind.LEFT, "Иван Петров вече не работи при нас."),
    (Kind.MAILBOX, "Ящик не просматривается."),
    (Kind.MAILBOX, "Мы сменили адрес электронной почты."),
    (Kind.MAILBOX, "Відповіді на цю адресу не приймаються."),
    (Kind.MAILBOX, "Тази пощенска кутия не се следи."),
    (Kind.RECEIVED, "Вашему обращению присвоен номер 45123."),
    (Kind.RECEIVED, "Ваше письмо поставлено в очередь."),
    (Kind.RECEIVED, "З вами зв'яжеться наш менеджер."),
    (Kind.RECEIVED, "Вашето запитване е получено."),
    (Kind.DECLARES, "Вас приветствует автоответчик."),
    (Kind.DECLARES, "Вам відповідає робот."),
    (Kind.AUTOMATED, "Письмо не требует ответа."),
    (Kind.AUTOMATED, "Моля, не отговаряйте на този имейл."),
    (Kind.WHOM, "Мои обязанности исполняет Иванов И.И."),
    (Kind.WHOM, "Вам поможет моя коллега Анна."),
    (Kind.WHOM, "На час відпустки мене заміщує Петро."),
    (Kind.WHOM, "Замества ме Петър."),
    (Kind.LATER, "Пожалуйста, дождитесь ответа."),
    (Kind.LATER, "Разберу почту в понедельник."),
    (Kind.LATER, "Очікуйте на відповідь."),
    (Kind.LATER, "Ще ви отговоря при първа възможност."),
    (Kind.NO_ACCESS, "Проверяю почту нерегулярно."),
    (Kind.NO_ACCESS, "Доступу до пошти немає."),
    (Kind.NO_ACCESS, "Нямам достъп до пощата си."),
    (Kind.DELAYED, "Из-за большого количества писем ответ может занять до недели."),
    (Kind.BACK, "Приступлю к работе 9 января."),
    (Kind.BACK, "Буду в офисе 5 мая."),
    (Kind.BACK, "Връщам се на 15 август."),
    (Kind.THANKS, "Спасибо, что обратились к нам."),
    (Kind.THANKS, "Благодарим ви, че се свързахте с нас."),
    (Kind.HOURS, "Мы работаем с понедельника по пятницу с 9 до 18."),
    (Kind.HOURS, "Ви написали нам у неробочий час."),
    (Kind.ELSEWHERE, "Не меняйте тему письма."),
    (Kind.ELSEWHERE, "Последвайте ни във Фейсбук."),
]
CYRILLIC_PEOPLE = [
    "Был в отпуске на прошлой неделе, только сейчас увидел письмо. Отвечу завтра.",
    "Мой начальник в отпуске до пятницы, но я могу решить сам.",
    "Мы работаем с другим поставщиком, спасибо.",
    "Спасибо, получил.",
    "Получили ваше предложение, нам нравится.",
    "Ваше письмо получено, обсудим на планёрке и вернёмся с ответом.",
    "Иван у нас больше не работает, теперь закупками занимаюсь я.",
    "Не работаем с посредниками.",
    "Вопрос с бюджетом закрыт до сентября.",
    "У меня отпуск до 15-го, потом готов обсудить.",
    "Я у відпустці до понеділка, але надішліть прайс.",
    "Завтра йду у відпустку, зателефонуйте сьогодні.",
    "Хворію, тому пишу коротко: ми згодні.",
    "Благодаря за офертата, ще я разгледаме.",
    "Получихме офертата ви и ни харесва.",
    "Утре излизам в отпуск, обадете ми се днес.",
]
SLAVIC = [
    (Kind.ABSENT, "Nie ma mnie dziś w pracy."),
    (Kind.ABSENT, "Wziąłem kilka dni wolnego."),
    (Kind.ABSENT, "W dniach 3-7 maja biuro nieczynne."),
    (Kind.ABSENT, "Firma ma przerwę świąteczną do 2 stycznia."),
    (Kind.ABSENT, "Nejsem dnes v práci."),
    (Kind.ABSENT, "Máme zavřeno do 2. ledna."),
    (Kind.ABSENT, "V piatok nepracujem."),
    (Kind.ABSENT, "Na godišnjem sam odmoru do 15. kolovoza."),
    (Kind.ABSENT, "Nisam u kancelariji do petka."),
    (Kind.ABSENT, "Danes me ni v pisarni."),
    (Kind.LEFT, "Jan Kowalski już u nas nie pracuje."),
    (Kind.LEFT, "Můj poslední pracovní den byl 28. února."),
    (Kind.LEFT, "Ivan Horvat više nije zaposlen kod nas."),
    (Kind.LEFT, "Zapustila sem podjetje."),
    (Kind.MAILBOX, "Nikt nie czyta tej skrzynki."),
    (Kind.MAILBOX, "Adresa slouží pouze k odesílání."),
    (Kind.MAILBOX, "Ova se adresa više ne koristi."),
    (Kind.RECEIVED, "Twoje pytanie trafiło do działu obsługi."),
    (Kind.RECEIVED, "Vašemu požadavku bylo přiděleno číslo 1234."),
    (Kind.RECEIVED, "Zaprimili smo Vaš upit."),
    (Kind.RECEIVED, "Vaše sporočilo smo prejeli."),
    (Kind.DECLARES, "Pisze do Ciebie robot."),
    (Kind.DECLARES, "To je samodejni odgovor."),
    (Kind.AUTOMATED, "Na zprávu není třeba odpovídat."),
    (Kind.AUTOMATED, "Na to sporočilo ne odgovarjajte."),
    (Kind.WHOM, "Pomoże Państwu moja koleżanka Ewa."),
    (Kind.WHOM, "S dotazy se obracejte na podatelnu."),
    (Kind.WHOM, "Zamjenjuje me Marko."),
    (Kind.WHOM, "V nujnih primerih pokličite sodelavko Ano."),
    (Kind.LATER, "Odezwę się po urlopie."),
    (Kind.LATER, "Do zobaczenia po świętach!"),
    (Kind.LATER, "Vyčkejte prosím na odpověď."),
    (Kind.LATER, "Javit ću se po povratku."),
    (Kind.LATER, "Odgovorila vam bom takoj, ko bo mogoče."),
    (Kind.NO_ACCESS, "Sprawdzam pocztę raz dziennie."),
    (Kind.NO_ACCESS, "Telefon mám vypnutý."),
    (Kind.NO_ACCESS, "Nimam dostopa do e-pošte."),
    (Kind.DELAYED, "Odpowiadamy wolniej niż zwykle."),
    (Kind.BACK, "V kanceláři budu 5. května."),
    (Kind.BACK, "Vraćam se 15. kolovoza."),
    (Kind.THANKS, "Hvala što ste nas kontaktirali."),
    (Kind.HOURS, "W weekendy nie pracujemy."),
    (Kind.HOURS, "Radimo od ponedjeljka do petka."),
    (Kind.ELSEWHERE, "Sledujte nás na Facebooku a najdete nás na našem webu."),
]
SLAVIC_PEOPLE = [
    "Byłem na urlopie w zeszłym tygodniu, dopiero teraz czytam.",
    "Otrzymaliśmy Państwa ofertę i podoba się nam.",
    "Od jutra jestem na urlopie, zadzwoń do mnie dziś.",
    "Jan już u nas nie pracuje, teraz ja zajmuję się zakupami.",
    "Odezwę się po urlopie, na razie nie mamy budżetu.",
    "Jsem do pondělí na dovolené, ale pošlete ceník.",
    "Jan už tu nepracuje, převzal jsem jeho klienty.",
    "Vašu správu som dostal, preberieme to v pondelok.",
    "Bio sam na godišnjem, tek sad vidim poruku.",
    "Zaprimili smo Vašu ponudu i sviđa nam se.",
    "Hvala, primio sam. Pogledat ću.",
    "Prejeli smo vašo ponudbo in nam je všeč.",
    "Že uporabljamo drugo rešitev.",
]


@pytest.mark.parametrize(("kind", "sentence"), [*CYRILLIC, *SLAVIC])
def test_a_sentence_of_an_automatic_reply_is_known_by_its_kind(kind: Kind, sentence: str) -> None:
    told = read_kinds(folded(sentence))
    assert told.has(kind), told.kinds
    assert (told.strange, told.matter) == (0, 0)


@pytest.mark.parametrize("body", [*CYRILLIC_PEOPLE, *SLAVIC_PEOPLE])
def test_what_people_write_that_comes_near_is_theirs(body: str, read: Read) -> None:
    found = read(body, headers=ANSWER)
    assert found.classification is MailClass.REPLY, found.reason
