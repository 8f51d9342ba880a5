"""A server that does it wrong: it answers "saved" and commits a moment later. The measurement must catch it."""

import json
import os
import queue
import threading
import time

import pysqlite3
from flask import Flask, jsonify, request

app = Flask("control", static_folder=None)
waiting = queue.SimpleQueue()


def write_later():
    connection = pysqlite3.connect(os.environ["CONTROL_DATABASE"], isolation_level=None, timeout=15)
    connection.execute("pragma synchronous=full")
    while True:
        time.sleep(0.05)
        connection.execute("begin immediate")
        while not waiting.empty():
            connection.execute("insert or replace into responses values (?, ?, ?, ?)", waiting.get())
        connection.execute("commit")


threading.Thread(target=write_later, daemon=True).start()


@app.post("/<person>")
def save_answer(person):
    answer = request.get_json()["answers"][0]
    revision = answer["base"] + 1
    waiting.put((person, answer["question"], revision, json.dumps(answer["value"])))
    return jsonify(saved=[{"question": answer["question"], "revision": revision}], conflicts=[])


@app.get("/healthz")
def healthz():
    return "ok"
