-- Who is asked to become a member of an account: bound to one address, and pending until it is accepted, declined or
-- cancelled; "expired" only where its place was given to a newer one. A link names id and serial and is not stored: the
-- next message has the next serial. The two generated columns are NULL once it is not pending, so that an address is
-- invited once at a time, and an extension kept for one person.
CREATE TABLE invitation (
	account_id        BIGINT NOT NULL,
	id                BIGINT NOT NULL AUTO_INCREMENT,
	email             VARCHAR(254) NOT NULL,
	email_key         VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
	                  GENERATED ALWAYS AS (LOWER(email)) STORED,
	name              VARCHAR(120) NOT NULL,
	role_id           INT NOT NULL,
	department        VARCHAR(60) NOT NULL DEFAULT '',
	extension         VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NULL,
	takes_calls       TINYINT NOT NULL DEFAULT 0,
	state             VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'pending',
	serial            INT NOT NULL DEFAULT 1,
	invited_by        BIGINT NOT NULL,
	asked_at          BIGINT NOT NULL,
	sent_at           BIGINT NOT NULL,
	expires_at        BIGINT NOT NULL,
	ended_at          BIGINT NULL,
	user_id           BIGINT NULL,
	pending_email     VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
	                  GENERATED ALWAYS AS (IF(state = 'pending', LOWER(email), NULL)) STORED,
	pending_extension VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin
	                  GENERATED ALWAYS AS (IF(state = 'pending', extension, NULL)) STORED,
	PRIMARY KEY (id),
	UNIQUE KEY invitation_row (account_id, id),
	UNIQUE KEY invitation_pending (account_id, pending_email),
	UNIQUE KEY invitation_extension (account_id, pending_extension),
	KEY invitation_sent (account_id, sent_at),
	KEY invitation_role_id (account_id, role_id),
	KEY invitation_by (invited_by),
	KEY invitation_of_user (user_id),
	KEY invitation_expires (expires_at),
	CONSTRAINT invitation_account FOREIGN KEY (account_id) REFERENCES account (id),
	CONSTRAINT invitation_role FOREIGN KEY (account_id, role_id) REFERENCES role (account_id, id),
	CONSTRAINT invitation_inviter FOREIGN KEY (invited_by) REFERENCES user (id),
	CONSTRAINT invitation_user FOREIGN KEY (user_id) REFERENCES user (id),
	CONSTRAINT invitation_state CHECK (state IN ('pending', 'accepted', 'cancelled', 'declined', 'expired')),
	CONSTRAINT invitation_accepted CHECK (state <> 'accepted' OR user_id IS NOT NULL)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
