"""Words by which a sentence that no phrase knows is still seen to be about an absence, about mail
and its answers, or about whom to ask.

Single words and their beginnings, for folded letters (`phrases.folded`), all languages in one
pattern. They tell less than phrases do, so that only sentences of no other kind, and never those of
the matter, are asked. Asked by `letter_kinds`.
"""

from crm_core.mail.inbound.phrases import any_of

ABOUT_ABSENCE = any_of(
    r"""
    \b(?:ooo|oof|pto|leave|vacations?|holidays?|sabbatical|closed|closure|shut|shutdown|unavailable|
        unplugged|offline|absen\w{1,4}|bereavement|surgery|hospital|maternity|paternity|parental|
        honeymoon|conference|abroad|overseas|offsite|out of (?:the |my |our )?office|day off|
        days off|time off|recess|furlough)\b
    \b(?:urlaub\w{0,8}|ferien\w{0,6}|abwesen\w{1,6}|krankenhaus|krankgeschrieben|erkrankt|
        elternzeit|
        \w{0,8}karenz|mutterschutz|geschlossen|betriebsruhe|reha|dienstreise|fortbildung|verreist|
        feiertag\w{0,2}|bruckentag\w{0,2}|ausser haus)\b
    \b(?:conges?|vacances|absen\w{1,4}|fermee?s?|fermeture|arret maladie|en deplacement|maternite|
        paternite|jours? feries?)\b
    \b(?:vacaciones|ausen\w{1,5}|cerrad[oa]s?|de baja|licencia|de permiso|festivos?|feriados?|
        incapacidad|maternidad)\b
    \b(?:ferie|assen\w{1,3}|chius[aoei]|chiusura|malattia|maternita|trasferta|festivita)\b
    \b(?:ferias|ausen\w{1,5}|fechad[oa]s?|licenca|folga|feriados?|recesso)\b
    \b(?:vakantie\w{0,6}|\w{0,9}verlof|afwezig\w{0,4}|gesloten|ziekenhuis|ziek|feestdag\w{0,2})\b
    \b(?:urlop\w{0,4}|nieobecn\w{1,4}|zwolnieni\w{1,3}|delegacj\w{1,3}|zamkniet\w{1,3}|
        niedostepn\w{1,3}|szpital\w{0,3})\b
    \b(?:semester\w{0,6}|\w{0,8}ledig\w{0,3}|franvar\w{0,5}|fravaer\w{0,5}|fravar\w{0,5}|
        \w{0,8}ferie\w{0,3}|
        stangt|lukket|stengt|sjuk\w{0,9}|sygemeldt|syk\w{0,6}|barsel\w{0,5}|\w{0,9}permisjon|
        bortrest|
        bortrejst|bortreist|offshore|plattform\w{0,3})\b
    \b(?:\w{0,7}loma\w{0,4}|poissa\w{0,3}|vapaalla|suljettu\w{0,3}|sairas\w{0,6})\b
    \b(?:dovolen\w{1,3}|nepritom\w{1,4}|zavren\w{1,3}|zatvoren\w{1,3}|nemocn\w{1,5})\b
    \b(?:szabadsag\w{0,5}|szabin|zarva|betegszab\w{1,6}|tavollet\w{0,4})\b
    \b(?:concedi\w{1,4}|absent\w{0,2}|inchis[aei]?|deplasare|sarbator\w{1,4})\b
    \b(?:izin\w{0,6}|tatil\w{0,5}|kapali\w{0,5}|raporlu\w{0,3})\b
    \b(?:отпуск|больниц|больничн|командировк|отсутств|закрыт|каникул|выходн|праздничн|декрет|
        відпуст|лікарн|відряджен|відсутн|зачинен|канікул)\w{0,4}
    \b(?:αδεια|απουσι|κλειστ|διακοπ)\w{0,4}
    休暇|休業|不在|休み|出張|休假|放假|假期|出差|请假|請假|病假|휴가|부재|출장|휴무
    """
)
ABOUT_MAIL = any_of(
    r"""
    \b(?:e-?mails?|messages?|inbox|mailbox|replies|reply|respon[sd]\w{0,5}|answer\w{0,3})\b
    \b(?:\w{0,4}mails?|nachrichten?|posteingang|postfach|antworte?n?|ruckmeldung|anfragen?)\b
    \b(?:courriels?|messages?|messagerie|repon\w{1,5}|demandes?)\b
    \b(?:correos?|mensajes?|bandeja|respuestas?|respond\w{1,5}|consultas?)\b
    \b(?:messaggi\w?|mail|posta|rispost\w|rispond\w{1,5}|richiest\w)\b
    \b(?:mensage\w{1,3}|caixa de entrada|respost\w{1,2}|respond\w{1,5}|solicitac\w{1,4})\b
    \b(?:berichten|bericht|postvak|antwoord\w{0,3}|beantwoord\w{0,2}|reactie)\b
    \b(?:wiadomos\w{1,4}|poczt\w{1,3}|odpowied\w{1,4}|odpisz\w{1,3}|skrzynk\w{1,3})\b
    \b(?:mejl\w{0,4}|meddelande\w{0,3}|beskeder?|meldinger?|svar\w{0,4}|e-?post\w{0,3}|
        innboks\w{0,3})\b
    \b(?:viesti\w{0,4}|vastaa\w{0,3}|vastaus\w{0,3}|sahkoposti\w{0,5})\b
    \b(?:zprav\w{1,3}|sprav\w{1,3}|odpov\w{1,6}|e-?mail\w{0,3}|post\w{1,2}|schrank\w{1,3})\b
    \b(?:uzenet\w{0,5}|level\w{0,5}|valasz\w{0,6}|postafiok\w{0,4})\b
    \b(?:mesaj\w{0,5}|raspun\w{1,5}|e-?posta\w{0,6}|yanit\w{0,6}|cevap\w{0,6}|ileti\w{0,5})\b
    \b(?:письм|почт|сообщени|ответ|лист|пошт|повідомлен|відповід)\w{0,4}
    \b(?:μηνυμα|email|απαντ)\w{0,5}
    メール|返信|ご連絡|邮件|郵件|回复|回覆|答复|메일|회신|답변
    """
)
ABOUT_WHOM = any_of(
    r"""
    \b(?:contact|call|ring|ask|see|email|e-mail|speak to|talk to|hit up|try|reach|message|text)
        (?:[^.!?\n]{0,30})(?:(?-i:[A-Z])\w+|⟦|\d{3})
    \b(?:anruf\w{0,3}|wende\w{0,2}|an|bei|hilft|ubernimmt|vertritt|
        weiss) (?:\w{1,9} )?(?-i:[A-Z])\w+
    \b(?:colleague|kolleg\w{1,3}|collegue|companer\w|colleg\w|colega|kollega\w{0,2}|kolega|kollege|
        koleg\w{1,3}|assistant|assistent\w{0,3}|sekretariat|reception|rezeption|accueil|recepcion|
        reception|hotline|helpdesk|switchboard|zentrale|centrale)\b
    """
)
IN_THE_PAST = any_of(
    r"""
    \b(?:was|were|had|did|came|went|got|told|said|saw|just back|back from|going on|before my|
        after my)\b|
        \b(?:war|waren|hatte|hatten|kam|vor meinem|nach meinem|zuruck aus)\b|\b(?:etais|etait|avais|
        retour de|avant mes|apres mes)\b|\b(?:estuve|estaba|vuelvo de|volvi|antes de mis)\b|
        \b(?:ero|eravamo|sono tornat[oa]|prima delle|dopo le)\b|\b(?:estive|estava|voltei|
        antes das)\b|
        \b(?:was|waren|terug van|voor mijn|na mijn)\b|\b(?:bylem|bylam|wrocil\w{1,3}|po urlopie)\b|
        \b(?:var|kom tillbaka|efter min|fore min|inden min|for min|sa (?:lige |nettopp |
        precis )?(?:din|jeres|dit))\b|(?:был|была|вернул\w{1,4})\b
    """
)
"""Of an absence that is over, or has not begun, people write."""
