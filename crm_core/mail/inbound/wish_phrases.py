"""Words by which people ask for no more mail, and what only sounds like it.

A wish names what is to end: "stop sending invoices" is none, nor is "drop me a line". `<mail>` and
its kin by language (`<post>`, `<courrier>`, …) are what it may be about. Read by `wishes`.
"""

import re

from crm_core.mail.inbound.phrases import alternatives, any_of

_THINGS = {
    "<me>": r"""
        (?:me|us|my (?:e-?mail|address|name|company|contact|details|email address)|our (?:e-?mail|
            address|company|domain|contact|details|name)|this (?:e-?mail|address|email address|
            mailbox)|\S{1,64}@\S{1,200})\b(?!['’]s\b)
    """,
    "<mail>": r"""
        (?:(?:any|more|further|other|these|those|this|such|your|the|all|of|marketing|sales|
            promotional|unsolicited|automated|cold|future|annoying|stupid|silly) ){0,4}(?:e-?mails?|
            mails?|mailings?|messages?|newsletters?|spam|communications?|correspondence|offers?|
            solicitations?|promotions?|marketing|nonsense|crap|rubbish|junk|ads|advertis\w+|
            information|info|anything|follow[\s-]?ups?)\b
    """,
    "<list>": r"""
        (?:(?:your|ur|the|this|that|these|those|any|all|of|future|further|e-?mail|mail|mailing|
            distribution|marketing|contact|contacts|sales|send|sending|prospect|prospecting|call|
            calling|outreach|customer|lead|\w{1,30}['’]s?) ){0,6}(?:list|lists|mailings?|
            database|crm|records?|system|campaigns?|distribution|sequences?|contacts?|
            newsletters?|e-?mails?|communications?|cadence|files?)\b
    """,
    "<post>": r"""
        (?:e-?mails?|mails?|nachrichten|werbung|werbemails?|kontaktaufnahmen?|zusendung\w*|
            newsletter|post|spam|sowas|so etwas)\b
    """,
    "<courrier>": r"""
        (?:e-?mails?|mails?|courriels?|messages?|newsletters?|publicit\w+|pubs?|sollicitations?|
            communications?|offres?|courriers? [ée]lectroniques?|spams?|lettres? d['’]info\w*|
            prospection|d[ée]marchages?|relances?|rien)\b
    """,
    "<correo>": r"""
        (?:correos?|e-?mails?|mails?|mensajes?|publicidad|bolet[íi]n(?:es)?|newsletters?|
            informaci[óo]n|comunicaci\w+|promoci\w+|spam|nada)\b
    """,
    "<posta>": r"""
        (?:e-?mail|mail|messaggi\w*|newsletter|comunicazion\w+|pubblicit\w+|posta|spam|nulla|
            niente|offerte|sollecit\w+)\b
    """,
    "<correio>": r"""
        (?:e-?mails?|mensage\w+|newsletters?|propaganda|publicidade|comunica\w+|spam|contatos?|
            nada|correspond\w+)\b
    """,
}


def _about(lines: str) -> str:
    for name, things in _THINGS.items():
        lines = lines.replace(name, alternatives(things))
    return lines


ALONE = any_of(
    r"""
    ^\W{0,6}(?:please\s|pls\s|bitte\s|kindly\s|graag\s|gelieve\s|por favor\W{1,2})?(?:
        unsubscribe(?: me| now| please| us)?|un-subscribe(?: me)?|unsub(?: me| us)?|stop(?: it|
        now| please| this| emails?| e-?mailing(?: me)?)?|remove(?: me| us)?(?: from(?: the|
        your| this)? list)?|take me off|(?:off|out of) (?:the|your|this) list|opt[\s-]?out|
        cancel subscription|abmelden|abbestellen|
        austragen|d[ée]sabonner|d[ée]sinscrire|d[ée]sinscription|d[ée]sabonnement|stop pub|
        darse? de baja|baja|dar de baja|cancelar suscripci[óo]n|disiscri(?:vi(?:mi)?|vere|zione)|
        cancellami|cancelar(?: inscri[çc][ãa]o)?|descadastrar|remover|uitschrijven|afmelden|
        wypisz(?: mnie)?|rezygnuj[ęe]|wypisz si[ęe]|avregistrera(?: mig)?|
        avsluta prenumeration|afmeld(?: mig)?|meld meg av|avmeld|отписаться|отпишите(?: меня)?|
        отписка|退订|取消订阅|退訂|配信停止|配信解除|수신\s?거부|abonelikten [çc][ıi]k|
        listeden [çc][ıi]kar|odhl[áa]sit|leiratkoz\w*|
        peruuta tilaus)\W{0,6}(?:please|pls|bitte|thanks?|thank you|thx|danke|merci|svp|
        s['’]il vous pla[iî]t|gracias|grazie|obrigad[oa]|now|asap|immediately|graag|
        a\.?u\.?b|alsjeblieft|prosz[ęe])?\W{0,6}$
    """
)
"""A whole line, or a whole subject."""

_WISHES = r"""
    (?:unsubscribe|un-subscribe|unsub|deregister) (?:<me>|from|immediately|asap|now\b)
    \bunsubscribe(?:,? please)?\s?[.!]*\s*$
    ^\W*(?:please )?unsubscribe\b(?! (?:link|rate|button|feature|page|flow|our|the|my c|users?|
        customers?|people|(?-i:[A-Z][a-z])))
    (?:remove|delete|erase|drop|take) <me>[^.!?\n]{0,25} (?:from|off|off of|out of) <list>
    (?:remove|delete|erase) (?:me|us|my (?:details|data|address|e-?mail(?: address)?|contact(?:[ ]
        details|[ ]info\w*)?|info\w*)|\S{1,64}@\S{1,200}?)\W*(?:(?:please|pls|thanks?|thank you|
        asap|
        now|immediately|today|permanently|at once)\W*)*$
    take <me> off(?: of)?(?: (?:this|it|here))?\W*(?:(?:please|pls|thanks?|thank you|asap|now|
        immediately)\W*)*$
    (?:want|like|wish|need|prefer|ask(?:ing|ed)?|request\w*|demand) (?:you )?to (?:unsubscribe|
        opt[\s-]?out|be (?:unsubscribed|(?:removed|taken off|deleted)(?:(?: from| off)? <list>|
        (?: \w{1,10}){0,2}\W*$)))
    (?:i am|i['’]m|we are|we['’]re|me|us) (?:removed|taken off|unsubscribed|deleted) (?:from|
        off) <list>
    request\w* (?:my |our |the )?(?:removal|deletion) from <list>|want (?:off|out of) <list>
    cancel (?:my|our|this) (?:e-?mail )?subscription to <mail>
    (?:stop(?:ped)?|cease|quit|discontinue|refrain from|no longer) (?:e-?mailing|contacting|
        spamming|messaging|
        bothering|writing|mailing|harassing|soliciting|reaching out)\b
    (?:stop|cease|quit|discontinue|refrain from) sending(?: me| us| out)?(?: to (?:me|
        us))? (?:<mail>|
        these|those|this|them)
    (?:stop|cease|quit|discontinue|refrain from) sending(?: (?:me|us))?(?: stuff| things)?\W*$
    (?:stop|cease|end|quit) (?:with )?(?:all |any |these |those |this |the |your )+<mail>
    (?:stop|cease|end) (?:all |any )?(?:communications?|contact|correspondence)\b
    (?:do not|don['’]?t|never|please no(?:t)?) (?:ever )?(?:e-?mail|contact|write|message|mail|
        reach out|spam|bother|solicit)(?: to)? (?:<me>|any ?more|any ?longer|
        again\b)(?! (?:before|until|till|by (?:phone|telephone|text|sms)|on|at|during|this|today|
        tomorrow|over|in|about (?!this)|an?\b))
    (?:do not|don['’]?t|never|please no(?:t)?) (?:ever )?send(?: to)?(?: me| us)? (?:any ?more|
        again|<mail>)(?! (?:before|until|till|yet|by|on|at|today|this|about))
    (?:(?:do not|don['’]?t|no longer|not|never) (?:really |ever )?(?:want|wish|care|like|
        interested)|
        (?:rather|prefer) not)(?: to| in)? (?:receiv\w+|get|getting) (?:<mail>|
        them\b|these\b|this\b|\W*$)
    (?:do not|don['’]?t|no longer|not) (?:really )?(?:want|wish|
        care)(?: to)? (?:hear (?:from (?:you|
        your)|anything|any ?more|about this|again)|(?:be )?(?:contacted|e-?mailed|
        solicited)(?! (?:before|until|till|by|on)))
    (?:do not|don['’]?t|no longer) (?:want|need|wish for) (?:any|more|further|these|your|such|
        those) <mail>
    ^\W*(?:(?:please|thanks?|thank you|but|and|so|ok|okay|just|hi|hello)\W+){0,4}no (?:more|further|
        other) <mail>(?! (?:needed|necessary|required|until|till|before|this|today|tomorrow|than|
        from (?!you)))
    (?:want|wish|like|prefer|send(?: me| us)?|request|need|receive|get) no (?:more|
        further) <mail>(?! (?:since|until|till|before|from (?!you)))
    never (?:contact|e-?mail|write|message)(?: to)? (?:me|us|again|this)\b
    opt[\s-]?(?:me|us|this address|my \w{1,12}) out\b
    (?:^\W*(?:please |pls |kindly )?|(?:want|like|wish|choose|prefer) to |(?:\bi|
        \bwe)(?: hereby)?)opt(?:ing)?[\s-]?out\b(?! (?:of the |rate|link|option))
    how (?:do|can) i (?:unsubscribe|opt out|get off|stop (?:these|receiving|getting))\b(?! (?:my|
        our|a |an |the |people|users|customers|contacts|someone))
    (?:lose|forget) my (?:e-?mail|address|number|contact)|gdpr[^.!?\n]{0,80}(?:delet|remov|eras)

    (?:nehmen|streichen|l[öo]schen|entfernen) sie (?:bitte )?(?:mich|uns|meine|unsere|
        diese)[^.!?\n]{0,80}(?:verteiler|liste|datenbank|adresse|daten|aus|newsletter|mail)
    (?:tragen|nehmen) sie (?:bitte )?(?:mich|uns|meine|unsere)[^.!?\n]{0,60}\b(?:he)?r?aus\b
    l[öo]sch(?:en sie|t?|e) (?:bitte )?(?:mich|uns)\W*(?:bitte|danke)?\W*$
    melden sie (?:bitte )?(?:mich|uns|meine|unsere)[^.!?\n]{0,60}\bab\b
    (?:nimm|nehmt|streicht?|l[öo]scht?|l[öo]sche|entfernt?|entferne) (?:bitte )?(?:mich|uns|meine|
        unsere)[^.!?\n]{0,60}(?:verteiler|liste|datenbank|adresse|daten|aus|newsletter|mail)
    keine(?:rlei)? (?:(?:weiteren?|solche[nr]?|werbe\w*|ihrer|deiner) ){0,2}<post>[^.!?\n]{0,30}(?:
        mehr|senden|schicken|zusenden)
    (?:bitte|m[öo]chten?|will|wollen|w[üu]nschen?)[^.!?\n]{0,30} keine(?:rlei)? (?:(?:weiteren?|
        solche[nr]?|ihrer) ){0,2}<post>(?! (?:am|vor|nach|bis|zu|in|heute|morgen|um|ohne)\b)
    keine(?:rlei)? (?:weiteren?|solche[nr]?) <post>\W*(?:bitte|danke)?\W*$
    (?:mich|uns|mir)[^.!?\n]{0,30} nicht (?:mehr|wieder|weiter|l[äa]nger)[^.!?\n]{0,20}(?:
        kontaktier|anschreib|schreib|schick|zusend|bel[äa]stig|anmail|mail)
    nicht (?:mehr|wieder|weiter|l[äa]nger)[^.!?\n]{0,20}(?:kontaktiert|angeschrieben|bel[äa]stigt|
        angemailt)
    (?:kontaktieren|schreiben|mailen|bel[äa]stigen) sie (?:mich|uns|
        mir)[^.!?\n]{0,15} nicht (?:mehr|
        wieder|weiter|l[äa]nger)
    bitte nicht (?:mehr|wieder|weiter) (?:schreiben|mailen|anschreiben|kontaktieren|senden|
        schicken)|h[öo]r(?:en sie|t)? (?:bitte )?auf,? (?:mir|uns|mich)
    l[öo]schung (?:meiner|unserer) (?:daten|adresse|kontaktdaten|e-?mail)
    widerspreche[^.!?\n]{0,60}(?:werb|daten)|von (?:weiteren|ihrem?) [^.!?\n]{0,30}(?:absehen|
        abmelden|austragen)|unterlassen sie
    (?:aus|von|vom) (?:(?:ihrem|dem|diesem|ihrer|der|dieser) )?(?:verteiler|newsletter|liste|
        mailingliste|datenbank)[^.!?\n]{0,40}(?:nehmen|l[öo]schen|streichen|entfernen|austragen|
        abmelden)
    (?:m[öo]chten?|will|wollen|bitte)[^.!?\n]{0,40}(?:<post>[^.!?\n]{0,20} abbestellen|\b(?:mich|
        uns)\b[^.!?\n]{0,25} (?:abmelden|austragen)|abgemeldet|ausgetragen)

    (?:me|nous) d[ée](?:sinscrire|sinscris|sinscrivons|sabonner?|sabonnons)\b|
        ^\W*stop aux? <courrier>
    (?:me|nous|m['’]) ?(?:retirer|supprimer|enlever|ray[ée]r|[ôo]ter|effacer)(?:[^.!?\n]{0,40}(?:
        liste|base|mails?|fichier|envoi|newsletter|contacts|diffusion)|\W*$)
    (?:retirer|supprimer|enlever|rayer|effacer) (?:mon|ma|mes|notre|nos|cette)[^.!?\n]{0,30}(?:
        adresse|e-?mail|mail|coordonn[ée]es|donn[ée]es|contact|nom)[^.!?\n]{0,40}(?:list|base|
        fichier|syst[èe]me|envoi|diffusion|\W*$)
    (?:retirez|supprimez|enlevez|[ôo]tez|rayez|effacez)[- ](?:moi|nous|(?:mon|notre|cette) (?:
        adresse|e-?mail|mail|nom|contact|num[ée]ro|soci[ée]t[ée])|mes (?:coordonn[ée]es|
        donn[ée]es))
    d[ée]s(?:inscrivez|abonnez)[- ](?:moi|nous|mon|notre|cette)
    ne plus (?:me |nous |m['’] ?)(?:re)?(?:contacter|envoyer|[ée]crire|solliciter|d[ée]ranger|
        importuner|relancer|d[ée]marcher|adresser)
    (?:ne|n['’]) ?(?:me|nous|m['’])[^.!?\n]{0,3}(?:re)?(?:contact|[ée]cri|envoy|sollicit|d[ée]rang|
        relanc|appel)\w*[^.!?\n]{0,15} plus
    ne [^.!?\n]{2,15} plus (?:recevoir|[êe]tre) [^.!?\n]{0,20}(?:<courrier>|contact|sollicit|
        d[ée]rang|d[ée]march)
    (?:cess|arr[êe]t)(?:ez|e|er) (?:avec )?(?:vos|ces|tous ces) <courrier>
    (?:cess|arr[êe]t)(?:ez|e|er) (?:de |d['’])(?:(?:me|nous|m['’]) ?(?:envoyer|[ée]crire|contacter|
        harceler|spammer|solliciter|d[ée]ranger|importuner|relancer|d[ée]marcher)|spammer|vos )
    ^\W*(?:(?:merci|svp|stop|bonjour)\W+){0,2}plus (?:de|d['’]|aucun) ?<courrier>(?! (?:demain|ce |
        avant|jusqu|pour|aujourd))

    (?:d[ée]me|darme|darnos|dadme|den(?:me|nos)?|dame|dennos|deme) de baja
    (?:elim[íi]n|b[óo]rr|qu[íi]t|sac|remu[ée]v)\w{0,4}(?:me|nos)\b
    solicit\w+ (?:la|mi) baja
    no (?:quiero|deseo|queremos|deseamos|quisiera)(?: volver a| m[áa]s)?(?: recibir)?(?: m[áa]s|
        [ ]sus|[ ]estos|[ ]ning[úu]n|[ ]este tipo de){0,3} <correo>
    no (?:quiero|deseo|queremos|deseamos|quisiera)[^.!?\n]{0,12} recibir(?: m[áa]s)?\W*$
    dej(?:en?|a|ad|ar) de (?:(?:enviar|escribir|mandar|contactar|molestar)(?:me|nos)|(?:enviar|
        mandar)[^.!?\n]{0,15}<correo>)
    no (?:me|nos) (?:vuelvan? a )?(?:env[íi]|escrib|contact|mand|molest)\w*(?:[^.!?\n]{0,15}(?:
        m[áa]s|<correo>)|\W*$)
    no (?:env[íi]en?|manden?)[^.!?\n]{0,15} m[áa]s <correo>
    (?:cancelar|cancel\w{1,3}|anular|anul\w{1,3}) (?:mi|la|nuestra|esta) suscripci[óo]n

    disiscriv\w{0,6}(?:mi|ci|temi)\b|cancellazione dall[a'’]\s?(?:mailing|list|newsletter|elenco)
    (?:cancell|rimuov|elimin|togli)\w{0,6}(?:mi|ci)\b(?:[^.!?\n]{0,30}(?:list|elenco|database|
        newsletter|mail|contatt|rubrica|invii|indirizz)|\W*$)
    (?:rimuov|cancell|elimin|togli)\w+ (?:il mio|la mia|i miei|il nostro|i nostri|
        questo)[^.!?\n]{0,30}
        (?:indirizzo|mail|contatt|nome|dati|nominativo)
    non (?:voglio|desidero|vogliamo|desideriamo|vorrei|intendo)(?: pi[ùu])? (?:ricevere|essere
        contatt)[^.!?\n]{0,20}(?:pi[ùu]|<posta>|\W*$)
    non (?:voglio|desidero|vogliamo|desideriamo) pi[ùu] (?:<posta>|(?:le )?vostre|essere contatt)
    non (?:(?:mi|ci) (?:scriv|contatt|invi|mand)\w*|(?:scriv|contatt|invi|mand)\w*(?:mi|
        ci))[^.!?\n]{0,15}pi[ùu]
    smett\w+ di (?:mandar|inviar|scriver|contattar|disturbar)(?:mi|ci)

    (?:me|nos) (?:remova|retire|exclua|descadastre|remover|retirar|excluir)m?\b
    (?:remova|retire|exclua|descadastre|tire|remover|retirar|excluir)m?(?:-me|-nos| me| nos| (?:o )?
        meu| (?:a )?minha| (?:o )?nosso| este)[^.!?\n]{0,60}(?:list|e-?mail|base|contato|
        cadastro|mailing)
    n[ãa]o (?:quero|desejo|queremos|desejamos|gostaria de)(?: mais)? (?:receber[^.!?\n]{0,25}(?:
        mais|<correio>|\W*$)|mais <correio>)
    (?:parem?|deixem?) de (?:me |nos )?(?:enviar|mandar|contat\w+|escrever)(?:-me|-nos|
        [^.!?\n]{0,15}
        <correio>|\W*$)
    n[ãa]o (?:me|nos) (?:envi|mand|contat|escrev)\w*[^.!?\n]{0,15}mais
    n[ãa]o (?:envi|mand)\w*[^.!?\n]{0,10} mais <correio>

    schrijf (?:mij|me|ons)[^.!?\n]{0,30}\buit\b|meld (?:mij|me|ons)[^.!?\n]{0,30}\baf\b
    (?:verwijder|haal) (?:mij|me|ons|mijn|dit)[^.!?\n]{0,60}(?:lijst|bestand|adres|database|
        mailing|gegevens|\baf\b|\buit\b)
    (?:^\W*|(?:wil|willen|wens|graag|stuur|gelieve|svp|aub)[^.!?\n]{0,25}\b)geen (?:e-?mails?|
        mails?|
        berichten|post|reclame|nieuwsbrie\w+)[^.!?\n]{0,15} meer
    (?:mij|me|ons|wil|willen|wens|graag|gelieve)[^.!?\n]{0,25} niet (?:meer|
        langer) (?:te )?(?:mailen|
        benader\w*|contacteren|schrijven|sturen|ontvangen|gemaild|lastig)
    (?:graag|gelieve)[^.!?\n]{0,20} (?:te )?verwijderen uit|stop met (?:mailen|sturen|e-?mailen|
        berichten)
    (?:wil|willen|graag|gelieve|verzoek|mij|me|ons)[^.!?\n]{0,30} (?:uitschrijven|afmelden|
        uitgeschreven|afgemeld|uit te schrijven|af te melden)

    (?:wypisani|usuni[ęe]ci|wykre[śs]leni)\w* (?:mnie |nas )?z (?:list|newsletter|baz|subskryp)
    (?:usu[nń]|wypis|wykre[śs]l)\w*[^.!?\n]{0,20} (?:mnie|nas|m[óo]j|moje|moich|nasz\w*)\b
    (?:mnie|nas|m[óo]j|moje)(?: \w{1,12})?(?: z \w{1,12})? (?:usun|wypisa|wykre[śs]l)\w*
    nie (?:chc[ęe]|chcemy|[żz]ycz[ęe] sobie)[^.!?\n]{0,20}(?:otrzymywa|wiadomo|maili|kontakt)
    prosz[ęe] (?:o )?(?:wi[ęe]cej |ju[żz] )?nie ?(?:(?:wy|przy)sy[łl]a|pisa|
        kontaktowa)\w*[^.!?\n]{0,15}(?:
        wi[ęe]cej|ju[żz]|do mnie|\bmi\b|nam|mail|wiadomo|ze mn[ąa])

    (?:ta bort|avregistrera|stryk|radera) (?:mig|oss|min (?:adress|e-?post|mail)|v[åa]r (?:adress|
        e-?post))
    (?:sluta|sl[uú]ta|upph[öo]r) (?:att )?(?:mejla|maila|skicka|kontakta)
    inte (?:ha|f[åa]|vill ha)[^.!?\n]{0,20}(?:fler|mer) (?:mail|mejl|e-?post)
    (?:fjern|slet|afmeld|avmeld) (?:mig|meg|os|oss|min (?:adresse|e-?post|mail)|mit)
    (?:vil|[øo]nsker?) [^.!?\n]{0,10}(?:afmeldes|avmeldes|slettes)\b
    meld (?:mig|meg|os|oss) (?:av|fra|ut)\b
    (?:ikke|inte)[^.!?\n]{0,25}(?:flere|fler) (?:mails?|e-?mails?|e-?post|beskeder|henvendelser)
    (?:stop med at|slutt (?:å|med å)) (?:send|skriv|mail|kontakt)\w*|kontakt mig ikke

    (?:отписать|отпишите|удалит[еь]|исключит[еь]|уберите|убрать|
        вычеркнит[еь])[^.!?\n]{0,40}(?:меня|нас|мо[йюе]|наш|
        рассылк|баз[ыеу])
    не (?:пишите|присылайте|отправляйте|шлите|беспокойте|звоните)[^.!?\n]{0,20}(?:больше|мне|нам|
        пис[еь]м|рассылк)
    (?:больше|прошу|просьба)[^.!?\n]{0,20} не (?:писать|присыла|отправля|слать|беспоко|пишите|
        шлите|звон)
    прекратите (?:мне |нам )?(?:писать|присыла|отправля|слать|спам|рассыл)
    не хо(?:чу|тим)[^.!?\n]{0,15} получать|отписаться от
    (?:退订|取消订阅|不要再(?:发|给|联系)|请勿再|别再发|停止发送|从.{0,10}(?:名单|
        列表).{0,6}(?:删除|移除)|退訂|取消訂閱|請勿再)
    (?:配信(?:を|の)?(?:停止|解除|不要)|メール(?:を|は)?(?:送らない|不要|結構|お?控え)|リストから(?:外|
        削除))
    수신\s?거부|(?:메일|연락)[^.!?\n]{0,12}(?:보내지|하지) (?:마|말)
    (?:listeden|abonelikten)[^.!?\n]{0,30}(?:[çc][ıi]kar|[çc][ıi]k)
    (?:bir daha|art[ıi]k)[^.!?\n]{0,25}(?:g[öo]ndermeyin|yazmay[ıi]n|aramay[ıi]n|(?:mail|posta|
        mesaj)\w* istemiyorum)
    (?:odhlas|vy[řr]a[ďd]|vymaz|odstra[ňn])\w*[^.!?\n]{0,40}\b(?:m[ěe]|n[áa]s|seznamu|adresu|
        datab[áa]z\w)\b|pros[íi]m[^.!?\n]{0,6} (?:o )?odhl[áa]\w+
    (?:\bmi|n[áa]m) (?:u[žz] )?(?:nepos[íi]lejte|nepi[šs]te)
    (?:nepos[íi]lejte|nepi[šs]te)[^.!?\n]{0,15}(?:\bmi\b|n[áa]m|v[íi]ce|u[žz]|dal[šs][íi]|mail)
    (?:ir(?:j|atk)|t[öo]r[öo]l)\w*[^.!?\n]{0,40}(?:list|c[íi]m)|ne k[üu]ldj
    poistakaa|lopettakaa[^.!?\n]{0,30}l[äa]hett[äa]|[äa]lk[äa][äa] l[äa]hett|
        en halua[^.!?\n]{0,20}(?:s[äa]hk[öo]?posti|viest|posti)
    """
WISHES = re.compile(rf"(?<![a-zà-ÿа-я])(?:{alternatives(_about(_WISHES))})", re.IGNORECASE)
"""A sentence that says it, of oneself; each begins where a word does."""

NO_WISHES = any_of(
    r"""
    unsubscrib\w* (?:my|our|the|their|a|an|some|all|other|these|
        those) ?(?:\w{1,15} )?(?:customers?|users?|contacts?|clients?|subscribers?|people|leads?|
        recipients?|members?|list|team|audience|prospects?)
    (?:your|the) (?:tool|platform|product|software|api|system|service)[^.!?\n]{0,60}(?:unsubscrib|
        opt[\s-]?out)
    (?:unsubscrib\w*|opt[\s-]?outs?)[^.!?\n]{0,60}(?:in|with|via|using|through|by) (?:your|
        the) (?:tool|platform|product|software|api|system|service)
    (?:how|does|do|can|could|is|are|what)[^.!?\n]{0,60}(?:handle|manage|process|support|track|
        honou?r|implement|comply|work)[^.!?\n]{0,60}(?:unsubscrib|opt[\s-]?out)
    \b(?:can|could|may|do|does|will|would|should) (?!(?:i|we|you|like|love|please|
        prefer)\b)(?:[\w'’-]{1,20} ){1,3}(?:
        unsubscribe|opt[\s-]?out)
    (?:stop|cease) (?:e-?mailing|mailing|contacting|writing to|messaging|
        bothering) my (?:colleague|boss|manager|assistant|secretary|deputy|partner|wife|husband|
        co-?worker)\b
    (?:unsubscribe|opt[\s-]?out) (?:link|rate|rates|button|page|feature|flow|option|handling|
        process|management|list|header|requests?)s?\b
    (?<!is my )(?:old|former|previous|other|private|personal|home|alte|fr[üu]here|ancienne|antigua|
        vecchi[oa]|oude) (?:one\b|e-?mail|mail|address|number|adresse|direcci[óo]n|indirizzo|adres)
    (?:do not|don['’]?t|did not|didn['’]?t|never|not) (?:\w{1,12} )?(?:want|wish|ask(?:ed)?|mean|
        meant|intend|like|plan|trying|need) (?:you )?to (?:unsubscribe|opt|be (?:removed|taken|
        unsubscribed|deleted))
    (?:do not|don['’]?t|did not|didn['’]?t|never|not) (?:remove|unsubscribe|delete|take|drop|
        erase|opt)\b
    (?:habe|haben|hatte|hatten|hab)[^.!?\n]{0,40}(?:erhalten|bekommen)
    nicht (?:mehr )?(?:abmelden|austragen|abbestellen|l[öo]schen|entfernen|streichen)
    \bin (?:den|die|ihren?|unseren?) (?:\w{0,12}verteiler|\w{0,12}liste|newsletter|
        datenbank)[^.!?\n]{0,20}\bauf
    pas (?:me |nous |de )?(?:me |nous )?(?:d[ée]sinscri|d[ée]sabonn|retir|supprim)
    niet (?:uitschrijven|afmelden|uitgeschreven)|no (?:quiero|deseo|queremos) dar\w+ de baja
    non (?:voglio|desidero)[^.!?\n]{0,10}(?:disiscriv|cancell|rimuov)
    n[ãa]o (?:quero|desejo) (?:me )?(?:descadastrar|sair)
    """
)
"""The same words about others, about a feature, about another address, or not wanted."""
