"""What automatic replies are made of in Italian, beside the phrases of all languages.

By the names of `letter_kinds.Kind`; for sentences that are folded and lowered (`regions.told_by`),
each phrase from the beginning of a word.
"""

from crm_core.mail.inbound.phrases import words_of

_MAIL = r"(?:posta|e-?mail|mail|messaggi|casella|corrispondenza)"
_SELDOM = (
    r"(?:saltuari|di tanto in tanto|raramente|di rado|ogni tanto|sporadic|solo\b|occasional|"
    r"irregolar|due volte|una volta|poco\b|con poca)"
)

ITALIAN = {
    "absent": words_of(
        r"""
        (?:il |al |ogni )?(?:lunedi|martedi|mercoledi|giovedi|venerdi|sabato|pomeriggio)(?: e
            [ ]\w{5,9})? non (?:lavoro|sono in|lavoriamo|siamo)\b|(?:lavoro|lavora) (?:in |a )?
            (?:part[- ]?time|mezza giornata|tempo parziale)
        (?:chiudiamo|chiuderemo|chiude) (?:dal|da|il|per|fino|al pubblico|ad agosto)\b|
            (?:segreteria|comune|municipio|scuola|negozio|ambulatorio|laboratorio|sportello|
            biblioteca|magazzino|hotel|albergo|ristorante|agenzia|sede|farmacia)\b[^!?\n]{0,40}
            (?:chius[ao]|chiude)\b(?! (?:il |un )?(?:contratto|accordo))
        (?:sono|siamo|saro|saremo|mi trovo) (?:\w{1,12} )?(?:all'estero|al mare|in montagna|
            in pausa|in viaggio|in ospedale|in infortunio|in aspettativa|in recupero|di riposo|
            fuori stanza|fuori uficio|in chiusura|in spiaggia|in luna di miel)
        (?:mi|ci) (?:prendo|prendiamo|concedo|concediamo|godo|godiamo|regalo)\b[^!?\n]{0,30}
            (?:riposo|pausa|ferie|vacanz\w|giorn\w|relax|stacco)\b|stacc(?:o|hiamo) (?:la spina|
            fino|per|dal)|finalmente (?:in )?(?:ferie|vacanza)|(?:usufrui|godo|godro|fruir)\w{0,3}
            [ ]d[ie]\w{0,2} (?:\w{1,8} ){0,2}(?:ferie|permesso|congedo|riposo)
        oggi e (?:\w{1,6} )?(?:festa|festivo|giorno festivo|festivita)|festa patronale|
            (?:facciamo|faccio|fa) (?:il )?ponte\b(?! tra)|pausa (?:estiva|natalizia|invernale|
            pasquale)|per (?:un lutto|lutto|trasloco|inventario|malattia|maternita|festivita)\b
            [^!?\n]{0,50}(?:assent|chius|non)
        """
    ),
    "left": words_of(
        r"""
        (?:il )?(?:mio|suo) (?:rapporto|contratto|incarico|mandato|stage|tirocinio|percorso)
            [ ](?:\S{1,12} ){0,4}(?:cessat|terminat|conclus|scadut|finit|risolt)
        (?:ho|ha) (?:\w{1,12} )?(?:cambiato (?:incarico|mansione|ufficio|settore|reparto)|
            intrapreso|rassegnato|concluso (?:la|il) (?:mia|mio|sua|suo)|cessato|
            assunto (?:un|una) (?:nuov|altr))\w{0,2}\b
        non (?:mi occupo|si occupa) piu di (?:quest[oa]|tale) (?:settore|area|ambito|ruolo|zona)|
            (?:sono|e) stat[oa] (?:trasferit|assegnat)[oa] (?:ad?|in|presso) (?:un )?(?:altr|divers|
            nuov)|(?:e|sono) andat[oa] in pensione|dimission|dimess[oa]si|
            nuov[ao] (?:esperienz[ae]|avventur[ae]|sfid[ae]) (?:profession|lavorativ)
        """
    ),
    "mailbox": words_of(
        r"""
        (?:quest[oa]|la|il|l'|tale) ?(?:presente )?(?:casella|indirizzo|account|mail|e-?mail)\b
            [^!?\n]{0,50}(?:non viene (?:letta|letto|controllat|monitorat|presidiat)|solo invio|
            non riceve|non accetta|solo per l'invio|abbandonat|non utilizzat|non e in uso)
        (?:ho|abbiamo|ha) cambiato (?:dominio|indirizzo|mail|e-?mail|casella|account)|
            non (?:uso|utilizzo|leggo|controllo|usiamo) piu (?:quest[oa]|l'|la|il) ?(?:indirizzo|
            casella|mail|account)|aggiornat?e?i? (?:la |il |i )?(?:vostr[ai]|sua|suoi|tua|tuoi)
            [ ](?:rubrica|contatti|archivi|indirizzario)
        (?:mail|messaggi|e-?mail) (?:inviat[ei] |spedit[ei] )?a quest[oa] (?:indirizzo|casella)
            [^!?\n]{0,20}non (?:vengono|sono|saranno|verranno) (?:lett|gestit|pres)
        """
    ),
    "received": words_of(
        r"""
        (?:la|il|le|i) ?(?:sua|tua|suo|tuo|vostr[ao])? ?(?:richiesta|istanza|candidatura|domanda|
            messaggio|pratica|segnalazione|prenotazione|iscrizione|reclamo|ticket)\b[^!?\n]{0,30}
            (?:lavorazione|acquisit|protocollat|inviat[oa] correttamente|inviat[oa] con successo|
            assegnat|trasmess[oa] (?:al|agli|alla)|in coda|in carico|in gestione)
        stiamo (?:lavorando|elaborando|gestendo|esaminando) (?:alla|la|sulla) (?:tua|sua|vostra)
            [ ]richiesta|(?:ci )?prend(?:iamo|eremo) (?:cura|in carico|atto|nota)\b[^!?\n]{0,20}
            (?:richiesta|segnalazione|comunicazione|messaggio)|numero (?:di|della) (?:\w{1,5} )?
            (?:pratica|protocollo|ticket|richiesta)
        """
    ),
    "declares": words_of(
        r"""
        ^(?:avviso|notifica|messaggio|comunicazione|risposta) (?:di|per) assenza|
            ^(?:conferma|ricevuta|avviso) (?:di|automatica di) (?:ricezione|lettura|ricevimento)|
            (?:ti|vi|le) risponde (?:il|un|la)? ?(?:risponditore|sistema|assistente|segreteria)|
            (?:generat|inviat|prodott)[oa] (?:dal|da un|da) (?:sistema|programma|robot|server)
        """
    ),
    "automated": words_of(
        r"""
        (?:le |eventuali )?risposte (?:a|inviate a) quest[oa] [^!?\n]{0,30}non (?:saranno|vengono|
            verranno|sono) |(?:si prega|pregasi|preghiamo|siete pregati) di non (?:rispondere|
            replicare|utilizzare)
        """
    ),
    "whom": words_of(
        r"""
        (?:per|in caso di) (?:qualsiasi|qualunque|ogni|eventuali|necessita|altre|tutte le)
            [ ]?(?:\w{1,14} ){0,3}(?:scriv|chiam|contatt|c'e|rivol|telefon|potete|puo|mand)\w{0,5}|
            per ogni evenienza|(?:per|in) (?:questioni|necessita|richieste|problemi|temi|aspetti)
            [ ](?:tecnic|commercial|amministrativ|urgent|medic)\w{1,2}
        (?:mi|ci) (?:sostitui\w{2,6}|rimpiazz\w{1,4})\b|(?:saro|sono|verro) sostituit[oa] da|
            (?:il|la) (?:mio|mia) (?:sostitut[oa]|collega|vice|assistente|referente)\b[^!?\n]{0,30}
            (?:e |:|a (?:vostra|sua|tua)|potra|puo|sapra|risponde|si occup|gestisc)
        (?:miei|nostri|mie) collegh?[ie]\b[^!?\n]{0,40}(?:liet|aiut|disposizione|risponder|
            support|a cui)|(?:resta|rimane|restano|e|sono) (?:\w{1,10} )?a (?:vostra|sua|tua)
            [ ](?:completa )?disposizione|(?:segreteria|ufficio|team|staff) (?:\w{1,12} )?(?:resta|
            rimane|e) (?:\w{1,5} )?(?:a )?disposizione|
            (?:fare|far|faccia|fate|fai) riferimento (?:a|al|alla|all')|
            nuov[oa] referente|(?:prendete|prenda|prendere|mettetevi) (?:in )?contatto con|
            mettersi in contatto con (?!me|noi)
        (?:mie|mio|miei) (?:attivita|mansioni|funzioni|clienti|incarichi)\b[^!?\n]{0,24}
            (?:seguit[ei]|gestit[ei]|affidat|passat|assunt)|(?:inoltrare|inoltrate|mettete|mettere|
            metta) (?:in copia |la mail |il messaggio |la richiesta )(?:al|alla|a|la|il) ?(?:mi[oa]
            |nostr[oa] )|lasci(?:ate|are|a) un messaggio|(?:guardia medica|pronto intervento|
            numero verde|reperibil\w{1,4})\b
        se (?:e|fosse|la cosa e) (?:\w{1,8} )?urgente|se non puo (?:aspettare|attendere)|
            (?:chiamare|chiamate|telefonare|telefonate) (?:il|al|in) (?:centralino|numero|ufficio)
        """
    ),
    "later": words_of(
        rf"""
        (?:leggero|leggeremo|rispondo|rispondiamo|rispondero|evado|evadiamo|evadero|gestiamo)\b
            [^!?\n]{{0,30}}(?:{_MAIL}|richieste)\b[^!?\n]{{0,30}}(?:rientro|ritorno|lunedi|ordine|
            volte|dal|il \d|appena)
        (?:tempi|tempistiche) (?:di|per) (?:risposta|attesa|evasione|lavorazione)|
            (?:la |una |le )?rispost[ae]\b[^!?\n]{{0,30}}(?:richieder|allung|tard|qualche giorno|
            piu lent|seguir|dopo)|(?:avere|portare|un po' di|per la|vostra|con) pazienza|
            pazientare|pazientate|in ordine (?:di arrivo|cronologico)
        ci (?:vorra|vorranno|vuole) (?:\w{{1,8}} ){{0,2}}(?:giorn|or[ae]|tempo|settiman)|
            (?:vi|le|ti) faro sapere al|(?:sara|e) (?:mia|nostra) (?:cura|premura)|
            (?:vi|ti|le|la) (?:rispondo|ricontatto) (?:al|appena|non appena|dal|lunedi|quando)|
            nei prossimi giorni
        """
    ),
    "no access": words_of(
        rf"""
        (?:leggo|leggero|controllo|controllero|consulto|consultero|guardo|guardero|verifichero)\b
            [^!?\n]{{0,16}}\b{_MAIL}\b[^!?\n]{{0,30}}{_SELDOM}|(?:controllo|leggo|guardo) (?:solo |
            raramente |poco ){{1,2}}(?:la |le )?{_MAIL}|(?:la|le|mia|mie) {_MAIL} non (?:sara|
            saranno|verra|verranno|viene)
        (?:senza|poca|scarsa|non (?:ho|avro|c'e)) (?:\w{{1,12}} )?(?:connession\w|internet|rete|
            campo|segnale|computer|portatile|wi-?fi|pc|copertura)\b|non (?:porto|ho con me|avro con
            [ ]me) (?:\w{{1,3}} )?(?:pc|portatile|computer|telefono|cellulare)
        (?:cellulare|telefono|computer|pc|portatile)\b[^!?\n]{{0,16}}(?:spento|staccato|casa|
            silenzioso)|(?:connessione|copertura|rete|
            segnale) (?:\w{{1,4}} )?(?:\w{{1,6}} )?(?:scars|
            limitat|assent|debole|instabil)\w?|(?:difficilmente|poco|parzialmente|scarsamente)
            [ ](?:raggiungibil|reperibil|contattabil|disponibil)\w|potrei non (?:leggere|vedere|
            rispondere)
        """
    ),
    "back": words_of(
        r"""
        (?:torno|torniamo|rientriamo|riapr\w{1,6}|si riparte|ripartiamo|riprendo|riprendiamo)\b
            [^!?\n]{0,20}(?:\d|lunedi|martedi|mercoledi|giovedi|venerdi|settembre|gennaio|domani|
            attivita|servizio)|riapertura\b|ci (?:rivediamo|rileggiamo|ritroviamo) (?:a|il|dal|
            lunedi|dopo)
        """
    ),
    "thanks": words_of(
        r"""
        (?:grazie|ringrazi\w{1,8})\b[^!?\n]{0,30}(?:rivolt|contatt|scelto|mail|messaggio|scrivere|
            fiducia|email)
        """
    ),
    "hours": words_of(
        r"""
        (?:ufficio|segreteria|sportell[oi]|studio|ambulatorio|negozio|comune|centralino)\b
            [^!?\n]{0,30}(?:riceve|ricevono|apert[oi]|aperta|apre|risponde)\b|
            (?:giorni|ore) (?:feriali|lavorativ[ie])|fuori orario|
            aperti (?:dal|dalle|tutti|il|al)\b|(?:lun|mar)\.? ?[-–/] ?(?:ven|sab|gio)\b
        """
    ),
    "elsewhere": words_of(
        r"""
        (?:prenotare|prenota|prenoti|prenotate|richiedere|iscriversi) (?:\w{1,14} )?(?:online|
            on line|sul sito|tramite)|(?:seguiteci|seguici|ci segua)\b|(?:indicare|indichi|indica|
            citare|riportare|specificare) (?:\w{1,3} )?(?:numero|codice|riferimento)|
            (?:modificare|cambiare|modifichi) l'oggetto|(?:scarica|scaricate|scarichi) (?:la nostra|
            l') ?app|area (?:riservata|clienti)|informativa (?:sulla )?privacy
        """
    ),
    "courtesy": words_of(
        r"""
        buon(?:e|a|o)? (?:natale|feste|vacanze|estate|pasqua|anno|ferie|proseguimento|ferragosto|
            lavoro|fine|ponte)|felice anno|auguri|un abbraccio|resto a disposizione|
            (?:le|ti|vi) auguro|la direzione\b$|lo staff\b$
        """
    ),
}
