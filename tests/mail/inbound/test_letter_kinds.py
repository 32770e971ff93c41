"""What automatic replies are made of, language by language, and what only people write."""

import pytest

from crm_core.domain.words import MailClass
from tests.mail.inbound.conftest import Read

ANSWER = "In-Reply-To: <ours@ours.example>"
ABSENT = [
    "Hi! On PTO until 16 March, no laptop with me. Jo can help with anything urgent.",
    "Guten Tag,\nich bin auf Fortbildung und ab dem 16. März wieder da.\nViele Grüße\nEva Klein",
    "Bonjour, je suis en congés depuis vendredi et je reviens le 16 mars. Je ne lis pas mes mails.",
    "Hola, estaré en un congreso toda la semana. Si es urgente, por favor escribe a Juan.",
    "Salve, sarò via fino al 15 marzo. Se c'è bisogno, contattate Maria. Un saluto, Luca",
    "Olá, estou de licença de maternidade até junho. Para assuntos urgentes, fale com o João.",
    "Beste, tot en met 15 maart ben ik met verlof. Mijn mail wordt niet doorgestuurd. Groet, Piet",
    "Dzień dobry, przebywam na zwolnieniu lekarskim. W pilnych sprawach zastępuje mnie Jan.",
    "Hej! Jag är föräldraledig till augusti. Vänligen kontakta Eva under tiden. Mvh Karl",
    "Hej, jeg er på kursus hele ugen. Jeg svarer, når jeg er tilbage. Hilsen Ole",
    "Hei! Jeg har foreldrepermisjon til juni. Ta kontakt med Kari så lenge. Hilsen Per",
    "Hei, olen kesälomalla 16.3. saakka. En lue sähköpostia. Terveisin Matti",
    "Dobrý den, čerpám dovolenou do 15. března. E-maily nebudu číst. S pozdravem Petr",
    "Dobrý deň, do 15. marca som na dovolenke. V naliehavých prípadoch kontaktujte Janu.",
    "Tisztelt Partnerünk! Március 15-ig szabadságon vagyok. Visszatérésem után válaszolok.",
    "Bună ziua, sunt în concediu până pe 15 martie. Pentru urgențe contactați-l pe Ion.",
    "Merhaba, 15 Mart'a kadar yıllık izindeyim. Acil konular için Ali'ye ulaşabilirsiniz.",
    "Здравствуйте! С 2 по 15 марта я в командировке. Отвечу по возвращении.",
    "Доброго дня! Я перебуваю на лікарняному до 15 березня. Відповім після повернення.",
    "Γεια σας, απουσιάζω με άδεια έως τις 15 Μαρτίου. Για επείγοντα επικοινωνήστε με τη Μαρία.",
    "お世話になっております。3月15日まで夏季休業をいただいております。休業明けに順次ご返信いたします。",
    "您好,本人正在出差,邮件回复可能会延迟。紧急事宜请致电李明。",
    "안녕하세요. 3월 15일까지 육아휴직 중입니다. 급한 용건은 김철수에게 연락 바랍니다.",
    "שלום, אני בחופשה עד 15 במרץ. לעניינים דחופים ניתן לפנות לדנה. תודה",
    "مرحبا، أنا في إجازة حتى 15 مارس. للأمور العاجلة يرجى التواصل مع سامي. شكرا",
]
ACKNOWLEDGED = [
    "Hello, your enquiry has reached us and was passed on. You will hear from us. Case no. 4711.",
    "Guten Tag, Ihr Anliegen ist bei uns eingegangen. Wir melden uns innerhalb von zwei Tagen.",
    "Bonjour, nous accusons réception de votre courriel. Nous vous répondrons dès que possible.",
    "Hola, hemos recibido su consulta y le responderemos a la mayor brevedad. Un saludo.",
    "Buongiorno, confermiamo la ricezione della vostra mail. Vi risponderemo quanto prima.",
    "Olá, recebemos a sua mensagem. A nossa equipa responderá o mais breve possível.",
    "Beste, wij hebben uw bericht ontvangen. U krijgt binnen twee werkdagen antwoord.",
    "Dzień dobry, potwierdzamy otrzymanie wiadomości. Odpowiemy w ciągu dwóch dni.",
    "Hej, vi har tagit emot ditt ärende och återkommer så snart vi kan.",
    "Hej, vi har modtaget din henvendelse og vender tilbage hurtigst muligt.",
    "Hei, vi har mottatt henvendelsen din og svarer så snart som mulig.",
    "Hei, olemme vastaanottaneet viestisi. Vastaamme mahdollisimman pian.",
    "Dobrý den, Váš dotaz jsme přijali. Odpovíme co nejdříve.",
    "Dobrý deň, Vašu správu sme prijali. Odpovieme čo najskôr.",
    "Tisztelt Ügyfelünk! Üzenetét megkaptuk, munkatársunk hamarosan válaszol.",
    "Bună ziua, am primit mesajul dumneavoastră. Vă vom răspunde în cel mai scurt timp.",
    "Merhaba, mesajınız bize ulaştı. En kısa sürede dönüş yapacağız.",
    "Здравствуйте! Ваше обращение зарегистрировано. Мы свяжемся с вами в ближайшее время.",
    "Доброго дня! Ваше звернення отримано. Ми відповімо найближчим часом.",
    "Γεια σας, λάβαμε το μήνυμά σας. Θα σας απαντήσουμε το συντομότερο.",
    "お問い合わせを受け付けました。担当者より2営業日以内にご連絡いたします。",
    "您好,您的邮件已收到,我们会尽快回复。",
    "안녕하세요. 문의가 접수되었습니다. 담당자가 확인 후 답변드리겠습니다.",
    "שלום, פנייתך התקבלה. נציג יחזור אליך בהקדם.",
    "مرحبا، لقد استلمنا رسالتك. سنقوم بالرد في أقرب وقت.",
]
MOVED = [
    "This inbox is no longer read. Please update your contacts: our new address is hi@example.com.",
    "Dieses Postfach wird nicht mehr gelesen. Meine neue E-Mail-Adresse: eva@example.com",
    "Cette adresse n'est plus utilisée. Merci de noter la nouvelle adresse : eva@example.com",
    "Esta cuenta ha sido desactivada. La nueva dirección es eva@example.com",
    "Questo indirizzo non è più attivo, scrivere a eva@example.com",
    "Este e-mail foi desativado. O novo endereço é eva@example.com",
    "Dit mailadres is niet meer in gebruik. Gebruik voortaan eva@example.com",
    "Ten adres jest nieaktywny. Nowy adres: eva@example.com",
    "Den här adressen används inte längre. Ny adress: eva@example.com",
    "このメールアドレスは廃止されました。新しいアドレスは eva@example.com です。",
    "Этот адрес больше не используется. Новый адрес: eva@example.com",
]
PEOPLE = [
    "Guten Tag, meine Chefin ist bis Freitag im Urlaub, vorher hat hier niemand Geld. Ich rufe an.",
    "Bonjour, mon directeur est en congés jusqu'au 16 mars. Je reviens vers vous ensuite.",
    "Hi, the numbers look right to me. I'm on leave from tomorrow, Jo takes over.",
    "Ecco il disegno aggiornato. Da lunedì sarò fuori ufficio, per urgenze scrivere al collega.",
    "Je serai en congé la semaine prochaine, n'hésite pas à m'envoyer le code.",
    "Danke für Ihre Nachricht. Das Angebot liegt bei meinem Chef, ich melde mich.",
    "Thanks for the call today. I'm out until Monday and will bring it up with Bob then.",
    "We received your quote and compare it with two others. We will get back to you.",
    "Gracias por tu mensaje. Lo hablo con el equipo y te digo algo la semana que viene.",
    "Merci pour votre message. Nous avons déjà un prestataire, bonne continuation.",
    "Grazie per averci contattato, al momento abbiamo altre priorità.",
    "Obrigado pela mensagem. Vou falar com o diretor e respondo na sexta.",
    "Bedankt voor uw bericht. We zijn net overgestapt op een ander systeem.",
    "Dziękuję za wiadomość. Proszę przesłać cennik, jestem w biurze do piątku.",
    "Tack för mejlet. Vi tar upp det på mötet på måndag, jag återkommer.",
    "Tak for din mail. Det lyder spændende, men jeg er på ferie i uge 10.",
    "Kiitos viestistä. Olen lomalla, mutta maanantaina sopii.",
    "Děkuji za zprávu, máme už dodavatele.",
    "Köszönöm levelét, kollégám foglalkozik ezzel, továbbítottam neki.",
    "Teşekkürler, izinden dönünce konuşalım.",
    "Спасибо, получил. Посмотрю после отпуска и напишу.",
    "ご連絡ありがとうございます。来週出張から戻りましたら社内で相談します。",
    "谢谢您的邮件。我出差回来后和同事讨论一下。",
    "메일 감사합니다. 휴가 다녀와서 팀과 논의해 보겠습니다.",
    "I'm on leave until Monday. If you send the price list I can look at it then.",
    "Ich bin bis Montag im Urlaub. Wenn Sie möchten, telefonieren wir am Dienstag.",
    (
        "Danke für Ihre Nachricht. Ich bin diese Woche auf einer Messe und schaue mir das "
        "danach in Ruhe an."
    ),
    (
        "Merci pour votre message. Je suis en vacances jusqu'à lundi mais votre solution "
        "nous irait bien."
    ),
    "Je suis en déplacement cette semaine, on s'appelle lundi ?",
    "Estoy de viaje hasta el jueves. Si quieres lo vemos el viernes.",
    "Estoy de vacaciones, pero mándame la info y la leo a la vuelta.",
    ("Sono in ferie fino al 20. Al rientro ne parlo con il mio responsabile e vi faccio sapere."),
    "Estou de férias até dia 20. Quando voltar dou uma olhada e te aviso.",
    "Ik ben tot maandag met vakantie. Daarna kijk ik er graag naar.",
    "Jestem na urlopie do 15 marca. Potem chętnie porozmawiam o szczegółach.",
    "Jag är på semester den här veckan. Hör av dig igen i april så tar vi det då.",
    "Jeg er på ferie til mandag, men det lyder godt. Ring mig tirsdag.",
    "Olen lomalla perjantaihin asti. Katsotaan sen jälkeen.",
    "Jsem do pátku na dovolené. Pak se na to podívám a dám vědět.",
    "Szabadságon vagyok péntekig, utána megnézem és jelzem.",
    "Sunt în concediu până luni. După aceea mă uit peste ofertă.",
    "Pazartesiye kadar izindeyim. Dönünce bakarım, sonra konuşuruz.",
    "Я в отпуске до пятницы. Вернусь, посмотрю и напишу, нужно ли нам это.",
    "Я у відпустці до п'ятниці. Потім подивлюся і скажу.",
    "Είμαι σε άδεια μέχρι Δευτέρα. Μετά το βλέπω και σας λέω.",
    "今週は出張中ですので、来週あらためてお話しできればと思います。",
    "我这周出差，下周回来再看看你们的系统。",
    "이번 주는 출장 중이라 다음 주에 보고 말씀드릴게요.",
    "אני בחופשה עד ראשון. אחרי זה אסתכל ואגיד לך.",
    "أنا في إجازة حتى الأحد. بعدها سأنظر في الأمر وأخبرك.",
    "Got it, thanks. I'm out until Thursday. Bob knows more about this, ask him.",
    "We received your mail. Our team looked at it and it is not what we need.",
    "Thanks for your message. I no longer run purchasing, Bob Lee does now: bob@example.com",
    "Ann left in March. I've taken over and am open to a chat. My number is 555 010 0199.",
    "Our office is closed on Friday so Thursday is better for the demo.",
    "I'm off sick today. Let me come back to you on this tomorrow. Please hold the slot.",
    (
        "I'm at a conference until Wednesday. Will read your proposal on the flight home. "
        "Thanks for your patience."
    ),
    (
        "Thank you for your email. I will discuss it with my team and get back to you as "
        "soon as possible."
    ),
    ("I've forwarded your message to my colleague Jo, who will contact you if there is interest."),
    "Your message was forwarded to me by Ann. I look after this area.",
    (
        "Sorry, I don't check this mailbox often. My better address is ann@example.com. "
        "What is it about?"
    ),
    "Please contact my colleague Jo at jo@example.com for this topic.",
    (
        "I am on parental leave from next week. Please talk to Jo in the meantime, she "
        "knows the project."
    ),
    "Wir haben Ihre Nachricht erhalten und intern besprochen. Leider passt es nicht.",
    "Vielen Dank für Ihre Anfrage. Herr Müller ist dafür zuständig, er meldet sich bei Ihnen.",
    (
        "Nous avons bien reçu votre proposition et l'étudions. Je reviens vers vous la "
        "semaine prochaine."
    ),
    "Hemos recibido su propuesta, la revisamos y le decimos algo.",
    "Abbiamo ricevuto la sua mail, la giro al collega che se ne occupa.",
    "Recebemos sua proposta e vamos avaliar. Retorno na semana que vem.",
    "We hebben uw voorstel ontvangen en bespreken het maandag.",
    "Otrzymaliśmy Państwa ofertę, wrócimy z odpowiedzią po zarządzie.",
    "Мы получили ваше письмо, передал коллегам.",
    "お見積もりを受け取りました。社内で確認してご連絡します。",
    "收到您的邮件了，我转给采购部的同事。",
    "메일 잘 받았습니다. 내부 검토 후 연락드리겠습니다.",
    "I'm on vacation until Monday with no laptop. Ping me on Tuesday.",
    "Away this week, but Tuesday the 10th at 3 works. Call my mobile +44 7700 900123.",
    (
        "I'm travelling with limited access to email. Please call me on +44 7700 900123 "
        "to go through the contract."
    ),
    "No longer my area. Please write to Jo Lee (jo@example.com).",
    "Hi, I am leaving the company at the end of March, so let us sign before that.",
]


WORDY = [
    (
        "Hello! Our works are closed from 24 December until 3 January. The kiln needs its rest. "
        "Urgent: +44 1632 960 001. We answer everything in January."
    ),
    (
        "Guten Tag, unsere Praxis macht Sommerpause. Bitte beachten Sie, dass wir Rezepte nicht "
        "per Mail annehmen. Im Notfall erreichen Sie uns unter 0123 456789."
    ),
    (
        "Hi, I am on jury duty this week. For invoices: ap@example.com. For contracts: "
        "legal@example.com. If you are the court, I am on my way."
    ),
]
WORDY_ACKNOWLEDGED = [
    (
        "This is an automated response. Notices are taken by post only. Nothing that is sent here "
        "is kept."
    ),
    (
        "Your request was registered as case no. 48213. Repairs are done in the order of the list. "
        "The workshop has two lifts."
    ),
    "Confirm that you are human: https://example.com/check. Your message is being held until then.",
]


@pytest.mark.parametrize("body", WORDY)
def test_who_tells_all_that_goes_with_an_absence_may_say_something_else(
    body: str, read: Read
) -> None:
    found = read(body, headers=ANSWER)
    assert found.classification is MailClass.OUT_OF_OFFICE, found.reason


@pytest.mark.parametrize("body", WORDY_ACKNOWLEDGED)
def test_what_says_that_a_machine_wrote_it_may_say_something_else(body: str, read: Read) -> None:
    found = read(body, headers=ANSWER)
    assert found.classification is MailClass.AUTO_REPLY, found.reason


@pytest.mark.parametrize("body", ABSENT)
def test_an_absence_is_known_by_its_words_in_each_language(body: str, read: Read) -> None:
    found = read(body, headers=ANSWER)
    assert found.classification is MailClass.OUT_OF_OFFICE, found.reason


@pytest.mark.parametrize("body", [*ACKNOWLEDGED, *MOVED])
def test_what_came_in_and_where_it_shall_go_is_a_machine_s_word(body: str, read: Read) -> None:
    found = read(body, headers=ANSWER)
    assert (found.classification, found.has_left) == (MailClass.AUTO_REPLY, False), found.reason


@pytest.mark.parametrize("body", PEOPLE)
def test_whoever_turns_to_the_matter_is_a_person(body: str, read: Read) -> None:
    found = read(body, headers=ANSWER)
    assert found.classification is MailClass.REPLY, found.reason


OPENS = [
    "We are closed until 9 October. Orders that come in meanwhile go out on the 12th.",
    "I am on annual leave until 9 October. Nadia has the keys. Back to you soon after.",
    "I am on annual leave until 9 October, so Nadia has the keys.",
    "I am on annual leave. Nadia has the keys.",
    "Our office is shut until Monday. The hall is being painted. Please call 555 0101. It smells.",
    "Wir haben bis 9. Oktober Betriebsferien. Die Maschinen werden gewartet.",
]
"""News comes first, with its day; a sentence of no known kind may follow."""
BY_HAND = [
    "Off until the 9th. Back Monday.",
    "Not working today (Monday). Back tomorrow.",
    "I work Mon-Wed only. I'll pick up your message on Monday. Can't wait: call Jo on 555 0101.",
    "I'm in trial through October 16. I have only intermittent access to email. Call 555 0173.",
    "Our team is on tour. We will be mostly offline. Look for a response on Tuesday.",
    "The shop and workshop are shut until further notice. We will answer as soon as we can.",
    "Working reduced hours Thursday and Friday. Responses may be slow.",
    "Bin bis 16.10. in Kur. Die Werkstatt ist zu. Notfall: Huber in Prien, 08051 5550.",
    "La boutique est fermée du lundi au jeudi. Retour vendredi.",
    "Chiuso per ferie. Riapriamo martedì 20 ottobre.",
    "Permaneceremos cerrados del 5 al 7 de octubre. Reanudamos labores el jueves.",
    "Tirei férias. Volto dia 19. Quem resolve é a Tati (tati@acme.example).",
    "Ik lees geen mail op woensdag. Bel bij spoed 020 555 0101.",
    "Jag läser inget idag. Vid brådskande ärenden: 08-555 0101.",
    "An Rosenmontag ist die Agentur geschlossen. Am Dienstag bin ich wieder erreichbar.",
    "Me encuentro de incapacidad médica. Favor de dirigirlo al Ing. Meza, ext. 4412.",
    "Sono in vacanza. Ritornerò il 18 agosto.",
    "I'm on sabbatical until 1 January. Everything about partnerships now goes to Idris Bello.",
    "Jeg er borte fra 15. til 22. mars. Kontakt Kari ved akutte spørsmål.",
]
"""Absence without office or leave, as people write it themselves."""
BY_SINGLE_WORDS = [
    "Я в больнице до конца недели. Письма не читаю. Пишите Оксане: oksana@acme.example.",
    "I am unexpectedly out of the office following a bereavement. Please contact Sheila Mbeki.",
    "The plant is in its shutdown. Staff will be unavailable. For emergencies call 555 0190.",
    "Danke für Ihre Nachricht. Die Kita hat Brückentag. Ab Montag lesen wir wieder E-Mails.",
    "Merci pour votre message. L'atelier fait ses congés avec les enfants. Retour lundi.",
    "Gracias por su correo. El taller tiene sus vacaciones. Vuelvo el lunes.",
    "Tak for din mail. Vi har efterårsferie her på skolen. Tilbage mandag.",
]
"""Sentences of which single words alone tell what they are about, beside one that is known."""
MACHINES = [
    "You have emailed Saltmarsh Surgery. This inbox is checked once a day. Replies may be slow.",
    "Hi, I'm Remy, the virtual helper at Kestrel Vans! Our team answers within two days.",
    "Your note has landed safely. One of us reads everything, usually within two working days.",
    "Ticket #INC0091827 has been resolved. How did we do? Rate your experience.",
    "Your conversation was marked as solved. This message was sent automatically.",
    "Receipt of your e-mail is confirmed. Your enquiry will be answered in the order of arrival.",
    "Wir haben Ihre Anfrage erhalten und melden uns so schnell wie möglich bei Ihnen.",
    "Your request Helpdesk for manufacturers has been received. Your ticket is 1093.",
    "Message bien reçu. Nous le traiterons sous peu.\nVoici votre message :\nÊtes-vous libre ?",
    "Soy la asistente virtual de Encargos. Recibimos tu mensaje. Responde con la palabra GUIA.",
    "This is an automated response from Accounts Payable. Invoices must name a purchase order.",
    "This address is used for outgoing notifications only. Visit the museum to speak to somebody.",
    "Gracias por contactarnos. Nuestro horario de atención es de lunes a viernes de 9 a 18 h.",
    "Sou a robozinha da Doce Ateliê. Não é preciso responder esta mensagem.",
    "Hallo! Das hier geht automatisch raus. Ich antworte am Dienstag.",
]
NOT_FIRST = [
    "The plan stands as it is. I am on annual leave until 9 October.",
    "I am on vacation until 9 October. No rush with the drawings.",
    "I have read your two mails. I am on vacation until 9 October.",
    "Ich habe Ihre Mails gelesen. Ich bin bis 9. Oktober im Urlaub.",
    "Estoy de vacaciones hasta el 15 de octubre. Contáctame después de esa fecha.",
    "Je ne suis pas disponible jusqu'à lundi. Ne me contactez plus.",
]


@pytest.mark.parametrize("body", OPENS)
def test_a_letter_that_begins_with_an_absence_and_its_day_may_say_something_else(
    body: str, read: Read
) -> None:
    found = read(body, headers=ANSWER)
    assert found.classification is MailClass.OUT_OF_OFFICE, found.reason


@pytest.mark.parametrize("body", NOT_FIRST)
def test_where_it_comes_second_or_turns_or_has_no_day_a_person_wrote(body: str, read: Read) -> None:
    found = read(body, headers=ANSWER)
    assert found.classification in (MailClass.REPLY, MailClass.UNSUBSCRIBE), found.reason


@pytest.mark.parametrize("body", [*BY_HAND, *BY_SINGLE_WORDS])
def test_an_absence_told_by_hand_is_one(body: str, read: Read) -> None:
    found = read(body, headers=ANSWER)
    assert found.classification is MailClass.OUT_OF_OFFICE, found.reason


@pytest.mark.parametrize("body", MACHINES)
def test_what_says_by_what_it_was_written_or_that_mail_came_in_is_a_machine_s(
    body: str, read: Read
) -> None:
    found = read(body, headers=ANSWER)
    assert found.classification is MailClass.AUTO_REPLY, found.reason


@pytest.mark.parametrize(
    "body",
    [
        "ab morgen bin ich zwei Wochen weg. Nur schnell: die Referenzen gefallen mir.",
        "I'm at the trade fair all week, come and see us at stand 12.",
        "Off to a meeting, but yes, send it over.",
        "The shop is shut on Mondays, so Tuesday at ten works.",
        "We only work Mon-Wed. Could you do Tuesday?",
        "Our ticket has been resolved, thanks to your colleague. We would like to renew.",
        "Je suis en vacances, c'est pour ça.",
        "Ik werk niet meer met dat pakket.",
        "Ik werk niet op vrijdag, donderdag past.",
        "Jag jobbar inte på fredagar, torsdag funkar.",
        "Jeg arbejder ikke om fredagen, torsdag passer fint.",
        "De retour de vacances, je découvre votre message. Le sujet nous concerne.",
        "Dringend ist es nicht, vor meinem Urlaub am 1. Oktober hätte ich gern etwas Neues.",
        "Sarah will be back from vacation on January 15th.",
        "People ring at 7 asking if we're open while the sign says closed at 6.",
        "Dafür ist bei uns Herr Petersen da (p@acme.example). Ich habe Ihre Mail weitergegeben.",
        "Jag fick bara ert autosvar när jag skickade in frågorna. Vi behöver svar före torsdag.",
        "Just back from leave, will do this next week.",
        "Our people are on holiday. Monday from 7.30 would be fine, ask for Len.",
        "No estoy en Querétaro, vivo en California.",
        "Confirmado, os espero el martes. La oficina está cerrada por las tardes, llamad.",
    ],
)
def test_what_people_write_of_the_same_things_is_theirs(body: str, read: Read) -> None:
    found = read(body, headers=ANSWER)
    assert found.classification is MailClass.REPLY, found.reason


def test_words_below_what_they_answer_are_a_person_s(read: Read) -> None:
    absence = "I am on holiday until Thursday."
    above = read(f"{absence}\n\n> Let me have a look...", headers=ANSWER)
    below = read(f"> Let me have a look...\n\n{absence}", headers=ANSWER)
    assert above.classification is MailClass.OUT_OF_OFFICE
    assert below.classification is MailClass.REPLY


def test_a_signature_tells_nothing_of_whom_to_ask(read: Read) -> None:
    body = "Bin ab Dienstag wieder da.\n\nMit freundlichen Grüßen\nIda Voss\nTel 030 5550101"
    found = read(body, headers=ANSWER)
    assert found.classification is MailClass.REPLY, found.reason
