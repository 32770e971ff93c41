"""What a reply is about: its intent, its feeling and a finer label, by rules.

A first reading that a person, or later a model, corrects; so it says `OTHER` rather than guess.
Looks at the sender's own words only, at refusals before consent, for "not interested" holds
"interested". Labels are those that the field's products sort replies by. Called by `classify`.
"""

import re
from dataclasses import dataclass

from crm_core.domain.words import ReplyIntent, Sentiment
from crm_core.mail.inbound.phrases import alternatives, any_of

_TEXT = 2_500


@dataclass(frozen=True, slots=True)
class Intent:
    intent: ReplyIntent
    sentiment: Sentiment
    label: str


_RULES: tuple[tuple[ReplyIntent, Sentiment, str, str], ...] = (
    (
        ReplyIntent.REFERRAL,
        Sentiment.NEUTRAL,
        "left the company",
        r"""
        (?:no longer|not) (?:work|with|employed|at|part of)[^.!?\n]{0,40}(?:company|here|us|at|for|
            organi[sz]ation|firm|team)\b
        (?:has|have|i'?ve|he|she) (?:since )?left (?:the company|us|our|the organi[sz]ation|
            the firm|\w{1,20})\b
        retired
        (?:nicht mehr|ausgeschieden)[^.!?\n]{0,40}(?:unternehmen|firma|bei uns|t[äa]tig|
            besch[äa]ftigt)
        (?:ne travaille plus|a quitt[ée]|ne fait plus partie)|ya no trabaja|dej[óo] la empresa
        non lavora pi[ùu]|n[ãa]o trabalha mais|niet meer werkzaam|nie pracuje
        """,
    ),
    (
        ReplyIntent.REFERRAL,
        Sentiment.NEUTRAL,
        "not the right person",
        r"""
        (?:not|isn'?t|aren'?t|am not|'m not) (?:really )?(?:the )?(?:right|best|correct|
            appropriate|responsible|decision)[\s-]?(?:person|contact|one|maker|department|team|for)
        wrong (?:person|contact|department|guy)
        not (?:my|our) (?:area|department|responsibility|decision)
        (?:don'?t|do not) (?:handle|deal with|manage|look after|make)[^.!?\n]{0,30}(?:this|that|
            these|decisions?|it)\b
        (?:nicht|falsche[rn]?) (?:der |die )?(?:richtige\w?|zust[äa]ndig\w*|ansprechpartner\w*|
            person)
        (?:nicht)[^.!?\n]{0,20}zust[äa]ndig|pas la bonne personne|pas (?:le bon|l') ?interlocuteur
        pas en charge|no soy la persona|persona (?:equivocada|indicada)|non sono (?:la persona|io)
        n[ãa]o sou a pessoa|niet de juiste (?:persoon|contactpersoon)|verkeerde persoon
        nie jestem (?:w[łl]a[śs]ciw|odpowiedni)\w*
        """,
    ),
    (
        ReplyIntent.REFERRAL,
        Sentiment.NEUTRAL,
        "refers to somebody",
        r"""
        (?:contact|reach out to|speak (?:to|with)|talk (?:to|with)|get in touch with|write to|
            e-?mail|try|connect with|ask)(?: (?:to|with))? (?:my colleague|our \w{2,20}|
            [A-Z]\w{1,20}(?: [A-Z]\w{1,20})?|him|her|them|
            \S{1,64}@\S{1,200})[^.!?\n]{0,60}(?:instead|who|responsible|handles|in charge|head of|
            he|she|about (?:this|that)|for this|regarding|\(|@|cc)
        (?:copying|cc'?ing|cc'?d|copied|looping in|adding|forward(?:ed|ing)|passed|introduc\w+|
            redirect\w*)[^.!?\n]{0,25}(?:to |in |on )?(?:my colleague|our|[A-Z]\w{1,20}|your|this|
            it|you|him|her)[^.!?\n]{0,60}(?:who|colleague|team|manager|head|director|boss|handles|
            responsible|on this|here)
        (?:the )?(?:right|best|correct) person (?:to|for|is|would)
        (?:wenden sie sich|kontaktieren sie|sprechen sie)[^.!?\n]{0,20} (?:bitte )?(?:an |
            mit )?(?:meinen?|unsere?n?|herrn|frau|[A-Z]\w{1,20})
        (?:leite|weitergeleitet)[^.!?\n]{0,40}(?:weiter|kolleg|an )|contactez|adressez-vous
        je transmets|voir avec|p[óo]ngase en contacto con|hable con|contatti|si rivolga
        rivolgersi a|fale com|entre em contato com|neem contact op met|prosz[ęe] o kontakt z
        """,
    ),
    (
        ReplyIntent.OBJECTION,
        Sentiment.NEUTRAL,
        "bad timing",
        r"""
        (?:not|isn'?t) (?:a )?(?:the )?(?:good|right|best|great|ideal) (?:time|moment|timing)
        bad (?:time|timing)
        (?:maybe|perhaps|try|check|reach out|get back|contact|circle back|follow up|ping|
            touch base|come back|reconnect|revisit|connect)[^.!?\n]{0,30}(?:later|next (?:year|
            quarter|month|spring|summer|fall|autumn|winter)|in (?:a few|a couple|\d|q[1-4]|
            the (?:new year|fall|spring|summer|autumn|future)|january|february|march|april|may|
            june|july|august|september|october|november|december|six|three|two)|after )
        (?:too|very|really|super|extremely|quite) busy
        (?:not|n'?t)[^.!?\n]{0,25}(?:right now|at (?:this|the) (?:time|moment|point|stage)|for now|
            currently|this (?:year|quarter|month)|a priority|on (?:our|my) (?:roadmap|
            radar))(?![^.!?\n]{0,20}interested)
        not (?:just )?(?:yet|now)\b
        (?:kein|nicht|falscher|schlechter|ung[üu]nstiger) (?:der )?(?:guter?|richtiger?|
            passender?)? ?zeitpunkt
        (?:momentan|derzeit|aktuell|zurzeit|im moment)[^.!?\n]{0,30}(?:kein|nicht)
        (?:sp[äa]ter|n[äa]chstes jahr|n[äa]chsten monat|im (?:neuen jahr|herbst|fr[üu]hjahr|
            januar))[^.!?\n]{0,30}(?:noch ?mal|wieder|melden)
        pas le (?:bon )?moment|pas pour (?:l'instant|le moment)|plus tard|recontact\w+
        no es (?:un )?buen momento|m[áa]s adelante|por ahora no|non [èe] il momento|pi[ùu] avanti
        per ora no|n[ãa]o [ée] (?:um )?(?:bom )?momento|mais tarde|geen goed moment|nu niet
        op dit moment niet|later (?:dit|volgend)|nie teraz|p[óo][źz]niej
        """,
    ),
    (
        ReplyIntent.OBJECTION,
        Sentiment.NEGATIVE,
        "no budget",
        r"""
        (?:no|not|don'?t have|lack|without|limited|cut|frozen|freeze|
            tight)[^.!?\n]{0,30}\b(?:budget|funds?|money|resources)\b
        budget[^.!?\n]{0,30}(?:not|freeze|frozen|spent|cut|constraints?|limited|tight|gone)
        too (?:expensive|pricey|costly)|(?:can'?t|cannot) afford|out of (?:our )?(?:budget|price)
        kein\w? (?:budget|geld|mittel)|zu teuer|pas de budget|trop cher|sin presupuesto
        no (?:tenemos|hay|tengo) presupuesto|muy caro|demasiado caro|nessun budget|troppo caro
        sem (?:verba|or[çc]amento)|muito caro|geen budget|te duur|brak bud[żz]etu|za drogo
        """,
    ),
    (
        ReplyIntent.OBJECTION,
        Sentiment.NEGATIVE,
        "has a solution",
        r"""
        (?:already|currently|happy|happily|recently|just|are|'re|we) (?:using|use|have|
            work\w* with|signed|with|chose|chosen|bought|invested|went|gone|locked in|
            under contract|in contract|partner\w* with|built|covered|set up|happy with|
            satisfied with)\b[^.!?\n]{0,60}(?:solution|tool|system|vendor|provider|supplier|
            platform|software|partner|agency|competitor|contract|product|service|crm|in[\s-]?house|
            internally|someone|hubspot|salesforce|pipedrive|outreach|salesloft|apollo)
        already (?:have|use|using|covered|got|working with)
        (?:bereits|schon)[^.!?\n]{0,40}(?:l[öo]sung|anbieter|tool|partner|system|im einsatz|
            versorgt|dienstleister)
        d[ée]j[àa] (?:une solution|[ée]quip|un prestataire|un fournisseur|un outil)
        ya (?:tenemos|contamos|trabajamos|usamos)|abbiamo gi[àa]
        gi[àa] (?:un fornitore|una soluzione)|j[áa] (?:temos|usamos|utilizamos|trabalhamos)
        (?:al|reeds) een (?:oplossing|leverancier|partner|systeem)|mamy ju[żz]|korzystamy ju[żz]
        """,
    ),
    (
        ReplyIntent.OBJECTION,
        Sentiment.NEGATIVE,
        "not interested",
        r"""
        (?:not|n'?t|never|no longer)[^.!?\n]{0,25}(?:interested|keen|looking (?:for|to|at)|
            in the market|a (?:good )?(?:fit|match)|relevant|need(?:ed)?\b|require|for (?:us|me)\b|
            of interest|something (?:we|i)|the right fit|going to (?:work|pursue)|pursu\w+|want\b)
        no (?:interest|need|thanks|thank you|thx)\b
        \bpass(?:ing)?\b (?:on this|for now|on it|thanks)
        (?:i'?ll|we'?ll|i will|we will|going to|have to|gonna) pass\b
        (?:respectfully |politely )?declin(?:e|ing)\b|don'?t need|do not need|^\W*no\W*$
        ^\W*(?:no|nope|nah)[,.! ]|waste of (?:my )?time|kein(?:e|en)? (?:interesse|bedarf)
        nicht (?:interessiert|interessant|relevant|von interesse)|nein,? danke|pas int[ée]ress[ée]
        aucun int[ée]r[êe]t|pas (?:de |ce )?besoin|non merci|ne (?:nous|m') ?int[ée]resse pas
        no (?:me|nos|estoy|estamos)?\s?interes\w+|no,? gracias|sin inter[ée]s|no (?:lo )?necesit\w+
        non (?:sono|siamo|mi|ci) interess\w+|no,? grazie|nessun interesse
        n[ãa]o (?:tenho|temos|estou|estamos|h[áa])?\s?interess\w+|n[ãa]o,? obrigad
        geen (?:interesse|belangstelling|behoefte)|niet ge[ïi]nteresseerd|nee,? (?:bedankt|dank)
        nie jest\w* zainteresowan\w+|nie,? dzi[ęe]kuj|inte intresserad|ej intresse
        ikke interesser\w*|nej,? tak|nei,? takk|ei kiinnosta|nem[aá]m z[áa]jem|nem [ée]rdekel
        ilgilenmiyor|не интерес\w*|не нужно|неинтересно|нет,? спасибо|不感兴趣|没有?兴趣|不需要
        興味(?:が|は)?(?:ありません|ない)|관심(?:이)? 없
        """,
    ),
    (
        ReplyIntent.POSITIVE,
        Sentiment.POSITIVE,
        "willing to meet",
        r"""
        (?:happy|glad|love|like|open|willing|available|free|pleased|keen|want|delighted) (?:to|
            for) (?:a |an |have a |having a |set up |schedule |hop on |
            jump on )?(?:\w{1,12} )?(?:meet\w*|chat|call|talk|speak|discuss|connect|catch up|demo|
            hop|jump)
        (?:let'?s|can we|could we|shall we|we (?:can|could|should)) (?:\w{1,12} )?(?:meet|talk|
            chat|speak|schedule|set (?:up|something)|arrange|book|connect|do (?:it|this|a call|
            that|monday|tuesday|wednesday|thursday|friday|\w+ at)|find a time|hop|jump|discuss|
            plan)
        (?:works|work|suits|good|fine|perfect|great|ok|okay) (?:for|with) (?:me|us)\b
        (?:i'?m|i am|we are|we'?re) (?:free|available) (?:on|at|next|tomorrow|monday|tuesday|
            wednesday|thursday|friday|this|after|between|from|anytime|any)
        (?:send|share)[^.!?\n]{0,20}(?:invite|calendar|availability|calendly|times?\b|slots?)
        (?:what|which) (?:times?|days?|day)[^.!?\n]{0,20}(?:work|suit|available|good)
        (?:book|schedule|set up|arrange) (?:a|some|the) (?:call|meeting|demo|time|chat)|call me\b
        (?:give me|give us) a (?:call|ring)
        how about (?:monday|tuesday|wednesday|thursday|friday|tomorrow|next|\d)
        (?:gerne|k[öo]nnen wir|lassen sie uns|wann)[^.!?\n]{0,40}(?:termin|telefon|treffen|
            sprechen|call|gespr[äa]ch|austausch|meeting|demo|zeit)
        rufen sie mich|(?:passt|passen) (?:mir|uns|gut)
        (?:avec plaisir|volontiers|disponible|on peut)[^.!?\n]{0,40}(?:rendez|appel|[ée]chang|
            rencontr|visio|parler|call|lundi|mardi|mercredi|jeudi|vendredi)
        appelez-moi
        (?:podemos|encantad\w|disponible|agend\w+)[^.!?\n]{0,40}(?:reuni|llamada|hablar|llam|
            quedar|cita|ver)
        ll[áa]m\w+me
        (?:volentieri|possiamo|disponibil\w)[^.!?\n]{0,40}(?:incontr|sentir|chiamata|parlar|
            appuntamento|call)
        (?:podemos|vamos|dispon[íi]vel)[^.!?\n]{0,40}(?:reuni|conversar|falar|marcar|agendar|liga)
        (?:graag|kunnen we|laten we)[^.!?\n]{0,40}(?:afspraak|bellen|spreken|meeting|kennismak|
            gesprek)
        bel (?:me|mij)|ch[ęe]tnie[^.!?\n]{0,30}(?:porozmawiam|spotka)
        """,
    ),
    (
        ReplyIntent.POSITIVE,
        Sentiment.POSITIVE,
        "asks for information",
        r"""
        (?:send|share|provide|forward|give|tell|e-?mail)(?: \w{1,12}){0,3} (?:more|some|further|
            additional|the|your|any|a|me|us)?\s?(?:\w{1,12} ){0,2}(?:information|info|details|
            brochure|deck|materials?|pricing|prices?|quote|proposal|case stud\w+|one[\s-]pager|
            presentation|documentation|link|overview|examples?|demo|about)
        (?:more|further|additional) (?:information|info|details)
        (?:tell me|know|hear|learn|understand|see) more
        how (?:much|does (?:it|this|that|your)|do you|would (?:it|this|you)|is (?:it|this))\b
        what (?:is|are|does|would|do) (?:the |your |it |this |you )?(?:price|pricing|cost|charge|
            rate|fee|offer|terms|exactly|differ|make)\w*
        (?:price|pricing|cost|quote)\b[^.!?\n]{0,30}\?
        (?:do|does|can|is|are) (?:you|it|your|this)[^.!?\n]{2,80}\?
        (?:mehr|weitere|n[äa]here) (?:infos?|informationen|details|unterlagen)
        (?:schicken|senden) sie (?:mir|uns)|was kostet|preis\w*[^.!?\n]{0,20}\?
        plus d'(?:infos?|informations?)|en savoir plus
        (?:envoyez|transmettre)[^.!?\n]{0,30}(?:documentation|plaquette|tarif|infos?)|combien
        m[áa]s (?:informaci[óo]n|info|detalles)
        (?:env[íi]e|mande)\w*[^.!?\n]{0,30}(?:informaci|precio|presentaci|propuesta)
        cu[áa]nto cuesta|(?:maggiori|pi[ùu]|ulteriori) (?:informazioni|info|dettagli)|quanto costa
        mais (?:informa[çc][õo]es|detalhes)|quanto custa|meer (?:informatie|info)|wat kost
        wi[ęe]cej (?:informacji|szczeg)|ile kosztuje
        """,
    ),
    (
        ReplyIntent.POSITIVE,
        Sentiment.POSITIVE,
        "interested",
        r"""
        \b(?:interested|interesting|intrigued|curious|sounds (?:good|great|interesting|like|
            perfect|awesome|promising)|love (?:this|it|the idea|to)|count (?:me|us) in|sign (?:me|
            us) up|let'?s do (?:it|this)|great (?:idea|timing|news)|yes,? please|absolutely|
            definitely|tell me more|keen|looks (?:good|great|interesting|promising)|
            would be (?:great|useful|helpful|interesting|nice))\b
        ^\W*(?:yes|yeah|yep|sure|ok|okay|great|perfect)\b(?!,? but)|\binteressiert\b
        \binteressant\b|klingt (?:gut|interessant|spannend)
        h[öo]rt sich[^.!?\n]{0,10}(?:gut|interessant)|^\W*(?:ja|gerne)\b
        (?:je suis|nous sommes) int[ée]ress|int[ée]ressant|[çc]a m'int[ée]resse
        ^\W*(?:oui|d'accord|volontiers|avec plaisir)\b|me interesa|nos interesa|interesante
        estoy interesad|^\W*(?:s[íi]|claro|perfecto)\b|(?:mi|ci) interessa|interessante
        sono interessat|^\W*(?:s[ìi]|volentieri|certo)\b|tenho interesse|me interess
        ^\W*(?:sim|claro)\b|ge[ïi]nteresseerd|klinkt (?:goed|interessant)|^\W*(?:graag|ja)\b
        jestem zainteresowan|brzmi (?:dobrze|ciekawie)|^\W*(?:tak|ch[ęe]tnie)\b
        l[åa]ter (?:bra|intressant)|lyder (?:godt|interessant|bra)|kuulostaa hyv|интересно|давайте
        感兴趣|有兴趣|興味(?:が)?あ|관심(?:이)? 있
        """,
    ),
)
_COMPILED = tuple(
    (intent, sentiment, label, re.compile(alternatives(lines), re.I | re.M))
    for intent, sentiment, label, lines in _RULES
)
_ANGRY = any_of(
    r"""
    \b(?:spam\w*|scam|harass\w*|annoy\w*|unsolicited|illegal|report you|lawyer|legal action|fuck|
        shit|idiot|bullshit|stupid|ridiculous|disgust\w*|unacceptable|waste|gdpr|dsgvo|rgpd|
        bel[äa]stig\w*|frechheit|unversch[äa]mt|unzumutbar)\b
    """
)
_THANKS = any_of(
    r"""
    ^\W*(?:thanks?|thank you|thx|danke|vielen dank|merci|gracias|grazie|obrigad[oa]|bedankt|dank|
        dzi[ęe]ki|dzi[ęe]kuj[ęe]|tack|tak|takk|kiitos|спасибо|谢谢|ありがとう)\b
    """
)


def read_intent(own: str) -> Intent:
    """The intent, sentiment and label of a reply, by the sender's own words."""
    text = own[:_TEXT]
    for intent, sentiment, label, pattern in _COMPILED:
        if pattern.search(text):
            feeling = (
                Sentiment.NEGATIVE
                if _ANGRY.search(text) and intent is not ReplyIntent.POSITIVE
                else sentiment
            )
            return Intent(intent, feeling, label)
    if _ANGRY.search(text):
        return Intent(ReplyIntent.OTHER, Sentiment.NEGATIVE, "annoyed")
    if "?" in text or "？" in text:
        return Intent(ReplyIntent.OTHER, Sentiment.NEUTRAL, "question")
    if _THANKS.match(text) and len(text) < 200:
        return Intent(ReplyIntent.OTHER, Sentiment.POSITIVE, "thanks")
    return Intent(ReplyIntent.OTHER, Sentiment.NEUTRAL, "")


def unsubscribe_intent() -> Intent:
    """That of somebody who wants no more mail."""
    return Intent(ReplyIntent.UNSUBSCRIBE, Sentiment.NEGATIVE, "wants no more mail")
