#include "form/parts/papers.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/parts/papers_keyed.h"
#include "form/parts/views.h"
#include "form/yaml/read.h"

/* papers.yaml: what is printed, read and checked against the rest of the pack. */

/* ---- looking up */

const struct pack_paper *
pack_paper(const struct pack *pack, const char *name)
{
	for (size_t i = 0; i < pack->paper_count; i++)
		if (pack->papers[i].name && strcmp(pack->papers[i].name, name) == 0)
			return &pack->papers[i];
	return NULL;
}

const struct pack_paper *
pack_evidence_paper(const struct pack *pack)
{
	return pack->evidence_name ? pack_paper(pack, pack->evidence_name) : NULL;
}

const struct paper_block *
paper_code(const struct pack_paper *paper)
{
	for (size_t i = 0; i < paper->block_count; i++)
		if (paper->blocks[i].kind == BLOCK_CODE)
			return &paper->blocks[i];
	return NULL;
}

enum paper_word
paper_word_named(const char *name)
{
	static const char *const words[] = { "blank",	    "house", "house_place", "village_name", "township_name",
					     "county_name", "today", "serial",	    "printed_by" };

	_Static_assert(ARRAY_LEN(words) == PAPER_WORD_COUNT, "a name for each word");
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(words[i], name) == 0)
			return (enum paper_word)i;
	return PAPER_WORD_COUNT;
}

size_t
paper_text_next(const char *text, char name[PAPER_NAME_SIZE], const char **after)
{
	const char *open = strchr(text, '{'), *close = open ? strchr(open, '}') : NULL;
	size_t len = close ? (size_t)(close - open - 1) : 0;

	*name = '\0';
	if (!close || len >= PAPER_NAME_SIZE) {
		*after = text + strlen(text);
		return strlen(text);
	}
	memcpy(name, open + 1, len);
	name[len] = '\0';
	*after = close + 1;
	return (size_t)(open - text);
}

/* ---- reading */

static void
read_table(struct reader *reader, const struct node *node, struct paper_block *block)
{
	static const struct key keys[] = {
		{ "columns", KEY_OTHER, 0, true },
		{ "sql", KEY_EXPR, offsetof(struct paper_block, rows) + offsetof(struct report, sql), true },
		{ "blank", KEY_OTHER, 0, false },
		{ "group", KEY_NAME, offsetof(struct paper_block, group), false },
		{ "tick", KEY_FLAG, offsetof(struct paper_block, tick), false },
		{ "keyed", KEY_OTHER, 0, false },
	};

	if (!read_map(reader, node, keys, ARRAY_LEN(keys), block))
		return;
	read_report_columns(reader, node, &block->rows);
	views_add(reader->pack, &block->rows.sql);
	block->blanks = read_items(reader, node, "blank", sizeof(*block->blanks), &block->blank_count);
	for (size_t i = 0; i < block->blank_count; i++)
		read_label(reader, node_get(node, "blank")->items[i], "blank", &block->blanks[i]);
	read_keyed(reader, node, block);
}

/* What a block is, by the one key that says so. */
static void
read_kind(struct reader *reader, const struct node *item, struct paper_block *block)
{
	static const struct {
		const char *key;
		enum block_kind kind;
	} kinds[] = {
		{ "text", BLOCK_TEXT },	      { "record", BLOCK_RECORD },     { "fields", BLOCK_FIELDS },
		{ "photos", BLOCK_PHOTOS },   { "code", BLOCK_CODE },	      { "signatures", BLOCK_SIGNATURES },
		{ "table", BLOCK_TABLE },     { "handover", BLOCK_HANDOVER }, { "new_page", BLOCK_NEW_PAGE },
		{ "history", BLOCK_HISTORY }, { "proof", BLOCK_PROOF },
	};
	size_t found = 0;

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (node_get(item, kinds[i].key)) {
			block->kind = kinds[i].kind;
			found++;
		}
	if (found != 1)
		problem(reader, reader->file, node_key_line(item, "blocks"), "blocks",
			_("a block is one of text, record, fields, photos, signatures, code, table, handover, history, proof and new_page"));
	if (node_get(item, "band") && block->kind == BLOCK_TEXT)
		block->kind = BLOCK_BAND;
}

static void
read_block(struct reader *reader, const struct node *item, struct paper_block *block)
{
	static const char *const styles[] = { "line", "head", "small", "centre", "right" };
	static const char *const colours[] = { "red", "yellow", "green" };
	static const struct key keys[] = {
		{ "text", KEY_LABEL, offsetof(struct paper_block, text), false },
		{ "style", KEY_OTHER, 0, false },
		{ "band", KEY_OTHER, 0, false },
		{ "record", KEY_NAMES, offsetof(struct paper_block, record), false },
		{ "fields", KEY_NAMES, offsetof(struct paper_block, fields), false },
		{ "photos", KEY_NAMES, offsetof(struct paper_block, photos), false },
		{ "signatures", KEY_NAME, offsetof(struct paper_block, chain_name), false },
		{ "code", KEY_NAMES, offsetof(struct paper_block, code), false },
		{ "levels", KEY_NAME, offsetof(struct paper_block, levels_name), false },
		{ "table", KEY_OTHER, 0, false },
		{ "handover", KEY_FLAG, offsetof(struct paper_block, handover), false },
		{ "history", KEY_FLAG, offsetof(struct paper_block, history), false },
		{ "proof", KEY_FLAG, offsetof(struct paper_block, proof), false },
		{ "new_page", KEY_FLAG, offsetof(struct paper_block, new_page), false },
		{ "when", KEY_EXPR, offsetof(struct paper_block, when), false },
	};

	_Static_assert(ARRAY_LEN(styles) == BLOCK_STYLE_COUNT && ARRAY_LEN(colours) == BLOCK_COLOUR_COUNT, "a word for each");
	block->place = (struct place){ reader->file, node_key_line(item, "blocks"), "blocks" };
	if (!read_map(reader, item, keys, ARRAY_LEN(keys), block))
		return;
	read_kind(reader, item, block);
	block->style = (enum block_style)read_word(reader, item, "style", styles, BLOCK_STYLE_COUNT, BLOCK_LINE);
	block->colour = (enum block_colour)read_word(reader, item, "band", colours, BLOCK_COLOUR_COUNT, BLOCK_RED);
	if (node_get(item, "table"))
		read_table(reader, node_get(item, "table"), block);
}

static void
read_paper(struct reader *reader, const struct node *item, struct pack_paper *paper)
{
	static const char *const abouts[] = { "building", "division", "file" };
	static const struct key keys[] = {
		{ "paper", KEY_NAME, offsetof(struct pack_paper, name), true },
		{ "title", KEY_LABEL, offsetof(struct pack_paper, title), true },
		{ "about", KEY_OTHER, 0, false },
		{ "official", KEY_FLAG, offsetof(struct pack_paper, official), false },
		{ "sealed", KEY_FLAG, offsetof(struct pack_paper, sealed), false },
		{ "from", KEY_NAME, offsetof(struct pack_paper, from_name), false },
		{ "relevant", KEY_EXPR, offsetof(struct pack_paper, relevant), false },
		{ "blocks", KEY_OTHER, 0, true },
		{ "source", KEY_CITED, 0, false },
	};

	paper->place = (struct place){ reader->file, node_key_line(item, "paper"), "paper" };
	if (!read_map(reader, item, keys, ARRAY_LEN(keys), paper))
		return;
	paper->about = (enum paper_about)read_word(reader, item, "about", abouts, 3, PAPER_OF_HOUSE);
	paper->blocks = read_items(reader, item, "blocks", sizeof(*paper->blocks), &paper->block_count);
	for (size_t i = 0; i < paper->block_count; i++)
		read_block(reader, node_get(item, "blocks")->items[i], &paper->blocks[i]);
}

void
read_papers(struct reader *reader, const struct node *root)
{
	static const struct key keys[] = { { "prints", KEY_OTHER, 0, true },
					   { "evidence", KEY_NAME, offsetof(struct pack, evidence_name), false },
					   { "papers", KEY_OTHER, 0, true } };
	static const struct key print_keys[] = {
		{ "form", KEY_NAME, offsetof(struct paper_prints, form_name), true },
		{ "what", KEY_NAME, offsetof(struct paper_prints, what_name), true },
		{ "serial", KEY_NAME, offsetof(struct paper_prints, serial_name), true },
		{ "of", KEY_NAME, offsetof(struct paper_prints, of_name), true },
	};
	struct pack *pack = reader->pack;
	const struct node *prints;

	if (!read_map(reader, root, keys, ARRAY_LEN(keys), pack))
		return;
	prints = node_get(root, "prints");
	if (prints) {
		pack->prints.place = (struct place){ reader->file, node_key_line(prints, "prints"), "prints" };
		read_map(reader, prints, print_keys, ARRAY_LEN(print_keys), &pack->prints);
	}
	pack->papers = read_items(reader, root, "papers", sizeof(*pack->papers), &pack->paper_count);
	for (size_t i = 0; i < pack->paper_count; i++)
		read_paper(reader, node_get(root, "papers")->items[i], &pack->papers[i]);
}

/* ---- what refers to what */

struct paper_linking {
	struct reader *reader;
	const struct pack_paper *paper;
	const struct paper_block *block;
};

static void wrong(const struct paper_linking *linking, const char *key, const char *fmt, ...) PRINTF_FMT(3, 4);

static void
wrong(const struct paper_linking *linking, const char *key, const char *fmt, ...)
{
	char text[400];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	problem(linking->reader, linking->block->place.file, linking->block->place.line, key, "%s", text);
}

static bool
is_fact(const struct pack *pack, const char *name)
{
	for (size_t i = 0; i < pack->fact_count; i++)
		if (strcmp(pack->facts[i].name, name) == 0)
			return true;
	return false;
}

/* A field that one house has one value of. */
static bool
is_single(const struct paper_linking *linking, const char *name)
{
	const struct field *field = pack_field(linking->reader->pack, name);
	const struct form *form = pack_form_of_field(linking->reader->pack, name);

	return field && field_type_has_value(field->type) && !(field->parent && field->parent->type == FIELD_REPEAT) &&
	       !form->of_division && (!form->repeat || form == linking->paper->from);
}

/* A repeat that one house has one of: its rows are shown. */
static bool
is_single_repeat(const struct paper_linking *linking, const char *name)
{
	const struct field *field = pack_field(linking->reader->pack, name);
	const struct form *form = pack_form_of_field(linking->reader->pack, name);

	return field && field->type == FIELD_REPEAT && !form->of_division && !form->repeat;
}

static void
check_text(const struct paper_linking *linking, const char *text)
{
	char name[PAPER_NAME_SIZE];
	const char *at = text ? text : "";

	for (const char *part = at; *(part += strcspn(part, "[]"));) {
		const char *close = *part == '[' ? part + 1 + strcspn(part + 1, "[]") : part;

		if (close == part || *close != ']') {
			wrong(linking, "text", "%s",
			      _("a part that may be left out begins with \"[\", ends with \"]\" and has none in it"));
			break;
		}
		part = close + 1;
	}
	while (*at) {
		enum paper_word word;

		paper_text_next(at, name, &at);
		word = paper_word_named(name);
		if (!*name || word == WORD_BLANK || word == WORD_TODAY || word == WORD_SERIAL || word == WORD_PRINTED_BY)
			continue;
		if (linking->paper->about == PAPER_OF_FILE || (linking->paper->about == PAPER_OF_DIVISION && word == PAPER_WORD_COUNT) ||
		    (word == PAPER_WORD_COUNT && !is_single(linking, name) && !is_fact(linking->reader->pack, name)))
			wrong(linking, "text", _("\"{%s}\" is no word of papers, no field that the house has one of, and no fact"), name);
	}
}

static void
check_forms(const struct paper_linking *linking, const struct names *names, const char *key)
{
	for (size_t i = 0; i < names->count; i++)
		if (!pack_form(linking->reader->pack, names->items[i]))
			wrong(linking, key, _("there is no form \"%s\""), names->items[i]);
}

/* Of a code: what two people read in the same way, public, and short. */
static bool
fits_code(const struct field *field)
{
	return !field->is_private && (field->type == FIELD_SELECT_ONE || field->type == FIELD_INTEGER || field->type == FIELD_YEAR ||
				      field->type == FIELD_DATE || field->type == FIELD_BOOLEAN);
}

static const struct chain *
link_block_chain(const struct paper_linking *linking, const char *name, const char *key)
{
	const struct chain *chain = name ? pack_chain(linking->reader->pack, name) : NULL;

	if (!chain || chain->each) {
		wrong(linking, key, _("\"%s\" is no chain over a list of forms"), name ? name : "");
		return NULL;
	}
	return chain;
}

static void
link_code(const struct paper_linking *linking, struct paper_block *block)
{
	const struct pack *pack = linking->reader->pack;

	block->chain = link_block_chain(linking, block->levels_name, "levels");
	for (size_t i = 0; i < block->code.count; i++)
		if (!is_single(linking, block->code.items[i]) || !fits_code(pack_field(pack, block->code.items[i])))
			wrong(linking, "code", _("\"%s\" is no public field of one choice, number, day or yes and no"),
			      block->code.items[i]);
	if (paper_code(linking->paper) != block)
		wrong(linking, "code", _("a paper has one code, not a second one over \"%s\""),
		      block->code.count ? block->code.items[0] : "");
}

static void
link_table(const struct paper_linking *linking, const struct paper_block *block)
{
	bool found = !block->group;

	for (size_t i = 0; i < block->rows.column_count; i++)
		found |= block->group && block->rows.columns[i].name && strcmp(block->rows.columns[i].name, block->group) == 0;
	if (!found)
		wrong(linking, "group", _("there is no column \"%s\""), block->group);
}

static bool
stands_on(enum block_kind kind, enum paper_about about)
{
	switch (kind) {
	case BLOCK_TEXT:
	case BLOCK_BAND:
	case BLOCK_NEW_PAGE:
	case BLOCK_KIND_COUNT:
		return true;
	case BLOCK_TABLE:
		return about == PAPER_OF_DIVISION;
	case BLOCK_HANDOVER:
		return about == PAPER_OF_FILE;
	case BLOCK_RECORD:
	case BLOCK_FIELDS:
	case BLOCK_PHOTOS:
	case BLOCK_SIGNATURES:
	case BLOCK_HISTORY:
	case BLOCK_PROOF:
	case BLOCK_CODE:
		return about == PAPER_OF_HOUSE;
	}
	return false;
}

static void
link_block(const struct paper_linking *linking, struct paper_block *block)
{
	check_text(linking, block->text.zh);
	check_text(linking, block->text.en);
	check_forms(linking, &block->record, "record");
	check_forms(linking, &block->photos, "photos");
	for (size_t i = 0; i < block->fields.count; i++)
		if (!is_single(linking, block->fields.items[i]) && !is_single_repeat(linking, block->fields.items[i]))
			wrong(linking, "fields", _("\"%s\" is no field that the house has one of"), block->fields.items[i]);
	if (block->kind == BLOCK_SIGNATURES)
		block->chain = link_block_chain(linking, block->chain_name, "signatures");
	if (block->kind == BLOCK_CODE)
		link_code(linking, block);
	if (block->kind == BLOCK_TABLE) {
		link_table(linking, block);
		link_keyed(linking->reader, block);
	}
	if (!stands_on(block->kind, linking->paper->about) || (block->when.sql && linking->paper->about != PAPER_OF_HOUSE))
		wrong(linking, "blocks", _("the paper \"%s\" is about something that has no such block"), linking->paper->name);
}

/* The form that says what was printed: a field may be a choice among the papers, and then it has each of them. */
static void
link_prints(struct reader *reader)
{
	struct pack *pack = reader->pack;
	struct paper_prints *prints = &pack->prints;
	const char *const names[] = { prints->what_name, prints->serial_name, prints->of_name };
	const struct field **fields[] = { &prints->what, &prints->serial, &prints->of };

	prints->form = prints->form_name ? pack_form(pack, prints->form_name) : NULL;
	if (!prints->form || !prints->form->repeat || prints->form->of_division) {
		problem(reader, prints->place.file, prints->place.line, "form", _("\"%s\" is no form that repeats and is about a building"),
			prints->form_name ? prints->form_name : "");
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const struct field *field = names[i] ? pack_field(pack, names[i]) : NULL;

		if (!field || pack_form_of_field(pack, names[i]) != prints->form || field->is_private || field->parent ||
		    (field->type != FIELD_TEXT && !(i == 0 && field->type == FIELD_SELECT_ONE)))
			problem(reader, prints->place.file, prints->place.line, "prints", _("\"%s\" is no public text of the form \"%s\""),
				names[i] ? names[i] : "", prints->form->name);
		else
			*fields[i] = field;
	}
	for (size_t i = 0; prints->what && prints->what->list && i < pack->paper_count; i++)
		if (pack->papers[i].name && !list_choice(prints->what->list, pack->papers[i].name))
			problem(reader, pack->papers[i].place.file, pack->papers[i].place.line, "paper",
				_("the list \"%s\" has no choice \"%s\""), prints->what->list->name, pack->papers[i].name);
}

void
link_papers(struct reader *reader)
{
	struct pack *pack = reader->pack;

	if (!pack->prints.place.file)
		return;
	link_prints(reader);
	if (pack->evidence_name && (!pack_evidence_paper(pack) || pack_evidence_paper(pack)->about != PAPER_OF_HOUSE))
		problem(reader, pack->prints.place.file, pack->prints.place.line, "evidence", _("there is no paper \"%s\" of a building"),
			pack->evidence_name);
	for (size_t i = 0; i < pack->paper_count; i++) {
		struct pack_paper *paper = &pack->papers[i];

		paper->from = paper->from_name ? pack_form(pack, paper->from_name) : NULL;
		if (paper->from_name && (!paper->from || paper->about != PAPER_OF_HOUSE || paper->from->of_division))
			problem(reader, paper->place.file, paper->place.line, "from", _("there is no form \"%s\" of a house"),
				paper->from_name);
		if (pack_paper(pack, paper->name) != paper)
			problem(reader, paper->place.file, paper->place.line, "paper", _("there are two papers \"%s\""), paper->name);
		for (size_t b = 0; b < paper->block_count; b++)
			link_block(&(struct paper_linking){ reader, paper, &paper->blocks[b] }, &paper->blocks[b]);
	}
}
