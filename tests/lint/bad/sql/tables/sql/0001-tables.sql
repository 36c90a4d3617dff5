-- What a table may not be.
CREATE TABLE without_key (
	id BIGINT NOT NULL
);

CREATE TABLE thing (
	id BIGINT NOT NULL,
	account_id BIGINT NOT NULL,
	price DOUBLE NOT NULL,
	share FLOAT,
	token UUID NOT NULL,
	address INET6,
	parent BIGINT REFERENCES thing (id),
	note VARCHAR(20) DEFAULT (CONCAT('a', 'b')),
	mark VARCHAR(36) DEFAULT UUID(),
	hidden INT INVISIBLE,
	twice INT AS (id * 2) PERSISTENT,
	PRIMARY KEY (id),
	KEY by_note (id, (LOWER(note))),
	CHECK (account_id > 0)
) ENGINE=MyISAM CHARACTER SET utf8;

CREATE TABLE collated (
	id BIGINT PRIMARY KEY,
	a TEXT COLLATE utf8mb4_0900_ai_ci,
	b TEXT COLLATE utf8mb4_uca1400_ai_ci
);

CREATE TABLE versioned (
	id BIGINT PRIMARY KEY,
	PERIOD FOR validity (a, b)
);

CREATE TABLE versioned_too (id BIGINT PRIMARY KEY) WITH SYSTEM VERSIONING;

CREATE TABLE parent (
	id BIGINT NOT NULL,
	account_id BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY pair (account_id, id)
);

CREATE TABLE child (
	id BIGINT NOT NULL,
	account_id BIGINT NOT NULL,
	parent_id BIGINT NOT NULL,
	PRIMARY KEY (account_id, id),
	CONSTRAINT child_parent FOREIGN KEY (parent_id) REFERENCES parent (id)
);
