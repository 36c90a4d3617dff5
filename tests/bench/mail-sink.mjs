// mail-sink: the mail server of mail-down.mjs, in a process of its own so that its work does not
// delay the load. What its parent says it becomes: "up" takes every mail, "down" listens no more,
// "silent" accepts connections and never says a word; each ends all conversations. It answers, also
// to "count", how many mails it has taken and how many connections are open; to "got" which mails.

import net from 'node:net';

const port = Number(process.argv[2]);
const sockets = new Set();
const got = [];		// [the number of the message, its recipient]
let isSilent = false;

const replies = { EHLO: '250 sink.example', MAIL: '250 go on', RCPT: '250 go on',
	DATA: '354 go on', RSET: '250 go on', QUIT: '221 good-bye' };

function keep(text, recipient)
{
	got.push([Number(/^Message-Id: <(\d+)\./mi.exec(text)[1]), recipient]);
}

function talk(socket)
{
	let text = '', recipient = '', isMail = false;

	socket.setEncoding('latin1').on('data', part => {
		text += part;
		for (;;) {
			const end = isMail ? '\r\n.\r\n' : '\r\n';
			const at = text.indexOf(end);

			if (at < 0)
				return;
			const whole = text.slice(0, at);
			const verb = whole.slice(0, 4).toUpperCase();

			text = text.slice(at + end.length);
			if (isMail)
				keep(whole, recipient);
			else if (verb === 'RCPT')
				recipient = /<(.*?)>/.exec(whole)[1];
			socket.write(`${isMail ? '250 taken' : replies[verb] ?? '502 what?'}\r\n`);
			isMail = !isMail && verb === 'DATA';
		}
	});
	socket.write('220 sink.example\r\n');
}

const server = net.createServer(socket => {
	sockets.add(socket);
	socket.on('close', () => sockets.delete(socket)).on('error', () => {});
	socket.setNoDelay(true);
	if (!isSilent)
		talk(socket);
});

async function become(word)
{
	isSilent = word === 'silent';
	sockets.forEach(socket => socket.destroy());
	if (word === 'down' && server.listening)
		await new Promise(resolve => server.close(resolve));
	if (word !== 'down' && !server.listening)
		await new Promise((resolve, reject) => {
			server.once('error', reject);
			server.listen(port, '127.0.0.1', resolve);
		});
}

process.on('message', async word => {
	if (['up', 'down', 'silent'].includes(word))
		await become(word);
	process.send({ count: got.length, open: sockets.size, ...(word === 'got' && { got }) });
});
process.on('disconnect', () => process.exit(0));
