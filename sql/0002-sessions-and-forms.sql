-- What keeps a person signed in and a form from being carried out twice.

-- Only the hash of a token is kept. An ended session stays for a while: its row tells whose late form this is.
CREATE TABLE session (
	id              BIGINT NOT NULL AUTO_INCREMENT,
	token_hash      BINARY(32) NOT NULL,
	user_id         BIGINT NOT NULL,
	account_id      BIGINT NOT NULL,
	client_ip       VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	device          VARCHAR(200) NOT NULL,
	created_at      BIGINT NOT NULL,
	seen_at         BIGINT NOT NULL,
	ended_at        BIGINT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY session_token (token_hash),
	KEY session_user (user_id, ended_at),
	KEY session_seen (seen_at),
	CONSTRAINT session_user_id FOREIGN KEY (user_id) REFERENCES user (id),
	CONSTRAINT session_account FOREIGN KEY (account_id) REFERENCES account (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- One form a session whose values wait, sealed, to be shown again: sent after the session had ended, or after a
-- switch to another account.
CREATE TABLE held_form (
	session_id      BIGINT NOT NULL,
	account_id      BIGINT NOT NULL,
	path            VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	sealed          MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	expires_at      BIGINT NOT NULL,
	PRIMARY KEY (session_id),
	KEY held_form_expires (expires_at),
	KEY held_form_of_account (account_id),
	CONSTRAINT held_form_session FOREIGN KEY (session_id) REFERENCES session (id),
	CONSTRAINT held_form_account FOREIGN KEY (account_id) REFERENCES account (id)
);

-- key_hash is over session, route, form nonce and all field values: the same again finds the first answer.
CREATE TABLE submission (
	key_hash        BINARY(32) NOT NULL,
	session_id      BIGINT NOT NULL,
	location        VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	flash           VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL DEFAULT '',
	flash_row       VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	created_at      BIGINT NOT NULL,
	PRIMARY KEY (key_hash),
	KEY submission_created (created_at),
	KEY submission_of_session (session_id),
	CONSTRAINT submission_session FOREIGN KEY (session_id) REFERENCES session (id)
);

-- One row per policy and key. free_at_ms is when the next quick try is as good as the first (a leaky bucket); one
-- statement takes a try and tells whether there was one.
CREATE TABLE throttle (
	policy          VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	key_hash        BINARY(32) NOT NULL,
	free_at_ms      BIGINT NOT NULL,
	PRIMARY KEY (policy, key_hash),
	KEY throttle_free (free_at_ms)
);
