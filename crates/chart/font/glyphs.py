"""Prints the characters of the chart's font, one hexadecimal code point a line."""

def encodable(codec, first_bytes, second_bytes):
    for first in first_bytes:
        for second in second_bytes:
            try:
                yield from bytes([first, second]).decode(codec)
            except UnicodeDecodeError:
                pass

HIGH = range(0xA1, 0xFF)
BIG5 = [*range(0x40, 0x7F), *HIGH]
SJIS = [*range(0x40, 0x7F), *range(0x80, 0xFD)]
CANTONESE = "冧嘅咗哋啲喺冇嚟嗰咁噉唔佢乜嘢啱攞瞓揾搵嗌嘥掟氹靚嘞囉嘢喎吖㗎𠮶咪𠺢𡃁曱甴焗煲煱睇瞅罅啩嚿嗱噃嗮晒"
chars = set(CANTONESE)
chars.update(chr(c) for c in [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2040), *range(0x20A0, 0x20C0),
    *range(0x2190, 0x2194), *range(0x2460, 0x2474), *range(0x25A0, 0x25D0), *range(0x2600, 0x2670), *range(0x3000, 0x3130),
    *range(0x3131, 0x318F), *range(0xFF01, 0xFFEF)])
chars.update(encodable("euc_kr", range(0xB0, 0xC9), HIGH))      # KS X 1001: 2,350 syllables
chars.update(encodable("big5", range(0xA4, 0xFA), BIG5))        # Big5: 13,053 characters
chars.update(encodable("gb2312", range(0xB0, 0xD8), HIGH))      # GB 2312, level 1: 3,755
chars.update(encodable("shift_jis", range(0x88, 0x99), SJIS))   # JIS X 0208, level 1: 2,965
print("\n".join(f"{ord(c):X}" for c in sorted(chars)))
