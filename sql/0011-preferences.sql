-- What a user keeps right alone: email, password, second factor, and how times are shown.
-- time_zone NULL: that of the account. totp_step is the newest time step whose code was taken: none is taken twice.
ALTER TABLE user
	ADD COLUMN time_zone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
	ADD COLUMN password_changed_at BIGINT NOT NULL DEFAULT 0,
	ADD COLUMN reset_serial INT NOT NULL DEFAULT 0,
	ADD COLUMN reset_asked_at BIGINT NULL,
	ADD COLUMN totp_sealed VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	ADD COLUMN totp_since BIGINT NULL,
	ADD COLUMN totp_step BIGINT NOT NULL DEFAULT 0;

-- One change of email a user: pending until the new address is proven, then kept until it can no longer be reverted.
-- new_email becomes user.email, where the unique index decides who of two wins.
CREATE TABLE email_change (
	user_id           BIGINT NOT NULL,
	old_email         VARCHAR(254) NOT NULL,
	new_email         VARCHAR(254) NOT NULL,
	state             VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'pending',
	serial            INT NOT NULL DEFAULT 1,
	asked_session_id  BIGINT NULL,
	asked_at          BIGINT NOT NULL,
	sent_at           BIGINT NOT NULL,
	expires_at        BIGINT NOT NULL,
	changed_at        BIGINT NULL,
	PRIMARY KEY (user_id),
	KEY email_change_expires (expires_at),
	CONSTRAINT email_change_user FOREIGN KEY (user_id) REFERENCES user (id),
	CONSTRAINT email_change_state CHECK (state IN ('pending', 'changed', 'cancelled', 'reverted'))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The same for the business email of an account.
CREATE TABLE business_email_change (
	account_id        BIGINT NOT NULL,
	new_email         VARCHAR(254) NOT NULL,
	state             VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'pending',
	serial            INT NOT NULL DEFAULT 1,
	asked_by          BIGINT NOT NULL,
	asked_at          BIGINT NOT NULL,
	sent_at           BIGINT NOT NULL,
	expires_at        BIGINT NOT NULL,
	PRIMARY KEY (account_id),
	CONSTRAINT business_email_change_account FOREIGN KEY (account_id) REFERENCES account (id),
	CONSTRAINT business_email_change_user FOREIGN KEY (asked_by) REFERENCES user (id),
	CONSTRAINT business_email_change_state CHECK (state IN ('pending', 'changed', 'cancelled'))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- Ten codes for who has lost the authenticator app; only a hash is kept, each is taken once.
CREATE TABLE recovery_code (
	user_id           BIGINT NOT NULL,
	code_mac          VARCHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	used_at           BIGINT NULL,
	PRIMARY KEY (user_id, code_mac),
	CONSTRAINT recovery_code_user FOREIGN KEY (user_id) REFERENCES user (id)
);

-- Whether who has the role must use a second factor.
ALTER TABLE role ADD COLUMN needs_second_factor TINYINT NOT NULL DEFAULT 0;
