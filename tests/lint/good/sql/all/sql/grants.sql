GRANT SELECT, INSERT, UPDATE, DELETE ON pointperson.* TO 'pointperson'@'localhost';
