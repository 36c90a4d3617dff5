-- Whom invoices are made out to: one row an account, the one owner of the legal name, the address and the tax ids.
-- registration: 'gstin' registered in India, 'none' not registered, 'abroad' with another country's tax id, '' not said yet.
-- state: the GST code, "96" outside India. pan: as it was typed, '' where it is the one within the GSTIN.
CREATE TABLE billing_details (
	account_id      BIGINT NOT NULL,
	legal_name      VARCHAR(120) NOT NULL DEFAULT '',
	registration    VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	gstin           VARCHAR(15) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	tax_id          VARCHAR(40) NOT NULL DEFAULT '',
	pan             VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	street          VARCHAR(500) NOT NULL DEFAULT '',
	area            VARCHAR(160) NOT NULL DEFAULT '',
	city            VARCHAR(100) NOT NULL DEFAULT '',
	state           VARCHAR(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	pin             VARCHAR(12) NOT NULL DEFAULT '',
	country         VARCHAR(60) NOT NULL DEFAULT '',
	po_reference    VARCHAR(60) NOT NULL DEFAULT '',
	version         BIGINT NOT NULL DEFAULT 1,
	last_form       VARCHAR(22) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	saved_at        BIGINT NOT NULL,
	saved_by        VARCHAR(120) NOT NULL DEFAULT '',
	PRIMARY KEY (account_id),
	CONSTRAINT billing_details_account FOREIGN KEY (account_id) REFERENCES account (id),
	CONSTRAINT billing_details_registration CHECK (registration IN ('', 'gstin', 'none', 'abroad')),
	CONSTRAINT billing_details_gstin CHECK (gstin = '' OR (registration = 'gstin' AND CHAR_LENGTH(gstin) = 15)),
	CONSTRAINT billing_details_has_gstin CHECK (registration <> 'gstin' OR gstin <> ''),
	CONSTRAINT billing_details_tax_id CHECK (tax_id = '' OR registration = 'abroad'),
	CONSTRAINT billing_details_has_tax_id CHECK (registration <> 'abroad' OR tax_id <> '')
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

INSERT INTO billing_details (account_id, legal_name, street, country, saved_at, saved_by)
	SELECT id, legal_name, address, IF(region = 'IN', 'India', ''), saved_at, saved_by FROM account;

ALTER TABLE account
	DROP COLUMN legal_name,
	DROP COLUMN address;
