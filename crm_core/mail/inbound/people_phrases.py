"""What people write of an absence and beside one, and machines do not.

What a person proposes or promises, somebody else's absence and one that has not begun make it
harder for a letter to be a machine's. Written for folded letters (`phrases.folded`). Asked by
`letter_kinds` and `automatic`.
"""

import re

from crm_core.mail.inbound.phrases import any_of

TO_COME = any_of(
    r"""
    (?:out|away|off|leave|vacation|holidays?|office|travel+ing|closed)(?:(?!until|till|through|back|
        return)[^.!?\n]){0,12}\b(?:next week|
        tomorrow|from (?:tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|
        next)(?![^.!?\n]{0,40}\b(?:until|till|to|
        through)\b))\b
    \b(?:off|away|flying|heading|leaving) (?:to|for) [^.!?\n]{2,25}\b(?:on (?:mon|tues|wednes|thurs|
        fri|satur|sun)day|tomorrow|next)\b
    \b(?:nachste|kommende) woche[^.!?\n]{0,25}(?:urlaub|nicht im|unterwegs|abwesend|nicht da)
    \bab (?:morgen|(?:mon|diens|donners|frei|sams)tag|mittwoch)[^.!?\n]{0,30}\b(?:urlaub|weg|fort|
        verreist|unterwegs|abwesend|nicht da)\b
    (?:absente?|en conges?|en vacances|en deplacement) (?:demain|la semaine prochaine|
        a partir de demain|des demain)
    (?:vacaciones|fuera|ausente) (?:la (?:proxima|semana que)|(?:desde|a partir de) manana)
    (?:in ferie|fuori|assente) (?:da domani|domani|la (?:prossima|settimana pr))
    (?:ferias|ausente|fora) (?:a partir de amanha|na proxima|amanha)
    \bvolgende week (?:op|met|niet|afwezig)|(?:semester|ledig|borta) (?:nasta vecka|fran
        (?:och med )?imorgon)|(?:ferie|fri) (?:i )?n(?:ae|e)ste u[gk]e|(?:urlopie|nie ma mnie)
        (?:od jutra|w przyszlym)|来週は?休暇|来週.{0,6}不在|下[周週].{0,4}(?:休假|出差|不在)
    """
)
"""An absence that has not begun: no machine answers yet, so that a person wrote of it."""
PROPOSES = any_of(
    r"""
    [?？]|\blet(?:['’]s| us) |\b(?:works|suits|is fine) (?:for )?me\b|\bhow about\b
    \bonce (?:legal|he|she|they|(?:i|we)(?:['’]ve| have) (?:talked|spoken|discussed|looked|
        checked|asked|had))\b|\bwould (?:suit|work)
    \b(?:he|she) is (?:\w{1,12} )?(?:out|away|off|on (?:\w{1,12} )?(?:leave|vacation|holidays?))\b
    \bplease send\b(?![^.!?\n]{0,60}⟦)(?! (?:your|all|any|an e-?mail|e-?mails?|urgent))|
        \bcall me\b|\bsounds (?:good|great|interesting|fine)|\bwe want\b
    \bi(?:'d| would) (?:like|love)\b
    \binterested\b|\b(?:re-?)?send (?:this|it|me|us|over|that)\b(?! (?:\w{1,10} ){0,2}to ⟦)
    \b(?:try|ping|remind|nudge|catch) (?:me|us|again)\b|\b(?:circle|check) back\b|\bcatch up\b
    \bfollow up (?:with me|in|next|then|again|after)\b|\b(?:talk|speak|chat) (?:then|soon|next|
        later|after|when|on|to you)\b
    \b(?:we|us) (?:can |could |should |might )?(?:talk|speak|chat|connect|meet|discuss)\b
    \bbut (?:yes|i(?:['’]ll| will) try|i can\b|i could|we can|let|happy|still)\b|\bgo ahead\b
    \bso (?:please|if you|let|can|could)\b|\bworks better\b
    \bwe(?:['’]ll| will) (?:sign|meet|talk|speak|decide|discuss|see|go)\b
    \b(?:happy|glad) to (?:talk|speak|chat|connect|meet|discuss|look|hear|see)\b
    \b(?:come|drop|stop|swing|pop) (?:by|over|round|along)\b|^come (?:on|in|at) |^(?:next |in |
        on )?(?!more|until|till)\w{3,10} then\W{0,3}$|^no (?:calls?|meetings?|demo|time)\b|
        \bno time for\b|\bi(?:['’]ve| have)? (?:taken|took|take) over\b|\bopen to an?\b|
        \bi(?:['’]m| am) (?:her|his|their|(?-i:[A-Z])\w{1,14}['’]s) (?:successor|replacement)\b|
        ^(?:i|we) (?:like|love|want|need|agree|accept|decline|hate) (?:it|this|that|them)\b
    \bwir konnen\b|\bkonnen wir\b|\bsprechen wir\b|\bgerne? (?:danach|dann)\b
    \bi(?:['’]ll| will) (?:call|ring|phone) you|\brufe (?:sie|dich|euch)\b
    \bje (?:vous|te) r?appelle
    \b(?:contact|call|e-?mail|write to|reach out to|ping) me (?:again )?(?:after|then|in[ ]
        (?:january|february|march|april|may|june|july|august|september|october|november|
        december))\b|
        \bcontacta(?:me|nos)\b(?! si| en caso)|\brecontacte[zr]?[- ]moi\b|\bricontatta(?:mi|
        temi)\b|\bneem (?:daarna|dan) contact\b
    \bno (?:rush|hurry)\b|\b(?:nicht eilig|eilt (?:also |ja )?nicht|keine eile)\b|\bpas (?:presse|
        urgent)\b|\b(?:no hay|sin) prisa\b|\bnon c['’]e fretta\b|\bsem pressa\b|\bgeen haast\b|
        \bnie spieszy|\bingen brask\w|\bask (?:him|her|them)\b
    \b(?:that['’]s why|c['’]est pour (?:ca|cela)|por eso|deswegen|darum|daarom|vandaar|perci[oò]|
        should(?: have|['’]ve) (?:said|mentioned|told)|(?:i|we) live in|vivo en|vivo a|wohne in|
        j['’]habite)\b
    \b(?:os|te|le|les|vous|ti|vi) (?:espero|esperamos|attends|attendons|aspetto|aspettiamo)\b|
        \b(?:erwarte|erwarten) (?:sie|dich|euch)\b|\bsee you (?:on|at|then|there|next)\b|\b(?:come|
        drop|stop|swing) (?:by|over|round|along|and (?:see|visit|say))\b
    ^(?:confirmed|confirmado|confirme|confermato|bestatigt|bevestigd|potwierdzam|bekraftat|
        bekraeftet|bekreftet|vahvistan|potvrzuji)\b
    \b(?:would|will) be (?:fine|good|great|ok|okay|best|perfect|better)\b
    \b(?:ring|phone) me\b|\bin cc\b|\bmarking (?:him|her|them)\b|\bdo the needful\b
    \b(?:am|are|['’]re|['’]m) not (?:currently )?looking (?:to|for)\b|\bin[- ]house\b
    \b\w{3,6}da[gy](?:en)? (?:funkar|passar|passer|fungerar|fungerer|gar bra|gar fint|er fint|
        kan ik|past|lukt|werkt|schikt|passt|geht bei mir)\b
    \bniet meer (?:met|aan) (?:dat|die|dit|deze|jullie|uw|een)\b
    \b(?:le|te) llamo\b|\b(?:la|ti) (?:ri)?chiamo\b|\bbel (?:u|je) (?:terug|morgen|straks)
    \bte ligo\b|\bzadzwonie|\bringer (?:dig|dej|deg|tilbage|tilbake|upp|opp)
    ,\s?(?:но|ale|mas|pero|ma|mais|maar|men|aber)\b|发给我|發給我|教えて
    \blassen sie uns|\bpasst\b|\brufen sie mich|\bbitte senden
    \bdanach gerne?\b|\bklingt\b|(?<!ihr )(?<!dein )(?<!euer )interesse an|
        \binteress(?:iert|ant|ieren)|\b(?:kein|haben?) interesse
    \b(?:schicken|senden) sie (?:mir|uns)\b|\bmelden sie sich (?:gerne? |doch |bitte )?(?:danach|
        dann|nochmal|wieder)
    \b(?:pouvons|pourrions)-nous|\bappelez-moi|\bme convient|\bme viene bien|\bllame(?:me|nos)
    (?<=[mts]')interesse|\b(?:nous|suis|sommes|serais?|pas) (?:tres |vivement )?interesse|
        \b(?:ingen|
        geen|sem|nessun|alcun|har|ikke) interesse|\b(?:rappelez|recontactez|relancez|renvoyez)\b|
        \brevenez vers
    \b(?:chius[oaie]|fechad[oa]s?|cerrad[oa]s?|fermee?s?|closed) (?:a|ai|alle|para|aux?|
        to) (?:nuov|nov[oa]|nuev|
        nouvel|nouveau|new)
    \bme interesa|\bhablamos\b|\bescriba(?:me|nos)\b(?! (?:a|al) ⟦)|\benvie(?:me|nos)\b
    \bsentiamoci|\bmi va bene|\bci (?:ri)?sentiamo|\bmi interessa|\bvamos (?:falar|marcar)
    \b(?:conversamos|falamos)\b|\btenho interesse|\blaten we\b|\bstuur (?:me|mij|maar)\b|давайте
    """
)
"""What people ask, propose and promise, and that they say of others; machines do not."""

HAS_READ = any_of(
    r"""
    \b(?:it|this|that)(?:['’]s| is) not (?:that |so |very )?urgent|\bdringend ist es nicht|
        \bes ist nicht (?:so )?dringend|\bno es urgente|\bnon e urgente
    \b(?:i|we) (?:only |just )?(?:got|received|get) (?:\w{1,10} ){0,3}auto-?(?:matic|
        mated)? ?(?:reply|
        response|mail)|\b(?:fick|fik|bekam|erhielt|kreeg)\b[^.!?\n]{0,20}\b(?:autosvar|auto-?reply|
        automati\w{2,5})
    \bentschuldig\w{2,4} (?:bitte )?(?:die|fur die|meine) (?:spate|verspatete)|
        \bdesole\w? (?:pour|de) (?:le|mon|ma|la|cette) (?:retard|reponse tardive)|
        \bdisculp\w{1,4} (?:por )?(?:la|el)[ ]
        (?:demora|retraso|tardanza)|\bscusa\w{0,2} (?:per )?il ritardo|\bdesculp\w{1,4} (?:pela|
        a)[ ]
        (?:demora|ausencia)|\bsorry voor (?:de|mijn) (?:late|trage)|\b(?:should have|deveria ter|
        haette|hatte) (?:\w{1,10} )?(?:said|told|mentioned|avisado|sagen sollen)
    \bi(?: have|['’]ve)? (?:already |just )?read (?:your|through|all|both|every|the|what)\b
    \b(?:ik|wij|we) (?:heb|hebben)\b[^.!?\n]{0,50}\bgelezen\b|\b(?:ich|wir) haben?\b[^.!?\n]{0,50}
        \bgelesen\b|\bj['’]ai (?:bien )?lu\b|\bhe leido\b|\bho letto\b|\b(?:eu )?li (?:o|a|seu|
        sua|os|as)\b|\bprzeczytal\w{1,2}\b|\bjag har last\b|\bjeg har (?:laest|lest)\b|
        \bluin\b|\b(?:pre|pro)cetl\w?\b|(?:я|мы) прочита\w{1,3}|(?:я|ми) прочита\w{1,3}
    """
)
"""That the message was read, that an answer is late, that nothing presses: machines do not know."""
TURNS = any_of(
    r"""
    ,?\s(?:but|so(?! (?:soon|schnell|bald|rasch|gut|lange|wie|zeitnah|that|much|i will|we will|
        as to))|though|although|however|anyway|
        before (?:that|then)|and (?=(?:i|we)(?:['’]ll)?\b|will (?!be|have)|passed|forwarded|
        please|discuss|let\b))\b
    ,?\s(?:aber|deshalb|vorher|davor|danach|dann(?! mal weg)|und (?=(?:wir|ich|bitte)\b))\b|
        ,\smais\b|
        \smais (?=je|j'|nous|on|il|c')|,?\s(?:donc|alors|avant)\b
    ,?\s(?:pero|asi que|antes(?! de| del))\b|,?\s(?:ma(?! (?:mnie|jej|go|przerw|
        urlop|woln|dovolen|dnes|dzis|volno|zavr|zatv|celoz|pana|pani)\w{0,8}\b)|pero|quindi|
        prima(?! di| poss))\b|,?\s(?:mas|entao)\b
    ,?\s(?:maar|dus|daarna)\b|,?\s(?:ale|wiec)\b|,?\s(?:men|darfor)\b|,?\s(?:mutta|takze|viszont|
        fakat|ancak)\b|,\s(?:dar|insa|ama)\b
    ,\s?(?:ali|ampak|vendar|aga|kuid|bet|taciau|tomer|tapi|namun|nhung|obaca)\b|
        ,\sde (?=en\b|kuldj|ha\b|dont|azert|hivj)|,?\s(?:zato|pa vendar)\b
    ,?\s(?:но|поэтому|але|тому|αλλα)\b|ですが|ので、|但(?:是)?|אבל|لكن
    """
)
"""With these a person comes from the absence to the matter; a machine to whom to ask."""
OF_ANOTHER = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Tt]hey|(?!Office|This|It|There|I|We)[A-Z][a-z]{1,14}) (?:is|are) "
    r"(?:currently )?(?:out|away|on|off|in|no)\b(?! (?:charge|touch|copy|longer))"
    r"|\b(?:Frau|Herr|Mme|Sig|Mr|Mrs|Ms)\.?(?:ra)? [A-Z]\w{1,20} (?:ist|est|is|e) "
    r"(?!nicht mehr|no longer|ausges)"
    r"|\b(?i:the|our|my) (?i:cfo|ceo|coo|cto|boss|board|director|owner|buyer) (?i:is|are)\b"
    r"|\b(?i:my|our|mein|meine|unser|unsere|mon|ma|notre|mi|nuestro|nuestra|il mio|il nostro|mijn|"
    r"onze|meu|minha|o meu|a minha|nosso|min|var|vores|nos) "
    r"(?i:boss|chef|chefin|vorgesetzter|vorgesetzte|manager|director|patron|"
    r"directeur|directrice|jefe|jefa|capo|direttore|responsabile|chefe|chefa|gerente|diretor|"
    r"diretora|baas|sjef|leder) (?i:is|ist|est|esta|e|ar|er)\b"
)
"""Somebody else's absence, of which a machine knows nothing."""
ON_THE_WAY = any_of(
    r"""
    \btravel+ing\b|\bon the road\b|\bunterwegs\b|\ben deplacement\b|\bde viaje\b|\bin trasferta\b|
        \bem viagem\b
    """
)
"""Where people write from, all the same."""
