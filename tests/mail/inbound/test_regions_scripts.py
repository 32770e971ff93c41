"""The same as `test_regions`, in scripts that are neither Latin nor Cyrillic."""

import pytest

from crm_core.domain.words import MailClass
from crm_core.mail.inbound.letter_kinds import Kind, read_kinds
from crm_core.mail.inbound.phrases import folded
from tests.mail.inbound.conftest import Read

ANSWER = "In-Reply-To: <ours@ours.example>"
TOLD = [
    (Kind.ABSENT, "土日祝日は休業日です。"),
    (Kind.LEFT, "担当者が変更となりました。"),
    (Kind.RECEIVED, "ご注文を承りました。"),
    (Kind.AUTOMATED, "このメールに返信されましてもお答えできません。"),
    (Kind.WHOM, "佐藤までお問い合わせください。"),
    (Kind.THANKS, "平素より格別のお引き立てを賜り、厚く御礼申し上げます。"),
    (Kind.ELSEWHERE, "よくあるご質問はこちらをご覧ください。"),
    (Kind.ABSENT, "现在是假期。"),
    (Kind.LEFT, "我已调到其他部门。"),
    (Kind.MAILBOX, "本信箱不接收回信。"),
    (Kind.RECEIVED, "您的工单已创建,编号1234。"),
    (Kind.WHOM, "有事请电话联系。"),
    (Kind.LATER, "请耐心等待。"),
    (Kind.NO_ACCESS, "网络不方便。"),
    (Kind.ELSEWHERE, "更多信息请访问我们的网站。"),
    (Kind.ABSENT, "교육 참석으로 자리를 비웠습니다."),
    (Kind.LEFT, "담당자가 변경되었습니다."),
    (Kind.RECEIVED, "주문이 완료되었습니다."),
    (Kind.AUTOMATED, "회신하셔도 답변되지 않습니다."),
    (Kind.WHOM, "부재 중 업무는 이영희 과장이 대행합니다."),
    (Kind.LATER, "조금만 기다려 주세요."),
    (Kind.NO_ACCESS, "인터넷 사용이 제한됩니다."),
    (Kind.BACK, "16일에 출근합니다."),
    (Kind.ELSEWHERE, "자주 묻는 질문을 확인해 주세요."),
    (Kind.ABSENT, "Είμαι σε διακοπές."),
    (Kind.LEFT, "Άλλαξα δουλειά."),
    (Kind.MAILBOX, "Το γραμματοκιβώτιο δεν παρακολουθείται."),
    (Kind.RECEIVED, "Η παραγγελία σας καταχωρήθηκε."),
    (Kind.AUTOMATED, "Δεν χρειάζεται να απαντήσετε."),
    (Kind.WHOM, "Η συνάδελφός μου θα σας βοηθήσει."),
    (Kind.LATER, "Παρακαλώ περιμένετε."),
    (Kind.NO_ACCESS, "Διαβάζω το email σπάνια."),
    (Kind.BACK, "Θα είμαι πίσω τη Δευτέρα."),
    (Kind.HOURS, "Λειτουργούμε Δευτέρα έως Παρασκευή."),
    (Kind.ELSEWHERE, "Δείτε τις συχνές ερωτήσεις."),
    (Kind.ABSENT, "אני חולה היום."),
    (Kind.LEFT, "דני כבר לא עובד אצלנו."),
    (Kind.MAILBOX, "כתובת המייל שלי השתנתה."),
    (Kind.RECEIVED, "ההזמנה שלך התקבלה."),
    (Kind.AUTOMATED, "נא לא להשיב להודעה זו."),
    (Kind.WHOM, "ממלא מקומי הוא יוסי."),
    (Kind.LATER, "אנא המתינו בסבלנות."),
    (Kind.NO_ACCESS, "אני לא בודק מיילים."),
    (Kind.BACK, "אהיה במשרד ב-5 במאי."),
    (Kind.ELSEWHERE, "מידע נוסף באתר שלנו."),
    (Kind.ABSENT, "أنا مريض اليوم."),
    (Kind.LEFT, "استقلت من عملي."),
    (Kind.MAILBOX, "تم تغيير عنوان بريدي."),
    (Kind.RECEIVED, "سيتواصل معك أحد موظفينا."),
    (Kind.WHOM, "زميلي سيساعدكم."),
    (Kind.LATER, "يرجى الانتظار."),
    (Kind.NO_ACCESS, "هاتفي مغلق."),
    (Kind.BACK, "نستأنف العمل يوم 4 يناير."),
    (Kind.ELSEWHERE, "الأسئلة الشائعة"),
]
PEOPLE = [
    "先週は休暇をいただいておりました。価格について相談させてください。",
    "お見積もりを受け取りました。検討いたします。",
    "月曜まで休暇中ですが、資料をお送りください。",
    "展示会に出ておりますので、ブースにお立ち寄りください。",
    "ご連絡ありがとうございます。社内に転送しました。",
    "谢谢您的邮件,价格可以接受。",
    "老板在休假,周五回来再定。",
    "张三已离职,现在由我负责采购。",
    "邮件已收到,我转发给采购同事了。",
    "지난주에 휴가라 이제 봤습니다.",
    "견적서 잘 받았습니다. 마음에 듭니다.",
    "월요일까지 휴가 중이지만 견적 보내주세요.",
    "메일 받았습니다. 담당 부서에 전달했습니다.",
    "Ευχαριστώ για το μήνυμα, η τιμή μας κάνει.",
    "Ο διευθυντής μου είναι σε άδεια μέχρι την Παρασκευή, αλλά αποφασίζω εγώ.",
    "Ο Νίκος δεν εργάζεται πια εδώ, τώρα εγώ έχω τις προμήθειες.",
    "הייתי בחופשה ורק עכשיו ראיתי.",
    "קיבלנו את ההצעה שלך ואהבנו.",
    "אני בחופשה עד ראשון, אבל שלח לי הצעת מחיר.",
    "ההודעה התקבלה, העברתי למנהל הרכש.",
    "شكرا لرسالتك، السعر مناسب.",
    "مديري في إجازة حتى الجمعة، لكن يمكنني القرار.",
    "أحمد لم يعد يعمل هنا، أنا أتولى المشتريات.",
]


@pytest.mark.parametrize(("kind", "sentence"), TOLD)
def test_a_sentence_of_an_automatic_reply_is_known_by_its_kind(kind: Kind, sentence: str) -> None:
    told = read_kinds(folded(sentence))
    assert told.has(kind), told.kinds
    assert (told.strange, told.matter) == (0, 0)


@pytest.mark.parametrize("body", PEOPLE)
def test_what_people_write_that_comes_near_is_theirs(body: str, read: Read) -> None:
    found = read(body, headers=ANSWER)
    assert found.classification is MailClass.REPLY, found.reason


def test_who_does_not_work_on_fridays_has_not_left(read: Read) -> None:
    found = read("אני לא עובדת בימי שישי. אחזור אליך בהקדם.", headers=ANSWER)
    assert (found.classification, found.has_left) == (MailClass.OUT_OF_OFFICE, False)
