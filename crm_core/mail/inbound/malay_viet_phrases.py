"""What automatic replies are made of, and the matter, in Vietnamese, and Indonesian with Malay.

As in `slavic_phrases`; Vietnamese without its marks, as it is folded.
"""

from crm_core.mail.inbound.phrases import words_of

MALAY_VIET = {
    "absent": words_of(
        r"""
        (?:toi|chung toi|cong ty|van phong)(?: \w{2,7}){0,4} (?:nghi (?:phep|thai san|om|le|tet|he|
            mat|viec rieng|mot|den)|di cong tac|
            vang mat|o nuoc ngoai|dong cua|tham du (?:hoi|khoa)|di vang|du hoi)|khong co mat tai|
            khong o van phong|
            dang (?:nghi|di) (?:phep|cong tac)|nghi (?:tet|le) (?:tu|den|het)
        (?:saya|kami|kantor|toko|sekolah|perusahaan)(?: \w{3,9}){0,3} (?:cuti|libur|tutup|sakit|
            dinas|perjalanan|pelatihan|
            bercuti|ditutup|di luar (?:kantor|kota|negeri|pejabat))\b|tidak (?:berada|
            ada) di (?:kantor|tempat|pejabat)|tidak masuk (?:kerja|
            kantor)|sedang (?:cuti|dinas|berlibur|bercuti)|cuti (?:melahirkan|tahunan|sakit|
            bersama|bersalin)
        """
    ),
    "left": words_of(
        r"""
        khong con (?:lam viec|cong tac)|da (?:nghi viec|nghi huu|thoi viec|chuyen cong tac|
            qua doi)|(?:sudah|telah) (?:tidak bekerja|
            mengundurkan|pensiun|resign|keluar dari (?:perusahaan|kantor)|meninggal)|
            tidak (?:lagi bekerja|bekerja lagi|bekerja di sini)
        """
    ),
    "mailbox": words_of(
        r"""
        (?:dia chi|email|hop thu)(?: \w{2,6}){0,3} (?:khong con|khong duoc|da ngung|da thay)|
            (?:email|dia chi) moi cua|alamat (?:email|e-mail)?
            [ ](?:\w{2,5} )?(?:sudah )?tidak|(?:kotak surat|kotak masuk|
            email ini) (?:sudah )?tidak (?:dipantau|digunakan|aktif|dibaca)|(?:email|
            alamat) (?:\w{4,6} )?baru
        """
    ),
    "received": words_of(
        r"""
        (?:chung toi|cong ty) (?:da|vua) (?:nhan|tiep nhan|ghi nhan)|(?:email|yeu cau|thu|don hang|
            phan hoi|cau hoi)(?: \w{2,6}){0,3} da
            [ ]duoc (?:tiep|ghi|nhan|xac|chuyen|xu)|(?:nhan vien|chuyen vien|
            bo phan)[^.!?\n]{0,25}(?:lien he|phan hoi|ho tro)|
            (?:kami|sudah kami|telah kami) (?:telah |sudah )?(?:menerima|terima) (?:email|pesan|
            permintaan|surat|pengaduan|dengan)?|(?:permintaan|pesan|
            pesanan|email|pengaduan|lamaran|tiket) anda (?:\w{4,6} )?(?:kami |sudah |telah |
            sedang )?(?:terima|diterima|diproses|tercatat|
            diteruskan)|tim (?:kami|dukungan)[^.!?\n]{0,15}(?:menghubungi|membalas|merespons)
        """
    ),
    "declares": words_of(
        r"""
        tra loi tu dong|thu tu dong|email tu dong|gui tu dong|(?:balasan|pesan|email|jawaban|
            mel) otomatis|dikirim (?:secara )?otomatis|
            (?:balasan|mesej) automatik
        """
    ),
    "automated": words_of(
        r"""
        khong (?:can )?(?:tra loi|phan hoi|hoi am) (?:email|thu|lai|tin)|(?:jangan|tidak perlu|
            mohon tidak|mohon untuk tidak) (?:membalas|
            menjawab)
        """
    ),
    "whom": words_of(
        r"""
        (?:khan cap|neu gap|can gap|viec gap|can thiet)[^.!?\n]{0,15}(?:lien he|goi|vui long|xin)|
            (?:vui long|xin|hay)(?: vui long)? (?:lien he|
            goi|gui email|gui thu|nhan tin)(?! cho toi bang)|nguoi (?:thay the|lien he)|
            dong nghiep cua toi
        (?:hubungi|silakan (?:hubungi|kirim|menghubungi|telepon)|sila hubungi|mohon hubungi|
            harap hubungi) (?!saya)|(?:mendesak|darurat|
            penting|segera)[^.!?\n]{0,15}(?:hubungi|silakan|telepon)|(?:pengganti|penggantinya) |
            selama saya (?:tidak|cuti)|rekan saya
        """
    ),
    "later": words_of(
        r"""
        (?:se|toi se|chung toi se) (?:\w{2,5} )?(?:tra loi|phan hoi|lien he|hoi am|lien lac)|
            (?:som nhat|trong vong \d|trong thoi gian som)|
            phan hoi co the|(?:vui long|xin) (?:cho|kien nhan|doi)\b
        (?:akan|kami akan|saya akan) (?:\w{3,7} )?(?:membalas|merespons|menjawab|menghubungi|
            menindak|memproses)|secepatnya|sesegera|dalam (?:waktu )?\d|
            (?:mohon|harap) (?:ditunggu|menunggu|bersabar)|balasan (?:mungkin|akan)|akan dibalas|
            hari kerja
        """
    ),
    "no access": words_of(
        r"""
        (?:khong the|han che|it khi|khong)(?: \w{2,6}){0,2} (?:kiem tra|truy cap|doc|xem) (?:email|
            thu|hop)|khong co (?:internet|mang|wifi|ket noi)|
            (?:tidak (?:bisa|dapat)|jarang|sulit) (?:mengakses|membuka|memeriksa|membaca|mengecek)|
            akses (?:\w{4,9} ){0,3}terbatas|tanpa (?:akses|
            sinyal)
        """
    ),
    "back": words_of(
        r"""
        (?:tro lai|quay lai|di lam lai|lam viec lai|tro ve)|(?:saya |akan |buka )kembali|
            kembali (?:bekerja|ke kantor|pada|tanggal|masuk|buka)
        """
    ),
    "thanks": words_of(
        r"""
        (?:cam on|xin cam on|cam on su|xin chan thanh cam on)[^.!?\n]{0,25}(?:email|lien he|
            quan tam|thong cam|thu|gui|kien nhan|hop tac|
            tin nhan)|terima kasih (?:atas|telah|sudah|untuk|karena) (?:\w{3,8} )?(?:email|pesan|
            menghubungi|pengertian|kesabaran|perhatian|surat|
            minat|kepercayaan|mengirim|anda menghub)\w{0,4}
        """
    ),
    "hours": words_of(
        r"""
        gio (?:lam viec|hanh chinh|mo cua)|ngoai gio|jam (?:kerja|operasional|kantor|buka|layanan)|
            di luar jam|kami buka|waktu (?:kerja|
            operasi|pejabat)
        """
    ),
    "elsewhere": words_of(
        r"""
        (?:truy cap|ghe tham) (?:website|trang)|cau hoi thuong gap|theo doi chung toi|(?:kunjungi|
            lihat) (?:situs|website|laman)|pertanyaan umum|
            ikuti kami
        """
    ),
    "courtesy": words_of(
        r"""
        tran trong|xin chao|kinh (?:gui|chao|thu|chuc)|than men|chao (?:ban|anh|chi)|xin loi|
            chuc (?:ban|mung|anh|quy)|rat tiec|hormat|salam|
            selamat|dengan hormat|yth|mohon maaf|semoga|bapak/ibu|maaf\b|terima kasih|sayangnya
        """
    ),
    "person": words_of(
        r"""
        (?:atasan|bos|direktur|manajer) (?:saya|kami)|(?:sep|giam doc|
            truong phong)(?: cua)? (?:toi|minh|chung toi)|saya (?:yang |bisa )
            (?:mengurus|memutuskan|menggantikan|menangani)|toi (?:phu trach|thay|se quyet)|
            (?:silakan )?(?:mampir|datang ke)|moi (?:ban|anh|chi) (?:ghe|den)|
            (?:toi da|saya sudah|saya telah) (?:chuyen(?! cong)|gui|meneruskan|mengirim)\w{0,3}
        """
    ),
    "offer": words_of(
        r"""
        bao gia|de xuat cua|penawaran\w{0,3}|proposal anda
        """
    ),
    "matter": words_of(
        r"""
        (?:gia ca|bao gia|hop dong|hoa don|ngan sach|de xuat|demo|giam gia)\b|(?:khong co nhu cau|
            khong quan tam|quan tam den (?:san|giai|de)|
            da co nha cung cap|dang su dung|goi (?:lai )?cho toi|gui cho toi|de toi (?:xem|hoi)|
            thao luan|hop nhe|toi dong y)|(?:hom qua|tuan truoc|
            tu mai|ngay mai|tuan sau) (?:toi|minh)
        (?:harga\w{0,3}|penawaran\w{0,3}|anggaran|diskon|tertarik|
            berminat|setuju|tidak (?:perlu|butuh|cocok))\b|
            (?:kirim(?:kan)?|telepon|hubungi) saya|kami sudah (?:punya|pakai|menggunakan|memiliki)|
            (?:saya|kami) (?:akan )?(?:diskusikan|pertimbang|
            pelajari|lihat dulu|bahas)\w{0,3}|(?:kemarin|minggu lalu|mulai besok|besok|
            minggu depan) (?:saya|kami)|bisakah|bagaimana kalau
        """
    ),
}
