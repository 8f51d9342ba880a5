"""The floor: what the same work costs with nothing around it.

A bare Flask application: a signed cookie, the page's own rows by plain SQL, one template that gives the same bytes
(``capture.py`` made it of the page our server sent), the same compression. To save: one transaction, equally durable.
"""

import json
import os
import threading
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pysqlite3
from flask import Flask, abort, jsonify, render_template, request, session
from flask_compress import Compress

from config import Config

app = Flask("floor", template_folder=os.environ["FLOOR_TEMPLATES"], static_folder=None)
app.config.from_mapping({name: value for name, value in vars(Config).items() if name.startswith("COMPRESS_")})
app.config["SECRET_KEY"] = "floor"
app.jinja_env.keep_trailing_newline = True
Compress(app)
kept = threading.local()
BISHKEK = ZoneInfo("Asia/Bishkek")

WHO = """
    select a.person_id, n.full_name from sign_ins s join accounts a on a.id = s.account_id
    join persons p on p.id = a.person_id join person_names n on n.person_id = p.id
    where s.secret_hash = ? and s.ended_at is null and s.expires_at > ? and a.suspended_at is null"""
ENROLMENT = """
    select e.id, d.number, d.published_at from enrolments e join training_modules m on m.id = e.module_id
    join editions d on d.id = e.edition_id
    where e.person_id = ? and m.slug = ? and e.state <> 'withdrawn' order by e.started_at desc limit 1"""
STEPS = "select key, done_at from steps where enrolment_id = ?"
CHECKS = "select check_key, chosen from check_answers where enrolment_id = ?"
TEXTS = "select html from floor_lessons where key = ? and language = ? order by position"
ATTEMPT = """
    select a.id, a.drawn from attempts a join enrolments e on e.id = a.enrolment_id
    join training_modules m on m.id = e.module_id join editions d on d.id = a.edition_id
    where a.id = ? and e.person_id = ? and m.slug = ? and a.handed_in_at is null and e.state = 'open'"""
ANSWERS = "select question_key, chosen, revision, saved_at from responses where attempt_id = ?"
QUESTIONS = "select key, text from floor_questions where language = ? and attempt_id = ?"
SAVE = """
    insert into responses (attempt_id, question_key, chosen, revision, write_id, saved_at) values (?, ?, ?, 1, ?, ?)
    on conflict do update set chosen = excluded.chosen, write_id = excluded.write_id, saved_at = excluded.saved_at,
    revision = revision + 1 where revision = ? returning revision"""


def ask(statement, *values):
    if not hasattr(kept, "connection"):
        kept.connection = pysqlite3.connect(os.environ["FLOOR_DATABASE"], isolation_level=None, timeout=15)
        kept.connection.execute("pragma synchronous=full")
    return kept.connection.execute(statement, values).fetchall()


def one(statement, *values):
    rows = ask(statement, *values)
    return rows[0] if rows else abort(404)


def time_of_day(at):
    return at.astimezone(BISHKEK).strftime("%H:%M")


def person():
    return one(WHO, session["secret"], datetime.now(UTC).isoformat(" "))


@app.get("/<language>/modules/<slug>/lessons/<lesson>")
def show_lesson(language, slug, lesson):
    person_id, name = person()
    enrolment, number, published_at = one(ENROLMENT, person_id, slug)
    done = dict(ask(STEPS, enrolment))
    answers = {key: json.loads(chosen) for key, chosen in ask(CHECKS, enrolment)}
    texts = [html for (html,) in ask(TEXTS, lesson, language)]
    page = {"name": name, "token": session["token"], "edition": number, "published_at": published_at}
    return render_template(f"{lesson}.{language}.html", texts=texts, done=done, answers=answers, **page)


@app.get("/<language>/modules/<slug>/quiz/<uuid:attempt>")
def show_attempt(language, slug, attempt):
    person_id, name = person()
    attempt, drawn = one(ATTEMPT, attempt.hex, person_id, slug)
    answers = {row[0]: (json.loads(row[1]), *row[2:]) for row in ask(ANSWERS, attempt)}
    bank = dict(ask(QUESTIONS, language, attempt))
    questions = [json.loads(bank[key]) for key, _options in json.loads(drawn)]
    order = [key for key, _options in json.loads(drawn) if key in answers]
    seen = json.dumps({key: [answers[key][1], answers[key][0]] for key in order})
    saved_at = time_of_day(datetime.fromisoformat(max(row[2] for row in answers.values()) + "+00:00"))
    page = {"name": name, "token": session["token"], "seen": seen, "saved_at": saved_at}
    return render_template("quiz.html", questions=questions, answers=answers, **page)


@app.post("/<language>/modules/<slug>/quiz/<uuid:attempt>/answers")
def save_answer(language, slug, attempt):
    (person_id, _name), sent, at = person(), request.get_json()["answers"][0], datetime.now(UTC)
    ask("begin immediate")
    attempt, _drawn = one(ATTEMPT, attempt.hex, person_id, slug)
    row = (attempt, sent["question"], json.dumps(sent["value"]), sent["write"], at.replace(tzinfo=None).isoformat(" "))
    ((revision,),) = ask(SAVE, *row, sent["base"])
    ask("commit")
    saved = [{"question": sent["question"], "revision": revision}]
    return jsonify(saved=saved, conflicts=[], at=time_of_day(at), csrf=None)


@app.get("/sign-in/<secret>/<token>")
def sign_in(secret, token):
    session.update(secret=secret, token=token)
    return ""


@app.get("/healthz")
def healthz():
    return "ok"
