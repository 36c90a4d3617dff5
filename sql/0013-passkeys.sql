-- Keys that sign a user in, each recognised by its credential's id, which its authenticator chose.
CREATE TABLE passkey (
	id                BIGINT NOT NULL AUTO_INCREMENT,
	user_id           BIGINT NOT NULL,
	version           INT NOT NULL DEFAULT 1,
	credential_hash   BINARY(32) NOT NULL,
	credential        VARCHAR(1400) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	public_key        VARCHAR(700) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	algorithm         INT NOT NULL,
	sign_count        BIGINT NOT NULL DEFAULT 0,
	name              VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
	created_at        BIGINT NOT NULL,
	used_at           BIGINT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY passkey_credential (credential_hash),
	KEY passkey_of_user (user_id),
	CONSTRAINT passkey_user FOREIGN KEY (user_id) REFERENCES user (id),
	CONSTRAINT passkey_count CHECK (sign_count BETWEEN 0 AND 4294967295)
);

-- The challenges that were answered, kept while they could be answered again: none is taken twice.
CREATE TABLE passkey_answered (
	challenge_hash    BINARY(32) NOT NULL,
	expires_at        BIGINT NOT NULL,
	PRIMARY KEY (challenge_hash),
	KEY passkey_answered_expires (expires_at)
);
