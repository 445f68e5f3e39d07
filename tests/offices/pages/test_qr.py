"""A QR code as the data of a path."""

import re

import zxingcpp
from PIL import Image

from offices.pages import qr


def test_drawing_is_read_back_as_the_text() -> None:
    text = "otpauth://totp/ACTS:departure?secret=JBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30"
    drawn = qr.draw(text)
    image = Image.new("L", (drawn.side, drawn.side), 255)
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawn.path):
        image.putpixel((int(x), int(y)), 0)
    [found] = zxingcpp.read_barcodes(image.resize((drawn.side * 8, drawn.side * 8), Image.Resampling.NEAREST))
    assert found.text == text
