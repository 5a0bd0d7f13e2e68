#include "ui/find.h"

#include "ui/input.h"

#define WORDS_MAX_CHARS 40

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

static bool
is_slash(const struct ui_key *key)
{
	return key->kind == UI_KEY_CHAR && (key->c == '/' || key->c == 0xff0f);
}

bool
find_key(struct find *find, const struct ui_key *key, const struct findable *in, size_t *at)
{
	if (!find->typing) {
		if (!is_slash(key))
			return false;
		line_release(&find->words);
		line_init(&find->words, LINE_SINGLE, WORDS_MAX_CHARS);
		find->typing = true;
		find->missed = false;
		find->begun = *at;
		return true;
	}
	switch (key->kind) {
	case UI_KEY_ENTER:
		find->typing = false;
		return true;
	case UI_KEY_ESC:
		find->typing = false;
		*at = find->begun;
		return true;
	case UI_KEY_DOWN:
		if (in->count)
			*at = next_fit(find, in, (*at + 1) % in->count, 1);
		return true;
	case UI_KEY_UP:
		if (in->count)
			*at = next_fit(find, in, (*at + in->count - 1) % in->count, -1);
		return true;
	default:
		if (!input_key(&find->words, key, WORDS_MAX_CHARS))
			return false;
		if (in->count)
			*at = next_fit(find, in, find->begun < in->count ? find->begun : 0, 1);
		return true;
	}
}
