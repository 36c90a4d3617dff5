-- What the settings said when the invoice was issued, as of the seller: the declaration below its total, and who signs.
ALTER TABLE invoice
	ADD COLUMN declaration VARCHAR(500) NOT NULL DEFAULT '',
	ADD COLUMN signatory VARCHAR(120) NOT NULL DEFAULT '';
