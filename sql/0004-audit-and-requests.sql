-- Who did what to what and when. The application's user may only add and read (sql/grants.sql). Names are kept as text
-- so that an event can be read after the person is gone.
CREATE TABLE audit_event (
	id              BIGINT NOT NULL AUTO_INCREMENT,
	account_id      BIGINT NULL,
	at              BIGINT NOT NULL,
	action          VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	actor_id        BIGINT NULL,
	actor_name      VARCHAR(254) NOT NULL,
	object_type     VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	object_id       BIGINT NULL,
	object_name     VARCHAR(254) NOT NULL DEFAULT '',
	fields          VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	before_json     TEXT NOT NULL,
	after_json      TEXT NOT NULL,
	client_ip       VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	request_id      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	PRIMARY KEY (id),
	KEY audit_event_object (account_id, object_type, object_id, id),
	KEY audit_event_at (account_id, id),
	CONSTRAINT audit_event_account FOREIGN KEY (account_id) REFERENCES account (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- "Request access" on a refused page: one open request a person and permission, asked again or not.
CREATE TABLE access_request (
	account_id      BIGINT NOT NULL,
	id              BIGINT NOT NULL AUTO_INCREMENT,
	user_id         BIGINT NOT NULL,
	permission      VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	path            VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	asked_at        BIGINT NOT NULL,
	times           INT NOT NULL DEFAULT 1,
	PRIMARY KEY (id),
	UNIQUE KEY access_request_row (account_id, id),
	UNIQUE KEY access_request_open (account_id, user_id, permission),
	CONSTRAINT access_request_membership FOREIGN KEY (account_id, user_id) REFERENCES membership (account_id, user_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
