"""A wish to get no more mail, in a person's own words.

Short and said of oneself: "please take me off your list" is one, "how do I unsubscribe my customers
in your tool?" is not. In doubt it is one where nothing else is asked: the law of most countries
wants it honoured, however it is put. Called by `classify` with the sender's own text only.
"""

import re

from crm_core.mail.inbound.phrases import alternatives, any_of

_LONGEST = 800  # characters of a letter in which a wish is looked for
_ALONE = any_of(
    r"""
    ^\W{0,6}(?:please\s|pls\s|bitte\s|por favor\W{1,2})?(?:unsubscribe(?: me| now| please| us)?|
        un-subscribe(?: me)?|unsub|stop(?: it| now| please| this| emails?| e-?mailing(?: me)?)?|
        remove(?: me| us)?|opt[\s-]?out|cancel subscription|abmelden|abbestellen|austragen|
        d[ée]sabonner|d[ée]sinscrire|d[ée]sinscription|d[ée]sabonnement|stop pub|darse? de baja|
        baja|dar de baja|cancelar suscripci[óo]n|disiscri(?:vi(?:mi)?|vere|zione)|cancellami|
        cancelar(?: inscri[çc][ãa]o)?|descadastrar|remover|uitschrijven|afmelden|wypisz(?: mnie)?|
        rezygnuj[ęe]|wypisz si[ęe]|avregistrera(?: mig)?|avsluta prenumeration|afmeld(?: mig)?|
        meld meg av|avmeld|отписаться|отпишите(?: меня)?|отписка|退订|取消订阅|退訂|配信停止|
        配信解除|수신\s?거부|abonelikten [çc][ıi]k|listeden [çc][ıi]kar|odhl[áa]sit|leiratkoz\w*|
        peruuta tilaus)\W{0,6}(?:please|pls|bitte|thanks?|thank you|thx|danke|merci|gracias|grazie|
        obrigad[oa]|now|asap|immediately)?\W{0,6}$
    """
)
_ME = alternatives(
    r"""
    (?:me|us|my (?:e-?mail|address|name|company|contact|details|email address)|our (?:e-?mail|
        address|company|domain|contact|details|name)|this (?:e-?mail|address|email address|
        mailbox)|\S{1,64}@\S{1,200})
    """
)
_WISH = any_of(
    r"""
    (?:unsubscribe|un-subscribe|deregister) (?:<me>\b|from|immediately|asap|now\b)
    (?:remove|delete|erase|drop|take) <me>\b[^.!?\n]{0,60}(?:\b(?:list|lists|mailings?|database|
        crm|records?|system|campaign|distribution|sequence|contacts?|newsletter|e-?mails?|off|
        from)\b|$)
    take <me> off\b|\bunsubscribe(?:,? please)?\s?[.!]*\s*$
    ^\W*(?:please )?unsubscribe\b(?! (?:link|rate|button|feature|page|flow|our|the|my c|users?|
        customers?|people))
    (?:want|like|wish|need|prefer|ask|asking|request\w*|demand) (?:you )?to (?:unsubscribe|
        be (?:removed|taken off|unsubscribed|deleted)|opt[\s-]?out)
    (?:stop|cease|quit|refrain from|no longer) (?:e-?mailing|contacting|sending|spamming|messaging|
        bothering|writing|mailing|harassing|soliciting|reaching out)\b
    stop (?:with )?(?:all )?(?:these|the|your|this|those) (?:e-?mails?|mails?|messages?|spam|
        nonsense)
    (?:do not|don['’]?t|never|please no(?:t)?) (?:ever )?(?:e-?mail|contact|write|message|mail|
        send|reach out to|spam|bother|solicit)(?: to)? (?:<me>|any(?:thing)?|more|again)\b
    (?:do not|don['’]?t) (?:want|wish|care) to (?:receive|get|hear|be contacted)
    (?:no longer|not) (?:wish|want|interested in) (?:to )?(?:receiv|get|hear|be(?:ing)? contact)\w*
    (?:no|not any) (?:more|further) (?:e-?mails?|mails?|messages|contact|communications?|
        correspondence|spam)\b
    never (?:contact|e-?mail|write)[ ]
    opt(?:ing)?[\s-]?(?:me )?out\b(?! (?:of the |rate|link|option))
    how (?:do|can) i (?:unsubscribe|opt out|get off|stop (?:these|receiving|getting))\b(?! (?:my|
        our|a |an |the |people|users|customers|contacts|someone))
    (?:lose|delete|forget) my (?:e-?mail|address|number|contact)
    gdpr[^.!?\n]{0,80}(?:delet|remov|eras)
    (?:nehmen|streichen|l[öo]schen|entfernen|tragen|melden) sie (?:mich|uns|meine|unsere|
        diese)[^.!?\n]{0,80}(?:verteiler|liste|datenbank|adresse|daten|aus|ab|newsletter|mail)
    (?:keine|keinerlei) (?:weiteren?|werbe\w*)? ?(?:e-?mails?|mails?|nachrichten|werbung|
        kontaktaufnahme\w*|zusendung\w*|anfragen)[^.!?\n]{0,30}(?:mehr|senden|schicken|zusenden|
        erhalten|bekommen|zu|$)
    (?:nicht (?:mehr|wieder|weiter))[^.!?\n]{0,20}(?:kontaktier|anschreib|angeschrieben|schreiben|
        schicken|zusenden|bel[äa]stig)
    von (?:weiteren|ihrem?) [^.!?\n]{0,30}(?:absehen|abmelden|austragen)|unterlassen sie
    (?:aus|von) (?:ihrem|dem|diesem|ihrer|der) (?:verteiler|newsletter|liste|
        mailingliste)[^.!?\n]{0,40}(?:nehmen|l[öo]schen|streichen|entfernen|austragen|abmelden)
    (?:m[öo]chte|will|bitte)[^.!?\n]{0,40}(?:abbestellen|abgemeldet|ausgetragen)
    (?:veuillez |merci de |pri[èe]re de )?(?:me |nous )?(?:d[ée]sinscrire|d[ée]sabonner|retirer|
        supprimer|enlever|ray[ée]r)[^.!?\n]{0,60}(?:liste|base|mail|adresse|coordonn[ée]es|fichier|
        envoi|newsletter|$)
    (?:ne|n')[^.!?\n]{0,25}plus[^.!?\n]{0,25}(?:contacter|recevoir|envoyer|[ée]crire|solliciter)
    cessez de|arr[êe]tez de|plus de (?:mails?|messages|e-?mails?)|d[ée]sinscrivez|d[ée]sabonnez
    retirez-moi|supprimez|(?:d[ée]me|darme|dadme|den(?:me)?|dame|deme) de baja
    (?:elim[íi]n|b[óo]rr|qu[íi]t|sac|remu[ée]v)\w{0,4}(?:me|nos)\b[^.!?\n]{0,60}
    no (?:quiero|deseo|queremos|deseamos)[^.!?\n]{0,20}(?:recibir|m[áa]s)
    (?:dejen?|deja) de (?:enviar|escribir|mandar|contactar)\w*
    no me (?:env[íi]e|escrib|contact|mand)\w*|no (?:env[íi]en?|manden?)[^.!?\n]{0,20}m[áa]s
    (?:cancell|disiscriv|rimuov|elimin|toglie)\w{0,6}(?:mi|ci|temi|rmi|ere|ete)\b[^.!?\n]{0,60}
    non (?:voglio|desidero|vogliamo|desideriamo)[^.!?\n]{0,20}(?:ricevere|pi[ùu])
    non (?:mi )?(?:scriv|contatt|invi|mand)\w*[^.!?\n]{0,15}pi[ùu]|smett\w+ di
    (?:remova|retire|exclua|descadastre|tire|remover|retirar|excluir)(?:m|-me|
        -nos)?\b[^.!?\n]{0,60}(?:lista|e-?mail|base|contato|cadastro|mailing)
    n[ãa]o (?:quero|desejo|gostaria)[^.!?\n]{0,20}(?:receber|mais)
    (?:parem?|deixem?) de (?:enviar|mandar|contat)
    n[ãa]o (?:me )?(?:envie|mande|contat|escrev)\w*[^.!?\n]{0,15}mais
    (?:verwijder|haal|schrijf|meld) (?:mij|me|ons|mijn|dit)[^.!?\n]{0,60}(?:lijst|uit|af|bestand|
        adres|database|mailing)
    geen (?:e-?mails?|mails?|berichten|post) meer
    niet meer (?:mailen|benaderen|contacteren|contact|schrijven|sturen|ontvangen)
    stop met (?:mailen|sturen|e-?mailen)|wil[^.!?\n]{0,25}(?:uitschrijven|afmelden|uitgeschreven)
    (?:prosz[ęe] (?:o )?)?(?:usun|wypis|wykre[śs]l)\w*[^.!?\n]{0,60}(?:list|baz|adres|mail|mnie|
        nas|newsletter)
    nie (?:chc[ęe]|[żz]ycz[ęe] sobie)[^.!?\n]{0,30}(?:otrzymywa|wiadomo|maili|kontakt)
    prosz[ęe] nie (?:wysy[łl]a|pisa|kontaktowa)\w*|prosz[ęe] (?:o )?nie(?:wysy|kontakt)\w*
    (?:ta bort|avregistrera|stryk|radera) (?:mig|oss|min|v[åa]r)
    (?:sluta|sl[uú]ta|upph[öo]r) (?:mejla|maila|skicka|kontakta)
    inte (?:ha|f[åa]|vill ha)[^.!?\n]{0,20}(?:fler|mer) (?:mail|mejl|e-?post)
    (?:fjern|slet|afmeld|meld|avmeld) (?:mig|meg|os|oss|min|mit)
    (?:ikke|inte)[^.!?\n]{0,25}(?:flere|fler) (?:mails?|e-?mails?|e-?post|beskeder|henvendelser)
    stop med at|slutt (?:å|med)|kontakt mig ikke
    (?:отпишите|удалите|исключите|уберите|вычеркните)[^.!?\n]{0,60}(?:меня|нас|адрес|рассылк|баз|
        списк)
    (?:не (?:пишите|присылайте|отправляйте|беспокойте|звоните)|прекратите|больше не)[^.!?\n]{0,40}
    отписаться от
    (?:退订|取消订阅|不要再(?:发|给|联系)|请勿再|别再发|停止发送|从.{0,10}(?:名单|
        列表).{0,6}(?:删除|移除)|退訂|取消訂閱|請勿再)
    (?:配信(?:を|の)?(?:停止|解除|不要)|メール(?:を|は)?(?:送らない|不要|結構)|リストから(?:外|
        削除))
    수신\s?거부|(?:메일|연락)[^.!?\n]{0,12}(?:보내지|하지) (?:마|말)
    (?:listeden|abonelikten)[^.!?\n]{0,30}(?:[çc][ıi]kar|[çc][ıi]k)
    (?:bir daha|art[ıi]k)[^.!?\n]{0,25}(?:g[öo]ndermeyin|yazmay[ıi]n|aramay[ıi]n|istemiyorum)
    (?:odhlas|vy[řr]a[ďd]|vymaz|odstra[ňn])\w*[^.!?\n]{0,40}(?:m[ěe]|n[áa]s|seznam|adres|datab)
    nepos[íi]lejte|nepi[šs]te|(?:ir(?:j|atk)|t[öo]r[öo]l)\w*[^.!?\n]{0,40}(?:list|c[íi]m)
    ne k[üu]ldj|poistakaa|[äa]lk[äa][äa] l[äa]hett|en halua[^.!?\n]{0,20}(?:s[äa]hk|viest|posti)
    ne (?:me|nous|m') ?(?:contact|[ée]cri|envoy|sollicit)\w*[^.!?\n]{0,15} plus
    """.replace("<me>", _ME)
)
_OF_OTHERS = any_of(
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
    \b(?:can|could|may|do|does|will|would|should) (?!(?:i|we|you)\b)(?:[\w'’-]{1,20} ){1,3}(?:
        unsubscribe|opt[\s-]?out)
    stop (?:e-?mailing|mailing|contacting|writing to|messaging|bothering) my (?:colleague|boss|
        manager|assistant|secretary|deputy|partner|wife|husband|co-?worker)\b
    (?:unsubscribe|opt[\s-]?out) (?:link|rate|rates|button|page|feature|flow|option|handling|
        process|management|list|header|requests?)s?\b
    """
)


def asks_by_subject(subject: str) -> bool:
    """Whether a subject is the request: what clients write for the `mailto` of RFC 2369."""
    return bool(_ALONE.match(subject[:120]))


def wants_no_more(own: str) -> bool:
    """Whether a person asks, for themselves, that no more mail be sent to them."""
    text = own[: _LONGEST + 1]
    if not text.strip() or len(text) > _LONGEST:
        return False
    lines = [line for line in text.split("\n") if line.strip()]
    if any(_ALONE.match(line[:120]) for line in lines[:2]):
        return True
    return any(
        _WISH.search(sentence) and not _OF_OTHERS.search(sentence)
        for sentence in re.split(r"(?<=[.!?。！？])\s+|\n+", text)[:40]
    )
