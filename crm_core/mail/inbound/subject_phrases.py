"""Addresses that machines answer from, and the subjects that their answers have.

In the languages of the common mail systems, for folded letters (`phrases.folded`). Asked by
`automatic`.
"""

from crm_core.mail.inbound.phrases import any_of

AUTO_ADDRESS = any_of(
    r"""
    ^(?:auto-?_?(?:reply|responder|response|respond|antwort|matic|mailer)|autoresponder|vacation|
        out-?of-?office)\b
    \+autoreply|-autoreply@
    """
)
NOBODY = any_of(
    r"""
    ^(?:no-?_?\.?reply|do-?not-?reply|donotreply|ne-?pas-?repondre|nicht-?antworten|
        non-?rispondere|noresponder|no-?responder|keine-?antwort|nao-?responda)\b
    """
)
SUBJECT_AUTO = any_of(
    r"""
    ^\W{0,4}(?:(?:re|aw|sv|fw)\s?:\s?)?\W{0,4}(?:auto(?:matic|mated|matisk|
        matische)?[\s-]?(?:e-?mail )?(?:re(?:ply|sponse|spond\w*|ply from)|answer|acknowledg\w*|
        confirmation)|auto[\s-]?re(?:ply|sponse|sponder)|autom?\.?\s?(?:antwort|beantwort)\w*|
        automatische\w? (?:antwort|ruckantwort|e-?mail|nachricht|eingangsbest)\w*|
        automatisch(?:e|es)? (?:antwoord|beantwoording)|reponse automati\w*|
        accuse de reception|message automatique|respuesta automatica|respuesta autom|
        auto-?respuesta|contestacion automatica|acuse de recibo|risposta automatica|
        risponditore automatico|messaggio automatico|resposta automatica|resposta ausente|
        auto-?resposta|autosvar|automatiskt? svar|auto-?svar|automaattinen vastaus|automaatvastus|
        automaattivastaus|(?:odpowiedz automatyczna|automatyczna odpowiedz|autoodpowiedz|
        autoresponder)|automaticka odpoved|automatikus valasz|otomatik (?:yanit|
        cevap)|raspuns automat|автоматически[йе] ответ|автоответ\w*|автоматична відповідь|
        автоматичен отговор|αυτοματη απαντηση|自动(?:回复|答复|回覆)|自動(?:回覆|答覆|返信|応答)|
        【?自動(?:返信|応答|配信)|자동\s?(?:회신|응답|답장)|tra loi tu dong|balasan otomatis|
        jawapan automatik|ตอบกลับอัตโนมัติ|automatski odgovor|samodejni odgovor|
        automatinis atsakymas|automatiska atbilde|מענה אוטומטי|תשובה אוטומטית|رد تلقائي)
    [\[(]\s?auto(?:matic|mated|matische|matique|matica)?[\s-]?(?:re(?:ply|sponse)|antwort|
        responder)
    ^\s{0,4}auto\s?:\s
    """
)
SUBJECT_ABSENCE = any_of(
    r"""
    (?:^|[\s:\[(【])(?:out[\s-]of[\s-](?:the[\s-])?office|ooo|oof)(?![\w])
    away from (?:the |my )?(?:office|desk|e-?mail|mail)
    \b(?:on|annual|sick|maternity|paternity|parental) (?:leave|vacation|holidays?)\b
    ^(?:i am |i'm )?(?:on )?vacation\b|vacation (?:reply|message|response|notice|auto)
    \baway (?:message|notice|notification)|\bis out of (?:the )?office
    absence (?:message|notice|notification)|abwesenheit|\babwesend|nicht im (?:buro|haus)
    ausser haus|im urlaub|urlaubsmeldung|nicht am arbeitsplatz
    absen(?:ce|t|te) d[eu] (?:bureau|mon bureau)
    (?:message|notification|avis|notice)[\w\s']{0,12}absence|\babsent\w* (?:du|jusqu)
    ^\W{0,4}absen(?:ce|te?)\b|hors d[eu] (?:bureau|mon)|en conges?\b|en vacances
    fuera de (?:la |mi )?oficina|ausencia|^\W{0,4}ausente|de vacaciones|fuori (?:ufficio|sede)
    ^\W{0,4}assen(?:te|za)|in ferie|fora do escritorio|ausencia|de ferias|\bafwezig
    niet (?:op|aanwezig op) kantoor|op vakantie|met vakantie|franvaro|pa semester
    inte pa kontoret|ej pa kontoret|ikke (?:til stede|pa kontoret)|frav(?:ae|a)r|pa ferie
    \bpoissa|poza biurem|nieobecno|urlop|mimo kancel|nepritom|dovolen|hazon kiv
    tavollet|szabadsag|ofis disi|izinde|вне офиса|отсутств|в отпуске|відсутн
    у відпустці|不在|休暇|外出中|休假|外出|不在办公室|不在辦公室|부재|휴가|εκτοσ γραφειου
    in concediu|absent din|חופשה|مكتب
    """
)
PREFIXED = any_of(
    r"""
    ^\s{0,4}(?:re|aw|fwd?|wg|tr|rv|sv|vs|vl|antw|odp|r|i|res|enc|ynt|atb|回复|答复|转发|答覆|
        返信)\s?(?:\[\d+\])?[:：]\s?
    """
)
