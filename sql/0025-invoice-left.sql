-- What credit notes may still take off an invoice: what it and its debit notes come to, less the credit notes issued
-- before. Whoever issues a note changes this row first, so two at once wait for each other, and the database refuses
-- the one that is too many. The tax of a note is rounded on its own, so parts may come to a little more than the whole:
-- at most a rupee, in paise.
CREATE TABLE invoice_left (
	account_id        BIGINT NOT NULL,
	invoice_id        BIGINT NOT NULL,
	taxable_paise     BIGINT NOT NULL,
	tax_paise         BIGINT NOT NULL,
	PRIMARY KEY (account_id, invoice_id),
	CONSTRAINT invoice_left_of FOREIGN KEY (account_id, invoice_id) REFERENCES invoice (account_id, id),
	CONSTRAINT invoice_left_taxable CHECK (taxable_paise >= 0),
	CONSTRAINT invoice_left_tax CHECK (tax_paise >= -100)
);

-- Notes of before were not held to this: of what has too many of them, nothing is left.
INSERT INTO invoice_left (account_id, invoice_id, taxable_paise, tax_paise)
SELECT i.account_id, i.id,
       GREATEST(0, i.taxable_paise + COALESCE(n.taxable_paise, 0)),
       GREATEST(0, i.cgst_paise + i.sgst_paise + i.igst_paise + COALESCE(n.tax_paise, 0))
  FROM invoice i LEFT JOIN
       (SELECT account_id, of_invoice_id,
               SUM(IF(kind = 'debit', 1, -1) * taxable_paise) AS taxable_paise,
               SUM(IF(kind = 'debit', 1, -1) * (cgst_paise + sgst_paise + igst_paise)) AS tax_paise
          FROM invoice WHERE kind <> 'invoice' GROUP BY account_id, of_invoice_id) n
       ON n.account_id = i.account_id AND n.of_invoice_id = i.id
 WHERE i.kind = 'invoice';
