"""Machines that answer, and people who write of their holidays."""

import pytest

from crm_core.domain.words import MailClass
from tests.mail.inbound.conftest import Read, message

ABSENT = [
    (
        "Re: Intro",
        (
            "Thank you for your email. I am currently out of the office with limited access "
            "to email. I will respond when I return on 9 March. For urgent matters contact Bob."
        ),
    ),
    ("Re: Intro", "Hi,\n\nI'm on vacation until March 9th and won't be checking email.\n\nAnn"),
    (
        "RE: quick question",
        (
            "I am on annual leave until Monday 16 March. If your request is urgent, "
            "please contact support@example.com."
        ),
    ),
    ("Re: Intro", "I am away from my desk this week and will get back to you upon my return."),
    ("Re: Intro", "Hello, I'm on maternity leave until September. Please contact my colleague Jo."),
    (
        "AW: Anfrage",
        (
            "Vielen Dank für Ihre Nachricht. Ich bin bis zum 9. März nicht im Büro. In "
            "dringenden Fällen wenden Sie sich bitte an Herrn Meier."
        ),
    ),
    (
        "AW: Anfrage",
        (
            "Guten Tag,\n\nich befinde mich derzeit im Urlaub und bin ab dem 9.3. wieder "
            "erreichbar. Ihre E-Mail wird nicht weitergeleitet."
        ),
    ),
    (
        "Re: Demande",
        ("Bonjour, je suis en congé jusqu'au 9 mars. En cas d'urgence, veuillez contacter Paul."),
    ),
    (
        "Re: Demande",
        ("Merci pour votre message. Je suis actuellement absente et serai de retour le 9 mars."),
    ),
    (
        "Re: Consulta",
        (
            "Gracias por su mensaje. Estoy fuera de la oficina hasta el 9 de marzo. Para "
            "asuntos urgentes contacte con Juan."
        ),
    ),
    (
        "Re: Richiesta",
        ("Grazie per la mail. Sono fuori ufficio fino al 9 marzo. Per urgenze contattare Maria."),
    ),
    (
        "Re: Proposta",
        (
            "Obrigado pelo contato. Estou de férias até 9 de março. Em caso de urgência "
            "contate João."
        ),
    ),
    (
        "Re: Vraag",
        (
            "Bedankt voor uw bericht. Ik ben momenteel afwezig en op 9 maart weer bereikbaar. "
            "Neem voor dringende zaken contact op met Piet."
        ),
    ),
    (
        "Re: Pytanie",
        (
            "Dziękuję za wiadomość. Jestem na urlopie do 9 marca. W pilnych sprawach proszę "
            "o kontakt z Janem."
        ),
    ),
    (
        "Sv: Fråga",
        (
            "Tack för ditt mejl. Jag är på semester och är tillbaka den 9 mars. Vid brådskande "
            "ärenden kontakta Eva."
        ),
    ),
    (
        "Re: Spørgsmål",
        (
            "Tak for din mail. Jeg holder ferie til og med den 8. marts. Kontakt venligst "
            "Ole i hastende tilfælde."
        ),
    ),
    (
        "Re: Kysymys",
        (
            "Kiitos viestistäsi. Olen lomalla 9.3. asti. Kiireellisissä asioissa ota "
            "yhteyttä Mattiin."
        ),
    ),
    (
        "Re: Dotaz",
        (
            "Děkuji za zprávu. Do 9. března jsem mimo kancelář. V naléhavých případech "
            "kontaktujte Petra."
        ),
    ),
    (
        "Re: Kérdés",
        "Köszönöm levelét. Március 9-ig szabadságon vagyok. Sürgős esetben keresse Pétert.",
    ),
    (
        "Ynt: Soru",
        (
            "E-postanız için teşekkürler. 9 Mart tarihine kadar izindeyim. Acil durumlarda "
            "Ali ile iletişime geçin."
        ),
    ),
    (
        "Re: Вопрос",
        (
            "Спасибо за письмо. Я нахожусь в отпуске до 9 марта. По срочным вопросам "
            "обращайтесь к Ивану."
        ),
    ),
    (
        "Re: お問い合わせ",
        "お世話になっております。3月9日まで休暇をいただいております。お急ぎの場合は田中までご連絡ください。",
    ),
    ("Re: 询价", "您好,我正在休假,3月9日返回。如有急事请联系李明。"),
    ("Re: 문의", "안녕하세요. 3월 9일까지 휴가 중입니다. 급한 용무는 김철수에게 연락 바랍니다."),
]
SUBJECTS = [
    "Automatic reply: Intro",
    "Out of Office: Intro",
    "Out of the office",
    "Automatische Antwort: Intro",
    "Abwesenheitsnotiz: Intro",
    "Réponse automatique : Intro",
    "Absence du bureau",
    "Respuesta automática: Intro",
    "Risposta automatica: Intro",
    "Resposta automática: Intro",
    "Automatisch antwoord: Intro",
    "Automatiskt svar: Intro",
    "Automatisk svar: Intro",
    "Automaattinen vastaus: Intro",
    "Odpowiedź automatyczna: Intro",
    "Automatická odpověď: Intro",
    "Automatikus válasz: Intro",
    "Otomatik yanıt: Intro",
    "Автоматический ответ: Intro",
    "自動返信: Intro",
    "自动答复: Intro",
    "자동 회신: Intro",
    "[Auto-Reply] Intro",
    "Auto: Re: Intro (autoreply)",
]
ACKNOWLEDGED = [
    (
        "[Ticket #48213] Received: Intro",
        (
            "Thank you for contacting us. We have received your request "
            "and a member of our team will respond within 24 hours. This is an automated message."
        ),
    ),
    (
        "Re: Intro",
        (
            "Your request (48213) has been received and is being reviewed by our support "
            "staff. To add additional comments, reply to this email."
        ),
    ),
    (
        "Request received",
        (
            "##- Please type your reply above this line -##\n\nYour ticket #8841 has "
            "been created. Please do not reply to this email."
        ),
    ),
    (
        "Ihre Anfrage 4711",
        (
            "Vielen Dank für Ihre Anfrage. Wir haben Ihre Nachricht erhalten und "
            "bearbeiten sie schnellstmöglich. Diese E-Mail wurde automatisch generiert."
        ),
    ),
    (
        "Accusé de réception",
        (
            "Nous avons bien reçu votre message. Ceci est un message automatique, "
            "merci de ne pas répondre."
        ),
    ),
    (
        "Re: Intro",
        ("This mailbox is not monitored. This is an automated response, please do not reply."),
    ),
    (
        "Thanks for your email",
        (
            "Thanks for reaching out! We typically respond within one business "
            "day. Do not reply to this automated message."
        ),
    ),
]
PEOPLE = [
    "Sounds interesting, but I'm out of the office next week. Could we talk on the 16th?",
    "I was on vacation last week, sorry for the delay. Yes, please send me the pricing.",
    "Thanks for your email. We already use another tool.",
    "Thank you for reaching out. I will get back to you next week once I have talked to Jo.",
    "Not interested, thanks.",
    "Can you send the deck? I am travelling on Tuesday but can read it on the train.",
    "We received your proposal and discussed it. Can we meet on Thursday?",
    "Hi Tom, our office is moving, so let us postpone. Best, Ann",
    "Passt gut. Ich bin nächste Woche im Urlaub, danach gerne. Wann haben Sie Zeit?",
    "Merci pour votre message, je suis intéressée. Pouvez-vous m'appeler lundi ?",
    "I've forwarded your message to our IT team, they will contact you if there is interest.",
    "I got your automatic reply, hope that you had a nice vacation! So, is Monday fine?",
]


@pytest.mark.parametrize(("subject", "body"), ABSENT)
def test_a_note_of_absence_is_known_by_its_words(subject: str, body: str, read: Read) -> None:
    found = read(body, subject=subject)
    assert found.classification is MailClass.OUT_OF_OFFICE, found.reason


@pytest.mark.parametrize("subject", SUBJECTS)
def test_an_automatic_reply_is_known_by_its_subject(subject: str, read: Read) -> None:
    found = read("See the subject.", subject=subject)
    assert found.classification in (MailClass.OUT_OF_OFFICE, MailClass.AUTO_REPLY), found.reason


@pytest.mark.parametrize(("subject", "body"), ACKNOWLEDGED)
def test_an_acknowledgement_is_an_automatic_reply(subject: str, body: str, read: Read) -> None:
    found = read(body, subject=subject)
    assert found.classification is MailClass.AUTO_REPLY, found.reason


@pytest.mark.parametrize("body", PEOPLE)
def test_a_person_who_writes_of_absence_is_no_machine(body: str, read: Read) -> None:
    found = read(body, subject="Re: Intro", headers="In-Reply-To: <ours@ours.example>")
    assert found.classification is MailClass.REPLY, found.reason


def test_a_person_who_announces_an_absence_is_no_machine(read: Read) -> None:
    body = "Hi all, I am out of the office on Thursday. If you need anything, please call Bob."
    assert read(body, subject="Thursday").classification is MailClass.REPLY


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated (vacation)",
        "X-Autoreply: yes",
        "X-Autorespond: vacation",
        "Precedence: auto_reply",
        "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent",
        "Return-Path: <>\r\nPrecedence: bulk",
    ],
)
def test_a_header_says_that_a_machine_answered(header: str, read: Read) -> None:
    found = read("Hello, I shall be in touch.", headers=header)
    assert found.classification is MailClass.AUTO_REPLY, found.reason


@pytest.mark.parametrize(
    "header",
    ["Auto-Submitted: no", "Precedence: bulk", "X-Auto-Response-Suppress: All", "List-Id: <a.b>"],
)
def test_what_people_s_mail_carries_too_makes_no_machine(header: str, read: Read) -> None:
    headers = f"{header}\r\nIn-Reply-To: <ours@ours.example>"
    found = read("Yes, let us talk on Tuesday.", headers=headers)
    assert found.classification is MailClass.REPLY, found.reason


def test_a_quoted_note_of_absence_changes_nothing(read: Read) -> None:
    body = (
        "I am back now, let us talk.\n\nOn Mon, 2 Mar 2026 at 10:00, Ann <ann@example.com> wrote:\n"
        "> I am currently out of the office. For urgent matters contact Bob.\n"
        "> I will respond when I return. Unsubscribe me."
    )
    found = read(body, headers="In-Reply-To: <ours@ours.example>")
    assert found.classification is MailClass.REPLY
    assert found.reply_text == "I am back now, let us talk."


def test_an_address_that_takes_no_answers_is_no_persons(read: Read) -> None:
    sender = "Example <no-reply@example.com>"
    assert read("Welcome!", sender=sender, subject="Hello").classification is MailClass.UNRELATED
    answer = read("Welcome!", sender=sender, headers="In-Reply-To: <ours@ours.example>")
    assert answer.classification is MailClass.AUTO_REPLY


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Re: Intro",
            "I am out of the office until 9 March.\n\nNote: This is an automated response.",
        ),
        ("Re: Intro", "I am off today and back tomorrow. For urgent requests please call 555 12."),
        ("Re: Intro", "I am currently out sick and will get back to you as soon as I can."),
        ("Re: Intro", "My last day at Example was 1 March. This inbox is no longer monitored."),
        (
            "Re: Intro",
            "If it is urgent, call me. I answer twice a day. This is an automatic reply.",
        ),
        ("Re: Intro", "Vielen Dank für Ihre E-Mail. Bis zum 30. März bin ich nicht am Platz."),
        ("Re: Intro", "Merci pour votre message. Je ne suis pas au bureau jusqu'au 9 mars."),
        ("Re: Intro", "Hola, no estaré disponible hasta el 9 de marzo. Responderé a mi vuelta."),
        (
            "Re: Intro",
            "Thanks. We opened ticket #4711. A human will reply within 4 business hours.",
        ),
        ("Your message awaits approval", "Follow this link to verify that you are a person."),
        ("Re: Automatic reply: Intro", "I am on annual leave until 9 March."),
    ],
)
def test_what_calls_itself_a_machine_s_or_can_be_no_person_s(
    subject: str, text: str, read: Read
) -> None:
    found = read(message(text, subject=subject)).classification
    assert found in (MailClass.AUTO_REPLY, MailClass.OUT_OF_OFFICE)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Automatic reply: Intro", "Thank you, I will write to Bob then."),
        ("Vacation policy", "Hi, we look for software that manages vacation. Can you do that?"),
        (
            "Re: Intro",
            (
                "Thanks for reaching out. I am on parental leave from April, so let us close it in "
                "March. Bob will take over in my absence."
            ),
        ),
        ("Re: Intro", "I'm out of the office tomorrow so let's do Thursday."),
        ("Re: Intro", "I will be travelling until the 9th, call me on my mobile in between."),
        ("Re: Intro", "Got your request. We will respond within a week once legal had a look."),
        ("AW: Intro", "Ich bin nächste Woche im Urlaub, danach gern. Passt der 12.?"),
        ("Re: Ticket 12345", "I opened that ticket last week, no answer yet. Can you help?"),
        ("Re: Intro", "Your message arrived. I like it, let us talk."),
        ("Re: Intro", "I'm on vacation until Monday, talk then."),
        ("Re: Intro", "Run telnet 127.0.0.1 first. If that fails, the line is not working."),
    ],
)
@pytest.mark.parametrize("answers", ["In-Reply-To: <ours-1@ours.example>", ""])
def test_a_person_who_writes_of_absence_and_of_tickets(
    subject: str, text: str, answers: str, read: Read
) -> None:
    found = read(message(text, subject=subject, headers=answers))
    assert found.classification is MailClass.REPLY


ONLY_ABSENT = [
    "I am on leave till 12 March.",
    "Hi, I'm on leave and will be back on Mon",
    "Apologies, I am away and will be back on 12 March 2026",
    "I am out of office till 12 March and will revert when I am back. Have a nice day",
    "Out of office and back in the office on Tues 10th March. Sorry!",
    "I am currently overseas. My response may be delayed.",
    "I'm currently OOO until Friday.",
    "On maternity leave until June.",
    "I\u00a0am away until Monday.",
    "Ich bin im Urlaub bis zum 15. März.",
    "Ich bin vom 2. bis 6. März nicht im Büro.",
    "Je suis en congés et lirai votre message à mon retour.",
    "Estoy de vacaciones hasta el 20 de marzo.",
    "Sono fuori sede questa settimana.",
    "Estou de férias até segunda.",
    "Hierbij laat ik weten dat ik met zwangerschapsverlof ben tot juni.",
    "Jestem na urlopie do 15 marca. Wrócę 16 marca.",
    "Я в отпуске.",
    "On holiday until next week, will get back to you then.",
    "Thank you for your mail. I am in an all day meeting and will reply at the end of the day.",
    "Bonjour, notre bureau est fermé jusqu'au 9 mars. En cas d'urgence, appelez le 15.",
    "Automatic reply: I am out of the office until the 5th. Happy to talk when I'm back.",
    "Away from my desk, back Monday.",
    "Our office is currently closed for the holidays. I will respond when I return.",
    "Ausente até segunda-feira.",
    "Ich bin bis einschließlich 9.3. abwesend und lese Ihre Nachricht danach.",
    "Gracias. Tengo acceso limitado a mi correo. Responderé a mi regreso.",
]
SAYS_MORE = [
    "I'm on leave from tomorrow, send it again in April.",
    "I'm on vacation until the 20th but yes.",
    "On holiday, so January works better for us.",
    "Bob is out of the office until the 5th. I stand in for him.",
    "She is no longer with the company.",
    "I am off tomorrow, will sign on Thursday.",
    "I've left Example. My successor is Dana Lee.",
    "I am no longer with the company.",
    "Thanks for the hint, I wrote to Jo even though she is on leave till 20 March.",
    "I am on leave until Monday, but the price is what matters to us.",
    "Ich bin bis Montag im Urlaub, es eilt also nicht.",
    "I am retiring in June, so somebody else decides.",
    "Bin gerade nicht im Büro, rufe Sie morgen zurück.",
    "Tack för mejlet. Jag är ledig idag, ringer dig imorgon.",
    "Спасибо за письмо. Я в отпуске до понедельника, но коллега смотрит ваше предложение.",
    "谢谢您的邮件。我下周休假。",
    "I'm out of the office next week.",
    "I'm travelling this week with patchy signal, more next Monday.",
    "I am out of the office for two weeks. The price is too high. But I may ask when I return.",
    "Your team said that it will respond within two days, and ticket #4711 is still open.",
    "We have received your message and passed it on to the board.",
    "I will be out on Friday. Please email the contract to Jo and we'll sign on Monday.",
    "Ich bin ab Montag im Urlaub.",
    "Danke für Ihre Mail. Ich bin nächste Woche nicht im Büro, danach können wir sprechen.",
    "Frau Meier ist im Urlaub, ich vertrete sie.",
    "Ich bin gerade nicht im Büro, das passt aber.",
    "Merci pour votre message. Je suis absente demain, mais disponible jeudi.",
    "Estoy de vacaciones la próxima semana.",
    "Sono in ferie da domani.",
    "Estou de férias, mas mande a proposta.",
    "Ik ben volgende week op vakantie.",
    "Jestem na urlopie, ale przeczytam ofertę.",
    "Jag är på semester nästa vecka.",
    "来週は休暇です。",
]


@pytest.mark.parametrize("body", ONLY_ABSENT)
def test_an_answer_of_nothing_but_absence_is_a_machine_s(body: str, read: Read) -> None:
    found = read(body, headers="In-Reply-To: <ours@ours.example>")
    assert found.classification is MailClass.OUT_OF_OFFICE, found.reason


@pytest.mark.parametrize("body", SAYS_MORE)
def test_who_says_more_than_that_or_says_it_before_it_begins_is_a_person(
    body: str, read: Read
) -> None:
    found = read(body, headers="In-Reply-To: <ours@ours.example>")
    assert found.classification is MailClass.REPLY, found.reason


def test_nothing_but_absence_is_a_machine_s_in_an_answer_only(read: Read) -> None:
    body = "I am on leave till 12 March."
    assert read(body, subject="Leave").classification is MailClass.REPLY


@pytest.mark.parametrize(
    "body",
    [
        "Thanks for getting in touch! Please expect a response from our team within two days.",
        "Thank you for contacting us. We are looking into your enquiry and will respond soon.",
        "Thank you for your mail. I answer in the order it came, so my response may be delayed.",
        "Réponse automatique : votre message est arrivé. Merci de ne pas répondre.",
        "Nous avons bien reçu votre demande, elle est en attente de traitement.",
        "Olá! Estamos fora do horário de atendimento. Retornaremos em breve.",
        "Thanks for contacting us. You write outside of our business hours.",
        "This mailbox is un-monitored. Any emails to this address will not be read.",
        "Thank you for your mail. Our staff are not expected to read mail after hours.",
    ],
)
def test_a_promise_of_an_answer_is_a_machine_s(body: str, read: Read) -> None:
    found = read(body, headers="In-Reply-To: <ours@ours.example>")
    assert found.classification is MailClass.AUTO_REPLY, found.reason


def test_somebody_to_ask_and_little_access_to_mail_is_an_absence(read: Read) -> None:
    headers = "In-Reply-To: <ours@ours.example>"
    text = "I will have limited email access for the next days. Please contact Jo if it is urgent."
    assert read(text, headers=headers).classification is MailClass.OUT_OF_OFFICE
    text = "I have limited access to email here, I read your deck on my phone. It is fine."
    assert read(text, headers=headers).classification is MailClass.REPLY
