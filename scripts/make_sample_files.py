"""Makes the sample school's evidence files: ``python scripts/make_sample_files.py [FOLDER]``.

They are drawn and written here so that nothing in them was ever a real child's. The two photos carry an
invented camera and an invented place (a spot in the North Sea): adding one as evidence has to take both out.
"""

from __future__ import annotations

import csv
import io
import math
import random
import sys
import zipfile
from pathlib import Path
from typing import TypeAlias
from xml.sax.saxutils import escape

from PIL import ExifTags, Image, ImageDraw, ImageFont

FOLDER = Path(__file__).resolve().parent.parent / "samples" / "corranbeath" / "files"
MOST_BYTES = 60_000
SMALL = 5
"""No count of children, nor what is left of a class beside it, is smaller than this."""

Font: TypeAlias = ImageFont.FreeTypeFont | ImageFont.ImageFont
Box: TypeAlias = tuple[int, int, int, int]

# Class, how many answered, then how many said yes to each of the questions below.
QUESTIONS = (
    "I can name a right and say what it means",
    "I know who I would tell if I was worried",
    "Grown-ups here listen to me",
    "I hear what happens to the things we ask for",
)
ANSWERS = (
    ("P1", 22, (13, 15, 16, 7)),
    ("P2", 24, (16, 18, 18, 9)),
    ("P3", 23, (17, 18, 17, 9)),
    ("P4", 25, (20, 19, 18, 10)),
    ("P5", 23, (18, 17, 16, 11)),
    ("P6", 26, (21, 21, 20, 14)),
    ("P7", 21, (16, 16, 15, 11)),
)

MINUTES = (
    ("Corranbeath Primary School", 16),
    ("Rights group: what we talked about", 13),
    ("", 11),
    ("There: eleven children from P2 to P7, the DHT, the P6 teacher, a pupil support assistant.", 11),
    ("Two of the oldest kept the time. Two from the middle of the school drafted this page.", 11),
    ("", 11),
    ("1. Wet play (article 31)", 12),
    ("P6 had asked why everybody has to sit still when it rains. The group went through the rule", 11),
    ("line by line. Two lines were about adults keeping it quiet, not about being safe.", 11),
    ("Agreed: drawing, building and the hall on a rota. The DHT puts the new rule to the staff.", 11),
    ("After four weeks: staff said yes. The hall is open on wet days. Board games have come from", 11),
    ("families, and the P5 cupboard has run out of glue.", 11),
    ("", 11),
    ("2. The far toilets (articles 16 and 19)", 12),
    ("The safe-places maps still show them. Some locks don't close and the light goes off.", 11),
    ("The janitor came and listened. He has ordered the locks. P5 will test them.", 11),
    ("", 11),
    ("3. The board in the front hall", 12),
    ("Some notes have been up for a long time with no answer. One of the younger ones said: if it's no,", 11),
    ("just say no and say why. Agreed: every note gets an answer within two weeks.", 11),
    ("", 11),
    ("Next time: P2 bring the questions from the infants. Biscuits are the DHT's turn.", 11),
)

LETTER = (
    "Dear families,",
    "This year the whole school is working with the United Nations Convention on the Rights of the Child. "
    "It is a promise that governments made to every child, and Scotland has written it into its law.",
    "What will be different? Your child may come home and tell you about article 31, which is about play and "
    "rest, or ask you a question you can't answer. That's fine. We are learning as well.",
    "We have started a rights group with children from P2 to P7. It meets every second week and has begun "
    "by asking what the rules for wet play are for.",
    "You are welcome at the open afternoon. Come for ten minutes or for the whole hour; wee brothers and "
    "sisters too. If you would like this letter in another language, or read to you, tell the office.",
    "A page from P7:",
    "Rights are not a prize. You don't get them for being good and nobody can take them off you. Grown-ups "
    "have to look after them, and that means all the grown-ups. If you want to know more, ask us. We know "
    "quite a lot.",
    "With warm wishes from everyone at Corranbeath Primary School",
)

# A colleague has slipped and named a child of the invented list, so that the names check finds something.
STAFF_NOTES = """\
Staff meeting, twenty minutes: what have we changed because a child said so?

Everybody wrote one thing on a card before we talked. Teachers, pupil support assistants, office,
kitchen and the janitor were there; the nursery team sent theirs.

- P2: the quiet corner moved away from the door. They said it was never quiet.
- P6: wet play. See the rights group's minutes.
- Kitchen: names of dishes go up on Monday, so that those who worry about lunch know what's coming.
- Office: late slips no longer get read out at the hatch. Morven said it made her want to stay home.
- Nursery: children choose who holds the door.
- A few cards said "nothing yet, I should ask".

What we noticed: nearly all of these came from a child who spoke up alone. We have less from children
who don't speak up. Talked about picture voting, and about asking while doing something else.

Agreed: the same cards again after the holidays. Two minutes each, no essays.
"""


def font(size: int) -> Font:
    return ImageFont.load_default(size)


def camera_data() -> Image.Exif:
    """What a telephone writes into a photo: who made it, when, and where."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Invented Cameras"
    exif[ExifTags.Base.Model] = "Sample 1"
    exif[ExifTags.Base.DateTime] = "2024:01:15 10:30:00"
    exif[ExifTags.Base.Artist] = "nobody"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    place[ExifTags.GPS.GPSLatitude] = (57.0, 30.0, 0.0)
    place[ExifTags.GPS.GPSLongitudeRef] = "E"
    place[ExifTags.GPS.GPSLongitude] = (1.0, 15.0, 0.0)
    return exif


def save_photo(picture: Image.Image, path: Path) -> None:
    picture.thumbnail((860, 860))
    picture.save(path, "JPEG", quality=70, optimize=True, exif=camera_data())


# -- the rights wall: a display board of children's pictures ---------------------------------------------


def star(draw: ImageDraw.ImageDraw, x: int, y: int, radius: int, fill: str) -> None:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.45
        angle = math.pi * corner / 5 - math.pi / 2
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    draw.polygon(points, fill=fill)


def person(draw: ImageDraw.ImageDraw, x: int, y: int, size: int, shirt: str) -> None:
    head = size // 4
    draw.line((x, y + head, x - size // 3, y + size), fill="#5b4636", width=6)
    draw.line((x, y + head, x + size // 3, y + size), fill="#5b4636", width=6)
    draw.polygon([(x, y), (x - size // 3, y + size * 2 // 3), (x + size // 3, y + size * 2 // 3)], fill=shirt)
    draw.ellipse((x - head, y - head * 2, x + head, y), fill="#d9a066", outline="#5b4636", width=3)


def child_drawing(draw: ImageDraw.ImageDraw, what: str, box: Box) -> None:
    left, top, right, bottom = box
    x, y = (left + right) // 2, (top + bottom) // 2 - 14
    if what == "play":
        draw.ellipse((x - 42, y - 10, x + 42, y + 74), fill="#d64545", outline="#333333", width=4)
        draw.arc((x - 42, y - 40, x + 42, y + 44), 20, 160, fill="#ffffff", width=8)
        star(draw, x, y - 50, 26, "#f0b429")
    elif what == "home":
        draw.rectangle((x - 60, y - 6, x + 60, y + 74), fill="#e8c39e", outline="#333333", width=4)
        draw.polygon([(x - 76, y - 6), (x, y - 70), (x + 76, y - 6)], fill="#9b3d3d")
        draw.rectangle((x - 14, y + 26, x + 16, y + 74), fill="#4a6fa5")
    elif what == "learn":
        draw.polygon([(x, y - 30), (x - 76, y - 50), (x - 76, y + 50), (x, y + 70)], fill="#7fb069")
        draw.polygon([(x, y - 30), (x + 76, y - 50), (x + 76, y + 50), (x, y + 70)], fill="#a6d189")
        draw.line((x, y - 30, x, y + 70), fill="#333333", width=5)
    elif what == "food":
        draw.ellipse((x - 70, y - 30, x + 70, y + 70), fill="#ffffff", outline="#777777", width=5)
        draw.ellipse((x - 34, y - 4, x + 4, y + 34), fill="#d64545")
        draw.rectangle((x + 8, y + 4, x + 48, y + 20), fill="#e08e2b")
        draw.ellipse((x - 4, y + 28, x + 30, y + 54), fill="#5f9a3f")
    elif what == "heard":
        draw.rounded_rectangle(
            (x - 76, y - 56, x + 76, y + 22), 24, fill="#f6e58d", outline="#333333", width=4
        )
        draw.polygon([(x - 30, y + 20), (x + 6, y + 20), (x - 42, y + 66)], fill="#f6e58d")
        draw.text((x - 54, y - 40), "what if...", font=font(28), fill="#333333")
    else:
        person(draw, x - 36, y - 6, 84, "#4a6fa5")
        person(draw, x + 36, y - 6, 84, "#e08e2b")


def rights_wall() -> Image.Image:
    """A board with a border, ten drawings and their captions."""
    chance = random.Random(54)
    picture = Image.new("RGB", (1280, 860), "#cfc8bd")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 40, 1240, 820), fill="#2f6f8f")
    for x in range(48, 1236, 46):
        for y in (44, 796):
            draw.polygon([(x, y), (x + 23, y + 20), (x + 46, y)], fill="#f0b429")
    draw.rectangle((380, 76, 900, 138), fill="#fffbe6")
    draw.text((408, 84), "Our rights, every day", font=font(44), fill="#2b2b2b")
    subjects = (
        ("play", "I can play"), ("home", "a safe home"), ("learn", "I learn"), ("food", "good food"),
        ("heard", "you ask me"), ("friends", "my pals"), ("learn", "my own book"), ("play", "rest and play"),
        ("friends", "all of us"), ("heard", "my idea"),
    )  # fmt: skip
    for n, (what, words) in enumerate(subjects):
        left = 76 + (n % 5) * 228 + chance.randint(-6, 6)
        top = 166 + (n // 5) * 312 + chance.randint(-8, 8)
        paper = chance.choice(("#fffdf5", "#fff6e0", "#f3fbff", "#fdf1f4"))
        draw.rectangle((left + 6, top + 6, left + 210, top + 286), fill="#24566f")
        draw.rectangle((left, top, left + 204, top + 280), fill=paper)
        child_drawing(draw, what, (left, top, left + 204, top + 230))
        draw.text((left + 18, top + 228), words, font=font(27), fill="#3a3a3a")
        draw.ellipse((left + 94, top + 5, left + 110, top + 21), fill="#b33a3a")
    return picture.rotate(0.6, resample=Image.Resampling.BICUBIC, fillcolor="#cfc8bd")


def assembly() -> Image.Image:
    """A hall with rows of figures and a banner: a drawing, so that nobody is in it."""
    chance = random.Random(31)
    picture = Image.new("RGB", (1080, 720), "#e9e1d2")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 470, 1080, 720), fill="#b98d5c")
    for x in range(0, 1080, 120):
        draw.line((x, 470, x - 60, 720), fill="#a57a4b", width=3)
    draw.rectangle((240, 60, 840, 170), fill="#2f6f8f")
    draw.text((300, 82), "We all belong here", font=font(56), fill="#fffbe6")
    for row, (top, size) in enumerate(((300, 96), (400, 116), (520, 140))):
        for x in range(110 + row * 30, 1000, 130 + row * 8):
            shirt = chance.choice(("#4a6fa5", "#9b3d3d", "#5f9a3f", "#e08e2b", "#6b4f9b"))
            person(draw, x + chance.randint(-10, 10), top + chance.randint(-8, 8), size, shirt)
    return picture


# -- the tally chart ---------------------------------------------------------------------------------------


def tally() -> Image.Image:
    """Five lunchtimes in the first week and in the fifth: quarrels, and who settled them."""
    rows = (
        ("Week 1: settled between them", 9),
        ("Week 1: an adult stepped in", 21),
        ("Week 5: settled between them", 17),
        ("Week 5: an adult stepped in", 12),
    )
    picture = Image.new("RGB", (1000, 520), "white")
    draw = ImageDraw.Draw(picture)
    draw.text((40, 24), "Lunchtime quarrels: who settled them?", font=font(34), fill="black")
    draw.text(
        (40, 72), "Five lunchtimes each. We counted quarrels, not children.", font=font(22), fill="#444444"
    )
    for n, (label, count) in enumerate(rows):
        y = 128 + n * 92
        draw.line((40, y - 12, 960, y - 12), fill="#999999", width=2)
        draw.text((40, y + 12), label, font=font(24), fill="black")
        for mark in range(count):
            x = 420 + (mark // 5) * 96 + (mark % 5) * 16
            if mark % 5 == 4:
                draw.line((x - 74, y + 56, x - 6, y + 8), fill="#1d3f72", width=5)
            else:
                draw.line((x, y + 6, x + 3, y + 58), fill="#1d3f72", width=5)
        draw.text((900, y + 12), str(count), font=font(30), fill="black")
    return picture.quantize(16)


# -- written things ----------------------------------------------------------------------------------------


def questionnaire() -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["Class", "Answered", *QUESTIONS])
    for name, answered, yes in ANSWERS:
        if any(count < SMALL or answered - count < SMALL for count in yes):
            raise ValueError(f"{name}: a count is small enough to point at a child")
        table.writerow([name, answered, *yes])
    totals = [sum(column) for column in zip(*(yes for _, _, yes in ANSWERS), strict=True)]
    table.writerow(["All", sum(answered for _, answered, _ in ANSWERS), *totals])
    return out.getvalue()


def pdf(lines: tuple[tuple[str, int], ...]) -> bytes:
    """One A4 page of text as a PDF, with nothing in it but the page."""
    drawn = ["BT", "56 790 Td"]
    for text, size in lines:
        bold = "/F2" if size > 11 else "/F1"
        shown = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        drawn += [f"{bold} {size} Tf", f"0 -{size + 8} Td", f"({shown}) Tj"]
    content = "\n".join([*drawn, "ET"]).encode("cp1252")
    fonts = "<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    fonts += " /F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font "
        + fonts.encode()
        + b" >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    out = bytearray(b"%PDF-1.4\n")
    starts = []
    for number, body in enumerate(objects, start=1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for start in starts:
        out += b"%010d 00000 n \n" % start
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def docx(paragraphs: tuple[str, ...]) -> bytes:
    """A Word document of plain paragraphs, with no author, no history and no hidden properties."""
    space = "http://schemas.openxmlformats.org"
    kinds = "application/vnd.openxmlformats"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    body = "".join(
        '<w:p><w:pPr><w:spacing w:after="200"/></w:pPr>'
        f'<w:r><w:rPr><w:sz w:val="24"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
        for text in paragraphs
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{space}/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{kinds}-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kinds}-officedocument.wordprocessingml'
        '.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{space}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f'<w:document xmlns:w="{space}/wordprocessingml/2006/main"><w:body>{body}'
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1300" w:bottom="1440" '
        'w:left="1300" w:header="700" w:footer="700" w:gutter="0"/></w:sectPr></w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), head + text)
    return out.getvalue()


def make(folder: Path) -> list[Path]:
    """Writes all files into ``folder`` and returns them; refuses one that has grown too large."""
    folder.mkdir(parents=True, exist_ok=True)
    save_photo(rights_wall(), folder / "rights-wall.jpg")
    save_photo(assembly(), folder / "belonging-assembly.jpg")
    tally().save(folder / "lunchtime-tally.png", optimize=True)
    (folder / "pupil-questionnaire.csv").write_text(questionnaire(), encoding="utf-8", newline="\n")
    (folder / "rights-group-minutes.pdf").write_bytes(pdf(MINUTES))
    (folder / "letter-to-families.docx").write_bytes(docx(LETTER))
    (folder / "staff-meeting-notes.txt").write_text(STAFF_NOTES, encoding="utf-8", newline="\n")
    made = sorted(path for path in folder.iterdir() if path.is_file())
    for path in made:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"{path.name} has {path.stat().st_size} bytes; {MOST_BYTES} is the most")
    return made


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for path in make(folder):
        print(f"{path.stat().st_size:>7,}  {path.name}")


if __name__ == "__main__":
    main()
