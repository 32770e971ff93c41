"""What automatic replies are made of in the languages of the west, sentence by sentence, and the
letters of people that come nearest."""

import pytest

from crm_core.domain.words import MailClass
from crm_core.mail.inbound.letter_kinds import Kind, read_kinds
from crm_core.mail.inbound.phrases import folded
from tests.mail.inbound.conftest import Read

ANSWER = "In-Reply-To: <ours@ours.example>"
GERMAN = [
    (Kind.ABSENT, "Ich weile bis am 12. August im Ausland."),
    (Kind.ABSENT, "Unsere Ordination ist von 23.12. bis 6.1. geschlossen."),
    (Kind.ABSENT, "Am Donnerstag und Freitag arbeite ich nicht."),
    (Kind.ABSENT, "Ich baue Überstunden ab."),
    (Kind.ABSENT, "Ich bin dann mal weg."),
    (Kind.LEFT, "Mein Arbeitsverhältnis endete am 31. Dezember."),
    (Kind.LEFT, "Herr Maier ist aus dem Unternehmen ausgeschieden."),
    (Kind.LEFT, "Ich gehöre dem Unternehmen nicht mehr an."),
    (Kind.MAILBOX, "Dieses Postfach wird nicht mehr geleert."),
    (Kind.MAILBOX, "Bitte verwenden Sie künftig folgende Adresse."),
    (Kind.RECEIVED, "Ihre E-Mail ist soeben eingelangt."),
    (Kind.RECEIVED, "Wir kümmern uns um Ihr Anliegen."),
    (Kind.DECLARES, "Diese Nachricht wurde maschinell erstellt."),
    (Kind.AUTOMATED, "Auf diese E-Mail kann nicht geantwortet werden."),
    (Kind.WHOM, "Frau Klein übernimmt meine Aufgaben."),
    (Kind.WHOM, "Wenn es brennt, hilft das Team."),
    (Kind.LATER, "Die Bearbeitung kann bis zu drei Wochen dauern."),
    (Kind.LATER, "In der Regel antworten wir innert 48 Stunden."),
    (Kind.NO_ACCESS, "Meine Mails lese ich nur ab und zu."),
    (Kind.NO_ACCESS, "Der Laptop bleibt zu Hause."),
    (Kind.BACK, "Am 5. Mai geht es weiter."),
    (Kind.THANKS, "Schön, dass Sie uns schreiben."),
    (Kind.HOURS, "Parteienverkehr: Dienstag 8 bis 12 Uhr."),
    (Kind.ELSEWHERE, "Termine können Sie online buchen."),
]
GERMAN_PEOPLE = [
    "Mein Chef ist bis Freitag weg, entscheiden kann ich aber selbst.",
    "Am Donnerstag habe ich noch einen Termin frei.",
    "Unsere Schule hat den Vertrag mit einem anderen Anbieter geschlossen.",
    "Wir sind umgezogen, die neue Adresse für den Vertrag ist Hauptstraße 4.",
    "Ihre Anfrage wird intern geprüft, ich melde mich.",
    "Ich habe die Firma gewechselt und würde das gern auch hier einführen.",
    "Ich sitze am Strand und lese gerade Ihre Mail. Klingt spannend!",
    "Ihre Unterlagen liegen uns vor, die Entscheidung fällt im Gemeinderat am 12.",
]
FRENCH = [
    (Kind.ABSENT, "Nous faisons le pont de l'Ascension."),
    (Kind.ABSENT, "Je m'absente quelques jours."),
    (Kind.ABSENT, "Je suis présentement à l'extérieur du bureau."),
    (Kind.ABSENT, "Parti à la plage !"),
    (Kind.LEFT, "Mon contrat a pris fin le 30 juin."),
    (Kind.LEFT, "J'ai rejoint un autre service."),
    (Kind.MAILBOX, "Je n'utilise plus cette adresse."),
    (Kind.MAILBOX, "Merci de mettre votre carnet d'adresses à jour."),
    (Kind.RECEIVED, "Un conseiller va traiter votre demande."),
    (Kind.RECEIVED, "J'accuse réception de votre message."),
    (Kind.DECLARES, "Ce courriel a été généré par un robot."),
    (Kind.AUTOMATED, "Les réponses à cette adresse ne sont pas lues."),
    (Kind.WHOM, "Notre secrétariat reste joignable."),
    (Kind.WHOM, "Prière de communiquer avec ma collègue."),
    (Kind.LATER, "Une réponse vous parviendra sous peu."),
    (Kind.LATER, "Nos délais de réponse sont allongés."),
    (Kind.NO_ACCESS, "Je consulte mes mails de façon irrégulière."),
    (Kind.NO_ACCESS, "Je serai difficilement joignable."),
    (Kind.BACK, "Je vous retrouve le 9 janvier."),
    (Kind.THANKS, "Merci pour votre prise de contact."),
    (Kind.HOURS, "L'accueil est ouvert de 9 h à 17 h."),
    (Kind.ELSEWHERE, "Prenez rendez-vous en ligne."),
]
FRENCH_PEOPLE = [
    "Je ne suis plus le bon interlocuteur, voyez avec Paul.",
    "L'école a fermé le dossier, nous avons choisi un autre prestataire.",
    "Rendez-vous mardi à 14 h ?",
    "Nous fermons ce projet, faute de budget.",
    "Je suis en clientèle toute la journée, appelez-moi à 18 h.",
    "La nouvelle adresse de livraison est 4 rue des Lilas.",
    "Je lirai votre présentation ce week-end.",
    "Votre demande a été transmise à notre directeur, qui n'est pas convaincu.",
]
SPANISH = [
    (Kind.ABSENT, "Los viernes no trabajo."),
    (Kind.ABSENT, "Hoy es feriado en Argentina."),
    (Kind.ABSENT, "Cerramos por inventario."),
    (Kind.ABSENT, "Nos tomamos un respiro hasta el 8 de enero."),
    (Kind.LEFT, "Mi relación laboral terminó el 31 de marzo."),
    (Kind.LEFT, "El señor López causó baja en la empresa."),
    (Kind.MAILBOX, "Hemos cambiado de dominio."),
    (Kind.MAILBOX, "Esta casilla no admite respuestas."),
    (Kind.RECEIVED, "Su consulta fue derivada al área correspondiente."),
    (Kind.RECEIVED, "Uno de nuestros ejecutivos lo contactará."),
    (Kind.DECLARES, "Soy un contestador automático."),
    (Kind.AUTOMATED, "Los correos a esta dirección no se contestan."),
    (Kind.WHOM, "Queda a cargo de mis funciones Jorge."),
    (Kind.WHOM, "Me sustituye Carmen."),
    (Kind.LATER, "Puede que tarde en responder."),
    (Kind.LATER, "Apenas regrese te respondo."),
    (Kind.NO_ACCESS, "Miraré el correo de vez en cuando."),
    (Kind.NO_ACCESS, "El celular estará apagado."),
    (Kind.BACK, "Reanudaremos la atención el 7 de enero."),
    (Kind.THANKS, "Gracias por su preferencia."),
    (Kind.HOURS, "La secretaría atiende de 9 a 12."),
    (Kind.ELSEWHERE, "Puede solicitar cita previa en la web."),
]
SPANISH_PEOPLE = [
    "No trabajo los miércoles, mejor hablamos el jueves.",
    "La empresa cerró el acuerdo con otro proveedor.",
    "Ya no trabajo con ese proveedor.",
    "Nos vemos el martes a las 10.",
    "La nueva dirección de entrega es calle Mayor 4.",
    "Queda a cargo del proyecto Jorge, él firma el contrato.",
    "Con poca señal, pero leí su propuesta y me gusta.",
]
ITALIAN = [
    (Kind.ABSENT, "Il venerdì non lavoro."),
    (Kind.ABSENT, "Chiudiamo dal 10 al 25 agosto."),
    (Kind.ABSENT, "Stacco la spina fino al 20."),
    (Kind.LEFT, "Il mio rapporto di lavoro è cessato."),
    (Kind.LEFT, "Il collega ha rassegnato le dimissioni."),
    (Kind.MAILBOX, "Questa casella è abilitata al solo invio."),
    (Kind.RECEIVED, "La sua istanza è stata protocollata."),
    (Kind.DECLARES, "Email generata dal sistema."),
    (Kind.AUTOMATED, "Le risposte a questo indirizzo non saranno lette."),
    (Kind.WHOM, "Mi sostituisce Paolo."),
    (Kind.WHOM, "Si prega di fare riferimento alla segreteria."),
    (Kind.LATER, "I tempi di risposta potrebbero allungarsi."),
    (Kind.NO_ACCESS, "Leggo la mail solo di tanto in tanto."),
    (Kind.BACK, "Si riparte il 2 settembre."),
    (Kind.THANKS, "La ringraziamo per l'interesse mostrato."),
    (Kind.HOURS, "Gli sportelli sono aperti al mattino."),
    (Kind.ELSEWHERE, "Può prenotare online."),
]
ITALIAN_PEOPLE = [
    "Siamo chiusi a nuove proposte fino al 2027.",
    "Il nuovo indirizzo di consegna è via Roma 4.",
    "Il mio responsabile è fuori fino a venerdì, ma posso decidere io.",
    "Non lavoro più con quel fornitore.",
    "Facciamo il ponte tra i due sistemi con un foglio Excel.",
    "Torno lunedì e ne parliamo.",
]
PORTUGUESE = [
    (Kind.ABSENT, "Às sextas não trabalho."),
    (Kind.ABSENT, "Não haverá expediente na sexta-feira."),
    (Kind.ABSENT, "Estou numa feira esta semana."),
    (Kind.LEFT, "Encerrei meu ciclo na empresa."),
    (Kind.LEFT, "Cessei funções no dia 31."),
    (Kind.MAILBOX, "Já não utilizo este endereço."),
    (Kind.RECEIVED, "O seu pedido está a ser tratado."),
    (Kind.DECLARES, "E-mail enviado pelo sistema."),
    (Kind.AUTOMATED, "As respostas a este e-mail não são lidas."),
    (Kind.WHOM, "Quem responde por mim é a Carla."),
    (Kind.WHOM, "Serei substituído pelo Pedro."),
    (Kind.LATER, "Lerei a sua mensagem quando voltar."),
    (Kind.LATER, "Aguarde o nosso contato."),
    (Kind.NO_ACCESS, "O celular ficará desligado."),
    (Kind.BACK, "Voltamos ao trabalho em janeiro."),
    (Kind.THANKS, "Obrigado pelo seu interesse na mensagem."),
    (Kind.HOURS, "A secretaria funciona das 9 às 12."),
    (Kind.ELSEWHERE, "Pode marcar consulta online."),
]
PORTUGUESE_PEOPLE = [
    "O meu chefe está fora até sexta, mas eu decido.",
    "Estamos fechados para novas contratações até 2027.",
    "A empresa fechou contrato com outro.",
    "Aguarde o retorno do nosso diretor sobre a proposta.",
    "Vemo-nos terça às 10.",
    "Volto segunda e conversamos.",
]
MACHINES = [
    (
        "Guten Tag, unsere Ordination ist von 23.12. bis 6.1. geschlossen. In Notfällen wählen "
        "Sie bitte 144."
    ),
    (
        "Vielen Dank für Ihr Interesse an unserer Schule. Das Sekretariat ist in den Schulferien "
        "nicht besetzt."
    ),
    "Ihre E-Mail ist soeben eingelangt. Wir werden Ihr Anliegen so rasch als möglich behandeln.",
    "Bonjour, je m'absente quelques jours. Claire prend le relais.",
    "Parti à la plage ! Réponse à mon retour, le 20.",
    "Votre message nous est bien arrivé. Une réponse vous parviendra sous peu.",
    "Hoy es feriado en Argentina. Nos comunicaremos con usted a la brevedad.",
    "Salí de vacaciones y vuelvo el lunes. Cualquier cosa urgente, al WhatsApp.",
    "Su solicitud ha sido registrada con el folio 3312. Un asesor se comunicará con usted.",
    "Oggi è festa a Milano. Le risponderò appena possibile.",
    "Stacco la spina fino al 20. Mi sostituisce Paolo.",
    "Saí de férias e volto segunda. Qualquer urgência, chama no WhatsApp.",
    "Devido ao feriado, não haverá expediente. Voltamos ao trabalho em janeiro.",
]


@pytest.mark.parametrize(("kind", "sentence"), [*GERMAN, *FRENCH, *SPANISH, *ITALIAN, *PORTUGUESE])
def test_a_sentence_of_an_automatic_reply_is_known_by_its_kind(kind: Kind, sentence: str) -> None:
    told = read_kinds(folded(sentence))
    assert kind in told.kinds
    assert (told.strange, told.matter) == (0, 0)


@pytest.mark.parametrize("body", MACHINES)
def test_who_says_nothing_else_is_a_machine(body: str, read: Read) -> None:
    found = read(body, headers=ANSWER)
    assert found.classification in (MailClass.OUT_OF_OFFICE, MailClass.AUTO_REPLY), found.reason


@pytest.mark.parametrize(
    "body", [*GERMAN_PEOPLE, *FRENCH_PEOPLE, *SPANISH_PEOPLE, *ITALIAN_PEOPLE, *PORTUGUESE_PEOPLE]
)
def test_what_people_write_that_comes_near_is_theirs(body: str, read: Read) -> None:
    found = read(body, headers=ANSWER)
    assert found.classification is MailClass.REPLY, found.reason
