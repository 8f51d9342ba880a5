"""The description of the API in the words of OpenAPI, open to everybody: it names no number and no person."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from lms.api.openapi import description
from lms.api.views.blueprint import door
from lms.core.policy import public


@door.get("/openapi.json")
@public
def show_description() -> ResponseReturnValue:
    return jsonify(description())
