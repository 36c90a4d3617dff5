-- Whom we reach for an account.
-- primary_of is the account's id for the Primary and NULL for everyone else, so the unique index allows exactly one.
-- last_form is the nonce of the form that wrote the row last: the same form sent again with a correction is no conflict.
CREATE TABLE contact_person (
	account_id      BIGINT NOT NULL,
	id              BIGINT NOT NULL AUTO_INCREMENT,
	is_primary      TINYINT NOT NULL DEFAULT 0,
	primary_of      BIGINT GENERATED ALWAYS AS (IF(is_primary = 1, account_id, NULL)) VIRTUAL,
	kind            VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	name            VARCHAR(120) NOT NULL,
	email           VARCHAR(254) NOT NULL,
	email_key       VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
	                GENERATED ALWAYS AS (LOWER(email)) STORED,
	phone           VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	designation     VARCHAR(80) NOT NULL DEFAULT '',
	is_monitored    TINYINT NOT NULL DEFAULT 0,
	consent_by      VARCHAR(120) NOT NULL,
	consent_at      BIGINT NOT NULL,
	consent_wording INT NOT NULL,
	version         BIGINT NOT NULL DEFAULT 1,
	last_form       VARCHAR(22) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	saved_at        BIGINT NOT NULL,
	saved_by        VARCHAR(120) NOT NULL,
	created_at      BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY contact_person_row (account_id, id),
	UNIQUE KEY contact_person_primary (primary_of),
	UNIQUE KEY contact_person_email (account_id, email_key),
	KEY contact_person_phone (account_id, phone),
	CONSTRAINT contact_person_account FOREIGN KEY (account_id) REFERENCES account (id),
	CONSTRAINT contact_person_is_primary CHECK (is_primary IN (0, 1)),
	CONSTRAINT contact_person_kind CHECK (kind IN ('alternate', 'billing', 'technical', 'compliance'))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
