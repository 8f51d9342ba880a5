"""Lay the foundation

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op
from flask import current_app

import lms.core.models
from lms.core import clock

revision = "20261123_1000"
down_revision = None


def upgrade() -> None:
    # A database is a demonstration or real from here on; it never changes kind.
    kind = "demonstration" if current_app.config["DEMO"] else "real"
    op.create_table(
        "audit_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=True),
        sa.Column("subject_id", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_records")),
    )
    with op.batch_alter_table("audit_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_records_act"), ["act"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_records_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_records_at"), ["at"], unique=False)
        batch_op.create_index("ix_audit_records_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("created_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('demonstration', 'real')", name=op.f("ck_installation_known_kind")),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "institution_groups",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_ky", sa.String(), nullable=False),
        sa.Column("name_ru", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_institution_groups")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("unique_key", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("created_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("beat_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.CheckConstraint("state in ('waiting', 'running', 'done', 'failed')", name=op.f("ck_jobs_known_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_jobs_unique_key")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jobs_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_jobs_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_jobs_state"), ["state"], unique=False)

    op.create_table(
        "mails",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mails_kind"), ["kind"], unique=False)

    op.create_table(
        "professions",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("outputs", sa.JSON(), nullable=False),
        sa.Column("name_ky", sa.String(), nullable=False),
        sa.Column("name_ru", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_professions")),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module_slug", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("created_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("module_slug", "key", name=op.f("uq_questions_module_slug_key")),
    )
    op.create_table(
        "regions",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name_ky", sa.String(), nullable=False),
        sa.Column("name_ru", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_regions")),
    )
    op.create_table(
        "registrations",
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("created_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_registrations")),
    )
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.create_index("ix_registrations_expires_at", ["expires_at"], unique=False)

    op.create_table(
        "throttles",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttles")),
    )
    with op.batch_alter_table("throttles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_throttles_last_at"), ["last_at"], unique=False)

    op.create_table(
        "training_modules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "published", "retired", name="modulestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("created_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("current_edition_id", sa.Uuid(), nullable=True),
        sa.Column("finish_until", sa.Date(), nullable=True),
        sa.Column("retired_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("retired_reason", sa.String(), nullable=True),
        sa.CheckConstraint("state in ('draft', 'published', 'retired')", name=op.f("ck_training_modules_known_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_modules")),
        sa.UniqueConstraint("code", name=op.f("uq_training_modules_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_training_modules_slug")),
    )
    with op.batch_alter_table("training_modules", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_modules_current_edition_id"), ["current_edition_id"], unique=False
        )

    op.create_table(
        "draft_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("saved_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_draft_versions_module_id_training_modules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_versions")),
        sa.UniqueConstraint("module_id", "revision", name=op.f("uq_draft_versions_module_id_revision")),
    )
    op.create_table(
        "drafts",
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("document_hash", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=True),
        sa.Column("loaded_hash", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_drafts_module_id_training_modules")
        ),
        sa.PrimaryKeyConstraint("module_id", name=op.f("pk_drafts")),
    )
    op.create_table(
        "editions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("document_hash", sa.String(), nullable=False),
        sa.Column(
            "change",
            sa.Enum("first", "wording", "content", name="editionchange", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("published_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("is_reviewed", sa.Boolean(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.CheckConstraint("change in ('first', 'wording', 'content')", name=op.f("ck_editions_known_change")),
        sa.CheckConstraint(
            "(withdrawn_at is null) = (withdrawn_reason is null)", name=op.f("ck_editions_withdrawn_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_editions_module_id_training_modules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("module_id", "number", name=op.f("uq_editions_module_id_number")),
    )
    with op.batch_alter_table("editions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_editions_module_id"), ["module_id"], unique=False)

    op.create_table(
        "institution_types",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group_code", sa.String(), nullable=False),
        sa.Column("name_ky", sa.String(), nullable=False),
        sa.Column("name_ru", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_code"], ["institution_groups.code"], name=op.f("fk_institution_types_group_code_institution_groups")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_institution_types")),
    )
    with op.batch_alter_table("institution_types", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_institution_types_group_code"), ["group_code"], unique=False)

    op.create_table(
        "persons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "sex",
            sa.Enum("female", "male", "other", "not_stated", name="sex", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("profession_code", sa.String(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("erased_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("is_synthetic", sa.Boolean(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.CheckConstraint("language in ('ky', 'ru', 'en')", name=op.f("ck_persons_known_language")),
        sa.CheckConstraint("sex in ('female', 'male', 'other', 'not_stated')", name=op.f("ck_persons_known_sex")),
        sa.CheckConstraint(
            "birth_year is null or birth_year between 1900 and 2100", name=op.f("ck_persons_possible_birth_year")
        ),
        sa.ForeignKeyConstraint(["merged_into_id"], ["persons.id"], name=op.f("fk_persons_merged_into_id_persons")),
        sa.ForeignKeyConstraint(
            ["profession_code"], ["professions.code"], name=op.f("fk_persons_profession_code_professions")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("fk_persons_region_code_regions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_persons_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_persons_profession_code"), ["profession_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_persons_region_code"), ["region_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_persons_sort_key"), ["sort_key"], unique=False)

    op.create_table(
        "question_versions",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("document_hash", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("created_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_versions_question_id_questions")
        ),
        sa.PrimaryKeyConstraint("question_id", "document_hash", name=op.f("pk_question_versions")),
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("document_hash", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "approved", "returned", "overtaken", name="reviewstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("requested_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('open', 'approved', 'returned', 'overtaken')", name=op.f("ck_reviews_known_state")
        ),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_reviews_module_id_training_modules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reviews_module_id"), ["module_id"], unique=False)
        batch_op.create_index(
            "uq_reviews_open",
            ["module_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("created_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("suspended_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("draft_salt", sa.String(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("email is not null or phone is not null", name=op.f("ck_accounts_reachable")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_accounts_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
        sa.UniqueConstraint("person_id", name=op.f("uq_accounts_person_id")),
        sa.UniqueConstraint("phone", name=op.f("uq_accounts_phone")),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("study", "evaluation", "messages", name="purpose", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("given_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose in ('study', 'evaluation', 'messages')", name=op.f("ck_consents_known_purpose")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_consents_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consents_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ix_consents_withdrawn",
            ["purpose", "person_id"],
            unique=False,
            sqlite_where=sa.text("withdrawn_at is not null"),
            postgresql_where=sa.text("withdrawn_at is not null"),
        )

    op.create_table(
        "edition_professions",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("profession_code", sa.String(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_edition_professions_edition_id_editions")
        ),
        sa.PrimaryKeyConstraint("edition_id", "profession_code", name=op.f("pk_edition_professions")),
    )
    with op.batch_alter_table("edition_professions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_professions_profession_code"), ["profession_code"], unique=False)

    op.create_table(
        "edition_questions",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("document_hash", sa.String(), nullable=False),
        sa.Column("objective", sa.String(), nullable=False),
        sa.Column("difficulty", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_edition_questions_edition_id_editions")),
        sa.ForeignKeyConstraint(
            ["question_id", "document_hash"],
            ["question_versions.question_id", "question_versions.document_hash"],
            name=op.f("fk_edition_questions_question_id_document_hash_question_versions"),
        ),
        sa.PrimaryKeyConstraint("edition_id", "question_key", name=op.f("pk_edition_questions")),
    )
    with op.batch_alter_table("edition_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_questions_question_id"), ["question_id"], unique=False)

    op.create_table(
        "edition_texts",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_edition_texts_edition_id_editions")),
        sa.PrimaryKeyConstraint("edition_id", "language", name=op.f("pk_edition_texts")),
    )
    op.create_table(
        "institutions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("type_code", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "listed",
                "refused",
                "closed",
                "merged",
                name="institutionstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("names_confirmed", sa.Boolean(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'merged') = (merged_into_id is not null)", name=op.f("ck_institutions_merged_into_something")
        ),
        sa.CheckConstraint(
            "state in ('proposed', 'listed', 'refused', 'closed', 'merged')", name=op.f("ck_institutions_known_state")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["institutions.id"], name=op.f("fk_institutions_merged_into_id_institutions")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["institutions.id"], name=op.f("fk_institutions_parent_id_institutions")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("fk_institutions_region_code_regions")),
        sa.ForeignKeyConstraint(
            ["type_code"], ["institution_types.code"], name=op.f("fk_institutions_type_code_institution_types")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institutions")),
        sa.UniqueConstraint("key", name=op.f("uq_institutions_key")),
    )
    with op.batch_alter_table("institutions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_institutions_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_institutions_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index("ix_institutions_place", ["type_code", "region_code", "state"], unique=False)

    op.create_table(
        "person_names",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("script", sa.Enum("ky", "ru", "en", name="script", native_enum=False, length=32), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.CheckConstraint("script in ('ky', 'ru', 'en')", name=op.f("ck_person_names_known_script")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_person_names_person_id_persons")),
        sa.PrimaryKeyConstraint("person_id", "script", name=op.f("pk_person_names")),
    )
    op.create_table(
        "enrolments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "completed", "withdrawn", name="enrolmentstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("started_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("completed_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("pre_form", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("moved_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("age_band", sa.String(), nullable=False),
        sa.Column("profession_code", sa.String(), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("institution_type", sa.String(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("workplace_confirmed", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(state = 'completed') = (completed_at is not null)", name=op.f("ck_enrolments_completed_with_moment")
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at is not null)", name=op.f("ck_enrolments_withdrawn_with_moment")
        ),
        sa.CheckConstraint("pre_form in ('A', 'B')", name=op.f("ck_enrolments_known_form")),
        sa.CheckConstraint("state in ('open', 'completed', 'withdrawn')", name=op.f("ck_enrolments_known_state")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_enrolments_edition_id_editions")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_enrolments_institution_id_institutions")
        ),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_enrolments_module_id_training_modules")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_enrolments_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
    )
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.create_index(
            "ix_enrolments_completed",
            [
                "completed_on",
                "module_id",
                "sex",
                "age_band",
                "region_code",
                "profession_code",
                "institution_type",
                "institution_id",
                "person_id",
            ],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_enrolments_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(
            "ix_enrolments_first",
            [
                "person_id",
                "completed_at",
                "id",
                "state",
                "completed_on",
                "module_id",
                "sex",
                "age_band",
                "region_code",
                "profession_code",
                "institution_type",
                "institution_id",
            ],
            unique=False,
        )
        batch_op.create_index("ix_enrolments_institution", ["institution_id", "module_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrolments_module_id"), ["module_id"], unique=False)
        batch_op.create_index(
            "ix_enrolments_started",
            [
                "started_on",
                "module_id",
                "sex",
                "age_band",
                "region_code",
                "profession_code",
                "institution_type",
                "institution_id",
                "person_id",
            ],
            unique=False,
        )
        batch_op.create_index(
            "uq_enrolments_open",
            ["person_id", "module_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "exports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("table", sa.String(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("requested_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("file_key", sa.String(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("file_size", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_exports_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    with op.batch_alter_table("exports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exports_account_id"), ["account_id"], unique=False)

    op.create_table(
        "institution_links",
        sa.Column("ancestor_id", sa.Uuid(), nullable=False),
        sa.Column("descendant_id", sa.Uuid(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ancestor_id"], ["institutions.id"], name=op.f("fk_institution_links_ancestor_id_institutions")
        ),
        sa.ForeignKeyConstraint(
            ["descendant_id"], ["institutions.id"], name=op.f("fk_institution_links_descendant_id_institutions")
        ),
        sa.PrimaryKeyConstraint("ancestor_id", "descendant_id", name=op.f("pk_institution_links")),
    )
    with op.batch_alter_table("institution_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_institution_links_descendant_id"), ["descendant_id"], unique=False)

    op.create_table(
        "institution_names",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("name_ky", sa.String(), nullable=False),
        sa.Column("name_ru", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_institution_names_institution_id_institutions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_names")),
    )
    with op.batch_alter_table("institution_names", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_institution_names_institution_id"), ["institution_id"], unique=False)

    op.create_table(
        "module_authors",
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_module_authors_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_module_authors_module_id_training_modules")
        ),
        sa.PrimaryKeyConstraint("module_id", "account_id", name=op.f("pk_module_authors")),
    )
    with op.batch_alter_table("module_authors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_module_authors_account_id"), ["account_id"], unique=False)

    op.create_table(
        "one_use_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column(
            "purpose",
            sa.Enum("reset", "first_administrator", name="linkpurpose", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("created_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_one_use_links_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_use_links")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_one_use_links_secret_hash")),
    )
    with op.batch_alter_table("one_use_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_use_links_account_id"), ["account_id"], unique=False)

    op.create_table(
        "review_comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "category in ('gender', 'rights', 'law', 'language', 'teaching')",
            name=op.f("ck_review_comments_known_category"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("fk_review_comments_author_id_accounts")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_comments_review_id_reviews")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comments")),
    )
    with op.batch_alter_table("review_comments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_comments_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_comments_review_id"), ["review_id"], unique=False)

    op.create_table(
        "review_signatures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum("gender", "rights", name="reviewkind", native_enum=False, length=32), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("is_approval", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("signed_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('gender', 'rights')", name=op.f("ck_review_signatures_known_kind")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_signatures_review_id_reviews")),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["accounts.id"], name=op.f("fk_review_signatures_reviewer_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_signatures")),
        sa.UniqueConstraint("review_id", "kind", name=op.f("uq_review_signatures_review_id_kind")),
        sa.UniqueConstraint("review_id", "reviewer_id", name=op.f("uq_review_signatures_review_id_reviewer_id")),
    )
    with op.batch_alter_table("review_signatures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_signatures_review_id"), ["review_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_signatures_reviewer_id"), ["reviewer_id"], unique=False)

    op.create_table(
        "role_grants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "trainer",
                "gender_reviewer",
                "rights_reviewer",
                "focal_point",
                "coordinator",
                "administrator",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("module_slug", sa.String(), nullable=True),
        sa.Column("starts_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("given_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "role <> 'focal_point' or institution_id is not null", name=op.f("ck_role_grants_focal_point_has_a_place")
        ),
        sa.CheckConstraint(
            "role in ('trainer', 'gender_reviewer', 'rights_reviewer', 'focal_point', 'coordinator', 'administrator')",
            name=op.f("ck_role_grants_known_role"),
        ),
        sa.CheckConstraint("ends_at is null or ends_at >= starts_at", name=op.f("ck_role_grants_ends_after_start")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_role_grants_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_role_grants_institution_id_institutions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grants_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_grants_institution_id"), ["institution_id"], unique=False)

    op.create_table(
        "sign_ins",
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("is_shared_computer", sa.Boolean(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_sign_ins_account_id_accounts")),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_sign_ins")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_account_id"), ["account_id"], unique=False)

    op.create_table(
        "workplaces",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("since", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum("self_declared", "confirmed", "refused", name="workplacestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('self_declared', 'confirmed', 'refused')", name=op.f("ck_workplaces_known_state")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_workplaces_institution_id_institutions")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_workplaces_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workplaces")),
    )
    with op.batch_alter_table("workplaces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workplaces_institution_id"), ["institution_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_workplaces_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_workplaces_current",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("until is null"),
            postgresql_where=sa.text("until is null"),
        )

    op.create_table(
        "attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind", sa.Enum("pre_test", "final", name="attemptkind", native_enum=False, length=32), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.JSON(), nullable=False),
        sa.Column("form", sa.String(), nullable=True),
        sa.Column("started_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("points_possible", sa.Integer(), nullable=False),
        sa.Column("form_points", sa.Integer(), nullable=True),
        sa.Column("is_passed", sa.Boolean(), nullable=True),
        sa.Column("set_aside_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind <> 'pre_test' or number = 1", name=op.f("ck_attempts_one_pre_test")),
        sa.CheckConstraint("kind in ('pre_test', 'final')", name=op.f("ck_attempts_known_kind")),
        sa.CheckConstraint(
            "(handed_in_at is null) = (is_passed is null)", name=op.f("ck_attempts_decided_when_handed_in")
        ),
        sa.CheckConstraint("(handed_in_at is null) = (points is null)", name=op.f("ck_attempts_marked_when_handed_in")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_attempts_counted_from_one")),
        sa.CheckConstraint(
            "points is null or points between 0 and points_possible", name=op.f("ck_attempts_possible_points")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_attempts_edition_id_editions")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_attempts_enrolment_id_enrolments")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint("enrolment_id", "kind", "number", name=op.f("uq_attempts_enrolment_id_kind_number")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempts_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index("ix_attempts_handed_in", ["kind", "number", "handed_in_at"], unique=False)

    op.create_table(
        "certificates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("valid", "corrected", "revoked", name="certificatestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("name_printed", sa.String(), nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("is_name_public", sa.Boolean(), nullable=False),
        sa.Column("languages", sa.String(), nullable=False),
        sa.Column("wording", sa.JSON(), nullable=False),
        sa.Column("wording_hash", sa.String(), nullable=False),
        sa.Column("template_version", sa.String(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("issued_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("superseded_by_id", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("revoked_reason", sa.String(), nullable=True),
        sa.Column("file_key", sa.String(), nullable=True),
        sa.Column("file_size", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'corrected') = (superseded_by_id is not null)",
            name=op.f("ck_certificates_corrected_has_successor"),
        ),
        sa.CheckConstraint(
            "(state = 'revoked') = (revoked_at is not null)", name=op.f("ck_certificates_revoked_with_moment")
        ),
        sa.CheckConstraint("languages in ('ky+en', 'ru+en')", name=op.f("ck_certificates_known_pair")),
        sa.CheckConstraint("state in ('valid', 'corrected', 'revoked')", name=op.f("ck_certificates_known_state")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_certificates_enrolment_id_enrolments")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"],
            ["certificates.id"],
            name=op.f("fk_certificates_superseded_by_id_certificates"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("code", name=op.f("uq_certificates_code")),
        sa.UniqueConstraint("serial", name=op.f("uq_certificates_serial")),
    )
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificates_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificates_issued_at"), ["issued_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificates_revoked_at"), ["revoked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificates_superseded_by_id"), ["superseded_by_id"], unique=False)
        batch_op.create_index(
            "uq_certificates_valid",
            ["enrolment_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'corrected'"),
            postgresql_where=sa.text("state <> 'corrected'"),
        )

    op.create_table(
        "check_answers",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("check_key", sa.String(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("answered_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_check_answers_enrolment_id_enrolments")
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "check_key", name=op.f("pk_check_answers")),
    )
    op.create_table(
        "scenario_choices",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("walk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("node_key", sa.String(), nullable=False),
        sa.Column("choice_key", sa.String(), nullable=False),
        sa.Column("chosen_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_scenario_choices_enrolment_id_enrolments")
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "walk", "position", name=op.f("pk_scenario_choices")),
    )
    op.create_table(
        "steps",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("done_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_steps_enrolment_id_enrolments")),
        sa.PrimaryKeyConstraint("enrolment_id", "key", name=op.f("pk_steps")),
    )
    op.create_table(
        "certificate_lookups",
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificates.id"], name=op.f("fk_certificate_lookups_certificate_id_certificates")
        ),
        sa.PrimaryKeyConstraint("certificate_id", "day", name=op.f("pk_certificate_lookups")),
    )
    op.create_table(
        "marks",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points between 0 and 1", name=op.f("ck_marks_right_or_not")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_marks_attempt_id_attempts")),
        sa.PrimaryKeyConstraint("attempt_id", "question_key", name=op.f("pk_marks")),
    )
    op.create_table(
        "responses",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("write_id", sa.String(), nullable=False),
        sa.Column("saved_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_responses_attempt_id_attempts")),
        sa.PrimaryKeyConstraint("attempt_id", "question_key", name=op.f("pk_responses")),
    )
    op.bulk_insert(
        sa.table(
            "installation", sa.column("id"), sa.column("kind"), sa.column("created_at", lms.core.models.UtcDateTime())
        ),
        [{"id": 1, "kind": kind, "created_at": clock.now()}],
    )


def downgrade() -> None:
    op.drop_table("responses")
    op.drop_table("marks")
    op.drop_table("certificate_lookups")
    op.drop_table("steps")
    op.drop_table("scenario_choices")
    op.drop_table("check_answers")
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_certificates_valid",
            sqlite_where=sa.text("state <> 'corrected'"),
            postgresql_where=sa.text("state <> 'corrected'"),
        )
        batch_op.drop_index(batch_op.f("ix_certificates_superseded_by_id"))
        batch_op.drop_index(batch_op.f("ix_certificates_revoked_at"))
        batch_op.drop_index(batch_op.f("ix_certificates_issued_at"))
        batch_op.drop_index(batch_op.f("ix_certificates_enrolment_id"))

    op.drop_table("certificates")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index("ix_attempts_handed_in")
        batch_op.drop_index(batch_op.f("ix_attempts_edition_id"))

    op.drop_table("attempts")
    with op.batch_alter_table("workplaces", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_workplaces_current", sqlite_where=sa.text("until is null"), postgresql_where=sa.text("until is null")
        )
        batch_op.drop_index(batch_op.f("ix_workplaces_person_id"))
        batch_op.drop_index(batch_op.f("ix_workplaces_institution_id"))

    op.drop_table("workplaces")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_account_id"))

    op.drop_table("sign_ins")
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grants_institution_id"))
        batch_op.drop_index(batch_op.f("ix_role_grants_account_id"))

    op.drop_table("role_grants")
    with op.batch_alter_table("review_signatures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_signatures_reviewer_id"))
        batch_op.drop_index(batch_op.f("ix_review_signatures_review_id"))

    op.drop_table("review_signatures")
    with op.batch_alter_table("review_comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_comments_review_id"))
        batch_op.drop_index(batch_op.f("ix_review_comments_author_id"))

    op.drop_table("review_comments")
    with op.batch_alter_table("one_use_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_use_links_account_id"))

    op.drop_table("one_use_links")
    with op.batch_alter_table("module_authors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_module_authors_account_id"))

    op.drop_table("module_authors")
    with op.batch_alter_table("institution_names", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_institution_names_institution_id"))

    op.drop_table("institution_names")
    with op.batch_alter_table("institution_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_institution_links_descendant_id"))

    op.drop_table("institution_links")
    with op.batch_alter_table("exports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exports_account_id"))

    op.drop_table("exports")
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_enrolments_open", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.drop_index("ix_enrolments_started")
        batch_op.drop_index(batch_op.f("ix_enrolments_module_id"))
        batch_op.drop_index("ix_enrolments_institution")
        batch_op.drop_index("ix_enrolments_first")
        batch_op.drop_index(batch_op.f("ix_enrolments_edition_id"))
        batch_op.drop_index("ix_enrolments_completed")

    op.drop_table("enrolments")
    op.drop_table("person_names")
    with op.batch_alter_table("institutions", schema=None) as batch_op:
        batch_op.drop_index("ix_institutions_place")
        batch_op.drop_index(batch_op.f("ix_institutions_parent_id"))
        batch_op.drop_index(batch_op.f("ix_institutions_merged_into_id"))

    op.drop_table("institutions")
    op.drop_table("edition_texts")
    with op.batch_alter_table("edition_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_questions_question_id"))

    op.drop_table("edition_questions")
    with op.batch_alter_table("edition_professions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_professions_profession_code"))

    op.drop_table("edition_professions")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_consents_withdrawn",
            sqlite_where=sa.text("withdrawn_at is not null"),
            postgresql_where=sa.text("withdrawn_at is not null"),
        )
        batch_op.drop_index(batch_op.f("ix_consents_person_id"))

    op.drop_table("consents")
    op.drop_table("accounts")
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_reviews_open", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.drop_index(batch_op.f("ix_reviews_module_id"))

    op.drop_table("reviews")
    op.drop_table("question_versions")
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_persons_sort_key"))
        batch_op.drop_index(batch_op.f("ix_persons_region_code"))
        batch_op.drop_index(batch_op.f("ix_persons_profession_code"))
        batch_op.drop_index(batch_op.f("ix_persons_merged_into_id"))

    op.drop_table("persons")
    with op.batch_alter_table("institution_types", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_institution_types_group_code"))

    op.drop_table("institution_types")
    with op.batch_alter_table("editions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_editions_module_id"))

    op.drop_table("editions")
    op.drop_table("drafts")
    op.drop_table("draft_versions")
    with op.batch_alter_table("training_modules", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_modules_current_edition_id"))

    op.drop_table("training_modules")
    with op.batch_alter_table("throttles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_throttles_last_at"))

    op.drop_table("throttles")
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.drop_index("ix_registrations_expires_at")

    op.drop_table("registrations")
    op.drop_table("regions")
    op.drop_table("questions")
    op.drop_table("professions")
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mails_kind"))

    op.drop_table("mails")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_jobs_state"))
        batch_op.drop_index(batch_op.f("ix_jobs_name"))
        batch_op.drop_index(batch_op.f("ix_jobs_due_at"))

    op.drop_table("jobs")
    op.drop_table("institution_groups")
    op.drop_table("installation")
    with op.batch_alter_table("audit_records", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_records_subject")
        batch_op.drop_index(batch_op.f("ix_audit_records_at"))
        batch_op.drop_index(batch_op.f("ix_audit_records_actor_id"))
        batch_op.drop_index(batch_op.f("ix_audit_records_act"))

    op.drop_table("audit_records")
