-- That a message held a secret, a code or a link: sealed is emptied once it ends, and without it none is sent again.
ALTER TABLE outbox ADD COLUMN held_secret TINYINT NOT NULL DEFAULT 0;

UPDATE outbox SET held_secret = 1 WHERE sealed <> '' OR category = 'codes'
	OR template IN ('still-right', 'address-changing', 'email-changing', 'email-changed');

ALTER TABLE outbox ADD CONSTRAINT outbox_held_secret CHECK (held_secret = 1 OR (held_secret = 0 AND sealed = ''));
