/* Words looked for in the rows: each row's text stands ready in characters and first letters. */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/due.h"
#include "app/house/list_rows.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/text/pinyin.h"

static struct search_unit
unit_of(uint32_t c)
{
	struct search_unit unit = { 0, c };

	unit.code = c = text_half_width(c);
	if (c < 0x80 && isalpha((int)c)) {
		unit.code = (uint32_t)tolower((int)c);
		unit.keys = 1u << (unit.code - 'a');
	} else if (c >= '0' && c <= '9') {
		unit.keys = (c - '0' + 1) << 26;
	} else {
		unit.keys = pinyin_initials(c);
	}
	return unit;
}

/* Digits as bits of a second kind would not fit beside 26 letters; one bit for "some digit" is enough to pass over rows without any. */
static uint32_t
any_of(const struct search_unit *unit)
{
	return (unit->keys & 0x3ffffff) | (unit->keys >> 26 ? 1u << 26 : 0);
}

void
list_index_row(const struct building_list *list, struct list_row *row)
{
	const char *found = house_rank_label(app_pack(list->app), row->rank),
		   *texts[4] = { list->villages[row->village], row->words, row->owner, found };
	size_t most = strlen(texts[0]) + strlen(row->words) + (row->owner ? strlen(row->owner) : 0) + (found ? strlen(found) : 0) + 1;

	free(row->units);
	row->units = mem_array(most, sizeof(*row->units));
	row->unit_count = 0;
	row->any = 0;
	for (int t = 0; t < 4; t++) {
		const char *text = texts[t] ? texts[t] : "";
		size_t len = strlen(text), used;
		uint32_t c;

		for (; (used = text_decode(text, len, &c)) > 0 && row->unit_count < UINT16_MAX; text += used, len -= used) {
			if (c == ' ')
				continue;
			row->units[row->unit_count] = unit_of(c);
			row->any |= any_of(&row->units[row->unit_count++]);
		}
	}
	row->units = mem_resize(row->units, row->unit_count + 1u, sizeof(*row->units));
}

/* A word that is looked for: a part of the characters of the search. */
struct search_word {
	const struct search_unit *units;
	size_t count;
	uint32_t any;
};

struct search_words {
	struct search_unit *units;
	struct search_word *words;
	size_t count;
};

static void
split(const char *text, struct search_words *out)
{
	size_t len = strlen(text), used, at = 0;
	bool inside = false;
	uint32_t c;

	*out = (struct search_words){ .units = mem_array(len + 1, sizeof(*out->units)), .words = mem_array(len + 1, sizeof(*out->words)) };
	for (; (used = text_decode(text, len, &c)) > 0; text += used, len -= used) {
		struct search_word *word;

		if (c == ' ' || c == 0x3000) {
			inside = false;
			continue;
		}
		if (!inside)
			out->words[out->count++].units = &out->units[at];
		inside = true;
		word = &out->words[out->count - 1];
		out->units[at] = unit_of(c);
		if (c >= 0x80) /* a Han character that was typed is itself, not a sound */
			out->units[at].keys = 0;
		word->any |= any_of(&out->units[at++]);
		word->count++;
	}
}

static void
forget_words(struct search_words *words)
{
	free(words->units);
	free(words->words);
}

static bool
unit_fits(const struct search_unit *have, const struct search_unit *key)
{
	if (have->code == key->code)
		return true;
	if (key->keys == 0 || key->keys >> 26)
		return false;
	return have->keys >> 26 == 0 && (have->keys & key->keys) != 0;
}

static bool
word_fits(const struct list_row *row, const struct search_word *word)
{
	if ((word->any & row->any) != word->any)
		return false;
	for (size_t at = 0; at + word->count <= row->unit_count; at++) {
		size_t n = 0;

		while (n < word->count && unit_fits(&row->units[at + n], &word->units[n]))
			n++;
		if (n == word->count)
			return true;
	}
	return false;
}

/* Signed by every level: finished, whatever form outside the chain is open. */
/* A house that steps aside for another one waits for nothing. An added question is asked of a house whatever comes next there. */
static bool
is_wanted(const struct list_row *row, enum flow_task kind)
{
	return kind == TASK_ANY || (!row->aside && (kind == TASK_ADDED ? row->added
								       : flow_task_fits(kind, (enum flow_task)row->task, row->done,
											due_days(row->first_day) < 0)));
}

static bool
row_fits(const struct building_list *list, struct list_row *row, const struct search_words *words, enum flow_task task)
{
	if ((list->own && !row->mine) || row->left_out)
		return false;
	if (!is_wanted(row, task))
		return false;
	if (words->count && !row->units)
		list_index_row(list, row);
	for (size_t i = 0; i < words->count; i++)
		if (!word_fits(row, &words->words[i]))
			return false;
	return true;
}

static int
compare_numbers(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

void
building_list_keep(struct building_list *list, const int64_t *houses, size_t count)
{
	for (size_t i = 0; i < list->count; i++)
		list->rows[i].left_out = houses && !bsearch(&list->rows[i].building, houses, count, sizeof(*houses), compare_numbers);
	free(list->words); /* which rows show is asked of all of them */
	list->words = NULL;
}

void
building_list_leave_out(struct building_list *list, const struct id *root)
{
	for (size_t i = 0; i < list->count; i++)
		list->rows[i].left_out |= id_equal(&list->rows[i].root, root);
	free(list->words); /* which rows show is asked of all of them */
	list->words = NULL;
}

void
building_list_filter(struct building_list *list, const char *text, enum flow_task task)
{
	struct search_words words;
	size_t kept = 0;
	bool narrows = list->words && list->task == task && strncmp(text, list->words, strlen(list->words)) == 0;

	split(text, &words);
	if (narrows) {
		for (size_t i = 0; i < list->shown_count; i++)
			if (row_fits(list, &list->rows[list->shown[i]], &words, task))
				list->shown[kept++] = list->shown[i];
	} else {
		for (size_t i = 0; i < list->count; i++) {
			uint32_t at = list->is_urgent ? list->urgent[i] : (uint32_t)i;

			if (row_fits(list, &list->rows[at], &words, task))
				list->shown[kept++] = at;
		}
	}
	forget_words(&words);
	list->shown_count = kept;
	if (text != list->words) {
		free(list->words);
		list->words = mem_strdup(text);
	}
	list->task = task;
}
