/*
 * phone-table: writes the two generated files of the phone module from the npm package
 * libphonenumber-js.
 *
 *   node cgi-bin/base/phone_table.mjs METADATA.json > cgi-bin/base/phone_table.h
 *   node cgi-bin/base/phone_table.mjs --examples METADATA.json > tests/unit/phone_examples.h
 *
 * METADATA.json is the package's metadata.max.json; package.json and examples.mobile.json are read
 * from the same folder. A form of rule it does not know ends it with a message instead of a table
 * that is subtly wrong.
 *
 * Patterns are POSIX extended regular expressions, but for "#", which stands for any digit.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const TEXT_COLUMNS = 84;	/* of a string literal on a line of the table */
const E164_DIGITS = 15;		/* country code and national number together */
/* What the sentences show where the official example is a number nobody recognises as one. */
const EXAMPLE_SHOWN = { IN: "9876543210" };

const wants_examples = process.argv[2] === "--examples";
const path = process.argv[wants_examples ? 3 : 2];
if (!path) {
	console.error("usage: node phone-table.mjs [--examples] METADATA.json");
	process.exit(2);
}
const read = (name) => JSON.parse(readFileSync(name, "utf8"));
const metadata = read(path);
const version = read(join(dirname(path), "package.json")).version;
const examples = read(join(dirname(path), "examples.mobile.json"));

function refuse(what) {
	console.error(`phone-table: ${what}`);
	process.exit(1);
}

/* Names for the places of the package's arrays. */
function plan_of(region, row) {
	return { region, code: row[0], idd: row[1] || "", lengths: row[3], formats: row[4] || null,
		prefix_rule: row[6] || "", parse: row[7] || row[5] || "",
		transform: row[8] || "", types: row[11].map((t) => t || null) };
}

/* All plans, those of one calling code together, its main region first. */
function all_plans() {
	const plans = [];

	for (const [code, regions] of Object.entries(metadata.country_calling_codes))
		for (const region of regions)
			plans.push(plan_of(region, metadata.countries[region]));
	for (const [code, row] of Object.entries(metadata.nonGeographic))
		plans.push(plan_of("", row));
	return plans;
}

function ere(pattern) {
	const text = pattern.replaceAll("(?:", "(").replaceAll("\\d", "#");

	if (/[^0-9#[\](){}|,?-]/.test(text))
		refuse(`pattern outside what base/phone.c matches: ${pattern}`);
	return text;
}

/* What may stand before the national number, and the rewriting a few plans need. */
function parse_rule(plan) {
	const { parse, transform } = plan;
	let found;

	if (!transform)
		return { strip: ere(parse) };
	if ((found = parse.match(/^\((.*?)\)\$(?:\|(.*))?$/)) && /^\d*\$1$/.test(transform)) {
		const put = transform.slice(0, -2);
		return { strip: ere(found[2] || ""), kept: put && ere(found[1]), after: "", put };
	}
	if ((found = parse.match(/^0\?\(\?:\((.*)\)15\)\?$/)) && transform === "9$1")
		return { strip: "0", kept: ere(found[1]), after: "15", put: "9" };
	if ((found = parse.match(/^0\([^()]*(\[[^\]]*\][^()]*)*\)$/)) && transform === "$1")
		return { strip: "0" };
	if ((found = parse.match(/^(.*)\(\?:(\(.*\))\(\\d\{10,11\}\)\)\?$/)) && transform === "$2")
		return { strip: ere(`${found[1]}${found[2]}?`) };
	return refuse(`rule of ${plan.region} not understood: ${parse} to ${transform}`);
}

/* "(\d{4})(\d{4,5})" with "$1 $2" becomes "4 4,5". */
function grouping(format) {
	const groups = [...format[0].matchAll(/\(\\d(?:\{(\d+)(?:,(\d+))?\})?\)/g)];
	const template = international(format).replace(/[()]/g, "");
	let number = 0;

	if (groups.map((g) => g[0]).join("") !== format[0] || groups.filter((g) => g[2]).length > 1)
		refuse(`grouping not understood: ${format[0]}`);
	const text = template.replace(/\$(\d)/g, (all, place) => {
		if (Number(place) !== ++number)
			refuse(`groups out of order: ${template}`);
		const [, least, most] = groups[number - 1];
		return `${least || 1}${most ? `,${most}` : ""}`;
	});
	if (number !== groups.length ||
	    !/^[1-9][0-9]*(,[0-9]+)?([ .-][1-9][0-9]*(,[0-9]+)?)*$/.test(text))
		refuse(`grouping not understood: ${format[0]} with ${template}`);
	return text;
}

function international(format) {
	return format[5] || format[1];
}

function formats_of(plans, plan) {
	return plan.formats || plans.find((p) => p.code === plan.code).formats || [];
}

function formats_text(plan) {
	const text = (f) => `${ere((f[2] || []).at(-1) || "")}:${grouping(f)};`;

	return (plan.formats || []).map(text).join("");
}

/* Lengths of mobile and fixed numbers as a bit mask: the measure of "too short" and "too long". */
function usual_lengths(plan) {
	const usual = plan.types.slice(0, 2).filter(Boolean).flatMap((t) => t[1] || plan.lengths);
	const lengths = usual.length ? usual : plan.lengths;

	return lengths.filter((n) => n + plan.code.length <= E164_DIGITS)
		.reduce((mask, n) => mask | (1 << n), 0);
}

function type_text(plan, places) {
	return places.map((i) => plan.types[i]).filter((t) => t && t[0]).map((t) => ere(t[0]))
		.join("|");
}

function pick_format(plans, plan, digits) {
	return formats_of(plans, plan).find((f) =>
		(!f[2] || !f[2].length || digits.search(f[2].at(-1)) === 0) &&
		new RegExp(`^(?:${f[0]})$`).test(digits));
}

/* As written inside the country. */
function show_national(plans, plan, digits) {
	const format = pick_format(plans, plan, digits);
	let template;

	if (!format)
		return digits;
	template = format[1];
	if ((format[3] || plan.prefix_rule) && !format[4])
		template = template.replace(/(\$\d)/, format[3] || plan.prefix_rule);
	return digits.replace(new RegExp(format[0]), template);
}

/* As written from abroad; "" where the package has no grouping. */
function show_international(plans, plan, digits) {
	const format = pick_format(plans, plan, digits);

	if (!format)
		return "";
	return `+${plan.code} ${digits.replace(new RegExp(format[0]), international(format))}`;
}

function literal(text) {
	const lines = text.match(new RegExp(`.{1,${TEXT_COLUMNS}}`, "g")) || [""];

	return lines.map((line) => `"${line}"`).join("\n\t  ");
}

function print_row(plans, plan) {
	const digits = EXAMPLE_SHOWN[plan.region] || examples[plan.region];
	const shown = plan.region && show_national(plans, plan, digits);
	const same = plan.types[1] && plan.types[1][0] === "";
	const texts = [parse_rule(plan).strip, ere(plan.idd), shown,
		same ? "=" : type_text(plan, [1]), type_text(plan, [0]),
		type_text(plan, [2, 3, 4, 5, 6, 7, 8, 9]), formats_text(plan)];

	console.log(`\t{ "${plan.region}", "${plan.code}", 0x${usual_lengths(plan).toString(16)},`);
	console.log(`${texts.map((t) => `\t  ${literal(t)}`).join(",\n")} },`);
}

function print_rewrites(plans) {
	console.log("\nstatic const struct phone_rewrite phone_rewrites[] = {");
	for (const plan of plans) {
		const rule = parse_rule(plan);
		if (rule.kept)
			console.log(`\t{ "${plan.region}", "${rule.put}", "${rule.after}",\n` +
				`\t  ${literal(rule.kept)} },`);
	}
	console.log("};");
}

function print_head(what, guard) {
	console.log(`/*
 * ${what}
 *
 * Generated by cgi-bin/base/phone_table.mjs from the npm package libphonenumber-js ${version};
 * not to be edited.
 *
 * libphonenumber-js: Copyright (c) 2016 @catamphetamine, MIT License (text in NOTICE).
 * Its data originates from Google's libphonenumber, Apache License 2.0.
 * Changed here: patterns shortened, kinds of number merged, groupings abbreviated.
 */
#ifndef ${guard}
#define ${guard}
`);
}

function print_table(plans) {
	print_head("phone_table: the numbering plans of the world, read by base/phone.c only.",
	    "POINTPERSON_BASE_PHONE_TABLE_H");
	console.log(`#include <stdint.h>

/*
 * One numbering plan. Rows of one calling code stand together, its main region first; only that one
 * has formats. Patterns are extended regular expressions in which "#" is any digit.
 */
struct phone_plan {
	const char	*region;	/* ISO 3166 code; "" for a code of no country */
	const char	*code;		/* calling code, digits */
	uint32_t	 lengths;	/* bit n: a mobile or fixed number can have n digits */
	const char	*strip;		/* pattern of what is dialled before a national number */
	const char	*abroad;	/* pattern of what is dialled before a calling code */
	const char	*example;	/* a mobile number as written inside the country */
	const char	*mobile;	/* pattern; "=": the same as fixed */
	const char	*fixed;		/* pattern */
	const char	*other;		/* pattern: free, shared cost, internet telephony, ... */
	const char	*formats;	/* "PATTERN OF FIRST DIGITS:GROUPS;" each, first to fit */
};

/* A national number that starts with "kept", then "after", is really "put", "kept" and the rest. */
struct phone_rewrite {
	const char	*region;	/* as in struct phone_plan */
	const char	*put;		/* digits */
	const char	*after;		/* pattern, may be empty */
	const char	*kept;		/* pattern */
};

static const struct phone_plan phone_plans[] = {`);
	for (const plan of plans)
		print_row(plans, plan);
	console.log("};");
	print_rewrites(plans);
	console.log("\n#endif");
}

function print_examples(plans) {
	print_head("phone_examples: each region's official mobile number, typed and as shown.",
	    "POINTPERSON_TESTS_PHONE_EXAMPLES_H");
	console.log(`static const struct phone_example {
	const char	*region;	/* ISO 3166 code */
	const char	*typed;		/* national digits, nothing before them */
	const char	*inside;	/* as written inside the country */
	const char	*e164;		/* as stored */
	const char	*shown;		/* grouped; "" where there is no official grouping */
} phone_examples[] = {`);
	for (const plan of plans.filter((p) => p.region)) {
		const digits = examples[plan.region];
		const texts = [plan.region, digits, show_national(plans, plan, digits),
			`+${plan.code}${digits}`, show_international(plans, plan, digits)];
		console.log(`\t{ ${texts.map((t) => `"${t}"`).join(", ")} },`);
	}
	console.log("};\n\n#endif");
}

const plans = all_plans();
if (wants_examples)
	print_examples(plans);
else
	print_table(plans);
