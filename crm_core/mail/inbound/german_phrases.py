"""What automatic replies are made of in German, as it is written in Germany, Austria and
Switzerland, beside the phrases of all languages.

By the names of `letter_kinds.Kind`; for sentences that are folded and lowered (`regions.told_by`),
each phrase from the beginning of a word.
"""

from crm_core.mail.inbound.phrases import words_of

_WEEKDAY = r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag)"
_SELDOM = (
    r"(?:nur|nicht|nie|selten|kaum|unregelmassig|sporadisch|gelegentlich|ab und zu|hin und wieder|"
    r"(?:ein|zwei)mal)"
)

GERMAN = {
    "absent": words_of(
        rf"""
        (?:bin|sind|bleibe|befinde|weile|sitze|stecke|habe ich mich)\b[^!?\n]{{0,70}}\b
            (?:karenz|bildungskarenz|militar|wk\b|zivildienst|zivilschutz|kur\b|reha\b|ausland\b|
            beurlaubt|krankgeschrieben|krankenstand|arbeitsunfahig|zeitausgleich|flitterwochen|
            hochzeitsreise|klassenfahrt|exkursion|montage\b|
            nicht (?:da\b|hier\b|vor ort|im (?:lande|dienst|einsatz|geschaft)|am schreibtisch|
            in der (?:praxis|kanzlei|schule|ordination|firma|werkstatt))|
            (?<!dem )(?<!richtigen )(?<!guten )(?<!besten )weg$)
        bin (?:ich )?(?:bis|vom|noch|nun|jetzt|dann) [^!?\n]{{0,40}}(?<!dem )(?<!richtigen )
            (?<!guten )weg\b|dann mal weg\b
        (?:heute|bis|den ganzen|die ganze|ganztagig|vormittags?|nachmittags?)\b[^!?\n]{{0,40}}
            \b(?:in|auf) (?:\w{{1,12}} )?(?:terminen|besprechungen|meetings|sitzung|sitzungen)\b
        (?:derzeit|momentan|aktuell|zurzeit|leider bis|bis \S{{1,12}})[^!?\n]{{0,20}} verhindert
        (?:habe|nehme|haben)(?: ich| wir)? (?:heute|bis|vom|diese woche|noch bis|derzeit)\b
            (?:(?!termin|slot|luft)[^!?\n]){{0,40}}\bfrei\b
        (?:gonne|nehme|nehmen|mache|machen|geniesse|lege)\b(?:(?!mit |bei |beim )[^!?\n]){{0,40}}
            \b(?:auszeit|sabbatjahr|pause|babypause|verschnaufpause|erholung)\b
        (?:nehme|baue|bauen|feiere)\b[^!?\n]{{0,30}}\b(?:uberstunden|zeitausgleich|resturlaub|
            gleittag)|im (?:urlab|ulraub|ulaub|urlaup)\b
        (?:ordination|werkstatt|schule|kindergarten|kita|gemeinde\w{{0,10}}|rathaus|amt|standesamt|
            atelier|hotel|gasthaus|restaurant|labor|verwaltung|lager|institut|bibliothek|apotheke|
            buchhandlung|schalter|filiale|hotline|haus)\b
            (?:(?!vertrag|abkommen)[^!?\n]){{0,60}}(?:geschlossen|nicht besetzt|nicht geoffnet)
        bleib(?:t|en)\b[^!?\n]{{0,50}}\bzu$|haben (?:wir )?(?:\S{{1,12}} ){{0,6}}(?:geschlossen|zu)$
        (?:mein |unser )?urlaub (?:bis|vom|von|dauert|beginnt|endet)\b|
            (?:hurra|juhu|juhuu|endlich)\W{{1,3}}(?:urlaub|ferien)\b|nicht da bis|
            ferien (?:bis|vom)\b|ferienhalber|(?:urlaubs|krankheits|feiertags)bedingt\b
            [^!?\n]{{0,60}}(?:geschlossen|nicht|abwesend)
        (?:trete|verabschiede)\b[^!?\n]{{0,40}}\b(?:urlaub|ferien|elternzeit|karenz)|
            (?:liege|liegen|sitze)\b[^!?\n]{{0,20}}(?:am|unter) (?:strand|palmen|pool|der sonne)|
            sonne\b[^!?\n]{{0,20}}\b(?:strand|meer)\b[^!?\n]{{0,40}}\bbis\b
        (?:am|an) (?:{_WEEKDAY}|wochenende)\w{{0,2}}(?:(?: und|,| oder) {_WEEKDAY})?
            [ ](?:arbeite|bin) ich nicht|{_WEEKDAY}s? (?:ist mein freier tag|
            habe ich (?:immer )?frei|
            ist (?:unser )?\w{{4,14}} (?:immer )?geschlossen)|
            mein (?:freier tag|pensum|teilzeit\w{{0,8}}) (?:ist|betragt)|meine
            [ ](?:arbeitstage|burotage|prasenztage) sind
        ich arbeite (?:jeweils |in der regel |nur |immer )?(?:am |von )?{_WEEKDAY}s?
            [ ](?:bis|und|,) {_WEEKDAY}
        heute ist (?:\w{{1,12}} ){{0,3}}feiertag|heute feiertag
        (?:wegen|aufgrund|infolge)\b[^!?\n]{{3,80}}(?:geschlossen|unbesetzt|nicht (?:erreichbar|
            da\b|besetzt|im (?:buro|haus))|keinen (?:telefon)?dienst)
        (?:sie )?erreichen (?:sie )?(?:mich|uns) (?:\S{{1,14}} ){{0,4}}nicht\b|
            (?:ist|sind) (?:mein|unser)\w{{0,2}} \w{{3,14}} (?:geschlossen|nicht besetzt)
        """
    ),
    "left": words_of(
        r"""
        (?:arbeits|dienst|anstellungs|beschaftigungs)verhaltnis\b[^!?\n]{0,50}
            (?:endet|geendet|beendet|beendigt|aufgelost)
        geniess\w{1,2}\b[^!?\n]{0,30}\b(?:ruhestand|pension|rente)\b|(?:in|im)
            [ ](?:den |die |meine |meinem |seinen |ihren )?(?:\w{3,14} )?(?:vor)?(?:ruhestand|
            pension)\b
        beruflich (?:verandert|neu|umorientiert|anders|neue wege)
        (?:ich|er|sie|herr \w{2,20}|frau \w{2,20}) ha(?:be|t)\b[^!?\n]{0,40}\bneuen?
            [ ](?:aufgabe|stelle|funktion|position|tatigkeit|job|herausforderung)\b[^!?\n]{0,30}
            (?:ubernommen|angetreten|gefunden|angenommen)
        letzter (?:arbeits|dienst)tag\b(?![^!?\n]{0,20}\bvor\b)
        gehor(?:e|t|en)\b[^!?\n]{0,60}nicht (?:mehr|langer) an\b
        ich (?:habe|bin) (?:\S{1,12} ){0,6}(?:meine stelle |meinen job |per \S{1,14} |
            zum \S{1,14} |ende \w{3,9} )(?:\S{1,12} ){0,2}(?:gekundigt|ausgetreten)
        nicht (?:mehr|langer) (?:\w{1,15} ){0,3}(?:mitarbeiter\w{0,3}|angestellte\w{0,2}|
            an bord|teil (?:des|unseres) teams?)\b
        (?:ich|herr|frau|kolleg\w{1,3}) (?:\S{1,16} ){1,7}(?:stelle|abteilung|arbeitgeber|position|
            firma|bereich) gewechselt|in (?:eine|einen) andere\w? (?:abteilung|bereich|firma)
            [ ]gewechselt
        (?:ihnen|uns) (?:\w{1,12} ){0,2}nicht mehr (?:als \w{3,18} )?zur verfugung
        (?:unsere? |der |die )?(?:kolleg\w{1,3}|mitarbeiter\w{0,3}|herr|frau) [^!?\n]{0,50}
            (?:haus|firma|unternehmen|schule|amt|team|verwaltung) (?:\S{1,12} ){0,4}verlassen
        (?:geschaft|firma|praxis|laden|unternehmen|verein|werkstatt|ordination)\b[^!?\n]{0,50}
            (?:aufgegeben|aufgelost|(?:betrieb|tatigkeit) (?:\w{1,12} )?eingestellt|liquidiert|
            fur immer geschlossen)
        fur (?:diesen|den) (?:bereich|posten|standort|bezirk) nicht mehr zustandig
        """
    ),
    "mailbox": words_of(
        r"""
        (?:diese[rsm]?|unsere?|meine?[rn]?|das|die|dieses|einem|ein|alte[nr]?)
            [ ](?:\w{1,14} )?(?:postfach|adressen?|e?-?mail-?adressen?|email-?adressen?|
            e-mail-?konto|
            mailadressen?|account|konto|mailkonto|briefkasten|mailbox|domain|posteingang)\b
            [^!?\n]{0,60}(?:nicht (?:mehr|langer|regelmassig|uberwacht|geleert|gelesen)|
            niemand|gesperrt|abgeschaltet|abgemeldet|eingestellt|gewechselt|geandert|umbenannt|
            ausser betrieb|aufgegeben|erloschen|umgezogen|abgelost)
        (?:diese (?:adresse|mailadresse)|dieses (?:postfach|konto)) (?:gibt es|existiert) nicht
        (?:verwenden|nutzen|benutzen) sie (?:bitte |kunftig |zukunftig |in zukunft |ab sofort |
            stattdessen |nur noch |fortan |dafur ){0,3}(?:nur |ausschliesslich )?(?:die |unsere |
            meine |folgende |diese ){1,2}(?:neue )?(?:adresse|mailadresse|e-?mail-?adresse)
        (?:unter|mit) (?:\w{1,10} )?neuer \S{0,8}(?:adresse|domain)|auf eine neue domain|
            neue (?:mail|e-?mail-?|email-?)(?:adressen?|domain)\b|neue domain\b
        (?:andern|korrigieren|passen|aktualisieren|berichtigen) sie [^!?\n]{0,40}
            (?:adressbuch|adressdaten|kontaktdaten|kontakte|adresse)
        """
    ),
    "received": words_of(
        r"""
        (?:ihre?|deine?|eure?|diese) (?:\w{1,14} ){0,2}(?:nachricht|anfrage|e-?mail|mail|anliegen|
            schreiben|mitteilung|zuschrift|bewerbung|bestellung|meldung|unterlagen|formular|
            anmeldung|reservierung|reklamation|antrag|gesuch|kontaktanfrage)\b[^!?\n]{0,60}
            (?:eingelangt|(?:uns|mich)(?: \w{1,12})? erreicht|ubermittelt|versendet|warteschlange|
            wird (?:(?!intern)\w{1,14} ){0,3}gepruft|lieg(?:t|en) uns vor|zugegangen|vorgemerkt|
            entgegengenommen)
        (?:ein|eine|einer|eines?) (?:unserer )?(?:mitarbeiter\w{0,3}|sachbearbeiter\w{0,3}|
            berater\w{0,3}|kundenberater\w{0,3})\b[^!?\n]{0,50}(?:wird|annehm|bearbeit|melde)
        (?:wir )?kummern uns (?:\w{1,14} ){0,3}um (?:ihr|dein|euer)e? (?:anliegen|anfrage)
        (?:ticket|vorgang|vorgangs|fall|bearbeitungs|ticket-|referenz)(?:nummer|id|s?kennung)
            [ ](?:lautet|ist|:)|(?:ticket|vorgang) (?:hat|tragt|mit) (?:die|der) nummer
        haben (?:wir )?(?:ihre|deine|eure) (?:nachricht|mail|e-?mail|anfrage) (?:\w{1,12} )?bekommen
        """
    ),
    "declares": words_of(
        r"""
        (?:maschinell|automatisiert|vom system|vom server|vom computer|durch unser system)
            [ ](?:\w{1,12} )?(?:erstellt|erzeugt|generiert|verschickt|versandt|versendet|gesendet)
        hier (?:antwortet|spricht|schreibt|meldet sich) (?:ein|der|mein|ihr|unser) (?:\w{1,20} )?
            (?:automat|roboter|computer|bot|\w{0,20}assistent|mailserver|anrufbeantworter)
        ^(?:\w{1,14} )?abwesenheits(?:notiz|meldung|nachricht|mail|info|assistent|antwort|agent)
        ^(?:dies ist |das ist )?(?:eine |unsere )?(?:systemnachricht|systemmail|systemmeldung|
            eingangsbestatigung|empfangsbestatigung|autoantwort)\b
        """
    ),
    "automated": words_of(
        r"""
        auf diese (?:\S{1,12} )?\S{0,20} (?:kann|konnen|braucht|mussen sie) (?:\w{1,10} )?nicht
            [ ](?:\w{1,12} )?(?:geantwortet|antworten)|von (?:ruck)?(?:antworten|fragen)
            [^!?\n]{0,20}abzusehen
        (?:ruck)?antwort(?:en)? (?:auf|an) diese [^!?\n]{0,40}(?:nicht (?:gelesen|bearbeitet|
            zugestellt|moglich|erforderlich|notwendig)|niemand)
        """
    ),
    "whom": words_of(
        r"""
        werde (?:ich )?(?:\w{1,14} )?(?:von|durch) [^!?\n]{2,40}vertreten
        (?:bei|fur|in) (?:\w{1,10} )?(?:brennende|dringende|eilige|akute|technische|
            allgemeine|medizinische)\w\b|wenn (?:es|'?s|was|etwas) (?:\w{1,12} )?
            (?:brennt|eilt|pressiert|nicht warten)
        (?:mein|unser)\w{0,2} (?:\w{1,14} und )?(?:kolleg\w{1,4}|team|assisten\w{1,3}|sekretariat|
            vertretung|nachfolger\w{0,3}|mitarbeiter\w{0,3}|stellvertret\w{1,4})\b[^!?\n]{0,50}
            (?:fur (?:sie|dich|euch) (?:da|erreichbar)|hilft|helfen|ubernimmt|ubernehmen|
            zur verfugung|erreichbar|unterstutz\w{1,3} (?:sie|dich)|zustandig)
        ubern(?:immt|ehmen|ommen)\b[^!?\n]{0,40}(?:aufgaben|agenden|vertretung|
            nachfolge|anfragen)|meine (?:aufgaben|agenden|kunden|klienten|nachfolge)\b[^!?\n]{0,40}
            (?:ubern|betreu)
        springt (?:fur mich )?ein\b|halt die stellung|nimmt [^!?\n]{0,30}entgegen\b|
            anliegen nimmt|nachfolger\w{0,3} (?:ist|heisst|wird)\b|ansprechperson
        (?:wahlen|richten|adressieren) sie\b|setzen sie sich (?:\w{1,10} )?mit (?!mir|uns)
            [^!?\n]{2,50}in verbindung|alternativ\b[^!?\n]{0,60}(?:wenden|anrufen|erreich|
            kontakt|mailen)
        (?:\w{3,14})?(?:bereitschaftsdienst|notdienst|hotline|zentrale|anrufbeantworter|rezeption|
            pikettdienst|pikett|notruf|notfallnummer|storungsdienst|telefonseelsorge)\b
            [^!?\n]{0,40}(?:\d{3}|erreich|anruf|wenden|nachricht|hinterlass|unter\b|:)|
            auf (?:dem|den) anrufbeantworter|wer (?:nicht|es) [^!?\n]{0,20}(?:warten|eilig)
        """
    ),
    "later": words_of(
        r"""
        (?:mail|nachricht|anfrage)(?:s|en)? (?:lese|beantworte|bearbeite) ich
        so (?:schnell|rasch|bald|zeitnah) (?:wie|als) (?:moglich|es geht)|ehestmoglich|
            ehebaldigst|ehestens|zeitnah|raschestmoglich|fruhestmoglich|sobald als moglich
        (?:eine |ihre |die |meine |unsere )?(?:antwort|beantwortung|bearbeitung|ruckmeldung|
            ruckantwort)(?:en)?\b[^!?\n]{0,60}(?:dauer(?:t|n)|spater|erst (?:ab|am|nach|im)|
            nach (?:meiner|unserer|den|dem) (?:ruckkehr|urlaub|ferien|feiertagen|betriebsurlaub)|
            nicht (?:sofort|gleich|umgehend))
        (?:wartezeit|bearbeitungszeit|antwortzeit|bearbeitungsdauer)(?:en)?\b
        (?:etwas|ein wenig|ein bisschen|noch) geduld|um (?:\w{1,8} )?geduld\b|gedulden sie sich
        arbeite (?:ich )?(?:meine|die|alle) (?:mails|e-?mails|nachrichten)|nach und nach
            [ ](?:beantwort|bearbeit|ab\b)
        antworte(?:n|t)?\b(?: \w{1,10}){0,4} (?:innert|innerhalb|binnen|am (?:selben|gleichen|
            nachsten)|sobald|baldmoglichst|spater)\b|innert \w{1,8} (?:stunden|tagen|werktagen|
            arbeitstagen|wochen)|binnen (?:\w{1,8} )?(?:werktag|arbeitstag|stunde|woche|tag)
        (?:kann|konnen|werde|werden) (?:ich|wir)? ?(?:erst|spater|leider erst) [^!?\n]{0,40}
            (?:antworten|beantworten|bearbeiten|lesen)|erst dann (?:kann|werde)
        kommen? (?:wir |ich )?(?:\w{1,16} ){0,3}auf (?:sie|dich|euch) zu\b
        in der reihenfolge\b|von nachfragen (?:\w{1,8} )?ab|sehen sie [^!?\n]{0,20}von
            [ ](?:nachfragen|mehrfach\w{1,10})|alles weitere (?:ab|am|nach)\b
        mit (?:einer|langeren|verzogerter) [^!?\n]{0,20}(?:antwort|ruckmeldung)\b[^!?\n]{0,20}
            (?:erst|ab|rechnen)
        """
    ),
    "no access": words_of(
        rf"""
        (?:lese|checke|prufe|schaue|sehe|rufe|beantworte|kontrolliere)\b[^!?\n]{{0,40}}
            (?:e-?mails?|mails?|nachrichten|postfach|posteingang)\b[^!?\n]{{0,30}}{_SELDOM}\b|
            (?:lese|checke|prufe|schaue|sehe|rufe)\b[^!?\n]{{0,20}}{_SELDOM}\b[^!?\n]{{0,24}}
            (?:e-?mails?|mails?|nachrichten|postfach|posteingang)\b
        (?:meine|ihre|eingehende|die|deine|alle) (?:e-?)?mails?\b[^!?\n]{{0,40}}{_SELDOM}\b|
            (?:e-?mails?|nachrichten?) (?:werden|wird) (?:\w{{1,14}} ){{0,3}}(?:geloscht|nicht)
        (?:kein|keinen|ohne|kaum|wenig|schlechten) (?:internet|empfang|netz|laptop|handy|computer|
            wlan|mobilnetz)\b
        (?:telefonisch|mobil|per mail|per e-mail) (?:\w{{1,10}} )?(?:schlecht|nicht|schwer|kaum|
            nur)\b|
            (?:beschrankt|begrenzt|eingeschrankt|limitiert)\w{{0,3}} (?:zugang|zugriff|erreichbar|
            internet|moglich)
        (?:handy|laptop|telefon|computer|rechner|diensthandy)\b[^!?\n]{{0,12}}(?:bleib(?:t|en)|ist|
            sind) (?:\w{{1,12}} )?(?:aus|zu hause|zuhause|ausgeschaltet|abgeschaltet|stumm|daheim|
            im buro)\b
        """
    ),
    "back": words_of(
        r"""
        geht(?: ?'?e?s) (?:\w{1,8} )?(?:weiter|los)\b|erster (?:arbeits)?tag|
            wieder (?:\w{1,8} ){0,2}(?:am schreibtisch|im dienst|in der praxis|vor ort|im einsatz)|
            starten (?:wir )?(?:\S{1,12} ){0,7}ins neue (?:jahr|schuljahr|semester)
        kehren? (?:ich |wir )?(?:\S{1,12} ){0,4}zuruck
        """
    ),
    "thanks": words_of(
        r"""
        dank(?:e|en|s)?\b[^!?\n]{0,50}(?:zeilen|gewendet|gewandt|wenden|kontaktaufnahme|
            schreiben|geschrieben|gemeldet|kontaktier\w{1,4}|meldung|zusendung)\b
        (?:schon|toll|super|fein),? dass (?:sie|du|ihr) (?:uns|mir|sich|an uns) (?:\w{1,10} ){0,3}
            (?:schreib\w{1,3}|geschrieben|meld\w{1,3}|gemeldet|kontaktier\w{1,3}|wenden)
        (?:freue mich|freuen uns) (?:sehr )?uber (?:ihre?|deine?|eure?) (?:nachricht|mail|e-mail|
            anfrage|interesse|kontaktaufnahme)|schon,? (?:wieder )?von (?:ihnen|dir) zu
            [ ](?:horen|lesen)|merci fur (?:ihre?|deine?|die|s) (?:nachricht|mail|anfrage)
        """
    ),
    "hours": words_of(
        r"""
        (?:parteienverkehr|parteienverkehrszeiten|ordinationszeiten|sprechstunden?|sprechtage?|
            schalter\w{0,10}zeiten|telefonzeiten|dienstzeiten|burostunden|kernzeiten|kanzleizeiten|
            telefondienst)\b
        (?:werktags|wochentags|an werktagen)\b|(?:telefon|buro|schalter|hotline|sekretariat|
            kanzlei)\b[^!?\n]{0,30}(?:von|zwischen) \d{1,2}\b[^!?\n]{0,20}\b(?:uhr|besetzt)|
            am wochenende\b[^!?\n]{0,40}nicht|ausserhalb (?:unserer|der|meiner) (?:\w{0,10}zeiten)
        (?:mo|di|mi|do)\.? ?(?:-|–|bis|,|und|u\.) ?(?:di|mi|do|fr|sa)\b
        """
    ),
    "elsewhere": words_of(
        r"""
        (?:informationen?|hinweise|details|formulare|infos|alles wissenswerte|wissenswertes)\b
            [^!?\n]{0,50}(?:finden sie|findest du|unter\b|auf unserer|online)|
            finden sie (?:\w{1,12} ){0,5}(?:hier|online|unter|im internet)\b
        online[ -](?:buchen|vereinbaren|bestellen|einsehen|ausfullen|verfolgen|abrufen|formular|
            portal|buchung|terminbuchung|shop|service)
        folge?n? (?:sie|du)? ?uns\b|ruckfragen\b[^!?\n]{0,40}nummer|betreff\w{0,5}\b
            [^!?\n]{0,20}(?:unverandert|nicht andern)|datenschutz(?:hinweise|erklarung)?\b
        """
    ),
    "courtesy": words_of(
        r"""
        bleiben sie gesund|bleibt gesund|freue (?:ich )?mich (?:schon )?auf (?:ihre?|deine?)
            [ ](?:nachricht|antwort|ruckmeldung)|geniess(?:en sie|t|e) (?:den|die|das)|
            gruezi|griass|gruss (?:di|dich|gott)|auf wieder(?:horen|sehen)|guten (?:rutsch|start)|
            gute (?:zeit|besserung)|erholsame|sonnige\w?|besinnliche|haben sie verstandnis
        """
    ),
}
