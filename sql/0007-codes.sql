-- One-time passwords. bound_to says what a code is for: a contact address to be proven, or the session of a step-up.
-- A new code takes the row of the old one. Only a MAC is kept, over purpose, account, person, binding and code.
CREATE TABLE one_time_code (
	id                BIGINT NOT NULL AUTO_INCREMENT,
	account_id        BIGINT NOT NULL,
	purpose           VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	bound_to          BIGINT NOT NULL,
	contact_person_id BIGINT NOT NULL,
	serial            INT NOT NULL DEFAULT 1,
	code_mac          VARCHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	tries             INT NOT NULL DEFAULT 0,
	made_at           BIGINT NOT NULL,
	sent_at           BIGINT NULL,
	expires_at        BIGINT NOT NULL,
	spent_at          BIGINT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY one_time_code_for (purpose, bound_to),
	KEY one_time_code_expires (expires_at),
	KEY one_time_code_of_account (account_id),
	CONSTRAINT one_time_code_account FOREIGN KEY (account_id) REFERENCES account (id)
);

-- A change that waits for a code: one a session, sealed as it was sent.
-- way: whom the code goes to. 'primary' the Primary's proven addresses; 'first' the Primary's address that the code
-- proves, after the Super Admin's password; 'left' the Super Admin's own address.
CREATE TABLE step_up (
	session_id        BIGINT NOT NULL,
	account_id        BIGINT NOT NULL,
	purpose           VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	way               VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	path              VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	sealed            MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	what              VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
	created_at        BIGINT NOT NULL,
	expires_at        BIGINT NOT NULL,
	PRIMARY KEY (session_id),
	KEY step_up_expires (expires_at),
	KEY step_up_of_account (account_id),
	CONSTRAINT step_up_session FOREIGN KEY (session_id) REFERENCES session (id),
	CONSTRAINT step_up_account FOREIGN KEY (account_id) REFERENCES account (id),
	CONSTRAINT step_up_way CHECK (way IN ('primary', 'first', 'left'))
);
