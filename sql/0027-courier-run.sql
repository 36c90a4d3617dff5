-- When courier last looked for messages: one row, so that one is told of a courier that does not run before a message
-- waits for it.
CREATE TABLE courier_run (
	id                TINYINT NOT NULL,
	looked_at         BIGINT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT courier_run_one CHECK (id = 1)
);
