-- Roles of an account's own, copied from one of the five. roles_version is of what all roles may, which is saved as
-- one change. A number of a role is never given twice, so that the audit log of one is not another's.
ALTER TABLE account
	ADD COLUMN roles_version BIGINT NOT NULL DEFAULT 1,
	ADD COLUMN last_role_id INT NOT NULL DEFAULT 5,
	ADD COLUMN custom_roles INT NOT NULL DEFAULT 0,
	ADD CONSTRAINT account_custom_roles CHECK (custom_roles BETWEEN 0 AND 10);

-- No second role has the Super Admin's rank: nobody could give it, and nobody act on who has it.
ALTER TABLE role
	ADD CONSTRAINT role_super_admin CHECK ((id = 1) = (copied_from = 1));
