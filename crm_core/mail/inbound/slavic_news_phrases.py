"""The news that automatic replies tell in the Slavic languages of Latin script.

As in `slavic_phrases`, which they are part of.
"""

from crm_core.mail.inbound.phrases import words_of

SLAVIC_NEWS = {
    "absent": words_of(
        r"""
        nie ma mnie (?:\w{3,8} )?(?:w|na|do|od)\b|w biurze mnie nie ma|(?:mnie|
            mne) (?:\w{3,8} )?(?:nie ma|nie bedzie|
            nebude)\b|mam (?:\w{3,10} )?(?:wolne|urlop|volno|dovolenou|dovolenku|l4)\b|
            (?:wzial\w{1,2}|biore) (?:\w{3,8} ){0,2}(?:wolne|woln\w{2,3}|urlop)
        (?:jestem|przebywam|bede|lezy|leze) (?:\w{3,12} )?(?:na (?:l4|urlop\w{0,3}|opiece|
            macierz\w{1,8}|
            rodziciel\w{3,5}|chorobow\w{2,3}|wakacjach|szkoleniu|konferencji|targach|zwolnieniu|
            kwarantannie|wyjezdzie|feriach)|w (?:podrozy|delegacji|szpitalu|trasie sluzbow)|
            za granica|poza (?:zasiegiem|biurem|firma|krajem)|niedostepn\w|nieobecn\w|nieosiagaln\w)
        (?:wyjechal\w{1,2}|wyjezdzam) (?:sluzbowo|na (?:urlop|wakacje))|(?:odpoczywam|wypoczywam)\b|
            opiekuje sie chor|^choruje\b|(?:leze|jestem) w szpitalu|korzystam z (?:urlopu|dni woln)
        nie pracuje (?:dzis|jutro|do \d|od \d|w (?:piat|srod|poniedz|wtor|czwart|weekend|tym tyg))|
            (?:
            pracuje tylko|pracuje do|pracujem len|pracuji jen|
            (?<!jiz )(?<!uz )(?<!viac )nepracuj(?:i|em)|
            nepracujeme)\b(?! (?:juz|u|z|dla|jako|pre|pro|s|tu|zde))[^.!?\n]{0,20}|
            (?:w|we) (?:piatki|srody|poniedzialki|wtorki|czwartki|piatek) nie pracuj|v (?:patek|
            piatok|pondeli|pondelok|stredu) nepracuj|niepelny\w? wymiar|na pol etatu|
            (?:castecny|skraceny|ciastocny|skrateny) (?:uvazek|uvazok)|pracuje w niepeln
        (?:biuro|sklep|gabinet|firma|szkola|urzad|sekretariat|zaklad|poradnia|przychodnia|hurtownia|
            magazyn|serwis|salon|pracownia|infolinia|przedszkole|biblioteka|
            kancelaria)\b[^.!?\n]{0,40}
            (?:nieczynn\w|zamkniet\w|nie pracuje|ma przerwe|ma urlop)\b|nieczynn\w (?:do|w|od|z)\b|
            przerw[aey] (?:swiateczn|urlopow|wakacyjn|zimow|letni|technolog)\w{1,3}|
            (?:biuro|firma) bedzie (?:nieczynn|zamkn)
        (?:kancelar|firm|obchod|prodejn|predajn|ordinac|ambulanc|urad|skol|dilna|dielna|sklad|
            spolecnost|spolocnost|ucet|e-?shop|pobock)\w{0,4}\b[^.!?\n]{0,40}(?:zavren|zatvoren|
            uzavren|
            celozavodn|dovolenou)\w{0,3}|(?:mame|je|budeme mit|bude|budeme mat)
            [ ](?:\w{2,9} )?(?:zavreno|zatvorene|zatvorene|celozavodni)|(?:neordinuj|neuradujem|
            neuraduje)\w{0,3}\b|celozavodn\w{1,2} dovolen
        (?:cerpam|mam|odjel\w? \w{3,4} na|odesla? na|jsem na|som na|som|
            jsem) (?:\w{3,12} )?(?:dovolen|
            materske|matersk|nemocensk|neschop|sluzebni|sluzobn|pn\b|v zahranic|mimo|v karanten|
            na pn|
            skolen|chor[yaie]\b|nemocn[ya]\b|v nemocnic|na rodicov)\w{0,4}|^dovolen[ak] \d|
            (?:nejsem|nebudu|nie som|nebudem) (?:\w{3,8} )?(?:v (?:praci|kancel|mest|firme)|
            pritomn|dostupn)\w{0,5}|(?:dnes|zitra|zajtra) (?:mam|cerpam) volno
        (?:jsou|su|mame|ve skole|v skole) (?:\w{2,8} )?prazdnin|(?:jarni|letni|vanocni|letne|
            vianocne)
            [ ](?:prazdnin|odstavk)\w{1,3}
        na (?:godisnjem|bolovanju|odmoru|porodilj\w{2,4}|sluzbenom|edukaciji|konferenciji|seminaru|
            dopustu|bolniskem|bolniski|sluzbeni|porodnisk\w{2,3}|izobrazevanju|starsevsk\w{2,3}|
            sajmu|
            sejmu|putu) (?:\w{2,9} )?(?:sam|smo|sem|smo|odmoru|putu|dopustu|poti)\b|
            (?:sam|smo|sem|bom|bit cu|bicu|nalazim se|trenutno sam|trenutno sem|
            trenutacno sam) (?:\w{2,9} )?
            na (?:godisnjem|bolovanju|odmoru|porodilj|sluzbenom|edukaciji|konferenciji|dopustu|
            bolnisk|sluzbeni|porodnisk|letnem|izobrazevanju)
        (?:nisam|necu biti|nismo|nisem|ne bom|nismo|nisam vise danas) (?:\w{2,9} )?(?:u uredu|
            u kancelariji|na poslu|
            na radnom|u zemlji|dostup\w{1,4}|v pisarni|v sluzbi|dosegljiv\w?|prisot\w{1,3}|
            u firmi)\b
        (?:odsut(?:an|na|ni)|odsot(?:en|na|ni)|bolest(?:an|na)|bolan|bolna) (?:sam|smo|sem|smo|bom)|
            (?:sam|smo|sem|trenutno|trenutacno) (?:\w{3,10} )?(?:odsut(?:an|na|ni)|odsot(?:en|na|
            ni)|
            bolest(?:an|na)|van (?:kancelarije|ureda|zemlje)|izvan ureda|u inozemstvu|
            u inostranstvu|
            v tujini)|(?:van kancelarije|izvan ureda|u inozemstvu|u inostranstvu|v tujini) (?:sam|
            sem|smo)|
            van kancelarije|izvan ureda|odsoten do|odsutan do
        (?:ured|firma|tvrtka|trgovina|prodavnica|poslovnica|kancelarija|pisarna|podjetje|ordinacija|
            skola|sola|servis|ducan|ambulanta|obrt)\b[^.!?\n]{0,30}(?:zatvoren|ne radi|zaprt|
            ne radimo|
            ne dela|nece raditi)\w{0,2}\b|(?:danas|petkom|vikendom|srijedom|danes|ob petkih|
            ob sredah|
            jutri) (?:me ni|ne radim|ne delam)|danes me ni|(?:kolektivni|godisnji|
            letni) (?:godisnji )?
            (?:odmor|dopust)|imam (?:slobodan|slobodne|prost) dan|(?:u|v) (?:podjetju|firmi) imamo
            [ ]kolektivni|me ni v (?:pisarni|sluzbi)
        """
    ),
    "left": words_of(
        r"""
        (?:juz|wiecej) (?:u nas |w \w{4,9} |tu |tutaj )?nie pracuj[ea]|nie pracuje (?:juz|dluzej)|
            (?:od|z dniem) \d[^.!?\n]{0,14} nie pracuje (?:w|juz|dla)|(?:u nas|
            w firmie) (?:juz )?nie pracuje
        (?:moj|moim) ostatni\w{0,2} (?:dzien|dniem) pracy|(?:rozstal\w{1,2} sie|pozegnal\w{1,2} sie)
            [ ]z (?:firm|spolk)a|przesz(?:edl\w{0,2}|la\w?|lam) (?:do (?:innego|innej)|na emerytur)|
            odesz(?:la\w?|lam)|odszed\w{1,4} z (?:firmy|pracy)|(?:pan|pani|
            kolega) (?:\w{3,14} )?(?:zmarl[ay]?|
            odszedl|odeszla)\b|zmienil\w{1,2} prac[ey]
        (?:kolega|kolegyn[ei]|zamestnanec|zamestnankyn[ea]|pan|pani|pracovnik|pracovnic[ea])\b
            [^.!?\n]{0,30}(?:odesel|odesla|odisiel|odisla|zemrel[ay]?|zomrel[ay]?|neni zamestnan\w?|
            jiz nepracuje|uz nepracuje)\b|(?:tento|uvedeny) zamestnanec (?:jiz|uz)|(?:jiz|
            uz) (?:\w{2,6} )?
            neni (?:zamestn|v nasi)|zmenil\w? (?:jsem|som) (?:zamest|prac|misto)\w{1,5}|(?:muj|moj)
            [ ]posledn[iy] pracovn[iy] den|presla? (?:jsem|som) na (?:jin|in)\w{1,2}|
            (?:jiz|uz) (?:zde|tu|u nas) nepracuj|(?:v|z) (?:nasi|nasej) firm\w (?:jiz|uz) ne
        (?:vise|vec) ne (?:radi|radim|radimo)\b|(?:nije|nisam|ni|nisem) (?:vise|vec) (?:zaposlen|
            dio|
            deo|del|u (?:tvrtki|firmi)|v podjetju)\w{0,2}|(?:vise|vec) (?:nije|nisam|ni|
            nisem) (?:zaposlen|
            u (?:tvrtki|firmi)|dio|deo)\w{0,2}|(?:napusti[ol]\w?|zapusti[ol]\w?) (?:sam|sem|
            je) (?:tvrtku|
            firmu|podjetje|kompaniju|poduzece)|(?:je|sam|sem) (?:napusti[ol]\w?|
            zapusti[ol]\w?) (?:tvrtku|
            firmu|podjetje|kompaniju|poduzece|druzbo)|ne delam vec (?:v|pri|tu)|ne radim vise (?:u|
            za|ovdje)
        (?:otisa[ol]|otisla|otisel|odsel|odsla) (?:sam|sem|je) (?:u (?:mirovinu|penziju)|v pokoj)|
            upokoji[ol]\w? (?:sem|se|je)|umirovi[ol]\w? (?:sam|se)|(?:moj|moja) (?:posljednji|
            poslednji|
            zadnji) (?:radni|delovni) dan|prom(?:ije|e)ni[ol]\w? sam posao
        """
    ),
    "mailbox": words_of(
        r"""
        (?:wiadomosci|listy|maile) (?:na|z|wysl)[^.!?\n]{0,35}nie (?:sa|beda) (?:odczyt|czyt|
            odbier)|
            nikt nie (?:czyta|odbiera|sprawdza)|nie korzystam juz|nie uzywam juz|(?:adres|skrzynka|
            konto)[^.!?\n]{0,25}(?:wylacznie|tylko) do (?:wysyl|nadaw)|(?:adres|
            skrzynka) (?:\w{3,10} )?
            przestani|zmienil\w{0,2}(?: sie)? (?:\w{3,9} )?(?:nasz\w? |moj )?(?:domen|adres)\w{0,2}|
            (?:aktualizacj\w|zaktualizow)[^.!?\n]{0,25}(?:kontakt|adres|danych)
        zmenila? (?:se|sa|jsme|sme)?[^.!?\n]{0,20}(?:adres|domen)\w|(?:schrank|
            adres)\w{1,2}[^.!?\n]{0,20}
            (?:nikdo|nikto)|(?:nikdo|nikto) (?:necte|necita|nesleduje)|(?:slouzi|sluzi) (?:pouze|
            len|jen) k
            |na tuto adresu (?:jiz |uz )?ne|(?:aktualizujte|upravte) (?:si )?(?:kontakt|adres)
        (?:adres[au]|sanducic|pretinac|e-?mail|naslov|predal|nabiralnik|
            mail)\b[^.!?\n]{0,25}(?:vise|
            vec|se) (?:se )?(?:ne (?:koristi|nadzire|provjerava|cita|spremlja|uporablja|bere)|
            nije aktiv|
            nije u (?:uporabi|funkciji|upotrebi))\w{0,2}|(?:naslov|predal) ni vec|(?:vise|
            vec) nije aktivn\w|
            (?:se|vise) ne (?:koristi|nadzire|spremlja)\b|(?:promijenili|promenili|spremenili|
            zamenjali) smo (?:\w{2,8} )?(?:domen|adres|naslov)|(?:nov[ai]|
            novi) (?:e-?mail )?(?:adres|
            naslov|mejl)
        """
    ),
    "received": words_of(
        r"""
        (?:twoj|twoj[ae]|panstwa|pana|pani|wasz[ae]?|otrzymane) (?:\w{3,12} )?(?:wiadomosc|
            zgloszeni|spraw|
            zamowieni|pytani|reklamacj|aplikacj|wniosek|podani|pismo|zapytani|e-?mail|mail)\w{0,2}
            \b[^.!?\n]{0,40}\b(?:zostal|jest|trafil|dotarl|wplyn|przyjet|zarejestr|przekaz)\w{0,3}|
            (?:zgloszenie|zamowienie|wniosek|reklamacja|aplikacja|
            wiadomosc) (?:nr \S{1,12} )?(?:zostal\w{1,2}|
            jest|wplynel\w?) (?:przyjet|zarejestr|utworz|zapisan|dostarcz|w (?:trakcie|realizacji|
            toku)|
            przekaz|odebran|do )\w{0,3}
        (?:przyjelismy|przekazalismy|zarejestrowalismy|odebralismy) (?:\w{3,9} )?(?:zgloszeni|
            wiadomos|
            zamowieni|spraw|wnios|zapytani)\w{0,2}|numer (?:twojego |panstwa |pani |
            pana )?(?:zgloszeni|zamowieni|
            spraw)\w{1,2}|zajmiemy sie (?:twoj|panstw|pan)\w{1,4} (?:spraw|zglosz|zapyt)\w{1,6}|
            skontaktuje sie (?:z (?:toba|panstwem|pania|panem) )?(?:nasz|konsultant|doradca)|
            (?:nasz|nasi) (?:doradc|konsultant|pracowni|specjali)\w{1,4}|
            dzieku\w{1,4} za (?:zgloszenie|zamowienie)
        (?:vas[aei]?m?|vasou|vasi|vasu|vasemu|vasim|tvoj[ae]?) (?:\w{3,12} )?(?:objednavk|podani|
            podanie|zadost|
            ziadost|reklamac|pozadav|poziadav|zprav|sprav|dotaz|e-?mail|
            tiket)\w{0,4}\b[^.!?\n]{0,40}
            (?:prija|predan|predali|zaregistr|zaevid|zabyv|zaobera|dostali|obdrzeli|pridele|
            pridelen|
            doruc|resim|riesim|vyriz|vybav)\w{0,4}|(?:pozadavek|poziadavka|objednavka|tiket|zadost|
            reklamace) (?:byla?|
            bola?) (?:zaloz|zaevid|zaregistr|prija|vytvor|odesl)\w{0,4}|(?:nas|nasi) (?:operator|
            pracovnik|
            kolega|technik|konzultant|specialist)\w{0,3}[^.!?\n]{0,20}(?:kontaktov|ozve|
            odpov)\w{0,4}
        (?:zaprimili|primili|dobili|prejeli) smo (?:\w{3,8} )?(?:vas|tvoj)\w{0,4}|(?:smo|
            je) (?:prejeli|
            zaprimili|primili) vas|(?:vas|vasa|vase|vasu|tvoj|tvoja) (?:\w{3,9} )?(?:upit|poruk|
            zahtjev|zahtev|
            narudzb|porudzbin|prijav|mail|e-?mail|sporocil|povprasevanj|narocil|vlog|zadev)\w{0,2}
            [^.!?\n]{0,30}(?:primljen|zaprimljen|proslij|prosled|evidentir|zabelez|prejet|prejeli|
            posredov|
            zabiljez|registrira|stig|obrad)\w{0,4}|(?:potvrdujemo|potvrdujem|potrjujemo|
            potrjujem) (?:primitak|
            prijem|prejem)|(?:nas|nasi) (?:djelatnik|operater|sodelavec|agent|kolega|tim|zaposleni)
            [^.!?\n]{0,20}(?:kontaktirat|kontaktiral|javiti|odgovori)
        """
    ),
    "declares": words_of(
        r"""
        (?:autoresponder\w{0,2}|to automat\b|pisze do ciebie robot|(?:wiadomosc|mail|e-?mail|
            odpowiedz)
            [^.!?\n]{0,25}(?:wygenerowan\w|wyslan\w) (?:przez (?:system|automat|robota)|automat))|
            (?:zprava|sprava|e-?mail)[^.!?\n]{0,20}(?:vygenerovan\w|odeslan\w|vytvoren\w|
            odoslan\w) (?:systemem|
            systemom|automat\w{3,5})|toto je automat\b|(?:automatska|automatski|samodejni|samodejno|
            avtomatski|avtomatsko|automatsko) (?:odgovor|poruka|sporocilo|generiran\w{0,2}|
            obavijest)|
            (?:poruka|sporocilo)[^.!?\n]{0,15}(?:automatski|samodejno|avtomatsko)
        """
    ),
    "automated": words_of(
        r"""
        (?:prosimy|prosze|prosim|prosime) (?:\w{2,4} )?(?:na (?:nia|niego|to) )?nie odpowiad|
            nie (?:musisz|
            trzeba|nalezy) (?:na \w{2,4} )?odpowiad|
            odpowiedz(?: na \w{2,3} \w{4,10})? nie jest (?:wymag|
            koniecz|potrzeb)|nie (?:trzeba|wymaga) odpowied?z|(?:neni|nie je) (?:treba|nutne|
            potrebne|
            nutno|nutna) (?:na \w{2,4} \w{4,7} )?odpov|ne (?:odgovarajte|odgovarjajte|odgovaraj)|
            nije potrebno
            [ ]odgovarati|ni potrebno odgovarjati|(?:nie trzeba|nevyzaduje|nevyzaduje si) odpov
        """
    ),
}
