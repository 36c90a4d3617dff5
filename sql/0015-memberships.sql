-- What an account decides about its users. The table is made anew, because one who is invited is one state more, and
-- there is no way to drop a CHECK that both servers understand.
-- user_name and user_email are the user's own, held equal by the foreign key: so that an account's users are sorted and
-- searched in one index. signed_in_at is the last time the user entered this account, not another one.
-- has_panel 0: somebody who is called, and cannot sign in to this account. A Super Admin can.
-- last_form is the nonce of the form that wrote the row last: the same form sent again with a correction is no conflict.
ALTER TABLE user
	ADD UNIQUE KEY user_called (id, name, email);

ALTER TABLE access_request
	DROP FOREIGN KEY access_request_membership;

ALTER TABLE contact_person
	DROP FOREIGN KEY contact_person_membership;

CREATE TABLE membership_before (
	account_id      BIGINT NOT NULL,
	id              BIGINT NOT NULL,
	user_id         BIGINT NOT NULL,
	role_id         INT NOT NULL,
	state           VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	extension       VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NULL,
	department      VARCHAR(60) NOT NULL,
	takes_calls     TINYINT NOT NULL,
	version         BIGINT NOT NULL,
	created_at      BIGINT NOT NULL,
	PRIMARY KEY (account_id, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

INSERT INTO membership_before (account_id, id, user_id, role_id, state, extension, department, takes_calls, version,
	created_at)
	SELECT account_id, id, user_id, role_id, state, extension, department, takes_calls, version, created_at
	FROM membership;

DROP TABLE membership;

CREATE TABLE membership (
	account_id      BIGINT NOT NULL,
	id              BIGINT NOT NULL AUTO_INCREMENT,
	user_id         BIGINT NOT NULL,
	user_name       VARCHAR(120) NOT NULL,
	user_email      VARCHAR(254) NOT NULL,
	role_id         INT NOT NULL,
	state           VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'active',
	extension       VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NULL,
	department      VARCHAR(60) NOT NULL DEFAULT '',
	takes_calls     TINYINT NOT NULL DEFAULT 0,
	is_pro          TINYINT NOT NULL DEFAULT 0,
	has_panel       TINYINT NOT NULL DEFAULT 1,
	signed_in_at    BIGINT NULL,
	version         BIGINT NOT NULL DEFAULT 1,
	last_form       VARCHAR(22) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	saved_at        BIGINT NOT NULL DEFAULT 0,
	saved_by        VARCHAR(120) NOT NULL DEFAULT '',
	created_at      BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY membership_row (account_id, id),
	UNIQUE KEY membership_user (account_id, user_id),
	UNIQUE KEY membership_extension (account_id, extension),
	KEY membership_of_user (user_id, account_id),
	KEY membership_called (user_id, user_name, user_email),
	KEY membership_named (account_id, user_name, id, user_email, extension),
	KEY membership_of_role (account_id, role_id, user_name, id),
	KEY membership_of_department (account_id, department, user_name, id),
	KEY membership_of_state (account_id, state, user_name, id),
	CONSTRAINT membership_account FOREIGN KEY (account_id) REFERENCES account (id),
	CONSTRAINT membership_of FOREIGN KEY (user_id, user_name, user_email) REFERENCES user (id, name, email)
		ON UPDATE CASCADE,
	CONSTRAINT membership_role FOREIGN KEY (account_id, role_id) REFERENCES role (account_id, id),
	CONSTRAINT membership_state CHECK (state IN ('active', 'invited', 'suspended')),
	CONSTRAINT membership_owner_has_panel CHECK (role_id <> 1 OR has_panel = 1)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

INSERT INTO membership (account_id, id, user_id, user_name, user_email, role_id, state, extension, department,
	takes_calls, signed_in_at, version, created_at)
	SELECT b.account_id, b.id, b.user_id, u.name, u.email, b.role_id, b.state, b.extension, b.department,
	b.takes_calls, IF(u.last_account_id = b.account_id, u.last_sign_in_at, NULL), b.version, b.created_at
	FROM membership_before b JOIN user u ON u.id = b.user_id;

DROP TABLE membership_before;

ALTER TABLE access_request
	ADD CONSTRAINT access_request_membership FOREIGN KEY (account_id, user_id)
		REFERENCES membership (account_id, user_id) ON DELETE CASCADE;

ALTER TABLE contact_person
	ADD CONSTRAINT contact_person_membership FOREIGN KEY (account_id, user_id)
		REFERENCES membership (account_id, user_id);
