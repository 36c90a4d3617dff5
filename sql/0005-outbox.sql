-- What is to be sent, written in the transaction of its cause and sent by `courier`.
-- One cause never makes two messages for one recipient: event_key names the cause.
-- plain holds the values of the template; sealed holds the secret ones and is emptied once sent or expired.

CREATE TABLE outbox (
	id                BIGINT NOT NULL AUTO_INCREMENT,
	account_id        BIGINT NULL,
	contact_person_id BIGINT NULL,
	event_key         VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	channel           VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	recipient         VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	recipient_name    VARCHAR(120) NOT NULL,
	category          VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	template          VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	plain             TEXT NOT NULL,
	sealed            TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	state             VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'waiting',
	tries             INT NOT NULL DEFAULT 0,
	next_at           BIGINT NOT NULL,
	lease_until       BIGINT NOT NULL DEFAULT 0,
	created_at        BIGINT NOT NULL,
	expires_at        BIGINT NOT NULL,
	sent_at           BIGINT NULL,
	state_at          BIGINT NOT NULL,
	result            VARCHAR(300) NOT NULL DEFAULT '',
	PRIMARY KEY (id),
	UNIQUE KEY outbox_once (event_key, channel, recipient),
	KEY outbox_due (state, next_at),
	KEY outbox_of_account (account_id, id),
	CONSTRAINT outbox_account FOREIGN KEY (account_id) REFERENCES account (id),
	CONSTRAINT outbox_channel CHECK (channel IN ('mail', 'sms')),
	CONSTRAINT outbox_state CHECK (state IN ('waiting', 'sent', 'failed', 'bounced', 'expired'))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
