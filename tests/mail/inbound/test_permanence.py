"""Whether a refusal is for good, as the servers of the world word it."""

import pytest

from crm_core.mail.inbound.causes import Cause
from crm_core.mail.inbound.permanence import HARD, judge, status_in

PERMANENT = [
    ("", "It was rejected by the recipient domain. The other server answered: 550 Unknown user"),
    (
        "",
        ">>> MAIL From:<r@ours.example> <<< 250 ok >>> RCPT To:<a@x.example> <<< 550 No such user",
    ),
    ("5.0.0", "ユーザー Ann (ann@example.com) は Domino ディレクトリには見つかりません。"),
    ("5.0.0", "Benutzer Ann (ann@example.com) nicht im Domino-Verzeichnis aufgeführt"),
    (
        "",
        "550 <ann@example.com>... User unknown 421 mx.example.com: Deferred: Connection timed out",
    ),
    ("5.1.1", "550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown in table"),
    ("5.1.1", "550-5.1.1 The email account that you tried to reach does not exist. Please try"),
    ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP lookup"),
    (
        "5.4.1",
        "550 5.4.1 Recipient address rejected: Access denied. [x.prod.protection.outlook.com]",
    ),
    ("5.5.0", "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)."),
    ("5.0.0", "550 No such user here"),
    ("5.7.1", "550 5.7.1 No such user - psmtp"),
    ("", "550 Unknown user"),
    ("", "Sorry, no mailbox here by that name. (#5.1.1)"),
    ("", "This user doesn't have a yahoo.com account (ann@yahoo.com) [-5]"),
    ("5.0.0", "554 delivery error: dd This user doesn't have a yahoo.com account"),
    ("5.0.0", "550 Mailbox does not exist! http://mail.example.cn/help"),
    ("", "550 #5.1.0 Address rejected ann@example.com"),
    ("5.1.1", "550 5.1.1 Mailbox not found"),
    ("5.1.1", "550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found"),
    ("5.0.0", "550 Invalid recipient <ann@example.com> (#5.1.1)"),
    ("5.1.1", "550 5.1.1 unknown or illegal alias: ann@example.com"),
    ("5.0.0", "550 5.1.1 sid=i01K1n00l0kn1Em01 Address rejected ann@example.com. [code=28]"),
    ("5.2.1", "550 5.1.1 User does not exist"),
    ("5.0.0", "550 Account not available, mailbox ann not found"),
    ("5.0.0", "511 sorry, no mailbox here by that name (#5.1.1 - chkuser)"),
    ("5.1.1", "550-Callback: 550 <ann@example.com> recipient does not exist here"),
    ("5.0.0", "550 Requested action not taken: mailbox unavailable\nUser not known here"),
    ("5.0.0", "553 5.3.0 <ann@example.com>... Addressee unknown, relay=[192.0.2.1]"),
    ("5.0.0", "550 <ann@example.com> is not a valid mailbox"),
    ("", "Unrouteable address"),
    ("", "all relevant MX records point to non-existent hosts"),
    (
        "5.1.2",
        "550 5.1.2 <ann@example.com>... Host unknown (Name server: example.com: host not found)",
    ),
    ("5.4.4", "Host or domain name not found. Name service error for name=example.con type=A"),
    ("5.4.310", "DNS domain example.con does not exist [Message=InfoDomainNonexistent]"),
    ("5.1.0", "556 5.1.10 recipient domain does not accept mail (nullMX)"),
    ("5.1.6", "551 5.1.6 The recipient has moved, please try <ann@new.example>"),
    ("5.1.1", ""),
    ("5.1.2", ""),
    ("", "User ann (ann@example.com) not listed in Domino Directory"),
    ("5.1.1", "550 5.1.1 ... Benutzer unbekannt"),
    ("5.1.1", "550 Empfänger unbekannt"),
    ("5.0.0", "550 Utilisateur inconnu"),
    ("5.0.0", "550 El usuario no existe"),
    ("5.0.0", "550 Usuário inexistente"),
    ("5.0.0", "550 Nie ma takiego użytkownika"),
    ("5.0.0", "550 Пользователь не найден"),
    ("5.0.0", "550 收件人不存在"),
    ("4.1.1", "450 4.1.1 <ann@example.com>: Recipient address rejected: User unknown"),
]
PASSING = [
    ("", "送信先のメールボックスが一杯のため、送信できませんでした。"),
    ("4.4.7", "delivery time expired; last: 451 user unknown, connection timed out"),
    ("5.2.2", "552 5.2.2 The email account that you tried to reach is over quota."),
    ("5.2.2", "550 5.2.2 Mailbox full"),
    ("5.1.1", "550 5.1.1 <ann@example.com> user over quota. (#5.1.1)"),
    ("5.0.0", "552 Quota exceeded (mailbox for user is full)"),
    ("5.0.0", "554 delivery error: dd Sorry, your message cannot be delivered: account over quota"),
    ("5.2.0", "550 5.2.0 STOREDRV.Deliver: mailbox is full. Quota exceeded exception"),
    ("5.0.0", "550 Benutzer hat zuviele Mails auf dem Server. Das Postfach ist voll."),
    ("5.0.0", "552 La boîte aux lettres du destinataire est pleine"),
    ("5.3.4", "552 5.3.4 Message size exceeds fixed limit"),
    ("5.2.3", "550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient"),
    ("5.0.0", "552 max message size exceeded"),
    ("4.7.1", "450 4.7.1 <ann@example.com>: Recipient address rejected: Greylisted, see help"),
    ("5.7.1", "550 Greylisted, please try again in 300 seconds"),
    ("4.7.0", "421 4.7.0 [TSS04] Messages temporarily deferred due to user complaints"),
    ("4.4.2", "421 4.4.2 Connection timed out"),
    ("5.4.7", "554 5.4.7 message expired after 24 hours"),
    ("4.4.1", "connect to mx.example.com[192.0.2.1]:25: Connection refused"),
    ("5.4.4", "Name service error: Host not found, try again"),
    ("5.4.6", "554 5.4.6 Too many hops, routing loop detected"),
    (
        "5.7.1",
        "550 5.7.1 Service unavailable; client host [192.0.2.1] blocked using zen.spamhaus.org",
    ),
    ("5.7.1", "550 5.7.1 Message rejected as spam by content filtering"),
    ("5.7.26", "550-5.7.26 This mail has been blocked because the sender is unauthenticated"),
    ("5.7.515", "550 5.7.515 Access denied, sending domain does not meet the required level"),
    ("5.7.0", "552-5.7.0 This message was blocked because its content presents a potential issue"),
    ("5.0.0", "554 5.7.1 <ann@example.com>: Relay access denied"),
    ("5.0.0", "550 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)"),
    ("5.0.0", "550 SPF check failed for your domain"),
    ("5.0.0", "550 Sender verify failed"),
    ("5.0.0", "550 5.7.1 Our system has detected that this message is likely unsolicited mail."),
    ("5.7.133", "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required"),
    ("5.0.0", "550 Account suspended"),
    ("5.2.1", "550 5.2.1 The email account that you tried to reach is disabled."),
    ("5.0.0", "554 30 Sorry, your message cannot be delivered. This mailbox is disabled (554.30)."),
    ("5.2.1", "450 4.2.1 The user you are trying to contact is receiving mail at a rate that"),
    ("5.5.3", "452 4.5.3 Too many recipients"),
    ("5.3.0", "554 5.3.0 Internal server error"),
    ("5.0.0", "I/O error, cannot write to mailbox: disk full"),
    ("4.3.2", "451 4.3.2 System not accepting network messages, try later"),
    ("5.0.0", "554 Message contains a virus"),
    ("5.0.0", "550 You have been blocked by the recipient"),
    ("5.0.0", "550 This account only accepts mail from its own domain"),
    ("", "I'm afraid I wasn't able to deliver your message"),
    ("5.0.0", ""),
    ("5.3.0", ""),
    ("5.7.1", ""),
    ("4.2.2", ""),
    ("5.0.0", "550 Administrative prohibition"),
    ("5.7.606", "550 5.7.606 Access denied, banned sending IP [192.0.2.1]"),
    ("5.6.0", "554 5.6.0 Message is malformed and was rejected"),
    # the sender is what they do not know, no recipient was named yet
    ("", "SMTP error from remote mail server after MAIL FROM:<rep@ours.example>: 550 No such user"),
    ("5.1.0", "553 5.1.0 rep ours.example does not exist (in reply to MAIL FROM command)"),
    ("", "after initial connection: 550 Host unknown"),
    ("5.0.0", ">>> MAIL From:<rep@ours.example> SIZE=812\n<<< 550 Address unknown"),
    ("5.1.7", "550 5.1.7 No such domain ours.example"),
    ("5.1.8", "550 5.1.8 ours.example does not exist"),
    ("5.0.0", "550 Sender's domain does not exist"),
    ("5.2.0", "550 5.2.0 From: address is invalid"),
    ("5.0.0", "554 Unknown sender, no such user"),
    ("5.1.1", "550-Verification failed for <rep@ours.example>"),  # Exim, of the sender alone
]
OURS = [
    "550-5.7.26 This mail is unauthenticated, which poses a security risk",
    "550 5.7.1 Service unavailable; client host [192.0.2.1] blocked using zen.spamhaus.org",
    "550 5.7.515 Access denied, sending domain does not meet the required authentication level",
    "554 Your IP [192.0.2.1] has a poor reputation",
]
NOT_OURS = [
    "550 5.7.1 No such user",
    "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup",
    "552 5.2.2 Mailbox full",
    "550 5.1.1 User unknown",
]


@pytest.mark.parametrize(("status", "words"), PERMANENT)
def test_an_address_that_will_never_take_mail_is_a_hard_bounce(status: str, words: str) -> None:
    assert judge(status, words).is_hard


@pytest.mark.parametrize(("status", "words"), PASSING)
def test_what_passes_or_is_the_senders_fault_is_a_soft_bounce(status: str, words: str) -> None:
    judged = judge(status, words)
    assert not judged.is_hard, judged


@pytest.mark.parametrize("words", OURS)
def test_a_refusal_by_policy_is_the_mailboxs_fault(words: str) -> None:
    assert judge("", words).is_mailbox_fault


@pytest.mark.parametrize("words", NOT_OURS)
def test_a_refusal_about_the_recipient_is_not_the_mailboxs_fault(words: str) -> None:
    assert not judge("", words).is_mailbox_fault


def test_every_hard_cause_names_the_address_or_its_domain() -> None:
    assert {Cause.FULL, Cause.POLICY, Cause.RATE, Cause.UNKNOWN}.isdisjoint(HARD)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("smtp; 550 5.1.1 User unknown", "5.1.1"),
        ("host 192.0.2.550 said: 421 busy", "421"),
        ("10.5.1.1 is the host", ""),
        ("call 5501234", ""),
        ("550-blocked", "550"),
    ],
)
def test_a_code_is_no_part_of_an_address_or_a_number(text: str, status: str) -> None:
    assert status_in(text) == status
