"""Pictures made here, with nothing but what is seen, and with what cameras, people and programs write into them."""

import io

from PIL import Image, PngImagePlugin

SECRET = "written by a camera"


def saved(image, kind, **more):
    target = io.BytesIO()
    image.save(target, kind, **more)
    return target.getvalue()


def noise(width=800, height=600):
    """The worst there is to make small."""
    return Image.effect_noise((width, height), 90).convert("RGB")


def exif():
    """What a telephone writes: words, and the place."""
    facts = Image.Exif()
    facts[0x010E] = SECRET
    place = facts.get_ifd(0x8825)
    place.update({1: "N", 2: (42.0, 52.0, 30.0), 3: "E", 4: (74.0, 35.0, 0.0)})
    return facts


def text_chunk():
    facts = PngImagePlugin.PngInfo()
    facts.add_text("Comment", SECRET)
    return facts


def with_head(content):
    """A JPEG whose first part holds a second picture, of one point."""
    assert content[2:4] == b"\xff\xe0"
    return content[:4] + (19).to_bytes(2) + content[6:18] + b"\x01\x01" + bytes(3) + content[20:]


PLAIN = Image.new("RGB", (40, 30), "#0B4A57")
BARE = {
    "png": saved(PLAIN, "PNG"),
    "palette": saved(PLAIN.convert("P"), "PNG"),
    "jpeg": saved(noise(90, 60), "JPEG"),
    "progressive": saved(noise(90, 60), "JPEG", progressive=True),
    "four colours": saved(PLAIN.convert("CMYK"), "JPEG"),
    "webp": saved(PLAIN, "WEBP"),
    "webp with alpha": saved(Image.new("RGBA", (40, 30), (1, 2, 3, 90)), "WEBP"),
}
TOLD = {
    "png text": saved(PLAIN, "PNG", pnginfo=text_chunk()),
    "png exif": saved(PLAIN, "PNG", exif=exif()),
    "png with more behind it": BARE["png"] + b"PK\x03\x04",
    "jpeg exif": saved(PLAIN, "JPEG", exif=exif()),
    "jpeg xmp": saved(PLAIN, "JPEG", xmp=b"<x:xmpmeta/>"),
    "jpeg comment": saved(PLAIN, "JPEG", comment=SECRET.encode()),
    "jpeg profile": saved(PLAIN, "JPEG", icc_profile=SECRET.encode()),
    "jpeg with a second picture": with_head(saved(PLAIN, "JPEG")),
    "jpeg with more behind it": BARE["progressive"] + b"PK\x03\x04",
    "webp exif": saved(PLAIN, "WEBP", exif=exif()),
    "webp with more behind it": BARE["webp"] + b"PK\x03\x04",
}
