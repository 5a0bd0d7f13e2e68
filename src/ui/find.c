#include "ui/find.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ui/input.h"

const struct binding move_bindings[] = {
	{ UI_KEY_CHAR, '/', "/", N_("search"), BINDING_READ, true },
	{ UI_KEY_CHAR, 'n', "n N", N_("next hit, the one before"), BINDING_READ, false },
	{ UI_KEY_UP, 0, N_("arrows"), N_("move"), BINDING_READ, false },
	{ UI_KEY_PAGE_DOWN, 0, "PgUp PgDn", N_("a page back or on"), BINDING_READ, false },
	{ UI_KEY_HOME, 0, "Home End", N_("to the beginning or end"), BINDING_READ, false },
	{ 0 },
};

const struct binding move_text_bindings[] = {
	{ UI_KEY_CTRL, 'F', "^F", N_("search"), BINDING_READ, true },
	{ UI_KEY_UP, 0, N_("arrows"), N_("move"), BINDING_READ, false },
	{ UI_KEY_PAGE_DOWN, 0, "PgUp PgDn", N_("a page back or on"), BINDING_READ, false },
	{ UI_KEY_HOME, 0, "Home End", N_("to the beginning or end"), BINDING_READ, false },
	{ 0 },
};

#define WORDS_MAX_CHARS 40
#define NOTE_CELLS 24 /* of the words, in the line above the keys */
#define NOTE_BYTES 96 /* those cells in UTF-8, with a few marks on them */

void
find_release(struct find *find)
{
	line_release(&find->words);
	*find = (struct find){ 0 };
}

/* The first line that fits, from `from` on (backwards when `by` is -1) and round once; `from` when none does. */
static size_t
next_fit(struct find *find, const struct findable *in, size_t from, int by)
{
	const char *words = line_text(&find->words);

	find->missed = false;
	if (!*words)
		return from;
	for (size_t i = 0, at = from; i < in->count; i++) {
		if (in->fits(in->ctx, at, words))
			return at;
		at = by < 0 ? (at + in->count - 1) % in->count : (at + 1) % in->count;
	}
	find->missed = true;
	return from;
}

/* The next line with the words behind `at` (before it when `by` is -1); `at` when there is no other. */
static size_t
step(struct find *find, const struct findable *in, size_t at, int by)
{
	size_t from = by < 0 ? (at + in->count - 1) % in->count : (at + 1) % in->count, found = next_fit(find, in, from, by);

	return find->missed ? at : found;
}

static bool
moves(const struct ui_key *key)
{
	switch (key->kind) {
	case UI_KEY_UP:
	case UI_KEY_DOWN:
	case UI_KEY_LEFT:
	case UI_KEY_RIGHT:
	case UI_KEY_PAGE_UP:
	case UI_KEY_PAGE_DOWN:
	case UI_KEY_HOME:
	case UI_KEY_END:
		return true;
	default:
		return ui_key_ascii(key) == ' ';
	}
}

bool
find_begins_in_text(const struct ui_key *key)
{
	return key->kind == UI_KEY_CTRL && key->c == 'F';
}

/* A key while no words are typed. */
static bool
begin_or_repeat(struct find *find, const struct ui_key *key, const struct findable *in, size_t *at)
{
	uint32_t c = ui_key_ascii(key);

	if (c == '/' || find_begins_in_text(key)) {
		line_release(&find->words);
		line_init(&find->words, LINE_SINGLE, WORDS_MAX_CHARS);
		find->typing = true;
		find->in_text = c != '/';
		find->held = find->missed = false;
		find->begun = *at;
		return true;
	}
	if (find->held && (c == 'n' || c == 'N')) {
		if (in->count)
			*at = step(find, in, *at, c == 'n' ? 1 : -1);
		return true;
	}
	find->held = find->held && moves(key);
	return false;
}

bool
find_key(struct find *find, const struct ui_key *key, const struct findable *in, size_t *at)
{
	if (!find->typing)
		return begin_or_repeat(find, key, in, at);
	switch (key->kind) {
	case UI_KEY_ENTER:
		find->typing = false;
		find->held = *line_text(&find->words) && !find->missed && !find->in_text;
		return true;
	case UI_KEY_ESC:
		find->typing = false;
		*at = find->begun;
		return true;
	case UI_KEY_DOWN:
	case UI_KEY_UP:
		if (in->count)
			*at = step(find, in, *at, key->kind == UI_KEY_DOWN ? 1 : -1);
		return true;
	default:
		if (!input_key(NULL, &find->words, key, WORDS_MAX_CHARS))
			return false;
		if (in->count)
			*at = next_fit(find, in, find->begun < in->count ? find->begun : 0, 1);
		else
			find->missed = *line_text(&find->words);
		return true;
	}
}

bool
find_has_hit(const struct find *find)
{
	return find->held || (find->typing && !find->missed && *line_text(&find->words));
}

void
find_note(const struct find *find, const char *place, char *note, size_t size)
{
	const char *all = line_text(&find->words);
	size_t cells = text_cells(all), used;
	/* Of long words the end is shown, where they are typed. */
	size_t skip = cells > NOTE_CELLS ? text_fit(all, cells - NOTE_CELLS, &used) : 0;
	char words[NOTE_BYTES];

	snprintf(words, sizeof(words), "%s%s", skip ? ".." : "", all + skip);
	if (find->typing && find->missed)
		snprintf(note, size, _("search: %s_   not found"), words);
	else if (find->typing)
		snprintf(note, size, _("search: %s_   %s"), words, place);
	else if (find->held)
		snprintf(note, size, _("%s   n: next with \"%s\""), place, words);
	else
		snprintf(note, size, "%s", place);
}
