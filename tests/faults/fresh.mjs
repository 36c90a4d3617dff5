// fresh: an installation as it was unpacked, beside the portal under test: its own settings without
// keys, an empty database, and the two database users that a host's control panel would have made.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { folder, openSide, stack } from './portal.mjs';

export const TOKEN = 'a line that nobody guesses';

// As the server's own administrator, in whatever database.
export function root(statements)
{
	return stack('stack_sql', [], { input: statements });
}

export class Fresh {
	// name: of its folder and database, a word of its own for each test file.
	constructor(name)
	{
		this.name = name;
		this.side = openSide(name);
		this.url = this.side.url;
		this.settings = this.side.settings;
		this.secrets = path.join(path.dirname(this.settings), 'pointperson.secrets.hdf');
		this.token = path.join(path.dirname(this.settings), 'install.token');
		this.socket = /^database\.socket = (.*)$/m
		    .exec(readFileSync(this.settings, 'utf8'))[1];
		this.unpack();
	}

	// What the form for the database takes.
	get database()
	{
		return { token: TOKEN, server: this.socket, name: this.name, user: this.name,
			password: 'Harbour Seal', tables_user: `${this.name}_tables`,
			tables_password: 'Quay Wall' };
	}

	// Places only are in the settings, no database and no keys.
	unpack()
	{
		const places = readFileSync(this.settings, 'utf8').split('\n')
		    .filter(line => /^paths\./.test(line));

		writeFileSync(this.settings, ['# As it came.', '# database.name = pointperson', ...places,
			''].join('\n'));
		rmSync(this.secrets, { force: true });
		rmSync(this.token, { force: true });
		this.emptyDatabase();
	}

	emptyDatabase(characters = 'utf8mb4')
	{
		const { name } = this;

		root(`DROP DATABASE IF EXISTS ${name};
		    CREATE DATABASE ${name} CHARACTER SET ${characters};
		    CREATE USER IF NOT EXISTS '${name}'@'localhost' IDENTIFIED BY 'Harbour Seal';
		    CREATE USER IF NOT EXISTS '${name}_tables'@'localhost' IDENTIFIED BY 'Quay Wall';
		    REVOKE ALL PRIVILEGES, GRANT OPTION FROM '${name}'@'localhost';
		    GRANT ALL PRIVILEGES ON ${name}.* TO '${name}_tables'@'localhost'
			WITH GRANT OPTION;`);
	}

	grant(rights)
	{
		root(`GRANT ${rights} ON ${this.name}.* TO '${this.name}'@'localhost'`);
	}

	writeToken(text = TOKEN)
	{
		writeFileSync(this.token, `${text}\n`);
	}

	stop()
	{
		this.side.stop();
		root(`DROP DATABASE IF EXISTS ${this.name};
		    DROP USER IF EXISTS '${this.name}'@'localhost';
		    DROP USER IF EXISTS '${this.name}_tables'@'localhost';`);
		rmSync(`${folder}-${this.name}`, { recursive: true, force: true });
	}
}
