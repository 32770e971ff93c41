"""What automatic replies are made of, and the matter, in the Slavic languages of Latin script:
Polish, Czech, Slovak, Croatian and its neighbours, Slovene.

By the names of `letter_kinds.Kind`; for sentences that are folded and lowered
(`regions.told_by`), each phrase from the beginning of a word. Beside what the files of all
languages hold.
"""

from crm_core.mail.inbound.phrases import words_of
from crm_core.mail.inbound.slavic_news_phrases import SLAVIC_NEWS

SLAVIC = SLAVIC_NEWS | {
    "whom": words_of(
        r"""
        (?:osoba|osoby) (?:do kontaktu|kontaktowa|zastepuj)|
            kontakt(?: telefoniczny| mailowy)? (?:z |ze |
            pod )\w{3}|(?:zapraszam|zapraszamy) do kontaktu|w razie (?:potrzeby|pytan|watpliwosci|
            koniecz)|
            (?:jesli|jezeli|gdyby|jak) [^.!?\n]{0,25}(?:piln|pali)\w{0,3}|(?:dzwoncie|zadzwon|
            dzwon|piszcie|
            pisz) (?:do|na|pod)\b(?! mnie)|prosze (?:o (?:sms|telefon|kontakt)|dodac|
            przeslac (?:wiadomosc|ja)|
            przekaz|zglaszac|zglosic|zwroc|skorzystac)
        (?:pomoze|pomoga|pomocy udzieli) (?:panstwu|ci|tobie|pani|panu)|(?:kolezanka|kolega|koledzy|
            zespol|asystentka|wspolpracown\w{1,3})\b[^.!?\n]{0,40}(?:pomoze|pomoga|udziel|odpowie|
            zastap|przejm)|
            (?:obowiazki|zastepstwo) (?:\w{2,6} )?(?:przejmuje|pelni|przejmie)|
            (?:w|we) (?:sprawie|sprawach|kwestii|temacie) [^.!?\n]{3,30}(?::|kontakt|pros[zi]|
            dzwon|pisz|
            piszcie)|pozostale sprawy|sprawy (?:piln|biez)\w{1,3}
        (?:pomuze|pomoze|poradi) (?:vam|ti)|(?:kolega|kolegyne|kolegyna|kolegovia|kolegove)\b
            [^.!?\n]{0,25}(?:pomuze|pomoze|zastoup|zastupi|odpovi|odpovie)|(?:me|ma) (?:zastoupi|
            zastupi)|(?:s |se |so )?(?:dotazy|otazkami|dotazmi) [^.!?\n]{0,15}(?:obrac|obrat)|
            obracejte se|
            (?:kontaktni|kontaktna) osoba|ve veci [^.!?\n]{3,25}:|(?:dejte|
            dajte) [^.!?\n]{0,12}(?:do )?kopi|
            (?:prepos|poslete|poslite|piste|zavolejte|volajte|volejte)\w{0,4} (?:\w{4,7} )?(?:na|
            do|kolegyn|kolegov)\b
            |(?:pokud|kdyz|ak) (?:to )?(?:spech|hor|pospich|sucri|surn)\w{0,3}|v (?:surnych|
            nalehavych|urgentnych)
        (?:zamjenjuje|mijenja|menja|nadomesca|zamenjuje) me|(?:obratite|obrnite|javite|
            obratit[ie]) se|
            (?:molimo|prosim|molim)[^.!?\n]{0,20}(?:kontaktiraj|kontaktir|nazov|poklic|pisite|
            pozov|javit|
            obrn)\w{0,5}|(?:kontaktirajte|nazovite|pozovite|poklicite|zovite|pisite) (?!me\b|
            mi\b)\w{2}|
            ako je (?:\w{2,6} )?hitno|ce je (?:\w{2,6} )?nujno|(?:u|za|v) (?:hitn|
            nujn)\w{1,3} (?:slucaj|
            stvar|primer|zadev|pitanj)\w{0,3}|(?:za|v) (?:vrijeme|vreme|casu) moje odsotnosti?|
            moje odsutnosti|za sva pitanja|(?:moja kolegica|moj kolega|sodelavka|sodelavec)
            [^.!?\n]{0,25}(?:pomoci|pomogla|pomagal)|za (?:fakture|racune|narudzbe|
            vprasanja)[^.!?\n]{0,15}:
        """
    ),
    "later": words_of(
        r"""
        (?:odezwe|odezwiemy|zajme|zajmiemy|skontaktuje) sie\b|(?:udziel[ie]\w{0,2}|otrzyma\w{0,3}|
            wroce z) odpowied|odpowi(?:adam|adamy|em|emy)\b|postaram\w{0,2} sie odp|(?:czas|termin)
            [ ](?:oczekiwania na )?odpowiedzi|odpowiedz (?:otrzyma|moze|zajm|nadej|przyjd)\w{0,3}|
            (?:prosze|
            prosimy) (?:czekac|oczekiwac|o cierpliwosc|oczekuj)|
            przeczytam(?! (?:\w{3,7} )?(?:ofert|propoz|material|dokum|ja\b|to\b|umow))|
            do zobaczenia|
            w kolejnosci (?:zglosz|wplyw)|oddzwoni\w{1,3}|z opoznieniem|w terminie \d|
            w pierwszym mozliwym
        (?:vyckejte|pockejte|pockajte|vyckajte)\b|(?:o )?strpen[ie]|odpovid(?:am|ame)\b|
            odpoved(?:ame|am)\b|
            odpove[dz]i? (?:muze|moze|obdrz|dostan|se|sa|bude|pride|prijde)|(?:ozvu|ozveme|ozvem|
            ozyvam) s[ea]|
            (?:precte?u|precitam|prectu|procitam)(?! (?:\w{3,7} )?(?:nabid|ponuk|to\b|smlouv|zmluv|
            navrh|material)) |vyrid\w{1,3}|vyriz\w{1,5}|v poradi|se zpozdenim|
            s oneskorenim|na videnou|dovidenia|budeme vas|uvidime se|odpovime?|odpovieme?\b
        (?:javit|odgovorit|kontaktirat|odgovori|javi) ?(?:cu|cemo|ce|c[ue]mo)|(?:odgovoricu|javicu|
            javicemo|
            odgovoricemo|javim se|odgovaram|odgovaramo)\b|(?:odgovoril|oglasil|oglasim|kontaktiral|
            odpisal|odpisem|odgovorim)\w{0,2} (?:\w{2,3} ){0,2}(?:bom|bomo|se|po|vam)|
            po (?:povratku|
            vrnitvi|dopustu|godisnjem)|(?:molimo|prosimo) za (?:strpljenje|potrpljenje)|
            odgovor (?:moze|
            mozete|lahko|cete|boste)|u (?:najkracem|roku od)|v (?:najkrajsem|roku)|cim (?:prije|
            pre|budem)|
            takoj,? ko|vidimo se|vam bom odgovor
        """
    ),
    "no access": words_of(
        r"""
        nie (?:odbieram|czytam|zagladam|sprawdzam|bede (?:odbier|czyta|sprawdz|odpisy))\w{0,4}|
            (?:sprawdzam|
            zagladam|czytam|odczytuje)[^.!?\n]{0,20}(?:raz|rzadko|sporad|nieregul|od czasu)|
            (?:rzadko|
            sporadycznie|nieregularnie|raz dziennie) (?:zagl|sprawdz|czyt|odczyt|odpis)|(?:poczte|
            maile|skrzynke)
            [^.!?\n]{0,20}(?:sporad|rzadko|nieregul|raz)|(?:telefon|
            komorka) (?:\w{4,6} )?(?:wylacz|bedzie|nie dziala|
            jest)\w{0,4}|(?:nie zabral\w{1,2}|bez) (?:laptop|internet|zasieg|dostep|telefon|
            kompu)\w{0,4}|
            zasieg (?:slab|bedzie)|(?:utrudnion|ograniczon)\w (?:kontakt|dostep)|
            kontakt (?:\w{2,8} ){1,3}(?:bedzie |jest )?
            utrudnion|nie zostan\w{1,2} (?:przekaz|przekier)|maile nie sa
        (?:kontroluji|kontrolujem|ctu|citam|prohlizim|sleduji|vybiram)\b[^.!?\n]{0,20}(?:nepravid|
            obcas|jen|
            len|zridka|malo|jednou)|(?:postu|e-?maily|maily) (?:\w{3,11} )?(?:nectu|necitam|
            nekontrol|
            neprav|kontrol\w{2,4} neprav)|(?:nectu|necitam|nezvedam|nedviham|nekontroluj\w)\b|
            (?:nebudu|nebudem) na
            [ ](?:telefonu|telefone|prijmu)|telefon (?:mam |bude )?(?:vypnut|vypnut)|(?:nemam|
            bez) (?:u sebe|pristup|
            signal|internet|notebook|so sebou)\w{0,3}|(?:pristup|
            pripojen)\w{0,2}[^.!?\n]{0,20}(?:omez|obmedz)|
            (?:zpravy|spravy|maily)[^.!?\n]{0,15}(?:neprepos|nejsou|nie su)
        (?:nemam|nimam|bez) (?:pristup|dostop|internet|signal)\w{0,3}|(?:imam|imat cu|imel\w? bom)
            [ ](?:ogranicen|omejen|slab)\w{0,2}|(?:provjeravam|proveravam|preverjam|citam|berem|
            pregledujem)\b[^.!?\n]{0,20}
            (?:povremen|obcasno|rijetko|retko|redko|neredov)|(?:postu|mailove|posto|mejlove)
            [ ](?:provjer|prover|prever|citam)|(?:necu|ne bom|necemo) (?:\w{2,5} )?(?:citati|
            provjer|prover|
            biti (?:dostup|u mog)|brala?|preverj|imati|odgovarati|mogu)\w{0,5}|(?:poruke|sporocila|
            mailovi) se ne
            [ ](?:prosl|preus|posred)|(?:e-)?poste ne bom
        """
    ),
    "delayed": words_of(
        r"""
        (?:z powodu|ze wzgledu na|w zwiazku z) (?:duz|zwieksz|wysok)[^.!?\n]{0,25}(?:zglosz|liczb|
            zapyt|
            zainter)\w{0,4}|(?:mamy|otrzymujemy) [^.!?\n]{0,15}(?:duzo|wiele) (?:zglosz|wiadom|
            zapyt|mail)|
            (?:wolniej|dluz\w{2,3}) niz (?:zwykle|zazwyczaj)|(?:z|kvuli|vzhledem k|pre|kvoli|
            zaradi|zbog)
            [ ](?:duvodu )?(?:velk|vysok|povecan|velikog|velikega)\w{0,4} (?:mnozstv|poct|broj|
            stevil|obsah)|
            (?:pomaleji|pomalsie|dele|dlhsie) nez|(?:dele|dlhsie) ako|dlje kot|duze nego|
            sporije nego
        """
    ),
    "back": words_of(
        r"""
        (?:bede|bedziemy) (?:\w{3,8} )?(?:w (?:biurze|pracy|firmie)|z powrotem|dostepn|od \d|
            osiagaln|
            ponownie)\w{0,3}|w (?:biurze|pracy) bede|jestem z powrotem|(?:do pracy|
            do biura) (?:wracam|wroce)|
            (?:otwieramy|zapraszamy (?:ponownie|od|po)|wznawiamy|wznowimy|pracujemy (?:normalnie|
            od)|
            wznowion\w)|zajecia zostan
        (?:zpet|spat|zpatky|k dispozici|v kancelari|v kancelarii|v praci) (?:opet )?(?:budu|budem|
            jsem|
            som)\b|(?:budu|budem|budeme) (?:\w{3,6} )?(?:zpet|spat|k dispozici|k dispozicii|
            v kancelari|
            dostupn\w|v praci od)|(?:nastupuji|nastupujem|otevirame|otvarame|otvorime|otevreme)\b|
            (?:vratim|vracim|vraciam) s[ea]\b|od \d[^.!?\n]{1,12} (?:opet|opat|znovu)
        (?:vracam|vratit|vratim|vrnem|vracamo|vrnemo|vraticu|vratim) (?:se|cu|cemo)|(?:bom|
            bomo) (?:spet|nazaj|
            ponovno)|(?:nazaj|spet) (?:bom|sem)|(?:ponovno|opet|ponovo) (?:radim|sam|delam|radimo|
            dostup|dosegljiv)|(?:u uredu|u kancelariji|v pisarni) (?:sam|cu|bom|sem)
        """
    ),
    "thanks": words_of(
        r"""
        (?:dzieku\w{1,4}|dzieki|dekuj\w{1,3}|dakuj\w{1,3}|diky|vdaka)(?: \w{2,8}){0,2},? (?:(?:za|
            ze|ze) (?:\w{2,8} )
            {0,2}(?:wiadom|mail|e-?mail|kontakt|zglosz|zapyt|zamowien|zaufan|cierpliw|zaintereso|
            przesl|zloz|zprav|sprav|objednav|trpez|duver|dover|pochop|zajem|zauj|dotaz|podani|
            napisan)|
            (?:ze|zes) (?:\w{2,4} ){0,3}(?:napisal|skontakt|pisz|piszesz)|(?:ze )?(?:jste|ste|
            si) (?:\w{2,4} ){0,2}(?:kontakt|
            napsal|napisal|obrat))
        (?:hvala|zahvaljuje\w{1,2}|zahvaljujem\w{0,2})(?: \w{2,4}){0,2},? (?:na|za|sto|ker|
            vam)(?: \w{2,7}){0,2} (?:poru|upit|
            javljanj|razumijev|razumev|strplj|potrplj|kontaktir|sporoc|povpras|mail|e-?mail|interes|
            povjer|pover|zanimanj|pisal|javil|narudz|narocil|obrat|obrn)|dziekujemy, ze
        """
    ),
    "hours": words_of(
        r"""
        (?:czynn\w|pracujemy|otwart\w|dostepn\w|dziala|pracuje) (?:\w{2,10} )?(?:od pon|codzienn|
            w godz|
            w dni rob|w dni pow|pn|pon|w weekend)|(?:w weekendy|w sobot\w|
            w niedziel\w)[^.!?\n]{0,20}(?:nie
            [ ]prac|nieczynn|zamkn)|poza godzinami|w dni robocze|godziny (?:pracy|otwarcia|
            urzedowania)|
            godz(?:\.|inach) (?:pracy )?\d
        (?:uradni|uredni|ordinacni|ordinacne|oteviraci|otvaracie|pracovni|pracovna|uradne|
            stranky) (?:hodiny|doba|
            dobu|hodin|ure|cas)|(?:mimo|po) pracovn\w{1,2} dob|(?:od )?ponde[ln]\w{1,3} do|(?:po|
            pon)\s?[-–]\s?(?:pa|pi|
            pet)\b|o vikendu? ne|cez vikend ne|jsme tu pro vas|sme tu pre vas
        (?:radno vrijeme|radno vreme|delovni cas|uradne ure|delovnik)|(?:radimo|delamo|odprti smo|
            otvoreni smo) (?:od|svak|vsak|samo)|(?:izvan|van|izven) (?:radnog|delovnega)|
            vikendom ne radi|
            ob vikendih ne|od ponedj?el?jka|od ponedeljka
        """
    ),
    "elsewhere": words_of(
        r"""
        (?:wiecej informacji|na (?:naszej )?stronie|panelu klienta|na (?:nasz )?profil|facebooku|
            nie zmieniac|nie zmieniaj|w temacie (?:prosze|wiadomosci)|status (?:zgloszenia|
            zamowienia|objednavky)|
            regulamin|prosze podac numer|znajdziesz|znajduje sie na|najczestsze pytania)\b
        (?:vice informaci|viac informacii|najdete|na (?:nasem|nasich|nasej) (?:webu|webe|strank)|
            (?:caste|
            castych) (?:dotazy|otazky)|stav (?:objednavky|pozadavku)|nemente|(?:do|v) predmet\w|
            sledujte nas|
            zakaznick\w{1,3} (?:uct|zon)|uvedte cislo)\w{0,3}
        (?:vise informacija|vec informacij|na nasoj (?:web )?stranici|na nasi spletni|na webu|
            cesta pitanja|
            pogosta vprasanja|pratite nas|sledite nam|posjetite|posetite|obiscite|
            ne mijenjajte naslov)\b
        """
    ),
    "courtesy": words_of(
        r"""
        (?:z powazaniem|z wyrazami|spokojnych|szczesliw|udan\w{2}|wesolych|zespol|wyslan\w z|
            drog[ia]|
            serdeczn|z gory|niestety|przykro|za utrudnien|dobrego)\w{0,5}|(?:s pranim|s prianim|
            vesele|stastn|
            prijemn|mejte se|krasn|pekn|bohuzel|zial)\w{0,4}\b|mil[iy]\b
        (?:lijep|srdac|s posto|s spostov|ugod(?:an|no)|sretan|srecn|ispricava|opravicuj|oprostite|
            izvin|postovan|
            spostovan|pozdravljen|dober dan|dobar dan|lep(?:o|e)? (?:dan|pozdrav|pozdr)|nazalost|
            hvala|vesel|
            ugodn|unaprijed|vnaprej)\w{0,5}
        """
    ),
    "person": words_of(
        r"""
        (?:moj|moja|muj|ma|nas|nasza|nasz|moje) (?:szef|kierowni|dyrektor|prezes|sef|nadrizen|
            nadriaden|veduc|vedouc|reditel|
            riaditel|direktor|nadreden)\w{0,5}|sef(?:ica|ova)? mi je|(?:po|posle|poslije|
            nakon) (?:jego|jej|jeho|njegov\w{1,2}|njen\w{1,2})\b
        zapraszam na (?:stoisk|kaw|spotkan|lunch)\w{1,3}|(?:svratite|navratite|zastavte se|
            stavte se|dodite|oglasite se na|prijdte)\b|
            (?:teraz|ted|sada|zdaj) (?:ja|jsem|som|sam) |(?:prevzal\w?|preuze[ol]\w?|przejal\w?m?|
            prevzel\w?) (?:jsem|som|sam|sem|po nim|
            jego|jeho)|odpowiadam za (?!posred)|odgovaram za|zajmuje sie (?:zakup|tym)|
            trafila do mnie|odlucujem\b|(?:moge|muzu|mozem) (?:sam|
            rozhodn|zdecyd)\w{0,4}|(?:posaljite|posljite|poslite|poslete|przeslijcie|przeslij|
            podeslij) (?:\w{2,6} )?(?:cjenik|cenik|ponud|ofert|
            cennik|nabidk|umow|smlouv)\w{0,3}|(?:proslijedi[ol]\w?|poslao|poslala|przekazal\w{1,2}|
            przeslal\w{1,2}|preposlal\w?|posredova[lo]\w?) (?:sam|jsem|som|
            sem|panst|pan|twoj|wiad|to)\w{0,5}
        """
    ),
    "offer": words_of(
        r"""
        (?:vas\w{0,2}|vase|vaso|vasu|tvoj\w?|panstwa|pana|pani|twoj\w?) (?:\w{3,12} )?(?:ponud|
            ofert|nabidk|
            propozyc|predracun|cenov|prijedlog|predlog|navrh)\w{0,4}
        """
    ),
    "matter": words_of(
        r"""
        (?:bil[ao]?|bio) (?:sam|sem) (?:na|u|v)\b|(?:bylem|bylam|byl jsem|byla jsem|bol som|
            bola som) (?:na|w|
            v|mimo|chor|nemoc)|(?:wrocil\w{1,2}|vratil\w? jsem|vratil\w? som|vratio|vratila sam|
            vrnil\w? sem) (?:\w{1,3} )?(?:z|ze|se|s|sa|iz)\b
        (?:jutro|od jutra|zitra|zajtra|sutra|jutri|sledeci tjedan|naslednji teden|pristi tyden|
            w przyszlym
            [ ]tygodniu|od poniedzialku)[^.!?\n]{0,20}(?:urlop|dovolen|godisnj|dopust|wyjezdzam|
            odjizdim|idem na|
            jade na|letim)
        (?:ponud[aue]\w?|ponudb\w|cijen[aeu]|cenik|ugovor\w?|pogodb\w|racun\w?|proracun\w?|
            predracun\w?|popust\w?|
            rabat\w{0,3}|znizk\w|slev[auy]|zlav[auy]|demo|prezentacj\w|prezentac\w{1,2}|
            prezentaci\w{1,2}|cenovk\w|
            cennik\w{0,3}|umow[aey])\b|(?:interesira|zanima) (?:me|nas)|(?:mene|nas|
            me) (?:ne )?(?:zanima|interesira)|
            (?:ne treba|ne trebamo|ne potrebujemo|vec imamo|ze imamo|vec koristimo|ze uporabljamo|
            koristimo|
            suradujemo|sodelujemo)\b
        (?:posaljite|posljite|pripremite|javi|javite|nazovite|nazovi|poklicite|pozovite|zadzwon|
            zadzwoncie|
            zavolej|zavolejte|zavolajte|napiste|napiste|wyslij|wyslijcie|poslite|poslete|podeslij|
            podesli) (?:\w{2,7} )?(?:mi|me|nam|do mnie|mne)\b|
            (?:cujmo se|vidimo se (?:na|u)|mozemo li|mozete li|lahko (?:se|bi)|bi lahko|dogovorimo|
            da se (?:cujemo|
            nademo|vidimo)|pogledat cu|pogledacu|pogledal\w? bom|razmisli|razmotri|preuci|proucit|
            raspravi)\w{0,5}|
            (?:zgadzam|zgoda|zgadza) sie|(?:souhlasim|suhlasim|slazem se|strinjam|odpowiada|
            odpovida|vyhovuje|odgovara
            [ ]nam|odgovara mi|pasuje|hodi|nehodi|podoba sie|libi|paci|svida|svidja)\b|
            (?:wybralismy|vybrali jsme|
            vybrali sme|izabrali smo|izbrali smo|zdecydowal|rozhodl)\w{0,5}|(?:nie planujemy|
            neplanujeme|ne planiramo|
            ne nacrtujemo|na razie nie|zatim ne|zatial ne)
        """
    ),
}
