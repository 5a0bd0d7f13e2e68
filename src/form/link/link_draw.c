#include <stddef.h>
#include <string.h>

#include "base/i18n.h"
#include "form/yaml/read.h"

/* What a draw of houses for spot checks says, and in which fields. */

static const struct draw_key {
	const char *key;
	enum field_type type;
	bool checks;	       /* of the checks, not of the draw's form */
	enum draw_field among; /* the repeat that it stands in; DRAW_FIELD_COUNT: none */
} draw_keys[DRAW_FIELD_COUNT] = {
	[DRAW_RECEIPT] = { "receipt", FIELD_TEXT, false, DRAW_FIELD_COUNT },
	[DRAW_SOURCE] = { "source", FIELD_TEXT, false, DRAW_FIELD_COUNT },
	[DRAW_DAY] = { "day", FIELD_DATE, false, DRAW_FIELD_COUNT },
	[DRAW_SPARE] = { "spare", FIELD_INTEGER, false, DRAW_FIELD_COUNT },
	[DRAW_SEED] = { "seed", FIELD_TEXT, false, DRAW_FIELD_COUNT },
	[DRAW_STRATA] = { "strata", FIELD_REPEAT, false, DRAW_FIELD_COUNT },
	[DRAW_STRATUM] = { "stratum", FIELD_TEXT, false, DRAW_STRATA },
	[DRAW_HOUSES] = { "houses", FIELD_INTEGER, false, DRAW_STRATA },
	[DRAW_HASH] = { "hash", FIELD_TEXT, false, DRAW_STRATA },
	[DRAW_QUOTA] = { "quota", FIELD_INTEGER, false, DRAW_STRATA },
	[DRAW_DRAWN] = { "drawn", FIELD_REPEAT, false, DRAW_FIELD_COUNT },
	[DRAW_HOUSE] = { "house", FIELD_TEXT, false, DRAW_DRAWN },
	[DRAW_FROM] = { "from", FIELD_TEXT, false, DRAW_DRAWN },
	[DRAW_RANK] = { "rank", FIELD_INTEGER, false, DRAW_DRAWN },
	[DRAW_OF] = { "of", FIELD_TEXT, true, DRAW_FIELD_COUNT },
	[DRAW_WRONG] = { "wrong", FIELD_SELECT_MULTIPLE, true, DRAW_FIELD_COUNT },
	[DRAW_UNREACHED] = { "unreached", FIELD_SELECT_ONE, true, DRAW_FIELD_COUNT },
};

void
read_draw(struct reader *reader, const struct node *root)
{
	struct key keys[DRAW_FIELD_COUNT + 5];
	const struct node *node = node_get(root, "draw");
	size_t count = 0;

	if (!node)
		return;
	for (; count < DRAW_FIELD_COUNT; count++)
		keys[count] = (struct key){ draw_keys[count].key, KEY_NAME, offsetof(struct draw_words, names) + count * sizeof(char *),
					    true };
	keys[count++] = (struct key){ "form", KEY_NAME, offsetof(struct draw_words, form_name), true };
	keys[count++] = (struct key){ "checks", KEY_NAME, offsetof(struct draw_words, checks_name), true };
	keys[count++] = (struct key){ "percent", KEY_INTEGER, offsetof(struct draw_words, percent), true };
	keys[count++] = (struct key){ "least", KEY_INTEGER, offsetof(struct draw_words, least), true };
	keys[count++] = (struct key){ "lean", KEY_TEXT, offsetof(struct draw_words, lean), false };
	reader->pack->draw.place = (struct place){ reader->file, node_key_line(node, "draw"), "draw" };
	read_map(reader, node, keys, count, &reader->pack->draw);
}

/* A field of the type that stands in the form, or in a repeat of it, and is not private; NULL: there is none. */
static const struct field *
find_field(const struct draw_words *draw, enum draw_field at)
{
	const struct form *form = draw_keys[at].checks ? draw->checks : draw->form;
	const struct field *repeat = draw_keys[at].among == DRAW_FIELD_COUNT ? NULL : draw->fields[draw_keys[at].among];
	const struct field *fields = repeat ? repeat->fields : form->fields;
	size_t count = repeat ? repeat->field_count : form->field_count;

	if (draw_keys[at].among != DRAW_FIELD_COUNT && !repeat)
		return NULL;
	for (size_t i = 0; i < count; i++)
		if (strcmp(fields[i].name, draw->names[at]) == 0 && fields[i].type == draw_keys[at].type && !fields[i].is_private)
			return &fields[i];
	return NULL;
}

static bool
is_choice(const struct pack *pack, const char *name)
{
	const struct field *summary = pack->chain_count ? pack->chains[0].summary : NULL;

	for (size_t i = 0; summary && summary->list && i < summary->list->choice_count; i++)
		if (strcmp(summary->list->choices[i].name, name) == 0)
			return true;
	return false;
}

void
link_draw(struct reader *reader)
{
	const struct pack *pack = reader->pack;
	struct draw_words *draw = &reader->pack->draw;
	const struct place *place = &draw->place;
	const struct form *form = draw->form_name ? pack_form(pack, draw->form_name) : NULL;
	const struct form *checks = draw->checks_name ? pack_form(pack, draw->checks_name) : NULL;

	if (!draw->form_name || !draw->checks_name)
		return;
	if (!form || !form->of_division || form->about != DIVISION_TOWNSHIP || !form->repeat) {
		problem(reader, place->file, place->line, "form", _("\"%s\" is no form about a township that repeats"), draw->form_name);
		return;
	}
	if (!checks || checks->of_division || !checks->repeat) {
		problem(reader, place->file, place->line, "checks", _("\"%s\" is no form of houses that repeats"), draw->checks_name);
		return;
	}
	draw->form = form;
	draw->checks = checks;
	for (int i = 0; i < DRAW_FIELD_COUNT; i++) {
		draw->fields[i] = draw->names[i] ? find_field(draw, (enum draw_field)i) : NULL;
		if (draw->names[i] && !draw->fields[i])
			problem(reader, place->file, place->line, draw_keys[i].key,
				_("\"%s\" is no field that can stand here: its type, its form or the repeat it stands in is another, or it is private"),
				draw->names[i]);
	}
	if (draw->percent < 0 || draw->percent > 100 || draw->least < 0)
		problem(reader, place->file, place->line, "percent", _("a share of 0 to 100 and a number of houses are expected"));
	if (draw->lean && !is_choice(pack, draw->lean))
		problem(reader, place->file, place->line, "lean", _("\"%s\" is none of the choices of the first chain's summary"),
			draw->lean);
}
