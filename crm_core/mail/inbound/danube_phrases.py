"""What automatic replies are made of, and the matter, in Hungarian, Romanian and Turkish.

As in `slavic_phrases`: beside what the files of all languages hold.
"""

from crm_core.mail.inbound.phrases import words_of

DANUBE = {
    "absent": words_of(
        r"""
        ^(?:sajnos )?beteg (?:vagyok|lettem)|(?:kulfoldon|kiallitason|vasaron|ertekezleten|kepzesen|
            konferencian|tappenzen|gyes-?en|gyed-?en|nyaralni|uton) (?:vagyok|leszek|veszek|
            vagyunk)|
            nyaral(?:ok|unk)\b|(?:ma|holnap|\w{5,9}nkent|\w{4,9}on) nem dolgoz(?:om|unk)|
            reszmunkaid|
            (?:ceg|uzlet|iroda|bolt|rendelo|iskola|hivatal|irodank|
            cegunk)\w{0,4}\b[^.!?\n]{0,30}(?:zarva|nem
            [ ]dolgozik|szunetel|bezar)|(?:teli|nyari|karacsonyi) (?:szunet|leallas)
        (?:azi|astazi|maine|vinerea|lunea|martea|miercurea|joia) nu lucr|nu lucr(?:ez|am) (?:azi|
            astazi|
            vineri|luni|marti|miercuri|joi|vinerea|lunea|maine|pana|in)|jumatate de norma|
            absentez\b|particip la un? (?:curs|conferint|training|targ)|
            (?:mi-am luat|am luat|am) (?:liber|o zi libera|zile libere)|sunt (?:la mare|
            pe drum spre mare|in spital|
            plecat\w? din)|(?:ma aflu|sunt|voi fi) (?:\w{3,9} )?(?:la o (?:conferinta|delegatie)|
            in (?:concediu|
            vacanta|delegatie))|(?:firma|biroul|magazinul|compania|cabinetul|scoala|
            sediul)\b[^.!?\n]{0,30}(?:inchis|
            vacant|nu lucreaza)\w{0,2}
        (?:hastayim|yurt ?disinda|yokum\b|yari zamanli|tatilde|izinliy|seminerde|ucakta|fuarda|
            toplantida|
            egitimde|raporluy|izne (?:ayrildim|cikiyorum|ciktim)|izinde(?!n))\w{0,5}|(?:magaza|ofis|
            sirket|
            is ?yeri|klinik|okul|muayenehane|dukkan)\w{0,6} [^.!?\n]{0,30}(?:kapali|
            tatilde)\w{0,4}|(?:cuma|pazartesi|
            sali|carsamba|persembe|bugun|yarin) (?:gun\w{0,5} )?calismiyor|
            bayram\w{0,6} [^.!?\n]{0,15}kapali
        """
    ),
    "left": words_of(
        r"""
        (?:munkahelyet|allast) valtottam|utolso munkanap\w{0,3}|elhagyta a ceget|(?:nalunk|
            cegunknel)
            [ ]mar nem|mar nem (?:dolgozik|dolgozom)|meghalt|elhunyt|kilepett
        (?:am|a) iesit la pensie|schimbat (?:locul de munca|jobul|serviciul)|
            ultima (?:mea )?zi de lucru|
            a parasit (?:compania|firma|societatea)|nu mai (?:lucreaza|lucrez|este angajat|
            face parte)|a decedat
        is degistirdim|son is gunum|artik (?:\w{2,10} ){0,3}calism|(?:sirket|kurum|firma|gorev|
            is)\w{0,4}
            [ ]?(?:ten|den|imden|inden) ayrildi|emekli oldu|vefat etti
        """
    ),
    "mailbox": words_of(
        r"""
        (?:megvaltozott|megszunt)[^.!?\n]{0,15}(?:cim|fiok|email)|(?:postafiok|cim|
            fiok)\w{0,4}[^.!?\n]{0,15}(?:senki|
            nem olvas|mar nem)|uj (?:e-?mail ?)?cimem|ez a cim mar
        (?:mi-am|am|ne-am) schimbat adresa|nimeni nu (?:citeste|verifica)|(?:adresa|casuta) (?:nu|
            a fost)|
            noua (?:mea )?adresa
        (?:bu )?adres\w{0,4} (?:gelen|gonderilen)[^.!?\n]{0,25}okunm|(?:e-?posta )?adresim degis|
            yeni adresim
        """
    ),
    "received": words_of(
        r"""
        koszonettel vettuk|ugyenek szama|ugyszam|(?:rendeles|panasz|megkereses|level|bejelentes|
            ajanlatkeres|
            palyazat|jelentkezes)\w{1,4} (?:\w{2,9} )?(?:fogad|tovabbit|rogzit|iktat|megkap|
            feldolgoz)\w{1,5}|
            (?:ugyintezo|munkatars|kollega|ertekesito)\w{1,4}[^.!?\n]{0,30}(?:felve[sz]|keresni|
            kereses|valaszol|
            kapcsolat)
        (?:comanda|cererea|sesizarea|mesajul|solicitarea|reclamatia|e-?mailul|aplicatia|
            candidatura)\b
            [^.!?\n]{0,30}(?:preluat|procesare|inregistrat|primit|receptionat|transmis|
            trimisa spre|in lucru)\w?|
            (?:un|o|unul) (?:coleg|operator|consultant|reprezentant|
            specialist)\w{0,2}[^.!?\n]{0,20}va (?:contacta|
            raspunde|suna)
        (?:siparis|sikayet|basvuru|mesaj|talep|taleb|e-?posta|mail|odeme|rezervasyon)\w{0,3}(?:niz|
            nizi|iniz|
            inizi)\b[^.!?\n]{0,40}(?:alin|iletil|aldik|ulas|kaydedil|islem|incelen|
            degerlendir)\w{0,9}
        """
    ),
    "declares": words_of(
        r"""
        (?:ez egy|ez) automat\w{1,5} (?:valasz|uzenet|level)|(?:a )?rendszer (?:kuldte|altal)|
            acesta este un (?:raspuns|
            mesaj) automat|(?:mesaj|e-?mail)\w{0,3} (?:a fost )?generat automat|bu (?:e-?posta|
            mesaj|mail)
            [ ](?:\w{3,9} )?otomatik
        """
    ),
    "automated": words_of(
        r"""
        (?:nem szukseges|nem kell|ne) valaszol\w{0,4}|(?:sa )?nu raspundeti|nu este necesar sa|
            nu e nevoie sa
            [ ]raspund|(?:yanitlama|cevap verme|yanit verme|cevaplama)(?:yin|yiniz|niza gerek)|
            yanit vermenize gerek
        """
    ),
    "whom": words_of(
        r"""
        kapcsolattarto|(?:kolleg|munkatars|helyettes)\w{1,4}[^.!?\n]{0,25}(?:segit|rendelkez|
            valaszol|helyettes|
            all)\w{0,6}|ha surgos|veszhelyzet|(?:kerem|kerjuk),? (?:hivja|irjon|fordul|keres|
            telefonal)\w{0,4}
        (?:persoana|persoane) de contact|(?:colega|colegul|colegii|echipa)\b[^.!?\n]{0,25}(?:ajuta|
            dispozitie|
            inlocui|raspund)\w{0,4}|(?:in lipsa mea|daca e(?:ste)? urgent|pentru (?:urgente|
            situatii|orice))|va rog
            [ ](?:sa )?(?:scrie|suna|contact|adres|trimite)\w{0,5}
        (?:arkadas|ekip|meslektas|asistan)\w{1,6}[^.!?\n]{0,25}(?:yardimci|ulas|yaz|iletis)\w{1,9}|
            lutfen
            [^.!?\n]{0,30}(?:arayin|yazin|ulasin|arayiniz|iletin|basvurun|gorusun)\w{0,3}|
            yerime [^.!?\n]{2,30}(?:bak|
            ilgilen)|irtibat(?: kisisi)?:|acil (?:durum|konu|hal)\w{0,6}
        """
    ),
    "later": words_of(
        r"""
        (?:szives )?turelm(?:et|uket) (?:kerem|kerjuk|koszon)|varjon\b|
            valasz\w{0,8} [^.!?\n]{0,15}(?:tobb ido|kesik|
            kesve|kesni)|talalkozunk|viszontlatas|jelentkez(?:em|unk)|visszahiv(?:om|juk)|
            erkezesi sorrend
        (?:veti primi|vei primi) (?:un )?raspuns|va rugam sa (?:asteptati|aveti rabdare)|
            raspund(?:em|e)? in ordinea|
            (?:o sa|am sa|voi) (?:va )?(?:raspund|revin|scriu|sun)\w{0,2}|timpul de raspuns|
            raspunsul (?:poate|va)|
            ne vedem (?:in|dupa)
        (?:lutfen )?bekleyin|(?:talep|mesaj|e-?posta)\w{1,5} sirayla|gorusuruz|goruselim mi|
            geri donecegim|
            yanit\w{0,6} gecik|dondugumde (?:yanit|cevap|size|donus)
        """
    ),
    "no access": words_of(
        r"""
        telefonom (?:ki|nem)|nincs (?:internet|net|hozzafer|terero)\w{0,10}|(?:csak )?(?:idonkent|
            ritkan|hetente|
            naponta egyszer) (?:nez|olvas|ellenor)\w{1,5}|(?:level|e-?mail|mail)\w{1,7} (?:nem|
            ritkan|csak)
        nu (?:imi |mi )?(?:verific|citesc|raspund|voi avea|am acces|am semnal|am internet)|
            (?:voi citi|verific|citesc)
            [ ](?:e-?mail|mesaj|posta|mail)\w{0,5} (?:ocazional|rar|doar)|mesajele nu (?:sunt|vor)|
            telefonul (?:este |e |va fi )?
            inchis|fara (?:semnal|internet|laptop|acces)
        telefonum (?:kapali|cekm)|(?:e-?posta|mail)\w{1,8} (?:\w{4,9} )?(?:bakam|kontrol|okuyam|
            goremi|eris)|internet\w{0,3}
            [ ](?:erisim|yok|sinirli)
        """
    ),
    "delayed": words_of(
        r"""
        (?:a )?(?:megnovekedett|nagy) (?:szamu|mennyisegu|erdeklodes)|datorita (?:numarului|
            volumului)|din cauza
            [ ](?:numarului|volumului)|yogunluk (?:nedeniyle|sebebiyle)|yogun talep
        """
    ),
    "back": words_of(
        r"""
        (?:ujra|ismet) (?:az irod|elerhet|dolgoz|itt|bent|munka|nyitva)\w{0,6}|nyitunk\b|
            legkozelebb [^.!?\n]{2,25}
            leszek|(?:jovok|megyek) (?:vissza|dolgozni)|\w{4,11}n (?:jovok|kezdek|visszajovok)
        (?:voi fi|sunt|ma voi afla) (?:\w{3,7} )?(?:la birou|inapoi|la serviciu|disponibil)|reluam|
            redeschid|
            ne reluam|incepem (?:lucrul|activitatea)
        (?:pazartesi|sali|carsamba|persembe|cuma) (?:gunu )?(?:ofis|isteyim|donuyorum|oradayim|
            is basi)\w{0,6}|(?:ise|gorev)\w{0,3}
            [ ]basla\w{2,8}|aciliyoruz|acilacak|don(?:ecegim|uyorum|ecegiz)
        """
    ),
    "thanks": words_of(
        r"""
        koszon\w{2,5},? (?:hogy (?:irt|felkeres|megkeres|felvette|kapcsolat|minket|hozzank)|
            (?:a )?(?:bizalm|megrendel|level|
            megker|uzenet|turelm|megert)\w{1,6})|(?:mersi|multum\w{1,4})(?: frumos)? (?:de|pentru|
            ca)
            [ ](?:\w{2,8} ){0,2}(?:mail|mesaj|e-?mail|contact|scris|incred|comand|rabd|interes|
            inteleg)\w{0,8}
        """
    ),
    "hours": words_of(
        r"""
        ugyfelfogadas|munkaidon kivul|hetvegen (?:zarva|nem)|(?:felfogadas|rendelesi ido)|
            in (?:afara programului|
            weekend nu)|program(?:ul)?(?: de lucru)?:? (?:este )?(?:de )?luni|hafta (?:sonu|ici)|
            mesai (?:saat|disi)
        """
    ),
    "elsewhere": words_of(
        r"""
        kovessen minket|tovabbi (?:informacio|reszlet)\w{0,5}|targy\w{0,3} ne valtoz|honlapunk|
            (?:gyakori|gyakran)
            [ ](?:kerdesek|ismetelt)|mai multe (?:informatii|detalii)|urmariti-ne|
            (?:nu )?modificati subiectul|intrebari
            [ ]frecvente|sosyal medya|konu satir|sik(?:ca)? sorulan|detayli bilgi|web sitemiz
        """
    ),
    "courtesy": words_of(
        r"""
        boldog uj|kellemes|minden jot|elore is|sajnos|ugyfelszolgalat\w{0,3}$|toate cele|
            la multi ani|numai bine|
            cu (?:respect|drag)|sarbatori|din pacate|ne pare rau|echipa|sevgi|mutlu|hayirli|
            degerli|maalesef|ne yazik
        """
    ),
    "person": words_of(
        r"""
        (?:a )?(?:fonok|igazgat|vezet)o(?:m|nk)\b|(?:seful|directorul|sefa) (?:meu|mea|nostru)|
            (?:mudur|patron|yonetici)(?:um|umuz|im|imiz)\b|
            (?:jojjon|jojjenek|nezzen be|gyere)\b|(?:donthetek|eldontom|en vettem at|atvettem)\b|
            pot decide|(?:am|eu am) preluat|(?:treceti|
            veniti) pe la|(?:ben|biz) (?:bakiyorum|ilgileniyorum|karar)|karar verebilirim|
            (?:standimiza|ofisimize) (?:gelin|bekler)\w{0,4}|(?:tovabbitottam|
            atkuldtem|am trimis|am transmis|ilettim|yonlendirdim)\b
        """
    ),
    "offer": words_of(
        r"""
        arajanlat\w{0,5}|(?:oferta|propunerea) (?:dumneavoastra|dvs|voastra|ta)|teklif\w{0,6}
        """
    ),
    "matter": words_of(
        r"""
        (?:(?:szabadsagon|beteg|kulfoldon) voltam|voltam szabadsag|szabadsagrol|visszajottem|
            megjottem)|(?:holnaptol|jovo heten) (?:szabadsag|
            nem leszek)|am fost (?:in|plecat)|
            (?:de maine|saptamana viitoare) (?:sunt|voi fi|plec)|(?:izindeydim|tatildeydim|
            hastaydim|izinden dondum)|
            (?:yarindan|haftaya) (?:\w{2,8} )?(?:izin|tatil)|(?:tetszik|megfelel|nem kell|
            nem aktualis|mar van)|ne
            [ ](?:place|convine)|imi place|nu avem nevoie|(?:begendik|uygun(?:dur)?|istemiyoruz|
            ihtiyacimiz yok)\b|
            (?:kuldje|kuldjon|hivjon|trimiteti-mi|suna-ma|beni arayin|bana gonder)\w{0,4}
        """
    ),
}
