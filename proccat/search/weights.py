"""How much each kind of evidence counts (*trọng số*): the one place for figures of ranking.

Every figure holds for Vietnamese names and questions in general; none knows a procedure.
`tests/benchmarks/search_quality.py` measures what a change does.
"""

from __future__ import annotations

import math
from typing import Final

import attrs

from proccat.text import fold, syllables


@attrs.frozen
class Weights:
    """Weights (*trọng số*) of the kinds of term, as multiples of a term's rarity.

    Attributes:
        folded: a syllable of name or field, tones or not.
        toned: the same syllable with the same tone, beside `folded`.
        toned_keyword: the same among a few keywords: who types tones then means them.
        pair: two syllables that follow each other; typed with tones, the same tones, as far as
            documents have these.
        body: a syllable of description, steps, components.
        body_alone: the same where no name or field holds it.
        synonym: what offices write for an everyday word, as a share of that word, where names use
            it themselves.
        begun: what a word may become that is not typed to its end, as a share of a whole word.
        code: a code or document number, as typed.
        whole: what it brings to hold all of a few keywords, and as much again to do so in the name,
            as a share of all that their terms can bring; it counts where few names do so.
        frame: what is left of a weight where the word only frames the question; its tone and
            pairs count for nothing here.
        brevity: what a name gains for each halving of its length, times the root of all that the
            query can bring: of two names that hold the same words, the shorter is about them.
        scale: score points of one unit, so that whole numbers lose nothing that matters.
        digits: binary digits of a weight that are kept: each one costs an addition.
    """

    folded: float = 1.0
    toned: float = 0.2
    toned_keyword: float = 1.3
    pair: float = 2.0
    body: float = 0.15
    body_alone: float = 1.0
    synonym: float = 0.6
    begun: float = 0.5
    code: float = 20.0
    whole: float = 0.25
    frame: float = 0.3
    brevity: float = 0.7
    scale: float = 4.0
    digits: int = 3


@attrs.frozen
class ExactWeights:
    """Weights (*trọng số*) of the exact scorer, which orders only the best few.

    Attributes:
        best: how many of the first phase's hits it orders.
        keywords: so few words that are no frame need it not: the first phase has it all.
        frame: what is left of a weight where the word only frames the question.
        shares: what each of its shares brings, times what the query's words can bring: `coverage`,
            `head`, `pairs`, `order`, `kept`, `unasked`, `field`.
    """

    best: int = 50
    keywords: int = 3
    frame: float = 0.3
    shares: tuple[float, ...] = (0.95, 0.15, 2.0, 0.75, 0.45, 0.9, 2.0)


WEIGHTS: Final = Weights()
EXACT: Final = ExactWeights()

LENGTH_CLASSES: Final = (
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    12,
    14,
    16,
    18,
    20,
    23,
    26,
    30,
    35,
    42,
    50,
    64,
)
"""Most syllables of a name in each class of length; longer names gain nothing by brevity."""

BREVITY_STEPS: Final = tuple(
    round(4 * math.log2(LENGTH_CLASSES[-1] / most)) for most in LENGTH_CLASSES
)
"""How short each class is, in quarters of a halving of the longest."""

_ACTIONS: Final = """
cấp lại | cấp đổi | cấp mới | cấp phép | gia hạn | điều chỉnh | thu hồi | sửa đổi | bổ sung
đăng ký | thay đổi | chấm dứt | công nhận | chấp thuận | thẩm định | phê duyệt | xác nhận
giải thể | chuyển nhượng | lần đầu | tạm ngừng | tạm dừng | khôi phục | hủy bỏ | thành lập
phê chuẩn | bổ nhiệm | miễn nhiệm | công bố | kiểm tra | chứng thực | hoàn trả | hỗ trợ
"""

ACTIONS: Final = frozenset(
    " ".join(map(fold, syllables(action)))
    for line in _ACTIONS.strip().splitlines()
    for action in line.split("|")
)
"""What is done in a procedure (*loại việc*), in two syllables: who asks for *cấp lại* means it."""

_FRAMES: Final = """
làm thế nào để | làm thế nào | như thế nào | thế nào | ra sao | làm sao để | làm sao | tại sao
vì sao | bằng cách nào | cách nào | cách thức | hình thức nào | theo hình thức nào | hình thức nộp
xin hỏi | xin cho hỏi | xin cho biết | cho tôi hỏi | cho tôi được hỏi | cho em hỏi | cho hỏi
cho biết | cho tôi biết | đề nghị cho biết | đề nghị hướng dẫn | vui lòng cho biết
vui lòng hướng dẫn | tôi muốn hỏi | tôi muốn | tôi cần | tôi phải | tôi có | tôi | em | chúng tôi
công ty tôi | gia đình tôi | của tôi | ạ | cần giấy tờ gì | cần những giấy tờ gì | giấy tờ gì
những giấy tờ | giấy tờ | cần những gì | cần gì | gồm những gì | bao gồm những gì
gồm các giấy tờ | thành phần hồ sơ | hồ sơ gồm | hồ sơ bao gồm | hồ sơ cần | hồ sơ | nộp hồ sơ
gửi hồ sơ | chuẩn bị hồ sơ | những loại giấy tờ | các loại giấy tờ | là gì | gì | nào | những gì
ở đâu | tại đâu | đến đâu | đâu | khi nào | bao giờ | lúc nào | bao lâu | trong bao lâu
mất bao lâu | thời gian bao lâu | thời hạn giải quyết | thời gian giải quyết | thời hạn
thời gian | bao nhiêu ngày | bao nhiêu tiền | bao nhiêu | mấy ngày | mấy bộ | mấy | cơ quan nào
đơn vị nào | ai | do ai | cơ quan có thẩm quyền | thẩm quyền giải quyết | thẩm quyền
có được không | được không | được hay không | có phải không | phải không | hay không | có không
không | có phải | có cần | có được | có bắt buộc | bắt buộc | có thể | có thuộc | cần phải
phải làm | cần làm | trường hợp nào | trong trường hợp | trường hợp | đối tượng nào
những đối tượng nào | đối tượng | điều kiện gì | điều kiện nào | những điều kiện | các điều kiện
điều kiện | yêu cầu | quy định | theo quy định | quy định tại | được quy định | căn cứ
văn bản nào | lệ phí bao nhiêu | mức phí | mức lệ phí | phí lệ phí | lệ phí | phí | mất phí
có mất phí | trình tự thực hiện | trình tự | thủ tục hành chính | thủ tục | tthc | các bước
bước nào | quy trình | thực hiện | thực hiện như | tiến hành | hướng dẫn | vậy | thì | và | hoặc
của | là | được | phải | cần | để | khi | các | những | với | về | tại | ở | theo | trong | muốn
nếu | đã | đang | sẽ | bị | này | đó | nhưng | mà | cũng | hiện nay | có | còn | như | hay
xin | hỏi | cụ thể | trả lời | giải đáp | tìm hiểu | cảm ơn | trân trọng | kính gửi | rất mong
đề nghị | gồm | bao gồm | cần nộp | phải nộp | gửi đến | gửi về | chuẩn bị | cần chuẩn bị
tài liệu gì | tài liệu nào | những tài liệu | các tài liệu | số lượng hồ sơ | bộ hồ sơ
"""

FRAMES: Final = frozenset(
    syllables(phrase) for line in _FRAMES.strip().splitlines() for phrase in line.split("|")
)
"""Phrases that ask but do not say what for (*khung câu hỏi*); the longest match counts."""

FOLDED_FRAMES: Final = frozenset(tuple(map(fold, phrase)) for phrase in FRAMES)

LONGEST_FRAMES: Final[dict[str, int]] = {}
"""By its first word, toned or folded, the length of the longest frame that begins so."""
for _phrase in (*FRAMES, *FOLDED_FRAMES):
    LONGEST_FRAMES[_phrase[0]] = max(len(_phrase), LONGEST_FRAMES.get(_phrase[0], 0))

AND: Final = "va"
"""The folded *và*, which abbreviations leave out: TNMT."""
LINKS: Final = frozenset({
    "bị", "các", "cho", "có", "của", "do", "đến", "để", "đối", "được", "hoặc", "khi", "là", "những",
    "ở", "tại", "theo", "trong", "từ", "và", "về", "với",
})  # fmt: skip
"""Words that only link (*từ nối*): no phrase begins or ends with one."""
NEAR: Final = 4
"""Neighbours in a name may stand so far apart in a query: *cấp (cho tôi) giấy*."""
SHORTENED: Final = (3, 4, 5, 6)
"""Words for which names may write their initials."""
MOST_WORDS: Final = 64
"""Different words of a query that are used; the others are left out."""
SEVERAL: Final = 20
"""Where fewer names hold all of three or more keywords, none in a row, what comes near is a hit."""
MOST_KEYWORDS: Final = 6
"""A longer query, or one with a frame, is a question: hits need not hold every word."""
