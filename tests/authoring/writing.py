"""Where a module is written, and what a trainer sends there."""

import io

from PIL import Image
from sqlalchemy import select

from lms.catalogue.documents import module_from_json
from lms.catalogue.models import Draft, TrainingModule

STUDIO = "/en/studio"
HOME = f"{STUDIO}/modules/practice"


def document(session, slug="practice"):
    session.expire_all()
    query = select(Draft.document).join(TrainingModule, TrainingModule.id == Draft.module_id)
    return module_from_json(session.scalars(query.where(TrainingModule.slug == slug)).one())


def in_three(name, text):
    return {f"{name}-{code}": f"{text} {code}" for code in ("ky", "ru", "en")}


def picture(kind="JPEG", size=(40, 30)):
    image = Image.new("RGB", size, (200, 30, 30))
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    target = io.BytesIO()
    image.save(target, kind, exif=exif)
    return target.getvalue()


def send_picture(person, size=(40, 30)):
    form, _button = person.visit(f"{HOME}/pictures").form_of("Add the picture")
    token = form.xpath(".//input[@name='csrf_token']")[0].get("value")
    sent = {"csrf_token": token, "file": (io.BytesIO(picture(size=size)), "x.jpg")}
    return person.post(f"{HOME}/pictures", sent, content_type="multipart/form-data")
