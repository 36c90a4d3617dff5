/*
 * What a browser with scripts gets on top. Every page works without this file.
 */
(function () {
	"use strict";

	var RESEND_MS = 10000;	/* a form that got no answer by then may be sent again */
	var leaving = false;	/* a form is on its way: no question about unsaved values */

	function all(selector, inside) {
		return Array.prototype.slice.call((inside || document).querySelectorAll(selector));
	}

	function button(text) {
		var b = document.createElement("button");

		b.type = "button";
		b.className = "button button--small";
		b.textContent = text;
		return b;
	}

	/* The first thing to hear about a refused form is why. */
	function focusSummary() {
		var summary = document.querySelector("[data-summary]");

		if (summary)
			summary.focus();
	}

	/* A link of the summary leads into the field, its label in sight. */
	function followSummary(event) {
		var link = event.target.closest("[data-summary] a[href^='#']");
		var field = link && document.getElementById(link.hash.slice(1));

		if (!field)
			return;
		event.preventDefault();
		(field.closest(".field") || field).scrollIntoView();
		field.focus({ preventScroll: true });
	}

	/* Buttons are never disabled for real: a disabled one would not send its own value. */
	function release(form) {
		delete form.dataset.sent;
		all("button[type=submit]", form).forEach(function (b) {
			b.removeAttribute("aria-disabled");
		});
	}

	function guard(event) {
		var form = event.target;

		if (form.method !== "post")
			return;
		if (form.dataset.sent) {
			event.preventDefault();
			return;
		}
		form.dataset.sent = "1";
		leaving = true;
		all("button[type=submit]", form).forEach(function (b) {
			b.setAttribute("aria-disabled", "true");
		});
		all("input[data-shown]", form).forEach(function (input) {
			input.type = "password";
		});
		setTimeout(function () {
			release(form);
			leaving = false;
		}, RESEND_MS);
	}

	function values(form) {
		return new URLSearchParams(new FormData(form)).toString();
	}

	function watch(form) {
		var first = values(form);
		var note = form.querySelector("[data-unsaved]");
		var typed = form.hasAttribute("data-typed");

		function isChanged() {
			return typed || values(form) !== first;
		}

		function tell() {
			var text = isChanged() ? "Unsaved changes" : "";

			if (note && note.textContent !== text)
				note.textContent = text;
		}

		form.addEventListener("input", tell);
		form.addEventListener("change", tell);
		window.addEventListener("pageshow", tell);
		window.addEventListener("beforeunload", function (event) {
			if (!leaving && isChanged())
				event.preventDefault();
		});
		tell();
	}

	function showPassword(input) {
		var b = button("Show password");
		var row = document.createElement("span");

		row.className = "with-button";
		input.parentNode.insertBefore(row, input);
		row.appendChild(input);
		row.appendChild(b);
		b.addEventListener("click", function () {
			var shown = input.type === "password";

			input.type = shown ? "text" : "password";
			input.toggleAttribute("data-shown", shown);
			b.textContent = shown ? "Hide password" : "Show password";
		});
	}

	/* Cancel is meant: no question about what was typed. */
	function leave(event) {
		if (event.target.closest("[data-leave]") && !event.ctrlKey && !event.metaKey && !event.shiftKey)
			leaving = true;
	}

	function copy(element) {
		var b = button("Copy");

		if (!navigator.clipboard)
			return;
		b.setAttribute("aria-live", "polite");
		element.insertAdjacentElement("afterend", b);
		element.insertAdjacentText("afterend", " ");
		b.addEventListener("click", function () {
			navigator.clipboard.writeText(element.textContent.trim()).then(function () {
				b.textContent = "Copied";
			}, function () {
				b.textContent = "Select the text to copy it";
			});
		});
	}

	/* After a conflict: one press takes the saved value over into the field. */
	function takeStored(note) {
		var input = document.getElementById(note.id.replace("stored-", "field-"));
		var b = button("Use this");

		if (!input)
			return;
		note.appendChild(document.createTextNode(" "));
		note.appendChild(b);
		b.addEventListener("click", function () {
			input.value = note.dataset.stored;
			input.dispatchEvent(new Event("input", { bubbles: true }));
			input.focus();
		});
	}

	function closeOthers(event) {
		all("details.popup[open]").forEach(function (d) {
			if (!d.contains(event.target))
				d.open = false;
		});
	}

	function closeByKey(event) {
		var open = event.key === "Escape" && document.querySelector("details.popup[open]");

		if (!open)
			return;
		open.open = false;
		open.querySelector("summary").focus();
	}

	/* The rules of a new password are ticked as it is typed. */
	function tickRules(list) {
		var input = document.getElementById("field-" + list.dataset.rules);
		var rules = all("[data-pattern]", list).map(function (item) {
			var mark = document.createElement("span");

			mark.className = "hidden";
			item.appendChild(mark);
			return { item: item, mark: mark, pattern: new RegExp(item.dataset.pattern, "u") };
		});

		function tick() {
			rules.forEach(function (rule) {
				var isMet = rule.pattern.test(input.value);

				rule.item.classList.toggle("met", isMet);
				rule.mark.textContent = isMet ? " (done)" : "";
			});
		}

		if (!input)
			return;
		input.addEventListener("input", tick);
		window.addEventListener("pageshow", tick);
	}

	/* A field is filled from a file that one chooses; nothing is sent by that. */
	function fillFromFile(place) {
		var field = document.getElementById(place.dataset.fileFor);
		var max = Number(place.dataset.max);
		var label = document.createElement("label");
		var input = document.createElement("input");
		var note = document.createElement("span");

		function tell(text) {
			note.textContent = " " + text;
		}

		label.textContent = "Or take it from a file ";
		input.type = "file";
		input.accept = ".csv,.txt,text/csv,text/plain";
		note.setAttribute("aria-live", "polite");
		label.appendChild(input);
		place.appendChild(label);
		place.appendChild(note);
		input.addEventListener("change", function () {
			var file = input.files[0];

			if (!file)
				return;
			file.text().then(function (text) {
				if (new URLSearchParams({ v: text }).toString().length > max) {
					tell("That file is too long for one time. Take it in parts.");
					return;
				}
				field.value = text;
				field.dispatchEvent(new Event("input", { bubbles: true }));
				tell("The list below was taken from " + file.name + ".");
			}, function () {
				tell("The file could not be read. Copy its text into the field.");
			});
		});
	}

	document.addEventListener("submit", guard);
	document.addEventListener("click", followSummary);
	document.addEventListener("click", closeOthers);
	document.addEventListener("click", leave);
	document.addEventListener("focusin", closeOthers);
	document.addEventListener("keydown", closeByKey);
	window.addEventListener("pageshow", function () {
		leaving = false;
		all("form[data-sent]").forEach(release);
	});
	all("input[type=password]").forEach(showPassword);
	all("[data-copy]").forEach(copy);
	all("[data-stored]").forEach(takeStored);
	all("[data-rules]").forEach(tickRules);
	all("[data-file-for]").forEach(fillFromFile);
	all("form[data-watch]").forEach(watch);
	focusSummary();
})();
