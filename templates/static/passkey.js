/*
 * Passkeys, in the browser: makes one for the form that says so, and uses one where a button asks
 * for it. What the browser answers goes into hidden fields of the form, which is then sent like any
 * other. Nothing here decides anything: the portal checks it all.
 */
(function () {
	"use strict";

	var WAIT_MS = 300000;	/* for the person to find the device */
	var ES256 = -7, EDDSA = -8, RS256 = -257;	/* what the portal can check */

	function all(selector) {
		return Array.prototype.slice.call(document.querySelectorAll(selector));
	}

	/* base64url, both ways. */
	function bytes(text) {
		var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));

		return Uint8Array.from(plain, function (letter) {
			return letter.charCodeAt(0);
		});
	}

	function text(buffer) {
		var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));

		return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
	}

	function use(form) {
		var asked = form.elements.challenge.dataset;

		return navigator.credentials.get({ publicKey: {
			challenge: bytes(asked.challenge),
			rpId: asked.site,
			timeout: WAIT_MS,
			userVerification: "required"
		} }).then(function (key) {
			var answer = key.response;

			form.elements.passkey.value = [text(key.rawId), text(answer.clientDataJSON),
				text(answer.authenticatorData), text(answer.signature),
				answer.userHandle ? text(answer.userHandle) : ""].join(".");
		});
	}

	function make(form) {
		var asked = form.elements.challenge.dataset;
		var owner = form.elements.made.dataset;

		return navigator.credentials.create({ publicKey: {
			challenge: bytes(asked.challenge),
			rp: { id: asked.site, name: owner.siteName },
			user: { id: bytes(owner.handle), name: owner.email, displayName: owner.user },
			pubKeyCredParams: [ES256, EDDSA, RS256].map(function (kind) {
				return { type: "public-key", alg: kind };
			}),
			excludeCredentials: owner.known.split(" ").filter(Boolean).map(function (id) {
				return { type: "public-key", id: bytes(id) };
			}),
			authenticatorSelection: { residentKey: "required", requireResidentKey: true,
				userVerification: "required" },
			attestation: "none",
			timeout: WAIT_MS
		} }).then(function (key) {
			form.elements.made.value = text(key.response.clientDataJSON) + "." +
				text(key.response.attestationObject);
		});
	}

	function why(error) {
		switch (error.name) {
		case "InvalidStateError":
			return "This device or key holds a passkey of yours for this site already.";
		case "SecurityError":
			return "Passkeys work at the address that this portal is known by, and over https. Open it there.";
		case "NotAllowedError":
		case "AbortError":
			return "The browser gave no passkey: it was told to stop, has none for this site, or waited too long.";
		default:
			return "The browser gave no passkey. Try again, or use another way. (" + error.name + ")";
		}
	}

	/* Asks the browser, then sends the form. */
	function run(form, ask) {
		var said = form.querySelector("[data-passkey-said]");

		if (form.dataset.asking)
			return;
		form.dataset.asking = "1";
		said.hidden = true;
		ask(form).then(function () {
			delete form.dataset.asking;
			form.requestSubmit();
		}, function (error) {
			delete form.dataset.asking;
			said.textContent = why(error);
			said.hidden = false;
		});
	}

	/* Before other scripts see that the form is sent: it is not yet. */
	function makeFirst(event) {
		var form = event.target;

		if (form.elements.made.value !== "")
			return;
		event.preventDefault();
		event.stopPropagation();
		run(form, make);
	}

	/* What was answered is of no use a second time. */
	function forget() {
		all("input[name=passkey], input[name=made]").forEach(function (input) {
			input.value = "";
		});
	}

	if (!window.PublicKeyCredential || !window.isSecureContext)
		return;
	all("[data-passkey-none]").forEach(function (note) {
		note.hidden = true;
	});
	all("[data-passkey-here]").forEach(function (place) {
		place.hidden = false;
	});
	all("[data-passkey-use]").forEach(function (b) {
		b.hidden = false;
		b.addEventListener("click", function () {
			run(b.form, use);
		});
	});
	all("[data-passkey-make]").forEach(function (input) {
		input.form.addEventListener("submit", makeFirst);
	});
	window.addEventListener("pageshow", forget);
})();
