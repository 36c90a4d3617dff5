-- Tax invoices, credit notes and debit notes. One is issued once: the application's user may add and read it, nothing
-- else (sql/grants.sql). What becomes of it later is a row of its own: a payment, a note that names it, an IRN.
-- Amounts are paise. Dates are those of the place where the seller is. financial_year is the year in which it begins.

-- The last number of each series. Its row is locked by whoever issues, until that is committed or undone: so there is
-- no gap. Numbers and dates of a series go up together.
CREATE TABLE invoice_series (
	kind              VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	financial_year    INT NOT NULL,
	last_number       INT NOT NULL DEFAULT 0,
	last_issued_on    DATE NOT NULL,
	PRIMARY KEY (kind, financial_year),
	CONSTRAINT invoice_series_kind CHECK (kind IN ('invoice', 'credit', 'debit'))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- series_number is NULL for what another system has numbered. reference is the provider's own key: the same one issues
-- nothing twice. What is said of seller and buyer is a copy, as it was when the invoice was issued.
CREATE TABLE invoice (
	account_id        BIGINT NOT NULL,
	id                BIGINT NOT NULL AUTO_INCREMENT,
	kind              VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	financial_year    INT NOT NULL,
	series_number     INT NULL,
	number            VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	reference         VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	of_invoice_id     BIGINT NULL,
	reason            VARCHAR(200) NOT NULL DEFAULT '',
	issued_on         DATE NOT NULL,
	due_on            DATE NULL,
	period_from       DATE NULL,
	period_to         DATE NULL,
	seller_name       VARCHAR(120) NOT NULL,
	seller_address    VARCHAR(500) NOT NULL,
	seller_gstin      VARCHAR(15) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	seller_pan        VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	seller_state      CHAR(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	seller_contact    VARCHAR(254) NOT NULL,
	buyer_name        VARCHAR(120) NOT NULL,
	buyer_address     VARCHAR(1000) NOT NULL,
	buyer_tax_id      VARCHAR(40) NOT NULL,
	buyer_pan         VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	buyer_state       CHAR(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	purchase_order    VARCHAR(60) NOT NULL DEFAULT '',
	place_of_supply   CHAR(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	supply            VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	is_reverse_charge TINYINT NOT NULL DEFAULT 0,
	taxable_paise     BIGINT NOT NULL,
	cgst_paise        BIGINT NOT NULL,
	sgst_paise        BIGINT NOT NULL,
	igst_paise        BIGINT NOT NULL,
	rounding_paise    BIGINT NOT NULL,
	total_paise       BIGINT NOT NULL,
	issued_at         BIGINT NOT NULL,
	issued_by         VARCHAR(254) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY invoice_row (account_id, id),
	UNIQUE KEY invoice_number (financial_year, number),
	UNIQUE KEY invoice_series_number (kind, financial_year, series_number),
	UNIQUE KEY invoice_reference (account_id, reference),
	KEY invoice_newest (account_id, issued_on, id),
	KEY invoice_of_invoice (account_id, of_invoice_id),
	CONSTRAINT invoice_account FOREIGN KEY (account_id) REFERENCES account (id),
	CONSTRAINT invoice_of FOREIGN KEY (account_id, of_invoice_id) REFERENCES invoice (account_id, id),
	CONSTRAINT invoice_kind CHECK (kind IN ('invoice', 'credit', 'debit')),
	CONSTRAINT invoice_note_names_one CHECK ((kind = 'invoice') = (of_invoice_id IS NULL)),
	CONSTRAINT invoice_supply CHECK (supply IN ('intra', 'territory', 'inter', 'sez', 'export')),
	CONSTRAINT invoice_heads CHECK (cgst_paise = sgst_paise AND (igst_paise = 0 OR cgst_paise = 0)),
	CONSTRAINT invoice_rounding CHECK (rounding_paise BETWEEN -49 AND 50),
	CONSTRAINT invoice_total CHECK (total_paise >= 0 AND total_paise = taxable_paise + rounding_paise
	                + IF(is_reverse_charge = 1, 0, cgst_paise + sgst_paise + igst_paise))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE invoice_line (
	account_id        BIGINT NOT NULL,
	invoice_id        BIGINT NOT NULL,
	line_number       INT NOT NULL,
	description       VARCHAR(300) NOT NULL,
	sac               VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	unit              VARCHAR(20) NOT NULL DEFAULT '',
	quantity_milli    BIGINT NOT NULL,
	price_paise       BIGINT NOT NULL,
	discount_paise    BIGINT NOT NULL,
	rate_bp           INT NOT NULL,
	taxable_paise     BIGINT NOT NULL,
	cgst_paise        BIGINT NOT NULL,
	sgst_paise        BIGINT NOT NULL,
	igst_paise        BIGINT NOT NULL,
	PRIMARY KEY (account_id, invoice_id, line_number),
	CONSTRAINT invoice_line_of FOREIGN KEY (account_id, invoice_id) REFERENCES invoice (account_id, id),
	CONSTRAINT invoice_line_bounds CHECK (quantity_milli > 0 AND price_paise >= 0 AND discount_paise >= 0
	                AND rate_bp BETWEEN 0 AND 10000 AND taxable_paise >= 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- Made once, when the invoice is issued, or brought along by it. content_hash is SHA-256 of content.
CREATE TABLE invoice_pdf (
	account_id        BIGINT NOT NULL,
	invoice_id        BIGINT NOT NULL,
	content           MEDIUMBLOB NOT NULL,
	content_hash      BINARY(32) NOT NULL,
	is_imported       TINYINT NOT NULL DEFAULT 0,
	made_at           BIGINT NOT NULL,
	PRIMARY KEY (account_id, invoice_id),
	CONSTRAINT invoice_pdf_of FOREIGN KEY (account_id, invoice_id) REFERENCES invoice (account_id, id)
);

-- What the invoice registration portal answers, where the seller has to register: known when an invoice is issued, or
-- later.
CREATE TABLE invoice_registration (
	account_id        BIGINT NOT NULL,
	invoice_id        BIGINT NOT NULL,
	irn               VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	ack_number        VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	ack_at            BIGINT NOT NULL,
	qr_text           VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	PRIMARY KEY (account_id, invoice_id),
	UNIQUE KEY invoice_registration_irn (irn),
	CONSTRAINT invoice_registration_of FOREIGN KEY (account_id, invoice_id) REFERENCES invoice (account_id, id)
);

-- reference is the provider's own key, as of an invoice.
CREATE TABLE invoice_payment (
	account_id        BIGINT NOT NULL,
	id                BIGINT NOT NULL AUTO_INCREMENT,
	invoice_id        BIGINT NOT NULL,
	reference         VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	paid_on           DATE NOT NULL,
	amount_paise      BIGINT NOT NULL,
	way               VARCHAR(60) NOT NULL DEFAULT '',
	noted_at          BIGINT NOT NULL,
	noted_by          VARCHAR(254) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY invoice_payment_row (account_id, id),
	UNIQUE KEY invoice_payment_reference (account_id, reference),
	KEY invoice_payment_invoice (account_id, invoice_id),
	CONSTRAINT invoice_payment_of FOREIGN KEY (account_id, invoice_id) REFERENCES invoice (account_id, id),
	CONSTRAINT invoice_payment_amount CHECK (amount_paise > 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
